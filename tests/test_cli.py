"""The command: what it prints where, how it exits, and that no input makes it show its insides."""

from __future__ import annotations

import io
import json
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import capacity_analysis
from capacity_analysis import cli, paths
from capacity_analysis.briefing import kernels, produce
from capacity_analysis.errors import BriefingError

PROBLEM = {
    "code", "severity", "file", "sheet", "cell", "table", "field", "value", "message", "remedy",
}  # fmt: skip
CAMPAIGN = paths.data() / "campaigns" / "jiujiang-chaisang-2022.yaml"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def _own_folder_and_environment(tmp_path, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for name in [name for name in os.environ if name.startswith("CAPACITY_ANALYSIS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(kernels, "warm", lambda: None)


@pytest.fixture
def run(monkeypatch, capsys, commands_assess_once):
    """Run the command in this process, as the console script does."""

    def command(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["capacity-analysis", *map(str, arguments)])
        root = logging.getLogger()
        handlers, level = list(root.handlers), root.level
        root.handlers.clear()
        try:
            with pytest.raises(SystemExit) as ended:
                cli.main()
        finally:
            root.handlers[:], root.level = handlers, level
        printed = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, printed.out, printed.err)

    return command


def python(*arguments: object, **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        **options,
    )


@pytest.fixture
def ledger(small_ledger, tmp_path):
    return small_ledger(tmp_path / "台账.xlsx", industries=["1411"])


@pytest.fixture
def bad_ledger(small_ledger, tmp_path):
    def spoil(tables):
        tables["enterprises"][0]["industry_code"] = "9999"
        tables["lines"][0]["enterprise_id"] = "E9"
        tables["production"][1]["output"] = -1.0

    return small_ledger(tmp_path / "坏台账.xlsx", spoil)


@pytest.fixture
def press(monkeypatch):
    """`produce.produce` without a kernel; `fails` maps an industry to what it raises."""

    class Press:
        fails: dict[str, BaseException] = {}  # noqa: RUF012
        options: dict[str, object] = {}  # noqa: RUF012

    def make(briefing, folder, **options):
        Press.options = options
        if error := Press.fails.get(briefing.id):
            raise error
        files = produce.files(briefing.id, folder)
        files.notebook.parent.mkdir(exist_ok=True)
        for file in (files.html, files.pdf, files.notebook):
            file.write_text("页", encoding="utf-8")
        return files

    Press.fails = {}
    monkeypatch.setattr(produce, "produce", make)
    return Press


# --- 0: fine ---------------------------------------------------------------------------------------


def test_check_of_a_ledger_without_errors_is_fine(run, ledger):
    done = run("check", ledger)
    assert done.code == 0
    assert "错误0处" in done.out


def test_brief_prints_the_three_files_and_nothing_else(run, ledger, press):
    done = run("brief", ledger, "--industry", "other", "--out", "out")
    assert done.code == 0
    assert done.out.split() == ["out/other.html", "out/other.pdf", "out/notebooks/other.ipynb"]
    assert all(Path(file).is_file() for file in done.out.split())


def test_publish_prints_each_page_and_the_index_and_logs_to_standard_error(run, ledger, press):
    done = run("publish", ledger, "--out", "site")
    assert done.code == 0
    assert done.out.splitlines() == ["其他行业：已生成（首次生成）", "site/index.html"]
    assert re.search(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ INFO other: built", done.err, re.M)
    again = run("publish", ledger, "--out", "site")
    assert again.out.splitlines() == ["其他行业：未变", "site/index.html"]


def test_template_and_sample_are_workbooks_that_check_accepts(run):
    for command in ("template", "sample"):
        assert run(command, f"{command}.xlsx").out.strip() == f"{command}.xlsx"
        assert run("check", f"{command}.xlsx").code == 0


def test_the_dictionary_is_printed(run):
    done = run("dictionary")
    assert done.code == 0
    assert "统一社会信用代码" in done.out


def test_the_version_is_that_of_the_package(run):
    done = run("--version")
    assert done == Ran(0, f"capacity-analysis {capacity_analysis.__version__}\n", "")


def test_the_module_is_the_same_command():
    done = python("-m", "capacity_analysis", "--version")
    assert (done.returncode, done.stdout) == (
        0,
        f"capacity-analysis {capacity_analysis.__version__}\n",
    )


# --- 1: the input needs work ----------------------------------------------------------------------


def test_check_names_every_problem_with_its_cell(run, bad_ledger):
    done = run("check", bad_ledger)
    assert done.code == 1
    for place in ("企业!", "生产线!A2", "产量!"):
        assert f"[错误] {place}" in done.out
    assert done.err == ""


def test_check_as_json_has_the_keys_of_the_contract(run, bad_ledger):
    done = run("check", "--json", bad_ledger)
    assert done.code == 1
    problems = json.loads(done.out)
    assert len(problems) >= 3
    for problem in problems:
        assert problem.keys() == PROBLEM
        assert problem["severity"] in {"error", "warning", "note"}
    orphan = next(each for each in problems if each["code"] == "orphan_key")
    assert (orphan["file"], orphan["sheet"], orphan["value"]) == ("坏台账.xlsx", "生产线", "E9")


def test_check_as_json_of_a_ledger_without_problems_is_an_empty_list(run, ledger):
    done = run("check", "--json", ledger)
    assert [p for p in json.loads(done.out) if p["severity"] == "error"] == []
    assert done.code == 0


@pytest.mark.parametrize(
    "command", [["brief", "--industry", "cement"], ["publish"]], ids=lambda c: c[0]
)
def test_a_ledger_with_errors_gives_all_of_them_and_writes_nothing(run, bad_ledger, command):
    done = run(*command, bad_ledger, "--out", "out")
    assert done.code == 1
    assert done.out == ""
    for place in ("企业!", "生产线!A2", "产量!"):
        assert f"[错误] {place}" in done.err
    assert "改正后再运行" in done.err
    assert "Traceback" not in done.err
    assert not Path("out").exists()


def test_a_ledger_without_enterprises_is_not_published(run):
    run("template", "empty.xlsx")
    done = run("publish", "empty.xlsx", "--as-of", "2022-09-10", "--out", "site")
    assert done.code == 1
    assert "没有企业" in done.err
    assert not Path("site").exists()


NO_WORKBOOKS = {
    "nothing in it": (b"", "empty_file"),
    "words": ("企业和产量".encode(), "plain_text"),
    "a torn archive": (b"PK\x03\x04\x14\x00\x06\x00", "truncated_file"),
    "an old format cut short": (
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\x00" * 40,
        "truncated_file",
    ),
}


@pytest.mark.parametrize(("data", "kind"), NO_WORKBOOKS.values(), ids=NO_WORKBOOKS)
def test_what_is_no_workbook_is_a_problem_of_the_input(run, data, kind):
    Path("x.xlsx").write_bytes(data)
    for command in (["check"], ["publish", "--out", "out"]):
        done = run(*command, "x.xlsx")
        assert done.code == 1
        assert f"[{kind}]" in done.out + done.err
        assert not Path("out").exists()


def test_text_of_a_workbook_gives_the_terminal_no_orders(run, small_ledger, tmp_path):
    def spoil(tables):
        tables["enterprises"][0]["industry_code"] = (
            "\x1b]0;pwned\x07\x1b[31m\u202e9999\n\r[错误] 假"
        )

    file = small_ledger(tmp_path / "a.xlsx", spoil, industries=["1411"])
    done = run("check", file)
    assert done.code == 1
    assert not set(done.out) & {"\x1b", "\x07", "\r", "\u202e"}
    assert len(done.out.splitlines()) == 1 + len(json.loads(run("check", "--json", file).out))


# --- 2: it cannot work like this -------------------------------------------------------------------

WRONG = {
    "no such file": (["publish", "absent.xlsx", "--out", "out"], "没有文件"),
    "a folder as ledger": (["publish", ".", "--out", "out"], "没有文件"),
    "no such file to check": (["check", "absent.xlsx"], "没有文件"),
    "no such command": (["pubish"], "pubish"),
    "no such option": (["publish", "LEDGER", "--out", "out", "--colour"], "--colour"),
    "no ledger": (["publish", "--out", "out"], "LEDGER"),
    "no out": (["publish", "LEDGER"], "--out"),
    "no industry": (["brief", "LEDGER", "--out", "out"], "--industry"),
    "an unknown industry": (["brief", "LEDGER", "--industry", "cemment", "--out", "out"], "cement（水泥）"),
    "an industry without enterprises": (["brief", "LEDGER", "--industry", "glass", "--out", "out"], "平板玻璃"),
    "a path as industry": (["brief", "LEDGER", "--industry", "../x", "--out", "out"], "没有行业"),
    "a day in words": (["publish", "LEDGER", "--as-of", "昨天", "--out", "out"], "2022-09-10的样子"),
    "a day that there is not": (["publish", "LEDGER", "--as-of", "2022-02-30", "--out", "out"], "2022-02-30"),
    "a day without hyphens": (["publish", "LEDGER", "--as-of", "20220910", "--out", "out"], "20220910"),
    "a week": (["publish", "LEDGER", "--as-of", "2022-W36-6", "--out", "out"], "2022-W36-6"),
    "an unknown language": (["publish", "LEDGER", "--language", "de", "--out", "out"], "zh、en"),
    "an unknown campaign": (["publish", "LEDGER", "--campaign", "x", "--out", "out"], "jiujiang-chaisang-2022"),
    "a campaign file that is not there": (["publish", "LEDGER", "--campaign", "x.yaml", "--out", "out"], "x.yaml"),
    "no jobs": (["publish", "LEDGER", "--jobs", "0", "--out", "out"], "--jobs"),
    "a file as out": (["publish", "LEDGER", "--out", "LEDGER"], "不覆盖"),
    "a file as out of a brief": (["brief", "LEDGER", "--industry", "other", "--out", "LEDGER"], "是文件"),
    "a folder below a file": (["publish", "LEDGER", "--out", "LEDGER/site"], "LEDGER"),
    "a template without an ending": (["template", "x"], ".xlsx"),
    "a template in no folder": (["template", "no/x.xlsx"], "没有文件夹"),
    "a sample that is a folder": (["sample", "folder.xlsx"], ".xlsx"),
    "an import without its files": (["import", "gem", "a.xlsx", "b.xlsx", "--out", "c.xlsx"], "a.xlsx"),
}  # fmt: skip


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_wrong_usage_is_said_in_a_line_and_writes_nothing(run, ledger, press, arguments, said):
    Path("folder.xlsx").mkdir()
    shutil.copy(ledger, "ledger.xlsx")
    before = sorted(Path().rglob("*"))
    done = run(*(argument.replace("LEDGER", "ledger.xlsx") for argument in arguments))
    assert done.code == 2
    assert said.replace("LEDGER", "ledger.xlsx") in done.err or said in done.err
    assert "Traceback" not in done.err
    assert done.out == ""
    assert sorted(Path().rglob("*")) == before


def test_a_ledger_without_a_day_needs_one(run, small_ledger, tmp_path, press):
    file = small_ledger(tmp_path / "a.xlsx", guide={"data_as_of": None}, industries=["1411"])
    done = run("publish", file, "--out", "site")
    assert done.code == 2
    assert "数据截至" in done.err
    assert "--as-of" in done.err
    assert not Path("site").exists()
    assert run("publish", file, "--out", "site", "--as-of", "2022-09-10").code == 0


def test_a_workbook_without_a_guide_sheet_is_not_ours(run):
    import xlsxwriter

    with xlsxwriter.Workbook("other.xlsx") as workbook:
        workbook.add_worksheet("企业").write(0, 0, "企业名称")
    for command in (["check"], ["publish", "--out", "out"]):
        done = run(*command, "other.xlsx")
        assert done.code == 2
        assert "说明" in done.err


@pytest.mark.parametrize("text", ["id: [", "id: x\n", "\x00", "- 1"])
def test_a_campaign_that_breaks_its_schema_is_refused_by_its_name(run, ledger, text):
    Path("plan.yaml").write_text(text, encoding="utf-8")
    done = run("publish", ledger, "--campaign", "plan.yaml", "--out", "out")
    assert done.code == 2
    assert "plan.yaml" in done.err


def test_a_folder_with_other_files_is_refused(run, ledger, press):
    Path("docs").mkdir()
    Path("docs/a.txt").write_text("文", encoding="utf-8")
    done = run("publish", ledger, "--out", "docs")
    assert done.code == 2
    assert [file.name for file in Path("docs").iterdir()] == ["a.txt"]


def test_a_template_does_not_overwrite_what_may_be_filled_in(run, ledger):
    before = ledger.read_bytes()
    done = run("template", ledger)
    assert done.code == 2
    assert "已存在" in done.err
    assert ledger.read_bytes() == before


def test_a_disk_that_is_full_is_said_in_a_line(run, ledger, press):
    press.fails["other"] = OSError(28, "No space left on device", "out/other.pdf")
    done = run("publish", ledger, "--out", "out")
    assert done.code == 2
    assert "No space left" in done.err
    assert "Traceback" not in done.err


def test_a_bug_is_not_dressed_up_as_an_input_error(monkeypatch, ledger, press):
    press.fails["other"] = ZeroDivisionError()
    monkeypatch.setattr(sys, "argv", ["capacity-analysis", "publish", str(ledger), "--out", "out"])
    with pytest.raises(ZeroDivisionError):
        cli.main()


# --- 3: a briefing failed --------------------------------------------------------------------------


def test_a_briefing_that_fails_exits_with_its_own_code(run, ledger, press):
    press.fails["other"] = BriefingError("单元 3 失败")
    done = run("brief", ledger, "--industry", "other", "--out", "out")
    assert done.code == 3
    assert "单元 3 失败" in done.err
    assert done.out == ""


def test_a_site_with_a_failed_page_is_published_and_exits_with_the_code_of_a_briefing(
    run, small_ledger, tmp_path, press
):
    ledger = small_ledger(tmp_path / "a.xlsx")
    press.fails["steel"] = BriefingError("单元 3 失败")
    done = run("publish", ledger, "--out", "site")
    assert done.code == 3
    assert "钢铁：失败（单元 3 失败）" in done.out
    assert "水泥：已生成" in done.out
    assert Path("site/index.html").is_file()
    press.fails.clear()
    assert run("publish", ledger, "--out", "site").code == 0
    press.fails["steel"] = BriefingError("单元 4 失败")
    done = run("publish", ledger, "--out", "site", "--as-of", "2022-09-11")
    assert done.code == 3
    assert "钢铁：失败，保留上一期（单元 4 失败）" in done.out


# --- settings: flag > environment > file > default --------------------------------------------------


def language_of(run, press, ledger, *flags) -> object:
    done = run("publish", ledger, "--out", "site", *flags)
    assert done.code == 0, done.err
    return press.options["language"]


def test_a_flag_goes_before_the_environment_before_the_file_before_the_default(
    run, press, ledger, monkeypatch
):
    assert language_of(run, press, ledger) == "zh"
    Path("capacity-analysis.toml").write_text('language = "en"', encoding="utf-8")
    assert language_of(run, press, ledger) == "en"
    monkeypatch.setenv("CAPACITY_ANALYSIS_LANGUAGE", "zh")
    assert language_of(run, press, ledger) == "zh"
    assert language_of(run, press, ledger, "--language", "en") == "en"


def test_the_file_may_say_where_to_publish_as_of_which_day_and_by_which_plan(run, press, ledger):
    shutil.copy(CAMPAIGN, "plan.yaml")
    Path("capacity-analysis.toml").write_text(
        'out = "网站"\nas_of = 2022-10-01\ncampaign = "plan.yaml"\njobs = 1', encoding="utf-8"
    )
    done = run("publish", ledger)
    assert done.code == 0, done.err
    manifest = json.loads(Path("网站/manifest.json").read_text(encoding="utf-8"))
    assert manifest["as_of"] == "2022-10-01"


def test_the_environment_may_say_where_to_publish(run, press, ledger, monkeypatch):
    monkeypatch.setenv("CAPACITY_ANALYSIS_OUT", "www")
    monkeypatch.setenv("CAPACITY_ANALYSIS_AS_OF", "2022-10-01")
    assert run("publish", ledger).out.splitlines()[-1] == "www/index.html"


@pytest.mark.parametrize(
    "text", ["colour = 1", "jobs = 'two'", "jobs = 0", "language = 'de'", "x ="]
)
def test_a_wrong_settings_file_is_wrong_usage(run, press, ledger, text):
    Path("capacity-analysis.toml").write_text(text, encoding="utf-8")
    done = run("publish", ledger, "--out", "site")
    assert done.code == 2
    assert "Traceback" not in done.err
    assert not Path("site").exists()


def test_a_wrong_settings_file_does_not_hide_the_help(run):
    Path("capacity-analysis.toml").write_text("colour = 1", encoding="utf-8")
    assert run("--help").code == 0


# --- as a process: what is imported, encoded, and written into a pipe --------------------------------

HEAVY = (
    "pandas",
    "numpy",
    "matplotlib",
    "pydantic",
    "papermill",
    "yaml",
    "rich",
    "tomllib",
    "scipy",
)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []], ids=" ".join)
def test_help_imports_nothing_heavy(arguments):
    code = (
        "import sys\n"
        "from capacity_analysis.cli import main\n"
        f"sys.argv = ['capacity-analysis', *{arguments}]\n"
        "try:\n    main()\n"
        "finally:\n"
        f"    print([name for name in {HEAVY} if name in sys.modules], file=sys.stderr)\n"
    )
    done = python("-c", code)
    assert done.returncode == (0 if arguments else 2)
    assert done.stderr.splitlines()[-1] == "[]"


def test_help_names_every_command(run):
    done = run("--help")
    for command in ("check", "brief", "publish", "template", "sample", "dictionary", "import"):
        assert re.search(rf"^  {command} ", done.out, re.M)


@pytest.mark.parametrize("encoding", ["gbk", "ascii", "utf-8"])
def test_json_can_be_read_whatever_the_encoding_of_the_console(bad_ledger, encoding):
    done = subprocess.run(
        [sys.executable, "-m", "capacity_analysis", "check", "--json", str(bad_ledger)],
        capture_output=True,
        env=os.environ | {"PYTHONIOENCODING": encoding},
        check=False,
    )
    assert done.returncode == 1
    problems = json.loads(done.stdout.decode(encoding))
    assert {problem["file"] for problem in problems} == {"坏台账.xlsx"}


def test_a_console_that_lacks_a_character_still_gets_the_result():
    done = python(
        "-m", "capacity_analysis", "dictionary", env=os.environ | {"PYTHONIOENCODING": "ascii"}
    )
    assert done.returncode == 0
    assert done.stderr == ""


@pytest.mark.slow
@pytest.mark.xdist_group("publishing")
def test_a_scheduler_gets_results_and_a_log_with_times_and_no_progress_bar(ledger):
    """The whole command in a pipe, kernels included."""
    done = python("-m", "capacity_analysis", "publish", ledger, "--out", "site")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "其他行业：已生成（首次生成）",
        f"{Path('site/index.html')}",
    ]
    assert not set(done.stdout + done.stderr) & {"\r", "\x1b"}
    for line in done.stderr.splitlines():
        assert re.match(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} (INFO|WARNING) ", line), line
    assert sorted(entry.name for entry in Path().iterdir()) == ["site"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_a_terminal_gets_a_progress_bar_and_the_log_above_it(run, ledger, press, monkeypatch):
    monkeypatch.setattr(type(sys.stderr), "isatty", lambda stream: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    done = run("publish", ledger, "--out", "site")
    assert done.code == 0
    assert "100%" in done.err
    assert "INFO other: built" in done.err
    assert done.out.splitlines() == ["其他行业：已生成（首次生成）", "site/index.html"]


def test_problems_come_in_the_order_of_the_workbook_with_the_errors_first():
    from capacity_analysis.cli import printing
    from capacity_analysis.ledger import Problem

    def problem(severity, sheet, cell):
        return Problem("x", severity, "f", sheet, cell, "", "", "", "", "")

    found = [
        problem("error", "能源", "F10"),
        problem("warning", "能源", "A1"),
        problem("error", "企业", "A8"),
        problem("error", "能源", "F9"),
    ]
    stream = io.StringIO()
    printing.print_problems(found, stream)
    cells = re.findall(r"!(\w+)", stream.getvalue())
    # 能源 comes first in the list, and so in the workbook.
    assert cells == ["F9", "F10", "A8", "A1"]
