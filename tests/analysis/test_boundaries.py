"""Just below, at and just above each level of every packaged row that may decide."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd
import pytest
from cases import KGCE_PER, judged, reading

from capacity_analysis.analysis import gaps, levels
from capacity_analysis.analysis.levels import BELOW_BASELINE, OVER_LIMIT, Ground
from capacity_analysis.standards import Standards, may_decide

GROUNDS = {ground.id: ground for ground in (BELOW_BASELINE, OVER_LIMIT)}
# Units that a ledger's energy is not counted in: no line is judged by them.
NOT_COUNTED = {"gce/kWh"}


@cache
def decisive(ground: Ground) -> dict[str, pd.DataFrame]:
    """Return the levels that may decide in each binding document, in the common shape."""
    found = {}
    for document in Standards.load().documents:
        if ground.kind in document.tables and document.binding:
            rows = document.table(ground.kind).assign(document_id=document.id, binding=True)
            shaped = levels.in_common_shape(rows, ground)
            kept = [may_decide(mark) for mark in shaped["confidence"]]
            found[document.id] = shaped[kept].reset_index(drop=True)
    return found


def steps(level: float) -> list[float]:
    """Return figures just below a level, at it, and just above it."""
    step = 1e-6 * max(1.0, abs(level))
    return [level - step, level, level + step]


def every_row() -> list[pytest.param]:
    return [
        pytest.param(ground.id, (row.advanced, row.access, row.baseline), id=row.row_id)
        for ground in GROUNDS.values()
        for rows in decisive(ground).values()
        for row in rows.itertuples()
    ]


@pytest.mark.parametrize(("ground", "given"), every_row())
def test_just_below_at_and_just_above_each_level_of_every_row(ground, given):
    names = GROUNDS[ground].tiers
    here = dict(zip(("advanced", "access", "baseline"), given, strict=True))
    of_ground = [here[place] for place in GROUNDS[ground].places]
    for level in of_ground:
        if np.isnan(level):
            continue
        # A tier by its meaning: the first level, from the best on, that a figure does not exceed.
        expected = [
            next((name for name, each in zip(names, of_ground, strict=False) if value <= each), names[-1])
            for value in steps(level)
        ]  # fmt: skip
        assert gaps.tier(steps(level), *of_ground, names=names).tolist() == expected


@pytest.mark.parametrize(
    ("ground", "document"),
    [(ground.id, document) for ground in GROUNDS.values() for document in decisive(ground)],
)
def test_at_the_last_level_of_every_row_a_line_is_clear_and_just_above_it_is_hit(ground, document):
    rows = decisive(GROUNDS[ground])[document]
    rows = rows[~rows["unit"].isin(NOT_COUNTED)].reset_index(drop=True)
    # One line for each row and step; its output is counted as the row counts it.
    told, wanted = [], []
    for row in rows.itertuples():
        in_unit = {"kWh": 1.0}.get(row.unit.split("/")[0]) or KGCE_PER[row.unit.split("/")[0]]
        for value, result in zip(steps(row.baseline), ("clear", "clear", "hit"), strict=True):
            change = {"line_code": len(wanted), "indicator": row.indicator}
            told.append(reading(value * in_unit, product_id=row.product_id, **change))
            wanted.append((row.row_id, result))
    if not wanted:
        return
    found = judged(told, rows, ground=GROUNDS[ground])
    # Of several rows of a product each line is held against all; it was made for one.
    own = found.set_index(["line_code", "row_id"])["result"]
    assert [own[(line, row)] for line, (row, _) in enumerate(wanted)] == [r for _, r in wanted]


def test_both_editions_of_the_benchmark_levels_and_the_limits_are_among_them():
    assert {"ndrc-2021-1609", "ndrc-2023-723"} <= decisive(BELOW_BASELINE).keys()
    assert {"gb-16780-2021", "gb-21256-2025"} <= decisive(OVER_LIMIT).keys()
