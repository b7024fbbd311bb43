"""Under another edition: which verdicts would change, and by which row.

Clinker: baseline 117 on the day, 115 in the edition of 2023 of small_views.
"""

import pandas as pd
from small_views import Line, cells, column, table, view, with_tables

from capacity_analysis import sections
from capacity_analysis.sections.blocks import plain

NEWER = "table-edition-1"


def _said(of):
    blocks = sections.editions(of)
    return "".join(plain(block.text) for block in blocks if block.kind == "paragraph")


def test_only_the_lines_whose_verdict_would_change_stand_in_the_table_with_the_row():
    # 116 passes 117 and misses 115; 110 passes both; 120 misses both.
    of = view(
        Line(line="1号", unit_energy=116),
        Line(line="2号", unit_energy=110),
        Line(line="3号", unit_energy=120),
        limits=True,
    )
    rows = table(sections.editions(of), NEWER)
    assert [row[2:] for row in cells(rows)] == [
        ["1号", "○达标", "▲低于基准", "116.0／115千克标准煤/吨", "n-clinker"]
    ]
    assert "1条由达标变为不达标，2条结论相同" in _said(of)
    assert "发改产业〔2023〕723号" in _said(of)


def test_rows_that_nobody_checked_are_never_called_unchanged():
    of = view(Line(unit_energy=110), limits=True)
    found = of.assessment["editions"].assign(change="not_checked", changed_by="n-clinker")
    of = with_tables(of, editions=found)
    assert "1条未核对" in _said(of)
    assert "相同" not in _said(of)
    assert not [block for block in sections.editions(of) if block.kind == "table"]


def test_newly_covered_lines_without_data_are_counted_with_the_reason():
    of = view(Line(line="1号"), Line(line="2号"), limits=True)
    found = of.assessment["editions"]
    found = found.assign(
        change="newly_covered", changed_by="n-clinker", row_id_now=None,
        reason_now="level_absent_on_date", tier_now=None,
        tier_then=["over", None], result_then=["hit", "undecided"],
        reason_then=[None, "carrier_missing"], measured_then=[120.0, float("nan")],
    )  # fmt: skip
    of = with_tables(of, editions=found)
    assert "1条新纳入并可比较，1条新纳入但现有数据不能判定（缺电量1条）" in _said(of)
    assert column(table(sections.editions(of), NEWER), "现在") == ["当日没有收录"]


def test_lines_out_of_operation_are_not_compared():
    of = view(Line(), Line(line="2号", status="retired", unit_energy=None), limits=True)
    assert of.editions["line_id"].tolist() == ["1号"]


def test_without_another_edition_the_section_says_so():
    assert "没有可以换用比较的其他版本" in _said(view(Line()))
    assert isinstance(view(Line()).editions, pd.DataFrame)
