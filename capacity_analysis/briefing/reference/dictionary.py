"""The data-dictionary page: every table, column, choice and kind of problem of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ... import vocabulary
from ...ledger import KINDS, LedgerField, LedgerTable, registry
from ...text import _
from ...vocabulary import unit_name
from .markup import Head, Markup, contents, element, joined, link, markup, table

_PROBLEMS = "problems"


def dictionary_body() -> Markup:
    """Return the text of the data-dictionary page, from the field registry.

    Examples
    --------
    >>> '<tr id="lines.product_id">' in dictionary_body()
    True

    """
    definitions = registry()
    tables = {"guide": definitions.guide, **definitions.tables}
    said = _("台账模板版本{version}。列名可以改变顺序；单位写在单位列里，不写在数里。").format(
        version=definitions.schema_version
    )
    vocabularies = _vocabularies()
    return joined(
        [
            element("p", said),
            _contents(tables, vocabularies),
            *(_section(name, each) for name, each in tables.items()),
            *vocabularies.values(),
            _problems(),
        ]
    )


def _contents(tables: Mapping[str, LedgerTable], vocabularies: Mapping[str, Markup]) -> Markup:
    titles = _titles()
    entries = {name: each.sheet for name, each in tables.items()}
    entries |= {f"vocabulary.{name}": titles[name] for name in vocabularies}
    entries[_PROBLEMS] = _("检查能发现的问题")
    items = (element("li", link(target, label)) for target, label in entries.items())
    return contents(_("目录"), items)


def _section(name: str, each: LedgerTable) -> Markup:
    key = "、".join(each.fields[field].header for field in each.key)
    units = {spec.unit_of: spec.header for spec in each.fields.values() if spec.unit_of}
    heads = [
        Head(_("列名")), Head(_("字段")), Head(_("类型")), Head(_("必填")), Head(_("允许的值")),
        Head(_("说明")),
    ]  # fmt: skip
    rows = (
        (
            f"{name}.{field}",
            (
                spec.header,
                element("code", field),
                _type(spec),
                _("必填") if spec.required else "",
                _allowed(spec, units.get(field, "")),
                spec.help,
            ),
        )
        for field, spec in each.fields.items()
    )
    return joined(
        [
            element("h2", _("{sheet}（{name}）").format(sheet=each.sheet, name=name), id=name),
            element("p", each.help) if each.help else "",
            element("p", _("主键：{columns}。").format(columns=key)) if key else "",
            table(_("“{sheet}”表的列").format(sheet=each.sheet), heads, rows),
        ]
    )


def _type(spec: LedgerField) -> str:
    return {
        "text": _("文本"),
        "number": _("数"),
        "integer": _("整数"),
        "year": _("年度"),
        "date": _("日期"),
        "month_start": _("年、年月或日期（取最早一天）"),
        "month_end": _("年、年月或日期（取最后一天）"),
        "choice": _("选项"),
        "flag": _("是或否"),
        "uscc": _("统一社会信用代码"),
        "industry_code": _("行业代码"),
    }[spec.type]


def _allowed(spec: LedgerField, unit_header: str) -> Markup:
    """Return choices, range and unit of a field."""
    said: list[object] = []
    if spec.vocabulary:
        said.append(link(f"vocabulary.{spec.vocabulary}", _titles()[spec.vocabulary]))
    elif spec.choices:
        said.append("、".join(spec.choices.values()))
    if spec.default is not None:
        said.append(_("空着时为“{value}”").format(value=spec.labels[spec.default]))
    if spec.min is not None:
        said.append(_("不小于{least}").format(least=f"{spec.min:g}"))
    if spec.max is not None:
        said.append(_("不大于{most}").format(most=f"{spec.max:g}"))
    if spec.unit:
        said.append(_("单位：{unit}").format(unit=spec.unit))
    if unit_header:
        said.append(_("单位见“{column}”").format(column=unit_header))
    if spec.unique:
        said.append(_("不得重复"))
    return joined(said, "\n")


def _titles() -> dict[str, str]:
    """Return what the vocabularies are called, in the order of the page."""
    return {
        "products": _("产品词表"),
        "carriers": _("能源品种词表"),
        "equipment_types": _("装备类型词表"),
        "equipment_attributes": _("设备参数词表"),
        "equipment_uses": _("设备用途词表"),
    }


def _vocabularies() -> dict[str, Markup]:
    """Return the sections of the vocabularies; the third column is what tells their entries apart."""
    unit, industry = _("计量单位"), _("行业")
    columns: dict[str, tuple[str, Iterable[tuple[str, str, str, str]]]] = {
        "products": (unit, (
            (each.product_id, each.name, each.name_en, unit_name(each.output_unit))
            for each in vocabulary.products().values()
        )),
        "carriers": (unit, (
            (each.carrier_id, each.name, each.name_en, unit_name(each.base_unit))
            for each in vocabulary.carriers().values()
        )),
        "equipment_types": (industry, (
            (each.type_id, each.name, each.name_en, each.industry)
            for each in vocabulary.equipment_types().values()
        )),
        "equipment_attributes": (_("怎样填"), (
            (each.attribute_id, each.name, each.name_en, _filled_in(each.kind))
            for each in vocabulary.equipment_attributes().values()
        )),
        "equipment_uses": ("", (
            (each.use_id, each.name, each.name_en, "")
            for each in vocabulary.equipment_uses().values()
        )),
    }  # fmt: skip
    return {name: _vocabulary(name, *columns[name]) for name in _titles()}


def _filled_in(kind: str) -> str:
    """Return how the value of an attribute is filled in; its unit stands in its name."""
    return {"number": _("数"), "flag": _("1为是，0为否"), "text": _("文字值")}[kind]


def _vocabulary(name: str, third: str, entries: Iterable[tuple[str, str, str, str]]) -> Markup:
    """Return a vocabulary as a table, without its third column where nothing stands in it."""
    title = _titles()[name]
    heads = [
        Head(_("名称")),
        Head(_("英文名称")),
        *([Head(third)] if third else []),
        Head(_("代号")),
    ]
    rows = [
        (
            f"{name}.{key}",
            (chinese, english, *([more] if third else []), element("code", key)),
        )
        for key, chinese, english, more in entries
    ]
    summary = _("{title}，{count}项").format(title=title, count=len(rows))
    return joined(
        [
            element("h2", title, id=f"vocabulary.{name}"),
            element("details", element("summary", summary), table(title, heads, rows)),
        ]
    )


def _problems() -> Markup:
    severities = {"error": _("错误"), "warning": _("提示"), "note": _("说明")}
    heads = [Head(_("代码")), Head(_("程度")), Head(_("问题")), Head(_("怎么改"))]
    rows = (
        (
            f"{_PROBLEMS}.{code}",
            (element("code", code), severities[kind.severity], _(kind.message), _(kind.remedy)),
        )
        for code, kind in KINDS.items()
    )
    title = _("检查能发现的问题")
    return joined([element("h2", title, id=_PROBLEMS), markup(table(title, heads, rows))])
