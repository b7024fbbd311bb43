"""Which year is assessed and which lines are in operation, on each side of every date."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from capacity_analysis.analysis import operation

DAY = dt.date(2022, 9, 10)


def reason(status="operating", started=None, retired=None, as_of=DAY, data_as_of=None):
    lines = pd.DataFrame(
        {
            "status": [status],
            "started_on": pd.to_datetime([started]),
            "retired_on": pd.to_datetime([retired]),
        }
    )
    found = operation.out_of_operation(lines, as_of, data_as_of).iloc[0]
    return None if pd.isna(found) else found


@pytest.mark.parametrize(
    ("day", "year"), [("2021-12-31", 2020), ("2022-01-01", 2021), ("2022-12-31", 2021)]
)
def test_the_year_assessed_is_the_last_complete_one_before_the_day(day, year):
    assert operation.year_assessed(dt.date.fromisoformat(day)) == year


@pytest.mark.parametrize("status", ["announced", "construction", "cancelled"])
def test_a_line_that_was_never_finished_is_not_in_operation(status):
    assert reason(status) == status


@pytest.mark.parametrize("status", ["operating", "idle"])
def test_a_line_that_stands_still_but_exists_is_in_operation(status):
    assert reason(status) is None


@pytest.mark.parametrize(
    ("started", "expected"),
    [("2021-12-31", None), ("2022-01-01", "started_too_late"), ("2022-09-11", "started_too_late")],
)
def test_a_line_started_in_the_days_year_or_later_is_not_in_operation(started, expected):
    assert reason(started=started) == expected


def test_an_unknown_start_counts_as_running():
    assert reason(started=None) is None


@pytest.mark.parametrize(
    ("retired", "expected"),
    [("2022-09-09", "retired"), ("2022-09-10", None), ("2022-09-11", None)],
)
def test_a_line_retired_before_the_day_is_not_in_operation(retired, expected):
    assert reason(retired=retired) == expected


def test_a_line_called_retired_is_retired_however_roughly_it_is_dated():
    # "2022" is read as 31 December 2022, yet on 10 September the ledger already calls it retired.
    assert reason("retired", retired="2022-12-31") == "retired"
    assert reason("retired") == "retired"


def test_a_line_retired_since_was_still_in_operation_on_an_earlier_day():
    earlier = dt.date(2021, 6, 1)
    assert reason("retired", retired="2022-03-31", as_of=earlier, data_as_of=DAY) is None
