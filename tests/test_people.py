"""The tables on staff: a small employer by hand, and an attacker who reads all that is published."""

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest
from disclosure_attacker import Attacker
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis import paths, read_ledger
from capacity_analysis.analysis.disclosure_attack import bounds
from capacity_analysis.analysis.labour import exposure, resettlement, shapes, small_cells
from capacity_analysis.analysis.labour.routes import ENDS, ROUTES
from capacity_analysis.assessment import people
from capacity_analysis.campaign import Campaign
from capacity_analysis.campaign.parts_people import AgeBands, Labour, Setting
from capacity_analysis.standards import Standards

LEAST = 5
CHAIN = ("360404", "360400", "360000", "000000")
NO_STEPS = pd.DataFrame({
    name: pd.Series([], dtype=kind)
    for name, kind in (("step", "str"), ("status", "str"), ("enterprise_code", "int32"),
                       ("line_code", "int32"))
})  # fmt: skip


@pytest.fixture(scope="module")
def standards():
    return Standards.load()


# What the county would enter: 84,000 a year, three times a month of it is 21,000.
AVERAGE = Setting(
    parameter="avg_annual_wage_urban_nonprivate", code="2021", value=84000, unit="元/年",
    source="project", confidence="recalled",
)  # fmt: skip


def employer(*cohorts):
    """Return cohorts of one enterprise that closes on the last day of 2022."""
    plain = {
        "enterprise_id": "A", "line_id": None, "enterprise_code": 0, "line_code": -1,
        "sex": "male", "post": "worker", "born_from": "1980-06-01", "born_to": "1980-06-30",
        "hired_from": "2015-01-01", "hired_to": "2015-01-01", "carried_over_years": np.nan,
        "contract": "open_ended", "pay_cny_month": 5000.0, "insured": True,
        "insured_years": np.nan, "hazards": False, "protection": None, "exit_ground": None,
        "planned_transfer": None, "planned_inner_retirement": None,
        "inner_allowance_cny_month": np.nan, "employer_contribution_cny_month": np.nan,
        "pay_arrears_cny": 0.0, "contribution_arrears_cny": 0.0, "exposure": "whole",
        "exit_day": "2022-12-31", "quarter": "2022Q4", "source_cell": "职工!D2",
    }  # fmt: skip
    frame = pd.DataFrame([plain | {"cohort": f"A{at}"} | one for at, one in enumerate(cohorts)])
    for name in ("born_from", "born_to", "hired_from", "hired_to", "exit_day"):
        frame[name] = pd.to_datetime(frame[name])
    flags = {"insured": "boolean", "hazards": "boolean"}
    texts = dict.fromkeys(["line_id", "protection", "exit_ground"], "str")
    heads = dict.fromkeys(["headcount", "planned_transfer", "planned_inner_retirement"], "Int64")
    return frame.astype(flags | texts | heads)


def resettled(standards, cohorts, steps=NO_STEPS):
    rows = standards.document("labour-parameters").table("labour_parameters")
    found = resettlement.of_cohorts(cohorts, steps, rows, CHAIN, Labour(settings=(AVERAGE,)))
    return found, shapes.shaped("staff", found.staff)


def test_a_small_employer_that_closes_by_hand(standards):
    found, staff = resettled(
        standards,
        employer(
            # 2015-01-01 to 2022-12-31 are eight years: 8 x 5,000 = 40,000 each, and 30,000 are owed.
            {"headcount": 10, "pay_arrears_cny": 30_000.0},
            # Sixty in December 2022, the month of the exit: they retire, without severance.
            {"headcount": 4, "born_from": "1962-12-01", "born_to": "1962-12-31"},
            # Dispatched: their employer is the agency.
            {"headcount": 6, "sex": "female", "contract": "dispatched"},
        ),
    )
    assert staff["article"].tolist()[:2] == ["44(5)", "44(5)"]
    assert staff["laid_off"].tolist() == [10, 0, 0]
    assert staff["retiring"].tolist() == [0, 4, 0]
    assert staff["severance_cny"].tolist()[0] == 40_000
    assert staff["cost_cny"].tolist() == [430_000, 0, 0]
    assert staff["cost_low_cny"].tolist() == staff["cost_high_cny"].tolist() == [430_000, 0, 0]
    assert staff["in_lieu_cny"].tolist()[0] == 0  # no notice where the employer closes
    assert staff["unlawful_cny"].tolist()[0] == 800_000  # twice 400,000
    assert staff["benefit_months_low"].tolist()[0] == 18  # five to ten years of contributions
    roster = pd.DataFrame({"enterprise_id": ["A"]})
    row = found.layoffs(roster, Labour(settings=(AVERAGE,))).iloc[0]
    assert row[["staff", "leaving", "procedure", "trigger"]].tolist() == [14, 10, "closure", "none"]


