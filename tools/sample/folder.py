"""The folder as a county would receive it: roster, returns, lists, corrections and decisions."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from capacity_analysis.intake.identity.decisions import Decisions, write_decisions
from capacity_analysis.ledger import registry

from . import truth
from .answers import CORRECTED_BY, answers, make_slips
from .book import Page, write_book
from .exposure_lists import ExposureLists
from .lists import Lists, Names, all_names
from .proceeding_lists import write_proceedings
from .returned import clear, files, write_returns
from .rows import Row, Tables, labelled
from .story import District, district

CONFIRMED_ON = dt.date(2022, 8, 20)

_GUIDE = {"data_as_of": "数据截至", "district": "地区", "fictional": "是否虚构"}


def write_folder(folder: Path) -> None:
    """Write the whole folder; what has not changed keeps its bytes.

    Parameters
    ----------
    folder : Path
        Such as `data/sample/intake`.

    """
    story, rows = district(), truth.rows()
    for part in (folder, folder / "returns", folder / "lists"):
        part.mkdir(parents=True, exist_ok=True)
    clear(folder / "returns")
    write_book(folder / "应查名录.xlsx", [_roster(story, rows), _guide(story)])
    corrections = write_returns(story, rows, folder / "returns")
    _drop_stale(folder / "returns", story)
    names = Names(story, all_names(rows["enterprises"]))
    lists = Lists(story, rows, names)
    lists.write(folder / "lists")
    ExposureLists(lists).write(folder / "lists")
    write_proceedings(folder / "lists", rows, names)
    write_book(folder / "更正.xlsx", [_corrections(corrections)])
    unnumbered = [number for number in story.returns.older
                  if not story.enterprises[number - 1].coded]  # fmt: skip
    for number in unnumbered:
        row = rows["enterprises"][number - 1]
        names.confirmed[row["name"]] = row["enterprise_id"]
    _write_matches(folder / "匹配确认.xlsx", names, story)


def corrections() -> list[Row]:
    """Return the rows of the corrections that mend the slips of the returns."""
    story, rows = district(), truth.rows()
    return make_slips(story, answers(story, rows))


def _drop_stale(folder: Path, story: District) -> None:
    """Remove workbooks in older formats whose enterprise now hands in another file."""
    expected = {file.name for file in files(story, answers(story, truth.rows()))}
    for path in folder.iterdir():
        if path.name not in expected:
            path.unlink()


def _roster(story: District, rows: Tables) -> Page:
    page = Page("应查名录", widths=(6, 24, 24, 34, 14, 10, 10))
    page.wide(f"{story.name}淘汰落后产能应查企业名录", 7)
    page.wide("填报单位：示例区工信局　　单位：家", 7)
    page.add(
        "序号", "企业编号", "统一社会信用代码", "企业名称", "乡镇（街道）", "行业代码", "是否规上"
    )
    for number, row in enumerate(rows["enterprises"], 1):
        shown = labelled("enterprises", row)
        page.add(number, row["enterprise_id"], row["uscc"], row["name"], row["township"],
                 row["industry_code"], shown["above_designated_size"])  # fmt: skip
    page.add(f"合计{len(rows['enterprises'])}家")
    return page


def _guide(story: District) -> Page:
    page = Page("说明", widths=(16, 28))
    for key, header in _GUIDE.items():
        value = story.guide[key]
        page.add(header, "是" if value is True else value)
    return page


def _corrections(found: list[Row]) -> Page:
    fields = registry().tables["corrections"].fields
    page = Page(
        registry().tables["corrections"].sheet, widths=[spec.width for spec in fields.values()]
    )
    page.add(*(spec.header for spec in fields.values()))
    for row in found:
        page.add(*(row[key] for key in fields))
    return page


def _write_matches(path: Path, names: Names, story: District) -> None:
    ids = list(names.full)
    answer = {"decision": "是", "confirmed_by": CORRECTED_BY, "confirmed_on": CONFIRMED_ON}
    kept = [
        {"name": name, "suggested": key, "suggested_name": names.full[key], **answer}
        for name, key in sorted(
            names.confirmed.items(), key=lambda one: (ids.index(one[1]), one[0])
        )
    ]
    for one in story.lists.strangers:
        for number in one.suggests:
            key = ids[number - 1]
            kept.append({"name": one.name, "suggested": key, "suggested_name": names.full[key],
                         **answer, "decision": "否"})  # fmt: skip
    rulings = [
        {"enterprise_id": ids[one.enterprise - 1], "fact": "年用电量", "year": one.year,
         "source": one.source, "reason": one.reason, **answer}
        for one in story.lists.rulings
    ]  # fmt: skip
    sheets = {"decisions": tuple(kept), "rulings": tuple(rulings)}
    write_decisions(path, Decisions(path.name, kept=sheets), [])
