"""How headers are found, cells read, months added up, and what is left out and said."""

import datetime as dt
import math

import pytest
from grids import codes, extracted, grid, mapping, shipped, shown, values
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.intake.layout.extract import extract
from capacity_analysis.intake.layout.recognise import recognise
from capacity_analysis.intake.mapping import read_mappings
from capacity_analysis.sheets.cells import ErrorCell
from capacity_analysis.sheets.grid import Grid


def energy(fields=None, **more):
    """Return a mapping of a list of energy by name and carrier."""
    table = {
        "target": "energy",
        "header": ["企业", "品种"],
        "enterprise": {"name": "企业"},
        "fields": {"carrier": {"column": "品种"}, "amount": {"column": "用量"}} | (fields or {}),
    }
    return mapping(tables=[table | more])


def months(**more):
    """Return a mapping of a list with the months of 2021 as columns."""
    spread = {"columns": r"(?P<month>\d{1,2})月", "into": "amount", "sum": True} | more
    table = {
        "target": "metered_energy",
        "header": ["户号"],
        "enterprise": {"electricity_account": "户号"},
        "fields": {"account": {"column": "户号"}},
        "spread": spread,
    }
    return mapping(tables=[table])


def monthly(*cells, merged=""):
    heads = [f"{month}月" for month in range(1, len(cells) + 1)]
    return grid("电", ["户号", *heads], ["01", *cells], merged=merged)


def of_form(fields=None, **more):
    form = {"subject": {"name": "企业名称"}, "fields": fields or {}} | more
    return mapping(role="return", supplier="enterprise", form=form)


class TestHeaders:
    def test_the_header_is_found_by_what_it_says_wherever_it_stands(self):
        sheet = grid(
            "表", [], ["", "某某表"], ["", "", "企 业*", "品种①"], ["", "", "甲厂", "原煤"]
        )

        result = extracted(energy(), sheet)

        assert [values(row) for row in result.rows] == [{"carrier": ("原煤", "D4")}]
        assert codes(result) == {"header_absent": "A3"}

    def test_a_header_of_several_rows_is_named_from_the_top_or_by_its_last_part(self):
        sheet = grid(
            "表",
            ["企业", "品种", "上年", "", "本年", ""],
            ["", "", "用量", "金额", "用量", "金额"],
            ["甲厂", "原煤", 1, 2, 3, 4],
            merged="A1:A2 B1:B2 C1:D1 E1:F1",
        )

        result = extracted(energy({"amount": {"column": "本年/用量"}}, header_rows=2), sheet)

        assert values(result.rows[0])["amount"] == (3, "E3")

    def test_a_column_that_two_headers_fit_is_not_guessed(self):
        sheet = grid("表", ["企业", "品种", "用量（去年）", "用量（今年）"], ["甲厂", "原煤", 1, 2])

        result = extracted(energy(), sheet)

        assert [values(row) for row in result.rows] == [{"carrier": ("原煤", "B2")}]
        assert codes(result) == {"header_repeated": "D1"}

    def test_a_header_on_each_page_of_a_print_is_no_data(self):
        sheet = grid(
            "表",
            ["企业", "品种", "用量"], ["甲厂", "原煤", 1], ["第1页"],
            ["企业", "品种", "用量"], ["乙厂", "原煤", 2], [], [], [],
            ["企业", "品种", "用量"], ["丙厂", "原煤", 3],
        )  # fmt: skip

        result = extracted(energy(), sheet)

        assert [values(row)["amount"] for row in result.rows] == [(1, "C2"), (2, "C5"), (3, "C10")]
        assert codes(result) == {}

    def test_a_file_may_do_with_fewer_header_rows(self):
        sheet = grid("表", ["企业", "品种", "用量"], ["甲厂", "原煤", 1])

        result = extracted(energy(header_rows=3), sheet)

        assert [values(row)["amount"] for row in result.rows] == [(1, "C2")]

    def test_a_header_reaches_as_deep_as_its_merged_cells(self):
        sheet = grid(
            "表",
            ["企业", "品种", "用量", ""],
            ["", "", "上年", "本年"],
            ["", "", "（吨）", "（吨）"],
            ["甲厂", "原煤", 1, 2],
            merged="A1:A3 B1:B3 C1:D1",
        )

        result = extracted(energy({"amount": {"column": "用量/本年"}}), sheet)

        assert [values(row) for row in result.rows] == [
            {"carrier": ("原煤", "B4"), "amount": (2, "D4")}
        ]

    def test_a_title_that_begins_like_a_section_reads_no_row_twice(self):
        sheet = grid(
            "表",
            ["能源消费情况表"],
            ["四、能源消费情况", "", "单位：吨"],
            ["企业", "品种", "用量"],
            ["甲厂", "原煤", 1],
        )

        assert len(extracted(energy(after="能源消费"), sheet).rows) == 1

    def test_a_year_stands_in_the_title_or_in_the_name_of_the_sheet(self):
        rows = [["2021年用能"], ["企业", "品种", "用量"], ["甲厂", "原煤", 1]]
        pattern = r"(20\d\d)年"

        for place, year in (("above", ("2021", "A1")), ("sheet_name", "2020")):
            result = extracted(energy({"year": {place: pattern}}), grid("2020年", *rows))
            assert values(result.rows[0])["year"] == year

        result = extracted(energy({"year": {"above": pattern}}), grid("2020年", *rows[1:]))
        assert codes(result) == {"context_missing": "A1"}

    def test_a_table_without_its_header_is_reported(self):
        result = extracted(energy(), grid("表", ["企业", "用量"]))

        assert codes(result) == {"table_not_found": ""}
        assert "企业、品种" in result.problems[0].message

    def test_a_section_ends_where_the_next_begins_and_may_have_blank_lines(self):
        sheet = grid(
            "表",
            ["一、煤"], ["企业", "品种", "用量"], ["甲厂", "原煤", 1], [], [], [], ["乙厂", "焦炭", 2],
            ["二、油"], ["企业", "品种", "用量"], ["甲厂", "柴油", 3],
        )  # fmt: skip

        result = extracted(energy(after="煤"), sheet)

        assert [values(row)["carrier"] for row in result.rows] == [("原煤", "B3"), ("焦炭", "B7")]


