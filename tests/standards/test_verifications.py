"""Rows that somebody checked against the official text: recorded, applied, and given up when they change."""

import csv
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from capacity_analysis.errors import InputError, UsageError
from capacity_analysis.standards import (
    Standards,
    add_verification,
    read_verifications,
    verification,
)
from capacity_analysis.standards.verifications import COLUMNS, row_digest

FIXTURES = Path(__file__).parent / "fixtures"
DOCUMENT = "levels-2021"
DAY = date(2022, 7, 1)


@pytest.fixture(scope="module")
def sound():
    return Standards.load(FIXTURES / "sound")


def checked(store, row="t-002", **changes):
    options = {"by": "区发改委", "against": "官方附表第3页", "on": DAY} | changes
    return verification(store.document(DOCUMENT), row, **options)


def confidence(store, row="t-002"):
    return store.document(DOCUMENT).row(row)[1]["confidence"]


# --- the record ------------------------------------------------------------------------------------


def test_a_record_names_the_row_its_content_the_department_the_text_and_the_day(sound):
    record = checked(sound)
    assert (record.document, record.row_id) == (DOCUMENT, "t-002")
    assert (record.by, record.against, record.verified_on) == ("区发改委", "官方附表第3页", DAY)
    assert record.digest == row_digest(sound.document(DOCUMENT).row("t-002")[1])


@pytest.mark.parametrize("row", ["t-009", ""])
def test_a_row_that_there_is_not_cannot_be_checked(sound, row):
    with pytest.raises(UsageError, match="没有编号为"):
        checked(sound, row)


def test_an_open_row_has_no_value_to_check(sound):
    with pytest.raises(UsageError, match=r"t-003 没有数值"):
        checked(sound, "t-003")


@pytest.mark.parametrize("text", ["", " ", "=1+1", "@x", "a\nb", "a\x1b[2J", "附表 "])
def test_what_would_run_in_a_spreadsheet_or_says_nothing_is_refused(sound, text):
    with pytest.raises(UsageError, match="against"):
        checked(sound, against=text)


def test_the_digest_is_of_what_the_row_decides():
    row = {"row_id": "a", "baseline": 117.0, "unit": "kgce/t", "remark": "", "source": "s"}
    told = row | {"remark": "备注", "source": "另一来源", "confidence": "recalled"}
    assert row_digest(told) == row_digest(row)
    for change in ({"baseline": 117.1}, {"unit": "kgoe/t"}, {"row_id": "b"}, {"baseline": None}):
        assert row_digest(row | change) != row_digest(row)


def test_a_column_that_a_kind_gains_leaves_records_as_they_are():
    row = {"row_id": "a", "baseline": 117.0}
    assert row_digest(row | {"also_products": "", "level_1": None}) == row_digest(row)


def test_a_text_and_a_number_of_the_same_digits_are_told_apart():
    assert row_digest({"code": "1"}) != row_digest({"code": 1.0})


# --- the file --------------------------------------------------------------------------------------


def test_records_are_added_behind_those_that_stand_in_the_file(sound, tmp_path):
    file = tmp_path / "verifications.csv"
    first, second = checked(sound, "t-001"), checked(sound, "t-002", against='附表"，第4页')
    add_verification(file, first)
    add_verification(file, second)
    assert read_verifications(file) == (first, second)
    assert [path.name for path in tmp_path.iterdir()] == ["verifications.csv"]
    with file.open(encoding="utf-8-sig", newline="") as written:
        rows = list(csv.reader(written))
    assert rows[0] == ["document", "row_id", "digest", "by", "against", "verified_on"]
    assert rows[1] == [DOCUMENT, "t-001", first.digest, "区发改委", "官方附表第3页", "2022-07-01"]


