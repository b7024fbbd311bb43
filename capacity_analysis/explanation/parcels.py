"""Explain a parcel: from the rows of the ledger to its category, route, gain and rank."""

from __future__ import annotations

from collections.abc import Iterator

from ..assessment import Assessment
from ..assessment import exposure_words as words
from ..ledger import Ledger
from ..standards import Standards
from ..text import _
from . import parcel_idle, parcel_use
from .arithmetic import Sum, figure, total
from .derivation import Chapter, Derivation, Statement, derivation
from .parcel_facts import Parcel, facts, gathered
from .sources import number, text

_DECIDED = {"grade_missing": "land.grade", "route_months_missing": "land.routes"}


def explain_parcel(
    assessment: Assessment, ledger: Ledger, standards: Standards, position: int
) -> Derivation:
    """Explain a parcel (`find_parcel` gives its position in the table `parcels`).

    Examples
    --------
    >>> from capacity_analysis import Standards, assess, paths, read_ledger
    >>> ledger, standards = read_ledger(paths.sample_ledger()), Standards.load()
    >>> assessment = assess(ledger, standards)
    >>> explained = explain_parcel(assessment, ledger, standards, 0)
    >>> explained.kind, explained.statement("category") is not None
    ('parcel', True)

    """
    one = gathered(assessment, ledger, standards, position)
    names = assessment["enterprises"].set_index("enterprise_id")["name"]
    owners = _("、").join(text(names.get(each)) or each for each in one.ids("enterprises"))
    title = _("宗地{number}（{owners}），{township}").format(
        number=one.told["parcel_no"], owners=owners, township=one.text("township") or "—"
    )
    parts = [
        ("facts", _("填报的内容"), facts),
        ("category", _("类别和闲置的检验"), parcel_idle.category),
        ("consequences", _("闲置的后果"), parcel_idle.consequences),
        ("use", _("利用程度和控制指标"), parcel_use.use),
        ("route", _("盘活方式"), parcel_use.route),
        ("gates", _("须先办的事项"), parcel_use.gates),
        ("gains", _("潜力"), parcel_use.gains),
        ("readiness", _("所需时间"), _readiness),
        ("rank", _("排序"), _rank),
        ("changes", _("什么会改变结果"), _changes),
    ]
    chapters = (Chapter(name, head, tuple(part(one))) for name, head, part in parts)
    return derivation("parcel", title, chapters, assessment=assessment)


def _readiness(one: Parcel) -> Iterator[Statement]:
    land, chosen = one.assessment.campaign.land, one.text("route")
    route = next((each for each in land.routes if each.id == chosen), None)
    if route is None:
        return
    if one.number("months_low") is None:
        yield Statement(_("土壤修复所需时间不详：不能估计"), "months_low")
        return
    told = _("{which}：{route}{extra}（行动方案land，本工具的安排）")
    due = "soil_survey" in one.ids("gates")
    unsure = one.text("soil_reason") == "key_unit_unknown"
    for at, (end, which) in enumerate((("low", _("最快")), ("high", _("最慢")))):
        surveyed = due or (unsure and end == "high")
        months = figure(route.months[at])
        if surveyed:
            months = months + figure(land.survey_months[at])
        extra = _("，另加土壤调查") if surveyed else ""
        yield one.stated(
            f"months_{end}", told.format(which=which, route=route.label, extra=extra), _("个月"),
            sum=str(months),
        )  # fmt: skip
    since = one.text("exit_on") or one.assessment.as_of.isoformat()
    for end, which in (("low", _("最快")), ("high", _("最慢"))):
        ready = one.text(f"ready_on_{end}")
        yield Statement(_("{which}：{since}起").format(which=which, since=since), f"ready_on_{end}",
                        value=ready or _("退出没有期限，不能估计"))  # fmt: skip


def _rank(one: Parcel) -> Iterator[Statement]:
    table = one.assessment["parcel_criteria"]
    given, own = (
        one.assessment.campaign.land.ranking,
        table[table["parcel_no"] == one.told["parcel_no"]],
    )
    if given is None or own.empty:
        yield Statement(_("没有建议盘活方式的不排序"), "rank")
        return
    known = own[own["scaled"].notna()]
    weights = {str(each.id): each for each in given.weights}
    of_known = [float(weights[name].weight) for name in known["criterion"]]
    parts: list[Sum] = []
    for row in own.to_dict("records"):
        weight = weights[str(row["criterion"])]
        if number(row["scaled"]) is None:
            yield Statement(
                _("{name}：不详，权重分给其他各项").format(name=weight.label), "contribution"
            )
            continue
        values = table.loc[table["criterion"] == row["criterion"], "value"]
        scaled = _scaled(float(row["value"]), float(values.min()), float(values.max()))
        if weight.less_is_better and values.min() < values.max():
            scaled = figure(1) - scaled
        share = figure(weight.weight) / total([figure(each) for each in of_known])
        yield Statement(
            _("{name}，折到0至1{less}").format(
                name=weight.label, less=_("（越少越好）") if weight.less_is_better else ""),
            f"scaled_{row['criterion']}", str(scaled), float(row["scaled"]),
        )  # fmt: skip
        yield Statement(
            _("{name}，得分").format(name=weight.label), f"contribution_{row['criterion']}",
            str(figure(float(row["scaled"])) * share * figure(100)), float(row["contribution"]),
        )  # fmt: skip
        parts.append(figure(float(row["contribution"])))
    yield one.stated("score", _("总分"), sum=str(total(parts)))
    behind = _("；有须先办的事项，排在没有的后面") if one.ids("gates") else ""
    told = _("名次（权重各在±{spread:g}%内同时变动，{draws}次，第5至第95百分位）{behind}")
    yield Statement(
        told.format(spread=given.spread_percent, draws=given.draws, behind=behind), "rank",
        value=_("{rank}，区间{low}至{high}").format(
            rank=one.told["rank"], low=one.told["rank_low"], high=one.told["rank_high"]),
    )  # fmt: skip


def _scaled(value: float, least: float, most: float) -> Sum:
    if least == most:
        return figure(0.5)
    return (figure(value) - figure(least)) / (figure(most) - figure(least))


def _changes(one: Parcel) -> Iterator[Statement]:
    for reason in one.ids("reasons"):
        told = words.word("reason", reason)
        if key := _DECIDED.get(reason):
            told = _("{reason}（行动方案{key}）").format(reason=told, key=key)
        yield Statement(told, "reasons")
    if one.ids("below_floors_unchecked"):
        names = _("、").join(
            words.word("floor", each) for each in one.ids("below_floors_unchecked")
        )
        yield Statement(_("核对控制指标原文以后可能属低效用地：{names}").format(names=names))
    if one.told["category"] == "suspected_idle":
        yield Statement(
            _("自然资源部门认定闲置，或者认定不属闲置"), place=one.place("idle_finding")
        )
