"""Land of the sample district: every parcel once, findings, and how the tables are made and kept."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from capacity_analysis import paths, read_ledger
from capacity_analysis.analysis.findings import COLUMNS
from capacity_analysis.analysis.land import parcels as land_parcels
from capacity_analysis.assessment import land
from capacity_analysis.campaign import Campaign
from capacity_analysis.errors import DataError
from capacity_analysis.standards import Standards
from capacity_analysis.vocabulary.industries import read_earlier_divisions

STANDARDS, CAMPAIGN = Standards.load(), Campaign.load()


@pytest.fixture(scope="module")
def assessed(assess_once):
    ledger = read_ledger(paths.sample_ledger())
    return ledger, assess_once(ledger)


def tables(assessed, ledger=None, campaign=CAMPAIGN, as_of=None):
    held, assessment = assessed
    return land.tables(
        ledger or held, STANDARDS, campaign, as_of=as_of or assessment.as_of,
        lines=assessment["lines"], enterprises=assessment["enterprises"],
        judged=dict(assessment.tables),
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(assessed):
    return tables(assessed)


def with_parcels(ledger, parcels):
    return dataclasses.replace(ledger, tables={**ledger.tables, "parcels": parcels})


def test_every_parcel_of_the_ledger_is_there_once(assessed, made):
    numbers = assessed[0]["parcels"]["parcel_no"]
    assert made["parcels"]["parcel_no"].tolist() == sorted(numbers.unique())


def test_every_scope_sums_to_the_distinct_parcels_to_the_last_square_metre(assessed, made):
    rows = assessed[0]["parcels"].drop_duplicates("parcel_no")
    for _scope, part in made["land_totals"].groupby("scope"):
        assert part["parcels"].sum() == len(rows)
        assert part["area_m2"].sum() == pytest.approx(rows["area_quantity"].sum(), abs=0.01)


def test_a_mu_is_counted_in_one_category_only(made):
    parcels = made["parcels"]
    district = made["land_totals"].query("scope == 'district'")
    for category, part in parcels.groupby("category"):
        own = district.loc[district["category"] == category, "area_mu"].sum()
        assert own == pytest.approx(part["area_mu"].sum())


def test_contributions_sum_to_the_score(made):
    sums = made["parcel_criteria"].groupby("parcel_no")["contribution"].sum()
    scores = made["parcels"].set_index("parcel_no")["score"].dropna()
    assert sorted(sums.index) == sorted(scores.index)
    assert np.allclose(sums[scores.index], scores)


def test_parcels_behind_a_gate_are_ranked_after_all_others(made):
    ranked = made["parcels"].dropna(subset="rank")
    gated = ranked["gates"].notna()
    assert ranked.loc[gated, "rank"].min() > ranked.loc[~gated, "rank"].max()


def test_a_hit_is_only_what_the_authority_found(assessed):
    ledger, assessment = assessed
    found = land.idle_findings(ledger, STANDARDS, CAMPAIGN, as_of=assessment.as_of)
    assert tuple(found.columns) == COLUMNS
    said = ledger["parcels"].set_index("parcel_no")["idle_finding"].astype("str")
    hits = found.loc[found["result"] == "hit", "attribute"]
    assert len(hits)
    assert set(said[hits]) == {"found"}
    assert (found["line_code"] == -1).all()
    assert not found["attribute"].duplicated().any()


def test_a_finding_names_the_cell_of_the_date_it_counts_from(assessed):
    ledger, assessment = assessed
    found = land.idle_findings(ledger, STANDARDS, CAMPAIGN, as_of=assessment.as_of)
    late = found[(found["measured_text"] == "not_started") & (found["reason"] == "not_found_yet")]
    rows = ledger["parcels"].set_index("parcel_no")["row"]
    (first, *_rest) = late.to_dict("records")
    cell = ledger.cell("parcels", int(rows[first["attribute"]]), "agreed_start_on")
    assert first["source_cell"] == cell


def test_a_ledger_without_parcels_gives_empty_tables_of_the_same_kind(assessed, made):
    empty = with_parcels(assessed[0], assessed[0]["parcels"].iloc[:0])
    for name, table in tables(assessed, empty).items():
        assert table.empty
        assert table.dtypes.to_dict() == made[name].dtypes.to_dict(), name
    found = land.idle_findings(empty, STANDARDS, CAMPAIGN, as_of=assessed[1].as_of)
    assert tuple(found.columns) == COLUMNS
    assert found.empty


def test_the_order_of_the_rows_does_not_matter(assessed, made):
    rows = assessed[0]["parcels"]
    shuffled = rows.sample(frac=1.0, random_state=5).reset_index(drop=True)
    again = tables(assessed, with_parcels(assessed[0], shuffled))
    for name, table in again.items():
        pd.testing.assert_frame_equal(table, made[name], check_exact=True, obj=name)


def test_the_tables_are_saved_and_loaded_alike(made, tmp_path):
    for name, table in made.items():
        table.to_parquet(tmp_path / name, index=False)
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / name), table, obj=name)


def test_one_parcel_of_two_enterprises_adds_no_area(assessed, made):
    rows = assessed[0]["parcels"]
    other = rows.iloc[[0]].assign(row=9_999, enterprise_id=rows["enterprise_id"].iloc[-1],
                                  enterprise_code=rows["enterprise_code"].iloc[-1])  # fmt: skip
    both = pd.concat([rows, other], ignore_index=True)
    again = tables(assessed, with_parcels(assessed[0], both))
    assert again["parcels"]["area_m2"].sum() == made["parcels"]["area_m2"].sum()
    shared = again["parcels"].set_index("parcel_no").loc[rows["parcel_no"].iloc[0]]
    assert sorted(shared["enterprises"].split(";")) == sorted(
        [rows["enterprise_id"].iloc[0], rows["enterprise_id"].iloc[-1]]
    )


def test_an_outline_that_only_another_user_reports_is_the_parcels_own(assessed, made):
    rows = assessed[0]["parcels"]
    place = int(np.flatnonzero(rows["boundary"].notna())[0])
    last = len(rows) - 1
    bare = rows.iloc[[place]].assign(row=9_999, enterprise_id=rows["enterprise_id"].iloc[last],
                                     enterprise_code=rows["enterprise_code"].iloc[last],
                                     boundary=None, boundary_epsg=None)  # fmt: skip
    both = pd.concat([bare, rows], ignore_index=True)
    again = tables(assessed, with_parcels(assessed[0], both))["parcels"].set_index("parcel_no")
    number, before = rows["parcel_no"].iloc[place], made["parcels"].set_index("parcel_no")
    assert again.loc[number, "boundary_area_m2"] == before.loc[number, "boundary_area_m2"]


def test_a_plan_without_a_ranking_ranks_nothing(assessed):
    plain = CAMPAIGN.model_copy(update={"land": CAMPAIGN.land.model_copy(update={"ranking": None})})
    found = tables(assessed, campaign=plain)
    assert found["parcels"]["rank"].isna().all()
    assert found["parcel_criteria"].empty
    assert found["parcels"].dtypes.to_dict() == {
        name: found["parcels"][name].dtype for name in land_parcels.COLUMNS
    }


def test_a_plan_without_the_ground_has_no_findings(assessed):
    ledger, assessment = assessed
    kept = tuple(ground for ground in CAMPAIGN.grounds if ground.id != land.GROUND)
    plain = CAMPAIGN.model_copy(update={"grounds": kept})
    assert land.idle_findings(ledger, STANDARDS, plain, as_of=assessment.as_of).empty


def test_without_any_law_on_file_the_parcels_are_there_and_nothing_is_decided(assessed):
    found = tables(assessed, as_of=dt.date(2004, 10, 31))["parcels"]
    assert len(found) == assessed[0]["parcels"]["parcel_no"].nunique()
    assert not found["category"].isin(["suspected_idle"]).any()
    assert found["far_floor"].isna().all()


HEADER = "division_2017,division_2002,confidence,remark\n"


@pytest.mark.parametrize(
    ("rows", "defect"),
    [
        ("99,31,recalled,x\n", "row 2 division_2017: unknown '99'"),
        ("30,31,sure,x\n", "row 2 confidence: unknown 'sure'"),
        ("30,31,recalled,\n", "row 2 remark: empty"),
        ("30,31,recalled,x\n30,31,recalled,x\n", "stands twice"),
    ],
)
def test_a_faulty_list_of_earlier_divisions_is_refused(tmp_path, rows, defect):
    path = tmp_path / "divisions.csv"
    path.write_text(HEADER + rows, encoding="utf-8")
    with pytest.raises(DataError, match=r"divisions\.csv") as raised:
        read_earlier_divisions(path)
    assert defect in str(raised.value)


def test_the_prefixes_of_suspected_industries_stand_in_the_classification():
    from capacity_analysis import vocabulary

    rows = STANDARDS.document("enforcement-rules").rows("enforcement_rules")
    prefixes = [row["code"] for row in rows if row["parameter"] == "soil_suspected_industry"]
    assert len(prefixes) == 9
    assert all(vocabulary.industry_name(str(code)) for code in prefixes)


@pytest.mark.parametrize(
    ("found_on", "category"),
    [("2022-09-09", "idle"), ("2022-09-10", "idle"), ("2022-09-11", "suspected_idle")],
)
def test_what_the_authority_finds_after_the_day_is_not_known_on_it(assessed, found_on, category):
    ledger = assessed[0]
    rows = ledger["parcels"]
    found = rows["idle_finding"] == "found"
    dated = rows.assign(idle_found_on=pd.Series(pd.Timestamp(found_on), rows.index).where(found))
    told = tables(assessed, with_parcels(ledger, dated), as_of=dt.date(2022, 9, 10))["parcels"]
    numbers = set(rows.loc[found, "parcel_no"])
    assert set(told.loc[told["parcel_no"].isin(numbers), "category"]) == {category}
