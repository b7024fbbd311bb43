"""Corrections that a standard prescribes to its limits, for the conditions of a line.

Corrections of one limit apply one after another, in the order of the table. A condition that nobody
reported leaves the level as it stands in the table; between what bounds the correction could then
move it is kept beside it, so that no verdict rests on a correction that was left out.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..standards import Confidence
from ..standards.kinds.corrections import read_terms

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

# Level of the standard -> its place in the common shape.
_PLACES = {"1": "advanced", "2": "access", "3": "baseline"}
_PLACE_OF_LEVEL = ["document_id", "row_id"]
_BY_TERMS = ("add_by_value", "add_by_step", "add_interpolated")
_WHOLE = 100.0  # per cent
_MARKS = [mark.value for mark in Confidence]  # from strong to weak
_TEXTS = ("correction_row", "attribute", "form", "levels", "terms", "condition_attribute",
          "confidence")  # fmt: skip
_NUMBERS = ("condition_above", "coefficient", "reference", "intercept", "most_points")


def furnace_power(terms: Floats, p2o5: Floats, fe2o3: Floats, co2: Floats) -> Floats:
    """Return the furnace power that the charge of a yellow phosphorus furnace explains, in kWh/t.

    t1/(N1 - t2) + (t3/(N1 - t4) - t5) N2 + (t6/(N1 - t7) + t8) N3 - t9, the contents in per cent.
    A charge too poor for the formula gives no number.

    Parameters
    ----------
    terms : array of float, shape (n, 9)
        The numbers of the formula in the order in which it is written.
    p2o5, fe2o3, co2 : array of float
        N1, N2 and N3.

    Examples
    --------
    Invented terms: 100/(21 - 1) + (22/(21 - 10) - 1) x 3 + (16/(21 - 5) + 2) x 4 - 7 = 5 + 3 + 12 - 7.

    >>> terms = np.array([[100.0, 1.0, 22.0, 10.0, 1.0, 16.0, 5.0, 2.0, 7.0]])
    >>> furnace_power(terms, np.array([21.0]), np.array([3.0]), np.array([4.0])).tolist()
    [13.0]

    """
    t = terms.T
    rich = p2o5 > np.max(t[[1, 3, 6]], axis=0, initial=-np.inf)
    n1 = np.where(rich, p2o5, np.nan)
    power: Floats = (
        t[0] / (n1 - t[1])
        + (t[2] / (n1 - t[3]) - t[4]) * fe2o3
        + (t[5] / (n1 - t[6]) + t[7]) * co2
        - t[8]
    )
    return power


def corrected(
    levels: pd.DataFrame,
    corrections: pd.DataFrame,
    conditions: pd.DataFrame,
    labels: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Correct the levels that apply to lines for the conditions that the lines reported.

    Parameters
    ----------
    levels : DataFrame
        One row per line and level: `line_code`, `document_id`, `row_id`, `advanced`, `access`,
        `baseline`.
    corrections : DataFrame
        Rows of the kind ``energy_corrections`` that apply on the day, with `document_id`.
    conditions : DataFrame
        `line_code`, `attribute`, `value` of the year assessed; an attribute that a line has twice
        is unknown.
    labels : mapping of str to str, optional
        Name of each attribute, for `correction`.

    Returns
    -------
    DataFrame
        `levels` with `advanced`, `access` and `baseline` corrected, and: `power_correction_kwh` (to
        be taken from the electricity of a unit of output), `baseline_lowest` and `baseline_highest`
        (between which unknown corrections could still move the baseline; infinite where nobody can
        say), `correction` (attribute, value and effect of each one applied), `correction_rows`
        (their row ids), `correction_missing` (the attributes of unknown ones), all joined by ``；``,
        and `correction_confidence` (the weakest mark of those applied).

    Examples
    --------
    Two points under an invented reference of 60, at 3 per point: 400 + 6.

    >>> level = pd.DataFrame({"line_code": [0], "document_id": ["d"], "row_id": ["r"],
    ...     "advanced": [300.0], "access": [350.0], "baseline": [400.0]})
    >>> rule = pd.DataFrame([{"row_id": "c", "document_id": "d", "corrects": "r", "levels": "3",
    ...     "attribute": "feed_grade_percent", "form": "add_per_point_below", "coefficient": 3.0,
    ...     "reference": 60.0, "intercept": None, "most_points": 5.0, "condition_attribute": "",
    ...     "condition_above": None, "terms": "", "confidence": "verified"}])
    >>> reported = pd.DataFrame(
    ...     {"line_code": [0], "attribute": ["feed_grade_percent"], "value": [58.0]})
    >>> found = corrected(level, rule, reported).iloc[0]
    >>> found["baseline"], found["correction"]
    (np.float64(406.0), 'feed_grade_percent 58：+6')

    """
    each = _with_effect(_prescribed(levels, corrections, conditions))
    size, names = len(levels), labels or {}
    applied, lacking = each[each["applied"]], each[each["open_question"]]
    effects = _named(applied["attribute"], names) + _effect_text(applied)
    return levels.assign(
        **_moved(levels, each),
        power_correction_kwh=np.bincount(each["pair"], each["power"], minlength=size),
        correction=_joined(applied["pair"], effects, size),
        correction_rows=_joined(applied["pair"], applied["correction_row"], size),
        correction_missing=_joined(lacking["pair"], _missing_names(lacking, names), size),
        correction_confidence=_weakest(applied, size),
    )


