"""Explanations of a small ledger of four enterprises, whose every number can be worked by hand."""

import pytest
from explained_cases import AFTER_ALL_LIMITS, with_conditions

from capacity_analysis import Standards
from capacity_analysis.explanation import Explainer, find_line


@pytest.fixture(scope="session")
def explain(small_reading, assess_once):
    """Explain the one line of an enterprise of the small ledger, after a change of its tables."""

    def explained(enterprise, change=None, as_of=None, standards=None, ground=None):
        ledger = small_reading(change, file="台账.xlsx")
        store = standards or Standards.load()
        assessment = assess_once(ledger, store, as_of=as_of)
        code = find_line(assessment, "1号线", enterprise)
        return Explainer(assessment, ledger, store).explain(code, ground)

    return explained


@pytest.fixture(scope="session")
def corrected_limits(explain):
    """A blast furnace with poor and rare ore, and a clinker kiln high in the hills."""
    furnace = with_conditions(
        "E3",
        feed_grade_percent=58.0,
        rare_earth_percent=3.0,
        vanadium_titanium_percent=0.0,
        laterite_percent=0.0,
    )
    kiln = with_conditions("E1", altitude_m=2000.0, pressure_pa=79_500.0)
    return [
        explain("E3", furnace, AFTER_ALL_LIMITS),
        explain("E1", kiln, AFTER_ALL_LIMITS),
    ]
