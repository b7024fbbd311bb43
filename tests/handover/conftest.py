"""An assessment of four enterprises whose findings and suggestions are set by hand."""

import exposure_cases
import pytest
from handed_cases import frames, with_tables


@pytest.fixture(scope="session")
def assessment(small_reading, assess_once):
    ledger = small_reading(file="台账.xlsx")
    return with_tables(assess_once(ledger), **frames(), **exposure_cases.frames())