class TestRows:
    def test_totals_groups_and_footnotes_are_no_rows(self):
        sheet = grid(
            "表",
            ["企业", "品种", "用量"],
            ["水泥行业", "", ""],
            ["甲厂", "原煤", 1],
            ["合　计", "", 1],
            ["注：本表由企业填报", "", ""],
            merged="A2:C2",
        )

        result = extracted(energy(), sheet)

        assert len(result.rows) == 1
        assert [(one.code, one.cell) for one in result.problems] == [("rows_skipped", "A2")]
        assert "有2行不是数据" in result.problems[0].message

    def test_rows_behind_blank_ones_are_not_lost_silently(self):
        sheet = grid(
            "表", ["企业", "品种", "用量"], ["甲厂", "原煤", 1], [], [], ["乙厂", "原煤", 2]
        )

        result = extracted(energy(), sheet)

        assert len(result.rows) == 1
        assert codes(result) == {"rows_after_gap": "A5"}

    def test_a_merged_name_counts_for_all_its_rows_and_a_merged_amount_for_none(self):
        sheet = grid(
            "表",
            ["企业", "品种", "用量"],
            ["甲厂", "原煤", 10],
            ["", "电力", ""],
            merged="A2:A3 C2:C3",
        )

        result = extracted(energy(), sheet)

        assert [(shown(row.subject)["name"], values(row)) for row in result.rows] == [
            (("甲厂", "A2"), {"carrier": ("原煤", "B2")}),
            (("甲厂", "A2"), {"carrier": ("电力", "B3")}),
        ]
        assert codes(result) == {"merged_number": "C2"}

    def test_a_record_merged_over_two_rows_is_one_row(self):
        sheet = grid(
            "表",
            ["企业", "品种", "用量"],
            ["甲厂", "原煤", 10],
            ["", "", ""],
            ["乙厂", "原煤", 20],
            merged="A2:A3 B2:B3 C2:C3",
        )

        result = extracted(energy(), sheet)

        assert [values(row)["amount"] for row in result.rows] == [(10, "C2"), (20, "C4")]
        assert codes(result) == {}

    def test_a_blank_repeats_the_cell_above_where_the_mapping_says_so(self):
        sheet = grid("表", ["企业", "品种", "用量"], ["甲厂", "原煤", 1], ["", "电力", 2])

        result = extracted(energy(carry_down=["企业"]), sheet)

        assert [shown(row.subject) for row in result.rows] == [{"name": ("甲厂", "A2")}] * 2

    def test_only_the_rows_asked_for_are_taken(self):
        sheet = grid("表", ["企业", "品种", "用量"], ["甲厂", "原煤", 1], ["甲厂", "水", 2])

        result = extracted(energy(where={"品种": ["原煤"]}), sheet)

        assert [values(row)["carrier"] for row in result.rows] == [("原煤", "B2")]
        assert codes(result) == {}

    def test_several_values_in_a_cell_are_rows_of_their_own_whose_amount_is_nobody_s(self):
        sheet = grid("表", ["企业", "品种", "用量"], ["甲厂", "原煤、焦炭", 5], ["甲厂", "电力", 6])

        result = extracted(energy({"carrier": {"column": "品种", "split": True}}), sheet)

        assert [values(row) for row in result.rows] == [
            {"carrier": ("原煤", "B2")},
            {"carrier": ("焦炭", "B2")},
            {"carrier": ("电力", "B3"), "amount": (6, "C3")},
        ]
        assert codes(result) == {"merged_number": "C2"}

    def test_a_number_in_a_row_without_anything_else_makes_a_row(self):
        result = extracted(
            energy(), grid("表", ["企业", "品种", "用量"], ["", "", 7], ["", "", ""])
        )

        assert [values(row) for row in result.rows] == [{"amount": (7, "C2")}]


