"""Verdicts under two editions: every pair of sides, and that nothing unchecked is called the same."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis.editions import CHANGES, compare, summary

# What a side can be: the row that governs, its result, the weakest mark, the reason if there is one.
SIDES = {
    "hit": ("row", "hit", "verified", None),
    "clear": ("row", "clear", "cross_checked", None),
    "carried_over": ("row", "review", "carried_over", None),
    "recalled": ("row", "review", "recalled", None),
    "recalled_and_shared": ("row", "review", "recalled", "allocation_sensitive"),
    "shared": ("row", "review", "verified", "allocation_sensitive"),
    "not_binding": ("row", "review", "verified", None),
    "open": ("row", "undecided", None, "level_open"),
    "no_data": ("row", "undecided", None, "energy_missing"),
    "no_level": (None, "undecided", None, "no_level"),
    "no_document": (None, "undecided", None, "no_document"),
}
UNCHECKED = ("carried_over", "recalled", "recalled_and_shared", "open")


def side(name: str, edition: str, line_code: int = 0) -> pd.DataFrame:
    row, result, mark, reason = SIDES[name]
    decided = result in ("hit", "clear", "review")
    return pd.DataFrame(
        {
            "line_code": [line_code],
            "row_id": pd.Series([f"{edition}-{row}" if row else None], dtype="str"),
            "document_id": pd.Series([edition if row else None], dtype="str"),
            "unit": pd.Series(["kgce/t" if row else None], dtype="str"),
            "measured": [1880.0 if decided else math.nan],
            "baseline": [1900.0 if row else math.nan],
            "tier": pd.Series(["baseline" if decided else None], dtype="str"),
            "result": [result],
            "confidence": pd.Series([mark], dtype="str"),
            "reason": pd.Series([reason], dtype="str"),
        }
    )


def change(now: str, then: str) -> tuple[str, str | None]:
    row = compare(side(now, "old"), side(then, "new")).iloc[0]
    return row["change"], None if pd.isna(row["changed_by"]) else row["changed_by"]


@pytest.mark.parametrize(
    ("now", "then", "expected", "by"),
    [
        ("hit", "hit", "same", None),
        ("clear", "clear", "same", None),
        ("clear", "hit", "stricter_hit", "new-row"),
        ("hit", "clear", "relieved", "new-row"),
        ("no_level", "hit", "newly_covered", "new-row"),
        ("no_level", "clear", "newly_covered", "new-row"),
        ("no_level", "no_data", "newly_covered", "new-row"),
        ("no_document", "clear", "newly_covered", "new-row"),
        ("clear", "no_level", "no_longer_covered", "old-row"),
        ("hit", "no_document", "no_longer_covered", "old-row"),
        ("no_level", "no_level", "not_covered", None),
        ("no_level", "no_document", "not_covered", None),
        ("no_data", "no_data", "undecided", None),
        ("clear", "no_data", "undecided", None),
        ("no_data", "hit", "undecided", None),
        ("clear", "shared", "undecided", None),
        ("shared", "shared", "undecided", None),
        ("not_binding", "hit", "undecided", None),
        ("clear", "carried_over", "not_checked", "new-row"),
        ("hit", "recalled", "not_checked", "new-row"),
        ("recalled", "clear", "not_checked", "old-row"),
        ("recalled", "carried_over", "not_checked", "new-row"),
        ("shared", "recalled_and_shared", "not_checked", "new-row"),
        ("clear", "open", "not_checked", "new-row"),
        ("open", "hit", "not_checked", "old-row"),
        ("no_level", "recalled", "not_checked", "new-row"),
        ("recalled", "no_level", "not_checked", "old-row"),
        ("no_data", "carried_over", "not_checked", "new-row"),
    ],
)
def test_what_changes_and_which_row_changes_it(now, then, expected, by):
    assert change(now, then) == (expected, by)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(SIDES)), st.sampled_from(sorted(SIDES)))
def test_only_two_equal_verdicts_on_rows_that_may_decide_are_the_same(now, then):
    """A row carried over from the older edition gives a review: it is not checked, never the same."""
    found, _ = change(now, then)
    assert (found == "same") == (now == then and now in ("hit", "clear"))
    assert (found == "not_checked") == (now in UNCHECKED or then in UNCHECKED)


def test_ferrosilicon_between_both_baselines_is_hit_by_the_newer_one():
    """1,880 kgce/t lies under 1,900 (2021) and over 1,850 (2023): notes.md, section 4."""
    now = side("clear", "2021")
    then = side("hit", "2023").assign(baseline=1850.0, tier="below")
    row = compare(now, then).iloc[0]
    assert row["change"] == "stricter_hit"
    assert row[["threshold_now", "threshold_then"]].tolist() == [1900.0, 1850.0]
    assert row[["tier_now", "tier_then"]].tolist() == ["baseline", "below"]
    assert row[["document_id_now", "document_id_then"]].tolist() == ["2021", "2023"]
    assert row["measured_now"] == row["measured_then"] == 1880.0


def test_lines_are_matched_by_their_code_whatever_the_order():
    now = pd.concat([side("clear", "old", 3), side("hit", "old", 1)])
    then = pd.concat([side("hit", "new", 1), side("hit", "new", 3)])
    found = compare(now, then)
    assert found["line_code"].tolist() == [3, 1]
    assert found["change"].tolist() == ["stricter_hit", "same"]


@pytest.mark.parametrize("codes", [[1], [0, 0], [0, 1], []])
def test_other_lines_on_the_other_side_are_refused(codes):
    then = pd.concat(
        [side("clear", "new", code) for code in codes] or [side("clear", "n").iloc[:0]]
    )
    with pytest.raises(ValueError, match="same lines"):
        compare(side("clear", "old"), then)


def test_the_summary_counts_every_change_also_those_that_did_not_occur():
    now = pd.concat([side("clear", "old", code) for code in range(3)])
    then = pd.concat([side("hit", "new", 0), side("hit", "new", 1), side("carried_over", "new", 2)])
    counts = summary(compare(now, then))
    assert counts["change"].tolist() == list(CHANGES)
    assert dict(zip(counts["change"], counts["lines"], strict=True)) == dict.fromkeys(
        CHANGES, 0
    ) | {"stricter_hit": 2, "not_checked": 1}


def test_no_lines_give_no_changes():
    empty = side("clear", "old").iloc[:0]
    assert compare(empty, empty).empty
    assert summary(compare(empty, empty))["lines"].sum() == 0
