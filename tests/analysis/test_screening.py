"""How an entry of the catalogue is read: what holds, what does not, and what nobody can know yet."""

from __future__ import annotations

import datetime as dt

import pytest
from equipment_cases import devices, rules, said, screened, values

from capacity_analysis.analysis import screening

HIT, CLEAR = ("hit", None), ("clear", None)
VOLUME = "effective_volume_m3"


def volume(number, **rule):
    return said({}, {VOLUME: number}, rule)["r1"]


@pytest.mark.parametrize(
    ("operator", "threshold", "met", "missed"),
    [
        ("<", "400", [399.9], [400, 400.1]),
        ("<=", "400", [399.9, 400], [400.1]),
        (">", "400", [400.1], [400, 399.9]),
        (">=", "400", [400, 400.1], [399.9]),
        ("open_range", "400..1200", [400.1, 1199.9], [400, 1200, 399, 1201]),
        ("closed_range", "400..1200", [400, 800, 1200], [399.9, 1200.1]),
    ],
)
def test_at_the_threshold_a_value_counts_only_where_the_operator_includes_it(
    operator, threshold, met, missed
):
    assert [volume(v, operator=operator, threshold=threshold) for v in met] == [HIT] * len(met)
    assert [volume(v, operator=operator, threshold=threshold) for v in missed] == [CLEAR] * len(
        missed
    )


def test_what_is_only_named_is_hit_by_being_there():
    assert said({}, {}, {"operator": "is_present", "unit": "bool", "attribute_id": ""}) == {
        "r1": HIT
    }


@pytest.mark.parametrize(
    ("operator", "value", "expected"),
    [
        ("is_true", 1, HIT),
        ("is_true", 0, CLEAR),
        ("is_false", 0, HIT),
        ("is_false", 1, CLEAR),
        ("is_true", 0.5, ("undecided", "value_unclear")),
    ],
)
def test_a_fact_is_yes_no_or_unclear(operator, value, expected):
    rule = {"operator": operator, "unit": "bool", "attribute_id": "fails_standards"}
    assert said({}, {"fails_standards": value}, rule)["r1"] == expected


def test_a_furnace_whose_volume_is_missing_cannot_be_decided_and_never_passes():
    assert said({}, {}, {})["r1"] == ("undecided", "attribute_missing")


def test_a_value_of_zero_is_a_value_and_not_a_missing_one():
    assert volume(0.0) == HIT


@pytest.mark.parametrize("confidence", ["recalled", "carried_over"])
def test_an_unchecked_row_only_leads_to_review(confidence):
    assert volume(380, confidence=confidence) == ("review", "unchecked_standard")
    assert volume(500, confidence=confidence) == CLEAR


def test_a_document_that_binds_nobody_only_leads_to_review():
    assert volume(380, binding=False) == ("review", "not_binding")


EXCEPTED = {"exception": "铸造用铁除外", "proof": "销售凭证"}


@pytest.mark.parametrize(
    ("papers", "use", "expected"),
    [
        ("verified", None, CLEAR),
        ("not_excepted", None, HIT),
        ("submitted", None, ("review", "exception_possible")),
        ("none", None, ("review", "exception_possible")),
        (None, None, ("review", "exception_possible")),
        (None, "foundry_iron", ("review", "exception_possible")),
        (None, "steelmaking_iron", HIT),
        ("verified", "steelmaking_iron", CLEAR),
        ("not_excepted", "foundry_iron", HIT),
    ],
)
def test_an_exception_is_decided_by_checked_papers_or_refuted_by_the_ledger(papers, use, expected):
    rule = EXCEPTED | {"exempt_when": "use=foundry_iron"}
    device = {"exception_papers": papers, "use": use}
    assert said(device, {VOLUME: 380}, rule)["r1"] == expected


@pytest.mark.parametrize("use", [None, "foundry_iron", "steelmaking_iron"])
def test_where_the_ledger_cannot_decide_an_exception_only_papers_do(use):
    assert said({"use": use}, {VOLUME: 380}, EXCEPTED)["r1"] == ("review", "exception_possible")


def test_a_review_for_an_exception_names_the_papers_and_a_clear_row_names_none():
    assert screened({}, {VOLUME: 380}, EXCEPTED)["proof"].tolist() == ["销售凭证"]
    assert screened({}, {VOLUME: 500}, EXCEPTED)["proof"].isna().all()


