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
        write_workbook(path, _tables(), {"data_as_of": pd.Timestamp("2022-09-10")})
        sheets = [table.sheet for table in registry().tables.values()]
        ours = inspect_ledger(path)
        theirs = pd.read_excel(path, sheet_name=sheets, engine="calamine")
        assert not ours.has_errors
        assert len(ours.ledger["energy"]) == len(theirs["能源"])
        yield compare(
            f"read and check a ledger of {LINES:,} lines",
            "pandas.read_excel(engine='calamine') of the same sheets",
            lambda: inspect_ledger(path),
            lambda: pd.read_excel(path, sheet_name=sheets, engine="calamine"),
            runs=5,
        )


def _tables() -> dict[str, pd.DataFrame]:
    draw = np.random.default_rng(20220321)
    ids = [f"E{number:05d}" for number in range(LINES // 2)]
    enterprises = pd.DataFrame(
        {"enterprise_id": ids, "name": [f"示例{key}水泥有限公司" for key in ids]}
    )
    enterprises = enterprises.assign(township="沙河街道", industry_code="3011", employees=120)
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
