"""五、分项排查: one symbol for each line and ground, the rule behind each finding, and what is open."""

import pytest
from screened_tables import OF_YI, finding, screened, unit, works
from small_views import Line, cells, column, shown, table

from capacity_analysis import sections
from capacity_analysis.sections.blocks import Figure, Table
from capacity_analysis.sections.units import findings_of, matrix, units


def _text(of):
    return [shown(b.text) for b in sections.screening(of) if b.kind == "paragraph"]


@pytest.fixture(scope="module")
def of():
    return works()


def _results(of):
    judged = units(of)
    return matrix(of, judged).set_axis(judged["enterprise_name"], axis="index")


def test_a_finding_on_the_whole_enterprise_stands_in_the_row_of_its_line(of):
    assert _results(of).loc["甲厂"].to_dict() == {
        "elimination_list": "hit",
        "below_baseline": "clear",
        "over_limit": "none",
        "environment": "hit",
        "quality": "none",
        "restricted_low_rating": "none",
    }


def test_what_does_not_concern_a_line_is_not_what_cannot_be_decided(of):
    results = _results(of)
    assert results.loc["甲厂", "over_limit"] == "none"  # the product has no limit
    assert results.loc["乙厂", "quality"] == "undecided"  # the list is missing


@pytest.mark.parametrize(
    ("found", "shown_as"),
    [
        (["clear", "undecided"], "undecided"),
        (["undecided", "review"], "review"),
        (["review", "hit", "clear"], "hit"),
        (["clear", "clear"], "clear"),
    ],
)
def test_of_several_findings_on_a_ground_the_gravest_is_shown(found, shown_as):
    of = screened(
        findings=[finding("safety", result) for result in found], dispositions=[unit("review")]
    )
    assert _results(of).loc["甲厂", "safety"] == shown_as


def test_a_device_without_a_line_has_a_row_of_its_own():
    boiler = {"line_id": None, "line_code": -1, "equipment_id": "锅炉"}
    of = screened(
        findings=[finding("elimination_list", "hit", **boiler)],
        dispositions=[unit("compliant"), unit("eliminate_now", **boiler, scope="equipment")],
    )
    judged = units(of)
    assert judged["unit"].tolist() == ["锅炉", "1号"]  # in the order of the plan's dispositions
    assert matrix(of, judged)["elimination_list"].tolist() == ["hit", "none"]


def test_what_has_left_stands_last():
    of = screened(
        Line(),
        Line(line="2号"),
        dispositions=[
            unit("exited"),
            unit("compliant", line_id="2号", line_code=1),
        ],
    )
    assert units(of)["unit"].tolist() == ["2号", "1号"]


def test_findings_of_another_industry_are_not_on_the_page(of):
    other = units(of).assign(enterprise_id="丙厂")
    assert findings_of(of, other).empty


def test_each_ground_is_counted_with_its_clause_and_its_departments(of):
    counted = table(sections.screening(of), "table-grounds")
    assert column(counted, "依据") == [
        "淘汰类", "能效基准", "能耗限额", "环保", "质量", "限制类×亩产",
    ]  # fmt: skip
    assert column(counted, "▲有问题") == ["1", "0", "0", "1", "0", "0"]
    assert column(counted, "△待核") == ["0", "0", "0", "0", "0", "1"]
    assert column(counted, "方案条款")[0] == "二（一）1"
    assert column(counted, "责任单位")[3] == "柴桑生态环境局"


def test_a_finding_cites_document_row_value_threshold_and_cell(of):
    listed = cells(table(sections.screening(of), "table-findings"))
    assert listed[0] == [
        "甲厂", "1号：1#窑", "淘汰类", "row-1", "有效容积（立方米）：380／400", "设备!I2",
    ]  # fmt: skip
    assert listed[1][1:5] == ["全厂", "环保", "—", "停产整治"]
    found = table(sections.screening(of), "table-findings")
    assert "行号的出处：catalogue（row-1）。" in found.notes


@pytest.mark.parametrize(
    ("cells_of", "written"),
    [
        ("产量!E1", "产量!E1"),
        ("产量!E1、能源!F1", "产量!E1、能源!F1"),
        ("a!A1、a!A2、a!A3", "a!A1等3处"),
    ],
)
def test_of_many_cells_the_first_is_named_and_the_rest_counted(cells_of, written):
    of = screened(
        findings=[finding("over_limit", "hit", source_cell=cells_of)],
        dispositions=[unit("rectify")],
    )
    (row,) = cells(table(sections.screening(of), "table-findings"))
    assert row[5] == written


@pytest.mark.parametrize(
    ("equipment", "named"),
    [
        (None, "1号"),
        ("1号", "1号"),
        ("1号 blast_furnace", "1号：炼铁高炉"),
        ("A-3", "1号：A-3"),
        ("1号炉", "1号：1号炉"),
    ],
)
def test_equipment_that_is_known_from_its_line_is_called_by_its_type(equipment, named):
    of = screened(
        findings=[finding("elimination_list", "hit", equipment_id=equipment)],
        dispositions=[unit("eliminate_now")],
    )
    (row,) = cells(table(sections.screening(of), "table-findings"))
    assert row[1] == named


