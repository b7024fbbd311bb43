"""The words of whole briefings, compared with accepted pages.

The Markdown of every section, without the drawings. After a change that is meant, look at the
difference and accept it with `make accept`.
"""

from __future__ import annotations

import pytest

from capacity_analysis import paths, read_ledger, sections
from capacity_analysis.sections.heading import ORDER

HINT = (
    "\nThe page differs from the accepted one. If the change is meant, accept it with\n"
    "    make accept        (python -m pytest -n 0 tests/golden --snapshot-update)\n"
)


@pytest.fixture(scope="module")
def assessment(assess_once):
    return assess_once(read_ledger(paths.sample_ledger()))


@pytest.mark.parametrize("industry", ["cement", "steel"])
def test_the_page_of_an_industry_of_the_sample_is_the_accepted_one(assessment, industry, snapshot):
    view = sections.IndustryView(assessment, industry)
    parts = [sections.masthead, *(getattr(sections, name) for name in ORDER)]
    page = "\n\n".join(block.to_markdown() for part in parts for block in part(view))
    assert page == snapshot, HINT