def _prescribed(
    levels: pd.DataFrame, corrections: pd.DataFrame, conditions: pd.DataFrame
) -> pd.DataFrame:
    """Return one row per level of a line and correction of it, with what the line reported."""
    rules = corrections.rename(columns={"row_id": "correction_row"})
    rules = rules.assign(row_id=rules["corrects"].str.split(";")).explode("row_id")
    at = levels[["line_code", *_PLACE_OF_LEVEL]].assign(pair=np.arange(len(levels)))
    at = at[at["row_id"].isin(rules["row_id"])]
    # What a rule says is repeated for each level: its texts as categories, and no more than needed.
    types = dict.fromkeys(_TEXTS, "category") | dict.fromkeys(_NUMBERS, float)
    rules = rules.astype(types)[[*_PLACE_OF_LEVEL, *types]]
    each = at.merge(rules, on=_PLACE_OF_LEVEL).drop(columns=_PLACE_OF_LEVEL)
    # Of two values of a line nobody knows which holds.
    reported = conditions[~conditions.duplicated(["line_code", "attribute"], keep=False)]
    given = {
        "x": _reported(reported, each["line_code"], each["attribute"]),
        "condition": _reported(reported, each["line_code"], each["condition_attribute"]),
    }
    each = each.assign(**given, power_known=_power(each, reported))
    # A correction's place in the order in which those of its level apply.
    each["turn"] = each.groupby("pair").cumcount()
    return each


def _reported(conditions: pd.DataFrame, line_code: pd.Series, attribute: pd.Series) -> Floats:
    """Return what each line reported of the attribute beside it; missing where it reported none."""
    lines = line_code.to_numpy()
    found, named = np.full(len(lines), np.nan), pd.Categorical(attribute)
    for code, name in enumerate(named.categories):
        of_attribute = conditions[conditions["attribute"] == name]
        by_line = of_attribute.set_index("line_code")["value"]
        rows = named.codes == code
        found[rows] = by_line.reindex(lines[rows]).to_numpy(float)
    return found


def _power(each: pd.DataFrame, reported: pd.DataFrame) -> Floats:
    """Return the furnace power that is explained; missing where it is not known."""
    power = np.full(len(each), np.nan)
    rows = each["form"].eq("furnace_power").to_numpy()
    if rows.any():
        texts = each.loc[rows, ["terms", "attribute"]].astype("str")
        terms = texts["terms"].str.split(";", expand=True).to_numpy(float)
        names = texts["attribute"].str.split(";", expand=True)
        lines = each.loc[rows, "line_code"]
        power[rows] = furnace_power(terms, *(_reported(reported, lines, names[at]) for at in names))
    return power


