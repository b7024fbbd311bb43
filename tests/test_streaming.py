"""A ledger of several counties is judged county by county, and comes out as the whole does."""

import datetime as dt
import math
import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_analysis import Campaign, Standards, paths, read_ledger
from capacity_analysis.assessment.energy_law import EnergyLaw
from capacity_analysis.assessment.exact_sums import ExactSums
from capacity_analysis.assessment.streaming import (
    MEASURES,
    TABLES,
    assess_partitions,
    partitions,
    write_partition,
)
from capacity_analysis.errors import InputError, UsageError

KGCE_PER_T_OF_COAL = 700.0
BASELINE = 117.0


def judged(tables) -> pd.DataFrame:
    """One row per line: coal over output, against a level; bread has none."""
    lines, production, energy = (tables[name] for name in ("lines", "production", "energy"))
    made = production.groupby("line_code")["output_quantity"].sum()
    coal = energy[energy["carrier"] == "raw_coal"]
    used = coal.groupby("line_code")["amount_quantity"].sum() / 1000 * KGCE_PER_T_OF_COAL
    found = pd.DataFrame({"line_code": lines["line_code"], "product_id": lines["product_id"]})
    output = found["line_code"].map(made)
    measured = found["line_code"].map(used) / output
    decided = np.where(measured > BASELINE, "hit", "clear")
    return found.assign(
        ground="below_baseline",
        result=np.where(measured.isna(), "undecided", decided),
        output_quantity=output,
        energy_tce=found["line_code"].map(used) / 1000,
        saving_to_baseline_tce=np.maximum(measured - BASELINE, 0) * output / 1000,
        saving_to_advanced_tce=np.nan,
    )


@pytest.fixture(scope="module")
def province(tmp_path_factory, small_reading) -> Path:
    """Two counties: two cement works; a steel works and a bakery."""
    folder = tmp_path_factory.mktemp("streamed") / "province"
    for name, industries in (("甲县", ("3011",)), ("乙县", ("3110", "1411"))):
        write_partition(small_reading(industries=industries, file=f"{name}.xlsx"), folder / name)
    return folder


@pytest.fixture
def counties(tmp_path, province) -> Path:
    """The counties, to be spoilt."""
    return shutil.copytree(province, tmp_path / "province")


@pytest.fixture(scope="module")
def whole(small_reading):
    """The same enterprises in one workbook."""
    return small_reading(file="whole.xlsx")


def _spoil(counties, county, table, change):
    file = counties / county / f"{table}.parquet"
    frame = pd.read_parquet(file)
    change(frame)
    frame.to_parquet(file, index=False)


# Results


def test_the_parts_give_what_the_whole_gives_line_by_line(tmp_path, counties, whole):
    assess_partitions(counties, tmp_path / "out", judged)
    parts = pd.concat(
        [pd.read_parquet(tmp_path / "out" / f"{name}.parquet") for name in ("甲县", "乙县")]
    )
    expected = judged(whole.tables).assign(enterprise_id=whole["lines"]["enterprise_id"])
    columns = ["enterprise_id", "product_id", "result", *MEASURES]
    found, expected = (
        frame[columns].astype({"product_id": "str"}).sort_values("enterprise_id", ignore_index=True)
        for frame in (parts, expected)
    )
    pd.testing.assert_frame_equal(found, expected)


def test_the_totals_are_those_of_the_whole_exactly(tmp_path, counties, whole):
    found = assess_partitions(counties, tmp_path / "out", judged)
    write_partition(whole, tmp_path / "one" / "全部")
    expected = assess_partitions(tmp_path / "one", tmp_path / "out of one", judged)
    pd.testing.assert_frame_equal(found, expected, check_exact=True)
    kept = pd.read_parquet(tmp_path / "out" / "totals.parquet")
    pd.testing.assert_frame_equal(kept, found, check_exact=True)


