"""Any file that holds a table is read by what it is; any other is refused by what it is."""

import datetime as dt
import io
import struct
import zipfile

import pytest
from hostile import parts_of, zipped
from workbooks import good_sheets, write

from capacity_analysis.sheets.cells import ErrorCell
from capacity_analysis.sheets.compound import Compound, wrapped
from capacity_analysis.sheets.defects import FileDefect, FileNote
from capacity_analysis.sheets.files import open_sheets


def defect_of(path) -> str:
    with pytest.raises(FileDefect) as caught:
        open_sheets(path)
    return caught.value.code


def saved(path, content: bytes):
    path.write_bytes(content)
    return path


# --- workbooks ------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_a_workbook_is_read_alike_in_every_format(form, good_files):
    if form not in good_files:
        pytest.skip("LibreOffice, which makes it, is not there")
    file = open_sheets(good_files[form])
    assert (file.format, file.notes) == (form, ())
    assert list(file.grids) == list(good_sheets())
    assert file.grids["能源"].rows == good_sheets()["能源"]
    roster = file.grids["企业"]
    assert roster.merged == ((4, 0, 5, 2),)
    shown = "公式没有结果" if form == "xlsx" else "#DIV/0!"  # LibreOffice calculates it
    assert (len(roster.rows), roster.rows[4][0], roster.rows[4][11]) == (
        5,
        "合计",
        ErrorCell(shown),
    )
    assert file.grids["说明"].rows[1][1] == dt.date(2022, 9, 10)


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".csv", ".doc", ".et", ""])
def test_a_wrong_extension_is_noted_and_changes_nothing(form, suffix, good_files, tmp_path):
    if form not in good_files:
        pytest.skip("LibreOffice, which makes it, is not there")
    path = saved(tmp_path / f"甲厂{suffix}", good_files[form].read_bytes())
    file = open_sheets(path)
    assert file.grids == open_sheets(good_files[form]).grids
    fits = suffix == f".{form}" or (form, suffix) == ("xls", ".et")
    assert file.notes == (() if fits else (FileNote("wrong_extension", f".{form}"),))


def test_a_sheet_that_is_not_wanted_is_named_without_rows(good_files):
    for path in good_files.values():
        grids = open_sheets(path, lambda name: name == "企业").grids
        assert list(grids) == list(good_sheets())
        assert {name for name, grid in grids.items() if grid.rows} == {"企业"}


def test_macros_and_links_are_noted_and_left_alone(good_files, tmp_path):
    parts = parts_of(good_files["xlsx"])
    parts |= {"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<x/>"}
    file = open_sheets(saved(tmp_path / "a.xlsm", zipped(parts)))
    assert file.format == "xlsm"
    assert [note.code for note in file.notes] == ["macros", "external_links"]
    assert file.grids == open_sheets(good_files["xlsx"]).grids


def test_names_of_parts_may_be_in_capitals_and_with_backslashes(good_files, tmp_path):
    parts = {
        name.replace("/", "\\").upper(): part for name, part in parts_of(good_files["xlsx"]).items()
    }
    file = open_sheets(saved(tmp_path / "a.xlsx", zipped(parts)))
    assert file.grids == open_sheets(good_files["xlsx"]).grids


def test_a_member_with_a_name_in_gbk_breaks_nothing(good_files, tmp_path):
    buffer = io.BytesIO(zipped(parts_of(good_files["xlsx"])))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("AAAA.png", b"x")
    content = buffer.getvalue().replace(b"AAAA.png", "图片".encode("gbk") + b".png")
    assert open_sheets(saved(tmp_path / "a.xlsx", content)).notes == ()


def test_a_date_of_an_old_macintosh_counts_from_1904(good_files, tmp_path):
    parts = parts_of(good_files["xlsx"])
    book = "xl/workbook.xml"
    parts[book] = parts[book].replace(b"<workbookPr", b'<workbookPr date1904="1"')
    rows = open_sheets(saved(tmp_path / "a.xlsx", zipped(parts))).grids["说明"].rows
    assert rows[1][1] == dt.date(2022, 9, 10) + dt.timedelta(1462)  # days from 1900 to 1904


# --- text -----------------------------------------------------------------------------------

ROWS = [["企业编号", "企业名称", "用电量"], ["002", "甲厂，一分厂", 1234.5], ["003", "", 7]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("between", [",", "\t", ";"])
@pytest.mark.parametrize("suffix", [".csv", ".txt", ".xls"])
def test_text_is_read_in_every_encoding_with_every_separator(encoding, between, suffix, tmp_path):
    text = "\r\n".join(between.join(map(str, row)) for row in ROWS) + "\r\n"
    file = open_sheets(saved(tmp_path / f"电力公司{suffix}", text.encode(encoding)))
    assert file.format == "csv"
    assert file.grids["电力公司"].rows == ROWS
    assert file.notes == ((FileNote("wrong_extension", ".csv"),) if suffix == ".xls" else ())


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("0", 0), ("12", 12), ("-3.50", -3.5), ("0.5", 0.5), ("123456789012345", 123456789012345),
        ("002", "002"), ("360400000000000001", "360400000000000001"), ("1e5", "1e5"), ("+5", "+5"),
        ("1.", "1."), (".5", ".5"), ('"1,234"', "1,234"), ('"=""00123"""', "00123"), ("１２", "１２"),
        ("2021-05", "2021-05"), ("\t12\t", "12"), ("1.2345678901234567", "1.2345678901234567"),
        ('"两\n行"', "两\n行"), ("nan", "nan"), ("inf", "inf"), ("=1+1", "=1+1"),
    ],
)  # fmt: skip
def test_only_what_is_plainly_a_number_becomes_one(text, cell, tmp_path):
    path = saved(tmp_path / "a.csv", f"x,y\nz,{text}\n".encode())
    assert open_sheets(path).grids["a"].rows == [["x", "y"], ["z", cell]]


