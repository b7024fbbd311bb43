"""Loading every document, all cells checked, against only parsing the same files."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import yaml

from capacity_analysis import paths
from capacity_analysis.standards import Standards

from .measure import Result, compare


def results() -> Iterator[Result]:
    folder, documents = paths.standards(), Standards.load().documents
    tables = [
        folder / document.id / file for document in documents for file in document.tables.values()
    ]
    headers = [folder / document.id / "document.yaml" for document in documents]

    def theirs() -> list[pd.DataFrame]:
        for header in headers:
            yaml.load(header.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        return [pd.read_csv(table, dtype="str", keep_default_na=False) for table in tables]

    rows = sum(len(document.rows(kind)) for document in documents for kind in document.tables)
    assert rows == sum(map(len, theirs()))
    yield compare(
        f"load {len(documents)} documents of {rows:,} rows: parse, check every cell and row",
        "yaml.CSafeLoader on their headers, pandas.read_csv on their tables (nothing checked)",
        lambda: Standards.load(folder),
        theirs,
    )
