"""Carbon dioxide of a line's energy, and of what it could save.

Emission = sum of (consumed - exported or recovered to outside) x emission factor, over the physical
amounts that the ledger has. The factors come with calorific values of their own, which are never
mixed with the coefficients of standard coal, nor with a calorific value that somebody measured.
What is not energy is not in it: the carbon dioxide of limestone and other raw materials is left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from .. import units
from ..errors import DataError
from ..standards import Confidence
from .frames import typed
from .reasons import Reason

REASONS = {
    "feedstock_used": Reason("部分能源用作原料，其中的碳去向不明，不计算二氧化碳排放"),
    "factor_missing": Reason("有能源品种没有收录二氧化碳排放因子", "standard"),
    "energy_not_positive": Reason("净能耗不为正，节能量不能按比例折算为二氧化碳"),
}

# Flags of the comprehensive unit energy that say: these rows are not the line's energy of a year.
INCOMPLETE = (
    "period_not_assessed",
    "energy_above_line",
    "allocation_impossible",
    "energy_missing",
    "amount_missing",
    "carrier_missing",
    "electricity_contested",
)

# How the factors write the units that the ledger's amounts are multiples of.
_SPELLINGS = {"t": "t", "10^4m3": "万m3", "MWh": "MWh", "GJ": "GJ"}
_SUMS = ["emission_tco2", "electricity_tco2", "energy_kgce", "electricity_kgce"]
_MARKS = [mark.value for mark in Confidence]  # from strong to weak


def chosen_factors(
    factors: pd.DataFrame, chain: Sequence[str], year: int, base_units: Mapping[str, str]
) -> pd.DataFrame:
    """Choose one emission factor for each carrier, per unit in which the ledger keeps it.

    The nearest jurisdiction that has a factor goes first; of its years the newest up to the year
    assessed, and the nearest later one only where there is none: it is then marked. A factor without
    a year holds for every year, after those of a year. A chosen row without a value gives way to no
    other.

    Parameters
    ----------
    factors : DataFrame
        Rows of the kind ``emission_factors`` in force: `row_id`, `carrier_id`, `tco2_per_unit`,
        `unit`, `year`, `jurisdiction`, `confidence`.
    chain : sequence of str
        GB/T 2260 codes, the county first.
    year : int
        The year assessed.
    base_units : mapping of str to str
        Carrier -> unit of the ledger's amounts (kg, m3, kWh, MJ).

    Returns
    -------
    DataFrame
        One row per carrier: `carrier_id`, `factor_row`, `tco2_per_base_unit`, `factor_year`,
        `later` (the factor is of a year after the one assessed), `confidence`.

    Raises
    ------
    DataError
        If a factor's unit does not measure what the ledger counts the carrier in.

    Examples
    --------
    >>> factors = pd.DataFrame({"row_id": ["nation", "province"], "carrier_id": "electricity",
    ...     "tco2_per_unit": [0.5, 0.6], "unit": "MWh", "year": [2022.0, 2023.0],
    ...     "jurisdiction": ["000000", "360000"], "confidence": "verified"})
    >>> found = chosen_factors(factors, ["360000", "000000"], 2021, {"electricity": "kWh"})
    >>> found[["factor_row", "tco2_per_base_unit", "later"]].values.tolist()
    [['province', 0.0006, True]]

    """
    rows = factors[factors["carrier_id"].isin(list(base_units))]
    rows = rows[rows["jurisdiction"].isin(list(chain))]
    apart = rows["year"].astype(float) - year
    order = {code: position for position, code in enumerate(chain)}
    ranked = rows.assign(
        near=rows["jurisdiction"].map(order), later=apart > 0, apart=apart.abs().fillna(np.inf)
    ).sort_values(["carrier_id", "near", "later", "apart"], kind="stable")
    chosen = ranked.drop_duplicates("carrier_id").reset_index(drop=True)
    return pd.DataFrame(
        {
            "carrier_id": chosen["carrier_id"],
            "factor_row": chosen["row_id"],
            "tco2_per_base_unit": chosen["tco2_per_unit"] / _base_units(chosen, base_units),
            "factor_year": chosen["year"],
            "later": chosen["later"],
            "confidence": chosen["confidence"],
        }
    )


def _base_units(chosen: pd.DataFrame, base_units: Mapping[str, str]) -> pd.Series:
    """Return how many of the ledger's units one unit of each factor is."""
    declared = {name: units.unit(spelling) for name, spelling in _SPELLINGS.items()}
    base = chosen["unit"].map({name: unit.base for name, unit in declared.items()})
    wrong = chosen[base != chosen["carrier_id"].map(dict(base_units))]
    if len(wrong):
        first = wrong.iloc[0]
        raise DataError(
            f"{first['row_id']}: a factor per {first['unit']}, but {first['carrier_id']} is kept"
            f" in {base_units[first['carrier_id']]}"
        )
    size = {name: float(unit.factor) for name, unit in declared.items()}
    return chosen["unit"].map(size).astype(float)


