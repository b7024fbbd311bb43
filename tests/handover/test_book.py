"""The workbook of an assessment, opened again: who finds what in it, and that nothing is lost."""

import datetime as dt

import exposure_cases
import openpyxl
import pandas as pd
import pytest
from handed_cases import FINDINGS, LINE, finding, frames, with_tables
from python_calamine import CalamineWorkbook

from capacity_analysis.errors import InputError
from capacity_analysis.handover import write_book

SHEETS = ["说明", "台账", "企业", "其他对象", "排查结果", "任务单-区工信局", "任务单-区发改委",
          "任务单-柴桑生态环境局", "任务单-区市场监管局", "任务单-区自然资源分局", "任务单-区财政局",
          "任务单-区住建局", "任务单-区水利局", "任务单-区人社局", "任务单-区金融办",
          "任务单-中国人民银行柴桑支行", "任务单-区供电公司", "任务单-区委政法委", "任务单-区委信访局",
          "整改通知书数据", "退出程序", "目录对照", "设备识别", "产能置换", "换版影响", "进度", "逾期",
          "备查资料", "走访", "弄虚作假", "职工安置", "安置费用和资金", "安置分季度", "稳定风险", "贷款", "信贷建议", "担保",
          "企业和宗地排查", "僵尸企业", "扶持政策", "电价", "宗地", "土地汇总"]  # fmt: skip


@pytest.fixture(scope="module")
def file(assessment, tmp_path_factory):
    path = tmp_path_factory.mktemp("book") / "处置台账.xlsx"
    write_book(assessment, path)
    return path


@pytest.fixture(scope="module")
def book(file):
    return openpyxl.load_workbook(file)


def rows(book, sheet):
    """The rows of a sheet by their headers."""
    head, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def written(assessment, path, **tables):
    write_book(with_tables(assessment, **tables), path)
    return openpyxl.load_workbook(path)


def test_another_reader_finds_the_same_sheets_and_as_many_rows(file, book):
    other = CalamineWorkbook.from_path(str(file))
    assert other.sheet_names == book.sheetnames == SHEETS
    for name in SHEETS:
        assert len(other.get_sheet_by_name(name).to_python()) == book[name].max_row


def test_the_same_assessment_gives_the_same_bytes(assessment, file, tmp_path):
    write_book(assessment, tmp_path / "b.xlsx")
    assert (tmp_path / "b.xlsx").read_bytes() == file.read_bytes()


def test_the_register_has_every_line_once_in_the_order_of_the_ledger(assessment, book):
    found = [(row["企业编号"], row["生产线编号"]) for row in rows(book, "台账")]
    lines = assessment["lines"]
    assert found == list(zip(lines["enterprise_id"], lines["line_id"], strict=True))


def test_a_verdict_of_the_register_is_a_sign_and_a_word(book):
    first, second, third = rows(book, "台账")
    assert first["能效低于基准水平"] == "○不低于基准"
    assert second["能效低于基准水平"] == "▲低于基准"
    assert third["列入淘汰类"] == "△待核"
    assert first["质量不达标"] == "?不能判定"
    assert first["环保不达标"] is None  # nobody looked: not the same as clear


def test_the_register_tells_suggestion_deadline_and_what_is_still_missing(book):
    line = rows(book, "台账")[2]
    assert (line["处置建议"], line["期限"].date()) == ("即时淘汰", dt.date(2022, 10, 31))
    assert (line["未办程序"], line["未过关口"]) == ("告知、听证", "职工安置方案")


def test_a_finding_on_a_whole_enterprise_stands_in_the_register_for_each_of_its_lines(
    assessment, tmp_path
):
    whole = [finding("E1", "safety", "hit", line=None), finding("E1", "safety", "clear")]
    book = written(assessment, tmp_path / "a.xlsx", findings=pd.DataFrame([*FINDINGS, *whole]))
    assert [row["安全不达标"] for row in rows(book, "台账")] == ["▲不达标", None, None]


def test_a_finding_on_equipment_of_no_line_is_not_held_against_the_lines(assessment, tmp_path):
    boiler = finding("E1", "elimination_list", "hit", line=None, device_code=7, equipment_id="锅炉")
    book = written(assessment, tmp_path / "a.xlsx", findings=pd.DataFrame([*FINDINGS, boiler]))
    assert rows(book, "台账")[0]["列入淘汰类"] is None


def test_a_ground_that_does_not_concern_a_line_is_not_said_to_be_clear(assessment, tmp_path):
    none = [finding("E1", "over_limit", "undecided", reason="no_limit")]
    book = written(assessment, tmp_path / "a.xlsx", findings=pd.DataFrame(FINDINGS + none))
    assert rows(book, "台账")[0]["超过强制性能耗限额"] == "–不涉及"


def test_every_finding_stands_in_the_findings_once(book):
    found = [(row["企业编号"], row["生产线编号"], row["事由"]) for row in rows(book, "排查结果")]
    assert found == [
        ("E1", LINE, "能效低于基准水平"),
        ("E2", LINE, "能效低于基准水平"),
        ("E3", LINE, "列入淘汰类"),
        ("E4", None, "环保不达标"),
        ("E1", LINE, "质量不达标"),
    ]


def test_every_enterprise_of_the_roster_has_one_row(book):
    assert [row["企业编号"] for row in rows(book, "企业")] == ["E1", "E2", "E3", "E4"]
    assert [row["企业编号"] for row in rows(book, "其他对象")] == ["E4"]


