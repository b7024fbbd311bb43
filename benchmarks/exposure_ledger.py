"""The tables of the ledger of an invented district."""

from __future__ import annotations

import numpy as np
import pandas as pd

from .exposure_roster import (
    COHORTS,
    PARCELS,
    YEAR,
    YEARS,
    Draw,
    Roster,
    blanked,
    chosen,
    chosen_flags,
    days,
    months,
    texts,
)


def enterprises_table(draw: Draw, roster: Roster, like: pd.DataFrame) -> dict:
    size = roster.size
    return {
        **roster.of(np.arange(size)),
        "uscc": roster.ids,
        "name": roster.ids + "厂",
        "township": roster.towns(),
        "industry_code": chosen(draw, like["industry_code"].unique().tolist(), size),
        "employees": blanked(draw, draw.integers(20, 400, size), 0.05),
        "revenue_10k_cny": draw.uniform(500, 50_000, size).round(),
        "tax_10k_cny": draw.uniform(5, 2_000, size).round(),
        "land_area_mu": draw.uniform(10, 400, size).round(1),
    }


def lines_table(draw: Draw, roster: Roster) -> dict:
    size = len(roster.owner)
    return {
        **roster.of(roster.owner),
        "line_id": roster.line_ids,
        "line_code": np.arange(size),
        "product_id": chosen(draw, ["clinker", "converter_steel"], size),
        "capacity": 1e6,
        "capacity_unit": "吨",
        "capacity_quantity": np.full(size, 1e6),
        "status": chosen(draw, ["operating", "idle", "retired"], size, [0.9, 0.07, 0.03]),
        "started_on": days(draw, "1990-01-01", "2020-12-31", size),
    }


