"""Which briefings a site holds, and why each is made again.

Every briefing has a key with one hash for each thing that could change the page. A page is made
again only if a part of its key differs from the published one, and the manifest says which.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .. import paths
from ..assessment import Assessment
from ..campaign import Campaign
from ..errors import DataError
from ..text import current_language
from .parameters import BriefingParameters

# Libraries whose version shows on a page.
_SETTERS = ("matplotlib", "pandas", "papermill", "pypandoc_binary", "typst")

# What the site's own pages are called: no briefing may take their place.
STANDARDS_PAGE = "standards"
DICTIONARY_PAGE = "dictionary"
_OWN = frozenset({"index", STANDARDS_PAGE, DICTIONARY_PAGE})

# Part of a key -> what the manifest says when it differs.
REASONS = {
    "assessment": "数据、标准或方案有变化",
    "parameters": "参数有变化",
    "notebook": "笔记本有变化",
    "code": "程序或模板有变化",
    "fonts": "字体有变化",
    "libraries": "排版程序的版本有变化",
    "standards": "标准文件或核对记录有变化",
    "coverage": "未收录清单有变化",
    "lines": "依据各行判定的生产线有变化",
    "head": "评定日、方案或台账说明有变化",
    "registry": "字段登记表有变化",
}


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Declared(_Strict):
    notebook: str
    for_each: Literal["industry"]


class _Table(_Strict):
    # One: a second notebook for the same industries would need files of its own.
    briefings: tuple[_Declared, ...] = Field(min_length=1, max_length=1)


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
        If `reports/briefings.yaml` breaks its schema or names a notebook that is not there, or an
        industry has the name of one of the site's own pages.

    """
    notebook = _declared_notebook()
    return [
        _briefing(assessment.campaign, industry, notebook) for industry in assessment.industries()
    ]


def planned(assessment: Assessment, industry: str) -> PlannedBriefing:
    """Return the briefing of one industry.

    Raises
    ------
    UsageError
        If the campaign has no such industry.

    """
    return _briefing(assessment.campaign, industry, _declared_notebook())


def _briefing(campaign: Campaign, industry: str, notebook: Path) -> PlannedBriefing:
    declared = campaign.industry(industry)
    if declared.id in _OWN:
        raise DataError(f"{campaign.id}：行业代号不能是“{declared.id}”，这是网站自有页面的名称。")
    title = declared.name if current_language() == "zh" else declared.name_en
    return PlannedBriefing(declared.id, title, notebook, declared.id)


def _declared_notebook() -> Path:
    import yaml

    file = paths.briefings_table()
    try:
        table = _Table.model_validate(yaml.safe_load(file.read_bytes()))
    except (OSError, ValidationError, yaml.YAMLError) as error:
        raise DataError(f"{file}: {error}") from error
    notebook = paths.notebooks() / table.briefings[0].notebook
    if not notebook.is_file():
        raise DataError(f"{file}: no such notebook: {notebook}")
    return notebook


def key(briefing: PlannedBriefing, assessment_digest: str, language: str) -> dict[str, str]:
    """Return the rebuild key of a briefing: one hash for each thing that could change its page."""
    parameters = BriefingParameters.validated({"industry": briefing.industry, "language": language})
    return {
        "assessment": assessment_digest,
        "parameters": digest([json.dumps(parameters.for_notebook(), sort_keys=True).encode()]),
        "notebook": digest([briefing.notebook.read_bytes()]),
        "code": code(),
        "fonts": _fonts(),
        "libraries": digest(f"{name} {version(name)}".encode() for name in _SETTERS),
    }


def why(current: Mapping[str, str], published: Mapping[str, str] | None) -> str:
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
def code() -> str:
    """Return the digest of program, templates, vocabularies and catalogues."""
    modules = sorted(paths.package().rglob("*.py"))
    vocabulary = sorted(path for path in (paths.data() / "vocabulary").rglob("*") if path.is_file())
    catalogues = sorted((paths.data() / "locale").rglob("*.mo"))
    templates = sorted(path for path in paths.templates().rglob("*") if path.is_file())
    files = [*modules, *templates, *vocabulary, *catalogues]
    return digest(part for file in files for part in (file.name.encode(), file.read_bytes()))


@cache
def _fonts() -> str:
    return digest(font.read_bytes() for font in paths.fonts())


def digest(parts: Iterable[bytes]) -> str:
    """Return one hash of several parts, in their order."""
    total = hashlib.sha256()
    for part in parts:
        total.update(len(part).to_bytes(8, "big"))
        total.update(part)
    return total.hexdigest()
