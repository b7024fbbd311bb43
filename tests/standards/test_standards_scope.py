"""Whom a document holds for, and what a slip in its file does."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from capacity_analysis import paths
from capacity_analysis.errors import DataError
from capacity_analysis.standards import NoDocumentInForce, Standards

DAY = dt.date(2022, 6, 30)
CHAIN = ["360404", "360400", "360000", "000000"]


def edited(folder: Path, old: str, new: str) -> Path:
    """Copy the packaged standards and change one line of the benchmark document's header."""
    copied = folder / "standards"
    shutil.copytree(paths.data() / "standards", copied)
    header = copied / "ndrc-2021-1609" / "document.yaml"
    text = header.read_text(encoding="utf-8")
    assert old in text
    header.write_text(text.replace(old, new), encoding="utf-8")
    return copied


def test_a_document_for_new_projects_never_hits_an_existing_line(tmp_path):
    standards = Standards.load(edited(tmp_path, "applies_to: all", "applies_to: new"))
    with pytest.raises(NoDocumentInForce):
        standards.in_force("benchmark_levels", DAY, CHAIN)
    assert standards.in_force("benchmark_levels", DAY, CHAIN, "new").id == "ndrc-2021-1609"


def test_a_folder_may_be_named_by_a_text(tmp_path):
    folder = edited(tmp_path, "binding: true", "binding: false")
    assert not Standards.load(str(folder)).document("ndrc-2021-1609").binding


def test_a_day_that_does_not_exist_is_a_defect_of_the_file_and_no_crash(tmp_path):
    with pytest.raises(DataError, match=r"document\.yaml"):
        Standards.load(edited(tmp_path, "in_force: 2022-01-01", "in_force: 2022-13-31"))
