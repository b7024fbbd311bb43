"""Whose row is this? Numbers lead to an enterprise; names only propose one, until a person decides.

Nothing is joined by a name, however alike. Where a number and a name speak of two enterprises, nothing
is joined either, and the contradiction is told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...ledger.registry import registry
from ...sheets.cells import Cell, as_text, is_blank
from ...text import _
from ..mapping import SUBJECT_KEYS
from .candidates import Candidates
from .decided import Decisions, Subject
from .directory import KEYS, Directory, credit_code, key_text
from .rules import rules
from .scoring import FULL, Score


@dataclass(frozen=True)
class Proposal:
    """An enterprise that a row may be of: points of a hundred, and the reasons in words."""

    enterprise_id: str
    score: float
    reason: str


@dataclass(frozen=True)
class Match:
    """Whose a row of a list is.

    Attributes
    ----------
    enterprise_id : str or None
        The enterprise, or None as long as nobody knows.
    how : str or None
        ``decision``, or ``key:`` and the key that led there.
    proposals : tuple of Proposal
        Enterprises for a person to choose from, best first; empty where the row is joined.
    rejected : bool
        Whether a person has rejected what there was to propose.
    contradiction : str
        Keys, name and decision that disagree; empty where none do.
    subject : Subject
        What the list says of the enterprise.
    decided_by : tuple of int
        Rows of the decisions that bear on it.

    """

    enterprise_id: str | None
    how: str | None
    proposals: tuple[Proposal, ...] = ()
    rejected: bool = False
    contradiction: str = ""
    subject: Subject = field(default_factory=Subject)
    decided_by: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits for a person."""
        return self.enterprise_id is None and not self.rejected


@dataclass(frozen=True)
class _Leads:
    """Where the keys of a row lead: the one enterprise, by which key, and all that they tell of."""

    sole: str | None
    key: str
    told: tuple[str, ...]
    contradiction: str


def match(
    subjects: Sequence[Mapping[str, Cell]],
    directory: Directory,
    decisions: Decisions | None = None,
    *,
    source: str = "",
) -> list[Match]:
    """Find the enterprise of each row of a list.

    Parameters
    ----------
    subjects : sequence of mapping of str to cell
        What each row says of its enterprise, by the keys of `mapping.SUBJECT_KEYS`.
    directory : Directory
        The roster.
    decisions : Decisions, optional
        What persons have decided.
    source : str
        Title of the list or its supplier, by which decisions name it.

    Returns
    -------
    list of Match
        One for each row, in their order; rows that say the same share one.

    Examples
    --------
    >>> directory = Directory([{"enterprise_id": "E1", "name": "示例区白鹭水泥有限公司"}])
    >>> (found,) = match([{"name": "示例区白鹭水泥有限公司"}], directory)
    >>> found.enterprise_id is None, found.proposals
    (True, (Proposal(enterprise_id='E1', score=100.0, reason='名称完全一致'),))

    """
    texts = [tuple(_text(one.get(key)) for key in SUBJECT_KEYS) for one in subjects]
    distinct = sorted(set(texts))
    given = [dict(zip(SUBJECT_KEYS, text, strict=True)) for text in distinct]
    candidates = Candidates(directory, [one["name"] for one in given])
    matcher = _Matcher(directory, decisions or Decisions(), candidates, source)
    found = {text: matcher.match(one) for text, one in zip(distinct, given, strict=True)}
    return [found[text] for text in texts]


def _text(cell: Cell) -> str:
    return "" if is_blank(cell) else as_text(cell)


