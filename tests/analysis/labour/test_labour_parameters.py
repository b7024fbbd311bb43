"""How a parameter of labour law is read on a day: dates, areas, settings, and what is told of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from labour_cases import CHAIN, ROWS, law_on

from capacity_analysis.analysis.labour import parameters
from capacity_analysis.campaign.parts_people import Setting


def rows(*cells):
    """Return rows of one parameter from (id, value, area, first day, last day)."""
    names = ["row_id", "value", "jurisdiction", "effective_from", "effective_to"]
    return pd.DataFrame(cells, columns=names).assign(
        parameter="wage", code="", value_text="", confidence="verified")  # fmt: skip


def value(table, day, settings=()):
    return parameters.on(table, pd.to_datetime([day]), CHAIN, settings).find("wage").each[0]


@pytest.mark.parametrize(
    ("day", "wage"),
    [("2021-03-31", 1470), ("2021-04-01", 1610), ("2024-03-31", 1610), ("2024-04-01", 1740)],
)
def test_the_first_and_last_day_of_a_row_count(day, wage):
    assert law_on(day).find("minimum_wage_monthly", "3").each[0] == wage


def test_the_nearest_area_wins_and_others_are_not_asked():
    table = rows(
        ("n", 1.0, "000000", "", ""), ("p", 2.0, "360000", "", ""), ("o", 9.0, "440000", "", "")
    )
    assert value(table, "2022-06-30") == 2
    city = pd.concat([table, rows(("c", 3.0, "360400", "2023-01-01", ""))])
    assert [value(city, day) for day in ("2022-12-31", "2023-01-01")] == [2, 3]


def test_an_open_row_never_gives_way_to_a_farther_one_but_a_setting_fills_it():
    table = rows(("n", 1.0, "000000", "", ""), ("c", np.nan, "360400", "", ""))
    told = Setting(parameter="wage", value=7, unit="元", source="project", confidence="recalled")
    assert np.isnan(value(table, "2022-06-30"))
    assert value(table, "2022-06-30", [told]) == 7
    assert value(table.iloc[:1], "2022-06-30", [told]) == 1


def test_only_the_city_answers_for_the_city():
    law = law_on("2023-06-30")
    name = "avg_annual_wage_urban_nonprivate"
    assert [law.find(name, "2021", city=each).each[0] for each in (False, True)] == pytest.approx(
        [83766, np.nan], nan_ok=True
    )
    beijing = rows(("b", 5.0, "110000", "", ""))
    law = parameters.on(beijing, pd.to_datetime(["2023-06-30"]), ("110105", "110100", "110000"))
    assert law.find("wage", city=True).each[0] == 5


def test_rows_of_one_day_share_what_is_found_and_a_missing_day_finds_nothing():
    law = law_on("2022-06-30", None, "2024-06-30", "2022-06-30")
    found = law.find("minimum_wage_monthly", "3")
    assert found.each.tolist() == pytest.approx([1610, np.nan, 1740, 1610], nan_ok=True)
    notes = law.notes([(found, None)], {})
    assert notes["parameters"].astype("str").fillna("-").tolist() == [
        "lab-086",
        "-",
        "lab-092",
        "lab-086",
    ]
    assert notes["confidence"].astype("str").fillna("-").tolist() == [
        "verified",
        "-",
        "recalled",
        "verified",
    ]


def test_what_was_read_is_told_only_for_the_rows_that_it_was_read_for():
    law = law_on("2022-06-30", "2022-06-30")
    found, absent = law.find("minimum_wage_monthly", "3"), law.find("minimum_wage_monthly", "9")
    notes = law.notes([(found, np.array([True, False])), (absent, np.array([False, True]))], {})
    assert notes["parameters"].astype("str").fillna("-").tolist() == ["lab-086", "-"]
    assert notes["settings_missing"].astype("str").fillna("-").tolist() == [
        "-",
        "minimum_wage_monthly/9",
    ]


def test_no_rows_of_a_table_give_no_rows_of_notes():
    law = parameters.on(ROWS, pd.to_datetime([]), CHAIN)
    notes = law.notes([(law.find("notice_days_art40"), None)], {"x": np.zeros(0, bool)})
    assert (len(notes), list(notes)) == (0, parameters.NOTES)
    assert list(parameters.together([notes, notes])) == parameters.NOTES