def _with_effect(each: pd.DataFrame) -> pd.DataFrame:
    """Add what each correction does to a level, and between what ends it may do it.

    `factor` and `addition` are those of a correction that applies, else 1 and 0; `factor_0`,
    `addition_0`, `factor_1` and `addition_1` are its two ends, equal where nothing is open.
    """
    conditional = each["condition_attribute"].ne("")
    met = ~conditional | (each["condition"] > each["condition_above"])
    ruled_out = conditional & each["condition"].notna() & ~met
    factor, addition = _effect(each)
    known = ~np.isnan(factor + addition)
    applied = {
        "factor": np.where(known & met, factor, 1.0),
        "addition": np.where(known & met, addition, 0.0),
        "power": np.where(known & met, np.nan_to_num(each["power_known"]), 0.0),
    }
    is_open = ~ruled_out & ~(known & met)
    # Known, but for its condition: it applies whole or not at all.
    whole = ((np.ones(len(each)), np.zeros(len(each))), (factor, addition))
    ends = {}
    for end, (if_known, if_unknown) in enumerate(zip(whole, _ends(each), strict=True)):
        for at, name in enumerate(("factor", "addition")):
            ends[f"{name}_{end}"] = np.select(
                [~is_open, known], [applied[name], if_known[at]], if_unknown[at]
            )
    each = each.assign(**applied, **ends)
    each["applied"] = (each["factor"] != 1) | (each["addition"] != 0) | (each["power"] != 0)
    each["open_question"] = is_open & each["levels"].str.contains("3")
    return each


def _effect(each: pd.DataFrame) -> tuple[Floats, Floats]:
    """Return what a level is multiplied by and what is added to it; missing where nobody knows."""
    form, x = each["form"], each["x"].to_numpy()
    coefficient, reference = each["coefficient"].to_numpy(), each["reference"].to_numpy()
    share = x / each["reference"].where(form == "multiply_linear").to_numpy()
    # Between nothing and the whole the standard does not say how much of a correction applies.
    switch = np.select([x >= reference, x <= 0], [1.0, 0.0], np.nan)
    by_form = (
        (form.str.startswith("add_per_point"), coefficient * _points(each, x)),
        (form == "add_if", coefficient * switch),
        (form.isin(_BY_TERMS), _by_terms(each)),
        (form == "furnace_power", 0.0 * each["power_known"]),
        (form == "not_found", np.nan),
    )
    addition = np.select([rows for rows, _ in by_form], [value for _, value in by_form], 0.0)
    factor = np.select(
        [form == "multiply_if", form == "multiply_linear"],
        [1.0 + (coefficient - 1.0) * switch, each["intercept"] + coefficient * share],
        1.0,
    )
    return factor, addition


def _points(each: pd.DataFrame, x: Floats) -> Floats:
    """Return the points by which an attribute lies beyond its reference, as the form counts them."""
    form, reference = each["form"], each["reference"].to_numpy()
    most = each["most_points"].fillna(np.inf).to_numpy()
    return np.select(
        [form == "add_per_point_above", form == "add_per_point_below"],
        [np.clip(x - reference, 0, most), np.clip(reference - x, 0, most)],
        x - reference,
    )


def _by_terms(each: pd.DataFrame) -> Floats:
    """Return the term of each row's value: of its group, of its step, or between two points."""
    found = np.full(len(each), np.nan)
    for (form, terms), rows in each[each["form"].isin(_BY_TERMS)].groupby(["form", "terms"]):
        values, added = (np.array(part) for part in zip(*read_terms(str(terms)), strict=True))
        x = rows["x"].to_numpy()
        if form == "add_interpolated":
            term = np.interp(x, values, added, left=np.nan, right=np.nan)
        elif form == "add_by_step":
            term = np.append(0.0, added)[np.searchsorted(values, x, "left")]
        else:
            at = np.searchsorted(values, x).clip(max=len(values) - 1)
            term = np.where(values[at] == x, added[at], 0.0)
        found[rows.index] = np.where(np.isnan(x), np.nan, term)
    return found


def _ends(each: pd.DataFrame) -> list[tuple[Floats, Floats]]:
    """Return the two factors and additions between which an unknown correction lies.

    Every form is monotonic, so its ends bound it; an attribute in per cent lies between nothing and
    the whole. A correction by air pressure stands under a height above which the air is thin, and
    there it relaxes: its ends are no correction, and no air.
    """
    form, coefficient = each["form"], each["coefficient"].to_numpy()
    percent = each["attribute"].str.endswith("_percent").to_numpy(bool)
    outside = (form == "add_interpolated") & each["x"].notna()  # of which the standard says nothing
    boundless = form.isin(["not_found", "furnace_power"]) | outside
    extremes = _extreme_terms(each)
    ends = []
    for at, (least, end) in enumerate(((0.0, -np.inf), (_WHOLE, np.inf))):
        addition = np.select(
            [
                boundless,
                form.str.startswith("add_per_point"),
                form == "add_if",
                form.isin(_BY_TERMS),
            ],
            [
                end,
                coefficient * _points(each, np.where(percent, least, end)),
                at * coefficient,
                extremes[at],
            ],
            0.0,
        )
        factor = np.select(
            [form == "multiply_if", form == "multiply_linear"],
            [1.0 + at * (coefficient - 1.0), 1.0 + at * (each["intercept"] - 1.0)],
            1.0,
        )
        ends.append((factor, addition))
    return ends