def test_a_line_that_stops_with_few_people_pays_in_place_of_notice_at_most(standards):
    _, staff = resettled(
        standards,
        employer(
            {"headcount": 5, "exposure": "line", "line_code": 0},
            {"headcount": 95, "exposure": "none", "exit_day": None, "quarter": None},
        ),
    )
    first = staff.iloc[0]
    assert first[["ground", "article"]].tolist() == ["line_stopped", "40(3)"]  # 5 of 100
    # Nobody may have to go; 5 x 40,000; 5 x (40,000 + a month of 5,000).
    assert first[["cost_low_cny", "cost_cny", "cost_high_cny"]].tolist() == [0, 200_000, 225_000]
    assert pd.isna(staff.loc[1, "laid_off"])
    assert staff.loc[1, "exposure"] == "none"


@pytest.mark.parametrize(("leaving", "article"), [(9, "40(3)"), (10, "41"), (11, "41")])
def test_a_tenth_of_the_staff_makes_it_a_mass_layoff(standards, leaving, article):
    rows = standards.document("labour-parameters").table("labour_parameters")
    cohorts = employer(
        {"headcount": leaving, "exposure": "line", "line_code": 0},
        {"headcount": 100 - leaving, "exposure": "none", "exit_day": None},
        {"headcount": 50, "exposure": "none", "exit_day": None, "contract": "dispatched"},
    )
    labour = Labour(settings=(AVERAGE,), layoff_circumstance="objective_change")
    found = resettlement.of_cohorts(cohorts, NO_STEPS, rows, CHAIN, labour)
    assert found.staff["article"].tolist()[0] == article


def test_a_plan_for_the_staff_that_is_on_record_says_that_nobody_is_transferred(standards):
    steps = pd.DataFrame(
        {"step": ["resettlement_plan"], "status": ["done"], "enterprise_code": [0],
         "line_code": [0]}
    )  # fmt: skip
    cohorts = employer({"headcount": 5, "exposure": "line", "line_code": 0})
    _, staff = resettled(standards, cohorts, steps)
    assert staff["cost_low_cny"].tolist() == [200_000]  # not 0: the plan has made its choice


# ---- the whole, on the sample --------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample():
    return read_ledger(paths.sample_ledger())


def judged_of(ledger, whole):
    """Return dispositions in which the enterprises given close, one line in three, and no step."""
    size = len(ledger["enterprises"])
    extent = np.where(np.isin(np.arange(size), whole), "whole", "none")
    units = ledger["lines"][["enterprise_code"]].assign(
        line_code=np.arange(len(ledger["lines"])), scope="line", disposition="eliminate_now",
        exits=True, deadline="2022-10-31",
    )  # fmt: skip
    return {
        "dispositions": units,
        "enterprise_dispositions": pd.DataFrame(
            {"disposition": "eliminate_now", "extent": extent, "deadline": "2022-10-31"}
        ),
        "legal_steps": NO_STEPS,
    }


def tables_of(ledger, standards, whole):
    roster = ledger["enterprises"].assign(industry=ledger["enterprises"]["industry_code"].str[:2])
    return people.tables(
        ledger, standards, Campaign.load(), as_of=dt.date(2022, 9, 10), lines=ledger["lines"],
        enterprises=roster, judged=judged_of(ledger, whole),
    )  # fmt: skip


def test_a_ledger_without_staff_gives_empty_tables_of_the_same_shape(sample, standards):
    bare = dataclasses.replace(
        sample, tables={**sample.tables, "workforce": sample["workforce"].iloc[:0]}
    )
    empty, full = tables_of(bare, standards, [0]), tables_of(sample, standards, [0, 1, 2])
    assert list(empty) == list(full) == list(shapes.SHAPES)
    for name, table in empty.items():
        assert not len(table)
        assert table.dtypes.to_dict() == full[name].dtypes.to_dict()


def test_the_tables_of_the_sample_count_everybody_once_and_hold_against_an_attacker(
    sample, standards
):
    owners = sample["workforce"]["enterprise_code"].unique()[:12]
    told = tables_of(sample, standards, owners)
    staff = told["staff"]
    assert len(staff) == len(sample["workforce"])
    heads = staff.loc[staff["exposure"] == "whole", "headcount"].sum()
    cells = told["staff_cells"]
    for scope in exposure.SCOPES:
        own = cells[cells["scope"] == scope]
        assert own.loc[own["quarter"].eq("") & own["route"].eq(""), "headcount"].sum() == heads
        assert own.loc[own["quarter"].ne("") & own["route"].ne(""), "headcount"].sum() == heads
    assert told["staff_ages"].groupby("scope")["headcount"].sum().eq(heads).all()
    roster = sample["enterprises"].assign(industry=sample["enterprises"]["industry_code"].str[:2])
    everything = {
        name: told[name] for name in ("staff_cells", "staff_ages", "job_demand", "layoffs")
    }
    closing = set(roster["enterprise_id"].iloc[owners])
    assert not Attacker(everything, roster, closing).given_away(LEAST)


