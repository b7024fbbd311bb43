"""Small cells are hidden, and nobody can subtract them out: a solver plays the attacker."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis import disclosure
from capacity_analysis.analysis.disclosure import Relations, hidden, small, sums, together, veiled
from capacity_analysis.analysis.disclosure_attack import bounds

LEAST = 5


def one_total(*parts):
    """A total (cell 0) and its parts."""
    values = np.array([[sum(parts)], *([part] for part in parts)])
    return values, sums(np.zeros(len(parts), dtype=int), np.arange(1, len(parts) + 1))


def grid(inner):
    """A table with its margins: rows sum to the right, columns to the bottom."""
    rows, columns = inner.shape
    full = np.zeros((rows + 1, columns + 1), dtype=int)
    full[:rows, :columns] = inner
    full[:rows, columns], full[rows, :columns] = inner.sum(1), inner.sum(0)
    full[rows, columns] = inner.sum()
    at = np.arange(full.size).reshape(full.shape)
    across = sums(np.repeat(at[:, columns], columns), at[:, :columns].ravel())
    down = sums(np.tile(at[rows], rows), at[:rows].ravel())
    return full.reshape(-1, 1), together(across, down), at


@pytest.mark.parametrize(("count", "away"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_cell_is_small_from_one_person_up_to_the_least_that_may_be_shown(count, away):
    assert small(np.array([[count]]), LEAST).tolist() == [away]


def test_a_cell_is_small_where_any_of_its_layers_is():
    assert small(np.array([[9, 2, 12], [9, 9, 9]]), LEAST).tolist() == [True, False]


def test_the_smallest_sufficient_part_joins_a_small_one():
    # 30 = 3 + 8 + 19: alone the 3 is 30 - 8 - 19. With the 8 it may be 1 to 10.
    values, parts = one_total(3, 8, 19)
    assert hidden(values, parts, LEAST).tolist() == [False, True, True, False]


@pytest.mark.parametrize(
    ("parts", "away"),
    [
        ((1, 3, 30), [False, True, True, True]),  # together 4: each were at most 3
        ((1, 4, 30), [False, True, True, False]),  # together 5: each may be 1 to 4
        ((2, 4, 30), [False, True, True, False]),  # together 6: each may be 1 to 5
    ],
)
def test_what_is_hidden_of_a_shown_total_is_itself_not_a_few(parts, away):
    values, relations = one_total(*parts)
    assert hidden(values, relations, LEAST).tolist() == away


def test_a_cell_of_nobody_stays_shown_and_shelters_nothing():
    values, relations = one_total(3, 0, 9)
    assert hidden(values, relations, LEAST).tolist() == [False, True, False, True]


def test_a_total_of_a_single_part_is_hidden_with_it():
    # The total of 3 would be the part once more.
    upper = sums(np.array([0, 0]), np.array([1, 2]))
    single = sums(np.array([1]), np.array([3]))
    values = np.array([[20], [3], [17], [3]])
    assert hidden(values, together(upper, single), LEAST).tolist() == [False, True, True, True]


def test_a_table_without_small_cells_hides_nothing():
    values, relations = one_total(5, 6, 7)
    assert not hidden(values, relations, LEAST).any()


def test_a_number_that_is_public_elsewhere_shelters_nothing():
    # 40 = 6 + 34 and 6 = 2 + 4: hidden with its parts, the 6 would shelter them; but all know it.
    upper = sums(np.array([0, 0]), np.array([1, 2]))
    lower = sums(np.array([1, 1]), np.array([3, 4]))
    values = np.array([[40], [6], [34], [2], [4]])
    public = np.array([False, True, False, False, False])
    away = hidden(values, together(upper, lower), LEAST, public)
    assert away.tolist() == [False, False, False, True, True]


def test_a_small_cell_is_not_pinned_by_two_relations_that_are_fine_each_by_itself():
    # Rows and columns each hide two cells that sum to 5 or more; all together must hold.
    values, relations, _ = grid(np.array([[1, 6, 9], [7, 2, 9], [9, 9, 9]]))
    away = hidden(values, relations, LEAST)
    few = np.flatnonzero(small(values, LEAST))
    found = bounds(values, relations, away, few)
    assert (found[:, 0] <= 1).all()
    assert (found[:, 1] >= LEAST - 1).all()


def test_a_hidden_row_keeps_no_number_and_no_word_that_counts():
    table = pd.DataFrame({
        "enterprise_id": ["A", "B", "C"], "leaving": [3, 30, 4], "share": [0.1, 0.3, 1.0],
        "procedure": ["none", "mass_layoff", "closure"], "hidden": [True, False, True],
    })  # fmt: skip
    shown = veiled(table)
    assert shown["leaving"].dtype == "Int64"
    assert shown["leaving"].isna().tolist() == [True, False, True]
    assert shown["share"].isna().tolist() == [True, False, True]
    assert shown["procedure"].isna().tolist() == [True, False, False]  # all know that C closes
    assert shown["enterprise_id"].tolist() == ["A", "B", "C"]


def as_wide_as_possible(values, relations, away, layer=0):
    """Whether each small cell may be 1 to 4, or all that it could be if nothing were shown."""
    few = np.flatnonzero((values[:, layer] > 0) & (values[:, layer] < LEAST))
    told = bounds(values, relations, away, few, layer)
    at_all = bounds(values, relations, values[:, layer] > 0, few, layer)
    low, high = np.maximum(1, at_all[:, 0]), np.minimum(LEAST - 1, at_all[:, 1])
    return (told[:, 0] <= low).all() and (told[:, 1] >= high).all()


tables = st.tuples(st.integers(2, 5), st.integers(2, 5), st.sampled_from([4, 9, 25])).flatmap(
    lambda shape: st.lists(
        st.integers(0, shape[2]), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]
    ).map(lambda flat: np.array(flat).reshape(shape[0], shape[1]))
)


@settings(max_examples=12, deadline=None)
@given(tables)
def test_no_table_with_margins_gives_a_small_cell_away(inner):
    values, relations, _ = grid(inner)
    away = hidden(values, relations, LEAST)
    assert away[small(values, LEAST)].all()
    assert not away[values[:, 0] == 0].any()
    assert as_wide_as_possible(values, relations, away)


@settings(max_examples=25, deadline=None)
@given(tables)
def test_the_rules_for_large_tables_leave_no_relation_with_one_or_a_few_hidden(inner):
    values, relations, _ = grid(inner)
    few, known = small(values, LEAST), np.zeros(len(values), dtype=bool)
    away = disclosure._by_thumb(values, relations, LEAST, few, known)
    assert away[few].all()
    value = values[:, 0]
    for number in range(relations.size):
        own = relations.relation == number
        cells, total = relations.cell[own], relations.is_total[own]
        covered = away[cells] & (value[cells] > 0)
        several = int((value[cells] > 0).sum()) > 2
        if covered.any() and several:
            assert covered.sum() >= 2
        if covered.any() and several and not covered[total].any():
            assert value[cells][covered].sum() >= LEAST


def test_the_attack_repairs_what_the_rules_for_large_tables_leave(monkeypatch):
    monkeypatch.setattr(disclosure, "ATTACKED_ALONE", 0)
    rng = np.random.default_rng(3)
    for _ in range(3):
        values, relations, _ = grid(rng.integers(0, 9, (5, 4)))
        assert as_wide_as_possible(values, relations, hidden(values, relations, LEAST))


def test_relations_without_any_entry_are_no_error():
    nothing = np.zeros(0, dtype=np.int64)
    empty = Relations(nothing, nothing, np.zeros(0, dtype=bool))
    assert hidden(np.array([[3], [9]]), empty, LEAST).tolist() == [True, False]