@pytest.mark.parametrize(
    ("measured", "written"), [(399.96, "399.96／400"), (400.0, "400／400"), (400.04, "400.04／400")]
)
def test_a_value_is_never_rounded_onto_its_threshold(measured, written):
    of = screened(
        findings=[finding("elimination_list", "hit", attribute="effective_volume_m3",
                          measured=measured, threshold=400, unit="m3")],
        dispositions=[unit("eliminate_now")],
    )  # fmt: skip
    (row,) = cells(table(sections.screening(of), "table-findings"))
    assert row[4] == f"有效容积（立方米）：{written}"


def test_a_row_that_was_only_cross_checked_is_marked():
    of = screened(
        findings=[finding("elimination_list", "hit", confidence="cross_checked")],
        dispositions=[unit("eliminate_now")],
    )
    found = table(sections.screening(of), "table-findings")
    assert cells(found)[0][3] == "row-1※"
    assert any(note.startswith("※") for note in found.notes)


def test_what_is_open_names_the_paper_that_would_prove_it_and_who_supplies_it(of):
    (row,) = cells(table(sections.screening(of), "table-open-findings"))
    assert row[0] == "限制类×亩产"
    assert row[3:] == ["铸造用途证明", "乙厂（1号）", "区工信局"]
    assert "质量：缺部门清单，1家企业不能判定，请区市场监管局提供。" in _text(of)


def test_of_an_entry_without_a_limit_the_equipment_is_named():
    of = screened(
        findings=[finding("elimination_list", "hit", device_code=0)],
        dispositions=[unit("eliminate_now")],
        devices=[{"device_code": 0, "enterprise_code": 0, "enterprise_id": "甲厂", "name": "轮窑",
                  "quantity": 1}],
    )  # fmt: skip
    (row,) = cells(table(sections.screening(of), "table-findings"))
    assert row[4] == "轮窑"


def test_what_a_paper_concluded_is_told_with_its_kind():
    of = screened(
        findings=[finding("environment", "hit", attribute="penalty", measured_text="suspended")],
        dispositions=[unit("suspend")],
    )
    (row,) = cells(table(sections.screening(of), "table-findings"))
    assert row[4] == "行政处罚：停产整治"


def test_what_is_missing_of_equipment_is_named_by_its_attribute():
    of = screened(
        findings=[finding("elimination_list", "undecided", reason="attribute_missing",
                          attribute="effective_volume_m3", supplier="gxj")],
        dispositions=[unit("review")],
    )  # fmt: skip
    (row,) = cells(table(sections.screening(of), "table-open-findings"))
    assert row[3] == "有效容积（立方米）"
    assert not [b for b in sections.screening(of) if getattr(b, "anchor", "") == "table-findings"]


def test_a_name_that_can_be_read_in_two_ways_is_put_to_the_enterprise(of):
    assert _text(of)[-1] == "“450高炉”等1处名称规格不能确定，请企业选定。"


def test_a_line_is_counted_once_by_its_gravest_result(of):
    assert "逐条排查2条生产线" in _text(of)[0]
    assert "：1条至少有一项问题，1条待核。" in _text(of)[0]


def test_long_tables_go_on_in_the_workbook():
    found = [finding("safety", "hit", row_id=f"r{at}") for at in range(21)]
    of = screened(findings=found, dispositions=[unit("suspend")])
    listed = table(sections.screening(of), "table-findings")
    assert len(listed.rows) == 20
    assert listed.notes[-1] == "本表列前20条，共21条，其余见评估工作簿。"


def test_the_figure_says_what_it_found_and_what_each_symbol_means(of):
    (figure,) = [b for b in sections.screening(of) if isinstance(b, Figure)]
    assert figure.title == "2条生产线中有问题的：淘汰类1条、环保1条"
    assert "▲有问题、△待核、?不能判定、○未发现、–不涉及" in figure.caption


def test_of_many_lines_those_with_a_finding_are_drawn_and_the_rest_counted():
    lines = [Line(line=f"{at}号", unit_energy=None) for at in range(41)]
    suggested = [unit("compliant", line_id=f"{at}号", line_code=at) for at in range(41)]
    of = screened(
        *lines,
        findings=[finding("safety", "hit", line_id="7号", line_code=7)],
        dispositions=suggested,
    )
    (figure,) = [b for b in sections.screening(of) if isinstance(b, Figure)]
    assert figure.caption.endswith("；另有40条没有画出。")


def test_an_industry_without_anything_to_screen_says_so():
    of = screened()
    assert _text(of) == ["没有可以排查的生产线和装备。"]
    assert not [b for b in sections.screening(of) if isinstance(b, Table)]


def test_a_row_of_the_catalogue_to_be_checked_is_listed_for_checking():
    waiting = finding("elimination_list", "review", **OF_YI, reason="unchecked_standard",
                      confidence="recalled", row_id="row-9")  # fmt: skip
    of = screened(
        Line(), Line(enterprise="乙厂"), findings=[waiting], dispositions=[unit("review", **OF_YI)]
    )
    assert ["row-9　catalogue", "1条"] in [
        [row[0], row[2]] for row in cells(table(sections.basis(of), "table-review"))
    ]
