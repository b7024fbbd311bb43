"""Make one briefing: execute its notebook on a saved assessment, set HTML and PDF, keep all three."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..assessment import Assessment, is_saved
from ..errors import UsageError
from . import execute, manifest, render
from .parameters import BriefingParameters
from .plan import PlannedBriefing, planned

if TYPE_CHECKING:
    from nbformat import NotebookNode

ASSESSMENT_FOLDER = "assessment"


@dataclass(frozen=True)
class Produced:
    """The files of a briefing."""

    html: Path
    pdf: Path
    notebook: Path


def files(briefing_id: str, folder: Path) -> Produced:
    """Return where the files of a briefing lie in a folder."""
    return Produced(
        folder / f"{briefing_id}.html",
        folder / f"{briefing_id}.pdf",
        folder / "notebooks" / f"{briefing_id}.ipynb",
    )


def produce(
    briefing: PlannedBriefing,
    folder: Path,
    *,
    as_of: dt.date,
    language: str,
    log: execute.Log | None = None,
) -> Produced:
    """Make a briefing in a folder that holds the saved assessment.

    Raises
    ------
    BriefingError
        If the notebook fails or its page cannot be set; no page is written then.

    """
    saved = folder / ASSESSMENT_FOLDER
    parameters = BriefingParameters.validated(
        {"industry": briefing.industry, "assessment": saved, "language": language}
    )
    notebook = execute.execute(briefing.notebook, parameters, log=log).notebook
    blocks = render.collect_blocks(notebook)
    html = render.render_html(blocks)
    noon = dt.datetime.combine(as_of, dt.time(12), tzinfo=dt.UTC)
    pdf = render.render_pdf(blocks, timestamp=int(noon.timestamp()))
    made = files(briefing.id, folder)
    made.notebook.parent.mkdir(exist_ok=True)
    _make_portable(notebook, parameters)
    execute.write_notebook(notebook, made.notebook)
    made.html.write_text(html, encoding="utf-8")
    made.pdf.write_bytes(pdf)
    return made


def _make_portable(notebook: NotebookNode, parameters: BriefingParameters) -> None:
    """Name the assessment by its place beside the notebook: the same bytes in every folder."""
    from papermill.translators import PythonTranslator

    values = parameters.for_notebook() | {"assessment": f"../{ASSESSMENT_FOLDER}"}
    for cell in notebook.cells:
        if cell.get("id") == execute.INJECTED:
            cell.source = PythonTranslator.codify(values, "Parameters").strip()


def brief(
    assessment: Assessment,
    industry: str,
    out: str | Path,
    *,
    language: str = "zh",
    log: execute.Log | None = None,
) -> Produced:
    """Make one industry's briefing in a folder: HTML, PDF, executed notebook, assessment.

    Everything is made aside and moved in when it is whole.

    Raises
    ------
    UsageError
        If the campaign has no such industry, the ledger no enterprise in it, or the folder holds
        a published site or another `assessment`.
    BriefingError
        If the notebook fails or its page cannot be set.

    """
    from ..sections import IndustryView

    IndustryView(assessment, industry)  # an industry that is not there needs no kernel to say so
    out = Path(out)
    _check_is_free(out)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".briefing-", dir=out) as aside:
        staged = Path(aside)
        assessment.save(staged / ASSESSMENT_FOLDER)
        briefing = planned(assessment, industry)
        made = produce(briefing, staged, as_of=assessment.as_of, language=language, log=log)
        _move(staged / ASSESSMENT_FOLDER, out / ASSESSMENT_FOLDER)
        final = files(briefing.id, out)
        final.notebook.parent.mkdir(exist_ok=True)
        for staged_file, file in zip(
            (made.html, made.pdf, made.notebook),
            (final.html, final.pdf, final.notebook),
            strict=True,
        ):
            staged_file.replace(file)
    return final


def _check_is_free(out: Path) -> None:
    """Refuse what a briefing would damage."""
    saved = out / ASSESSMENT_FOLDER
    if out.exists() and not out.is_dir():
        raise UsageError(f"{out} 是文件，不是文件夹；请换一个输出文件夹。")
    if manifest.is_site(out):
        raise UsageError(f"{out} 是发布的网站，单份简报会打乱它；请换一个输出文件夹。")
    if saved.exists() and not is_saved(saved):
        raise UsageError(f"{saved} 已存在且不是评估结果，不覆盖；请换一个输出文件夹。")


def _move(source: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    source.replace(target)
