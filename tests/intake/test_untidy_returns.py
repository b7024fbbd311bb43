"""What people do to the form: sections deleted, sheets renamed, several forms in a workbook, copies."""

import datetime as dt
import shutil

import openpyxl
import pytest
from folders import CLINKER, GLASS, KILN, kiln, small_folder, write_return, write_sheets

from capacity_analysis.campaign import Campaign
from capacity_analysis.errors import UsageError
from capacity_analysis.intake.collect import collect
from capacity_analysis.ledger import inspect_ledger

FORM = "自查表-甲水泥.xlsx"


@pytest.fixture
def folder(tmp_path):
    return small_folder(tmp_path / "in")


def collected(folder):
    return collect(folder, Campaign.load())


def changed(path, change):
    workbook = openpyxl.load_workbook(path)
    change(workbook)
    workbook.save(path)


def sheet_of(found, name):
    return next(sheet for sheet in found.sheets if sheet.name == name)


def glass(**changes):
    told = {"enterprise_id": GLASS, "name": "示例区乙玻璃有限公司"}
    return kiln(enterprise=told, identifiers=[], filled_on=dt.date(2022, 6, 2), **changes)


def gathered(path, *others):
    """Copy the forms of other workbooks into one, a sheet each."""

    def gather(workbook):
        first = workbook["自查表"]
        for number, other in enumerate(others, 2):
            copy = workbook.copy_worksheet(first)
            copy.title = f"第{number}家"
            for row in openpyxl.load_workbook(other)["自查表"].iter_rows():
                for cell in row:
                    if not isinstance(cell, openpyxl.cell.cell.MergedCell):
                        copy[cell.coordinate].value = cell.value

    changed(path, gather)


def test_a_form_without_a_section_is_no_roster_and_what_is_left_of_it_is_read(folder):
    def delete_section_five(workbook):
        sheet = workbook["自查表"]
        start = next(row for row in range(1, 200) if str(sheet.cell(row, 1).value)[:2] == "五、")
        for area in list(sheet.merged_cells.ranges):
            if area.min_row >= start:
                sheet.unmerge_cells(str(area))
        sheet.delete_rows(start, 8)

    changed(folder / "returns" / FORM, delete_section_five)
    found = collected(folder)
    assert found.outcomes[KILN] == "returned"
    assert [row["output"] for row in found.rows["production"]] == [80, 82, 84]
    assert [one.table for one in found.problems if one.code == "table_not_found"] == ["production"]
    assert {row["role"] for row in found.rows["sources"] if FORM in row["file"]} == {"企业自查"}


def test_a_form_whose_sheet_has_another_name_is_read_and_the_origin_names_that_sheet(folder):
    changed(
        folder / "returns" / FORM, lambda workbook: setattr(workbook["自查表"], "title", "甲水泥")
    )
    found = collected(folder)
    assert [row["output"] for row in found.rows["production"]] == [80, 82, 84]
    origins = [row for row in found.rows["origins"] if row["table"] == "产量"]
    assert {row["source_sheet"] for row in origins} == {"甲水泥"}


def test_each_form_of_a_workbook_goes_to_its_own_enterprise(folder):
    other = write_return(
        folder,
        "乙.xlsx",
        glass(production=[{"line_id": "1号窑", "year": 2021, "product_id": CLINKER, "output": 7,
                           "output_unit": "万吨"}]),
    )  # fmt: skip
    gathered(folder / "returns" / FORM, other)
    other.unlink()
    found = collected(folder)
    assert found.outcomes == {KILN: "returned", GLASS: "returned"}
    told = [(row["enterprise_id"], row["output"]) for row in found.rows["production"]]
    assert told == [(KILN, 80), (KILN, 82), (KILN, 84), (GLASS, 7)]
    files = [row["file"] for row in found.rows["sources"]]
    assert len(files) == len(set(files))


