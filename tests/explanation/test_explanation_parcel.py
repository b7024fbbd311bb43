"""The explanation of a parcel: its arithmetic meets the table, and each number its row."""

import datetime as dt
import json
import math

import pytest
from derived import cited, statement, sums, worked_out

from capacity_analysis import Standards, paths, read_ledger
from capacity_analysis.errors import UsageError
from capacity_analysis.explanation import derivation_as_text, explain_parcel, find_parcel

DAY = dt.date(2022, 9, 10)
STANDARDS = Standards.load()
FOUND_IDLE = "360499001002GB00512W00000000"


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(paths.sample_ledger())


@pytest.fixture(scope="module")
def assessment(ledger, assess_once):
    return assess_once(ledger, STANDARDS, as_of=DAY)


@pytest.fixture(scope="module")
def told(assessment, ledger):
    """Parcels among which each category, route, reason and gate occurs, as the JSON says them."""
    parcels = assessment["parcels"]
    columns = ("category", "route", "route_why", "gates", "parameters", "idle_test")
    found = {at for name in columns for at in parcels.index[~parcels.duplicated(name)]}
    return {
        at: json.loads(json.dumps(explain_parcel(assessment, ledger, STANDARDS, at).to_json()))
        for at in sorted(found)
    }


def test_every_printed_sum_gives_the_number_of_the_table(told, assessment):
    counted = set()
    for position, explained in told.items():
        row = assessment["parcels"].iloc[position]
        for one in sums(explained):
            value = worked_out(one["sum"])
            assert math.isclose(value, one["value"], rel_tol=1e-7, abs_tol=1e-7), one
            if one["name"] in row.index:
                assert math.isclose(one["value"], float(row[one["name"]]), rel_tol=1e-9)
            counted.add(one["name"])
    assert counted >= {
        "idle_months", "fee_10k_cny", "far", "building_coefficient", "usable_mu", "extra_floor_m2",
        "extra_tax_median_10k_cny", "extra_output_upper_10k_cny", "value_10k_cny", "months_low",
        "months_high", "score", "contribution_area", "scaled_readiness",
    }  # fmt: skip


def test_every_number_of_the_table_is_told(told, assessment):
    names = ("fee_10k_cny", "far", "investment_10k_cny_per_ha", "idle_months", "usable_mu",
             "extra_floor_m2", "extra_tax_upper_10k_cny", "value_10k_cny", "months_high", "score")  # fmt: skip
    for position, explained in told.items():
        row = assessment["parcels"].iloc[position]
        held = {one["name"] for one in sums(explained)}
        assert {name for name in names if row[name] == row[name]} <= held


def test_every_row_that_the_table_names_is_cited(told, assessment):
    for position, explained in told.items():
        named = assessment["parcels"]["parameters"].iloc[position]
        if isinstance(named, str):
            held = {one["row_id"] for one in explained["rules"]}
            assert set(named.split(";")) <= held, (position, set(named.split(";")) - held)


def test_land_found_idle_is_told_with_its_months_fee_and_take_back(assessment, ledger):
    explained = explain_parcel(
        assessment, ledger, STANDARDS, find_parcel(assessment, FOUND_IDLE)
    ).to_json()
    # From 2019-03-15 to 2022-09-10: three years and five whole months.
    months = statement(explained, "idle_months")
    assert (months["sum"], months["value"]) == ("（2022 − 2019） × 12 + （9 − 3） − 1", 41.0)
    assert cited(explained, "idle_months") == ["land-067"]
    # 20 % of a price of 3.65 million.
    fee = statement(explained, "fee_10k_cny")
    assert (fee["sum"], fee["value"]) == ("365 × 0.2", 73.0)
    assert cited(explained, "fee_10k_cny") == ["land-070"]
    assert cited(explained, "take_back") == ["land-071"]
    assert statement(explained, "fee_10k_cny")["place"]["cell"].startswith("宗地!J")
    assert statement(explained, "category")["value"] == "闲置（已认定）"


def test_gates_are_told_with_their_articles(told):
    articles = {
        one["text"]: [rule["clause"] for rule in one["rules"]]
        for explained in told.values()
        for chapter in explained["chapters"]
        for one in chapter["statements"]
        if one["name"] == "gates" and one["rules"]
    }
    every = " ".join(article for held in articles.values() for article in held)
    assert "《土壤污染防治法》第60条" in every
    assert "《危险化学品安全管理条例》第27条" in every


def test_the_text_keeps_to_a_hundred_columns_and_names_the_rank_with_its_interval(
    assessment, ledger
):
    position = find_parcel(assessment, FOUND_IDLE)
    text = derivation_as_text(explain_parcel(assessment, ledger, STANDARDS, position))
    assert text.startswith(f"宗地{FOUND_IDLE}（示例区三汊港粉磨站有限公司）")
    assert "区间" in text
    assert "land-066" in text  # the grade of the county's land is open


def test_an_unknown_parcel_is_refused_with_near_names(assessment):
    with pytest.raises(UsageError, match=FOUND_IDLE):
        find_parcel(assessment, FOUND_IDLE + "9")
