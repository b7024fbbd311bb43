"""Which rate holds at the end of a year: the published rows of benchmark rates and of the LPR."""

import datetime as dt

import numpy as np
import pytest

from capacity_analysis.analysis.credit import lending_rates
from capacity_analysis.standards import NoDocumentInForce, Standards

CHAIN = ("360404", "360400", "360000", "000000")


def rows(day):
    try:
        return Standards.load().rows_in_force("lending_rates", day, CHAIN).table
    except NoDocumentInForce:
        return Standards.load().no_rows("lending_rates")


def on(day):
    """The rates as if the year ended on this day."""
    return lending_rates.of_year_ends({day.year: rows(day)}, CHAIN)


@pytest.mark.parametrize(
    ("day", "short", "long"),
    [
        (dt.date(2015, 10, 24), 4.35, 4.90),
        (dt.date(2019, 8, 19), 4.35, 4.90),  # the last day of the benchmark rates
        (dt.date(2019, 8, 20), 4.25, 4.85),  # the first LPR
        (dt.date(2020, 2, 20), 4.05, 4.75),
        (dt.date(2020, 4, 19), 4.05, 4.75),
        (dt.date(2020, 4, 20), 3.85, 4.65),
        (dt.date(2021, 12, 19), 3.85, 4.65),
        (dt.date(2021, 12, 20), 3.80, 4.65),
        (dt.date(2022, 1, 20), 3.70, 4.60),
        (dt.date(2022, 5, 20), 3.70, 4.45),
        (dt.date(2022, 8, 21), 3.70, 4.45),
        (dt.date(2022, 8, 22), 3.65, 4.30),
        (dt.date(2023, 6, 20), 3.55, 4.20),
        (dt.date(2023, 8, 21), 3.45, 4.20),
        (dt.date(2024, 2, 20), 3.45, 3.95),
        (dt.date(2024, 7, 22), 3.35, 3.85),
        (dt.date(2024, 10, 21), 3.10, 3.60),
        (dt.date(2025, 5, 20), 3.00, 3.50),
    ],
)
def test_a_rate_changes_on_the_day_it_was_published(day, short, long):
    rates = on(day)
    assert rates.short_of(day.year) * 100 == pytest.approx(short)
    assert rates.long_mean(day.year, 1) * 100 == pytest.approx(long)


def test_before_the_first_row_there_is_no_rate():
    assert np.isnan(on(dt.date(2015, 10, 23)).short_of(2015))


def test_the_mean_of_five_years_needs_every_one_of_them():
    # At the ends of 2016 to 2018 4.90 %, 2019 4.80 %, 2020 4.65 %.
    ends = {year: rows(dt.date(year, 12, 31)) for year in range(2014, 2021)}
    rates = lending_rates.of_year_ends(ends, CHAIN)
    mean = (4.90 + 4.90 + 4.90 + 4.80 + 4.65) / 5
    assert rates.long_mean(2020, 5) * 100 == pytest.approx(mean)
    # The mean of 2014 to 2018 needs the end of 2014.
    assert np.isnan(rates.long_mean(2018, 5))
    assert [rule.row_id for rule in rates.rules(2020, 2)] == ["rate-013", "rate-014", "rate-010"]
