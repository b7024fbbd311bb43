"""一、核心结论: at most five sentences, then what must be decided and what falls due."""

from __future__ import annotations

import datetime as dt

from ..standards import Confidence
from ..text import _
from .basis import REVIEW_TABLE, ROW_TABLE
from .blocks import Inline, Points, Run, Section, points, ref, section, strong
from .data_gaps import TABLE as MISSING_TABLE
from .energy_gap import TABLE as GAP_TABLE
from .heading import heading
from .numbers import coal, day, quantity, share, trimmed, unit_name
from .view import IndustryView


def conclusions(view: IndustryView) -> Section:
    """Return the core conclusions and the two boxes below them."""
    sentences = [
        _below_baseline(view),
        _saving(view),
        _tiers(view),
        _undecided(view),
        _to_review(view),
    ]
    said = [sentence for sentence in sentences if sentence]
    return section(heading("conclusions"), points(said), _to_decide(view), _falling_due(view))


def _below_baseline(view: IndustryView) -> Inline:
    size: list[str | Run] = [
        _("{industry}共{enterprises}家企业、{running}条在运行生产线").format(
            industry=view.sector, enterprises=len(view.enterprises), running=len(view.running)
        )
    ]
    if view.running.empty:
        return [*size, _("，没有需要评定的生产线。")]
    if view.decided.empty:
        if view.measured.empty:
            return [*size, "，", strong(_("均不能判定能效水平")), _why_none(view)]
        return [*size, "，", strong(_("能效结论均待核")), "。"]
    below = view.below
    if below.empty:
        found: list[str | Run] = [
            _("，其中可判定的{count}条").format(count=len(view.decided)),
            strong(_("均达到能效基准水平")),
        ]
    else:
        found = [
            _("，可判定{count}条，其中").format(count=len(view.decided)),
            strong(_("{count}条能效低于基准水平").format(count=len(below))),
            _levels_in_brackets(view),
        ]
    return [*size, *found, _change(view), _capacity_below(view), "（", ref(GAP_TABLE), "）。"]


def _why_none(view: IndustryView) -> str:
    if view.assessment.absences and (view.undecided["reason"] == "no_document").any():
        return "：" + view.assessment.absences[0] + _("。")
    if (view.undecided["reason"] == "no_level").all():
        return _("：所产产品没有国家能效标杆和基准水平。")
    return _("：缺少产量或能源消费数据。")


def _levels_in_brackets(view: IndustryView) -> str:
    levels = view.below[["baseline", "unit"]].drop_duplicates()
    if len(levels) > 1:
        return _("（按各产品的基准水平）")
    level, unit = levels.iloc[0]
    return f"（{trimmed(level, 2)}{unit_name(unit)}）"


def _change(view: IndustryView) -> str:
    """Return the change against the year before, among lines with numbers for both years."""
    compared = view.decided["previous"].notna().sum()
    if not compared:
        return ""
    before, now = view.below_the_year_before()
    if before == now:
        return _("，与上年持平")
    template = _("，比上年减少{count}条") if now < before else _("，比上年增加{count}条")
    return template.format(count=abs(now - before))


def _capacity_below(view: IndustryView) -> str:
    """Return the capacity concerned, product by product: unlike units are never added up."""
    parts = []
    for product, lines in view.below.groupby("product_id", observed=True):
        known = lines["capacity_quantity"].dropna()
        if known.empty:
            continue
        of_product = view.decided[view.decided["product_id"] == product]["capacity_quantity"]
        amount = quantity(float(known.sum()), view.output_unit(str(product)))
        name = view.product_name(str(product))
        parts.append(f"{name}{amount}，" + _("占可判定产能的{share}").format(
            share=share(float(known.sum()), float(of_product.sum()))))  # fmt: skip
    return _("；涉及产能") + "；".join(parts) if parts else ""


