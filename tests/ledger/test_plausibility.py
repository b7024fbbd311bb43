"""What a line uses for its product is compared with the other lines of the product."""

import pytest
from workbooks import CODE, codes_of, good_sheets, with_rows

CLINKER = "水泥熟料"


def kilns(*amounts, product=CLINKER, scope="", flow="", outputs=None, years=(2021,)):
    """Return a workbook of further kilns with 80万吨 each, and so much electricity in 万千瓦时."""
    sheets = good_sheets()
    for number, amount in enumerate(amounts, 2):
        line = {"enterprise_id": CODE, "line_id": f"{number}号窑"}
        sheets = with_rows("lines", line | {"product_id": product, "status": "在产"}, sheets=sheets)
        for year in years:
            output = (outputs or {}).get(number, 80)
            made = {"year": year, "product_id": product, "output": output, "output_unit": "万吨"}
            used = {"year": year, "carrier": "电力", "amount": amount, "amount_unit": "万千瓦时",
                    "scope": scope, "flow": flow}  # fmt: skip
            sheets = with_rows("production", line | made, sheets=sheets)
            sheets = with_rows("energy", line | used, sheets=sheets)
    return sheets


def doubted(sheets):
    return [where for code, where in codes_of(sheets) if code == "implausible_intensity"]


# The kiln of the good workbook uses 13,500万千瓦时 for 246万吨 in three years, 54.9 kWh a tonne.


@pytest.mark.parametrize(
    ("amount", "wrong"),
    # 4390 for 80万吨 are 54.9 too; a thousandth of that is 4.39, and a thousand times 4,390,000.
    [(4390, False), (4.4, False), (4.3, True), (4_300_000, False), (4_400_000, True)],
)
def test_of_three_lines_the_one_a_thousand_times_apart_is_shown(amount, wrong):
    assert doubted(kilns(4390, amount)) == (["能源!F8"] if wrong else [])


def test_of_two_lines_either_may_have_slipped():
    assert doubted(kilns(0.44)) == ["能源!F2", "能源!F7"]


def test_a_line_that_slipped_in_all_its_years_is_shown_once():
    assert doubted(kilns(4390, 0.44, years=(2019, 2020, 2021))) == ["能源!F10"]


def test_lines_of_other_products_and_lines_without_output_are_compared_with_nothing():
    assert doubted(kilns(0.44, product="水泥")) == []
    assert doubted(kilns(4390, 0.44, outputs={3: 0})) == []


def test_only_what_a_line_itself_used_counts():
    assert doubted(kilns(4390, 0.44, flow="外供")) == []


def test_a_good_workbook_is_plausible():
    assert doubted(good_sheets()) == []


def test_a_line_of_several_products_in_a_year_has_no_intensity():
    sheets = kilns(4390, 0.44)
    assert doubted(sheets) != []
    cement = {"enterprise_id": CODE, "line_id": "3号窑", "year": 2021, "product_id": "水泥",
              "output": 80, "output_unit": "万吨"}  # fmt: skip
    assert doubted(with_rows("production", cement, sheets=sheets)) == []
