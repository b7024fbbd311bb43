"""The notebooks for analysts tell the story; what they ask is answered by `capacity_analysis.exploration`."""

from __future__ import annotations

import ast
import math
from pathlib import Path

import nbformat
import pytest

from capacity_analysis import exploration, paths
from capacity_analysis.briefing import parameters
from capacity_analysis.errors import UsageError
from capacity_analysis.ledger import LedgerError
from capacity_analysis.sections.blocks import MIME

FOLDER = paths.notebooks() / "exploration"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
LONGEST_CELL = 5

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def is_parameters(cell: nbformat.NotebookNode) -> bool:
    return parameters.TAG in cell.metadata.get("tags", [])


def told(path: Path) -> list[nbformat.NotebookNode]:
    """Return the code cells other than the parameters."""
    return [c for c in read(path).cells if c.cell_type == "code" and not is_parameters(c)]


def nodes(path: Path) -> list[ast.AST]:
    return [node for cell in told(path) for node in ast.walk(ast.parse(cell.source))]


# --- the notebooks as they are written ------------------------------------------------------------


def test_there_is_one_for_each_question_that_analysts_ask():
    assert {path.stem for path in NOTEBOOKS} == {
        "credit_and_debts",
        "industry_gaps",
        "land_reuse",
        "one_enterprise",
        "resettlement",
        "which_edition",
    }


@every_notebook
def test_parameters_are_literals_in_one_cell_that_papermill_can_replace(path):
    (cell,) = [cell for cell in read(path).cells if is_parameters(cell)]
    for statement in ast.parse(cell.source).body:
        assert isinstance(statement, ast.Assign)
        (target,) = statement.targets
        assert isinstance(target, ast.Name)
        ast.literal_eval(statement.value)


@every_notebook
def test_a_cell_is_short(path):
    for cell in told(path):
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source


@every_notebook
def test_a_cell_does_no_arithmetic_and_holds_no_number(path):
    for node in nodes(path):
        assert not isinstance(node, ast.BinOp | ast.AugAssign | ast.Compare), ast.unparse(node)
        number = isinstance(node, ast.Constant) and isinstance(node.value, int | float | complex)
        assert not number or isinstance(node.value, bool), ast.unparse(node)


@every_notebook
def test_a_cell_neither_decides_nor_repeats_nor_defines(path):
    kept_out = (ast.If, ast.IfExp, ast.For, ast.While, ast.comprehension, ast.FunctionDef,
                ast.Lambda)  # fmt: skip
    for node in nodes(path):
        assert not isinstance(node, kept_out), ast.unparse(node)


@every_notebook
def test_only_the_package_is_imported(path):
    for node in nodes(path):
        assert not isinstance(node, ast.Import), ast.unparse(node)
        if isinstance(node, ast.ImportFrom):
            assert str(node.module).split(".")[0] == "capacity_analysis"


@every_notebook
def test_every_name_asked_of_the_package_is_offered(path):
    asked = {
        node.attr
        for node in nodes(path)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "exploration"
    }
    assert asked
    assert asked <= set(exploration.__all__)


def test_every_answer_is_asked_for_in_a_notebook():
    text = "".join(cell.source for path in NOTEBOOKS for cell in read(path).cells)
    offered = set(exploration.__all__) - {"Desk", "in_words"}
    assert sorted(name for name in offered if f"exploration.{name}(" not in text) == []


def test_the_law_stands_in_no_text_of_a_notebook():
    """Levels change: a page that says 117 is wrong with the next edition."""
    from capacity_analysis.standards import Standards

    levels = {
        f"{row[name]:g}"
        for document in Standards.load().documents
        for kind, names in (("benchmark_levels", ("advanced", "baseline")),
                            ("energy_limits", ("level_1", "level_2", "level_3")))
        for row in document.rows(kind)
        for name in names
        if row[name] is not None and len(f"{row[name]:g}".strip("-")) > 2
    }  # fmt: skip
    import re

    for path in NOTEBOOKS:
        for cell in read(path).cells:
            words = set(re.findall(r"(?<![\w-])\d[\d.]*(?![\w-])", cell.source))
            assert not words & levels, cell.source


# --- the notebooks as they run --------------------------------------------------------------------


