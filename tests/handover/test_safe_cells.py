"""Texts of others in the workbook: no formula, no link, nothing cut, and names of sheets that hold."""

import io
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from handed_cases import with_tables
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.handover import write_book
from capacity_analysis.handover.sheet import Sheet, Writer, named_sheets
from capacity_analysis.sheets.writing import new_workbook

STARTS = ["=", "+", "-", "@", "\t", "\r", "＝", "＠"]
NAMES = st.builds(
    str.__add__,
    st.sampled_from(["", *STARTS, "http://", "mailto:", "'", "="]),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=60),
)


def written(names):
    """The bytes of a workbook with one sheet of names."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.xlsx"
        with new_workbook(path) as workbook:
            Writer(workbook, "脚注").write("表", pd.DataFrame({"企业名称": names}, dtype="object"))
        return path.read_bytes()


def cells(content):
    return [
        cell for (cell,) in openpyxl.load_workbook(io.BytesIO(content))["表"].iter_rows(min_row=2)
    ]


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name).decode("utf-8") for name in archive.namelist()}


@settings(max_examples=25, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=5))
def test_no_name_is_a_formula_or_a_link(names):
    files = parts(written(names))
    assert "<f>" not in files["xl/worksheets/sheet1.xml"]
    assert "hyperlink" not in "".join(files.values())


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(
            str.__add__,
            st.sampled_from(["", *STARTS[:4], "＝", "http://"]),
            st.text(st.characters(categories=("L", "N", "P", "S")), min_size=1, max_size=60),
        ),
        min_size=1,
        max_size=5,
    )
)
def test_a_name_is_read_back_as_it_was(names):
    assert [cell.value for cell in cells(written(names))] == names


@pytest.mark.parametrize("start", STARTS)
def test_a_dangerous_name_stays_text_when_somebody_edits_its_cell(start):
    (cell,) = cells(written([f"{start}cmd|'/c calc'!A1"]))
    assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)


def test_dangerous_names_of_a_ledger_are_in_the_whole_workbook_only_as_text(assessment, tmp_path):
    names = ['=HYPERLINK("http://a")', "+1", "-1", "@SUM(A1)"]
    roster = assessment["enterprises"].assign(name=names)
    path = tmp_path / "a.xlsx"
    write_book(with_tables(assessment, enterprises=roster), path)
    files = parts(path.read_bytes())
    assert not [name for name, content in files.items() if "<f>" in content]
    assert not [name for name, content in files.items() if "<hyperlink" in content]
    found = openpyxl.load_workbook(path)["企业"]
    assert [row[1] for row in found.iter_rows(min_row=2, values_only=True)] == names


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("C",)), max_size=50).map("任务单-".__add__),
        min_size=1,
        max_size=6,
    )
)
def test_names_of_departments_give_names_that_a_workbook_takes(wanted):
    table = pd.DataFrame({"企业": ["甲"]})
    names = [name for name, _rows in named_sheets([Sheet(name, table) for name in wanted])]
    assert len(names) == len(wanted)
    workbook = xlsxwriter.Workbook(io.BytesIO())
    for name in names:
        workbook.add_worksheet(name)  # raises what Excel would refuse


def test_more_rows_than_a_sheet_holds_go_on_in_a_second_sheet():
    table = pd.DataFrame({"企业": range(1_048_577)})
    parted = list(named_sheets([Sheet("台账", table)]))
    assert [(name, len(rows)) for name, rows in parted] == [("台账", 1_048_575), ("台账（2）", 2)]


def test_a_long_name_is_shown_whole_in_several_lines(assessment, tmp_path):
    name = "示例区" + "某" * 57
    roster = assessment["enterprises"].assign(name=name)
    write_book(with_tables(assessment, enterprises=roster), tmp_path / "a.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx")["企业"]
    cell = sheet["B2"]
    assert (cell.value, cell.alignment.wrap_text) == (name, True)
    # 60 characters are 120 digits wide: at a width of 40, three lines of 15 points and a little.
    assert sheet.column_dimensions["B"].width == pytest.approx(40, abs=1)
    assert sheet.row_dimensions[2].height >= 3 * 15
