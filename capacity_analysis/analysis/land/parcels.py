"""Each parcel with all that is said of it: category, floors, gates, route, potential, rank."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...campaign.parts_land import Land
from ...units import factor
from ...vocabulary.industries import earlier_divisions
from .. import joined_ids
from ..texts import as_texts, days_as_texts
from . import boundaries, floors, freed, idle, potential, ranking, routes, soil, totals
from .distinct import Parcels
from .joined import Mask, chosen, of_owners, renamed, together
from .parameters import Law

_M2_OF_MU = float(factor("亩", "m2"))
_PARK = "园|开发区"

_TEXT, _NUMBER, _FLAG, _WHOLE = "str", "float64", "bool", "Int64"
COLUMNS = {
    "parcel_no": _TEXT, "enterprise_id": _TEXT, "enterprises": _TEXT, "enterprise_code": "int32",
    "township": _TEXT, "industry": _TEXT, "area_m2": _NUMBER, "area_mu": _NUMBER,
    "category": _TEXT, "idle_test": _TEXT, "idle_months": _NUMBER, "fee_10k_cny": _NUMBER,
    "take_back": _FLAG, "excluded_cause": _TEXT, "far": _NUMBER, "far_floor": _NUMBER,
    "building_coefficient": _NUMBER, "building_coefficient_floor": _NUMBER,
    "investment_10k_cny_per_ha": _NUMBER, "investment_floor": _NUMBER, "office_share": _NUMBER,
    "office_ceiling": _NUMBER, "below_floors": _TEXT, "gates": _TEXT, "soil_reason": _TEXT,
    "route": _TEXT, "usable_mu": _NUMBER, "extra_floor_m2": _NUMBER,
    "extra_tax_median_10k_cny": _NUMBER, "extra_tax_upper_10k_cny": _NUMBER,
    "extra_output_median_10k_cny": _NUMBER, "extra_output_upper_10k_cny": _NUMBER,
    "value_10k_cny": _NUMBER, "months_low": _NUMBER, "months_high": _NUMBER,
    "ready_on_low": _TEXT, "ready_on_high": _TEXT, "boundary_area_m2": _NUMBER,
    "longitude": _NUMBER, "latitude": _NUMBER, "score": _NUMBER, "rank": _WHOLE,
    "rank_low": _WHOLE, "rank_high": _WHOLE, "reasons": _TEXT, "parameters": _TEXT,
    "confidence": _TEXT, "source_cell": _TEXT,
    # Beyond the contract.
    "far_floor_high": _NUMBER, "tax_10k_cny_per_mu": _NUMBER, "tax_floor": _NUMBER,
    "below_floors_unchecked": _TEXT, "route_why": _TEXT, "criteria_missing": _TEXT,
    "exit_on": _TEXT, "idle_document": _TEXT,
}  # fmt: skip
CRITERIA = {"parcel_no": _TEXT, "criterion": _TEXT, "value": _NUMBER, "scaled": _NUMBER,
            "weight": _NUMBER, "contribution": _NUMBER}  # fmt: skip
SHAPES = {
    "parcels": COLUMNS, "parcel_boundaries": boundaries.COLUMNS, "parcel_criteria": CRITERIA,
    "land_totals": totals.COLUMNS,
}  # fmt: skip


@dataclass(frozen=True)
class Exits:
    """What leaves: `dispositions`, `enterprise_dispositions`, `legal_steps` of the assessment.

    `done`: the dispositions that mean that a unit has left.
    """

    dispositions: pd.DataFrame
    enterprise_dispositions: pd.DataFrame
    legal_steps: pd.DataFrame
    done: Collection[str]


@dataclass(frozen=True)
class Roster:
    """Enterprises in the order of their code, with `industry`; `in_operation` one flag for each."""

    enterprises: pd.DataFrame
    in_operation: Mask


def no_tables() -> dict[str, pd.DataFrame]:
    """Return the tables of a ledger without parcels.

    Examples
    --------
    >>> sorted(no_tables()), len(no_tables()["parcels"])
    (['land_totals', 'parcel_boundaries', 'parcel_criteria', 'parcels'], 0)

    """
    return {
        name: pd.DataFrame({column: pd.Series([], dtype=kind) for column, kind in shape.items()})
        for name, shape in SHAPES.items()
    }


def assess(
    parcels: Parcels,
    outlines: pd.DataFrame,
    *,
    roster: Roster,
    exits: Exits,
    law: Law,
    enforcement: Law,
    settings: Land,
    as_of: dt.date,
) -> dict[str, pd.DataFrame]:
    """Return the tables `parcels`, `parcel_boundaries`, `parcel_criteria` and `land_totals`.

    Parameters
    ----------
    parcels : Parcels
        The distinct parcels, the table with `source_cell`.
    outlines : DataFrame
        One row per parcel, in their order: `parcel_no`, `geometry`, `area_m2`, `longitude`,
        `latitude`, `reason`.
    roster : Roster
        The enterprises.
    exits : Exits
        What leaves.
    law, enforcement : Law
        Land parameters and enforcement rules in force.
    settings : Land
        What the plan and the county say of land.
    as_of : date
        The day.

    """
    table = parcels.table
    owner = table["enterprise_code"].to_numpy()
    industry, township = (
        of_owners(roster.enterprises[name], owner) for name in ("industry", "township")
    )
    told = _judged(parcels, roster, exits, industry=industry, law=law, enforcement=enforcement,
                   settings=settings, as_of=as_of)  # fmt: skip
    category = told.category
    found = table[["parcel_no", "enterprise_id", "enterprises", "enterprise_code", "area_m2",
                   "source_cell", "idle_document"]].assign(
        township=township,
        industry=industry,
        area_mu=table["area_m2"] / _M2_OF_MU,
        category=category,
        boundary_area_m2=outlines["area_m2"].to_numpy(),
        longitude=outlines["longitude"].to_numpy(),
        latitude=outlines["latitude"].to_numpy(),
        **told.columns(),
    )  # fmt: skip
    ranked = _ranked(found, settings, as_of)
    unusable = outlines["reason"].where(outlines["reason"] != "boundary_missing")
    shown = found.assign(
        reasons=together(table["reasons"], told.joined("reasons"), unusable),
        parameters=told.joined("parameters"),
        confidence=told.confidence(),
        **{str(name): column for name, column in ranked.table.items()},
    )
    return {
        "parcels": _as_texts(shown),
        "parcel_boundaries": boundaries.rings(outlines, category),
        "parcel_criteria": ranked.criteria.astype(CRITERIA),
        "land_totals": totals.land_totals(shown, as_of),
    }


@dataclass(frozen=True)
class _Judged:
    """What each question says of the parcels, and the category that it comes to."""

    category: pd.Series
    idle: pd.DataFrame
    efficiency: pd.DataFrame
    others: tuple[pd.DataFrame, ...]

    def columns(self) -> dict[str, pd.Series]:
        """Return what goes into the table of parcels as it stands."""
        apart = ("reasons", "parameters", "confidence")
        return {
            str(name): column
            for part in (self.idle, self.efficiency, *self.others)
            for name, column in part.items()
            if name in COLUMNS and name not in apart
        }

    def joined(self, name: str) -> pd.Series:
        """Return the ids that the questions name, together."""
        parts = (self.idle, self.efficiency, *self.others)
        return together(*(part[name] for part in parts if name in part))

    def confidence(self) -> pd.Series:
        """Return how sure the rule is that the category rests on; missing where it rests on none."""
        lies_idle = self.category.isin(["idle", "suspected_idle"])
        return together(
            self.idle["confidence"].where(lies_idle),
            self.efficiency["confidence"].where(self.category == "inefficient"),
        )


def _judged(
    parcels: Parcels,
    roster: Roster,
    exits: Exits,
    *,
    industry: pd.Series,
    law: Law,
    enforcement: Law,
    settings: Land,
    as_of: dt.date,
) -> _Judged:
    """Ask the questions in their order: each needs the answers before it."""
    table, grade = parcels.table, _grade(settings, law)
    codes = _industry_codes(parcels, roster.enterprises["industry_code"])
    divisions = renamed(codes, [code[:2] for code in codes.cat.categories])
    divisions = divisions.mask(table["several_industries"])
    lies_idle = idle.idle(table, law, as_of)
    efficient = floors.efficiency(table, divisions, law, earlier_divisions(), grade)
    comes_free = freed.freed(parcels, **vars(exits), as_of=as_of)
    category = freed.category(
        lies_idle, comes_free["freed"].to_numpy(), efficient["inefficient"].to_numpy(), table
    )
    use = routes.routes(
        table,
        category,
        take_back=lies_idle["take_back"].to_numpy(),
        stays=comes_free["stays"].to_numpy(),
        free=routes.free_mu(table, efficient["building_coefficient_floor"].to_numpy()),
        least_fill_up_mu=settings.least_fill_up_mu,
    )
    gates = soil.gates(table, codes, use["route"], comes_free, enforcement)
    per_mu = potential.yields(roster.enterprises, roster.in_operation, industry)
    gain = potential.potential(
        table, use, far_floor=efficient["far_floor"], per_mu=per_mu, law=law, grade=grade
    )
    gain["parameters"] = together(
        gain["parameters"],
        efficient["far_rows"].where(gain["extra_floor_m2"].notna()),
        efficient["coefficient_rows"].where(use["by_room"] & use["usable_mu"].notna()),
    )
    ready = potential.readiness(
        use["route"],
        gates,
        freed.exit_days(comes_free, as_of),
        {route.id: route.months for route in settings.routes},
        settings.survey_months,
    )
    return _Judged(category, lies_idle, efficient, (comes_free, use, gates, gain, ready))


def _industry_codes(parcels: Parcels, codes: pd.Series) -> pd.Series:
    """Return the classes of the users of each parcel, joined."""
    found = of_owners(codes, parcels.table["enterprise_code"].to_numpy())
    at = parcels.user_parcel
    uses = (np.bincount(at, minlength=len(found)) > 1)[at]
    if not uses.any():
        return found
    places, place = np.unique(at[uses], return_inverse=True)
    users = codes.astype("str").array.take(parcels.user_enterprise[uses])
    both = joined_ids.of_units(place, pd.Series(users), len(places)).astype("category")
    own = found.mask(pd.Series(np.bincount(at, minlength=len(found)) > 1))
    told = np.full(len(found), -1)
    told[places] = both.cat.codes.to_numpy()
    return together(own, chosen(both.cat.categories.tolist(), told))


def _grade(settings: Land, law: Law) -> int | None:
    """Return the grade of the county's land: the plan's setting, else what the store knows."""
    known = law.get("land_grade")
    return settings.grade or (int(known.number) if known.known else None)


def _ranked(found: pd.DataFrame, settings: Land, as_of: dt.date) -> ranking.Ranked:
    given = settings.ranking
    if given is None:
        none = {name: pd.Series([], dtype=kind) for name, kind in CRITERIA.items()}
        columns = ("score", "rank", "rank_low", "rank_high", "criteria_missing")
        blank = pd.DataFrame(columns=list(columns), index=found.index)
        return ranking.Ranked(
            blank.astype({name: COLUMNS[name] for name in columns}), pd.DataFrame(none)
        )
    values = {
        "area": found["usable_mu"].to_numpy(float),
        "extra_floor": found["extra_floor_m2"].to_numpy(float),
        "extra_tax": found["extra_tax_median_10k_cny"].to_numpy(float),
        "readiness": potential.months_until(found, as_of),
        "value": found["value_10k_cny"].to_numpy(float),
        "in_park": np.append(
            found["township"].cat.categories.str.contains(_PARK).astype(float), np.nan
        )[found["township"].cat.codes.to_numpy()],
    }
    return ranking.rank(
        found["parcel_no"],
        values,
        (found["route"] != "").to_numpy(),
        found["gates"].notna().to_numpy(),
        ranking.Weighting(
            {str(one.id): one.weight for one in given.weights},
            frozenset(str(one.id) for one in given.weights if one.less_is_better),
            given.draws,
            given.seed,
            given.spread_percent,
        ),
    )


def _as_texts(shown: pd.DataFrame) -> pd.DataFrame:
    days = {
        name: days_as_texts(shown[name]) for name in ("ready_on_low", "ready_on_high", "exit_on")
    }
    texts = {
        name: as_texts(shown[name])
        for name, kind in COLUMNS.items()
        if kind == _TEXT and name not in days
    }
    return shown.assign(**days, **texts)[list(COLUMNS)].astype(COLUMNS)
