"""Blocks set as HTML and as PDF."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from capacity_analysis.briefing import render
from capacity_analysis.errors import BriefingError
from capacity_analysis.sections import blocks as b

NAME = "九江市柴桑区庐峰新型建筑材料股份有限公司"
SVG = (
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="300pt" height="150pt" '
    'viewBox="0 0 300 150"><rect width="300" height="150" fill="#a3161d"/></svg>'
)
HOSTILE = [
    "<script>alert(1)</script>",
    '<img src=x onerror="y">',
    '#import "x"',
    "#panic()",
    "=cmd()",
    "= 标题",
    "$x$",
    "]",
    "[x](y)",
    "`",
    "```",
    "\\",
    '\\"',
    "@ref",
    "<label>",
    "http://x.example",
    "//x",
    "/*x*/",
    "...",
    "--",
    "-?",
    "~",
    ";",
    ".x",
    "(x)",
    "&amp;",
    "${x}$",
    "$body$",
    "{{x}}",
    "<!-- status -->",
]

needs_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is missing")


def a_briefing(language: str = "zh", rows: int = 3) -> list[b.Block]:
    columns = [
        b.Column("序号", "center", 0.6),
        b.Column("企业名称", width=3),
        b.Column("能耗", "right"),
    ]
    cells = [[str(number), NAME, f"{100 + number}.0"] for number in range(1, rows + 1)]
    return [
        b.Masthead(
            "淘汰落后产能工作简报（水泥行业）",
            "领导小组办公室",
            "2022年9月15日",
            "征求意见稿",
            "内部资料",
            ("数据截至2022年9月10日 · 示例数据（虚构）",),
            language,
        ),
        b.Heading("一、核心结论", 1, "core"),
        b.points([["其中", b.strong("3条"), "低于基准水平。（", b.ref("t"), "）"]]),
        b.points(["决定事项。"], title="需研究决定的事项", boxed=True),
        b.Contents("目录"),
        b.Heading("二、能效差距"),
        b.paragraph(["见", b.ref("f"), "。"]),
        b.Figure("f", "3条线高于基准线", "单位能耗", "柱状图", SVG, "来源：企业填报"),
        b.Heading("（一）逐线结果", 2),
        b.table("t", "各生产线能效", columns, cells, ["注：示例。"]),
    ]


class Page(HTMLParser):
    """The tags, attributes and texts of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.text = ""
        self.comments: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def values(self, tag: str, name: str) -> list[str]:
        return [value for a, b, value in self.attributes if (a, b) == (tag, name)]


def poppler(pdf: bytes, tool: str, *options: str, folder: Path) -> str:
    path = folder / "page.pdf"
    path.write_bytes(pdf)
    target = ["-"] if tool == "pdftotext" else []
    done = subprocess.run([tool, *options, path, *target], capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def pages(pdf: bytes, folder: Path) -> list[str]:
    return poppler(pdf, "pdftotext", "-layout", folder=folder).split("\f")[:-1]


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def an_output(block: b.Block, kind: str = "display_data") -> dict[str, Any]:
    return {"output_type": kind, "data": {b.MIME: block.to_json(), "text/plain": "x"}}


# Collecting


def test_blocks_are_collected_in_the_order_in_which_the_notebook_shows_them():
    first, second = b.Heading("一、甲"), b.paragraph("乙")
    notebook = {
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": "# x"},
            {
                "cell_type": "code",
                "metadata": {},
                "outputs": [
                    {"output_type": "stream", "name": "stdout", "text": "x"},
                    an_output(first),
                    {"output_type": "display_data", "data": {"text/plain": "x"}},
                ],
            },
            {"metadata": {"tags": []}, "outputs": [an_output(second, "execute_result")]},
        ]
    }
    assert render.collect_blocks(notebook) == [first, second]


def test_a_cell_that_is_tagged_for_removal_shows_nothing():
    cell = {"metadata": {"tags": ["remove-cell"]}, "outputs": [an_output(b.Heading("甲"))]}
    assert render.collect_blocks({"cells": [cell]}) == []