def emissions(
    terms: pd.DataFrame,
    factors: pd.DataFrame,
    unit_energy: pd.DataFrame,
    electricity: Sequence[str],
) -> pd.DataFrame:
    """Return the carbon dioxide of each line's energy in the year assessed.

    A part is no sum: a line whose energy is not whole, or that uses a carrier without a factor, gets
    no number. Nor does one with feedstock: some of its carbon leaves in the product.

    Parameters
    ----------
    terms : DataFrame
        Energy rows of the year after allocation: `line_code` (-1 where the row is of no line),
        `carrier`, `purpose`, `signed_quantity` (in the carrier's base unit), `energy_kgce`.
    factors : DataFrame
        What `chosen_factors` returns.
    unit_energy : DataFrame
        One row per line that reports, for the year and the comprehensive indicator: `line_code` and
        the flags of `INCOMPLETE`.
    electricity : sequence of str
        Carriers that count as electricity.

    Returns
    -------
    DataFrame
        In the order of `unit_energy`: `line_code`, `emission_tco2`, `electricity_tco2`,
        `energy_kgce`, `electricity_kgce`, `confidence` (the weakest mark among the factors), `later`
        (a factor is of a later year), `reason` (missing where there is a number; a flag of
        `INCOMPLETE` or a code of `REASONS`), `carriers` (those without a factor, joined by ``;``).

    Examples
    --------
    10 t of coal at 2 tCO2/t, and 1,000 kWh at 0.6 tCO2/MWh.

    >>> terms = pd.DataFrame({"line_code": 0, "carrier": ["coal", "electricity"], "purpose": "energy",
    ...     "signed_quantity": [10_000.0, 1000.0], "energy_kgce": [7000.0, 125.0]})
    >>> factors = pd.DataFrame({"carrier_id": ["coal", "electricity"], "later": False,
    ...     "tco2_per_base_unit": [0.002, 0.0006], "confidence": "verified"})
    >>> whole = pd.DataFrame({"line_code": [0], **dict.fromkeys(INCOMPLETE, False)})
    >>> emissions(terms, factors, whole, ["electricity"])["emission_tco2"].tolist()
    [20.6]

    """
    rows = _by_row(terms[terms["line_code"] >= 0], factors, electricity)
    by_line = rows.groupby("line_code")
    wanted = unit_energy["line_code"].to_numpy()
    sums = by_line[_SUMS].sum(skipna=False).reindex(wanted)
    marks = by_line["mark"].max().reindex(wanted).fillna(-1).astype(int)
    flags = by_line[["feedstock", "lacking", "later"]].any().reindex(wanted, fill_value=False)
    reason = _reason(unit_energy, flags.reset_index(drop=True))
    table = pd.DataFrame(
        {
            "line_code": wanted,
            **sums.reset_index(drop=True),
            "confidence": pd.Categorical.from_codes(marks.to_numpy(), categories=pd.Index(_MARKS)),
            "later": flags["later"].to_numpy(),
            "reason": reason,
            "carriers": _lacking(rows).reindex(wanted).array,
        }
    ).astype({"confidence": "str"})
    numbers = ["emission_tco2", "electricity_tco2", "confidence"]
    table[numbers] = table[numbers].mask(reason.notna())
    return table


def _by_row(own: pd.DataFrame, factors: pd.DataFrame, electricity: Sequence[str]) -> pd.DataFrame:
    """Return each row's emission, and what stands in the way of one."""
    carrier = pd.Categorical(own["carrier"])
    of_carrier = factors.set_index("carrier_id").reindex(carrier.categories)
    factor = of_carrier["tco2_per_base_unit"].to_numpy(float)[carrier.codes]
    quantity, energy = (own[name].to_numpy(float) for name in ("signed_quantity", "energy_kgce"))
    used = quantity != 0  # what is not used needs no factor
    emitted = np.where(used, quantity * factor, 0.0)
    electric = own["carrier"].isin(list(electricity)).to_numpy()
    marks = pd.Categorical(of_carrier["confidence"], categories=_MARKS).codes.astype(int)
    later = of_carrier["later"].astype("boolean").fillna(False).to_numpy(bool)
    return pd.DataFrame(
        {
            "line_code": own["line_code"].to_numpy(),
            "carrier": carrier,
            "emission_tco2": emitted,
            "electricity_tco2": np.where(electric, emitted, 0.0),
            "energy_kgce": energy,
            "electricity_kgce": np.where(electric, energy, 0.0),
            "feedstock": (own["purpose"] == "feedstock").to_numpy() & used,
            "lacking": np.isnan(factor) & used,
            "later": later[carrier.codes] & used,
            "mark": np.where(used, marks[carrier.codes], -1),
        }
    )


