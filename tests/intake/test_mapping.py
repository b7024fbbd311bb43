"""What a mapping file may say, and which of two files of one id counts."""

import pytest
from grids import mapping

from capacity_analysis.errors import DataError
from capacity_analysis.intake.mapping import Form, Spread, Table, Value, read_mapping, read_mappings

LIST = """
id: {id}
title: 测试
role: list
supplier: gdgs
recognise: {{labels: [户号]}}
tables:
  - target: metered_energy
    header: [户号]
    enterprise: {{electricity_account: 户号}}
    fields: {{account: {{column: 户号}}}}
"""


def write(folder, name="meters", **changes):
    file = folder / f"{name}.yaml"
    file.write_text(LIST.format(**{"id": name} | changes), encoding="utf-8")
    return file


def test_a_mapping_is_named_after_its_file(tmp_path):
    with pytest.raises(DataError, match="id是“other”，应与文件名相同"):
        read_mapping(write(tmp_path, id="other"))


def test_a_slip_in_a_mapping_file_is_told_in_chinese_by_its_key(tmp_path):
    file = tmp_path / "meters.yaml"
    file.write_text(
        "id: meters\ntitel: 清单\nrole: list\nsupplier: gdgs\nrecognise: {labels: 户号}\n", "utf-8"
    )
    with pytest.raises(DataError) as told:
        read_mapping(file)
    assert str(told.value).splitlines() == [
        "映射文件meters.yaml：title：缺少这一项。",
        "映射文件meters.yaml：recognise.labels：应是列表，例如[企业名称, 户号]。",
        "映射文件meters.yaml：titel：没有这一项，核对写法。",
    ]


def test_an_empty_mapping_file_lacks_what_a_mapping_must_have(tmp_path):
    file = tmp_path / "meters.yaml"
    file.write_text("# 还没有写\n", "utf-8")
    with pytest.raises(DataError, match="role：缺少这一项"):
        read_mapping(file)


def test_a_county_s_own_mapping_takes_the_place_of_the_packaged_one(tmp_path):
    write(tmp_path, "power-meters")

    found = [one for one in read_mappings([tmp_path]) if one.id == "power-meters"]

    assert [one.title for one in found] == ["测试"]


def test_a_value_comes_from_one_place():
    for places in ({}, {"column": "甲", "label": "乙"}):
        with pytest.raises(ValueError, match="one of column"):
            Value(**places)


@pytest.mark.parametrize("pattern", ["20", "(20)(21)", "(20"])
def test_a_pattern_has_exactly_one_group(pattern):
    with pytest.raises(ValueError):
        Value(above=pattern)
    with pytest.raises(ValueError):
        Value(column="甲", pattern=pattern)


def test_months_are_added_up_only_where_the_headers_are_months():
    with pytest.raises(ValueError, match="must have the group month"):
        Spread(columns="(?P<year>20..)年", into="amount", sum=True)
    with pytest.raises(ValueError, match="must have the group year or month"):
        Spread(columns="20..年", into="amount")


def test_a_table_names_fields_of_the_ledger():
    with pytest.raises(ValueError, match="no table"):
        Table(target="origins", header=("甲",), fields={})
    with pytest.raises(ValueError, match="no fields"):
        Table(target="energy", header=("甲",), fields={"output": Value(column="甲")})
    with pytest.raises(ValueError, match="unless_blank"):
        Table(target="energy", header=("甲",), fields={}, unless_blank=("amount",))
    with pytest.raises(ValueError, match="no kinds"):
        Form(subject={"name": "名称"}, identifiers={"phone": Value(label="电话")})


def test_a_list_says_how_it_names_the_enterprise():
    table = {"target": "energy", "header": ["甲"], "fields": {}}
    with pytest.raises(ValueError, match="must say how it names"):
        mapping(tables=[table])


def test_data_for_totals_only_may_not_reach_a_table_that_decides():
    table = {"target": "energy", "header": ["甲"], "fields": {}, "enterprise": {"name": "甲"}}
    with pytest.raises(ValueError, match="may not decide"):
        mapping(permitted_use="aggregate", tables=[table])
