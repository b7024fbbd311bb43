"""An explanation as text: the order of its steps, its width, and nothing that is not in the steps."""

import unicodedata

import pytest
from explained_cases import AFTER_ALL_LIMITS, with_conditions

from capacity_analysis.explanation import as_text
from capacity_analysis.explanation.numbers import cells, folded

TITLES = ["一、生产线", "二、产量", "三、能源", "四、单位能耗的计算", "五、适用的标准", "六、比较和结论",
          "七、换一个版本或日期", "八、装备", "九、目录条目", "十、各项依据的排查结果", "十一、处置建议",
          "十二、核对提示"]  # fmt: skip


def flat(text):
    """The text without blanks and the ends of its lines."""
    return "".join(text.split())


@pytest.fixture(scope="module")
def text(explain):
    return as_text(explain("E2"))


def test_the_steps_stand_in_the_order_of_a_check(text):
    assert [row for row in text.splitlines() if row in TITLES] == TITLES


def test_the_sum_and_the_division_are_written_out(text):
    assert "115002300 + 6882400 = 121884700千克标准煤" in text
    assert "121884700 ÷ 950000 = 128.299684千克标准煤/吨" in text


def test_a_cell_a_coefficient_and_its_row_stand_together(text):
    assert "能源!F4" in text
    assert "161000000 × 0.7143 = 115002300千克标准煤" in text
    assert "行raw_coal" in text


def test_a_correction_tells_the_wording_the_cell_and_the_move(corrected_limits):
    text = flat(as_text(corrected_limits[0]))
    assert "工况!E2" in text
    assert "算式：3.61×（62−58），高于62的不加，最多计5点" in text
    assert "入炉品位（%）58：+14.44" in text
    assert "3级（限定值）415.9→430.34" in text


def test_no_line_is_wider_than_a_hundred_columns_but_for_what_is_copied_whole(text):
    wide = [row for row in text.splitlines() if cells(row) > 100]
    assert all("http" in row or "standards verify" in row for row in wide)


def test_a_suggestion_says_that_the_government_decides(text):
    assert "以上是建议；是否处置、如何处置由有权机关依法决定。" in text


def test_a_negative_part_of_a_sum_stands_in_brackets(explain):
    def export(tables):
        tables["energy"].append(
            {"enterprise_id": "E2", "line_id": "1号线", "year": 2021, "carrier": "electricity",
             "flow": "exported", "amount": 100.0, "amount_unit": "万千瓦时"}
        )  # fmt: skip

    # 1,000,000 kWh x 0.1229 = 122,900 kgce.
    text = as_text(explain("E2", export))
    assert "115002300 + 6882400 + （−122900） = 121761800千克标准煤" in text


def test_folding_keeps_numbers_whole_and_starts_no_line_with_a_closing_mark():
    rows = list(folded("折标准煤系数0.7143千克标准煤/千克，已核实。" * 9, 4, width=40))
    assert all(cells(row) <= 40 for row in rows)
    assert "".join(row.strip() for row in rows) == "折标准煤系数0.7143千克标准煤/千克，已核实。" * 9
    assert not any(unicodedata.category(row.strip()[0]) in ("Pe", "Po") for row in rows)
    assert sum("0.7143" in row for row in rows) == 9


def test_the_power_of_a_phosphorus_furnace_is_written_as_its_formula(explain):
    def furnace(tables):
        with_conditions(
            "E3", charge_p2o5_percent=25.0, charge_fe2o3_percent=1.5, charge_co2_percent=3.0
        )(tables)
        for table in ("lines", "production"):
            for row in tables[table]:
                if row["enterprise_id"] == "E3":
                    row["product_id"] = "yellow_phosphorus"

    text = as_text(explain("E3", furnace, AFTER_ALL_LIMITS))
    assert "170000÷（25−0.5）+（7750÷（25−8）−76）×1.5" in flat(text)
