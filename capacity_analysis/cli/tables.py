"""Documents and their rows as tables on the terminal."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from .printing import printable

if TYPE_CHECKING:
    import datetime as dt

    from ..standards import Difference, Document, Row, Standards
    from ..standards.coverage import CoverageGap
    from ..standards.differences import Change

_CONFLICT = {"newest": "新版代旧版", "stricter": "更严者一并适用", "higher": "服从上级文件"}
_APPLIES_TO = {"existing": "存量", "new": "新建", "all": "存量和新建"}
_BINDING = {True: "有约束力", False: "不作依据"}
_CHANGES: Mapping[Change, str] = {
    "same": "相同",
    "changed": "改变",
    "added": "新增",
    "removed": "删去",
    "not_checked": "未核对",
}
# Columns whose names in the files are shown in words; others keep their names.
_HEADINGS = {
    "row_id": "行号",
    "document_id": "文件",
    "product_id": "产品代号",
    "product": "产品",
    "process_or_grade": "工序或规格",
    "also_products": "并管产品代号",
    "indicator": "指标代号",
    "indicator_zh": "指标",
    "advanced": "标杆水平",
    "baseline": "基准水平",
    "level_1": "1级",
    "level_2": "2级",
    "level_3": "3级（限定值）",
    "corrections": "修正",
    "unit": "单位",
    "confidence": "可信程度",
    "jurisdiction": "区域",
    "binding": "约束力",
    "name": "名称",
    "value": "数值",
    "value_text": "文字值",
    "topic": "类别",
    "item": "事项",
    "code": "代码",
    "scope": "范围",
    "requirement": "要求",
    "deadline": "期限",
    "effective_from": "施行",
    "effective_to": "截止",
    "attribute": "参数",
    "operator": "比较",
    "threshold": "界限",
    "equipment": "设备或工艺",
    "equipment_types": "装备类型",
    "attribute_id": "参数代号",
    "doubtful_at": "措辞存疑的值",
    "applies_when": "适用条件",
    "exempt_when": "例外条件",
    "region": "区域范围",
    "condition": "其他条件",
    "ratio": "比例",
    "industry": "行业",
    "category": "类别",
    "exception": "除外",
    "proof": "证明材料",
    "section_ref": "条目",
    "part_of": "属于条目",
    "all_of": "同时满足",
    "applies_to": "适用",
    "parameter": "参数名",
    "clause": "条款",
    "products": "产品代号",
    "measure": "口径",
    "gb4754": "行业代码",
    "reference_standard": "引用标准",
    "corrects": "修正哪些行",
    "levels": "修正哪几级",
    "form": "算法",
    "coefficient": "系数",
    "reference": "基准",
    "intercept": "常数",
    "most_points": "最多几点",
    "terms": "各项",
    "condition_attribute": "条件",
    "condition_above": "条件高于",
    "wording": "规定",
    "numerator": "分子",
    "denominator": "分母",
    "feedstock": "原料用能",
    "basis": "基准",
    "basis_reference": "基准值",
    "pieces_per_t": "每吨件数",
    "carrier_id": "能源品种代号",
    "kgce_per_unit": "折标准煤系数",
    "use": "用途",
    "ncv": "低位发热量",
    "ncv_unit": "热值单位",
    "carbon_tc_per_gj": "单位热值含碳量",
    "oxidation_percent": "碳氧化率%",
    "tco2_per_unit": "排放因子",
    "year": "年份",
    "birth_month": "出生年月",
    "original_retirement_month": "原退休年月",
    "original_age": "原退休年龄",
    "delay_months": "延迟月数",
    "new_age_years": "新年龄（岁）",
    "new_age_months": "（月）",
    "new_retirement_month": "新退休年月",
    "least_contribution_years": "最低缴费年限",
    "earliest_flexible_age": "最早弹性年龄",
    "latest_flexible_age": "最晚弹性年龄",
}
# Columns that say in words what a row is about.
_WORDS = (
    "industry", "equipment", "product", "process_or_grade", "indicator_zh", "wording", "name",
    "attribute", "item", "scope", "category", "birth_month",
)  # fmt: skip
# Where a number comes from is long: `show --json` and the page of standards tell it.
_NOT_SHOWN = ("source", "remark")
_WIDE = 400  # of a pipe, where a line should seldom be folded


def print_documents(documents: Sequence[Document]) -> None:
    """Print one line for each document."""
    lines = [
        (
            document.id,
            document.citation,
            *_span(document),
            document.jurisdiction,
            _BINDING[document.binding],
            _CONFLICT[document.conflict],
            _APPLIES_TO[document.applies_to],
            _tables(document),
            _marks(row for kind in document.tables for row in document.rows(kind)),
        )
        for document in documents
    ]
    headings = [
        "代号", "文件", "施行", "截止", "区域", "约束力", "与他件的关系", "适用", "表",
        "各行的可信程度",
    ]  # fmt: skip
    print_table(headings, lines)
    rows = sum(len(document.rows(kind)) for document in documents for kind in document.tables)
    print(f"共{len(documents)}份文件，{rows}行。")


def print_document(document: Document) -> None:
    """Print what a document is, and its rows."""
    from ..standards.labels import confidence_label

    start, end = _span(document)
    print(printable(document.citation))
    facts = {
        "代号": document.id,
        "系列": document.series,
        "发布机关": document.issuer,
        "发布日期": document.published or "未查到",
        "施行": f"{start}（{confidence_label(document.dates_confidence)}）",
        "截止": f"{end}（{confidence_label(document.until_confidence)}）"
        if document.until_confidence
        else end,
        "被何文件废止": document.repealed_by or "—",
        "区域": document.jurisdiction,
        "约束力": _BINDING[document.binding],
        "与他件的关系": _CONFLICT[document.conflict],
        "适用": _APPLIES_TO[document.applies_to],
    }
    for name, fact in facts.items():
        print(f"{name}：{printable(str(fact))}")
    for source in document.sources:
        print(f"来源：{printable(source)}")
    for note in document.notes.splitlines():
        print(printable(note))
    for kind in document.tables:
        print()
        print_rows(kind, document.rows(kind))


def print_document_json(document: Document) -> None:
    """Print all that a document's files hold."""
    content = document.model_dump(mode="json")
    content["rows"] = {kind: [dict(row) for row in document.rows(kind)] for kind in document.tables}
    _print_json(content)


