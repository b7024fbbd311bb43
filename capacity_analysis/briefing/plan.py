"""Which briefings a site holds, and why each is made again.

Every briefing has a key with one hash for each thing that could change the page. A page is made
again only if a part of its key differs from the published one, and the manifest says which.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from .. import paths
from ..assessment import Assessment
from ..errors import DataError
from .parameters import BriefingParameters

# Libraries whose version shows on a page.
_SETTERS = ("matplotlib", "pandas", "papermill", "pypandoc_binary", "typst")

# Part of a key -> what the manifest says when it differs.
REASONS = {
    "assessment": "数据、标准或方案有变化",
    "parameters": "参数有变化",
    "notebook": "笔记本有变化",
    "code": "程序或模板有变化",
    "fonts": "字体有变化",
    "libraries": "排版程序的版本有变化",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Declared(_Strict):
    notebook: str
    for_each: Literal["industry"]


class _Table(_Strict):
    briefings: tuple[_Declared, ...]


@dataclass(frozen=True)
class PlannedBriefing:
    """A briefing to be made: its id is the stem of its files."""

    id: str
    title: str
    notebook: Path
    industry: str


def plan(assessment: Assessment) -> list[PlannedBriefing]:
    """Return the briefings that the declared table asks for, in the campaign's order.

    Raises
    ------
    DataError
        If `reports/briefings.yaml` breaks its schema or names a notebook that is not there.

    """
    return [
        PlannedBriefing(industry, assessment.campaign.industry(industry).name, notebook, industry)
        for notebook in _declared_notebooks()
        for industry in assessment.industries()
    ]


def planned(assessment: Assessment, industry: str) -> PlannedBriefing:
    """Return the briefing of one industry.

    Raises
    ------
    UsageError
        If the campaign has no such industry.

    """
    title = assessment.campaign.industry(industry).name
    return PlannedBriefing(industry, title, _declared_notebooks()[0], industry)


def _declared_notebooks() -> list[Path]:
    import yaml

    file = paths.briefings_table()
    try:
        table = _Table.model_validate(yaml.safe_load(file.read_bytes()))
    except (ValidationError, yaml.YAMLError) as error:
        raise DataError(f"{file}: {error}") from error
    notebooks = [paths.notebooks() / declared.notebook for declared in table.briefings]
    if absent := [str(notebook) for notebook in notebooks if not notebook.is_file()]:
        raise DataError(f"{file}: no such notebook: {', '.join(absent)}")
    return notebooks


def key(briefing: PlannedBriefing, assessment_digest: str, language: str) -> dict[str, str]:
    """Return the rebuild key of a briefing: one hash for each thing that could change its page."""
    parameters = BriefingParameters(industry=briefing.industry, language=language)  # type: ignore[arg-type]
    return {
        "assessment": assessment_digest,
        "parameters": _hash([json.dumps(parameters.for_notebook(), sort_keys=True).encode()]),
        "notebook": _hash([briefing.notebook.read_bytes()]),
        "code": _code(),
        "fonts": _fonts(),
        "libraries": _hash(f"{name} {version(name)}".encode() for name in _SETTERS),
    }


def why(current: dict[str, str], published: dict[str, str] | None) -> str:
    """Return why a page must be made again, or an empty text if it need not be.

    Examples
    --------
    >>> why({"notebook": "a"}, {"notebook": "a"})
    ''
    >>> why({"notebook": "a"}, {"notebook": "b"})
    '笔记本有变化'

    """
    if published is None:
        return "首次生成"
    changed = [part for part, value in current.items() if published.get(part) != value]
    return "；".join(REASONS[part] for part in changed)


@cache
def _code() -> str:
    code = sorted(paths.package().rglob("*.py"))
    vocabulary = sorted(path for path in (paths.data() / "vocabulary").rglob("*") if path.is_file())
    catalogues = sorted((paths.data() / "locale").rglob("*.mo"))
    templates = sorted(path for path in paths.templates().rglob("*") if path.is_file())
    files = [*code, *templates, *vocabulary, *catalogues]
    return _hash(part for file in files for part in (file.name.encode(), file.read_bytes()))


@cache
def _fonts() -> str:
    return _hash(font.read_bytes() for font in paths.fonts())


def _hash(parts: Iterable[bytes]) -> str:
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()
