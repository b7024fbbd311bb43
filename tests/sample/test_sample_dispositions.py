"""What must happen to the lines of the sample: each seeded case, from the rules of the plan."""

import csv
from pathlib import Path

import pandas as pd
import pytest

from capacity_analysis import paths
from capacity_analysis.assessment import assess
from capacity_analysis.campaign import Campaign
from capacity_analysis.ledger import read_ledger

with (Path(__file__).parent / "expected_dispositions.csv").open(encoding="utf-8") as file:
    CASES = list(csv.DictReader(file))


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(paths.sample_ledger())


@pytest.fixture(scope="module")
def tables(ledger):
    return assess(ledger).tables


@pytest.fixture(scope="module")
def dispositions(ledger, tables):
    return named(tables["dispositions"], ledger)


def named(table, ledger):
    """Return a table by enterprise (without the district's name), line and device."""
    names = ledger["enterprises"].set_index("enterprise_id")["name"]
    whose = table["enterprise_id"].map(names).str.removeprefix(ledger.district)
    keys = [whose, table["line_id"].astype("str").where(table["line_id"].notna(), ""),
            table["equipment_id"].astype("str").where(table["equipment_id"].notna(), "")]  # fmt: skip
    return table.set_index(pd.MultiIndex.from_arrays(keys))


@pytest.mark.parametrize(
    "case", CASES, ids=lambda case: f"{case['enterprise']}{case['line_id'] or case['equipment_id']}"
)
def test_a_seeded_case_gets_the_disposition_and_the_deadline_that_the_plan_gives(
    case, dispositions
):
    found = dispositions.loc[(case["enterprise"], case["line_id"], case["equipment_id"])]
    assert found["disposition"] == case["disposition"], case["why"]
    if case["deadline"]:
        assert found["deadline"] == case["deadline"], case["why"]


def test_every_disposition_of_the_plan_occurs_among_the_cases():
    assert {case["disposition"] for case in CASES} == {
        one.id for one in Campaign.load().dispositions
    }


def test_every_case_is_told_in_the_readme_of_the_sample():
    said = (paths.data() / "sample" / "README.md").read_text(encoding="utf-8")
    short = {case["enterprise"].removesuffix("有限公司") for case in CASES}
    assert not [name for name in short if name not in said]


def test_nothing_under_400_cubic_metres_goes_where_an_exception_may_apply(ledger, tables):
    # 风洞 makes iron for steel; 丰溪 says that it makes iron for castings, and its papers are not checked.
    found = named(tables["findings"], ledger)
    found = found[found["ground"] == "elimination_list"]
    assert found.loc[("风洞炼铁有限公司", "1号高炉", "1号高炉"), "result"] == "hit"
    row = found.loc[("丰溪铸管有限公司", "1号高炉", "1号高炉")]
    assert (row["result"], row["reason"]) == ("review", "exception_possible")
    assert "三年销售" in row["proof"]


def test_only_the_whole_of_an_enterprise_that_leaves_whole_is_told_to_leave(ledger, tables):
    table = tables["enterprise_dispositions"]
    names = ledger["enterprises"].set_index("enterprise_id")["name"]
    extent = table.set_index(table["enterprise_id"].map(names).str.removeprefix(ledger.district))
    assert extent.loc["雷打石铁合金厂", "extent"] == "whole"
    assert extent.loc["坪上铝业有限公司", "extent"] == "part"
    assert extent.loc["渡口粉磨站有限公司", "extent"] == "part"
    assert extent.loc["石桥水泥有限公司", "extent"] == "none"
