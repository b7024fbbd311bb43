"""The folder as a county receives it: as many files as it says, messy, and nobody's data in it."""

import datetime as dt
import re
import shutil
import zipfile
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from python_calamine import CalamineWorkbook
from same_tables import assert_same_tables, true_ledger

from capacity_analysis import paths
from capacity_analysis.sheets.cells import as_text
from capacity_analysis.sheets.files import open_sheets
from tools.sample import returned, truth
from tools.sample.folder import corrections, write_folder
from tools.sample.story import district

FOLDER = paths.data() / "sample" / "intake"
RETURNS = sorted((FOLDER / "returns").iterdir())
WORKBOOKS = (".xlsx", ".xls", ".ods")
PERSONAL = re.compile(
    r"(?<!\d)1[3-9]\d{9}(?!\d)|(?<![\dA-Z])0\d{2,3}-?\d{7,8}(?!\d)|\d{6}(?:19|20)\d{9}[\dXx]|先生|女士"
)
CONTACT = re.compile(r"联系人|电话|联系方式|法定代表人|负责人|填表人|经办人")


@pytest.fixture(scope="module")
def rows():
    return truth.rows()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The folder made anew; workbooks in older formats are left as .xlsx of that name."""

    def copy(files):
        for source, target in files:
            shutil.copy(source, target)

    folder = tmp_path_factory.mktemp("intake")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(returned, "convert", copy)
        write_folder(folder)
    return folder


def sheets(path):
    book = CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def texts(path):
    """Return every filled cell of a file as text."""
    if path.suffix == ".csv":
        encoding = "gb18030" if path.name == "行政处罚清单.csv" else "utf-8-sig"
        return re.split(r"[,\r\n]+", path.read_text(encoding=encoding))
    if path.suffix not in WORKBOOKS:
        return []
    grids = open_sheets(path).grids.values()
    return [as_text(cell) for grid in grids for row in grid.rows for cell in row if cell != ""]


def parts(path):
    """Return a file's bytes, those of a zip unpacked: compression differs between builds of zlib."""
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return [(info.filename, info.date_time, archive.read(info)) for info in archive.infolist()]


def files(folder):
    return sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )


# --- how it is made -------------------------------------------------------------------------


def test_making_the_folder_again_gives_the_committed_files(made):
    assert files(made) == files(FOLDER)
    for name in files(FOLDER):
        if Path(name).suffix not in (".xls", ".ods"):
            assert parts(made / name) == parts(FOLDER / name), name


@pytest.mark.parametrize("suffix", [".xls", ".ods"])
def test_workbooks_in_older_formats_hold_the_cells_that_they_were_made_from(made, suffix, tmp_path):
    names = [name for name in files(FOLDER) if name.endswith(suffix)]
    assert names
    for name in names:
        source = shutil.copy(made / name, tmp_path / "source.xlsx")
        for sheet, grid in sheets(source).items():
            kept = sheets(FOLDER / name)[sheet]
            assert [row[: len(grid[0])] for row in kept[: len(grid)]] == grid, (name, sheet)


def test_the_folder_is_small_enough_to_be_committed():
    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 4_000_000


# --- what came back -------------------------------------------------------------------------


def test_there_are_159_files_of_the_kinds_that_offices_receive():
    assert len(RETURNS) == 159
    assert Counter(path.suffix for path in RETURNS) == {
        ".xlsx": 145, ".xls": 6, ".ods": 4, ".docx": 1, ".doc": 1, ".pdf": 1, ".jpg": 1}  # fmt: skip


def test_every_enterprise_but_three_has_a_file_that_bears_its_name():
    stems = [path.stem for path in RETURNS]
    absent = [
        one.number
        for one in district().enterprises
        if not any(one.name.removesuffix("有限公司") in stem for stem in stems)
    ]
    assert absent == [one.number for one in district().enterprises if one.outcome == "missing"]
    assert len(absent) == 3


def test_eight_enterprises_sent_a_second_form_that_says_something_else():
    plan = district().returns.resubmitted
    assert len(plan) == 8
    for number, suffix in plan.items():
        short = district().enterprises[number - 1].name.removesuffix("有限公司")
        second, first = sorted(
            (path for path in RETURNS if short in path.stem),
            key=lambda path: not path.stem.endswith(suffix),
        )
        days = [str(filled_on(path)) for path in (first, second)]
        assert days == sorted(days)
        assert days[0] != days[1]
        assert sheets(first)["自查表"] != sheets(second)["自查表"]


def filled_on(path):
    for row in sheets(path)["自查表"]:
        if row[0] == "填表日期":
            return next(cell for cell in row[1:] if cell != "")
    raise AssertionError(path)


def test_five_enterprises_say_that_they_have_no_line():
    said = Counter()
    for path in RETURNS:
        if path.suffix in WORKBOOKS:
            for row in sheets(path).get("自查表", ()):
                if "有无应报的生产线" in row:
                    answers = row[row.index("有无应报的生产线") + 1 :]
                    said[next((cell for cell in answers if cell), "")] += 1
    assert said["无"] == 5
    assert said[""] == len([one for one in district().enterprises if one.audit]) == 7
    assert said["有"] > 100


def test_one_form_is_of_an_enterprise_that_is_not_on_the_roster(rows):
    stranger = district().name + district().returns.stranger.name
    assert stranger not in {row["name"] for row in rows["enterprises"]}
    assert sum(stranger in texts(path) for path in RETURNS if path.suffix in WORKBOOKS) == 1