def test_two_sheets_of_one_enterprise_are_two_versions_and_none_is_dropped_silently(folder):
    other = write_return(folder, "甲2.xlsx", kiln(lines=[{**kiln().lines[0], "capacity": 95}]))
    gathered(folder / "returns" / FORM, other)
    other.unlink()
    found = collected(folder)
    told = [one for one in found.problems if one.code == "same_age_returns"]
    assert [one.sheet for one in told] == ["自查表", "第2家"]
    assert f"returns/{FORM}（第2家）" in told[0].message


def test_a_sheet_of_the_form_that_nobody_filled_in_is_passed_over(folder):
    blank = write_return(folder, "空.xlsx", kiln(enterprise={}, identifiers=[], lines=[],
                                                production=[], energy=[], filled_on=None))  # fmt: skip
    gathered(folder / "returns" / FORM, blank)
    blank.unlink()
    found = collected(folder)
    assert found.outcomes[KILN] == "returned"
    assert not [one for one in found.problems if one.code == "subject_missing"]


def old_form(name, code, amount):
    return [
        ["企业自查表"], ["企业名称", name], ["统一社会信用代码", code], ["填表日期", "2022年6月2日"],
        ["一、生产线情况"], ["编号", "产品名称", "规格型号"], ["窑1", "石灰", "立窑"],
        ["二、产品产量"], ["编号", "产品名称", "单位", "2021年"], ["窑1", "石灰", "吨", amount],
        ["三、能源消费"], ["编号", "能源品种", "单位", "2021年"], ["窑1", "原煤", "吨", amount / 5],
    ]  # fmt: skip


def test_older_forms_of_two_enterprises_in_one_workbook_are_not_mixed(tmp_path):
    from folders import write_roster

    folder = tmp_path / "in"
    second = "91360499MA0000002N"
    write_roster(folder, [second, second, "示例区丙石灰厂", "东乡", "东乡3号", "3012", "否"])
    write_sheets(
        folder / "东乡汇总.xlsx",
        {"甲": old_form("示例区甲水泥有限公司", KILN, 500), "丙": old_form("示例区丙石灰厂", second, 70)},
    )  # fmt: skip
    found = collected(folder)
    told = [(row["enterprise_id"], row["output"]) for row in found.rows["production"]]
    assert told == [(KILN, 500), (second, 70)]


def test_a_copy_that_says_the_same_is_no_second_version_to_ask_about(folder):
    shutil.copy(folder / "returns" / FORM, folder / "returns" / "自查表-甲水泥 - 副本.xlsx")
    found = collected(folder)
    assert not found.has_errors, found.problems
    assert found.outcomes[KILN] == "returned"
    assert len(found.rows["production"]) == 3


def test_who_sent_in_two_forms_of_one_day_is_asked_which_holds_and_not_for_a_form(folder):
    write_return(folder, "甲2.xlsx", kiln(lines=[{**kiln().lines[0], "capacity": 95}]))
    found = collected(folder)
    assert found.outcomes[KILN] == "unreadable"
    asked = {row[1]: row[3] for row in sheet_of(found, "催报名单").rows}
    assert "分不出先后" in asked[KILN]
    assert asked[GLASS] == "催交自查表"
    files = {row[1]: row[5] for row in sheet_of(found, "收表情况").rows}
    assert files[KILN] == f"returns/甲2.xlsx、returns/{FORM}"


def test_who_sent_in_a_form_that_names_it_without_its_number_is_not_pressed_for_one(folder):
    told = {"name": "示例区乙玻璃厂"}
    write_return(folder, "乙.xlsx", kiln(enterprise=told, identifiers=[]))
    found = collected(folder)
    asked = {row[1]: row[3] for row in sheet_of(found, "催报名单").rows}
    assert asked[GLASS].startswith("不用催：交来的returns/乙.xlsx")
    (one,) = [one for one in found.problems if one.code == "unmatched_subject"]
    assert "最像的是“示例区乙玻璃有限公司”（E2" in one.message


def test_a_file_of_unknown_shape_with_the_name_of_an_enterprise_counts_as_not_readable(folder):
    write_sheets(folder / "示例区乙玻璃有限公司情况说明.xlsx", {"表": [["情况说明"], ["无"]]})
    assert collected(folder).outcomes[GLASS] == "unreadable"


