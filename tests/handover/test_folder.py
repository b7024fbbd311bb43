"""The folder that is handed over: whole or not at all, and never in the place of other files."""

import pandas as pd
import pytest
from handed_cases import frames, with_tables

from capacity_analysis import Assessment
from capacity_analysis.errors import InputError, UsageError
from capacity_analysis.handover import BOOK, check_is_ours, hand_over


@pytest.fixture(scope="module")
def folder(assessment, tmp_path_factory):
    return hand_over(assessment, tmp_path_factory.mktemp("handed") / "评估")


def content(folder):
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_every_table_but_cohorts_is_a_parquet_file_and_the_folder_is_an_assessment(
    assessment, folder
):
    for name in assessment.tables:
        assert (folder / f"{name}.parquet").is_file() == (name != "staff")
    assert Assessment.load(folder).as_of == assessment.as_of


def test_the_measured_values_stand_under_the_name_of_the_contract_too(folder):
    pd.testing.assert_frame_equal(
        pd.read_parquet(folder / "intensity.parquet"),
        pd.read_parquet(folder / "unit_energy.parquet"),
    )


def test_a_second_run_gives_the_same_bytes_in_the_place_of_the_first(assessment, tmp_path):
    first = content(hand_over(assessment, tmp_path / "评估"))
    assert content(hand_over(assessment, tmp_path / "评估")) == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["评估"]


def test_an_empty_folder_is_used(assessment, tmp_path):
    (tmp_path / "评估").mkdir()
    assert (hand_over(assessment, tmp_path / "评估") / BOOK).is_file()


def test_a_folder_of_others_is_refused_and_left_as_it_was(assessment, tmp_path):
    (tmp_path / "纪要.docx").write_text("会议纪要", encoding="utf-8")
    with pytest.raises(UsageError, match="不是本命令写的"):
        hand_over(assessment, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["纪要.docx"]


def test_a_file_in_the_place_of_the_folder_is_refused(assessment, tmp_path):
    file = tmp_path / "评估"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(UsageError):
        hand_over(assessment, file)
    assert file.read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("change", ["changed", "added", "removed"])
def test_a_folder_that_somebody_has_worked_in_is_refused(assessment, tmp_path, change):
    folder = hand_over(assessment, tmp_path / "评估")
    if change == "changed":
        (folder / BOOK).write_bytes(b"edited")
    elif change == "added":
        (folder / "批示.txt").write_text("同意", encoding="utf-8")
    else:
        (folder / BOOK).unlink()
    before = content(folder)
    with pytest.raises(UsageError, match="增减或改动"):
        check_is_ours(folder)
    assert content(folder) == before


def test_a_run_that_fails_leaves_the_old_folder_and_nothing_beside_it(assessment, tmp_path):
    folder = hand_over(assessment, tmp_path / "评估")
    before = content(folder)
    unfit = frames()["findings"].assign(note="长" * 32_768)
    with pytest.raises(InputError):
        hand_over(with_tables(assessment, findings=unfit), folder)
    assert content(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["评估"]


def test_an_old_folder_that_a_run_was_cut_off_from_comes_back(assessment, tmp_path):
    folder = hand_over(assessment, tmp_path / "评估")
    folder.rename(tmp_path / ".评估.previous")
    check_is_ours(folder)
    assert (folder / BOOK).is_file()
