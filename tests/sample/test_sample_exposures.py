"""People, debts and land of the sample: each seeded story is in the data, and comes to what the rules say."""

import csv
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from capacity_analysis import paths
from capacity_analysis.assessment import assess
from capacity_analysis.ledger import read_ledger
from tools.sample.story import district

with (Path(__file__).parent / "expected_exposures.csv").open(encoding="utf-8") as file:
    CASES = list(csv.DictReader(file))
KEYS = {"staff": "cohort", "zombies": "method", "support": "measure", "parcels": "parcel_no"}
KEYS |= {"job_demand": "quarter", "guarantee_links": "contract_no", "stability_signs": "indicator"}
SUBJECTS = {"job_demand": "township", "guarantee_links": "borrower"}


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(paths.sample_ledger())


@pytest.fixture(scope="module")
def ids(ledger):
    names = ledger["enterprises"]["name"].str.removeprefix(ledger.district)
    return dict(zip(names, ledger["enterprises"]["enterprise_id"], strict=True))


@pytest.fixture(scope="module")
def tables(ledger):
    return assess(ledger).tables


def of(ledger, table, ids, name):
    return ledger[table][ledger[table]["enterprise_id"] == ids[name]]


def text(value):
    """Return a value as the file of cases writes it."""
    if isinstance(value, bool | np.bool_):
        return str(bool(value))
    return f"{value:.10g}" if isinstance(value, int | float | np.number) else str(value)


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: "-".join(case[one] for one in ("subject", "key", "column"))
)
def test_a_seeded_exposure_comes_to_what_the_rules_say(case, ledger, ids, tables):
    table, key = tables[case["table"]], case["key"]
    if case["table"] == "parcels":
        owned = of(ledger, "parcels", ids, case["subject"])
        key = owned["parcel_no"].sort_values().iloc[int(key) - 1]
        found = table[table["parcel_no"] == key]
    else:
        subject = SUBJECTS.get(case["table"], "enterprise_id")
        found = table[table[subject] == ids.get(case["subject"], case["subject"])]
        found = found[found[KEYS[case["table"]]] == key] if key else found
    assert len(found), case["why"]
    value = found[case["column"]].iloc[-1]  # of several years the last
    expected = ids.get(case["expected"], case["expected"])
    if case["how"] == "missing":
        assert pd.isna(value), case["why"]
    elif case["how"] == "contains":
        assert expected in str(value).split(";"), case["why"]
    else:
        assert (text(value) == expected) == (case["how"] == "equals"), (value, case["why"])


@pytest.mark.parametrize(
    ("table", "field", "file"),
    [
        ("workforce", "headcount", "职工分组表.xlsx"),
        ("vacancies", "jobs", "用工需求.xlsx"),
        ("stability", "labour_disputes", "信访和劳动争议.xlsx"),
        ("finance", "revenue_10k_cny", "企业财务.xlsx"),
        ("loans", "balance_10k_cny", "贷款明细.xlsx"),
        ("guarantees", "guarantor", "贷款明细.xlsx"),
        ("bank_totals", "balance_10k_cny", "贷款汇总.xlsx"),
        ("parcels", "area", "宗地.csv"),
    ],
)
def test_every_row_of_a_list_leads_back_to_its_cell(table, field, file, ledger):
    rows = ledger[table].drop_duplicates("parcel_no") if table == "parcels" else ledger[table]
    origins = [ledger.origin(table, int(row), field) for row in rows["row"]]
    assert all(one is not None and one.startswith(f"lists/{file} ") for one in origins)
    assert len(set(origins)) == len(rows)


def test_support_comes_from_two_lists(ledger):
    support = ledger["support_measures"]
    at = [ledger.origin("support_measures", int(row), "measure") for row in support["row"]]
    discounts = ["电价优惠清单" in one for one in at]
    assert discounts == (support["kind"] == "power_price").tolist()
    assert sum(discounts) == 2


# --- people ---------------------------------------------------------------------------------


def test_the_cohorts_of_an_enterprise_come_to_its_employees(ledger):
    staff = ledger["workforce"].groupby("enterprise_id", observed=True)["headcount"].sum()
    told = ledger["enterprises"].set_index("enterprise_id")["employees"].loc[staff.index]
    assert 40 <= len(staff) <= 60
    assert (staff == told).all()


