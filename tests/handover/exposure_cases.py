"""Tables on people, credit and land of the small ledger, set by hand: E3 leaves as a whole."""

import pandas as pd

from capacity_analysis.analysis.credit import (
    advice,
    guarantees,
    loans,
    power_prices,
    reach,
    verdicts,
)
from capacity_analysis.analysis.credit import support as supports
from capacity_analysis.analysis.findings import in_shape
from capacity_analysis.analysis.labour import shapes
from capacity_analysis.analysis.land import parcels

_HEADS = {"headcount_low": 30, "headcount": 30, "headcount_high": 30}
_COSTS = {"cost_low_cny": 1_000_000.0, "cost_cny": 1_200_000.0, "cost_high_cny": 1_500_000.0}

STAFF = {
    "enterprise_id": "E3", "line_id": "1号线", "cohort": "A1", "enterprise_code": 2, "line_code": 2,
    "headcount": 30, "exposure": "whole", "exit_on": "2022-10-31", "quarter": "2022Q4",
    "ground": "closure", "article": "44(5)", "cap_state": "unknown",
    "settings_missing": "avg_annual_wage_urban_nonprivate/2021",
}  # fmt: skip
CELLS = [
    {"scope": scope, "key": key, "quarter": quarter, "route": route, **_HEADS, **_COSTS,
     "hidden": False, "cost_complete": True}
    for scope, key in (("district", ""), ("industry", "steel"), ("township", "城关镇"),
                       ("enterprise", "E3"))
    for quarter in ("", "2022Q4")
    for route in ("", "severance")
]  # fmt: skip
LAYOFF = {
    "enterprise_id": "E3", "ground": "closure", "staff": 30, "leaving": 30, "share": 1.0,
    "procedure": "mass_layoff", "trigger": "both", "circumstance": "objective_change", "barred": 0,
    "hazards": 30, "health_check": "due", "resettlement_plan": "missing",
    "explanation_days": 30.0, "hidden": False,
}  # fmt: skip
JOBS = [
    {"township": "城关镇", "quarter": "2022Q4", "demand_low": 30, "demand": 30, "demand_high": 30,
     "capacity": 20.0, "shortfall": 10.0, "swamped_by": "E3", "hidden": False},
]  # fmt: skip
SIGN = {
    "enterprise_id": "E3", "indicator": "arrears", "kind": "gate", "value": 12.5, "unit": "万元",
    "attention": 0.0, "level": "attention", "source_cell": "职工!D2", "hidden": False,
}  # fmt: skip
MEANS = {
    "enterprise_id": "E3", **_COSTS, "cash_10k_cny": 60.0, "own_funds_10k_cny": 300.0,
    "cover": 0.5, "reason": "land_value_unknown", "hidden": False,
}  # fmt: skip
LOANS = [
    {"bank": bank, "form": form, "scope": "exiting", "quarter": quarter, "borrowers": 1,
     "balance_10k_cny": balance, "overdue_10k_cny": overdue, "counts": True}
    for bank, form, quarter, balance, overdue in (
        ("甲银行", "detail", "2022Q3", 500.0, 100.0),
        ("甲银行", "detail", "2023Q1", 700.0, 0.0),
        ("乙银行", "aggregate", "2022Q4", 300.0, None),
        ("乙银行", "aggregate", "2023Q1", 400.0, None),
    )
]  # fmt: skip
ADVICE = {
    "enterprise_id": "E3", "disposition": "eliminate_now", "overdue": False, "advice": "no_credit",
    "balance_10k_cny": 1200.0, "due_before_exit_10k_cny": 500.0, "banks": "甲银行", "rule": "cr-001", "clause": "《循环经济促进法》第45条",
}  # fmt: skip
LINK = {
    "borrower": "E3", "guarantor": "E1", "in_roster": True, "bank": "甲银行", "contract_no": "1",
    "amount_10k_cny": 500.0, "borrower_exits": True, "guarantor_exits": False,
    "source_cell": "担保!D2",
}  # fmt: skip
REACH = {
    "enterprise_id": "E3", "component": 1, "members": 2, "reached": "E1", "reached_in_roster": 1,
    "amount_10k_cny": 500.0, "steps": 1, "circular": True, "reached_all": 1,
}  # fmt: skip
ZOMBIES = [
    {"enterprise_id": "E1", "method": method, "year": 2021, "result": result, "fired": fired,
     "reason": reason, "missing": missing, "confidence": "verified", "source_cell": "财务!D2"}
    for method, result, fired, reason, missing in (
        ("register", "suspect", "losses;insolvent", None, None),
        ("chk", "undecided", None, "accounts_missing", "interest_paid_10k_cny"),
        ("proxies", "clear", None, None, None),
    )
]  # fmt: skip
SUPPORT = [
    {"enterprise_id": one, "measure": measure, "kind": kind, "document_no": "示财〔2019〕1号",
     "level": level, "amount_10k_cny": 8.0, "verdict": verdict, "why": why, "clause": "三（一）",
     "source_cell": "扶持政策!B2"}
    for one, measure, kind, level, verdict, why in (
        ("E3", "用电优惠", "power_price", "county", "clear_by_county", "exiting"),
        ("E1", "水泥补贴", "subsidy", "province", "propose_to_higher", "energy_intensive"),
        ("E2", "技改奖补", "upgrade", "city", "keep", "energy_intensive"),
    )
]  # fmt: skip
CHARGE = {
    "enterprise_id": "E3", "industry": "钢铁", "price_class": "淘汰类", "rule": "differential",
    "kwh": 9e6, "rate_cny_per_kwh": 0.3, "charge_10k_cny": 270.0, "profit_10k_cny": 540.0,
    "share_of_profit": 0.5, "row_id": "ep-003", "confidence": "verified",
}  # fmt: skip
PARCELS = [
    {"parcel_no": number, "enterprise_id": owner, "enterprises": owner, "enterprise_code": code,
     "township": "城关镇", "industry": "steel", "area_m2": 20000.0, "area_mu": 30.0,
     "take_back": False, **values}
    for number, owner, code, values in (
        ("P1", "E1", 0, {"category": "suspected_idle", "idle_test": "not_started",
                         "idle_months": 14.0, "reasons": "not_found_yet;grade_missing"}),
        ("P2", "E2", 1, {"category": "idle", "idle_test": "not_started", "idle_months": 41.0,
                         "fee_10k_cny": 73.0, "take_back": True, "idle_document": "闲认1号",
                         "confidence": "verified"}),
        ("P3", "E3", 2, {"category": "freed", "route": "take_back", "route_why": "granted_freed",
                         "gates": "soil_survey;mortgage", "soil_reason": "key_unit",
                         "exit_on": "2022-10-31", "rank": 1, "rank_low": 1, "rank_high": 2,
                         "score": 61.5, "ready_on_low": "2023-05-10", "ready_on_high": "2024-05-10",
                         "confidence": "verified;recalled"}),
        ("P4", "E4", 3, {"category": "unknown", "reasons": "use_state_missing"}),
    )
]  # fmt: skip
CRITERION = {"parcel_no": "P3", "criterion": "area", "value": 30.0, "scaled": 1.0, "weight": 0.3,
             "contribution": 0.3}  # fmt: skip
