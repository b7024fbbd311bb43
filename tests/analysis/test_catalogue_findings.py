"""One finding for each device that is not clear, one for each line besides, and which row it shows."""

from __future__ import annotations

import pandas as pd
from equipment_cases import devices, rules, values

from capacity_analysis.analysis import screening
from capacity_analysis.analysis.catalogue_findings import findings, governing, restricted

VOLUME = "effective_volume_m3"
NARROW = {"row_id": "r300", "threshold": "300"}


def lines(*out):
    return pd.DataFrame(
        {
            "enterprise_code": 0,
            "enterprise_id": "甲",
            "line_id": [f"{at}号" for at in range(len(out))],
            "out_of_operation": pd.Series(out, dtype="str"),
        }
    )


def found(given, of, made, its, on=findings):
    machines = devices(*made)
    table = screening.screen(machines, values(*its), rules(*of))
    return on(table, machines, given)


def shown(table, *columns):
    return [
        tuple(None if pd.isna(each) else each for each in row)
        for row in table[list(columns)].to_numpy(object)
    ]


def test_each_device_that_is_hit_has_a_finding_of_its_own_and_a_clear_one_none_beside_it():
    its = [(0, VOLUME, 380), (1, VOLUME, 500), (2, VOLUME, 280)]
    table = found(lines(None), [{}], [{}, {"equipment_id": "2#"}, {"equipment_id": "3#"}], its)
    assert shown(table, "line_id", "equipment_id", "result", "measured", "threshold") == [
        ("0号", "1#", "hit", 380, 400),
        ("0号", "3#", "hit", 280, 400),
    ]
    assert shown(table, "ground", "category", "document", "row_id", "attribute", "unit")[0] == (
        "elimination_list", "淘汰类", "catalogue", "r1", VOLUME, "m3",
    )  # fmt: skip


def test_a_line_whose_devices_are_all_clear_has_one_row_of_the_device_nearest_to_the_threshold():
    its = [(0, VOLUME, 1080), (1, VOLUME, 450)]
    table = found(lines(None), [{}], [{}, {"equipment_id": "2#"}], its)
    assert shown(table, "equipment_id", "result", "measured") == [("2#", "clear", 450)]


def test_a_line_of_which_nobody_says_what_it_runs_is_undecided():
    table = found(lines(None, None), [{}], [{}], [(0, VOLUME, 500)])
    assert shown(table, "line_id", "result", "reason", "device_code") == [
        ("0号", "clear", None, 0),
        ("1号", "undecided", "equipment_missing", -1),
    ]


def test_a_device_of_no_known_type_is_undecided():
    table = found(lines(None), [{}], [{"equipment_type": None, "origin": "parsed"}], [])
    assert shown(table, "result", "reason") == [("undecided", "equipment_unknown")]


def test_a_device_of_a_type_that_no_entry_speaks_of_is_clear_and_says_so():
    table = found(lines(None), [{}], [{"equipment_type": "roller_kiln"}], [])
    assert shown(table, "result", "reason", "row_id") == [("clear", "no_entry", None)]


def test_a_line_out_of_operation_is_not_judged():
    table = found(lines("retired"), [{}], [{"in_use": False}], [(0, VOLUME, 380)])
    assert shown(table, "result", "reason") == [("undecided", "not_in_operation")]


def test_a_line_whose_only_equipment_is_dismantled_is_not_called_clear():
    table = found(lines(None), [{}], [{"in_use": False}], [(0, VOLUME, 380)])
    assert shown(table, "result", "reason") == [("undecided", "equipment_missing")]


def test_equipment_of_no_line_has_a_finding_of_the_enterprise():
    table = found(lines(), [{}], [{"line_code": -1}], [(0, VOLUME, 380)])
    assert shown(table, "enterprise_id", "line_id", "result") == [("甲", None, "hit")]


def test_the_two_classes_are_two_tables():
    of = [
        {},
        {"row_id": "r2", "category": "限制类", "operator": "open_range", "threshold": "400..1200"},
    ]
    its = [(0, VOLUME, 500)]
    assert shown(found(lines(None), of, [{}], its), "result", "row_id") == [("clear", "r1")]
    table = found(lines(None), of, [{}], its, on=restricted)
    assert shown(table, "result", "row_id", "threshold", "threshold_text") == [
        ("hit", "r2", None, "400..1200")
    ]


def test_entries_that_say_when_something_counts_as_dismantled_are_no_findings():
    table = found(lines(None), [{"category": "拆除标准"}], [{}], [(0, VOLUME, 380)])
    assert shown(table, "result", "reason") == [("clear", "no_entry")]


def rows(*of):
    machines = devices({})
    return governing(screening.screen(machines, values((0, VOLUME, 280)), rules(*of)))[
        "row_id"
    ].item()


def test_a_hit_goes_before_a_review_before_what_is_undecided():
    review = {"row_id": "a", "confidence": "recalled"}
    undecided = {"row_id": "b", "attribute_id": "coke_ratio_kg_per_t"}
    assert rows(review, undecided, {"row_id": "c"}) == "c"
    assert rows(undecided, review) == "a"


def test_a_verified_row_goes_before_one_checked_elsewhere_and_a_binding_one_before_another():
    assert rows({"row_id": "a", "confidence": "cross_checked"}, {"row_id": "b"}) == "b"
    weak = {"row_id": "b", "confidence": "recalled"}
    assert rows({"row_id": "a", "binding": False, "document_id": "list"}, weak) == "b"


def test_of_equal_rows_the_one_missed_by_most_goes_first_then_the_smaller_id():
    # 280 m³ lies 30 % under 400 and 7 % under 300.
    assert rows(NARROW, {"row_id": "r400"}) == "r400"
    assert rows({"row_id": "b"}, {"row_id": "a"}) == "a"


def test_what_remains_open_in_a_document_that_binds_nobody_changes_no_finding():
    weak = {"row_id": "r2", "binding": False, "document_id": "list", "threshold": "9000"}
    its = [(0, VOLUME, 500)]
    open_scope = weak | {"applies_when": "use=cast_pipe"}
    assert shown(found(lines(None), [{}, open_scope], [{}], its), "result") == [("clear",)]
    table = found(lines(None), [{}, weak], [{}], its)
    assert shown(table, "result", "reason", "row_id") == [("review", "not_binding", "r2")]


def test_the_finding_says_what_the_equipment_was_recognised_by():
    parsed = {"origin": "parsed", "name": "450立方高炉"}
    table = found(lines(None), [{}], [parsed], [(0, VOLUME, 380)])
    assert shown(table, "note") == [("按“450立方高炉”识别",)]
    table = found(lines(None), [{}], [{"origin": "product", "name": None}], [])
    assert shown(table, "note", "reason") == [("按主要产品推定", "attribute_missing")]
    table = found(lines(None), [{}], [{}], [(0, VOLUME, 380)])
    assert shown(table, "note") == [(None,)]


def test_the_papers_of_an_exception_and_the_deadline_of_the_entry_are_shown():
    rule = {"exception": "铸造用铁除外", "proof": "销售凭证", "deadline": "2020-12-31"}
    table = found(lines(None), [rule], [{}], [(0, VOLUME, 380)])
    assert shown(table, "result", "reason", "proof", "entry_deadline") == [
        ("review", "exception_possible", "销售凭证", "2020-12-31")
    ]