def test_the_totals_count_lines_and_add_up_what_is_known(tmp_path, counties):
    totals = assess_partitions(counties, tmp_path / "out", judged)
    by_key = totals.set_index(["product_id", "result"]).drop(columns="ground")
    # 126,000 t x 0.7 / 900,000 t = 98; 161,000 t x 0.7 / 950,000 t = 118.6: one clear, one hit.
    clear, hit = by_key.loc[("clinker", "clear")], by_key.loc[("clinker", "hit")]
    assert (clear["lines"], hit["lines"]) == (1, 1)
    assert (clear["output_quantity"], hit["output_quantity"]) == (900_000, 950_000)
    assert clear["energy_tce"] == pytest.approx(126_000 * 0.7)
    # (118.632 - 117) kgce/t x 950,000 t = 112,700 - 111,150 = 1,550 tce.
    assert hit["saving_to_baseline_tce"] == pytest.approx(1_550)
    assert hit["saving_to_baseline_tce_lines"] == 1


def test_what_no_line_knows_has_no_total_and_is_not_zero(tmp_path, counties):
    totals = assess_partitions(counties, tmp_path / "out", judged)
    assert totals["saving_to_advanced_tce"].isna().all()
    assert (totals["saving_to_advanced_tce_lines"] == 0).all()


def test_a_line_without_a_product_is_counted_too(tmp_path, counties):
    def without_product(tables):
        return judged(tables).assign(product_id=None)

    totals = assess_partitions(counties, tmp_path / "out", without_product)
    assert totals["product_id"].isna().all()
    assert totals["lines"].sum() == 3  # two kilns and a blast furnace; the bakery has no line


def test_only_one_partition_is_read_at_a_time(counties):
    read = partitions(counties)
    name, tables = next(read)
    assert name == "乙县"  # in the order of names: 乙 stands before 甲
    assert len(tables["lines"]) == 1
    (counties / "甲县" / "lines.parquet").unlink()
    with pytest.raises(InputError, match=r"甲县.*lines\.parquet"):
        next(read)


def _part(ledger, owners: np.ndarray) -> dict[str, pd.DataFrame]:
    """The tables of some enterprises of a ledger, their codes made anew as the reader makes them."""
    enterprise = np.full(len(ledger["enterprises"]), -1)
    enterprise[owners] = np.arange(len(owners))
    kept = {name: ledger[name][ledger[name]["enterprise_code"].isin(owners)] for name in TABLES}
    line = np.full(len(ledger["lines"]) + 1, -1)  # the last stands for no line
    line[kept["lines"]["line_code"]] = np.arange(len(kept["lines"]))
    for name, table in kept.items():
        codes = {"enterprise_code": enterprise[table["enterprise_code"]].astype("int32")}
        if "line_code" in table:
            codes["line_code"] = line[table["line_code"]].astype("int32")
        kept[name] = table.assign(**codes).reset_index(drop=True)
    return kept


def test_the_sample_in_three_parts_has_the_verdicts_of_the_whole(tmp_path):
    ledger = read_ledger(paths.sample_ledger())
    chain = Campaign.load().jurisdiction.chain
    law = EnergyLaw.on(Standards.load(), dt.date(2022, 9, 10), chain)
    owners = np.arange(len(ledger["enterprises"]))
    for part in range(3):
        home = tmp_path / "counties" / str(part)
        home.mkdir(parents=True)
        for name, table in _part(ledger, owners[part::3]).items():
            table.to_parquet(home / f"{name}.parquet", index=False)
    write_partition(ledger, tmp_path / "whole" / "0")
    totals = assess_partitions(tmp_path / "counties", tmp_path / "parts", law.judge)
    expected = assess_partitions(tmp_path / "whole", tmp_path / "one", law.judge)
    pd.testing.assert_frame_equal(totals, expected, check_exact=True)
    key = ["enterprise_id", "line_id", "ground"]
    found, whole = (
        pd.concat([pd.read_parquet(file) for file in sorted(folder.glob("[0-9].parquet"))])
        .drop(columns="line_code")
        .sort_values(key, ignore_index=True)
        for folder in (tmp_path / "parts", tmp_path / "one")
    )
    assert len(found) == 2 * len(ledger["lines"])  # on two grounds
    pd.testing.assert_frame_equal(found, whole)


