"""What this project assumes about emission factors: raw coal as bituminous coal, for estimates only."""

import re

import pytest

from capacity_analysis import paths, vocabulary
from capacity_analysis.standards import Standards
from capacity_analysis.standards.coverage import read_coverage

PARTS = ("ncv", "ncv_unit", "carbon_tc_per_gj", "oxidation_percent", "tco2_per_unit", "unit")
JIANGXI_GRID = 0.5836  # tCO2/MWh, 2023


@pytest.fixture(scope="module")
def standards():
    return Standards.load()


@pytest.fixture(scope="module")
def assumed(standards):
    (row,) = standards.document("emission-assumptions").rows("emission_factors")
    return row


@pytest.fixture(scope="module")
def carbon(small_reading, assess_once):
    """Carbon dioxide by enterprise, of the small ledger's works."""
    return assess_once(small_reading())["carbon"].set_index("enterprise_id")


def test_raw_coal_is_taken_as_bituminous_coal_number_by_number(standards, assumed):
    _kind, bituminous = standards.document("ghg-guide-defaults").row("bituminous")
    assert assumed["carrier_id"] == "raw_coal"
    assert [assumed[name] for name in PARTS] == [bituminous[name] for name in PARTS]


def test_the_assumption_says_that_it_is_one_and_decides_nothing(standards, assumed):
    document = standards.document("emission-assumptions")
    assert assumed["confidence"] == "recalled"
    assert not document.binding
    assert "本项目的假定" in assumed["source"]
    assert "只用于估算，不作判定依据" in document.notes


def test_it_holds_from_the_day_of_the_guide_that_it_rests_on(standards):
    document, guide = (
        standards.document(name) for name in ("emission-assumptions", "ghg-guide-defaults")
    )
    assert document.in_force == guide.in_force
    assert document.series != guide.series


def test_a_coal_fired_kiln_has_its_carbon_dioxide_marked_as_recalled(carbon):
    """126,000 t of coal x 2.0715 + 52,000 MWh x 0.5836 = 261,009 + 30,347.2 tCO2."""
    kiln = carbon.loc["E1"]
    assert kiln["emission_tco2"] == pytest.approx(126_000 * 2.0715 + 52_000 * JIANGXI_GRID)
    assert kiln["emission_tco2"] == pytest.approx(291_356.2)
    assert kiln["confidence"] == "recalled"


def test_a_kiln_above_the_baseline_has_the_carbon_dioxide_of_its_saving(carbon):
    """161,000 t of coal and 56,000 MWh make 950,000 t of clinker; the baseline is 117 kgce/t.

    161,000 x 0.7143 + 56,000 x 0.1229 = 115,002.3 + 6,882.4 = 121,884.7 tce, 128.2997 kgce/t;
    121,884.7 - 0.117 x 950,000 = 10,734.7 tce, a share of 333,511.5 + 32,681.6 tCO2.
    """
    energy = 161_000 * 0.7143 + 56_000 * 0.1229
    emission = 161_000 * 2.0715 + 56_000 * JIANGXI_GRID
    kiln = carbon.loc["E2"]
    expected = emission * (energy - 0.117 * 950_000) / energy
    assert kiln["saving_to_baseline_tco2"] == pytest.approx(expected)
    assert kiln["confidence"] == "recalled"


def test_every_carrier_without_a_factor_of_its_own_is_listed_as_missing(standards):
    official = {
        row["carrier_id"]
        for document in standards.documents
        if document.id != "emission-assumptions"
        for row in document.rows("emission_factors")
    }
    told = "".join(
        gap.missing for gap in read_coverage(paths.standards()) if "二氧化碳" in gap.missing
    )
    names = {
        re.sub("（.*", "", carrier.name)
        for key, carrier in vocabulary.carriers().items()
        if key not in official
    }
    assert {"原煤", "蒸汽", "氧气", "压缩空气", "新水"} <= names
    assert sorted(name for name in names if name not in told) == []
