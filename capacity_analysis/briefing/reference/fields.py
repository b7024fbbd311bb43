"""The columns in which each kind of table is shown: everything a row says, in an official's words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ... import vocabulary
from ...assessment import finding_words
from ...campaign import Campaign
from ...ledger import registry
from ...standards import Document, Row
from ...text import _, in_language
from ...vocabulary import unit_name
from . import words
from .markup import anchor, joined, link

_JOINED = ";"


@dataclass(frozen=True)
class Field:
    """A column of the page: its head, and what it says of a row (text, or HTML of links)."""

    label: str
    write: Callable[[Row], object]
    is_number: bool = False


def fields(document: Document, kind: str, campaign: Campaign) -> list[Field]:
    """Return the columns for a table, without row id, source and confidence.

    Parameters
    ----------
    document : Document
        The document that the table stands in; its rows may refer to one another.
    kind : str
        A kind of `standards.KINDS`.
    campaign : Campaign
        The plan, which names areas.

    """
    written: dict[str, Callable[[], list[Field]]] = {
        "benchmark_levels": _benchmarks,
        "energy_limits": _limits,
        "energy_corrections": lambda: _corrections(document),
        "unit_energy_definitions": _definitions,
        "conversion_coefficients": _coefficients,
        "emission_factors": lambda: _factors(campaign),
        "catalogue_entries": lambda: _entries(document),
        "replacement_ratios": _ratios,
        "retirement_schedule": _retirement,
        "policy_targets": _targets,
    }
    return written.get(kind, lambda: _parameters(campaign))()


def _benchmarks() -> list[Field]:
    return [
        *_level(),
        _numbers(_("标杆水平"), "advanced"),
        _numbers(_("基准水平"), "baseline"),
        _unit(),
        Field(_("行业"), _industry),
        _texts(_("引用标准"), "reference_standard"),
    ]


def _limits() -> list[Field]:
    return [
        *_level(),
        _numbers(_("1级（先进值）"), "level_1"),
        _numbers(_("2级（准入值）"), "level_2"),
        _numbers(_("3级（限定值）"), "level_3"),
        _unit(),
        _texts(_("有修正"), "corrections"),
    ]


def _texts(label: str, name: str) -> Field:
    return Field(label, lambda row: row[name] or "")


def _numbers(label: str, name: str) -> Field:
    return Field(label, lambda row: words.number(row[name]), is_number=True)


def _spans() -> Field:
    return Field(_("起止"), lambda row: words.span(row["effective_from"], row["effective_to"]))


def _areas(campaign: Campaign) -> Field:
    return Field(
        _("区域"),
        lambda row: words.area(str(row["jurisdiction"]), campaign) if row["jurisdiction"] else "",
    )


def _split(row: Row, name: str) -> list[str]:
    return [part for part in str(row[name]).split(_JOINED) if part]


def _product_names(ids: Sequence[str]) -> str:
    return "、".join(map(vocabulary.product_name, ids))


def _lines_of(*parts: object) -> str:
    return "\n".join(str(part) for part in parts if part)


def _level() -> list[Field]:
    return [Field(_("产品"), _product), Field(_("指标"), _indicator)]


def _unit() -> Field:
    return Field(_("单位"), lambda row: unit_name(str(row["unit"])))


def _product(row: Row) -> str:
    """Return the product as the document names it, and the products of the ledger that it governs."""
    own, also = _split(row, "product_id"), _split(row, "also_products")
    said = "　".join(str(row[name]) for name in ("product", "process_or_grade") if row[name])
    known = _product_names([*own, *also])
    return _lines_of(said, "" if known == said else _("台账产品：{names}").format(names=known))


def _indicator(row: Row) -> str:
    said, known = str(row["indicator_zh"]), words.indicator(str(row["indicator"]))
    return said if said.endswith(known) else _("{said}（{known}）").format(said=said, known=known)


def _industry(row: Row) -> str:
    code = str(row["gb4754"])
    return f"{code} {vocabulary.industry_name(code)}" if code else ""


def _corrections(document: Document) -> list[Field]:
    def corrected(row: Row) -> object:
        ids = _split(row, "corrects")
        return joined((link(anchor(document.id, each), each) for each in ids), "\n")

    def levels(row: Row) -> str:
        return "、".join(_("{level}级").format(level=each) for each in _split(row, "levels"))

    return [
        Field(_("修正哪一行"), corrected),
        Field(_("哪几级"), levels),
        _texts(_("规定"), "wording"),
        Field(_("工况"), _conditions),
        Field(_("算法"), _formula),
    ]


def _conditions(row: Row) -> str:
    return "、".join(_condition(name) for name in _split(row, "attribute"))


def _condition(name: str) -> str:
    """Return what the ledger calls a condition of a line."""
    known = registry().tables["conditions"].fields["attribute"].choices
    return known.get(name, name)


def _formula(row: Row) -> str:
    parts = [
        (_("系数"), words.number(row["coefficient"])),
        (_("基准"), words.number(row["reference"])),
        (_("常数"), words.number(row["intercept"])),
        (_("最多"), words.number(row["most_points"])),
        (_("各项"), str(row["terms"])),
    ]
    said = [f"{label} {value}" for label, value in parts if value]
    if row["condition_attribute"]:
        condition = _condition(str(row["condition_attribute"]))
        above = words.number(row["condition_above"])
        said.append(_("只在{condition}高于{value}时").format(condition=condition, value=above))
    return _lines_of(words.form(str(row["form"])), *said)


def _definitions() -> list[Field]:
    return [
        Field(_("产品"), lambda row: vocabulary.product_name(str(row["product_id"]))),
        Field(_("指标"), lambda row: words.indicator(str(row["indicator"]))),
        _texts(_("能耗计入"), "numerator"),
        Field(_("产量计入"), _denominator),
        Field(_("原料用能"), lambda row: words.feedstock(str(row["feedstock"]))),
        _spans(),
    ]


def _denominator(row: Row) -> str:
    """Return what output counts, and how it comes to the standard's basis."""
    said = [row["denominator"]]
    if row["basis"]:
        basis = words.product_basis(str(row["basis"]))
        value = words.number(row["basis_reference"])
        said.append(_("折算基准：{basis}，{value}").format(basis=basis, value=value))
    if pieces := words.number(row["pieces_per_t"]):
        said.append(_("每吨折{pieces}重量箱").format(pieces=pieces))
    return _lines_of(*said)


