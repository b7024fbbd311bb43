"""The pages that no notebook makes: the index, the notice of a failure, the mark of an old page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from capacity_analysis import paths, text
from capacity_analysis.briefing import pages
from capacity_analysis.briefing.manifest import Entry, Manifest, Page


def index(assessed, tmp_path, *entries) -> str:
    published = Manifest("2022-09-10", "plan", "ledger.xlsx", "zh", entries)
    pages.write_index(tmp_path, assessed, published)
    return (tmp_path / "index.html").read_text(encoding="utf-8")


def entry(industry, status="built", pdf=None) -> Entry:
    return Entry(
        industry,
        industry,
        f"{industry}.html",
        f"{industry}.pdf" if pdf is None else pdf,
        status,
        "",
    )


def test_the_index_counts_the_enterprises_and_lines_of_each_industry(assessed, tmp_path):
    page = index(assessed, tmp_path, entry("cement"), entry("other"))
    row = page[page.index('<th scope="row">水泥</th>') :].split("</tr>")[0]
    assert row.count('<td class="number">2</td>') >= 2
    assert '<th scope="row">其他行业</th><td class="number">1</td><td class="number">0</td>' in page


def test_the_index_names_office_day_and_standing(assessed, tmp_path):
    page = index(assessed, tmp_path, entry("cement"))
    for said in (assessed.campaign.office, "2022年9月10日", "征求意见稿", "示例数据（虚构）"):
        assert said in page


def test_the_index_says_as_the_briefings_do_where_the_ledger_comes_from(assessed, tmp_path):
    given = replace(assessed, attribution="统计局<b>", district="某区")
    page = index(given, tmp_path, entry("cement"))
    assert "统计局&lt;b&gt;" in page
    assert "台账地区：某区" in page


def test_real_data_are_not_called_fictional(assessed, tmp_path):
    assert "虚构" not in index(replace(assessed, fictional=False), tmp_path, entry("cement"))


def test_the_index_marks_what_failed_and_what_is_old(assessed, tmp_path):
    page = index(assessed, tmp_path, entry("cement", "failed", ""), entry("steel", "stale"))
    assert "（本期未能生成）" in page
    assert "（上一期，本期更新失败）" in page
    assert 'href=""' not in page
    assert "cement.pdf" not in page


def test_the_index_says_of_a_page_to_look_things_up_in_what_it_holds_and_whether_it_failed(
    assessed, tmp_path
):
    page = Page("standards", "标准<1>", "全部文件", "standards.html", "failed", "停电")
    published = Manifest("2022-09-10", "plan", "ledger.xlsx", "zh", (entry("cement"),), (page,))
    pages.write_index(tmp_path, assessed, published)
    shown = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert '<a href="standards.html">标准&lt;1&gt;</a><strong>（本期未能生成）</strong>' in shown
    assert "全部文件" in shown


def test_the_index_of_an_english_site_says_so(assessed, tmp_path):
    with text.language("en"):
        page = index(assessed, tmp_path, entry("cement"))
    assert '<html lang="en">' in page
    assert ">Cement<" in page


def test_a_notice_of_failure_shows_its_reason_as_text_and_leads_back(assessed, tmp_path):
    pages.write_failure(tmp_path / "steel.html", assessed, "钢铁", "<script>炉</script> $x")
    page = (tmp_path / "steel.html").read_text(encoding="utf-8")
    assert "&lt;script&gt;炉&lt;/script&gt; $x" in page
    assert "钢铁" in page
    assert 'href="index.html"' in page
    assert 'role="alert"' in page


PAGE = f"<body>\n{pages.STATUS_PLACE}\n<p>正文 &lt;!-- status --&gt;</p>\n</body>"


def test_a_mark_stands_before_the_text_and_shows_its_reason_as_text(tmp_path):
    file = tmp_path / "page.html"
    file.write_text(PAGE, encoding="utf-8")
    pages.mark_stale(file, "<b>断电</b></div>")
    page = file.read_text(encoding="utf-8")
    assert "&lt;b&gt;断电&lt;/b&gt;" in page
    assert page.index("本页是上一期") < page.index("正文")


def test_a_second_mark_takes_the_place_of_the_first(tmp_path):
    once, twice = tmp_path / "once.html", tmp_path / "twice.html"
    for file in (once, twice):
        file.write_text(PAGE, encoding="utf-8")
    pages.mark_stale(once, "后来")
    pages.mark_stale(twice, "<div>起初</div>")
    pages.mark_stale(twice, "后来")
    assert once.read_bytes() == twice.read_bytes()


def test_a_page_without_a_place_for_a_mark_is_marked_all_the_same(tmp_path):
    file = tmp_path / "page.html"
    file.write_text("<p>正文</p>", encoding="utf-8")
    pages.mark_stale(file, "断电")
    assert "本页是上一期" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["briefing.html", "index.html"])
def test_a_template_has_a_place_for_a_mark(name):
    template = (paths.templates() / name).read_text(encoding="utf-8")
    assert template.count(pages.STATUS_PLACE) == 1
