"""What each indicator counts: one worked example per family of products, by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from metered import definition, made, measure, one_line, shared, used
from pytest import approx

PER_FACTOR = "comprehensive_per_energy_factor"
WITHOUT = "comprehensive_without_feedstock"


def test_clinker_counts_coal_and_electricity():
    # coal 140,000 t x 0.7143 = 100,002 tce; 6,000 万kWh x 0.1229 = 7,374 tce
    # 107,376 tce / 1,000,000 t = 107.376 kgce/t
    rows = [used("raw_coal", 140e6), used("electricity", 60e6)]
    found = measure([made(1e6)], rows).of()
    assert found["measured"] == approx(107.376)
    assert (found["measured_low"], found["measured_high"]) == (found["measured"],) * 2
    assert found["energy_kgce"] == approx(107_376e3)
    assert found["electricity_kwh"] == 60e6
    assert pd.isna(found["reason"])


def test_blast_furnace_iron_gives_its_gas_away():
    # coke       400,000 t x 0.9714         = 388,560 tce
    # coal       120,000 t x 0.7143         =  85,716 tce
    # gas  1,000,000,000 m3 x 0.1286 outside = -128,600 tce
    # electricity 60,000,000 kWh x 0.1229   =   7,374 tce; sum 353,050 tce / 1,000,000 t
    found = measure(
        [made(1e6, "blast_furnace_iron")],
        [
            used("coke", 400e6),
            used("raw_coal", 120e6),
            used("blast_furnace_gas", 1e9, flow="recovered_outside"),
            used("electricity", 60e6),
        ],
    ).of()
    assert found["measured"] == approx(353.05)


def test_gas_reused_inside_the_boundary_is_not_subtracted():
    # It was never bought, so the ledger has no row for it: 388,560 + 85,716 + 7,374 = 481,650 tce.
    found = measure(
        [made(1e6, "blast_furnace_iron")],
        [used("coke", 400e6), used("raw_coal", 120e6), used("electricity", 60e6)],
    ).of()
    assert found["measured"] == approx(481.65)


def test_a_converter_recovers_more_than_it_uses():
    # 30,000,000 kWh x 0.1229 = 3,687 tce; gas 100,000,000 m3 x 0.2714 = 27,140 tce;
    # steam 60,000 t x 0.1286 = 7,716 tce: 3,687 - 27,140 - 7,716 = -31,169 tce / 1,000,000 t
    found = measure(
        [made(1e6, "converter_steel")],
        [
            used("electricity", 30e6),
            used("converter_gas", 100e6, flow="recovered_outside"),
            used("steam_low_pressure", 60e6, flow="recovered_outside"),
        ],
    ).of()
    assert found["measured"] == approx(-31.169)
    assert found["coefficient_confidence"] == "cross_checked"  # of the converter gas


def test_an_arc_furnace_counts_gas_and_oxygen_beside_its_power():
    # 200,000,000 kWh x 0.1229 = 24,580 tce; gas 5,000,000 m3 x 1.2143 = 6,071.5 tce;
    # oxygen 20,000,000 m3 x 0.4 = 8,000 tce; 38,651.5 tce / 500,000 t = 77.303 kgce/t
    found = measure(
        [made(5e5, "eaf_steel_50_and_over")],
        [used("electricity", 200e6), used("natural_gas_gasfield", 5e6), used("oxygen", 20e6)],
    ).of()
    assert found["measured"] == approx(77.303)


def test_a_coke_oven_sells_what_its_coal_becomes():
    # coal  1,350,000 t x 0.9      = 1,215,000 tce
    # coke  1,000,000 t x 0.9714   =  -971,400 tce
    # gas 200,000,000 m3 x 0.5714  =  -114,280 tce; tar 40,000 t x 1.1429 = -45,716 tce
    # electricity 40,000,000 kWh x 0.1229 = 4,916 tce; sum 88,520 tce / 1,000,000 t
    found = measure(
        [made(1e6, "coke_top_charged")],
        [
            used("washed_coal", 1350e6),
            used("coke", 1000e6, flow="exported"),
            used("coke_oven_gas_low", 200e6, flow="exported"),
            used("coal_tar", 40e6, flow="exported"),
            used("electricity", 40e6),
        ],
    ).of()
    assert found["measured"] == approx(88.52)
    assert found["coefficient_confidence"] == "recalled"  # of the gas


def test_ammonia_counts_coal_as_a_raw_material_and_as_a_fuel():
    # feedstock 1,100,000 t x 0.7143 = 785,730 tce; fuel 250,000 t x 0.7143 = 178,575 tce;
    # 400,000,000 kWh x 0.1229 = 49,160 tce; 1,013,465 tce / 1,000,000 t = 1,013.465 kgce/t
    found = measure(
        [made(1e6, "ammonia_pulverised_coal")],
        [
            used("raw_coal", 1100e6, purpose="feedstock"),
            used("raw_coal", 250e6),
            used("electricity", 400e6),
        ],
    ).of()
    assert found["measured"] == approx(1013.465)


OLEFINS = [
    used("raw_coal", 2400e6, purpose="feedstock"),
    used("raw_coal", 1600e6),
    used("electricity", 1000e6),
]


def test_olefins_are_measured_with_and_without_their_raw_material():
    # with: 4,000,000 t x 0.7143 + 1,000,000,000 kWh x 0.1229 = 2,857,200 + 122,900 = 2,980,100 tce
    # without: 1,600,000 t x 0.7143 + 122,900 = 1,142,880 + 122,900 = 1,265,780 tce
    case = measure([made(1e6, "olefins_coal")], OLEFINS, wanted=(("olefins_coal", WITHOUT),))
    assert case.of()["measured"] == approx(2980.1)
    found = case.of(WITHOUT)
    assert found["measured"] == approx(1265.78)
    assert found["energy_kgce"] == approx(2_980_100e3)  # everything that the line used


def test_raw_material_that_is_not_reported_apart_can_not_be_left_out():
    rows = [used("raw_coal", 4000e6), used("electricity", 1000e6)]
    case = measure([made(1e6, "olefins_coal")], rows, wanted=(("olefins_coal", WITHOUT),))
    assert case.of(WITHOUT)["reason"] == "feedstock_missing"
    assert math.isnan(case.of(WITHOUT)["measured"])
    assert pd.isna(case.of()["reason"])


@pytest.mark.parametrize(
    ("amount", "flow", "known"),
    [(0.0, "consumed", False), (5.0, "exported", False), (math.nan, "consumed", True)],
    ids=["a zero", "sold", "a blank"],
)
def test_raw_material_of_zero_is_no_reading_but_a_blank_is_left_out_all_the_same(
    amount, flow, known
):
    rows = [used("raw_coal", 4000e6), used("electricity", 1000e6),
            used("raw_coal", amount, purpose="feedstock", flow=flow)]  # fmt: skip
    found = measure([made(1e6, "olefins_coal")], rows, wanted=(("olefins_coal", WITHOUT),)).of(
        WITHOUT
    )
    if known:  # 4,000 x 0.7143 + 1,000 x 0.1229 = 2980.1 kgce/t
        assert found["measured"] == approx(2980.1)
    else:
        assert found["reason"] == "feedstock_missing"


REFINERY = [used("fuel_oil", 400e6), used("electricity", 100e6)]


def test_a_refinery_is_measured_per_unit_of_its_energy_factor():
    # 400,000 t x 1.4286 = 571,440 tce; 100,000,000 kWh x 0.1229 = 12,290 tce; sum 583,730 tce
    # over 8,000,000 t at a factor of 10: 583,730,000 / 80,000,000 = 7.296625 kgce
    product = "crude_oil_processing"
    case = measure(
        [made(8e6, product)],
        REFINERY,
        wanted=((product, PER_FACTOR),),
        conditions=((0, "energy_factor", 10.0), (0, "altitude_m", 99.0)),
    )
    found = case.of(PER_FACTOR)
    assert found["measured"] == approx(7.296625)
    assert found["measured"] * found["output_quantity"] == approx(583_730e3)
    assert case.of()["measured"] == approx(72.96625)


@pytest.mark.parametrize(
    "conditions", [(), ((0, "energy_factor", 0.0),), ((1, "energy_factor", 9.0),)]
)
def test_a_refinery_without_its_energy_factor_gets_no_number(conditions):
    product = "crude_oil_processing"
    case = measure(
        [made(8e6, product)], REFINERY, wanted=((product, PER_FACTOR),), conditions=conditions
    )
    assert case.of(PER_FACTOR)["reason"] == "condition_missing"
    assert not case.of(PER_FACTOR)["output_missing"]


def aluminium(*rows, **more):
    wanted = (("aluminium_liquid", "electricity"),)
    return measure([made(1e5, "aluminium_liquid")], list(rows), wanted=wanted, **more)


def test_aluminium_is_measured_by_its_net_electricity():
    # (1,340,000,000 - 10,000,000) kWh / 100,000 t = 13,300 kWh/t, process and other power alike
    found = aluminium(
        used("electricity", 1300e6, purpose="main_process"),
        used("electricity", 40e6),
        used("electricity", 10e6, flow="exported"),
        used("coke", 5e5),
    ).of("electricity")
    assert found["measured"] == approx(13_300)
    assert found["electricity_kwh"] == approx(1330e6)


@pytest.mark.parametrize(
    "other",
    [
        used("methanol_100", 1.0),  # its coefficient is open
        used("raw_coal", math.nan),  # used, but not reported
        used("raw_coal", 1.0, full_year=False),
        used("raw_coal", 1.0, -1, scope="enterprise"),  # a meter above the line
    ],
)
def test_what_another_carrier_lacks_takes_nothing_from_an_indicator_of_electricity(other):
    case = aluminium(used("electricity", 1340e6), other)
    assert case.of("electricity")["measured"] == approx(13_400)
    assert pd.isna(case.of("electricity")["reason"])
    assert pd.notna(case.of()["reason"])


@pytest.mark.parametrize("rows", [(used("coke", 5e5),), (used("electricity", 0.0),)])
def test_an_indicator_of_electricity_needs_electricity(rows):
    assert aluminium(*rows).of("electricity")["reason"] == "carrier_missing"


def ferrosilicon(*rows, content=math.nan):
    kinds = ("comprehensive", "process_electricity")
    return measure(
        [made(1e5, "ferrosilicon", content=content)],
        list(rows),
        wanted=tuple(("ferrosilicon", kind) for kind in kinds),
        definitions=tuple(
            definition("ferrosilicon", kind, basis="Si", basis_reference=75.0) for kind in kinds
        ),
    )


def test_smelting_power_is_that_of_the_main_process_alone():
    # 800,000,000 kWh of smelting / 100,000 t = 8,000 kWh/t; 30,000,000 kWh of other power is not
    found = ferrosilicon(
        used("electricity", 800e6, purpose="main_process"), used("electricity", 30e6)
    ).of("process_electricity")
    assert found["measured"] == approx(8000)


@pytest.mark.parametrize("reading", [None, 0.0])
def test_smelting_power_that_is_not_metered_apart_gives_no_number(reading):
    rows = [used("electricity", 830e6)]
    if reading is not None:
        rows.append(used("electricity", reading, purpose="main_process"))
    found = ferrosilicon(*rows).of("process_electricity")
    assert found["reason"] == "process_electricity_missing"
    assert pd.isna(ferrosilicon(*rows).of()["reason"])


def test_fuel_leaves_the_electricity_out_and_is_not_contested_with_it():
    # 100 m3 x 1.2143 / 10 = 12.143; with 1,000 kWh x 0.1229 = 122.9 on top: 24.433
    contested = pd.DataFrame({"enterprise_code": [0], "year": [2021]})
    rows = [used("natural_gas_gasfield", 100.0), used("electricity", 1000.0)]
    wanted = (("lime", "fuel"), ("lime", "electricity"))
    case = measure([made(10.0, "lime")], rows, wanted=wanted)
    assert case.of("fuel")["measured"] == approx(12.143)
    assert case.of()["measured"] == approx(24.433)
    assert case.of("fuel")["electricity_kwh"] == 1000.0
    case = measure([made(10.0, "lime")], rows, wanted=wanted, contested=contested)
    assert pd.isna(case.of("fuel")["reason"])
    assert case.of("electricity")["reason"] == "electricity_contested"
    assert case.of()["reason"] == "electricity_contested"


def test_a_line_without_electricity_has_a_fuel_indicator_nevertheless():
    case = measure([made(10.0, "lime")], [used("raw_coal", 100.0)], wanted=(("lime", "fuel"),))
    assert case.of("fuel")["measured"] == approx(7.143)
    assert case.of()["reason"] == "carrier_missing"


def test_an_indicator_that_a_ledger_can_not_tell_gets_no_number():
    rows = [used("raw_coal", 100.0), used("electricity", 1000.0)]
    case = measure([made(10.0)], rows, wanted=(("clinker", "comparable"),))
    assert case.of("comparable")["reason"] == "indicator_not_supported"
    assert math.isnan(case.of("comparable")["measured"])
    assert case.of("comparable")["energy_kgce"] == approx(100 * 0.7143 + 1000 * 0.1229)


def test_a_measured_calorific_value_goes_before_the_default():
    # 22,000 kJ/kg / 29,307.6 kJ/kgce = 0.7506576 kgce/kg; 1,000 kg = 750.6576 kgce;
    # with 1,000 kWh x 0.1229 = 122.9: 873.5576 / 10 = 87.35576 kgce/t
    rows = [used("raw_coal", 1000.0, ncv_kj=22_000.0), used("electricity", 1000.0, ncv_kj=3600.0)]
    case = measure([made(10.0)], rows)
    assert case.of()["measured"] == approx(87.35576, rel=1e-6)
    assert case.of()["coefficient_confidence"] == "cross_checked"  # of the definition
    terms = case.allocation.terms
    assert terms["measured_ncv"].tolist() == [True, False]  # power has no calorific value
    assert terms["coefficient_row"].tolist() == ["standard", "electricity"]


def test_a_calorific_value_of_zero_is_no_measurement():
    rows = [used("raw_coal", 1000.0, ncv_kj=0.0), used("electricity", 1000.0)]
    assert measure([made(10.0)], rows).of()["measured"] == approx((714.3 + 122.9) / 10)


def test_a_measured_value_stands_in_for_a_coefficient_that_is_open():
    # 20,000 kJ/kg x 3.41208e-05 = 0.682416 kgce/kg
    rows = [used("methanol_100", 100.0, ncv_kj=20_000.0), used("electricity", 1.0)]
    assert measure([made(10.0)], rows).of()["measured"] == approx((68.2416 + 0.1229) / 10)


def test_lines_of_other_products_have_no_row_of_an_indicator_that_is_not_theirs():
    rows = [used("electricity", 10.0, line) for line in (0, 1)]
    case = measure(
        [made(1.0), made(1.0, "aluminium_liquid", 1)],
        rows,
        wanted=(("aluminium_liquid", "electricity"),),
    )
    table = case.table
    assert table[["indicator", "line_code"]].values.tolist() == [
        ["comprehensive", 0], ["comprehensive", 1], ["electricity", 1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("output", "energy"), [({"full_year": False}, {}), ({}, {"full_year": False})]
)
def test_a_part_of_a_year_on_either_side_is_not_assessed(output, energy):
    rows = [used("raw_coal", 100.0, **energy), used("electricity", 1000.0)]
    found = measure([made(10.0, **output)], rows).of()
    assert found["reason"] == "period_not_assessed"
    assert math.isnan(found["measured"])
    assert math.isnan(found["measured_high"])


def test_a_ledger_without_any_output_or_energy_has_no_rows():
    assert measure([], [], lines=[one_line()]).table.empty
    assert measure([], [shared("raw_coal", 1.0, None)], lines=[one_line()]).table.empty


def test_years_and_lines_are_kept_apart_whatever_their_order():
    # Line 1 in 2021: 30 kWh / 10 t; line 0 in 2020: 10 kWh / 10 t, in 2021: 20 kWh / 10 t
    rows = [
        used("electricity", 30.0, 1),
        used("electricity", 20.0),
        used("electricity", 10.0, year=2020),
    ]
    output = [made(10.0, line=1), made(10.0, year=2020), made(10.0)]
    case = measure(output, rows, wanted=(("clinker", "electricity"),), lines=[one_line()] * 2)
    table = case.table[case.table["indicator"] == "electricity"]
    assert table[["line_code", "year", "measured"]].values.tolist() == [
        [0, 2020, 1.0], [0, 2021, 2.0], [1, 2021, 3.0],
    ]  # fmt: skip
    assert table["energy_kgce"].tolist() == approx([1.229, 2.458, 3.687])


def test_the_mark_of_a_definition_is_carried_and_demotes_nothing():
    rows = [used("electricity", 10.0)]
    case = measure([made(1.0)], rows, definitions=(definition("clinker", confidence="recalled"),))
    assert case.of()["definition_confidence"] == "recalled"
    assert case.of()["coefficient_confidence"] == "verified"
    assert pd.isna(measure([made(1.0)], rows).of()["definition_confidence"])