UNIT_OF_AMOUNT = {"amount_unit": {"unit_of": "amount", "otherwise": "吨"}}


class TestUnits:
    @pytest.mark.parametrize(
        ("header", "unit"),
        [
            ("用量（万千瓦时）", ("万千瓦时", "C2")),
            ("用量[kWh]", ("kWh", "C2")),
            ("用量/KW·h", ("kWh", "C2")),
            ("用量，千克", ("千克", "C2")),
            ("用量\n立方米", ("立方米", "C2")),
            ("用量（桶）", ("桶", "C2")),
            ("用量", ("万吨", "B1")),
        ],
    )
    def test_the_unit_of_the_header_goes_before_that_of_the_sheet(self, header, unit):
        sheet = grid("表", ["", "单位：万吨"], ["企业", "品种", header], ["甲厂", "原煤", 1])
        if header.endswith("（桶）"):
            sheet = grid("表", ["填报单位：甲厂"], ["企业", "品种", header], ["甲厂", "原煤", 1])

        result = extracted(energy(UNIT_OF_AMOUNT), sheet)

        assert values(result.rows[0])["amount_unit"] == unit

    def test_a_unit_without_its_column_is_sought_in_the_header_of_what_it_measures(self):
        sheet = grid("表", ["企业", "品种", "用量（吨）"], ["甲厂", "原煤", 1])

        result = extracted(energy({"amount_unit": {"column": "单位"}}), sheet)

        assert values(result.rows[0])["amount_unit"] == ("吨", "C1")
        assert codes(result) == {}

    def test_the_mapping_gives_the_unit_where_the_file_gives_none(self):
        sheet = grid("表", ["填报单位：甲厂"], ["企业", "品种", "用量"], ["甲厂", "原煤", 1])

        result = extracted(energy(UNIT_OF_AMOUNT), sheet)

        assert values(result.rows[0])["amount_unit"] == "吨"

    def fines(self, header, cell, **more):
        fields = {"fine_10k_cny": {"column": "罚款", **more}}
        table = {"target": "inspections", "header": ["企业"], "enterprise": {"name": "企业"}}
        layout = mapping(tables=[table | {"fields": fields}])
        return extracted(layout, grid("表", ["企业", header], ["甲厂", cell]))

    @pytest.mark.parametrize(
        ("header", "cell", "fine"),
        [
            ("罚款（万元）", 1.5, 1.5),
            ("罚款（元）", 1, 0.0001),
            ("罚款（亿元）", 0.1, 1000),
            ("罚款", 20000, 2),
            ("罚款（元）", "2.5万元", 2.5),
            ("罚款（元）", "12,300", 1.23),
        ],
    )
    def test_an_amount_is_converted_exactly_to_the_unit_that_the_ledger_fixes(
        self, header, cell, fine
    ):
        result = self.fines(header, cell, from_unit="元")

        assert values(result.rows[0])["fine_10k_cny"] == (fine, "B2")

    def test_a_unit_that_nobody_gives_is_taken_from_the_mapping_and_said(self):
        assert codes(self.fines("罚款", 20000, from_unit="元"))["unit_assumed"] == "B1"
        assert codes(self.fines("罚款", 2)) == {"unit_assumed": "B1"}
        assert codes(self.fines("罚款（万元）", 2)) == {}

    def test_a_unit_that_cannot_be_converted_leaves_the_column_blank(self):
        result = self.fines("罚款（千美元）", 3)

        assert "fine_10k_cny" not in values(result.rows[0])
        assert codes(result) == {"unit_unclear": "B1"}


