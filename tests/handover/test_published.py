"""What leaves the machine of the staff: no cohort, no number of a few, none that gives one away."""

import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest
from disclosure_attacker import Attacker
from handed_cases import with_tables
from staffed import SECRET, with_staff

from capacity_analysis.analysis.disclosure import veiled
from capacity_analysis.analysis.labour import hidden_costs
from capacity_analysis.assessment.published import published
from capacity_analysis.handover import BOOK, hand_over
from capacity_analysis.handover.exposure_tasks import exposure_tasks
from capacity_analysis.handover.words import Words

LEAST = 5
COSTS = ["cost_low_cny", "cost_cny", "cost_high_cny"]
NUMBERS = ["headcount_low", "headcount", "headcount_high", *COSTS]


@pytest.fixture(scope="module")
def truth(small_reading, assess_once):
    return assess_once(small_reading(change=with_staff, file="台账.xlsx"))


@pytest.fixture(scope="module")
def folder(truth, tmp_path_factory):
    return hand_over(truth, tmp_path_factory.mktemp("staff") / "评估")


@pytest.fixture(scope="module")
def tables(folder):
    return {file.stem: pd.read_parquet(file) for file in folder.glob("*.parquet")}


@pytest.fixture(scope="module")
def sheets(folder):
    book = openpyxl.load_workbook(folder / BOOK, read_only=True)
    found = {}
    for sheet in book:
        head, *body = sheet.iter_rows(values_only=True)
        found[sheet.title] = [dict(zip(head, row, strict=True)) for row in body]
    return found


def of_three(truth):
    """The cell of E1's three who are paid, whose costs nobody may know."""
    cells = truth["staff_cells"]
    three = cells[cells["key"].eq("E1") & cells["route"].eq("severance")]
    assert three["headcount"].tolist() == [3, 3]
    return three


def amounts(sheets):
    return [
        value
        for rows in sheets.values()
        for row in rows
        for value in row.values()
        if isinstance(value, int | float)
    ]


def test_no_cohort_is_in_any_file(folder, tables, sheets):
    assert not (folder / "staff.parquet").exists()
    for table in tables.values():
        texts = table.select_dtypes("str")
        assert not texts.apply(lambda column: column.str.contains(SECRET)).to_numpy().any()
    with zipfile.ZipFile(folder / BOOK) as archive:
        assert not [name for name in archive.namelist() if SECRET.encode() in archive.read(name)]
    assert "职工安置" in sheets


def test_a_hidden_row_keeps_no_number_in_any_table(truth, tables):
    shown = [name for name, table in tables.items() if "hidden" in table]
    assert {"staff_cells", "staff_ages", "layoffs", "job_demand", "means"} <= set(shown)
    for name in shown:
        away = tables[name][tables[name]["hidden"]]
        numbers = away.select_dtypes("number")
        assert numbers.isna().to_numpy().all(), name
    assert tables["staff_cells"]["hidden"].sum() == truth["staff_cells"]["hidden"].sum() > 0


def test_the_cost_of_three_persons_stands_nowhere(truth, tables, sheets):
    # 20 leave, 17 of them retire and cost nothing: the cost of all is the cost of the three.
    three = of_three(truth)
    means = truth["means"].set_index("enterprise_id")
    assert means.loc["E1", "cost_cny"] == three["cost_cny"].iloc[0]
    secret = three[COSTS].to_numpy().ravel()
    for table in tables.values():
        numbers = table.select_dtypes("number").to_numpy(float, na_value=np.nan).ravel()
        assert not np.isin(numbers, secret).any()
    rounded = {round(each / 1e4, 2) for each in secret} | set(secret)
    assert not rounded & set(amounts(sheets))


def test_the_cost_of_three_persons_cannot_be_subtracted_out(truth, tables):
    # Unknown: what each route costs in each enterprise. Known: what is shown, as sums of those.
    cells = tables["staff_cells"]
    roster = truth["enterprises"].set_index("enterprise_id")
    own = cells[cells["scope"].eq("enterprise") & cells["quarter"].ne("")]
    base = own[own["route"].isin(["severance", "inner_retirement"])]
    of = base["key"].map(roster["industry"])
    rows, sums = [], []
    for one in cells[cells["cost_cny"].notna() & cells["quarter"].ne("")].itertuples():
        inside = {"district": True, "township": True, "industry": of == one.key,
                  "enterprise": base["key"] == one.key}[one.scope]  # fmt: skip
        inside &= base["route"].eq(one.route) | (one.route == "")
        rows.append(np.array(inside, dtype=float))
        sums.append(one.cost_cny)
    assert rows
    _, values, kept = np.linalg.svd(np.array(rows))
    open_ = kept[(values > 1e-9).sum() :]
    wanted = (base["key"].eq("E1") & base["route"].eq("severance")).to_numpy()
    assert (np.abs(open_[:, wanted]) > 1e-9).any()


def test_costs_that_hide_nobody_are_told(tables):
    # Of E3 all 30 who are paid are told of in its total; cement as a whole is E1 and E2 together.
    cells = tables["staff_cells"].set_index(["scope", "key", "quarter", "route"])["cost_cny"]
    assert cells.loc[("enterprise", "E3", "", "")] > 0
    assert cells.loc[("industry", "cement", "", "")] > 0
    assert np.isnan(cells.loc[("enterprise", "E2", "", "")])  # else E1 is cement less E2


