"""The command `explain`: what it prints, and how it exits."""

import json

import pytest
from test_cli import _own_folder_and_environment, bad_ledger, run  # noqa: F401 (fixtures)


@pytest.fixture
def ledger(small_ledger, tmp_path):
    return small_ledger(tmp_path / "台账.xlsx")


def test_explain_prints_the_steps_of_a_line(run, ledger):  # noqa: F811
    done = run("explain", ledger, "1号线", "--enterprise", "乙水泥厂")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("乙水泥厂 / 1号线")
    assert "121884700 ÷ 950000 = 128.299684千克标准煤/吨" in done.out


def test_explain_json_is_one_object_with_unrounded_numbers(run, ledger):  # noqa: F811
    done = run("explain", ledger, "乙水泥厂/1号线", "--json")
    told = json.loads(done.out)
    assert told["measures"][0]["value"] == pytest.approx(121_884_700 / 950_000, rel=1e-12)
    assert [found["ground"] for found in told["findings"]] == ["below_baseline", "over_limit"]


def test_explain_of_one_ground_leaves_the_other_out(run, ledger):  # noqa: F811
    done = run("explain", ledger, "E2/1号线", "--ground", "over_limit", "--json")
    assert [found["ground"] for found in json.loads(done.out)["findings"]] == ["over_limit"]


def test_explain_takes_another_day(run, ledger):  # noqa: F811
    done = run("explain", ledger, "E2/1号线", "--as-of", "2022-12-31", "--json")
    limits = json.loads(done.out)["findings"][1]
    assert "gb16780-2021-02" in [level["citation"]["row_id"] for level in limits["levels"]]


def test_a_line_of_several_enterprises_exits_2_and_lists_them(run, ledger):  # noqa: F811
    done = run("explain", ledger, "1号线")
    assert (done.code, done.out) == (2, "")
    assert "甲水泥厂（E1）" in done.err


def test_a_line_that_does_not_exist_exits_2_with_near_names(run, ledger):  # noqa: F811
    done = run("explain", ledger, "9号线", "--enterprise", "E2")
    assert (done.code, done.out) == (2, "")
    assert "乙水泥厂/1号线" in done.err


def test_a_ledger_with_errors_exits_1_with_its_problems(run, bad_ledger):  # noqa: F811
    done = run("explain", bad_ledger, "1号线")
    assert done.code == 1
    assert "错误" in done.out
    as_json = run("explain", bad_ledger, "1号线", "--json")
    assert as_json.code == 1
    assert {problem["severity"] for problem in json.loads(as_json.out)} >= {"error"}


def test_an_unknown_ground_exits_2(run, ledger):  # noqa: F811
    assert run("explain", ledger, "1号线", "--ground", "zombie").code == 2


def test_explain_of_an_enterprise_tells_what_is_suggested_for_each_of_its_units(run, ledger):  # noqa: F811
    done = run("explain", ledger, "乙水泥厂")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("乙水泥厂（E2），城关镇")
    told = json.loads(run("explain", ledger, "E2", "--json").out)
    assert [one["unit"] for one in told["suggestions"]] == ["1号线"]


def test_explain_json_goes_on_to_the_suggestion(run, ledger):  # noqa: F811
    told = json.loads(run("explain", ledger, "E2/1号线", "--json").out)
    (suggestion,) = told["suggestions"]
    assert suggestion["rule"]["clause"]
    assert {one["ground"] for one in told["rulings"]} >= {"below_baseline", "elimination_list"}


def test_an_unknown_parcel_and_an_unknown_group_exit_2(run, ledger):  # noqa: F811
    parcel = run("explain", ledger, "--parcel", "GB00001")
    assert (parcel.code, parcel.out) == (2, "")
    assert "台账里没有宗地“GB00001”" in parcel.err
    group = run("explain", ledger, "乙水泥厂", "--cohort", "A01")
    assert (group.code, group.out) == (2, "")
    assert "台账里没有“乙水泥厂”的职工分组“A01”" in group.err


@pytest.mark.parametrize(
    "options", [(), ("--cohort", "A01"), ("E2", "--cohort", "A01", "--parcel", "GB00001")]
)
def test_what_names_nothing_or_too_much_exits_2(run, ledger, options):  # noqa: F811
    assert run("explain", ledger, *options).code == 2
