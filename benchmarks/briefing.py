"""Executing a briefing notebook against papermill's own call on an ordinary kernel."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from capacity_analysis import assess, paths, read_ledger
from capacity_analysis.briefing.execute import execute
from capacity_analysis.briefing.parameters import BriefingParameters

from .measure import Result, compare

NOTEBOOK = "industry_briefing.ipynb"


def results() -> Iterator[Result]:
    import papermill

    with tempfile.TemporaryDirectory() as folder:
        saved = assess(read_ledger(paths.sample_ledger())).save(Path(folder) / "assessment")
        values = {"industry": "cement", "assessment": str(saved)}
        notebook = paths.notebooks() / NOTEBOOK
        out = Path(folder) / "out.ipynb"

        def ours() -> object:
            return execute(notebook, BriefingParameters.validated(values)).notebook

        def theirs() -> object:
            return papermill.execute_notebook(
                notebook, out, values, kernel_name="python3", progress_bar=False
            )

        assert _shown(ours()) == _shown(theirs())
        yield compare(
            "execute one briefing notebook", "papermill.execute_notebook", ours, theirs, 5
        )


def _shown(notebook: object) -> list[object]:
    return [
        output.get("data", {}).get("text/markdown")
        for cell in notebook.cells  # type: ignore[attr-defined]
        for output in cell.get("outputs", [])
    ]
