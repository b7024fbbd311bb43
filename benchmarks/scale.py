"""Unit energy of a nation's lines against Polars and bare NumPy; a ledger of ten provinces, streamed.

All sides start from the same columns in memory and give each line its comprehensive unit energy,
electricity and output, and no number where an amount is missing or no electricity is reported. This
project besides gives the reason, the mark of the weakest coefficient and every flag.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl

from capacity_analysis.analysis.intensity import by_indicator
from capacity_analysis.analysis.product_basis import Basis
from capacity_analysis.assessment.energy_law import EnergyLaw, electricity, output_units
from capacity_analysis.assessment.streaming import TABLES, assess_partitions
from capacity_analysis.standards import Standards

from .measure import MACHINE, Result, alone, compare

LINES, ENERGY_ROWS = 2_000_000, 5_000_000
PARTITIONS, LINES_OF_A_PARTITION = 10, 200_000
PRODUCT, COAL, POWER = "clinker", "raw_coal", "electricity"
AS_OF, CHAIN = dt.date(2022, 12, 31), ("000000",)
YEAR = AS_OF.year - 1
FLOWS = ["consumed", "exported", "recovered_outside"]

Tables = dict[str, pd.DataFrame]
Floats = npt.NDArray[np.float64]


def results() -> Iterator[Result]:
    law = EnergyLaw.on(Standards.load(), AS_OF, CHAIN)
    yield from _in_memory(law)
    yield from _streamed(law)


def _in_memory(law: EnergyLaw) -> Iterator[Result]:
    tables = tables_of(LINES, ENERGY_ROWS, law, seed=20220321)
    columns, frames = _in_numpy(tables, law), _in_polars(tables, law)
    found = _ours(tables, law)
    _must_agree(found, _numpy_peer(columns))
    _must_agree(found, _from_polars(_polars_peer(frames)))
    memory = alone(_command("--in-memory")).memory_mb
    peers: dict[str, Callable[[], object]] = {
        "Polars: join coefficients, group, sum, divide (no reasons)": lambda: _polars_peer(frames),
        "bare NumPy: bincount by code, divide (no reasons)": lambda: _numpy_peer(columns),
    }
    for peer, theirs in peers.items():
        yield compare(
            f"unit energy of {LINES:,} lines from {ENERGY_ROWS:,} energy rows, with every reason",
            peer,
            lambda: _ours(tables, law),
            theirs,
            runs=5,
            memory_mb=memory,
        )


def tables_of(lines: int, energy_rows: int, law: EnergyLaw, seed: int) -> Tables:
    """Return tables as the reader types them: codes of 32 bits, categories, one year.

    Some amounts are blank, and some lines report no electricity.
    """
    draw = np.random.default_rng(seed)
    code = np.arange(lines, dtype="int32")
    output = draw.uniform(1e5, 1e6, lines)
    product = pd.Categorical.from_codes(np.zeros(lines, dtype="int8"), [PRODUCT])
    no_text = pd.Series(np.nan, index=range(lines), dtype="str")
    tables = {
        "enterprises": pd.DataFrame({"enterprise_code": code}),
        "lines": pd.DataFrame(
            {
                "enterprise_code": code,
                "line_code": code,
                "product_id": product,
                "process": no_text,
                "capacity_quantity": 1e6,
                "status": pd.Categorical.from_codes(np.zeros(lines, dtype="int8"), ["operating"]),
                "started_on": pd.Timestamp("2008-05-01"),
                "retired_on": pd.Series(pd.NaT, index=range(lines), dtype="datetime64[ms]"),
            }
        ),
        "production": pd.DataFrame(
            {
                "enterprise_code": code,
                "line_code": code,
                "year": np.int32(YEAR),
                "product_id": product,
                "output_quantity": output,
                "output_base": pd.Categorical.from_codes(np.zeros(lines, dtype="int8"), ["t"]),
                "content": np.nan,
                "full_year": True,
            }
        ),
        "energy": _energy(output, energy_rows, law, draw),
    }
    return tables | _empty()


def _energy(output: Floats, rows: int, law: EnergyLaw, draw: np.random.Generator) -> pd.DataFrame:
    """Return a row of coal and one of electricity for each line, and small ones of any carrier."""
    names = law.coefficients["carrier_id"].tolist()
    lines = len(output)
    kinds = np.repeat([0, 1, 2], [lines, lines, rows - 2 * lines])
    owner = np.concatenate(
        [
            draw.permutation(lines),
            draw.permutation(lines),
            draw.integers(0, lines, rows - 2 * lines),
        ]
    ).astype("int32")
    other = draw.integers(0, len(names), rows)
    carrier = np.choose(kinds, [names.index(COAL), names.index(POWER), other]).astype("int8")
    per_tonne = draw.uniform(0.7, 1.3, rows) * np.array([150.0, 60.0, 0.5])[kinds]
    flow = draw.choice(len(FLOWS), rows, p=[0.96, 0.02, 0.02]).astype("int8")
    amount = per_tonne * output[owner]
    amount[draw.integers(0, rows, rows // 200)] = np.nan
    order = draw.permutation(rows)
    owner, carrier, amount = owner[order], carrier[order], amount[order]
    one = np.zeros(rows, dtype="int8")
    return pd.DataFrame(
        {
            "enterprise_code": owner,
            "line_code": owner,
            "year": np.int32(YEAR),
            "row": np.arange(rows, dtype="int32"),
            "carrier": pd.Categorical.from_codes(carrier, names),
            "flow": pd.Categorical.from_codes(flow, FLOWS),
            "amount": amount,
            "amount_quantity": amount,
            "purpose": pd.Categorical.from_codes(one, ["energy", "feedstock", "main_process"]),
            "ncv_kj": np.nan,
            "scope": pd.Categorical.from_codes(one, ["line", "enterprise", "process"]),
            "process": pd.Series(np.nan, index=range(rows), dtype="str"),
            "allocation_key": pd.Categorical.from_codes(one - 1, ["output"]),
            "full_year": True,
        }
    )


def _empty() -> Tables:
    numbers = dict.fromkeys(["enterprise_code", "line_code", "year"], "int32")
    shares = numbers | {"process": "str", "carrier": "str", "share_percent": "float64"}
    conditions = numbers | {"attribute": "str", "value": "float64"}
    return {
        name: pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in columns.items()})
        for name, columns in (("shares", shares), ("conditions", conditions))
    }


# The three sides


def _ours(tables: Tables, law: EnergyLaw) -> pd.DataFrame:
    wanted = pd.DataFrame({"product_id": [PRODUCT], "indicator": ["comprehensive"]})
    return by_indicator(
        tables["production"],
        law.allocated(tables),
        wanted,
        Basis(law.definitions, tables["conditions"], output_units()),
        electricity=electricity(),
        required_carriers=(POWER,),
    )


def _in_numpy(tables: Tables, law: EnergyLaw) -> dict[str, np.ndarray]:
    energy, production = tables["energy"], tables["production"]
    by_carrier = law.coefficients.set_index("carrier_id")["kgce_per_unit"]
    return {
        "coefficient": by_carrier[energy["carrier"].cat.categories].to_numpy(),
        "power": np.array(energy["carrier"].cat.categories == POWER),
        "carrier": energy["carrier"].cat.codes.to_numpy(),
        "flow": energy["flow"].cat.codes.to_numpy(),
        "amount": energy["amount_quantity"].to_numpy(),
        "line": energy["line_code"].to_numpy(),
        "made_by": production["line_code"].to_numpy(),
        "output": production["output_quantity"].to_numpy(),
    }


def _numpy_peer(columns: dict[str, np.ndarray]) -> dict[str, Floats]:
    line, carrier, flow = columns["line"], columns["carrier"], columns["flow"]
    quantity = np.array([1.0, -1.0, -1.0])[flow] * columns["amount"]
    blank = np.isnan(quantity)
    quantity[blank] = 0.0
    size = len(columns["output"])
    power = columns["power"][carrier]
    energy = np.bincount(line, quantity * columns["coefficient"][carrier], size)
    electric = np.bincount(line[power], quantity[power], size)
    output = np.bincount(columns["made_by"], columns["output"], size)
    whole = np.zeros(size, dtype=bool)
    whole[line[power & (flow == 0) & (quantity != 0)]] = True
    whole[line[blank]] = False
    found = {"output": output, "kwh": electric, "kgce": energy}
    return found | {"measured": np.where(whole, energy / output, np.nan)}


def _in_polars(tables: Tables, law: EnergyLaw) -> tuple[pl.DataFrame, ...]:
    energy, production = tables["energy"], tables["production"]
    carriers = pl.Enum(law.coefficients["carrier_id"].tolist())
    rows = pl.from_pandas(energy[["line_code", "carrier", "flow", "amount_quantity"]])
    factors = pl.from_pandas(law.coefficients[["carrier_id", "kgce_per_unit"]])
    return (
        pl.from_pandas(production[["line_code", "output_quantity"]]),
        rows.with_columns(pl.col("carrier").cast(carriers), pl.col("flow").cast(pl.Enum(FLOWS))),
        factors.with_columns(pl.col("carrier_id").cast(carriers)),
    )


def _polars_peer(frames: tuple[pl.DataFrame, ...]) -> pl.DataFrame:
    production, rows, factors = (frame.lazy() for frame in frames)
    amount, power = pl.col("amount_quantity"), pl.col("carrier") == POWER
    consumed = pl.col("flow") == "consumed"
    quantity = pl.when(consumed).then(1.0).otherwise(-1.0) * amount
    used = rows.join(factors, left_on="carrier", right_on="carrier_id").with_columns(
        quantity=quantity, kgce=quantity * pl.col("kgce_per_unit"), power=power,
        metered=power & consumed & (amount > 0),
    )  # fmt: skip
    sums = used.group_by("line_code").agg(
        kgce=pl.col("kgce").sum(),
        kwh=pl.col("quantity").filter(pl.col("power")).sum(),
        blank=pl.col("amount_quantity").is_null().any(),
        metered=pl.col("metered").any(),
    )
    whole = pl.col("metered") & ~pl.col("blank")
    found = production.join(sums, on="line_code", how="left")
    unit_energy = pl.col("kgce") / pl.col("output_quantity")
    return found.with_columns(measured=pl.when(whole).then(unit_energy)).collect()


def _from_polars(found: pl.DataFrame) -> dict[str, Floats]:
    table = found.sort("line_code")
    return {
        ours: table[theirs].to_numpy()
        for ours, theirs in (("output", "output_quantity"), ("kgce", "kgce"), ("kwh", "kwh"),
                             ("measured", "measured"))
    }  # fmt: skip


def _must_agree(found: pd.DataFrame, theirs: dict[str, Floats]) -> None:
    np.testing.assert_array_equal(found["line_code"], np.arange(LINES))
    np.testing.assert_array_equal(found["output_quantity"], theirs["output"])
    measured = found["measured"].to_numpy()
    assert 0 < np.isnan(measured).sum() < LINES
    np.testing.assert_allclose(measured, theirs["measured"], rtol=1e-9)
    whole = ~np.isnan(measured)
    np.testing.assert_allclose(found["energy_kgce"][whole], theirs["kgce"][whole], rtol=1e-9)
    np.testing.assert_allclose(found["electricity_kwh"][whole], theirs["kwh"][whole], rtol=1e-9)


# The partitioned ledger


def _streamed(law: EnergyLaw) -> Iterator[Result]:
    """Judge ten partitions one by one against one of them alone: in ten times its time, and its memory."""
    with tempfile.TemporaryDirectory() as folder:
        many, one = Path(folder) / "ten", Path(folder) / "one"
        _write(many, law)
        one.mkdir()
        (one / "p00").symlink_to(many / "p00", target_is_directory=True)
        ours, theirs = (alone(_command("--stream", str(home))) for home in (many, one))
    ten_times = PARTITIONS * theirs.seconds
    yield Result(
        name=f"judge a Parquet ledger of {PARTITIONS} partitions of {LINES_OF_A_PARTITION:,} lines",
        peer=f"{PARTITIONS} runs of one such partition (peak memory {theirs.memory_mb:.0f} MB)",
        ours_s=round(ours.seconds, 4),
        peer_s=round(ten_times, 4),
        ratio=round(ours.seconds / ten_times, 3),
        memory_mb=round(ours.memory_mb, 0),
        runs=1,
        machine=MACHINE,
    )


def _write(folder: Path, law: EnergyLaw) -> None:
    for number in range(PARTITIONS):
        home = folder / f"p{number:02d}"
        home.mkdir(parents=True)
        rows = LINES_OF_A_PARTITION * ENERGY_ROWS // LINES
        tables = tables_of(LINES_OF_A_PARTITION, rows, law, seed=number)
        ids = home.name + tables["enterprises"]["enterprise_code"].astype("str")
        tables["enterprises"]["enterprise_id"] = ids
        tables["lines"] = tables["lines"].assign(enterprise_id=ids, line_id="1号窑")
        for name in TABLES:
            tables[name].to_parquet(home / f"{name}.parquet", index=False)


def _stream(folder: Path, law: EnergyLaw) -> pd.DataFrame:
    with tempfile.TemporaryDirectory() as out:
        return assess_partitions(folder, Path(out) / "results", law.judge)


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.scale", *arguments]


def main(arguments: list[str]) -> None:
    """Do one side alone, so that its peak of memory can be measured from outside."""
    law = EnergyLaw.on(Standards.load(), AS_OF, CHAIN)
    if arguments[0] == "--stream":
        _stream(Path(arguments[1]), law)
    else:
        _ours(tables_of(LINES, ENERGY_ROWS, law, seed=20220321), law)


if __name__ == "__main__":
    main(sys.argv[1:])