def test_what_a_correction_expects_stands_in_the_form_of_its_enterprise():
    assert len(corrections()) >= 10
    for row in corrections():
        number = int(row["enterprise_id"].removeprefix("91360499XN")[:6])
        short = district().enterprises[number - 1].name.removesuffix("有限公司")
        (path,) = (path for path in RETURNS if short in path.stem)
        found = {cell.removesuffix(".0") for cell in texts(path)}
        assert str(row["old_value"]) in found, row


def test_at_least_twelve_slips_were_seeded_and_some_are_left_for_the_checks():
    defects = district().defects
    assert len(defects) >= 12
    assert sum(not defect.correct for defect in defects) >= 4
    said = (paths.data() / "sample" / "README.md").read_text(encoding="utf-8")
    for defect in defects:
        name = district().enterprises[defect.enterprise - 1].name.removesuffix("有限公司")
        assert name in said, f"the slip of {name} is not described"


# --- the lists ------------------------------------------------------------------------------


def test_the_list_of_penalties_is_in_the_encoding_of_an_old_export():
    content = (FOLDER / "lists" / "行政处罚清单.csv").read_bytes()
    with pytest.raises(UnicodeDecodeError):
        content.decode("utf-8")
    assert "处罚决定书文号" in content.decode("gbk")


def test_the_list_of_parcels_begins_with_a_byte_order_mark(rows):
    content = (FOLDER / "lists" / "宗地.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    listed = pd.read_csv(FOLDER / "lists" / "宗地.csv", encoding="utf-8-sig")
    numbers = {row["parcel_no"] for row in rows["parcels"]}
    assert set(listed["不动产单元号"]) > numbers
    assert len(listed) == len(numbers) + 1


def test_the_months_of_every_meter_add_up_to_the_truth(rows):
    total = Counter()
    for sheet, grid in sheets(FOLDER / "lists" / "供电公司分户电量.xlsx").items():
        head = next(at for at, row in enumerate(grid) if "户号" in row)
        for row in grid[head + 1 :]:
            if str(row[1]).startswith("360499"):
                assert sum(row[4:16]) == row[16]
                total[row[1], int(sheet.removesuffix("年"))] = row[16]
    for row in rows["metered_energy"]:
        assert total[row["account"], row["year"]] == row["amount"]
    assert len(total) == len(rows["metered_energy"]) + len(district().years)


def test_lists_write_names_that_the_roster_does_not_have(rows):
    roster = {row["name"] for row in rows["enterprises"]}
    written = {name for path in (FOLDER / "lists").iterdir() for name in texts(path)}
    odd = {name for name in district().lists.written.values() if name in written}
    assert len(odd) >= 25
    assert not odd & roster


def test_a_person_has_confirmed_most_names_rejected_some_and_left_three_open(rows):
    book = pd.read_excel(FOLDER / "匹配确认.xlsx", sheet_name="匹配确认", engine="calamine")
    ids = {row["enterprise_id"] for row in rows["enterprises"]}
    assert Counter(book["决定"])["是"] > 50
    assert Counter(book["决定"])["否"] >= 2
    assert set(book["建议企业编号"]) <= ids
    assert set(book["确认单位"]) == {"示例区工信局"}
    undecided = {one.name for one in district().lists.undecided}
    assert len(undecided) == 3
    assert not undecided & set(book["名单上的名称"])
    listed = {name for path in (FOLDER / "lists").iterdir() for name in texts(path)}
    assert undecided <= listed


# --- nobody is meant ------------------------------------------------------------------------


def test_no_file_holds_a_number_or_a_name_of_a_person():
    for path in FOLDER.rglob("*"):
        for text in texts(path) if path.is_file() else ():
            assert not PERSONAL.search(text), (path.name, text)


def test_places_for_names_and_telephones_hold_words_only():
    for path in FOLDER.rglob("*"):
        if path.suffix not in WORKBOOKS:
            continue
        for grid in sheets(path).values():
            for row in grid:
                told = [str(cell) for cell in row if cell != ""]
                for text in told:
                    if CONTACT.search(text) and len(text) < 12:
                        assert not re.search(r"\d", text), (path.name, text)
                        rest = text.partition("：")[2].removesuffix("。")
                        assert rest in ("", "见附件", "联系方式见附件"), (path.name, text)


# --- the comparison -------------------------------------------------------------------------


def test_the_comparison_takes_the_truth_for_the_truth_and_nothing_else(tmp_path):
    true, _path = true_ledger(tmp_path)
    assert_same_tables(true, true)
    changed = {**true.tables, "energy": true["energy"].assign(year=2020)}
    with pytest.raises(AssertionError, match=r"^energy: \d+ rows missing"):
        assert_same_tables(_with(true, changed), true)
    swapped = {**true.tables, "lines": true["lines"].iloc[::-1]}
    with pytest.raises(AssertionError, match="lines: not in the order"):
        assert_same_tables(_with(true, swapped), true)


def _with(ledger, tables):
    import dataclasses

    return dataclasses.replace(ledger, tables=tables)


def test_the_roster_says_for_which_day_and_district_it_was_drawn_up():
    guide = {row[0]: row[1] for row in sheets(FOLDER / "应查名录.xlsx")["说明"]}
    assert guide["数据截至"] == dt.date(2022, 9, 10)
    assert (guide["地区"], guide["是否虚构"]) == ("示例区", "是")
