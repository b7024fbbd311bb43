"""The directory: which enterprise a number leads to, and by which names each one is known."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import pandas as pd

from ...ledger.registry import registry
from ...sheets.cells import Cell, as_text, is_blank
from .areas import Area
from .names import Address, Name, Normaliser, folded
from .rules import NameKind, rules

T = TypeVar("T")
Rows = pd.DataFrame | Iterable[Mapping[str, Any]]

KEYS = (
    "uscc",
    "enterprise_id",
    "electricity_account",
    "pollution_permit",
    "social_insurance_account",
    "parcel",
)
# A pollution permit is the credit code, three digits and a letter.
_CREDIT_CODE = 18


@dataclass(frozen=True)
class Enterprise:
    """An enterprise of the roster, as far as it takes to recognise it."""

    enterprise_id: str
    name: str
    uscc: str
    address: Address


@dataclass(frozen=True)
class KnownAs:
    """A name under which an enterprise is known, and what kind of name it is."""

    enterprise_id: str
    kind: NameKind
    text: str
    name: Name


class Directory:
    """The enterprises of the roster, by key and by name.

    Parameters
    ----------
    enterprises : DataFrame or iterable of mapping
        Rows with `enterprise_id` and `name`, and where known `uscc`, `township` and `address`.
    identifiers : DataFrame or iterable of mapping
        Rows with `enterprise_id`, `kind`, `value`, and where known `valid_from` and `valid_to`.
    area : Area
        The county, whose names do not tell two of its enterprises apart.
    period : tuple of date, optional
        First and last day that a list is about: a number that was in use at another time only leads
        nowhere. Without it every number counts, whenever it was in use.

    Examples
    --------
    >>> roster = [{"enterprise_id": "E1", "name": "示例区白鹭水泥有限公司"}]
    >>> meters = [{"enterprise_id": "E1", "kind": "electricity_account", "value": "0791"}]
    >>> Directory(roster, meters).lead("electricity_account", "0791")
    ('E1',)

    """

    def __init__(
        self,
        enterprises: Rows,
        identifiers: Rows = (),
        *,
        area: Area | None = None,
        period: tuple[dt.date, dt.date] | None = None,
    ):
        roster = sorted(_records(enterprises), key=lambda row: _text(row, "enterprise_id"))
        named = [row for row in _records(identifiers) if _in_use(row, period)]
        self.normaliser = Normaliser(area or Area(), (_text(row, "township") for row in roster))
        self.enterprises = {
            _text(row, "enterprise_id"): Enterprise(
                _text(row, "enterprise_id"),
                _text(row, "name"),
                credit_code(row.get("uscc")) or credit_code(_text(row, "enterprise_id")),
                self.normaliser.address(_text(row, "address"), _text(row, "township")),
            )
            for row in roster
        }
        self._leads = self._index(roster, named)
        self.known_as = self._known_as(named, _records(identifiers))
        self._by_full = _gather((one.name.full, one) for one in self.known_as)
        self._by_core = _gather((one.name.core, one) for one in self.known_as if one.name.brand)
        self._by_site = _gather(
            (f"{one.address.road}|{one.address.number}", one)
            for one in self.enterprises.values()
            if one.address.is_precise
        )

    def _index(
        self, roster: list[Mapping[str, Any]], identifiers: list[Mapping[str, Any]]
    ) -> dict[tuple[str, str], set[str]]:
        leads: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in roster:
            own = _text(row, "enterprise_id")
            leads["enterprise_id", key_text(own)].add(own)
            for code in (row.get("uscc"), own):  # the id is the credit code where there is one
                if text := key_text(code):
                    leads["uscc", text].add(own)
        for row in identifiers:
            kind, own = _kind(row), _text(row, "enterprise_id")
            text = key_text(row.get("value"))
            if kind in KEYS and text and own in self.enterprises:
                leads[kind, text].add(own)
        return dict(leads)

    def _known_as(
        self, in_use: list[Mapping[str, Any]], identifiers: list[Mapping[str, Any]]
    ) -> list[KnownAs]:
        """Return every name, an enterprise's own first; a tenant's or landlord's only while it is one."""
        found = [("name", one.enterprise_id, one.name) for one in self.enterprises.values()]
        kinds = rules().kinds
        for rows, wanted in (
            (identifiers, ("former_name", "other_name")),
            (in_use, ("lessee", "lessor")),
        ):
            found += [
                (_kind(row), _text(row, "enterprise_id"), _text(row, "value"))
                for row in rows
                if _kind(row) in wanted and _text(row, "enterprise_id") in self.enterprises
            ]
        order = list(kinds)
        known = {
            KnownAs(own, cast(NameKind, kind), text, self.normaliser.name(text))
            for kind, own, text in found
            if text
        }
        return sorted(known, key=lambda one: (one.enterprise_id, order.index(one.kind), one.text))

    def lead(self, key: str, value: Cell) -> tuple[str, ...]:
        """Return the enterprises that a number leads to: none, one, or several that share it.

        Parameters
        ----------
        key : str
            One of `KEYS`.
        value : str or float
            The number as the list has it.

        """
        text = key_text(value)
        found = set(self._leads.get((key, text), ())) if text else set()
        if key == "pollution_permit" and len(text) > _CREDIT_CODE:
            found |= self._leads.get(("uscc", text[:_CREDIT_CODE]), set())
        return tuple(sorted(found))

    def named(self, name: str) -> tuple[KnownAs, ...]:
        """Return those known by a name, letter for letter or but for place and legal form."""
        taken = self.normaliser.name(name)
        exact = self._by_full.get(taken.full, [])
        alike = self._by_core.get(taken.core, []) if taken.brand else []
        same = [one for one in alike if one.name.elsewhere == taken.elsewhere and one not in exact]
        return (*exact, *same)

    def at(self, address: Address) -> list[Enterprise]:
        """Return the enterprises at a precise address."""
        if not address.is_precise:
            return []
        found = self._by_site.get(f"{address.road}|{address.number}", [])
        return [one for one in found if same_site(address, one.address)]


