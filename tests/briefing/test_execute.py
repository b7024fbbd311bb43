"""A briefing runs in a kernel of its own, leaves nothing behind, and fails by name."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import papermill
import psutil
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from capacity_analysis.briefing import execute as execution
from capacity_analysis.briefing import kernels
from capacity_analysis.briefing.execute import NotebookFailed, clean, execute, write_notebook
from capacity_analysis.briefing.parameters import BriefingParameters
from capacity_analysis.errors import ParameterError, UsageError

DECLARED = 'industry = "cement"\nas_of = None\nassessment = ""\nlanguage = "zh"'
STEEL = BriefingParameters(industry="steel")

starts_kernels = [pytest.mark.slow, pytest.mark.xdist_group("kernels")]
posix = pytest.mark.skipif(not kernels.CAN_FORK, reason="needs fork")


def kernel_test(test):
    for mark in starts_kernels:
        test = mark(test)
    return test


@pytest.fixture
def notebook(tmp_path):
    """Write a notebook of the given code cells after a parameters cell; return its path."""

    def build(*sources: str, declared: str = DECLARED) -> Path:
        cells = [
            new_markdown_cell("# 简报"),
            new_code_cell(declared, metadata={"tags": ["parameters"]}),
            *(new_code_cell(textwrap.dedent(source)) for source in sources),
        ]
        for number, cell in enumerate(cells):
            cell.id = f"committed-{number}"
        path = tmp_path / "简报 {industry}.ipynb"
        nbformat.write(new_notebook(cells=cells), path)
        return path

    return build


@pytest.fixture(params=["ForkKernelManager", "OrdinaryKernelManager"])
def either_kernel(request, monkeypatch):
    if request.param == "ForkKernelManager" and not kernels.CAN_FORK:
        pytest.skip("needs fork")
    monkeypatch.setattr(kernels, "manager_class", lambda: getattr(kernels, request.param))


@pytest.fixture
def no_server():
    kernels.stop()
    yield
    kernels.stop()


def shown(notebook) -> str:
    """Return what the cells of a notebook show as text."""
    texts = []
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            texts.append(output.text if "text" in output else output.data["text/plain"])
    return "".join(texts)


def bytes_of(notebook, folder: Path) -> bytes:
    path = folder / "written.ipynb"
    write_notebook(notebook, path)
    return path.read_bytes()


def failure_of(path: Path, **options) -> NotebookFailed:
    with pytest.raises(NotebookFailed) as caught:
        execute(path, STEEL, log=None, **options)
    return caught.value


def eventually(condition) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


def test_a_parameter_misspelt_in_the_notebook_fails_before_a_kernel_starts(notebook, monkeypatch):
    def never(*_args, **_options):
        pytest.fail("papermill was called")

    monkeypatch.setattr(papermill, "execute_notebook", never)
    with pytest.raises(ParameterError, match="未知参数 indstry，是否应为 industry？") as caught:
        execute(notebook(declared=DECLARED.replace("industry", "indstry")), STEEL, log=None)
    assert "可用参数" in str(caught.value)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"cells": 1}', '{"worksheets": []}'])
def test_what_is_no_notebook_is_a_usage_error(tmp_path, text):
    path = tmp_path / "x.ipynb"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"x\.ipynb 不是有效的 Jupyter 笔记本"):
        execute(path, STEEL, log=None)


def test_a_notebook_that_is_not_there_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="无法读取笔记本"):
        execute(tmp_path / "none.ipynb", STEEL, log=None)


def test_cleaning_drops_what_differs_from_run_to_run():
    injected = new_code_cell("industry = 1", metadata={"tags": ["injected-parameters"]})
    cell = new_code_cell("print(1)", id="kept", metadata={"tags": [], "papermill": {"status": 1}})
    cell.metadata["execution"] = {"iopub.status.busy": "2022-01-01"}
    cell.outputs = [
        new_output("stream", name="stdout", text="a\n"),
        new_output("stream", name="stderr", text="/home/somebody/x.py: UserWarning"),
        new_output("stream", name="stdout", text="b\n"),
        new_output("display_data", data={"text/plain": "c"}),
        new_output("stream", name="stdout", text="d\n"),
    ]
    marker = new_markdown_cell("failed", metadata={"tags": ["papermill-error-cell-tag"]})
    original = new_notebook(cells=[marker, injected, cell])
    original.metadata.update(
        papermill={"duration": 1}, language_info={"version": "3.11.7"}, title="留"
    )
    cleaned = clean(original)
    assert [c.id for c in cleaned.cells] == ["injected-parameters", "kept"]
    assert cleaned.metadata == {
        "title": "留",
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    }
    assert cleaned.cells[1].metadata == {}
    assert [o.get("text") for o in cleaned.cells[1].outputs] == ["a\nb\n", None, "d\n"]
    assert len(original.cells) == 3
    assert len(original.cells[2].outputs) == 5


def test_a_written_notebook_is_readable_utf8_with_one_newline_at_its_end(tmp_path):
    written = bytes_of(clean(new_notebook(cells=[new_markdown_cell("水泥", id="a")])), tmp_path)
    assert "水泥".encode() in written
    assert written.endswith(b"}\n")
    assert b"\r" not in written
    nbformat.validate(nbformat.reads(written.decode(), as_version=4))


@kernel_test
def test_two_runs_give_identical_bytes_on_either_kernel(notebook, tmp_path, monkeypatch):
    path = notebook(
        """
        import random, sys, time
        import numpy as np, pandas as pd
        print("先"); sys.stdout.flush(); time.sleep(0.3); print("后")
        print("警告", file=sys.stderr)
        """,
        "print({'a', 'b', 'c'}, random.random(), np.random.rand())",
        "pd.DataFrame({'x': [1, 2]})",
    )
    written = set()
    for manager in (kernels.manager_class(), kernels.OrdinaryKernelManager):
        monkeypatch.setattr(kernels, "manager_class", lambda manager=manager: manager)
        written |= {bytes_of(execute(path, STEEL, log=None).notebook, tmp_path) for _ in range(2)}
    assert len(written) == 1
    document = json.loads(written.pop())
    assert [cell["id"] for cell in document["cells"]] == [
        "committed-0",
        "committed-1",
        "injected-parameters",
        "committed-2",
        "committed-3",
        "committed-4",
    ]
    assert document["cells"][3]["outputs"][0]["text"] == ["先\n", "后\n"]
    nbformat.validate(document)


@kernel_test
def test_cells_without_ids_get_the_same_ids_each_time(notebook, tmp_path):
    path = notebook("print(industry)")
    document = json.loads(path.read_text(encoding="utf-8"))
    document["nbformat_minor"] = 4
    for cell in document["cells"]:
        del cell["id"]
    path.write_text(json.dumps(document), encoding="utf-8")
    ids = [cell.id for cell in execute(path, STEEL, log=None).notebook.cells]
    assert ids == ["cell-1", "cell-2", "injected-parameters", "cell-3"]


@kernel_test
def test_the_notebook_sees_its_parameters_and_the_committed_file_stays(notebook, tmp_path):
    path = notebook("print(industry, as_of, assessment, language)")
    before = path.read_bytes()
    parameters = BriefingParameters.validated(
        {"industry": "steel", "as_of": "2022-12-31", "assessment": tmp_path / "a 'b' {c}"}
    )
    executed = execute(path, parameters, log=None)
    assert shown(executed.notebook) == f"steel 2022-12-31 {tmp_path}/a 'b' {{c}} zh\n"
    assert executed.seconds > 0
    assert path.read_bytes() == before


@kernel_test
def test_what_cells_write_to_standard_error_goes_to_the_log_alone(notebook):
    lines: list[str] = []
    path = notebook("import warnings; warnings.warn('注意'); print('页面')")
    executed = execute(path, STEEL, log=lines.append)
    assert shown(executed.notebook) == "页面\n"
    assert len(lines) == 1
    assert "注意" in lines[0]


@kernel_test
def test_a_failing_cell_is_named(notebook):
    path = notebook("done = 1\nprint(industry)", "\n\nratio = 1 / 0\nprint(ratio)", "print('no')")
    failure = failure_of(path)
    assert failure.exit_code == 3
    assert (failure.briefing, failure.cell) == ("steel", 3)
    assert failure.line == "ratio = 1 / 0"
    assert (failure.exception, failure.reason) == ("ZeroDivisionError", "division by zero")
    message = "简报 steel 未能生成：笔记本第 3 个代码单元（ratio = 1 / 0）失败，ZeroDivisionError：division by zero"
    assert str(failure) == message
    assert failure.notebook is not None
    assert failure.notebook.cells[3].outputs[0].text == "steel\n"
    assert failure.notebook.cells[4].outputs[0].output_type == "error"
    assert len(failure.notebook.cells) == 6


@kernel_test
def test_the_message_of_a_failure_is_short_and_without_colours(notebook):
    failure = failure_of(notebook("raise ValueError('\\x1b[31m红\\x1b[0m\\n' + '长' * 5000)"))
    assert failure.reason.startswith("红 长")
    assert len(failure.reason) == 300
    assert "\x1b" not in str(failure)


@kernel_test
def test_a_notebook_that_ends_early_is_a_failure(notebook):
    failure = failure_of(notebook("raise SystemExit", "print('missing')"))
    assert (failure.cell, failure.exception) == (2, "SystemExit")


@kernel_test
def test_the_log_gets_standard_error_of_a_failed_run_too(notebook):
    lines: list[str] = []
    with pytest.raises(NotebookFailed):
        execute(
            notebook("import sys; print('线索', file=sys.stderr)\n1 / 0"), STEEL, log=lines.append
        )
    assert lines == ["线索"]


@kernel_test
@pytest.mark.usefixtures("either_kernel")
def test_a_kernel_that_dies_is_an_error_and_no_hang(notebook):
    failure = failure_of(notebook("print('before')", "import os; os._exit(9)", "print('after')"))
    assert (failure.cell, failure.exception) == (3, "DeadKernelError")
    assert failure.line == "import os; os._exit(9)"
    assert failure.notebook is not None
    assert shown(failure.notebook) == "before\n"


@kernel_test
def test_a_cell_without_end_runs_out_of_time(notebook):
    failure = failure_of(notebook("while True: pass"), cell_timeout=2)
    assert (failure.cell, failure.exception) == (2, "CellTimeoutError")


@kernel_test
@posix
def test_a_kernel_that_does_not_start_is_an_error(notebook, monkeypatch):
    monkeypatch.setattr(kernels, "manager_class", lambda: kernels.OrdinaryKernelManager)
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    failure = failure_of(notebook("print(1)"))
    assert failure.cell == 0
    assert "笔记本内核启动失败" in str(failure)
    assert failure.notebook is None


@kernel_test
@pytest.mark.usefixtures("either_kernel")
def test_briefings_in_several_threads_do_not_mix_their_parameters(notebook):
    path = notebook("import time; time.sleep(0.3)", "print(industry)")
    industries = [f"industry-{number}" for number in range(4)]
    with ThreadPoolExecutor(2) as pool:
        runs = pool.map(
            lambda name: execute(path, BriefingParameters(industry=name), log=None), industries
        )
        assert [shown(run.notebook) for run in runs] == [f"{name}\n" for name in industries]


@kernel_test
def test_one_briefing_of_two_at_once_may_fail(notebook):
    path = notebook("assert industry != 'bad', industry", "print(industry)")

    def outcome(name: str) -> str:
        try:
            return shown(execute(path, BriefingParameters(industry=name), log=None).notebook)
        except NotebookFailed as failure:
            return f"{failure.briefing}: {failure.reason}"

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(outcome, ["bad", "good"])) == ["bad: bad", "good\n"]


@kernel_test
@pytest.mark.usefixtures("either_kernel")
def test_a_kernel_sees_nothing_of_the_one_before(notebook):
    path = notebook(
        "import builtins, os, matplotlib, pandas as pd",
        """
        print(hasattr(builtins, "leak"), os.environ.get("LEAK"), pd.get_option("display.max_rows"),
              matplotlib.rcParams["font.size"], "leak" in dir())
        """,
        """
        builtins.leak = leak = 1
        os.environ["LEAK"] = "1"
        pd.set_option("display.max_rows", 7)
        matplotlib.rcParams["font.size"] = 3
        """,
    )
    first, second = (shown(execute(path, STEEL, log=None).notebook) for _ in range(2))
    assert first == second == "False None 60 10.0 False\n"


@kernel_test
@pytest.mark.usefixtures("either_kernel")
def test_the_kernel_is_this_interpreter_whatever_the_user_installed(
    notebook, tmp_path, monkeypatch
):
    spec = tmp_path / "jupyter" / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True)
    spec.write_text('{"argv": ["/bin/false"], "display_name": "other", "language": "python"}')
    startup = tmp_path / "ipython" / "profile_default" / "startup" / "00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("industry = as_of = 'of the user'; mine = 1")
    shadow = tmp_path / "here" / "colorsys.py"
    shadow.parent.mkdir()
    shadow.write_text("raise ImportError('shadowed')")
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "jupyter"))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_DEFAULT_PROVISIONER_NAME", "none-such")
    monkeypatch.chdir(shadow.parent)
    path = notebook("import colorsys, os, sys; print(sys.executable, 'mine' in dir(), os.getcwd())")
    executed = execute(path, STEEL, log=None)
    assert shown(executed.notebook) == f"{sys.executable} False {shadow.parent}\n"


@kernel_test
@posix
@pytest.mark.usefixtures("no_server")
def test_a_long_temporary_folder_is_no_obstacle(notebook, tmp_path, monkeypatch):
    folder = tmp_path / ("长" * 40)
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    assert shown(execute(notebook("print(industry)"), STEEL, log=None).notebook) == "steel\n"
    assert list(folder.iterdir()) == []


@kernel_test
@posix
@pytest.mark.usefixtures("no_server")
def test_without_a_fork_server_kernels_are_ordinary(notebook, monkeypatch):
    def refuse(*_args):
        raise OSError("no fork today")

    monkeypatch.setattr(kernels.ForkServer, "fork", refuse)
    assert shown(execute(notebook("print(industry)"), STEEL, log=None).notebook) == "steel\n"


@kernel_test
@posix
@pytest.mark.usefixtures("no_server")
def test_when_the_fork_server_dies_the_briefing_fails_and_the_next_one_works(notebook):
    kill = "import os, signal; os.kill(os.getppid(), signal.SIGKILL); import time; time.sleep(60)"
    assert failure_of(notebook(kill)).exception == "DeadKernelError"
    assert shown(execute(notebook("print(industry)"), STEEL, log=None).notebook) == "steel\n"


@kernel_test
@posix
@pytest.mark.skipif(sys.platform != "linux", reason="counts threads in /proc")
@pytest.mark.usefixtures("no_server")
def test_the_fork_server_has_one_thread_only(notebook):
    execute(notebook("print(industry)"), STEEL, log=None)
    threads = [entry.name for entry in Path(f"/proc/{kernels._server().pid}/task").iterdir()]
    assert len(threads) == 1


@kernel_test
@pytest.mark.usefixtures("no_server", "either_kernel")
def test_no_process_and_no_file_remains(notebook, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(psutil.Process().children(recursive=True))
    path = notebook("if industry == 'bad': import os; os._exit(1)")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: execute(path, STEEL, log=None), range(3)))
    with pytest.raises(NotebookFailed):
        execute(path, BriefingParameters(industry="bad"), log=None)
    if kernels.manager_class() is kernels.ForkKernelManager:
        assert psutil.Process(kernels._server().pid).children() == []
        kernels.stop()
    assert set(psutil.Process().children(recursive=True)) == before
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@kernel_test
@posix
def test_kernels_end_when_the_caller_is_killed(notebook, tmp_path):
    path = notebook(
        "import os, time; print(os.getpid(), os.getppid(), flush=True)", "time.sleep(90)"
    )
    script = textwrap.dedent(
        f"""
        import sys
        from pathlib import Path
        from capacity_analysis.briefing import execute as execution
        from capacity_analysis.briefing.parameters import BriefingParameters

        def started(self, *, cell, cell_index):
            if cell_index == 4:
                print(self.notebook.cells[3].outputs[0].text, flush=True)

        execution._Watch.cell_started = started
        execution.execute(Path({str(path)!r}), BriefingParameters(industry="steel"), log=None)
        """
    )
    command, env = [sys.executable, "-c", script], os.environ | {"TMPDIR": str(tmp_path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=env) as run:
        try:
            assert run.stdout is not None
            kernel, server = map(int, re.findall(r"\d+", run.stdout.readline()))
        finally:
            os.kill(run.pid, signal.SIGKILL)
    try:
        assert eventually(lambda: not psutil.pid_exists(server) and not psutil.pid_exists(kernel))
    finally:
        for pid in (kernel, server):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


@posix
def test_kernels_in_the_background_need_no_kernel_to_end():
    kernels.stop()
    kernels.warm()
    server = kernels._server().pid
    kernels.stop()
    assert not psutil.pid_exists(server)


def test_the_default_limit_of_a_cell_is_generous():
    assert execution.CELL_TIMEOUT >= 600
