"""Unit energy, gap and tier of one line, by hand, from the workbook to the verdict."""

from __future__ import annotations

import datetime as dt
from typing import Any

import cases
import pandas as pd
import pytest
from cases import energy, ledger, line, production

from capacity_analysis.assessment.build import lines_of


def verdict(product: str, made: tuple[float, str], *rows: dict[str, Any]) -> pd.Series:
    """Return the row of `gaps` of a line that makes one product from the given energy."""
    return cases.verdict(ledger([line(product)], [production(product, *made)], list(rows)))


def test_a_clinker_line_between_both_levels():
    # coal         140,000 t x 0.7143 kgce/kg              = 100,002 tce
    # electricity    6,000 万kWh x 0.1229 kgce/kWh          =   7,374 tce
    # sum                                                    107,376 tce / 1,000,000 t = 107.376 kgce/t
    found = verdict(
        "clinker",
        (100, "万吨"),
        energy("raw_coal", 14, "万吨"),
        energy("electricity", 6000, "万千瓦时"),
    )
    assert found["measured"] == pytest.approx(107.376, abs=1e-9)
    assert found["row_id"] == "bm2021-030"
    assert (found["advanced"], found["baseline"]) == (100, 117)
    assert found["tier"] == "baseline"
    assert found["result"] == "clear"
    assert found["gap_to_baseline"] == pytest.approx(-9.624, abs=1e-9)
    assert found["gap_to_advanced"] == pytest.approx(7.376, abs=1e-9)
    # 7.376 kgce/t x 1,000,000 t = 7,376 tce
    assert found["saving_to_advanced_tce"] == pytest.approx(7376.0, abs=1e-6)
    assert found["saving_to_baseline_tce"] == 0
    assert found["confidence"] == "cross_checked"


def test_a_clinker_line_below_the_baseline():
    # 165,000 t x 0.7143 = 117,859.5 tce; 7,000 万kWh x 0.1229 = 8,603 tce;
    # 126,462.5 tce / 1,000,000 t = 126.4625 kgce/t, 9.4625 above 117
    found = verdict(
        "clinker",
        (1_000_000, "吨"),
        energy("raw_coal", 165_000, "吨"),
        energy("electricity", 70_000_000, "千瓦时"),
    )
    assert found["measured"] == pytest.approx(126.4625, abs=1e-9)
    assert found["tier"] == "below"
    assert found["result"] == "hit"
    assert found["saving_to_baseline_tce"] == pytest.approx(9462.5, abs=1e-6)


def test_waste_heat_power_sold_to_outside_is_subtracted():
    # (100,002 + 7,374 - 1,000 万kWh x 0.1229 = 1,229) tce / 1,000,000 t = 106.147 kgce/t
    found = verdict(
        "clinker",
        (100, "万吨"),
        energy("raw_coal", 14, "万吨"),
        energy("electricity", 6000, "万千瓦时"),
        energy("electricity", 1000, "万千瓦时", flow="exported"),
    )
    assert found["measured"] == pytest.approx(106.147, abs=1e-9)


def test_converter_steel_recovers_more_than_it_uses_and_its_levels_are_negative():
    # electricity     3,000 万kWh x 0.1229           =   3,687 tce
    # converter gas  10,000 万m3  x 0.2714 recovered = -27,140 tce
    # steam          60,000 t     x 0.1286 recovered =  -7,716 tce
    # sum -31,169 tce / 1,000,000 t = -31.169 kgce/t; levels -30 and -10
    found = verdict(
        "converter_steel",
        (100, "万吨"),
        energy("electricity", 3000, "万千瓦时"),
        energy("converter_gas", 10_000, "万立方米", flow="recovered_outside"),
        energy("steam_low_pressure", 60_000, "吨", flow="recovered_outside"),
    )
    assert found["measured"] == pytest.approx(-31.169, abs=1e-9)
    assert (found["advanced"], found["baseline"]) == (-30, -10)
    assert found["tier"] == "advanced"
    assert found["saving_to_advanced_tce"] == 0


