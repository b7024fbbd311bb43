"""A broken or hostile file is a clear problem: no traceback, no end of memory, nothing run or fetched."""

import datetime as dt
import random
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import empty_rows, hostile_workbooks, parts_of, zipped
from workbooks import good_sheets, write

from capacity_analysis.errors import UsageError
from capacity_analysis.ledger import KINDS, inspect_ledger
from capacity_analysis.ledger.workbook import Reading, inspect_sheets
from capacity_analysis.sheets.defects import FileDefect
from capacity_analysis.sheets.files import open_sheets

ROSTER = "xl/worksheets/sheet2.xml"


@pytest.fixture(scope="module")
def good(tmp_path_factory) -> dict[str, bytes]:
    return parts_of(write(tmp_path_factory.mktemp("good") / "good.xlsx", good_sheets()))


def saved(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


# --- what the reader of a ledger says -------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "empty_file"), (b"\0" * 100, "unreadable_file"), (b"%PDF-1.4", "scan"),
     (b"PK\x03\x04 cut short", "truncated_file")],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".ods", ".xlsb", ".csv", ".doc", ""])
def test_a_file_that_is_no_workbook_is_one_problem(content, code, suffix, tmp_path):
    reading = inspect_ledger(saved(tmp_path / f"file{suffix}", content))
    assert [found.code for found in reading.problems] == [code]
    assert reading.ledger is None
    assert reading.has_errors


