"""Where a value of the ledger came from before it stood in the workbook: file, sheet and cell.

`collect` writes one row of the table `origins` for each row of the ledger and each sheet that it was
read from; the row is named by its record, the text of its key.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from ..sheets.cells import as_text, is_blank
from .distinct import without_blanks
from .registry import LedgerField, fold, registry
from .values import convert

_DATES = ("date", "month_start", "month_end")


def record_key(table: str, values: Mapping[str, object]) -> str:
    """Return the text that names a row in the table of origins: its key, as the workbook shows it.

    The parts stand in the order of the table's key, joined by ``|``: choices by their labels (a blank
    one by that of its default), dates as 2021-05-31, nothing for what is blank. Fields that joined
    the key with a later version are named only where one of them says something.

    Parameters
    ----------
    table : str
        Table of the registry.
    values : mapping of str to object
        The row: typed values, or raw cells; fields that it lacks are blank.

    Examples
    --------
    >>> record_key("energy", {"enterprise_id": "E1", "line_id": "1号窑", "year": 2021,
    ...     "carrier": "electricity"})
    'E1|1号窑|2021|电力|消费|生产线|'

    """
    definition = registry().tables[table]
    fields, parts = definition.fields, {}
    for key in definition.key:
        parts[key] = _part(table, key, fields[key], values.get(key))
    joined = definition.key_joined
    if all(parts[key] == _part(table, key, fields[key], None) for key in joined):
        parts = {key: part for key, part in parts.items() if key not in joined}
    return "|".join(parts.values())


class Origins:
    """The origins of a ledger's values, found by table, record and field.

    Parameters
    ----------
    origins, sources : DataFrame
        Tables of the ledger.

    """

    def __init__(self, origins: pd.DataFrame, sources: pd.DataFrame):
        files = dict(zip(sources["source_id"], sources["file"], strict=True))
        self._by_record: dict[tuple[str, str], list[tuple[str, str]]] = {}
        rows = zip(
            origins["table"],
            origins["record"],
            origins["source_id"],
            origins["source_sheet"],
            origins["cells"],
            strict=True,
        )
        for table, record, source, sheet, cells in rows:
            file = files.get(source, source)
            where = file if pd.isna(sheet) else f"{file} {sheet}!"
            self._by_record.setdefault((fold(table), record), []).append((where, cells))

    def __bool__(self) -> bool:
        return bool(self._by_record)

    def find(self, table: str, values: Mapping[str, object], field: str) -> str | None:
        """Return file, sheet and cell of one value of a row, or None where they are not known."""
        definition = registry().tables[table]
        known = self._by_record.get((fold(definition.sheet), record_key(table, values)), ())
        header = fold(definition.fields[field].header)
        found = [
            f"{where if where.endswith('!') else f'{where} '}{address}"
            for where, cells in known
            if (address := _address(cells, header))
        ]
        return "；".join(found) or None


def _address(cells: str, header: str) -> str:
    """Return the address that stands behind a header in ``列名=地址; 列名=地址``."""
    for pair in cells.replace("；", ";").split(";"):
        name, _mark, address = pair.partition("=")
        if fold(name) == header:
            return address.strip()
    return ""


def _part(table: str, key: str, spec: LedgerField, value: object) -> str:
    if value is None or value is pd.NA or value is pd.NaT or is_blank(value):
        value = spec.default or ""
    if spec.type == "choice":
        return _label(table, key, str(value))
    if isinstance(value, dt.date):  # a datetime and a Timestamp are dates
        return dt.date(value.year, value.month, value.day).isoformat()
    if spec.type in _DATES and value:
        return _day(table, key, as_text(value))
    text = as_text(value)
    if key in registry().identifying:  # as the reader takes it
        text = without_blanks(text)
    return text.replace("|", "｜")


@lru_cache(maxsize=4096)
def _label(table: str, key: str, value: str) -> str:
    labels = registry().tables[table].fields[key].labels
    by_text = {fold(label): label for label in labels.values()}
    return labels.get(value, by_text.get(fold(value), value))


@lru_cache(maxsize=4096)
def _day(table: str, key: str, value: str) -> str:
    """Return the day that a text stands for, as the reader takes it."""
    (read,) = convert(registry().tables[table].fields[key], [value]).values
    return value if pd.isna(read) else read.date().isoformat()
