"""What another edition of the catalogue changes, line by line, and that nothing unchecked is the same."""

from __future__ import annotations

import pandas as pd
import pytest
from equipment_cases import devices, rules, values

from capacity_analysis.analysis import screening
from capacity_analysis.analysis.catalogue_editions import compare
from capacity_analysis.analysis.catalogue_findings import findings

VOLUME = "effective_volume_m3"
LINES = pd.DataFrame(
    {"enterprise_code": [0], "enterprise_id": "甲", "line_id": "1号",
     "out_of_operation": pd.Series([None], dtype="str")}
)  # fmt: skip


def changed(now, then, its=((0, VOLUME, 450),), *made):
    sides = []
    for key, of in (("old", now), ("new", then)):
        machines = devices(*(made or [{}]))
        named = rules(*({"row_id": f"{key}{at}"} | each for at, each in enumerate(of)))
        table = screening.screen(machines, values(*its), named)
        sides.append((findings(table, machines, LINES), table))
    (before, screened), (after, screened_then) = sides
    return compare(before, after, screened, screened_then)


LENIENT, STRICT = {"threshold": "400"}, {"threshold": "500"}
ELSEWHERE = {"equipment_types": "converter"}


@pytest.mark.parametrize(
    ("now", "then", "change", "by"),
    [
        ([LENIENT], [STRICT], "stricter_hit", "new0"),
        ([STRICT], [LENIENT], "relieved", "new0"),
        ([LENIENT], [LENIENT], "same", None),
        ([STRICT], [STRICT], "same", None),
        ([ELSEWHERE], [STRICT], "newly_covered", "new0"),
        ([STRICT], [ELSEWHERE], "no_longer_covered", "old0"),
        ([ELSEWHERE], [ELSEWHERE], "not_covered", None),
        ([STRICT], [STRICT | {"confidence": "carried_over"}], "not_checked", "new0"),
        ([LENIENT], [LENIENT | {"confidence": "carried_over"}], "not_checked", "new0"),
        ([LENIENT | {"confidence": "recalled"}], [STRICT], "not_checked", "old0"),
        ([STRICT], [STRICT | {"exception": "除外"}], "undecided", None),
    ],
)
def test_a_line_of_450_m3_under_two_editions(now, then, change, by):
    row = changed(now, then).iloc[0]
    assert row["change"] == change
    assert (None if pd.isna(row["changed_by"]) else row["changed_by"]) == by


def test_a_line_is_clear_of_all_rows_only_where_all_of_them_are_checked():
    weak = LENIENT | {"confidence": "carried_over", "threshold": "300"}
    row = changed([LENIENT], [LENIENT, weak]).iloc[0]
    assert (row["change"], row["changed_by"]) == ("not_checked", "new1")


def test_one_checked_row_is_enough_for_a_hit():
    weak = LENIENT | {"confidence": "carried_over"}
    assert changed([STRICT], [STRICT, weak]).iloc[0]["change"] == "same"


def test_a_line_of_which_nothing_is_known_stays_undecided():
    row = changed([STRICT], [LENIENT], (), {"equipment_type": None}).iloc[0]
    assert row["change"] == "undecided"


def test_both_verdicts_and_their_rows_are_named():
    row = changed([LENIENT], [STRICT]).iloc[0]
    assert (row["result_now"], row["row_id_now"]) == ("clear", "old0")
    assert (row["result_then"], row["row_id_then"]) == ("hit", "new0")
    assert (row["enterprise_id"], row["line_id"], row["device"]) == ("甲", "1号", "1#")


def test_a_device_that_belongs_to_no_line_is_compared_by_itself():
    table = changed([LENIENT], [STRICT], ((0, VOLUME, 450),), {"line_code": -1})
    of_device = table[table["line_code"] < 0].iloc[0]
    assert (of_device["change"], of_device["row_id_now"], of_device["row_id_then"]) == (
        "stricter_hit", "old0", "new0",
    )  # fmt: skip
    assert (of_device["enterprise_id"], of_device["device"]) == ("甲", "1#")
