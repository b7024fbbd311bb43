"""A ledger of many counties, assessed county by county in the memory of one.

The ledger is a folder, one sub-folder per partition (a county, say), each with the tables that
`read_ledger` makes as Parquet files. An enterprise lies in one partition only, so that a partition
can be judged by itself, and totals add up exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from ..errors import InputError, UsageError
from ..ledger import Ledger
from ..text import _
from .exact_sums import ExactSums

TABLES = ("enterprises", "lines", "production", "energy", "shares", "conditions")
TOTALS = "totals.parquet"

# What is added up of the lines: a line without a number is counted, not added as nothing.
MEASURES = (
    "output_quantity", "energy_tce", "saving_to_baseline_tce", "saving_to_advanced_tce",
)  # fmt: skip
_BY = ["ground", "product_id", "result"]

Tables = Mapping[str, pd.DataFrame]
Judge = Callable[[Tables], pd.DataFrame]


def write_partition(ledger: Ledger, folder: str | Path) -> Path:
    """Write what a ledger holds of lines, output and energy as one partition.

    Parameters
    ----------
    ledger : Ledger
        What `read_ledger` returns.
    folder : str or pathlib.Path
        The partition's own folder, which must not exist yet; its name is the partition's.

    Raises
    ------
    UsageError
        If the folder exists.

    """
    folder = Path(folder)
    _make(folder)
    for name in TABLES:
        ledger[name].to_parquet(folder / f"{name}.parquet", index=False)
    return folder


def partitions(folder: str | Path) -> Iterator[tuple[str, Tables]]:
    """Read the partitions of a ledger one after the other, in the order of their names.

    Yields
    ------
    name : str
        Name of the sub-folder.
    tables : mapping of str to DataFrame
        Its tables, those of `TABLES`.

    Raises
    ------
    InputError
        If there is no partition, one lacks a table or its codes name no row, or an enterprise
        stands twice, in one partition or in two.

    """
    homes = _homes(Path(folder))
    seen = _Enterprises(homes)
    for place, home in enumerate(homes):
        tables = _read(home)
        _check_codes(home.name, tables)
        seen.add(place, tables["enterprises"]["enterprise_id"])
        yield home.name, tables


def assess_partitions(folder: str | Path, out: str | Path, judge: Judge) -> pd.DataFrame:
    """Judge every partition by itself, and keep its results and the totals of all.

    Only one partition is held at a time. The totals are the same however the enterprises are
    spread over partitions.

    Parameters
    ----------
    folder : str or pathlib.Path
        The partitioned ledger (see `partitions`).
    out : str or pathlib.Path
        Where the results go, which must not exist yet: one Parquet file per partition and, when all
        are done, `totals.parquet`.
    judge : callable
        Gives rows about the lines of a partition's tables, such as `EnergyLaw.judge`: `line_code`,
        `ground`, `product_id`, `result` and `MEASURES`.

    Returns
    -------
    DataFrame
        One row per `ground`, `product_id` (missing where a line has none) and `result`, ordered:
        `lines`, and for each of `MEASURES` its sum and, in `..._lines`, the number of lines that have one.

    Raises
    ------
    InputError
        If the ledger cannot be read so; what was judged before stays in `out`, without totals.
    UsageError
        If `out` exists.

    """
    out = Path(out)
    _make(out)
    totals = _Totals()
    for name, tables in partitions(folder):
        found = judge(tables)
        totals.add(found)
        _named(found, tables["lines"]).to_parquet(out / f"{name}.parquet", index=False)
        del tables, found  # before the next partition is read
    table = totals.table()
    table.to_parquet(out / TOTALS, index=False)
    return table


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True)
    except FileExistsError as error:
        raise UsageError(
            _("“{folder}”已经存在，请指定新的文件夹。").format(folder=folder)
        ) from error


def _homes(folder: Path) -> list[Path]:
    homes = sorted(home for home in folder.glob("[!.]*") if home.is_dir())
    if not homes:
        message = _("“{folder}”没有分区：每个分区是一个子文件夹，内有{tables}各一个Parquet文件。")
        raise InputError(message.format(folder=folder, tables="、".join(TABLES)))
    return homes


def _read(home: Path) -> dict[str, pd.DataFrame]:
    files = {name: home / f"{name}.parquet" for name in TABLES}
    absent = [file.name for file in files.values() if not file.is_file()]
    if absent:
        message = _("分区“{partition}”缺少{files}。")
        raise InputError(message.format(partition=home.name, files="、".join(absent)))
    return {name: pd.read_parquet(file) for name, file in files.items()}


def _check_codes(partition: str, tables: Tables) -> None:
    """Require codes that are positions in this partition's own tables, and -1 for no line."""
    sizes = {"enterprise_code": len(tables["enterprises"]), "line_code": len(tables["lines"])}
    own = {"lines": "line_code", "enterprises": "enterprise_code"}
    for name, table in tables.items():
        for code, size in sizes.items():
            if code not in table:
                continue
            values = table[code].to_numpy()
            if own.get(name) == code:
                sound = np.array_equal(values, np.arange(size))
            else:
                least = 0 if code == "enterprise_code" or name == "shares" else -1
                sound = bool(((values >= least) & (values < size)).all())
            if not sound:
                message = _("分区“{partition}”的{table}表：{code}不是本分区的编码。")
                raise InputError(message.format(partition=partition, table=name, code=code))