class TestMonths:
    def amounts(self, result):
        return [values(row).get("amount") for row in result.rows]

    def test_a_tenth_and_two_tenths_are_three_tenths(self):
        result = extracted(months(), monthly(0.1, 0.2, *[0] * 10))

        assert self.amounts(result) == [(0.3, "B2:M2")]

    def test_a_month_without_a_number_is_no_zero(self):
        result = extracted(months(), monthly(1, "", *[1] * 10))

        assert self.amounts(result) == [None]
        assert codes(result) == {"months_missing": "B2:M2"}
        assert "缺2月的数" in result.problems[0].message

    def test_data_that_end_early_are_counted_where_the_ledger_has_a_place_for_it(self):
        sheet = monthly(1, 1, 1, *[""] * 9)

        assert self.amounts(extracted(months(), sheet)) == [None]
        assert values(extracted(months(count="months"), sheet).rows[0]) == {
            "account": ("01", "A2"),
            "amount": (3, "B2:M2"),
            "months": (3, "B2:M2"),
        }

    def test_eight_columns_are_eight_months(self):
        result = extracted(months(count="months"), monthly(*[2] * 8))

        assert values(result.rows[0])["months"] == (8, "B2:I2")
        assert self.amounts(extracted(months(), monthly(*[2] * 8))) == [None]

    def test_text_among_the_numbers_leaves_the_sum_blank_and_names_the_cell(self):
        result = extracted(months(), monthly(1, "约2", *[1] * 10))

        assert self.amounts(result) == [None]
        assert codes(result) == {"not_a_number": "C2"}

    def test_a_row_of_dashes_is_none(self):
        assert extracted(months(), monthly(*["—"] * 12)).rows == []

    def test_a_number_merged_over_months_is_not_added_up(self):
        result = extracted(months(), monthly(6, "", *[1] * 10, merged="B2:C2"))

        assert self.amounts(result) == [None]
        assert codes(result)["merged_number"] == "B2"

    def test_years_as_columns_leave_out_what_does_not_apply_and_keep_what_is_blank(self):
        layout = energy(
            {"amount": {"column": "无"}},
            spread={"columns": "(?P<year>20..)年", "into": "amount"},
        )
        fields = {"carrier": {"column": "品种"}}
        table = layout.tables[0].model_dump() | {"fields": fields}
        layout = mapping(tables=[table])
        sheet = grid(
            "表", ["企业", "品种", "2019年", "2020年", "2021年"], ["甲厂", "原煤", 5, "—", ""]
        )

        result = extracted(layout, sheet)

        assert [values(row) for row in result.rows] == [
            {"carrier": ("原煤", "B2"), "year": (2019, "C1"), "amount": (5, "C2")},
            {"carrier": ("原煤", "B2"), "year": (2021, "E1")},
        ]
        assert result.rows[1].values["amount"].cell == "E2"


