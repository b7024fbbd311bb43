"""What an explanation says, step by step, against numbers worked by hand."""

import datetime as dt

import pytest

from capacity_analysis import Standards, paths, read_ledger
from capacity_analysis.explanation import Explainer

SECOND_KILN = "E2"


def only(items):
    (one,) = items
    return one


def ground(explained, name):
    return next(found for found in explained.findings if found.ground == name)


@pytest.fixture(scope="module")
def kiln(explain):
    """乙水泥厂: 161,000 t of raw coal and 56 GWh for 950,000 t of clinker."""
    return explain(SECOND_KILN)


def test_a_clinker_kiln_is_followed_from_its_cells_to_its_gap(kiln):
    # 161,000,000 x 0.7143 = 115,002,300; 56,000,000 x 0.1229 = 6,882,400.
    assert [term.energy_kgce for term in kiln.terms] == pytest.approx([115_002_300, 6_882_400])
    measure = kiln.measure("comprehensive")
    assert measure.total == pytest.approx(121_884_700)
    assert measure.value == pytest.approx(121_884_700 / 950_000)
    level = only(ground(kiln, "below_baseline").levels)
    assert level.citation.row_id == "bm2021-030"
    assert level.gap == pytest.approx(121_884_700 / 950_000 - 117)


def test_terms_and_outputs_name_their_cells(kiln):
    # The rows of 甲 stand above: its output in row 2, its energy in rows 2 and 3.
    assert only(kiln.outputs).place.cell == "产量!E3"
    assert [term.place.cell for term in kiln.terms] == ["能源!F4", "能源!F5"]
    assert kiln.line.place.cell == "生产线!B3"


def test_a_saving_to_the_baseline_is_the_gap_times_the_output(kiln):
    savings = {one.target: one.tce for one in only(ground(kiln, "below_baseline").levels).savings}
    # 121,884,700 kgce - 117 x 950,000 = 10,734,700 kgce.
    assert savings["baseline"] == pytest.approx(10_734.7)
    assert savings["advanced"] == pytest.approx(26_884.7)


def test_a_hit_names_the_action_the_authority_and_the_deadlines_of_plan_and_nation(kiln):
    told = ground(kiln, "below_baseline").consequence
    assert told.authority == "九江市柴桑区人民政府"
    assert told.lead == "区发改委、区工信局"
    assert told.deadlines[0].day == "2023-07-20"  # 整改关停, the plan's step of closure
    cited = {one.citation.row_id for one in told.deadlines if one.citation}
    assert {"enf-008", "d1609-02"} <= cited
    assert "听证" in [step.name for step in told.legal_steps]


def test_a_product_without_a_limit_on_the_day_says_so_and_who_supplies_it(kiln):
    # GB 16780—2021 is in force from 2022-11-01; the ledger's day is 2022-09-10.
    found = ground(kiln, "over_limit")
    assert (found.result, found.levels, found.consequence) == ("undecided", (), None)
    lack = only(found.lacks)
    assert (lack.reason, lack.department) == ("level_absent_on_date", "区发改委")


def test_a_line_over_its_limit_has_six_months_and_once_three_more(explain):
    found = ground(explain(SECOND_KILN, _at_sea_level, dt.date(2022, 12, 31)), "over_limit")
    assert found.result == "hit"
    texts = {one.citation.row_id: one.text for one in found.consequence.deadlines if one.citation}
    assert (texts["enf-002"], texts["enf-003"]) == ("6个月", "3个月")
    assert not any(row.startswith("d") for row in texts)  # no deadline of the other ground


def _at_sea_level(tables):
    tables["conditions"] = [
        {"enterprise_id": SECOND_KILN, "line_id": "1号线", "year": 2021, "attribute": "altitude_m",
         "value": 30.0}
    ]  # fmt: skip


def test_every_row_that_applies_is_shown_and_one_of_them_governs(explain):
    found = ground(explain(SECOND_KILN, _at_sea_level, dt.date(2022, 12, 31)), "over_limit")
    rows = {level.citation.row_id: level for level in found.levels}
    # Comprehensive 128.3 over 117; electricity 58.9 within 61; fuel 121.1 over 109.
    assert {row: level.result for row, level in rows.items()} == {
        "gb16780-2021-02": "hit",
        "gb16780-2021-03": "clear",
        "gb16780-2021-04": "hit",
    }
    assert rows["gb16780-2021-03"].measured == pytest.approx(56_000_000 / 950_000)
    assert rows["gb16780-2021-04"].measured == pytest.approx(115_002_300 / 950_000)
    assert only(row for row, level in rows.items() if level.governs) == found.governing_row


def test_a_limit_is_corrected_step_by_step_for_what_the_furnace_reported(corrected_limits):
    found = ground(corrected_limits[0], "over_limit")
    level = only(found.levels)
    applied = [one for one in level.corrections if one.effect]
    # Rare earth 3 points at 0.3; grade 58, four points under 62 at 3.61.
    assert [one.after["3"] for one in applied] == pytest.approx([415.9, 430.34])
    assert level.corrected["level_3"] == pytest.approx(415 + 3 * 0.3 + 4 * 3.61)
    grade = applied[-1].conditions[0]
    assert (grade.label, grade.value, grade.place.cell) == ("入炉品位（%）", 58.0, "工况!E2")


def test_a_correction_by_air_pressure_applies_above_its_height(corrected_limits):
    level = next(
        one
        for one in ground(corrected_limits[1], "over_limit").levels
        if one.citation.row_id == "gb16780-2021-02"
    )
    correction = only(level.corrections)
    # 117 x (1.179 - 0.211 x 79,500 / 101,325)
    assert correction.after == {"3": pytest.approx(117 * (1.179 - 0.211 * 79_500 / 101_325))}
    assert [one.attribute for one in correction.conditions] == ["pressure_pa", "altitude_m"]


