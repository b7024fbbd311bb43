"""Parcels of any kind: one category each, nothing counted twice, no score without a route."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st
from land_cases import DAY, law, parcels

from capacity_analysis.analysis.land import parcels as whole
from capacity_analysis.campaign import Campaign

LAND = Campaign.load().land
CATEGORIES = {"idle", "suspected_idle", "freed", "inefficient", "in_use", "unknown"}
USERS = 6


def maybe(*values):
    return st.sampled_from([None, *values])


day = maybe(
    *(pd.Timestamp(text) for text in ("2019-05-01", "2021-09-10", "2021-09-11", "2022-12-01"))
)
share = maybe(0.0, 25.0, 60.0)
fact = st.fixed_dictionaries(
    {
        "parcel_no": st.sampled_from(["甲", "乙", "丙", "丁", "戊"]),
        "right": maybe("granted", "allocated", "leased", "collective"),
        "use_state": maybe("in_use", "partly_used", "vacant", "not_built"),
        "idle_finding": maybe("found", "not_idle"),
        "delay_cause": maybe("government", "enterprise"),
        "agreed_start_on": day, "started_on": day, "suspended_on": day,
        "developed_percent": share, "invested_percent": share,
        "area_quantity": st.sampled_from([None, 0.0, 6_666.67, 20_000.0]),
        "building_area_m2": maybe(0.0, 5_000.0, 14_000.0),
        "footprint_m2": maybe(0.0, 4_000.0, 9_000.0),
        "soil_key_unit": maybe(True, False), "mortgaged": maybe(True, False),
        "soil_survey": maybe("clean", "exceeded", "none"),
        "planned_use": maybe("industrial", "housing"),
        "planned_route": maybe("fill_up", "take_back"),
        "price_10k_cny": maybe(100.0), "grade": maybe(8.0),
    }
)  # fmt: skip


def assessed(facts, leaving):
    size = len(facts)
    held = parcels(*facts)
    held.table["source_cell"] = pd.Series("宗地!B2", index=held.table.index, dtype="str")
    no_outline = pd.DataFrame(
        {"parcel_no": held.table["parcel_no"], "geometry": None, "area_m2": np.nan,
         "longitude": np.nan, "latitude": np.nan, "reason": "boundary_missing"}
    )  # fmt: skip
    gone = np.array(leaving[:size])
    roster = pd.DataFrame(
        {"industry": "cement", "industry_code": ["3011", "2614", "2911"] * 2,
         "township": ["工业园", "甲乡"] * 3, "land_area_mu": 30.0, "tax_10k_cny": 60.0,
         "revenue_10k_cny": 900.0}
    ).iloc[:size]  # fmt: skip
    units = pd.DataFrame(
        {"enterprise_code": range(size), "line_code": range(size), "scope": "line", "exits": gone,
         "disposition": np.where(gone, "eliminate_now", "compliant"),
         "deadline": pd.Series(np.where(gone, "2022-10-31", None), dtype="str")}
    )  # fmt: skip
    steps = pd.DataFrame(columns=["enterprise_code", "line_code", "step", "status"])
    exits = whole.Exits(
        units, pd.DataFrame({"extent": np.where(gone, "whole", "none"),
                             "disposition": units["disposition"]}), steps, ["exited"],
    )  # fmt: skip
    return held.table, whole.assess(
        held, no_outline, roster=whole.Roster(roster, np.ones(size, dtype=bool)), exits=exits,
        law=law(), enforcement=law(kind="enforcement_rules"), settings=LAND, as_of=DAY,
    )  # fmt: skip


@settings(max_examples=20, deadline=None)
@given(
    st.lists(fact, min_size=1, max_size=USERS),
    st.lists(st.booleans(), min_size=USERS, max_size=USERS),
)
def test_whatever_is_reported_the_parcels_hold_together(facts, leaving):
    table, found = assessed(facts, leaving)
    told, totals = found["parcels"], found["land_totals"]
    assert told["parcel_no"].tolist() == sorted({each["parcel_no"] for each in facts})
    assert set(told["category"]) <= CATEGORIES
    for _scope, part in totals.groupby("scope"):
        assert part["parcels"].sum() == len(told)
        assert np.isclose(part["area_m2"].sum(), told["area_m2"].sum())
    idle = told["category"].isin(["idle", "suspected_idle"])
    owned = table["right"].isin(["granted", "allocated", "leased"])
    assert owned[idle].all()
    finished = table["use_state"].isin(["in_use", "vacant"])
    assert not (finished & (told["category"] == "suspected_idle")).any()
    # Fee and take-back are of land not started, and nobody else's.
    charged = told["fee_10k_cny"].notna() | told["take_back"]
    assert (told.loc[charged, "idle_test"] == "not_started").all()
    assert told.loc[charged, "excluded_cause"].isna().all()
    assert idle[charged].all()
    assert not (told["extra_floor_m2"] < 0).any()
    assert not (told["usable_mu"] > told["area_mu"] + 1e-9).any()
    unrouted = told["route"] == ""
    assert (
        told.loc[unrouted, ["rank", "score", "months_low", "value_10k_cny"]].isna().all(axis=None)
    )
    assert (told["months_low"].fillna(0) <= told["months_high"].fillna(0)).all()
    known = told.dropna(subset=["ready_on_low", "ready_on_high"])
    assert (known["ready_on_low"] <= known["ready_on_high"]).all()
    assert (known["ready_on_low"] >= DAY.isoformat()).all()