TOTAL = {"scope": "industry", "key": "steel", "category": "freed", "route": "take_back",
         "ready": "later", "parcels": 1, "area_mu": 30.0, "area_m2": 20000.0,
         "area_missing": 0}  # fmt: skip
FINDINGS = [
    {"enterprise_id": "E1", "ground": "idle_land", "attribute": "P1", "result": "review",
     "measured_text": "not_started", "reason": "not_found_yet", "department": "zrzyj",
     "enterprise_code": 0},
    {"enterprise_id": "E1", "ground": "zombie", "attribute": "register", "result": "review",
     "reason": "zombie_signs", "department": "gxj", "enterprise_code": 0},
    {"enterprise_id": "E4", "ground": "zombie", "attribute": "register", "result": "undecided",
     "reason": "accounts_missing", "department": None, "supplier": "czj", "enterprise_code": 3},
]  # fmt: skip


def frames():
    """The tables, each with all its columns."""
    people = {"staff": [STAFF], "staff_cells": CELLS, "layoffs": [LAYOFF], "job_demand": JOBS,
              "stability_signs": [SIGN], "means": [MEANS], "staff_ages": []}  # fmt: skip
    texts = {
        "loan_exposure": (LOANS, loans), "credit_advice": ([ADVICE], advice),
        "guarantee_links": ([LINK], guarantees), "guarantee_reach": ([REACH], reach),
        "zombies": (ZOMBIES, verdicts), "support": (SUPPORT, supports),
        "power_charges": ([CHARGE], power_prices),
    }  # fmt: skip
    land = {"parcels": PARCELS, "parcel_criteria": [CRITERION], "land_totals": [TOTAL]}
    made = {name: _shaped(rows, shapes.SHAPES[name]) for name, rows in people.items()}
    for name, (rows, module) in texts.items():
        made[name] = pd.DataFrame(rows).reindex(columns=list(module.COLUMNS))
    made |= {name: _shaped(rows, parcels.SHAPES[name]) for name, rows in land.items()}
    codes = {"line_code": -1, "device_code": -1}
    made["enterprise_findings"] = in_shape(pd.DataFrame([row | codes for row in FINDINGS]))
    return made


def _shaped(rows, kinds):
    told = pd.DataFrame(rows).reindex(columns=list(kinds))
    texts = {name: "str" for name, kind in kinds.items() if kind == "str"}
    whole = {name: kind for name, kind in kinds.items() if told[name].notna().all()}
    return told.astype(texts | whole)