def print_rows(kind: str, rows: Sequence[Row | Mapping[str, Any]]) -> None:
    """Print the rows of a table; a column that is empty throughout is left out."""
    from ..standards import KINDS

    columns = [name for name in (rows[0] if rows else ()) if name not in _NOT_SHOWN]
    if "indicator_zh" in columns:
        columns.remove("indicator")
    filled = [name for name in columns if any(row[name] not in ("", None) for row in rows)]
    title = f"{KINDS[kind].title}（{kind}），{len(rows)}行"
    cells = [[_cell(name, row[name]) for name in filled] for row in rows]
    print_table([_HEADINGS.get(name, name) for name in filled], cells, title)


def print_row(document: Document, kind: str, row: Row) -> None:
    """Print one row, as it was checked."""
    print(printable(document.citation))
    print_rows(kind, [row])


def print_in_force(
    standards: Standards, kinds: Sequence[str], on: dt.date, chain: Sequence[str]
) -> None:
    """Print the documents that hold on a day, by kind, and the kinds that have none."""
    from ..standards import NoDocumentInForce

    lines, absences = [], []
    for kind in kinds:
        try:
            rows = standards.rows_in_force(kind, on, chain)
        except NoDocumentInForce as refusal:
            absences.append(str(refusal))
            continue
        if rows.table.empty:
            absences.append(f"{_title(kind)}：收录的行没有一行在这一天适用")
        counts = Counter(rows.table["document_id"])
        lines += [
            (
                _title(kind), kind, document.id, document.citation, *_span(document),
                document.jurisdiction, _BINDING[document.binding], counts[document.id],
            )
            for document in rows.documents
        ]  # fmt: skip
    print_table(["表", "类", "代号", "文件", "施行", "截止", "区域", "约束力", "适用行数"], lines)
    for absence in absences:
        print(printable(absence))


def print_rows_in_force(standards: Standards, kind: str, on: dt.date, chain: Sequence[str]) -> None:
    """Print the rows of one kind that apply on a day, and what only other days know."""
    from ..standards import NoDocumentInForce

    try:
        rows = standards.rows_in_force(kind, on, chain)
    except NoDocumentInForce as absence:
        print(printable(str(absence)))
        return
    table = rows.table.astype("object").where(rows.table.notna(), None)
    names = list(map(str, table.columns))
    print_rows(kind, [dict(zip(names, values, strict=True)) for values in table.to_numpy()])
    if len(rows.absent):
        print()
        cells = [list(map(str, values)) for values in rows.absent.to_numpy()]
        headings = [_HEADINGS.get(name, name) for name in rows.absent.columns[:-1]]
        print_table([*headings, "施行"], cells, "当日没有有效文件的")


