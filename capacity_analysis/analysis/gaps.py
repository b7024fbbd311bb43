"""How far a line is from the official levels: gap, tier and saving potential.

At or below the advanced level is 标杆, at or below the baseline 达标, above it 低于基准水平. A gap is a
difference, never a ratio: converter steel's levels are negative.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..standards import Confidence, may_decide

TIERS = ("advanced", "baseline", "below")

# Binary sums may miss a level by some units in the last place; figures that people can report
# differ by far more. A line exactly at its level must pass.
ROUNDING = 1e-9


def at_or_below(measured: npt.ArrayLike, level: npt.ArrayLike) -> npt.NDArray[np.bool_]:
    """Return whether a measured value passes a level (lower is better).

    The comparison is that of full values (全数值比较法), apart from binary rounding.

    Examples
    --------
    >>> at_or_below([116.9, 117.0, 117.1], 117.0).tolist()
    [True, True, False]
    >>> at_or_below(0.1 + 0.2, 0.3).tolist()
    True

    """
    measured, level = np.asarray(measured, float), np.asarray(level, float)
    result: npt.NDArray[np.bool_] = measured <= level + ROUNDING * np.maximum(1.0, np.abs(level))
    return result


def tier(
    measured: npt.ArrayLike, advanced: npt.ArrayLike, baseline: npt.ArrayLike
) -> npt.NDArray[np.str_]:
    """Return ``advanced``, ``baseline`` or ``below``; an empty text where anything is missing.

    Examples
    --------
    >>> tier([-30.0, -10.0, -9.0], -30.0, -10.0).tolist()
    ['advanced', 'baseline', 'below']

    """
    measured, advanced, baseline = (
        np.asarray(values, float) for values in (measured, advanced, baseline)
    )
    missing = np.isnan(measured + advanced + baseline)
    return np.select(
        [missing, at_or_below(measured, advanced), at_or_below(measured, baseline)],
        ["", "advanced", "baseline"],
        default="below",
    )


def implausible(
    measured: npt.ArrayLike,
    advanced: npt.ArrayLike,
    baseline: npt.ArrayLike,
    below_advanced: float,
    above_baseline: float,
) -> npt.NDArray[np.str_]:
    """Return ``implausibly_low``, ``implausibly_high`` or an empty text.

    A line that leaves its coal out would look like the best of all, and a slip of ten thousand
    like the worst. The scale of a level is the largest of |advanced|, |baseline| and the distance
    between them, so that negative levels work too.

    Examples
    --------
    Clinker, scale 117: below 100 - 0.5 x 117 = 41.5, or above 117 + 2 x 117 = 351.

    >>> implausible([41.0, 42.0, 351.0, 352.0], 100.0, 117.0, 0.5, 2.0).tolist()
    ['implausibly_low', '', '', 'implausibly_high']

    """
    measured, advanced, baseline = (
        np.asarray(values, float) for values in (measured, advanced, baseline)
    )
    scale = np.maximum.reduce(
        [np.abs(advanced), np.abs(baseline), np.broadcast_to(baseline - advanced, advanced.shape)]
    )
    low = measured < advanced - below_advanced * scale
    high = measured > baseline + above_baseline * scale
    return np.select([low, high], ["implausibly_low", "implausibly_high"], default="")


def saving_potential_tce(
    measured: npt.ArrayLike,
    target: npt.ArrayLike,
    output: npt.ArrayLike,
    kgce_per_unit: npt.ArrayLike,
) -> npt.NDArray[np.float64]:
    """Return max(unit energy - target level, 0) x output, in tce a year.

    Parameters
    ----------
    measured, target : array_like
        Unit energy and target level, in the level's own unit per unit of output.
    output : array_like
        Output of the year, in units of output.
    kgce_per_unit : array_like
        Standard coal of one energy unit of the level (1 for kgce, its equivalent value for kWh).

    Examples
    --------
    117 - 100 = 17 kgce/t, over 1,000,000 t: 17,000 tce.

    >>> float(saving_potential_tce(117.0, 100.0, 1_000_000, 1.0))
    17000.0

    """
    excess = np.asarray(measured, float) - np.asarray(target, float)
    excess = np.where(at_or_below(measured, target), 0.0, excess)
    saved: npt.NDArray[np.float64] = (
        excess * np.asarray(output, float) * np.asarray(kgce_per_unit, float) / 1000.0
    )
    return saved


def gaps(
    lines: pd.DataFrame,
    unit_energy: pd.DataFrame,
    levels: pd.DataFrame | None,
    kgce_per: Mapping[str, float],
    *,
    below_advanced: float = np.inf,
    above_baseline: float = np.inf,
    conversion_confidence: Mapping[str, str] | None = None,
    binding: bool = True,
) -> pd.DataFrame:
    """Compare every line with the level of its product.

    Parameters
    ----------
    lines : DataFrame
        One row per line in the order of `line_code`: `product_id`, `out_of_operation` (missing for
        a line in operation).
    unit_energy : DataFrame
        What `intensity.unit_energy` returns, for the year assessed only, with
        `coefficient_confidence`.
    levels : DataFrame or None
        Rows of the benchmark document in force: `row_id`, `product_id`, `indicator`, `unit`,
        `advanced`, `baseline`, `confidence`; None where no document is in force.
    kgce_per : mapping of str to float
        Standard coal of one ``kgce``, ``kgoe`` and ``kWh``.
    below_advanced, above_baseline : float, optional
        How far outside its levels a unit energy may lie before it is taken for a slip of the data
        and gives no verdict, in scales of the level (see `implausible`).
    conversion_confidence : mapping of str to str, optional
        Mark of the conversion behind a unit of `kgce_per`, where the verdict rests on one.
    binding : bool, optional
        Whether the document may decide; one that may not (a target, an association's list) leads
        to review at most.

    Returns
    -------
    DataFrame
        One row per line: `line_code`, `product_id`, `row_id`, `indicator`, `unit`, `advanced`,
        `baseline`, `measured`, `gap_to_baseline`, `gap_to_advanced`, `tier`, `result`
        (hit, clear, undecided, review), `confidence`, `reason`, `saving_to_baseline_tce`,
        `saving_to_advanced_tce`, `output_quantity`, `energy_tce`.

    """
    table = _with_unit_energy(lines, unit_energy)
    table = _with_level(table, levels)
    per_unit = _kgce_per_numerator(table["unit"], kgce_per)
    table["reason"] = _reasons(table, levels)
    undecided = table["reason"].notna()
    table["measured"] = in_level_unit(table, table, kgce_per)
    table.loc[undecided, "measured"] = np.nan
    slips = implausible(
        table["measured"], table["advanced"], table["baseline"], below_advanced, above_baseline
    )
    table["reason"] = table["reason"].where(slips == "", pd.Series(slips, dtype="str"))
    undecided = table["reason"].notna()
    table.loc[undecided, "measured"] = np.nan
    table["gap_to_baseline"] = table["measured"] - table["baseline"]
    table["gap_to_advanced"] = table["measured"] - table["advanced"]
    levels_met = tier(table["measured"], table["advanced"], table["baseline"])
    known = pd.Series(levels_met, dtype="str").replace("", np.nan)
    table["tier"] = pd.Categorical(known, categories=TIERS)
    converted = _numerator(table["unit"]).map(dict(conversion_confidence or {}))
    table["confidence"] = _weakest_of(
        table["level_confidence"], table["coefficient_confidence"], converted
    )
    table.loc[undecided, "confidence"] = np.nan
    table["result"] = _result(table, binding)
    for target in ("baseline", "advanced"):
        table[f"saving_to_{target}_tce"] = saving_potential_tce(
            table["measured"], table[target], table["output_quantity"], per_unit
        )
    table["energy_tce"] = table["energy_kgce"] / 1000.0
    return table.drop(columns=["level_confidence", "coefficient_confidence", "energy_kgce",
                               "declared", "product_differs", "level_concerned"])  # fmt: skip


def in_level_unit(
    level: pd.DataFrame, unit_energy: pd.DataFrame, kgce_per: Mapping[str, float]
) -> npt.NDArray[np.float64]:
    """Return unit energy as the level counts it: in kgce, kgoe or kWh, per unit of output.

    Parameters
    ----------
    level : DataFrame
        `indicator` and `unit` of the level, row by row.
    unit_energy : DataFrame
        `unit_energy_kgce` and `unit_electricity_kwh`, row by row.
    kgce_per : mapping of str to float
        Standard coal of one ``kgce``, ``kgoe`` and ``kWh``.

    """
    kgce = unit_energy["unit_energy_kgce"].to_numpy(float)
    by_fuel = kgce / _kgce_per_numerator(level["unit"], kgce_per).to_numpy(float)
    by_electricity = unit_energy["unit_electricity_kwh"].to_numpy(float)
    return np.where((level["indicator"] == "electricity").to_numpy(), by_electricity, by_fuel)


def year_before(
    found: pd.DataFrame,
    before: pd.DataFrame,
    kgce_per: Mapping[str, float],
    *,
    below_advanced: float = np.inf,
    above_baseline: float = np.inf,
) -> npt.NDArray[np.float64]:
    """Return each line's unit energy of the year before, as its present level counts it.

    Missing where the line made another product then, where the number is implausible, or where it
    rests on a coefficient that may not decide: a change is only said between two years that can be
    compared.

    Parameters
    ----------
    found : DataFrame
        What `gaps` returns.
    before : DataFrame
        What `intensity.unit_energy` returns, for the year before.
    kgce_per, below_advanced, above_baseline
        As for `gaps`.

    """
    reported = before.set_index("line_code").reindex(found["line_code"])
    measured = in_level_unit(found, reported, kgce_per)
    same = reported["product_id"].astype("str").to_numpy() == found["product_id"].to_numpy()
    slips = implausible(
        measured, found["advanced"], found["baseline"], below_advanced, above_baseline
    )
    sure = _may_decide(reported["coefficient_confidence"]).to_numpy()
    return np.where(same & (slips == "") & sure, measured, np.nan)


def _kgce_per_numerator(unit: pd.Series, kgce_per: Mapping[str, float]) -> pd.Series:
    return _numerator(unit).map(dict(kgce_per)).astype(float)


def _numerator(unit: pd.Series) -> pd.Series:
    return unit.astype("str").str.extract("^([^/]+)", expand=False)


def _with_unit_energy(lines: pd.DataFrame, unit_energy: pd.DataFrame) -> pd.DataFrame:
    """Return one row per line with what it reported; the product made goes before the declared."""
    columns = ["output_quantity", "energy_kgce", "unit_energy_kgce", "unit_electricity_kwh",
               "coefficient_confidence", "reason"]  # fmt: skip
    reported = unit_energy.set_index("line_code")
    table = reported[columns].reindex(np.arange(len(lines), dtype="int32"))
    made = reported["product_id"].reindex(table.index).astype("str")
    declared = lines["product_id"].astype("str").to_numpy()
    table.insert(0, "product_id", made.where(made.notna(), declared))
    table["product_differs"] = made.notna() & (made != declared)
    table["declared"] = declared
    table["silent"] = ~table.index.isin(reported.index)
    table["out_of_operation"] = lines["out_of_operation"].astype("str").array
    return table.rename_axis("line_code").reset_index()


def _with_level(table: pd.DataFrame, levels: pd.DataFrame | None) -> pd.DataFrame:
    columns = ["row_id", "indicator", "unit", "advanced", "baseline"]
    if levels is None:
        text = pd.Series(np.nan, index=table.index, dtype="str")
        return table.assign(row_id=text, indicator=text, unit=text, advanced=np.nan,
                            baseline=np.nan, level_confidence=text, level_concerned=False)  # fmt: skip
    by_product = levels.set_index("product_id")[[*columns, "confidence"]]
    matched = by_product.reindex(table["product_id"])
    matched = matched.rename(columns={"confidence": "level_confidence"})
    # A line that could be under either product's level may not choose the one that suits it.
    concerned = table["product_id"].isin(by_product.index) | table["declared"].isin(
        by_product.index
    )
    return pd.concat(
        [table.assign(level_concerned=concerned), matched.reset_index(drop=True)], axis=1
    )


def _reasons(table: pd.DataFrame, levels: pd.DataFrame | None) -> pd.Series:
    """Return the first reason why a line cannot be decided; missing where it can."""
    no_row = table["row_id"].isna()
    unsupported = ~table["indicator"].isin(["comprehensive", "electricity"])
    reasons = table["reason"].astype("str")
    for applies, reason in (  # from the last to the first: each overrules those before it
        (table["silent"], "nothing_reported"),
        (unsupported, "indicator_not_supported"),
        (table["advanced"].isna() | table["baseline"].isna(), "level_open"),
        (no_row, "no_level" if levels is not None else "no_document"),
        (table["product_differs"] & table["level_concerned"], "product_differs"),
        (table["out_of_operation"].notna(), "not_in_operation"),
    ):
        reasons = reasons.mask(applies.astype(bool), reason)
    return reasons


def _weakest_of(first: pd.Series, *others: pd.Series) -> pd.Series:
    """Return the weakest of several marks row by row; missing where there is no first one."""
    marks = [mark.value for mark in Confidence]  # from strong to weak
    ranks = [pd.Categorical(given, categories=marks).codes for given in (first, *others)]
    weakest = np.where(ranks[0] < 0, -1, np.maximum.reduce(ranks))
    chosen = pd.Categorical.from_codes(weakest, categories=pd.Index(marks))
    return pd.Series(chosen, index=first.index).astype("str")


def _result(table: pd.DataFrame, binding: bool) -> pd.Series:
    """Return hit, clear, review or undecided after the weakest mark that the number rests on."""
    decisive = _may_decide(table["confidence"]) & binding
    has_tier = table["tier"].notna()
    chosen = np.select(
        [~has_tier, ~decisive, table["tier"] == "below"],
        ["undecided", "review", "hit"],
        default="clear",
    )
    return pd.Series(chosen, index=table.index, dtype="str")


def _may_decide(confidence: pd.Series) -> pd.Series:
    return confidence.isin([mark.value for mark in Confidence if may_decide(mark)])