def _coefficients() -> list[Field]:
    return [
        Field(_("能源品种"), _carrier),
        _numbers(_("折标准煤系数"), "kgce_per_unit"),
        Field(_("单位"), lambda row: unit_name(f"kgce/{row['unit']}")),
        Field(_("折算方法"), lambda row: words.coal_basis(str(row["basis"]))),
        Field(_("用于"), lambda row: words.use(str(row["use"]))),
    ]


def _carrier(row: Row) -> str:
    """Return the name of the document, and that of the ledger where it differs."""
    said = str(row["name"])
    known = vocabulary.carrier_name(str(row["carrier_id"])) if row["carrier_id"] else ""
    if known in ("", said):
        return said
    return _lines_of(said, _("台账品种：{name}").format(name=known))


def _factors(campaign: Campaign) -> list[Field]:
    def calorific(row: Row) -> str:
        return f"{words.number(row['ncv'])} {row['ncv_unit']}".strip()

    return [
        Field(_("能源品种"), _carrier),
        _numbers(_("排放因子（吨二氧化碳/单位）"), "tco2_per_unit"),
        _texts(_("单位"), "unit"),
        Field(_("低位发热量"), calorific),
        _numbers(_("含碳量（吨碳/吉焦）"), "carbon_tc_per_gj"),
        _numbers(_("碳氧化率（%）"), "oxidation_percent"),
        _numbers(_("年份"), "year"),
        _areas(campaign),
    ]


def _entries(document: Document) -> list[Field]:
    def together(row: Row) -> object:
        named = [(_("同时满足"), row["all_of"]), (_("属于"), row["part_of"])]
        return joined(
            (
                joined((f"{label} ", link(anchor(document.id, str(other)), other)))
                for label, other in named
                if other
            ),
            "\n",
        )

    def exception(row: Row) -> str:
        proof = _("证明：{papers}").format(papers=row["proof"]) if row["proof"] else ""
        return _lines_of(row["exception"], proof)

    return [
        Field(_("条目"), lambda row: _lines_of(row["section_ref"], row["category"])),
        Field(_("行业和设备"), lambda row: _lines_of(row["industry"], row["equipment"])),
        Field(_("对照的装备类型"), _screened),
        Field(_("判据"), _criterion),
        Field(_("适用于"), lambda row: words.applies_to(str(row["applies_to"]))),
        Field(_("与别的行"), together),
        Field(_("除外"), exception),
        Field(_("期限"), lambda row: words.date(row["deadline"])),
    ]


