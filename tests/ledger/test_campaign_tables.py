"""Equipment, orders, procedures, false returns and evidence: what can't be, or lacks its other half."""

import datetime as dt

import pytest
from workbooks import CODE, changed, codes_of, good_sheets, ledger_of, problems_of, with_rows

from capacity_analysis import vocabulary
from capacity_analysis.ledger import registry
from capacity_analysis.sheets.addresses import column_letter

VOLUME, RATE = "有效容积（立方米）", "焦比（千克/吨）"
FLAG = vocabulary.equipment_attributes()["fails_standards"].name
DATA_END = dt.date(2022, 9, 10)  # of the good workbook


def cell(table, field, row=2):
    """Return the address of a field in a sheet that has all columns in order."""
    spec = registry().tables[table]
    return f"{spec.sheet}!{column_letter(list(spec.fields).index(field))}{row}"


def device(**told):
    return {"enterprise_id": CODE, "equipment_id": "1#高炉", "equipment_type": "炼铁高炉",
            "attribute": VOLUME, "value": 450} | told  # fmt: skip


def parameter(**told):
    return {"enterprise_id": CODE, "equipment_id": "1#高炉", "attribute": RATE, "value": 420} | told


def equipped(*parameters, **told):
    sheets = with_rows("equipment", device(**told))
    return with_rows("equipment_parameters", *parameters, sheets=sheets)


def order(**told):
    return {
        "enterprise_id": CODE,
        "ground": "能效低于基准水平",
        "ordered_on": dt.date(2022, 3, 1),
    } | told


def false_return(**told):
    return {"enterprise_id": CODE, "found_on": dt.date(2022, 6, 1), "matter": "少报电量",
            "state": "查实", "proof": "电费清单", "concluded_on": dt.date(2022, 6, 9)} | told  # fmt: skip


def procedure(**told):
    return {"enterprise_id": CODE, "step": "听证"} | told


def file(**told):
    return {"enterprise_id": CODE, "phase": "退出前", "kind": "照片", "file": "甲/前.jpg"} | told


# --- values of equipment ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "believed"), [(0.9, False), (1, True), (450, True), (10000, True), (10001, False)]
)
def test_a_value_beyond_its_bounds_is_told_and_not_used(value, believed):
    # tables.yaml: a volume of 1 to 10 000 cubic metres.
    sheets = equipped(value=value)
    expected = [] if believed else [("equipment_value_implausible", cell("equipment", "value"))]
    assert codes_of(sheets) == expected
    kept = ledger_of(sheets)["equipment"]["value"]
    assert kept.notna().tolist() == [believed]


def test_the_values_of_parameters_have_the_same_bounds():
    sheets = equipped(parameter(value=5001))  # at most 5 000 kg of coke for a tonne
    at = cell("equipment_parameters", "value")
    assert codes_of(sheets) == [("equipment_value_implausible", at)]
    assert ledger_of(sheets)["equipment_parameters"]["value"].isna().all()


def test_bounds_are_of_attributes_that_exist_and_are_numbers():
    kinds = {name: one.kind for name, one in vocabulary.equipment_attributes().items()}
    assert {kinds.get(name) for name in registry().plausibility.equipment} == {"number"}


def test_a_value_that_is_missing_is_no_problem():
    assert codes_of(equipped(parameter(value=""), value="")) == []


@pytest.mark.parametrize(
    ("value", "wrong"), [(-1, True), (0, False), (0.5, True), (1, False), (2, True), ("", False)]
)
def test_a_fact_is_one_or_zero(value, wrong):
    at = cell("equipment_parameters", "value")
    expected = [("not_zero_or_one", at)] if wrong else []
    assert codes_of(equipped(parameter(attribute=FLAG, value=value))) == expected


def test_a_parameter_has_a_value_or_a_text():
    both = parameter(value_text="约420")
    at = cell("equipment_parameters", "value_text")
    assert codes_of(equipped(both)) == [("value_and_text", at)]
    assert codes_of(equipped(both | {"value": ""})) == []


@pytest.mark.parametrize(
    ("attribute", "value", "wrong"),
    [(VOLUME, 450, False), (VOLUME, 380, True), (VOLUME, "", False), (RATE, 380, False)],
)
def test_a_parameter_does_not_contradict_the_row_of_its_device(attribute, value, wrong):
    at = cell("equipment_parameters", "value")
    found = problems_of(equipped(parameter(attribute=attribute, value=value)))
    assert [(one.code, f"{one.sheet}!{one.cell}") for one in found] == (
        [("parameter_contradicted", at)] if wrong else []
    )
    assert all("第2行是450，这里是380" in one.message for one in found)


