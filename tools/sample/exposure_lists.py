"""What departments send of people, debts, support and land: lists in their own shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from .book import Page, write_book, write_csv
from .lists import Lists
from .rows import Row, labelled

# Headers of each list by the fields of the ledger that stand below them.
_COHORTS = {
    "line_id": "所属生产线", "cohort": "组号", "headcount": "人数（人）", "sex": "性别",
    "born_from": "最早出生年月", "born_to": "最晚出生年月", "hired_from": "最早进厂年月",
    "hired_to": "最晚进厂年月", "carried_over_years": "合并计算年限（年）", "post": "岗位", "contract": "合同类型", "contract_ends_on": "合同到期年月",
    "pay_cny_month": "月平均工资（元/月）", "insured": "是否参保", "insured_years": "失业保险缴费年限（年）",
    "hazards": "接触职业病危害", "protection": "特殊情形", "exit_ground": "解除或终止",
    "planned_transfer": "方案转岗（人）", "planned_inner_retirement": "方案内退（人）",
    "inner_allowance_cny_month": "内退生活费（元/月）",
    "employer_contribution_cny_month": "内退单位缴费（元/月）",
    "pay_arrears_10k_cny": "拖欠工资（万元）", "contribution_arrears_10k_cny": "欠缴社保（万元）",
}  # fmt: skip
_PETITIONS = {"open_petitions": "未办结信访（件）", "labour_disputes": "未结劳动争议（件）"}
_ACCOUNTS = {
    "revenue_10k_cny": "营业收入", "total_profit_10k_cny": "利润总额", "net_profit_10k_cny": "净利润",
    "interest_expense_10k_cny": "利息费用", "interest_paid_10k_cny": "实付利息",
    "subsidies_10k_cny": "政府补助", "assets_10k_cny": "资产总计", "liabilities_10k_cny": "负债合计",
    "cash_10k_cny": "货币资金", "short_debt_10k_cny": "短期借款", "long_debt_10k_cny": "长期借款",
    "bonds_10k_cny": "应付债券", "rolled_over_10k_cny": "续贷",
    "operating_cash_10k_cny": "经营现金净流量", "operating_days": "生产天数（天）",
}  # fmt: skip
_LOANS = {
    "bank": "贷款银行", "contract_no": "合同编号", "balance_10k_cny": "贷款余额（万元）",
    "granted_on": "发放日期", "matures_on": "到期日期", "interest_paid_10k_cny": "上年实付利息（万元）",
    "security": "担保方式", "quality": "五级分类", "rolled_over": "是否续贷",
}  # fmt: skip
_GUARANTEES = {
    "bank": "贷款银行", "contract_no": "合同编号", "guarantor": "担保人（编号或全称）",
    "amount_10k_cny": "担保金额（万元）",
}  # fmt: skip
_SUPPORT = {
    "measure": "扶持政策", "kind": "类别", "document_no": "依据文号", "level": "制定层级",
    "department": "实施部门", "amount_10k_cny": "年金额（万元）", "starts_on": "起始日期",
    "ends_on": "截止日期", "cleared_on": "清理日期",
}  # fmt: skip
_SURVEY = {
    "line_id": "涉及生产线", "right": "权利性质", "purpose": "用途", "area": "宗地面积（平方米）",
    "registered_on": "登记日期", "grade": "土地等别", "price_10k_cny": "土地价款（万元）",
    "agreed_start_on": "约定动工日期", "started_on": "实际动工日期", "suspended_on": "中止开发日期",
    "developed_percent": "已开发面积占比（%）", "invested_percent": "已投资占比（%）",
    "delay_cause": "未动工原因", "idle_finding": "闲置认定", "idle_document": "认定书文号",
    "use_state": "使用状况", "building_area_m2": "总建筑面积（平方米）", "footprint_m2": "建筑占地（平方米）",
    "office_land_m2": "办公生活用地（平方米）", "investment_10k_cny": "固定资产投资（万元）",
    "output_10k_cny": "宗地产值（万元）", "tax_10k_cny": "宗地税收（万元）", "soil_key_unit": "土壤重点监管", "soil_survey": "土壤调查", "planned_use": "拟改用途",
    "planned_route": "拟盘活方式", "mortgaged": "是否抵押", "boundary": "界址",
    "boundary_epsg": "坐标系编号（EPSG）",
}  # fmt: skip

# What the offices write for some of the ledger's choices.
_WORDS = {
    "保证": "保证贷款", "抵押": "抵押贷款", "质押": "质押贷款", "信用": "信用贷款", "正常": "正常类",
    "关注": "关注类", "次级": "次级类", "可疑": "可疑类", "无固定期限": "无固定", "固定期限": "固定",
    "区县": "本区", "省": "省级", "国家": "国家级", "在用": "正常使用", "部分使用": "部分空置",
    "建成后空置": "空置", "政府原因": "政府及有关部门原因", "已认定闲置": "已认定",
    "出让": "国有建设用地使用权（出让）", "划拨": "国有建设用地使用权（划拨）",
    "集体建设用地": "集体建设用地使用权",
}  # fmt: skip
_QUARTERS = {"2022-10": "2022年四季度", "2023-01": "2023年一季度"}


class ExposureLists:
    """The lists of what an exit puts at risk and what it frees.

    Parameters
    ----------
    lists : Lists
        The truth, and how lists write names.

    """

    def __init__(self, lists: Lists):
        self.lists, self.story, self.rows = lists, lists.story, lists.rows

    def write(self, folder: Path) -> None:
        """Write them into a folder."""
        write_book(folder / "职工分组表.xlsx", [self._cohorts()])
        write_book(folder / "用工需求.xlsx", [self._vacancies()])
        write_book(folder / "信访和劳动争议.xlsx", [self._petitions()])
        write_book(folder / "企业财务.xlsx", self._accounts())
        write_book(folder / "贷款明细.xlsx", self._loans())
        write_book(folder / "贷款汇总.xlsx", [self._totals()])
        write_book(folder / "扶持政策清单.xlsx", [self._support()])
        write_book(folder / "电价优惠清单.xlsx", [self._discounts()])
        write_csv(folder / "宗地.csv", self._survey(), "utf-8-sig")
        write_book(folder / "一宗多用清单.xlsx", [self._shared()])

    def _page(self, sheet: str, title: str, issuer: str, headers: Sequence[str]) -> Page:
        page = Page(sheet, widths=(6, 22, 30, *[13] * (len(headers) - 3)))
        page.wide(f"{self.story.name}{title}", len(headers))
        page.wide(issuer, len(headers))
        page.add(*headers)
        return page

    def _named(self, enterprise_id: str) -> tuple[str | None, str]:
        """Return credit code and name; a name without one is confirmed by a person."""
        code = self.lists.roster[enterprise_id]["uscc"]
        return code, self.lists.names.write(enterprise_id, known=code is not None)

    def _coded(self, page: Page, table: str, headers: Mapping[str, str], rows: list[Row]) -> Page:
        for number, row in enumerate(rows, 1):
            page.add(number, *self._named(row["enterprise_id"]), *_cells(table, headers, row))
        return page

    def _cohorts(self) -> Page:
        head = ["序号", "单位编号", "单位名称", *_COHORTS.values()]
        page = self._page(
            "职工分组", "企业职工分组表（截至2022年8月）", "填报单位：示例区人社局", head
        )
        for number, row in enumerate(self.rows["workforce"], 1):
            key = row["enterprise_id"]
            accounts = self.lists.numbers[key]["social_insurance_account"]
            name = self.lists.names.write(key, known=bool(accounts))
            account = accounts[0] if accounts else None
            page.add(number, account, name, *_cells("workforce", _COHORTS, row))
        page.wide("注：只列人数和平均数，不列个人。", len(head))
        return page

    def _vacancies(self) -> Page:
        """Return a row a township and a column a quarter, below a common header."""
        quarters = self.story.people.quarters
        page = Page("用工需求", widths=(6, 18, *[16] * len(quarters)))
        page.wide(f"{self.story.name}用工需求摸底表", 2 + len(quarters))
        page.wide("填报单位：示例区人社局", 2 + len(quarters))
        page.add("序号", "乡镇（街道）", "可安置岗位（个）", *[None] * (len(quarters) - 1))
        page.add(None, None, *map(_months_of, quarters))
        for column in (0, 1):
            page.merge(2, column, 3, column)
        page.merge(2, 2, 2, 1 + len(quarters))
        for number, (township, jobs) in enumerate(self.story.people.vacancies.items(), 1):
            page.add(number, township, *jobs)
        return page

    def _petitions(self) -> Page:
        head = ["序号", "统一社会信用代码", "企业名称", *_PETITIONS.values()]
        page = self._page(
            "信访", "拟退出企业信访和劳动争议（2022年8月）", "填报单位：示例区信访局", head
        )
        return self._coded(page, "stability", _PETITIONS, self.rows["stability"])

    def _accounts(self) -> Iterator[Page]:
        for year in self.story.credit.years:
            head = ["序号", "企业编号", "企业名称", *_ACCOUNTS.values()]
            page = self._page(f"{year}年", f"工业企业财务数据（{year}年）", "单位：万元", head)
            rows = [row for row in self.rows["finance"] if row["year"] == year]
            for number, row in enumerate(rows, 1):
                key = row["enterprise_id"]
                name = self.lists.names.write(key, known=True)
                page.add(number, key, name, *_cells("finance", _ACCOUNTS, row))
            yield page

    def _loans(self) -> Iterator[Page]:
        issuer = "填报单位：示例区人民银行　　数据截至2022年8月31日，经企业同意提供"
        for sheet, title, table, headers in (
            ("贷款", "企业贷款明细", "loans", _LOANS),
            ("担保", "企业贷款担保明细", "guarantees", _GUARANTEES),
        ):
            head = ["序号", "统一社会信用代码", "借款企业", *headers.values()]
            page = self._page(sheet, title, issuer, head)
            yield self._coded(page, table, headers, self.rows[table])

    def _totals(self) -> Page:
        head = ["序号", "贷款银行", "汇总范围", "到期季度", "户数（家）", "贷款余额（万元）"]
        page = self._page("汇总", "名单企业贷款汇总", "填报单位：示例区人民银行", head)
        scopes = {"exiting": "名单内拟退出企业", "roster": "名单内全部企业"}
        for number, row in enumerate(self.rows["bank_totals"], 1):
            quarter = _QUARTERS.get(row.get("quarter", ""), "不分季度")
            page.add(number, row["bank"], scopes[row["scope"]], quarter, row["borrowers"],
                     row["balance_10k_cny"])  # fmt: skip
        return page

    def _support(self) -> Page:
        head = ["序号", "统一社会信用代码", "企业名称", *_SUPPORT.values()]
        page = self._page("清单", "工业企业扶持政策清单", "填报单位：示例区发改委", head)
        rows = [row for row in self.rows["support_measures"] if row["kind"] != "power_price"]
        return self._coded(page, "support_measures", _SUPPORT, rows)

    def _discounts(self) -> Page:
        """Return the list of the power company, which knows meters and counts in yuan."""
        head = [
            "序号",
            "户号",
            "户名",
            "优惠政策",
            "依据文号",
            "制定层级",
            "年优惠电费（元）",
            "起始日期",
            "截止日期",
            "清理日期",
        ]
        page = self._page("电价优惠", "执行优惠电价的用户", "填报单位：示例区供电公司", head)
        rows = [row for row in self.rows["support_measures"] if row["kind"] == "power_price"]
        for number, row in enumerate(rows, 1):
            key, level = row["enterprise_id"], labelled("support_measures", row)["level"]
            account = self.lists.numbers[key]["electricity_account"][0]
            page.add(number, account, self.lists.names.write(key, known=True), row["measure"],
                     row["document_no"], _WORDS[level], round(row["amount_10k_cny"] * 10_000),
                     row["starts_on"], row.get("ends_on"), row.get("cleared_on"))  # fmt: skip
        return page

    def _survey(self) -> Iterator[Sequence[object]]:
        yield ("不动产单元号", "权利人", "坐落", *_SURVEY.values())
        for row in self._owned():
            key = row["enterprise_id"]
            known = row["parcel_no"] in self.lists.numbers[key]["parcel"]
            place = f"{self.story.name}{self.lists.roster[key]['township']}"
            yield (row["parcel_no"], self.lists.names.write(key, known=known), place,
                   *map(_slashed, _cells("parcels", _SURVEY, row)))  # fmt: skip
        for number, name in enumerate(self.lists.strangers("parcels"), 1):
            of = {"right": "集体建设用地使用权", "purpose": "工业用地", "area": 2680.5,
                  "registered_on": "2016/03/01"}  # fmt: skip
            yield (f"360499099001JB9900{number}W00000000", name, self.story.name,
                   *map(of.get, _SURVEY))  # fmt: skip

    def _owned(self) -> list[Row]:
        return [row for row in self.rows["parcels"] if not self._is_shared(row)]

    def _is_shared(self, row: Row) -> bool:
        ids = list(self.lists.roster)
        return row["enterprise_id"] in {ids[one.enterprise - 1] for one in self.story.land.shared}

    def _shared(self) -> Page:
        head = ["序号", "统一社会信用代码", "其他用地单位", "不动产单元号", "用途", "宗地面积（平方米）",
                "使用状况", "共用方式"]  # fmt: skip
        page = self._page("一宗多用", "一宗多用的工业用地", "填报单位：示例区自然资源局", head)
        rows = [row for row in self.rows["parcels"] if self._is_shared(row)]
        for number, row in enumerate(rows, 1):
            state = labelled("parcels", row)["use_state"]
            page.add(number, *self._named(row["enterprise_id"]), row["parcel_no"], row["purpose"],
                     row["area"], _WORDS[state], "租用部分厂房")  # fmt: skip
        return page


def _cells(table: str, fields: Iterable[str], row: Row) -> list[Any]:
    """Return the cells of a row, choices by the words of the offices."""
    shown = labelled(table, row)
    cells = (shown.get(field) for field in fields)
    return [_WORDS.get(cell, cell) if isinstance(cell, str) else cell for cell in cells]


def _months_of(quarter: str) -> str:
    year, month = quarter.split("-")
    return f"{year}年{int(month)}—{int(month) + 2}月"


def _slashed(cell: Any) -> Any:
    """Return a day as the register writes it."""
    return cell.strftime("%Y/%m/%d") if hasattr(cell, "strftime") else cell