def workforce_table(draw: Draw, roster: Roster) -> dict:
    size = roster.size * COHORTS
    line = draw.integers(0, len(roster.owner), size)
    code = roster.owner[line]
    shared = draw.random(size) < 0.3
    born, hired = days(draw, "1962-01-01", "1998-01-01", size), None
    begin = np.maximum(born + np.timedelta64(18 * 365, "D"), np.datetime64("1985-01-01", "ms"))
    hired = begin + (
        draw.random(size) * (np.datetime64("2022-06-01", "ms") - begin).astype(np.int64)
    ).astype("timedelta64[ms]")
    band = np.timedelta64(5 * 365, "D")
    heads = draw.integers(1, 40, size)
    return {
        **roster.of(code),
        "line_id": pd.Series(roster.line_ids.array.take(line)).mask(shared),
        "line_code": np.where(shared, -1, line),
        "cohort": "C" + pd.Series(np.arange(size)).astype("str"),
        "headcount": heads,
        "sex": chosen(draw, ["male", "female"], size, [0.7, 0.3]),
        "born_from": months(born),
        "born_to": pd.Series(months(born + band)).mask(draw.random(size) < 0.3),
        "hired_from": months(hired),
        "hired_to": pd.Series(np.minimum(months(hired + band), np.datetime64("2022-08-31", "ms")))
        .mask(draw.random(size) < 0.3),
        "carried_over_years": pd.Series(draw.uniform(1, 15, size).round(1))
        .mask(draw.random(size) < 0.98),
        "post": chosen(draw, ["worker", "cadre", "special"], size, [0.75, 0.2, 0.05]),
        "contract": chosen(draw, ["open_ended", "fixed_term", "dispatched"], size, [0.6, 0.3, 0.1]),
        "contract_ends_on": pd.Series(months(days(draw, "2022-10-01", "2025-01-01", size)))
        .mask(draw.random(size) < 0.8),
        "pay_cny_month": blanked(draw, draw.uniform(1_200, 25_000, size).round(-1), 0.03),
        "insured": chosen_flags(draw, size, 0.9),
        "insured_years": blanked(draw, draw.integers(0, 30, size).astype(float), 0.5),
        "hazards": chosen_flags(draw, size, 0.4),
        "protection": chosen(draw, [None, "injured", "sick", "maternity"], size,
                              [0.97, 0.01, 0.01, 0.01]),
        "exit_ground": chosen(draw, [None, "agreement", "expiry", "mass_layoff"], size,
                               [0.94, 0.02, 0.02, 0.02]),
        "planned_transfer": pd.Series(heads // 3).mask(draw.random(size) < 0.9),
        "planned_inner_retirement": pd.Series(heads // 6).mask(draw.random(size) < 0.9),
        "inner_allowance_cny_month": blanked(draw, draw.uniform(1_000, 3_000, size).round(), 0.5),
        "employer_contribution_cny_month": blanked(draw, draw.uniform(500, 1_500, size).round(), 0.5),
        "pay_arrears_10k_cny": blanked(draw, draw.uniform(0, 5, size).round(1), 0.5),
        "contribution_arrears_10k_cny": blanked(draw, draw.uniform(0, 5, size).round(1), 0.5),
    }  # fmt: skip


def vacancies_table(draw: Draw, roster: Roster) -> dict:
    names = roster.towns().unique()
    quarters = np.array(["2022-07-01", "2022-10-01", "2023-01-01", "2023-04-01", "2023-10-01"],
                        dtype="datetime64[ms]")  # fmt: skip
    size = len(names) * len(quarters)
    return {
        "township": np.repeat(names, len(quarters)),
        "quarter": np.tile(quarters, len(names)),
        "jobs": draw.integers(0, 200, size),
    }


def stability_table(draw: Draw, roster: Roster) -> dict:
    code = np.flatnonzero(draw.random(roster.size) < 0.1)
    return {
        **roster.of(code),
        "as_of": np.full(len(code), np.datetime64("2022-08-31", "ms")),
        "open_petitions": draw.integers(0, 4, len(code)),
        "labour_disputes": draw.integers(0, 4, len(code)),
    }


def finance_table(draw: Draw, roster: Roster) -> dict:
    code = np.repeat(np.arange(roster.size), YEARS)
    size = len(code)
    assets = draw.uniform(500, 50_000, size).round()
    profit = draw.normal(0, 500, size).round()

    def part(low: float, high: float) -> pd.Series:
        return blanked(draw, (assets * draw.uniform(low, high, size)).round(1), 0.02)

    return {
        **roster.of(code),
        "year": np.tile(np.arange(YEAR - YEARS + 1, YEAR + 1), roster.size),
        "revenue_10k_cny": part(0.3, 1.5),
        "total_profit_10k_cny": profit,
        "net_profit_10k_cny": blanked(draw, (profit * 0.75).round(1), 0.02),
        "interest_expense_10k_cny": part(0.0, 0.05),
        "interest_paid_10k_cny": part(0.0, 0.04),
        "subsidies_10k_cny": part(0.0, 0.01),
        "assets_10k_cny": blanked(draw, assets, 0.02),
        "liabilities_10k_cny": part(0.2, 1.3),
        "cash_10k_cny": part(0.0, 0.2),
        "short_debt_10k_cny": part(0.0, 0.4),
        "long_debt_10k_cny": part(0.0, 0.2),
        "bonds_10k_cny": part(0.0, 0.01),
        "rolled_over_10k_cny": part(0.0, 0.01),
        "operating_cash_10k_cny": blanked(draw, draw.normal(0, 500, size).round(), 0.02),
        "operating_days": blanked(draw, draw.integers(0, 366, size), 0.02),
    }


def _banks(draw: Draw, size: int) -> pd.Series:
    return chosen(draw, [f"{number}号银行" for number in range(1, 21)], size)


def loans_table(draw: Draw, roster: Roster) -> dict:
    code = np.sort(draw.integers(0, roster.size, roster.size))
    size = len(code)
    granted = days(draw, "2019-01-01", "2022-08-01", size)
    return {
        **roster.of(code),
        "bank": _banks(draw, size),
        "contract_no": "K" + pd.Series(np.arange(size)).astype("str"),
        "balance_10k_cny": draw.uniform(10, 5_000, size).round(1),
        "granted_on": granted,
        "matures_on": blanked(draw, granted + np.timedelta64(730, "D"), 0.05),
        "interest_paid_10k_cny": draw.uniform(1, 200, size).round(1),
        "security": chosen(draw, ["credit", "mortgage", "pledge", "guarantee"], size),
        "quality": chosen(draw, ["pass", "special_mention", "substandard"], size),
        "rolled_over": chosen_flags(draw, size, 0.1),
    }


def guarantees_table(draw: Draw, roster: Roster) -> dict:
    """Return guarantees of every fifth enterprise, in circles of some dozen of them."""
    size = roster.size // 5
    code = np.sort(draw.choice(roster.size, size, replace=False))
    near = np.clip(np.arange(size) + draw.integers(1, 12, size), 0, size - 1)
    return {
        **roster.of(code),
        "bank": _banks(draw, size),
        "contract_no": "K" + pd.Series(np.arange(size)).astype("str"),
        "guarantor": pd.Series(roster.ids.array.take(code[near])).mask(
            draw.random(size) < 0.3, "担保公司"
        ),
        "amount_10k_cny": blanked(draw, draw.uniform(10, 3_000, size).round(), 0.1),
    }


def bank_totals_table(draw: Draw) -> dict:
    banks = pd.Series([f"{number}号汇总银行" for number in range(1, 6)])
    return {
        "bank": banks,
        "scope": ["exiting", "roster", "exiting", "roster", "exiting"],
        "borrowers": draw.integers(1, 50, len(banks)),
        "balance_10k_cny": draw.uniform(100, 10_000, len(banks)).round(),
    }


def support_table(draw: Draw, roster: Roster) -> dict:
    code = np.flatnonzero(draw.random(roster.size) < 0.2)
    size = len(code)
    return {
        **roster.of(code),
        "measure": chosen(draw, ["电价优惠", "退税", "奖补"], size),
        "kind": chosen(draw, ["subsidy", "power_price", "tax", "upgrade", "interest"], size),
        "level": chosen(draw, ["county", "city", "province", None], size),
        "amount_10k_cny": draw.uniform(1, 300, size).round(),
        "starts_on": days(draw, "2015-01-01", "2022-01-01", size),
        "ends_on": blanked(draw, days(draw, "2022-01-01", "2025-01-01", size), 0.7),
        "cleared_on": blanked(draw, days(draw, "2022-01-01", "2022-09-01", size), 0.9),
    }


def parcels_table(draw: Draw, roster: Roster) -> dict:
    size = roster.size * PARCELS
    line = draw.integers(0, len(roster.owner), size)
    number = pd.Series(np.arange(size))
    shared = draw.choice(size - 1, 50, replace=False)
    number[shared] = number[shared + 1].array
    area = draw.uniform(2_000, 100_000, size).round(2)
    agreed = days(draw, "2008-01-01", "2022-06-01", size)
    state = draw.choice(5, size, p=[0.5, 0.1, 0.15, 0.15, 0.1])
    built = state < 3

    def part(low: float, high: float) -> pd.Series:
        return blanked(draw, (area * draw.uniform(low, high, size)).round(1), 0.1).where(built)

    return {
        **roster.of(roster.owner[line]),
        "parcel_no": "P" + number.astype("str").str.zfill(8),
        "line_id": roster.line_ids.array.take(line),
        "line_code": np.where(draw.random(size) < 0.7, -1, line),
        "right": chosen(draw, ["granted", "allocated", "leased", "collective", None], size,
                         [0.7, 0.1, 0.1, 0.05, 0.05]),
        "purpose": "工业用地",
        "area": area, "area_unit": "平方米", "area_quantity": area,
        "registered_on": agreed - np.timedelta64(200, "D"),
        "grade": blanked(draw, draw.integers(1, 16, size), 0.5),
        "price_10k_cny": blanked(draw, (area * 0.02).round(), 0.3),
        "agreed_start_on": blanked(draw, agreed, 0.2),
        "started_on": blanked(draw, agreed + np.timedelta64(90, "D"), 0.2).where(state != 3),
        "suspended_on": blanked(draw, days(draw, "2016-01-01", "2022-08-01", size), 0.9),
        "developed_percent": blanked(draw, draw.uniform(1, 100, size).round(), 0.3).where(state != 3),
        "invested_percent": blanked(draw, draw.uniform(0, 100, size).round(), 0.3),
        "delay_cause": chosen(draw, [None, "enterprise", "government"], size, [0.8, 0.15, 0.05]),
        "idle_finding": chosen(draw, [None, "found", "not_idle"], size, [0.96, 0.02, 0.02]),
        "use_state": texts(["in_use", "partly_used", "vacant", "not_built", None], state),
        "building_area_m2": part(0.2, 1.5), "footprint_m2": part(0.1, 0.6),
        "office_land_m2": part(0.0, 0.12), "investment_10k_cny": part(0.05, 0.4),
        "output_10k_cny": part(0.01, 0.5), "tax_10k_cny": part(0.001, 0.05),
        "soil_key_unit": chosen_flags(draw, size, 0.1),
        "soil_survey": chosen(draw, [None, "clean", "exceeded", "none"], size),
        "planned_use": chosen(draw, [None, "industrial", "housing"], size, [0.9, 0.07, 0.03]),
        "planned_route": chosen(draw, [None, "take_back", "transfer", "redevelop"], size),
        "mortgaged": chosen_flags(draw, size, 0.2),
    }  # fmt: skip


def headcounts_table(draw: Draw, roster: Roster) -> dict:
    code = np.repeat(np.arange(roster.size), 2)
    return {
        **roster.of(code),
        "as_of": np.tile(
            np.array(["2021-08-31", "2022-08-31"], dtype="datetime64[ms]"), roster.size
        ),
        "insured": draw.integers(20, 400, len(code)),
    }


def ratings_table(draw: Draw, roster: Roster) -> dict:
    code = np.repeat(np.arange(roster.size), 2)
    return {
        **roster.of(code),
        "year": np.tile([YEAR - 1, YEAR], roster.size),
        "rating": chosen(draw, ["A", "B", "C", "D"], len(code)),
        "tax_per_mu_10k_cny": blanked(draw, draw.uniform(0, 30, len(code)).round(1), 0.1),
    }


def production_table(draw: Draw, roster: Roster) -> dict:
    size = len(roster.owner)
    return {
        **roster.of(roster.owner),
        "line_id": roster.line_ids,
        "line_code": np.arange(size),
        "year": np.full(size, YEAR),
        "product_id": "clinker",
        "output_quantity": blanked(draw, draw.uniform(0, 1e6, size).round(), 0.05),
        "output_base": "t",
        "full_year": np.full(size, True),
    }


def energy_rows_table(draw: Draw, roster: Roster) -> dict:
    """Return coal of each line in the year, and its electricity in that and the one before."""
    lines = len(roster.owner)
    line = np.concatenate([np.arange(lines)] * 3)
    carrier = np.repeat([0, 1, 1], lines)
    size = len(line)
    return {
        **roster.of(roster.owner[line]),
        "line_id": roster.line_ids.array.take(line),
        "line_code": line,
        "year": np.repeat([YEAR, YEAR, YEAR - 1], lines),
        "carrier": texts(["raw_coal", "electricity"], carrier),
        "flow": "consumed",
        "amount_quantity": blanked(draw, draw.uniform(1e6, 1e8, size).round(), 0.005),
        "full_year": np.full(size, True),
    }
