"""Accounts, loans, guarantees and totals of banks: what contradicts itself or another table."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from .book import Book, Finding, Flags, where
from .plausibility import median_of_others
from .registry import fold

_LOAN = ["enterprise_id", "bank", "contract_no"]
_DEBTS = ["short_debt_10k_cny", "long_debt_10k_cny", "bonds_10k_cny"]
_INTEREST = ("interest_expense_10k_cny", "interest_paid_10k_cny")
_UNIT = "万元"


def money_tables(book: Book) -> Iterator[Finding]:
    """Yield what is wrong with accounts, guarantees and what banks added up."""
    if len(book.frames["finance"]):
        yield from _slips(book)
        yield from _interest_without_debt(book)
    if len(book.frames["guarantees"]):
        yield from _guarantees_of_no_loan(book)
        yield from _guarantors(book)
        yield from _guarantees_over_balance(book)
    if len(book.frames["bank_totals"]):
        yield from _totals_of_banks(book)


def _slips(book: Book) -> Iterator[Finding]:
    """Yield sums that are far from those of the enterprise's other years, whatever their sign."""
    finance = book.frames["finance"]
    least = np.log10(book.registry.plausibility.ten_thousand_slip) - 1e-9
    known = finance[finance["enterprise_code"] >= 0]
    fields = book.registry.tables["finance"].fields
    for field in (name for name, spec in fields.items() if spec.unit == _UNIT):
        given = known.loc[known[field].abs() > 0]
        sizes = np.log10(given[field].abs().to_numpy("float64"))
        apart = np.abs(sizes - median_of_others(sizes, given["enterprise_code"].to_numpy()))
        for place in where(apart >= least):
            details = {"ratio": f"{10 ** apart[place]:,.0f}"}
            at = int(given.index[place])
            yield Finding("finance", at, field, "suspect_ten_thousand", details)


def _interest_without_debt(book: Book) -> Iterator[Finding]:
    """Yield interest beside debts that are all told to be nil; a debt that is not told may be any."""
    finance = book.frames["finance"]
    told = finance[_DEBTS[:2]].notna().all(axis=1)
    nil = told & (finance[_DEBTS].fillna(0) == 0).all(axis=1)
    fields, said = book.registry.tables["finance"].fields, np.zeros(len(finance), dtype=bool)
    for field in _INTEREST:
        rows = np.asarray(nil & (finance[field] > 0), dtype=np.bool_) & ~said
        said |= rows
        details = {"header": fields[field].header}
        for at in where(rows):
            yield Finding("finance", at, field, "interest_without_debt", details)


def _loans_of(book: Book) -> pd.Series:
    """Return the position of the loan that each guarantee is of, -1 where there is none."""
    loans = book.frames["loans"].drop_duplicates(_LOAN)[_LOAN]
    wanted = book.frames["guarantees"][_LOAN]
    at = loans.assign(at=loans.index.to_numpy())
    found = wanted.merge(at, on=_LOAN, how="left")["at"]
    return found.fillna(-1).astype("int64").set_axis(wanted.index)


def _guarantees_of_no_loan(book: Book) -> Iterator[Finding]:
    guarantees, loans = book.frames["guarantees"], book.frames["loans"]
    unread = loans.loc[~book.sound("loans", *_LOAN), "enterprise_code"]
    sheet = book.registry.tables["loans"].sheet
    lone = (_loans_of(book) < 0) & (guarantees["enterprise_code"] >= 0)
    lone &= guarantees[_LOAN].notna().all(axis=1) & ~guarantees["enterprise_code"].isin(unread)
    if not book.holds("loans", *_LOAN) and len(loans):  # said once, of the column
        return
    for at in where(lone):
        details = {"target": sheet, "bank": guarantees["bank"].iloc[at]}
        yield Finding("guarantees", at, "contract_no", "guarantee_of_no_loan", details)


def _guarantors(book: Book) -> Iterator[Finding]:
    """Yield guarantors that are the borrower, or an enterprise of the roster told by its name."""
    guarantees, enterprises = book.frames["guarantees"], book.frames["enterprises"]
    names = enterprises["name"].map(fold, na_action="ignore")
    known = enterprises.loc[names.notna() & ~names.duplicated(keep=False), "enterprise_id"]
    by_name = pd.Series(known.to_numpy(), index=names[known.index])
    given = guarantees["guarantor"]
    owner = given.map(fold, na_action="ignore").map(by_name)
    own = (given == guarantees["enterprise_id"]) | (owner == guarantees["enterprise_id"])
    own = own.fillna(False)
    for at in where(own):
        yield Finding("guarantees", at, "guarantor", "guarantee_of_oneself")
    for at in where(owner.notna() & ~own & ~given.isin(enterprises["enterprise_id"].dropna())):
        details = {"owner": owner.iloc[at]}
        yield Finding("guarantees", at, "guarantor", "guarantor_by_name", details)


def _guarantees_over_balance(book: Book) -> Iterator[Finding]:
    guarantees, loans = book.frames["guarantees"], book.frames["loans"]
    of_loan = _loans_of(book)
    own = loans.reindex(np.where(of_loan >= 0, of_loan, len(loans)))
    balance = own["balance_10k_cny"].set_axis(guarantees.index)
    sheet = book.registry.tables["loans"].sheet
    for at in where(guarantees["amount_10k_cny"] > balance):
        details = {
            "target": sheet,
            "number": int(own["row"].iloc[at]),
            "balance": f"{balance.iloc[at]:,.10g}",
        }
        yield Finding("guarantees", at, "amount_10k_cny", "guarantee_over_balance", details)


def _totals_of_banks(book: Book) -> Iterator[Finding]:
    """Yield totals beside the single loans of their bank, and those that are smaller than the loans."""
    totals, loans = book.frames["bank_totals"], book.frames["loans"]
    detail = loans.groupby("bank")["balance_10k_cny"].sum()
    both = totals["bank"].isin(detail.index)
    sheet = book.registry.tables["loans"].sheet
    for at in where(both & ~totals["bank"].duplicated()):
        details = {"target": sheet, "bank": totals["bank"].iloc[at]}
        yield Finding("bank_totals", at, "bank", "bank_given_twice", details)
    whole = totals[_of_the_roster(totals) & both]
    undivided = whole["quarter"].isna()
    of_quarters = whole[~undivided].groupby("bank")["balance_10k_cny"].sum()
    in_one = whole[undivided].groupby("bank")["balance_10k_cny"].sum()
    total = in_one.combine(of_quarters, np.fmax)
    for at in whole.index[~whole["bank"].duplicated()]:
        bank = whole["bank"].loc[at]
        if total[bank] < detail[bank]:
            details = {
                "target": sheet,
                "bank": bank,
                "detail": f"{detail[bank]:,.10g}",
                "total": f"{total[bank]:,.10g}",
            }
            field = "balance_10k_cny"
            yield Finding("bank_totals", int(at), field, "bank_total_too_small", details)


def _of_the_roster(totals: pd.DataFrame) -> Flags:
    return np.asarray(totals["scope"] == "roster", dtype=np.bool_)
