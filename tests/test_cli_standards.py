"""The commands that show the standards, compare them, and record that a row was checked."""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from test_cli import _own_folder_and_environment  # noqa: F401 (fixture)
from test_cli import run as run_command  # noqa: F401 (fixture)

from capacity_analysis import paths, settings

SOUND = Path(__file__).parent / "standards" / "fixtures" / "sound"
BROKEN = SOUND.parent / "not_a_number"


class Ran(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def lines(self):
        """The lines of a table, their cells separated by single spaces."""
        return [" ".join(line.split()) for line in self.out.splitlines() if line.strip()]


@pytest.fixture
def run(run_command):  # noqa: F811
    """Run a command with a folder of standards."""

    def command(*arguments: object, standards: Path | None = SOUND) -> Ran:
        return Ran(*run_command(*arguments, *(["--standards", standards] if standards else [])))

    return command


@pytest.fixture
def editions(tmp_path):
    """The sound folder with a newer edition: one level changed, one gone, one carried over."""
    folder = Path(shutil.copytree(SOUND, tmp_path / "editions"))
    new = Path(shutil.copytree(folder / "levels-2021", folder / "levels-2023"))
    header, table = new / "document.yaml", new / "levels.csv"
    text = header.read_text("utf-8").replace("levels-2021", "levels-2023")
    text = re.sub("in_force: .*", "in_force: 2023-06-06", text)
    text = re.sub("in_force_until: .*", "in_force_until: null", text)
    header.write_text(re.sub("until_confidence: .*", "until_confidence: null", text), "utf-8")
    lines = table.read_text("utf-8").replace("100,117", "100,112").splitlines()
    carried = lines[2].replace("cross_checked", "carried_over")
    table.write_text("\n".join([*lines[:2], carried]) + "\n", "utf-8")
    return folder


# --- list, show ------------------------------------------------------------------------------------


def test_list_names_each_document_with_its_dates_and_how_sure_its_rows_are(run):
    done = run("standards", "list")
    assert done.code == 0
    (line,) = (line for line in done.lines if line.startswith("levels-2021"))
    assert "《测试用能效水平》（测试〔2021〕1号） 2022-01-01 2023-06-05 000000 有约束力" in line
    assert line.endswith("能效标杆水平和基准水平3行 已核实1，交叉核对（※）1，无数值1")
    assert done.lines[-1] == "共2份文件，6行。"


def test_show_gives_the_header_and_every_row(run):
    done = run("standards", "show", "levels-2021")
    assert done.code == 0
    assert "截止：2023-06-05（未经核对，待核）" in done.lines
    rows = [line for line in done.lines if line.startswith("t-00")]
    assert rows[1] == (
        "t-002 converter_steel 炼钢 转炉工序 单位产品能耗 -30 -10 kgce/t 3120 GB 21256"
        " 交叉核对（※）"
    )
    assert rows[2].endswith("kWh/t 3216 GB 21346 无数值")


def test_show_as_json_leaves_no_column_out_and_no_number_to_an_open_row(run):
    done = run("standards", "show", "levels-2021", "--json")
    document = json.loads(done.out)
    assert (document["id"], document["in_force"]) == ("levels-2021", "2022-01-01")
    rows = document["rows"]["benchmark_levels"]
    assert [row["baseline"] for row in rows] == [117, -10, None]
    assert rows[0]["source"] == "测试来源"


@pytest.mark.parametrize("command", [["show", "levels-2012"], ["diff", "levels-2021", "x"]])
def test_an_unknown_document_is_refused_with_the_known_ones(run, command):
    done = run("standards", *command)
    assert done.code == 2
    assert done.err.endswith("已收录：coefficients-2020、levels-2021。\n")
    assert done.out == ""


def test_a_broken_document_is_told_by_file_row_and_column(run):
    done = run("standards", "list", standards=BROKEN)
    assert done.code == 2
    assert done.err.startswith("levels-2021/levels.csv row 2 (t-001) baseline: not a number")


def test_a_folder_that_there_is_not_is_refused(run):
    done = run("standards", "list", standards=Path("nowhere"))
    assert (done.code, done.err) == (2, "没有标准文件夹 nowhere。\n")


# --- on --------------------------------------------------------------------------------------------


def test_on_lists_what_holds_on_the_day_and_what_has_no_document(run):
    done = run("standards", "on", "2023-06-05")
    assert done.code == 0
    assert any("benchmark_levels levels-2021" in line for line in done.lines)
    assert "没有收录在2023年6月5日有效的单位产品能源消耗限额文件" in done.lines
    day_after = run("standards", "on", "2023-06-06")
    assert not any("benchmark_levels levels-2021" in line for line in day_after.lines)
    (absence,) = (line for line in day_after.lines if "能效标杆水平和基准水平文件" in line)
    assert absence.endswith("施行于2022年1月1日至2023年6月5日）")


def test_on_with_a_kind_lists_its_rows_and_what_only_other_days_know(run, editions):
    done = run("standards", "on", "2024-01-01", "--kind", "benchmark_levels", standards=editions)
    assert done.code == 0
    rows = [line for line in done.lines if line.startswith("t-0")]
    assert [row.split()[0] for row in rows] == ["t-001", "t-002"]
    assert "100 112" in rows[0]
    assert done.lines[-1] == "aluminium_liquid electricity levels-2021 2022-01-01"


@pytest.mark.parametrize("date", ["2022-6-30", "20220630", "2022-02-30", "今天"])
def test_on_a_day_that_is_none_is_refused(run, date):
    done = run("standards", "on", date)
    assert done.code == 2
    assert done.err.startswith("DATE 应是2022-09-10的样子")


def test_on_with_an_unknown_kind_is_refused(run):
    assert run("standards", "on", "2022-06-30", "--kind", "levels").code == 2


# --- gaps, diff ------------------------------------------------------------------------------------


def test_gaps_lists_what_is_not_on_file_undated_documents_and_open_rows(run):
    done = run("standards", "gaps", standards=None)
    assert done.code == 0
    for heading in ("没有收录的", "施行日期未查到、因此不适用的文件", "没有数值的行"):
        assert heading in done.lines


def test_gaps_of_a_folder_without_a_list_of_its_own_are_refused_and_not_none(run):
    done = run("standards", "gaps")
    assert done.code == 2
    assert done.err.startswith("coverage.csv: cannot be read")
    assert done.out == ""


def test_gaps_lists_undated_documents_and_open_rows_of_a_folder(run, tmp_path):
    folder = Path(shutil.copytree(SOUND, tmp_path / "standards"))
    shutil.copy(paths.standards() / "coverage.csv", folder)
    header = folder / "coefficients-2020" / "document.yaml"
    header.write_text(header.read_text("utf-8").replace("2022-01-01", "null"), "utf-8")
    done = run("standards", "gaps", standards=folder)
    assert done.code == 0
    undated = done.lines.index("施行日期未查到、因此不适用的文件")
    open_rows = done.lines.index("没有数值的行")
    assert (
        "coefficients-2020 《测试用折标系数》（测试〔2021〕1号）" in done.lines[undated:open_rows]
    )
    assert done.lines[-1] == "levels-2021 t-003 能效标杆水平和基准水平 铝冶炼，电解铝，铝液交流电耗"


def test_diff_tells_what_changed_and_calls_nothing_the_same_that_nobody_checked(run, editions):
    done = run("standards", "diff", "levels-2021", "levels-2023", standards=editions)
    assert done.code == 0
    clinker, steel, aluminium = done.lines[-4:-1]
    assert "水泥熟料，单位产品综合能耗 改变 t-001 t-001 基准水平 117→112 已核实" in clinker
    assert "炼钢，转炉工序，单位产品能耗 未核对 t-002 t-002 交叉核对（※）→沿用旧版，待核" in steel
    assert "铝冶炼，电解铝，铝液交流电耗 删去 t-003" in aluminium
    assert done.lines[-1] == "相同0，改变1，新增0，删去1，未核对1。"


# --- verify ----------------------------------------------------------------------------------------

CHECKED = ["standards", "verify", "levels-2021", "t-002", "--against", "官方附表第3页"]


@pytest.fixture
def ledger(small_ledger, tmp_path):
    return small_ledger(tmp_path / "台账.xlsx")


def records(file):
    with Path(file).open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


@pytest.mark.parametrize("department", ["gdgs", "区供电公司"])
def test_verify_records_row_department_text_and_day(run, department):
    done = run(*CHECKED, "--by", department, "--file", "核对.csv")
    assert done.code == 0
    assert done.lines[-1] == "核对.csv"
    assert any("-30 -10" in line for line in done.lines)
    (record,) = records("核对.csv")
    assert record.pop("digest").startswith("sha256:")
    assert record == {
        "document": "levels-2021",
        "row_id": "t-002",
        "by": "区供电公司",
        "against": "官方附表第3页",
        "verified_on": dt.date.today().isoformat(),
    }


def test_verify_beside_a_ledger_writes_where_check_and_briefings_look(run, ledger):
    done = run(*CHECKED, "--by", "gdgs", "--beside", ledger)
    assert done.code == 0
    assert len(records(ledger.parent / "verifications.csv")) == 1
    assert run("check", ledger).code == 0


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"by": "张三"}, "行动方案中没有部门“张三”"),
        ({"document": "levels-2012"}, "没有收录文件“levels-2012”"),
        ({"row": "t-009"}, "没有编号为“t-009”的行"),
        ({"row": "t-003"}, "t-003 没有数值"),
        ({"against": "附表，联系电话0792-6812345"}, "电话或身份证号码"),
        ({"against": "附表，13812345678"}, "电话或身份证号码"),
        ({"against": "附表，360402198001011234"}, "电话或身份证号码"),
        ({"against": " "}, "against 空着"),
        ({"against": "=1"}, "against 的写法不行"),
        ({"file": None}, "二者取一"),
        ({"beside": True}, "二者取一"),
        ({"file": "核对.xlsx"}, "应是已有文件夹中的 .csv 文件"),
        ({"file": "没有/核对.csv"}, "应是已有文件夹中的 .csv 文件"),
    ],
)
def test_verify_refuses_what_no_record_may_say_and_writes_nothing(run, ledger, changes, fault):
    given = {
        "document": "levels-2021", "row": "t-002", "by": "gdgs", "against": "附表",
        "file": "核对.csv", "beside": None,
    } | changes  # fmt: skip
    options = [given["document"], given["row"], "--by", given["by"], "--against", given["against"]]
    options += ["--file", given["file"]] if given["file"] else []
    options += ["--beside", ledger] if given["beside"] else []
    done = run("standards", "verify", *options)
    assert done.code == 2
    assert fault in done.err
    assert done.out == ""
    assert list(Path().iterdir()) == []
    assert not (ledger.parent / "verifications.csv").exists()


