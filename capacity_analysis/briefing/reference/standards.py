"""The standards page: every document on file, its rows, how sure they are, and what rests on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...assessment import Assessment
from ...sections.numbers import day
from ...standards import KINDS, Confidence, Document, Row, Standards, Verification
from ...standards.coverage import CoverageGap
from ...standards.kinds.energy import ENERGY_KINDS
from ...text import _
from . import words
from .fields import Field, fields
from .markup import Head, Markup, anchor, contents, element, joined, link, markup, table
from .resting import BY_LINE, TRACED, Resting
from .standing import Standing, document_standing, standing

_OPENED = frozenset(kind.name for kind in ENERGY_KINDS)
_LONG = 40  # rows, from which on a table that is not about energy is folded
_GAPS, _UNDATED, _OPEN, _CHECKS = "gaps", "undated", "open-rows", "verifications"
_LEGEND = "legend"


@dataclass(frozen=True)
class _Book:
    """What all parts of the page draw on."""

    assessment: Assessment
    standards: Standards
    resting: Resting
    on: Standing
    checks: dict[tuple[str, str], Verification]


def standards_body(
    assessment: Assessment,
    standards: Standards,
    coverage: Sequence[CoverageGap] | None,
    rests: Resting,
) -> Markup:
    """Return the text of the standards page.

    Parameters
    ----------
    assessment : Assessment
        What the ledger gave by these standards.
    standards : Standards
        Every document on file, in force or not.
    coverage : sequence of CoverageGap or None
        What is not on file; None where the folder of standards has no list of it.
    rests : Resting
        How many lines rest on each row.

    Raises
    ------
    DataError
        If rows of two documents speak of one thing, and neither says how it meets the other.

    """
    on = standing(standards, assessment.as_of, assessment.campaign.jurisdiction.chain)
    checks = {(each.document, each.row_id): each for each in standards.verifications}
    book = _Book(assessment, standards, rests, on, checks)
    groups = _groups(standards)
    return joined(
        [
            _introduction(book),
            _contents(groups),
            *(_group(kind, documents, book) for kind, documents in groups.items()),
            _verifications(book),
            element("h2", _("未收录"), id=_GAPS),
            _coverage(coverage),
            _undated(standards),
            _open_rows(standards),
        ]
    )


def _groups(standards: Standards) -> dict[str, list[Document]]:
    """Return the documents by the first kind of table that they hold, energy first."""
    groups: dict[str, list[Document]] = {kind: [] for kind in KINDS}
    for document in standards.documents:
        groups[_kinds(document)[0]].append(document)
    return {kind: found for kind, found in groups.items() if found}


def _kinds(document: Document) -> list[str]:
    return [kind for kind in KINDS if kind in document.tables]


def _introduction(book: _Book) -> Markup:
    documents = book.standards.documents
    counts = dict.fromkeys(Confidence, 0)
    for row in _every_row(documents):
        counts[Confidence(str(row["confidence"]))] += 1
    said = _(
        "本页列出收录的全部标准和政策文件，不论评定日是否有效：共{documents}份，{rows}行。"
        "“本台账”一栏是评定年度依据该行判定或计算的生产线数；台账不逐线引用的表没有这一栏。较长的表折叠显示，打印前请先展开。"
    ).format(documents=len(documents), rows=sum(counts.values()))
    meanings = {
        Confidence.VERIFIED: _("见于写明该文件的资料，或已由部门与官方原文核对，可作判定依据"),
        Confidence.CROSS_CHECKED: _("另有资料或平行文件印证，可作判定依据，核实之前在页面上标注"),
        Confidence.RECALLED: _("没有资料印证，只提示复核，不作判定依据"),
        Confidence.CARRIED_OVER: _("新版原文未查到，沿用旧版数值，只提示复核"),
        Confidence.OPEN: _("没有查到数值，不作任何判定"),
    }
    legend = table(
        _("可信程度的含义"),
        [Head(_("可信程度")), Head(_("含义")), Head(_("行数"), is_number=True)],
        [
            (f"{_LEGEND}-{mark}", (words.confidence(mark), meanings[mark], counts[mark]))
            for mark in Confidence
        ],
        _("可信程度的含义"),
    )
    caution = _("收录的数值多数未见官方原文，本页不构成法律意见；用于处置决定前须逐行与原文核对。")
    return joined([element("p", said), element("p", caution), legend])


def _every_row(documents: Sequence[Document]) -> Iterator[Row]:
    for document in documents:
        for kind in document.tables:
            yield from document.rows(kind)


def _contents(groups: dict[str, list[Document]]) -> Markup:
    ends = [(_CHECKS, _("核对记录")), (_GAPS, _("未收录"))]
    items = [
        element("li", link(kind, element("strong", _(KINDS[kind].title))), _documents_list(found))
        for kind, found in groups.items()
    ]
    items += [element("li", link(target, element("strong", label))) for target, label in ends]
    return contents(_("目录"), items, "contents catalogue")


def _documents_list(documents: Sequence[Document]) -> Markup:
    return element(
        "ul", *(element("li", link(anchor(each.id), each.citation)) for each in documents)
    )


def _group(kind: str, documents: Sequence[Document], book: _Book) -> Markup:
    return joined(
        [
            element("h2", _(KINDS[kind].title), id=kind),
            *(_document(each, book) for each in documents),
        ]
    )


def _document(document: Document, book: _Book) -> Markup:
    return element(
        "section",
        element("h3", document.citation, id=anchor(document.id)),
        element("p", element("strong", document_standing(document, book.standards, book.on))),
        _facts(document, book),
        *(element("p", note, class_="note") for note in document.notes.splitlines()),
        *(_table(document, kind, book) for kind in _kinds(document)),
    )


def _facts(document: Document, book: _Book) -> Markup:
    unknown = _("未查到")
    facts = {
        _("代号"): document.id,
        _("文号"): document.number,
        _("发布机关"): document.issuer,
        _("发布日期"): day(document.published) if document.published else unknown,
        _("施行日期"): _dated(document.in_force, document.dates_confidence) or unknown,
        _("有效至"): _dated(document.in_force_until, document.until_confidence) or _("未注明"),
        _("被何文件代替"): document.repealed_by or "",
        _("区域"): words.area(document.jurisdiction, book.assessment.campaign),
        _("约束力"): _("有约束力") if document.binding else _("没有约束力，不作判定依据"),
        _("与其他文件"): words.conflict(document.conflict),
        _("适用于"): words.applies_to(document.applies_to),
        _("本台账"): _lines(book.resting.documents.get(document.id, 0))
        if BY_LINE & document.tables.keys()
        else "",
        _("来源"): "\n".join(document.sources),
    }
    return element(
        "dl",
        *(
            joined([element("dt", name), element("dd", fact)])
            for name, fact in facts.items()
            if fact
        ),
        class_="facts",
    )


def _dated(date: object, confidence: str | None) -> str:
    if not date:
        return ""
    said = words.date(date)
    label = words.confidence(confidence) if confidence else ""
    return _("{day}（{confidence}）").format(day=said, confidence=label) if label else said


def _lines(count: int) -> str:
    return _("{count}条生产线").format(count=count)


def _table(document: Document, kind: str, book: _Book) -> Markup:
    rows = document.rows(kind)
    applying = [book.on.applies(document, str(row["row_id"])) for row in rows]
    shown = [*fields(document, kind, book.assessment.campaign), *_about_rows(document, kind, book)]
    if any(applying) and not all(applying):
        shown.append(Field(_("评定日"), lambda row: _row_standing(document, row, book)))
    sources = list(dict.fromkeys(str(row["source"]) for row in rows))
    if len(sources) > 1:
        number = {source: place for place, source in enumerate(sources, start=1)}
        shown.append(Field(_("来源"), lambda row: f"[{number[str(row['source'])]}]"))
    cells = [[field.write(row) for field in shown] for row in rows]
    filled = [place for place in range(len(shown)) if any(row[place] != "" for row in cells)]
    heads = [
        Head(_("行号")),
        *(Head(shown[place].label, shown[place].is_number) for place in filled),
    ]
    body = (
        (anchor(document.id, str(row["row_id"])), (row["row_id"], *(found[p] for p in filled)))
        for row, found in zip(rows, cells, strict=True)
    )
    title = _("{title}，{count}行").format(title=_(KINDS[kind].title), count=len(rows))
    label = f"{document.id} {title}"
    if kind in _OPENED or len(rows) <= _LONG:
        return joined([table(label, heads, body, title), _sources(sources)])
    return element(
        "details", element("summary", title), table(label, heads, body), _sources(sources)
    )


def _about_rows(document: Document, kind: str, book: _Book) -> list[Field]:
    """Return the columns that say how sure a row is, and what rests on it."""

    def lines(row: Row) -> int:
        return book.resting.rows.get((document.id, str(row["row_id"])), 0)

    shown = [
        Field(_("备注"), lambda row: row.get("remark") or ""),
        Field(_("可信程度"), lambda row: _row_confidence(document, row, book)),
    ]
    if kind in TRACED:
        shown.append(Field(_("本台账（条）"), lines, is_number=True))
    return shown


def _row_confidence(document: Document, row: Row, book: _Book) -> str:
    said = words.confidence(str(row["confidence"]))
    check = book.checks.get((document.id, str(row["row_id"])))
    if check is None:
        return said
    by = _("{by}，{day}").format(by=check.by, day=day(check.verified_on))
    return f"{said}\n{by}"


def _row_standing(document: Document, row: Row, book: _Book) -> str:
    row_id = str(row["row_id"])
    if not book.on.applies(document, row_id):
        return _("不适用")
    return _("只用于新建") if book.on.only_new(document, row_id) else _("适用")


def _sources(sources: Sequence[str]) -> Markup:
    if len(sources) == 1:
        return element("p", _("各行来源：{source}").format(source=sources[0]), class_="note")
    listed = (element("p", f"[{place}] {source}") for place, source in enumerate(sources, start=1))
    return element("div", *listed, class_="notes row-sources")


def _verifications(book: _Book) -> Markup:
    title = element("h2", _("核对记录"), id=_CHECKS)
    warnings = [element("p", each) for each in book.standards.warnings]
    records = book.standards.verifications
    if not records:
        return joined([title, element("p", _("还没有一行由部门与官方原文核对过。")), *warnings])
    heads = [
        Head(_("行号")),
        Head(_("文件")),
        Head(_("核对部门")),
        Head(_("对照")),
        Head(_("日期")),
    ]
    rows = [
        (
            "",
            (
                link(anchor(each.document, each.row_id), each.row_id),
                book.standards.document(each.document).citation,
                each.by,
                each.against,
                day(each.verified_on),
            ),
        )
        for each in records
    ]
    caption = _("已由部门与官方原文核对的行")
    return joined([title, table(caption, heads, rows, caption), *warnings])


def _coverage(coverage: Sequence[CoverageGap] | None) -> Markup:
    if coverage is None:
        return element("p", _("这套标准没有附未收录内容的清单：清单上没有，不等于没有缺漏。"))
    heads = [
        Head(_("编号")),
        Head(_("方面")),
        Head(_("没有收录")),
        Head(_("因此")),
        Head(_("记于")),
    ]
    rows = [
        (
            anchor(_GAPS, gap.gap_id),
            (gap.gap_id, gap.area, gap.missing, gap.consequence, gap.source),
        )
        for gap in coverage
    ]
    caption = _("没有查到的文件和数值，{count}项").format(count=len(rows))
    return table(caption, heads, rows, caption)


def _undated(standards: Standards) -> Markup:
    found = [document for document in standards.documents if document.in_force is None]
    title = element("h3", _("施行日期未查到的文件"), id=_UNDATED)
    if not found:
        return joined([title, element("p", _("没有。"))])
    said = _("以下文件收录了内容，但没有查到施行日期，任何一天都不适用：")
    items = (element("li", link(anchor(each.id), each.citation)) for each in found)
    return joined([title, element("p", said), element("ul", *items)])


def _open_rows(standards: Standards) -> Markup:
    found = [
        (document, kind, row)
        for document in standards.documents
        for kind in _kinds(document)
        for row in document.rows(kind)
        if row["confidence"] == Confidence.OPEN
    ]
    title = element("h3", _("没有数值的行"), id=_OPEN)
    if not found:
        return joined([title, element("p", _("没有。"))])
    heads = [Head(_("行号")), Head(_("文件")), Head(_("表"))]
    rows = (
        (
            "",
            (
                link(anchor(document.id, str(row["row_id"])), row["row_id"]),
                document.citation,
                markup(_(KINDS[kind].title)),
            ),
        )
        for document, kind, row in found
    )
    caption = _("没有数值、不能据以判定的行，{count}行").format(count=len(found))
    return joined([title, table(caption, heads, rows, caption)])
