"""Restricted equipment and the 亩产效益 rating together: plan 二（二）."""

from __future__ import annotations

import pandas as pd
import pytest
from disposition_cases import plan

from capacity_analysis.analysis.ratings import restricted_low_rating


def both(result, *ratings, reason=None, year=2021):
    """Return result and reason of a restricted finding, and ratings as (year, rating)."""
    restricted = pd.DataFrame({"enterprise_code": [0], "result": [result], "reason": [reason]})
    table = pd.DataFrame(ratings, columns=["year", "rating"]).assign(enterprise_code=0)
    (row,) = restricted_low_rating(
        restricted, table, year=year, counting=plan().ground("restricted_low_rating").ratings
    ).to_dict("records")
    return row["result"], None if pd.isna(row["reason"]) else row["reason"]


@pytest.mark.parametrize(
    ("rating", "result", "reason"),
    [
        ("A", "clear", "rating_good"),
        ("B", "clear", "rating_good"),
        ("C", "hit", None),
        ("D", "hit", None),
    ],
)
def test_a_restricted_line_of_an_enterprise_rated_c_or_d_is_a_finding_clause_2_2(
    rating, result, reason
):
    assert both("hit", (2021, rating)) == (result, reason)


def test_a_restricted_line_of_an_enterprise_without_a_rating_is_to_be_checked():
    assert both("hit") == ("review", "unrated")


@pytest.mark.parametrize(
    ("result", "low", "unrated", "good"),
    [
        ("review", "review", "review", ("clear", "rating_good")),
        ("undecided", "undecided", "undecided", ("clear", None)),
        ("clear", "clear", "clear", ("clear", "kept")),
    ],
)
def test_what_is_not_sure_of_the_equipment_stays_so_unless_the_rating_is_good(
    result, low, unrated, good
):
    assert both(result, (2021, "C"), reason="kept") == (low, "kept")
    assert both(result, reason="kept") == (unrated, "kept")
    assert both(result, (2021, "A"), reason="kept") == good


def test_the_newest_rating_up_to_the_year_assessed_counts():
    assert both("hit", (2019, "A"), (2020, "C"))[0] == "hit"
    assert both("hit", (2020, "C"), (2021, "B"))[0] == "clear"
    assert both("hit", (2021, "C"), (2022, "A"))[0] == "hit"
    assert both("hit", (2022, "C")) == ("review", "unrated")


def test_the_rating_and_its_year_are_shown():
    restricted = pd.DataFrame({"enterprise_code": [0, 1], "result": "hit", "reason": None})
    ratings = pd.DataFrame({"enterprise_code": [0], "year": [2020], "rating": ["D"]})
    table = restricted_low_rating(restricted, ratings, year=2021, counting=["D"])
    assert table["note"].iloc[0] == "D（2020）"
    assert pd.isna(table["note"].iloc[1])
