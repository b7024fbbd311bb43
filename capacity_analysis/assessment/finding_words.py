"""Words for findings, their states and deadlines, and for the suggestions that follow from them."""

from __future__ import annotations

from .. import vocabulary
from ..analysis import carbon
from ..analysis.conditions_of_entries import Condition
from ..analysis.conditions_of_entries import conditions as read_conditions
from ..analysis.levels import BELOW_BASELINE, OVER_LIMIT
from ..analysis.reasons import REASONS
from ..campaign import Campaign
from ..ledger import registry
from ..text import _, in_language
from .wording import verdict_label

# No verdict needs colour: each has a sign of its own, the ones of the briefing's tables.
_SIGNS = {"hit": "▲", "clear": "○", "review": "△", "undecided": "?"}


def ground_name(campaign: Campaign, ground: str) -> str:
    """Return what the plan calls a ground; the id of one that it does not know.

    Examples
    --------
    >>> ground_name(Campaign.load(), "elimination_list")
    '列入淘汰类'

    """
    known = campaign.ground(ground)
    return known.label if known else ground


def verdict(ground: str, result: str) -> str:
    """Return a result on a ground in words.

    Examples
    --------
    >>> verdict("elimination_list", "hit"), verdict("safety", "clear"), verdict("quality", "review")
    ('列入', '未发现', '待核')

    """
    if ground in (BELOW_BASELINE.id, OVER_LIMIT.id) or result in ("review", "undecided"):
        return verdict_label(ground, result)
    if ground == "elimination_list":
        return _("列入") if result == "hit" else _("未列入")
    if ground == "restricted_low_rating":
        return _("属于") if result == "hit" else _("不属于")
    return _("不达标") if result == "hit" else _("未发现")


def signed_verdict(ground: str, result: str) -> str:
    """Return a result on a ground with a sign before the word.

    Examples
    --------
    >>> signed_verdict("environment", "hit")
    '▲不达标'

    """
    return f"{_SIGNS[result]}{verdict(ground, result)}"


def reason_name(reason: str) -> str:
    """Return why a result is what it is; the id of a reason that has no words.

    Examples
    --------
    >>> reason_name("list_missing"), reason_name("carrier_missing")
    ('台账没有该部门的检查处罚清单', '缺电量')

    """
    known = REASONS.get(reason) or carbon.REASONS.get(reason)
    return _(known.label) if known else reason


def state_name(state: str) -> str:
    """Return how far the rectification of a finding is, in words.

    Examples
    --------
    >>> state_name("open"), state_name("extended")
    ('未下达通知', '已延期')

    """
    return {
        "open": _("未下达通知"),
        "ordered": _("整改中"),
        "extended": _("已延期"),
        "accepted": _("已验收合格"),
        "overdue": _("逾期"),
        "failed": _("验收不合格"),
    }.get(state, state)


def basis_name(basis: str) -> str:
    """Return what a deadline rests on, in words.

    Examples
    --------
    >>> basis_name("order"), basis_name("at_once")
    ('通知书规定', '立即')

    """
    return {
        "order": _("通知书规定"),
        "law": _("法定期限"),
        "plan": _("行动方案"),
        "at_once": _("立即"),
        "national": _("国家期限"),
        "entry": _("目录条目所列期限"),
    }.get(basis, basis)


def origin_name(origin: str) -> str:
    """Return how a piece of equipment came to be known, in words.

    Examples
    --------
    >>> origin_name("parsed")
    '从名称或规格识别'

    """
    return {
        "reported": _("填报"),
        "parsed": _("从名称或规格识别"),
        "product": _("按产品推定"),
    }.get(origin, origin)


def parse_name(outcome: str) -> str:
    """Return what reading a name of equipment gave, in words.

    Examples
    --------
    >>> parse_name("ambiguous")
    '有歧义，请选定'

    """
    return {
        "parsed": _("已识别"),
        "ambiguous": _("有歧义，请选定"),
        "unknown": _("不能识别"),
    }.get(outcome, outcome)


def step_status(status: str) -> str:
    """Return whether a step before an exit was taken, in words.

    Examples
    --------
    >>> step_status("missing"), step_status("not_required")
    ('未办', '依法不需要')

    """
    return {
        "done": _("已办"),
        "missing": _("未办"),
        "not_required": _("依法不需要"),
    }.get(status, status)


def type_name(equipment_type: str) -> str:
    """Return what a type of equipment is called.

    Examples
    --------
    >>> type_name("blast_furnace")
    '炼铁高炉'

    """
    known = vocabulary.equipment_types().get(equipment_type)
    return in_language(known.name, known.name_en) if known else equipment_type


def candidate_names(candidates: str) -> str:
    """Return what a text may mean: types of equipment by name, or numbers, joined by ``;``.

    Examples
    --------
    >>> candidate_names("blast_furnace;converter"), candidate_names("30;50")
    ('炼铁高炉、炼钢转炉', '30、50')

    """
    return _("、").join(type_name(each) for each in candidates.split(";") if each)


def attribute_name(attribute: str) -> str:
    """Return what an attribute of equipment is called, with its unit.

    Examples
    --------
    >>> attribute_name("effective_volume_m3"), attribute_name("model")
    ('有效容积（立方米）', '型号')

    """
    if attribute == "model":
        return _("型号")
    known = vocabulary.equipment_attributes().get(attribute)
    return in_language(known.name, known.name_en) if known else attribute


def use_name(use: str) -> str:
    """Return what a use of equipment is called.

    Examples
    --------
    >>> use_name("cast_pipe")
    '铸铁管'

    """
    known = vocabulary.equipment_uses().get(use)
    return in_language(known.name, known.name_en) if known else use


