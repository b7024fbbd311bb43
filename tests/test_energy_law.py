"""What documents say on a day in an area, and the sample's lines held against it on two grounds."""

import datetime as dt

import pytest

from capacity_analysis import Campaign, Standards, paths, read_ledger
from capacity_analysis.assessment.energy_law import EnergyLaw

NATION = ("000000",)


@pytest.fixture(scope="module")
def standards() -> Standards:
    return Standards.load()


@pytest.fixture(scope="module")
def judged(standards):
    """The sample's lines on 2022-09-10, by ground and line."""
    law = EnergyLaw.on(standards, dt.date(2022, 9, 10), Campaign.load().jurisdiction.chain)
    ledger = read_ledger(paths.sample_ledger())
    found = law.judge(ledger.tables)
    lines = ledger["lines"].iloc[found["line_code"]]
    return found.assign(
        enterprise_id=lines["enterprise_id"].array, line_id=lines["line_id"].array
    ).set_index(["ground", "enterprise_id", "line_id"])


def test_every_line_has_one_verdict_on_each_ground(judged):
    ledger = read_ledger(paths.sample_ledger())
    assert judged.index.is_unique
    counts = judged.groupby(level="ground").size()
    assert counts.to_dict() == dict.fromkeys(["below_baseline", "over_limit"], len(ledger["lines"]))


@pytest.mark.parametrize(
    ("enterprise", "line", "result"),
    [
        # 水泥熟料, baseline 117: 117.0 passes, 117.06 does not.
        ("91360499XN0000022H", "1号窑", "clear"),
        ("91360499XN00000372", "1号窑", "hit"),
        # 转炉, baseline -10: -10.0 passes, -9.992 does not.
        ("91360499XN0000221R", "2号转炉", "clear"),
        ("91360499XN0000232X", "1号转炉", "hit"),
        # 铝液, baseline 13,350 kWh/t: 13,350 passes, 13,361 does not.
        ("91360499XN0000350F", "1系列", "clear"),
        ("91360499XN0000350F", "3系列", "hit"),
        # 阴极铜: its level is only recalled, so it may lead to review at most.
        ("91360499XN0000361K", "1号线", "review"),
    ],
)
def test_a_line_is_held_against_the_baseline_of_its_product(judged, enterprise, line, result):
    assert judged.loc[("below_baseline", enterprise, line), "result"] == result


def test_the_limit_of_clinker_is_not_yet_in_force_in_september_2022(judged):
    # GB 16780-2021 is in force from 2022-11-01; its predecessor is not on file.
    row = judged.loc[("over_limit", "91360499XN0000044R", "1号窑")]
    assert (row["result"], row["reason"]) == ("undecided", "level_absent_on_date")


def test_the_limits_of_a_ground_are_never_those_of_the_other(judged):
    by_ground = judged.dropna(subset=["row_id"]).groupby(level="ground")["row_id"].agg(set)
    assert by_ground["below_baseline"] & by_ground["over_limit"] == set()


def test_a_year_without_coefficients_in_force_has_none_and_says_so(standards):
    law = EnergyLaw.on(standards, dt.date(1999, 12, 31), NATION)
    assert law.coefficients.empty
    assert law.definitions.empty
    assert any("折标准煤系数" in absence for absence in law.absences)


def test_a_day_without_benchmark_levels_decides_nothing_on_their_ground(standards):
    # The 2021 edition is in force from 2022-01-01.
    law = EnergyLaw.on(standards, dt.date(2021, 12, 31), NATION)
    assert "below_baseline" not in law.levels
    ledger = read_ledger(paths.sample_ledger())
    found = law.judge(ledger.tables)
    found = found[found["ground"] == "below_baseline"]
    assert set(found["result"]) == {"undecided"}
    assert "no_document" in set(found["reason"])
