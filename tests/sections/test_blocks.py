"""Blocks keep text from a workbook text, and survive the way to the renderer."""

import pytest
from markdown_it import MarkdownIt
from small_views import Line, briefing, view

from capacity_analysis.sections.blocks import (
    MIME,
    Column,
    Contents,
    Figure,
    Heading,
    Masthead,
    Points,
    Run,
    Section,
    escape_markdown,
    fill,
    from_json,
    paragraph,
    plain,
    points,
    ref,
    refs,
    runs,
    section,
    strong,
    table,
)

SCRIPT, PIPE, FORMULA, LINK = (
    "<script>alert(1)</script>",
    "甲|乙",
    "=1+1",
    "[点此](http://y.example)",
)
HOSTILE = [SCRIPT, PIPE, FORMULA, LINK, "*粗*_斜_`码`", "# 标题", "![图](x)", "&lt;b&gt;", "{name}"]


def _blocks(text):
    yield Masthead(title=text, office=text, date=text, standing=text, notices=(text,))
    yield Heading(text, anchor="a")
    yield paragraph(["说明", strong(text), ref("table-t")])
    yield points([[text, strong(text)]], title=text)
    yield table("table-t", text, [Column(text)], [[text], [strong(text)]], [text])
    yield Figure("figure-f", title=text, caption=text, alt=text, svg="<svg></svg>", source=text)


# What a block's own Markdown may consist of: its headings, emphasis, lists, tables and references.
_OURS = {"text", "softbreak", "heading", "paragraph", "inline", "strong", "#link", "list_item",
         "ordered_list", "bullet_list", "table", "thead", "tbody", "tr", "th", "td"}  # fmt: skip


def _tokens(markdown):
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        yield token
        yield from token.children or ()


def _markup(markdown) -> set[str]:
    """Return the kinds of markup that a reader of Markdown finds; a link inside the page is #link."""
    return {
        "#link"
        if str(token.attrs.get("href", "")).startswith("#") or token.type == "link_close"
        else token.type.removesuffix("_open").removesuffix("_close").replace("text_special", "text")
        for token in _tokens(markdown)
    }


def _read(markdown) -> str:
    return "".join(token.content for token in _tokens(markdown) if token.type == "text")


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_markup(text):
    for block in _blocks(text):
        html, markdown = block.to_html(), block.to_markdown()
        assert "<script" not in html and "http://y.example)" not in html.replace(LINK, "")
        assert "<b>" not in html
        assert _markup(markdown) <= _OURS
        assert text in _read(markdown)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_pipe_in_a_cell_makes_no_column(text):
    block = table("table-t", "表", [Column("甲"), Column("乙")], [[text, "1"]])
    row = block.to_markdown().splitlines()[-1]
    assert row.replace("\\|", "").count("|") == 3


def test_hostile_names_of_a_ledger_stay_text_on_every_page():
    names = [SCRIPT, PIPE, FORMULA, LINK, "{size}厂", "甲\n\n## 厂"]
    lines = [Line(name, name, unit_energy=120 + at, capacity=1e6) for at, name in enumerate(names)]
    blocks = briefing(view(*lines, guide={"attribution": SCRIPT, "district": LINK}))
    html = "".join(block.to_html() for block in blocks)
    markdown = "\n\n".join(block.to_markdown() for block in blocks)
    assert "<script" not in html and 'href="http' not in html
    assert "&lt;script&gt;" in html
    assert _markup(markdown) <= _OURS
    headings = [line for line in markdown.splitlines() if line.startswith("#")]
    # The title, and what is set as a heading: a name makes none of its own.
    assert len(headings) == 1 + sum(isinstance(block, Heading) for block in blocks)
    assert "{size}厂" in _read(markdown)  # a name is never read as a template


def test_line_breaks_and_controls_become_single_spaces():
    assert plain(runs("甲\r\n乙\x00\u2028丙")) == "甲 乙 丙"
    assert escape_markdown("a\n# b") == "a \\# b"


def test_a_reference_is_shown_as_a_link_that_the_renderer_numbers():
    block = paragraph(["见", ref("table-t"), "和", ref("figure-f")])
    assert block.to_html() == ('<p>见<a href="#table-t">表</a>和<a href="#figure-f">图</a></p>')
    assert block.to_markdown() == "见[表](#table-t)和[图](#figure-f)"
    assert [run["text"] for run in block.to_json()["text"]] == ["见", "", "和", ""]


def test_tables_and_figures_are_where_references_lead():
    assert '<table id="table-t">' in table("table-t", "表", [Column("甲")], []).to_html()
    figure = Figure("figure-f", title="题", caption="", alt="", svg="<?xml?><svg></svg>")
    assert '<figure id="figure-f"' in figure.to_html()
    assert "<?xml" not in figure.to_html()


def test_a_sentence_is_filled_with_texts_and_runs():
    filled = fill("共{count}条（{tables}）{rest}。", count="3", tables=refs("a", "b"), rest="")
    assert filled == ("共", "3", "条（", Run(target="a"), "、", Run(target="b"), "）", "。")


def test_a_sentence_without_its_parts_is_an_error():
    with pytest.raises(KeyError):
        fill("共{count}条")


def test_blocks_survive_the_way_through_json():
    for block in [*_blocks("甲"), Contents("目录")]:
        assert from_json(_plain(block.to_json())) == block


def _plain(value):
    import json

    return json.loads(json.dumps(value))


def test_blocks_of_another_version_are_refused():
    value = Heading("题").to_json() | {"format": 0}
    with pytest.raises(ValueError, match="execute the notebook again"):
        from_json(value)


def test_a_row_must_have_a_cell_for_every_column():
    with pytest.raises(ValueError, match="table-t"):
        table("table-t", "表", [Column("甲"), Column("乙")], [["1"]])


def test_sections_of_sections_are_flat():
    inner = section(Heading("一"), paragraph("甲"))
    whole = section(Heading("〇"), inner)
    assert isinstance(whole, Section)
    assert [type(block).__name__ for block in whole] == ["Heading", "Heading", "Paragraph"]


def test_a_notebook_gets_every_form_of_a_block():
    bundle = paragraph("甲")._repr_mimebundle_()
    assert set(bundle) == {MIME, "text/html", "text/markdown", "text/plain"}
    figure = Figure("f", title="题", caption="", alt="", svg="<svg></svg>")
    assert figure._repr_mimebundle_()["image/svg+xml"] == "<svg></svg>"
    assert isinstance(points(["甲"]), Points)


def test_a_name_cannot_turn_the_direction_of_what_is_read():
    # U+202E would show "evil" as "live".
    assert plain(runs("甲\u202eevil\u202c厂")) == "甲evil厂"
