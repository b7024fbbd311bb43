"""What the statistics bureau supplied gives sums of large groups, and nothing else."""

import copy
import dataclasses
import pickle

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from workbooks import CODE, good_sheets, ledger_of

from capacity_analysis.ledger.aggregates import AggregateOnly, nothing

SECRET = 987654.25


def _data(*values, year=2021, indicator="energy_tce"):
    return pd.DataFrame(
        {"enterprise_code": range(len(values)), "year": year, "indicator": indicator,
         "value": list(map(float, values))}
    )  # fmt: skip


def _totals(groups, least=3, values=None):
    """Return what is told of each group of so many enterprises of value 1."""
    by = pd.Series([name for name, size in groups.items() for _at in range(size)])
    found = AggregateOnly(_data(*(values or [1] * len(by))), least).total(by, "energy_tce", 2021)
    return {
        one.group: one.suppressed or (one.total, one.enterprises)
        for one in found.itertuples()
    }  # fmt: skip


@pytest.mark.parametrize(
    ("size", "told"), [(2, "few"), (3, (3.0, 3)), (4, (4.0, 4))], ids=["2", "3", "4"]
)
def test_a_group_of_fewer_than_three_is_suppressed(size, told):
    assert _totals({"a": size}) == {"a": told}


def test_one_suppressed_group_takes_the_next_smallest_with_it():
    # Else the sum of all less those told would tell a.
    assert _totals({"a": 2, "b": 5, "c": 4}) == {
        "a": "few", "b": (5.0, 5), "c": "complementary",
    }  # fmt: skip


def test_of_groups_of_one_size_the_one_of_the_smaller_sum_goes():
    values = [1, 1, 9, 9, 9, 2, 2, 2]
    assert _totals({"a": 2, "b": 3, "c": 3}, values=values) == {
        "a": "few", "b": (27.0, 3), "c": "complementary",
    }  # fmt: skip


def test_suppressed_groups_are_together_of_enough_enterprises():
    # Of a and b alone, the sum of all would tell the sum of two enterprises.
    assert _totals({"a": 1, "b": 1, "c": 4, "d": 5}) == {
        "a": "few", "b": "few", "c": "complementary", "d": (5.0, 5),
    }  # fmt: skip
    assert _totals({"a": 1, "b": 2, "c": 4}) == {"a": "few", "b": "few", "c": (4.0, 4)}


def test_only_the_year_and_the_indicator_asked_for_count_and_blanks_do_not():
    rows = pd.concat([
        _data(1, 2, 3, "nan"), _data(100, 100, 100, year=2020),
        _data(100, 100, 100, indicator="output_value_10k_cny"),
    ])  # fmt: skip
    by = pd.Series(["a"] * 4)
    (found,) = AggregateOnly(rows, 3).total(by, "energy_tce", 2021).itertuples()
    assert (found.total, found.enterprises) == (6.0, 3)
    assert AggregateOnly(rows, 3).total(by, "energy_tce", 2019).empty


@settings(max_examples=25, derandomize=True, deadline=None)
@given(sizes=st.lists(st.integers(1, 6), max_size=7), least=st.integers(3, 5))
def test_no_small_group_can_be_worked_out_from_the_sum_of_all(sizes, least):
    told = _totals({f"g{at}": size for at, size in enumerate(sizes)}, least)
    hidden = [size for at, size in enumerate(sizes) if isinstance(told[f"g{at}"], str)]
    assert all(size in hidden for size in sizes if size < least)
    if hidden and len(hidden) < len(sizes):
        assert len(hidden) > 1 and sum(hidden) >= least


def test_nothing_but_sums_can_be_reached():
    held = AggregateOnly(_data(SECRET, 2, 3, 4), 3)
    for access in (
        lambda: held["value"], lambda: list(held), lambda: held.value, lambda: len(held),
        lambda: pd.DataFrame(held), lambda: held.__dict__, lambda: vars(held),
        lambda: held.to_parquet("x"), lambda: pickle.dumps(held), lambda: copy.deepcopy(held),
        lambda: copy.copy(held), lambda: dataclasses.asdict(held),
    ):  # fmt: skip
        with pytest.raises((TypeError, AttributeError, ValueError)):
            access()
    with pytest.raises(AttributeError):
        held.more = 1
    assert repr(held) == str(held) == f"{held}" == "<AggregateOnly>"
    assert nothing().total(pd.Series(["a"]), "energy_tce", 2021).empty


def test_what_was_given_may_change_without_changing_it():
    rows = _data(1, 2, 3)
    held = AggregateOnly(rows, 3)
    rows["value"] = 0.0
    assert held.total(pd.Series(["a"] * 3), "energy_tce", 2021)["total"].tolist() == [6.0]


def test_a_ledger_has_no_such_table():
    header = ["企业编号", "年度", "指标", "指标值"]
    sheets = good_sheets()
    sheets["统计资料"] = [header, [CODE, 2021, "工业总产值（万元）", SECRET]]
    ledger = ledger_of(sheets)
    assert "statistics" not in ledger.tables
    assert "statistics" not in ledger.sources
    with pytest.raises(KeyError):
        ledger["statistics"]
    assert not any(
        frame.astype("str").isin([str(SECRET)]).any(axis=None) for frame in ledger.tables.values()
    )
    shown = repr(ledger) + ledger._repr_html_()
    assert str(SECRET) not in shown and "统计资料" not in shown
    with pytest.raises(TypeError):
        pickle.dumps(ledger)


def test_how_many_enterprises_a_suppressed_sum_stands_for_is_not_told():
    by = pd.Series(["a"] * 2 + ["b"] * 3)
    found = AggregateOnly(_data(1, 1, 1, 1, 1), 3).total(by, "energy_tce", 2021)
    assert found["enterprises"].isna().tolist() == [True, True]
    assert found["total"].isna().tolist() == [True, True]


def test_an_enterprise_with_several_rows_is_one():
    rows = pd.concat([_data(1, 2), _data(1, 2)])
    (found,) = AggregateOnly(rows, 3).total(pd.Series(["a", "a"]), "energy_tce", 2021).itertuples()
    assert found.suppressed == "few"
