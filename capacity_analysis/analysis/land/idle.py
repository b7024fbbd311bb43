"""Idle land by 国土资源部令第53号 (《闲置土地处置办法》), and what follows from it.

The tests hold for state-owned land alone. Until the authority has found a parcel idle it is only
suspected (疑似闲置), art. 2. Fee and take-back concern land on which works never started; where they
stopped, what becomes of it is negotiated. A plant that was finished is never idle by these tests.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..gaps import at_or_below
from .distinct import DISPUTED, EXCLUDED_CAUSES, TRACES
from .joined import Mask, chosen, first_of, flagged
from .parameters import Law, Value

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]

TESTS = ("not_started", "suspended", "none", "unknown")
STATE_LAND = ("granted", "allocated", "leased")
_FINISHED = ("in_use", "vacant")
_BUILT = (*_FINISHED, "partly_used")
_YEAR = 12  # months


def months_since(days: Days, as_of: dt.date) -> Floats:
    """Return how many whole months of the calendar lie between each day and `as_of`.

    A month is full on the day that bears the same number, and where the month has no such day on its
    last one (《民法典》第二百零二条). A day that is missing or lies ahead gives none.

    Examples
    --------
    >>> days = np.array(["2021-09-10", "2021-09-11", "2022-08-31", "NaT"], dtype="datetime64[D]")
    >>> months_since(days, dt.date(2022, 9, 10)).tolist()
    [12.0, 11.0, 0.0, nan]
    >>> months_since(days[2:3], dt.date(2023, 2, 28)).tolist()
    [6.0]

    """
    day = np.datetime64(as_of, "D")
    month, now = days.astype("datetime64[M]"), day.astype("datetime64[M]")
    of_month = (days - month.astype("datetime64[D]")).astype(np.int64)
    last = ((now + 1).astype("datetime64[D]") - now.astype("datetime64[D]")).astype(np.int64) - 1
    today = (day - now.astype("datetime64[D]")).astype(np.int64)
    whole = (now - month).astype(np.int64) - (today < np.minimum(of_month, last))
    known = ~np.isnat(days) & (days <= day)
    return np.where(known, whole.astype(np.float64), np.nan)


def idle(parcels: pd.DataFrame, law: Law, as_of: dt.date) -> pd.DataFrame:
    """Return what the tests of idle land say of each parcel, and what would follow.

    Idle is state-owned land (granted, allocated or leased; where the right is not known nobody can
    say) on which works have not started a year after the agreed day; or have started and stopped for
    a year while less than a third of the area is developed or less than 25 % of the investment
    made, the land's price and taxes left out. One of the two shares suffices. A delay that the
    government or force majeure caused is left out; where the authority finds such land idle all the
    same, it owes no fee and is not taken back.

    Parameters
    ----------
    parcels : DataFrame
        `distinct.Parcels.table`.
    law : Law
        The land parameters in force.
    as_of : date
        The day; what happened later has not happened.

    Returns
    -------
    DataFrame
        One row per parcel: `idle_test` (one of `TESTS`), `idle_months` (since the agreed start, or
        since the works stopped), `found` and `suspected` (bool), `fee_10k_cny`, `take_back`,
        `excluded_cause`, `result` (of a finding), `reason` (of it), `reasons` (of the parcel),
        `row_id` and `confidence` (of the rule), `parameters` (row ids joined), `concerned` (whether
        a finding can be made: state-owned or of unknown right, with a date or the authority's
        finding), `begun` (works have started by the day).

    """
    facts = _Facts(parcels, law, as_of)
    test = facts.test()
    met = test < TESTS.index("none")
    right = parcels["right"]
    owned, unsaid = right.isin(STATE_LAND).to_numpy(), right.isna().to_numpy()
    authority = parcels["idle_finding"]
    says_idle = (authority == "found").to_numpy()
    says_not = (authority == "not_idle").to_numpy()
    caused = parcels["delay_cause"].isin(EXCLUDED_CAUSES).to_numpy()
    found = says_idle & owned
    excluded = met & caused & ~says_not
    disputed = parcels[DISPUTED].to_numpy(bool)
    suspected = met & owned & ~excluded & ~says_idle & ~says_not & ~disputed
    open_right = unsaid & (met | says_idle) & ~says_not
    verdicts = {
        "found": found, "right_unknown": open_right, "facts_differ": disputed, "found_not_idle": says_not,
        "cause_excluded": excluded & owned, "not_found_yet": suspected,
        **facts.unknown_reasons(test == TESTS.index("unknown")),
    }  # fmt: skip
    # Places in "hit", "review", "undecided", "clear".
    results = [0, 2, 2, 3, 1, 1]
    results += [2] * (len(verdicts) - len(results))
    result = np.select(list(verdicts.values()), results, 3)
    reason = first_of(verdicts)
    # What the authority has found idle for a cause of the government's owes nothing either.
    told = facts.consequences((found & ~excluded) | suspected, test)
    dated = facts.dated() | authority.notna().to_numpy() | disputed
    return pd.DataFrame(
        {
            "idle_test": chosen(list(TESTS), test),
            "idle_months": facts.months,
            "found": found,
            "suspected": suspected,
            "fee_10k_cny": told.fee,
            "take_back": told.take_back,
            "excluded_cause": parcels["delay_cause"].where(excluded),
            "result": chosen(["hit", "review", "undecided", "clear"], result),
            "reason": reason.mask(reason == "found"),
            # Whether collective land lies idle is no question of this law.
            "reasons": flagged(
                {
                    name: mask & (owned | unsaid)
                    for name, mask in {**verdicts, **told.reasons}.items()
                    if name != "found"
                }
            ),
            **facts.rules(test, says_idle | says_not, excluded, told),
            "concerned": dated & (owned | unsaid),
            "begun": facts.begun,
        }
    )


class _Consequences:
    """Fee and take-back of land on which works never started."""

    def __init__(self, parcels: pd.DataFrame, law: Law, due: Mask, months: Floats) -> None:
        price = parcels["price_10k_cny"].to_numpy(np.float64)
        rate, years = law.get("idle_fee_rate"), law.get("idle_take_back_years")
        self.rows = (rate, years)
        self.due = due
        leased = (parcels["right"] == "leased").to_numpy()
        self.fee: Floats = np.where(due & ~leased, price * rate.number, np.nan)
        self.take_back: Mask = due & (months >= years.number * _YEAR)
        self.reasons: dict[str, Mask] = {
            "fee_basis_unknown": due & leased,
            "price_missing": due & ~leased & np.isnan(price),
        }


class _Facts:
    """The dates of each parcel, and what the tests make of them."""

    def __init__(self, parcels: pd.DataFrame, law: Law, as_of: dt.date) -> None:
        self.parcels, self.law = parcels, law
        day = np.datetime64(as_of, "D")
        self.agreed, started, stopped = (
            parcels[name].to_numpy("datetime64[D]")
            for name in ("agreed_start_on", "started_on", "suspended_on")
        )
        state = parcels["use_state"]
        self.no_state = state.isna().to_numpy()
        built = state.isin(_BUILT).to_numpy()
        begun = (started <= day) | built
        developed = parcels["developed_percent"].to_numpy(np.float64)
        self.begun = begun
        self.contradicted = ~begun & parcels[TRACES].to_numpy(bool)
        self.waiting = ~begun & ~self.contradicted
        halted = begun & ~state.isin(_FINISHED).to_numpy() & (stopped <= day)
        self.disordered = halted & (stopped < started)
        self.halted = halted & ~self.disordered
        self.shares = developed / 100, parcels["invested_percent"].to_numpy(np.float64) / 100
        self.started, self.stopped = started, stopped
        self.months: Floats = np.where(
            self.waiting, months_since(self.agreed, as_of),
            np.where(self.halted, months_since(stopped, as_of), np.nan),
        )  # fmt: skip

    @property
    def _limits(self) -> tuple[Value, Value, Value, Value]:
        names = ("idle_not_started_years", "idle_suspended_years", "idle_built_area_share",
                 "idle_invested_share")  # fmt: skip
        first, second, third, fourth = (self.law.get(name) for name in names)
        return first, second, third, fourth

    def test(self) -> npt.NDArray[np.int64]:
        """Return the place of each parcel's test in `TESTS`."""
        start, stop, _built, _invested = self._limits
        late = self.waiting & (self.months >= start.number * _YEAR)
        halted = self.halted & (self.months >= stop.number * _YEAR)
        few, enough = self._shares()
        unknown = np.logical_or.reduce(list(self._gaps(halted & ~few & ~enough).values()))
        return np.select([late, halted & few, unknown], [0, 1, 3], 2)

    def _shares(self) -> tuple[Mask, Mask]:
        """Return whether a share lies under its limit, and whether both are known not to."""
        _start, _stop, *limits = self._limits
        pairs = list(zip(self.shares, limits, strict=True))
        under = [~at_or_below(limit.number, share) & ~np.isnan(share) for share, limit in pairs]
        reached = [at_or_below(limit.number, share) for share, limit in pairs]
        return under[0] | under[1], reached[0] & reached[1]

    def _gaps(self, shares_missing: Mask) -> dict[str, Mask]:
        no_rule = not all(limit.known for limit in self._limits)
        no_day = self.waiting & np.isnat(self.agreed)
        return {
            "no_rule": np.full(len(self.parcels), no_rule),
            "start_contradicted": self.contradicted,
            "dates_disordered": self.disordered,
            "use_state_missing": no_day & self.no_state,
            "agreed_start_missing": no_day & ~self.no_state,
            "shares_missing": shares_missing,
        }

    def unknown_reasons(self, unknown: Mask) -> dict[str, Mask]:
        """Return why the tests of a parcel say nothing."""
        few, enough = self._shares()
        gaps = self._gaps(self.halted & ~few & ~enough)
        return {name: mask & unknown for name, mask in gaps.items()}

    def dated(self) -> Mask:
        """Whether a parcel has any of the days that the tests count from."""
        missing: Mask = np.isnat(self.agreed) & np.isnat(self.started) & np.isnat(self.stopped)
        return ~missing

    def consequences(self, idle: Mask, test: npt.NDArray[np.int64]) -> _Consequences:
        """Return what follows where works never started."""
        return _Consequences(self.parcels, self.law, idle & (test == 0), self.months)

    def rules(
        self, test: npt.NDArray[np.int64], by_finding: Mask, excluded: Mask, told: _Consequences
    ) -> dict[str, pd.Series]:
        """Return the row that governs each parcel, its confidence, and all the rows used."""
        start, stop, built, invested = self._limits
        finding = self.law.get("idle_finding")
        governing = [start, stop, finding]
        place = np.select([by_finding, self.halted | self.disordered], [2, 1], 0)
        marks = [*(value.confidence for value in governing), "recalled"]
        recalled = excluded & ~by_finding
        suspended = test == TESTS.index("suspended")
        tested = test < TESTS.index("unknown")
        rate, back = told.rows
        used = {
            finding.row_id: by_finding, start.row_id: self.waiting & tested,
            stop.row_id: self.halted & tested, built.row_id: suspended,
            invested.row_id: suspended, rate.row_id: told.due, back.row_id: told.take_back,
        }  # fmt: skip
        return {
            "row_id": chosen([value.row_id for value in governing], place),
            "document": chosen([value.document_id for value in governing], place),
            # That a cause of the government's leaves the fee and the take-back out is recalled.
            "confidence": chosen(marks, np.where(recalled, len(governing), place)),
            "parameters": flagged({name: mask for name, mask in used.items() if name}
                                  or {"": np.zeros(len(self.parcels), dtype=bool)}),
        }  # fmt: skip


