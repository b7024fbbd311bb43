"""What is missing gives no number and a reason; what is there adds up."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from cases import energy, energy_tables, ledger, line, production, verdict
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis import assess
from capacity_analysis.analysis import intensity
from capacity_analysis.analysis.reasons import REASONS

COAL = energy("raw_coal", 14, "万吨")
POWER = energy("electricity", 6000, "万千瓦时")
OUTPUT = production("clinker", 100, "万吨")


def reason_for(productions, energies):
    """Return why the benchmark levels decide nothing of a line of clinker."""
    found = verdict(ledger([line("clinker")], productions, energies))
    assert found["result"] == "undecided"
    assert pd.isna(found["measured"])
    assert pd.isna(found["saving_to_advanced_tce"])
    return found["reason"]


def reason_and_missing(productions, energies):
    """Return that reason as an assessment has it, and the inputs that it asks departments for."""
    tables = energy_tables(ledger([line("clinker")], productions, energies))
    found = tables["gaps"].iloc[0]
    assert found["result"] == "undecided"
    return found["reason"], tables["missing"]


def test_a_line_that_reports_nothing_lacks_both_output_and_energy():
    reason, missing = reason_and_missing([], [])
    assert reason == "nothing_reported"
    assert missing["reason"].tolist() == ["output_missing", "energy_missing", "carrier_missing"]
    assert missing["department"].tolist() == ["gxj", "fgw", "gdgs"]


def test_a_blank_output_is_missing_and_not_zero():
    reason, missing = reason_and_missing([production("clinker", None, "万吨")], [COAL, POWER])
    assert reason == "output_missing"
    assert missing["department"].tolist() == ["gxj"]


def test_an_output_of_zero_divides_nothing():
    reason, missing = reason_and_missing([production("clinker", 0, "万吨")], [COAL, POWER])
    assert reason == "output_zero"
    assert missing.empty


def test_a_line_without_any_energy_row_lacks_energy():
    reason, missing = reason_and_missing([OUTPUT], [])
    assert reason == "energy_missing"
    assert missing["department"].tolist() == ["fgw", "gdgs"]


def test_a_blank_amount_is_missing_and_not_zero():
    reason, missing = reason_and_missing([OUTPUT], [energy("raw_coal", None, "吨"), POWER])
    assert reason == "amount_missing"
    assert missing[["carrier", "department"]].values.tolist() == [["raw_coal", "fgw"]]


def test_a_blank_amount_of_electricity_is_asked_of_the_power_company():
    reason, missing = reason_and_missing([OUTPUT], [COAL, energy("electricity", None, "万千瓦时")])
    assert reason == "amount_missing"
    assert missing[["carrier", "department"]].values.tolist() == [["electricity", "gdgs"]]


def test_a_line_without_an_electricity_row_is_incomplete():
    reason, missing = reason_and_missing([OUTPUT], [COAL])
    assert reason == "carrier_missing"
    assert missing["department"].tolist() == ["gdgs"]


def test_an_electricity_amount_of_zero_is_no_reading():
    # The template says to leave blank what is not known; a zero must not make a line look better.
    zero = energy("electricity", 0, "万千瓦时")
    assert reason_for([OUTPUT], [COAL, zero]) == "carrier_missing"


def test_exported_electricity_does_not_stand_for_consumed_electricity():
    exported = energy("electricity", 10, "万千瓦时", flow="exported")
    assert reason_for([OUTPUT], [COAL, exported]) == "carrier_missing"


@pytest.mark.parametrize("kind", ["partial", "trial", "acceptance"])
def test_trial_runs_acceptance_periods_and_partial_years_are_not_assessed(kind):
    made = production("clinker", 100, "万吨", period_kind=kind)
    reason, missing = reason_and_missing([made], [COAL, POWER])
    assert reason == "period_not_assessed"
    assert missing.empty


def test_a_period_shorter_than_the_year_is_not_assessed_whatever_it_is_called():
    made = production(
        "clinker",
        100,
        "万吨",
        period_start=pd.Timestamp("2021-01-01"),
        period_end=pd.Timestamp("2021-12-30"),
    )
    assert reason_for([made], [COAL, POWER]) == "period_not_assessed"


def test_a_period_that_covers_the_whole_year_is_assessed():
    made = production(
        "clinker",
        100,
        "万吨",
        period_start=pd.Timestamp("2021-01-01"),
        period_end=pd.Timestamp("2021-12-31"),
    )
    found = verdict(ledger([line("clinker")], [made], [COAL, POWER]))
    assert found["result"] == "clear"


def test_energy_of_part_of_a_year_is_not_set_against_a_whole_years_output():
    part = {"period_start": pd.Timestamp("2021-01-01"), "period_end": pd.Timestamp("2021-06-30")}
    rows = [energy("raw_coal", 7, "万吨", **part), POWER]
    assert reason_for([OUTPUT], rows) == "period_not_assessed"


def test_energy_metered_for_the_whole_enterprise_decides_no_line_of_it():
    above = energy("raw_coal", 14, "万吨", line_id=None, scope="enterprise")
    reason, missing = reason_and_missing([OUTPUT], [above, POWER])
    assert reason == "energy_above_line"
    assert "energy_above_line" in missing["reason"].tolist()


def test_energy_metered_for_a_process_decides_no_line_either():
    above = energy("raw_coal", 14, "万吨", line_id=None, scope="process")
    assert reason_for([OUTPUT], [above, POWER]) == "energy_above_line"


def test_a_silent_line_of_an_enterprise_with_one_meter_lacks_its_output_and_its_share():
    above = energy("raw_coal", 14, "万吨", line_id=None, scope="enterprise")
    _reason, missing = reason_and_missing([], [above])
    assert missing["reason"].tolist() == ["output_missing", "energy_above_line"]


def test_energy_metered_above_the_line_in_another_year_does_not_matter():
    above = energy("raw_coal", 14, "万吨", line_id=None, scope="enterprise", year=2020)
    found = verdict(ledger([line("clinker")], [OUTPUT], [above, COAL, POWER]))
    assert found["result"] == "clear"


def test_a_line_that_makes_two_products_from_one_meter_cannot_be_decided():
    made = [OUTPUT, production("lime", 1, "万吨")]
    assert reason_for(made, [COAL, POWER]) == "several_products"
    mixed = verdict(ledger([line("clinker")], made, [COAL, POWER]))
    assert pd.isna(mixed["output_quantity"])  # tonnes of two products are no sum


def test_what_is_missing_is_said_even_when_no_document_is_in_force():
    silent = ledger([line("clinker")], [], [])
    assessment = assess(silent, as_of=dt.date(2021, 6, 1))  # before the first edition
    assert assessment["gaps"].iloc[0]["reason"] == "no_document"
    assert assessment["missing"]["department"].tolist() == ["gxj", "fgw", "gdgs"]


def test_a_line_with_a_limit_alone_is_asked_for_what_its_limit_needs():
    # Glass of under 500 t a day has a limit (GB 21340-2019) and no benchmark level in 2022.
    glass = "flat_glass_under_500"
    assessment = assess(ledger([line(glass)], [production(glass, 100, "万重量箱")], [COAL]))
    assert assessment["gaps"]["reason"].tolist() == ["no_level"]
    assert assessment["limits"]["reason"].tolist() == ["carrier_missing"]
    missing = assessment["missing"]
    assert missing[["reason", "department"]].values.tolist() == [["carrier_missing", "gdgs"]]


def test_rows_of_other_years_do_not_count():
    other = energy("raw_coal", 99, "万吨", year=2020)
    found = verdict(ledger([line("clinker")], [OUTPUT], [COAL, POWER, other]))
    assert found["measured"] == pytest.approx(107.376)


def test_every_reason_has_a_label_and_ends_in_no_full_stop():
    assert all(reason.label and not reason.label.endswith("。") for reason in REASONS.values())
    assert set(intensity.REASONS) <= set(REASONS)


# Half a kgce in a kWh: easy to reckon with, and no number of any standard.
HALF = pd.DataFrame(
    {
        "carrier_id": ["electricity"],
        "row_id": ["r"],
        "kgce_per_unit": [0.5],
        "confidence": ["verified"],
    }
)
amounts = st.lists(st.floats(1e-3, 1e9), min_size=1, max_size=8)


@settings(max_examples=25, deadline=None)
@given(amounts, st.floats(1, 1e9))
def test_unit_energy_times_output_is_the_sum_of_the_terms(values, output):
    terms = pd.DataFrame(
        {
            "enterprise_code": 0,
            "line_code": 0,
            "year": 2021,
            "carrier": "electricity",
            "flow": "consumed",
            "amount_quantity": values,
            "scope": "line",
            "full_year": True,
        }
    )
    made = pd.DataFrame(
        {
            "enterprise_code": [0],
            "line_code": [0],
            "year": [2021],
            "product_id": pd.Categorical(["clinker"]),
            "output_quantity": [output],
            "full_year": [True],
        }
    )
    found = intensity.unit_energy(made, intensity.energy_terms(terms, HALF)).iloc[0]
    assert found["unit_energy_kgce"] * output == pytest.approx(
        0.5 * sum(values), rel=1e-9, abs=1e-9
    )
    assert found["electricity_kwh"] == pytest.approx(sum(values), rel=1e-9, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_rows_changes_nothing(order):
    terms = pd.DataFrame(
        {
            "enterprise_code": 0,
            "line_code": [0, 0, 1, 1, 2, 2],
            "year": [2020, 2021, 2020, 2021, 2020, 2021],
            "carrier": "electricity",
            "flow": "consumed",
            "amount_quantity": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
            "scope": "line",
            "full_year": True,
        }
    )
    made = terms[["enterprise_code", "line_code", "year", "full_year"]].assign(
        product_id=pd.Categorical(["clinker"] * 6), output_quantity=10.0
    )
    straight = intensity.unit_energy(made, intensity.energy_terms(terms, HALF))
    shuffled = intensity.unit_energy(
        made.iloc[list(order)], intensity.energy_terms(terms.iloc[list(order)], HALF)
    )
    pd.testing.assert_frame_equal(straight, shuffled)
    # 6 kWh x 0.5 kgce/kWh / 10 t = 0.3 kgce/t on line 2 in 2021
    assert straight["unit_energy_kgce"].tolist() == pytest.approx([0.05, 0.1, 0.15, 0.2, 0.25, 0.3])


def _contested_line(energies, contested):
    """Return the reasons of unit energies with these enterprises and years contested."""
    read = ledger([line("clinker")], [OUTPUT], energies)
    coefficients = pd.DataFrame(
        {"carrier_id": ["raw_coal", "electricity"], "row_id": ["c", "e"],
         "kgce_per_unit": [0.7, 0.1], "confidence": "verified"}
    )  # fmt: skip
    terms = intensity.energy_terms(read["energy"], coefficients)
    pairs = pd.DataFrame(contested, columns=["enterprise_code", "year"])
    found = intensity.unit_energy(read["production"], terms, required_carriers=(), contested=pairs)
    return [None if pd.isna(reason) else reason for reason in found["reason"]]


@pytest.mark.parametrize(
    ("contested", "reason"),
    [
        ([], None), ([(0, 2021)], "electricity_contested"), ([(0, 2020)], None), ([(1, 2021)], None),
        ([(0, 2021), (0, 2021)], "electricity_contested"),
    ],
)  # fmt: skip
def test_a_line_with_contested_electricity_gets_no_number(contested, reason):
    assert _contested_line([COAL, POWER], contested) == [reason]


def test_a_line_that_uses_no_electricity_is_not_contested():
    assert _contested_line([COAL], [(0, 2021)]) == [None]


def test_what_is_missing_is_asked_for_before_what_is_contested():
    blank = energy("raw_coal", None, "吨")
    assert _contested_line([blank, POWER], [(0, 2021)]) == ["amount_missing"]


def test_electricity_contested_in_no_year_is_contested_in_each():
    assert _contested_line([POWER], [(0, pd.NA)]) == ["electricity_contested"]
    assert _contested_line([POWER], [(1, pd.NA), (0, 2020)]) == [None]