@pytest.mark.parametrize(
    ("use", "expected"),
    [("cast_pipe", HIT), ("steelmaking_iron", CLEAR), (None, ("review", "scope_unknown"))],
)
def test_a_scope_that_is_not_known_leads_to_review(use, expected):
    rule = {"applies_when": "use=cast_pipe;ferroalloy"}
    assert said({"use": use}, {VOLUME: 180}, rule)["r1"] == expected


@pytest.mark.parametrize(
    ("use", "expected"),
    [("cast_pipe", CLEAR), ("steelmaking_iron", HIT), (None, ("review", "scope_unknown"))],
)
def test_a_scope_may_leave_uses_out(use, expected):
    rule = {"applies_when": "use!=cast_pipe;ferroalloy"}
    assert said({"use": use}, {VOLUME: 180}, rule)["r1"] == expected


def test_of_several_conditions_all_must_hold_and_one_that_fails_settles_it():
    rule = {"applies_when": "use=cast_pipe & hot_charging=1"}
    assert said({"use": "cast_pipe"}, {VOLUME: 180, "hot_charging": 1}, rule)["r1"] == HIT
    assert said({"use": "cast_pipe"}, {VOLUME: 180}, rule)["r1"] == ("review", "scope_unknown")
    assert said({}, {VOLUME: 180, "hot_charging": 0}, rule)["r1"] == CLEAR


GROUP = (
    {"row_id": "r1", "all_of": "r1", "unit": "t/h", "attribute_id": "melting_rate_t_per_h",
     "operator": "<", "threshold": "10"},
    {"row_id": "r1b", "all_of": "r1", "part_of": "r1", "unit": "bool",
     "attribute_id": "in_key_region", "operator": "is_true", "threshold": "1"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("rate", "region", "expected"),
    [
        (8, 1, HIT),
        (8, 0, CLEAR),
        (12, 1, CLEAR),
        (12, None, CLEAR),
        (8, None, ("undecided", "attribute_missing")),
        (None, 1, ("undecided", "attribute_missing")),
        (None, 0, CLEAR),
    ],
)
def test_criteria_that_must_hold_together_hit_only_together(rate, region, expected):
    its = {"melting_rate_t_per_h": rate, "in_key_region": region}
    found = said({}, {name: value for name, value in its.items() if value is not None}, *GROUP)
    assert found == {"r1": expected, "r1b": expected}


def test_criteria_that_hold_together_decide_only_where_each_of_them_is_checked():
    first, second = GROUP
    its = {"melting_rate_t_per_h": 8, "in_key_region": 1}
    review = ("review", "unchecked_standard")
    found = said({}, its, first, second | {"confidence": "recalled"})
    assert found == {"r1": review, "r1b": review}


def test_a_group_of_which_one_criterion_is_for_new_projects_never_hits_an_existing_line():
    first, second = GROUP
    its = {"melting_rate_t_per_h": 8, "in_key_region": 1}
    old = {"approved_on": dt.date(2019, 12, 31)}
    assert said(old, its, first, second | {"for_new": True}) == {}


def test_a_criterion_of_a_group_that_no_ledger_can_hold_leaves_the_entry_open():
    first, second = GROUP
    whole = (first, second | {"equipment_types": "", "attribute_id": ""})
    assert said({}, {"melting_rate_t_per_h": 8}, *whole)["r1"] == ("undecided", "attribute_missing")
    assert said({}, {"melting_rate_t_per_h": 12}, *whole)["r1"] == CLEAR


def test_a_second_criterion_that_stands_alone_hits_by_itself():
    alone = {"row_id": "r1b", "part_of": "r1", "operator": "is_present", "unit": "bool",
             "attribute_id": "", "threshold": "1"}  # fmt: skip
    assert said({}, {VOLUME: 500}, {}, alone) == {"r1": CLEAR, "r1b": HIT}
    table = screened({}, {VOLUME: 500}, {}, alone)
    assert table["entry"].tolist() == ["r1", "r1"]


@pytest.mark.parametrize(
    ("approved", "started", "expected"),
    [
        (dt.date(2019, 12, 31), None, None),
        (dt.date(2020, 1, 1), None, HIT),
        (dt.date(2021, 6, 1), dt.date(2022, 1, 1), HIT),
        (dt.date(2019, 6, 1), dt.date(2021, 1, 1), None),
        (None, dt.date(2015, 1, 1), None),
        (None, dt.date(2021, 1, 1), ("review", "scope_unknown")),
        (None, None, None),
    ],
)
def test_an_entry_for_new_projects_never_hits_an_existing_line(approved, started, expected):
    device = {"approved_on": approved, "commissioned_on": started}
    assert said(device, {VOLUME: 380}, {"for_new": True}).get("r1") == expected


@pytest.mark.parametrize("operator", ["<", "<="])
def test_at_a_threshold_whose_wording_nobody_checked_the_row_leads_to_review(operator):
    rule = {"operator": operator, "doubtful_at": "400"}
    assert volume(400, **rule) == ("review", "wording_doubtful")
    assert volume(399, **rule) == HIT
    assert volume(401, **rule) == CLEAR


def test_equipment_of_two_possible_types_is_decided_where_every_row_speaks_of_both():
    either = {"equipment_type": None, "candidates": "coal_boiler;fixed_grate_coal_boiler"}
    both = {"equipment_types": "coal_boiler;fixed_grate_coal_boiler", "threshold": "10",
            "attribute_id": "steam_rate_t_per_h"}  # fmt: skip
    one = {"row_id": "r2", "equipment_types": "fixed_grate_coal_boiler", "operator": "is_present",
           "threshold": "1", "attribute_id": ""}  # fmt: skip
    found = said(either, {"steam_rate_t_per_h": 4}, both, one)
    assert found == {"r1": HIT, "r2": ("review", "scope_unknown")}


def test_equipment_of_another_type_and_equipment_out_of_use_are_not_held_against_a_row():
    assert said({"equipment_type": "converter"}, {VOLUME: 380}, {}) == {}
    assert said({"equipment_type": None}, {VOLUME: 380}, {}) == {}
    assert said({"in_use": False}, {VOLUME: 380}, {}) == {}


MODELS = {"attribute_id": "model", "unit": "model", "operator": "in", "threshold": "JD;L-10/8"}


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("JD", HIT),
        ("ｊｄ－10", HIT),
        ("JD10×12", HIT),
        ("JD型", HIT),
        ("JDX", CLEAR),
        ("L-10/8", HIT),
        ("L-10/80", CLEAR),
        ("L-10/7", CLEAR),
        ("6JD28", ("undecided", "value_unclear")),
        ("型号JD-10", ("undecided", "value_unclear")),
        ("2L-10/8", ("undecided", "value_unclear")),
        ("AJD", CLEAR),
        (None, ("undecided", "attribute_missing")),
    ],
)
def test_a_model_belongs_to_a_series_that_it_begins_with(model, expected):
    assert said({"model": model}, {}, MODELS)["r1"] == expected


