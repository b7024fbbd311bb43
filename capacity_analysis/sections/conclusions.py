"""一、核心结论: at most five sentences, then what must be decided and what falls due."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ..analysis.levels import BELOW_BASELINE, OVER_LIMIT
from ..standards import Confidence
from ..text import _
from .basis import DOCUMENT_TABLE, REVIEW_TABLE, ROW_TABLE
from .blocks import Inline, Section, fill, points, ref, refs, section, strong
from .boxes import falling_due, to_decide
from .consequences import consequence
from .credit_conclusions import owed
from .data_gaps import OTHERS_TABLE
from .data_gaps import TABLE as MISSING_TABLE
from .energy_gap import TABLE as GAP_TABLE
from .glance import TABLE as GLANCE_TABLE
from .heading import heading
from .labels import reason_label
from .land_conclusions import freed
from .numbers import coal, day, listed, quantity, share, trimmed, with_unit
from .over_limit import TABLE as LIMIT_TABLE
from .screened_conclusions import exits_and_overdue, screened
from .staff_conclusions import affected
from .unchecked import unchecked
from .view import IndustryView

_MOST_SENTENCES = 5


def conclusions(view: IndustryView) -> Section:
    """Return the core conclusions and the two boxes below them."""
    tiers, saving, exits = _tiers(view), _saving(view), exits_and_overdue(view)
    undecided, debts, area = _undecided(view), owed(view), freed(view)
    sentences = [
        _below_baseline(view),
        _over_limit(view),
        screened(view),
        exits,
        affected(view),
        debts,
        area,
        saving,
        tiers,
        undecided,
        _to_review(view),
    ]
    said = [sentence for sentence in sentences if sentence]
    # What meets its levels asks for nothing to be done, what could be saved for nothing that is due,
    # of exits and of missing data the box below tells, as it does of land and of support.
    for least in (tiers, saving, exits, undecided, area, debts):
        if least and len(said) > _MOST_SENTENCES:
            said.remove(least)
    return section(heading("conclusions"), points(said), to_decide(view), falling_due(view))


def _below_baseline(view: IndustryView) -> Inline:
    if view.running.empty:
        return _nothing_runs(view)
    if view.decided.empty:
        return _none_decided(view)
    size, decided, below = _size(view), str(len(view.decided)), view.below
    if below.empty:
        return fill(
            _("{size}，可判定{decided}条，{finding}{change}（{table}）。"),
            size=size,
            decided=decided,
            finding=strong(_("均达到能效基准水平")),
            change=_change(view, none_below=True),
            table=ref(GAP_TABLE),
        )
    return fill(
        _(
            "{size}，可判定{decided}条，其中{finding}{level}{change}{capacity}{consequence}（{table}）。"
        ),
        size=size,
        decided=decided,
        finding=strong(_("{count}条能效低于基准水平").format(count=len(below))),
        level=_level_in_brackets(view),
        change=_change(view, none_below=False),
        capacity=_capacity_below(view),
        consequence=consequence(view, BELOW_BASELINE.id),
        table=ref(GAP_TABLE),
    )


def _over_limit(view: IndustryView) -> Inline | None:
    """Say which lines are over a mandatory limit: another ground than the baseline's."""
    pending = view.limits[(view.limits["result"] == "review") & (view.limits["tier"] == "over")]
    if view.over.empty:
        if pending.empty:
            return None
        return fill(
            _("{count}条生产线的单位能耗数值高于强制性限额，{finding}，不作处置依据（{table}）。"),
            count=str(len(pending)),
            finding=strong(_("尚待核")),
            table=ref(LIMIT_TABLE),
        )
    return fill(
        _("{finding}（与基准水平是两回事）{products}{pending}{consequence}（{table}）。"),
        finding=strong(_("{count}条生产线超过强制性能耗限额").format(count=len(view.over))),
        products=_over_by_product(view),
        pending=_("，另有{count}条数值超过、待核").format(count=len(pending))
        if len(pending)
        else "",
        consequence=consequence(view, OVER_LIMIT.id),
        table=ref(LIMIT_TABLE),
    )


def _over_by_product(view: IndustryView) -> str:
    template = _("{product}{count}条")
    counts = view.over["product_id"].astype("str").value_counts(sort=False)
    parts = [template.format(product=view.product_name(str(p)), count=n) for p, n in counts.items()]
    return _("：{products}").format(products=listed(parts))


def _size(view: IndustryView) -> str:
    return _("{industry}共{enterprises}家企业、{running}条在运行生产线").format(
        industry=view.sector, enterprises=len(view.enterprises), running=len(view.running)
    )