# Refusals


def test_an_enterprise_in_two_partitions_is_refused_by_name(tmp_path, counties):
    def taken(frame):
        frame.loc[0, "enterprise_id"] = "E3"

    _spoil(counties, "甲县", "enterprises", taken)
    with pytest.raises(InputError, match=r"E3.*乙县.*甲县"):
        assess_partitions(counties, tmp_path / "out", judged)
    assert not (tmp_path / "out" / "totals.parquet").exists()


def test_two_enterprises_that_only_share_a_hash_are_two(tmp_path, counties, monkeypatch):
    same = lambda values, **_options: np.zeros(len(values), dtype=np.uint64)  # noqa: E731
    monkeypatch.setattr(pd.util, "hash_array", same)
    assert assess_partitions(counties, tmp_path / "out", judged)["lines"].sum() == 3


def test_an_enterprise_twice_in_a_partition_is_refused(counties):
    def twice(frame):
        frame.loc[1, "enterprise_id"] = frame.loc[0, "enterprise_id"]

    _spoil(counties, "甲县", "enterprises", twice)
    with pytest.raises(InputError, match=r"甲县.*E1"):
        list(partitions(counties))


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("lines", "line_code", 1),
        ("lines", "enterprise_code", 2),
        ("production", "line_code", 2),
        ("production", "enterprise_code", -1),
        ("energy", "line_code", -2),
        ("energy", "enterprise_code", 2),
    ],
)
def test_codes_of_another_partition_are_refused(counties, table, column, value):
    def change(frame):
        frame.loc[0, column] = value

    _spoil(counties, "甲县", table, change)
    with pytest.raises(InputError, match=f"甲县.*{table}.*{column}"):
        list(partitions(counties))


def test_energy_above_the_line_needs_no_line(counties):
    def above(frame):
        frame.loc[0, "line_code"] = -1

    _spoil(counties, "甲县", "energy", above)
    assert len(list(partitions(counties))) == 2


def test_a_folder_without_partitions_is_refused(tmp_path):
    with pytest.raises(InputError, match="没有分区"):
        list(partitions(tmp_path))


def test_results_never_overwrite_earlier_ones(tmp_path, counties):
    assess_partitions(counties, tmp_path / "out", judged)
    with pytest.raises(UsageError, match="已经存在"):
        assess_partitions(counties, tmp_path / "out", judged)


def test_a_partition_is_never_written_over_another(tmp_path, counties, whole):
    with pytest.raises(UsageError, match="已经存在"):
        write_partition(whole, counties / "甲县")


# Exact sums

NUMBERS = st.floats(allow_nan=False, allow_infinity=False, width=64, min_value=-1e300,
                    max_value=1e300)  # fmt: skip


@given(st.lists(NUMBERS, max_size=60), st.integers(0, 60))
def test_a_sum_is_rounded_once_however_it_is_cut(values, cut):
    sums = ExactSums()
    for part in (values[:cut], values[cut:]):
        sums.add(np.zeros(len(part), dtype=np.int64), np.array(part, dtype=float))
    assert sums.total(0) == math.fsum(values)


@given(st.lists(st.tuples(st.integers(0, 3), NUMBERS), max_size=40))
def test_each_group_has_its_own_sum(rows):
    sums = ExactSums()
    sums.add(np.array([g for g, _ in rows], dtype=np.int64), np.array([v for _, v in rows], float))
    for group in range(4):
        assert sums.total(group) == math.fsum(v for g, v in rows if g == group)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_no_number_has_no_sum(value):
    with pytest.raises(ValueError, match="finite"):
        ExactSums().add(np.array([0]), np.array([value]))


def test_the_smallest_numbers_are_not_lost():
    sums = ExactSums()
    sums.add(np.zeros(3, dtype=np.int64), np.array([5e-324, 1e300, -1e300]))
    assert sums.total(0) == 5e-324