def same_site(one: Address, other: Address) -> bool:
    """Say whether two addresses are of one site; a township may be left out, a number may not."""
    if not one.is_precise or (one.road, one.number) != (other.road, other.number):
        return False
    unsaid = bool(one.road) and not (one.township and other.township)
    return one.township == other.township or unsaid


def key_text(value: Cell) -> str:
    """Return a number in the form in which it is compared, or nothing where there is none.

    Examples
    --------
    >>> key_text(" ３６04 x "), key_text(791.0), key_text("无")
    ('3604X', '791', '')

    """
    if is_blank(value):
        return ""
    text = "".join(as_text(value).split()).upper()
    return text if folded(text).strip("0") and text not in rules().no_key else ""


def credit_code(value: Cell) -> str:
    """Return a sound credit code in the form in which it is compared, or nothing."""
    from stdnum.cn import uscc

    text = key_text(value)
    return text if uscc.is_valid(text) else ""


def _records(rows: Rows) -> list[Mapping[str, Any]]:
    if isinstance(rows, pd.DataFrame):
        return cast(list[Mapping[str, Any]], rows.to_dict("records"))
    return list(rows)


def _text(row: Mapping[str, Any], field: str) -> str:
    value = row.get(field)
    return "" if value is pd.NA or is_blank(value) else as_text(value)


def _kind(row: Mapping[str, Any]) -> str:
    """Return the kind of an identifier, which a list may give by its label."""
    kind = _text(row, "kind")
    labels = registry().tables["identifiers"].fields["kind"].choices
    return kind if kind in labels else _kinds_by_label().get(kind, "")


def _kinds_by_label() -> dict[str, str]:
    choices = registry().tables["identifiers"].fields["kind"].choices
    return {label: kind for kind, label in choices.items()}


def _in_use(row: Mapping[str, Any], period: tuple[dt.date, dt.date] | None) -> bool:
    """Say whether an identifier was in use on any day of a period; an unknown end is open."""
    if period is None:
        return True
    start, end = _day(row.get("valid_from")), _day(row.get("valid_to"))
    return (start is None or start <= period[1]) and (end is None or end >= period[0])


def _day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return None if pd.isna(value) else value.date()
    return value if isinstance(value, dt.date) else None


def _gather(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        if key:
            found[key].append(value)
    return dict(found)
