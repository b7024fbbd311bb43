"""The files that enterprises hand in: which file each sends, what it is called, and how it looks."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from capacity_analysis.intake.form.writer import write_form

from .answers import Answer, answers, make_slips, older_version, with_total
from .fakes import write_fake
from .layouts import write_energy_ledger, write_old_form, write_output_form, write_purchase_form
from .office import convert
from .rows import Row, Tables
from .story import District, Enterprise

_STRANGERS_CODE = "91360499XN00099018"
_SEALED = [
    "工业企业产能自查表",
    "企业名称：见附件",
    "生产线：见附件",
    "联系方式：见附件",
    "（盖章）",
]


@dataclasses.dataclass(frozen=True)
class File:
    """A file to be: its name, and how to write it as .xlsx or as itself."""

    name: str
    write: Callable[[Path], None]


def write_returns(story: District, rows: Tables, folder: Path) -> list[Row]:
    """Write what all enterprises hand in; return the corrections that mend their slips.

    Parameters
    ----------
    story : District
        The story.
    rows : dict of str to list of dict
        The truth.
    folder : Path
        Takes the files; workbooks in older formats that are there stay if their cells are the same.

    """
    given = answers(story, rows)
    corrections = make_slips(story, given)
    later: list[tuple[Path, Path]] = []
    with tempfile.TemporaryDirectory() as work:
        for file in files(story, given):
            target = folder / file.name
            if target.suffix in (".xls", ".ods"):
                source = Path(work) / f"{len(later)}.xlsx"
                file.write(source)
                later.append((source, target))
            else:
                file.write(target)
        convert(later)
    return corrections


def files(story: District, given: dict[int, Answer]) -> Iterator[File]:
    """Yield all files that enterprises hand in."""
    plan = story.returns
    for enterprise in story.enterprises:
        number = enterprise.number
        stem = _stem(enterprise, story)
        if number in plan.unreadable:
            yield File(f"{stem}.{plan.unreadable[number]}", lambda path: write_fake(path, _SEALED))
        if number not in given:
            continue
        answer = given[number]
        end = "xls" if number in plan.xls else "ods" if number in plan.ods else "xlsx"
        if number in plan.resubmitted:
            yield File(f"{stem}.xlsx", _form(older_version(answer), story))
            stem += plan.resubmitted[number]
        if number in plan.older:
            yield File(f"{stem}.{end}", _old_form(answer, story))
            continue
        answer = with_total(answer) if number in plan.with_totals else answer
        yield File(f"{stem}.{end}", _form(_without_annexed(answer, story), story))
        yield from _annexes(answer, story)
    yield File(f"自查表-{plan.stranger.name}.xlsx", _form(_stranger(story, given), story))


def _stem(enterprise: Enterprise, story: District) -> str:
    names = story.returns.names
    return names[enterprise.number % len(names)].format(
        full=story.name + enterprise.name,
        short=enterprise.name.removesuffix("有限公司"),
        town=enterprise.township,
    )


def _form(answer: Answer, story: District) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        lines = max(1, len(answer.lines))
        write_form(path, years=story.years, content=answer.content, lines=lines)

    return write


def _old_form(answer: Answer, story: District) -> Callable[[Path], None]:
    return lambda path: write_old_form(path, answer, story.years)


def _without_annexed(answer: Answer, story: District) -> Answer:
    """Return the form of an enterprise that hands in its own tables beside it."""
    number, plan = answer.enterprise.number, story.returns
    if number in plan.energy_ledgers:
        earlier = [row for row in answer.energy if row["year"] != story.years[-1]]
        return dataclasses.replace(answer, energy=earlier)
    if number in plan.statistical_forms:
        return dataclasses.replace(answer, energy=[], production=[])
    return answer


def _annexes(answer: Answer, story: District) -> Iterator[File]:
    number, plan = answer.enterprise.number, story.returns
    short = answer.enterprise.name.removesuffix("有限公司")
    if number in plan.energy_ledgers:
        last = story.years[-1]
        yield File(f"{short}能源统计台账（{last}年）.xlsx",
                   lambda path: write_energy_ledger(path, answer, last))  # fmt: skip
    if number in plan.statistical_forms:
        yield File(f"205-1表（{short}）.xlsx",
                   lambda path: write_purchase_form(path, answer, story.years))  # fmt: skip
        yield File(f"B204-1表（{short}）.xlsx",
                   lambda path: write_output_form(path, answer, story.years))  # fmt: skip


def _stranger(story: District, given: dict[int, Answer]) -> Answer:
    """Return the form of an enterprise that is not on the roster."""
    like = given[story.returns.stranger.like]
    basics = {
        **like.basics,
        "enterprise_id": None,
        "uscc": _STRANGERS_CODE,
        "name": story.name + story.returns.stranger.name,
        "remark": None,
    }
    day = story.returns.first_day + dt.timedelta(days=9)
    return dataclasses.replace(like, basics=basics, identifiers=[], filled_on=day)


def clear(folder: Path) -> None:
    """Empty a folder of what is written anew each time."""
    for path in folder.glob("*"):
        if path.suffix not in (".xls", ".ods"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
