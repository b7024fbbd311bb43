"""Tasks that follow from people, credit and land: what an exit still lacks, and by when.

A task names no number that is hidden, and says nothing that would tell one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pandas as pd

from ..analysis.joined_ids import apart
from ..assessment import exposure_words as words
from ..text import _
from .exposure_columns import named, quarters, worded
from .people import leaving
from .words import Words, choices, said

_CLEAR = ("clear_by_county", "propose_to_higher")
_PLAN_STEP = "resettlement_plan"


def exposure_tasks(told: Words) -> Iterator[pd.DataFrame]:
    """Yield the tasks on people, credit and land, each with its department and its day."""
    campaign = told.campaign
    yield from _by(campaign.suppliers.workforce, _people(told))
    yield from _by(campaign.suppliers.loans, _credit(told))
    yield from _by(campaign.suppliers.land, _land(told))
    yield from _by(_leads(told, "risks") or campaign.suppliers.loans, [_circles(told)])
    yield from _by(_leads(told, "support_policies"), [_support(told)])


def _by(
    department: str, tasks: Iterator[pd.DataFrame] | list[pd.DataFrame]
) -> Iterator[pd.DataFrame]:
    """Yield tasks with the department that they are for; departments are joined by ``;``."""
    for each in tasks:
        yield each.assign(department=department)


def _leads(told: Words, task: str) -> str:
    found = told.campaign.task(task)
    return ";".join(found.lead) if found else ""


def _exits(told: Words) -> pd.DataFrame:
    """Return the enterprises that leave, with the day of the exit: else that of the plan's goal."""
    going = leaving(told)
    goal = told.campaign.target.deadline.isoformat()
    first = told.cohorts.dropna(subset=["exit_on"]).groupby("enterprise_id")["exit_on"].min()
    day = going["enterprise_id"].map(first).astype("str").fillna(going["deadline"].astype("str"))
    return going[["enterprise_id"]].assign(deadline=day.fillna(goal))


def _days_of(told: Words, ids: pd.Series) -> pd.Series:
    """Return the day of the exit of enterprises; missing of those that stay."""
    exits = _exits(told)
    return ids.map(exits.set_index("enterprise_id")["deadline"]).astype("str")


# --- the staff ------------------------------------------------------------------------------------


def _people(told: Words) -> Iterator[pd.DataFrame]:
    exits = _exits(told)
    uncounted = exits[~exits["enterprise_id"].isin(told.cohorts["enterprise_id"])]
    yield uncounted.assign(
        kind=_("补充数据"), matter=_("没有退出岗位的职工分组表，安置人数和费用不详")
    )
    steps = told.assessment["legal_steps"]
    lacks = steps[(steps["step"] == _PLAN_STEP) & (steps["status"] == "missing")]
    without = exits[exits["enterprise_id"].isin(lacks["enterprise_id"])]
    yield without.assign(kind=_("督促安置"), matter=_("督促企业制定职工安置方案"))
    yield _health_checks(told, exits)
    yield _lay_offs(told, exits)
    yield from _jobs(told)
    yield _settings(told)


def _health_checks(told: Words, exits: pd.DataFrame) -> pd.DataFrame:
    table = told.assessment["layoffs"]
    due = table.loc[table["health_check"] == "due", "enterprise_id"]
    text = _("督促离岗前职业健康检查，没有做的不得解除或者终止劳动合同")
    return exits[exits["enterprise_id"].isin(due)].assign(kind=_("落实健康检查"), matter=text)


def _lay_offs(told: Words, exits: pd.DataFrame) -> pd.DataFrame:
    """Return what a mass lay-off asks for; of a few whether it is one is not told."""
    asked_of = ["enterprise_id", "procedure", "explanation_days", "hidden"]
    rows = exits.merge(told.assessment["layoffs"][asked_of], on="enterprise_id")
    hidden = rows["hidden"].astype(bool)
    likely = rows["procedure"].isin(["mass_layoff", "possible"])
    asked = rows[likely | (hidden & rows["procedure"].isna())]
    length = asked["explanation_days"].astype("float64")
    ahead = pd.to_datetime(asked["deadline"]) - pd.to_timedelta(length.fillna(0.0), unit="D")
    report = _("经济性裁员：提前{days}天向工会或者全体职工说明情况，听取意见，方案报告劳动行政部门")
    texts = length.map(lambda days: report.format(days=f"{days:.0f}"), na_action="ignore")
    check = _("核对拟裁减人数：达到裁员起点的，须提前说明情况，方案报告劳动行政部门")
    return asked.assign(
        kind=_("办理裁员程序"),
        matter=texts.astype("str").fillna(check),
        deadline=pd.Series(ahead.dt.strftime("%Y-%m-%d"), dtype="str"),
    )


