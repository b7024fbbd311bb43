"""Execute one briefing notebook with papermill, and keep nothing of the run but its result."""

from __future__ import annotations

import json
import os
import re
import tempfile
import time
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from capacity_analysis.errors import BriefingError, UsageError

from .parameters import BriefingParameters, check_notebook

if TYPE_CHECKING:
    from nbformat import NotebookNode

INJECTED = "injected-parameters"
CELL_TIMEOUT = 900

_MARKER = "papermill-error-cell-tag"
_KERNELSPEC = {"display_name": "Python 3", "language": "python", "name": "python3"}
_ANSI = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
# A path of a Unix socket has at most 104 bytes on some systems; ours end in /k-ipc-1.
_LONGEST_FOLDER = 90

Log = Callable[[str], None]


@dataclass(frozen=True)
class Execution:
    """What an execution gave.

    Attributes
    ----------
    notebook
        The executed notebook, cleaned: same input, same bytes.
    seconds
        How long it took, kernel start and end included.

    """

    notebook: NotebookNode
    seconds: float


class NotebookFailed(BriefingError):  # noqa: N818
    """A cell of a briefing's notebook failed, or its kernel died.

    Attributes
    ----------
    briefing
        The industry of the briefing.
    cell
        The number of the cell among the code cells of the committed notebook, from 1;
        0 if the kernel did not start.
    line
        The first line of the cell.
    exception, reason
        Name and message of the exception, short and without terminal colours.
    notebook
        The notebook as far as it was executed, for the log.

    """

    def __init__(
        self,
        briefing: str,
        *,
        cell: int,
        line: str,
        exception: str,
        reason: str,
        notebook: NotebookNode | None,
    ) -> None:
        where = f"笔记本第 {cell} 个代码单元（{line}）" if cell else "笔记本内核启动"
        super().__init__(f"简报 {briefing} 未能生成：{where}失败，{exception}：{reason}")
        self.briefing = briefing
        self.cell = cell
        self.line = line
        self.exception = exception
        self.reason = reason
        self.notebook = notebook


class _Watch:
    """Remembers what nbclient works on: papermill hands no notebook back from a failed run."""

    notebook: NotebookNode | None = None
    cell: NotebookNode | None = None

    def notebook_started(self, *, notebook: NotebookNode) -> None:
        self.notebook = notebook

    def cell_started(self, *, cell: NotebookNode, cell_index: int) -> None:
        del cell_index
        self.cell = cell


def execute(
    notebook_path: Path,
    parameters: BriefingParameters,
    *,
    log: Log | None = None,
    cell_timeout: int | None = CELL_TIMEOUT,
) -> Execution:
    """Execute a briefing notebook in a kernel of its own.

    May be called from several threads at once; each call has its own kernel.

    Parameters
    ----------
    notebook_path
        The committed notebook; it is only read.
    parameters
        What it is to brief on.
    log
        Called with what the cells wrote to standard error, cell by cell.
    cell_timeout
        Seconds that one cell may take; None sets no limit.

    Raises
    ------
    ParameterError
        If the notebook's `parameters` cell differs from the declaration; no kernel was started.
    NotebookFailed
        If a cell failed or ran out of time, or the kernel died.
    UsageError
        If the notebook cannot be read.

    """
    notebook = _read(notebook_path)
    check_notebook(notebook)
    started = time.perf_counter()
    watch = _Watch()
    try:
        executed = _run(notebook, parameters, watch, cell_timeout)
    except Exception as error:  # whatever goes wrong during a run concerns this briefing alone
        _log_stderr(watch.notebook, log)
        raise _failure(parameters.industry, watch, error) from error
    _log_stderr(executed, log)
    if executed.metadata.papermill.get("exception"):
        # papermill takes a SystemExit for success, and the cells after it are missing.
        raise _failure(parameters.industry, watch, None)
    return Execution(clean(executed), time.perf_counter() - started)


def _read(path: Path) -> NotebookNode:
    """Return a notebook in which every cell has an id."""
    import nbformat

    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        for number, cell in enumerate(document["cells"], 1):
            # Before nbformat sees them: it would make up random ones.
            cell.setdefault("id", f"cell-{number}")
        document["nbformat_minor"] = max(5, document["nbformat_minor"])
        return nbformat.reads(json.dumps(document), as_version=4)
    except OSError as error:
        raise UsageError(f"无法读取笔记本 {path}：{error.strerror}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{path} 不是有效的 Jupyter 笔记本（nbformat 4）") from error


def _run(
    notebook: NotebookNode, parameters: BriefingParameters, watch: _Watch, cell_timeout: int | None
) -> NotebookNode:
    import papermill
    from traitlets.config import Config

    from . import kernels

    # The kernel's files lie apart from the user's Jupyter folders, which may be read-only.
    with tempfile.TemporaryDirectory(prefix="briefing-", ignore_cleanup_errors=True) as folder:
        # Sockets as files: no race for ports, no message open to other users.
        ipc = os.name == "posix" and len(os.fsencode(folder)) <= _LONGEST_FOLDER
        manager = {
            "connection_file": str(Path(folder) / "k.json"),
            "transport": "ipc" if ipc else "tcp",
        }
        # Handed a node, not a path, papermill neither formats braces in a path nor changes folder.
        return papermill.execute_notebook(
            notebook,
            None,
            parameters.for_notebook(),
            kernel_name=_KERNELSPEC["name"],
            language=_KERNELSPEC["language"],
            progress_bar=False,
            start_timeout=120,
            execution_timeout=cell_timeout,
            iopub_timeout=60,  # the default of 4 s is a false alarm on a busy machine
            shutdown_kernel="immediate",
            record_timing=False,
            kernel_manager_class=kernels.manager_class(),
            config=Config(OrdinaryKernelManager=manager),
            on_notebook_start=watch.notebook_started,
            on_cell_execute=watch.cell_started,
        )


