"""Which rules of law the numbers on people, credit and land rest on, so that each can be looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from ..analysis.frames import once_without_rows
from ..standards import Document, Standards

# Where each table names the rows that it rests on, several joined by a semicolon.
_CITING: Final = {
    "staff": ("people", "parameters"),
    "zombies": ("credit", "parameters"),
    "credit_advice": ("credit", "parameters"),
    "power_charges": ("credit", "row_id"),
    "parcels": ("land", "parameters"),
}
KINDS: Final = (
    "labour_parameters",
    "retirement_schedule",
    "zombie_rules",
    "lending_rates",
    "credit_rules",
    "electricity_prices",
    "land_parameters",
    "enforcement_rules",
)
_SHOWN = ["row_id", "parameter", "topic", "item", "value", "value_text", "unit", "clause", "effective_from",
          "effective_to", "jurisdiction", "confidence"]  # fmt: skip


def citations(tables: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return which enterprise's numbers rest on which rows.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        The tables on people, credit and land.

    Returns
    -------
    DataFrame
        `enterprise_id`, `subject` (``people``, ``credit`` or ``land``) and `row_id`, each once.

    Examples
    --------
    >>> staff = pd.DataFrame({"enterprise_id": ["A", "A"], "parameters": ["lab-001;lab-002", None]})
    >>> citations({"staff": staff}).values.tolist()
    [['A', 'people', 'lab-001'], ['A', 'people', 'lab-002']]

    """
    parts = [
        _cited(tables[name][["enterprise_id", column]].set_axis(["enterprise_id", "row_id"], axis=1))
        .assign(subject=subject)
        for name, (subject, column) in _CITING.items()
        if name in tables
    ]  # fmt: skip
    order = ["enterprise_id", "subject", "row_id"]
    found = pd.concat(parts, ignore_index=True)[order].drop_duplicates()
    return found.sort_values(order, ignore_index=True).astype("str")


@once_without_rows("found")
def _cited(found: pd.DataFrame) -> pd.DataFrame:
    """Return each enterprise with each row; the same rows stand joined in many places."""
    code, texts = pd.factorize(found["row_id"].astype("str"))
    owners = found["enterprise_id"].astype("str").array
    pairs = pd.DataFrame({"enterprise_id": owners, "joined": code})
    pairs = pairs[code >= 0].drop_duplicates()
    apart = pd.Series(texts, dtype="str").str.split(";").explode().rename("row_id")
    told = apart[apart.fillna("") != ""]
    return pairs.join(told, on="joined", how="inner")[["enterprise_id", "row_id"]]


def rules(standards: Standards, row_ids: Iterable[str]) -> pd.DataFrame:
    """Return the rows of the store with these ids: what they say, and by which clause.

    Returns
    -------
    DataFrame
        `document_id`, and the columns of a rule; numbers and texts of the retirement schedule are
        left out, whose months the rule itself gives. Ordered by document and row.

    """
    wanted = set(row_ids)
    parts = [
        pd.DataFrame(columns=["document_id", *_SHOWN]).astype({"value": float}),
        *(
            table[table["row_id"].isin(wanted)].assign(document_id=document.id)
            for document in (standards.documents if wanted else ())
            for kind in KINDS
            if kind in document.tables and kind != "retirement_schedule"
            for table in [document.table(kind)]
        ),
    ]
    found = pd.concat(parts, ignore_index=True).reindex(columns=["document_id", *_SHOWN])
    texts = dict.fromkeys([name for name in found if name != "value"], "str")
    return found.astype(texts).drop_duplicates("row_id", ignore_index=True)


def documents(standards: Standards, found: pd.DataFrame) -> list[tuple[Document, str]]:
    """Return the documents of rules, each with the kind of its table."""
    held = set(found["document_id"])
    return [
        (document, kind)
        for kind in KINDS
        for document in standards.documents
        if document.id in held and kind in document.tables
    ]