@pytest.mark.parametrize("value", [{"format": 0, "kind": "heading"}, {"format": 1, "kind": "x"}])
def test_an_output_of_another_version_is_an_error(value: dict[str, Any]):
    output = {"output_type": "display_data", "data": {b.MIME: value}}
    with pytest.raises(BriefingError, match="execute the notebook again"):
        render.collect_blocks({"cells": [{"outputs": [output]}]})


def test_every_kind_of_block_survives_the_way_through_a_notebook():
    blocks = a_briefing()
    cell = {"metadata": {}, "outputs": [an_output(block) for block in blocks]}
    assert render.collect_blocks({"cells": [cell]}) == blocks


# HTML


def test_the_page_asks_nothing_of_the_network():
    html = render.render_html(a_briefing())
    assert not re.search(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|url\(|@import""", html)
    assert "http:" not in html
    assert "https:" not in html
    assert not {"script", "link", "iframe", "object"} & set(Page(html).tags)


def test_the_page_names_its_language_and_fits_a_phone():
    page = Page(render.render_html(a_briefing()))
    assert page.values("html", "lang") == ["zh-Hans"]
    assert "width=device-width, initial-scale=1" in page.values("meta", "content")
    assert Page(render.render_html(a_briefing("en"))).values("html", "lang") == ["en"]


def test_the_mark_for_the_status_stands_once_right_after_the_body_starts():
    html = render.render_html(a_briefing())
    assert html.count("<!-- status -->") == 1
    assert re.search(r"<body>\s*<!-- status -->", html)


def test_links_of_the_page_lead_to_anchors_that_exist():
    page = Page(render.render_html(a_briefing()))
    ids = [value for _, name, value in page.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    assert {href.removeprefix("#") for href in page.values("a", "href")} <= set(ids)


def test_a_table_has_a_caption_scoped_headers_and_a_frame_that_the_keyboard_reaches():
    html = render.render_html(a_briefing())
    page = Page(html)
    assert "<caption>表1　各生产线能效</caption>" in html
    assert page.values("th", "scope") == ["col"] * 3
    assert ("div", "tabindex", "0") in page.attributes
    assert re.search(r'<td style="text-align: right;">101.0</td>', html)


def test_a_figure_is_an_inline_image_with_its_alternative_text():
    page = Page(render.render_html(a_briefing()))
    assert page.values("img", "alt") == ["柱状图"]
    assert page.values("img", "src")[0].startswith("data:image/svg+xml;base64,")
    assert "图1　3条线高于基准线" in page.text


def test_headings_of_the_page_form_one_outline():
    tags = [
        tag for tag in Page(render.render_html(a_briefing())).tags if re.fullmatch("h[1-6]", tag)
    ]
    assert tags == ["h1", "h2", "h2", "h3"]


def test_the_contents_are_a_navigation_with_links_to_level_1_headings():
    html = render.render_html(a_briefing())
    assert 'role="navigation"' in html
    assert Page(html).values("a", "href")[:4] == ["#text", "#t", "#core", "#section-2"]


ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ANY_TEXT | st.sampled_from(HOSTILE), min_size=9, max_size=9))
def test_text_of_the_workbook_never_becomes_an_element_of_the_page(texts: list[str]):
    def page(values: list[str]) -> Page:
        title, office, heading, words, strong, point, caption, label, cell = values
        return Page(
            render.render_html(
                [
                    b.Masthead(title, office, "d", "s", notices=(words or "x",)),
                    b.Heading(heading),
                    b.paragraph([words, b.Run(strong or "x", strong=True), words]),
                    b.points([point], title=point or "x", boxed=True),
                    b.table("t", caption, [b.Column(label)], [[cell]], [cell or "x"]),
                    b.Figure("f", caption, cell or "x", label or "x", SVG),
                ]
            )
        )

    hostile, harmless = page(texts), page(["x"] * 9)
    assert hostile.tags == harmless.tags
    assert [pair[:2] for pair in hostile.attributes] == [pair[:2] for pair in harmless.attributes]
    assert hostile.comments == harmless.comments
    for text in texts:
        assert b.plain(text).strip() in hostile.text


# PDF


@needs_poppler
def test_hostile_text_is_set_literally_in_the_pdf(tmp_path):
    joined = [
        item
        for text in HOSTILE
        for item in (
            b.paragraph([b.strong("甲"), text, b.strong(text), text, "乙"]),
            b.points([text], title=text, boxed=True),
        )
    ]
    columns = [b.Column("列"), b.Column("]#{")]
    table = b.table("t", "#x]", columns, [[text, b.strong(text)] for text in HOSTILE], HOSTILE)
    blocks = [b.Masthead("#x] $t$", '"', "\\", "$", notices=("#]",)), *joined, table]
    text = squeezed(
        poppler(render.render_pdf(blocks, timestamp=0), "pdftotext", "-raw", folder=tmp_path)
    )
    assert "#x]$t$" in text
    for hostile in map(squeezed, HOSTILE):
        assert f"甲{hostile * 3}乙" in text
        assert text.count(hostile) >= 7


MARKUP = st.text(st.sampled_from(list("#$*_`\\[]<>@\"'~-=+/.,;:()!?%&{}|^ ax1中。")), max_size=12)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(MARKUP, min_size=8, max_size=8))
def test_any_mixture_of_markup_characters_compiles_to_a_pdf(texts: list[str]):
    blocks: list[b.Block] = [
        b.Masthead(texts[0], texts[1], texts[2], texts[3], texts[4], (texts[5],)),
        b.Heading(texts[6], 1, "h"),
        b.paragraph([*texts, *map(b.strong, texts), *(b.Run(text, target="h") for text in texts)]),
        b.table("t", texts[7], [b.Column(text) for text in texts], [texts, texts], texts),
        b.Figure("f", *texts[:3], SVG, texts[3]),
    ]
    assert render.render_pdf(blocks, timestamp=0).startswith(b"%PDF")


@needs_poppler
def test_a_table_that_is_long_repeats_its_header_on_every_page(tmp_path):
    found = pages(render.render_pdf(a_briefing(rows=120), timestamp=0), tmp_path)
    with_rows = [page for page in found if NAME in squeezed(page)]
    assert len(with_rows) >= 3
    assert all("企业名称" in page for page in with_rows)
    assert squeezed("".join(found)).count(NAME) == 120


@needs_poppler
def test_every_page_of_the_pdf_says_which_of_how_many_it_is(tmp_path):
    found = pages(render.render_pdf(a_briefing(rows=60), timestamp=0), tmp_path)
    for number, page in enumerate(found, 1):
        assert f"第{number}页共{len(found)}页" in squeezed(page)
    english = pages(render.render_pdf(a_briefing("en"), timestamp=0), tmp_path)
    assert f"Page 1 of {len(english)}" in english[0]


@needs_poppler
def test_pages_after_the_first_carry_the_title_and_the_standing(tmp_path):
    first, second, *_ = pages(render.render_pdf(a_briefing(rows=60), timestamp=0), tmp_path)
    assert first.count("征求意见稿") == 1
    assert "淘汰落后产能工作简报（水泥行业）" in second
    assert "征求意见稿" in second


@needs_poppler
def test_fonts_are_embedded_and_only_the_pinned_ones_are_used(tmp_path):
    listed = poppler(render.render_pdf(a_briefing(), timestamp=0), "pdffonts", folder=tmp_path)
    fonts = listed.splitlines()[2:]
    assert fonts
    for font in fonts:
        assert re.match(r"[A-Z]{6}\+Noto(Sans|Serif)SC", font)
        assert font.split()[-5] == "yes"


@needs_poppler
def test_the_pdf_carries_title_language_bookmarks_and_tags(tmp_path):
    pdf = render.render_pdf(a_briefing(), timestamp=0)
    info = poppler(pdf, "pdfinfo", folder=tmp_path)
    assert re.search(r"Title: +淘汰落后产能工作简报（水泥行业）", info)
    assert re.search(r"Tagged: +yes", info)
    assert re.search(r"Page size: .*A4", info)
    assert b"/Lang(zh-CN)" in pdf
    assert b"/Outlines" in pdf


@needs_poppler
def test_references_and_captions_of_the_pdf_carry_numbers(tmp_path):
    text = squeezed(
        poppler(render.render_pdf(a_briefing(), timestamp=0), "pdftotext", "-raw", folder=tmp_path)
    )
    assert "（表1）" in text
    assert "见图1。" in text
    assert "表1各生产线能效" in text
    assert "图13条线高于基准线" in text


@needs_poppler
def test_a_long_code_without_spaces_wraps_inside_its_cell_and_stays_whole_as_text(tmp_path):
    code = "91360421MA35XXXX1A" * 2
    columns = [b.Column(str(number)) for number in range(9)]
    blocks = [a_briefing()[0], b.table("t", "表", columns, [[code] * 9])]
    pdf = render.render_pdf(blocks, timestamp=0)
    text = poppler(pdf, "pdftotext", "-raw", folder=tmp_path)
    assert squeezed(text).count(code) == 9
    boxes = poppler(pdf, "pdftotext", "-bbox", folder=tmp_path)
    right = max(float(value) for value in re.findall(r'xMax="([\d.]+)"', boxes))
    assert right < 595 - 60


def test_a_figure_taller_than_a_page_is_made_to_fit():
    tall = SVG.replace('height="150pt"', 'height="3000pt"').replace("0 0 300 150", "0 0 300 3000")
    pdf = render.render_pdf([a_briefing()[0], b.Figure("f", "题", "", "alt", tall)], timestamp=0)
    assert len(re.findall(rb"/Type/Page\b", pdf)) <= 2


def test_a_drawing_that_is_no_svg_is_an_error():
    blocks = [a_briefing()[0], b.Figure("f", "题", "说明", "alt", "<svg")]
    with pytest.raises(BriefingError, match="Typst"):
        render.render_pdf(blocks, timestamp=0)


# Glyphs


@needs_poppler
def test_a_character_without_a_glyph_is_marked_and_named_and_never_printed_as_a_box(tmp_path):
    rows = [["示例\U0001f3ed水泥厂"]]
    blocks = [a_briefing()[0], b.table("t", "名录", [b.Column("企业")], rows)]
    assert render.missing_glyphs(blocks) == {"\U0001f3ed"}
    text = poppler(render.render_pdf(blocks, timestamp=0), "pdftotext", "-raw", folder=tmp_path)
    assert "示例〓水泥厂" in text
    assert "U+1F3ED" in text
    assert "\U0001f3ed" in render.render_html(blocks)


def test_the_characters_of_official_writing_are_all_covered():
    text = "●○—–…“”‘’·①②③㎡×÷±≤≥％‰℃αβ²³亩吨万元【】〔〕《》　\u00a0"
    assert render.missing_glyphs([b.paragraph(text)]) == set()


def test_characters_that_shaping_hides_are_not_missed():
    assert render.missing_glyphs([b.paragraph("甲\u200b乙\ufeff丙\ufe0f")]) == set()


def test_a_character_in_a_figures_alternative_text_needs_no_glyph():
    figure = b.Figure("f", "题", "", "\U0001f600", SVG)
    assert render.missing_glyphs([figure]) == set()


# Determinism and failures


def test_the_same_blocks_give_the_same_bytes_wherever_they_are_set(tmp_path, monkeypatch):
    made = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        monkeypatch.chdir(folder)
        made.append(
            (
                render.render_html(a_briefing(rows=50)),
                render.render_pdf(a_briefing(rows=50), timestamp=1_663_200_000),
            )
        )
        assert list(folder.iterdir()) == []
    assert made[0] == made[1]


def test_only_the_timestamp_dates_the_pdf():
    first = render.render_pdf(a_briefing(), timestamp=0)
    assert first != render.render_pdf(a_briefing(), timestamp=86_400)
    assert b"D:19700101000000" in first


def test_a_failing_pandoc_is_reported_with_its_own_words(tmp_path):
    document = {"pandoc-api-version": [1], "meta": {}, "blocks": []}
    template = tmp_path / "empty.html"
    template.write_text("$body$")
    with pytest.raises(BriefingError, match=r"pandoc failed \(exit code \d+\): .*version"):
        render._pandoc(document, "html5", template)


def test_a_pandoc_that_is_missing_is_reported(monkeypatch):
    monkeypatch.setattr("pypandoc.get_pandoc_path", lambda: "/nowhere/pandoc")
    with pytest.raises(BriefingError, match="pandoc did not run"):
        render.render_html(a_briefing())


def test_the_writers_still_read_the_version_of_the_document_that_is_sent():
    html = render.render_html([a_briefing()[0], b.paragraph("文")])
    assert "<p>文</p>" in html
