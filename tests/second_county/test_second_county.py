"""A county of another province: its plan and its standards are files, and no line of code."""

import datetime as dt
import shutil
import sys
from pathlib import Path

import pandas as pd
import pytest

from capacity_analysis import (
    Assessment,
    Campaign,
    Standards,
    assess,
    cli,
    paths,
    read_ledger,
    sections,
)
from capacity_analysis.analysis import deadlines, dispositions, findings, procedures, states
from capacity_analysis.text import language

HERE = Path(__file__).parent
BEFORE_THE_PROVINCE, AFTER = dt.date(2022, 6, 30), dt.date(2022, 7, 1)


@pytest.fixture(scope="module")
def plan() -> Campaign:
    return Campaign.load(HERE / "plan.yaml")


@pytest.fixture(scope="module")
def standards_folder(tmp_path_factory) -> Path:
    """The packaged documents, and beside them one of the province and one of the county."""
    folder = tmp_path_factory.mktemp("second") / "standards"
    shutil.copytree(paths.data() / "standards", folder)
    shutil.copytree(HERE / "standards", folder, dirs_exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def assessed(plan, standards_folder):
    """The sample's ledger under the second county's plan and law, by day."""
    ledger, standards = read_ledger(paths.sample_ledger()), Standards.load(standards_folder)
    done: dict[dt.date | None, Assessment] = {}

    def on(day: dt.date | None = None) -> Assessment:
        if day not in done:
            done[day] = assess(ledger, standards, plan, day)
        return done[day]

    return on


@pytest.fixture(scope="module")
def national(plan):
    """The same ledger and plan under the packaged documents alone."""
    return assess(read_ledger(paths.sample_ledger()), campaign=plan)


def _line(assessment, enterprise, line):
    gaps = assessment["gaps"]
    (row,) = gaps[(gaps["enterprise_id"] == enterprise) & (gaps["line_id"] == line)].to_dict(
        "records"
    )
    return row["result"], row["row_id"]


# The plan


def test_the_plan_gives_its_own_departments_steps_and_words(plan):
    assessed = assess(read_ledger(paths.sample_ledger()), campaign=plan)
    assert assessed.industries() == ["kilns", "rest"]
    of = sections.IndustryView(assessed, "kilns")
    said = "".join(block.to_markdown() for block in sections.conclusions(of))
    assert "窑炉行业共" in said
    assert "县统计局" in said
    assert "集中整治" in said
    assert "牵头：县经信局" in said
    assert "区发改委" not in said
    assert sections.masthead(of)[0].title == "示例区落后产能退出简报（窑炉行业）"
    # 2022-09-10: the task is due in 20 days, the step ends in 81, the goal lies 82 days ahead.
    assert "还有20天" in said and "还有81天" in said and "还有82天" in said


def test_a_task_may_have_departments_that_cooperate(plan):
    assert plan.department_names(plan.task("retire").cooperating) == "县生态环境分局"


def test_a_ground_of_this_plan_ends_with_its_own_step_and_is_decided_by_its_own_government(plan):
    ground = plan.ground("below_baseline")
    assert plan.last_day_of(ground) == dt.date(2022, 11, 30)
    assert plan.authority_of(ground) == "清水县人民政府"
    with language("en"):
        assert plan.authority_of(ground) == "People's Government of Qingshui County"
    assert [step.name for step in plan.legal_steps_of(ground)] == ["听证"]


# Findings and what follows: another order, other days and departments, and no line of code


def _suggested(plan, *found, milestones=(), day=dt.date(2022, 9, 10)):
    """Return what each county suggests of one line with these findings, and its findings."""
    frame = findings.in_shape(pd.DataFrame(list(found)))
    frame = findings.with_consequences(
        frame, findings.consequences_of(plan), plan.suppliers.model_dump()
    )
    none = pd.DataFrame(
        {"ground": pd.Series(dtype="str"), "outcome": pd.Series(dtype="str")}
        | {name: pd.Series(dtype="int64") for name in ("enterprise_code", "line_code")}
        | {name: pd.Series(dtype="datetime64[s]")
           for name in ("ordered_on", "due_on", "extended_to", "concluded_on")}
    )  # fmt: skip
    enforcement = pd.DataFrame(columns=["parameter", "value", "unit", "confidence"])
    national = pd.DataFrame({"products": [], "deadline": []})
    frame = states.with_orders(frame, none, day)
    rules = deadlines.rules_of(plan, enforcement)
    frame = deadlines.with_deadlines(frame, rules, national, pd.Series(["clinker"]), day)
    clearing = [ground.id for ground in plan.grounds if ground.acceptance_clears]
    frame = findings.in_shape(states.with_states(frame, day, clearing))
    reached = pd.DataFrame(
        {"enterprise_code": 0, "line_code": 0, "milestone": list(milestones)},
    ).assign(done_on=pd.Timestamp(day))
    lines = pd.DataFrame({"enterprise_code": [0], "line_id": ["1"], "out_of_operation": [None]})
    roster = pd.DataFrame({"enterprise_id": ["A"]})
    (row,) = dispositions.suggest(
        frame, lines, roster, reached, plan, tier=pd.Series(["baseline"]), as_of=day
    ).to_dict("records")
    return row


def _finding(ground, result="hit", **more):
    return {"ground": ground, "result": result, "enterprise_code": 0, "line_code": 0} | more


def test_the_same_findings_lead_to_other_dispositions_in_the_second_county(plan):
    home = Campaign.load()
    late = {"ordered_on": "2022-06-01", "due_on": "2022-07-01"}
    for found, milestones, here, there in (
        ([_finding("elimination_list")], (), "out", "eliminate_now"),
        ([_finding("elimination_list")], ("voluntary_exit",), "leaves", "eliminate_now"),
        ([_finding("below_baseline", **late)], (), "stop", "overdue_closure"),
        ([_finding("safety", measured_text="suspended")], (), "mend", "suspend"),
        ([_finding("below_baseline", "clear")], (), "fine", "upgrade"),
        ([_finding("below_baseline", "undecided", reason="no_document")], (), "ask", "upgrade"),
    ):
        assert _suggested(plan, *found, milestones=milestones)["disposition"] == here
        assert _suggested(home, *found, milestones=milestones)["disposition"] == there


def test_its_days_and_departments_are_its_own(plan):
    listed = _suggested(plan, _finding("elimination_list"))
    assert (listed["deadline"], listed["department"]) == ("2022-09-30", "jxj")
    assert listed["cooperating"] == "hbj"
    unsafe = _suggested(plan, _finding("safety", measured_text="rectify"))
    assert (unsafe["deadline"], unsafe["department"]) == ("2022-11-30", "ajj")
    assert (unsafe["authority"], unsafe["cooperating"]) == ("ajj", "jxj")
    rated = _suggested(plan, _finding("restricted_low_rating"))
    assert rated["deadline"] == "2022-12-01"  # no step: the goal


def test_silence_of_a_list_is_an_open_question_here_and_clears_at_home(plan):
    assert plan.ground("safety").absent == "undecided"
    assert Campaign.load().ground("safety").absent == "clear"


def test_only_the_lowest_rating_counts_here(plan):
    assert plan.ground("restricted_low_rating").ratings == ("D",)


def test_its_exits_need_the_one_step_that_it_names(plan):
    table = pd.DataFrame([_suggested(plan, _finding("elimination_list"))])
    taken = pd.DataFrame(
        {"enterprise_code": [0], "line_code": [0], "step": "hearing", "not_required": False,
         "done_on": pd.Timestamp("2022-08-01"), "document_no": "1", "source_cell": "A1"}
    )  # fmt: skip
    steps = procedures.legal_steps(table, taken, plan, dt.date(2022, 9, 10))
    assert steps[["step", "status"]].values.tolist() == [["hearing", "done"]]


def test_what_is_followed_and_looked_for_is_its_own(plan):
    assert plan.progress.at_risk_days == 10
    assert [item.id for item in plan.progress.items] == ["on_site_checked", "dismantled"]
    assert [item.id for item in plan.exit_file.items] == ["after"]
    assert plan.visits.least_peers == 4
    assert plan.suppliers.equipment == plan.suppliers.enterprise == "jxj"


# The standards: the sample's kilns at 111.2, 117.0 and 124.8 kgce/t; nation 117, province 110.


def test_a_kiln_that_passes_the_nation_and_not_the_province_is_hit_by_the_provinces_row(
    assessed, national
):
    kiln = ("91360499XN00000662", "1号窑")  # 111.2
    assert _line(national, *kiln) == ("clear", "bm2021-030")
    assert _line(assessed(), *kiln) == ("hit", "hs2022-01")


def test_a_kiln_exactly_at_the_national_level_is_above_the_provinces(assessed, national):
    kiln = ("91360499XN0000022H", "1号窑")  # 117.0
    assert _line(national, *kiln) == ("clear", "bm2021-030")
    assert _line(assessed(), *kiln) == ("hit", "hs2022-01")


def test_a_kiln_that_misses_both_levels_is_shown_the_stricter_one(assessed):
    assert _line(assessed(), "91360499XN0000044R", "1号窑") == ("hit", "hs2022-01")  # 124.8


def test_a_kiln_that_passes_both_is_shown_the_stricter_one(assessed):
    assert _line(assessed(), "91360499XN0000081L", "1号窑") == ("clear", "hs2022-01")  # 100.06


def test_before_the_provinces_document_is_in_force_the_nations_decides(assessed):
    kiln = ("91360499XN00000662", "1号窑")
    assert _line(assessed(BEFORE_THE_PROVINCE), *kiln) == ("clear", "bm2021-030")
    assert _line(assessed(AFTER), *kiln) == ("hit", "hs2022-01")


def test_a_looser_level_of_the_county_never_relieves_a_line(assessed):
    # The county would let kilns pass up to 150.
    before = assessed(BEFORE_THE_PROVINCE)
    assert _line(before, "91360499XN0000044R", "1号窑") == ("hit", "bm2021-030")
    assert "qs2022-01" not in set(before["gaps"]["row_id"])


def test_where_no_higher_level_speaks_the_county_does(assessed, national):
    # Cement mills have no benchmark level in the nation's table; the county sets 4.9.
    passing, missing = ("91360499XN00001038", "1号磨"), ("91360499XN00004909", "2号磨")  # 4.2, 5.1
    assert _line(national, *passing)[0] == _line(national, *missing)[0] == "undecided"
    assert _line(assessed(), *passing) == ("clear", "qs2022-02")
    assert _line(assessed(), *missing) == ("hit", "qs2022-02")


def test_products_that_neither_document_names_keep_their_verdict(assessed, national):
    here, there = assessed()["gaps"], national["gaps"]
    others = ~there["product_id"].isin(["clinker", "cement"])
    assert others.sum() > 100
    columns = ["line_code", "row_id", "measured", "result"]
    assert here.loc[others, columns].equals(there.loc[others, columns])


def test_the_documents_of_the_province_and_the_county_are_cited(assessed):
    cited = {document.id for document in assessed().documents}
    assert {"ndrc-2021-1609", "hanshan-levels-2022", "qingshui-levels-2022"} <= cited


def test_the_command_lists_what_is_in_force_in_the_second_county(
    standards_folder, monkeypatch, capsys
):
    arguments = ["standards", "on", "2022-09-10", "--kind", "benchmark_levels"]
    files = ["--campaign", HERE / "plan.yaml", "--standards", standards_folder]
    monkeypatch.setattr(sys, "argv", ["capacity-analysis", *arguments, *map(str, files)])
    monkeypatch.setenv("COLUMNS", "400")
    with pytest.raises(SystemExit) as ended:
        cli.main()
    printed = capsys.readouterr().out
    assert not ended.value.code
    assert "hs2022-01" in printed and "qs2022-02" in printed and "bm2021-030" in printed
    assert "qs2022-01" not in printed  # it yields to the nation's row
