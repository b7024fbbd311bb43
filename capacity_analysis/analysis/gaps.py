"""How far a line is from the official levels: gap, tier and saving potential.

At or below the advanced level is 标杆, at or below the baseline 达标, above it 低于基准水平; a mandatory
limit has three levels, and above the third a line is over the limit (超限额). A gap is a difference,
never a ratio: converter steel's levels are negative.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..standards import Confidence, may_decide
from .levels import BELOW_BASELINE, Ground, applying, places_reported, reported
from .limit_corrections import corrected

TIERS = BELOW_BASELINE.tiers

_MEASURED = ("measured", "measured_low", "measured_high")
_REPORTED = (*_MEASURED, "output_quantity", "coefficient_confidence", "definition_confidence",
             "reason")  # fmt: skip
_WORKING = ("product_differs", "level_confidence", "coefficient_confidence",
            "correction_confidence", "baseline_lowest", "baseline_highest",
            "power_correction_kwh")  # fmt: skip

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
    scale = np.maximum(1.0, np.abs(np.nan_to_num(level, posinf=0.0, neginf=0.0)))
    result: npt.NDArray[np.bool_] = measured <= level + ROUNDING * scale
    return result


def tier(
    measured: npt.ArrayLike,
    *levels: npt.ArrayLike,
    names: Sequence[str] = TIERS,
) -> npt.NDArray[np.str_]:
    """Return the tier that a measured value reaches; an empty text where it or the last level is missing.

    Parameters
    ----------
    measured : array_like
        Unit energy, as the levels count it.
    *levels : array_like
        The levels, from the best on. One that a document does not have is reached by nobody.
    names : sequence of str
        A name for each level, and one for what misses them all.

    Examples
    --------
    >>> tier([-30.0, -10.0, -9.0], -30.0, -10.0).tolist()
    ['advanced', 'baseline', 'below']

    """
    missing = np.isnan(np.asarray(measured, float) + np.asarray(levels[-1], float))
    reached = [at_or_below(measured, level) for level in levels]
    # What misses the last level misses all, wherever a correction has moved the others.
    return np.select([missing, ~reached[-1], *reached], ["", names[-1], *names[:-1]], default="")


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
    between them, so that negative levels work too. Without an advanced level nothing is too low.

    Examples
    --------
    Clinker, scale 117: below 100 - 0.5 x 117 = 41.5, or above 117 + 2 x 117 = 351.

    >>> implausible([41.0, 42.0, 351.0, 352.0], 100.0, 117.0, 0.5, 2.0).tolist()
    ['implausibly_low', '', '', 'implausibly_high']

    """
    measured, advanced, baseline = (
        np.asarray(values, float) for values in (measured, advanced, baseline)
    )
    scale = np.fmax.reduce(
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
    measured: pd.DataFrame,
    levels: pd.DataFrame | None,
    kgce_per: Mapping[str, float],
    *,
    ground: Ground = BELOW_BASELINE,
    absent: Iterable[str] = (),
    corrections: pd.DataFrame | None = None,
    conditions: pd.DataFrame | None = None,
    labels: Mapping[str, str] | None = None,
    below_advanced: float = np.inf,
    above_baseline: float = np.inf,
    conversion_confidence: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Compare every line with each level that applies to its product, on one ground.

    Parameters
    ----------
    lines : DataFrame
        One row per line in the order of `line_code`: `product_id`, `out_of_operation` (missing for
        a line in operation).
    measured : DataFrame
        What `intensity.by_indicator` returns, for the year assessed only.
    levels : DataFrame or None
        What `levels.in_common_shape` returns; None where no document is in force.
    kgce_per : mapping of str to float
        Standard coal of one ``kgce``, ``kgoe`` and ``kWh``.
    ground : Ground, optional
        The ground: benchmark levels by default, or the mandatory limits.
    absent : iterable of str, optional
        Products whose levels stand only in documents that are not in force on the day.
    corrections, conditions, labels : optional
        As for `limit_corrections.corrected`; without `corrections` every level stands as it is,
        and without `conditions` nobody reported any.
    below_advanced, above_baseline : float, optional
        How far outside its levels a unit energy may lie before it is taken for a slip of the data
        and gives no verdict, in scales of the level (see `implausible`).
    conversion_confidence : mapping of str to str, optional
        Mark of the conversion behind a unit of `kgce_per`, where the verdict rests on one.

    Returns
    -------
    DataFrame
        One row per line and level (one for a line without any): `line_code`, `product_id`,
        `row_id`, `document_id`, `indicator`, `unit`, `advanced`, `access` (of limits), `baseline`
        (as corrected), `binding`, `measured`, `measured_low`, `measured_high`, `gap_to_baseline`,
        `gap_to_advanced`, `gap_kgce` (to the baseline, per unit of output), `tier`, `result` (hit,
        clear, undecided, review), `confidence`, `definition_confidence`, `reason` (of undecided
        lines, and of a review that is not one of confidence), `saving_to_baseline_tce`,
        `saving_to_advanced_tce`, `output_quantity`, `energy_tce`, `silent`, `out_of_operation`, and
        `correction`, `correction_rows` and `correction_missing` of `limit_corrections.corrected`.

    """
    table = _with_measured(applying(lines, measured, levels), measured)
    table["reason"] = _reasons(table, levels, ground, set(absent))
    table = _with_corrections(table, corrections, conditions, labels)
    table = table.assign(**_as_counted(table, kgce_per))
    slips = implausible(
        table["measured"], table["advanced"], table["baseline"], below_advanced, above_baseline
    )
    table["reason"] = table["reason"].where(slips == "", pd.Series(slips, dtype="str"))
    undecided = table["reason"].notna()
    table.loc[undecided, list(_MEASURED)] = np.nan
    table["gap_to_baseline"] = table["measured"] - table["baseline"]
    table["gap_to_advanced"] = table["measured"] - table["advanced"]
    per_unit = _of_numerator(table["unit"], kgce_per).astype(float)
    table["gap_kgce"] = table["gap_to_baseline"] * per_unit
    reached = tier(table["measured"], *(table[at] for at in ground.places), names=ground.tiers)
    known = pd.Series(reached, dtype="str").replace("", np.nan)
    table["tier"] = pd.Categorical(known, categories=ground.tiers)
    converted = _of_numerator(table["unit"], conversion_confidence or {})
    table["confidence"] = _weakest_of(
        table["level_confidence"],
        table["coefficient_confidence"],
        converted,
        table["correction_confidence"],
    )
    table.loc[undecided, "confidence"] = np.nan
    table["result"], table["reason"] = _judged(table, ground)
    for target in ("baseline", "advanced"):
        table[f"saving_to_{target}_tce"] = saving_potential_tce(
            table["measured"], table[target], table["output_quantity"], per_unit
        )
    return table.drop(columns=list(_WORKING))


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
        What `gaps` returns, all rows or one per line.
    before : DataFrame
        What `intensity.by_indicator` returns, for the year before.
    kgce_per, below_advanced, above_baseline
        As for `gaps`.

    """
    then = reported(before, found["line_code"], found["indicator"])
    measured = in_level_unit(then["measured"], found["unit"], kgce_per)
    same = then["product_id"].astype("str").to_numpy() == found["product_id"].to_numpy()
    slips = implausible(
        measured, found["advanced"], found["baseline"], below_advanced, above_baseline
    )
    sure = _may_decide(then["coefficient_confidence"]).to_numpy()
    return np.where(same & (slips == "") & sure, measured, np.nan)


def in_level_unit(
    measured: pd.Series, unit: pd.Series, kgce_per: Mapping[str, float]
) -> npt.NDArray[np.float64]:
    """Return unit energy as a level counts it: in kgce, kgoe or kWh, per unit of output.

    Parameters
    ----------
    measured : Series of float
        Unit energy in kgce, or in kWh where the level is in kWh.
    unit : Series of str
        Unit of the level, row by row.
    kgce_per : mapping of str to float
        Standard coal of one ``kgce``, ``kgoe`` and ``kWh``.

    Examples
    --------
    >>> units = pd.Series(["kgce/t", "kgoe/t", "kWh/t"])
    >>> in_level_unit(pd.Series([30.0, 30.0, 30.0]), units, {"kgce": 1, "kgoe": 1.5, "kWh": 0.1}).tolist()
    [30.0, 20.0, 30.0]

    """
    one = _of_numerator(unit, {**kgce_per, "kWh": 1.0}).to_numpy(float)
    found: npt.NDArray[np.float64] = measured.to_numpy(float) / one
    return found


def _of_numerator(unit: pd.Series, values: Mapping[str, float] | Mapping[str, str]) -> pd.Series:
    """Return a value for the unit of energy that each unit counts in; each unit is read once."""
    units = pd.Categorical(unit)
    found = pd.Series([values.get(each.split("/")[0]) for each in units.categories]).array
    return pd.Series(
        found.take(units.codes, allow_fill=True), unit.index
    )  # -1, of no unit: no value


def _with_measured(table: pd.DataFrame, measured: pd.DataFrame) -> pd.DataFrame:
    """Add what each line reported for the indicator of its level, and all the energy it used."""
    whole = places_reported(measured, table["line_code"], "comprehensive")
    own = places_reported(measured, table["line_code"], table["indicator"])
    known = own >= 0
    held = measured[list(_REPORTED)].reset_index(drop=True)
    found = held.reindex(np.where(known, own, whole)).reset_index(drop=True)
    # No row of its own, though all its energy adds up: an indicator that nobody measured.
    lacking = ~known & (whole >= 0) & table["indicator"].notna().to_numpy()
    found["reason"] = found["reason"].astype("str")
    found["reason"] = found["reason"].mask(
        lacking & found["reason"].isna().to_numpy(), "indicator_not_supported"
    )
    own_values = {name: found[name].where(known) for name in _MEASURED}
    energy = np.append(measured["energy_kgce"].to_numpy(float), np.nan)[whole]
    return table.assign(**{**found, **own_values}, energy_tce=energy / 1000.0)


def _reasons(
    table: pd.DataFrame, levels: pd.DataFrame | None, ground: Ground, absent: set[str]
) -> pd.Series:
    """Return the first reason why a line cannot be decided; missing where it can."""
    no_row = table["row_id"].isna()
    reasons = table["reason"]
    for applies, reason in (  # from the last to the first: each overrules those before it
        (table["silent"], "nothing_reported"),
        (table["baseline"].isna(), "level_open"),
        (no_row, ground.no_row),
        (no_row & table["product_id"].isin(absent), "level_absent_on_date"),
        (no_row & (levels is None), "no_document"),
        (table["product_differs"], "product_differs"),
        (table["out_of_operation"].notna(), "not_in_operation"),
    ):
        reasons = reasons.mask(applies.astype(bool), reason)
    return reasons


def _with_corrections(
    table: pd.DataFrame,
    corrections: pd.DataFrame | None,
    conditions: pd.DataFrame | None,
    labels: Mapping[str, str] | None,
) -> pd.DataFrame:
    if corrections is None or not _any_corrected(table, corrections):
        text = pd.Series(np.nan, index=table.index, dtype="str")
        names = ("correction", "correction_rows", "correction_missing", "correction_confidence")
        return table.assign(
            baseline_lowest=table["baseline"],
            baseline_highest=table["baseline"],
            power_correction_kwh=0.0,
            **dict.fromkeys(names, text),
        )
    if conditions is None:
        conditions = pd.DataFrame({"line_code": [], "attribute": [], "value": []})
    return corrected(table, corrections, conditions, labels)


def _any_corrected(table: pd.DataFrame, corrections: pd.DataFrame) -> bool:
    """Return whether any level of these lines is one that a standard corrects."""
    named = {row for rows in corrections["corrects"] for row in rows.split(";")}
    return bool(table["row_id"].isin(named).any())


def _as_counted(
    table: pd.DataFrame, kgce_per: Mapping[str, float]
) -> dict[str, npt.NDArray[np.float64]]:
    """Return the measured values as the level counts them, less the power that a charge explains."""
    # What a reading in kWh loses as kWh, one in kgce loses as standard coal.
    in_kwh = _of_numerator(table["unit"], {"kWh": 1.0}).notna()
    explained = table["power_correction_kwh"] * np.where(in_kwh, 1.0, kgce_per["kWh"])
    return {
        name: in_level_unit(table[name] - explained, table["unit"], kgce_per) for name in _MEASURED
    }


def _weakest_of(first: pd.Series, *others: pd.Series) -> pd.Series:
    """Return the weakest of several marks row by row; missing where there is no first one."""
    marks = [mark.value for mark in Confidence]  # from strong to weak
    ranks = [pd.Categorical(given, categories=marks).codes for given in (first, *others)]
    weakest = np.where(ranks[0] < 0, -1, np.maximum.reduce(ranks))
    chosen = pd.Categorical.from_codes(weakest, categories=pd.Index(marks))
    return pd.Series(chosen, index=first.index).astype("str")


def _judged(table: pd.DataFrame, ground: Ground) -> tuple[pd.Series, pd.Series]:
    """Return hit, clear, review or undecided, and why a line is reviewed that is sure otherwise.

    A verdict that may stand after the weakest mark still falls where another way of sharing out
    the energy, or a correction whose condition nobody reported, could turn it.
    """
    has_tier = table["tier"].notna()
    missed = (table["tier"] == ground.tiers[-1]).to_numpy()
    low, high = table["measured_low"], table["measured_high"]
    shared = np.where(
        missed, at_or_below(low, table["baseline"]), ~at_or_below(high, table["baseline"])
    )
    turned = np.where(
        missed,
        at_or_below(low, table["baseline_highest"]),
        ~at_or_below(high, table["baseline_lowest"]),
    )
    reason = table["reason"].mask(has_tier & turned, "correction_unknown")
    reason = reason.mask(has_tier & shared, "allocation_sensitive")
    decisive = _may_decide(table["confidence"]) & table["binding"] & ~turned & ~shared
    chosen = np.select(
        [~has_tier, ~decisive, missed], ["undecided", "review", "hit"], default="clear"
    )
    return pd.Series(chosen, index=table.index, dtype="str"), reason


def _may_decide(confidence: pd.Series) -> pd.Series:
    return confidence.isin([mark.value for mark in Confidence if may_decide(mark)])
