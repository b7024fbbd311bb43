"""Inefficient land (低效用地): floors of use held against what a parcel's building and investment are.

The floors are those of the edition in force on the day. From 2023-04-28 on the floor area ratios and
investments of 2008 no longer hold, and the later ones are not on file: then there is no floor, never
the old one. That a floor for new projects tells inefficient use of existing land is this project's
reading, which the county's natural resources department has to confirm.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...units import factor
from ...vocabulary.industries import EarlierDivision
from ..gaps import at_or_below
from .joined import Mask, chosen, flagged, renamed, together
from .parameters import Law, Value, weakest

Floats = npt.NDArray[np.float64]

FLOORS = ("floor_area_ratio", "building_coefficient", "office_share", "investment_intensity",
          "tax_per_mu")  # fmt: skip
_M2_OF_HA, _M2_OF_MU = float(factor("公顷", "m2")), float(factor("亩", "m2"))
_GRADES = re.compile(r"(\d+)(?:-(\d+))?等")


@dataclass(frozen=True)
class Floor:
    """A floor, or the span of it where the industry's division of 2002 is not certain."""

    low: float
    high: float
    rows: tuple[str, ...]
    confidence: str
    decides: bool


def ratio_floors(law: Law, earlier: Mapping[str, tuple[EarlierDivision, ...]]) -> dict[str, Floor]:
    """Return the floor of floor area ratio by division of GB/T 4754—2017.

    A division that came from several of 2002 has the span of their floors; where one of them has no
    floor on file it has none. How sure it is depends on the row and on the pairing.

    Examples
    --------
    >>> law = Law({("floor_area_ratio", "31"): Value(0.7, row_id="r", confidence="verified")})
    >>> ratio_floors(law, {"30": (EarlierDivision("31", "recalled", ""),)})["30"].decides
    False

    """
    held = law.by_code("floor_area_ratio")
    found = {}
    for division, sources in earlier.items():
        floor = _floor(
            [held.get(source.code, Value()) for source in sources],
            [source.confidence for source in sources],
        )
        if floor:
            found[division] = floor
    return found


def _floor(values: list[Value], marks: list[str]) -> Floor | None:
    if not values or not all(value.known for value in values):
        return None
    numbers = [value.number for value in values]
    confidence = weakest([*marks, *(value.confidence for value in values)])
    return Floor(
        min(numbers),
        max(numbers),
        tuple(dict.fromkeys(value.row_id for value in values)),
        confidence,
        Value(confidence=confidence).decides,
    )


def investment_floors(
    law: Law, earlier: Mapping[str, tuple[EarlierDivision, ...]]
) -> dict[tuple[str, int], Floor]:
    """Return the floor of investment (10k yuan a hectare) by division of 2017 and grade of land.

    Rows are by division of 2002 and class of land; the grades of a class stand in its row's name.
    """
    classes: dict[str, range] = {}
    for code, value in law.by_code("investment_intensity").items():
        if match := _GRADES.search(value.item):
            first, last = match.group(1), match.group(2) or match.group(1)
            classes[code.partition("/")[2]] = range(int(first), int(last) + 1)
    held = law.by_code("investment_intensity")
    found: dict[tuple[str, int], Floor] = {}
    for division, sources in earlier.items():
        for land_class, grades in classes.items():
            floor = _floor(
                [held.get(f"{source.code}/{land_class}", Value()) for source in sources],
                [source.confidence for source in sources],
            )
            if floor:
                found = found | ({(division, grade): floor for grade in grades})
    return found


