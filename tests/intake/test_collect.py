"""A folder of files becomes one ledger: everything stands in it with its origin, or on a list."""

import datetime as dt

import pytest
from folders import (
    GLASS,
    KILN,
    kiln,
    small_folder,
    write_meters,
    write_return,
    write_sheets,
)

from capacity_analysis.campaign import Campaign
from capacity_analysis.errors import UsageError
from capacity_analysis.intake.collect import collect
from capacity_analysis.intake.form.content import FormContent
from capacity_analysis.ledger import inspect_ledger


@pytest.fixture
def folder(tmp_path):
    return small_folder(tmp_path / "in")


def collected(folder):
    return collect(folder, Campaign.load())


def codes(found):
    return [(one.code, one.file, f"{one.sheet}!{one.cell}") for one in found.problems]


def ledger_of(found, tmp_path):
    files = found.write(tmp_path / "ledger.xlsx")
    reading = inspect_ledger(files[0])
    assert reading.ledger is not None, reading.problems
    return reading.ledger


def test_roster_form_and_meter_make_a_ledger_without_errors(folder, tmp_path):
    found = collected(folder)
    assert not found.has_errors, found.problems
    ledger = ledger_of(found, tmp_path)
    assert ledger.data_as_of == dt.date(2022, 9, 10)
    assert (ledger.district, ledger.fictional) == ("示例区", True)
    assert list(ledger["enterprises"]["enterprise_id"]) == [KILN, GLASS]
    assert list(ledger["enterprises"]["employees"].fillna(-1)) == [320, -1]
    assert len(ledger["lines"]) == 1
    assert list(ledger["production"]["output"]) == [80, 82, 84]
    assert list(ledger["energy"]["carrier"]) == ["raw_coal", "electricity"] * 3
    assert list(ledger["metered_energy"]["amount"]) == [45_600_000]


def test_every_value_keeps_the_file_the_sheet_and_the_cell_it_came_from(folder, tmp_path):
    ledger = ledger_of(collected(folder), tmp_path)
    meter = ledger.origin("metered_energy", int(ledger["metered_energy"]["row"].iloc[0]), "amount")
    assert meter == "lists/供电公司.xlsx 用电量!D4:O4"
    coal = ledger["energy"].iloc[0]
    origin = ledger.origin("energy", int(coal["row"]), "amount")
    assert origin.startswith("returns/自查表-甲水泥.xlsx 自查表!")
    name = ledger.origin("enterprises", int(ledger["enterprises"]["row"].iloc[0]), "name")
    assert name == "应查名录.xlsx 应查名录!C4"


def test_who_returned_and_who_did_not(folder, tmp_path):
    found = collected(folder)
    assert found.outcomes == {KILN: "returned", GLASS: "missing"}
    assert found.summary()[0] == "应查企业2家：已交1家，零报0家，交来不能读取0家，未交1家。"
    reminders = next(sheet for sheet in found.sheets if sheet.name == "催报名单")
    assert [row[2] for row in reminders.rows] == ["示例区乙玻璃有限公司"]


def test_the_meter_agrees_with_the_form_and_both_stay(folder, tmp_path):
    ledger = ledger_of(collected(folder), tmp_path)
    compared = ledger["comparisons"].query("fact == 'electricity'")
    assert list(compared["value"]) == [4560, 4600]
    assert list(compared["standing"]) == ["agreeing", "agreeing"]


def test_the_same_folder_gives_the_same_bytes(folder, tmp_path):
    (tmp_path / "a").mkdir(), (tmp_path / "b").mkdir()
    one = collected(folder).write(tmp_path / "a" / "l.xlsx")
    two = collected(folder).write(tmp_path / "b" / "l.xlsx")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_a_newer_form_takes_the_place_of_an_older_one(folder, tmp_path):
    lines = [{**kiln().lines[0], "capacity": 95}]
    newer = kiln(lines=lines, filled_on=dt.date(2022, 6, 15))
    write_return(folder, "甲水泥（更正）.xlsx", newer)
    found = collected(folder)
    ledger = ledger_of(found, tmp_path)
    assert list(ledger["lines"]["capacity"]) == [95]
    assert list(ledger["returns"]["versions"]) == [2, 0]
    differences = next(sheet for sheet in found.sheets if sheet.name == "重报差异")
    assert [row[3:6] for row in differences.rows] == [("年生产能力", "100", "95")]


