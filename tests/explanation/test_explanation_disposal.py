"""From a device to the suggestion: cells, rows of the catalogue, findings, precedence, days, steps."""

import datetime as dt

import pytest
from explained_cases import with_furnace

from capacity_analysis import Campaign, Standards
from capacity_analysis.explanation import (
    as_text,
    enterprise_as_text,
    explain_enterprise,
    find_enterprise,
)

FURNACE = "E3"
# Up to 400 m³ is listed, but for makers of ferro-alloy and cast pipe; foundry iron is the exception.
ROW = "cat2019-001"


@pytest.fixture(scope="module")
def listed(explain):
    """A furnace of 380 m³ that makes iron for steel: nothing exempts it."""
    return explain(FURNACE, with_furnace(380.0, use="steelmaking_iron"))


@pytest.fixture(scope="module")
def of_foundry(explain):
    """A furnace of 380 m³ that makes iron for castings: the exception may hold."""
    return explain(FURNACE, with_furnace(380.0, use="foundry_iron"))


def entry(explained, row=ROW):
    (found,) = [one for one in explained.devices[0].entries if one.citation.row_id == row]
    return found


def ruling(explained, ground):
    (found,) = [one for one in explained.rulings if one.ground == ground]
    return found


def test_a_device_comes_with_its_cells(listed):
    (furnace,) = listed.devices
    assert furnace.place.cell == "设备!D2"
    assert (furnace.type_name, furnace.use) == ("炼铁高炉", "炼钢用生铁")
    (volume,) = [one for one in furnace.values if one.attribute == "effective_volume_m3"]
    assert (volume.value, volume.place.cell, volume.origin) == (380.0, "设备!I2", "reported")


def test_an_entry_is_told_with_criterion_exception_and_papers(listed):
    found = entry(listed)
    _kind, row = Standards.load().document("catalogue-2019").row(ROW)
    assert (found.operator, found.threshold, found.unit) == ("<=", "400", "m3")
    assert (found.exception, found.proof) == (row["exception"], row["proof"])
    assert (found.measured, found.result) == (380.0, "hit")


def test_rows_that_a_device_is_clear_of_are_told_too(explain):
    explained = explain(FURNACE, with_furnace(450.0, use="steelmaking_iron"))
    assert entry(explained).result == "clear"
    assert ruling(explained, "elimination_list").result == "clear"


def test_a_hit_leads_to_a_suggestion_with_rule_day_department_and_authority(listed):
    found = ruling(listed, "elimination_list")
    assert (found.result, found.citation.row_id, found.state) == ("hit", ROW, "open")
    assert (found.deadline, found.deadline_basis) == ("2022-10-31", "plan")
    (made,) = listed.suggestions
    assert (made.disposition, made.deadline) == ("eliminate_now", "2022-10-31")
    assert made.rule.id in [one.id for one in Campaign.load().disposition_rules]
    assert made.rule.count == len(Campaign.load().disposition_rules)
    assert made.authority == "九江市柴桑区人民政府"
    assert set(made.department.split("、")) == {
        "区工信局", "区发改委", "区沙城电子科技创新中心", "区沿江新材料产业发展中心",
    }  # fmt: skip


def test_steps_and_gates_before_an_exit_are_told_with_their_law(listed):
    (made,) = listed.suggestions
    assert {one.status for one in made.steps} == {"missing"}
    steps = {one.step: one for one in made.steps}
    assert (steps["hearing"].kind, steps["hearing"].basis) == (
        "procedure",
        "《行政处罚法》第六十三条",
    )
    assert (steps["resettlement_plan"].kind, steps["resettlement_plan"].basis) == (
        "gate",
        "行动方案五（三）",
    )


def test_a_step_that_was_taken_is_told_with_its_day(explain):
    def change(tables):
        with_furnace(380.0, use="steelmaking_iron")(tables)
        tables["procedures"] = [
            {"enterprise_id": FURNACE, "line_id": "1号线", "step": "notice",
             "done_on": dt.date(2022, 8, 1), "document_no": "告字1号"}
        ]  # fmt: skip

    (made,) = explain(FURNACE, change).suggestions
    notice = next(one for one in made.steps if one.step == "notice")
    assert (notice.status, notice.done_on, notice.document_no) == ("done", "2022-08-01", "告字1号")


def test_a_possible_exception_is_a_review_that_names_the_papers(of_foundry):
    assert (entry(of_foundry).result, entry(of_foundry).reason) == ("review", "exception_possible")
    found = ruling(of_foundry, "elimination_list")
    assert found.result == "review"
    assert "近三年销售凭证" in found.proof
    (made,) = of_foundry.suggestions
    assert (made.disposition, made.exits, made.steps) == ("review", False, ())


def test_one_ground_leaves_the_others_out(explain):
    explained = explain(FURNACE, with_furnace(380.0), ground="elimination_list")
    assert [one.ground for one in explained.rulings] == ["elimination_list"]
    assert explained.findings == ()


def test_a_name_that_was_read_is_told_with_how_it_was_read(explain):
    def change(tables):
        tables["lines"][2]["specification"] = "380立方米高炉"

    (furnace,) = explain(FURNACE, change).devices
    assert furnace.origin == "parsed"
    assert furnace.readings[0].text == "380立方米高炉"
    assert furnace.readings[0].outcome == "parsed"


def test_the_text_goes_from_the_device_to_the_suggestion(listed):
    text = as_text(listed)
    flat = "".join(text.split())
    steps = ["有效容积（立方米）：380", "有效容积（立方米）不大于400", "列入淘汰类，1#高炉（行动方案二（一）1）：列入", "先后规则",
             "法定程序：听证：未办"]  # fmt: skip
    places = [flat.index(each) for each in steps]
    assert places == sorted(places)
    assert flat.count("期限：2022-10-31（行动方案）") == 2  # of the finding, and of the suggestion
    assert "用途不属于" in flat


def test_an_unchecked_row_of_the_catalogue_comes_with_the_command_that_records_a_check(listed):
    start = f"capacity-analysis standards verify catalogue-2019 {ROW} "
    assert any(command.startswith(start) for command in listed.verifications)


def test_an_enterprise_is_told_with_all_its_units(small_reading, assess_once):
    def change(tables):
        tables["inspections"] = [
            {"enterprise_id": "E1", "ground": "environment", "kind": "penalty",
             "happened_on": dt.date(2022, 5, 1), "result": "suspended"}
        ]  # fmt: skip

    ledger, standards = small_reading(change), Standards.load()
    assessment = assess_once(ledger, standards)
    code = find_enterprise(assessment, "甲水泥厂")
    told = explain_enterprise(assessment, ledger, standards, code)
    assert [one.unit for one in told.suggestions] == ["1号线"]
    environment = next(one for one in told.findings if one.ground == "environment")
    assert (environment.result, environment.measured_text) == ("hit", "停产整治")
    text = enterprise_as_text(told)
    assert text.startswith("甲水泥厂（E1），城关镇")
    assert "1号线：建议停产整顿" in text


@pytest.mark.parametrize(
    ("name", "found"), [("E2", 1), ("丙炼铁厂", 2), ("水泥厂", None), ("", None)]
)
def test_an_enterprise_is_found_by_its_whole_name_or_id(small_reading, assess_once, name, found):
    assert find_enterprise(assess_once(small_reading()), name) == found
