"""The reference pages of a site: which there are, and why each is made again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

from ...assessment import Assessment
from ...errors import UsageError
from ...ledger import registry
from ...standards import Standards
from ...standards.coverage import CoverageGap
from ...text import _, current_language
from .. import pages, plan
from .dictionary import dictionary_body
from .markup import Markup
from .resting import Resting, resting, unlike
from .standards import standards_body

_NAMED = 5  # rows that an error names


@dataclass(frozen=True)
class ReferencePage:
    """A page to look things up in: its id is the stem of its file.

    `key` holds one hash for each thing that could change the page; `body` makes its text.
    """

    id: str
    title: str
    about: str
    key: Mapping[str, str]
    body: Callable[[], Markup]


def reference_pages(
    assessment: Assessment, standards: Standards, coverage: Sequence[CoverageGap] | None
) -> list[ReferencePage]:
    """Return the pages to look things up in, in the language in use.

    Parameters
    ----------
    assessment : Assessment
        What the briefings tell.
    standards : Standards
        The documents that it rests on, and all others on file.
    coverage : sequence of CoverageGap or None
        What is not on file; None where nobody listed it.

    """
    rests = resting(assessment)
    shared = {
        "parameters": plan.digest([current_language().encode()]),
        "head": _head(assessment),
        "registry": plan.digest([registry().model_dump_json().encode()]),
        "code": plan.code(),
    }
    of_standards = {
        "standards": plan.digest([standards.digest.encode(), *_texts(standards.warnings)]),
        "coverage": _coverage(coverage),
        "lines": _lines(rests),
    }
    return [
        ReferencePage(
            plan.STANDARDS_PAGE,
            _("标准和政策文件"),
            _(
                "收录的全部文件和每一行数值：施行日期、可信程度、评定日是否适用、本台账有多少条线依据它；以及没有收录的内容"
            ),
            of_standards | shared,
            lambda: standards_body(assessment, standards, coverage, rests),
        ),
        ReferencePage(
            plan.DICTIONARY_PAGE,
            _("数据字典"),
            _("台账的每张表、每一列、允许的值，和检查能发现的问题"),
            shared,
            dictionary_body,
        ),
    ]


def check_same(assessment: Assessment, standards: Standards) -> None:
    """Refuse to show beside an assessment other standards than it rests on.

    Raises
    ------
    UsageError
        If a row that numbers rest on is absent, or has other numbers or another confidence.

    """
    if wrong := unlike(assessment, standards):
        named = "、".join(wrong[:_NAMED])
        message = _("评定所依据的标准与要公布的标准不同，共{count}行：{rows}。")
        raise UsageError(message.format(count=len(wrong), rows=named))


def _head(assessment: Assessment) -> str:
    jurisdiction = assessment.campaign.jurisdiction
    said = [pages.head(assessment).to_json(), jurisdiction.model_dump(mode="json")]
    return plan.digest([json.dumps(said, sort_keys=True).encode()])


def _coverage(coverage: Sequence[CoverageGap] | None) -> str:
    listed = None if coverage is None else [asdict(gap) for gap in coverage]
    return plan.digest([json.dumps(listed).encode()])


def _lines(rests: Resting) -> str:
    counted = [*sorted(rests.rows.items()), *sorted(rests.documents.items())]
    return plan.digest([json.dumps(counted).encode()])


def _texts(texts: Sequence[str]) -> list[bytes]:
    return [text.encode() for text in texts]
