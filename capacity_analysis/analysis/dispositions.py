"""What must happen to each line: the first rule of the plan that holds, and what it rests on.

What the tool suggests is a suggestion: the authority that a row names decides, after the legal steps.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..campaign import Campaign, DispositionRule
from ..standards.document import Confidence, may_decide
from . import joined_ids
from .unit_facts import Facts

Mask = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]

LINE, EQUIPMENT, ENTERPRISE = SCOPES = ("line", "equipment", "enterprise")
_NOT_CONCERNED, _SHOWN_ONLY = "not_concerned", "shown_only"
_WEAK = [mark.value for mark in Confidence if not may_decide(mark.value)]
_OPEN = ("review", "undecided")
# What is read of a finding.
_READ = ["ground", "result", "reason", "confidence", "measured_text", "severity", "state", "deadline",
         "deadline_basis", "department", "cooperating", "supplier", "authority", "equipment_id",
         "enterprise_code", "line_code", "device_code"]  # fmt: skip


def suggest(
    findings: pd.DataFrame,
    lines: pd.DataFrame,
    enterprises: pd.DataFrame,
    milestones: pd.DataFrame,
    campaign: Campaign,
    *,
    tier: pd.Series,
    as_of: dt.date,
) -> pd.DataFrame:
    """Return one suggested disposition for every line, and for what belongs to no line.

    The plan's rules are tried in their order and the first that holds decides. A finding of the
    whole enterprise holds for each of its lines. What rests on an unchecked standard counts as a
    review, whatever it says, and fulfils no other rule.

    Parameters
    ----------
    findings : DataFrame
        Findings on grounds of the plan, with state and deadline (`findings.COLUMNS`).
    lines, enterprises : DataFrame
        The ledger's, in the order of their codes; the lines with `out_of_operation`.
    milestones : DataFrame
        The ledger's: `enterprise_code`, `line_code`, `milestone`, `done_on`. One of the whole
        enterprise holds for each of its lines.
    campaign : Campaign
        The plan: `dispositions`, `disposition_rules`, `open_questions`.
    tier : Series of str
        Where each line stands between the levels of energy efficiency, in the order of `line_code`
        (`tiers.standing`): ``advanced``, ``baseline``, ``below``, or undecided.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        One row per line, per device of no line that has a finding, and per enterprise without
        lines: `enterprise_id`, `line_id`, `equipment_id`, `scope` (one of `SCOPES`), `disposition`,
        `rule` (id), `grounds` (of the hits, else of the open questions), `findings` (hits),
        `open_questions` (reviews and undecided ones that must be settled), `not_assessed` (those
        that nobody in the county can settle now), `state`, `deadline`, `deadline_basis`,
        `department`, `cooperating`, `authority` (of the findings that lead to the disposition,
        by whatever rule: those of the earliest deadline, and every department; of a review who must
        supply what is missing), `exits`,
        `enterprise_code`, `line_code`, `device_code`. Several ids are joined by ``;``.

    Examples
    --------
    A line on the elimination list whose enterprise has no other line.

    >>> found = pd.DataFrame({"ground": ["elimination_list"], "result": "hit", "state": "open",
    ...     "enterprise_code": 0, "line_code": 0, "deadline": "2022-10-31"})
    >>> from capacity_analysis.analysis.findings import in_shape
    >>> lines = pd.DataFrame({"enterprise_code": [0], "line_id": ["1"], "out_of_operation": None})
    >>> none = pd.DataFrame({"enterprise_code": [], "line_code": [], "milestone": [],
    ...     "done_on": pd.to_datetime([])})
    >>> table = suggest(in_shape(found), lines, pd.DataFrame({"enterprise_id": ["A"]}), none,
    ...     Campaign.load(), tier=pd.Series(["below"]), as_of=dt.date(2022, 9, 10))
    >>> table[["disposition", "deadline"]].values.tolist()
    [['eliminate_now', '2022-10-31']]

    """
    findings = _that_can_matter(findings, campaign.disposition_rules)
    units = _units(findings, lines, enterprises)
    said = _said(findings, campaign)
    met = _fulfilled(campaign.disposition_rules, findings, said)
    counted = said.isin(["hit", *_OPEN, _SHOWN_ONLY]).to_numpy()
    edges = _edges(np.logical_or.reduce([counted, *met.values()]), findings, units)
    of_unit = Facts(units, lines, tier, milestones, as_of)
    chosen = np.full(len(units), -1, dtype=np.int64)
    own = np.full(len(edges.unit), -1, dtype=np.int64)  # the first rule that each finding meets
    for number, rule in enumerate(campaign.disposition_rules):
        holds = of_unit.fulfil(rule)
        if rule.asks_for_a_finding:
            meets = met[rule.id][edges.finding] & holds[edges.unit]
            own[meets & (own < 0)] = number
            holds = np.zeros(len(units), dtype=bool)
            holds[edges.unit[meets]] = True
        chosen[holds & (chosen < 0)] = number
    deciding = _leads_there(own, chosen[edges.unit], campaign.disposition_rules)
    table = _with_rules(units, chosen, campaign)
    table = _with_counts(table, edges, said, findings, campaign)
    return _with_deciding(
        table, edges.of(deciding), said, findings, campaign=campaign, chosen=chosen
    )


def _leads_there(own: Positions, chosen: Positions, rules: Sequence[DispositionRule]) -> Mask:
    """Say which findings lead to the disposition of their unit by the first rule that they meet.

    One that does so by a later rule than the one that decides has its own last day: the earliest of
    them all is the unit's. Where no finding decides, none has a say.
    """
    code = pd.factorize(pd.Index([rule.disposition for rule in rules]))[0]
    by_finding = np.array([rule.asks_for_a_finding for rule in rules])
    there: Mask = (own >= 0) & by_finding[chosen] & (code[own] == code[chosen])
    return there


@dataclass(frozen=True)
class _Edges:
    """Which finding holds for which unit, by their places."""

    finding: Positions
    unit: Positions

    def of(self, mask: Mask) -> _Edges:
        return _Edges(self.finding[mask], self.unit[mask])


def _that_can_matter(findings: pd.DataFrame, rules: Sequence[DispositionRule]) -> pd.DataFrame:
    """Leave out what is clear and fulfils no rule, which is most of what there is."""
    of_clear = [rule for rule in rules
                if rule.asks_for_a_finding and (not rule.results or "clear" in rule.results)]  # fmt: skip
    if not all(rule.reasons for rule in of_clear):
        return findings
    reasons = [reason for rule in of_clear for reason in rule.reasons]
    matters = (findings["result"] != "clear") | findings["reason"].isin(reasons)
    return findings.loc[matters, _READ].reset_index(drop=True)


def _units(findings: pd.DataFrame, lines: pd.DataFrame, enterprises: pd.DataFrame) -> pd.DataFrame:
    """Return what is disposed of as one: lines, devices of no line, enterprises without lines."""
    alone = findings[(findings["line_code"] < 0) & (findings["device_code"] >= 0)]
    alone = alone.drop_duplicates("device_code")
    bare = np.setdiff1d(np.arange(len(enterprises)), lines["enterprise_code"])
    count = [len(lines), len(alone), len(bare)]
    owner = np.concatenate([lines["enterprise_code"], alone["enterprise_code"], bare])
    place = np.arange(len(owner))
    line = np.where(place < count[0], place, -1)
    device = np.where((place >= count[0]) & (place < count[0] + count[1]), place - count[0], -1)

    def ids(column: pd.Series, at: Positions) -> pd.api.extensions.ExtensionArray:
        return column.astype("str").array.take(at, allow_fill=True)

    return pd.DataFrame(
        {
            "enterprise_id": ids(enterprises["enterprise_id"], owner),
            "line_id": ids(lines["line_id"], line),
            "equipment_id": ids(alone["equipment_id"], device),
            "scope": pd.Series(np.repeat(SCOPES, count), dtype="str"),
            "enterprise_code": owner.astype("int32"),
            "line_code": line.astype("int32"),
            "device_code": np.append(alone["device_code"], -1)[device].astype("int32"),
        }
    )


def _said(findings: pd.DataFrame, campaign: Campaign) -> pd.Series:
    """Return what each finding says about its line, after what the plan makes of its reason."""
    result, reason = findings["result"].astype("str"), findings["reason"].astype("str")
    weak = findings["confidence"].isin(_WEAK)
    said = result.mask(weak & (result == "hit"), "review").mask(weak & (result == "clear"), "")
    without = said.isin(_OPEN)
    questions = campaign.open_questions
    said = said.mask(without & reason.isin(questions.not_concerned), _NOT_CONCERNED)
    # A line may be clear of entries that nobody has checked: that is shown, and settles nothing.
    shown = (without | (said == "clear")) & reason.isin(questions.shown_only)
    return said.mask(shown, _SHOWN_ONLY)


def _fulfilled(
    rules: Sequence[DispositionRule], findings: pd.DataFrame, said: pd.Series
) -> dict[str, Mask]:
    """Say which findings meet the conditions that each rule has for one, by the rule's id."""
    columns = {
        "results": said,
        "grounds": findings["ground"],
        "states": findings["state"],
        "reasons": findings["reason"],
        "inspection_results": findings["measured_text"],
        "severities": findings["severity"],
    }
    coded = {name: pd.Categorical(column) for name, column in columns.items()}
    met = {}
    for rule in rules:
        if rule.asks_for_a_finding:
            held = np.ones(len(findings), dtype=bool)
            for name, values in coded.items():
                if wanted := getattr(rule, name):
                    # The last place is that of a missing value.
                    held &= np.append(values.categories.isin(wanted), False)[values.codes]
            met[rule.id] = held
    return met


