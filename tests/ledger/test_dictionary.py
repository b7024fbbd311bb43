"""The data dictionary names every table, field and kind of problem."""

import re

from capacity_analysis.ledger import KINDS, registry
from capacity_analysis.ledger.dictionary import data_dictionary


def sections() -> dict[str, str]:
    _title, *parts = re.split(r"^## ", data_dictionary(), flags=re.MULTILINE)
    return {part.partition("\n")[0]: part for part in parts}


def rows(section: str) -> list[list[str]]:
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_table_has_a_section_in_the_order_of_the_registry():
    tables = [f"{table.sheet}（`{name}`）" for name, table in registry().tables.items()]
    assert list(sections()) == ["说明（`guide`）", *tables, "检查能发现的问题"]


def test_every_field_has_a_row_with_its_header_name_type_and_help():
    for name, table in {"guide": registry().guide, **registry().tables}.items():
        found = rows(sections()[f"{table.sheet}（`{name}`）"])
        assert [row[:2] for row in found] == [
            [field.header, f"`{key}`"] for key, field in table.fields.items()
        ]
        assert [row[3] == "是" for row in found] == [
            field.required for field in table.fields.values()
        ]
        assert [row[4] for row in found] == [field.help for field in table.fields.values()]


def test_the_key_of_a_table_is_told_by_its_headers():
    assert "主键：企业编号、生产线编号。" in sections()["生产线（`lines`）"]


def test_choices_are_listed_and_a_vocabulary_is_pointed_to():
    lines = {row[1]: row[2] for row in rows(sections()["生产线（`lines`）"])}
    assert lines["`status`"] == "选项：在产、停产、拟建、在建、取消、已退出"
    assert lines["`product_id`"] == "选项：见 `data/vocabulary/products.csv`"
    equipment = {row[1]: row[2] for row in rows(sections()["设备（`equipment`）"])}
    assert equipment["`equipment_type`"] == "选项：见 `data/vocabulary/equipment_types.csv`"
    assert equipment["`attribute`"] == "选项：见 `data/vocabulary/equipment_attributes.csv`"
    assert lines["`started_on`"] == "年、年月或日期（取最早一天）"
    assert lines["`retired_on`"] == "年、年月或日期（取最后一天）"


def test_units_are_told():
    lines = {row[1]: row[2] for row in rows(sections()["生产线（`lines`）"])}
    assert lines["`capacity`"] == "数，不小于0，单位见“能力单位”"
    roster = {row[1]: row[2] for row in rows(sections()["企业（`enterprises`）"])}
    assert roster["`land_area_mu`"] == "数，不小于0，单位：亩"
    assert roster["`tax_10k_cny`"] == "数，单位：万元"


def test_every_kind_of_problem_has_a_row():
    found = rows(sections()["检查能发现的问题"])
    assert [row[0] for row in found] == [f"`{code}`" for code in KINDS]
    assert {row[1] for row in found} == {"错误", "提示", "说明"}
    assert all(len(row) == 4 for row in found)


def test_the_dictionary_is_the_same_each_time_and_ends_in_a_line_break():
    assert data_dictionary() == data_dictionary()
    assert data_dictionary().endswith("|\n")