def _extreme_terms(each: pd.DataFrame) -> Floats:
    """Return the least and the greatest that each row's terms could add, nothing included."""
    found = np.zeros((2, len(each)))
    for text, rows in each[each["form"].isin(_BY_TERMS)].groupby("terms"):
        added = [0.0, *(term[1] for term in read_terms(str(text)))]
        found[:, rows.index] = [[min(added)], [max(added)]]
    return found


def _moved(levels: pd.DataFrame, each: pd.DataFrame) -> dict[str, Floats]:
    """Return the corrected levels, and the bounds of the baseline, correction after correction."""
    found = {place: levels[place].to_numpy(float, copy=True) for place in _PLACES.values()}
    lowest, highest = found["baseline"].copy(), found["baseline"].copy()
    for _turn, rows in each.groupby("turn"):
        for number, place in _PLACES.items():
            named = rows[rows["levels"].str.contains(number)]
            at = named["pair"].to_numpy()
            found[place][at] = found[place][at] * named["factor"] + named["addition"]
            if place == "baseline":
                lowest[at] = np.fmin(*_at_ends(named, lowest[at]))
                highest[at] = np.fmax(*_at_ends(named, highest[at]))
    return {**found, "baseline_lowest": lowest, "baseline_highest": highest}


def _at_ends(each: pd.DataFrame, bound: Floats) -> tuple[Floats, Floats]:
    """Return a bound after each correction, at its two ends."""
    with np.errstate(invalid="ignore"):  # a boundless one after a boundless one
        low = bound * each["factor_0"].to_numpy() + each["addition_0"].to_numpy()
        high = bound * each["factor_1"].to_numpy() + each["addition_1"].to_numpy()
    return low, high


def _effect_text(each: pd.DataFrame) -> pd.Series:
    """Return the value of the attribute, and what it does to the level or to the power."""
    added = _formatted(each["addition"], "{:+.6g}")
    times = _formatted(each["factor"], "×{:.5g}")
    power = _formatted(-each["power"], "{:+.6g} kWh")
    effect = added.mask(each["factor"] != 1, times).mask(each["power"] != 0, power)
    value = _formatted(each["x"], " {:g}").where(each["x"].notna(), "")
    return value + "：" + effect


def _formatted(numbers: pd.Series, pattern: str) -> pd.Series:
    return numbers.map(pattern.format).astype("str")


def _named(attributes: pd.Series, labels: Mapping[str, str]) -> pd.Series:
    """Return the names of attributes, of several joined by ``;`` too."""
    known = {
        text: "、".join(labels.get(name, name) for name in text.split(";"))
        for text in attributes.unique()
    }
    return attributes.map(known).astype("str")


def _missing_names(each: pd.DataFrame, labels: Mapping[str, str]) -> pd.Series:
    """Return what a correction lacks: the attribute of its condition, or else its own."""
    by_condition = each["condition_attribute"].ne("") & each["condition"].isna()
    own, of_condition = each["attribute"], each["condition_attribute"]
    return _named(own, labels).mask(by_condition, _named(of_condition, labels))


def _joined(pair: pd.Series, text: pd.Series, size: int) -> pd.Series:
    """Return the texts of each level, each once, joined; missing where there is none."""
    told = pd.DataFrame({"pair": pair, "text": text})[text != ""].drop_duplicates()
    joined = np.full(size, None, dtype=object)
    for turn, one in told.groupby(told.groupby("pair").cumcount()):
        at, added = one["pair"].to_numpy(), one["text"].to_numpy(object)
        joined[at] = joined[at] + "；" + added if turn else added
    return pd.Series(joined, dtype="str")


def _weakest(applied: pd.DataFrame, size: int) -> pd.Series:
    rank = np.full(size, -1)
    marks = pd.Categorical(applied["confidence"], categories=_MARKS).codes
    np.maximum.at(rank, applied["pair"].to_numpy(), marks)
    return pd.Series(pd.Categorical.from_codes(rank, categories=pd.Index(_MARKS))).astype("str")
