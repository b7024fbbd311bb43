"""Every id in the tables on people, credit and land has words for a page."""

import re
from itertools import chain

import pytest

from capacity_analysis import paths
from capacity_analysis.assessment import assess, exposure_words
from capacity_analysis.ledger import read_ledger

# Column of a table -> what its ids are ids of.
KINDS = {
    ("staff", "exposure"): "exposure",
    ("staff", "ground"): "ground",
    ("staff", "reasons"): "reason",
    ("staff", "protected"): "protected",
    ("layoffs", "ground"): "ground",
    ("stability_signs", "reason"): "reason",
    ("means", "reason"): "reason",
    ("zombies", "reason"): "reason",
    ("zombies", "method"): "zombie_method",
    ("support", "reason"): "reason",
    ("power_charges", "reason"): "reason",
    ("guarantee_reach", "reason"): "reason",
    ("parcels", "reasons"): "reason",
    ("parcels", "category"): "category",
    ("parcels", "gates"): "gate",
    ("enterprise_findings", "reason"): "reason",
}


@pytest.fixture(scope="module")
def tables():
    return assess(read_ledger(paths.sample_ledger())).tables


@pytest.mark.parametrize(("table", "column"), KINDS)
def test_every_id_has_words(tables, table, column):
    joined = tables[table][column].dropna().astype("str").str.split(";")
    ids = set(chain.from_iterable(joined)) - {""}
    unnamed = {one for one in ids
               if not re.search("[\u4e00-\u9fff]", exposure_words.word(KINDS[table, column], one))}  # fmt: skip
    assert not unnamed
