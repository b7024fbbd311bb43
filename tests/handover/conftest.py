"""An assessment of four enterprises whose findings and suggestions are set by hand."""

import pytest
from handed_cases import frames, with_tables

from capacity_analysis import assess, read_ledger


@pytest.fixture(scope="session")
def assessment(small_ledger, tmp_path_factory):
    ledger = read_ledger(small_ledger(tmp_path_factory.mktemp("handed") / "台账.xlsx"))
    return with_tables(assess(ledger), **frames())