def _jobs(told: Words) -> Iterator[pd.DataFrame]:
    """Yield townships that are short of jobs, and those of which no capacity was reported."""
    rows = told.assessment["job_demand"]
    rows = rows[(rows["township"] != "") & ~rows["hidden"].astype(bool)]
    rows = rows.merge(_first_exits(told), how="left", on=["township", "quarter"])
    rows = rows.assign(when=quarters(rows["quarter"]))
    short = rows[rows["shortfall"] > 0]
    text = _("{when}退出职工需要岗位{demand}个，超过承接能力{shortfall}个")
    yield short.assign(
        kind=_("落实岗位"),
        matter=[
            text.format(when=when, demand=f"{demand:.0f}", shortfall=f"{shortfall:.0f}")
            for when, demand, shortfall in zip(
                short["when"], short["demand"], short["shortfall"], strict=True
            )
        ],
    )
    unknown = rows[rows["capacity"].isna()]
    yield unknown.assign(kind=_("补充数据"), matter=unknown["when"] + _("能够承接多少岗位没有填报"))


def _first_exits(told: Words) -> pd.DataFrame:
    """Return the first day of an exit by township and quarter."""
    town = told.assessment["enterprises"].set_index("enterprise_id")["township"]
    cohorts = told.cohorts.assign(township=told.cohorts["enterprise_id"].map(town))
    return cohorts.groupby(["township", "quarter"], as_index=False).agg(deadline=("exit_on", "min"))


def _starts(quarter: pd.Series) -> pd.Series:
    """Return the first day of quarters, as ISO text; missing where there is none."""
    known = pd.PeriodIndex(quarter.where(quarter != ""), freq="Q").to_timestamp(how="start")
    return pd.Series(known, index=quarter.index).dt.strftime("%Y-%m-%d")


def _settings(told: Words) -> pd.DataFrame:
    """Return the values of the region that are not on file, each once, by the first exit that asks."""
    held = told.cohorts.dropna(subset=["settings_missing"])
    at, name, names = apart(held["settings_missing"])
    asked = pd.DataFrame({"id": pd.Series(names, dtype="str").take(name).array,
                          "deadline": held["exit_on"].array.take(at)})  # fmt: skip
    first = asked.groupby("id", as_index=False).agg(deadline=("deadline", "min"))
    text = _("标准库没有收录，查明后填入行动方案的设置：{value}")
    return first.assign(
        kind=_("补充数值"),
        matter=said(first["id"], lambda one: text.format(value=words.setting(one))),
    )


# --- the banks ------------------------------------------------------------------------------------


def _credit(told: Words) -> Iterator[pd.DataFrame]:
    yield _advice(told)
    yield _falling_due(told)
    yield from _in_sums(told)


def _advice(told: Words) -> pd.DataFrame:
    table = told.assessment["credit_advice"]
    banks = said(table["banks"], lambda text: _("（{banks}）").format(banks=text)).fillna("")
    suggestion = named(table["advice"], told.campaign.credit.advice)
    return table.assign(
        kind=_("转达信贷建议"),
        matter=suggestion + banks + _("，由银行自主决定"),
        deadline=_days_of(told, table["enterprise_id"]),
        row_id=table["rule"],
    )


def _falling_due(told: Words) -> pd.DataFrame:
    """Return for each enterprise that leaves the loans that fall due before it has left."""
    table = told.assessment["credit_advice"]
    day = _days_of(told, table["enterprise_id"])
    rows = table[(table["due_before_exit_10k_cny"] > 0) & day.notna()]
    text = _("退出前到期的贷款{amount}万元（{banks}）")
    return rows.assign(
        kind=_("关注到期贷款"),
        matter=[
            text.format(amount=f"{amount:g}", banks=banks)
            for amount, banks in zip(rows["due_before_exit_10k_cny"], rows["banks"], strict=True)
        ],
        deadline=day,
    )


def _in_sums(told: Words) -> Iterator[pd.DataFrame]:
    """Yield the banks that supply sums alone: what falls due before the last exit, and what to ask."""
    loans = told.assessment["loan_exposure"]
    of_leavers = (loans["scope"] == "exiting") & (loans["form"] == "aggregate")
    sums = loans[of_leavers & loans["counts"].astype(bool)]
    last = _exits(told)["deadline"].max()
    rows = sums[(sums["quarter"] != "") & (_starts(sums["quarter"]) <= str(last))]
    text = _("{bank}：退出企业的贷款{when}到期{balance}万元")
    yield rows.assign(
        kind=_("关注到期贷款"),
        matter=[
            text.format(bank=bank, when=when, balance=f"{balance:g}")
            for bank, when, balance in zip(
                rows["bank"], quarters(rows["quarter"]), rows["balance_10k_cny"], strict=True
            )
        ],
        deadline=_starts(rows["quarter"]),
    )
    banks = sums.drop_duplicates("bank")
    yield banks.assign(
        kind=_("补充数据"),
        matter=banks["bank"] + _("只提供了合计：请提供退出企业的逐笔贷款和到期日"),
    )


