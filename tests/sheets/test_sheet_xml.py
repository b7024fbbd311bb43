"""How far the values of a sheet reach is known before they are laid out, however they are written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_analysis.sheets.addresses import column_letter, column_position
from capacity_analysis.sheets.defects import FileDefect
from capacity_analysis.sheets.sheet_xml import _digits, _letters, scanned


def sheet(rows: bytes) -> bytes:
    return b"<worksheet><sheetData>" + rows + b"</sheetData></worksheet>"


def reach(rows: bytes) -> tuple[int, int]:
    found = scanned(sheet(rows))
    return found.rows, found.columns


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (b'<row r="7"><c r="C7" s="1" t="s"><v>0</v></c></row>', (9, 3)),
        (b'<row r="7"><c s="1" r="C7"><v>0</v></c></row>', (9, 3)),
        (b"<row r='70'><c r = 'ab70'><v>0</v></c></row>", (70, 28)),
        (b"<row><c><v>1</v></c><c><v>1</v></c></row><row><c><v>1</v></c></row>", (2, 2)),
        (b'<x:row r="5"><x:c r="B5"><x:v>1</x:v></x:c></x:row>', (5, 2)),
        (b'<row><c r="A1"><v>1</v></c><c x=">" r="Z9"><v>1</v></c></row>', (9, 26)),
        (b'<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="2"/></row><row r="1048576"/>', (9, 1)),
    ],
)  # fmt: skip
def test_values_are_found_in_every_way_of_writing_them(rows, expected):
    # One digit bounds the plain cells roughly: up to row 9 where the last value is in row 7 or 1.
    assert reach(rows) == expected


@pytest.mark.parametrize("rows", [b"", b'<row r="3"/>', b'<row r="1"><c r="B1" s="4"/></row>'])
def test_a_sheet_without_values_goes_on_without_cells(rows):
    assert b"<v>" not in scanned(sheet(rows)).content


def test_rows_behind_the_last_value_are_left_out():
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row>' + b'<row r="2" s="3"/>' * 100
    assert scanned(sheet(rows)).content.count(b"<row") == 1


@pytest.mark.parametrize(
    "xml", [b"", b"\0" * 50, b"<worksheet></worksheet>", b"<worksheet><sheetData>"]
)
def test_what_is_no_sheet_is_broken_and_not_empty(xml):
    with pytest.raises(FileDefect) as caught:
        scanned(xml)
    assert caught.value.code == "unreadable_file"


def test_a_sheet_of_a_chart_is_an_empty_one():
    assert scanned(b'<chartsheet xmlns="x"><drawing/></chartsheet>').rows == 0


def test_merged_areas_are_read_behind_the_cells():
    xml = sheet(b'<row r="1"><c r="A1"><v>1</v></c></row>')[: -len(b"</worksheet>")]
    xml += b'<mergeCells count="2"><mergeCell ref="A1:C2"/><mergeCell ref="D4:D9" /></mergeCells>'
    assert scanned(xml).merged == ((0, 0, 1, 2), (3, 3, 8, 3))


@given(st.integers(1, 1_048_576), st.integers(1, 1_048_576 * 2))
def test_the_pattern_of_numbers_takes_those_up_to_the_last(last, number):
    assert bool(re.fullmatch(_digits(last), str(number).encode())) == (number <= last)


@given(st.integers(1, 702), st.integers(0, 701))
def test_the_pattern_of_letters_takes_those_of_the_first_columns(columns, at):
    letters = column_letter(at)
    assert column_position(letters) == at
    assert bool(re.fullmatch(_letters(columns), letters.encode())) == (at < columns)
