"""Output on the basis of the standard: worked examples by hand, and what has no basis."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from metered import definition, made, measure, used
from pytest import approx

POWER = [used("electricity", 1e6)]  # 122,900 kgce


def measured(row, *definitions, **more):
    return measure([row], POWER, definitions=definitions, **more).of()


def test_a_soda_solution_of_32_percent_is_counted_at_100():
    # 100,000 t x 32 / 100 = 32,000 t; 122,900 / 32,000 = 3.840625 kgce/t
    product = "caustic_soda_liquid_30"
    rule = definition(product, basis="NaOH", basis_reference=100.0)
    found = measured(made(1e5, product, content=32.0), rule)
    assert found["output_quantity"] == approx(32_000)
    assert found["measured"] == approx(3.840625)


def test_carbide_is_counted_at_a_gas_yield_of_300_litres():
    # 60,000 t x 290 / 300 = 58,000 t; 122,900 / 58,000 = 2.118966 kgce/t
    rule = definition("calcium_carbide", basis="gas yield", basis_reference=300.0)
    found = measured(made(6e4, "calcium_carbide", content=290.0), rule)
    assert found["output_quantity"] == approx(58_000)
    assert found["measured"] == approx(122_900 / 58_000)


def test_ferrosilicon_is_counted_at_75_percent_silicon():
    # 10,000 t x 72 / 75 = 9,600 t; 122,900 / 9,600 = 12.802083 kgce/t
    rule = definition("ferrosilicon", basis="Si", basis_reference=75.0)
    found = measured(made(1e4, "ferrosilicon", content=72.0), rule)
    assert found["measured"] == approx(12.802083, rel=1e-6)


def test_the_basis_itself_changes_nothing():
    rule = definition("ferrosilicon", basis="Si", basis_reference=75.0)
    assert measured(made(1e4, "ferrosilicon", content=75.0), rule)["output_quantity"] == 1e4


def test_ammonia_of_99_8_percent_is_counted_at_100():
    # 1,000 t x 99.8 / 100 = 998 t
    rule = definition("ammonia_natural_gas", basis="NH3", basis_reference=100.0)
    found = measured(made(1000.0, "ammonia_natural_gas", content=99.8), rule)
    assert found["output_quantity"] == approx(998)


def test_glass_reported_in_tonnes_is_counted_in_weight_boxes():
    # 25,000 t x 20 boxes of 50 kg = 500,000 boxes; 122,900 / 500,000 = 0.2458 kgce per box
    rule = definition("flat_glass_over_800", pieces_per_t=20.0, confidence="recalled")
    found = measured(made(25_000.0, "flat_glass_over_800", output_base="t"), rule)
    assert found["output_quantity"] == approx(500_000)
    assert found["measured"] == approx(0.2458)
    assert found["coefficient_confidence"] == "recalled"  # of the conversion: leads to review


def test_glass_reported_in_weight_boxes_needs_no_conversion():
    rule = definition("flat_glass_over_800", pieces_per_t=20.0, confidence="recalled")
    found = measured(made(500_000.0, "flat_glass_over_800"), rule)
    assert found["measured"] == approx(0.2458)
    assert found["coefficient_confidence"] == "verified"
    assert found["definition_confidence"] == "recalled"


def test_tiles_are_counted_in_square_metres():
    # gas 3,000,000 m3 x 1.2143 = 3,642,900 kgce; 1,000,000 kWh = 122,900; / 1,000,000 m2
    product = "ceramic_tile_absorption_up_to_0_5"
    rows = [*POWER, used("natural_gas_gasfield", 3e6)]
    assert measure([made(1e6, product)], rows).of()["measured"] == approx(3.7658)


def test_output_without_a_content_is_on_the_basis_already():
    rule = definition("calcium_carbide", basis="gas yield", basis_reference=300.0,
                      confidence="recalled")  # fmt: skip
    found = measured(made(58_000.0, "calcium_carbide"), rule)
    assert found["output_quantity"] == 58_000
    assert found["coefficient_confidence"] == "verified"


@pytest.mark.parametrize(
    "rules",
    [
        (),
        (definition("clinker"),),
        (definition("clinker", basis="strength"),),  # its number is open
        (definition("clinker", "electricity", basis="strength", basis_reference=52.5),),
    ],
    ids=["no definition", "no basis", "no number", "of another indicator"],
)
def test_a_content_of_a_product_without_a_basis_gives_no_number(rules):
    found = measured(made(1e4, content=50.0), *rules)
    assert found["reason"] == "basis_unknown"
    assert math.isnan(found["measured"])
    assert math.isnan(found["output_quantity"])
    assert not found["output_missing"]


def test_a_content_of_zero_is_no_measurement():
    rule = definition("ferrosilicon", basis="Si", basis_reference=75.0)
    assert measured(made(1e4, "ferrosilicon", content=0.0), rule)["reason"] == "basis_unknown"


def test_glass_in_tonnes_without_the_weight_of_a_box_gives_no_number():
    row = made(25_000.0, "flat_glass_over_800", output_base="t")
    assert measured(row)["reason"] == "basis_unknown"
    assert measured(row, definition("flat_glass_over_800"))["reason"] == "basis_unknown"


def test_glass_in_neither_of_its_units_gives_no_number():
    row = made(25_000.0, "flat_glass_over_800", output_base="m2")
    rule = definition("flat_glass_over_800", pieces_per_t=20.0)
    assert measured(row, rule)["reason"] == "basis_unknown"


def test_tonnes_of_a_measured_content_are_converted_twice():
    # 100 t x 60 / 80 x 20 boxes = 1,500 boxes, of a rule that has both (invented)
    rule = definition("flat_glass_over_800", basis="x", basis_reference=80.0, pieces_per_t=20.0)
    row = made(100.0, "flat_glass_over_800", output_base="t", content=60.0)
    assert measured(row, rule)["output_quantity"] == approx(1500)
    # ... and one without a basis still has no number.
    without = definition("flat_glass_over_800", pieces_per_t=20.0)
    assert measured(row, without)["reason"] == "basis_unknown"


def test_a_content_and_a_condition_both_count():
    # 100 t x 60 / 80 x a factor of 10 = 750 (an invented basis); 122,900 / 750
    indicator = "comprehensive_per_energy_factor"
    case = measure(
        [made(100.0, "crude_oil_processing", content=60.0)],
        POWER,
        wanted=(("crude_oil_processing", indicator),),
        definitions=(
            definition("crude_oil_processing", indicator, basis="x", basis_reference=80.0),
        ),
        conditions=((0, "energy_factor", 10.0),),
    )
    assert case.of(indicator)["output_quantity"] == approx(750)


def test_a_blank_output_is_missing_whatever_its_content():
    rule = definition("ferrosilicon", basis="Si", basis_reference=75.0)
    found = measured(made(math.nan, "ferrosilicon", content=72.0), rule)
    assert found["reason"] == "output_missing"
    assert not found["basis_unknown"]


def test_each_indicator_has_a_basis_of_its_own():
    # electricity: 1,000,000 kWh / 9,600 t; comprehensive: per tonne as it is
    case = measure(
        [made(1e4, "ferrosilicon", content=72.0)],
        POWER,
        wanted=(("ferrosilicon", "electricity"),),
        definitions=(definition("ferrosilicon", "electricity", basis="Si", basis_reference=75.0),),
    )
    assert case.of("electricity")["measured"] == approx(1e6 / 9600)
    assert case.of()["reason"] == "basis_unknown"


def test_two_definitions_of_one_indicator_are_refused():
    twice = (definition("clinker"), definition("clinker"))
    with pytest.raises(ValueError, match="duplicate"):
        measured(made(1.0), *twice)


def test_contents_of_several_rows_are_converted_row_by_row():
    # 100 t x 30 % + 100 t x 50 % = 80 t
    product = "caustic_soda_liquid_30"
    rule = definition(product, basis="NaOH", basis_reference=100.0)
    rows = [made(100.0, product, content=30.0), made(100.0, product, content=50.0)]
    found = measure(rows, POWER, definitions=(rule,)).of()
    assert found["output_quantity"] == approx(80)
    assert pd.isna(found["reason"])
