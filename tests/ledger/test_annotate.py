"""The analyst's workbook comes back with cells marked and commented, and is otherwise the same."""

import io
import shutil
import subprocess
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from python_calamine import CalamineWorkbook
from workbooks import good_sheets, write

from capacity_analysis.errors import InputError, UsageError
from capacity_analysis.ledger import Problem, inspect_ledger
from capacity_analysis.ledger.annotation import RESULTS_SHEET, annotate
from capacity_analysis.ledger.annotation.sheet_part import place
from capacity_analysis.ledger.template import write_template
from capacity_analysis.text import language

ERROR, WARNING, NOTE = "FFF8808", "FFF8C84", "FFD8E8F"  # the last digit of each part holds a number
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def slip(address, severity="error", message="不对。", *, value=""):
    """Return a problem at an address such as ``产量!E2``; without a cell it is the sheet's or file's."""
    sheet, _, cell = address.partition("!")
    return Problem(
        "some_code", severity, "ledger.xlsx", sheet, cell, "", "", value, message, "改正。"
    )


def parts(path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(before, after) -> set[str]:
    old, new = parts(before), parts(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def colour(cell) -> str:
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else ""


def looks(cell):
    """Return all of a cell's format but its fill."""
    return [
        cell.number_format,
        *map(repr, (cell.font, cell.border, cell.alignment, cell.protection)),
    ]


def assert_same_but_for(before, after, marked):
    """Assert that two workbooks differ in the fill of marked cells, comments and the list alone."""
    old, new = openpyxl.load_workbook(before), openpyxl.load_workbook(after)
    assert [name for name in new.sheetnames if name != RESULTS_SHEET] == old.sheetnames
    for sheet in old.worksheets:
        other = new[sheet.title]
        rows = max(sheet.max_row, other.max_row)
        for row in other.iter_rows(max_row=rows, max_col=max(sheet.max_column, other.max_column)):
            for cell in row:
                was = sheet[cell.coordinate]
                where = f"{sheet.title}!{cell.coordinate}"
                value, former = cell.value, was.value
                if isinstance(value, ArrayFormula):
                    value, former = (value.ref, value.text), (former.ref, former.text)
                assert value == former, where
                if was.has_style or where not in marked:
                    assert looks(cell) == looks(was), where
                if where not in marked:
                    assert repr(cell.fill) == repr(was.fill), where
                    assert (cell.comment and cell.comment.text) == (
                        was.comment and was.comment.text
                    ), where
        assert other.merged_cells.ranges == sheet.merged_cells.ranges
        assert other.freeze_panes == sheet.freeze_panes
    assert list(old.defined_names) == list(new.defined_names)


def values_by_sheet(path):
    """Return what calamine reads, row by row, without blank ends."""
    book = CalamineWorkbook.from_path(str(path))
    sheets = {}
    for name in book.sheet_names:
        if name != RESULTS_SHEET:
            rows = [
                _trimmed(row)
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            while rows and not rows[-1]:
                rows.pop()
            sheets[name] = rows
    return sheets


def _trimmed(row):
    row = list(row)
    while row and row[-1] == "":
        row.pop()
    return row


def libreoffice(path, kind, folder):
    """Convert a file with LibreOffice, which has to be able to open it."""
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not on this machine")
    profile = folder / "profile"
    command = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", kind,
               "--outdir", str(folder / "converted"), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder / "converted" / path.with_suffix(f".{kind}").name


@pytest.fixture(scope="session")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("annotate") / "template.xlsx"
    write_template(path)
    return path


@pytest.fixture(scope="session")
def rich(tmp_path_factory):
    """A workbook with what an analyst may have put in: all of it has to stay."""
    from PIL import Image as Picture

    path = tmp_path_factory.mktemp("annotate") / "rich.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "数 '据"
    sheet["A1"] = "题目"
    sheet.merge_cells("A1:C2")
    thin = Side(style="thin", color="FF00AA00")
    for row in range(3, 9):
        cell = sheet.cell(row, 1, row * 1.5)
        cell.number_format = '0.00"吨"'
        cell.font = Font(name="黑体", size=13, italic=True, color="FF0000FF")
        cell.border = Border(left=thin, bottom=Side(style="double"))
        cell.alignment = Alignment(horizontal="right", indent=1)
        cell.protection = Protection(locked=False)
    sheet["B3"] = "=A3*2"
    sheet["B4"] = ArrayFormula("B4:B5", "=A4:A5*2")
    sheet["C3"] = "白字"
    sheet["C3"].font = Font(color="FFFFFFFF")
    sheet["C3"].fill = PatternFill("solid", fgColor="FF003366")
    sheet["C4"].fill = PatternFill("solid", fgColor="FFF4D9B0")
    sheet["A3"].comment = Comment("我的批注", "分析员")
    sheet["A4"].comment = Comment("别动", "分析员")
    sheet.conditional_formatting.add(
        "A3:A8", CellIsRule(operator="lessThan", formula=["6"], font=Font(bold=True))
    )
    rule = DataValidation(type="list", formula1='"是,否"')
    rule.add("D3:D9")
    sheet.add_data_validation(rule)
    sheet["E3"] = "链接"
    sheet["E3"].hyperlink = "https://example.invalid/"
    sheet.freeze_panes = "B3"
    sheet.protection.sheet = True
    picture = io.BytesIO()
    Picture.new("RGB", (8, 8), "red").save(picture, "PNG")
    picture.seek(0)
    sheet.add_image(Image(picture), "H1")
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=3, max_row=8))
    sheet.add_chart(chart, "H6")
    other = book.create_sheet("另一张")
    other["B2"] = "=SUM('数 ''据'!A3:A8)"
    other.print_title_rows = "1:1"
    book.defined_names["合计"] = DefinedName("合计", attr_text="'另一张'!$B$2")
    book.active = 1
    book.save(path)
    return path


RICH = [
    slip("数 '据!A3"),
    slip("数 '据!C3", "warning"),
    slip("数 '据!B4", "note"),
    slip("数 '据!C4"),
    slip("数 '据!F12"),
]
RICH_MARKED = {f"{found.sheet}!{found.cell}" for found in RICH}


# --- what is marked, and what stays ---------------------------------------------------------


def test_marked_cells_of_a_template_are_filled_and_all_else_is_the_same_byte_for_byte(
    template, tmp_path
):
    out = tmp_path / "out.xlsx"
    problems = [slip("企业!A1", "note"), slip("能源!F4"), slip("能源!F5", "warning")]
    done = annotate(template, problems, out)
    assert (done.marked, done.elsewhere) == (3, ())
    assert_same_but_for(template, out, {"企业!A1", "能源!F4", "能源!F5"})
    book = openpyxl.load_workbook(out)
    assert colour(book["企业"]["A1"]).startswith(NOTE)
    assert colour(book["能源"]["F4"]).startswith(ERROR)
    assert colour(book["能源"]["F5"]).startswith(WARNING)
    # The two sheets with their comments, what names formats and sheets, and the list: nothing else.
    energy, enterprises = book.sheetnames.index("能源"), book.sheetnames.index("企业")
    assert changed_parts(template, out) == {
        "[Content_Types].xml", "xl/styles.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
        f"xl/worksheets/sheet{enterprises}.xml", f"xl/worksheets/sheet{energy}.xml",
        f"xl/comments{enterprises - 1}.xml", f"xl/comments{energy - 1}.xml",
        f"xl/drawings/vmlDrawing{enterprises - 1}.vml", f"xl/drawings/vmlDrawing{energy - 1}.vml",
        f"xl/worksheets/sheet{len(book.sheetnames)}.xml",
    }  # fmt: skip


def test_an_empty_cell_keeps_the_format_of_its_column(template, tmp_path):
    annotate(template, [slip("企业!A7")], tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["企业"]
    assert sheet["A7"].number_format == "@"
    assert colour(sheet["A7"]).startswith(ERROR)


def test_what_an_analyst_put_into_the_workbook_stays(rich, tmp_path):
    out = tmp_path / "out.xlsx"
    assert annotate(rich, RICH, out).marked == len(RICH)
    assert_same_but_for(rich, out, RICH_MARKED)
    sheet_parts = ("xl/worksheets/sheet1", "xl/worksheets/_rels", "xl/comments", "xl/drawings/comm")
    known = (
        "[Content",
        "xl/styles",
        "xl/workbook",
        "xl/_rels",
        "xl/worksheets/sheet3",
        *sheet_parts,
    )
    assert not [
        name
        for name in changed_parts(rich, out)
        if not name.startswith((*known, "xl/drawings/vml"))
    ]
    old, new = parts(rich)["xl/worksheets/sheet1.xml"], parts(out)["xl/worksheets/sheet1.xml"]
    behind = old.index(b"</sheetData>"), new.index(b"</sheetData>")
    assert old[behind[0] :] == new[behind[1] :]  # rules, drop-downs, pictures, protection


def test_light_letters_stay_readable_on_a_dark_mark(rich, tmp_path):
    annotate(rich, RICH, tmp_path / "out.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["数 '据"]["C3"]
    assert max(int(colour(cell)[at : at + 2], 16) for at in (2, 4, 6)) < 0x90


def test_a_mark_within_a_merged_area_is_put_where_it_can_be_seen(rich, tmp_path):
    annotate(rich, [slip("数 '据!C2")], tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["数 '据"]
    assert colour(sheet["A1"]).startswith(ERROR)
    assert "不对。" in sheet["A1"].comment.text


def test_the_worst_problem_of_a_cell_gives_its_colour_and_all_are_told(template, tmp_path):
    problems = [slip("能源!F4", "note", "说明它。"), slip("能源!F4", "error", "错了。")]
    assert annotate(template, problems, tmp_path / "out.xlsx").marked == 1
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["能源"]["F4"]
    assert colour(cell).startswith(ERROR)
    assert cell.comment.text.splitlines() == [
        "【检查结果】", "[错误] 错了。改正。 [some_code]", "[说明] 说明它。改正。 [some_code]",
    ]  # fmt: skip


def test_names_and_the_open_sheet_stay_where_they_were(rich, tmp_path):
    with_guide = tmp_path / "in.xlsx"
    book = openpyxl.load_workbook(rich)
    book.create_sheet("说明", 0)
    book.active = 2
    book.save(with_guide)
    annotate(with_guide, RICH, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["说明", RESULTS_SHEET, "数 '据", "另一张"]
    assert book["另一张"].print_title_rows == "$1:$1"
    assert book.active.title == "另一张"


def test_macros_are_kept_as_they_are(template, tmp_path):
    source, out = tmp_path / "in.xlsm", tmp_path / "out.xlsm"
    shutil.copy(template, source)
    with zipfile.ZipFile(source, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"\x00macro\xff")
    annotate(source, [slip("能源!F4")], out)
    assert parts(out)["xl/vbaProject.bin"] == b"\x00macro\xff"


# --- comments -------------------------------------------------------------------------------


def test_a_comment_is_put_behind_the_one_that_stands_there(template, tmp_path):
    annotate(template, [slip("企业!A1")], tmp_path / "out.xlsx")
    hint = openpyxl.load_workbook(template)["企业"]["A1"].comment.text
    comment = openpyxl.load_workbook(tmp_path / "out.xlsx")["企业"]["A1"].comment.text
    assert comment == f"{hint}\n【检查结果】\n[错误] 不对。改正。 [some_code]"


def test_a_sheet_without_comments_gets_them(tmp_path):
    source = write(tmp_path / "in.xlsx", good_sheets())
    annotate(source, [slip("产量!E2"), slip("产量!E900")], tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["产量"]
    told = {cell.coordinate for row in sheet for cell in row if cell.comment}
    assert told == {"E2", "E900"}
    shapes = parts(tmp_path / "out.xlsx")["xl/drawings/vmlDrawing1.vml"]
    assert shapes.count(b"<x:Row>") == 2
    assert b"<x:Row>899</x:Row><x:Column>4</x:Column>" in shapes


def test_a_comment_never_holds_the_value_or_a_line_break_of_a_name(template, tmp_path):
    found = slip("企业!C2", message="“甲\n乙\x07_x0041_”不对。", value="秘密")
    annotate(template, [found], tmp_path / "out.xlsx")
    comment = parts(tmp_path / "out.xlsx")["xl/comments1.xml"].decode()
    assert "[错误] “甲 乙_x005F_x0041_”不对。改正。 [some_code]" in comment
    assert "秘密" not in comment


def test_a_conversation_at_a_cell_stays_the_only_comment_there(template, tmp_path):
    source = tmp_path / "in.xlsx"
    annotate(template, [slip("企业!B3")], tmp_path / "base.xlsx")
    with_thread = parts(tmp_path / "base.xlsx")
    name = "xl/worksheets/_rels/sheet2.xml.rels"
    thread = '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    with_thread[name] = with_thread[name].replace(b"</Relationships>", thread.encode())
    with_thread["xl/threadedComments/threadedComment1.xml"] = (
        b'<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
        b'<threadedComment ref="B4" id="{1}"><text>why?</text></threadedComment></ThreadedComments>'
    )
    pack(source, with_thread)
    done = annotate(source, [slip("企业!B4"), slip("企业!B5")], tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["企业"]
    assert done.marked == 2
    assert colour(sheet["B4"]).startswith(ERROR)
    assert (sheet["B4"].comment, sheet["B3"].comment) == (None, None)
    assert sheet["B5"].comment
    threads = "xl/threadedComments/threadedComment1.xml"
    assert parts(tmp_path / "out.xlsx")[threads] == with_thread[threads]


def test_more_cells_than_a_program_can_comment_are_marked_and_that_is_said(
    template, tmp_path, monkeypatch
):
    monkeypatch.setattr("capacity_analysis.ledger.annotation.annotator._MOST_COMMENTS", 2)
    problems = [slip(f"能源!F{row}", "warning" if row < 4 else "error") for row in range(2, 6)]
    assert annotate(template, problems, tmp_path / "out.xlsx").marked == 4
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert [bool(book["能源"][f"F{row}"].comment) for row in range(2, 6)] == [
        False,
        False,
        True,
        True,
    ]
    assert "前2个单元格" in book[RESULTS_SHEET]["E2"].value


# --- the list -------------------------------------------------------------------------------


def test_the_list_has_every_problem_errors_first_in_the_order_of_the_workbook(template, tmp_path):
    problems = [
        slip("能源!F10", "warning"),
        slip("能源!F9"),
        slip("企业!1:1"),
        slip("生产线"),
        slip("没有的表", "note"),
        slip("", "error"),
        slip("企业!AA2"),
        slip("企业!B2", value="=1+1", message="=HYPERLINK(1)"),
    ]
    done = annotate(template, problems, tmp_path / "out.xlsx")
    assert done.marked == 4
    assert [found.sheet for found in done.elsewhere] == ["企业", "生产线", "", "没有的表"]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")[RESULTS_SHEET]
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["程度", "工作表", "单元格", "现值", "问题", "怎么改", "代码"]
    assert [tuple(row[:3]) for row in rows[1:]] == [
        ("错误", "企业", "1:1"), ("错误", "企业", "B2"), ("错误", "企业", "AA2"),
        ("错误", "生产线", ""), ("错误", "能源", "F9"), ("错误", "", ""),
        ("提示", "能源", "F10"), ("说明", "没有的表", ""),
    ]  # fmt: skip
    assert rows[2][3:] == ["=1+1", "=HYPERLINK(1)", "改正。", "some_code"]
    assert {cell.data_type for row in sheet for cell in row} <= {"s", "inlineStr", "n"}
    assert sheet["C3"].hyperlink.location == "'企业'!B2"
    assert b"<f>" not in parts(tmp_path / "out.xlsx")["xl/worksheets/sheet15.xml"]


def test_a_quote_in_a_sheets_name_is_doubled_in_its_links(rich, tmp_path):
    annotate(rich, RICH, tmp_path / "out.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")[RESULTS_SHEET]
    assert sheet["C2"].hyperlink.location == "'数 ''据'!A3"


def test_a_sheet_of_that_name_which_an_analyst_made_is_not_overwritten(tmp_path):
    source = write(tmp_path / "in.xlsx", {**good_sheets(), RESULTS_SHEET: [["我的结果"]]})
    with pytest.raises(UsageError, match="改名"):
        annotate(source, [], tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()


# --- again ----------------------------------------------------------------------------------


def test_annotating_again_gives_the_same_bytes(rich, template, tmp_path):
    for source, problems in ((rich, RICH), (template, [slip("企业!A1"), slip("能源!F4")])):
        annotate(source, problems, tmp_path / "one.xlsx")
        annotate(tmp_path / "one.xlsx", problems, tmp_path / "two.xlsx")
        assert changed_parts(tmp_path / "one.xlsx", tmp_path / "two.xlsx") == set()


def test_what_has_been_mended_loses_its_mark_and_its_comment(rich, tmp_path):
    annotate(rich, RICH, tmp_path / "one.xlsx")
    annotate(tmp_path / "one.xlsx", RICH[:1], tmp_path / "two.xlsx")
    assert_same_but_for(rich, tmp_path / "two.xlsx", {"数 '据!A3"})
    annotate(tmp_path / "two.xlsx", [], tmp_path / "three.xlsx")
    assert_same_but_for(rich, tmp_path / "three.xlsx", set())


def test_the_last_comment_of_a_sheet_can_go(tmp_path):
    source = write(tmp_path / "in.xlsx", good_sheets())
    annotate(source, [slip("产量!E2")], tmp_path / "one.xlsx")
    annotate(tmp_path / "one.xlsx", [], tmp_path / "two.xlsx")
    assert not [name for name in parts(tmp_path / "two.xlsx") if "comments" in name]
    assert_same_but_for(source, tmp_path / "two.xlsx", set())
    annotate(tmp_path / "two.xlsx", [slip("产量!E3")], tmp_path / "three.xlsx")
    assert openpyxl.load_workbook(tmp_path / "three.xlsx")["产量"]["E3"].comment


def test_an_analysts_words_behind_ours_stay_when_ours_go(template, tmp_path):
    annotate(template, [slip("能源!F4")], tmp_path / "one.xlsx")
    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    comment = book["能源"]["F4"].comment
    comment.text += "\n已电话核实"
    book.save(tmp_path / "two.xlsx")
    annotate(tmp_path / "two.xlsx", [], tmp_path / "three.xlsx")
    again = openpyxl.load_workbook(tmp_path / "three.xlsx")["能源"]["F4"]
    assert (again.comment.text.strip(), colour(again)) == ("已电话核实", "")


def test_marks_are_found_again_in_another_language_and_after_the_list_was_deleted(rich, tmp_path):
    with language("en"):
        annotate(rich, RICH, tmp_path / "one.xlsx")
    book = openpyxl.load_workbook(tmp_path / "one.xlsx")
    del book[RESULTS_SHEET]
    book.save(tmp_path / "two.xlsx")
    annotate(tmp_path / "two.xlsx", [], tmp_path / "three.xlsx")
    assert_same_but_for(rich, tmp_path / "three.xlsx", set())


# --- LibreOffice ----------------------------------------------------------------------------


def test_libreoffice_opens_the_workbook_and_the_marks_survive_being_saved_there(rich, tmp_path):
    out = tmp_path / "out.xlsx"
    annotate(rich, RICH[:4], out)  # the last cell was none before, and LibreOffice keeps it
    assert libreoffice(out, "pdf", tmp_path).read_bytes().startswith(b"%PDF")
    saved = libreoffice(out, "xlsx", tmp_path)
    sheet = openpyxl.load_workbook(saved)["数 '据"]
    assert "我的批注\n【检查结果】" in sheet["A3"].comment.text
    assert colour(sheet["A3"]).startswith(ERROR)
    annotate(saved, [], tmp_path / "clean.xlsx")
    assert_same_but_for(libreoffice(rich, "xlsx", tmp_path), tmp_path / "clean.xlsx", set())


def test_a_workbook_that_libreoffice_saved_is_annotated(template, tmp_path):
    saved = libreoffice(template, "xlsx", tmp_path)
    problems = [slip("企业!A1"), slip("能源!F4"), slip("能源!F900", "warning")]
    annotate(saved, problems, tmp_path / "out.xlsx")
    assert_same_but_for(saved, tmp_path / "out.xlsx", {"企业!A1", "能源!F4", "能源!F900"})
    cell = openpyxl.load_workbook(tmp_path / "out.xlsx")["能源"]["F900"]
    assert (colour(cell)[:7], bool(cell.comment)) == (WARNING, True)


# --- however the XML is written -------------------------------------------------------------


def pack(path, content):
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)


def bare(path, sheet):
    """Write a workbook of one sheet 表, with no more parts than a workbook needs."""
    data = sheet if isinstance(sheet, bytes) else sheet.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    pack(path, {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="/xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
        '<sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": data,
    })  # fmt: skip
    return path


WRITTEN = {
    "prefixed": f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="2"><x:c r="B2"><x:v>7</x:v></x:c>'
    '<x:c r="D2"><x:v>8</x:v></x:c></x:row></x:sheetData></x:worksheet>',
    "single quotes": f"<worksheet xmlns='{MAIN}'><dimension ref='B2:D2'/><sheetData><row r='2' spans='2:4'>"
    "<c r='B2' s='0'><v>7</v></c><c s='0' r='D2'><v>8</v></c></row></sheetData></worksheet>",
    "inline strings": f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"><c r="B2" t="inlineStr"><is><t>'
    '&lt;c r="B9"/></t></is></c></row></sheetData></worksheet>',
    "self-closed": f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"/><row r="2" ht="20" spans="1:4" />'
    '<row r="4"><c r="B4"/></row></sheetData></worksheet>',
    "no addresses": f'<worksheet xmlns="{MAIN}"><sheetData><row><c><v>1</v></c></row><row><c><v>2</v></c>'
    "<c><v>7</v></c></row></sheetData></worksheet>",
    "no cells": f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>',
    "line breaks": f'<?xml version="1.0"?>\n<worksheet\n xmlns="{MAIN}"\n>\n <sheetData\n >\n  <row\n   r = "2">\n'
    '   <c\n    r="B2"\n   ><v>7</v></c>\n  </row>\n </sheetData>\n</worksheet>\n',
    "comments and CDATA": f'<worksheet xmlns="{MAIN}"><!-- <sheetData/> --><sheetData><!-- <row r="2"/> --><row r="2">'
    '<c r="B2" t="str"><v><![CDATA[<c r="C2"/>]]></v></c></row></sheetData></worksheet>',
    "sixteen bits": f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}"><sheetData><row r="2">'
    '<c r="B2" t="str"><v>甲</v></c></row></sheetData></worksheet>'.encode("utf-16"),
    "a formula for many": f'<worksheet xmlns="{MAIN}"><sheetData><row r="2"><c r="B2"><f t="shared" ref="B2:B3" '
    'si="0">1+1</f><v>2</v></c></row><row r="3"><c r="B3"><f t="shared" si="0"/><v>2</v></c></row>'
    '</sheetData><extLst><ext uri="{1}"/></extLst></worksheet>',
}  # fmt: skip


@pytest.mark.parametrize("how", WRITTEN)
def test_cells_are_found_and_put_in_however_the_sheet_is_written(how, tmp_path):
    source = bare(tmp_path / "in.xlsx", WRITTEN[how])
    problems = [slip(f"表!{cell}") for cell in ("A1", "B2", "C2", "B3", "E9")]
    assert annotate(source, problems, tmp_path / "out.xlsx").marked == 5
    was = openpyxl.load_workbook(source)["表"]
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")["表"]
    assert all(cell.value == was[cell.coordinate].value for row in sheet for cell in row)
    marked = [cell.coordinate for row in sheet for cell in row if colour(cell).startswith(ERROR)]
    assert marked == ["A1", "B2", "C2", "B3", "E9"]
    assert [cell.coordinate for row in sheet for cell in row if cell.comment] == marked
    annotate(tmp_path / "out.xlsx", problems, tmp_path / "again.xlsx")
    assert changed_parts(tmp_path / "out.xlsx", tmp_path / "again.xlsx") == set()


# --- what can't be done ---------------------------------------------------------------------


def test_only_a_workbook_of_the_newer_kind_can_be_annotated_and_never_in_place(template, tmp_path):
    old = tmp_path / "old.xls"
    shutil.copy(template, old)
    with pytest.raises(UsageError, match="另存为"):
        annotate(old, [], tmp_path / "out.xls")
    with pytest.raises(UsageError, match=r"以\.xlsx结尾"):
        annotate(template, [], tmp_path / "out.xlsm")
    with pytest.raises(UsageError, match="不覆盖原工作簿"):
        annotate(template, [], template)
    with pytest.raises(UsageError, match="没有文件"):
        annotate(tmp_path / "none.xlsx", [], tmp_path / "out.xlsx")


BROKEN = {
    "no archive": b"PK",
    "a document type": {"xl/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><styleSheet/>'},
    "no XML": {"xl/workbook.xml": b"<workbook"},
    "no sheet data": {"xl/worksheets/sheet2.xml": b"<worksheet/>"},
    "no package": {"_rels/.rels": b"<Relationships/>"},
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_workbook_is_refused_in_words_and_leaves_nothing_behind(how, template, tmp_path):
    source = tmp_path / "in.xlsx"
    if isinstance(BROKEN[how], bytes):
        source.write_bytes(BROKEN[how])
    else:
        pack(source, parts(template) | BROKEN[how])
    with pytest.raises(InputError, match="另存为"):
        annotate(source, [slip("企业!A2")], tmp_path / "out.xlsx")
    assert [path.name for path in tmp_path.iterdir()] == ["in.xlsx"]


def test_a_target_that_is_there_is_replaced_whole(template, tmp_path):
    (tmp_path / "out.xlsx").write_bytes(b"old")
    annotate(template, [], tmp_path / "out.xlsx")
    assert inspect_ledger(tmp_path / "out.xlsx").ledger is not None
    assert len(list(tmp_path.iterdir())) == 1


# --- always ---------------------------------------------------------------------------------

PLACES = st.tuples(
    st.sampled_from(["说明", "企业", "生产线", "产量", "能源", "没有的表"]),
    st.from_regex(r"[A-N]([1-9]|1[0-9])", fullmatch=True)
    | st.sampled_from(["1:1", "", "AZ30", "A0", "A1٠", "XFE1"]),
    st.sampled_from(["error", "warning", "note"]),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(PLACES, max_size=12), st.text(max_size=30))
def test_any_problems_leave_every_value_of_the_workbook_as_it_was(tmp_path_factory, places, words):
    folder = tmp_path_factory.mktemp("any")
    source = write(folder / "in.xlsx", good_sheets())
    problems = [slip(f"{sheet}!{cell}", rank, words) for sheet, cell, rank in places]
    done = annotate(source, problems, folder / "out.xlsx")
    cells = {(found.sheet, found.cell) for found in problems if place(found.cell)}
    assert done.marked == sum(sheet != "没有的表" for sheet, _cell in cells)
    assert values_by_sheet(folder / "out.xlsx") == values_by_sheet(source)
    marked = {f"{sheet}!{cell}" for sheet, cell in cells}
    assert_same_but_for(source, folder / "out.xlsx", marked)
    annotate(folder / "out.xlsx", problems, folder / "again.xlsx")
    assert changed_parts(folder / "out.xlsx", folder / "again.xlsx") == set()
