"""信贷与债务: what falls due, what is suggested to banks, who has to pay for others, what keeps alive.

Loans are of enterprises, and told as they are. What banks supplied one by one and what they supplied
in sums stand side by side and are never added up. All is a suggestion: banks decide themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pandas as pd

from .. import figures
from ..assessment.exposure_words import named, quarter
from ..text import _
from .asset_cells import account, marked, numbered
from .blocks import Block, Column, Figure, Inline, Section, fill, paragraph, ref, section, table
from .finding_cells import MOST_ROWS, left_off, on_day
from .guarantees_told import guarantees
from .heading import heading
from .numbers import listed, share
from .rules import clauses
from .staff_tables import leavers, no_data
from .support_told import power_prices, support
from .units import disposition_label
from .view import IndustryView, records
from .zombies_told import zombies

BANK_TABLE = "table-loans-by-bank"
BANK_FIGURE = "figure-loans-by-bank"
TABLE = "table-credit"
_MOST_QUARTERS = 6
# Of credit_advice, beyond the balance: what of it falls due before the exit, is overdue, rolled over.
_PARTS = ("due_before_exit_10k_cny", "overdue_10k_cny", "rolled_over_10k_cny")


def credit(view: IndustryView) -> Section:
    """Return loans, guarantees, suspected zombies, support and power prices."""
    parts = (
        (_("贷款按银行和到期时间"), _by_bank(view)),
        (_("退出企业的贷款和授信建议"), _advice(view)),
        (_("担保链"), guarantees(view)),
        (_("疑似僵尸企业"), zombies(view)),
        (_("扶持政策"), support(view)),
        (_("差别、惩罚性和阶梯电价"), power_prices(view)),
    )
    return section(heading("credit"), numbered(parts))


# --- by bank --------------------------------------------------------------------------------------


def _by_bank(view: IndustryView) -> Iterator[Block]:
    rows = view.assessment["loan_exposure"]
    if rows.empty:
        text = _("建议退出企业的贷款：{nothing}。银行可以逐笔提供，也可以只提供汇总数。")
        yield paragraph(text.format(nothing=no_data(view, _("贷款清单或者汇总数"), "loans")))
        return
    leaving = rows[(rows["scope"] == "exiting") & rows["counts"]]
    yield paragraph(_whole(leaving))
    if leaving["balance_10k_cny"].sum() > 0:
        yield _figure(view, leaving)
    yield _bank_table(view, rows)


def _whole(leaving: pd.DataFrame) -> Inline:
    """Return the balances of enterprises that leave, of every industry, by the two shapes."""
    parts = [
        text
        for form, text in (("detail", _detail(leaving)), ("aggregate", _aggregate(leaving)))
        if (leaving["form"] == form).any()
    ]
    if not parts:
        return _("全区各行业建议退出的企业没有贷款余额。")
    return fill(
        _("全区各行业建议退出的企业：{parts}（{table}）。"),
        parts=_("；").join(parts), table=ref(BANK_TABLE),
    )  # fmt: skip


def _detail(leaving: pd.DataFrame) -> str:
    own = leaving[leaving["form"] == "detail"]
    text = _("{banks}家银行逐笔提供的贷款余额{balance}，其中已逾期{late}，续贷过的{rolled}")
    return text.format(
        banks=own["bank"].nunique(),
        **{
            name: account(own[f"{column}_10k_cny"].sum(min_count=1))
            for name, column in (
                ("balance", "balance"), ("late", "overdue"), ("rolled", "rolled_over"),
            )
        },
    )  # fmt: skip


def _aggregate(leaving: pd.DataFrame) -> str:
    own = leaving[leaving["form"] == "aggregate"]
    return _("另有{banks}家银行只提供汇总数，余额{balance}，口径不同，不与逐笔的相加").format(
        banks=own["bank"].nunique(), balance=account(own["balance_10k_cny"].sum())
    )


def _figure(view: IndustryView, leaving: pd.DataFrame) -> Figure:
    late = leaving["overdue_10k_cny"].fillna(0.0)
    parts = pd.concat(
        [
            leaving.assign(amount=late, time="late"),
            leaving.assign(amount=leaving["balance_10k_cny"] - late, time=leaving["quarter"]),
        ]
    )
    parts = parts[parts["amount"] > 0]
    dated = sorted({each for each in parts["time"] if each not in ("late", "")})
    last = dated[_MOST_QUARTERS - 1] if len(dated) > _MOST_QUARTERS else "~"
    times = [
        each for each in ("late", *dated[:_MOST_QUARTERS], "") if (parts["time"] == each).any()
    ]
    parts["time"] = parts["time"].mask((parts["time"] > last) & (parts["time"] != "late"), last)
    by = parts.pivot_table(
        index=["form", "bank"], columns="time", values="amount", aggfunc="sum", observed=True
    ).reindex(columns=times)
    by = by.sort_index(level=["form", "bank"], ascending=[False, True])
    forms, banks = by.index.get_level_values("form"), by.index.get_level_values("bank")
    drawn = figures.loans_by_bank(
        by,
        bank_names=list(banks),
        column_labels=[_time(each, last) for each in times],
        aggregate=(forms == "aggregate").tolist(),
        late=times.index("late") if "late" in times else None,
        labels={"total": _("合计"), "detail": _("逐笔"), "aggregate": _("汇总")},
    )
    title = _title(parts)
    return Figure(
        anchor=BANK_FIGURE, title=title, alt=title, svg=figures.to_svg(drawn),
        caption=_("格内为建议退出企业的贷款余额（万元），颜色越深数额越大；斜线的行是银行提供的汇总数，"
                  "不与逐笔的相加。含全区各行业；一家企业部分退出的，贷款全部计入。"),
        source=_("来源：台账{file}贷款、贷款汇总（数据截至{day}）").format(
            file=view.assessment.ledger_file, day=view.data_day
        ),
    )  # fmt: skip


def _time(time: str, last: str) -> str:
    """Return the head of a column: a quarter on two lines, the last one with all that come after."""
    if time == "late":
        return _("已逾期")
    if not time:
        return _("未注明\n到期日")
    text = quarter(time).replace("年", _("年\n"), 1)
    return _("{quarter}\n及以后").format(quarter=text) if time == last else text


def _title(parts: pd.DataFrame) -> str:
    own = parts[parts["form"] == "detail"]
    late = own.loc[own["time"] == "late", "amount"].sum()
    to_come = own[~own["time"].isin(["late", ""])].groupby("time")["amount"].sum()
    if to_come.empty:
        return _("建议退出企业的贷款按银行和到期时间")
    most = str(to_come.idxmax())
    text = _("逐笔提供的贷款{quarter}到期最多，为{amount}{late}")
    return text.format(
        quarter=quarter(most),
        amount=account(float(to_come.max())),
        late=_("；已逾期{amount}").format(amount=account(float(late))) if late else "",
    )


def _bank_table(view: IndustryView, rows: pd.DataFrame) -> Block:
    columns = [
        Column(_("银行"), width=1.8),
        Column(_("提供方式"), width=1.0),
        Column(_("建议退出企业余额"), "right", 1.3),
        Column(_("其中已逾期"), "right", 1.1),
        Column(_("其中续贷过"), "right", 1.1),
        Column(_("名录内企业余额"), "right", 1.3),
        Column(_("退出占比"), "right", 0.9),
    ]
    sums = ["balance_10k_cny", "overdue_10k_cny", "rolled_over_10k_cny"]
    wide = rows.pivot_table(
        index=["form", "bank", "counts"], columns="scope", values=sums, observed=True,
        aggfunc=lambda each: each.sum(min_count=1),
    ).sort_index(level=["form", "bank"], ascending=[False, True])  # fmt: skip
    cells = [_of_bank(key, row) for key, row in wide.head(MOST_ROWS).iterrows()]
    notes = [
        _("逾期为到期日在{day}之前的。只提供汇总数的银行没有逾期和续贷的数。贷款数据经企业同意或者"
          "以汇总方式取得，只供研判风险。").format(day=on_day(view.assessment.as_of))
    ]  # fmt: skip
    if not rows["counts"].all():
        notes.append(_("注明“核对用”的：该行已逐笔提供，以逐笔的为准，汇总数只供核对。"))
    caption = _("全区建议退出企业的贷款（按银行）")
    return table(BANK_TABLE, caption, columns, cells, [*notes, *left_off(len(wide))])


def _of_bank(key: Any, row: pd.Series) -> list[Inline]:
    form, bank, counts = key
    kind = {"detail": _("逐笔"), "aggregate": _("汇总")}[form]
    balance, whole = (row.get(("balance_10k_cny", scope)) for scope in ("exiting", "roster"))
    return [
        bank,
        kind if counts else _("{kind}（核对用）").format(kind=kind),
        _or_dash(balance),
        _or_dash(row.get(("overdue_10k_cny", "exiting"))),
        _or_dash(row.get(("rolled_over_10k_cny", "exiting"))),
        _or_dash(whole),
        "—" if pd.isna(balance) or pd.isna(whole) else share(float(balance), float(whole)),
    ]


def _or_dash(amount: Any) -> str:
    return "—" if amount is None or pd.isna(amount) else account(float(amount))


# --- by enterprise --------------------------------------------------------------------------------


def advised(view: IndustryView) -> pd.DataFrame:
    """Return what is suggested of enterprises of the industry, the greatest balance first."""
    rows = view.of_enterprises("credit_advice")
    return rows.sort_values(
        ["balance_10k_cny", "enterprise_id"], ascending=[False, True], kind="stable",
        ignore_index=True,
    )  # fmt: skip


def _advice(view: IndustryView) -> Iterator[Block]:
    rows = advised(view)
    if rows.empty:
        yield paragraph(_("本行业没有需要向银行提示的企业。"))
        return
    yield paragraph(_suggested(view, rows))
    columns = [
        Column(_("企业"), width=2.2),
        Column(_("处置建议"), width=1.3),
        Column(_("贷款余额"), "right", 1.1),
        *(Column(_part(name), "right", 1.0) for name in _PARTS if name in rows),
        Column(_("银行"), width=1.6),
        Column(_("对银行的建议"), width=1.7),
        Column(_("条款"), width=1.6),
    ]
    sure = view.assessment["rules"].set_index("row_id")["confidence"]
    cells = [_row(view, row, sure) for row in records(rows.head(MOST_ROWS))]
    notes = [
        _("只是向银行的提示，是否授信由银行自主决定，任何单位和个人不得强令{clauses}。"
          "“超期未退出”指已过退出期限。").format(clauses=clauses(view, "bank_discretion")),
        _("余额只含逐笔提供的贷款；没有的写“无数据”（缺：{department}逐笔贷款），不等于没有贷款。").format(
            department=_loans_from(view)),
        *left_off(len(rows)),
    ]  # fmt: skip
    caption = _("{industry}退出企业的贷款和授信建议").format(industry=view.sector)
    yield table(TABLE, caption, columns, cells, notes)


def _loans_from(view: IndustryView) -> str:
    campaign = view.assessment.campaign
    return campaign.departments[campaign.suppliers.loans].label


def _suggested(view: IndustryView, rows: pd.DataFrame) -> Inline:
    given = view.assessment.campaign.credit.advice
    template = _("{advice}{count}家")
    counts = rows["advice"].value_counts(sort=False)
    parts = [
        template.format(advice=one.label, count=counts[one.id]) for one in given if one.id in counts
    ]
    known = rows["balance_10k_cny"].notna()
    return fill(
        _("{industry}有{count}家企业需要向银行提示，其中{known}家有逐笔贷款，余额{balance}；"
          "建议{parts}（{table}）。"),
        industry=view.sector, count=str(len(rows)), known=str(int(known.sum())),
        balance=account(rows["balance_10k_cny"].sum()), parts=listed(parts), table=ref(TABLE),
    )  # fmt: skip


def _part(name: str) -> str:
    return dict(zip(_PARTS, (_("退出前到期"), _("已逾期"), _("续贷过")), strict=True))[name]


def _row(view: IndustryView, row: Any, sure: pd.Series) -> list[Inline]:
    late = _("（超期未退出）") if row.overdue else ""
    held = row._asdict()
    return [
        row.enterprise_name,
        disposition_label(view, str(row.disposition)) + late,
        account(row.balance_10k_cny),
        *(_or_dash(held[name]) for name in _PARTS if name in held),
        row.banks if isinstance(row.banks, str) else "—",
        named(view.assessment.campaign.credit.advice, row.advice),
        _clause(row, sure),
    ]


def _clause(row: Any, sure: pd.Series) -> str:
    """Return the clause with the id of its row, and whether that is still to be checked."""
    clause = row.clause if isinstance(row.clause, str) else ""
    cited = _("方案{clause}").format(clause=clause) if clause[:1] in _PLAN else clause
    rule = row.rule if isinstance(row.rule, str) else ""
    return f"{cited} {rule}{marked(sure.get(rule))}".strip() or "—"


_PLAN = tuple("一二三四五六七八九十")


def owing(view: IndustryView) -> pd.DataFrame:
    """Return the advice on enterprises of the industry that leave and have loans on file."""
    rows = advised(view)
    leaves = rows["enterprise_id"].isin(leavers(view)["enterprise_id"])
    return rows[leaves & rows["balance_10k_cny"].notna()]
