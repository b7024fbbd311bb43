"""Exposure of banks by quarter, from loans and from sums."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis.credit import loans
from capacity_analysis.analysis.credit.leaving import Leaving

DAY = dt.date(2022, 9, 10)
LEAVING = Leaving(np.array([True, False, True]), np.zeros(3, dtype=bool))
NO_TOTALS = pd.DataFrame(
    {
        "bank": pd.Series(dtype="str"),
        "scope": pd.Series(dtype="str"),
        "quarter": pd.to_datetime([]),
        "borrowers": pd.Series(dtype="Int64"),
        "balance_10k_cny": pd.Series(dtype=float),
    }
)


def lent(*rows):
    """Loans of (enterprise, bank, balance, maturity, rolled over)."""
    frame = pd.DataFrame(
        rows, columns=["enterprise_code", "bank", "balance_10k_cny", "matures_on", "rolled_over"]
    )
    typed = {"bank": "str", "balance_10k_cny": float}
    return frame.assign(matures_on=pd.to_datetime(frame["matures_on"])).astype(typed)


def summed(*rows):
    frame = pd.DataFrame(rows, columns=list(NO_TOTALS))
    return frame.assign(quarter=pd.to_datetime(frame["quarter"]))


@pytest.mark.parametrize(
    ("matures", "overdue"), [("2022-09-09", 5.0), ("2022-09-10", 0.0), ("2022-09-11", 0.0)]
)
def test_a_loan_is_overdue_from_the_day_after_it_matures(matures, overdue):
    found = loans.exposure(lent((1, "甲", 5.0, matures, False)), NO_TOTALS, LEAVING, DAY)
    assert found["overdue_10k_cny"].tolist() == [overdue]


@pytest.mark.parametrize(
    ("matures", "quarter"),
    [("2022-09-30", "2022Q3"), ("2022-10-01", "2022Q4"), ("2022-12-31", "2022Q4"), (None, "")],
)
def test_a_quarter_runs_from_its_first_to_its_last_day(matures, quarter):
    found = loans.exposure(lent((1, "甲", 5.0, matures, False)), NO_TOTALS, LEAVING, DAY)
    assert found["quarter"].tolist() == [quarter]


def test_loans_of_who_leaves_stand_beside_those_of_all():
    given_ = lent(
        (0, "甲", 5.0, "2022-10-01", True),
        (0, "甲", 6.0, "2022-11-01", None),
        (1, "甲", 7.0, "2022-12-01", False),
        (2, "甲", 0.0, "2022-12-01", True),
    )
    found = loans.exposure(given_, NO_TOTALS, LEAVING, DAY).set_index("scope")
    # 5 + 6; one borrower, for a balance of nought is none.
    assert found.loc["exiting", ["borrowers", "balance_10k_cny", "rolled_over_10k_cny"]].tolist() == [
        1, 11.0, 5.0,
    ]  # fmt: skip
    assert found.loc["roster", ["borrowers", "balance_10k_cny"]].tolist() == [2, 18.0]


def test_sums_of_a_bank_whose_loans_are_on_file_are_told_but_do_not_count():
    totals = summed(
        ("甲", "exiting", "2022-10-01", 2, 12.0), ("乙", "exiting", "2022-10-01", 1, 3.0)
    )
    found = loans.exposure(lent((0, "甲", 5.0, "2022-10-01", True)), totals, LEAVING, DAY)
    exiting = found[(found["scope"] == "exiting") & found["counts"]]
    assert exiting["balance_10k_cny"].sum() == 5.0 + 3.0
    assert found.loc[~found["counts"], ["bank", "balance_10k_cny"]].values.tolist() == [
        ["甲", 12.0]
    ]


def test_sums_say_nothing_of_what_is_overdue():
    found = loans.exposure(lent(), summed(("乙", "roster", "2021-10-01", 1, 3.0)), LEAVING, DAY)
    assert found[["overdue_10k_cny", "rolled_over_10k_cny"]].isna().all(axis=None)


def test_a_maturity_that_is_missing_leaves_overdue_missing():
    found = loans.exposure(lent((1, "甲", 5.0, None, False)), NO_TOTALS, LEAVING, DAY)
    assert found["overdue_10k_cny"].isna().all()


def test_a_ledger_without_loans_gives_no_rows_in_the_same_shape():
    with_rows = loans.exposure(lent((0, "甲", 5.0, "2022-10-01", True)), NO_TOTALS, LEAVING, DAY)
    none = loans.exposure(lent(), NO_TOTALS, LEAVING, DAY)
    assert (
        none.empty and none.dtypes.astype(str).to_dict() == with_rows.dtypes.astype(str).to_dict()
    )


LOAN = st.tuples(
    st.integers(0, 2),
    st.sampled_from(["甲", "乙"]),
    st.integers(0, 100).map(float),
    st.none() | st.dates(dt.date(2021, 1, 1), dt.date(2024, 12, 31)),
    st.none() | st.booleans(),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(LOAN, min_size=1, max_size=8))
def test_no_yuan_is_lost_or_counted_twice_and_parts_never_exceed_the_whole(rows):
    given_ = lent(*rows)
    found = loans.exposure(given_, NO_TOTALS, LEAVING, DAY)
    total = found.groupby("scope")["balance_10k_cny"].sum()
    assert total["roster"] == given_["balance_10k_cny"].sum()
    assert total.get("exiting", 0.0) <= total["roster"]
    for part in ("overdue_10k_cny", "rolled_over_10k_cny"):
        assert not (found[part] > found["balance_10k_cny"]).any()
