"""Capacity replacement: enough must leave for what is built, by the rules of its day."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from disposition_cases import AS_OF, day

from capacity_analysis import Standards
from capacity_analysis.analysis.replacement import replacements


def ratio(number, **more):
    row = {"row_id": "r1", "products": "clinker", "region": "all", "condition": "",
           "ratio": number, "confidence": "verified", "effective_from": "2021-08-01",
           "effective_to": ""}  # fmt: skip
    return row | more


def held(*rows, new=100.0, retired=150.0, key_region=None, **project):
    given = {"kind": "replacement", "product_id": "clinker", "approved_on": day("2022-01-01"),
             "new_capacity_quantity": new, "retired_capacity_quantity": retired}  # fmt: skip
    table = replacements(
        pd.DataFrame([given | project]), pd.DataFrame(list(rows)), AS_OF, key_region=key_region
    )
    return table.to_dict("records")


def said(*rows, **project):
    (row,) = held(*rows, **project)
    return row["result"], None if pd.isna(row["reason"]) else row["reason"]


@pytest.mark.parametrize(
    ("retired", "result"), [(149.9, "hit"), (150.0, "clear"), (150.1, "clear")]
)
def test_for_each_unit_built_so_much_must_leave(retired, result):
    assert said(ratio(1.5), retired=retired) == (result, None)


@pytest.mark.parametrize("confidence", ["recalled", "carried_over"])
@pytest.mark.parametrize("retired", [100.0, 300.0])
def test_an_unchecked_ratio_leads_to_review_whatever_it_says(confidence, retired):
    assert said(ratio(1.5, confidence=confidence), retired=retired) == (
        "review", "unchecked_standard",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"new": float("nan")}, "capacity_missing"),
        ({"new": 0.0}, "capacity_missing"),
        ({"retired": float("nan")}, "capacity_missing"),
        ({"product_id": "bread"}, "no_ratio"),
        ({"approved_on": day("2021-07-01")}, "no_ratio"),
    ],
)
def test_what_is_missing_gives_no_verdict(change, reason):
    assert said(ratio(1.5), **change) == ("undecided", reason)


def test_a_ratio_that_was_not_found_gives_no_verdict():
    assert said(ratio(float("nan"), confidence="open")) == ("undecided", "ratio_open")


def test_the_area_decides_which_ratio_holds():
    both = ratio(2.0, region="key"), ratio(1.5, region="other", row_id="r2")
    assert said(*both, key_region=False) == ("clear", None)
    assert said(*both, key_region=True) == ("hit", None)
    assert said(*both) == ("review", "condition_unknown")


def test_a_condition_that_the_ledger_cannot_tell_makes_an_interval():
    rows = ratio(1.5), ratio(2.0, row_id="r2", condition="跨省置换")
    (row,) = held(*rows, retired=170.0)
    assert (row["result"], row["reason"]) == ("review", "condition_unknown")
    assert (row["required_low"], row["required_high"], row["ratio"]) == (1.5, 2.0, 1.7)
    assert (row["row_id"], row["conditions"]) == ("r1;r2", "跨省置换")
    assert said(*rows, retired=200.0)[0] == "clear"
    assert said(*rows, retired=149.0)[0] == "hit"


def test_only_projects_of_replacement_approved_by_the_day_are_held():
    assert held(ratio(1.5), kind="energy") == []
    assert held(ratio(1.5), approved_on=day("2022-10-01")) == []
    assert len(held(ratio(1.5), approved_on=pd.NaT)) == 1


def test_the_shipped_ratios_are_recalled_and_so_decide_nothing():
    chain = ("360404", "360400", "360000", "000000")
    rows = Standards.load().rows_in_force(
        "replacement_ratios", dt.date(2022, 9, 10), chain, applies_to="new"
    )
    assert set(rows.table["confidence"]) == {"recalled"}
    for retired in (10.0, 1000.0):
        assert (
            said(*rows.table.to_dict("records"), retired=retired, key_region=False)[0] == "review"
        )
