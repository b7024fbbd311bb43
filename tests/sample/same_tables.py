"""Compare a ledger with the truth of the story, table by table and row by row."""

import pandas as pd
from python_calamine import CalamineWorkbook

from capacity_analysis.ledger import read_ledger, registry
from tools.sample import truth
from tools.sample.folder import corrections
from tools.sample.story import district

# Written by `collect` alone, or compared apart.
_APART = {"corrections", "statistics", "returns", "comparisons", "sources", "origins"}


def true_ledger(folder):
    """Return the truth as a ledger that has been written and read, and its workbook."""
    path = folder / "truth.xlsx"
    truth.write(path)
    return read_ledger(path), path


def assert_same_tables(ledger, true):
    """Refuse a ledger whose rows, in their order, are not those of the truth.

    Both are compared as read: numbers as numbers, days as days, choices by their ids, and after the
    corrections that the ledger holds.
    """
    for name in registry().tables.keys() - _APART:
        mine, theirs = _rows(ledger, name), _rows(true, name)
        missing = [row for row in theirs if row not in mine]
        extra = [row for row in mine if row not in theirs]
        assert not missing, (
            f"{name}: {len(missing)} rows missing, first {missing[0]}; extra {extra[:1]}"
        )
        assert not extra, f"{name}: {len(extra)} rows too many, first {extra[0]}"
        assert mine == theirs, f"{name}: not in the order of the truth"


def assert_same_statistics(workbook, true_workbook):
    """Refuse a workbook whose sheet of statistics, which no ledger shows by row, is another."""
    sheet = registry().tables["statistics"].sheet
    mine, theirs = (
        [[key, str(year).removesuffix(".0"), indicator, value] for key, year, indicator, value in
         CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python()]
        for path in (workbook, true_workbook)
    )  # fmt: skip
    assert mine == theirs


def assert_same_corrections(ledger):
    """Refuse a ledger that does not hold the corrections of the story."""
    fields = registry().tables["corrections"].fields
    told = [tuple(_cell(row[key]) for key in fields) for row in corrections()]
    held = _rows(ledger, "corrections")
    assert [tuple(map(str, row)) for row in held] == [tuple(map(str, row)) for row in told]


def assert_same_outcomes(ledger):
    """Refuse a ledger that counts other enterprises as having answered than the story does."""
    held = dict(_rows(ledger, "returns", ("enterprise_id", "outcome")))
    ids = [row["enterprise_id"] for row in truth.rows()["enterprises"]]
    told = {key: one.outcome for key, one in zip(ids, district().enterprises, strict=True)}
    assert held == told


def _rows(ledger, name, fields=()):
    fields = list(fields or registry().tables[name].fields)
    frame = ledger[name][fields] if name in ledger.tables else pd.DataFrame(columns=fields)
    return [tuple(map(_cell, row)) for row in frame.astype(object).itertuples(index=False)]


def _cell(value):
    if value is None or pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return round(value, 6) if isinstance(value, float) else value
