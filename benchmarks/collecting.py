"""Collecting the sample's folder against only reading the same files with pandas."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from capacity_analysis import paths
from capacity_analysis.campaign import Campaign
from capacity_analysis.intake.collect import collect

from .measure import Result, compare

_WORKBOOKS = {".xlsx", ".xls", ".ods"}


def results() -> Iterator[Result]:
    folder, campaign = paths.sample_intake(), Campaign.load()
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in _WORKBOOKS]
    with tempfile.TemporaryDirectory() as out:

        def ours() -> object:
            return collect(folder, campaign).write(Path(out) / "ledger.xlsx")

        def theirs() -> object:
            return [
                pd.read_excel(file, sheet_name=None, header=None, engine="calamine")
                for file in files
            ]

        assert len(ours()) == 3  # type: ignore[arg-type]
        yield compare(
            f"collect {len(files)} returns and lists: read, recognise, match, compare, check, write",
            'pandas.read_excel(engine="calamine") of the same files (nothing else)',
            ours,
            theirs,
            runs=3,
        )
