"""Turn a folder of returned forms and departments' lists into one ledger.

Nothing is dropped silently and nothing is joined silently: a value that can't be read stands in the
ledger as it was reported, so that `check` finds it; a row of which nobody has said whose it is stays
out and is listed.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..campaign import SELF_CHECK, Campaign
from ..errors import UsageError
from ..ledger import Problem, registry
from ..ledger.template import write_rows
from ..sheets.cells import Cell, as_text, is_blank
from ..text import _
from . import assembly, report
from .comparisons import compare, let_rule
from .draft import checked, corrected
from .entries import Entry, in_order
from .identity.decisions import Decisions, decisions_of, review, write_decisions
from .identity.directory import Directory
from .identity.matching import Match
from .identity.names import folded
from .identity.owners import (
    Unplaced,
    directory_of,
    owners_of_returns,
    owners_of_rows,
    problem_of,
    waiting_returns,
)
from .mapping import read_mappings
from .receive import FROM_TEMPLATE, Progress, Received, guide_of, receive
from .returns import Returns, choose, outcome
from .set_aside import set_aside

MATCHES_FILE = "匹配确认.xlsx"
_GUIDE = ("data_as_of", "district", "fictional", "attribution")


@dataclass(frozen=True)
class Collected:
    """What a folder came to.

    Attributes
    ----------
    rows : mapping of str to list of mappings
        Raw cells of every table of the ledger, in order.
    guide : mapping of str to cell
        What the ledger's guide sheet says.
    problems : list of Problem
        Everything that is wrong, each at the file, sheet and cell that it came from.
    outcomes : mapping of str to str
        What came back, by enterprise (ids of ``returns.outcome``).
    sheets : tuple of Sheet
        The sheets of the report.
    decisions : Decisions
        What persons have confirmed so far.
    matches : list of Match
        Whose each row and return is, or may be.
    names : mapping of str to str
        Names of the enterprises.
    folder : Path
        Where the files were.
    kept : list of Path
        Workbooks of an earlier run that a person has changed, as `write` has renamed them.

    """

    rows: Mapping[str, list[dict[str, Cell]]]
    guide: Mapping[str, Cell]
    problems: list[Problem]
    outcomes: Mapping[str, str]
    sheets: tuple[report.Sheet, ...]
    decisions: Decisions
    matches: list[Match]
    names: Mapping[str, str]
    folder: Path
    kept: list[Path] = field(default_factory=list)

    @property
    def has_errors(self) -> bool:
        """Whether any problem is an error."""
        return any(one.severity == "error" for one in self.problems)

    def summary(self) -> list[str]:
        """Return the result in a few sentences."""
        labels = registry().tables["returns"].fields["outcome"].labels
        counts = [
            _("{label}{count}家").format(label=label, count=list(self.outcomes.values()).count(key))
            for key, label in labels.items()
        ]
        waiting = len({one.subject for one in self.matches if one.is_open})
        lines = [
            _("应查企业{count}家：{outcomes}。").format(
                count=len(self.outcomes), outcomes="，".join(counts)
            )
        ]
        if waiting:
            message = _(
                "有{count}个名称待确认对应哪家企业，确认前不汇入台账：见写出的匹配确认工作簿。"
            )
            lines.append(message.format(count=waiting))
        if is_blank(self.guide["data_as_of"]):
            message = _(
                "名录没有写明数据截至，简报没有默认的评定日：在名录工作簿里加一张“说明”表，"
                "A列写“数据截至”，B列写日期。"
            )
            lines.append(message)
        if self.kept:
            message = _(
                "上次写出的工作簿有人改过，没有覆盖，已改名为{files}。改数用“更正”表；"
                "填好的匹配确认放进收表文件夹，再汇总一次。"
            )
            lines.append(message.format(files="、".join(path.name for path in self.kept)))
        return lines

    def write(self, out: Path) -> list[Path]:
        """Write the ledger, and beside it the report and the matches to confirm.

        Each file takes the place of an older one only when it is whole, and never that of one that a
        person has changed.

        Returns
        -------
        list of Path
            The files written, the ledger first.

        """
        about = out.with_name(f"{out.stem}-收表报告.xlsx")
        matches = out.with_name(f"{out.stem}-{MATCHES_FILE}")
        # Of the workbook that the decisions were read from, every row is written back.
        is_read = matches.resolve() == (self.folder / self.decisions.file).resolve()
        beside = (out, about) if is_read else (out, about, matches)
        self.kept.extend(kept for path in beside if (kept := set_aside(path)) is not None)
        with tempfile.TemporaryDirectory(dir=out.absolute().parent) as folder:
            made = [Path(folder) / path.name for path in (out, about, matches)]
            write_rows(made[0], self.rows, self.guide)
            report.write_report(made[1], self.summary(), self.sheets)
            write_decisions(made[2], self.decisions, self.matches, self.names)
            for path, target in zip(made, (out, about, matches), strict=True):
                path.replace(target)
        return [out, about, matches]


def collect(folder: Path, campaign: Campaign, progress: Progress | None = None) -> Collected:
    """Read all files of a folder and make one ledger of them.

    Parameters
    ----------
    folder : Path
        Holds the roster (应查名录), the returned forms, the departments' lists, and where there are
        any the workbook of decisions, the corrections, and mapping files (.yaml) of the county's own.
    campaign : Campaign
        Says which source of a fact rules, and names the departments.
    progress : callable, optional
        Is told the name of each file, how many are done, and of how many.

    Raises
    ------
    UsageError
        If there is no such folder, or no file of it is a roster, or several are workbooks of decisions.
    DataError
        If a mapping file breaks the schema.

    """
    if not folder.is_dir():
        raise UsageError(_("没有文件夹{folder}。").format(folder=folder))
    folders = sorted({path.parent for path in folder.rglob("*.yaml")})
    received = receive(folder, read_mappings(folders), progress)
    rosters = [one for one in received if _role(one) == "roster"]
    if not rosters:
        raise UsageError(_no_roster(folder, received))
    return _Collector(folder, campaign, received, rosters).collect()


def _no_roster(folder: Path, received: Sequence[Received]) -> str:
    message = _(
        "{folder}中没有应查名录：名录的表头要有“企业名称”“行业代码”“乡镇”和“企业编号”"
        "（或“统一社会信用代码”）。列名另有写法的，改成这样，或写一个role为roster的映射文件。"
    )
    unread = "、".join(one.file for one in received if one.is_unread)
    if unread:
        message += _("没有读取的文件：{files}。")
    return message.format(folder=folder, files=unread)


def _role(received: Received) -> str | None:
    return received.extract.mapping.role if received.extract else None


class _Collector:
    """Makes the ledger step by step: roster, returns, lists, comparisons, sources."""

    def __init__(
        self,
        folder: Path,
        campaign: Campaign,
        received: Sequence[Received],
        rosters: Sequence[Received],
    ):
        self.folder = folder
        self.campaign = campaign
        self.received = received
        self.guide = _guide(rosters, campaign)
        self.decisions = _decisions(received)
        self.problems = [
            _as_warning(found) for one in received for found in one.problems
        ] + self.decisions.problems
        self.tables = assembly.of_roster([one.extract for one in rosters if one.extract])
        self.unplaced: list[Unplaced] = []
        self.matches: list[Match] = []

    def collect(self) -> Collected:
        returns = self._add_returns()
        self._add_lists()
        names = {
            str(entry.values["enterprise_id"]): str(entry.values.get("name", ""))
            for entry in self.tables["enterprises"]
        }
        self.problems += [problem_of(one, names) for one in self.unplaced]
        self.problems += review(self.decisions, self._directory(), self.matches)
        outcomes, files = self._outcomes(returns)
        assembly.add_outcomes(self.tables, returns, outcomes)
        ids = self._add_sources()
        tables = in_order(self.tables)
        assembly.add_origins(tables, ids)
        self.problems += checked(tables, self.guide)
        roster = tables["enterprises"]
        unread = [found for one in self.received if one.is_unread for found in one.problems]
        return Collected(
            rows={name: [entry.values for entry in table] for name, table in tables.items()},
            guide=self.guide,
            problems=self.problems,
            outcomes=outcomes,
            sheets=(
                report.returns_sheet(roster, outcomes, files),
                report.reminders_sheet(roster, outcomes, files),
                report.unread_sheet(unread),
                report.differences_sheet(returns.differences),
                report.problems_sheet(self.problems),
            ),
            decisions=self.decisions,
            matches=self.matches,
            names=names,
            folder=self.folder,
        )

    def _directory(self) -> Directory:
        return directory_of(self.tables, self.campaign, as_text(self.guide["district"]))

    def _add_returns(self) -> Returns:
        extracts = [one.extract for one in self.received if one.extract and _role(one) == "return"]
        # Identifiers that the office hands over with the roster serve to recognise returns too.
        found = owners_of_returns(extracts, self._directory(), self.decisions)
        returned, unplaced, matches = found
        self.unplaced += unplaced
        self.matches += matches
        returns = choose(returned)
        self.problems += returns.problems
        self.problems += assembly.add_returns(self.tables, returns)
        return returns

    def _add_lists(self) -> None:
        """Add the lists; they find enterprises by the numbers that the returns have given."""
        directory = self._directory()
        for one in self.received:
            if one.extract is None or _role(one) == "return":
                continue
            rows = assembly.add_rows_of_no_enterprise(self.tables, one.extract)
            rows = [row for row in rows if row.table != "enterprises"]
            extract = dataclasses.replace(one.extract, rows=rows)
            owners, unplaced, matches = owners_of_rows(extract, directory, self.decisions)
            assembly.add_rows(self.tables, extract, owners)
            self.unplaced += unplaced
            self.matches += matches

    def _outcomes(self, returns: Returns) -> tuple[dict[str, str], report.Files]:
        roster = {str(entry.values["enterprise_id"]): entry for entry in self.tables["enterprises"]}
        unread = [one.file for one in self.received if one.is_unread]
        perhaps = look_alike(unread, roster, self._directory())
        undecided = {key: files for key, files in returns.undecided.items() if files}
        waiting = waiting_returns(self.unplaced)
        outcomes = {
            enterprise: outcome(
                returns.current.get(enterprise),
                any(enterprise in held for held in (perhaps, undecided, waiting)),
            )
            for enterprise in roster
        }
        of = {
            enterprise: [extract.file for extract in extracts]
            for enterprise, extracts in returns.current.items()
        }
        return outcomes, report.Files(of, perhaps, undecided, waiting)

    def _add_sources(self) -> dict[str, str]:
        used = [one for one in self.received if one.extract is not None]
        suppliers = {one.file: one.extract.mapping.supplier for one in used if one.extract}
        names = {key: department.name for key, department in self.campaign.departments.items()}
        names |= {SELF_CHECK: _("企业自查"), FROM_TEMPLATE: self.campaign.office}
        settled = compare(corrected(self.tables), self.campaign, suppliers, self.decisions, names)
        let_rule(self.tables, settled)
        ids = assembly.add_sources(self.tables, used, suppliers, names)
        assembly.add_comparisons(self.tables, settled, ids)
        return ids


def _as_warning(found: Problem) -> Problem:
    """Return a problem of a file as a warning: a file that can't be read leaves the others whole."""
    return dataclasses.replace(found, severity="warning") if found.severity == "error" else found


