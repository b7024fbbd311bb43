"""Which mapping a file has the shape of."""

from grids import book, grid, mapping

from capacity_analysis.intake.layout.recognise import fitting, recognise, unrecognised


def layout(name, *labels, **more):
    return mapping(id=name, title=name, recognise={"labels": labels, **more})


METERS = layout("meters", "户号", "户名")
YEARLY = layout("yearly", "户号", "户名", "年用电量")


def test_the_mapping_with_the_most_labels_is_meant():
    sheet = grid("电", ["某某统计表"], ["户 号", "户名（全称）", "年用电量\n（千瓦时）"])

    assert recognise(book(sheet), [METERS, YEARLY]) is YEARLY
    assert recognise(book(sheet), [YEARLY, METERS]) is YEARLY


def test_all_labels_stand_in_one_sheet():
    sheets = grid("一", ["户号"]), grid("二", ["户名"])

    assert recognise(book(*sheets), [METERS]) is None


def test_two_mappings_that_tie_are_reported_and_none_is_taken():
    twin = layout("twin", "户名", "户号")
    sheet = book(grid("电", ["户号", "户名"]))

    assert recognise(sheet, [METERS, twin]) is None
    problem = unrecognised("电.xlsx", fitting(sheet, [METERS, twin]))
    assert problem.code == "ambiguous_layout"
    assert "meters（meters）、twin（twin）" in problem.message


def test_a_file_of_no_known_shape_is_reported():
    sheet = book(grid("电", ["别的"]))

    assert fitting(sheet, [METERS]) == []
    assert unrecognised("电.xlsx", []).code == "unknown_layout"


def test_a_label_may_have_a_number_in_front_and_several_spellings():
    form = layout("form", "企业名称", "社会信用代码|信用代码")

    assert recognise(book(grid("表", ["1、企业名称："], ["信用代码*"])), [form]) is form


def test_sheets_are_told_by_name_and_version_by_a_cell():
    form = layout("form", "企业名称", sheets=["自查*"], version="1.0")

    assert recognise(book(grid("自查表", ["企业名称"], ["1.0"])), [form]) is form
    assert recognise(book(grid("自查表", ["企业名称"], [1.0])), [form]) is form
    assert recognise(book(grid("自查表", ["企业名称"], ["1.1"])), [form]) is None


def test_a_form_is_told_by_its_version_where_its_sheet_has_another_name_or_a_section_is_gone():
    form = layout("form", "企业名称", "一、生产线", sheets=["自查*"], version="1.0")
    roster = layout("roster", "企业名称", "行业代码")

    assert recognise(book(grid("其他", ["企业名称"], ["一、生产线"], ["1.0"])), [form]) is form
    cut = book(grid("自查表", ["企业名称"], ["行业代码"], ["1.0"]))
    assert recognise(cut, [roster, form]) is form
    assert recognise(book(grid("自查表", ["1.0"])), [form]) is None