def test_nobody_was_hired_before_the_sixteenth_year(ledger):
    staff = ledger["workforce"]
    youngest = staff["born_to"].fillna(staff["born_from"])
    assert (
        youngest + pd.DateOffset(years=16) <= staff["hired_from"] + pd.offsets.MonthEnd(0)
    ).all()


@pytest.mark.parametrize(
    ("name", "line", "counts"),
    [
        ("茅坪新型墙材有限公司", "2号窑", (8, 92)),  # neither 20 people nor 9.2
        ("河口炼铁有限公司", "2号转炉", (20, 352)),  # 20 people exactly
        ("虹彩印染有限公司", "3号线", (8, 80)),  # a tenth exactly
        ("渡口粉磨站有限公司", "2号磨", (5, 46)),  # more than a tenth
    ],
)
def test_so_many_of_the_staff_are_of_the_line_that_leaves(name, line, counts, ledger, ids):
    staff = of(ledger, "workforce", ids, name)
    leaving = staff.loc[staff["line_id"] == line, "headcount"].sum()
    assert (leaving, staff["headcount"].sum()) == counts
    assert staff["line_id"].isna().any()  # some are shared by the lines


def test_an_employer_alone_in_its_township_has_more_staff_than_there_are_jobs(ledger, ids):
    roster = ledger["enterprises"].set_index("enterprise_id")
    town = roster.loc[ids["风洞炼铁有限公司"], "township"]
    assert (roster["township"] == town).sum() == 1
    jobs = ledger["vacancies"]
    quarter = jobs[(jobs["township"] == town) & (jobs["quarter"] == "2022-10-01")]
    assert quarter["jobs"].tolist() == [35]


# --- debts and land -------------------------------------------------------------------------


def test_every_guarantor_with_a_number_is_on_the_roster_and_two_kinds_are_not(ledger, ids):
    guarantors = ledger["guarantees"]["guarantor"]
    outside = guarantors[~guarantors.isin(ids.values())]
    assert set(outside) == {"示例区诚远融资担保有限公司", "自然人"}
    loans = ledger["loans"].set_index(["enterprise_id", "bank", "contract_no"]).index
    of_loans = ledger["guarantees"].set_index(["enterprise_id", "bank", "contract_no"]).index
    assert of_loans.isin(loans).all()


def test_a_bank_that_gives_totals_gives_no_loan(ledger):
    assert not set(ledger["bank_totals"]["bank"]) & set(ledger["loans"]["bank"])


def test_two_enterprises_use_one_parcel_and_its_area_stays_one(ledger, ids):
    parcels = ledger["parcels"]
    shared = parcels[parcels["parcel_no"].duplicated(keep=False)]
    assert set(shared["enterprise_id"]) == {
        ids["白马铝材有限公司"],
        ids["乌桕铝业加工有限公司"],
    }
    assert shared["area_quantity"].nunique() == 1


def test_outlines_are_within_one_percent_of_the_deed_and_do_not_overlap(ledger):
    import shapely
    from pyproj import Geod

    bounded = ledger["parcels"].dropna(subset="boundary")
    as_json = bounded["boundary"].str.startswith("{").to_numpy()
    told = bounded["boundary"].astype(object).to_numpy()
    outlines = np.empty(len(told), dtype=object)
    outlines[as_json] = shapely.from_geojson(told[as_json])
    outlines[~as_json] = shapely.from_wkt(told[~as_json])
    earth = Geod(ellps="GRS80")  # the ellipsoid of CGCS2000 but for a tenth of a millimetre
    areas = [abs(earth.geometry_area_perimeter(one)[0]) for one in outlines]
    assert len(outlines) >= 24
    assert areas == pytest.approx(bounded["area_quantity"].to_numpy(), rel=0.01)
    first, second = shapely.STRtree(outlines).query(outlines, predicate="intersects")
    assert (first == second).all()


def test_every_told_piece_of_land_exists_and_every_case_is_in_the_readme(ledger, ids):
    roster = ledger["enterprises"]["enterprise_id"]
    pieces = ledger["parcels"].groupby("enterprise_id", observed=True).size()
    for row in district().land.told:
        assert pieces[roster[row["enterprise"] - 1]] >= row["piece"]
    said = (paths.data() / "sample" / "README.md").read_text(encoding="utf-8")
    short = {case["subject"].removesuffix("有限公司") for case in CASES}
    assert sorted(name for name in short if name not in said) == []