@pytest.mark.parametrize(("paid", "away"), [(4, True), (5, False)])
def test_costs_are_hidden_below_the_fewest_that_may_be_shown(paid, away):
    rows = [
        (scope, key, quarter, route, heads)
        for scope, key in (("district", ""), ("industry", "steel"), ("township", ""), ("enterprise", "A"))
        for quarter in ("", "2022Q4")
        for route, heads in (("", paid + 9), ("severance", paid), ("retirement", 9))
    ]  # fmt: skip
    names = ["scope", "key", "quarter", "route", "headcount"]
    roster = pd.DataFrame({"enterprise_id": ["A"], "industry": ["steel"], "township": [None]})
    found = hidden_costs.hidden(pd.DataFrame(rows, columns=names), roster.astype("str"), 5)
    assert found.tolist() == [away, away, False] * 8


def test_an_attacker_who_reads_every_table_learns_no_small_cell(truth, tables):
    roster = truth["enterprises"]
    kept = {name: truth[name] for name in ("staff_cells", "staff_ages", "job_demand", "layoffs")}
    for name, table in kept.items():  # he reads what was written, and it is what is veiled
        for column in table.columns.intersection(NUMBERS[:3]):
            written = tables[name][column].astype("Float64")
            pd.testing.assert_series_equal(written, veiled(table)[column].astype("Float64"))
    assert not Attacker(kept, roster, {"E1", "E2", "E3"}).given_away(LEAST)


def test_a_share_of_the_staff_is_told_by_its_level_alone(truth, tables):
    # E2: 9 of 49 are over 45, 18.4 %: from it the 9 that are hidden in its routes would follow.
    signs = tables["stability_signs"]
    assert signs.loc[signs["kind"] == "band", "value"].isna().all()
    over = signs[signs["indicator"] == "over_45_percent"].set_index("enterprise_id")
    assert over.loc["E2", "level"] == "ok"
    assert pd.isna(over.loc["E1", "level"])
    told = truth["stability_signs"].set_index(["enterprise_id", "indicator"])
    assert told.loc[("E2", "over_45_percent"), "value"] == pytest.approx(100 * 9 / 49)


def layoff(truth, **values):
    row = {
        "enterprise_id": "E2", "ground": "mass_layoff", "staff": 80, "leaving": 30, "share": 0.375,
        "procedure": "mass_layoff", "trigger": "both", "circumstance": "objective_change",
        "barred": 0, "hazards": 0, "health_check": "done", "resettlement_plan": "done",
        "explanation_days": 30.0, "hidden": False,
    }  # fmt: skip
    table = pd.DataFrame([row | values]).astype(truth["layoffs"].dtypes)
    return published(with_tables(truth, layoffs=table))["layoffs"].iloc[0]


def test_a_hidden_lay_off_does_not_tell_by_its_words_that_it_is_a_large_one(truth):
    row = layoff(truth, hidden=True)
    assert row[["ground", "procedure", "trigger", "circumstance", "explanation_days"]].isna().all()


@pytest.mark.parametrize(
    ("values", "away"),
    [
        ({"barred": 25}, False),  # of 30 five may be laid off
        ({"barred": 26}, True),  # of 30 four
        ({"hazards": 44}, False),  # of the 49 who are reached five are exposed to nothing
        ({"hazards": 45}, True),  # of the 49 four
        ({"staff": 54}, False),  # 49 on the roster
        ({"staff": 53}, True),
    ],
)
def test_numbers_of_an_enterprise_that_differ_by_a_few_are_not_told_together(truth, values, away):
    assert layoff(truth, **values)["hidden"] == away


def test_what_was_corrected_of_a_cohort_is_not_told(truth):
    text = dict.fromkeys(["enterprise_id", "enterprise_name", "industry", "outcome", "place",
                          "cell", "reason", "provider", "corrected_on"], "x")  # fmt: skip
    rows = pd.DataFrame([
        text | {"correction_row": 2, "row": 2, "table": table, "field": field, "old": "3", "new": "4"}
        for table, field in (("workforce", "headcount"), ("enterprises", "employees"))
    ])  # fmt: skip
    shown = published(with_tables(truth, corrections=rows))["corrections"]
    assert shown[["old", "new"]].to_numpy().tolist() == [["", ""], ["3", "4"]]


def test_a_sheet_says_that_a_number_is_not_public(sheets):
    row = {each["企业编号"]: each for each in sheets["职工安置"]}["E1"]
    assert row["涉及职工（人）"] == 20  # on the public roster
    (cost,) = {
        each["用人单位负担（万元）"]
        for each in sheets["安置费用和资金"]
        if each["企业编号"] == "E1"
    }
    assert {row["解除或终止合同（人）"], row["到龄退休（人）"], row["拟解除、终止（人）"], cost} == {"不公开"}  # fmt: skip
    assert row["退回派遣单位（人）"] == 0
    assert row["解除、终止的依据（劳动合同法）"] == "关闭或提前解散"  # all of it closes: no number
    (quarter,) = [each for each in sheets["安置分季度"] if each["乡镇（街道）"] == "城关镇"]
    assert (quarter["涉及职工（人）"], quarter["需要岗位（个）"]) == (101, "不公开")
    over = [each for each in sheets["稳定风险"] if each["信号"].startswith("45岁以上")]
    assert [each["水平"] for each in over] == ["不公开", "正常", "正常"]
    told = {each["项目"]: each["内容"] for each in sheets["说明"]}
    assert told["不公开"].startswith("不足5人")


def test_a_worklist_names_no_number_of_a_few(truth, sheets):
    tasks = [row["要做的事"] for row in sheets["任务单-区人社局"]]
    assert not [text for text in tasks if "需要岗位" in text]  # 75, of whom two are hidden
    hidden = with_tables(truth, layoffs=truth["layoffs"].assign(
        ground="mass_layoff", procedure="mass_layoff", explanation_days=30.0))  # fmt: skip
    told = pd.concat([*exposure_tasks(Words(hidden))])
    steps = told.loc[told["kind"] == "办理裁员程序", "matter"]
    assert len(steps) == 3
    assert steps.str.startswith("核对拟裁减人数").all()