def test_a_message_about_another_row_says_where_that_row_came_from(folder):
    head = ["序号", "企业名称", "统一社会信用代码", "乡镇", "行业代码"]
    write_sheets(
        folder / "补充名录.xlsx",
        {"表": [head, [1, "示例区甲水泥有限公司", KILN, "东乡", "3011"], [2, "无码厂", "", "东乡", "3011"]]},
    )  # fmt: skip
    found = collected(folder)
    (repeated,) = [one for one in found.problems if one.code == "duplicate_key"]
    assert (repeated.file, repeated.cell) == ("补充名录.xlsx", "C2")
    assert "出自应查名录.xlsx 应查名录!A4" in repeated.message
    assert all(one.file for one in found.problems), "every problem is at a file"


def test_a_correction_of_an_unknown_enterprise_asks_for_its_number(folder):
    head = ["表", "企业编号", "生产线编号", "年度", "品种或产品", "列名", "原值", "新值", "更正理由",
            "提供单位", "更正日期"]  # fmt: skip
    row = ["产量", "E99", "1号窑", 2020, "", "合格品产量", "82", "83", "核对产量台账",
           "示例区工信局", dt.date(2022, 7, 1)]  # fmt: skip
    write_sheets(folder / "更正.xlsx", {"更正": [head, row]})
    found = collected(folder)
    assert ("orphan_key", "E99") in [
        (one.code, one.message.partition("编号“")[2][:3]) for one in found.problems
    ]


def test_two_workbooks_of_decisions_are_refused_rather_than_one_left_unread(folder, tmp_path):
    *_others, matches = collected(folder).write(tmp_path / "l.xlsx")
    for name in ("匹配确认.xlsx", "匹配确认2.xlsx"):
        shutil.copy(matches, folder / name)
        changed(folder / name, lambda workbook: None)
    with pytest.raises(UsageError, match=r"匹配确认\.xlsx、匹配确认2\.xlsx"):
        collected(folder)


def test_what_a_person_filled_in_is_never_written_over(folder, tmp_path):
    out = tmp_path / "台账.xlsx"
    collected(folder).write(out)
    collected(folder).write(out)
    assert not list(tmp_path.glob("*改过*"))
    matches = tmp_path / "台账-匹配确认.xlsx"
    changed(matches, lambda workbook: workbook["匹配确认"].cell(2, 13, "写在这里"))
    again = collected(folder)
    again.write(out)
    (kept,) = tmp_path.glob("*改过*")
    assert openpyxl.load_workbook(kept)["匹配确认"].cell(2, 13).value == "写在这里"
    assert kept.name in again.summary()[-1]


def test_a_ledger_written_into_the_folder_itself_can_be_collected_again_and_again(folder):
    out = folder / "台账.xlsx"
    for _round in range(3):
        found = collected(folder)
        found.write(out)
        changed(folder / "台账-匹配确认.xlsx", lambda workbook: None)
    assert not list(folder.glob("*匹配确认-改过*"))
    assert found.outcomes[KILN] == "returned"


def test_a_roster_without_the_day_of_its_data_is_told_in_the_summary(folder):
    head = ["企业编号", "统一社会信用代码", "企业名称", "乡镇", "生产地址", "行业代码", "是否规上"]
    write_sheets(
        folder / "应查名录.xlsx",
        {"名录": [head, [KILN, KILN, "示例区甲水泥有限公司", "东乡", "东乡1号", "3011", "是"]]},
    )
    assert any("数据截至" in line for line in collected(folder).summary())


def test_a_number_that_differs_from_the_roster_in_blanks_alone_does_not_differ(folder):
    told = {**kiln().enterprise, "name": "示例区甲水泥 有限公司", "uscc": f" {KILN.lower()}"}
    write_return(folder, FORM, kiln(enterprise=told))
    assert not [one for one in collected(folder).problems if one.code == "differs_from_roster"]