def test_a_file_that_a_spreadsheet_saved_again_is_read(sound, tmp_path):
    record = checked(sound)
    line = [*map(str, (record.document, record.row_id, record.digest, record.by, record.against))]
    text = ",".join(COLUMNS) + "\r\n" + ",".join([*line, "2022/7/1"]) + "\r\n,,,,,\r\n"
    for encoding in ("gb18030", "utf-8", "utf-8-sig"):
        file = tmp_path / encoding
        file.write_bytes(text.encode(encoding))
        assert read_verifications(file) == (record,)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda line: line[:-1], "第2行：应有6格，实有5格"),
        (lambda line: [*line[:-1], "2022-13-01"], "第2行：verified_on 不是日期"),
        (lambda line: [*line[:2], "sha256:0", *line[3:]], "第2行：digest 不是"),
        (lambda line: [*line[:3], "", *line[4:]], "第2行：by 空着"),
        (lambda line: [*line[:4], "=HYPERLINK(1)", line[5]], "第2行：against 的写法不行"),
    ],
)
def test_a_line_with_a_defect_is_refused_by_its_number(sound, tmp_path, spoil, fault):
    file = tmp_path / "verifications.csv"
    add_verification(file, checked(sound))
    with file.open(encoding="utf-8-sig", newline="") as written:
        header, line = csv.reader(written)
    with file.open("w", encoding="utf-8", newline="") as spoilt:
        csv.writer(spoilt).writerows([header, spoil(line)])
    with pytest.raises(InputError, match=fault):
        read_verifications(file)


@pytest.mark.parametrize("content", ["", "文件,行\n", "\n"])
def test_a_file_of_another_shape_is_refused_and_not_written_over(sound, tmp_path, content):
    file = tmp_path / "verifications.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(InputError, match="第一行应是 document,row_id"):
        add_verification(file, checked(sound))
    assert file.read_text(encoding="utf-8") == content


# --- what it does ----------------------------------------------------------------------------------


def test_a_row_that_was_checked_is_verified_and_others_are_as_they_were(sound):
    store = sound.verified([checked(sound)])
    assert confidence(sound) == "cross_checked"
    assert confidence(store) == "verified"
    assert confidence(store, "t-003") == "open"
    assert store.document(DOCUMENT).table("benchmark_levels")["confidence"].tolist() == [
        "verified", "verified", "open",
    ]  # fmt: skip
    assert store.verifications == (checked(sound),)
    assert store.warnings == ()


def test_rows_in_force_carry_the_new_mark(sound):
    rows = sound.verified([checked(sound)]).rows_in_force("benchmark_levels", DAY, ["000000"])
    assert rows.table.set_index("row_id").loc["t-002", "confidence"] == "verified"


def test_the_store_has_another_digest_with_each_record_that_holds(sound):
    one, two = checked(sound, "t-001"), checked(sound, "t-002")
    stores = [sound, sound.verified([one]), sound.verified([two]), sound.verified([one, two])]
    assert len({store.digest for store in stores}) == 4
    assert sound.verified([two, one]) == sound.verified([one, two])
    assert sound.verified([]) == sound


def test_a_record_of_another_content_leaves_the_row_unsure_and_is_told(sound):
    stale = replace(checked(sound), digest="sha256:" + "0" * 16)
    store = sound.verified([stale])
    assert confidence(store) == "cross_checked"
    assert store == sound
    assert store.warnings == (
        "levels-2021 t-002：2022-07-01由区发改委核实，此后这一行的内容已改，核实不再有效，请重新核对。",
    )


def test_a_row_that_was_checked_again_after_a_change_is_verified_without_a_warning(sound):
    stale = replace(checked(sound), digest="sha256:" + "0" * 16)
    again = checked(sound, on=date(2022, 8, 1))
    store = sound.verified([stale, again])
    assert (confidence(store), store.warnings) == ("verified", ())
    assert store.verifications == (again,)


@pytest.mark.parametrize(
    "changes", [{"document": "levels-2012"}, {"row_id": "t-009"}, {"row_id": "t-003"}]
)
def test_a_record_of_a_row_that_is_gone_or_lost_its_value_is_told(sound, changes):
    store = sound.verified([replace(checked(sound), **changes)])
    assert store == sound
    (warning,) = store.warnings
    assert warning.endswith("现在没有收录这一行或它没有数值。")


def test_a_source_that_is_corrected_leaves_the_check_valid_and_a_number_does_not(tmp_path, sound):
    import shutil

    copy = Path(shutil.copytree(FIXTURES / "sound", tmp_path / "copy"))
    file = copy / DOCUMENT / "levels.csv"
    text = file.read_text("utf-8")
    file.write_text(text.replace("测试来源,cross_checked", "公报,cross_checked"), "utf-8")
    assert confidence(Standards.load(copy).verified([checked(sound)])) == "verified"
    file.write_text(text.replace("-30,-10", "-30,-12"), "utf-8")
    changed = Standards.load(copy).verified([checked(sound)])
    assert confidence(changed) == "cross_checked"
    assert len(changed.warnings) == 1
