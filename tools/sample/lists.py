"""What departments send: lists in their own shapes, keyed by what each of them knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from capacity_analysis.ledger import registry

from .book import Page, write_book, write_csv
from .rows import Row, Tables, labelled
from .story import District
from .truth import AUDITED

_MONTHS = tuple(f"{month}月" for month in range(1, 13))
_MISTYPED = 4  # the penalty whose credit code has an O for a 0
_PENALTIES = {
    "fined": "罚款", "suspended": "责令停产整治", "rectify": "限期改正", "closed": "责令关闭",
}  # fmt: skip
_CIRCUMSTANCES = {"minor": "情节轻微", "ordinary": "情节一般", "serious": "情节严重"}
_HAZARDS = {"ordinary": "一般隐患", "serious": "重大隐患"}
_ORDERS = {
    "passed": "未发现隐患",
    "rectify": "责令限期整改",
    "suspended": "责令停产停业整顿",
    "fined": "行政处罚",
}
_SEASON = np.array([0.9, 0.7, 1.0, 1.02, 1.03, 1.05, 1.08, 1.08, 1.03, 1.0, 1.02, 1.09])


@dataclass
class Names:
    """How lists write the names of enterprises, and which names a person must confirm.

    Attributes
    ----------
    story : District
        The story.
    full : dict of str to str
        Names of the roster, by id.
    confirmed : dict of str to str
        Ids by the names that no number leads from.

    """

    story: District
    full: dict[str, str]
    confirmed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        ids = list(self.full)
        written = self.story.lists.written
        self.written = {ids[number - 1]: name for number, name in written.items()}

    def write(self, enterprise_id: str, *, known: bool) -> str:
        """Return a name as a list has it; where no number is known, remember to have it confirmed."""
        name = self.written.get(enterprise_id, self.full[enterprise_id])
        if not known:
            self.confirmed[name] = enterprise_id
        return name


@dataclass
class Lists:
    """The departments' lists of a district.

    Attributes
    ----------
    story : District
        The story.
    rows : dict of str to list of dict
        The truth.
    names : Names
        How the lists write names.

    """

    story: District
    rows: Tables
    names: Names

    def __post_init__(self) -> None:
        self.numbers: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for row in self.rows["identifiers"]:
            self.numbers[row["enterprise_id"]][row["kind"]].append(row["value"])
        self.roster = {row["enterprise_id"]: row for row in self.rows["enterprises"]}

    def write(self, folder: Path) -> None:
        """Write all lists into a folder."""
        write_book(folder / "供电公司分户电量.xlsx", self._power())
        write_csv(folder / "行政处罚清单.csv", self._penalties(), "gb18030")
        write_book(folder / "质量监督抽查.xlsx", self._quality())
        write_book(folder / "安全检查台账.xlsx", [self._safety()])
        write_book(folder / "参保人数.xlsx", [self._headcounts()])
        write_book(folder / "亩产评价.xlsx", self._ratings())
        write_book(folder / "统计资料.xlsx", [self._statistics()])
        write_book(folder / "能源审计清单.xlsx", self._audit())

    def strangers(self, of: str) -> list[str]:
        """Return the names of a list that are of nobody on the roster, or of which nobody has decided."""
        found = [*self.story.lists.strangers, *self.story.lists.undecided]
        return [one.name for one in found if one.list == of]

    def _inspections(self, ground: str) -> list[Row]:
        found = [row for row in self.rows["inspections"] if row["ground"] == ground]
        return sorted(found, key=lambda row: (row["happened_on"], row["enterprise_id"]))

    def _power(self) -> Iterator[Page]:
        """Yield a sheet per year: one row per meter, months as columns, a total below."""
        landlords = self._landlords()
        for year in self.story.years:
            page = Page(f"{year}年", widths=(6, 14, 32, 14, *[11] * 13))
            page.wide(f"{self.story.name}工业用户分户电量统计表（{year}年）", 17)
            page.wide("单位：千瓦时", 17)
            page.add("序号", "户号", "户名", "用电地址", *_MONTHS, "合计")
            totals = np.zeros(12, dtype=int)
            meters = [row for row in self.rows["metered_energy"] if row["year"] == year]
            for number, row in enumerate(meters, 1):
                key, account = row["enterprise_id"], row["account"]
                known = account in self.numbers[key]["electricity_account"]
                name = landlords.get(key) or self.names.write(key, known=known)
                months = _months(int(row["amount"]), int(account) + year)
                totals += months
                place = self.roster[key]["township"]
                page.add(number, account, name, place, *months.tolist(), int(row["amount"]))
            for more, name in enumerate(self.strangers("power"), len(meters) + 1):
                months = _months(42_000 + 900 * more, more + year)
                totals += months
                account = f"360499998{more % 10}"
                page.add(more, account, name, None, *months.tolist(), int(months.sum()))
            page.add("合计", None, None, None, *totals.tolist(), int(totals.sum()))
            page.add("注：本表电量为抄见电量，不含企业自发自用部分。")
            yield page

    def _landlords(self) -> dict[str, str]:
        ids = list(self.roster)
        lessors = {one.number: one.lessor for one in self.story.enterprises}
        return {
            ids[number - 1]: self.names.full[ids[int(lessors[number] or 0) - 1]]
            for number in self.story.lists.landlord_meters
        }

    def _penalties(self) -> Iterator[Sequence[object]]:
        yield (f"{self.story.name}行政处罚台账",)
        yield ("序号", "处罚决定书文号", "当事人", "统一社会信用代码", "涉及生产线", "违法事实", "情节",
               "处罚种类", "罚款金额（元）", "处罚机关", "处罚日期", "整改期限", "延期至",
               "整改完成日期", "经办人")  # fmt: skip
        rows = self._inspections("environment")
        for number, row in enumerate(rows, 1):
            key, fine = row["enterprise_id"], row["fine_10k_cny"]
            code = self.roster[key]["uscc"] if number % 3 else None
            if code and number == _MISTYPED:
                code = code.replace("0", "O", 1)
            known = code is not None and number != _MISTYPED
            days = (_dotted(row.get(day))
                    for day in ("happened_on", "rectify_by", "extended_to", "rectified_on"))  # fmt: skip
            yield (number, row["document_no"], self.names.write(key, known=known), code,
                   row.get("line_id"), row["matter"], _CIRCUMSTANCES.get(row.get("severity") or ""),
                   _PENALTIES[row["result"]], fine and round(fine * 10_000), row["department"],
                   *days, "见附件")  # fmt: skip
        for number, name in enumerate(self.strangers("penalties"), len(rows) + 1):
            yield (number, f"示环罚〔2021〕{90 + number}号", name, None, None, "运输车辆未密闭", None,
                   "罚款", 15000, rows[0]["department"], f"2021.{number % 12 + 1}.18", None, None,
                   None, "见附件")  # fmt: skip
        yield "合计", *[None] * 7, sum(round((row["fine_10k_cny"] or 0) * 10_000) for row in rows)

    def _quality(self) -> Iterator[Page]:
        """Yield a sheet per batch of goods, under a header of two rows."""
        batches: dict[str, list[Row]] = defaultdict(list)
        for row in self._inspections("quality"):
            batches[row["matter"].partition("；")[0]].append(row)
        for number, (goods, rows) in enumerate(batches.items(), 1):
            page = Page(goods, widths=(6, 14, 32, 18, 14, 12, 24, 10, 12, 12, 12))
            page.wide(f"{goods}产品质量监督抽查结果（示市监质〔2021〕{number}号）", 11)
            page.add("序号", "样品编号", "受检企业", "产品名称", "涉及生产线", "抽样日期", "检验结果",
                     None, "整改期限", "延期至", "复查合格日期")  # fmt: skip
            page.add(*[None] * 6, "不合格项目", "判定", None, None, None)
            for column in (0, 1, 2, 3, 4, 5, 8, 9, 10):
                page.merge(1, column, 2, column)
            page.merge(1, 6, 1, 7)
            for at, row in enumerate(rows, 1):
                name = self.names.write(row["enterprise_id"], known=False)
                items = row["matter"].partition("；")[2] or "/"
                page.add(at, row["document_no"], name, goods, row.get("line_id"), row["happened_on"],
                         items, labelled("inspections", row)["result"], row["rectify_by"],
                         row.get("extended_to"), row["rectified_on"])  # fmt: skip
            if number == 1:
                for name in self.strangers("quality"):
                    page.add(len(rows) + 1, "CJ2021-099", name, goods, None,
                             rows[0]["happened_on"], "/", "合格")  # fmt: skip
            page.add("注：联系方式见附件。")
            yield page

    def _safety(self) -> Page:
        page = Page("检查台账", widths=(6, 12, 32, 34, 14, 30, 12, 16, 12, 12, 12, 24, 20))
        page.wide(f"{self.story.name}应急管理局安全生产执法检查台账", 13)
        page.add("序号", "检查日期", "被检查单位", "单位地址", "涉及生产线", "存在隐患", "隐患等级",
                 "处理意见", "罚款金额（元）", "整改期限", "延期至", "复查情况", "检查部门")  # fmt: skip
        rows = self._inspections("safety")
        for number, row in enumerate(rows, 1):
            key, fine, done = row["enterprise_id"], row["fine_10k_cny"], row["rectified_on"]
            address = self.roster[key].get("address")
            checked = (
                f"{done.year}年{done.month}月{done.day}日复查合格"
                if done
                else "尚未复查"
                if row["rectify_by"]
                else None
            )
            page.add(number, row["happened_on"], self.names.write(key, known=False), address,
                     row.get("line_id"), row["matter"], _HAZARDS.get(row.get("severity") or ""),
                     _ORDERS[row["result"]], fine and round(fine * 10_000), row["rectify_by"],
                     row.get("extended_to"), checked, row["department"])  # fmt: skip
        for number, name in enumerate(self.strangers("safety"), len(rows) + 1):
            page.add(number, rows[0]["happened_on"], name, None, None, "未见明显隐患", None,
                     "未发现隐患")  # fmt: skip
        page.wide("说明：本台账不含消防检查；联系方式见附件。", 13)
        return page

    def _headcounts(self) -> Page:
        page = Page("参保人数", widths=(6, 32, 16, 14))
        page.wide(f"{self.story.name}企业职工基本养老保险参保人数", 4)
        page.wide("截至2022年8月", 4)
        page.add("序号", "单位名称", "单位编号", "参保人数（人）")
        rows = self.rows["headcounts"]
        for number, row in enumerate(rows, 1):
            key = row["enterprise_id"]
            accounts = self.numbers[key]["social_insurance_account"]
            name = self.names.write(key, known=bool(accounts))
            page.add(number, name, accounts[0] if accounts else None, row["insured"])
        strangers = self.strangers("headcounts")
        for number, name in enumerate(strangers, len(rows) + 1):
            page.add(number, name, None, 10 + number)
        total = sum(row[3] for row in page.rows[3:])
        page.add("合计", None, None, total)
        return page

    def _ratings(self) -> Iterator[Page]:
        """Yield a sheet per year, under a header of two rows."""
        for year in sorted({row["year"] for row in self.rows["ratings"]}):
            page = Page(f"{year}年度", widths=(6, 32, 22, 18, 12, 12))
            page.wide(f"{self.story.name}工业企业亩产效益综合评价结果（{year}年度）", 6)
            page.add("序号", "企业名称", "统一社会信用代码", "评价指标", None, "评价等级")
            page.add(None, None, None, "亩均税收（万元/亩）", "综合得分", None)
            for column in (0, 1, 2, 5):
                page.merge(1, column, 2, column)
            page.merge(1, 3, 1, 4)
            rows = [row for row in self.rows["ratings"] if row["year"] == year]
            for number, row in enumerate(rows, 1):
                key = row["enterprise_id"]
                code = self.roster[key]["uscc"]
                page.add(number, self.names.write(key, known=bool(code)), code,
                         row["tax_per_mu_10k_cny"], row["score"], f"{row['rating']}类")  # fmt: skip
            yield page

    def _statistics(self) -> Page:
        page = Page("2021年", widths=(6, 32, 22, 18, 24))
        page.wide(f"{self.story.name}规模以上工业企业统计资料（2021年）", 5)
        page.wide("仅供分行业汇总使用，不得对外提供单个企业资料", 5)
        page.add(
            "序号",
            "单位详细名称",
            "统一社会信用代码",
            "工业总产值（万元）",
            "综合能源消费量（吨标准煤）",
        )
        values: dict[str, dict[str, float]] = defaultdict(dict)
        for row in self.rows["statistics"]:
            values[row["enterprise_id"]][row["indicator"]] = row["value"]
        for number, (key, told) in enumerate(values.items(), 1):
            code = self.roster[key]["uscc"]
            name = self.names.write(key, known=bool(code))
            page.add(number, name, code, told["output_value_10k_cny"], told["energy_tce"])
        return page

    def _audit(self) -> Iterator[Page]:
        """Yield a sheet per table of the ledger, with the headers that the ledger has."""
        ids = list(self.roster)
        audited = {ids[one.number - 1] for one in self.story.enterprises if one.audit}
        for name in AUDITED:
            table = registry().tables[name]
            rows = [row for row in self.rows[name] if row["enterprise_id"] in audited]
            told = [key for key in table.fields if any(row.get(key) is not None for row in rows)][
                1:
            ]
            page = Page(table.sheet, widths=(6, 32, 22, *[16] * len(told)))
            page.wide(f"{self.story.name}重点用能单位能源审计清单（{table.sheet}）", 3 + len(told))
            headers = (table.fields[key].header for key in told)
            page.add("序号", "企业名称", "统一社会信用代码", *headers)
            for number, row in enumerate(rows, 1):
                key, shown = row["enterprise_id"], labelled(name, row)
                code = self.roster[key]["uscc"]
                page.add(number, self.names.write(key, known=True), code, *map(shown.get, told))
            yield page


def _months(total: int, seed: int) -> np.ndarray:
    """Split what a meter counted in a year over the months, in whole kilowatt-hours."""
    weights = _SEASON * np.random.default_rng([seed]).uniform(0.95, 1.05, 12)
    months: np.ndarray = np.floor(total * weights / weights.sum()).astype(int)
    months[-1] += total - months.sum()
    return months


def _dotted(day: object) -> str | None:
    """Return a day as that office types it, such as 2021.3.9."""
    return f"{day.year}.{day.month}.{day.day}" if day is not None else None  # type: ignore[attr-defined]


def all_names(rows: Iterable[Row]) -> dict[str, str]:
    """Return the names of the roster by id."""
    return {row["enterprise_id"]: row["name"] for row in rows}