@pytest.mark.parametrize(
    ("rating", "expected"),
    [
        (380, HIT),
        ("380/660", HIT),
        ("380/1140", CLEAR),
        (660, CLEAR),
        ("AC380V", ("undecided", "value_unclear")),
        ("1140V", CLEAR),
    ],
)
def test_a_text_that_is_no_model_must_be_one_of_those_named(rating, expected):
    rule = {"attribute_id": "voltage_rating_v", "unit": "V", "operator": "in",
            "threshold": "380;380/660"}  # fmt: skip
    assert said({}, {"voltage_rating_v": rating}, rule)["r1"] == expected


def test_what_was_measured_is_shown_as_it_was_reported():
    table = screened({"model": "JD-10"}, {VOLUME: 380}, {}, MODELS | {"row_id": "r2"})
    assert table["measured"].tolist()[0] == 380 and table["measured_text"].tolist()[1] == "JD-10"
    assert table["threshold"].tolist()[0] == 400 and table["excess"].tolist()[0] == pytest.approx(
        0.05
    )


def test_many_devices_are_held_against_their_own_rows_in_their_order():
    several = devices({}, {"equipment_type": "converter"}, {}, {"in_use": False})
    known = values((2, VOLUME, 500), (0, VOLUME, 380), (1, "nominal_capacity_t", 20))
    of = rules({}, {"row_id": "r2", "equipment_types": "converter", "threshold": "30",
                    "attribute_id": "nominal_capacity_t"})  # fmt: skip
    table = screening.screen(several, known, of)
    assert table[["device_code", "row_id", "result"]].to_numpy().tolist() == [
        [0, "r1", "hit"], [1, "r2", "hit"], [2, "r1", "clear"],
    ]  # fmt: skip


def test_without_rules_or_without_equipment_nothing_is_held_against_anything():
    assert screening.screen(devices({}), values((0, VOLUME, 380)), rules({}).iloc[:0]).empty
    assert screening.screen(devices({}).iloc[:0], values(), rules({})).empty