def efficiency(
    parcels: pd.DataFrame,
    divisions: pd.Series,
    law: Law,
    earlier: Mapping[str, tuple[EarlierDivision, ...]],
    grade: int | None,
) -> pd.DataFrame:
    """Return how a parcel's use stands to the floors, and whether it is inefficient.

    Inefficient is a plant that was finished and stands empty, or a use below a floor that may
    decide. What lies below a floor that nobody has checked is told apart, and leads to review only.

    Parameters
    ----------
    parcels : DataFrame
        `distinct.Parcels.table`.
    divisions : Series of str
        The division (GB/T 4754—2017) of each parcel; missing where its users are of several.
    law : Law
        The land parameters in force.
    earlier : mapping
        `vocabulary.industries.earlier_divisions`.
    grade : int, optional
        The grade of a parcel that reports none.

    Returns
    -------
    DataFrame
        `far`, `building_coefficient`, `office_share` (ratios), `investment_10k_cny_per_ha` and
        `tax_10k_cny_per_mu`; their floors `far_floor`, `far_floor_high`,
        `building_coefficient_floor`, `office_ceiling`, `investment_floor`, `tax_floor`;
        `below_floors` and `below_floors_unchecked` (of `FLOORS`, joined), `inefficient`, `reasons`,
        `parameters`, `confidence` (of what makes it inefficient), `far_rows` and `coefficient_rows`
        (the rows of these two floors, on which the room that is left rests). A value equal to its floor passes.
        Land that is not built on is held against none.

    """
    area = parcels["area_m2"].to_numpy(np.float64)
    state = parcels["use_state"]
    building = parcels["building_area_m2"].to_numpy(np.float64)
    built = state.isin(["in_use", "partly_used", "vacant"]).to_numpy()
    built = built | (state.isna().to_numpy() & (building > 0))
    grades = parcels["grade"].to_numpy(np.float64)
    grades = np.where(np.isnan(grades), np.nan if grade is None else float(grade), grades)
    held = {
        "floor_area_ratio": _of_divisions(divisions, ratio_floors(law, earlier)),
        "building_coefficient": _of_all(law.get("building_coefficient"), len(parcels)),
        "office_share": _of_all(law.get("office_land_share"), len(parcels)),
        "investment_intensity": _of_grades(divisions, grades, investment_floors(law, earlier)),
        "tax_per_mu": _of_divisions(
            divisions,
            {code: found for code, value in law.by_code("tax_per_mu").items()
             if (found := _floor([value], []))},
        ),
    }  # fmt: skip
    measured = {
        "floor_area_ratio": building / area,
        "building_coefficient": parcels["footprint_m2"].to_numpy(np.float64) / area,
        "office_share": parcels["office_land_m2"].to_numpy(np.float64) / area,
        "investment_intensity": parcels["investment_10k_cny"].to_numpy(np.float64)
        / (area / _M2_OF_HA),
        "tax_per_mu": parcels["tax_10k_cny"].to_numpy(np.float64) / (area / _M2_OF_MU),
    }
    certain, span = _missed(measured, held, built)
    decided = {name: certain[name] & held[name].decides for name in FLOORS}
    vacant = (state == "vacant").to_numpy()
    below = flagged(decided)
    unchecked = flagged({name: certain[name] & ~held[name].decides for name in FLOORS})
    inefficient = vacant | below.notna().to_numpy()
    empty = law.get("low_use_not_idle")
    used = [_rows_where(held[name], certain[name]) for name in FLOORS]
    whole = np.where(vacant, 0, -1)
    marks = [held[name].marks.where(decided[name]) for name in FLOORS]
    marks.append(chosen([empty.confidence], whole))
    return pd.DataFrame(
        {
            "far": measured["floor_area_ratio"],
            "far_floor": held["floor_area_ratio"].low,
            "building_coefficient": measured["building_coefficient"],
            "building_coefficient_floor": held["building_coefficient"].low,
            "investment_10k_cny_per_ha": measured["investment_intensity"],
            "investment_floor": held["investment_intensity"].low,
            "office_share": measured["office_share"],
            "office_ceiling": held["office_share"].low,
            "below_floors": below,
            "below_floors_unchecked": unchecked,
            "far_floor_high": held["floor_area_ratio"].high,
            "tax_10k_cny_per_mu": measured["tax_per_mu"],
            "tax_floor": held["tax_per_mu"].low,
            "inefficient": inefficient,
            "reasons": flagged(
                {
                    "no_floor_on_file": built & np.isnan(held["floor_area_ratio"].low),
                    "floor_range": span,
                    "floors_unchecked": unchecked.notna().to_numpy() & ~inefficient,
                    "building_area_missing": built & np.isnan(building),
                    "area_missing": np.isnan(area),
                }
            ),
            "parameters": together(*used, chosen([empty.row_id], whole)),
            "far_rows": held["floor_area_ratio"].rows,
            "coefficient_rows": held["building_coefficient"].rows,
            "confidence": _weakest(marks),
        }
    )


@dataclass(frozen=True)
class _Held:
    """A floor for each parcel."""

    low: Floats
    high: Floats
    decides: Mask
    marks: pd.Series
    rows: pd.Series


def _held(floors: list[Floor], place: npt.NDArray[np.integer]) -> _Held:
    """Return the floor at each place; none at -1."""
    blank = Floor(np.nan, np.nan, (), "", decides=False)
    each = [*floors, blank]
    at = np.where(place < 0, len(floors), place)
    return _Held(
        np.array([floor.low for floor in each])[at],
        np.array([floor.high for floor in each])[at],
        np.array([floor.decides for floor in each])[at],
        chosen([floor.confidence for floor in each], at),
        chosen([";".join(floor.rows) for floor in each], at),
    )


def _of_all(value: Value, size: int) -> _Held:
    floor = _floor([value], [])
    return _held([floor] if floor else [], np.full(size, 0 if floor else -1))


def _of_divisions(divisions: pd.Series, floors: Mapping[str, Floor]) -> _Held:
    own = pd.Index(list(floors), dtype="str").get_indexer(divisions.cat.categories)
    return _held(list(floors.values()), np.append(own, -1)[divisions.cat.codes.to_numpy()])


def _of_grades(
    divisions: pd.Series, grades: Floats, floors: Mapping[tuple[str, int], Floor]
) -> _Held:
    known = {division: at for at, division in enumerate(divisions.cat.categories)}
    span = max((grade for _division, grade in floors), default=0) + 1
    place = np.full((len(known) + 1, span + 1), -1)
    for at, (division, grade) in enumerate(floors):
        if division in known:
            place[known[division], grade] = at
    column = np.where((grades >= 0) & (grades < span), grades, span).astype(np.int64)
    return _held(list(floors.values()), place[divisions.cat.codes.to_numpy(), column])


def _missed(
    measured: Mapping[str, Floats], held: Mapping[str, _Held], built: Mask
) -> tuple[dict[str, Mask], Mask]:
    """Return which floors a use certainly misses, and where its floor area ratio lies in the span."""
    missed = {}
    for name in FLOORS:
        value, floor = measured[name], held[name]
        known = built & ~np.isnan(value) & ~np.isnan(floor.low)
        if name == "office_share":
            missed[name] = known & ~at_or_below(value, floor.high)
        else:
            missed[name] = known & ~at_or_below(floor.low, value)
    ratio, floor = measured["floor_area_ratio"], held["floor_area_ratio"]
    known = built & ~np.isnan(ratio) & ~np.isnan(floor.low)
    return missed, known & at_or_below(floor.low, ratio) & ~at_or_below(floor.high, ratio)


def _rows_where(held: _Held, mask: Mask) -> pd.Series:
    return held.rows.where(mask)


def _weakest(marks: list[pd.Series]) -> pd.Series:
    """Return the least sure of the confidences of each row."""
    both = together(*marks)
    return renamed(both, [weakest(text.split(";")) for text in both.cat.categories])