def _failure(briefing: str, watch: _Watch, error: Exception | None) -> NotebookFailed:
    exception, reason = _reason(error)
    cell, notebook = watch.cell, watch.notebook
    number, line = 0, ""
    if cell is not None and notebook is not None:
        cell = next((other for other in notebook.cells if _has_failed(other)), cell)
        # Counted as in the committed notebook, which has no injected cell.
        counted = [other for other in notebook.cells if _is_committed_code(other)]
        number = next((n for n, other in enumerate(counted, 1) if other is cell), 1)
        line = next((text.strip() for text in cell.source.splitlines() if text.strip()), "")
    kept = None if notebook is None else clean(notebook)
    return NotebookFailed(
        briefing,
        cell=number,
        line=_short(line, 80),
        exception=exception,
        reason=reason,
        notebook=kept,
    )


def _reason(error: Exception | None) -> tuple[str, str]:
    """Return the name of an exception and what it says, for the reader of the log."""
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill import PapermillExecutionError

    match error:
        case None:
            return "SystemExit", "单元提前结束了笔记本，其后的内容未执行"
        case PapermillExecutionError():
            return str(error.ename), _short(str(error.evalue))
        case DeadKernelError():
            return "DeadKernelError", "内核意外终止（可能是内存不足）"
        case CellTimeoutError():
            return "CellTimeoutError", "单元运行超时"
    return type(error).__name__, _short(str(error))


def _has_failed(cell: NotebookNode) -> bool:
    return any(
        output.output_type == "error" and output.ename != "SystemExit"
        for output in cell.get("outputs", [])
    )


def _is_committed_code(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "code") and INJECTED not in cell.metadata.get("tags", [])


def _short(text: str, width: int = 300) -> str:
    """Return text as one line without terminal colours, cut at `width`."""
    line = " ".join(_ANSI.sub("", text).split())
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _log_stderr(notebook: NotebookNode | None, log: Log | None) -> None:
    if notebook is None or log is None:
        return
    for cell in notebook.cells:
        text = "".join(o.text for o in cell.get("outputs", []) if _is_stream(o, "stderr"))
        if text.strip():
            log(_ANSI.sub("", text).rstrip())


def _is_stream(output: NotebookNode, name: str) -> bool:
    return bool(output.output_type == "stream") and output.name == name


def clean(notebook: NotebookNode) -> NotebookNode:
    """Return a copy of an executed notebook without what differs from run to run.

    Gone are times, the marks of papermill, the kernel's version, random ids and what was written
    to standard error (it holds paths); output that came in several pieces is joined.
    """
    import nbformat

    metadata = {
        key: value
        for key, value in notebook.metadata.items()
        if key not in {"papermill", "language_info", "widgets"}
    }
    cells = [cell for cell in notebook.cells if _MARKER not in cell.metadata.get("tags", [])]
    return nbformat.from_dict(
        {
            "cells": [_clean_cell(cell, number) for number, cell in enumerate(cells, 1)],
            "metadata": deepcopy(metadata) | {"kernelspec": dict(_KERNELSPEC)},
            "nbformat": 4,
            "nbformat_minor": 5,
        }
    )


def _clean_cell(cell: NotebookNode, number: int) -> dict[str, Any]:
    kept: dict[str, Any] = deepcopy(dict(cell))
    tags = kept["metadata"].get("tags", [])
    kept["id"] = INJECTED if INJECTED in tags else kept.get("id", f"cell-{number}")
    kept["metadata"] = {
        key: value
        for key, value in kept["metadata"].items()
        # papermill gives every cell a list of tags.
        if key not in {"papermill", "execution"} and (key != "tags" or value)
    }
    if "outputs" in kept:
        kept["outputs"] = _clean_outputs(kept["outputs"])
    return kept


def _clean_outputs(outputs: list[NotebookNode]) -> list[NotebookNode]:
    """Return outputs without standard error, pieces of one stream joined.

    Where a kernel cuts its standard output is a matter of time.
    """
    kept: list[NotebookNode] = []
    for output in outputs:
        if _is_stream(output, "stderr"):
            continue
        if kept and _is_stream(output, "stdout") and _is_stream(kept[-1], "stdout"):
            kept[-1].text += output.text
        else:
            kept.append(output)
    return kept


def write_notebook(notebook: NotebookNode, path: Path) -> None:
    """Write a notebook so that the same notebook gives the same bytes on any system."""
    import nbformat

    text = nbformat.writes(notebook, version=nbformat.NO_CONVERT)
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
