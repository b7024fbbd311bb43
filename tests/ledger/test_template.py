"""The workbook that departments fill in, and the one that is written for them."""

import datetime as dt
import zipfile
from itertools import count

import numpy as np
import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from capacity_analysis import units, vocabulary
from capacity_analysis.errors import InputError
from capacity_analysis.ledger import inspect_ledger, read_ledger, registry
from capacity_analysis.ledger.template import write_template, write_workbook
from capacity_analysis.ledger.values import as_text, is_blank
from capacity_analysis.sheets.addresses import column_letter
from capacity_analysis.sheets.cells import is_personal

FILLED_IN = [table for table in registry().tables.values() if not table.made]


def enterprises(**columns) -> dict[str, pd.DataFrame]:
    size = len(next(iter(columns.values())))
    base = {"enterprise_id": [f"E{at}" for at in range(size)], "name": ["厂"] * size,
            "industry_code": ["3011"] * size}  # fmt: skip
    return {"enterprises": pd.DataFrame(base | columns)}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "台账.xlsx"
    write_template(path)
    return openpyxl.load_workbook(path)


@pytest.fixture(scope="module")
def template_path(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "台账.xlsx"
    write_template(path)
    return path


def lists_of(template, sheet):
    """Return the values that each column's drop-down offers, by column letter."""
    options = template["选项"]
    offered = {}
    for rule in template[sheet].data_validations.dataValidation:
        cells = rule.formula1.removeprefix("=").partition("!")[2].replace("$", "")
        letter = str(rule.sqref).partition("2")[0]
        offered[letter] = [row[0].value for row in options[cells]]
    return offered


def test_an_empty_template_is_read_without_an_error(template_path):
    reading = inspect_ledger(template_path)
    assert [(found.code, found.sheet) for found in reading.problems] == [("no_rows", "企业")]
    assert reading.ledger is not None


def test_the_template_has_the_sheets_of_the_registry_behind_the_guide(template):
    tables = [table.sheet for table in FILLED_IN]
    assert template.sheetnames == ["说明", *tables, "选项"]
    assert template["选项"].sheet_state == "hidden"
    assert (template["说明"]["A1"].value, template["说明"]["B1"].value) == ("模板版本", "1.4")


def test_row_one_is_the_header_stays_in_sight_and_explains_itself(template):
    for table in FILLED_IN:
        sheet = template[table.sheet]
        fields = table.fields.values()
        assert [cell.value for cell in sheet[1]] == [field.header for field in fields]
        assert [cell.comment.text.strip() for cell in sheet[1]] == [field.help for field in fields]
        assert sheet.freeze_panes == "C2"
        colours = {cell.value: cell.fill.fgColor.rgb[2:] for cell in sheet[1]}
        for field in fields:
            assert (colours[field.header] == "F4D9B0") is field.required


def test_drop_downs_offer_what_the_reader_accepts(template):
    for table in FILLED_IN:
        offered = lists_of(template, table.sheet)
        for letter, field in zip(map(column_letter, count()), table.fields.values(), strict=False):
            if field.type == "choice":
                assert offered[letter] == list(field.labels.values())
            elif field.type == "flag":
                assert offered[letter] == ["是", "否"]
            else:
                assert (letter in offered) is (field.unit_of is not None)


def test_a_unit_of_every_product_and_carrier_is_on_offer(template):
    production = lists_of(template, "产量")["F"]
    for product in vocabulary.products().values():
        assert set(production) & set(units.spellings(product.output_unit)), product.name
    energy = lists_of(template, "能源")["G"]
    for carrier in vocabulary.carriers().values():
        assert set(energy) & set(units.spellings(carrier.base_unit)), carrier.name
    assert {"万吨", "万重量箱", "万平方米", "件", "米", "万千瓦时", "吉焦"} <= set(production)
    assert {"吨", "万立方米", "万千瓦时", "百万千焦"} <= set(energy)
    assert all(symbol in units.UNITS for symbol in [*production, *energy])


def test_the_words_of_equipment_are_on_offer_whole_each_once(template):
    offered = lists_of(template, "设备")
    headers = [cell.value for cell in template["设备"][1]]
    columns = {header: offered[column_letter(at)] for at, header in enumerate(headers)
               if column_letter(at) in offered}  # fmt: skip
    for header, entries in (
        ("装备类型", vocabulary.equipment_types()),
        ("用途", vocabulary.equipment_uses()),
        ("主要参数", vocabulary.equipment_attributes()),
    ):
        assert columns[header] == [one.name for one in entries.values()]
        assert len(set(columns[header])) == len(columns[header])
    # The same list serves both tables, and stands once on the hidden sheet.
    heads = [cell.value for cell in template["选项"][1]]
    first = next(iter(vocabulary.equipment_attributes().values())).name
    assert heads.count(first) == 1


def test_drop_downs_reach_below_ten_thousand_lines_of_three_years(template):
    for rule in template["能源"].data_validations.dataValidation:
        assert int(str(rule.sqref).partition(":")[2].lstrip("ABCDEFGHIJKLMN")) >= 60_000


def test_ids_codes_and_months_are_typed_as_text(template):
    # Otherwise a spreadsheet makes 1 of 001, a day of 3-1 and fifteen digits of a credit code.
    for table in FILLED_IN:
        columns = template[table.sheet].column_dimensions.values()
        for at, field in enumerate(table.fields.values(), 1):
            (column,) = [column for column in columns if column.min <= at <= column.max]
            as_typed = field.type in ("text", "uscc", "industry_code", "month_start", "month_end")
            assert (column.number_format == "@") is as_typed, field.header


def test_the_guide_explains_every_table(template):
    words = [cell.value or "" for cell in template["说明"]["A"]]
    for table in registry().tables.values():
        assert f"{table.sheet}：{table.help}" in words


def test_writing_twice_gives_the_same_bytes(tmp_path):
    for name in ("one", "two"):
        write_workbook(tmp_path / name, enterprises(employees=[5]), {"district": "示例区"})
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_what_is_written_is_read_back(tmp_path):
    tables = {
        **enterprises(employees=[320, None], above_designated_size=[True, None],
                      revenue_10k_cny=[0.1, None], remark=["备注", None]),
        "lines": pd.DataFrame({
            "enterprise_id": ["E0"], "line_id": ["001"], "product_id": ["clinker"],
            "capacity": [100.5], "capacity_unit": ["万吨"], "status": ["idle"],
            "started_on": [pd.Timestamp(2012, 5, 1)], "retired_on": [dt.date(2020, 12, 31)],
            "process": ["烧成"]}),
        "energy": pd.DataFrame({
            "enterprise_id": ["E0"], "line_id": [pd.NA], "year": [2021], "carrier": ["electricity"],
            "flow": ["exported"], "amount": [np.nan], "amount_unit": ["万千瓦时"],
            "scope": ["process"], "process": ["烧成"], "allocation_key": ["output"]}),
    }  # fmt: skip
    guide = {"data_as_of": dt.date(2022, 9, 10), "district": "示例区", "fictional": False,
             "attribution": "某数据（CC BY 4.0）"}  # fmt: skip
    write_workbook(tmp_path / "ledger.xlsx", tables, guide)
    ledger = read_ledger(tmp_path / "ledger.xlsx")
    assert (ledger.data_as_of, ledger.district) == (dt.date(2022, 9, 10), "示例区")
    assert (ledger.fictional, ledger.attribution) == (False, "某数据（CC BY 4.0）")
    for name, frame in tables.items():
        read = ledger[name]
        for column in frame:
            for given_value, found in zip(frame[column], read[column], strict=True):
                if pd.isna(given_value):
                    assert pd.isna(found), column
                elif isinstance(given_value, dt.date):
                    assert found == pd.Timestamp(given_value), column
                else:
                    assert found == given_value, column
    assert ledger["production"].empty


def test_tables_and_columns_that_are_absent_stay_blank(tmp_path):
    write_workbook(tmp_path / "ledger.xlsx", enterprises(township=["东乡"]), {})
    ledger = read_ledger(tmp_path / "ledger.xlsx")
    assert ledger["enterprises"]["employees"].isna().all()
    assert ledger["lines"].empty
    assert ledger.data_as_of is None


HOSTILE = ["=1+1", "=HYPERLINK(\"http://x\")", "+1", "-1", "@SUM(A1)", "{=1}", "<b>甲</b>", "&amp;",
           "http://example.com", "mailto:a@b", "甲\n乙", "甲\t乙", "𠮷野家🏭", "'引号", "_x000D_",
           "甲" * 32_767, "1e5", "TRUE", "#N/A", "2021-01-01", "internal:A1", "\\u0041"]  # fmt: skip


def test_hostile_names_stay_text_in_the_file_and_in_the_ledger(tmp_path):
    path = tmp_path / "ledger.xlsx"
    write_workbook(path, enterprises(name=HOSTILE), {"district": "=1+1"})
    ledger = read_ledger(path)
    assert ledger["enterprises"]["name"].tolist() == HOSTILE
    assert ledger.district == "=1+1"
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        parts = [archive.read(name) for name in names if name.startswith("xl/worksheets/sheet")]
    assert not any("externalLink" in name or "vbaProject" in name for name in names)
    for part in parts:
        assert b"<f>" not in part
        assert b"<hyperlink" not in part


@settings(max_examples=20, deadline=None)
@given(st.lists(st.text(max_size=60), min_size=1, max_size=5))
def test_any_text_in_a_name_survives_writing_and_reading(tmp_path_factory, names):
    path = tmp_path_factory.mktemp("text") / "ledger.xlsx"
    write_workbook(path, enterprises(name=names), {})
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("企业").to_python()
    # A text of blanks is no value, and leaves its cell empty.
    assert [row[2] for row in cells[1:]] == ["" if is_blank(name) else name for name in names]
    reading = inspect_ledger(path)
    if any(is_blank(name) or is_personal(as_text(name)) for name in names):
        assert reading.has_errors
    else:
        assert reading.ledger["enterprises"]["name"].tolist() == [as_text(name) for name in names]


@pytest.mark.parametrize("name", ["甲" * 32_768, "🏭" * 16_384])
def test_a_text_that_no_cell_can_hold_is_refused_and_not_dropped(name, tmp_path):
    with pytest.raises(InputError, match="32767"):
        write_workbook(tmp_path / "ledger.xlsx", enterprises(name=[name]), {})


def test_a_choice_that_does_not_exist_is_refused(tmp_path):
    lines = pd.DataFrame({"enterprise_id": ["E0"], "line_id": ["1"], "status": ["sleeping"]})
    with pytest.raises(InputError, match="“状态”没有“sleeping”"):
        write_workbook(tmp_path / "ledger.xlsx", {"lines": lines}, {})


@pytest.mark.parametrize("number", [np.inf, -np.inf])
def test_an_infinite_number_is_refused(number, tmp_path):
    with pytest.raises(InputError, match="从业人员"):
        write_workbook(tmp_path / "ledger.xlsx", enterprises(employees=[number]), {})