def test_a_task_of_two_departments_stands_on_the_worklist_of_each(book):
    for department in ("区工信局", "区发改委"):
        tasks = rows(book, f"任务单-{department}")
        assert ("督促整改", "乙水泥厂") in [(row["事项"], row["企业名称"]) for row in tasks]


def test_a_worklist_begins_with_what_is_due_first(book):
    days = [row["期限"] for row in rows(book, "任务单-区工信局")]
    known = [day for day in days if day]
    assert known == sorted(known)
    assert days[len(known) :] == [None] * (len(days) - len(known))


def test_what_is_missing_is_a_task_of_the_department_that_supplies_it(book):
    (task,) = rows(book, "任务单-区市场监管局")
    assert (task["事项"], task["要做的事"]) == ("补充数据", "台账没有该部门的检查处罚清单")


def test_a_review_that_papers_decide_names_the_papers(book):
    (task,) = [row for row in rows(book, "任务单-区发改委") if row["事项"] == "核实"]
    assert task["要做的事"].endswith("；证明材料：许可证和三年销售凭证")
    assert task["处置建议"] == "即时淘汰"


def test_steps_and_gates_that_are_missing_are_tasks_and_those_done_are_not(book):
    tasks = {row["要做的事"] for row in rows(book, "任务单-区工信局")}
    assert {"告知", "职工安置方案"} <= tasks
    assert "决定" not in tasks


def test_a_notice_is_for_what_was_found_and_never_for_a_review(book):
    notices = rows(book, "整改通知书数据")
    assert [(row["企业名称"], row["事由"]) for row in notices] == [
        ("乙水泥厂", "能效低于基准水平"),
        ("丁糕点厂", "环保不达标"),
    ]


def test_a_notice_holds_what_a_letter_needs(book):
    notice = rows(book, "整改通知书数据")[0]
    assert notice["方案条款"] == "行动方案二（一）2"
    assert (notice["标准行号"], notice["实测值"], notice["界限值"]) == (
        "bm2021-030",
        128.299684,
        117,
    )
    assert notice["期限"] == "2022年12月31日"
    assert (notice["决定机关"], notice["责任单位"]) == (
        "九江市柴桑区人民政府",
        "区发改委、区工信局",
    )


def test_a_mended_finding_needs_no_notice_and_no_reminder(assessment, tmp_path):
    mended = pd.DataFrame(FINDINGS)
    mended.loc[mended["enterprise_id"] == "E2", "state"] = "accepted"
    book = written(assessment, tmp_path / "a.xlsx", findings=mended)
    assert [row["企业名称"] for row in rows(book, "整改通知书数据")] == ["丁糕点厂"]
    assert "乙水泥厂" not in [row["企业名称"] for row in rows(book, "任务单-区工信局")]


def test_the_catalogue_sheet_leaves_out_what_is_clear(assessment, tmp_path):
    screened = frames()["screening"]
    clear = screened.assign(row_id="cat2019-y", result="clear", reason=None)
    both = pd.concat([screened, clear], ignore_index=True)
    book = written(assessment, tmp_path / "a.xlsx", screening=both)
    assert [row["行号"] for row in rows(book, "目录对照")] == ["cat2019-x"]


def test_editions_that_were_asked_for_take_the_place_of_the_others(assessment, tmp_path):
    energy = assessment["editions"].query("ground == 'over_limit'")
    none = assessment["catalogue_editions"].iloc[:0]
    path = tmp_path / "a.xlsx"
    write_book(assessment, path, editions=energy, catalogue_editions=none)
    found = rows(openpyxl.load_workbook(path), "换版影响")
    assert {row["事由"] for row in found} == {"超过强制性能耗限额"}
    assert len(found) == len(energy)


def test_a_ledger_of_which_nothing_is_found_gives_a_workbook_all_the_same(assessment, tmp_path):
    handed = frames() | exposure_cases.frames()
    empty = {name: table.iloc[:0] for name, table in handed.items()}
    book = written(assessment, tmp_path / "a.xlsx", **empty, missing=assessment["missing"].iloc[:0])
    assert [name for name in book.sheetnames if name.startswith("任务单")] == []
    assert len(rows(book, "台账")) == len(assessment["lines"])


def test_the_cover_says_of_which_day_it_is_and_that_the_government_decides(book):
    told = {row["项目"]: row["内容"] for row in rows(book, "说明")}
    assert told["评定日"] == "2022-09-10"
    assert "由有权机关依照法定程序决定" in told["效力"]
    assert told["注意"] == "虚构数据，仅作演示。"


def test_what_the_statistics_bureau_supplied_is_on_no_sheet(book):
    texts = {str(cell) for name in SHEETS for row in rows(book, name) for cell in row.values()}
    assert not [text for text in texts if "统计" in text]


@pytest.mark.parametrize("sheet", SHEETS)
def test_a_sheet_can_be_filtered_and_printed_and_its_header_stays(book, sheet):
    page = book[sheet]
    assert page.auto_filter.ref == page.dimensions
    assert page.print_title_rows == "$1:$1"
    assert page.freeze_panes[-1] == "2"
    assert page.page_setup.orientation == "landscape"


def test_a_text_that_no_cell_can_hold_is_refused_and_never_cut(assessment, tmp_path):
    long = frames()["findings"].assign(note="长" * 32_768)
    with pytest.raises(InputError, match="“排查结果”第2行"):
        write_book(with_tables(assessment, findings=long), tmp_path / "a.xlsx")