def test_converter_steel_that_recovers_too_little_is_below_the_baseline():
    # 3,687 - 4,000 万m3 x 0.2714 = 10,856 -> -7,169 tce / 1,000,000 t = -7.169 kgce/t > -10
    found = verdict(
        "converter_steel",
        (100, "万吨"),
        energy("electricity", 3000, "万千瓦时"),
        energy("converter_gas", 4000, "万立方米", flow="recovered_outside"),
    )
    assert found["measured"] == pytest.approx(-7.169, abs=1e-9)
    assert found["tier"] == "below"
    assert found["gap_to_baseline"] == pytest.approx(2.831, abs=1e-9)
    # (-7.169 - -30) kgce/t x 1,000,000 t = 22,831 tce
    assert found["saving_to_advanced_tce"] == pytest.approx(22_831.0, abs=1e-6)


def test_aluminium_is_measured_by_its_electricity_alone():
    # 133,000 万kWh / 100,000 t = 13,300 kWh/t; the coke does not count.
    # Saving to 13,000: 300 kWh/t x 100,000 t x 0.1229 kgce/kWh = 3,687 tce
    found = verdict(
        "aluminium_liquid",
        (10, "万吨"),
        energy("electricity", 133_000, "万千瓦时"),
        energy("coke", 500, "吨"),
    )
    assert found["indicator"] == "electricity"
    assert found["measured"] == pytest.approx(13_300.0, abs=1e-6)
    assert found["tier"] == "baseline"
    assert found["saving_to_advanced_tce"] == pytest.approx(3687.0, abs=1e-6)


def test_ethylene_is_compared_in_oil_equivalent_not_in_coal_equivalent():
    # 60,000 t fuel oil x 1.4286 kgce/kg     = 85,716 tce
    # 1,428,600 / 0.1229 kWh x 0.1229        =  1,428.6 tce
    # 87,144.6 tce / 100,000 t = 871.446 kgce/t = 871.446 / 1.4286 = 610 kgoe/t, between 590 and 640
    found = verdict(
        "ethylene_naphtha",
        (10, "万吨"),
        energy("fuel_oil", 60_000, "吨"),
        energy("electricity", 1428.6e3 / 0.1229, "千瓦时"),
    )
    assert found["unit"] == "kgoe/t"
    assert found["measured"] == pytest.approx(610.0, abs=1e-9)
    assert found["tier"] == "baseline"
    # 20 kgoe/t x 1.4286 x 100,000 t = 2,857.2 tce
    assert found["saving_to_advanced_tce"] == pytest.approx(2857.2, abs=1e-6)


def test_flat_glass_is_counted_in_weight_boxes():
    # 5,000 万m3 gas x 1.2143 = 60,715 tce; 2,000 万kWh x 0.1229 = 2,458 tce;
    # 63,173 tce / 600 万 weight boxes = 10.5288333… kgce per box, between 8 and 12
    found = verdict(
        "flat_glass_over_800",
        (600, "万重量箱"),
        energy("natural_gas_gasfield", 5000, "万立方米"),
        energy("electricity", 2000, "万千瓦时"),
    )
    assert found["measured"] == pytest.approx(63_173_000 / 6_000_000, abs=1e-9)
    assert found["tier"] == "baseline"


def test_oil_refining_waits_for_the_energy_factor_of_the_plant():
    found = verdict(
        "crude_oil_processing",
        (100, "万吨"),
        energy("electricity", 100, "万千瓦时"),
        energy("fuel_oil", 8000, "吨"),
    )
    assert found["reason"] == "condition_missing"
    assert found["result"] == "undecided"
    assert pd.isna(found["measured"])


