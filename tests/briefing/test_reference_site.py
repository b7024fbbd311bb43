"""The pages to look things up in are part of the site: made for a reason, kept, or said to have failed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from lookup import LookupPage

from capacity_analysis.assessment import assess
from capacity_analysis.briefing import kernels, manifest, plan, produce, publish
from capacity_analysis.briefing.reference import pages
from capacity_analysis.errors import BriefingError, DataError, UsageError
from capacity_analysis.standards import Standards, verification


@pytest.fixture(autouse=True)
def no_notebook_is_executed(monkeypatch):
    def blank(briefing, folder, **_options):
        files = produce.files(briefing.id, folder)
        files.notebook.parent.mkdir(exist_ok=True)
        for file in (files.html, files.pdf, files.notebook):
            file.write_text(briefing.title, encoding="utf-8")

    monkeypatch.setattr(produce, "produce", blank)
    monkeypatch.setattr(kernels, "warm", lambda: None)


@pytest.fixture
def site(tmp_path):
    return tmp_path / "site"


@pytest.fixture
def issue(site, assessed, standards, coverage):
    """Publish, and return what became of each page: status and reason."""

    def publish_once(assessment=assessed, store=standards, gaps=coverage, **options):
        published = publish.publish(assessment, site, standards=store, coverage=gaps, **options)
        assert manifest.read(site) == published
        return {page.id: (page.status, page.reason) for page in published.pages}

    return publish_once


BUILT = {"standards": ("built", "首次生成"), "dictionary": ("built", "首次生成")}
UNCHANGED = {"standards": ("unchanged", ""), "dictionary": ("unchanged", "")}


def test_every_part_of_a_key_has_a_reason(assessed, standards, coverage):
    parts = set(plan.key(plan.planned(assessed, "cement"), "a", "zh"))
    for page in pages.reference_pages(assessed, standards, coverage):
        parts |= page.key.keys()
    assert parts == plan.REASONS.keys()


def test_both_pages_are_made_and_the_manifest_lists_them_apart_from_the_briefings(issue, site):
    assert issue() == BUILT
    written = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    assert [page["html"] for page in written["pages"]] == ["standards.html", "dictionary.html"]
    assert [entry["id"] for entry in written["briefings"]] == ["cement", "steel", "other"]
    for page in written["pages"]:
        shown = LookupPage((site / page["html"]).read_text(encoding="utf-8"))
        assert "index.html" in shown.links
        assert page["title"] in shown.text
        assert "示例数据（虚构）" in shown.text


def test_the_index_leads_to_both_pages(issue, site):
    issue()
    index = LookupPage((site / "index.html").read_text(encoding="utf-8"))
    assert index.links[-2:] == ["standards.html", "dictionary.html"]
    assert "标准和政策文件" in index.text


def test_without_standards_the_packaged_ones_and_their_gaps_are_shown(assessed, site):
    publish.publish(assessed, site)
    page = (site / "standards.html").read_text(encoding="utf-8")
    assert 'id="gaps.levels-annex-1609"' in page


def test_a_second_run_changes_no_byte(issue, site):
    issue()
    before = {page: (site / f"{page}.html").read_bytes() for page in BUILT}
    assert issue() == UNCHANGED
    assert {page: (site / f"{page}.html").read_bytes() for page in BUILT} == before


def test_two_sites_of_the_same_input_are_alike(assessed, tmp_path):
    for name in ("one", "other"):
        publish.publish(assessed, tmp_path / name)
    for page in BUILT:
        one, other = (tmp_path / name / f"{page}.html" for name in ("one", "other"))
        assert one.read_bytes() == other.read_bytes()


def test_a_row_that_somebody_checked_is_a_reason(issue, ledger, standards):
    issue()
    record = verification(
        standards.document("ndrc-2021-1609"), "bm2021-030", by="区发改委", against="官方附表",
        on=dt.date(2022, 7, 1),
    )  # fmt: skip
    checked = standards.verified([record])
    assert issue(assess(ledger, checked), checked) == UNCHANGED | {
        "standards": ("built", "标准文件或核对记录有变化")
    }


def test_another_list_of_gaps_is_a_reason(issue, coverage):
    issue()
    changed = UNCHANGED | {"standards": ("built", "未收录清单有变化")}
    assert issue(gaps=coverage[:-1]) == changed
    assert issue(gaps=None) == changed


def test_another_line_judged_by_a_row_is_a_reason(issue, small_reading, standards):
    def one_line_less(tables):
        tables["production"] = tables["production"][1:]

    issue()
    fewer = small_reading(one_line_less)
    assert issue(assess(fewer, standards)) == UNCHANGED | {
        "standards": ("built", "依据各行判定的生产线有变化")
    }


def test_another_day_is_a_reason_for_both(issue, ledger, standards):
    issue()
    later = assess(ledger, standards, as_of=dt.date(2022, 9, 11))
    reason = ("built", "评定日、方案或台账说明有变化")
    assert issue(later) == {"standards": reason, "dictionary": reason}


def test_what_shows_on_no_page_is_no_reason(issue, assessed):
    issue()
    enterprises = assessed["enterprises"].assign(employees=7.0)
    assert issue(replace(assessed, tables={**assessed.tables, "enterprises": enterprises})) == (
        UNCHANGED
    )


def test_another_language_makes_both_anew(issue, site):
    issue()
    found = issue(language="en")
    assert {status for status, _reason in found.values()} == {"built"}
    assert "参数有变化" in found["standards"][1]
    assert '<html lang="en">' in (site / "standards.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("spoil", [b"", None], ids=["empty", "gone"])
def test_a_page_that_is_gone_or_spoilt_is_made_again(issue, site, spoil):
    issue()
    file = site / "standards.html"
    file.unlink() if spoil is None else file.write_bytes(spoil)
    assert issue() == UNCHANGED | {"standards": ("built", "上一期的文件缺失或被改动")}
    assert file.stat().st_size > 100_000


@pytest.fixture
def broken(monkeypatch):
    """Let the standards page fail, as two documents without a rule between them would."""

    def fail(*_given):
        raise DataError("甲与乙<冲突>")

    monkeypatch.setattr(pages, "standards_body", fail)


def test_a_page_that_fails_is_a_notice_and_the_site_is_published(issue, site, broken):
    assert issue() == BUILT | {"standards": ("failed", "甲与乙<冲突>")}
    assert publish.has_failed(manifest.read(site))
    page = (site / "standards.html").read_text(encoding="utf-8")
    assert "本页未能生成" in page
    assert "甲与乙&lt;冲突&gt;" in page
    assert "（本期未能生成）" in (site / "index.html").read_text(encoding="utf-8")
    assert (site / "cement.html").is_file()


def test_after_an_earlier_success_the_old_page_stays_with_a_banner(
    issue, site, coverage, monkeypatch
):
    issue()
    with monkeypatch.context() as failing:
        failing.setattr(pages, "standards_body", _raise)
        assert issue(gaps=coverage[1:])["standards"] == ("stale", "停电")
    page = (site / "standards.html").read_text(encoding="utf-8")
    assert page.index("本页是上一期，本期更新失败") < page.index("返回目录")
    assert 'id="ndrc-2021-1609.bm2021-030"' in page
    assert issue(gaps=coverage)["standards"] == ("built", "上次生成失败")
    assert "本页是上一期" not in (site / "standards.html").read_text(encoding="utf-8")


def _raise(*_given):
    raise BriefingError("停电")


def test_a_first_success_after_a_failure_says_so(issue, monkeypatch):
    with monkeypatch.context() as failing:
        failing.setattr(pages, "standards_body", _raise)
        issue()
    assert issue() == UNCHANGED | {"standards": ("built", "上次生成失败")}


def test_standards_that_the_assessment_does_not_rest_on_are_refused(issue, site, standards):
    fewer = tuple(each for each in standards.documents if each.id != "ndrc-2021-1609")
    with pytest.raises(UsageError, match="ndrc-2021-1609 bm2021-"):
        issue(store=Standards(fewer, "test"))
    assert not site.exists()


def test_a_site_without_such_pages_gets_them(issue, site):
    issue()
    file = site / "manifest.json"
    written = json.loads(file.read_text(encoding="utf-8"))
    del written["pages"]
    file.write_text(json.dumps(written), encoding="utf-8")
    assert issue() == BUILT


@pytest.mark.parametrize("name", ["standards", "dictionary"])
def test_an_industry_named_like_such_a_page_is_refused(assessed, name):
    industries = tuple(
        each.model_copy(update={"id": name}) if each.id == "cement" else each
        for each in assessed.campaign.industries
    )
    enterprises = assessed["enterprises"].assign(industry=name)
    renamed = replace(
        assessed,
        campaign=assessed.campaign.model_copy(update={"industries": industries}),
        tables={**assessed.tables, "enterprises": enterprises},
    )
    with pytest.raises(DataError, match=name):
        plan.plan(renamed)