def test_a_device_of_another_enterprise_contradicts_nothing():
    sheets = with_rows("equipment", device(), device(enterprise_id="002", value=380))
    rows = [
        parameter(attribute=VOLUME, value=450),
        parameter(attribute=VOLUME, enterprise_id="002", value=380),
    ]
    assert codes_of(with_rows("equipment_parameters", *rows, sheets=sheets)) == []


# --- devices ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("other", "same"),
    [("1号高炉", True), ("1-#高炉", True), ("2#高炉", False), ("11#高炉", False)],
)  # fmt: skip
def test_a_number_that_is_only_written_differently_is_the_same_devices(other, same):
    found = codes_of(with_rows("equipment", device(), device(equipment_id=other)))
    at = cell("equipment", "equipment_id", 3)
    assert found == ([("device_repeated", at)] if same else [])


def test_devices_of_two_enterprises_may_have_one_number():
    assert codes_of(with_rows("equipment", device(), device(enterprise_id="002"))) == []


def test_a_number_that_is_repeated_exactly_is_told_once():
    found = codes_of(with_rows("equipment", device(), device()))
    assert [code for code, _where in found] == ["duplicate_key"]


@pytest.mark.parametrize(
    ("line", "state", "wrong"),
    [("已退出", "", True), ("已退出", "在用", True), ("已退出", "停用", False), ("已退出", "已封存", False),
     ("在产", "在用", False)],
)  # fmt: skip
def test_a_line_that_is_gone_has_no_equipment_in_use(line, state, wrong):
    sheets = changed(("生产线!G2", line))
    sheets = with_rows("equipment", device(line_id="1号窑", status=state), sheets=sheets)
    expected = [("equipment_of_retired_line", cell("equipment", "status"))] if wrong else []
    assert codes_of(sheets) == expected


def test_equipment_of_no_line_is_not_held_against_one():
    assert codes_of(with_rows("equipment", device(), sheets=changed(("生产线!G2", "已退出")))) == []


# --- halves -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "concluded", "expected"),
    [
        ("合格", dt.date(2022, 8, 1), []),
        ("不合格", "", [("outcome_without_date", "outcome")]),
        ("", dt.date(2022, 8, 1), [("date_without_outcome", "concluded_on")]),
        ("", "", []),
    ],
)
def test_an_order_has_an_outcome_and_its_day_or_neither(outcome, concluded, expected):
    row = order(outcome=outcome, concluded_on=concluded)
    found = codes_of(with_rows("rectifications", row))
    assert found == [(code, cell("rectifications", field)) for code, field in expected]


def test_what_cannot_be_read_is_not_said_to_be_missing_too():
    row = order(outcome="合格", concluded_on="八月")
    assert [code for code, _at in codes_of(with_rows("rectifications", row))] == ["not_a_date"]
    row = order(outcome="好", concluded_on=dt.date(2022, 8, 1))
    assert [code for code, _at in codes_of(with_rows("rectifications", row))] == ["unknown_choice"]


@pytest.mark.parametrize(
    ("state", "gone", "expected"),
    [
        ("已拆除", "2022-08", []),
        ("已拆除", "", [("outcome_without_date", "status")]),
        ("在用", "2022-08", [("date_without_outcome", "dismantled_on")]),
        ("", "2022-08", [("date_without_outcome", "dismantled_on")]),
        ("在用", "2022-09-10", [("date_without_outcome", "dismantled_on")]),
        ("在用", "2022-09-11", []),  # a day that is planned
        ("在用", "2022-12", []),
    ],
)
def test_equipment_is_dismantled_on_a_day(state, gone, expected):
    found = codes_of(equipped(status=state, dismantled_on=gone))
    assert found == [(code, cell("equipment", field)) for code, field in expected]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, []),
        ({"concluded_on": ""}, [("outcome_without_date", "state")]),
        ({"state": "排除", "proof": ""}, []),
        ({"state": "排除", "proof": "", "concluded_on": ""}, [("outcome_without_date", "state")]),
        ({"state": "疑似", "proof": ""}, [("date_without_outcome", "concluded_on")]),
        ({"state": "疑似", "proof": "", "concluded_on": ""}, []),
        ({"proof": ""}, [("proof_missing", "state")]),
        ({"state": "已处理", "proof": ""}, [("proof_missing", "state")]),
    ],
)
def test_a_false_return_is_confirmed_by_proof_on_a_day(told, expected):
    found = codes_of(with_rows("false_returns", false_return(**told)))
    assert found == [(code, cell("false_returns", field)) for code, field in expected]


