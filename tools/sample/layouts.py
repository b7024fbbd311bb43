"""Returns that are not on our form: the form of former years, and tables that enterprises keep.

Their shapes are those that the mappings self-check-2019, energy-ledger, form-205-1 and form-b204-1
describe.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from .answers import Answer
from .book import Broken, Page, write_book
from .rows import Row

_OLD_STATUS = {"在产": "正常生产", "停产": "停用"}
_MONTHS = tuple(f"{month}月" for month in range(1, 13))


def write_old_form(path: Path, answer: Answer, years: Sequence[int]) -> None:
    """Write the vertical form of former years: labels left, values right, three tables below.

    Parameters
    ----------
    path : Path
        The workbook.
    answer : Answer
        What the enterprise says.
    years : sequence of int
        Years that have a column.

    """
    page = Page("Sheet1", widths=(12, 16, 26, 18, 16, 12, 12, 12))
    page.wide("工业企业落后产能自查表", 8)
    day = answer.filled_on
    page.add(
        "填报单位（盖章）：", None, None, None, f"填表日期：{day.year}年{day.month}月{day.day}日"
    )
    page.add("一、企业基本情况")
    _old_basics(page, answer)
    page.add("二、生产线情况")
    _head(page, ["序号", "生产线编号", "产品名称", "规格型号", "年生产能力", None, "投产时间", "现状"],
          [None, None, None, None, "能力", "单位", None, None], (4, 5))  # fmt: skip
    for number, row in enumerate(answer.lines, 1):
        status = _OLD_STATUS.get(row["status"], row["status"])
        page.add(number, row["line_id"], row["product_id"], row["specification"], row["capacity"],
                 row["capacity_unit"], _text(row["started_on"]), status)  # fmt: skip
    page.add("三、产品产量")
    _yearly(
        page,
        ("产品名称", "合格品产量"),
        years,
        _spread(answer.production, "product_id", "output", years),
    )
    page.add("四、能源消费")
    _yearly(page, ("能源名称", "消费量"), years, _spread(answer.energy, "carrier", "amount", years))
    page.add("合计", None, None, None, Broken("=1/0", "#DIV/0!"))
    page.add("单位负责人：见附件", None, "填表人：见附件", None, "联系电话：见附件")
    write_book(path, [page])


def _old_basics(page: Page, answer: Answer) -> None:
    told, numbers = answer.basics, defaultdict(list)
    for kind, value in answer.identifiers:
        numbers[kind].append(value)
    pairs: list[tuple[str, Any]] = [
        ("企业名称", told["name"]),
        ("统一社会信用代码", told["uscc"]),
        ("曾用名", "、".join(numbers["曾用名"])),
        ("生产地址", told["address"]),
        ("所属乡镇", told["township"]),
        ("行业代码", told["industry_code"]),
        ("从业人员（人）", told["employees"]),
        ("营业收入（万元）", told["revenue_10k_cny"]),
        ("实缴税金（万元）", told["tax_10k_cny"]),
        ("占地面积（亩）", told["land_area_mu"]),
        ("是否规上", told["above_designated_size"]),
        ("法定代表人", "见附件"),
        ("用电户号", "；".join(numbers["用电户号"])),
        ("排污许可证编号", "、".join(numbers["排污许可证编号"])),
    ]
    for (left, value), (right, other) in zip(pairs[::2], pairs[1::2], strict=True):
        at = len(page.rows)
        page.add(left, value, None, None, right, other)
        page.merge(at, 1, at, 3)
        page.merge(at, 5, at, 7)


def _head(page: Page, upper: list[Any], lower: list[Any], across: tuple[int, int]) -> None:
    """Add a header of two rows: one cell across some columns, the others down both."""
    at = len(page.rows)
    page.add(*upper)
    page.add(*lower)
    page.merge(at, across[0], at, across[1])
    for column in range(len(upper)):
        if not across[0] <= column <= across[1]:
            page.merge(at, column, at + 1, column)


def _yearly(
    page: Page, heads: tuple[str, str], years: Sequence[int], rows: list[list[Any]]
) -> None:
    more = [None] * (len(years) - 1)
    upper = ["序号", "生产线编号", heads[0], "计量单位", heads[1], *more, "备注"]
    lower = [None, None, None, None, *(f"{year}年" for year in years), None]
    _head(page, upper, lower, (4, 3 + len(years)))
    for number, row in enumerate(rows, 1):
        page.add(number, *row)


def _spread(rows: Sequence[Row], what: str, number: str, years: Sequence[int]) -> list[list[Any]]:
    """Return rows of line, product or carrier, unit, and the years; a dash where there is none."""
    unit = f"{number}_unit"
    found: dict[tuple[Any, ...], dict[int, Any]] = defaultdict(dict)
    for row in rows:
        found[row.get("line_id") or "全厂", row[what], row[unit]][row["year"]] = row[number]
    return [[*key, *(told.get(year, "—") for year in years)] for key, told in found.items()]


def write_energy_ledger(path: Path, answer: Answer, year: int) -> None:
    """Write the statistical energy ledger of a year: a sheet per carrier, months as columns."""
    pages = []
    for row in answer.energy:
        if row["year"] != year:
            continue
        page = Page(row["carrier"], widths=(16, 8, *[10] * 12))
        page.wide(f"{year}年工业企业能源统计台账", 14)
        page.add(f"企业名称：{answer.basics['name']}", None, None, f"计量单位：{row['amount_unit']}",
                 None, None, f"统一社会信用代码：{answer.basics['uscc']}")  # fmt: skip
        at = len(page.rows)
        page.add("项目", None, *_MONTHS)
        page.merge(at, 0, at, 1)
        months = _months(row["amount"], answer.enterprise.number)
        sums = np.cumsum(months).round(2).tolist()
        for label, values in (
            ("消费量总计", months),
            ("其中：生产用", months),
            ("购进量总计", months),
        ):
            page.add(label, "本月", *values)
            page.add(None, "累计", *sums)
            page.merge(len(page.rows) - 2, 0, len(page.rows) - 1, 0)
        page.add("年初库存", None, 0)
        page.add("期末库存", None, *[0] * 12)
        day = answer.filled_on
        page.add("填表人：见附件", None, None, f"填表日期：{day.year}年{day.month}月{day.day}日")
        pages.append(page)
    write_book(path, pages)


def _months(amount: float, seed: int) -> list[float]:
    """Split an amount over the months, to a hundredth; together they are the amount again."""
    weights = np.random.default_rng([seed]).uniform(0.9, 1.1, 12)
    total = Fraction(str(amount))
    parts = [round(float(total) * weight / weights.sum(), 2) for weight in weights[1:]]
    first = total - sum((Fraction(str(part)) for part in parts), Fraction())
    return [float(first), *parts]


def write_purchase_form(path: Path, answer: Answer, years: Sequence[int]) -> None:
    """Write the enterprise's copy of form 205-1, a sheet per year."""
    pages = []
    for year in years:
        page = Page(f"205-1（{year}）", widths=(20, 12, 8, 12, 12, 12, 16, 12))
        page.wide("能源购进、消费与库存", 8)
        page.add("表号：205-1表")
        page.add(f"单位详细名称：{answer.basics['name']}", None, f"{year}年1—12月")
        _head(page, ["能源名称", "计量单位", "代码", "年初库存量", "购进量", "消费量", None, "期末库存量"],
              [None, None, None, None, None, "合计", "1.工业生产消费", None], (5, 6))  # fmt: skip
        page.add("甲", "乙", "丙", 1, 2, 3, 4, 5)
        page.add("原煤", "吨", "01")
        page.add("其中：1.无烟煤", "吨", "02")
        for number, row in enumerate((row for row in answer.energy if row["year"] == year), 30):
            amount = row["amount"]
            page.add(row["carrier"], row["amount_unit"], str(number), 0, amount, amount, amount, 0)
        page.add("能源合计", "吨标准煤", "40")
        page.add(*_signed(answer))
        pages.append(page)
    write_book(path, pages)


def write_output_form(path: Path, answer: Answer, years: Sequence[int]) -> None:
    """Write the enterprise's copy of form B204-1, a sheet per year."""
    pages = []
    for year in years:
        page = Page(f"B204-1（{year}）", widths=(24, 12, 10, 12, 14, 12))
        page.wide("工业产销总值及主要产品产量", 6)
        page.add(f"单位详细名称：{answer.basics['name']}", None, None, f"{year}年12月")
        _head(page, ["产品名称", "计量单位", "产品代码", "生产量", None, "上年同期"],
              [None, None, None, "本月", "本年累计", None], (3, 4))  # fmt: skip
        for row in (row for row in answer.production if row["year"] == year):
            month = round(row["output"] / 12)
            page.add(row["product_id"], row["output_unit"], None, month, row["output"], None)
        page.add(*_signed(answer))
        pages.append(page)
    write_book(path, pages)


def _signed(answer: Answer) -> tuple[str, ...]:
    day = answer.filled_on
    signs = ("单位负责人：见附件", "统计负责人：见附件", "填表人：见附件", "联系电话：见附件")
    return (*signs, f"报出日期：{day.year}年{day.month}月{day.day}日")


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
