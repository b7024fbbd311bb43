"""Codes and numbers of enterprises that are not their own, or that two of them claim."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .book import Book, Finding, Integers, where
from .credit_codes import LENGTH
from .registry import fold

_LIKE_A_CODE = f"[0-9A-Za-z]{{{LENGTH}}}"
# Kinds of identifier that one enterprise has at a time, and tables that are keyed by such a number.
_ONES_OWN = ("electricity_account", "pollution_permit", "social_insurance_account", "parcel")
_ACCOUNTS = {"metered_energy": ["account", "year", "carrier"]}
_NAMES = ("former_name", "other_name")


def identities(book: Book) -> Iterator[Finding]:
    """Yield what says of an enterprise that it is another one."""
    yield from _ids_unlike_codes(book)
    yield from _twice_in_the_roster(book)
    yield from _permits_of_others(book)
    yield from _shared(book)
    yield from _names_that_are_none(book)


def _ids_unlike_codes(book: Book) -> Iterator[Finding]:
    """Yield ids that look like a credit code, and are not the one beside it or none at all."""
    from stdnum.cn import uscc

    enterprises = book.frames["enterprises"]
    ids, codes = enterprises["enterprise_id"], enterprises["uscc"]
    like = ids.str.fullmatch(_LIKE_A_CODE).fillna(False).to_numpy(dtype=bool)
    like = like & book.sound("enterprises", "uscc") & ~(ids == codes).fillna(False).to_numpy(bool)
    for at in where(like):
        given = str(ids.iloc[at])
        if isinstance(code := codes.iloc[at], str):
            yield Finding(
                "enterprises", at, "enterprise_id", "id_differs_from_code", {"uscc": code}
            )
        elif not uscc.is_valid(given):
            yield Finding("enterprises", at, "enterprise_id", "bad_code_as_id")


def _twice_in_the_roster(book: Book) -> Iterator[Finding]:
    """Yield enterprises whose credit code is that of another row, told there by the other column."""
    enterprises = book.frames["enterprises"]
    codes = _own_codes(enterprises).str.upper()
    if not codes.dropna().duplicated().any():
        return
    known = enterprises.assign(code=codes).dropna(subset="code")
    first = known.groupby("code")["row"].transform("min")
    reported = _repeats(known["enterprise_id"]) | _repeats(known["uscc"])
    for at in known.index[(known["row"] != first) & ~reported]:
        field = "enterprise_id" if pd.isna(known["uscc"].loc[at]) else "uscc"
        header = book.registry.tables["enterprises"].fields[field].header
        details = {"first": int(first[at]), "header": header}
        yield Finding("enterprises", int(at), field, "duplicate_value", details)


def _repeats(values: pd.Series) -> pd.Series:
    return values.notna() & values.duplicated()


def _own_codes(enterprises: pd.DataFrame) -> pd.Series:
    """Return the credit code of each enterprise: the one it gives, or its id if that looks like one."""
    ids = enterprises["enterprise_id"]
    return enterprises["uscc"].fillna(ids.where(ids.str.fullmatch(_LIKE_A_CODE).fillna(False)))


def _permits_of_others(book: Book) -> Iterator[Finding]:
    """Yield pollution permits that begin with the credit code of another enterprise."""
    from stdnum.cn import uscc

    identifiers, enterprises = book.frames["identifiers"], book.frames["enterprises"]
    if identifiers.empty:
        return
    permits = (identifiers["kind"] == "pollution_permit") & (identifiers["enterprise_code"] >= 0)
    permits &= identifiers["value"].notna()
    own = _own_codes(enterprises)
    owners = {code: at for at, code in enumerate(own) if isinstance(code, str)}
    for at in where(permits):
        code = fold(str(identifiers["value"].iloc[at])).upper()[:LENGTH]
        mine = own.iloc[int(identifiers["enterprise_code"].iloc[at])]
        owner = owners.get(code)
        if code == mine or not uscc.is_valid(code) or (owner is None and not isinstance(mine, str)):
            continue
        if owner is None:
            details = {"own": mine}
            yield Finding("identifiers", at, "value", "permit_of_unknown_code", details)
        else:
            row = int(enterprises["row"].iloc[owner])
            details = {"target": book.registry.tables["enterprises"].sheet, "number": row}
            yield Finding("identifiers", at, "value", "permit_of_another_code", details)


def _shared(book: Book) -> Iterator[Finding]:
    """Yield numbers that two enterprises claim for the same time."""
    identifiers = book.frames["identifiers"]
    own = identifiers[identifiers["kind"].isin(_ONES_OWN)] if len(identifiers) else identifiers
    yield from _shared_in(book, "identifiers", own, ["kind", "value"])
    for name, keys in _ACCOUNTS.items():
        yield from _shared_in(book, name, book.frames[name], keys)


def _shared_in(book: Book, name: str, frame: pd.DataFrame, keys: list[str]) -> Iterator[Finding]:
    if frame.empty:
        return
    field = "value" if name == "identifiers" else keys[0]
    claimed = frame[(frame["enterprise_code"] >= 0) & frame[field].notna()]
    claimed = claimed[claimed.duplicated(keys, keep=False)]
    for _key, rows in claimed.groupby(keys, observed=True, sort=False):
        owner, begun, ended = rows["enterprise_code"].to_numpy(), *_validity(rows)
        for place in range(1, len(rows)):
            met = (owner[:place] != owner[place]) & (begun[:place] <= ended[place])
            others = np.flatnonzero(met & (ended[:place] >= begun[place]))
            if len(others):
                details = {"first": int(rows["row"].iloc[others[0]])}
                yield Finding(name, int(rows.index[place]), field, "identifier_shared", details)


def _validity(rows: pd.DataFrame) -> tuple[Integers, Integers]:
    """Return the first and the last day of each row as numbers; where they are blank, all days."""
    ends = np.iinfo(np.int64).min, np.iinfo(np.int64).max
    if "valid_from" not in rows:
        return np.full(len(rows), ends[0]), np.full(len(rows), ends[1])
    days = (rows[key].to_numpy("datetime64[D]") for key in ("valid_from", "valid_to"))
    first, last = (
        np.where(np.isnat(day), end, day.astype("int64"))
        for day, end in zip(days, ends, strict=True)
    )
    return first, last


def _names_that_are_none(book: Book) -> Iterator[Finding]:
    """Yield former and other names that are the name which the enterprise has now."""
    identifiers = book.frames["identifiers"]
    if identifiers.empty:
        return
    labels = book.registry.tables["identifiers"].fields["kind"].labels
    named = identifiers["kind"].isin(_NAMES) & (identifiers["enterprise_code"] >= 0)
    names = book.frames["enterprises"]["name"]
    for at in where(np.asarray(named & identifiers["value"].notna())):
        present = names.iloc[int(identifiers["enterprise_code"].iloc[at])]
        given = identifiers["value"].iloc[at]
        if isinstance(present, str) and fold(present) == fold(str(given)):
            kind = labels[str(identifiers["kind"].iloc[at])]
            yield Finding("identifiers", at, "value", "name_not_former", {"kind": kind})
