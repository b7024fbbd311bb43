"""One row per parcel: what several enterprises report of the land that they share is one parcel."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .joined import Mask, flagged

CHOICES = ("right", "delay_cause", "idle_finding", "use_state", "soil_survey", "planned_use",
           "planned_route")  # fmt: skip
NUMBERS = ("grade", "price_10k_cny", "developed_percent", "invested_percent", "building_area_m2",
           "footprint_m2", "office_land_m2", "investment_10k_cny", "output_10k_cny",
           "tax_10k_cny")  # fmt: skip
DAYS = ("agreed_start_on", "started_on", "suspended_on")
FLAGS = ("soil_key_unit", "mortgaged")
DOCUMENT = "idle_document"
_COMPARED = [*CHOICES, *NUMBERS, *DAYS, DOCUMENT]
# What is settled otherwise where the users differ.
_SETTLED = ["use_state", "soil_survey"]
# Causes that take a parcel out of the tests of idle land.
EXCLUDED_CAUSES = ("government", "force_majeure")
# What stands on a parcel or comes from it: where any of them is above nought, works have started.
_TRACES = ("developed_percent", "building_area_m2", "footprint_m2", "output_10k_cny",
           "tax_10k_cny")  # fmt: skip
TRACES, DISPUTED = "traces", "disputed"
_SURVEYS = ("exceeded", "none", "remediated", "clean")
_PARTLY = "partly_used"
_BLANK = re.compile(r"\s")

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Parcels:
    """Distinct parcels, and who uses them.

    Attributes
    ----------
    table : DataFrame
        One row per parcel, ordered by `parcel_no`: the fields of the ledger, `area_m2`, `row` and
        `enterprise_code` of the enterprise that leads, `enterprise_id`, `enterprises` (ids joined,
        that one first), `reasons` (``area_differs``, ``facts_differ``, ``several_industries``),
        `several_industries` (bool), `traces` (bool: something stands on it or comes from it) and
        `disputed` (bool: users report opposite findings of the authority).
    user_parcel, user_enterprise, user_line : array of int
        Each use: the place of its parcel in `table`, the enterprise, and the line (-1: no line).

    """

    table: pd.DataFrame
    user_parcel: Places
    user_enterprise: Places
    user_line: Places


def distinct(rows: pd.DataFrame, staff: pd.Series, divisions: pd.Series) -> Parcels:
    """Return the parcels of a ledger, each once, in whatever way its number is written.

    The enterprise with most staff leads, of equal ones that with the first id; one whose staff is not
    known comes last. Of what the users of a parcel report the same holds; what they report
    differently is missing, with ``facts_differ``, except: the area, which is the leading
    enterprise's (``area_differs``); a flag, which holds where anyone says so; the state of use,
    which is ``partly_used`` where they differ; the soil survey, of which the worst counts; the day
    on which works started, of which the first counts, and that on which they stopped, of which the
    last; and a cause of delay that is not the enterprise's, which holds where anyone names it. Works
    that several say to have started have not stopped existing because the days differ.

    Parameters
    ----------
    rows : DataFrame
        The ledger's table `parcels`.
    staff, divisions : Series
        `employees`, and the division (two digits) of each enterprise, in the order of its code.

    Examples
    --------
    >>> blank = dict.fromkeys((*CHOICES, *NUMBERS, *DAYS, *FLAGS, DOCUMENT))
    >>> rows = pd.DataFrame([{**blank, "parcel_no": "P", "enterprise_id": name, "enterprise_code": code,
    ...     "line_code": -1, "row": code + 2, "area_quantity": 900.0} for code, name in enumerate("AB")])
    >>> found = distinct(rows, pd.Series([10, 20]), pd.Series(["30", "26"])).table
    >>> found[["parcel_no", "enterprises", "area_m2", "several_industries"]].values.tolist()
    [['P', 'B;A', 900.0, True]]

    """
    place, numbers = _numbered(rows["parcel_no"])
    order = np.asarray(numbers.argsort())
    rank = np.empty(len(numbers), dtype=np.int64)
    rank[order] = np.arange(len(numbers))
    parcel = rank[place]
    shared = np.bincount(parcel, minlength=len(numbers))[parcel] > 1
    lead = np.empty(len(numbers), dtype=np.int64)
    lead[parcel] = np.arange(len(rows))
    columns = _columns(rows)
    owner = rows["enterprise_code"].to_numpy(np.int64)
    if not shared.any():
        table = _taken(columns, lead)
    else:
        own = np.flatnonzero(shared)
        users = pd.DataFrame({name: _plain(array[own]) for name, array in columns.items()}).assign(
            parcel=parcel[own],
            place=own,
            staff=-staff.astype("float64").fillna(-1.0).to_numpy()[owner[own]],
            division=divisions.astype("str").to_numpy()[owner[own]],
        )
        users = users.sort_values(["parcel", "staff", "enterprise_id"], kind="stable")
        first = users.drop_duplicates("parcel")
        at = first["parcel"].to_numpy()
        lead[at] = first["place"].to_numpy()
        table = _put(_taken(columns, lead), at, _merged(users))
    return Parcels(pd.DataFrame(table), parcel, owner, rows["line_code"].to_numpy(np.int64))


def _numbered(parcel_no: pd.Series) -> tuple[Places, pd.Index]:
    """Return the place of each parcel among the distinct numbers, however they are written.

    Certificates set a number in groups apart, forms often do not: blanks, width and case don't count.
    """
    code, written = pd.factorize(parcel_no.astype("str"))
    whole = "".join(written.tolist())
    if whole.isascii() and whole == whole.upper() and _BLANK.search(whole) is None:
        return code.astype(np.int64), written
    plain = pd.Series(written).str.normalize("NFKC").str.replace(_BLANK, "", regex=True).str.upper()
    place, numbers = pd.factorize(plain)
    return place[code].astype(np.int64), pd.Index(numbers)


def _columns(rows: pd.DataFrame) -> dict[str, Any]:
    """Return each field as an array that can be taken from."""
    area = rows["area_quantity"].astype("float64")
    whole = pd.Series(np.nan, index=rows.index, dtype="str")
    return {
        **{name: rows[name].array for name in ("parcel_no", "enterprise_id", "row")},
        "enterprise_code": rows["enterprise_code"].array,
        **{name: rows[name].astype("category").array for name in CHOICES},
        **{name: rows[name].to_numpy(np.float64, na_value=np.nan) for name in NUMBERS},
        **{name: pd.to_datetime(rows[name]).to_numpy("datetime64[s]") for name in DAYS},
        **{name: rows[name].astype("boolean").array for name in FLAGS},
        TRACES: (rows[list(_TRACES)].astype("float64") > 0).any(axis=1).to_numpy(),
        DOCUMENT: rows[DOCUMENT].astype("str").array,
        # A parcel without any extent cannot be divided by it.
        "area_m2": area.where(area > 0).to_numpy(),
        "reasons": whole.astype("category").array,
    }


def _plain(values: Any) -> Any:
    return values.astype("str") if isinstance(values, pd.Categorical) else values


def _taken(columns: dict[str, Any], lead: Places) -> dict[str, Any]:
    found = {name: array.take(lead) for name, array in columns.items()}
    found["enterprises"] = found["enterprise_id"]
    found["several_industries"] = np.zeros(len(lead), dtype=bool)
    found[DISPUTED] = np.zeros(len(lead), dtype=bool)
    return found


def _put(table: dict[str, Any], at: Places, merged: pd.DataFrame) -> dict[str, Any]:
    """Put what the users of shared parcels say together into the rows of those parcels."""
    for name in merged.columns.astype(str):
        values, column = merged[name], table[name]
        if isinstance(column, pd.Categorical):
            names = column.categories.union(pd.Index(values.dropna().unique()))
            column = column.set_categories(names).copy()
            column[at] = pd.Categorical(values, categories=names)
        else:
            column = column.copy()
            column[at] = values.array
        table[name] = column
    return table


def _merged(users: pd.DataFrame) -> pd.DataFrame:
    """Return what the users of each shared parcel say together, in the order of the parcels."""
    ranked = users.assign(survey=_worse(users["soil_survey"]))
    groups = ranked.groupby("parcel", sort=True)
    unlike = groups[[*_COMPARED, "area_m2", "division"]].nunique() > 1
    found = groups[[*_COMPARED, *FLAGS, "area_m2"]].first()
    for name in _COMPARED:
        found[name] = found[name].mask(unlike[name])
    for flag in (*FLAGS, TRACES):
        found[flag] = groups[flag].max()
    found["started_on"], found["suspended_on"] = (
        groups["started_on"].min(),
        groups["suspended_on"].max(),
    )
    outside = ranked["delay_cause"].where(ranked["delay_cause"].isin(EXCLUDED_CAUSES))
    found["delay_cause"] = outside.groupby(ranked["parcel"]).first().fillna(found["delay_cause"])
    found["use_state"] = found["use_state"].mask(unlike["use_state"], _PARTLY)
    worst = groups["survey"].min().fillna(len(_SURVEYS)).astype(int)
    found["soil_survey"] = pd.array([*_SURVEYS, None], dtype="str").take(worst.to_numpy())
    told: dict[str, Mask] = {
        "area_differs": unlike["area_m2"].to_numpy(),
        "facts_differ": unlike[_COMPARED].drop(columns=_SETTLED).any(axis=1).to_numpy(),
        "several_industries": unlike["division"].to_numpy(),
    }
    return found.assign(
        enterprises=_joined(ranked),
        reasons=flagged(told).astype("str").array,
        several_industries=told["several_industries"],
        disputed=unlike["idle_finding"].to_numpy(),
    )


def _worse(surveys: pd.Series) -> pd.Series:
    codes = pd.Series(pd.Categorical(surveys, _SURVEYS).codes.astype(float), surveys.index)
    return codes.where(codes >= 0)


def _joined(users: pd.DataFrame) -> pd.Series:
    """Return the ids of the users of each parcel, each once, joined in their order."""
    users = users.drop_duplicates(["parcel", "enterprise_id"])
    number = users.groupby("parcel").cumcount().to_numpy()
    ids = users.set_index("parcel")["enterprise_id"].astype("str")
    found: pd.Series = ids[number == 0]
    for place in range(1, int(number.max()) + 1):
        more = ";" + ids[number == place]
        found = found + more.reindex(found.index).fillna("")
    return found
