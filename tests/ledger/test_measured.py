"""Measured values: what they can be of, how large, and what goes missing where they are not believed."""

import datetime as dt

import numpy as np
import pytest
from workbooks import CODE, changed, codes_of, good_sheets, ledger_of, with_rows

from capacity_analysis import vocabulary
from capacity_analysis.ledger import registry

CAUSTIC = vocabulary.products()["caustic_soda_liquid_30"].name
CARBIDE = vocabulary.products()["calcium_carbide"].name


def fuel(**energy):
    """Return the good workbook with a row of energy of the kiln, of 2018 unless told otherwise."""
    row = {"enterprise_id": CODE, "line_id": "1号窑", "year": 2018, "carrier": "原煤", "amount": 10,
           "amount_unit": "吨"}  # fmt: skip
    sheets = good_sheets()
    sheets["能源"][0] += ["用途", "实测低位发热量"]
    return with_rows("energy", row | energy, sheets=sheets)


def of_row(sheets, letter):
    """Return the problems of a column of the added row, without what all of them have."""
    return [code for code, cell in codes_of(sheets) if cell == f"能源!{letter}7"]


# --- purposes -------------------------------------------------------------------------------


def test_the_main_process_uses_power_that_was_consumed():
    power = {"carrier": "电力", "amount_unit": "万千瓦时", "purpose": "主工序用电"}
    assert of_row(fuel(**power), "K") == []
    assert of_row(fuel(**power, flow="外供"), "K") == ["main_process_not_power"]
    assert of_row(fuel(purpose="主工序用电"), "K") == ["main_process_not_power"]


@pytest.mark.parametrize(
    ("carrier", "unit"), [("电力", "千瓦时"), ("热力", "百万千焦"), ("新水", "吨")]
)
def test_what_does_not_burn_is_no_feedstock(carrier, unit):
    assert of_row(fuel(carrier=carrier, amount_unit=unit, purpose="原料用能"), "K") == [
        "feedstock_not_fuel"
    ]
    assert of_row(fuel(purpose="原料用能"), "K") == []


def test_a_blank_purpose_is_energy():
    assert ledger_of(good_sheets())["energy"]["purpose"].tolist() == ["energy"] * 5


# --- calorific values -----------------------------------------------------------------------


@pytest.mark.parametrize(("carrier", "unit"), [("电力", "千瓦时"), ("热力", "百万千焦")])
def test_what_does_not_burn_has_no_calorific_value(carrier, unit):
    sheets = fuel(carrier=carrier, amount_unit=unit, ncv_kj=3600)
    assert of_row(sheets, "L") == ["ncv_not_of_fuel"]


# Raw coal counts 0.7143 kgce/kg, and a kJ counts 3.41208e-05 kgce (GB/T 2589): 20,934 kJ/kg.
# A third of it is 6,978 and three times are 62,803.
@pytest.mark.parametrize(
    ("value", "believed"),
    [(20934, True), (6979, True), (6977, False), (62800, True), (62810, False),
     (5000, False),  # kilocalories
     (20.9, False)],  # megajoules
)  # fmt: skip
def test_a_calorific_value_is_believed_within_three_times_the_default(value, believed):
    sheets = fuel(ncv_kj=value)
    assert of_row(sheets, "L") == ([] if believed else ["ncv_implausible"])
    row = ledger_of(sheets)["energy"].iloc[-1]
    assert row["ncv_kj"] == value
    assert np.isnan(row["amount_quantity"]) is np.bool_(not believed)
    assert row["amount"] == 10


# --- contents -------------------------------------------------------------------------------


def soda(product, content, unit="吨"):
    """Return the good workbook with a chemical works of one line and its output of 2018."""
    sheets = good_sheets()
    sheets["产量"][0].append("折算实测值")
    line = {"enterprise_id": "002", "line_id": "碱", "product_id": product, "status": "在产"}
    sheets = with_rows("lines", line, sheets=sheets)
    row = {"enterprise_id": "002", "line_id": "碱", "year": 2018, "product_id": product,
           "output": 100, "output_unit": unit, "content": content}  # fmt: skip
    return with_rows("production", row, sheets=sheets)


@pytest.mark.parametrize(
    ("product", "content", "believed"),
    [(CAUSTIC, 32, True), (CAUSTIC, 100, True), (CAUSTIC, 100.1, False), (CAUSTIC, 0.32, False),
     (CAUSTIC, 10, True), (CAUSTIC, 9.9, False), (CARBIDE, 290, True), (CARBIDE, 200, True),
     (CARBIDE, 199, False), (CARBIDE, 400, True), (CARBIDE, 401, False)],
)  # fmt: skip
def test_a_content_beyond_belief_takes_the_output_with_it(product, content, believed):
    sheets = soda(product, content)
    found = [code for code, cell in codes_of(sheets) if cell == "产量!J6"]
    assert found == ([] if believed else ["content_implausible"])
    row = ledger_of(sheets)["production"].iloc[-1]
    assert (row["output"], row["content"]) == (100, content)
    assert row["output_quantity"] == 100 if believed else np.isnan(row["output_quantity"])


def test_a_content_of_a_product_that_has_no_basis_is_left_to_the_analysis():
    sheets = soda("水泥熟料", 300)
    assert ledger_of(sheets)["production"]["output_quantity"].iloc[-1] == 100


def test_a_blank_content_is_no_content():
    assert ledger_of(good_sheets())["production"]["content"].isna().all()