class TestForms:
    def test_a_value_stands_behind_its_label_beside_it_or_below_labels_abreast(self):
        fields = {
            "township": {"label": "乡镇"},
            "address": {"label": "地址"},
            "industry_code": {"label": "行业代码"},
            "employees": {"label": "职工人数"},
        }
        sheet = grid(
            "表",
            ["企业名称：甲水泥有限公司  乡镇：城子镇"],
            ["地 址：", "", "一号"],
            ["行业代码", "职工人数"],
            ["3011", 25],
            merged="A2:B2",
        )

        result = extracted(of_form(fields), sheet)

        assert shown(result.subject) == {"name": ("甲水泥有限公司", "A1")}
        assert values(result.rows[0]) == {
            "township": ("城子镇", "A1"),
            "address": ("一号", "C2"),
            "industry_code": ("3011", "A4"),
            "employees": (25, "B4"),
        }

    @pytest.mark.parametrize(
        "rows",
        [
            [["营业收入（元）", 30000]],
            [["营业收入（元）：30000"]],
            [["营业收入", 30000, "元"]],
            [["单位：元"], ["营业收入", 30000]],
            [["营业收入", "3万元"]],
            [["营业收入", 3, "职工人数", 5]],
        ],
    )
    def test_a_number_of_a_form_is_in_the_unit_that_stands_with_it(self, rows):
        fields = {"revenue_10k_cny": {"label": "营业收入"}, "employees": {"label": "职工人数"}}

        result = extracted(of_form(fields), grid("表", ["企业名称", "甲厂"], *rows))

        assert result.rows[0].values["revenue_10k_cny"].value == 3

    def test_a_label_left_blank_is_sought_in_the_next_sheet(self):
        sheets = grid("目录", ["企业名称："]), grid("原煤", ["企业名称：甲厂"])

        assert shown(extracted(of_form(), *sheets).subject) == {"name": ("甲厂", "A1")}

    def test_the_next_label_is_never_taken_for_the_value(self):
        fields = {"address": {"label": "地址"}, "township": {"label": "乡镇"}}
        sheet = grid(
            "表", ["企业名称", "甲厂"], ["地址", "", "法定代表人", "某某"], ["乡镇", "", "注册资本"]
        )

        result = extracted(of_form(fields, ignore=["注册资本"]), sheet)

        assert result.rows == []
        assert codes(result) == {"contact_dropped": "C2"}

    @pytest.mark.parametrize(
        "cells",
        [
            ["填表日期", dt.datetime(2022, 6, 10)],
            ["填表日期：2022年6月10日"],
            ["填表日期：", "2022.6.10"],
            ["填表人：某某 填表日期：2022-06-10"],
            ["填表日期", 2022, "年", 6, "月", 10, "日"],
        ],
    )
    def test_the_day_it_was_filled_in_is_read_however_it_is_written(self, cells):
        result = extracted(of_form(filled_on="填表日期"), grid("表", ["企业名称", "甲厂"], cells))

        assert result.filled_on == dt.date(2022, 6, 10)

    @pytest.mark.parametrize(
        ("answer", "is_nil"), [("无", True), ("□有 ☑无", True), ("有", False), ("□有 □无", False)]
    )
    def test_a_nil_return_says_so_and_needs_no_tables(self, answer, is_nil):
        layout = of_form(nil={"有无生产线": ["无"]})
        table = {"target": "lines", "header": ["生产线编号"], "fields": {}}
        layout = mapping(**layout.model_dump() | {"tables": [table]})

        result = extracted(layout, grid("表", ["企业名称", "甲厂"], ["有无生产线", answer]))

        assert result.nil is is_nil
        assert ("table_not_found" in codes(result)) is not is_nil

    def test_a_form_without_a_name_is_reported(self):
        result = extracted(of_form(), grid("表", ["企业名称", ""]))

        assert codes(result) == {"subject_missing": ""}

    def test_a_label_of_a_table_is_no_label_of_the_form(self):
        layout = shipped("self-check-2019")
        sheet = grid(
            "表",
            ["一、产品产量"],
            ["编号", "产品名称", "单位"],
            ["", "", ""],
            ["1号窑", "企业名称", "x"],
        )

        assert extracted(layout, sheet).subject == {}


