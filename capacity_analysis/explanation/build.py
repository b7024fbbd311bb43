"""Explain a line: from the cells of the ledger to its verdict on each ground."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

from .. import vocabulary
from ..analysis.levels import BELOW_BASELINE, Ground
from ..assessment import Assessment
from ..assessment.energy_law import GROUNDS
from ..ledger import Ledger
from ..standards import Confidence, Standards
from ..text import _
from . import consequences, disposals
from .disposal import Device
from .energy import disputes, label, terms, unshared
from .equipment import devices
from .facts import Citation, Line, Measure, Output, Term
from .levels import levels, result_name
from .measures import measures, outputs
from .model import FORMAT, Explanation, Finding, Level
from .sources import Shared, Sources, number, text

# What nobody has checked, and what has a value to be checked.
_UNCHECKED = (Confidence.RECALLED, Confidence.CARRIED_OVER, Confidence.CROSS_CHECKED)


class Explainer:
    """Explains lines of an assessment, for the year assessed.

    Parameters
    ----------
    assessment : Assessment
        What `assess` made of the ledger.
    ledger, standards
        The ledger and the store of documents that it was made of.

    Examples
    --------
    >>> from capacity_analysis import Standards, assess, paths, read_ledger
    >>> from capacity_analysis.explanation import find_line
    >>> ledger, standards = read_ledger(paths.sample_ledger()), Standards.load()
    >>> assessment = assess(ledger, standards)
    >>> line = find_line(assessment, "1号窑", "青岭水泥")
    >>> explained = Explainer(assessment, ledger, standards).explain(line)
    >>> explained.findings[0].levels[0].citation.row_id
    'bm2021-030'

    """

    def __init__(self, assessment: Assessment, ledger: Ledger, standards: Standards):
        self._shared = Shared(assessment, ledger, standards)

    def explain(self, line_code: int, ground: str | None = None) -> Explanation:
        """Explain the verdicts on a line (`find_line` gives its code), on all grounds or on one."""
        sources = Sources(self._shared, line_code)
        assessment = self._shared.assessment
        made, used = outputs(sources), terms(sources)
        measured = measures(sources, made, used)
        findings = tuple(
            _finding(sources, one, measured, used) for one in GROUNDS if ground in (None, one.id)
        )
        held = devices(sources)
        decided = disposals.of_line(assessment, line_code)
        return Explanation(
            format=FORMAT,
            ledger=assessment.ledger_file,
            district=assessment.district,
            fictional=assessment.fictional,
            attribution=assessment.attribution,
            campaign=assessment.campaign.title,
            as_of=assessment.as_of.isoformat(),
            year=assessment.year,
            line=_line(sources, made),
            outputs=made,
            terms=used,
            unshared=unshared(sources),
            disputes=disputes(sources),
            measures=measured,
            findings=findings,
            devices=held,
            rulings=disposals.rulings_of_line(self._shared, line_code, ground),
            suggestions=disposals.suggestions(assessment, decided),
            verifications=tuple(
                _verifications(assessment.ledger_file, used, measured, findings, held)
            ),
        )


def _line(sources: Sources, made: tuple[Output, ...]) -> Line:
    line = sources.line
    product = str(line["product_id"])
    return Line(
        enterprise_id=str(line["enterprise_id"]),
        enterprise=str(line["enterprise_name"]),
        township=text(line["township"]),
        line_id=str(line["line_id"]),
        line_name=text(line["line_name"]),
        declared=product,
        declared_name=vocabulary.product_name(product),
        made=_("；").join(dict.fromkeys(row.product for row in made)),
        made_name=_("、").join(dict.fromkeys(row.product_name for row in made)),
        capacity=number(line["capacity"]),
        capacity_unit=text(line["capacity_unit"]),
        status=label("lines", "status", line["status"]),
        out_of_operation=_out(text(line["out_of_operation"])),
        place=sources.place("lines", int(line["row"]), "line_id"),
    )


def _out(reason: str) -> str:
    return {
        "": "",
        "announced": _("拟建"),
        "construction": _("在建"),
        "cancelled": _("已取消"),
        "retired": _("已退出"),
        "started_too_late": _("评定日所在年度或以后才投产"),
    }[reason]


def _finding(
    sources: Sources, ground: Ground, measured: tuple[Measure, ...], used: tuple[Term, ...]
) -> Finding:
    """Return the line on a ground."""
    one = sources.governing(ground)
    result = str(one["result"])
    held = levels(sources, ground, measured, used)
    named = sources.assessment.campaign.ground(ground.id)
    told = consequences.consequence(sources, ground, str(one["product_id"]))
    reason = text(one["reason"])
    return Finding(
        ground=ground.id,
        name=named.label if named else result_name(ground, "hit"),
        clause=named.clause if named else "",
        result=result,
        result_label=result_name(ground, result),
        confidence=text(one["confidence"]),
        governing_row=text(one["row_id"]),
        why=_why(held, result),
        lacks=sources.missing([reason]) if reason else (),
        levels=held,
        carbon=consequences.carbon_of(sources, used) if ground.id == BELOW_BASELINE.id else None,
        editions=consequences.editions(sources, ground),
        consequence=told if result == "hit" else None,
        to_check=_departments(told.lead, told.cooperating) if told and result == "review" else "",
    )


def _departments(*named: str) -> str:
    return _("、").join(filter(None, named))


def _why(held: tuple[Level, ...], result: str) -> str:
    """Return how the row that governs was chosen (`findings.combined`)."""
    if not held:
        return ""
    if len(held) == 1:
        return _("只有这一行适用于该产品。")
    same = sum(level.result == result for level in held)
    if same == len(held):
        return _("适用的{count}行结论相同，取其中最严的一行。").format(count=len(held))
    return _(
        "适用的{count}行必须全部达到：结论按不达标、待核、不能判定、达标的顺序取最先出现的，"
        "再取其中最严的一行。"
    ).format(count=len(held))


def _verifications(
    ledger: str,
    used: tuple[Term, ...],
    measured: tuple[Measure, ...],
    findings: tuple[Finding, ...],
    held: tuple[Device, ...],
) -> Iterator[str]:
    """Yield the commands that record that a row was checked, for every row that nobody has."""
    cited: list[Citation | None] = [
        *(level.citation for found in findings for level in found.levels),
        *(
            one.citation
            for found in findings
            for level in found.levels
            for one in level.corrections
        ),
        *(term.citation for term in used),
        *(one.definition.citation for one in measured if one.definition),
        *(entry.citation for one in held for entry in one.entries if entry.result != "clear"),
    ]
    for one in dict.fromkeys(cited):
        if one is not None and one.confidence in _UNCHECKED:
            yield (
                f"capacity-analysis standards verify {one.document_id} {one.row_id}"
                f" --by {_('部门')} --against {_('原文和页码')} --beside {shlex.quote(ledger)}"
            )
