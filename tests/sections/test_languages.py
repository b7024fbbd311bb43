"""Every section works in every language; what has no translation stays Chinese."""

import ast
import dataclasses
import datetime as dt
import gettext
from pathlib import Path

import pytest
from small_views import Line, briefing, cells, steel, table

import capacity_analysis
from capacity_analysis import sections, text, vocabulary
from capacity_analysis.sections.blocks import Masthead, Table, plain
from capacity_analysis.sections.numbers import reported_unit

PACKAGE = Path(capacity_analysis.__file__).parent
LINES = (
    Line(line="1号", product="blast_furnace_iron", unit_energy=450, previous=430, capacity=1e6),
    Line(line="2号", product="converter_steel", unit_energy=-30, capacity=1e6),
    Line(line="3号", product="converter_steel", unit_energy=-9, output=500),
    Line(line="4号", product="converter_steel", unit_energy=-12, lacks=("electricity",)),
    Line(line="5号", product="copper_cathode_from_concentrate", unit_energy=390),
    Line(line="6号", product="cement", unit_energy=10),
    Line(line="7号", product="converter_steel", unit_energy=None, status="retired"),
)


def _shape(blocks):
    return [(b.kind, getattr(b, "anchor", ""), len(getattr(b, "rows", ()))) for b in blocks]


@pytest.mark.parametrize("as_of", [None, dt.date(2021, 6, 30)])
def test_the_english_edition_has_the_same_structure(as_of):
    chinese = briefing(steel(*LINES, as_of=as_of))
    with text.language("en"):
        english = briefing(steel(*LINES, as_of=as_of))
    assert _shape(english) == _shape(chinese)
    assert english[0].language == "en"


def test_the_english_edition_has_the_same_measured_numbers():
    def measured(blocks):
        return [row[5:8] for row in cells(table(blocks, "table-gaps"))]

    chinese = measured(briefing(steel(*LINES)))
    with text.language("en"):
        assert measured(briefing(steel(*LINES))) == chinese


def test_names_of_plan_products_and_departments_follow_the_language():
    with text.language("en"):
        blocks = briefing(steel(*LINES))
    head = next(block for block in blocks if isinstance(block, Masthead))
    assert head.office == "Office of the district leading group on retiring outdated capacity"
    assert "Chaisang District" in head.title
    missing = cells(table(blocks, "table-missing"))[0]
    assert "District Power Supply Company" in missing[-1]


def test_english_words_have_a_space_before_a_unit_and_english_names():
    of = steel(
        Line(line="1号", product="blast_furnace_iron", unit_energy=450),
        Line(line="2号", product="copper_cathode_from_concentrate", unit_energy=390),
    )
    with text.language("en"):
        first = sections.conclusions(of)[1].items[0]
        basis, trace = sections.basis(of), sections.trace(of)
    assert "435 kgce/t" in plain(first)
    names = [row[1] for row in cells(table(basis, "table-rows"))]
    assert names == [vocabulary.products()[row].name_en for row in
                     ("blast_furnace_iron", "copper_cathode_from_concentrate")]  # fmt: skip
    term = cells(table(trace, "table-trace"))[0][2]
    assert "1000000 kWh × 0.1229" in term and " t × 0.9" in term


def test_a_coefficient_to_be_checked_is_named_in_english():
    of = steel(Line(product="converter_steel", unit_energy=-12))
    terms = of.assessment["terms"]
    unchecked = terms.assign(confidence="recalled")
    tables = {**of.assessment.tables, "terms": unchecked}
    of = sections.IndustryView(dataclasses.replace(of.assessment, tables=tables), "steel")
    with text.language("en"):
        rows = cells(table(sections.basis(of), "table-review"))
    assert any(vocabulary.carriers()["washed_coal"].name_en in row[0] for row in rows)
    assert not any("洗精煤" in row[0] for row in rows)


@pytest.mark.parametrize(
    ("reported", "shown"),
    [
        ("吨", "t"),
        ("万千瓦时", "×10,000 kWh"),
        ("亿立方米", "×100,000,000 m³"),
        ("GJ", "GJ"),
        ("公斤", "公斤"),
    ],
)
def test_reported_units_keep_their_scale_in_english(reported, shown):
    assert reported_unit(reported) == reported
    with text.language("en"):
        assert reported_unit(reported) == shown


def test_without_any_catalogue_the_text_is_chinese(monkeypatch):
    monkeypatch.setattr(text, "_catalogue", lambda _language: gettext.NullTranslations())
    with text.language("en"):
        blocks = briefing(steel(*LINES))
    assert [b.caption for b in blocks if isinstance(b, Table)][-1].endswith("企业名录")


def test_a_translation_may_put_references_where_its_grammar_wants_them(monkeypatch):
    class Turned(gettext.NullTranslations):
        def gettext(self, message):
            return "{table}: {finding}" if message.startswith("{count}条生产线的结论") else message

    monkeypatch.setattr(text, "_catalogue", lambda _language: Turned())
    with text.language("en"):
        said = sections.conclusions(steel(*LINES))[1].items[-1]
    assert [run.target for run in said] == ["table-review", "", ""]


@pytest.mark.parametrize("file", sorted((PACKAGE / "sections").glob("*.py")), ids=lambda f: f.name)
def test_every_chinese_text_is_marked_for_translation(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    marked = {
        id(part)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "_"
        for part in ast.walk(call)
    }
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    unmarked = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any("\u4e00" <= character <= "\u9fff" for character in node.value)
        and id(node) not in marked | documentation
    ]
    assert unmarked == _UNTRANSLATED.get(file.name, [])


# What is no message: a unit of the field registry, numerals and scales of Chinese numbers, keys of units, and the titles that
# `heading` passes to `_` by name.
_UNTRANSLATED = {
    "asset_cells.py": ["亩"],
    "credit.py": ["一二三四五六七八九十", "年"],
    "data_quality.py": ["人"],
    "heading.py": [
        "核心结论", "行业概况", "能效差距", "强制性能耗限额", "分项排查", "处置建议", "工作进度",
        "职工安置", "信贷与债务", "土地盘活",
        "走访建议", "换用其他版本标准",
        "不能判定的生产线与数据缺口", "依据标准与待核条款", "数据来源与计算方法", "企业名录",
    ],
    "numbers.py": ["〇一二三四五六七八九十", "万", "亿", "亿", "万", "年", "月", "日", "十", "十"],
    "rules.py": ["比值"],
    "view.py": ["行业", "行业"],
}  # fmt: skip
