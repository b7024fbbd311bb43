"""Rows in the making: how cells are shown, and the one order of the ledger."""

import datetime as dt

import pytest

from capacity_analysis.intake.entries import Entry, in_order, shown
from capacity_analysis.ledger import registry
from capacity_analysis.ledger.values import as_number


@pytest.mark.parametrize(
    ("cell", "number"),
    [(12, 12.0), ("1,200", 1200.0), ("1，200", 1200.0), ("１２", 12.0), ("1_000", None), ("12,34", None), ("12吨", None), ("", None), (True, None),
     (float("nan"), None), ("1e999", None)],
)  # fmt: skip
def test_a_cell_is_a_number_or_none(cell, number):
    assert as_number(cell) == number


def test_a_blank_choice_is_shown_as_what_it_stands_for():
    energy = registry().tables["energy"].fields
    assert shown(energy["flow"], "") == "消费"
    assert shown(energy["period_start"], dt.datetime(2021, 1, 1)) == "2021-01-01"
    assert shown(energy["amount"], 12.0) == "12"
    assert shown(energy["line_id"], None) == ""


def test_rows_come_in_the_order_of_the_roster_the_lines_and_their_keys():
    def energy(enterprise, line, year, carrier):
        values = {"enterprise_id": enterprise, "line_id": line, "year": year, "carrier": carrier}
        return Entry(values)

    def line(enterprise, name):
        return Entry({"enterprise_id": enterprise, "line_id": name})

    ordered = in_order(
        {
            "enterprises": [Entry({"enterprise_id": "E2"}), Entry({"enterprise_id": "E1"})],
            "lines": [line("E1", "b"), line("E2", "z"), line("E1", "a")],
            "energy": [
                energy("E1", "a", 2021, "电力"), energy("E1", "", 2021, "电力"),
                energy("E1", "b", "2021", "电力"), energy("E1", "b", 2020, "电力"),
                energy("E1", "b", 2020.0, "原煤"), energy("E2", "z", 2021, "电力"),
            ],
        }
    )  # fmt: skip

    def keys(name, *fields):
        return [tuple(entry.values[key] for key in fields) for entry in ordered[name]]

    assert keys("lines", "enterprise_id", "line_id") == [("E2", "z"), ("E1", "b"), ("E1", "a")]
    assert keys("energy", "enterprise_id", "line_id", "year", "carrier") == [
        ("E2", "z", 2021, "电力"), ("E1", "b", 2020.0, "原煤"), ("E1", "b", 2020, "电力"),
        ("E1", "b", "2021", "电力"), ("E1", "a", 2021, "电力"), ("E1", "", 2021, "电力"),
    ]  # fmt: skip
