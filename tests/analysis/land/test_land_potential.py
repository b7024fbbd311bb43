"""Potential: floor area at the norm, the district's yields, the lowest price, and the time it takes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from land_cases import DAY, law, table

from capacity_analysis.analysis.land import potential
from capacity_analysis.analysis.land.parameters import Law

YIELDS = {"tax_median": 2.0, "tax_upper": 3.0, "output_median": 20.0, "output_upper": 30.0}


def told(
    route="transfer", *, usable=30.0, floor=0.7, grade=None, displaces=False, held=None, **facts
):
    use = pd.DataFrame({"route": [route], "usable_mu": usable, "displaces": displaces})
    found = potential.potential(
        table(facts), use, far_floor=pd.Series([floor]),
        per_mu=pd.DataFrame({**YIELDS, "of_all": [False]}), law=held or law(), grade=grade,
    )  # fmt: skip
    return found.iloc[0]


@pytest.mark.parametrize(
    ("building", "extra"), [(10_000.0, 4_000.0), (14_000.0, 0.0), (15_000.0, 0.0)]
)
def test_extra_floor_area_is_what_the_norm_leaves_and_never_negative(building, extra):
    # 0.7 x 20,000 m² = 14,000 m².
    assert told(building_area_m2=building)["extra_floor_m2"] == pytest.approx(extra)


def test_bare_land_bears_the_whole_of_the_norm():
    assert told(use_state="not_built")["extra_floor_m2"] == pytest.approx(14_000)


def test_without_building_area_or_floor_there_is_no_number_and_a_reason():
    for found in (told(), told(building_area_m2=1.0, floor=np.nan)):
        assert pd.isna(found["extra_floor_m2"])
        assert "extra_floor_unknown" in found["reasons"]


def test_extra_tax_and_output_are_the_yields_on_the_usable_land():
    found = told(building_area_m2=1.0)
    assert found["extra_tax_median_10k_cny"] == 60  # 30 mu x 2
    assert found["extra_tax_upper_10k_cny"] == 90
    assert found["extra_output_median_10k_cny"] == 600
    assert found["extra_output_upper_10k_cny"] == 900


def test_what_land_in_use_yields_now_is_taken_off_where_it_is_to_go():
    found = told("take_back", displaces=True, tax_10k_cny=50.0)
    assert found["extra_tax_median_10k_cny"] == 10  # 60 - 50
    assert pd.isna(found["extra_output_median_10k_cny"])
    assert "present_yield_missing" in found["reasons"]


def test_the_value_is_at_the_lowest_price_of_the_grade():
    # 30 mu = 20,000 m² at 60 yuan (grade 15) = 1,200,000 yuan.
    found = told(grade=15)
    assert found["value_10k_cny"] == pytest.approx(120)
    assert found["parameters"] == "land-064"
    assert "price_unchecked" in found["reasons"]


def test_the_parcels_own_grade_goes_first():
    # Grade 14: 84 yuan x 20,000 m² = 1,680,000 yuan.
    found = potential.potential(
        table({"grade": 14.0}),
        pd.DataFrame({"route": ["transfer"], "usable_mu": 30.0, "displaces": False}),
        far_floor=pd.Series([0.7]), per_mu=pd.DataFrame({**YIELDS, "of_all": [False]}),
        law=law(), grade=15,
    )  # fmt: skip
    assert found["value_10k_cny"].tolist() == pytest.approx([168])


def test_without_a_grade_the_value_is_missing_and_the_setting_is_named():
    found = told()
    assert pd.isna(found["value_10k_cny"])
    assert "grade_missing" in found["reasons"]


def test_a_grade_without_a_price_on_file_is_told():
    assert "price_not_on_file" in told(grade=15, held=Law())["reasons"]
    assert "price_not_on_file" in told(grade=16)["reasons"]


def test_without_a_route_nothing_is_promised():
    found = told("", usable=np.nan, grade=15, building_area_m2=1.0)
    names = ["extra_floor_m2", "extra_tax_median_10k_cny", "value_10k_cny", "reasons"]
    assert found[names].isna().all()


def roster(*taxes, industry="cement", land=10.0):
    return pd.DataFrame(
        {"industry": industry, "land_area_mu": land, "tax_10k_cny": list(taxes),
         "revenue_10k_cny": np.nan}
    )  # fmt: skip


def median(enterprises, industry="cement", running=None):
    flags = np.ones(len(enterprises), dtype=bool) if running is None else np.array(running)
    return potential.yields(enterprises, flags, pd.Series([industry])).iloc[0]


@pytest.mark.parametrize(("known", "found"), [(4, None), (5, 3.0), (6, 3.5)])
def test_a_yield_needs_five_enterprises(known, found):
    # 10, 20, 30, ... on 10 mu each: yields 1, 2, 3, ...
    value = median(roster(*(10.0 * at for at in range(1, known + 1))))["tax_median"]
    assert (None if pd.isna(value) else value) == found


def test_an_industry_of_fewer_takes_the_yield_of_all():
    both = pd.concat([roster(10.0, 20.0), roster(30.0, 40.0, 50.0, industry="glass")])
    found = median(both.reset_index(drop=True))
    assert (found["tax_median"], found["of_all"]) == (3.0, True)


def test_who_is_not_in_operation_or_has_no_land_does_not_count():
    given = roster(10.0, 20.0, 30.0, 40.0, 50.0, 600.0)
    assert median(given, running=[True] * 5 + [False])["tax_median"] == 3
    given.loc[5, "land_area_mu"] = 0.0
    assert median(given)["tax_median"] == 3


def ready(route="transfer", on="2022-10-31", months=None, **gates):
    survey = pd.DataFrame({"survey_due": [False], "survey_unsure": False, "over": False})
    found = potential.readiness(
        pd.Series(pd.Categorical([route])), survey.assign(**gates),
        np.array([on], dtype="datetime64[D]"), months or {"transfer": (3, 9)}, (3, 6),
    )  # fmt: skip
    return found.iloc[0]


def test_a_parcel_is_ready_after_the_months_of_its_route():
    found = ready()
    assert (found["months_low"], found["months_high"]) == (3, 9)
    assert str(found["ready_on_low"].date()) == "2023-01-31"
    assert str(found["ready_on_high"].date()) == "2023-07-31"


def test_a_survey_that_is_due_adds_its_months_and_one_that_may_be_only_to_the_most():
    assert ready(survey_due=True)[["months_low", "months_high"]].tolist() == [6, 15]
    assert ready(survey_unsure=True)[["months_low", "months_high"]].tolist() == [3, 15]


def test_how_long_repair_takes_nobody_has_said():
    found = ready(over=True)
    assert found[["months_low", "months_high", "ready_on_low"]].isna().all()
    assert found["reasons"] == "remediation_time_unknown"


def test_a_route_without_months_is_told():
    assert ready("fill_up")["reasons"] == "route_months_missing"


def test_without_a_day_of_exit_no_day_is_named():
    found = ready(on="NaT")
    assert pd.isna(found["ready_on_high"])
    assert found["months_high"] == 9


def test_readiness_is_counted_to_the_middle_of_its_span():
    found = ready(on="2022-09-10")
    # 10 December to 10 June: 91 and 273 days, 182 in the mean; a month is 30.44 days.
    months = potential.months_until(pd.DataFrame([found]), DAY)
    assert months.tolist() == pytest.approx([182 / 30.436875])