def _saving(view: IndustryView) -> Inline | None:
    decided = view.decided
    total = float(decided["saving_to_advanced_tce"].sum())
    if decided.empty or total <= 0:
        return None
    largest = decided.sort_values("saving_to_advanced_tce", kind="stable").iloc[-1]
    part = float(largest["saving_to_advanced_tce"])
    to_baseline = float(decided["saving_to_baseline_tce"].sum())
    sentence: list[str | Run] = [
        _("可判定生产线全部改造到标杆水平，每年可节能"), strong(coal(total)),
        _("，其中{line}占{share}").format(line=view.line_label(largest), share=share(part, total)),
    ]  # fmt: skip
    if to_baseline > 0:
        sentence.append(_("；只改造到基准水平，可节能{amount}").format(amount=coal(to_baseline)))
    return [*sentence, "（", ref(GAP_TABLE), "）。"]


def _tiers(view: IndustryView) -> Inline | None:
    tiers = view.decided["tier"].value_counts()
    if not tiers.get("advanced", 0) and not tiers.get("baseline", 0):
        return None
    return [
        _("达到标杆水平的{advanced}条，介于标杆与基准之间的{baseline}条。").format(
            advanced=tiers.get("advanced", 0), baseline=tiers.get("baseline", 0)
        )
    ]


def _undecided(view: IndustryView) -> Inline | None:
    missing = view.missing
    if missing.empty:
        return None
    lines = missing["line_code"].nunique()
    departments = "、".join(missing["department_name"].drop_duplicates())
    return [
        strong(_("{count}条生产线因缺数据不能判定").format(count=lines)),
        _("，须由{departments}补报（").format(departments=departments), ref(MISSING_TABLE), "）。",
    ]  # fmt: skip


def _to_review(view: IndustryView) -> Inline | None:
    if view.review.empty:
        return _unseen_original(view)
    return [
        _("{count}条生产线的结论所依据的数值").format(count=len(view.review)),
        strong(_("待核对原文")),
        _("，暂按“待核”处理，不作为关停依据（"),
        ref(REVIEW_TABLE),
        "）。",
    ]


def _unseen_original(view: IndustryView) -> Inline | None:
    """Say that the levels were not read in the original, where a verdict rests on such a one."""
    if not (view.decided["confidence"] == Confidence.CROSS_CHECKED).any():
        return None
    return [
        _("上述结论所依据的标准数值经交叉核对、"),
        strong(_("未见原文（※）")),
        _("，作出处置决定前须核实（"),
        ref(ROW_TABLE),
        "）。",
    ]


def _to_decide(view: IndustryView) -> Points:
    campaign = view.assessment.campaign
    task = campaign.task("energy")
    items: list[Inline] = []
    if len(view.below):
        items.append(
            _("明确{count}条低于基准水平生产线的整改期限，整改方案报领导小组。"
              "牵头：{lead}（方案{clause}）。").format(
                count=len(view.below), lead=campaign.department_names(task.lead), clause=task.clause
            )
        )  # fmt: skip
    for department, rows in view.missing.groupby("department_name", sort=False):
        items.append(
            _("请{department}补报{count}条生产线的数据，并定出时限。").format(
                department=department, count=rows["line_code"].nunique()
            )
        )
    if len(view.review):
        supplier = campaign.departments[campaign.suppliers.standard].name
        items.append(
            _("请{department}对照原文核对{count}条待核生产线所依据的条款。").format(
                department=supplier, count=len(view.review)
            )
        )
    return points(
        items or [_("本期没有需要领导小组研究决定的事项。")],
        title=_("需领导小组研究决定的事项"),
        boxed=True,
    )


def _falling_due(view: IndustryView) -> Points:
    """Return what the plan itself dates within 30 and 90 days."""
    campaign, as_of = view.assessment.campaign, view.assessment.as_of
    dated = [(step.end, _("工作步骤“{name}”结束（方案{clause}）"), step.name, step.clause)
             for step in campaign.steps]  # fmt: skip
    dated += [(task.deadline, _("任务“{name}”到期（方案{clause}）"), task.name, task.clause)
              for task in campaign.tasks if task.deadline]  # fmt: skip
    items = []
    for until, template, name, clause in sorted(dated):
        left = (until - as_of) / dt.timedelta(days=1)
        if 0 <= left <= 90:
            span = _("30天内") if left <= 30 else _("90天内")
            items.append(f"{span}：{day(until)}，{template.format(name=name, clause=clause)}")
    return points(
        items or [_("90天内没有方案规定的到期事项。")],
        title=_("30天、90天内到期事项"),
        numbered=False,
        boxed=True,
    )
