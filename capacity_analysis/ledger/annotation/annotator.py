"""Give a workbook back with its problems marked, commented and listed; all else stays as it is."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ...errors import UsageError
from ...text import _
from ..kinds import Severity
from ..problems import Problem
from ..registry import RESULTS_SHEET, fold, registry
from .book import Workbook
from .comments import Comments
from .marking import mark
from .package import Package
from .results_sheet import (
    SEVERITIES,
    in_order,
    is_results_sheet,
    label,
    results_sheet,
)
from .shapes import edit_shapes, height
from .sheet_part import Place, SheetPart, address, place
from .styles import Styles
from .xml import parse

_SUFFIXES = (".xlsx", ".xlsm")
_MOST_COMMENTS = 20_000  # more of them, and a spreadsheet program takes minutes to open the file
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_SHAPES_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"


@dataclass(frozen=True)
class Annotated:
    """What became of the problems.

    Attributes
    ----------
    marked : int
        Cells that are marked.
    elsewhere : tuple of Problem
        Problems that no cell shows: they stand in the list alone.

    """

    marked: int
    elsewhere: tuple[Problem, ...]


def annotate(source: Path, problems: Sequence[Problem], target: Path) -> Annotated:
    """Write a workbook with its problems marked and commented in the cells, and all of them listed.

    Numbers, formulas, formats, rules, pictures and macros stay as they are. The marks, comments and
    list of an earlier annotation are replaced. A cell with a threaded comment gets no second one.

    Parameters
    ----------
    source : Path
        The workbook (.xlsx or .xlsm) that the problems are of.
    problems : sequence of Problem
        What `inspect_ledger` found in it.
    target : Path
        The workbook to write; never the source itself.

    Returns
    -------
    Annotated
        How many cells are marked, and the problems that no cell shows.

    Raises
    ------
    UsageError
        If a path is of another kind of file, both are the same file, or a sheet of the list's name
        is not of this tool.
    InputError
        If the workbook's parts can't be made sense of.

    Examples
    --------
    >>> import tempfile
    >>> from capacity_analysis import paths
    >>> from capacity_analysis.ledger.problems import problem
    >>> slip = problem("below_minimum", "ledger.xlsx", sheet="能源", cell="F4", header="实物量", minimum=0)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     annotate(paths.sample_ledger(), [slip], Path(folder) / "marked.xlsx").marked
    1

    """
    _check_paths(source, target)
    with Package(source) as package:
        done = _Annotation(package, source).run(problems)
        draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        try:
            package.save(draft)
            draft.replace(target)
        finally:
            draft.unlink(missing_ok=True)
    return done


def _check_paths(source: Path, target: Path) -> None:
    if not source.is_file():
        raise UsageError(_("没有文件{path}。").format(path=source))
    if source.suffix.lower() not in _SUFFIXES:
        message = _("{path}：只能在.xlsx或.xlsm工作簿中标注。用Excel或WPS另存为.xlsx文件后再运行。")
        raise UsageError(message.format(path=source))
    if target.suffix.lower() != source.suffix.lower():
        message = _("{path}：标注后的工作簿应以{suffix}结尾，与原文件一致。")
        raise UsageError(message.format(path=target, suffix=source.suffix.lower()))
    if target.resolve() == source.resolve() or (target.exists() and target.samefile(source)):
        message = _("{path}：标注写到另一个文件，不覆盖原工作簿。请换一个文件名。")
        raise UsageError(message.format(path=target))


class _Annotation:
    """One run over a package."""

    def __init__(self, package: Package, source: Path):
        self.package = package
        self.book = Workbook(package)
        self.earlier = RESULTS_SHEET in self.book.names
        if self.earlier and not is_results_sheet(source):
            message = _("工作簿里有名为“{sheet}”的工作表，不是本工具写的。给它改名后再运行。")
            raise UsageError(message.format(sheet=RESULTS_SHEET))
        self.styles_part = self.book.styles()
        self.styles = Styles(package.read(self.styles_part))
        worksheets = self.book.worksheets()
        self.parts = {name: part for name, part in worksheets.items() if name != RESULTS_SHEET}

    def run(self, problems: Sequence[Problem]) -> Annotated:
        names = [name for name in self.book.names if name != RESULTS_SHEET]
        ordered = in_order(problems, names)
        by_sheet: dict[str, dict[Place, list[Problem]]] = {name: {} for name in self.parts}
        elsewhere = []
        for found in ordered:
            where = place(found.cell)
            if where and found.sheet in self.parts:
                by_sheet[found.sheet].setdefault(where, []).append(found)
            else:
                elsewhere.append(found)
        commented = _commented(ordered, by_sheet)
        marked = sum(
            self._sheet(self.parts[name], cells, commented[name])
            for name, cells in by_sheet.items()
        )
        cells = sum(map(len, by_sheet.values()))
        self._list_problems(ordered, names, all_commented=cells <= _MOST_COMMENTS)
        self.package.write(self.styles_part, self.styles.to_xml())
        return Annotated(marked, tuple(elsewhere))

    def _sheet(
        self, part: str, cells: Mapping[Place, list[Problem]], commented: Collection[Place]
    ) -> int:
        """Mark and comment the cells of a sheet, unmark those of an earlier run; count the marks."""
        before = self.package.read(part)
        if not cells and not self.styles.originals and not self.package.related(part, "comments"):
            return 0
        sheet = SheetPart(before)
        sheet.restore(self.styles.originals)
        shown = sheet.visible(list(cells))
        wanted: dict[Place, list[Problem]] = {}
        texts: dict[Place, list[Problem]] = {}
        for where, problems in cells.items():
            wanted.setdefault(shown[where], []).extend(problems)
            if where in commented:
                texts.setdefault(shown[where], []).extend(problems)
        worst = {where: _worst(problems) for where, problems in wanted.items()}
        mark(sheet, worst, self.styles.marked)
        self._comment(part, sheet, {where: _words(found) for where, found in texts.items()})
        if cells or sheet.edited:
            self.package.write(part, sheet.xml)
        return len(wanted)

    def _comment(self, part: str, sheet: SheetPart, texts: Mapping[Place, str]) -> None:
        held = next(iter(self.package.related(part, "comments")), None)
        comments = Comments(None if held is None else self.package.read(held))
        threads = self._threads(part)
        words = {address(where): text for where, text in sorted(texts.items())}
        new = comments.add({at: text for at, text in words.items() if at not in threads})
        if not comments.changed:
            return
        if held is None:
            held = self.package.free_name("xl/comments{}.xml")
            self.package.declare(held, _COMMENTS_TYPE)
            self.package.relate(part, "comments", held)
        boxes = {at: height(comments.text(at)) for at in words if at not in threads}
        self._draw(part, sheet, comments.removed, boxes, new)
        if len(comments):
            self.package.write(held, comments.to_xml())
        else:
            self.package.unrelate(part, held)
            self.package.remove(held)

    def _draw(
        self,
        part: str,
        sheet: SheetPart,
        removed: Collection[str],
        boxes: Mapping[str, int],
        new: Collection[str],
    ) -> None:
        """Give each new comment its box; a box that shows more than before becomes higher."""
        relation = sheet.shapes()
        drawing = self.package.targets(part).get(relation) if relation else None
        if drawing is None:
            drawing = self.package.free_name("xl/drawings/vmlDrawing{}.vml")
            self.package.declare_extension("vml", _SHAPES_TYPE)
            sheet.add_shapes(self.package.relate(part, "vmlDrawing", drawing))
        xml = edit_shapes(
            self.package.read(drawing) if self.package.has(drawing) else None,
            removed=_by_place(dict.fromkeys(removed, 0)),
            grown=_by_place({at: rows for at, rows in boxes.items() if at not in new}),
            added=_by_place({at: rows for at, rows in boxes.items() if at in new}),
        )
        self.package.write(drawing, xml)

    def _threads(self, part: str) -> set[str]:
        """Return the cells with a conversation, beside which a spreadsheet shows no other comment."""
        return {
            thread.get("ref", "")
            for each in self.package.related(part, "threadedComment")
            for thread in parse(self.package.read(each))
        }

    def _list_problems(
        self, ordered: Sequence[Problem], names: Sequence[str], *, all_commented: bool
    ) -> None:
        remark = ""
        if not all_commented:
            remark = _("问题太多：批注只加在前{count}个单元格上，其余的只标颜色，见本表。")
        content = results_sheet(
            ordered, names, self.styles, remark.format(count=f"{_MOST_COMMENTS:,}")
        )
        if self.earlier:
            self.book.replace(RESULTS_SHEET, content)
            return
        folded = [fold(name) for name in names]
        guide = fold(registry().guide.sheet)
        at = folded.index(guide) + 1 if guide in folded else len(names)
        self.book.insert(at, RESULTS_SHEET, content)


def _commented(
    ordered: Sequence[Problem], by_sheet: Mapping[str, Mapping[Place, list[Problem]]]
) -> dict[str, set[Place]]:
    """Return the cells of each sheet that get a comment: as many as a program can bear, worst first."""
    cells = dict.fromkeys(
        (found.sheet, where)
        for found in ordered
        if (where := place(found.cell)) and found.sheet in by_sheet
    )
    chosen: dict[str, set[Place]] = {name: set() for name in by_sheet}
    for name, where in islice(cells, _MOST_COMMENTS):
        chosen[name].add(where)
    return chosen


def _worst(problems: Sequence[Problem]) -> Severity:
    return min((found.severity for found in problems), key=SEVERITIES.index)


def _words(problems: Sequence[Problem]) -> str:
    """Return what a comment says, one line for each problem."""
    lines = [f"[{label(found.severity)}] {found.text}" for found in problems]
    return "\n".join(
        f"{' '.join(line.split())} [{found.code}]"
        for line, found in zip(lines, problems, strict=True)
    )


def _by_place(rows: Mapping[str, int]) -> dict[Place, int]:
    """Return the same by row and column; what is no cell is left out."""
    return {where: number for at, number in rows.items() if (where := place(at))}
