"""The folder of 159 returns and 25 lists becomes the sample ledger, which is the story's truth."""

import pytest
from same_tables import (
    assert_same_corrections,
    assert_same_outcomes,
    assert_same_statistics,
    assert_same_tables,
    true_ledger,
)

from capacity_analysis import paths
from capacity_analysis.campaign import Campaign
from capacity_analysis.intake.collect import collect
from capacity_analysis.ledger import read_ledger

pytestmark = pytest.mark.xdist_group("collected")


@pytest.fixture(scope="module")
def collected():
    return collect(paths.sample_intake(), Campaign.load())


@pytest.fixture(scope="module")
def written(collected, tmp_path_factory):
    return collected.write(tmp_path_factory.mktemp("collected") / "ledger.xlsx")[0]


@pytest.fixture(scope="module")
def truth(tmp_path_factory):
    return true_ledger(tmp_path_factory.mktemp("truth"))


def test_collecting_the_folder_gives_the_sample_ledger_byte_for_byte(written):
    assert written.read_bytes() == paths.sample_ledger().read_bytes(), "run: make sample"


def test_the_sample_ledger_is_the_truth_of_the_story(truth):
    ledger = read_ledger(paths.sample_ledger())
    assert_same_tables(ledger, truth[0])
    assert_same_corrections(ledger)
    assert_same_outcomes(ledger)
    assert_same_statistics(paths.sample_ledger(), truth[1])


def test_nothing_in_the_folder_is_an_error_after_its_corrections(collected):
    assert [one for one in collected.problems if one.severity == "error"] == []


def test_every_file_of_the_folder_is_read_or_listed(collected):
    folder = paths.sample_intake()
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    read = {row["file"] for row in collected.rows["sources"]}
    listed = {one.file for one in collected.problems}
    assert files - read - listed <= {"匹配确认.xlsx"}
    unread = next(sheet for sheet in collected.sheets if sheet.name == "未读取的文件")
    assert sorted(row[0].rpartition(".")[2] for row in unread.rows) == ["doc", "docx", "jpg", "pdf"]


def test_registered_land_rules_where_the_two_differ_and_the_enterprises_word_stays(collected):
    land = [row for row in collected.rows["comparisons"] if row["fact"] == "用地面积"]
    overruled = {row["enterprise_id"] for row in land if row["standing"] == "未采用"}
    names = {row["enterprise_id"]: row["name"] for row in collected.rows["enterprises"]}
    assert {names[one] for one in overruled} == {
        "示例区官塘新型墙材有限公司", "示例区金桥型钢有限公司", "示例区砂型铸造有限公司",
    }  # fmt: skip


def test_what_two_sources_say_of_electricity_is_contested_until_somebody_settles_it(collected):
    power = [row for row in collected.rows["comparisons"] if row["fact"] == "年用电量"]
    names = {row["enterprise_id"]: row["name"] for row in collected.rows["enterprises"]}
    contested = {names[row["enterprise_id"]] for row in power if row["standing"] == "待核实"}
    assert contested == {
        "示例区彩坯陶瓷有限公司", "示例区九曲铁合金有限公司", "示例区虹彩印染有限公司",
        "示例区竹畈水泥有限公司", "示例区高陂水泥有限公司", "示例区黄栗铬业有限公司",
    }  # fmt: skip
    settled = [row for row in power if row["standing"] == "采用"]
    assert [(names[row["enterprise_id"]], row["year"]) for row in settled] == [
        ("示例区虹彩印染有限公司", 2021)
    ]


def test_the_same_names_wait_for_a_person_as_the_story_left_open(collected):
    waiting = {one.subject.name for one in collected.matches if one.is_open and one.proposals}
    assert {"石桥水泥厂", "陶坑页岩砖厂", "云麓水泥有限公司二厂"} <= {
        name.removeprefix("示例区") for name in waiting
    }