def print_coverage(gaps: Iterable[CoverageGap]) -> None:
    """Print what is not on file, and what the tool says instead."""
    cells = [(gap.gap_id, gap.area, gap.missing, gap.consequence) for gap in gaps]
    print_table(["编号", "方面", "没有收录", "因此"], cells, "没有收录的")


def print_undated(documents: Iterable[Document]) -> None:
    """Print the documents that never hold, for want of a date."""
    cells = [(each.id, each.citation) for each in documents if each.in_force is None]
    print()
    print_table(["代号", "文件"], cells, "施行日期未查到、因此不适用的文件")


def print_open_rows(documents: Iterable[Document]) -> None:
    """Print the rows that have no value."""
    cells = []
    for document in documents:
        for kind in document.tables:
            cells += [
                (document.id, row["row_id"], _title(kind), _about(row), row.get("remark"))
                for row in document.rows(kind)
                if row["confidence"] == "open"
            ]
    print()
    print_table(["文件", "行号", "表", "对象", "备注"], cells, "没有数值的行")


def print_differences(differences: Sequence[Difference]) -> None:
    """Print what became of each row, and how many of each."""
    cells = []
    for found in differences:
        row = found.new or found.old
        assert row is not None
        before = "" if found.old is None else found.old["row_id"]
        after = "" if found.new is None else found.new["row_id"]
        cells.append(
            (
                _title(found.kind), _about(row), _CHANGES[found.change], before, after,
                _changed(found), _confidences(found),
            )
        )  # fmt: skip
    print_table(["表", "对象", "变化", "旧行", "新行", "差别", "可信程度"], cells)
    counts = Counter(found.change for found in differences)
    print("，".join(f"{label}{counts[change]}" for change, label in _CHANGES.items()) + "。")


def _about(row: Mapping[str, Any]) -> str:
    return "，".join(str(row[name]) for name in _WORDS if row.get(name))


def _changed(found: Difference) -> str:
    if found.old is None or found.new is None:
        return ""
    old, new = found.old, found.new
    return "；".join(
        f"{_HEADINGS.get(name, name)} {_cell(name, old[name]) or '无'}→{_cell(name, new[name]) or '无'}"
        for name in found.columns
    )


def _confidences(found: Difference) -> str:
    rows = [row for row in (found.old, found.new) if row is not None]
    return "→".join(dict.fromkeys(_cell("confidence", row["confidence"]) for row in rows))


def _span(document: Document) -> tuple[str, str]:
    start = document.in_force.isoformat() if document.in_force else "未查到"
    return start, document.in_force_until.isoformat() if document.in_force_until else "—"


def _tables(document: Document) -> str:
    return "、".join(f"{_title(kind)}{len(document.rows(kind))}行" for kind in document.tables)


def _title(kind: str) -> str:
    from ..standards import KINDS

    return KINDS[kind].title


def _marks(rows: Iterable[Row]) -> str:
    from ..standards import Confidence
    from ..standards.labels import confidence_label

    counts = Counter(row["confidence"] for row in rows)
    return "，".join(
        f"{confidence_label(mark)}{counts[mark]}" for mark in Confidence if counts[mark]
    )


def _cell(name: str, value: object) -> str:
    """Return a cell as a person writes it: numbers without a needless fraction, marks in words."""
    from ..standards.labels import confidence_label

    if name == "confidence":
        return confidence_label(str(value))
    if isinstance(value, bool):
        return _BINDING[value]
    if isinstance(value, float):
        return f"{value:.12g}"
    return "" if value is None else str(value)


def print_table(
    headings: Sequence[str], lines: Iterable[Sequence[object]], title: str | None = None
) -> None:
    """Print a table, text of a workbook as text; in a pipe it is as wide as its cells are."""
    from rich.box import SIMPLE
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if title:
        print(printable(title))
    console = Console(file=sys.stdout, width=None if sys.stdout.isatty() else _WIDE)
    table = Table(box=SIMPLE, pad_edge=False, show_edge=False)
    for heading in headings:
        table.add_column(Text(heading), overflow="fold")
    for line in lines:
        table.add_row(*(Text(printable("" if cell is None else str(cell))) for cell in line))
    console.print(table)


def _print_json(content: object) -> None:
    # In an encoding of a few thousand characters, what is not ASCII has to be escaped.
    unicode = (sys.stdout.encoding or "").lower().replace("-", "") == "utf8"
    print(json.dumps(content, ensure_ascii=not unicode, indent=1))
