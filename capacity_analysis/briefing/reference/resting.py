"""What rests on each row of the standards in one assessment: counted, and checked to be the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ...assessment import Assessment
from ...standards import Standards

_KEY = ["document_id", "row_id"]
_COEFFICIENTS = "conversion_coefficients"
_AND = "；"  # between the corrections that were applied to one limit
# Tables of an assessment that hold rows of the standards, and the kind of table they come from.
_HELD = {
    "levels": "benchmark_levels",
    "limit_levels": "energy_limits",
    "corrections_of_limits": "energy_corrections",
    "definitions": "unit_energy_definitions",
    "coefficients": _COEFFICIENTS,
}
# Kinds of which an assessment says which line rests on which row; of the others nothing is counted.
BY_LINE = frozenset(_HELD.values())
TRACED = BY_LINE | {"policy_targets"}


@dataclass(frozen=True)
class Resting:
    """How many lines of the ledger rest on a row, by document and row, and on a document."""

    rows: Mapping[tuple[str, str], int]
    documents: Mapping[str, int]


def resting(assessment: Assessment) -> Resting:
    """Count the lines of the year assessed that rest on each row of the standards.

    A level or limit counts where the line got a verdict by it or is under review; a correction where
    it was applied; a definition where a unit energy was computed by it; a coefficient where energy of
    the line was converted by it; a target where its products are made.

    Examples
    --------
    >>> from capacity_analysis import assess, paths, read_ledger
    >>> found = resting(assess(read_ledger(paths.sample_ledger())))
    >>> found.rows["gbt-2589-2020", "electricity_equiv"] > found.rows["gbt-2589-2020", "coke"]
    True

    """
    pairs = pd.concat([*_pairs(assessment)], ignore_index=True).drop_duplicates()
    by_row = pairs.groupby(_KEY)["line_code"].nunique()
    by_document = pairs.groupby("document_id")["line_code"].nunique()
    targets = assessment["targets"].groupby(_KEY)["lines"].sum()
    rows = {(str(key[0]), str(key[1])): int(n) for key, n in pd.concat([by_row, targets]).items()}
    return Resting(rows, {str(key): int(lines) for key, lines in by_document.items()})


def _pairs(assessment: Assessment) -> Iterator[pd.DataFrame]:
    """Yield which line rests on which row."""
    columns = [*_KEY, "line_code"]
    for name in ("gaps", "limit_rows"):
        judged = assessment[name]
        judged = judged[judged["row_id"].notna() & (judged["result"] != "undecided")]
        yield _texts(judged[columns])
    corrected = assessment["limit_rows"]
    corrected = corrected[corrected["correction_rows"].fillna("") != ""]
    applied = corrected["correction_rows"].str.split(_AND)
    yield _texts(corrected.assign(row_id=applied).explode("row_id")[columns])
    measured = assessment["unit_energy"]
    measured = measured[(measured["year"] == assessment.year) & measured["measured"].notna()]
    about = ["product_id", "indicator"]
    yield _texts(
        measured[[*about, "line_code"]]
        .astype(dict.fromkeys(about, "str"))
        .merge(assessment["definitions"][[*about, *_KEY]].astype("str"), on=about)[columns]
    )
    terms = assessment["terms"]
    terms = terms[(terms["year"] == assessment.year) & terms["coefficient_row"].notna()]
    document = assessment.document_for(_COEFFICIENTS)
    yield _texts(
        terms[terms["line_code"] >= 0]
        .rename(columns={"coefficient_row": "row_id"})
        .assign(document_id=document.id if document else "")[columns]
    )


def _texts(pairs: pd.DataFrame) -> pd.DataFrame:
    return pairs.astype({"document_id": "str", "row_id": "str"})


def unlike(assessment: Assessment, standards: Standards) -> tuple[str, ...]:
    """Return the rows that an assessment rests on and the store has not, or has with other numbers.

    Examples
    --------
    >>> from capacity_analysis import assess, paths, read_ledger
    >>> unlike(assess(read_ledger(paths.sample_ledger())), Standards.load())
    ()

    """
    document = assessment.document_for(_COEFFICIENTS)
    wrong: set[tuple[str, ...]] = set()
    for name, kind in _HELD.items():
        rows = assessment[name]
        if "document_id" not in rows:
            rows = rows.assign(document_id=document.id if document else "")
        numbers = list(rows.select_dtypes("float64").columns)
        columns = [*_KEY, "confidence", *numbers]
        wrong |= _as_tuples(rows[columns]) - _held(
            standards, kind, columns, set(rows["document_id"])
        )
    return tuple(sorted({f"{row[0]} {row[1]}" for row in wrong}))


def _held(
    standards: Standards, kind: str, columns: list[str], documents: set[str]
) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for document in standards.documents:
        if kind in document.tables and document.id in documents:
            table = document.table(kind).assign(document_id=document.id)
            found |= _as_tuples(table[columns])
    return found


def _as_tuples(rows: pd.DataFrame) -> set[tuple[str, ...]]:
    return set(rows.astype("str").itertuples(index=False, name=None))