# ---- the attacker, on small districts at random --------------------------------------------------


def district(seed, enterprises, cohorts):
    """Return the cells of a small district at random, what its enterprises belong to, who closes."""
    rng = np.random.default_rng(seed)
    roster = pd.DataFrame(
        {
            "enterprise_id": [f"E{at}" for at in range(enterprises)],
            "industry": rng.choice(["cement", "steel"], enterprises),
            "township": rng.choice(["甲镇", "乙镇", "丙镇"], enterprises),
        }
    )
    owner = rng.integers(0, enterprises, cohorts)
    heads = rng.integers(1, 12, cohorts).astype(float)
    staff = pd.DataFrame({"enterprise_code": owner, "headcount": heads})
    staff["quarter_code"] = rng.integers(0, 2, enterprises)[owner]
    kind = rng.choice(len(ROUTES), cohorts, p=[0.1, 0.05, 0.15, 0.6, 0.1])
    for at, route in enumerate(ROUTES):
        for end in ENDS:
            staff[f"{route}{end}"] = np.where(kind == at, heads, 0.0)
            staff[f"{route}_cost{end}_cny"] = 0.0
    # Of some who are laid off a part may retire.
    may = np.floor(heads / 2) * (kind == ROUTES.index("severance")) * (rng.random(cohorts) < 0.3)
    staff["retirement_high"] += may
    staff["severance_low"] -= may
    for end in ENDS:
        staff[f"cost{end}_cny"] = 0.0
    staff = staff.assign(
        born_first=rng.integers(-200, 200, cohorts), hired_first=300, hired_last=480,
        exit_month=640, carried_over_years=np.nan,
    )  # fmt: skip
    staff["born_last"] = staff["born_first"] + 30
    within = exposure.areas(roster)
    cells = exposure.cells(staff, within, ["2022Q4", "2023Q1"])
    ages = exposure.ages(staff, within, (16, 45, 55), (0, 10))
    closing = rng.random(enterprises) < 0.5
    return cells, ages, within, closing, roster


def published(seed, enterprises, cohorts):
    """Return the published tables of a district, its roster, who closes, and which cells are hidden."""
    cells, ages, within, closing, roster = district(seed, enterprises, cohorts)
    away, ages_away = small_cells.hidden(cells, ages, within, closing, LEAST)
    counted = people._Counted(
        cells, away, ages, ages_away, within, ["2022Q4", "2023Q1"], roster, roster
    )
    bands = AgeBands(age=(16, 45, 55), service=(0, 10), source="project")
    tables = {
        "staff_cells": shapes.shaped("staff_cells", counted.staff_cells()),
        "staff_ages": shapes.shaped("staff_ages", counted.staff_ages(bands)),
    }
    return tables, roster, set(roster["enterprise_id"][closing]), np.r_[away, ages_away]


@settings(max_examples=4, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(4, 12))
def test_nobody_can_subtract_a_small_cell_out_of_all_tables_together(seed, enterprises, cohorts):
    tables, roster, closing, away = published(seed, enterprises, cohorts)
    assert not Attacker(tables, roster, closing).given_away(LEAST)
    # In the low and high ends likewise; here the relations are the program's own.
    values, relations, public = small_cells.system(*district(seed, enterprises, cohorts)[:4])
    unknown = np.r_[away, np.zeros(len(values) - len(away), dtype=bool)] & ~public
    for layer in (1, 2):
        few = np.flatnonzero((values[:, layer] > 0) & (values[:, layer] < LEAST) & unknown)
        told = bounds(values, relations, unknown, few, layer)
        at_all = bounds(values, relations, (values[:, layer] > 0) & ~public, few, layer)
        assert (told[:, 0] <= np.maximum(1, at_all[:, 0])).all()
        assert (told[:, 1] >= np.minimum(LEAST - 1, at_all[:, 1])).all()


def test_the_tables_add_up_in_every_layer():
    for seed in range(5):
        values, relations, _ = small_cells.system(*district(seed, 6, 30)[:4])
        sign = np.where(relations.is_total, -1, 1)
        for value in values.T:
            left = np.bincount(relations.relation, weights=sign * value[relations.cell])
            assert not left.any()
