"""The equipment of a ledger held against the catalogues, of the day and of other editions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from .. import vocabulary
from ..analysis import catalogue_editions, catalogue_findings, equipment, screening
from ..analysis.conditions_of_entries import entries_in_force
from ..analysis.equipment import Equipment
from ..analysis.equipment_words import equipment_words
from ..analysis.frames import typed
from ..ledger import Ledger
from ..standards import Document, NoDocumentInForce, RowsInForce, Standards
from .shape import plain

KIND = "catalogue_entries"

# Where a device stands: its name as reported, or the text that it was read from.
_NAMING = {"equipment": "name", "lines": "specification"}
_NONE = pd.DataFrame()


@dataclass(frozen=True, eq=False)
class Screened:
    """Equipment, the rows of the catalogues in force, and each device against each row of its type.

    Attributes
    ----------
    equipment : Equipment
        What `analysis.equipment.of` returns.
    rules : DataFrame
        The rows in force.
    table : DataFrame
        What `analysis.screening.screen` returns, with `source_cell`.
    listed : DataFrame
        What `analysis.catalogue_findings.findings` says of it.
    documents : tuple of Document
        The documents that the rows are of.
    absence : str
        That the store holds no catalogue for the day; empty where it does.

    """

    equipment: Equipment
    rules: pd.DataFrame
    table: pd.DataFrame
    listed: pd.DataFrame
    documents: tuple[Document, ...]
    absence: str = ""

    @property
    def devices(self) -> pd.DataFrame:
        """The devices."""
        return self.equipment.devices


def screened(
    ledger: Ledger,
    standards: Standards,
    chain: Sequence[str],
    as_of: dt.date,
    lines: pd.DataFrame,
) -> Screened:
    """Hold the equipment of a ledger against the catalogues that are in force on a day."""
    found = equipment.of(
        {name: ledger[name] for name in ("lines", "equipment", "equipment_parameters")},
        equipment_words(),
        vocabulary.equipment_of_products(),
        as_of,
        ledger.data_as_of,
    )
    found = Equipment(
        _with_cells(ledger, found.devices, found.devices["row_table"].astype("str").map(_NAMING)),
        _with_cells(ledger, found.values, found.values["field"]),
        _with_cells(ledger, found.parses, found.parses["field"]),
    )
    in_force, absence = _in_force(standards, chain, as_of)
    documents = {document.id: document for rows in in_force for document in rows.documents}
    rules = entries_in_force(*(in_force or [RowsInForce((), standards.no_rows(KIND), _NONE)]))
    table = _cited(screening.screen(found.devices, found.values, rules), found)
    listed = catalogue_findings.findings(table, found.devices, lines)
    return Screened(found, rules, table, listed, tuple(documents.values()), absence)


def tables(found: Screened) -> dict[str, pd.DataFrame]:
    """Return the tables `devices`, `device_values`, `parses` and `screening` of an assessment."""
    kept = found.table.drop(columns="value_code")
    return {
        "devices": _kept(found.devices),
        "device_values": _kept(found.equipment.values),
        "parses": _kept(found.equipment.parses),
        "screening": _kept(kept),
    }


def editions(
    found: Screened,
    standards: Standards,
    chain: Sequence[str],
    as_of: dt.date,
    lines: pd.DataFrame,
) -> pd.DataFrame:
    """Return every line under each other edition of the catalogue, on the elimination list.

    Nothing but the edition changes: other instruments stay as they are on the day.

    Returns
    -------
    DataFrame
        What `analysis.catalogue_editions.compare` returns, with `document_id` and `title` of the
        other edition; `equipment_id` is the device that governs.

    """
    now, none = found.listed, found.table.iloc[:0]
    parts = [catalogue_editions.compare(now.iloc[:0], now.iloc[:0], none, none)]
    titles: list[tuple[str, str]] = [("", "")]
    for document, rules in _other_editions(found, standards, chain, as_of):
        table = _cited(
            screening.screen(found.devices, found.equipment.values, rules), found.equipment
        )
        then = catalogue_findings.findings(table, found.devices, lines)
        parts.append(catalogue_editions.compare(now, then, found.table, table))
        titles.append((document.id, document.citation))
    named = [
        part.assign(document_id=pd.Series(key, part.index, dtype="str"),
                    title=pd.Series(title, part.index, dtype="str"))
        for part, (key, title) in zip(parts, titles, strict=True)
    ]  # fmt: skip
    return _kept(pd.concat(named, ignore_index=True).rename(columns={"device": "equipment_id"}))


def _other_editions(
    found: Screened, standards: Standards, chain: Sequence[str], as_of: dt.date
) -> list[tuple[Document, pd.DataFrame]]:
    """Return each other edition of the catalogues in force, with the rows that would hold under it."""
    series = {document.series for document in found.documents if document.series}
    others = [
        document
        for document in standards.documents
        if KIND in document.tables
        and document.series in series
        and document.in_force is not None
        and document not in found.documents
        and document.jurisdiction in chain
    ]
    return [
        (document, _under(found, standards, chain, document))
        for document in others
        if not document.holds_on(as_of)
    ]


def _under(
    found: Screened, standards: Standards, chain: Sequence[str], other: Document
) -> pd.DataFrame:
    """Return the rows in force with those of one edition in the place of its series'."""
    assert other.in_force is not None
    in_force, _absence = _in_force(standards, chain, other.in_force)
    then = entries_in_force(*in_force)
    replaced = [each.id for each in found.documents if each.series == other.series]
    kept = found.rules[~found.rules["document_id"].isin(replaced)]
    return pd.concat([kept, then[then["document_id"] == other.id]], ignore_index=True)


def _in_force(
    standards: Standards, chain: Sequence[str], on: dt.date
) -> tuple[list[RowsInForce], str]:
    """Return the rows for existing and for new lines, and that there are none where that is so."""
    found, absence = [], ""
    for applies_to in ("existing", "new"):
        try:
            found.append(standards.rows_in_force(KIND, on, chain, applies_to))
        except NoDocumentInForce as missing:
            absence = absence or str(missing)
    return found, "" if found else absence


def _with_cells(ledger: Ledger, table: pd.DataFrame, fields: pd.Series) -> pd.DataFrame:
    """Return a table with `source_cell`, the address of a field of the ledger's row."""
    cells = pd.Series(index=table.index, dtype="str")
    keys = [table["row_table"].astype("str"), fields.astype("str")]
    for (name, field), rows in table.groupby(keys, sort=False)["row"]:
        cells.loc[rows.index] = ledger.cells(str(name), rows, str(field))
    return table.assign(source_cell=cells)


def _cited(table: pd.DataFrame, found: Equipment) -> pd.DataFrame:
    """Return screened equipment with `source_cell`: of the value, else of the device."""
    value, device = table["value_code"].to_numpy(), table["device_code"].to_numpy()
    named = pd.concat([found.values["source_cell"], found.devices["source_cell"]])
    codes, cells = pd.factorize(named)
    of_value, of_device = np.split(codes, [len(found.values)])
    own = np.append(of_value, -1)[value]
    code = np.where(own >= 0, own, of_device[device])
    return table.assign(source_cell=pd.Categorical.from_codes(code, cells))


def _kept(table: pd.DataFrame) -> pd.DataFrame:
    """Return a table as it is saved and loaded: what is no number, day or flag is text."""
    plainer = plain(table)
    texts = [str(name) for name, dtype in plainer.dtypes.items() if dtype.kind == "O"]
    return typed(plainer, dict.fromkeys(texts, "str"))