def _nothing_runs(view: IndustryView) -> Inline:
    enterprises = str(len(view.enterprises))
    if view.gaps.empty:
        template = _("{industry}共{enterprises}家企业，台账中没有登记生产线（{table}）。")
        return fill(
            template, industry=view.sector, enterprises=enterprises, table=ref(GLANCE_TABLE)
        )
    return fill(
        _("{industry}共{enterprises}家企业、{lines}条生产线，{finding}（{table}）。"),
        industry=view.sector,
        enterprises=enterprises,
        lines=str(len(view.gaps)),
        finding=strong(_("均不在运行，没有需要评定的生产线")),
        table=ref(OTHERS_TABLE),
    )


def _none_decided(view: IndustryView) -> Inline:
    """Say that no line can be decided, and why."""
    if len(view.review):
        return fill(
            _("{size}，{finding}，{count}条已测算的结论均待核（{table}）。"),
            size=_size(view),
            finding=strong(_("暂无可以判定能效水平的")),
            count=str(len(view.review)),
            table=ref(GAP_TABLE),
        )
    tables = [MISSING_TABLE] * (not view.blocking.empty) + [OTHERS_TABLE] * (
        not view.not_assessed.empty
    )
    if _no_document(view):
        why = _("没有收录在{day}有效的能效标准文件").format(day=day(view.assessment.as_of))
        tables.append(DOCUMENT_TABLE)
    else:
        lacking = view.blocking["line_code"].nunique()
        why = _reasons(view.not_assessed, lacking)
    return fill(
        _("{size}，{finding}：{why}（{tables}）。"),
        size=_size(view),
        finding=strong(_("均不能判定能效水平")),
        why=why,
        tables=refs(*tables),
    )


def _no_document(view: IndustryView) -> bool:
    """Tell whether no line has a verdict because no document is in force on the day."""
    return not view.undecided.empty and bool((view.undecided["reason"] == "no_document").all())


def _reasons(lines: pd.DataFrame, lacking: int = 0) -> str:
    """Return why lines get no verdict; where there are several reasons, with the number of lines."""
    counts = {
        reason_label(str(reason)): int(count)
        for reason, count in lines["reason"].value_counts(sort=False).items()
    }
    if lacking:
        counts = {_("缺产量或能源数据"): lacking, **counts}
    if len(counts) == 1:
        return next(iter(counts))
    template = _("{reason}的{count}条")
    return _("；").join(template.format(reason=reason, count=n) for reason, n in counts.items())


def _level_in_brackets(view: IndustryView) -> str:
    levels = view.below[["baseline", "unit"]].drop_duplicates()
    if len(levels) > 1:
        return _("（按各产品的基准水平）")
    level, unit = levels.iloc[0]
    return _("（{level}）").format(level=with_unit(trimmed(level, 2), unit))


def _change(view: IndustryView, *, none_below: bool) -> str:
    """Return the change against the year before, among lines with numbers for both years."""
    before, now, compared = view.below_the_year_before()
    if not compared:
        return ""
    if before == now:
        text = "" if none_below else _("，与上年持平")
    elif now > before:
        text = _("，比上年增加{count}条").format(count=now - before)
    else:
        template = (
            _("，低于基准的比上年减少{count}条") if none_below else _("，比上年减少{count}条")
        )
        text = template.format(count=before - now)
    if text and compared < len(view.decided):
        text += _("（按两年均有数据的{count}条比较）").format(count=compared)
    return text


def _capacity_below(view: IndustryView) -> str:
    """Return the capacity concerned, product by product: unlike units are never added up."""
    several = view.decided["product_id"].nunique() > 1
    of_what = _("（占该产品可判定产能的{share}）") if several else _("（占可判定产能的{share}）")
    parts = []
    for product, lines in view.below.groupby("product_id", observed=True, sort=False):
        known = lines["capacity_quantity"].dropna()
        if known.empty:
            continue
        amount = float(known.sum())
        of_product = view.decided[view.decided["product_id"] == product]["capacity_quantity"]
        text = _("{product}{amount}").format(
            product=view.product_name(str(product)),
            amount=quantity(amount, view.output_unit(str(product))),
        )
        if len(known) < len(lines):
            text += _("（另{count}条缺年生产能力）").format(count=len(lines) - len(known))
        elif of_product.notna().all():
            text += of_what.format(share=share(amount, float(of_product.sum())))
        parts.append(text)
    return _("；涉及年产能：{parts}").format(parts=listed(parts)) if parts else ""