def _reason(unit_energy: pd.DataFrame, flags: pd.DataFrame) -> pd.Series:
    conditions = [
        *(unit_energy[flag].to_numpy(bool) for flag in INCOMPLETE),
        flags["feedstock"].to_numpy(bool),
        flags["lacking"].to_numpy(bool),
    ]
    reason = np.select(conditions, [*INCOMPLETE, "feedstock_used", "factor_missing"], default="")
    return pd.Series(reason, dtype="str").replace("", np.nan)


def _lacking(rows: pd.DataFrame) -> pd.Series:
    """Return the carriers without a factor of each line that has any."""
    lacking = typed(rows.loc[rows["lacking"], ["line_code", "carrier"]], {"carrier": "str"})
    lacking = lacking.drop_duplicates().sort_values(["line_code", "carrier"])
    return lacking.groupby("line_code")["carrier"].agg(";".join).astype("str")


def of_saving(emitted: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Return the carbon dioxide of each line's saving potential.

    It is in proportion: the saving's share of the energy that the level measures (electricity alone
    for a level in kWh, fuel alone for one of fuel, else all) times the emission of that energy. A
    line is taken to save on every carrier alike; which of them it would in fact save, nobody knows.

    Parameters
    ----------
    emitted : DataFrame
        What `emissions` returns.
    found : DataFrame
        One row per line: `line_code`, `indicator`, `unit`, `saving_to_baseline_tce`,
        `saving_to_advanced_tce`, `reason`.

    Returns
    -------
    DataFrame
        In the order of `found`: `line_code`, `emission_tco2`, `saving_to_baseline_tco2`,
        `saving_to_advanced_tco2`, `confidence` and `later` (of the factors), `carriers` (without a
        factor), `reason` why there is no saving (of the emission, else of the verdict, else
        ``energy_not_positive``). Where nothing can be saved, the saving is zero.

    Examples
    --------
    17 of 117 tce saved by a line that emits 234 tCO2: 34 tCO2.

    >>> emitted = pd.DataFrame({"line_code": [0], "emission_tco2": [234.0], "electricity_tco2": [0.0],
    ...     "energy_kgce": [117_000.0], "electricity_kgce": [0.0], "confidence": ["verified"],
    ...     "later": [False], "reason": [None], "carriers": [None]})
    >>> found = pd.DataFrame({"line_code": [0], "indicator": ["comprehensive"], "unit": ["kgce/t"],
    ...     "saving_to_baseline_tce": [0.0], "saving_to_advanced_tce": [17.0], "reason": [None]})
    >>> of_saving(emitted, found)[["saving_to_baseline_tco2", "saving_to_advanced_tco2"]].values.tolist()
    [[0.0, 34.0]]

    """
    of_line = emitted.set_index("line_code").reindex(found["line_code"]).reset_index(drop=True)
    found = found.reset_index(drop=True)
    electric = found["unit"].astype("str").str.startswith("kWh").fillna(False).astype(bool)
    fuel = found["indicator"] == "fuel"
    emission = _counted(of_line["emission_tco2"], of_line["electricity_tco2"], electric, fuel)
    energy = _counted(of_line["energy_kgce"], of_line["electricity_kgce"], electric, fuel) / 1000
    per_tce = emission / energy.where(energy > 0)
    savings = found[["saving_to_baseline_tce", "saving_to_advanced_tce"]]
    saved = savings.mul(per_tce, axis=0).mask(savings == 0, 0.0)
    unknown = saved.isna().any(axis=1)
    reason = of_line["reason"].astype("str").fillna(found["reason"].astype("str"))
    return pd.DataFrame(
        {
            "line_code": found["line_code"],
            "emission_tco2": of_line["emission_tco2"],
            "saving_to_baseline_tco2": saved["saving_to_baseline_tce"],
            "saving_to_advanced_tco2": saved["saving_to_advanced_tce"],
            "confidence": of_line["confidence"],
            "later": of_line["later"].astype("boolean"),
            "carriers": of_line["carriers"],
            "reason": reason.fillna("energy_not_positive").where(unknown),
        }
    )


def _counted(
    total: pd.Series, electricity: pd.Series, electric: pd.Series, fuel: pd.Series
) -> pd.Series:
    """Return the part of a line's total that its level measures."""
    return total.mask(electric, electricity).mask(fuel, total - electricity)