class TestPersons:
    def test_columns_of_persons_are_dropped_with_one_note(self):
        sheet = grid(
            "表",
            ["企业", "品种", "用量", "联系人", "手机号码"],
            ["甲厂", "原煤", 1, "某某", "13800000000"],
            ["负责人：某某", "", "", "", ""],
        )

        result = extracted(energy({"line_id": {"column": "联系人"}}), sheet)

        notes = [one for one in result.problems if one.code == "contact_dropped"]
        assert [(one.cell, one.message) for one in notes] == [
            ("D1", "有个人信息的栏目（联系人、手机号码、负责人），已略去，不读取也不保存。")
        ]
        assert [values(row) for row in result.rows] == [
            {"carrier": ("原煤", "B2"), "amount": (1, "C2")}
        ]

    def test_a_company_whose_name_holds_such_a_word_is_kept(self):
        sheet = grid("表", ["企业", "品种", "用量"], ["某某手机配件有限公司", "原煤", 1])

        result = extracted(energy(), sheet)

        assert shown(result.rows[0].subject) == {"name": ("某某手机配件有限公司", "A2")}

    def test_an_account_may_begin_like_a_telephone(self):
        sheet = monthly(*[1] * 12)
        sheet.rows[1][0] = "036012345678"

        result = extracted(months(), sheet)

        assert shown(result.rows[0].subject) == {"electricity_account": ("036012345678", "A2")}
        assert codes(result) == {}

    def test_a_number_of_a_person_in_free_text_is_dropped_with_a_problem(self):
        layout = energy({"line_id": {"column": "备注"}})
        sheet = grid("表", ["企业", "品种", "备注"], ["甲厂", "原煤", "电话：13800000000"])

        result = extracted(layout, sheet)

        assert "line_id" not in values(result.rows[0])
        dropped = [one for one in result.problems if one.code == "personal_dropped"]
        assert [(one.cell, one.value) for one in dropped] == [("C2", "***")]


TEXTS = [
    "企业名称", "企业名称：甲厂", "统一社会信用代码", "一、企业基本情况", "二、生产线", "三、产量", "四、能源消费",
    "户号", "户名", "用电地址", "1月", "2021年", "2021年用电量（单位：千瓦时）", "产品名称", "计量单位",
    "能源名称", "工业生产消费", "能源购进、消费与库存", "合计", "甲", "项目", "消费量总计", "本月", "注：某某",
    "联系人：某某", "—", "（）", "：", "/", "1,000", "万吨", "□有 ☑无", "填表日期：2022年2月31日", "①", "",
    "面积（亩）", "罚款金额（元）", "当事人", "处罚决定书文号", "违法事实", "\n", "0" * 400, "１２", "²",
]  # fmt: skip
CELLS = st.one_of(
    st.sampled_from(TEXTS),
    st.integers(-(10**18), 10**18),
    st.floats(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.just(ErrorCell("#REF!")),
    st.text(max_size=8),
)
AREAS = st.tuples(*[st.integers(-1, 14)] * 4)
GRIDS = st.builds(
    Grid,
    st.sampled_from(["自查表", "Sheet1", "原煤", "²"]),
    st.lists(st.lists(CELLS, max_size=14), max_size=14),
    st.lists(AREAS, max_size=5).map(tuple),
)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(GRIDS)
def test_no_sheet_whatever_it_holds_makes_extraction_fail(sheet):
    for layout in read_mappings():
        result = extract("某.xlsx", {sheet.name: sheet}, layout)
        assert all(
            found.sheet == sheet.name
            for row in result.rows
            for found in row.values.values()
            if found.cell
        )
    recognise({sheet.name: sheet}, read_mappings())


@settings(max_examples=50, deadline=None, derandomize=True)
@given(st.data())
def test_a_defaced_list_of_meters_never_gives_an_amount_that_is_not_in_it(data):
    rows = [
        ["2021年用电量", *[""] * 14],
        ["户号", "户名", "用电地址", *[f"{month}月" for month in range(1, 13)]],
        ["0700000001", "甲厂", "城子镇", *[10] * 12],
        ["0700000002", "乙厂", "城子镇", *[20] * 12],
    ]
    for _time in range(data.draw(st.integers(1, 4))):
        row, column = data.draw(st.integers(0, 3)), data.draw(st.integers(0, 14))
        rows[row][column] = data.draw(st.sampled_from(["", "—", "某", None, math.nan]))
    merged = (data.draw(st.tuples(*[st.integers(0, 14)] * 4)),) if data.draw(st.booleans()) else ()

    result = extract("电.xlsx", {"电": Grid("电", rows, merged)}, shipped("power-meters"))

    # Whatever is missing, a sum is of whole months of one meter: months times its monthly use.
    for row in result.rows:
        amount, count = row.values["amount"].value, row.values.get("months")
        assert amount == "" or amount in (10 * count.value, 20 * count.value)