# --- procedures -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"done_on": dt.date(2022, 5, 1)}, []),
        ({"done_on": dt.date(2022, 5, 1), "not_required": "否"}, []),
        ({"not_required": "是", "reason": "放弃听证"}, []),
        ({"not_required": "是"}, ["not_required_without_reason"]),
        ({"not_required": "是", "reason": "放弃听证", "done_on": dt.date(2022, 5, 1)},
         ["done_and_not_required"]),
    ],
)  # fmt: skip
def test_a_procedure_is_done_or_spared_for_a_reason(told, expected):
    found = codes_of(with_rows("procedures", procedure(**told)))
    assert found == [(code, cell("procedures", "not_required")) for code in expected]


# --- evidence ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("digest", "wrong"), [("a" * 63, True), ("a" * 64, False), ("a" * 65, True), ("", False)]
)
def test_a_digest_has_sixty_four_digits(digest, wrong):
    expected = [("not_a_digest", cell("evidence", "sha256"))] if wrong else []
    assert codes_of(with_rows("evidence", file(sha256=digest))) == expected


@pytest.mark.parametrize(
    "path", ["D:\\照片\\前.jpg", "/照片/前.jpg", "../前.jpg", "https://example.org/前.jpg"]
)
def test_a_path_that_leaves_the_folder_is_an_error(path):
    found = problems_of(with_rows("evidence", file(file=path)))
    assert [(one.code, one.severity) for one in found] == [("unsafe_path", "error")]


# --- the calendar -----------------------------------------------------------------------------

DAY = dt.date(2022, 5, 3)
_ROWS = {"rectifications": order, "false_returns": false_return, "equipment": device}


@pytest.mark.parametrize(
    ("table", "later", "earlier", "told"),
    [
        ("rectifications", "due_on", "ordered_on", {}),
        ("rectifications", "extended_to", "due_on", {}),
        ("rectifications", "concluded_on", "ordered_on", {"outcome": "合格"}),
        ("false_returns", "concluded_on", "found_on", {}),
        ("equipment", "dismantled_on", "commissioned_on", {"status": "已拆除"}),
    ],
)
def test_nothing_follows_before_what_it_follows(table, later, earlier, told):
    for days, wrong in ((-1, True), (0, False), (1, False)):
        row = _ROWS[table](**told) | {earlier: DAY, later: DAY + dt.timedelta(days=days)}
        expected = [("out_of_order", cell(table, later))] if wrong else []
        assert codes_of(with_rows(table, row)) == expected


@pytest.mark.parametrize(
    ("table", "row", "field"),
    [
        ("rectifications", order(), "ordered_on"),
        ("rectifications", order(outcome="合格"), "concluded_on"),
        ("procedures", procedure(), "done_on"),
        ("milestones", {"enterprise_id": CODE, "milestone": "拆除"}, "done_on"),
        ("evidence", file(), "taken_on"),
        ("false_returns", false_return(state="疑似", proof="", concluded_on=""), "found_on"),
        ("false_returns", false_return(), "concluded_on"),
    ],
)
def test_nothing_has_happened_after_the_data_end(table, row, field):
    for days, late in ((-1, False), (0, False), (1, True)):
        sheets = with_rows(table, row | {field: DATA_END + dt.timedelta(days=days)})
        expected = [("after_the_data", cell(table, field))] if late else []
        assert codes_of(sheets) == expected


def test_a_day_that_is_planned_may_lie_ahead():
    ahead = DATA_END + dt.timedelta(days=90)
    row = {"enterprise_id": CODE, "milestone": "拆除", "planned_on": ahead}
    assert codes_of(with_rows("milestones", row)) == []
    assert codes_of(with_rows("rectifications", order(due_on=ahead, extended_to=ahead))) == []


def test_the_good_workbook_has_none_of_these_tables_and_no_problem():
    assert codes_of(good_sheets()) == []