def _screened(row: Row) -> str:
    """Return which types of equipment a ledger's are held against, and in what scope."""
    types = [vocabulary.equipment_types()[key] for key in _split(row, "equipment_types")]
    if not types:
        return _("须由人判断")
    scope = finding_words.conditions(str(row["applies_when"] or ""))
    names = _("、").join(in_language(each.name, each.name_en) for each in types)
    return _lines_of(names, _("限于：{scope}").format(scope=scope) if scope else "")


def _criterion(row: Row) -> str:
    """Return attribute, comparison, threshold and unit as one statement."""
    unit, threshold = str(row["unit"]), str(row["threshold"])
    if unit == "bool":
        fact = words.operator(str(row["operator"]))
        return (
            _("{name}：{fact}").format(name=row["attribute"], fact=fact)
            if fact
            else str(row["attribute"])
        )
    if unit == "model":
        unit, threshold = "", threshold.replace(_JOINED, "、")
    told = (str(row["attribute"]), words.operator(str(row["operator"])), threshold, unit)
    doubt = (
        _("恰为{value}时措辞存疑").format(value=row["doubtful_at"]) if row["doubtful_at"] else ""
    )
    return _lines_of(" ".join(part for part in told if part), doubt)


def _ratios() -> list[Field]:
    return [
        Field(_("产品"), lambda row: _product_names(_split(row, "products"))),
        Field(_("地区"), lambda row: words.region(str(row["region"]))),
        _texts(_("其他条件"), "condition"),
        _numbers(_("退出能力与建设能力之比"), "ratio"),
        _texts(_("条款"), "clause"),
        _spans(),
    ]


def _parameters(campaign: Campaign) -> list[Field]:
    def value(row: Row) -> str:
        if row["value_text"]:
            return str(row["value_text"])
        compared = words.operator(str(row["operator"])) if row["operator"] else ""
        return " ".join(filter(None, (compared, words.number(row["value"]), str(row["unit"]))))

    def item(row: Row) -> str:
        code = _("（{code}）").format(code=row["code"]) if row["code"] else ""
        return f"{row['item']}{code}"

    return [
        _texts(_("类别"), "topic"),
        Field(_("事项"), item),
        Field(_("规定"), value),
        _texts(_("条款"), "clause"),
        _spans(),
        _areas(campaign),
        _texts(_("参数名"), "parameter"),
    ]


def _retirement() -> list[Field]:
    def new_age(row: Row) -> str:
        years, months = words.number(row["new_age_years"]), words.number(row["new_age_months"])
        return _("{years}岁{months}个月").format(years=years, months=months)

    return [
        _texts(_("类别"), "category"),
        _texts(_("出生年月"), "birth_month"),
        _texts(_("原退休年月"), "original_retirement_month"),
        _numbers(_("原年龄"), "original_age"),
        _numbers(_("延迟月数"), "delay_months"),
        Field(_("新年龄"), new_age),
        _texts(_("新退休年月"), "new_retirement_month"),
        _numbers(_("最低缴费年限"), "least_contribution_years"),
        _texts(_("最早弹性年龄"), "earliest_flexible_age"),
        _texts(_("最晚弹性年龄"), "latest_flexible_age"),
    ]


def _targets() -> list[Field]:
    def scope(row: Row) -> str:
        products = _product_names(_split(row, "products"))
        known = _("台账产品：{names}").format(names=products) if products else ""
        return _lines_of(row["scope"], "" if products == row["scope"] else known)

    def value(row: Row) -> str:
        return f"{words.number(row['value'])} {row['unit']}".strip()

    return [
        _texts(_("事项"), "item"),
        Field(_("范围"), scope),
        _texts(_("要求"), "requirement"),
        Field(_("口径"), lambda row: words.measure(str(row["measure"]))),
        Field(_("数值"), value),
        Field(_("期限"), lambda row: words.date(row["deadline"])),
    ]
