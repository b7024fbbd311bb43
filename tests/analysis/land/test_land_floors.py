"""Inefficient land: floors of the edition in force, equality, and what may not decide."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from land_cases import DAY, law, table

from capacity_analysis.analysis.land import floors
from capacity_analysis.analysis.land.parameters import Law, Value
from capacity_analysis.vocabulary.industries import EarlierDivision, earlier_divisions

# Of a parcel of 20,000 m².
CEMENT = "30"  # 非金属矿物制品业, 31 in 2002: floor area ratio 0.7


def told(division=CEMENT, day=DAY, grade=None, held=None, **facts):
    found = floors.efficiency(
        table(facts), pd.Series([division], dtype="category"), held or law(day),
        earlier_divisions(), grade,
    )  # fmt: skip
    return found.iloc[0]


@pytest.mark.parametrize(
    ("building", "below"),
    [(13_999.0, True), (14_000.0, False), (14_001.0, False)],  # 0.7 x 20,000 = 14,000
)
def test_a_floor_area_ratio_equal_to_its_floor_passes(building, below):
    found = told(building_area_m2=building)
    assert found["inefficient"] == below
    assert (found["below_floors"] == "floor_area_ratio") == below


@pytest.mark.parametrize(
    ("footprint", "below"), [(5_999.0, True), (6_000.0, False), (6_001.0, False)]
)
def test_a_building_coefficient_of_30_percent_passes(footprint, below):
    assert told(footprint_m2=footprint)["inefficient"] == below  # 0.3 x 20,000 = 6,000


@pytest.mark.parametrize(("office", "above"), [(1_399.0, False), (1_400.0, False), (1_401.0, True)])
def test_offices_on_7_percent_of_the_land_pass(office, above):
    assert told(office_land_m2=office)["inefficient"] == above  # 0.07 x 20,000 = 1,400


@pytest.mark.parametrize(
    ("day", "floor", "coefficient"),
    [
        (dt.date(2023, 4, 27), 0.7, 0.3),
        (dt.date(2023, 4, 28), None, 0.4),
        (dt.date(2023, 4, 29), None, 0.4),
    ],
)
def test_from_28_april_2023_the_floors_of_2008_hold_no_more(day, floor, coefficient):
    found = told(day=day, building_area_m2=1_000.0)
    assert found["building_coefficient_floor"] == coefficient
    assert (None if pd.isna(found["far_floor"]) else found["far_floor"]) == floor
    assert ("no_floor_on_file" in str(found["reasons"])) == (floor is None)
    assert found["inefficient"] == (floor is not None)


def test_the_recalled_coefficient_of_2023_is_shown_and_does_not_decide():
    found = told(day=dt.date(2023, 4, 28), footprint_m2=7_000.0)  # 35 % of 20,000 m²
    assert not found["inefficient"]
    assert pd.isna(found["below_floors"])
    assert found["below_floors_unchecked"] == "building_coefficient"
    assert "floors_unchecked" in found["reasons"]


def test_a_floor_by_a_recalled_pairing_of_industries_does_not_decide():
    # 汽车制造业 (36) was part of 交通运输设备制造业 (37) in 2002: 0.7, by memory.
    found = told("36", building_area_m2=1_000.0)
    assert found["far_floor"] == 0.7
    assert (found["inefficient"], found["below_floors_unchecked"]) == (False, "floor_area_ratio")


@pytest.mark.parametrize(
    ("building", "unchecked", "within"),
    # 橡胶和塑料制品业 (29): rubber 0.8, plastics 1.0; of 20,000 m² that is 16,000 and 20,000.
    [(15_999.0, True, False), (16_000.0, False, True), (19_999.0, False, True),
     (20_000.0, False, False)],
)  # fmt: skip
def test_between_the_floors_of_a_split_division_nothing_is_decided(building, unchecked, within):
    found = told("29", building_area_m2=building)
    assert (found["far_floor"], found["far_floor_high"]) == (0.8, 1.0)
    assert pd.notna(found["below_floors_unchecked"]) == unchecked
    assert ("floor_range" in str(found["reasons"])) == within


def test_a_division_of_which_one_source_has_no_floor_has_none():
    held = Law({("floor_area_ratio", "29"): Value(0.8, row_id="r", confidence="verified")})
    both = {"29": (EarlierDivision("29", "verified", ""), EarlierDivision("30", "verified", ""))}
    assert floors.ratio_floors(held, both) == {}


def test_an_industry_without_a_floor_is_held_against_none():
    found = told("44", building_area_m2=1.0)
    assert pd.isna(found["far_floor"])
    assert not found["inefficient"]


@pytest.mark.parametrize(
    ("grade", "floor"), [(4, 1555), (5, 1245), (6, 1245), (7, 900), (15, 440), (16, None)]
)
def test_the_investment_floor_goes_by_the_class_of_the_grade(grade, floor):
    # 非金属矿物制品业: classes 1-4, 5-6, 7-8, ..., 15; all recalled.
    found = told(investment_10k_cny=20.0, grade=grade)
    assert (None if pd.isna(found["investment_floor"]) else found["investment_floor"]) == floor
    assert found["investment_10k_cny_per_ha"] == pytest.approx(10)  # 200,000 yuan on 2 hectares
    assert not found["inefficient"]
    assert (found["below_floors_unchecked"] == "investment_intensity") == (floor is not None)


def test_the_parcels_own_grade_goes_before_the_countys():
    found = floors.efficiency(
        table({"grade": 15.0}), pd.Series([CEMENT], dtype="category"), law(), earlier_divisions(), 1
    ).iloc[0]
    assert found["investment_floor"] == 440


def test_tax_per_mu_decides_only_where_a_row_is_in_force():
    # The rows of Jiangxi bear no date, and so are none of any day.
    assert pd.isna(told("26", tax_10k_cny=1.0)["tax_floor"])
    held = Law({("tax_per_mu", "26"): Value(11.0, row_id="r", confidence="verified")})
    # 20,000 m² are 30 mu: 11 x 30 = 330.
    assert told("26", held=held, tax_10k_cny=329.0)["below_floors"] == "tax_per_mu"
    assert pd.isna(told("26", held=held, tax_10k_cny=330.0)["below_floors"])


def test_a_finished_plant_that_stands_empty_is_inefficient():
    found = told(use_state="vacant")
    assert found["inefficient"]
    assert (found["parameters"], found["confidence"]) == ("land-low-use", "recalled")


def test_land_not_built_on_is_held_against_no_floor():
    assert not told(use_state="not_built", building_area_m2=0.0, footprint_m2=0.0)["inefficient"]


def test_a_missing_building_area_is_told_and_is_no_ratio_of_nought():
    found = told()
    assert pd.isna(found["far"])
    assert found["reasons"] == "building_area_missing"


def test_where_users_are_of_several_industries_no_ratio_is_asked_for():
    found = floors.efficiency(
        table({"building_area_m2": 1.0}), pd.Series([None], dtype="category"), law(),
        earlier_divisions(), None,
    ).iloc[0]  # fmt: skip
    assert pd.isna(found["far_floor"])
    assert not found["inefficient"]


def test_a_pairing_that_decides_has_the_name_of_the_floors_own_industry():
    from capacity_analysis import vocabulary

    names = {code: value.item for code, value in law().by_code("floor_area_ratio").items()}
    for division, sources in earlier_divisions().items():
        for source in sources:
            if source.confidence == "cross_checked":
                assert len(sources) == 1
                printed = names[source.code].replace("及", "和")
                assert printed == vocabulary.industry_name(division).replace("及", "和")


def test_every_manufacturing_division_has_its_earlier_ones_and_each_of_them_a_floor():
    assert sorted(earlier_divisions()) == [str(code) for code in range(13, 44)]
    held = law().by_code("floor_area_ratio")
    used = {source.code for sources in earlier_divisions().values() for source in sources}
    assert used == set(held)