def run(path: Path, **given: object) -> nbformat.NotebookNode:
    """Run a notebook with some of its parameters changed, in a kernel of its own."""
    from nbclient import NotebookClient

    from capacity_analysis.briefing import kernels

    notebook = read(path)
    for cell in notebook.cells:
        if is_parameters(cell):
            cell.source += "".join(f"\n{name} = {value!r}" for name, value in given.items())
    client = NotebookClient(
        notebook, timeout=300, startup_timeout=120, kernel_name="python3",
        kernel_manager_class=kernels.manager_class(),
    )  # fmt: skip
    return client.execute()


def shown(notebook: nbformat.NotebookNode, cell_id: str) -> list[dict]:
    (cell,) = (cell for cell in notebook.cells if cell.id == cell_id)
    return [output["data"] for output in cell.outputs if "data" in output]


@pytest.mark.slow
@pytest.mark.xdist_group("publishing")
def test_the_gaps_of_an_industry_run_as_they_are_on_the_sample():
    ran = run(FOLDER / "industry_gaps.ipynb")
    for cell in told(FOLDER / "industry_gaps.ipynb"):
        assert shown(ran, cell.id), f"{cell.id} shows nothing"
    figures = [data for data in shown(ran, "curves") if data[MIME]["kind"] == "figure"]
    assert figures
    assert "企业" in shown(ran, "gaps")[0]["text/html"]


@pytest.mark.slow
@pytest.mark.xdist_group("publishing")
def test_which_edition_runs_as_it_is_on_the_sample():
    ran = run(FOLDER / "which_edition.ipynb")
    for cell in told(FOLDER / "which_edition.ipynb"):
        assert shown(ran, cell.id), f"{cell.id} shows nothing"
    assert "未核对" in shown(ran, "not-checked")[0]["text/html"]
    assert "未核对" in shown(ran, "differences")[0]["text/html"]


@pytest.mark.slow
@pytest.mark.xdist_group("publishing")
def test_one_enterprise_runs_as_it_is_on_the_sample():
    ran = run(FOLDER / "one_enterprise.ipynb")
    for cell in told(FOLDER / "one_enterprise.ipynb"):
        assert shown(ran, cell.id), f"{cell.id} shows nothing"
    assert "▲" in shown(ran, "findings")[0]["text/html"]


# --- what they ask --------------------------------------------------------------------------------


def of_ferrosilicon(tables):
    """10,000 t of ferrosilicon with 1,880 kgce/t: between the baselines of 2021 and of 2023.

    Electricity of 100 million kWh is 12,290 tce; the rest is coke at 0.9714.
    """
    tables["enterprises"][0] |= {"industry_code": "3140"}
    tables["lines"][0] |= {"product_id": "ferrosilicon", "capacity": 1.2}
    tables["production"][0] |= {"product_id": "ferrosilicon", "output": 1.0}
    energy = [row for row in tables["energy"] if row["enterprise_id"] == "E1"]
    energy[0] |= {"carrier": "coke", "amount": round((18_800 - 12_290) / 0.9714, 6)}
    energy[1] |= {"amount": 10_000.0}


@pytest.fixture(scope="module")
def desk(small_ledger, tmp_path_factory):
    """Four works: E1 and E2 make clinker, E3 iron. E2 is above the baseline of 117 kgce/t."""
    return exploration.open_desk(str(small_ledger(tmp_path_factory.mktemp("desk") / "台账.xlsx")))


@pytest.fixture(scope="module")
def view(desk):
    return desk.industry("cement")


@pytest.fixture(scope="module")
def sample():
    return exploration.open_desk()


def clinker(coal_t: float, power_10mwh: float, output_t: float) -> float:
    return (coal_t * 1000 * 0.7143 + power_10mwh * 10_000 * 0.1229) / output_t


E1 = clinker(126_000, 5_200, 900_000)  # 107.1 kgce/t
E2 = clinker(161_000, 5_600, 950_000)  # 128.3 kgce/t


def test_gaps_come_worst_first_and_only_those_that_are_wanted(view):
    found = exploration.gaps(view)
    assert found["企业"].tolist() == ["乙水泥厂", "甲水泥厂"]
    assert found["距基准"].tolist() == pytest.approx([E2 - 117, E1 - 117])
    assert found["水平"].tolist() == ["▲低于基准", "○达标"]
    assert exploration.gaps(view, ["clear"])["企业"].tolist() == ["甲水泥厂"]


