"""Blocks as a pandoc document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_analysis.briefing import pandoc_ast
from capacity_analysis.errors import BriefingError
from capacity_analysis.sections import blocks as b

MASTHEAD = b.Masthead("简报", "办公室", "2022年9月15日", "征求意见稿")
ENGLISH = b.Masthead("Briefing", "Office", "15 September 2022", "Draft", language="en")
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'


def a_table(anchor: str, caption: str = "说明") -> b.Table:
    return b.table(anchor, caption, [b.Column("列")], [["格"]])


def a_figure(anchor: str) -> b.Figure:
    return b.Figure(anchor, "发现", "说明", "替代文字", SVG)


def document(*blocks: b.Block, target: pandoc_ast.Target = "html") -> dict[str, Any]:
    figures = sum(isinstance(block, b.Figure) for block in blocks)
    return pandoc_ast.document(
        blocks, target=target, images=[f"{number}.svg" for number in range(figures)]
    )


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("t") == "Str":
            yield node["c"]
        for part in node.values():
            yield from strings(part)
    elif isinstance(node, list):
        for part in node:
            yield from strings(part)


def links(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if node.get("t") == "Link":
            yield "".join(strings(node["c"][1])), node["c"][2][0]
        for part in node.values():
            yield from links(part)
    elif isinstance(node, list):
        for part in node:
            yield from links(part)


def test_tables_and_figures_are_numbered_apart_in_order_of_appearance():
    made = document(MASTHEAD, a_table("a"), a_figure("f"), a_table("b"), a_figure("g"))
    captions = [text for text in strings(made["blocks"]) if "　" in text]
    assert captions == ["表1　说明", "图1　发现", "表2　说明", "图2　发现"]


def test_the_english_edition_says_table_and_figure():
    made = document(ENGLISH, a_table("a", "Lines"), a_figure("f"), b.paragraph(b.ref("f")))
    assert {"Table 1. Lines", "Figure 1. 发现", "Figure 1"} <= set(strings(made["blocks"]))
    assert list(strings(made["meta"]["lang"])) == ["en"]


def test_a_reference_is_set_as_the_number_of_its_target_even_when_it_comes_first():
    made = document(MASTHEAD, b.paragraph(["见", b.ref("b")]), a_table("a"), a_table("b"))
    assert list(links(made["blocks"])) == [("表2", "#b")]


def test_a_reference_with_words_keeps_them():
    made = document(
        MASTHEAD,
        b.paragraph(b.Run("附录B", strong=True, target="app")),
        b.Heading("附录B　待核条款", 1, "app"),
    )
    assert list(links(made["blocks"])) == [("附录B", "#app")]


def test_a_reference_without_words_to_a_heading_is_set_as_its_text():
    made = document(MASTHEAD, b.Heading("一、核心结论", 1, "core"), b.paragraph(b.ref("core")))
    assert list(links(made["blocks"])) == [("一、核心结论", "#core")]


@pytest.mark.parametrize("target", ["html", "typst"])
def test_a_reference_to_an_unknown_anchor_is_an_error_that_names_the_known_ones(target: Any):
    with pytest.raises(BriefingError, match=r"'nowhere'.*here"):
        document(MASTHEAD, a_table("here"), b.paragraph(b.ref("nowhere")), target=target)


def test_a_reference_with_words_to_an_unknown_anchor_is_an_error_too():
    with pytest.raises(BriefingError, match="nowhere"):
        document(MASTHEAD, b.paragraph(b.Run("附录", target="nowhere")))


def test_an_anchor_that_is_used_twice_is_an_error():
    with pytest.raises(BriefingError, match="'same' is used twice: 表1 and 图1"):
        document(MASTHEAD, a_table("same"), a_figure("same"))


def test_an_anchor_that_no_link_could_carry_is_an_error():
    with pytest.raises(BriefingError, match="anchor"):
        document(MASTHEAD, a_table('a b"><script>'))


@pytest.mark.parametrize("mastheads", [[], [MASTHEAD, MASTHEAD]])
def test_a_briefing_has_exactly_one_masthead(mastheads: list[b.Block]):
    with pytest.raises(BriefingError, match=f"shows {len(mastheads)}"):
        document(*mastheads, b.paragraph("文"))


def test_an_unknown_language_is_an_error():
    with pytest.raises(BriefingError, match="'fr'"):
        document(b.Masthead("t", "o", "d", "s", language="fr"))


def test_the_contents_list_level_1_headings_only():
    made = document(
        MASTHEAD,
        b.Contents("目录"),
        b.Heading("一、甲", 1, "first"),
        b.Heading("（一）子", 2),
        b.Heading("二、乙", 1),
    )
    assert list(links(made["blocks"])) == [("一、甲", "#first"), ("二、乙", "#section-3")]


def test_a_heading_without_an_anchor_never_takes_the_anchor_of_another_block():
    made = document(MASTHEAD, b.Contents("目录"), b.Heading("甲"), a_table("section-1"))
    assert list(links(made["blocks"])) == [("甲", "#section-1-")]


def test_points_without_items_leave_only_their_box():
    made = document(MASTHEAD, b.points([]), b.points([], title="待定事项", boxed=True))
    assert list(strings(made["blocks"])) == ["待定事项"]
    assert not any(node["t"] == "OrderedList" for node in made["blocks"])


def test_column_shares_add_up_to_the_width_of_the_text():
    columns = [b.Column("名", width=3), b.Column("数", "right", 1)]
    made = document(MASTHEAD, b.table("a", "表", columns, [["甲", "1"]]), target="typst")
    specs = next(node for node in made["blocks"] if node["t"] == "Table")["c"][2]
    assert [spec[0]["t"] for spec in specs] == ["AlignLeft", "AlignRight"]
    assert sum(spec[1]["c"] for spec in specs) == pytest.approx(1)


def test_line_breaks_in_any_text_become_spaces():
    made = document(
        b.Masthead("简\n报", "o", "d", "s"),
        b.Heading("标\r\n题"),
        b.Table("a", "说\n明", (b.Column("列\n名"),), ((b.runs("格\n子"),),), ("注\n释",)),
    )
    texts = [*strings(made["blocks"]), *strings(made["meta"])]
    assert not any(character in text for text in texts for character in "\r\n")


def test_texts_leave_out_what_is_not_set_on_the_page():
    blocks = [MASTHEAD, a_figure("anchor-of-figure")]
    assert "发现" in pandoc_ast.texts(blocks)
    assert not {"替代文字", "anchor-of-figure", SVG, "zh"} & set(pandoc_ast.texts(blocks))


@given(st.text())
def test_a_typst_string_ends_only_where_it_was_meant_to(text: str):
    literal = pandoc_ast.typst_string(text)
    inner = literal[1:-1].replace("\\\\", "").replace('\\"', "")
    assert literal[0] == literal[-1] == '"'
    assert '"' not in inner
    assert "\\" not in inner


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_the_same_text_gives_the_same_json(text: str):
    blocks = (MASTHEAD, b.paragraph(text))
    assert json.dumps(document(*blocks)) == json.dumps(document(*blocks))