def test_a_name_is_not_joined_before_a_person_says_so(folder, tmp_path):
    write_meters(
        folder,
        ["3604000001", "示例县甲水泥厂", "东乡1号", *[3_800_000] * 12],
        ["3604000777", "示例区乙玻璃有限公司", "西镇2号", *[100] * 12],
    )
    found = collected(folder)
    assert ("unmatched_subject", "lists/供电公司.xlsx", "用电量!B5") in codes(found)
    assert len(found.rows["metered_energy"]) == 1
    assert not found.has_errors


def test_a_decision_joins_it_in_later_runs(folder, tmp_path):
    import openpyxl

    write_meters(
        folder,
        ["3604000001", "示例县甲水泥厂", "东乡1号", *[3_800_000] * 12],
        ["3604000777", "示例区乙玻璃有限公司", "西镇2号", *[100] * 12],
    )
    *_others, matches = collected(folder).write(tmp_path / "l.xlsx")
    workbook = openpyxl.load_workbook(matches)
    sheet = workbook["匹配确认"]
    headers = {cell.value: cell.column for cell in sheet[1]}
    assert sheet.cell(2, headers["建议企业编号"]).value == GLASS
    for header, value in (("决定", "是"), ("确认单位", "示例区工信局"),
                          ("确认日期", dt.date(2022, 9, 1))):  # fmt: skip
        sheet.cell(2, headers[header]).value = value
    workbook.save(folder / "匹配确认.xlsx")
    found = collected(folder)
    assert [row["enterprise_id"] for row in found.rows["metered_energy"]] == [KILN, GLASS]
    assert "unmatched_subject" not in [one.code for one in found.problems]


def test_a_value_that_cannot_be_read_stands_in_the_ledger_and_names_the_cell_of_the_form(
    folder, tmp_path
):
    production = [
        {**row, "output": "8O"} if row["year"] == 2020 else row for row in kiln().production
    ]
    path = write_return(folder, "自查表-甲水泥.xlsx", kiln(production=production))
    found = collected(folder)
    assert found.has_errors
    (wrong,) = [one for one in found.problems if one.severity == "error"]
    assert (wrong.code, wrong.file, wrong.value) == (
        "not_a_number",
        "returns/自查表-甲水泥.xlsx",
        "8O",
    )
    import openpyxl

    sheet = openpyxl.load_workbook(path)[wrong.sheet]
    assert sheet[wrong.cell].value == "8O"
    ledger = found.write(tmp_path / "l.xlsx")[0]
    assert [one.code for one in inspect_ledger(ledger).problems if one.severity == "error"] == [
        "not_a_number"
    ]


def test_a_correction_in_the_folder_mends_the_value_and_the_form_stays_as_it_is(folder, tmp_path):
    production = [
        {**row, "output": "8O"} if row["year"] == 2020 else row for row in kiln().production
    ]
    write_return(folder, "自查表-甲水泥.xlsx", kiln(production=production))
    head = ["表", "企业编号", "生产线编号", "年度", "品种或产品", "列名", "原值", "新值", "更正理由",
            "提供单位", "更正日期"]  # fmt: skip
    row = ["产量", KILN, "1号窑", 2020, "", "合格品产量", "8O", "80", "核对产量台账，字母O误作0",
           "示例区工信局", dt.date(2022, 7, 1)]  # fmt: skip
    write_sheets(folder / "更正.xlsx", {"更正": [head, row]})
    found = collected(folder)
    assert not found.has_errors, found.problems
    assert [row["output"] for row in found.rows["production"]] == [80, "8O", 84]
    assert list(ledger_of(found, tmp_path)["production"]["output"]) == [80, 80, 84]


