"""The data dictionary: every table, field and kind of problem, written from the registry."""

from __future__ import annotations

from .kinds import KINDS
from .registry import LedgerField, LedgerTable, registry

_TYPES = {
    "text": "文本", "number": "数", "integer": "整数", "year": "年度", "date": "日期",
    "month_start": "年、年月或日期（取最早一天）", "month_end": "年、年月或日期（取最后一天）",
    "choice": "选项", "flag": "是/否", "uscc": "统一社会信用代码", "industry_code": "行业代码",
}  # fmt: skip
_SEVERITIES = {"error": "错误", "warning": "提示", "note": "说明"}


def data_dictionary() -> str:
    """Return the data dictionary as Markdown, in Chinese."""
    definitions = registry()
    parts = [
        f"# 数据字典\n\n台账模板版本 {definitions.schema_version}。由字段登记表 "
        "`data/ledger/tables.yaml` 生成，请勿手改：`make dictionary`。\n",
        _table("guide", definitions.guide),
    ]
    parts += [_table(name, table) for name, table in definitions.tables.items()]
    parts.append(_problems())
    return "\n".join(parts)


def _table(name: str, table: LedgerTable) -> str:
    key = "、".join(table.fields[field].header for field in table.key)
    lines = [f"## {table.sheet}（`{name}`）\n"]
    if table.help:
        lines.append(f"{table.help}{f'主键：{key}。' if key else ''}\n")
    lines.append("| 列名 | 字段 | 类型 | 必填 | 说明 |\n| :-- | :-- | :-- | :-- | :-- |")
    units = {spec.unit_of: spec.header for spec in table.fields.values() if spec.unit_of}
    lines += [_field(field, spec, units.get(field, "")) for field, spec in table.fields.items()]
    return "\n".join(lines) + "\n"


def _field(name: str, spec: LedgerField, unit_header: str) -> str:
    required = "是" if spec.required else ""
    return f"| {spec.header} | `{name}` | {_type(spec, unit_header)} | {required} | {spec.help} |"


def _type(spec: LedgerField, unit_header: str) -> str:
    kind = _TYPES[spec.type]
    if spec.vocabulary:
        kind += f"：见 `data/vocabulary/{spec.vocabulary}.csv`"
    elif spec.choices:
        kind += f"：{'、'.join(spec.choices.values())}"
    if spec.min is not None:
        kind += f"，不小于{spec.min:g}"
    if spec.max is not None:
        kind += f"，不大于{spec.max:g}"
    if spec.unit:
        kind += f"，单位：{spec.unit}"
    if unit_header:
        kind += f"，单位见“{unit_header}”"
    return kind + ("，不得重复" if spec.unique else "")


def _problems() -> str:
    lines = [
        "## 检查能发现的问题\n",
        "| 代码 | 程度 | 问题 | 怎么改 |\n| :-- | :-- | :-- | :-- |",
    ]
    lines += [
        f"| `{code}` | {_SEVERITIES[kind.severity]} | {kind.message} | {kind.remedy} |"
        for code, kind in KINDS.items()
    ]
    return "\n".join(lines) + "\n"