def test_a_line_is_near_a_level_up_to_the_percentage_and_not_beyond(view):
    """E1 stands 107.1/100 - 1 = 7.1 % above the advanced level, 8.5 % below the baseline."""
    above = 100 * (E1 - 100) / 100
    for percent, count in ((above - 1e-6, 0), (above + 1e-6, 1), (100 * (117 - E1) / 117, 2)):
        found = exploration.near_a_level(view, percent)
        of_e1 = found[(found["企业"] == "甲水泥厂") & (found["依据"] == "能效低于基准水平")]
        assert len(of_e1) == count
    assert "千克标准煤/吨" in set(of_e1["单位"])
    assert of_e1["哪一级"].tolist() == ["标杆水平", "基准水平"]
    assert of_e1["距离（%）"].tolist() == pytest.approx([above, 100 * (E1 - 117) / 117])


def test_a_line_at_its_level_is_no_distance_away(sample):
    """The sample has a kiln of exactly 117 kgce/t, but for the last digit of a binary sum."""
    at = sample.assessment["gaps"].query("product_id == 'clinker'")
    at = at[(at["measured"] - at["baseline"]).abs() < 1e-9]
    found = exploration.near_a_level(sample.industry("cement"), 0.0)
    for name in at["enterprise_name"]:
        assert 0.0 in found.loc[found["企业"] == name, "距离（%）"].tolist()


def test_a_line_whose_keys_lie_on_both_sides_of_a_level_is_near_however_far_it_is(sample):
    shared = sample.assessment["gaps"]
    shared = shared[shared["reason"] == "allocation_sensitive"]
    assert len(shared)
    for industry, lines in shared.groupby("industry"):
        found = exploration.near_a_level(sample.industry(industry), 0.0)
        both = found[found["换分摊方法会越过"] == "是"]
        assert set(lines["enterprise_name"]) <= set(both["企业"])


def test_the_largest_saver_comes_first_and_shares_add_up_to_all(view):
    """Up to the advanced level of 100: E1 saves 7.1 x 0.9 kt, E2 28.3 x 0.95 kt."""
    found = exploration.largest_savers(view)
    savings = [(E2 - 100) * 950, (E1 - 100) * 900]
    assert found["企业"].tolist() == ["乙水泥厂", "甲水泥厂"]
    assert found["到标杆可节约（吨标准煤/年）"].tolist() == pytest.approx(savings)
    share = 100 * savings[0] / sum(savings)
    assert found["累计占全行业（%）"].tolist() == pytest.approx([share, 100])
    assert len(exploration.largest_savers(view, 1)) == 1
    assert len(exploration.savings_figure(view)) == 1


def test_years_are_spread_by_product_and_indicator(view):
    found = exploration.over_the_years(view)
    whole = found[found["指标"] == "综合能耗"]
    assert whole[["年份", "生产线数"]].values.tolist() == [[2021, 2]]
    numbers = whole[["最低", "下四分位", "中位数", "上四分位", "最高"]].iloc[0].tolist()
    step = (E2 - E1) / 4
    assert numbers == pytest.approx([E1, E1 + step, E1 + 2 * step, E1 + 3 * step, E2])


def test_a_line_with_one_year_has_no_change(view):
    found = exploration.years_of_lines(view)
    assert found["首末变化"].isna().all()


def test_a_line_changes_from_its_first_year_to_its_last(small_ledger, tmp_path):
    """Output doubles on the same energy: from 214.2 to 107.1 kgce/t."""

    def add_2020(tables):
        for name in ("production", "energy"):
            own = [row for row in tables[name] if row["enterprise_id"] == "E1"]
            tables[name] += [row | {"year": 2020} for row in own]
        tables["production"][-1]["output"] = 45.0

    opened = exploration.open_desk(str(small_ledger(tmp_path / "台账.xlsx", add_2020)))
    found = exploration.years_of_lines(opened.industry("cement"))
    row = found[(found["企业"] == "甲水泥厂") & (found["指标"] == "综合能耗")].iloc[0]
    assert [row["2020年"], row["2021年"]] == pytest.approx([2 * E1, E1])
    assert row["首末变化"] == pytest.approx(-E1)


