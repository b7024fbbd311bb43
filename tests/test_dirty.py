"""Every kind of problem has a file with that one defect, and a page that says how to mend it."""

import dataclasses
import zipfile
from pathlib import Path

import pytest

from capacity_analysis import inspection
from capacity_analysis.ledger import KINDS, Problem
from capacity_analysis.ledger.kinds.levels import LEVELS
from tools.problems import dirty, pages
from tools.problems.book import changed, place_of, position, sheet_of, shown, write_book
from tools.problems.cases import Case, base, cases
from tools.problems.places import of_case, place_expected, place_of_problem

CASES = list(cases().values())
LARGEST_FOLDER = 2_000_000
LONGEST_VALUE = 80  # of a cell, as a problem shows it

# Kinds of which nothing makes a problem yet; each leaves this list as soon as something does.
UNRAISED: set[str] = set()

# What the checks of a ledger as a whole look at: many cases differ in other tables alone.
LOOKED_AT = {
    "unit_energies_beyond_levels": (
        "enterprises", "lines", "production", "energy", "shares", "conditions", "metered_energy",
        "comparisons", "returns", "sources", "origins",
    ),
    "equipment_in_words": ("lines", "equipment", "equipment_parameters"),
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def ledgers_that_hold_the_same_are_checked_as_a_whole_once():
    """Let a check give what it gave for a ledger whose tables that it looks at held the same."""
    with pytest.MonkeyPatch.context() as patch:
        for name, tables in LOOKED_AT.items():
            patch.setattr(inspection, name, once(getattr(inspection, name), tables))
        yield


def once(check, tables):
    """Return a check that is given some tables alone, and the same ones once."""
    found = {}

    def checked(ledger, *others):
        # Without its other tables: a check that looked at one of them would fail.
        seen = {name: ledger[name] for name in tables}
        columns = {name: ledger.sources[name] for name in tables}
        bare = dataclasses.replace(ledger, file="", tables=seen, sources=columns)
        cells = [(one.to_dict("list"), one.dtypes.to_dict()) for one in seen.values()]
        outcomes = ledger.correction_outcomes.to_dict("list")
        key = repr((cells, columns, outcomes, ledger.data_as_of, others))
        if key not in found:
            found[key] = check(bare, *others)
        return [dataclasses.replace(one, file=ledger.file) for one in found[key]]

    return checked


def by_code(*, raised: bool = False):
    """Return the cases as parameters; those of one kind go to one worker, which reads the file once."""
    marks = {case.code: [pytest.mark.xdist_group(case.code)] for case in CASES}
    for code in UNRAISED if raised else ():
        marks[code].append(pytest.mark.xfail(strict=True, reason="nothing makes this problem yet"))
    return pytest.mark.parametrize(
        "case", [pytest.param(case, id=case.code, marks=marks[case.code]) for case in CASES]
    )


def contents(path: Path) -> dict[str, bytes]:
    """Return the bytes of a file or of all files of a folder, if any; of an archive, of its parts."""
    if not path.exists():
        return {}
    if path.is_dir():
        files = [one for one in sorted(path.rglob("*")) if one.is_file()]
        return {
            f"{one.relative_to(path)}!{part}": data
            for one in files
            for part, data in contents(one).items()
        }
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    return {"": path.read_bytes()}


def value_expected(case: Case) -> str | None:
    """Return the value that must be shown: what the case says, else the text of the cell.

    Of a file that can't be read the value is a detail for programmers: any.
    """
    if case.value is not None or case.made:
        return case.value
    if case.at.count("!") != 1 + case.is_folder:
        return ""
    file, sheet, cell = place_of(case.at)
    text = shown(case.dirty()[file][sheet].get(position(cell)))
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def complaints(case: Case, problems: tuple[Problem, ...]) -> list[str]:
    """Return what does not hold of the problems found in a case's file; nothing where all does."""
    mine = of_case(case, problems)
    place, value = place_expected(case), value_expected(case)
    seen = [(place_of_problem(case, one), one.value) for one in mine]
    codes = [one.code for one in problems]
    said = [f"unexpected {code}" for code in codes if code not in (case.code, *case.also)]
    said += [f"no {code}" for code in case.also if code not in codes]
    if not any(at == place and value in (None, shown_value) for at, shown_value in seen):
        said.append(f"expected {value!r} at {place}, found {seen}")
    if len(mine) != case.times:
        said.append(f"reported {len(mine)} times, not {case.times}")
    severities = {KINDS[case.code].severity, *(["warning"] if case.is_folder else [])}
    if not {one.severity for one in mine} <= severities:
        said.append("of another severity")
    return said


def write_mended(folder: Path, case: Case) -> Path:
    """Write what an analyst makes of the file or folder, and return its path."""
    if case.is_folder:
        dirty.write_files(folder / case.code, case.mended())
        return folder / case.code
    path = folder / f"{case.code}.xlsx"
    dirty.write_ledger(path, case.mended())
    return path


def test_every_kind_has_exactly_one_case():
    assert sorted(cases()) == sorted(KINDS)


def test_the_ledger_that_the_cases_change_is_without_a_defect(tmp_path):
    path = tmp_path / "good.xlsx"
    good = {name: sheet_of(rows) for name, rows in base()["ledger"].items()}
    write_book(path, good)
    assert dirty.problems_of(path) == []


def test_the_folder_that_the_cases_change_is_without_a_defect(tmp_path):
    every = [name for name in base()["folder"] if name != "returns/旧表.xlsx"]  # 甲水泥 again
    case = Case(
        code="-", title="-", why="-", causes="-", how="-", given=every[1:], defect=[{"remove": []}]
    )
    dirty.write_files(tmp_path / "in", case.good())
    assert dirty.problems_of(tmp_path / "in") == []


@by_code(raised=True)
def test_the_file_has_its_own_problem_at_its_own_cell_and_no_other(case):
    assert complaints(case, dirty.reported(case.code)) == []


@by_code()
def test_what_an_analyst_changes_after_the_message_leaves_no_problem(case, tmp_path):
    if not case.is_folder and not case.beside and case.code not in LEVELS:
        assert dirty.problems_of_cells(f"{case.code}.xlsx", case.mended()[""]) == []
        return
    path = write_mended(tmp_path, case)
    assert dirty.problems_of(path, against_levels=case.code in LEVELS) == []


@by_code()
def test_the_file_is_what_the_case_makes__run_make_dirty(case, tmp_path):
    if case.is_shipped:
        made = dirty.write(tmp_path, case)
        shipped = dirty.FOLDER / dirty.name_of(case)
        assert contents(made) == contents(shipped)
        assert contents(dirty.beside(made)) == contents(dirty.beside(shipped))


@by_code()
def test_the_page_says_what_the_tool_says__run_make_problems(case):
    page = (pages.FOLDER / f"{case.code}.md").read_text(encoding="utf-8")
    assert page == pages.page(case.code)


def test_the_index_lists_every_kind__run_make_problems():
    assert (pages.FOLDER / "README.md").read_text(encoding="utf-8") == pages.index()
    assert {one.stem for one in pages.FOLDER.glob("*.md")} == {*KINDS, "README"}


def test_there_are_no_other_files_and_they_are_small():
    names = {dirty.name_of(case) for case in CASES if case.is_shipped}
    names |= {dirty.beside(Path(dirty.name_of(case))).name for case in CASES if case.beside}
    assert {one.name for one in dirty.FOLDER.iterdir()} == {*names, "README.md"}
    files = [one for one in dirty.FOLDER.rglob("*") if one.is_file()]
    assert sum(one.stat().st_size for one in files) < LARGEST_FOLDER


def test_a_page_takes_nothing_from_a_case_for_markup():
    assert pages.plain("[a](b) <b> *c* |") == r"\[a\](b) \<b\> \*c\* \|"


# --- what a case may say ----------------------------------------------------------------------


@pytest.fixture
def rows():
    return {"": {"产量": sheet_of([["编号", "年度"], ["A", 2020], ["B", 2021], ["C", 2022]])}}


def test_a_dropped_row_moves_the_rows_below_it_up(rows):
    found = changed(rows, [{"drop": ["产量!3"]}])
    assert found == {"": {"产量": sheet_of([["编号", "年度"], ["A", 2020], ["C", 2022]])}}


def test_a_dropped_column_moves_the_columns_behind_it_left(rows):
    found = changed(rows, [{"drop": ["产量!A"]}])
    assert found == {"": {"产量": sheet_of([["年度"], [2020], [2021], [2022]])}}


def test_an_inserted_row_moves_the_rows_from_there_on_down(rows):
    found = changed(rows, [{"insert": {"产量!1": ["产量表"]}}, {"drop": ["产量!3"]}])
    kept = [["产量表"], ["编号", "年度"], ["B", 2021], ["C", 2022]]
    assert found == {"": {"产量": sheet_of(kept)}}


def test_an_added_row_is_put_behind_the_last_by_its_headers(rows):
    found = changed(rows, [{"add": {"产量": [{"年度": 2023, "编号": "D"}]}}])
    assert found[""]["产量"][4, 0] == "D"
    assert found[""]["产量"][4, 1] == 2023


def test_changes_leave_what_they_are_made_to_as_it_was(rows):
    changed(rows, [{"set": {"产量!A2": "Z"}}, {"drop": ["产量"]}])
    assert rows[""]["产量"][1, 0] == "A"