def test_a_correction_of_an_amount_names_the_old_value_the_reason_and_the_office(explain):
    def slip(tables):
        coal = next(row for row in tables["energy"] if row["enterprise_id"] == SECOND_KILN)
        coal["amount"] = 1_610_000.0
        tables["corrections"] = [
            {"table": "能源", "enterprise_id": SECOND_KILN, "line_id": "1号线", "year": 2021,
             "item": "原煤", "field": "实物量", "old_value": "1610000", "new_value": "161000",
             "reason": "多写一个零", "provider": "区工信局",
             "corrected_on": dt.date(2022, 7, 15)}
        ]  # fmt: skip

    coal = explain(SECOND_KILN, slip).terms[0]
    assert coal.amount == 161_000
    one = only(coal.place.corrections)
    assert (one.place, one.old, one.new, one.cell) == ("能源!F4", "1610000", "161000", "更正!H2")
    assert (one.reason, one.provider, one.corrected_on) == ("多写一个零", "区工信局", "2022-07-15")


def test_energy_that_nobody_shares_out_is_shown_with_who_must_tell(explain):
    def above(tables):
        coal = next(row for row in tables["energy"] if row["enterprise_id"] == SECOND_KILN)
        coal.update(line_id=None, scope="enterprise")

    explained = explain(SECOND_KILN, above)
    row = only(explained.unshared)
    assert (row.amount, row.place.cell, row.lack.reason) == (
        161_000,
        "能源!F4",
        "energy_above_line",
    )
    assert row.lack.department == "区发改委"
    measure = explained.measure("comprehensive")
    assert measure.value is None
    assert "energy_above_line" in [lack.reason for lack in measure.lacks]


def test_a_measured_calorific_value_is_shown_with_the_definition_of_standard_coal(explain):
    def measured(tables):
        for row in tables["energy"]:
            row["ncv_kj"] = 23_000.0 if row["carrier"] == "raw_coal" else None

    coal = explain(SECOND_KILN, measured).terms[0]
    assert coal.ncv_kj == 23_000
    assert coal.coefficient == pytest.approx(23_000 * coal.kgce_per_kj)
    _kind, row = Standards.load().document("gbt-2589-2020").row(coal.citation.row_id)
    assert row["unit"] == "kJ"


def test_a_stricter_local_row_stands_beside_the_national_one(explain, tmp_path):
    import shutil

    folder = shutil.copytree(paths.data() / "standards", tmp_path / "standards")
    national = folder / "ndrc-2021-1609"
    local = shutil.copytree(national, folder / "local")
    header = (local / "document.yaml").read_text("utf-8")
    for old, new in (
        ("id: ndrc-2021-1609", "id: local"),
        ('jurisdiction: "000000"', 'jurisdiction: "360000"'),
        ("conflict: newest", "conflict: stricter"),
    ):
        assert old in header
        header = header.replace(old, new)
    header = "\n".join(
        "series: local" if line.startswith("series:") else line for line in header.splitlines()
    )
    (local / "document.yaml").write_text(header, "utf-8")
    table = only(local.glob("*.csv"))
    lines = table.read_text("utf-8").splitlines()
    clinker = next(line for line in lines if line.startswith("bm2021-030,"))
    assert ",100,117," in clinker
    row = clinker.replace("bm2021-030", "local-1").replace(",100,117,", ",90,105,")
    table.write_text("\n".join([lines[0], row]) + "\n", "utf-8")
    # 甲水泥厂: 96,392,600 kgce / 900,000 t = 107.1, within the nation's 117, not the province's 105.
    found = ground(explain("E1", standards=Standards.load(folder)), "below_baseline")
    assert {one.citation.row_id: (one.result, one.governs) for one in found.levels} == {
        "bm2021-030": ("clear", False),
        "local-1": ("hit", True),
    }
    assert found.result == "hit"


def test_a_line_out_of_operation_is_said_to_be(explain):
    def retire(tables):
        for row in tables["lines"]:
            row.update(status="retired", retired_on=dt.date(2022, 3, 31))

    explained = explain(SECOND_KILN, retire)
    assert explained.line.out_of_operation == "已退出"
    assert only(ground(explained, "below_baseline").lacks).reason == "not_in_operation"
    assert explained.measure("comprehensive").value  # measured all the same


def test_another_edition_tells_both_rows_and_what_changes(kiln):
    one = only(ground(kiln, "below_baseline").editions)
    assert (one.row_now, one.row_then) == ("bm2021-030", "bm2023-030")
    assert (one.change, one.changed_by) == ("not_checked", "bm2023-030")


def test_rows_that_nobody_has_checked_come_with_the_command_that_records_a_check(kiln):
    assert any(
        command.startswith("capacity-analysis standards verify ndrc-2021-1609 bm2021-030 ")
        for command in kiln.verifications
    )


def test_sources_that_differ_on_electricity_are_listed_with_their_cells(assess_once):
    ledger, standards = read_ledger(paths.sample_ledger()), Standards.load()
    assessment = assess_once(ledger, standards)
    contested = assessment["gaps"].query("reason == 'electricity_contested'").iloc[0]
    explained = Explainer(assessment, ledger, standards).explain(int(contested["line_code"]))
    assert len(explained.disputes) > 1
    assert all(one.cells for one in explained.disputes)
    lack = only(ground(explained, "below_baseline").lacks)
    assert (lack.reason, lack.department) == ("electricity_contested", "区供电公司")
