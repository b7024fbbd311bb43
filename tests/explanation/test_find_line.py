"""Which line is meant: by its id, its name, its enterprise."""

import pytest

from capacity_analysis import paths, read_ledger
from capacity_analysis.errors import UsageError
from capacity_analysis.explanation import find_line


@pytest.fixture(scope="module")
def assessment(assess_once):
    return assess_once(read_ledger(paths.sample_ledger()))


def line(assessment, *names):
    one = assessment["lines"].iloc[find_line(assessment, *names)]
    return one["enterprise_name"], one["line_id"]


BAIMAO = ("示例区白茅水泥有限公司", "1号窑")


@pytest.mark.parametrize(
    "names",
    [
        ("1号窑", "白茅水泥"),
        ("1号窑", "91360499XN0000044R"),
        ("１号窑", "示例区白茅水泥有限公司"),
        ("示例区白茅水泥有限公司/1号窑",),
        ("白茅水泥／1号窑",),
        ("91360499XN0000044R/1号窑",),
        ("水泥熟料1号窑", "白茅水泥"),
    ],
)
def test_a_line_is_found_by_its_id_or_name_within_its_enterprise(assessment, names):
    assert line(assessment, *names) == BAIMAO


def test_a_line_that_several_enterprises_have_is_not_guessed(assessment):
    with pytest.raises(UsageError) as refusal:
        find_line(assessment, "1号窑")
    assert "--enterprise" in str(refusal.value)
    assert "示例区白茅水泥有限公司（91360499XN0000044R）" in str(refusal.value)


def test_a_part_of_a_name_that_fits_several_enterprises_is_not_guessed(assessment):
    with pytest.raises(UsageError, match="请用 --enterprise"):
        find_line(assessment, "1号窑", "水泥有限公司")


def test_a_line_that_does_not_exist_comes_with_near_names(assessment):
    with pytest.raises(UsageError) as refusal:
        find_line(assessment, "11号窑", "白茅水泥")
    assert "没有生产线“11号窑”" in str(refusal.value)
    assert "示例区白茅水泥有限公司/1号窑" in str(refusal.value)


def test_an_enterprise_that_does_not_exist_is_said_to_be_missing(assessment):
    with pytest.raises(UsageError, match="没有企业“不存在的厂”"):
        find_line(assessment, "1号窑", "不存在的厂")


def test_the_only_line_of_a_name_needs_no_enterprise(assessment):
    lines = assessment["lines"]
    alone = lines[~lines["line_id"].duplicated(keep=False)].iloc[0]
    assert line(assessment, alone["line_id"]) == (alone["enterprise_name"], alone["line_id"])