def findings(parcels: pd.DataFrame, told: pd.DataFrame, law: Law) -> pd.DataFrame:
    """Return the findings on the ground `idle_land`: one for each parcel that the tests can concern.

    Parameters
    ----------
    parcels : DataFrame
        `distinct.Parcels.table` with `source_cell`.
    told : DataFrame
        What `idle` returns.
    law : Law
        The land parameters in force.

    Returns
    -------
    DataFrame
        Columns of `analysis.findings.COLUMNS`: a hit only where the authority has found the parcel
        idle, review where it is suspected; `attribute` the parcel, `measured` and `threshold` months,
        `measured_text` the test, `note` the number of the authority's finding. They concern an
        enterprise as such, and never one of its lines.

    """
    years = {name: law.get(f"idle_{name}_years").number for name in ("not_started", "suspended")}
    row, limits = told["row_id"], law.get("idle_suspended_years").row_id
    bound = np.where(row == limits, years["suspended"], years["not_started"]) * _YEAR
    kept = told["concerned"].to_numpy()
    frame = pd.DataFrame(
        {
            "enterprise_id": parcels["enterprise_id"],
            "ground": pd.Series("idle_land", index=parcels.index, dtype="str"),
            "document": told["document"],
            "row_id": row,
            "attribute": parcels["parcel_no"],
            "measured": told["idle_months"],
            "measured_text": told["idle_test"],
            "threshold": bound,
            "unit": pd.Series("个月", index=parcels.index, dtype="str"),
            "result": told["result"],
            "confidence": told["confidence"],
            "reason": told["reason"],
            "note": parcels["idle_document"],
            "source_cell": parcels["source_cell"],
            "enterprise_code": parcels["enterprise_code"],
            "line_code": np.full(len(parcels), -1, dtype="int32"),
        }
    )
    return frame[kept].reset_index(drop=True)