def test_a_workbook_cut_short_at_any_tenth_is_one_problem(tmp_path):
    path = write(tmp_path / "cut.xlsx", good_sheets())
    whole = path.read_bytes()
    for tenth in range(10):
        path.write_bytes(whole[: len(whole) * tenth // 10])
        codes = [found.code for found in inspect_ledger(path).problems]
        assert codes == ["truncated_file" if tenth else "empty_file"]


def test_a_text_is_a_table_and_no_ledger(tmp_path):
    path = saved(tmp_path / "企业.csv", "企业编号,企业名称\n002,甲厂\n".encode("gbk"))
    with pytest.raises(UsageError, match="没有“说明”工作表"):
        inspect_ledger(path)


def test_a_note_on_the_file_stands_before_the_problems_of_its_cells(good, tmp_path):
    path = saved(tmp_path / "台账.xls", zipped(good | {"xl/vbaProject.bin": b"x"}))
    reading = inspect_ledger(path)
    assert [found.code for found in reading.problems] == ["wrong_extension", "macros"]
    assert reading.problems[0].message == "文件扩展名与内容不符，已按内容（.xlsm）读取。"
    assert reading.ledger is not None


def test_a_sheet_that_reaches_too_far_is_named_with_its_last_cell(good, tmp_path):
    corner = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = zipped(good | {ROSTER: good[ROSTER].replace(b"</sheetData>", corner)})
    (found,) = inspect_ledger(saved(tmp_path / "a.xlsx", content)).problems
    assert (found.code, found.sheet, found.cell) == ("too_many_cells", "企业", "XFD1048576")
    assert found.message.startswith("工作表“企业”的数据一直延伸到XFD1048576")


@pytest.mark.parametrize("cells", [0, 3])
def test_a_million_rows_with_a_format_and_no_value_are_no_rows(cells, good, tmp_path):
    rows = empty_rows(cells) + b"</sheetData>"
    content = zipped(good | {ROSTER: good[ROSTER].replace(b"</sheetData>", rows)})
    reading = inspect_ledger(saved(tmp_path / "a.xlsx", content))
    assert reading.problems == []
    assert len(reading.ledger["enterprises"]) == 2


# --- harm -----------------------------------------------------------------------------------

# In a process of its own, whose memory can be measured and bounded; a panic would end it.
_READ = r"""
import re, resource, sys
from pathlib import Path
from capacity_analysis.errors import UsageError
from capacity_analysis.ledger import inspect_ledger

resource.setrlimit(resource.RLIMIT_AS, (5 * 2**29, 5 * 2**29))
for path in sorted(Path(sys.argv[1]).iterdir()):
    codes = [found.code for found in inspect_ledger(path).problems]
    print(path.stem, codes[:1], sep="=", flush=True)
# The peak of this program alone: ru_maxrss begins with that of the one that started it.
peak = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
print("MiB", int(peak[1]) // 1024, sep="=")
"""
_HARMLESS = {"strings that claim to be many": "[]"}
_EMPTY_ROSTER = {"deep nesting"}


def test_hostile_files_are_problems_within_a_gibibyte(good, tmp_path):
    makers = hostile_workbooks(good)
    for name, make in makers.items():
        saved(tmp_path / f"{name}.xlsx", make())
    command = [sys.executable, "-c", _READ, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    told = dict(line.split("=") for line in done.stdout.splitlines())
    assert int(told.pop("MiB")) < 1024
    assert told.keys() == makers.keys()
    refusals = {"['zip_bomb']", "['unreadable_file']", "['too_many_cells']"}
    for name, codes in told.items():
        if name in _EMPTY_ROSTER:
            assert codes == "['missing_header']"
        else:
            assert codes == _HARMLESS.get(name, codes)
            assert codes in refusals or name in _HARMLESS, name


# --- mutations ------------------------------------------------------------------------------


class Mutator:
    """Changes bytes in one of a few ways; the same seed gives the same changes."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def bytes(self, content: bytes) -> bytes:
        change = self.random.choice([self._flip, self._cut, self._drop, self._repeat])
        return change(content) if content else content

    def parts(self, parts: dict[str, bytes]) -> dict[str, bytes]:
        changed = dict(parts)
        name, other = self.random.choices(sorted(parts), k=2)
        way = self.random.random()
        if way < 0.1:
            changed[name], changed[other] = changed[other], changed[name]
        elif way < 0.15:
            del changed[name]
        else:
            changed[name] = self.bytes(changed[name])
        return changed

    def _flip(self, content: bytes) -> bytes:
        data = bytearray(content)
        for _time in range(self.random.choice([1, 1, 2, 8])):
            data[self.random.randrange(len(data))] = self.random.choice(
                [*range(256), *b'<>"9&' * 20]
            )
        return bytes(data)

    def _cut(self, content: bytes) -> bytes:
        return content[: self.random.randrange(len(content))]

    def _drop(self, content: bytes) -> bytes:
        at = self.random.randrange(len(content))
        return content[:at] + content[at + self.random.randrange(1, 40) :]

    def _repeat(self, content: bytes) -> bytes:
        at, length = self.random.randrange(len(content)), self.random.randrange(1, 200)
        times = self.random.choice([2, 50])
        return content[:at] + content[at : at + length] * times + content[at + length :]


def mutants(path: Path, seed: int, count: int):
    """Yield broken files made of a good one: its bytes, or the bytes of its parts."""
    mutator, whole = Mutator(seed), path.read_bytes()
    parts = parts_of(path) if whole.startswith(b"PK") else None
    for _number in range(count):
        if parts is None or mutator.random.random() < 0.2:
            yield mutator.bytes(whole)
        else:
            yield zipped(mutator.parts(parts), level=0)


@pytest.mark.parametrize(("form", "count"), [("xlsx", 900), ("xls", 400), ("ods", 300)])
def test_a_workbook_with_broken_bytes_is_read_or_refused(form, count, good_files, tmp_path):
    if form not in good_files:
        pytest.skip("LibreOffice, which makes it, is not there")
    for content in mutants(good_files[form], 20220321, count):
        path = saved(tmp_path / f"mutant.{form}", content)
        try:
            file = open_sheets(path)
        except FileDefect as defect:
            assert KINDS[defect.code].severity == "error"
        else:
            assert all(isinstance(grid.rows, list) for grid in file.grids.values())
            assert all(KINDS[note.code].severity == "note" for note in file.notes)


@pytest.mark.parametrize(("form", "count"), [("xlsx", 50), ("xls", 15), ("ods", 15)])
def test_a_ledger_with_broken_bytes_is_a_reading_or_a_wrong_call(form, count, good_files, tmp_path):
    if form not in good_files:
        pytest.skip("LibreOffice, which makes it, is not there")
    for content in mutants(good_files[form], 4754, count):
        try:
            reading = inspect_ledger(saved(tmp_path / f"mutant.{form}", content))
        except UsageError:
            continue
        assert isinstance(reading, Reading)
        assert (reading.ledger is None) == reading.has_errors


STRANGE = [
    float("nan"), float("inf"), -float("inf"), 1e308, -1e-308, 10**400, -(10**30), 2**63, 0.1 + 0.2, -0.0,
    True, False, None, "", " ", "\u3000", "\0", "\x0b\x1f", "\ufeff", "\u202e123\u202c", "\u200f", "🏭" * 3,
    "x" * 40_000, "9" * 400, "=1+1", "=HYPERLINK(\"http://127.0.0.1\")", "@SUM(1)",
    "<script>", "{0}", "{value}", "%s", "']", "../../etc/passwd", "１２３", "１,２３４．５", "1e400", "-", "nan",
    "1899-12-31", "99999-01-01", dt.date.min, dt.date.max, dt.datetime.max, dt.datetime(1900, 1, 1),
    dt.time(12), dt.timedelta(days=10**6), dt.timedelta(-1), 3.0, 2021.5,
]  # fmt: skip


def test_strange_cells_by_the_thousand_are_problems_at_their_cells():
    choose = random.Random(1999)
    for _round in range(30):
        sheets = good_sheets()
        for _change in range(choose.choice([1, 5, 40])):
            rows = sheets[choose.choice(list(sheets))]
            row = choose.choice(rows)
            row[choose.randrange(len(row))] = choose.choice(STRANGE)
        try:
            reading = inspect_sheets("x.xlsx", sheets)
        except UsageError:
            continue
        for found in reading.problems:
            assert found.message
            assert found.remedy
            assert found.sheet in sheets
            assert found.cell or found.code in {"missing_sheet", "missing_table", "no_rows"}
