"""Reading and checking a ledger of 10,000 lines against only reading its sheets with pandas."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

from capacity_analysis.ledger import inspect_ledger, registry
from capacity_analysis.ledger.template import write_workbook

from .measure import Result, compare

LINES = 10_000
YEARS = (2019, 2020, 2021)


def results() -> Iterator[Result]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ledger.xlsx"
        tables = _tables()
        write_workbook(path, tables, {"data_as_of": pd.Timestamp("2022-09-10")})
        # The sheets of a campaign's course (equipment, orders, milestones …) are left empty.
        sheets = [table.sheet for name, table in registry().tables.items() if name in tables]
        ours = inspect_ledger(path)
        theirs = pd.read_excel(path, sheet_name=sheets, engine="calamine")
        assert not ours.has_errors
        assert all(len(theirs[sheet]) for sheet in sheets)  # each table is filled, and read
        assert len(ours.ledger["energy"]) == len(theirs["能源"])
        yield compare(
            f"read and check a ledger of {LINES:,} lines, {len(sheets)} tables filled",
            "pandas.read_excel(engine='calamine') of the same sheets",
            lambda: inspect_ledger(path),
            lambda: pd.read_excel(path, sheet_name=sheets, engine="calamine"),
            runs=5,
        )


def _tables() -> dict[str, pd.DataFrame]:
    """The tables of returns and departments' lists, and those that `collect` writes."""
    draw = np.random.default_rng(20220321)
    ids = [f"E{number:05d}" for number in range(LINES // 2)]
    reported = _reported(ids, draw)
    supplied = _supplied(ids, draw)
    return reported | supplied | {"corrections": _corrections(ids)} | _collected(ids, draw)


def _reported(ids: list[str], draw: np.random.Generator) -> dict[str, pd.DataFrame]:
    enterprises = pd.DataFrame(
        {"enterprise_id": ids, "name": [f"示例{key}水泥有限公司" for key in ids]}
    )
    enterprises = enterprises.assign(township="沙河街道", address="沙河街道示例路1号",
                                     industry_code="3011", employees=120)  # fmt: skip
    lines = pd.DataFrame(
        {"enterprise_id": np.repeat(ids, 2), "line_id": ["1号窑", "2号窑"] * len(ids)}
    )
    lines = lines.assign(product_id="clinker", capacity=100.0, capacity_unit="万吨", status="operating",
                         started_on=pd.Timestamp("2008-05-01"))  # fmt: skip
    keys = lines[["enterprise_id", "line_id"]].merge(pd.DataFrame({"year": YEARS}), how="cross")
    production = keys.assign(product_id="clinker", output=draw.uniform(60, 100, len(keys)).round(2),
                             output_unit="万吨")  # fmt: skip
    coal = keys.assign(
        carrier="raw_coal", amount=draw.uniform(9, 14, len(keys)).round(3), amount_unit="万吨"
    )
    power = keys.assign(carrier="electricity", amount=draw.uniform(4000, 6000, len(keys)).round(2),
                        amount_unit="万千瓦时")  # fmt: skip
    energy = pd.concat([coal, power], ignore_index=True)
    return {"enterprises": enterprises, "lines": lines, "production": production, "energy": energy}


def _supplied(ids: list[str], draw: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Return what departments supply: one row or a few of each enterprise."""
    each = pd.DataFrame({"enterprise_id": ids})
    yearly = each.merge(pd.DataFrame({"year": YEARS}), how="cross")
    kinds = pd.DataFrame(
        {"kind": ["electricity_account", "other_name", "social_insurance_account"]}
    )
    identifiers = each.merge(kinds, how="cross")
    values = [f"{key}-{kind[:6]}" for key, kind in identifiers.itertuples(index=False)]
    meters = yearly.merge(pd.DataFrame({"account": ["甲", "乙"]}), how="cross")
    meters["account"] = meters["enterprise_id"] + meters["account"]
    grounds = pd.DataFrame({"ground": ["environment", "safety"], "kind": ["penalty", "inspection"],
                            "result": ["fined", "passed"]})  # fmt: skip
    inspections = each.merge(grounds, how="cross").assign(
        document_no=lambda rows: "示例罚〔2021〕" + rows["enterprise_id"] + "号",
        happened_on=pd.Timestamp("2021-06-30"), matter="废气排放超过标准",
    )  # fmt: skip
    points = pd.DataFrame({"as_of": pd.to_datetime(["2021-12-31", "2022-08-31"])})
    indicators = pd.DataFrame({"indicator": ["output_value_10k_cny", "energy_tce"]})
    return {
        "identifiers": identifiers.assign(value=values),
        "metered_energy": meters.assign(
            carrier="electricity", amount=draw.uniform(4e7, 6e7, len(meters)).round(0),
            amount_unit="千瓦时", months=12,
        ),
        "inspections": inspections,
        "parcels": each.assign(
            parcel_no=[f"示例{key}GB00001" for key in ids], right="granted", purpose="工业用地",
            area=66_666.7, area_unit="平方米", registered_on=pd.Timestamp("2009-03-01"),
        ),
        "headcounts": each.merge(points, how="cross").assign(insured=110),
        "ratings": yearly.assign(rating="B", score=71.5, tax_per_mu_10k_cny=12.3),
        "statistics": yearly.merge(indicators, how="cross").assign(value=56_000.5),
    }  # fmt: skip


def _corrections(ids: list[str]) -> pd.DataFrame:
    return pd.DataFrame({"table": "企业", "enterprise_id": ids[:300], "field": "从业人员（人）"}).assign(
        old_value="120", new_value="121", reason="劳动合同名册核对", provider="示例区人社局",
        corrected_on=pd.Timestamp("2022-09-01"),
    )  # fmt: skip


def _collected(ids: list[str], draw: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Return what `collect` writes beside the data: a source of each form, and where values stood."""
    names = [f"S{number:04d}" for number in range(len(ids))]
    each = pd.DataFrame({"enterprise_id": ids, "source_id": names})
    facts = pd.DataFrame({"year": YEARS}).merge(
        pd.DataFrame({"fact": ["electricity"]}), how="cross"
    )
    comparisons = each.merge(facts, how="cross").assign(
        value=lambda rows: draw.uniform(4e3, 6e3, len(rows)).round(2), unit="万千瓦时",
        cells="能源!F12", standing="ruling",
    )  # fmt: skip
    tables = pd.DataFrame({"table": ["企业", "生产线", "产量", "能源"], "source_sheet": "自查表"})
    origins = each.merge(tables, how="cross")
    origins["record"] = origins["enterprise_id"] + "|1号窑|2021"
    origins["cells"] = "企业名称=C4；年生产能力=C17；能力单位=D17"
    return {
        "returns": each[["enterprise_id"]].assign(
            outcome="returned", filled_on=pd.Timestamp("2022-09-05"), versions=1
        ),
        "comparisons": comparisons,
        "sources": pd.DataFrame({"source_id": names, "file": [f"自查表/{key}.xlsx" for key in ids]}).assign(
            supplier="企业", role="return", layout="form", permitted_use="decide", digest="0123456789abcdef"
        ),
        "origins": origins.drop(columns="enterprise_id"),
    }  # fmt: skip
