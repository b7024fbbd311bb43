"""A failed formula is no empty cell: it stands for no default and for nothing unknown."""

import zipfile

import openpyxl
import pytest
from workbooks import FailedFormula, changed, good_sheets, read, write

from capacity_analysis.ledger import inspect_ledger
from capacity_analysis.sheets.cells import ErrorCell
from capacity_analysis.sheets.error_cells import mark
from capacity_analysis.sheets.sheet_xml import scanned


def told(reading):
    return [(one.code, f"{one.sheet}!{one.cell}", one.value) for one in reading.problems]


@pytest.mark.parametrize(
    "address",
    ["能源!E2", "能源!H2", "产量!I2", "产量!G2", "生产线!H2", "生产线!E2", "企业!G2", "企业!B3",
     "企业!K2", "产量!D2", "产量!E2", "能源!F2", "企业!F2", "企业!A2", "说明!B2"],
)  # fmt: skip
@pytest.mark.parametrize("shown", ["#DIV/0!", "#N/A", "#REF!"])
def test_an_error_in_any_column_is_told_once_with_its_cell(address, shown, tmp_path):
    reading = read(tmp_path / "a.xlsx", changed((address, FailedFormula(shown=shown))))
    assert reading.ledger is None
    assert told(reading) == [("error_cell", address, shown)]


def test_an_error_in_an_unknown_column_is_nobodys(tmp_path):
    sheets = changed(("企业!L1", "另注"), ("企业!L2", FailedFormula()))
    assert [code for code, _where, _value in told(read(tmp_path / "a.xlsx", sheets))] == [
        "unknown_column"
    ]


def test_an_error_that_another_program_wrote_is_found(tmp_path):
    path = write(tmp_path / "a.xlsx", good_sheets())
    book = openpyxl.load_workbook(path)
    cell = book["能源"]["E3"]
    cell.value, cell.data_type = "#N/A", "e"
    book.save(path)
    assert told(inspect_ledger(path)) == [("error_cell", "能源!E3", "#N/A")]


def test_text_that_looks_like_an_error_cell_is_text(tmp_path):
    sheets = changed(("企业!K2", '<c r="E2" t="e"><v>#N/A</v></c>'))
    assert told(read(tmp_path / "a.xlsx", sheets)) == []


def rewritten(path, change):
    """Write a workbook again with its parts changed by `change(name, content)`."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, change(name, content))
    return path


def failing(path):
    return write(path, changed(("能源!E2", FailedFormula())))


def test_a_target_seen_from_the_root_of_the_archive_is_found(tmp_path):
    def change(_name, content):
        return content.replace(b'Target="worksheets', b'Target="/xl/worksheets')

    path = rewritten(failing(tmp_path / "a.xlsx"), change)
    assert told(inspect_ledger(path)) == [("error_cell", "能源!E2", "#DIV/0!")]


def test_an_error_cell_without_content_takes_none_from_its_neighbour():
    cells = (
        b'<c r="A1" t="e"/><c r="B1"><v>5</v></c><c r="AB12" s="1" t="e"><f>1/0</f><v>#N/A</v></c>'
    )
    xml = b'<worksheet><sheetData><row r="1">' + cells + b"</row></sheetData></worksheet>"
    assert scanned(xml).errors == [(11, 27, "#N/A")]


@pytest.mark.parametrize("new", [b'r="E0"', b'r="?"', b'r="2E"', b'r="AAAA2"', b'r=""'])
def test_a_failed_formula_in_no_place_is_a_broken_workbook(new, tmp_path):
    path = rewritten(
        failing(tmp_path / "a.xlsx"), lambda _name, content: content.replace(b'r="E2"', new)
    )
    assert [code for code, _where, _value in told(inspect_ledger(path))] == ["unreadable_file"]


def test_an_error_without_a_text_is_an_error_cell_all_the_same(tmp_path):
    path = rewritten(
        failing(tmp_path / "a.xlsx"),
        lambda _name, content: content.replace(b"<v>#DIV/0!</v>", b"<v/>"),
    )
    assert told(inspect_ledger(path)) == [("error_cell", "能源!E2", "")]


def test_a_failed_formula_behind_the_last_value_makes_the_row_longer():
    rows = [["a"], ["b", 1]]
    mark(rows, [(0, 2, "#N/A"), (3, 0, "#REF!"), (1, 1, "#N/A")])
    assert rows == [["a", "", ErrorCell("#N/A")], ["b", 1], [], [ErrorCell("#REF!")]]


def test_a_formula_that_was_never_calculated_is_told_with_its_cell(tmp_path):
    # What a program writes without calculating it: Excel would fill in the value on saving.
    path = write(tmp_path / "a.xlsx", good_sheets())
    book = openpyxl.load_workbook(path)
    book["能源"]["F2"] = "=SUM(1,2)"
    book["能源"]["E3"] = '=A1&""'
    book.save(path)
    assert sorted(told(inspect_ledger(path))) == [
        ("error_cell", "能源!E3", "公式没有结果"),
        ("error_cell", "能源!F2", "公式没有结果"),
    ]


def test_a_formula_with_its_value_is_its_value(tmp_path):
    path = tmp_path / "a.xlsx"
    sheets = good_sheets()
    assert read(path, sheets).problems == []
    rewritten(
        path,
        lambda name, content: (
            content.replace(b"<v>", b"<f>1+1</f><v>") if name.endswith("sheet4.xml") else content
        ),
    )
    assert told(inspect_ledger(path)) == []