def _edges(matters: Mask, findings: pd.DataFrame, units: pd.DataFrame) -> _Edges:
    """Return the findings that matter, each with every unit that it holds for."""
    line, device, owner = (
        findings[name].to_numpy(np.int64)
        for name in ("line_code", "device_code", "enterprise_code")
    )
    of_line = np.flatnonzero(matters & (line >= 0))
    of_device = np.flatnonzero(matters & (line < 0) & (device >= 0))
    of_all = np.flatnonzero(matters & (line < 0) & (device < 0))
    devices = pd.Index(units.loc[units["scope"] == EQUIPMENT, "device_code"])
    alone = devices.get_indexer(pd.Index(device[of_device]))
    alone += (units["scope"] == LINE).sum()
    # Units of an enterprise lie together once they are sorted; a device stands for itself alone.
    whole = np.flatnonzero(units["scope"].to_numpy() != EQUIPMENT)
    owners = units["enterprise_code"].to_numpy()[whole]
    order = np.argsort(owners, kind="stable")
    first = np.searchsorted(owners[order], owner[of_all], "left")
    count = np.searchsorted(owners[order], owner[of_all], "right") - first
    offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
    spread = whole[order[np.repeat(first, count) + offset]]
    return _Edges(
        np.concatenate([of_line, of_device, np.repeat(of_all, count)]),
        np.concatenate([line[of_line], alone, spread]),
    )