def department_names(campaign: Campaign, ids: str) -> str:
    """Return the names of departments whose ids are joined by ``;``.

    A department that the plan does not name is called as the ledger calls it.

    Examples
    --------
    >>> department_names(Campaign.load(), "gxj;fgw")
    '区工信局、区发改委'

    """
    known = campaign.departments
    names = [known[each].label if each in known else each for each in ids.split(";") if each]
    return _("、").join(names)


def authority_name(campaign: Campaign, authority: str) -> str:
    """Return the name of who decides.

    Examples
    --------
    >>> authority_name(Campaign.load(), "qzf")
    '九江市柴桑区人民政府'

    """
    known = {**campaign.departments, **campaign.authorities}.get(authority)
    return known.label if known else authority


def legal_step_names(campaign: Campaign, ids: str) -> str:
    """Return the names of legal steps whose ids are joined by ``;``.

    Examples
    --------
    >>> legal_step_names(Campaign.load(), "notice;hearing")
    '告知、听证'

    """
    known = {step.id: step.label for step in campaign.legal_steps}
    return _("、").join(known.get(each, each) for each in ids.split(";") if each)


def item_name(item: str) -> str:
    """Return what a duty of the campaign is called: a milestone, or an order to rectify.

    Examples
    --------
    >>> item_name("dismantled"), item_name("rectification")
    ('拆除', '整改到期未验收')

    """
    if item == "rectification":
        return _("整改到期未验收")
    known = registry().tables["milestones"].fields["milestone"].labels
    return _(known.get(item, item))


def file_status(status: str) -> str:
    """Return how a file of evidence stands, in words.

    Examples
    --------
    >>> file_status("altered")
    '与登记的校验值不符'

    """
    return {
        "present": _("齐全"),
        "not_required": _("依法不需要"),
        "not_checked": _("已登记，未核对文件"),
        "duplicate": _("与别的文件相同"),
        "altered": _("与登记的校验值不符"),
        "missing_file": _("文件不在资料文件夹"),
        "unsafe_path": _("路径不在资料文件夹之内"),
        "not_recorded": _("没有登记"),
    }.get(status, status)


def signal_name(signal: str) -> str:
    """Return why an enterprise should be visited, in words; a reason to look, never a finding.

    Examples
    --------
    >>> signal_name("meter_gap")
    '自报电量与计量相差大'

    """
    return {
        "meter_gap": _("自报电量与计量相差大"),
        "peer_outlier": _("单位产品用电与同类相差大"),
        "year_jump": _("与上年相比变化大"),
        "false_return": _("弄虚作假线索"),
        "overdue": _("整改逾期"),
    }.get(signal, signal)


def entry_result(result: str) -> str:
    """Return how a device stands to an entry of a catalogue, in words.

    Examples
    --------
    >>> entry_result("hit"), entry_result("clear")
    ('符合条目', '不符合条目')

    """
    return {
        "hit": _("符合条目"),
        "clear": _("不符合条目"),
        "review": _("待核"),
        "undecided": _("不能判定"),
    }[result]


def choice(table: str, field: str, value: object) -> str:
    """Return a choice of the ledger as the workbook shows it; an empty text for what is missing.

    Examples
    --------
    >>> choice("equipment", "exception_papers", "submitted"), choice("lines", "status", None)
    ('已提交待核实', '')

    """
    if not isinstance(value, str):
        return ""
    return _(registry().tables[table].fields[field].labels.get(value, value))


def measured_text(ground: str, text: str) -> str:
    """Return what was found that is no number: of an inspection its result, in words.

    Examples
    --------
    >>> measured_text("environment", "suspended"), measured_text("elimination_list", "XJ-650")
    ('停产整治', 'XJ-650')

    """
    inspected = ground in registry().tables["inspections"].fields["ground"].labels
    return choice("inspections", "result", text) if inspected else text


def measured_name(ground: str, attribute: str) -> str:
    """Return what was looked at: an attribute of equipment, or the kind of an inspection.

    Examples
    --------
    >>> measured_name("safety", "spot_check"), measured_name("elimination_list", "model")
    ('监督抽查', '型号')

    """
    inspected = ground in registry().tables["inspections"].fields["ground"].labels
    return choice("inspections", "kind", attribute) if inspected else attribute_name(attribute)


def limit_in_words(text: str) -> str:
    """Return a range or a set of an entry as a reader writes it.

    Examples
    --------
    >>> limit_in_words("400..1200"), limit_in_words("JD;B")
    ('400—1200', 'JD、B')

    """
    return _("、").join(text.replace("..", "—").split(";"))


def conditions(text: str) -> str:
    """Return conditions of scope or of an exception in words (`analysis.conditions_of_entries`).

    Examples
    --------
    >>> conditions("use!=cast_pipe;foundry_iron"), conditions("model=K7")
    ('用途不属于铸铁管、铸造用生铁', '型号为K7')

    """
    return _("，且").join(_condition(one) for one in read_conditions(text))


def _condition(one: Condition) -> str:
    flag = one.attribute not in ("use", "model", "type") and one.values == ("1",)
    own = {"use": (_("用途"), use_name), "type": (_("装备类型"), type_name)}
    name, called = own.get(one.attribute, (attribute_name(one.attribute), str))
    if flag:
        return (
            _("{name}：是").format(name=name) if one.one_of else _("{name}：否").format(name=name)
        )
    values = _("、").join(map(called, one.values))
    if one.one_of:
        template = _("{name}为{values}") if len(one.values) == 1 else _("{name}属于{values}")
    else:
        template = _("{name}不属于{values}")
    return template.format(name=name, values=values)
