"""What all the levels of a line say together, and what a finding carries."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from cases import judged, level, reading
from hypothesis import given
from hypothesis import strategies as st

from capacity_analysis import Campaign
from capacity_analysis.analysis.findings import (
    COLUMNS,
    Consequence,
    combined,
    consequences_of,
    energy_findings,
    in_shape,
    with_consequences,
)

RESULTS = ("hit", "review", "undecided", "clear")
# The contract of the table of findings.
CONTRACT = [
    "enterprise_id", "line_id", "equipment_id", "ground", "category", "document", "row_id",
    "attribute", "measured", "measured_text", "threshold", "threshold_text", "unit", "result",
    "confidence", "reason", "proof", "note", "action", "authority", "legal_basis", "department",
    "cooperating", "supplier", "source_cell", "state", "ordered_on", "due_on", "deadline",
    "deadline_basis", "plan_deadline", "national_deadline", "entry_deadline", "extended_to",
    "concluded_on", "severity", "enterprise_code", "line_code", "device_code",
]  # fmt: skip


def rows(*results: str, **change: object) -> pd.DataFrame:
    """Return rows of one line, one for each result; a hit and a review miss their level by 1."""
    missed = [result in ("hit", "review") for result in results]
    table = pd.DataFrame(
        {
            "line_code": 0,
            "row_id": [f"r{at}" for at in range(len(results))],
            "result": list(results),
            "binding": True,
            "measured": [118.0 if miss else 116.0 for miss in missed],
            "baseline": 117.0,
            "gap_kgce": [1.0 if miss else -1.0 for miss in missed],
        }
    )
    return table.assign(**change)


@pytest.mark.parametrize("said", list(itertools.product(RESULTS, repeat=2)), ids="-".join)
def test_a_hit_goes_before_a_review_before_an_undecided_row_before_a_clear_one(said):
    expected = next(result for result in RESULTS if result in said)
    assert combined(rows(*said))["result"].tolist() == [expected]


@given(st.lists(st.sampled_from(RESULTS), min_size=1, max_size=5), st.randoms())
def test_the_order_of_the_rows_changes_no_result(said, random):
    shuffled = list(said)
    random.shuffle(shuffled)
    assert combined(rows(*said))["result"].equals(combined(rows(*shuffled))["result"])


def test_a_document_that_does_not_bind_takes_no_verdict_for_what_it_lacks():
    # Its row has no reading (another indicator, say), or no value on file: the line stays clear.
    for measured, baseline in ((math.nan, 117.0), (math.nan, math.nan)):
        found = rows("clear", "undecided", binding=[True, False],
                     measured=[116.0, measured], baseline=[117.0, baseline])  # fmt: skip
        assert combined(found)["result"].tolist() == ["clear"]


def test_the_row_that_is_missed_by_most_governs():
    # 117 and a stricter 112 are both missed at 118: by 1 and by 6.
    both = [level(), level(row_id="v-2", document_id="d-2", baseline=112.0)]
    found = combined(judged([reading(118.0)], both)).iloc[0]
    assert (found["row_id"], found["result"], found["gap_to_baseline"]) == ("v-2", "hit", 6.0)


def test_a_clear_line_shows_the_row_that_it_meets_by_least():
    both = [level(), level(row_id="v-2", document_id="d-2", baseline=112.0)]
    found = combined(judged([reading(111.0)], both)).iloc[0]
    assert (found["row_id"], found["result"], found["gap_to_baseline"]) == ("v-2", "clear", -1.0)


def test_indicators_in_different_units_are_ranked_by_standard_coal():
    # 2 kgce/t over, or 10 kWh/t over = 1.229 kgce/t: the first is the greater miss.
    power = level(row_id="v-2", indicator="electricity", unit="kWh/t", advanced=48.0, baseline=61.0)
    told = [reading(119.0), reading(71.0, indicator="electricity")]
    assert combined(judged(told, [power, level()])).iloc[0]["row_id"] == "v-1"
    # 20 kWh/t over = 2.458 kgce/t: now the second.
    told = [reading(119.0), reading(81.0, indicator="electricity")]
    assert combined(judged(told, [power, level()])).iloc[0]["row_id"] == "v-2"


def test_a_hit_on_a_checked_row_stands_beside_a_worse_miss_of_an_unchecked_one():
    both = [level(), level(row_id="v-2", document_id="d-2", baseline=90.0, confidence="recalled")]
    found = combined(judged([reading(118.0)], both)).iloc[0]
    assert (found["row_id"], found["result"]) == ("v-1", "hit")


def test_a_document_that_does_not_bind_takes_nothing_from_a_line_that_meets_it():
    target = level(row_id="target", document_id="d-2", baseline=116.5, binding=False)
    assert combined(judged([reading(116.0)], [level(), target])).iloc[0]["result"] == "clear"
    # A line that misses the target, though not the level, is looked at.
    assert combined(judged([reading(116.8)], [level(), target])).iloc[0]["result"] == "review"
    # And by itself the target never clears a line.
    assert combined(judged([reading(116.0)], [target])).iloc[0]["result"] == "review"


def test_one_row_per_product_is_left_as_it_is():
    levels = [level(), level(row_id="v-2", product_id="lime", advanced=90.0, baseline=95.0)]
    told = [
        reading(118.0),
        reading(96.0, line_code=1, product_id="lime"),
        reading(1.0, line_code=2, product_id="bread"),
    ]
    found = judged(told, levels)
    pd.testing.assert_frame_equal(combined(found), found)
    assert found["result"].tolist() == ["hit", "hit", "undecided"]


def with_context(found: pd.DataFrame) -> pd.DataFrame:
    return combined(found).assign(
        enterprise_id="E1",
        line_id="L1",
        output_cells=pd.Series(["产量!E2"], dtype="str"),
        energy_cells=pd.Series(["能源!G2、能源!G3"], dtype="str"),
    )


def test_a_finding_is_one_line_on_one_ground():
    grounds = {
        "below_baseline": with_context(judged([reading(118.0)], [level()])),
        "over_limit": with_context(
            judged([reading(118.0)], [level(row_id="l-1", document_id="gb", baseline=120.0)])
        ),
    }
    consequence = Consequence("改造或退出", "区人民政府", "2025-12-31", "fgw", "gxj")
    found = energy_findings(grounds, {"below_baseline": consequence})
    assert list(found.columns) == CONTRACT == list(COLUMNS)
    first, second = found.to_dict("records")
    assert (first["ground"], first["document"], first["row_id"]) == (
        "below_baseline", "d-1", "v-1",
    )  # fmt: skip
    assert (first["attribute"], first["measured"], first["threshold"]) == (
        "comprehensive", 118.0, 117.0,
    )  # fmt: skip
    assert (first["result"], first["action"], first["department"]) == ("hit", "改造或退出", "fgw")
    assert first["source_cell"] == "产量!E2、能源!G2、能源!G3"
    assert (second["result"], second["ground"]) == ("clear", "over_limit")
    assert found[["equipment_id"]].isna().all().item()


@pytest.mark.parametrize(
    ("change", "result", "action", "department"),
    [
        ({"measured": 118.0}, "hit", "改造", "fgw"),
        ({"measured": 118.0, "coefficient_confidence": "recalled"}, "review", None, "fgw"),
        ({"measured": 116.0}, "clear", None, None),
        ({"measured": np.nan, "reason": "output_missing"}, "undecided", None, None),
    ],
)
def test_only_a_hit_has_an_action_and_only_what_must_be_acted_on_or_checked_a_department(
    change, result, action, department
):
    value = change.pop("measured")
    table = with_context(judged([reading(value, **change)], [level()]))
    consequence = {"below_baseline": Consequence(action="改造", department="fgw")}
    found = energy_findings({"below_baseline": table}, consequence).iloc[0]
    assert found["result"] == result
    for column, expected in (("action", action), ("department", department)):
        assert pd.isna(found[column]) if expected is None else found[column] == expected


def test_a_line_without_cells_has_none():
    table = with_context(judged([reading(118.0)], [level()]))
    nothing = table.assign(output_cells=None, energy_cells=None)
    assert energy_findings({"below_baseline": nothing})["source_cell"].isna().all()


# One shape for the findings of all grounds


def test_what_findings_lack_is_missing_and_not_zero():
    found = in_shape(pd.DataFrame({"ground": ["safety", "quality"], "line_code": [4, -1]}))
    assert list(found.columns) == CONTRACT
    assert found["line_code"].tolist() == [4, -1]
    assert found["enterprise_code"].tolist() == found["device_code"].tolist() == [-1, -1]
    assert found.drop(columns=["ground", *COLUMNS[-3:]]).isna().all(axis=None)


def test_days_become_iso_text_and_a_second_shaping_changes_nothing():
    given = pd.DataFrame({"ground": ["safety", "safety"], "measured": [1, None],
                          "ordered_on": pd.to_datetime(["2022-03-05", None])})  # fmt: skip
    once = in_shape(given)
    assert once["ordered_on"].iloc[0] == "2022-03-05" and pd.isna(once["ordered_on"].iloc[1])
    pd.testing.assert_frame_equal(in_shape(once), once)


def test_an_empty_table_has_the_shape_too():
    assert list(in_shape(pd.DataFrame({"ground": []})).columns) == CONTRACT


SUPPLIERS = {"electricity": "gdgs", "standard": "fgw", "equipment": "gxj", "rating": "zwb",
             "enterprise": "gxj"}  # fmt: skip


@pytest.mark.parametrize(
    ("reason", "supplier"),
    [
        ("carrier_missing", "gdgs"),
        ("attribute_missing", "gxj"),
        ("equipment_missing", "gxj"),
        ("exception_possible", "gxj"),
        ("unchecked_standard", "fgw"),
        ("unrated", "zwb"),
        ("list_missing", "yjglj"),  # no supplier of its own: the department of the ground
        (None, "yjglj"),
    ],
)
@pytest.mark.parametrize("result", ["review", "undecided"])
def test_what_is_not_decided_names_who_supplies_what_is_missing(result, reason, supplier):
    found = pd.DataFrame({"ground": ["safety"], "result": [result], "reason": [reason]})
    told = with_consequences(found, {"safety": Consequence(department="yjglj")}, SUPPLIERS)
    assert told["supplier"].tolist() == [supplier]


@pytest.mark.parametrize("result", ["hit", "clear"])
def test_what_is_decided_needs_nobody_to_supply_anything(result):
    found = pd.DataFrame({"ground": ["safety"], "result": [result], "reason": ["no_record"]})
    told = with_consequences(found, {"safety": Consequence(department="yjglj")}, SUPPLIERS)
    assert told["supplier"].isna().all()


def test_what_a_hit_leads_to_is_what_the_plan_says_of_its_ground():
    told = consequences_of(Campaign.load())
    assert told["elimination_list"].deadline == "2022-10-31"
    assert told["over_limit"].legal_basis.startswith("《节约能源法》第十六条、")
    assert (told["safety"].department, told["safety"].deadline) == ("yjglj", "")
    found = pd.DataFrame({"ground": ["safety", "nothing"], "result": "hit", "reason": None})
    (safety, unknown) = with_consequences(found, told).to_dict("records")
    assert safety["action"] == Campaign.load().ground("safety").action
    assert safety["authority"] == "qzf"
    assert pd.isna(unknown["action"]) and pd.isna(unknown["department"])


@given(st.lists(st.sampled_from(RESULTS), min_size=1, max_size=6))
def test_an_action_follows_from_a_hit_and_from_nothing_else(said):
    found = pd.DataFrame({"ground": "safety", "result": list(said), "reason": None})
    told = with_consequences(found, {"safety": Consequence(action="停产")})
    assert told["action"].notna().tolist() == [result == "hit" for result in said]