def test_a_nil_return_and_one_that_cannot_be_read(folder):
    nil = FormContent(
        enterprise={"enterprise_id": GLASS, "name": "示例区乙玻璃有限公司"},
        nil=True,
        filled_on=dt.date(2022, 6, 3),
    )
    write_return(folder, "乙.xlsx", nil)
    assert collected(folder).outcomes[GLASS] == "nil_return"
    (folder / "returns" / "乙.xlsx").unlink()
    (folder / "returns" / "乙玻璃自查表.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    found = collected(folder)
    assert found.outcomes[GLASS] == "unreadable"
    assert not found.has_errors
    assert "scan" in [one.code for one in found.problems]


def test_a_return_of_an_enterprise_that_is_not_on_the_roster_is_listed(folder):
    other = kiln(enterprise={"enterprise_id": "E9", "name": "示例区丙砖厂"})
    write_return(folder, "丙砖厂.xlsx", other)
    found = collected(folder)
    (one,) = [one for one in found.problems if one.code == "return_off_roster"]
    assert one.file == "returns/丙砖厂.xlsx"
    assert "丙砖厂" in one.message
    assert found.outcomes == {KILN: "returned", GLASS: "missing"}


def test_the_roster_rules_on_who_an_enterprise_is(folder):
    told = {**kiln().enterprise, "industry_code": "3021", "township": "南乡"}
    write_return(folder, "自查表-甲水泥.xlsx", kiln(enterprise=told))
    found = collected(folder)
    differing = {
        one.field: one.value for one in found.problems if one.code == "differs_from_roster"
    }
    assert differing == {"industry_code": "3021", "township": "南乡"}
    assert found.rows["enterprises"][0]["industry_code"] == "3011"


def test_a_name_like_none_of_the_roster_is_told_by_its_cell_alone_for_it_may_be_a_persons(folder):
    write_meters(folder, ["3604000999", "某某某", "南乡9号", *[100] * 12])
    found = collected(folder)
    (one,) = [one for one in found.problems if one.code == "unmatched_subject"]
    assert (one.cell, one.value) == ("B4", "")
    assert "某某某" not in one.message


def test_a_file_of_unknown_shape_is_listed_and_stops_nothing(folder):
    write_sheets(folder / "会议通知.xlsx", {"通知": [["关于召开会议的通知"], ["时间", "地点"]]})
    found = collected(folder)
    assert ("unknown_layout", "会议通知.xlsx", "!") in codes(found)
    assert not found.has_errors


def test_the_ledger_of_an_earlier_run_is_not_taken_for_a_list(folder):
    collected(folder).write(folder / "台账.xlsx")
    found = collected(folder)
    assert "own_output" in [one.code for one in found.problems]
    assert len(found.rows["metered_energy"]) == 1


def test_without_a_roster_nothing_can_be_collected(tmp_path):
    (tmp_path / "in").mkdir()
    write_return(tmp_path / "in", "甲.xlsx", kiln())
    with pytest.raises(UsageError, match="没有应查名录"):
        collected(tmp_path / "in")


def test_what_a_spreadsheet_program_leaves_behind_is_passed_over(folder):
    (folder / "~$应查名录.xlsx").write_bytes(b"lock")
    (folder / ".DS_Store").write_bytes(b"x")
    assert not [one for one in collected(folder).problems if "~$" in one.file]


def test_a_mapping_of_the_countys_own_reads_a_list_of_its_own_shape(folder):
    (folder / "映射").mkdir()
    (folder / "映射" / "land-list.yaml").write_text(
        "id: land-list\ntitle: 用地清单\nrole: list\nsupplier: zrzyj\n"
        "recognise: {labels: [地号, 用地单位]}\n"
        "tables:\n"
        "  - target: parcels\n"
        "    header: [地号, 用地单位]\n"
        "    enterprise: {name: 用地单位, uscc: 代码}\n"
        "    fields:\n"
        "      parcel_no: {column: 地号}\n"
        "      area: {column: 面积}\n"
        "      area_unit: {unit_of: area}\n",
        encoding="utf-8",
    )
    rows = [["地号", "用地单位", "代码", "面积（公顷）"], ["3604-1", "甲水泥", KILN, 12]]
    write_sheets(folder / "用地.xlsx", {"清单": rows})
    found = collected(folder)
    assert [(row["parcel_no"], row["area"], row["area_unit"]) for row in found.rows["parcels"]] == [
        ("3604-1", 12, "公顷")
    ]
    # 12 ha = 180 mu, which is what the form says
    standings = {row["standing"] for row in found.rows["comparisons"] if row["fact"] == "用地面积"}
    assert standings == {"相符"}