def test_a_text_of_one_column_is_a_table_where_its_name_says_so(tmp_path):
    content = "企业名称\n甲厂\n".encode("gbk")
    assert open_sheets(saved(tmp_path / "a.csv", content)).grids["a"].rows == [
        ["企业名称"],
        ["甲厂"],
    ]
    assert defect_of(saved(tmp_path / "a.xlsx", content)) == "plain_text"


def test_blank_lines_at_the_end_are_dropped(tmp_path):
    path = saved(tmp_path / "a.csv", b"a,b\n1,2\n,\n\n ,\n")
    assert open_sheets(path).grids["a"].rows == [["a", "b"], [1, 2]]


# --- what is no spreadsheet -----------------------------------------------------------------

SPREADSHEET_XML = (
    b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"), (b"\r\n  \r\n", "empty_file"), (b"\0" * 100, "unreadable_file"),
        (b"%PDF-1.7 x", "scan"), (b"\x89PNG\r\n\x1a\n", "scan"), (b"\xff\xd8\xff\xe0", "scan"),
        (b"II*\0", "scan"), (b"BM" + struct.pack("<I", 10) + b"\0\0\0\0", "scan"),
        (b"\0\0\0\x18ftypheic", "scan"), (zipped({"OFD.xml": b"<x/>"}), "scan"),
        (b"Rar!\x1a\x07\x01", "archive"), (b"7z\xbc\xaf\x27\x1c", "archive"),
        (zipped({"a.xlsx": b"x"}), "archive"), (b"\x1f\x8b\x08", "archive"),
        (rb"{\rtf1 x}", "word_document"), (zipped({"word/document.xml": b""}), "word_document"),
        (zipped({"content.xml": b"", "mimetype": b"application/vnd.oasis.opendocument.text"}),
         "word_document"),
        (wrapped("WordDocument", b"x"), "word_document"),
        (wrapped("EncryptedPackage", b"x"), "encrypted_file"),
        (wrapped("Workbook", b"\x2f\0\2\0\1\0\x0a\0\0\0"), "encrypted_file"),
        (wrapped("PowerPoint Document", b"x"), "unreadable_file"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "web_page"),
        (b"\xef\xbb\xbf\r\n<!DOCTYPE html>\n<html>", "web_page"), (b"<meta charset=gbk><table>", "web_page"),
        ("<html>甲</html>".encode("utf-16"), "web_page"), (SPREADSHEET_XML, "web_page"),
        (b"From: x\r\nSubject: y\r\nMIME-Version: 1.0\r\n", "web_page"),
        (b"PK\x03\x04 cut short", "truncated_file"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "truncated_file"),
        ("关于报送自查表的通知".encode("gbk"), "plain_text"), (b"a,b\n\0,1\n", "unreadable_file"),
        (b"\x81\x00\xff\xff", "unreadable_file"),
        (b"\xff\xfea\0,\0\x00\xd8\n\0", "unreadable_file"),  # half of a pair of surrogates
    ],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".doc", ""])
def test_what_is_no_spreadsheet_is_refused_by_what_it_is(content, code, suffix, tmp_path):
    assert defect_of(saved(tmp_path / f"表{suffix}", content)) == code


def test_an_encrypted_member_or_manifest_is_an_encrypted_file(good_files, tmp_path):
    data = bytearray(zipped(parts_of(good_files["xlsx"])))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    assert defect_of(saved(tmp_path / "a.xlsx", bytes(data))) == "encrypted_file"
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    parts = {"content.xml": b"x", "META-INF/manifest.xml": manifest}
    assert defect_of(saved(tmp_path / "a.ods", zipped(parts))) == "encrypted_file"


def test_a_folder_or_a_file_that_is_gone_is_unreadable(tmp_path):
    assert defect_of(tmp_path) == "unreadable_file"
    assert defect_of(tmp_path / "none.xlsx") == "unreadable_file"


# --- compound files -------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 5_000_000])
def test_a_stream_comes_out_of_a_container_as_it_went_in(size):
    content = bytes(range(251)) * (size // 251 + 1)
    found = Compound(wrapped("Workbook", content[:size])).stream("WORKBOOK")
    assert found[:size] == content[:size]
    assert not found[size:].strip(b"\0")


def test_a_chain_of_sectors_in_a_circle_is_broken(tmp_path):
    data = bytearray(wrapped("Workbook", b"x" * 40_000))
    data[4096 + 4 * 4 : 4096 + 4 * 5] = struct.pack("<I", 3)  # sector 4 leads back to sector 3
    assert defect_of(saved(tmp_path / "a.xls", bytes(data))) == "unreadable_file"


def test_a_sheet_written_by_hand_with_its_own_width_is_read(tmp_path):
    path = write(tmp_path / "a.xlsx", {"甲": [["x"] * 60, [1.5] * 60]})
    assert open_sheets(path).grids["甲"].rows == [["x"] * 60, [1.5] * 60]