def _with_rules(units: pd.DataFrame, chosen: Positions, campaign: Campaign) -> pd.DataFrame:
    rules = campaign.disposition_rules
    of = {one.id: one for one in campaign.dispositions}
    exits = [of[each.disposition].exits if each.exits is None else each.exits for each in rules]
    return units.assign(
        disposition=pd.array([rule.disposition for rule in rules], dtype="str").take(chosen),
        rule=pd.array([rule.id for rule in rules], dtype="str").take(chosen),
        exits=np.array(exits)[chosen],
    )


def _with_counts(
    table: pd.DataFrame,
    edges: _Edges,
    said: pd.Series,
    findings: pd.DataFrame,
    campaign: Campaign,
) -> pd.DataFrame:
    hit, open_, shown = (
        said.isin(wanted).to_numpy()[edges.finding] for wanted in (["hit"], _OPEN, [_SHOWN_ONLY])
    )
    count = {
        name: np.bincount(edges.unit[mask], minlength=len(table))
        for name, mask in (("findings", hit), ("open_questions", open_), ("not_assessed", shown))
    }
    names = [ground.id for ground in campaign.grounds]
    asked = open_ & (count["findings"][edges.unit] == 0)
    told = edges.of(hit | asked)
    ground = pd.Index(names).get_indexer(pd.Index(findings["ground"].iloc[told.finding]))
    grounds = joined_ids.joined(told.unit, ground, names, len(table))
    return table.assign(grounds=grounds, **count)


def _with_deciding(
    table: pd.DataFrame,
    deciding: _Edges,
    said: pd.Series,
    findings: pd.DataFrame,
    *,
    campaign: Campaign,
    chosen: Positions,
) -> pd.DataFrame:
    """Add what the findings that decide say; where they say nothing, what the rule says."""
    # Days as text sort as days do; a finding without one comes last.
    days = pd.Categorical(findings["deadline"].iloc[deciding.finding])
    rank = np.where(days.codes < 0, len(days.categories), days.codes)
    order = np.lexsort((deciding.finding, rank, deciding.unit))
    first = order[np.r_[True, np.diff(deciding.unit[order]) != 0]] if len(order) else order
    at = np.full(len(table), -1)
    at[deciding.unit[first]] = deciding.finding[first]
    of_first = ["state", "deadline", "deadline_basis", "authority"]
    own = {name: findings[name].astype("str").array.take(at, allow_fill=True) for name in of_first}
    asked = said.isin(_OPEN)
    responsible = findings["department"].astype("str")
    responsible = findings["supplier"].astype("str").where(asked).fillna(responsible)
    rules = campaign.disposition_rules
    ends = {step.id: step.end.isoformat() for step in campaign.steps}
    leads = {task.id: (";".join(task.lead), ";".join(task.cooperating)) for task in campaign.tasks}

    def named(ids: pd.Series) -> pd.Series:
        return joined_ids.of_units(deciding.unit, ids.iloc[deciding.finding], len(table))

    def of_rule(texts: list[str | None]) -> pd.Series:
        return pd.Series(pd.array(texts, dtype="str").take(chosen), table.index)

    deadline = of_rule([ends.get(rule.step or "") for rule in rules])
    basis = of_rule(["plan" if rule.step else None for rule in rules])
    lead, with_them = (
        of_rule([leads.get(rule.task or "", ("", ""))[place] or None for rule in rules])
        for place in (0, 1)
    )
    return table.assign(
        state=own["state"],
        deadline=pd.Series(own["deadline"], table.index).fillna(deadline),
        deadline_basis=pd.Series(own["deadline_basis"], table.index).fillna(basis),
        department=named(responsible).fillna(lead),
        cooperating=named(findings["cooperating"]).fillna(with_them),
        authority=own["authority"],
    )


