"""Carbon dioxide: which factor is chosen, sums by hand, and no number where a part is missing."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis import carbon
from capacity_analysis.errors import DataError

CHAIN = ["360404", "360400", "360000", "000000"]
BASE = {"raw_coal": "kg", "natural_gas_gasfield": "m3", "electricity": "kWh", "heat": "MJ"}


def factor(row_id: str, carrier: str, value: float, unit: str, **change: object) -> dict:
    return {
        "row_id": row_id,
        "carrier_id": carrier,
        "tco2_per_unit": value,
        "unit": unit,
        "year": math.nan,
        "jurisdiction": "000000",
        "confidence": "verified",
        **change,
    }


def chosen(year: int, *rows: dict) -> pd.DataFrame:
    table = carbon.chosen_factors(pd.DataFrame(list(rows)), CHAIN, year, BASE)
    return table.set_index("carrier_id")


def grid(row_id: str, year: float, jurisdiction: str = "000000", value: float = 0.5) -> dict:
    return factor(row_id, "electricity", value, "MWh", year=year, jurisdiction=jurisdiction)


# --- the choice of a factor ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("carrier", "unit", "per_base_unit"),
    [
        ("raw_coal", "t", 2.0 / 1000),  # 1 t = 1,000 kg
        ("natural_gas_gasfield", "10^4m3", 2.0 / 10_000),
        ("electricity", "MWh", 2.0 / 1000),  # 1 MWh = 1,000 kWh
        ("heat", "GJ", 2.0 / 1000),  # 1 GJ = 1,000 MJ
    ],
)
def test_a_factor_is_taken_per_unit_in_which_the_ledger_counts(carrier, unit, per_base_unit):
    found = chosen(2021, factor("f", carrier, 2.0, unit)).loc[carrier]
    assert found["tco2_per_base_unit"] == pytest.approx(per_base_unit, rel=1e-15)


def test_a_factor_in_a_unit_of_another_kind_is_an_error_that_names_its_row():
    with pytest.raises(DataError, match=r"f-7: a factor per GJ, but raw_coal is kept in kg"):
        chosen(2021, factor("f-7", "raw_coal", 2.0, "GJ"))


@pytest.mark.parametrize(
    ("year", "row", "later"), [(2021, "y22", True), (2022, "y22", False), (2023, "y22", False)]
)
def test_the_year_assessed_has_its_own_factor_and_an_earlier_year_the_later_one_marked(
    year, row, later
):
    found = chosen(year, grid("y22", 2022), grid("y24", 2024)).loc["electricity"]
    assert (found["factor_row"], found["later"]) == (row, later)


def test_of_the_years_up_to_the_one_assessed_the_newest_counts():
    found = chosen(2023, grid("y20", 2020), grid("y22", 2022), grid("y24", 2024))
    assert found.loc["electricity", "factor_row"] == "y22"


def test_the_nearest_jurisdiction_goes_before_a_year_that_fits_better():
    """The county lies in Jiangxi: its grid of 2023 goes before the national one of 2021."""
    rows = [grid("nation", 2021), grid("jiangxi", 2023, "360000"), grid("hubei", 2021, "420000")]
    found = chosen(2021, *rows).loc["electricity"]
    assert found["factor_row"] == "jiangxi"
    assert found["later"]


def test_a_factor_without_a_year_holds_for_every_year_after_those_that_have_one():
    timeless = grid("timeless", math.nan)
    assert chosen(2021, timeless, grid("y20", 2020)).loc["electricity", "factor_row"] == "y20"
    found = chosen(2021, timeless, grid("y22", 2022)).loc["electricity"]
    assert (found["factor_row"], found["later"]) == ("timeless", False)


def test_an_open_factor_gives_way_to_no_other():
    rows = [grid("open", 2021, "360000", math.nan), grid("nation", 2021)]
    found = chosen(2021, *rows).loc["electricity"]
    assert found["factor_row"] == "open"
    assert math.isnan(found["tco2_per_base_unit"])


def test_factors_of_no_carrier_and_of_another_province_are_not_chosen():
    assert chosen(2021, factor("f", "", 1.0, "t"), grid("hubei", 2021, "420000")).empty


# --- the emission of a line ---------------------------------------------------------------------

FACTORS = pd.DataFrame(
    {
        "carrier_id": ["raw_coal", "electricity", "blast_furnace_gas"],
        "tco2_per_base_unit": [0.002, 0.0006, 0.001],
        "later": [False, True, False],
        "confidence": ["verified", "cross_checked", "verified"],
    }
)


def term(carrier: str, quantity: float, energy: float, **change: object) -> dict:
    return {
        "line_code": 0,
        "carrier": carrier,
        "purpose": "energy",
        "signed_quantity": quantity,
        "energy_kgce": energy,
        **change,
    }


COAL = term("raw_coal", 100_000.0, 70_000.0)
POWER = term("electricity", 50_000.0, 6_000.0)


def emitted(*terms: dict, flags: dict[str, bool] | None = None) -> pd.Series:
    whole = dict.fromkeys(carbon.INCOMPLETE, False) | (flags or {})
    unit_energy = pd.DataFrame([{"line_code": 0, **whole}])
    return carbon.emissions(pd.DataFrame(list(terms)), FACTORS, unit_energy, ["electricity"]).iloc[
        0
    ]


def test_the_emission_is_the_sum_of_amounts_times_factors():
    """100 t x 2 + 50 MWh x 0.6 = 230 tCO2."""
    found = emitted(COAL, POWER)
    assert found["emission_tco2"] == pytest.approx(230.0)
    assert found["electricity_tco2"] == pytest.approx(30.0)
    assert found["energy_kgce"] == 76_000.0
    assert pd.isna(found["reason"])


def test_energy_without_a_coefficient_leaves_no_sum_of_energy_though_it_emits():
    """100 t x 2 + 1,000 m³ x 0.001 = 201 tCO2; of the gas nobody knows the standard coal."""
    found = emitted(COAL, term("blast_furnace_gas", 1_000.0, float("nan")))
    assert found["emission_tco2"] == pytest.approx(201.0)
    assert pd.isna(found["energy_kgce"])
    assert found["electricity_kgce"] == 0.0


def test_what_is_sold_is_subtracted():
    """100 t x 2 - 10,000 m³ x 0.001 = 190 tCO2."""
    found = emitted(COAL, term("blast_furnace_gas", -10_000.0, -1_000.0))
    assert found["emission_tco2"] == pytest.approx(190.0)


def test_the_result_is_as_sure_as_its_weakest_factor_and_says_when_one_is_of_a_later_year():
    assert emitted(COAL)[["confidence", "later"]].tolist() == ["verified", False]
    assert emitted(COAL, POWER)[["confidence", "later"]].tolist() == ["cross_checked", True]


def test_a_carrier_without_a_factor_gives_no_number_and_is_named():
    found = emitted(
        COAL, term("oxygen", 5.0, 2.0), term("coke", 1.0, 1.0), term("oxygen", 1.0, 1.0)
    )
    assert math.isnan(found["emission_tco2"])
    assert found["reason"] == "factor_missing"
    assert found["carriers"] == "coke;oxygen"
    assert pd.isna(found["confidence"])


def test_a_carrier_without_a_factor_of_which_nothing_was_used_is_no_obstacle():
    found = emitted(COAL, term("oxygen", 0.0, 0.0))
    assert found["emission_tco2"] == pytest.approx(200.0)
    assert pd.isna(found["carriers"])


def test_feedstock_gives_no_number_for_its_carbon_may_leave_in_the_product():
    found = emitted(COAL, COAL | {"purpose": "feedstock"})
    assert math.isnan(found["emission_tco2"])
    assert found["reason"] == "feedstock_used"


def test_electricity_of_the_main_process_is_electricity():
    assert emitted(POWER | {"purpose": "main_process"})["electricity_tco2"] == pytest.approx(30.0)


@pytest.mark.parametrize("flag", carbon.INCOMPLETE)
def test_energy_that_is_not_whole_gives_no_number(flag):
    found = emitted(COAL, POWER, flags={flag: True})
    assert math.isnan(found["emission_tco2"])
    assert math.isnan(found["electricity_tco2"])
    assert found["reason"] == flag


def test_every_line_asked_for_has_a_row_also_one_without_energy():
    unit_energy = pd.DataFrame(
        {
            "line_code": [2, 0],
            **dict.fromkeys(carbon.INCOMPLETE, False),
            "energy_missing": [True, False],
        }
    )
    above = COAL | {"line_code": -1}
    found = carbon.emissions(pd.DataFrame([above, COAL]), FACTORS, unit_energy, ["electricity"])
    assert found["line_code"].tolist() == [2, 0]
    assert found["reason"].tolist()[0] == "energy_missing"
    assert found["emission_tco2"].tolist()[1] == pytest.approx(200.0)


# --- the emission of what could be saved --------------------------------------------------------


def saved(emission: pd.Series, **change: object) -> pd.Series:
    row = {
        "line_code": 0,
        "indicator": "comprehensive",
        "unit": "kgce/t",
        "saving_to_baseline_tce": 7.6,
        "saving_to_advanced_tce": 19.0,
        "reason": None,
        **change,
    }
    return carbon.of_saving(emission.to_frame().T.infer_objects(), pd.DataFrame([row])).iloc[0]


def test_a_saving_emits_in_proportion_to_the_lines_energy():
    """7.6 of 76 tce is a tenth of 230 tCO2; 19 of 76 is a quarter."""
    found = saved(emitted(COAL, POWER))
    assert found["saving_to_baseline_tco2"] == pytest.approx(23.0)
    assert found["saving_to_advanced_tco2"] == pytest.approx(57.5)
    assert pd.isna(found["reason"])


def test_a_level_of_electricity_saves_electricity_alone():
    """3 of the 6 tce of electricity: half of its 30 tCO2, whatever the line burns."""
    found = saved(emitted(COAL, POWER), indicator="electricity", unit="kWh/t",
                  saving_to_advanced_tce=3.0)  # fmt: skip
    assert found["saving_to_advanced_tco2"] == pytest.approx(15.0)


def test_a_level_of_fuel_saves_fuel_alone():
    """7 of the 70 tce of coal: a tenth of its 200 tCO2."""
    found = saved(emitted(COAL, POWER), indicator="fuel", saving_to_advanced_tce=7.0)
    assert found["saving_to_advanced_tco2"] == pytest.approx(20.0)


def test_a_line_that_saves_nothing_saves_no_carbon_dioxide():
    found = saved(emitted(COAL, term("oxygen", 1.0, 1.0)), saving_to_baseline_tce=0.0)
    assert found["saving_to_baseline_tco2"] == 0.0
    assert math.isnan(found["saving_to_advanced_tco2"])
    assert found["reason"] == "factor_missing"
    assert found["carriers"] == "oxygen"


def test_a_line_without_a_verdict_says_why():
    missing = {"saving_to_baseline_tce": math.nan, "saving_to_advanced_tce": math.nan}
    found = saved(emitted(COAL), reason="output_missing", **missing)
    assert math.isnan(found["saving_to_advanced_tco2"])
    assert found["emission_tco2"] == pytest.approx(200.0)
    assert found["reason"] == "output_missing"


@pytest.mark.parametrize("sold", [-70_000.0, -80_000.0])
def test_a_line_that_uses_no_energy_on_balance_has_no_proportion(sold):
    """A converter that recovers more gas than it takes in has energy of zero or below."""
    found = saved(emitted(COAL, term("blast_furnace_gas", -1.0, sold)))
    assert math.isnan(found["saving_to_advanced_tco2"])
    assert found["reason"] == "energy_not_positive"


def test_every_reason_has_a_label():
    assert {"feedstock_used", "factor_missing", "energy_not_positive"} == set(carbon.REASONS)
    assert all(reason.label for reason in carbon.REASONS.values())


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["raw_coal", "electricity"]), st.integers(1, 10**6)), min_size=1
    )
)
def test_saving_all_energy_saves_the_whole_emission(drawn):
    emission = emitted(*(term(carrier, float(size), size / 2) for carrier, size in drawn))
    found = saved(emission, saving_to_advanced_tce=emission["energy_kgce"] / 1000)
    assert found["saving_to_advanced_tco2"] == pytest.approx(emission["emission_tco2"])
