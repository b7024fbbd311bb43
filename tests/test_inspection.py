"""What a check sees beyond the cells of a workbook: files of evidence, and texts that name equipment."""

import pytest
from workbooks import CODE, changed, good_sheets, with_rows

from capacity_analysis import inspection
from capacity_analysis.errors import UsageError
from capacity_analysis.ledger.workbook import inspect_sheets

VOLUME, NEW_DRY = "有效容积（立方米）", "新型干法水泥回转窑（预热器窑、窑外分解窑）"


def ledger_of(sheets):
    reading = inspect_sheets("ledger.xlsx", sheets)
    assert reading.ledger is not None, reading.problems
    return reading.ledger


def read(*changes, sheets=None):
    """Return what texts are read as, (code, cell, message), with specifications of no equipment blank."""
    sheets = (
        changed(("生产线!C3", ""), ("生产线!J2", ""), ("生产线!J3", ""), *changes)
        if sheets is None
        else sheets
    )
    found = inspection.equipment_in_words(ledger_of(sheets))
    return [(one.code, f"{one.sheet}!{one.cell}", one.message) for one in found]


def codes(*changes, **told):
    return [one[:2] for one in read(*changes, **told)]


def blank():
    return changed(("生产线!C3", ""), ("生产线!J2", ""), ("生产线!J3", ""))


def device(**told):
    return {"enterprise_id": CODE, "line_id": "1号窑", "equipment_id": "1#"} | told


# --- equipment in words -----------------------------------------------------------------------


def test_a_text_that_names_one_type_and_number_is_noted_with_both():
    code, cell, message = read(("生产线!J2", "450立方高炉"))[0]
    assert (code, cell) == ("equipment_read", "生产线!J2")
    assert "炼铁高炉" in message
    assert "有效容积（立方米）450" in message


def test_a_text_that_names_several_types_is_a_warning_with_all_of_them():
    code, cell, message = read(("生产线!J2", "Φ3.2×52m 回转窑"))[0]
    assert (code, cell) == ("equipment_ambiguous", "生产线!J2")
    assert NEW_DRY in message
    assert "湿法窑" in message


def test_a_text_that_names_nothing_known_is_a_warning():
    assert codes(("生产线!J2", "成套设备")) == [("equipment_unknown", "生产线!J2")]


def test_one_text_in_many_rows_is_one_problem_that_names_the_cells():
    found = read(("生产线!J2", "450立方高炉"), ("生产线!J3", "450立方高炉"))
    assert [one[:2] for one in found] == [("equipment_read", "生产线!J2")]
    assert "同样的还有J3" in found[0][2]


def test_where_the_table_of_equipment_says_more_the_text_of_the_line_is_not_read():
    sheets = with_rows("equipment", device(equipment_type="炼铁高炉"), sheets=blank())
    assert codes(sheets=sheets) == []


def test_a_device_without_a_type_is_read_from_its_name():
    sheets = with_rows("equipment", device(name="450立方米高炉"), sheets=blank())
    assert codes(sheets=sheets) == [("equipment_read", "设备!D2")]


def test_a_value_that_is_taken_from_the_name_of_a_typed_device_is_noted():
    row = device(name="450立方米高炉", equipment_type="炼铁高炉")
    assert codes(sheets=with_rows("equipment", row, sheets=blank())) == [
        ("equipment_read", "设备!D2")
    ]
    row |= {"attribute": VOLUME, "value": 450}
    assert codes(sheets=with_rows("equipment", row, sheets=blank())) == []


def test_a_name_that_contradicts_the_value_beside_it_is_a_warning():
    row = device(name="450立方米高炉", equipment_type="炼铁高炉", attribute=VOLUME, value=380)
    sheets = with_rows("equipment", row, sheets=blank())
    assert codes(sheets=sheets) == [("equipment_ambiguous", "设备!D2")]


def test_equipment_that_is_gone_is_not_read():
    assert codes(("生产线!J2", "450立方高炉"), ("生产线!G2", "已退出")) == []


def test_without_a_day_nothing_is_in_use():
    assert codes(("生产线!J2", "450立方高炉"), ("说明!B2", "")) == []


def test_a_ledger_without_lines_names_no_equipment():
    sheets = {
        name: rows[:1] if name in ("生产线", "产量", "能源") else rows
        for name, rows in good_sheets().items()
    }
    assert codes(sheets=sheets) == []


# --- files of evidence ------------------------------------------------------------------------


def evidence(*files, **told):
    rows = [
        {"enterprise_id": CODE, "line_id": "1号窑", "phase": phase, "kind": "照片", "file": name}
        | told
        for name, phase in files
    ]
    return ledger_of(with_rows("evidence", *rows))


def test_each_file_that_is_not_as_told_is_a_problem_at_its_cell(tmp_path):
    (tmp_path / "前.jpg").write_bytes(b"one")
    (tmp_path / "后.jpg").write_bytes(b"one")
    ledger = evidence(("前.jpg", "退出前"), ("后.jpg", "拆除后"), ("中.jpg", "拆除中"))
    found = inspection.files_of_evidence(ledger, tmp_path)
    assert [(one.code, one.cell, one.value) for one in found] == [
        ("evidence_repeated", "E2", "前.jpg"),
        ("evidence_repeated", "E3", "后.jpg"),
        ("evidence_missing", "E4", "中.jpg"),
    ]
    assert "第3行" in found[0].message


def test_an_altered_file_is_a_problem(tmp_path):
    (tmp_path / "前.jpg").write_bytes(b"two")
    found = inspection.files_of_evidence(evidence(("前.jpg", "退出前"), sha256="0" * 64), tmp_path)
    assert [one.code for one in found] == ["evidence_altered"]


def test_a_link_out_of_the_folder_is_a_problem(tmp_path):
    (tmp_path / "资料").mkdir()
    (tmp_path / "别处.jpg").write_bytes(b"one")
    (tmp_path / "资料" / "前.jpg").symlink_to(tmp_path / "别处.jpg")
    found = inspection.files_of_evidence(evidence(("前.jpg", "退出前")), tmp_path / "资料")
    assert [one.code for one in found] == ["unsafe_path"]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="没有文件夹"):
        inspection.files_of_evidence(evidence(), tmp_path / "无")


def test_a_ledger_without_evidence_has_no_problem_of_files(tmp_path):
    assert inspection.files_of_evidence(ledger_of(good_sheets()), tmp_path) == []