def of_enterprises(
    dispositions: pd.DataFrame, enterprises: pd.DataFrame, lines: pd.DataFrame, campaign: Campaign
) -> pd.DataFrame:
    """Return what the dispositions of its lines and devices come to for each enterprise.

    An enterprise with one bad line among good ones loses the line, not itself: the whole of it exits
    only where every line in operation does.

    Parameters
    ----------
    dispositions : DataFrame
        What `suggest` returns.
    enterprises, lines : DataFrame
        The ledger's, in the order of their codes; the lines with `out_of_operation`.
    campaign : Campaign
        The plan, whose rules say which disposition is stricter: the earlier one.

    Returns
    -------
    DataFrame
        One row per enterprise, in the order of `enterprise_code`: `enterprise_id`, `disposition`
        (the strictest of what has not left yet; of an enterprise that has left, that), `extent`
        (``whole``, ``part`` or ``none`` of it exits), `lines` (in operation), `lines_exiting`,
        `deadline` (the earliest), `departments`, `enterprise_code`.

    Examples
    --------
    >>> campaign = Campaign.load()
    >>> units = pd.DataFrame({"enterprise_code": 0, "line_code": [0, 1], "deadline": ["2022-10-31", None],
    ...     "disposition": ["eliminate_now", "compliant"], "rule": ["elimination_list", "compliant"],
    ...     "exits": [True, False], "scope": "line", "department": ["gxj", None]})
    >>> lines = pd.DataFrame({"out_of_operation": [None, None]})
    >>> table = of_enterprises(units, pd.DataFrame({"enterprise_id": ["A"]}), lines, campaign)
    >>> table[["disposition", "extent", "lines", "lines_exiting"]].values.tolist()
    [['eliminate_now', 'part', 2, 1]]

    """
    rules = [rule.id for rule in campaign.disposition_rules]
    done_of = {one.id for one in campaign.dispositions if one.done}
    size, owner = len(enterprises), dispositions["enterprise_code"].to_numpy()
    done = dispositions["disposition"].isin(done_of).to_numpy()
    rank = pd.Index(rules).get_indexer(pd.Index(dispositions["rule"]))
    order = np.lexsort((rank, done, owner))
    first = np.full(size, -1)
    first[owner[order[::-1]]] = order[::-1]
    line = dispositions["line_code"].to_numpy()
    idle = np.append(lines["out_of_operation"].notna().to_numpy(), False)[line]
    exits = dispositions["exits"].to_numpy(bool)
    own = (dispositions["scope"] == LINE).to_numpy() & ~done & ~idle

    def count(mask: Mask) -> npt.NDArray[np.int64]:
        return np.bincount(owner[mask], minlength=size)

    running, leaving = count(own), count(own & exits)
    left = count(~done) == 0
    # What belongs to no line leaves a part; an enterprise without lines leaves as a whole.
    apart = count(exits & ~done & (dispositions["scope"] == EQUIPMENT).to_numpy())
    bare = count(exits & (dispositions["scope"] == ENTERPRISE).to_numpy())
    whole = left | ((running > 0) & (leaving == running)) | (bare > 0)
    extent = np.select([whole, (leaving > 0) | (apart > 0)], ["whole", "part"], "none")
    days = dispositions["deadline"].astype("str").groupby(owner).min()
    return pd.DataFrame(
        {
            "enterprise_id": enterprises["enterprise_id"].astype("str").array,
            "disposition": dispositions["disposition"].astype("str").array.take(first),
            "extent": pd.Series(extent, dtype="str"),
            "lines": running,
            "lines_exiting": leaving,
            "deadline": days.reindex(np.arange(size)).astype("str").array,
            "departments": joined_ids.of_units(owner, dispositions["department"], size),
            "enterprise_code": np.arange(size, dtype="int32"),
        }
    )
