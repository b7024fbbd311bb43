"""Levels of several documents in one shape, and the two grounds that rest on them.

A mandatory limit (强制性能耗限额) and a benchmark level (基准水平) have each their own law, deadline and
authority: a line is held against both, and the answers are never mixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd

from .frames import typed

COLUMNS = ("row_id", "document_id", "product_id", "indicator", "unit", "advanced", "access",
           "baseline", "confidence", "binding")  # fmt: skip
_PLACES = ("advanced", "access", "baseline")


@dataclass(frozen=True)
class Ground:
    """A ground on which a line's unit energy is judged.

    Attributes
    ----------
    id : str
        Name of the ground.
    kind : str
        The kind of table whose rows are its levels.
    levels : mapping of str to str
        Column of that kind -> its place in the common shape.
    tiers : tuple of str
        Names of the tiers, from the best to the one that misses the last level.
    no_row : str
        The reason of a product without a row.

    """

    id: str
    kind: str
    levels: Mapping[str, str] = field(hash=False)
    tiers: tuple[str, ...]
    no_row: str

    @property
    def places(self) -> tuple[str, ...]:
        """The levels of the common shape that the ground has, from the best on."""
        return tuple(self.levels.values())


BELOW_BASELINE = Ground(
    "below_baseline",
    "benchmark_levels",
    {"advanced": "advanced", "baseline": "baseline"},
    ("advanced", "baseline", "below"),
    "no_level",
)
OVER_LIMIT = Ground(
    "over_limit",
    "energy_limits",
    {"level_1": "advanced", "level_2": "access", "level_3": "baseline"},
    ("level_1", "level_2", "level_3", "over"),
    "no_limit",
)


def in_common_shape(rows: pd.DataFrame, ground: Ground) -> pd.DataFrame:
    """Return the rows of a kind as levels that lines can be compared with.

    Parameters
    ----------
    rows : DataFrame
        Rows of `ground.kind` that apply on the day (`Standards.rows_in_force`), with `document_id`
        and `binding`.
    ground : Ground
        Whose levels they are.

    Returns
    -------
    DataFrame
        `COLUMNS`: `advanced` and `baseline` are a benchmark's two levels, or levels 1 and 3 of a
        limit, whose level 2 is `access`; a level that the document does not have is missing.

    Examples
    --------
    >>> rows = pd.DataFrame({"row_id": ["r"], "document_id": ["d"], "product_id": ["clinker"],
    ...     "indicator": ["comprehensive"], "unit": ["kgce/t"], "level_1": [1.0],
    ...     "level_2": [2.0], "level_3": [3.0], "confidence": ["verified"], "binding": [True]})
    >>> in_common_shape(rows, OVER_LIMIT)[["advanced", "access", "baseline"]].values.tolist()
    [[1.0, 2.0, 3.0]]

    """
    shaped = rows.rename(columns=dict(ground.levels))
    return typed(shaped.reindex(columns=list(COLUMNS)), {"access": float}).reset_index(drop=True)


def pairs(
    products: pd.Series, levels: pd.DataFrame
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Pair every line with each level of its product: a line must meet all that apply.

    Parameters
    ----------
    products : Series of str
        Product of each line.
    levels : DataFrame
        `product_id` of each level.

    Returns
    -------
    lines : array of int
        Position of the line, once for each of its levels; once where it has none.
    rows : array of int
        Position of the level, in the order of `levels`; -1 where the line has none.

    Examples
    --------
    >>> levels = pd.DataFrame({"product_id": ["clinker", "lime", "clinker"]})
    >>> lines, rows = pairs(pd.Series(["clinker", "bread", "lime"]), levels)
    >>> lines.tolist(), rows.tolist()
    ([0, 0, 1, 2], [0, 2, -1, 1])

    """
    made = pd.Categorical(products)
    of_level = made.categories.get_indexer(pd.Index(levels["product_id"].astype("str")))
    by_product = np.argsort(of_level, kind="stable")
    first = np.searchsorted(of_level[by_product], made.codes, "left")
    beyond = np.searchsorted(of_level[by_product], made.codes, "right")
    count = np.where(made.codes >= 0, beyond - first, 0)
    repeats = np.maximum(count, 1)
    lines = np.repeat(np.arange(len(made)), repeats)
    offset = np.arange(len(lines)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    rows = np.full(len(lines), -1)
    held = count[lines] > 0
    rows[held] = by_product[(first[lines] + offset)[held]]
    return lines, rows


def applying(
    lines: pd.DataFrame, measured: pd.DataFrame, levels: pd.DataFrame | None
) -> pd.DataFrame:
    """Return every line with each level that applies to it; the product made goes before the declared.

    Parameters
    ----------
    lines, measured, levels
        As for `gaps.gaps`.

    Returns
    -------
    DataFrame
        One row per line and level (one for a line without any): `line_code`, `product_id`,
        `product_differs` (made and declared differ, and a level applies to either: a line may not
        choose the product whose level suits it), `silent` (nothing reported), `out_of_operation`,
        and `COLUMNS`, the confidence as `level_confidence`.

    """
    first = measured.drop_duplicates("line_code").set_index("line_code")["product_id"]
    made = first.reindex(np.arange(len(lines))).astype("str").reset_index(drop=True)
    declared = lines["product_id"].astype("str").reset_index(drop=True)
    product = made.where(made.notna(), declared)
    known = pd.DataFrame(columns=list(COLUMNS)) if levels is None else levels
    covered = product.isin(known["product_id"]) | declared.isin(known["product_id"])
    per_line = pd.DataFrame(
        {
            "line_code": np.arange(len(lines), dtype="int32"),
            "product_id": product,
            "product_differs": made.notna() & (made != declared) & covered,
            "silent": ~np.isin(np.arange(len(lines)), first.index),
            "out_of_operation": lines["out_of_operation"].astype("str").array,
        }
    )
    line, row = pairs(product, known)
    texts = dict.fromkeys(["row_id", "document_id", "indicator", "unit", "confidence"], "str")
    of_levels = typed(known.drop(columns="product_id"), texts | dict.fromkeys(_PLACES, float))
    applied = of_levels.reset_index(drop=True).reindex(row).reset_index(drop=True)
    table = pd.concat([per_line.iloc[line].reset_index(drop=True), applied], axis=1)
    table["binding"] = table["binding"].eq(True)
    return table.rename(columns={"confidence": "level_confidence"})


def reported(
    measured: pd.DataFrame, line_code: pd.Series, indicator: pd.Series | str
) -> pd.DataFrame:
    """Return what lines reported for an indicator, row by row.

    Parameters
    ----------
    measured : DataFrame
        What `intensity.by_indicator` returns, for one year.
    line_code : Series of int
        The line of each row.
    indicator : Series of str, or str
        The indicator of each row; missing where a line has no level.

    Returns
    -------
    DataFrame
        The columns of `measured`, missing where there is no such row, and `known`.

    Examples
    --------
    >>> measured = pd.DataFrame({"line_code": [0, 0], "indicator": ["fuel", "electricity"],
    ...     "measured": [90.0, 60.0]})
    >>> found = reported(measured, pd.Series([0, 1]), "electricity")
    >>> found["measured"].tolist(), found["known"].tolist()
    ([60.0, nan], [True, False])

    """
    at = places_reported(measured, line_code, indicator)
    found = measured.reset_index(drop=True).reindex(at).reset_index(drop=True)
    return found.assign(known=at >= 0)


def places_reported(
    measured: pd.DataFrame, line_code: pd.Series, indicator: pd.Series | str
) -> npt.NDArray[np.int64]:
    """Return the place in `measured` of what `reported` returns; -1 where there is no such row."""
    held = pd.Categorical(measured["indicator"])
    if isinstance(indicator, str):
        wanted = np.full(len(line_code), held.categories.get_indexer(pd.Index([indicator]))[0])
    else:
        named = pd.Categorical(indicator)
        wanted = np.append(held.categories.get_indexer(named.categories), -1)[named.codes]
    width, of_row = len(held.categories), measured["line_code"].to_numpy(np.int64)
    lines = line_code.to_numpy(np.int64)
    # One place for each line and indicator: a look-up costs no search.
    places = np.full((max(lines.max(initial=-1), of_row.max(initial=-1)) + 1) * width + 1, -1)
    places[of_row * width + held.codes] = np.arange(len(measured))
    at: npt.NDArray[np.int64] = np.where(
        wanted >= 0, places[np.where(wanted >= 0, lines * width + wanted, -1)], -1
    )
    return at
