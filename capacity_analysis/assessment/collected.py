"""What an assessment keeps of how its data were collected, corrected and compared."""

from __future__ import annotations

import pandas as pd

from .. import units
from ..analysis import sources
from ..analysis.frames import once_without_rows, typed
from ..ledger import Ledger, registry
from .shape import plain

# Free text that no page shows is not kept beside the pages: it may name persons.
NOT_KEPT = ["remark"]

_MONTHS = 12
_YEAR = ["enterprise_code", "year"]
_CODE, _OWNER = "enterprise_code", ["enterprise_id", "name", "industry"]
_OF_RETURNS = [_CODE, "outcome", "filled_on", "versions"]


def tables(ledger: Ledger, enterprises: pd.DataFrame, year: int) -> dict[str, pd.DataFrame]:
    """Return the tables `statistics`, `comparisons`, `corrections` and `returns`.

    Parameters
    ----------
    ledger : Ledger
        The ledger.
    enterprises : DataFrame
        Its roster, with `industry`, in the order of `enterprise_code`.
    year : int
        The year assessed.

    """
    return {
        "statistics": _statistics(ledger, enterprises["industry"], year),
        "comparisons": _comparisons(ledger, enterprises),
        "corrections": _corrections(ledger, enterprises),
        "returns": _owned(ledger["returns"][_OF_RETURNS], enterprises),
    }


def comparable(ledger: Ledger) -> pd.DataFrame:
    """Return the comparisons of sources, with `supplier` and `role`, but for those that never decide."""
    comparisons, files = ledger["comparisons"], ledger["sources"]
    source = files.reindex(comparisons["source_code"].to_numpy()).set_axis(comparisons.index)
    found = comparisons.assign(supplier=source["supplier"], role=source["role"])
    return found[(source["permitted_use"] != "aggregate").to_numpy()]


def electricity(ledger: Ledger) -> pd.DataFrame:
    """Return what each enterprise reports of its electricity in a year, as `collect` compares it.

    Returns
    -------
    DataFrame
        `enterprise_code`, `year`, `value` in 万千瓦时; missing where a part is.

    """
    energy = ledger["energy"]
    used = energy[(energy["carrier"] == "electricity") & (energy["flow"] == "consumed")]
    return _by_year(used[_YEAR], used["amount_quantity"])


def metered_electricity(ledger: Ledger) -> pd.DataFrame:
    """Return what is metered of each enterprise's electricity in a year, as `electricity` does.

    An account that is not metered for the whole year is a part that is missing.
    """
    metered = ledger["metered_energy"]
    used = metered[metered["carrier"] == "electricity"]
    whole = used["months"].fillna(_MONTHS) == _MONTHS
    return _by_year(used[_YEAR], used["amount_quantity"].where(whole))


@once_without_rows("rows")
def _by_year(rows: pd.DataFrame, amount: pd.Series) -> pd.DataFrame:
    by_year = amount.groupby([rows["enterprise_code"], rows["year"]])
    total = by_year.sum() / float(units.factor("万千瓦时", "kWh"))
    whole = by_year.count() == by_year.size()
    return typed(total.where(whole).rename("value").reset_index(), {"year": "Int32"})


def origins(ledger: Ledger, terms: pd.DataFrame, measured: pd.Series, year: int) -> pd.DataFrame:
    """Return where the amounts behind a verdict were collected from.

    Parameters
    ----------
    ledger : Ledger
        The ledger.
    terms : DataFrame
        Energy rows of the year assessed.
    measured : Series of int
        The lines that were held against a level, on any ground.
    year : int
        The year assessed.

    Returns
    -------
    DataFrame
        `cell` (address in the ledger's workbook) and `origin` (file, sheet and cell); nothing for a
        cell whose origin is not known.

    """
    production = ledger["production"]
    made = production[(production["year"] == year) & production["line_code"].isin(measured)]
    used = terms[terms["line_code"].isin(measured)]
    parts = [
        pd.DataFrame(
            {
                "cell": ledger.cells(table, rows, field).array,
                "origin": pd.Series(ledger.origins(table, rows, field), dtype="str"),
            }
        )
        for table, rows, field in (
            ("production", made["row"], "output"),
            ("energy", used["row"], "amount"),
        )
    ]
    found = pd.concat(parts, ignore_index=True).dropna(subset=["origin"])
    return found.drop_duplicates("cell").reset_index(drop=True)  # a shared meter has many lines


def _statistics(ledger: Ledger, industry: pd.Series, year: int) -> pd.DataFrame:
    indicators = registry().tables["statistics"].fields["indicator"].choices
    found = pd.concat(
        [
            ledger.statistics.total(industry, indicator, year)
            .rename(columns={"group": "industry"})
            .assign(indicator=indicator, year=year)
            for indicator in indicators
        ],
        ignore_index=True,
    )
    return typed(found, {"indicator": "str", "year": "int32"})


def _comparisons(ledger: Ledger, enterprises: pd.DataFrame) -> pd.DataFrame:
    kept = ["fact", "year", "supplier", "value", "unit", "cells", "standing", "difference_percent"]
    found = sources.disagreements(comparable(ledger))
    return _owned(found[[_CODE, *kept]], enterprises)


def _corrections(ledger: Ledger, enterprises: pd.DataFrame) -> pd.DataFrame:
    kept = ["outcome", "correction_row", "table", "field", "row", "old", "new", "place", "cell",
            "reason", "provider", "corrected_on"]  # fmt: skip
    return _owned(_unnamed(ledger.correction_outcomes)[[_CODE, *kept]], enterprises)


@once_without_rows("outcomes")
def _unnamed(outcomes: pd.DataFrame) -> pd.DataFrame:
    """Return corrections without the texts that an assessment does not keep."""
    hidden = outcomes["field"].isin(NOT_KEPT)
    return outcomes.assign(**{name: outcomes[name].mask(hidden, "") for name in ("old", "new")})


@once_without_rows("frame")
def _owned(frame: pd.DataFrame, enterprises: pd.DataFrame) -> pd.DataFrame:
    """Return a frame with the id, name and industry of each row's enterprise for its code."""
    owners = enterprises[_OWNER].iloc[frame[_CODE].to_numpy()].reset_index(drop=True)
    owners = owners.rename(columns={"name": "enterprise_name"})
    kept = plain(frame.drop(columns=_CODE)).reset_index(drop=True)
    return pd.concat([owners, kept], axis=1)