def test_a_column_of_half_a_year_is_told_and_not_left_out_silently(folder):
    def rename(workbook):
        sheet = workbook["自查表"]
        row = next(row for row in range(1, 99) if sheet.cell(row, 8).value == "2021年")
        sheet.cell(row, 8).value = "2022年1—6月"

    changed(folder / "returns" / FORM, rename)
    found = collected(folder)
    (told,) = [one for one in found.problems if one.code == "spread_missing"]
    assert (told.file, told.cell[0]) == (f"returns/{FORM}", "H")
    assert "2022年1-6月" in told.message or "2022年1—6月" in told.message
    assert [row["year"] for row in found.rows["production"]] == [2019, 2020]


def test_a_missing_amount_stays_where_the_line_is_written_with_a_blank(folder):
    energy = [
        {**row, "amount": None if (row["carrier"], row["year"]) == ("电力", 2020) else row["amount"],
         "line_id": "1 号窑" if row["carrier"] == "原煤" else "1号窑"}
        for row in kiln().energy
    ]  # fmt: skip
    production = [row for row in kiln().production if row["year"] != 2020]
    write_return(folder, FORM, kiln(energy=energy, production=production))
    rows = collected(folder).rows["energy"]
    assert [row["amount"] for row in rows if (row["carrier"], row["year"]) == ("电力", 2020)] == [
        ""
    ]


def test_a_row_given_twice_has_one_origin_with_both_cells_and_a_nameless_one_has_none(
    folder, tmp_path
):
    from folders import write_meters

    twice = ["3604000001", "示例县甲水泥厂", "东乡1号", *[3_800_000] * 12]
    write_meters(folder, twice, twice)
    head = ["序号", "企业名称", "统一社会信用代码", "乡镇", "行业代码"]
    write_sheets(folder / "补充名录.xlsx", {"表": [head, [1, "无码厂", "", "东乡", "3011"]]})
    found = collected(folder)
    (origin,) = [row for row in found.rows["origins"] if row["table"] == "计量"]
    assert "户号=A4,A5" in origin["cells"]
    assert "计量用量=D4:O4,D5:O5" in origin["cells"]
    assert all(row["enterprise_id"] for row in found.rows["returns"])
    path = found.write(tmp_path / "l.xlsx")[0]
    sheets = {one.sheet for one in inspect_ledger(path).problems if one.severity == "error"}
    assert sheets == {"计量", "企业"}


def test_without_a_roster_the_message_says_what_one_looks_like_and_names_the_unread_files(tmp_path):
    rows = [
        ["企业名称", "代码证号", "乡镇", "行业代码"],
        ["示例区甲水泥有限公司", KILN, "东乡", "3011"],
    ]
    write_sheets(tmp_path / "in" / "名册.xlsx", {"表": rows})
    with pytest.raises(UsageError, match=r"统一社会信用代码.*没有读取的文件：名册\.xlsx。"):
        collected(tmp_path / "in")


@pytest.mark.parametrize(
    ("written", "codes"), [("二〇二二年六月一日", ["not_a_date"]), ("  年  月  日", [])]
)
def test_a_day_of_filling_in_that_cannot_be_read_is_told_and_one_left_blank_is_not(
    folder, written, codes
):
    def write(workbook):
        sheet = workbook["自查表"]
        row = next(row for row in range(60, 200) if sheet.cell(row, 1).value == "填表日期")
        sheet.cell(row, 3).value = written

    changed(folder / "returns" / FORM, write)
    told = [one for one in collected(folder).problems if one.code in ("not_a_date",)]
    assert [one.code for one in told] == codes
    assert all((one.value, one.severity) == (written, "warning") for one in told)


def test_a_repeated_row_is_told_without_the_number_that_does_not_stand_in_its_cell(folder):
    energy = [*kiln().energy, kiln().energy[0]]
    write_return(folder, FORM, kiln(energy=energy))
    told = [one for one in collected(folder).problems if one.code == "duplicate_key"]
    assert told
    assert {one.value for one in told} == {""}
    assert all("出自returns/" in one.message for one in told)
