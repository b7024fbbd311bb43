"""The standards page shows every document and every row, how sure each is, and what rests on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from lookup import LookupPage

from capacity_analysis import text, vocabulary
from capacity_analysis.assessment import assess
from capacity_analysis.briefing.reference.markup import anchor
from capacity_analysis.briefing.reference.resting import resting, unlike
from capacity_analysis.briefing.reference.standards import standards_body
from capacity_analysis.standards import KINDS, Confidence, Standards, verification
from capacity_analysis.standards.coverage import CoverageGap

# Shown in words, or as part of a statement; each has a test of its own below or is no statement.
CODED = {
    "indicator", "feedstock", "basis", "use", "form", "operator", "applies_to", "measure",
    "condition_attribute", "unit", "ncv_unit", "jurisdiction", "deadline", "effective_from",
    "effective_to", "source", "region",
    # How this project reads an entry's words: names of types and conditions in words.
    "attribute_id", "applies_when", "exempt_when",
}  # fmt: skip


def page_of(assessed, standards, coverage=None) -> LookupPage:
    return LookupPage(standards_body(assessed, standards, coverage, resting(assessed)))


@pytest.fixture(scope="module")
def page(assessed, standards, coverage):
    return page_of(assessed, standards, coverage)


def every_row(standards):
    for document in standards.documents:
        for kind in document.tables:
            for row in document.rows(kind):
                yield document, kind, row


# --- all is there -----------------------------------------------------------------------------------


def test_every_document_and_every_row_has_one_place_that_a_link_can_lead_to(page, standards):
    wanted = [anchor(document.id) for document in standards.documents]
    wanted += [anchor(d.id, row["row_id"]) for d, _kind, row in every_row(standards)]
    assert len(page.ids) == len(set(page.ids))
    assert set(wanted) <= set(page.ids)


def test_every_link_leads_to_a_place_on_the_page(page):
    assert page.links
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def said(column: str, value: object) -> list[str]:
    """Return what must stand in the row for a value: names for ids, each of several."""
    if isinstance(value, float):
        return [f"{value:.12f}".rstrip("0").rstrip(".").replace("-", "−")]
    parts = str(value).split(";")
    if column in ("product_id", "also_products", "products"):
        return [vocabulary.product_name(part) for part in parts]
    if column == "equipment_types":
        return [vocabulary.equipment_types()[part].name for part in parts]
    if column == "carrier_id":
        return [vocabulary.carrier_name(part) for part in parts]
    return parts


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_says_all_that_its_file_says(page, standards, kind):
    for document, of_kind, row in every_row(standards):
        if of_kind != kind:
            continue
        skipped = CODED | {"confidence"} | ({"attribute", "levels"} if "form" in row else set())
        skipped |= {"threshold"} if row.get("unit") == "bool" else set()  # 1 of a fact that is so
        shown = page.row(anchor(document.id, row["row_id"]))
        for column, value in row.items():
            if column not in skipped and value not in ("", None):
                for part in said(column, value):
                    assert "".join(part.split()) in shown, (row["row_id"], column)


def test_a_document_says_who_issued_it_when_it_holds_and_how_sure_that_is(page):
    start = page.text.index("代号ndrc-2021-1609")
    part = page.text[start : start + 700]
    for fact in (
        "发改产业〔2021〕1609号", "国家发展改革委、工业和信息化部", "2021年11月15日",
        "2022年1月1日（●已核实）", "2023年6月5日（△未经核对，待核）", "发改产业〔2023〕723号", "全国",
        "有约束力", "同一系列以最新一版为准", "现有和新建", "http://www.kampungbidikmisiunj.com",
    ):  # fmt: skip
        assert fact in part, fact


def test_sources_and_notes_are_shown(page, standards):
    flat = "".join(page.text.split())
    for document in standards.documents:
        for each in (*document.sources, *document.notes.splitlines()):
            assert "".join(each.split()) in flat
    for _document, _kind, row in every_row(standards):
        assert "".join(row["source"].split()) in flat


def test_how_sure_a_row_is_stands_in_words_and_with_a_symbol(page, standards):
    words = {
        "verified": "●已核实",
        "cross_checked": "交叉核对（※）",
        "recalled": "△未经核对，待核",
        "carried_over": "△沿用旧版，待核",
        "open": "○无数值",
    }
    for document, _kind, row in every_row(standards):
        assert words[row["confidence"]] in page.row(anchor(document.id, row["row_id"]))


def test_a_criterion_of_the_catalogue_is_one_statement(page):
    assert "有效容积≤400m3" in page.row("catalogue-2011.cat2011-001")


def test_a_correction_leads_to_the_limit_that_it_corrects(page):
    assert "#gb-16780-2021.gb16780-2021-01" in page.links
    shown = page.row("gb-16780-2021.gb16780-2021-c01")
    assert "每高（低）一个单位加（减）系数系数1.1基准75" in shown


def test_long_tables_that_are_not_about_energy_are_folded(page):
    assert "npc-retirement-2024.ret-m60-1965-01" in page.folded
    assert "catalogue-2019.cat2019-001" in page.folded
    assert "ndrc-2021-1609.bm2021-030" not in page.folded
    assert "gbt-2589-2020.raw_coal" not in page.folded


def test_the_page_is_small_enough_to_open_at_once(page):
    assert len(page.source.encode()) < 1_500_000


def test_the_same_input_gives_the_same_page(page, assessed, standards, coverage):
    assert page_of(assessed, standards, coverage).source == page.source


# --- what rests on a row ----------------------------------------------------------------------------


def test_lines_are_counted_by_the_row_that_they_were_judged_by(assessed, page):
    """The ledger has two lines of clinker and one blast furnace, each with coal and electricity."""
    found = resting(assessed)
    assert found.rows["ndrc-2021-1609", "bm2021-030"] == 2
    assert found.rows["gbt-2589-2020", "electricity_equiv"] == 3
    assert found.rows["gbt-2589-2020", "raw_coal"] == 3
    assert found.documents["ndrc-2021-1609"] == 3
    assert page.rows["ndrc-2021-1609.bm2021-030"][-2] == "2"
    assert "本台账3条生产线" in page.text


def test_a_line_without_a_verdict_rests_on_no_level(small_reading, assess_once):
    def no_output(tables):
        tables["production"] = []

    empty = assess_once(small_reading(no_output))
    assert ("ndrc-2021-1609", "bm2021-030") not in resting(empty).rows


def test_a_level_that_no_line_rests_on_says_nought_and_a_table_that_is_not_traced_says_nothing(
    page,
):
    assert page.rows["ndrc-2023-723.bm2023-038"][-2] == "0"
    assert len(page.rows["credit-rules.cr-001"]) == len(page.rows["credit-rules.cr-004"])
    start = page.text.index("代号credit-rules")
    assert "本台账" not in page.text[start : page.text.index("代号", start + 10)]


def test_a_target_counts_the_lines_of_its_products(assessed, page):
    """Two lines make clinker; the target is counted by row, so its document counts no lines."""
    targets = assessed["targets"]
    row = targets[targets["document_id"].str.startswith("ndrc") & (targets["lines"] > 0)].iloc[0]
    shown = page.rows[anchor(row["document_id"], row["row_id"])]
    lines = targets[targets["row_id"] == row["row_id"]]["lines"].sum()
    assert str(lines) in shown
    start = page.text.index(f"代号{row['document_id']}")
    assert "条生产线" not in page.text[start : page.text.index("政策目标和期限，", start)]


# --- the day assessed -------------------------------------------------------------------------------

STANDINGS = {
    "2022-09-10": {"ndrc-2021-1609": "评定日有效", "ndrc-2023-723": "评定日尚未施行"},
    "2023-06-05": {"ndrc-2021-1609": "评定日有效", "ndrc-2023-723": "评定日尚未施行"},
    "2023-06-06": {"ndrc-2021-1609": "评定日已失效", "ndrc-2023-723": "评定日有效"},
}


@pytest.mark.parametrize(
    ("day", "document", "standing"),
    [(day, *each) for day, found in STANDINGS.items() for each in found.items()],
)
def test_a_document_says_whether_it_holds_on_the_day_assessed(
    assessed, standards, day, document, standing
):
    on = replace(assessed, as_of=dt.date.fromisoformat(day))
    source = page_of(on, standards).source
    assert f"<strong>{standing}</strong>" in source.split(f'id="{document}"')[1][:400]


def test_an_edition_that_a_newer_one_replaced_says_which(assessed, standards):
    """The older edition names no last day here: only the newer one ends it."""
    old = standards.document("ndrc-2021-1609")
    unended = old.model_copy(update={"in_force_until": None, "until_confidence": None})
    others = [each for each in standards.documents if each.id != old.id]
    store = Standards((unended, *others), "test")
    later = replace(assessed, as_of=dt.date(2024, 1, 1))
    source = page_of(later, store).source.split('id="ndrc-2021-1609"')[1][:600]
    assert "评定日已由新版《工业重点领域能效标杆水平和基准水平（2023年版）》" in source


def test_rows_with_dates_of_their_own_say_whether_they_hold(page):
    """The rate of five years and more of 2022-01-20 ended on 2022-05-19."""
    assert "不适用" in page.rows["lending-rates.rate-018"]
    assert "34行中" in page.text


def test_a_document_without_a_date_never_holds_and_is_listed(page):
    assert "施行日期未查到，任何一天都不适用" in page.text
    listed = page.text[page.text.index("以下文件收录了内容，但没有查到施行日期") :]
    assert "江西省建设用地指标" in listed


def test_a_document_of_another_area_says_so(assessed, standards):
    moved = [
        each.model_copy(update={"jurisdiction": "110000"}) if each.id == "credit-rules" else each
        for each in standards.documents
    ]
    source = page_of(assessed, Standards(tuple(moved), "test")).source
    assert "<strong>不在本地区适用</strong>" in source.split('id="credit-rules"')[1][:400]


# --- what is missing, who checked -------------------------------------------------------------------


def test_every_gap_is_told_with_what_follows_from_it(page, coverage):
    for gap in coverage:
        shown = page.row(anchor("gaps", gap.gap_id))
        for part in (gap.area, gap.missing, gap.consequence, gap.source):
            assert "".join(part.split()) in shown


def test_without_a_list_of_gaps_the_page_does_not_say_that_there_are_none(assessed, standards):
    assert "清单上没有，不等于没有缺漏" in page_of(assessed, standards).text


def test_every_row_without_a_value_is_listed(page, standards):
    listed = page.source[page.source.index('id="open-rows"') :]
    for document, _kind, row in every_row(standards):
        if row["confidence"] == "open":
            assert f'href="#{anchor(document.id, row["row_id"])}"' in listed


def test_who_checked_a_row_stands_with_it_and_in_the_list(ledger, standards):
    record = verification(
        standards.document("ndrc-2021-1609"), "bm2021-030", by="区发改委", against="官方附表<1>",
        on=dt.date(2022, 7, 1),
    )  # fmt: skip
    store = standards.verified([record, replace(record, row_id="bm2021-031")])
    page = page_of(assess(ledger, store), store)
    assert "●已核实区发改委，2022年7月1日" in page.row("ndrc-2021-1609.bm2021-030")
    assert "官方附表<1>" in page.text[page.text.rindex("核对记录") :]
    assert store.warnings
    assert store.warnings[0] in page.text


def test_without_a_check_the_page_says_that_there_is_none(page):
    assert "还没有一行由部门与官方原文核对过" in page.text


# --- text is text -----------------------------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>&amp;\"'"


def test_what_a_document_says_is_text_on_the_page(assessed, standards):
    hostile = [
        each.model_copy(update={"title": HOSTILE, "issuer": HOSTILE, "notes": HOSTILE,
                                "sources": (HOSTILE,)})
        for each in standards.documents
    ]  # fmt: skip
    gap = CoverageGap("a b<", "电价", HOSTILE, HOSTILE, HOSTILE)
    page = page_of(assessed, Standards(tuple(hostile), "test"), [gap])
    assert page.text.count(HOSTILE) > 4 * len(hostile)
    assert not page.tags["script"]


def test_what_a_row_says_is_text_on_the_page(assessed, standards):
    rules = standards.document("credit-rules")
    rows = {
        "credit_rules": [
            dict(row) | {"row_id": f"第 {place}<行>", "item": HOSTILE, "value_text": HOSTILE}
            for place, row in enumerate(rules.rows("credit_rules"))
        ]
    }
    types = {
        "credit_rules": {column.name: column.dtype for column in KINDS["credit_rules"].columns}
    }
    others = [each for each in standards.documents if each.id != rules.id]
    store = Standards((rules.with_rows(rows, types), *others), "test")
    page = page_of(assessed, store)
    assert HOSTILE in page.rows[anchor("credit-rules", "第 0<行>")]
    assert not page.tags["script"]


def test_in_english_the_page_is_made_too(assessed, standards, coverage):
    with text.language("en"):
        page = page_of(assessed, standards, coverage)
    assert (
        "Cement clinker" in page.text or "clinker" in page.row("ndrc-2021-1609.bm2021-030").lower()
    )


# --- the same standards as the assessment -----------------------------------------------------------


def test_the_standards_of_the_assessment_are_recognised(assessed, standards):
    assert unlike(assessed, standards) == ()


def test_another_number_in_a_row_that_verdicts_rest_on_is_named(assessed, standards):
    document = standards.document("ndrc-2021-1609")
    rows = [
        dict(row) | ({"baseline": 999.5} if row["row_id"] == "bm2021-030" else {})
        for row in document.rows("benchmark_levels")
    ]
    kind = KINDS["benchmark_levels"]
    types = {kind.name: {column.name: column.dtype for column in kind.columns}}
    others = [each for each in standards.documents if each.id != document.id]
    changed = Standards((document.with_rows({kind.name: rows}, types), *others), "test")
    assert unlike(assessed, changed) == ("ndrc-2021-1609 bm2021-030",)


def test_another_confidence_is_named(assessed, standards):
    document = standards.document("gbt-2589-2020")
    others = [each for each in standards.documents if each.id != document.id]
    doubted = document.with_confidence(Confidence.RECALLED, {"electricity_equiv"})
    assert unlike(assessed, Standards((doubted, *others), "test")) == (
        "gbt-2589-2020 electricity_equiv",
    )


def test_a_document_that_is_gone_is_named_by_its_rows(assessed, standards):
    fewer = tuple(each for each in standards.documents if each.id != "ndrc-2021-1609")
    wrong = unlike(assessed, Standards(fewer, "test"))
    assert "ndrc-2021-1609 bm2021-030" in wrong