def _guide(rosters: Sequence[Received], campaign: Campaign) -> dict[str, Cell]:
    """Return the guide sheet of the ledger: as the workbook of the roster says, else the plan's area."""
    guide: dict[str, Cell] = dict.fromkeys(_GUIDE)
    guide["district"] = campaign.jurisdiction.name
    for one in rosters:
        guide |= {key: cell for key, cell in guide_of(one.grids).items() if key in _GUIDE}
    return guide


def _decisions(received: Sequence[Received]) -> Decisions:
    """Return the decisions: of the workbook in which persons have worked, if there is one.

    One that is as it was written repeats what was decided before, and may lie beside it.
    """
    books = [one for one in received if one.is_decisions]
    worked_on = [one for one in books if not one.is_as_written]
    if len(worked_on) > 1:
        message = _(
            "收表文件夹里有几个填过的匹配确认工作簿：{files}。把填好的行并到一个里，只留这一个。"
        )
        raise UsageError(message.format(files="、".join(one.file for one in worked_on)))
    found = [
        decisions_of(one.file, {name: grid.rows for name, grid in one.grids.items()})
        for one in worked_on or books
    ]
    return max(found, key=lambda one: len(one.decisions) + len(one.rulings), default=Decisions())


def look_alike(
    files: Sequence[str], roster: Mapping[str, Entry], directory: Directory
) -> dict[str, list[str]]:
    """Return the files that bear the name of one enterprise, and of no other, in their own name.

    It tells whom to ask; nothing is read from such a file.
    """
    names = {
        enterprise: directory.normaliser.name(as_text(entry.values.get("name", "")))
        for enterprise, entry in roster.items()
    }
    found: dict[str, list[str]] = {}
    for file in files:
        stem = folded(Path(file).stem)
        alike = [key for key, name in names.items() if name.core and name.core in stem]
        alike = alike or [key for key, name in names.items() if name.brand and name.brand in stem]
        if len(alike) == 1:
            found.setdefault(alike[0], []).append(file)
    return found