def test_a_measured_heat_value_stands_beside_the_default(small_ledger, tmp_path):
    """25,000 kJ/kg over 29,307.6 kJ per kgce, in place of 0.7143: both unit energies by hand."""

    def measure(tables):
        coal = next(row for row in tables["energy"] if row["carrier"] == "raw_coal")
        coal["ncv_kj"] = 25_000.0

    opened = exploration.open_desk(str(small_ledger(tmp_path / "台账.xlsx", measure)))
    (row,) = exploration.heat_values(opened.industry("cement")).to_dict("records")
    standard_coal = opened.assessment["terms"].query("measured_ncv")["coefficient"].iloc[0]
    assert row["缺省折标系数"] == 0.7143
    assert row["实测折标系数"] == standard_coal == pytest.approx(25_000 / 29_307.6, rel=1e-4)
    assert row["按缺省系数的单位能耗"] == pytest.approx(E1)
    measured = E1 + 126_000_000 * (standard_coal - 0.7143) / 900_000
    assert row["单位能耗"] == pytest.approx(measured)


def test_without_measured_heat_values_or_shared_energy_there_is_nothing_to_show(view):
    assert exploration.heat_values(view).empty
    assert exploration.allocations(view).empty


def test_shares_by_each_key_stand_beside_the_declared_one(sample):
    held = sample.assessment["allocations"]
    found = exploration.allocations(sample.industry(held["industry"].iloc[0]))
    assert not found.empty
    by_meter = found.groupby("能源单元格")["份额（%）"].sum()
    assert by_meter.tolist() == pytest.approx([100.0] * len(by_meter))
    declared = found[found["申报的方法"] == "按产量"]
    assert declared["份额（%）"].tolist() == pytest.approx(declared["按产量（%）"].tolist())


def test_problems_of_the_workbook_are_listed_with_their_place(sample):
    found = exploration.problems(sample)
    assert len(found) == len(sample.problems)
    assert not (found["问题"] == "").any()


# --- editions -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def smelter(small_ledger, tmp_path_factory):
    file = tmp_path_factory.mktemp("desk") / "台账.xlsx"
    return exploration.open_desk(str(small_ledger(file, of_ferrosilicon)))


def test_a_line_that_turns_is_told_with_the_row_and_an_unchecked_one_apart(smelter):
    compared = smelter.under(smelter.others("ndrc-2023-723"))
    (changed,) = exploration.changed_lines(compared).to_dict("records")
    assert (changed["企业"], changed["变化"]) == ("甲水泥厂", "转为不达标")
    assert (changed["现行界限"], changed["换用后界限"]) == (1900, 1850)
    assert changed["由哪一行"] == changed["换用后行号"]
    unchecked = exploration.not_checked(compared)
    assert unchecked["企业"].tolist() == ["乙水泥厂"]
    assert set(unchecked["变化"]) == {"未核对"}
    counted = exploration.counts(compared).iloc[0]
    assert [counted["转为不达标"], counted["未核对"], counted["结论相同"]] == [1, 1, 1]
    assert len(exploration.all_lines(compared)) == 3


def test_two_editions_are_compared_the_other_way_round(smelter):
    before = smelter.before("ndrc-2023-723")
    compared = smelter.under(smelter.others("ndrc-2021-1609"), before)
    (changed,) = exploration.changed_lines(compared).to_dict("records")
    assert (changed["变化"], changed["现行界限"], changed["换用后界限"]) == ("转为达标", 1850, 1900)


def test_two_days_are_compared(smelter):
    before = smelter.before(on="2022-06-30", ground="below_baseline")
    compared = smelter.under(smelter.others(on="2024-01-01", ground="below_baseline"), before)
    assert exploration.changed_lines(compared)["变化"].tolist() == ["转为不达标"]


def test_nothing_before_stands_for_the_documents_of_the_day(smelter):
    assert smelter.before("", None) == []


def test_a_day_without_a_document_is_told_and_not_passed_over(smelter):
    found = exploration.held_on(smelter, "2018-01-01")
    absent = found[found["依据"] == "能效低于基准水平"]
    assert absent["文件"].iloc[0].startswith("没有收录在2018年1月1日有效的能效标杆水平")
    of_day = exploration.held_on(smelter)
    assert "《高耗能行业重点领域" in of_day["文件"].iloc[0]