# --- what check, brief and publish make of it ------------------------------------------------------


def test_check_tells_a_record_that_no_longer_fits_and_goes_on(run, ledger):
    run(*CHECKED, "--by", "gdgs", "--beside", ledger)
    file = ledger.parent / "verifications.csv"
    file.write_text(re.sub("sha256:.{16}", "sha256:" + "0" * 16, file.read_text("utf-8")), "utf-8")
    done = run("check", ledger)
    assert done.code == 0
    assert "levels-2021 t-002：" in done.err
    assert "请重新核对" in done.err


def test_check_refuses_a_file_of_records_that_it_cannot_read(run, ledger):
    (ledger.parent / "verifications.csv").write_text("文件,行\n", encoding="utf-8")
    done = run("check", ledger)
    assert done.code == 1
    assert "第一行应是" in done.err


@pytest.mark.parametrize("command", ["check", "brief", "publish"])
def test_a_broken_folder_of_standards_stops_every_command_that_uses_it(run, ledger, command):
    options = {
        "check": [],
        "brief": ["--industry", "cement", "--out", "o"],
        "publish": ["--out", "o"],
    }
    done = run(command, ledger, *options[command], standards=BROKEN)
    assert done.code == 2
    assert "not a number" in done.err


@pytest.mark.parametrize("command", ["brief", "publish"])
def test_pages_rest_on_the_rows_that_were_checked(run, ledger, monkeypatch, command):
    from capacity_analysis import assessment

    seen = []

    def stop(ledger, standards, *_rest, **_options):
        seen.append(standards)
        raise SystemExit(0)

    monkeypatch.setattr(assessment, "assess", stop)
    run(*CHECKED, "--by", "gdgs", "--beside", ledger)
    options = ["--industry", "cement"] if command == "brief" else []
    run(command, ledger, *options, "--out", "out")
    (standards,) = seen
    assert standards.document("levels-2021").row("t-002")[1]["confidence"] == "verified"