def _circles(told: Words) -> pd.DataFrame:
    """Return the borrowers that leave whose default would come back to them, or reach many."""
    table = told.assessment["guarantee_reach"]
    reached = table[table["reached_in_roster"].astype(float) > 0]
    circle = reached["circular"].astype("object").map({True: _("成环的"), False: ""}).astype("str")
    names = told.assessment["enterprises"].set_index("enterprise_id")["name"]
    whom = said(
        reached["reached"],
        lambda text: _("、").join(str(names.get(each, each)) for each in text.split(";")),
    )
    return reached.assign(
        kind=_("防范担保风险"),
        matter=_("处理") + circle + _("担保链，违约将波及") + whom,
        deadline=_days_of(told, reached["enterprise_id"]),
    )


def _support(told: Words) -> pd.DataFrame:
    table = told.assessment["support"]
    rows = table[table["verdict"].isin(_CLEAR)]
    kind = said(rows["kind"], choices("support_measures", "kind"))
    number = said(rows["document_no"], lambda text: _("，{number}").format(number=text)).fillna("")
    matter = (
        rows["measure"] + "（" + kind + number + "）" + "：" + worded(rows["why"], "support_why")
    )
    return rows.assign(
        kind=worded(rows["verdict"], "support_verdict"),
        matter=matter,
        deadline=_days_of(told, rows["enterprise_id"]),
    )


# --- land -----------------------------------------------------------------------------------------


def _land(told: Words) -> Iterator[pd.DataFrame]:
    table = told.assessment["parcels"]
    ground = told.campaign.ground("idle_land")
    last = told.campaign.last_day_of(ground) if ground else None
    parcels = table.assign(
        what=_("宗地") + table["parcel_no"].astype("str"),
        deadline=_goal(table, last),
        exit_on=table["exit_on"].astype("str"),
        state=worded(table["category"], "category"),
    )
    yield from _idle(parcels)
    survey = parcels[_has(parcels["gates"], "soil_survey")]
    yield survey.assign(
        kind=_("土壤调查"),
        matter=survey["what"] + _("：收回、转让或者改变用途之前，先做土壤污染状况调查"),
        deadline=survey["exit_on"].fillna(survey["deadline"]),
    )
    unknown = parcels[parcels["category"] == "unknown"]
    why = worded(unknown["reasons"], "reason")
    yield unknown.assign(
        kind=_("补充数据"), matter=unknown["what"] + "：" + why.fillna(_("情况不详")), deadline=None
    )
    if _has(parcels["reasons"], "grade_missing").any():
        text = _("本地的土地等别没有查到，查明后填入行动方案的设置；没有等别不能估算土地价值")
        yield pd.DataFrame({"kind": [_("补充数值")], "matter": [text]})


def _goal(table: pd.DataFrame, last: dt.date | None) -> pd.Series:
    return pd.Series(last.isoformat() if last else None, index=table.index, dtype="str")


def _idle(parcels: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Yield idle land: to be found where it is suspected, and what follows where it was found."""
    suspected = parcels[parcels["category"] == "suspected_idle"]
    test = worded(suspected["idle_test"], "idle_test")
    since = suspected["idle_months"].map(
        lambda months: _("，已满{months}个月").format(months=f"{months:.0f}"), na_action="ignore"
    )
    yield suspected.assign(
        kind=_("调查认定"),
        matter=suspected["what"] + _("疑似闲置：") + test + since.astype("str").fillna(""),
    )
    found = parcels[parcels["category"] == "idle"]
    fee = found[found["fee_10k_cny"] > 0]
    amount = fee["fee_10k_cny"].map(lambda each: _("：{amount}万元").format(amount=f"{each:.2f}"))
    yield fee.assign(kind=_("征缴闲置费"), matter=fee["what"] + amount.astype("str"))
    back = found[found["take_back"].astype(bool)]
    yield back.assign(
        kind=_("处置闲置土地"), matter=back["what"] + _("：已满法定年限，依法定程序可以无偿收回")
    )
    others = found[~found["take_back"].astype(bool)]
    yield others.assign(
        kind=_("处置闲置土地"), matter=others["what"] + _("：与使用权人协商处置方式")
    )


def _has(values: pd.Series, one: str) -> pd.Series:
    return (";" + values.fillna("") + ";").str.contains(f";{one};", regex=False)