# --- conditions -----------------------------------------------------------------------------


def kiln(attribute, value):
    row = {"enterprise_id": CODE, "line_id": "1号窑", "year": 2021, "attribute": attribute,
           "value": value}  # fmt: skip
    return with_rows("conditions", row)


@pytest.mark.parametrize(
    ("attribute", "value", "believed"),
    [("海拔（米）", -200, True), ("海拔（米）", -201, False), ("海拔（米）", 6000, True),
     ("海拔（米）", 6001, False), ("当地大气压（帕）", 50000, True), ("当地大气压（帕）", 49999, False),
     ("当地大气压（帕）", 110000, True), ("当地大气压（帕）", 95.3, False),
     ("入炉品位（%）", 0, True), ("入炉品位（%）", -0.1, False), ("入炉品位（%）", 100, True),
     ("入炉品位（%）", 100.1, False), ("钢种组别（0普通钢，1、2、3）", 3, True), ("钢种组别（0普通钢，1、2、3）", 4, False)],
)  # fmt: skip
def test_a_condition_beyond_belief_is_not_used(attribute, value, believed):
    sheets = kiln(attribute, value)
    assert codes_of(sheets) == ([] if believed else [("condition_implausible", "工况!E2")])
    kept = ledger_of(sheets)["conditions"]["value"].iloc[0]
    assert kept == value if believed else np.isnan(kept)


def test_conditions_are_of_a_line_in_a_year():
    conditions = ledger_of(kiln("海拔（米）", 1600))["conditions"]
    assert conditions[["attribute", "value", "year", "line_code"]].values.tolist() == [
        ["altitude_m", 1600.0, 2021, 0]
    ]
    sheets = with_rows("conditions", *[
        {"enterprise_id": CODE, "line_id": "1号窑", "year": 2021, "attribute": "海拔（米）",
         "value": value} for value in (1600, 1700)])  # fmt: skip
    assert codes_of(sheets) == [("duplicate_key", "工况!A3")]


def test_every_condition_has_a_range_that_holds_what_is_usual():
    usual = {"altitude_m": 30, "pressure_pa": 101325, "feed_grade_percent": 58, "oven_age_years": 12,
             "tile_thickness_mm": 10, "clinker_strength_grade": 52.5, "energy_factor": 8}  # fmt: skip
    ranges = registry().plausibility.conditions
    assert all(ranges[name].least < value < ranges[name].most for name, value in usual.items())


# --- output by mass -------------------------------------------------------------------------


def test_glass_in_tonnes_stays_in_tonnes_and_in_boxes_in_boxes():
    by_mass = ledger_of(changed(("产量!E5", 12), ("产量!F5", "万吨")))["production"]
    assert by_mass["output_base"].tolist() == ["t", "t", "t", "t"]
    assert by_mass["output_quantity"].iloc[-1] == 120_000
    boxes = ledger_of(good_sheets())["production"]
    assert boxes["output_base"].tolist() == ["t", "t", "t", "weight_box"]
    assert boxes["output_quantity"].iloc[-1] == 2_500_000


def test_tonnes_are_not_held_against_a_capacity_in_weight_boxes():
    # 100 t beside 3,000,000 boxes would be under a thousandth, 700 万吨 over twice as much.
    assert codes_of(changed(("产量!E5", 100), ("产量!F5", "吨"))) == []
    assert codes_of(changed(("产量!E5", 700), ("产量!F5", "万吨"))) == []
    assert codes_of(changed(("产量!E5", 700))) == [("output_over_capacity", "产量!E5")]


def test_a_year_in_tonnes_is_not_held_against_a_year_in_boxes():
    glass = good_sheets()["产量"][4][3]
    rows = [
        {"enterprise_id": "002", "line_id": "1线", "year": year, "product_id": glass,
         "output": output, "output_unit": "吨"}
        for year, output in ((2019, 100), (2020, 110))
    ]  # fmt: skip
    codes = {code for code, _cell in codes_of(with_rows("production", *rows))}
    assert "suspect_ten_thousand" not in codes


def test_a_capacity_of_glass_is_in_weight_boxes():
    assert codes_of(changed(("生产线!F3", "万吨"))) == [("wrong_dimension", "生产线!F3")]


# --- versions -------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["1.0", "1.1"])
def test_a_workbook_of_an_earlier_version_is_read_as_before(version):
    ledger = ledger_of(changed(("说明!B1", version)))
    energy = ledger["energy"]
    assert energy["purpose"].tolist() == ["energy"] * 5
    assert energy[["ncv_kj", "process", "allocation_key"]].isna().all(axis=None)
    assert ledger["shares"].empty
    assert ledger["conditions"].empty
    assert ledger["lines"]["process"].isna().all()


def test_a_correction_reaches_the_new_fields():
    sheets = fuel(ncv_kj=5000)
    correction = {"table": "能源", "enterprise_id": CODE, "line_id": "1号窑", "year": 2018,
                  "field": "实测低位发热量", "old_value": "5000", "new_value": "20934",
                  "reason": "按化验单", "provider": "区发改委", "corrected_on": dt.date(2022, 9, 1)}  # fmt: skip
    ledger = ledger_of(with_rows("corrections", correction, sheets=sheets))
    assert ledger["energy"]["ncv_kj"].iloc[-1] == 20934
    assert ledger["energy"]["amount_quantity"].iloc[-1] == 10_000
