"""The commands of the intake: what they write, say and return."""

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from folders import kiln, small_folder, write_return, write_roster, write_sheets
from test_cli import _own_folder_and_environment, run  # noqa: F401 (fixtures)

from capacity_analysis import paths
from capacity_analysis.ledger import inspect_ledger


def test_collect_writes_the_ledger_a_report_and_the_matches(run, tmp_path):  # noqa: F811
    small_folder(tmp_path / "in")
    done = run("collect", tmp_path / "in", "--out", "台账.xlsx")
    assert done.code == 0, done.out
    assert done.out.splitlines()[-3:] == ["台账.xlsx", "台账-收表报告.xlsx", "台账-匹配确认.xlsx"]
    assert "已交1家" in done.err
    assert not inspect_ledger("台账.xlsx").has_errors
    assert openpyxl.load_workbook("台账-收表报告.xlsx").sheetnames == [
        "概况", "收表情况", "催报名单", "未读取的文件", "重报差异", "问题清单",
    ]  # fmt: skip


def test_collect_ends_with_1_where_a_form_needs_work_and_names_its_cell(run, tmp_path):  # noqa: F811
    folder = small_folder(tmp_path / "in")
    lines = [{**kiln().lines[0], "capacity": "一百"}]
    write_return(folder, "自查表-甲水泥.xlsx", kiln(lines=lines))
    done = run("collect", folder, "--out", "l.xlsx")
    assert done.code == 1
    assert "[错误] returns/自查表-甲水泥.xlsx 自查表!" in done.out
    assert "现为“一百”" in done.out
    assert Path("l.xlsx").exists()


@pytest.mark.parametrize("out", ["l.csv", "nowhere/l.xlsx"])
def test_collect_refuses_an_output_that_is_no_workbook_of_an_existing_folder(out, run, tmp_path):  # noqa: F811
    folder = small_folder(tmp_path / "in")
    assert run("collect", folder, "--out", out).code == 2


def test_collect_needs_a_folder_with_a_roster(run, tmp_path):  # noqa: F811
    assert run("collect", tmp_path / "nowhere", "--out", "l.xlsx").code == 2
    (tmp_path / "empty").mkdir()
    done = run("collect", tmp_path / "empty", "--out", "l.xlsx")
    assert done.code == 2
    assert "没有应查名录" in done.err
    assert not Path("l.xlsx").exists()


def test_a_mapping_file_that_breaks_the_schema_is_named(run, tmp_path):  # noqa: F811
    folder = small_folder(tmp_path / "in")
    (folder / "my-list.yaml").write_text("id: my-list\ntitle: 清单\n", encoding="utf-8")
    done = run("collect", folder, "--out", "l.xlsx")
    assert done.code == 2
    assert "my-list.yaml" in done.err
    assert "Traceback" not in done.err


def test_map_proposes_a_mapping_that_collect_then_reads_by(run, tmp_path):  # noqa: F811
    folder = tmp_path / "in"
    write_roster(folder)
    rows = [
        ["示例区燃气公司工业用户用气量"],
        ["统一社会信用代码", "用户编号", "客户名称", "2020年用气量（万立方米）", "2021年用气量（万立方米）"],
        ["91360499MA0000001Q", "R001", "甲水泥", 12.5, 13],
    ]  # fmt: skip
    write_sheets(folder / "lists" / "燃气.xlsx", {"用气": rows})
    done = run("map", folder / "lists" / "燃气.xlsx", "--out", folder / "gas.yaml", "--supplier",
               "gxj", "--table", "计量")  # fmt: skip
    # Which gas it is, oil field or gas field, only a person can say.
    assert done.code == 1
    text = (folder / "gas.yaml").read_text(encoding="utf-8")
    assert "请补" in text
    assert run("map", folder / "lists" / "燃气.xlsx", "--out", folder / "gas.yaml").code == 2


def test_map_says_which_mapping_reads_a_file_already(run):  # noqa: F811
    done = run("map", paths.sample_intake() / "lists" / "亩产评价.xlsx")
    assert done.code == 0
    assert "mu-ratings" in done.err
    assert done.out.lstrip("#").strip()


def test_map_of_what_is_no_spreadsheet_says_so(run, tmp_path):  # noqa: F811
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    done = run("map", tmp_path / "a.pdf")
    assert done.code == 1
    assert "扫描件" in done.err
    assert run("map", tmp_path / "no.xlsx").code == 2


def test_template_form_writes_the_form_of_the_years_before_the_plan(run):  # noqa: F811
    assert run("template", "--form", "自查表.xlsx").code == 0
    workbook = openpyxl.load_workbook("自查表.xlsx")
    texts = {
        str(cell.value) for row in workbook["自查表"].iter_rows() for cell in row if cell.value
    }
    assert {"2019年", "2020年", "2021年"} <= texts
    assert run("template", "--form", "自查表.xlsx").code == 2  # somebody may have filled it in


def test_check_gives_the_workbook_back_with_its_cells_marked(run, small_ledger):  # noqa: F811
    def spoil(tables):
        tables["energy"][0]["amount"] = -1.0

    small_ledger("l.xlsx", spoil)
    done = run("check", "l.xlsx", "--annotate", "marked.xlsx")
    assert done.code == 1
    sheet = openpyxl.load_workbook("marked.xlsx")["能源"]
    (commented,) = [c for row in sheet.iter_rows(min_row=2) for c in row if c.comment]
    assert "不能小于0" in commented.comment.text
    # Checked again, the marks and the list of results are no problem of their own.
    again = json.loads(run("check", "marked.xlsx", "--json").out)
    assert [one["code"] for one in again] == ["below_minimum"]


def test_check_annotates_no_file_over_itself_and_no_other_format(run, small_ledger):  # noqa: F811
    small_ledger("l.xlsx")
    assert run("check", "l.xlsx", "--annotate", "l.xlsx").code == 2
    assert run("check", "l.xlsx", "--annotate", "l.ods").code == 2


def test_check_holds_unit_energies_against_the_levels_of_the_day(run, small_ledger):  # noqa: F811
    def spoil(tables):
        for row in tables["energy"]:
            if row["carrier"] == "raw_coal":
                row["amount"] *= 10

    small_ledger("l.xlsx", spoil, industries=("3011",))
    found = json.loads(run("check", "l.xlsx", "--json").out)
    assert "unit_energy_beyond_levels" in {one["code"] for one in found}
    # Before 2022 no levels were in force, and nothing can be held against them.
    earlier = json.loads(run("check", "l.xlsx", "--as-of", "2021-12-31", "--json").out)
    assert "unit_energy_beyond_levels" not in {one["code"] for one in earlier}


def test_sample_gives_the_ledger_and_the_folder_that_it_was_collected_from(run):  # noqa: F811
    assert run("sample", "l.xlsx").code == 0
    assert Path("l.xlsx").read_bytes() == paths.sample_ledger().read_bytes()
    assert run("sample", "--folder", "in").code == 0
    assert len(list(Path("in/returns").iterdir())) == 159
    assert run("sample", "--folder", "in").code == 2
    assert run("sample", "--evidence", "files").code == 0
    named = paths.sample_evidence().rglob("*")
    assert {f.name for f in Path("files").rglob("*")} == {f.name for f in named}
    assert run("sample", "--folder", "--evidence", "both").code == 2
    shutil.rmtree("in")
