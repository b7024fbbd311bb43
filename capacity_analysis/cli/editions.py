"""`editions`: each line's verdict now, and under the levels of another document or day."""
# ruff: noqa: D400, PLR0917 (a docstring is a command's help; typer passes options by name)

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .options import (
    DEFAULT_CAMPAIGN,
    AsOf,
    CampaignName,
    LedgerPath,
    StandardsFolder,
    check_is_workbook,
    day,
)

if TYPE_CHECKING:
    import pandas as pd

    from ..analysis.levels import Ground
    from ..assessment.editions import Alternative
    from ..ledger import Ledger
    from ..standards import Standards

_SIDES = {"now": "现行", "then": "换用后"}
# What a spreadsheet takes for the start of a formula in a text file.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def editions(
    ledger: LedgerPath,
    document: Annotated[
        str | None,
        typer.Option("--document", metavar="DOC", help="换用哪份文件，如 ndrc-2023-723。"),
    ] = None,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="换用哪一天有效的文件。")
    ] = None,
    ground: Annotated[
        str | None,
        typer.Option("--ground", help="只比较一种依据：below_baseline 或 over_limit。"),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="把每条线另存为 .xlsx 或 .csv。"),
    ] = None,
    as_of: AsOf = None,
    campaign: CampaignName = DEFAULT_CAMPAIGN,
    standards: StandardsFolder = None,
) -> None:
    """换用其他版本或其他日期的标准，逐条线比较结论，列出使结论改变的那一行。"""
    from .. import exploration
    from ..assessment import assess, other_editions
    from ..campaign import Campaign
    from .standards import standards_for

    if out is not None:
        _check_out(out, ledger)
    grounds, plan, assessed_on = _grounds(ground), Campaign.load(campaign), day(as_of)
    store = standards_for(ledger, standards)
    others = _others(store, plan.jurisdiction.chain, grounds, document, on)
    read, warnings = read_ledger(ledger)
    assessment = assess(read, store, plan, assessed_on, warnings=warnings)
    if others is None:
        table = assessment["editions"]
        table = table[table["ground"].isin([each.id for each in grounds])]
    else:
        table = other_editions.under(assessment, read, store, others)
    table = other_editions.described(table, store)
    count = len(assessment["lines"])
    print(f"评定日{assessment.as_of}，评定年度{assessment.year}，生产线{count}条。")
    print_changes(exploration.in_words(table))
    if out is not None:
        write = _write_csv if out.suffix.lower() == ".csv" else _write_workbook
        lines = exploration.all_lines(table)
        write(out, list(lines.columns), [list(line.values()) for line in without_gaps(lines)])
        print(out)


def _check_out(out: Path, ledger: Path) -> None:
    from ..errors import UsageError

    check_is_workbook(out, (".xlsx", ".csv"))
    if out.exists() and ledger.exists() and out.samefile(ledger):
        raise UsageError(f"{out} 就是台账，不能写到它上面。")


def _grounds(name: str | None) -> list[Ground]:
    from ..assessment.energy_law import GROUNDS
    from ..errors import UsageError

    found = [ground for ground in GROUNDS if name in (None, ground.id)]
    if not found:
        known = "、".join(ground.id for ground in GROUNDS)
        raise UsageError(f"没有依据“{name}”；可选：{known}。")
    return found


def _others(
    store: Standards,
    chain: Sequence[str],
    grounds: Sequence[Ground],
    document: str | None,
    on: str | None,
) -> list[Alternative] | None:
    """Return what was asked for; None stands for the alternatives of every assessment."""
    from ..assessment import other_editions
    from ..errors import UsageError
    from .printing import printable, warn

    if document is not None and on is not None:
        raise UsageError("--document 和 --on 二者取一。")
    if document is not None:
        return other_editions.of_document(store, document, chain, grounds)
    wanted = day(on, "--on")
    if wanted is None:
        return None
    found, absences = other_editions.of_day(store, wanted, chain, grounds)
    for absence in absences:
        warn(printable(absence))
    return found


def read_ledger(file: Path) -> tuple[Ledger, int]:
    """Return a ledger without errors, and how many warnings it gave."""
    from ..ledger import LedgerError, inspect_ledger
    from .printing import print_problems

    reading = inspect_ledger(file)
    if reading.ledger is None:
        print_problems(reading.problems, sys.stderr)
        raise LedgerError(reading.problems)
    return reading.ledger, sum(problem.severity == "warning" for problem in reading.problems)


def print_changes(table: pd.DataFrame) -> None:
    """Print what would become of the lines (what `exploration.in_words` gives)."""
    from ..assessment.other_editions import changed
    from .printing import printable

    if table.empty:
        print("没有可以换用的其他版本。")
    for (alternative, ground), lines in table.groupby(["alternative", "ground_label"], sort=False):
        counts = lines["change_label"].value_counts(sort=False)
        told = "，".join(f"{label}{number}" for label, number in counts.items())
        named = lines["title"].iloc[0] or f"{lines['day'].iloc[0]}有效的文件"
        print(printable(f"换用{named}（{alternative}），{ground}：{told}。"))
        _print_lines(changed(lines))


def _print_lines(lines: pd.DataFrame) -> None:
    from .tables import print_table

    if lines.empty:
        print("没有一条线的结论会改变。")
        return
    rows = []
    for line in without_gaps(lines):
        governing = "then" if line["changed_by"] == line["row_id_then"] else "now"
        rows.append(
            (
                line["enterprise_name"],
                line["line_id"],
                *(_side(line, side) for side in _SIDES),
                line["change_label"],
                f"{line[f'document_id_{governing}']} {line['changed_by']}",
            )
        )
    print_table(["企业", "生产线", *_SIDES.values(), "变化", "由哪一行"], rows)


def without_gaps(table: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a table, with None for what is missing."""
    plain = table.astype("object").where(table.notna(), None)
    names = list(map(str, table.columns))
    return [dict(zip(names, row, strict=True)) for row in plain.to_numpy()]


def _side(line: dict[str, Any], side: str) -> str:
    """Return a verdict with the numbers that it rests on, or with the reason why it has none."""
    from ..sections.numbers import against, trimmed

    said: str = line[f"result_label_{side}"]
    measured, threshold = line[f"measured_{side}"], line[f"threshold_{side}"]
    if measured is not None and threshold is not None:
        number, level = against(measured, [threshold], 1), trimmed(threshold, 2)
        unit = line[f"unit_label_{side}"]
        said += f"：{line[f'indicator_{side}']}{number}，界限{level}（{unit}）"
    reason = line[f"reason_label_{side}"]
    return said if reason is None else f"{said}（{reason}）"


def _write_workbook(out: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    from ..sheets.writing import new_workbook

    with new_workbook(out, "换用其他版本标准") as workbook:
        sheet = workbook.add_worksheet("逐线比较")
        sheet.write_row(0, 0, headings, workbook.add_format({"bold": True}))
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, row)


def _write_csv(out: Path, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a text file that a spreadsheet opens as Chinese, and in which no text is a formula."""
    with out.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