def _saving(view: IndustryView) -> Inline | None:
    decided = view.decided
    total = float(decided["saving_to_advanced_tce"].sum())
    if decided.empty or total <= 0:
        return None
    largest = decided.sort_values("saving_to_advanced_tce", kind="stable").iloc[-1]
    part = float(largest["saving_to_advanced_tce"])
    to_baseline = float(decided["saving_to_baseline_tce"].sum())
    several = int((decided["saving_to_advanced_tce"] > 0).sum()) > 1
    return fill(
        _("可判定生产线全部改造到标杆水平，每年可节能{total}{largest}{to_baseline}（{table}）。"),
        total=strong(coal(total)),
        largest=_("，其中{line}占{share}").format(
            line=view.line_label(largest), share=share(part, total)
        )
        if several
        else "",
        to_baseline=_("；低于基准的改造到基准水平，每年可节能{amount}").format(
            amount=coal(to_baseline)
        )
        if to_baseline > 0
        else "",
        table=ref(GAP_TABLE),
    )


def _tiers(view: IndustryView) -> Inline | None:
    tiers = view.decided["tier"].value_counts()
    advanced, between = int(tiers.get("advanced", 0)), int(tiers.get("baseline", 0))
    parts = []
    if advanced:
        text = _("达到标杆水平的{count}条").format(count=advanced)
        parts.append(text + _advanced_capacity(view))
    if between:
        text = _("达到基准、未达标杆水平的{count}条")
        parts.append(text.format(count=between))
    if not parts:
        return None
    return fill(_("{parts}（{table}）。"), parts=_("，").join(parts), table=ref(GAP_TABLE))


def _advanced_capacity(view: IndustryView) -> str:
    """Return the share of capacity at the advanced level, where one product makes it up."""
    decided = view.decided
    whole = float(decided["capacity_quantity"].sum(skipna=False))
    if decided["product_id"].nunique() > 1 or pd.isna(whole):
        return ""
    part = float(decided.loc[decided["tier"] == "advanced", "capacity_quantity"].sum())
    return _("（占可判定产能的{share}）").format(share=share(part, whole))


def _undecided(view: IndustryView) -> Inline | None:
    others = len(view.not_assessed) if len(view.measured) else 0
    if view.blocking.empty:
        if not others:
            return None
        return fill(
            _("另有{count}条不作判定：{reasons}（{table}）。"),
            count=str(others),
            reasons=_reasons(view.not_assessed),
            table=ref(OTHERS_TABLE),
        )
    also = _("；另有{count}条不作判定（{table}）") if others else ""
    template = (
        _("{count}条生产线还缺产量或能源数据")
        if _no_document(view)
        else _("{count}条生产线因缺数据不能判定")
    )
    return fill(
        _("{finding}，须由{departments}补报（{table}）{also}。"),
        finding=strong(template.format(count=view.blocking["line_code"].nunique())),
        departments=departments(view.holding_up),
        table=ref(MISSING_TABLE),
        also=fill(also, count=str(others), table=ref(OTHERS_TABLE)),
    )


def departments(lacking: Mapping[str, int]) -> str:
    """Return departments with the number of lines that each must supply data for."""
    if len(lacking) == 1:
        return next(iter(lacking))
    template = _("{department}（{count}条）")
    return listed(template.format(department=name, count=n) for name, n in lacking.items())


def _to_review(view: IndustryView) -> Inline | None:
    unseen = (view.decided["confidence"] == Confidence.CROSS_CHECKED).any()
    if view.review.empty:
        if not unseen:
            return None
        return fill(
            _("上述结论所依据的标准数值经交叉核对、{finding}，作出处置决定前须核实（{table}）。"),
            finding=strong(_("未见原文（※）")),
            table=ref(ROW_TABLE),
        )
    also = _("；标※的数值未见原文，作出处置决定前须核实（{table}）") if unseen else ""
    parts = {"also": fill(also, table=ref(ROW_TABLE))}
    if view.unchecked.empty:
        return fill(
            _("{count}条生产线的结论{finding}：{reasons}（{table}）{also}。"),
            count=str(len(view.unsettled)),
            finding=strong(_("须核实数据后才能确定")),
            reasons=_reasons(view.unsettled),
            table=ref(GAP_TABLE),
            **parts,
        )
    if len(view.unsettled):
        unsettled = fill(
            _("；另有{count}条须核实数据后才能确定（{table}）"),
            count=str(len(view.unsettled)),
            table=ref(GAP_TABLE),
        )
        parts["also"] = (*unsettled, *parts["also"])
    return fill(
        _(
            "{count}条生产线的结论所依据的数值{finding}，暂按“待核”处理，不作为关停依据（{table}）{also}。"
        ),
        count=str(len(view.unchecked)),
        finding=strong(_("待核对原文")),
        table=ref(REVIEW_TABLE if unchecked(view) else GAP_TABLE),
        **parts,
    )