def test_differences_of_two_documents_call_a_carried_over_row_not_checked(smelter):
    found = exploration.differences(smelter, "ndrc-2021-1609", "ndrc-2023-723")
    clinker_row = found[found["新行"] == "bm2023-030"].iloc[0]
    assert (clinker_row["变化"], clinker_row["旧数值"]) == ("未核对", "100／117 千克标准煤/吨")
    assert clinker_row["新可信程度"] == "沿用旧版，待核"


@pytest.mark.parametrize(
    ("asked", "fault"),
    [
        ({}, "给出其中一个"),
        ({"document": "ndrc-2023-723", "on": "2024-01-01"}, "给出其中一个"),
        ({"document": "ndrc-2012"}, "可选："),
        ({"on": "去年"}, "应是2022-09-10的样子"),
        ({"on": "2010-01-01"}, "没有收录"),
        ({"document": "ndrc-2023-723", "ground": "quality"}, "可选：below_baseline、over_limit"),
    ],
)
def test_what_cannot_be_compared_is_refused(desk, asked, fault):
    with pytest.raises(UsageError, match=fault):
        desk.others(**asked)


def test_two_grounds_are_never_mixed(desk):
    limits = desk.before("gb-16780-2021")
    with pytest.raises(UsageError, match="没有同一种依据"):
        desk.under(desk.others("ndrc-2023-723"), limits)


def test_a_ledger_with_errors_is_not_opened(small_ledger, tmp_path):
    def spoil(tables):
        tables["production"][1]["output"] = -1.0

    with pytest.raises(LedgerError):
        exploration.open_desk(str(small_ledger(tmp_path / "坏.xlsx", spoil)))


def test_checks_recorded_beside_the_ledger_count(smelter, small_ledger, tmp_path):
    """Once the clinker row of 2023 is checked, nothing about it is left unchecked."""
    import datetime as dt

    from capacity_analysis.standards import add_verification, verification

    file = small_ledger(tmp_path / "台账.xlsx", of_ferrosilicon)
    document = smelter.standards.document("ndrc-2023-723")
    record = verification(document, "bm2023-030", by="区发改委", against="官方附表",
                          on=dt.date(2023, 8, 1))  # fmt: skip
    add_verification(tmp_path / "verifications.csv", record)
    opened = exploration.open_desk(str(file))
    compared = opened.under(opened.others("ndrc-2023-723"))
    assert exploration.not_checked(compared).empty
    assert math.isclose(exploration.all_lines(compared)["换用后界限"].iloc[1], 117)


# --- one enterprise -------------------------------------------------------------------------------


def test_an_enterprise_is_found_by_its_name_or_its_number(desk):
    by_number = exploration.one_enterprise(desk, "E2")
    assert exploration.one_enterprise(desk, by_number.name).enterprise_id == "E2"
    with pytest.raises(UsageError, match="没有企业“某厂”"):
        exploration.one_enterprise(desk, "某厂")


def test_the_enterprise_with_most_findings_is_opened_by_default(sample):
    suggested = sample.assessment["dispositions"]
    counted = suggested.groupby("enterprise_id")["findings"].sum()
    opened = exploration.one_enterprise(sample)
    assert counted[opened.enterprise_id] == counted.max()


def test_a_line_below_the_baseline_is_followed_to_what_is_suggested(desk):
    """E2 stands above 117 kgce/t, the baseline of clinker, and has no order yet."""
    enterprise = exploration.one_enterprise(desk, "E2")
    (line,) = exploration.its_lines(enterprise).to_dict("records")
    assert line["产品"] == "水泥熟料"
    found = exploration.its_findings(enterprise).set_index("依据")
    assert found.loc["能效基准", "结果"] == "▲有问题"
    assert found.loc["能效基准", "实测／界限"].endswith("／117千克标准煤/吨")
    assert found.loc["能效基准", "整改状态"] == "未下达通知"
    suggested = exploration.its_dispositions(enterprise)
    assert suggested["处置建议"].tolist() == ["限期整改"]
    assert suggested["条款"].tolist() == ["二（一）2"]


def test_what_does_not_apply_to_an_enterprise_is_an_empty_table(desk):
    enterprise = exploration.one_enterprise(desk, "E2")
    assert exploration.its_steps(enterprise).empty
    assert exploration.its_evidence(enterprise).empty
    assert exploration.its_overdue(enterprise).columns.tolist()[1] == "事项"
    assert "怎么知道的" in exploration.its_equipment(enterprise)