class _Enterprises:
    """Which enterprises were seen: eight bytes each, so that a nation's fit into memory."""

    def __init__(self, homes: list[Path]):
        self._homes = homes
        self._hashes = np.empty(0, dtype=np.uint64)

    def add(self, place: int, ids: pd.Series) -> None:
        twice = ids[ids.duplicated()]
        if len(twice):
            message = _("分区“{partition}”：企业{ids}出现不止一次。")
            partition = self._homes[place].name
            raise InputError(message.format(partition=partition, ids=_some(twice)))
        hashes = pd.util.hash_array(ids.to_numpy(object), categorize=False)
        suspects = ids[np.isin(hashes, self._hashes)]
        if len(suspects):
            self._refuse_twins(place, set(suspects))
        self._hashes = np.union1d(self._hashes, hashes)

    def _refuse_twins(self, place: int, suspects: set[str]) -> None:
        """Raise where an enterprise stands in an earlier partition; two ids may share a hash."""
        for home in self._homes[:place]:
            column = pd.read_parquet(home / "enterprises.parquet", columns=["enterprise_id"])
            twins = column.loc[column["enterprise_id"].isin(suspects), "enterprise_id"]
            if len(twins):
                message = _("企业{ids}同时在分区“{one}”和“{other}”：一家企业只能在一个分区。")
                raise InputError(
                    message.format(ids=_some(twins), one=home.name, other=self._homes[place].name)
                )


def _some(ids: pd.Series) -> str:
    most = 3
    named = "、".join(sorted(set(ids))[:most])
    return named if ids.nunique() <= most else _("{ids}等").format(ids=named)


class _Totals:
    """Sums by ground, product and result, exact however the lines are spread over partitions."""

    def __init__(self) -> None:
        self._counts: list[pd.DataFrame] = []
        self._sums = {measure: ExactSums() for measure in MEASURES}
        self._numbers: dict[tuple[str, ...], int] = {}

    def add(self, found: pd.DataFrame) -> None:
        keys = [found[column].astype("str").fillna("") for column in _BY]
        values = found[list(MEASURES)].astype(float)
        by_key = values.groupby(keys)
        counts = by_key.count().add_suffix("_lines").assign(lines=by_key.size())
        self._counts.append(counts)
        numbers = [self._numbers.setdefault(key, len(self._numbers)) for key in counts.index]
        group = np.array(numbers, dtype=np.int64)[by_key.ngroup().to_numpy()]
        for measure, sums in self._sums.items():
            value = values[measure].to_numpy()
            known = ~np.isnan(value)
            sums.add(group[known], value[known])

    def table(self) -> pd.DataFrame:
        table = pd.concat(self._counts).groupby(level=[0, 1, 2]).sum().rename_axis(_BY)
        for measure, sums in self._sums.items():
            total = [sums.total(self._numbers[key]) for key in table.index]
            table[measure] = np.where(table[f"{measure}_lines"] > 0, total, np.nan)
        columns = [each for measure in MEASURES for each in (measure, f"{measure}_lines")]
        table = table[["lines", *columns]].reset_index()
        return table.assign(product_id=table["product_id"].mask(table["product_id"] == ""))


def _named(found: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the results with the enterprise and line that each is about."""
    named = lines[["enterprise_id", "line_id"]].iloc[found["line_code"].to_numpy()]
    return pd.concat([named.reset_index(drop=True), found.reset_index(drop=True)], axis=1)
