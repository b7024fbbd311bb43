"""What is read although it was not written as it should be is noted, once for a column."""

import datetime as dt

import pytest
from workbooks import changed, codes_of, good_sheets, ledger_of, problems_of, with_rows


def test_a_note_names_the_first_cell_and_up_to_five_more():
    sheets = good_sheets()
    for row in sheets["产量"][1:]:
        row[4] = str(row[4])
    (found,) = problems_of(sheets)
    assert (found.code, found.severity, found.cell) == ("number_as_text", "note", "E2")
    assert found.message.endswith("已按数读取，同样的还有E3、E4、E5。")
    rows = [{"enterprise_id": f"E{at}", "name": "厂", "industry_code": "3041", "employees": "5"}
            for at in range(8)]  # fmt: skip
    (found,) = problems_of(with_rows("enterprises", *rows))
    assert found.cell == "G4"
    assert found.message.endswith("，同样的还有G5、G6、G7、G8、G9等7格。")


@pytest.mark.parametrize(
    ("address", "cell", "codes"),
    [
        ("企业!C2", "甲水泥有限公司 ", ["stray_space"]),
        ("企业!C2", "\u200b甲水泥有限公司", ["stray_space"]),
        ("企业!C2", "甲 水泥有限公司", []),  # blanks within a name are the name's
        ("企业!E3", "３０４１", ["full_width"]),
        ("企业!E3", "３０４１ ", ["stray_space", "full_width"]),
        ("企业!G2", "３２０", ["number_as_text"]),
        ("企业!G2", " 320 ", ["number_as_text"]),
        ("企业!H2", "56,000", ["number_as_text"]),
        ("产量!B2", "1号\u00a0窑", ["stray_space"]),
        ("产量!C2", "２０１９", ["full_width"]),
        ("产量!C2", "2019", []),  # a year as text is a year
        ("产量!F2", "万 吨", ["stray_space"]),
        ("产量!D2", "水泥熟料\n", ["stray_space"]),
        ("生产线!H2", "2012-05", []),  # the template keeps months as text
        ("生产线!G2", "在产　", ["stray_space"]),
        ("企业!F2", " 是", ["stray_space"]),
        ("企业!K2", "", []),
        ("企业!K2", "   ", []),
    ],
)
def test_each_way_of_writing_has_its_note(address, cell, codes):
    assert codes_of(changed((address, cell))) == [(code, address) for code in codes]
    read, good = (ledger_of(sheets) for sheets in (changed((address, cell)), good_sheets()))
    for name in good.tables:
        if address != "企业!C2":
            assert read[name].equals(good[name])


def test_a_number_as_text_that_is_none_is_an_error_and_no_note():
    assert codes_of(changed(("企业!G2", "320人"))) == [("not_a_number", "企业!G2")]


@pytest.mark.parametrize("text", ["2021-01-01", "2021年1月1日", "2021/1/1", "２０２１.1.1"])
def test_a_day_as_text_is_read_and_noted(text):
    sheets = changed(("产量!G4", text), ("产量!H4", dt.date(2021, 12, 31)))
    assert codes_of(sheets) == [("date_as_text", "产量!G4")]
    assert ledger_of(sheets)["production"]["full_year"].iloc[2]


def test_an_id_of_unseen_marks_alone_is_blank():
    assert ("missing_value", "产量!B2") in codes_of(changed(("产量!B2", "\u200e")))


def test_a_wrong_id_in_many_rows_is_one_problem_of_each_table():
    wrong = [(f"{sheet}!A{row}", "丙") for sheet, rows in (("产量", (2, 3, 4)), ("能源", (2, 3, 4, 5)))
             for row in rows]  # fmt: skip
    found = problems_of(changed(*wrong))
    assert [(one.code, f"{one.sheet}!{one.cell}") for one in found] == [
        ("orphan_key", "产量!A2"), ("orphan_key", "能源!A2"),
    ]  # fmt: skip
    assert found[0].message == "“企业”表中没有编号“丙”，同样的还有A3、A4。"
    assert found[1].message == "“企业”表中没有编号“丙”，同样的还有A3、A4、A5。"


def test_two_wrong_ids_are_two_problems():
    assert codes_of(changed(("产量!A2", "丙"), ("产量!A3", "丁"))) == [
        ("orphan_key", "产量!A2"), ("orphan_key", "产量!A3"),
    ]  # fmt: skip
