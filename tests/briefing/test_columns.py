"""The widths of a table's columns."""

from __future__ import annotations

import pytest

from capacity_analysis.briefing import columns
from capacity_analysis.sections.blocks import Column, table

LONG_NAME = "九江市柴桑区庐峰新型建筑材料股份有限公司"


def test_columns_with_room_for_their_cells_keep_the_shares_that_were_asked_for():
    block = table("t", "表", [Column("甲", width=3), Column("乙", width=1)], [["子", "1"]])
    assert columns.shares(block) == pytest.approx([0.75, 0.25])


def test_a_date_gets_the_width_it_needs_at_the_cost_of_a_roomy_column():
    block = table(
        "t",
        "表",
        [Column("企业名称", width=20), Column("完成时限", width=1)],
        [[LONG_NAME, "2022年10月31日"]],
    )
    name, date = columns.shares(block)
    assert date * columns.TEXT_WIDTH_PT > 8 * columns.size(block).text
    assert name + date == pytest.approx(1)


def test_a_header_word_that_cannot_break_fits_its_column():
    labels = [Column("Enterprise", width=9), Column("Recommendation", width=1)]
    block = table("t", "Table", labels, [[LONG_NAME, "-"]])
    words = columns.shares(block)[1] * columns.TEXT_WIDTH_PT / columns.size(block).text
    assert words > 14 * 0.58


def test_a_number_keeps_the_width_it_needs_in_a_crowded_table():
    labels = [Column("说明", width=9) for _ in range(8)]
    block = table(
        "t", "表", [*labels, Column("万元", "right", 0.1)], [[LONG_NAME] * 8 + ["1234.5"]]
    )
    words = columns.shares(block)[-1] * columns.TEXT_WIDTH_PT / columns.size(block).text
    assert words > 6 * 0.58


def test_a_table_that_cannot_fit_keeps_the_shares_that_were_asked_for():
    block = table("t", "表", [Column("完成时限")] * 14, [["2022年10月31日"] * 14])
    assert columns.shares(block) == pytest.approx([1 / 14] * 14)


@pytest.mark.parametrize(("count", "classes"), [(5, []), (6, ["wide"]), (10, ["wide", "dense"])])
def test_a_table_of_many_columns_is_marked_for_the_style_sheet(count: int, classes: list[str]):
    assert columns.size_classes(table("t", "表", [Column("列")] * count, [])) == classes


def test_more_columns_are_set_smaller():
    sizes = [
        columns.size(table("t", "表", [Column("列")] * count, [])).text for count in (4, 9, 12)
    ]
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 3


@pytest.mark.parametrize("rows", [[], [["", ""]]])
def test_an_empty_table_has_widths(rows: list[list[str]]):
    block = table("t", "表", [Column("甲"), Column("")], rows)
    assert sum(columns.shares(block)) == pytest.approx(1)