def test_the_folder_of_standards_may_be_named_in_the_environment_and_in_the_file(run, monkeypatch):
    monkeypatch.setenv("CAPACITY_ANALYSIS_STANDARDS", str(SOUND))
    assert run("standards", "list", standards=None).lines[-1] == "共2份文件，6行。"
    monkeypatch.delenv("CAPACITY_ANALYSIS_STANDARDS")
    Path(settings.FILE).write_text(f"standards = '{SOUND}'", encoding="utf-8")
    assert run("standards", "list", standards=None).lines[-1] == "共2份文件，6行。"


def test_a_setting_of_the_folder_reaches_every_command_that_has_the_option(tmp_path):
    (tmp_path / settings.FILE).write_text('standards = "标准"', encoding="utf-8")
    read = settings.read(tmp_path)
    wanted = {"standards": "标准"}
    commands = ("check", "brief", "publish", "editions", "explain")
    assert {name: read[name] for name in commands} == dict.fromkeys(commands, wanted)
    assert read["standards"] == dict.fromkeys(
        ("list", "show", "on", "gaps", "diff", "verify"), wanted
    )


def test_the_packaged_documents_can_all_be_shown(run):
    for home in sorted(path for path in paths.standards().iterdir() if path.is_dir()):
        assert run("standards", "show", home.name, standards=None).code == 0


def test_help_of_the_commands_loads_nothing_heavy():
    import subprocess

    code = (
        "import sys\nfrom capacity_analysis.cli import main\n"
        "sys.argv = ['capacity-analysis', 'standards', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert not {'pandas', 'yaml', 'capacity_analysis.standards'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