class _Matcher:
    def __init__(
        self, directory: Directory, decisions: Decisions, candidates: Candidates, source: str
    ):
        self.directory = directory
        self.decisions = decisions
        self.candidates = candidates
        self.source = source

    def match(self, given: Mapping[str, str]) -> Match:
        """Return whose a row is: what a person has decided goes before what its numbers say."""
        subject = Subject(given["name"], given["address"], _codes(given), self.source)
        said = self.decisions.on(subject)
        chosen = {one.chosen for one in said if one.chosen in self.directory.enterprises}
        no = {one.rejected for one in said if one.rejected}
        rows = tuple(sorted(one.row for one in said))
        leads = self._leads(given)
        if len(chosen) == 1:
            (enterprise,) = chosen
            against = self._against(enterprise, leads)
            return Match(enterprise, "decision", (), False, against, subject, rows)
        against = leads.contradiction or self._name_against(given["name"], leads)
        if leads.sole in no and leads.sole is not None:
            against = _("{key}指向“{name}”，但已确认不是这家企业").format(
                key=_label(leads.key), name=self._name(leads.sole)
            )
        if leads.sole is not None and not against:
            return Match(leads.sole, f"key:{leads.key}", (), False, "", subject, rows)
        proposals = self._proposals(given, leads, against, no)
        rejected = bool(no) and not proposals
        return Match(None, None, proposals, rejected, against, subject, rows)

    def _name(self, enterprise_id: str) -> str:
        return self.directory.enterprises[enterprise_id].name

    def _leads(self, given: Mapping[str, str]) -> _Leads:
        found = {key: self.directory.lead(key, given[key]) for key in KEYS}
        told = {key: ids for key, ids in found.items() if ids}
        sole = {key: ids[0] for key, ids in told.items() if len(ids) == 1}
        several = [
            _("{key}“{value}”对应{count}家企业（{names}）").format(
                key=_label(key), value=given[key], count=len(ids),
                names=_("、").join(self._name(one) for one in ids),
            )
            for key, ids in told.items()
            if len(ids) > 1
        ]  # fmt: skip
        if len(set(sole.values())) > 1:
            several.insert(0, _("；").join(self._leads_to(key, one) for key, one in sole.items()))
        everyone = tuple(sorted({one for ids in told.values() for one in ids}))
        if len(set(sole.values())) == 1:
            key, enterprise = next(iter(sole.items()))
            beside = [ids for ids in told.values() if enterprise not in ids]
            return _Leads(enterprise, key, everyone, _("；").join(several) if beside else "")
        return _Leads(None, "", everyone, _("；").join(several))

    def _leads_to(self, key: str, enterprise_id: str) -> str:
        return _("{key}指向“{name}”").format(key=_label(key), name=self._name(enterprise_id))

    def _name_against(self, name: str, leads: _Leads) -> str:
        """Say that the key leads to one enterprise and the name is, letter for letter, another's."""
        if leads.sole is None or not name:
            return ""
        known = self.directory.named(name)
        bearers = {one.enterprise_id for one in known if one.kind not in ("lessee", "lessor")}
        # An account may well stand in the name of the landlord: that explains the name.
        if not bearers or leads.sole in {one.enterprise_id for one in known}:
            return ""
        return _("{lead}，但名单上的名称是“{names}”的名称").format(
            lead=self._leads_to(leads.key, leads.sole),
            names=_("、").join(self._name(one) for one in sorted(bearers)),
        )

    def _against(self, enterprise: str, leads: _Leads) -> str:
        """Say that a person has decided for another enterprise than the one a key leads to."""
        if leads.sole in (None, enterprise):
            return ""
        return _("{lead}，人工确认为“{name}”").format(
            lead=self._leads_to(leads.key, str(leads.sole)), name=self._name(enterprise)
        )

    def _proposals(
        self, given: Mapping[str, str], leads: _Leads, against: str, no: set[str]
    ) -> tuple[Proposal, ...]:
        """Return the best proposals, and with them all that have as many points as the last."""
        address = self.directory.normaliser.address(given["address"])
        scores = self.candidates.scores(given["name"], address)
        code = credit_code(given["uscc"])
        found = {key: self._by_code(key, one, code) for key, one in scores.items()}
        for enterprise in leads.told:
            points, reasons = found.get(enterprise, (0.0, []))
            found[enterprise] = (max(points, rules().scores.undecided_key), reasons)
        proposals = [
            Proposal(one, points, _("；").join([*reasons, against] if against else reasons))
            for one, (points, reasons) in found.items()
            if points >= rules().threshold and one not in no
        ]
        proposals.sort(key=lambda one: (-one.score, one.enterprise_id))
        most = rules().proposals
        return tuple(
            one
            for at, one in enumerate(proposals)
            if at < most or one.score == proposals[most - 1].score
        )

    def _by_code(self, enterprise: str, one: Score, code: str) -> tuple[float, list[str]]:
        """Return points and reasons, less where the list has another sound credit code."""
        own = self.directory.enterprises[enterprise].uscc
        if not (code and own) or code == own:
            return one.points, list(one.reasons)
        less = 0.0 if one.points == FULL else rules().adjust.other_code
        return max(one.points + less, 0.0), [*one.reasons, _("统一社会信用代码不同")]


def _label(key: str) -> str:
    """Return what a key is called."""
    tables = registry().tables
    if key in tables["enterprises"].fields:
        return tables["enterprises"].fields[key].header
    return tables["identifiers"].fields["kind"].choices[key]


def _codes(given: Mapping[str, str]) -> str:
    """Return the numbers of a row with what they are, for a person to check."""
    shown = [f"{_label(key)}{given[key]}" for key in KEYS if key_text(given[key])]
    return _("；").join(shown)