def test_a_number_from_memory_leads_to_review_and_never_to_a_hit():
    # Copper from concentrate: row bm2021-044 is recalled; levels 260 and 380 kgce/t.
    # 50,000 t coal x 0.7143 = 35,715 tce + 1,229 tce = 36,944 tce / 100,000 t = 369.44 kgce/t
    row = "copper_cathode_from_concentrate"
    rows = energy("raw_coal", 50_000, "吨"), energy("electricity", 1000, "万千瓦时")
    found = verdict(row, (10, "万吨"), *rows)
    assert found["measured"] == pytest.approx(369.44, abs=1e-9)
    assert found["result"] == "review"
    worse = verdict(row, (9, "万吨"), *rows)  # 410.5 kgce/t: over the baseline
    assert worse["tier"] == "below"
    assert worse["result"] == "review"


def test_a_coefficient_from_memory_leads_to_review_too():
    # Liquefied natural gas: its coefficient is recalled, though clinker's row may decide.
    found = verdict(
        "clinker",
        (100, "万吨"),
        energy("lng", 60_000, "吨"),
        energy("electricity", 6000, "万千瓦时"),
    )
    assert found["confidence"] == "recalled"
    assert found["result"] == "review"


def test_a_line_that_leaves_its_coal_out_is_not_taken_for_the_best_of_all():
    # Electricity alone: 7,374 tce / 1,000,000 t = 7.374 kgce/t, far below 100.
    found = verdict("clinker", (100, "万吨"), energy("electricity", 6000, "万千瓦时"))
    assert found["reason"] == "implausibly_low"
    assert found["result"] == "undecided"


def test_a_slip_of_ten_thousand_does_not_close_a_factory():
    # 14 万吨 of coal typed for a line of 100 吨 output.
    found = verdict(
        "clinker",
        (100, "吨"),
        energy("raw_coal", 14, "万吨"),
        energy("electricity", 6000, "万千瓦时"),
    )
    assert found["reason"] == "implausibly_high"
    assert found["result"] == "undecided"


def test_exported_electricity_lowers_an_indicator_of_electricity():
    # (133,000 - 3,000) 万kWh / 100,000 t = 13,000 kWh/t: at the advanced level
    found = verdict(
        "aluminium_liquid",
        (10, "万吨"),
        energy("electricity", 133_000, "万千瓦时"),
        energy("electricity", 3000, "万千瓦时", flow="exported"),
    )
    assert found["measured"] == pytest.approx(13_000.0, abs=1e-9)
    assert found["tier"] == "advanced"


@pytest.mark.parametrize(
    "other",
    [
        energy("petroleum_coke", 10, "吨"),  # its coefficient is recalled
        energy("raw_coal", None, "吨"),  # used, but not reported
        energy("raw_coal", 10, "吨", line_id=None, scope="enterprise"),
    ],
    ids=["an unchecked coefficient", "a blank amount", "a meter above the line"],
)
def test_what_another_carrier_lacks_takes_nothing_from_an_electricity_verdict(other):
    # 134,000 万kWh / 100,000 t = 13,400 kWh/t, over 13,350
    power = energy("electricity", 134_000, "万千瓦时")
    found = verdict("aluminium_liquid", (10, "万吨"), power, other)
    assert found["measured"] == pytest.approx(13_400.0, abs=1e-9)
    assert found["result"] == "hit"


def test_an_electricity_verdict_needs_its_electricity():
    blank = energy("electricity", None, "万千瓦时")
    found = verdict("aluminium_liquid", (10, "万吨"), blank)
    assert found["reason"] == "amount_missing"
    none = verdict("aluminium_liquid", (10, "万吨"), energy("coke", 10, "吨"))
    assert none["reason"] == "carrier_missing"


def test_a_line_that_the_ledger_calls_retired_still_ran_on_a_day_before_it_retired():
    retired = line("clinker", status="retired", retired_on=pd.Timestamp("2022-03-31"))
    one = ledger([retired], [], [])
    status = lines_of(one, cases.campaign(), cases.AS_OF)["out_of_operation"]
    assert status.tolist() == ["retired"]
    earlier = lines_of(one, cases.campaign(), dt.date(2022, 2, 1))["out_of_operation"]
    assert earlier.isna().all()
