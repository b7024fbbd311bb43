"""A site is switched only when whole, says of every page why it was made, and loses nobody."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import pytest

from capacity_analysis import paths
from capacity_analysis.assessment import Assessment, assess
from capacity_analysis.briefing import kernels, manifest, pages, plan, produce, publish
from capacity_analysis.briefing.reference import pages as reference
from capacity_analysis.briefing.reference.markup import Markup
from capacity_analysis.errors import BriefingError, DataError, InputError, UsageError
from capacity_analysis.ledger import read_ledger

CONTRACT = {"id", "html", "pdf", "status", "reason"}


def executes_notebooks(test):
    return pytest.mark.slow(pytest.mark.xdist_group("publishing")(test))


class Page(HTMLParser):
    """What a browser makes of a page: its tags, addresses, text, and the rows of its roster."""

    def __init__(self, file: Path):
        super().__init__()
        self.tags, self.links, self.roster, self.text = Counter(), [], [], ""
        self.images: list[str] = []
        self._row, self._open = None, []
        self.source = file.read_text(encoding="utf-8")
        self.feed(self.source)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.tags[tag] += 1
        self.links += [given[name] for name in ("href", "src") if name in given]
        self.images += [given.get("src", "")] if tag == "img" else []
        if tag == "table":
            self._open.append(given.get("id", ""))
        if tag == "tr" and self._open and self._open[-1] == "table-roster":
            self._row = []
        if tag == "td" and self._row is not None:
            self._row.append("")

    def handle_endtag(self, tag):
        if tag == "table":
            self._open.pop()
        if tag == "tr" and self._row is not None:
            self.roster += [[cell.strip() for cell in self._row]] if self._row else []
            self._row = None

    def handle_data(self, data):
        self.text += data
        if self._row:
            self._row[-1] += data


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder with its bytes."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def statuses(published) -> dict[str, str]:
    return {entry.id: entry.status for entry in published.briefings}


# --- the sample, published once -------------------------------------------------------------------


@executes_notebooks
def test_every_industry_of_the_campaign_that_the_ledger_holds_gets_a_page(sample, sample_site):
    site, published = sample_site, manifest.read(sample_site)
    held = set(sample["enterprises"]["industry"])
    expected = [i.id for i in sample.campaign.industries if i.id in held] + ["other"]
    assert [entry.id for entry in published.briefings] == expected
    assert set(statuses(published).values()) == {"built"}
    for industry in expected:
        assert (site / f"{industry}.html").stat().st_size > 5_000
        assert (site / f"{industry}.pdf").read_bytes().startswith(b"%PDF-")


@executes_notebooks
def test_every_enterprise_of_the_roster_appears_exactly_once_over_all_pages(sample, sample_site):
    site, published = sample_site, manifest.read(sample_site)
    listed = Counter(
        row[0] for entry in published.briefings for row in Page(site / entry.html).roster
    )
    assert listed == Counter(sample["enterprises"]["name"])
    assert max(Counter(sample["enterprises"]["name"]).values()) == 1


@executes_notebooks
def test_the_manifest_says_of_every_briefing_what_the_contract_asks(sample_site):
    site = sample_site
    written = json.loads((site / "manifest.json").read_text(encoding="utf-8"))
    for entry in written["briefings"]:
        assert entry.keys() >= CONTRACT
        assert entry["html"] == f"{entry['id']}.html"
        assert entry["pdf"] == f"{entry['id']}.pdf"
        assert (entry["status"], entry["reason"]) == ("built", "首次生成")
    assert written["as_of"] == "2022-09-10"


@executes_notebooks
def test_every_link_of_the_index_leads_to_a_file(sample_site):
    site, published = sample_site, manifest.read(sample_site)
    links = Page(site / "index.html").links
    assert len(links) == 2 * len(published.briefings) + len(published.pages)
    assert all((site / link).is_file() for link in links)


@executes_notebooks
def test_the_index_and_every_page_say_that_the_data_are_fictional(sample_site):
    site = sample_site
    for file in site.glob("*.html"):
        assert "示例数据（虚构）" in Page(file).text, file.name


@executes_notebooks
def test_no_page_asks_anything_of_the_network(sample_site):
    site = sample_site
    for file in site.glob("*.html"):
        page = Page(file)
        assert not page.tags["script"]
        assert not page.tags["link"]
        for link in page.links:
            assert re.match(r"(#|data:|[\w.]+$)", link), link
        for address in re.findall(r"url\(([^)]*)\)", page.source):
            assert address.strip("\"' ").startswith("data:"), address
        assert "@import" not in page.source


@executes_notebooks
def test_a_second_run_makes_nothing_again_and_changes_no_byte(sample, sample_site, tmp_path):
    site = shutil.copytree(sample_site, tmp_path / "site")
    before = contents(site)
    again = publish.publish(sample, site)
    assert set(statuses(again).values()) == {"unchanged"}
    assert {entry.reason for entry in again.briefings} == {""}
    after = contents(site)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"manifest.json"}  # built has become unchanged


@executes_notebooks
def test_the_notebook_beside_a_page_opens_the_assessment_beside_it(sample_site):
    site = sample_site
    notebook = nbformat.read(site / "notebooks/cement.ipynb", as_version=4)
    injected = next(cell for cell in notebook.cells if cell.id == "injected-parameters")
    assert 'assessment = "../assessment"' in injected.source
    assert Assessment.load(site / "assessment").as_of == dt.date(2022, 9, 10)


# --- a small ledger, executed ---------------------------------------------------------------------


def with_extra_cell(folder: Path, source: str) -> Path:
    notebook = nbformat.read(paths.notebooks() / "industry_briefing.ipynb", as_version=4)
    cell = nbformat.v4.new_code_cell(source)
    cell.id = "extra"
    notebook.cells.append(cell)
    file = folder / "industry_briefing.ipynb"
    nbformat.write(notebook, file)
    return file


@executes_notebooks
def test_a_notebook_that_fails_for_one_industry_marks_its_page_alone(
    small_reading, assess_once, tmp_path, monkeypatch
):
    """End to end: a first failure, a page of the last run kept, and a success after it."""
    site = tmp_path / "site"
    assessed = assess_once(small_reading(industries=["3011", "1411"], file="a.xlsx"))
    failing = with_extra_cell(tmp_path, "assert view.industry_id != 'cement', '<b>窑号</b>缺失'")
    monkeypatch.setattr(plan, "_declared_notebook", lambda: failing)
    published = publish.publish(assessed, site)
    assert statuses(published) == {"cement": "failed", "other": "built"}
    assert publish.has_failed(published)
    failed = published.entry("cement")
    assert failed.pdf == ""
    assert "AssertionError：<b>窑号</b>缺失" in failed.reason
    page = Page(site / "cement.html")
    assert "本期简报未能生成" in page.text
    assert "<b>窑号</b>缺失" in page.text
    assert not page.tags["b"]
    assert "丁糕点厂" in Page(site / "other.html").text

    monkeypatch.undo()
    healed = publish.publish(assessed, site)
    assert statuses(healed) == {"cement": "built", "other": "built"}
    assert healed.entry("cement").reason == "上次生成失败"
    assert healed.entry("other").reason == "笔记本有变化"
    good = contents(site)

    monkeypatch.setattr(plan, "_declared_notebook", lambda: failing)
    stale = publish.publish(assessed, site)
    assert statuses(stale) == {"cement": "stale", "other": "built"}
    page = Page(site / "cement.html")
    assert "本页是上一期，本期更新失败" in page.text
    assert "甲水泥厂" in page.text
    assert (site / "cement.pdf").read_bytes() == good["cement.pdf"]


@executes_notebooks
def test_names_of_a_hostile_workbook_are_text_on_every_page(small_ledger, tmp_path):
    names = [
        "<script>alert(1)</script>公司",
        "=HYPERLINK(\"http://evil.example\")",
        "$body ${style} $$ %s {0}",
        "<!-- status --><div class=\"banner\">假公告</div>",
        "[点这里](javascript:alert(1))",
        "#import \"/etc/passwd\": * <img src=x onerror=alert(1)>",
        "*粗* _斜_ `码` | 表 \\end{document} & &amp;",
    ]  # fmt: skip

    def rename(tables):
        cake = tables["enterprises"][-1]
        tables["enterprises"] += [
            cake | {"enterprise_id": f"X{i}", "name": n} for i, n in enumerate(names)
        ]

    hostile = "<img src=http://evil.example/x.png onerror=alert(1)>$date"
    file = small_ledger(
        tmp_path / "a.xlsx", rename, {"attribution": hostile, "district": hostile}, ["1411"]
    )
    site = tmp_path / "site"
    publish.publish(assess(read_ledger(file)), site)
    page, index = Page(site / "other.html"), Page(site / "index.html")
    assert [row[0] for row in page.roster] == ["丁糕点厂", *names]
    for shown in (page, index):
        assert hostile in shown.text
        assert not shown.tags["script"]
        assert all(source.startswith("data:image/") for source in shown.images)  # its own figures
        assert not any("evil" in link or "javascript" in link for link in shown.links)


@executes_notebooks
def test_a_changed_cell_of_the_ledger_makes_the_pages_again_and_is_the_reason(
    small_ledger, tmp_path
):
    def one_more_worker(tables):
        tables["enterprises"][0]["employees"] += 1

    site = tmp_path / "site"
    before = small_ledger(tmp_path / "ledger.xlsx", industries=["1411"])
    publish.publish(assess(read_ledger(before)), site)
    old = Page(site / "other.html").text
    after = small_ledger(tmp_path / "ledger.xlsx", one_more_worker, industries=["1411"])
    published = publish.publish(assess(read_ledger(after)), site)
    assert published.entry("other").status == "built"
    assert published.entry("other").reason == "数据、标准或方案有变化"
    new = Page(site / "other.html").text
    assert "100人" in old
    assert "101人" in new


@executes_notebooks
def test_an_english_site_is_marked_as_english_throughout(small_reading, assess_once, tmp_path):
    assessed = assess_once(small_reading(industries=["1411"], file="a.xlsx"))
    published = publish.publish(assessed, tmp_path / "site", language="en")
    assert published.entry("other").title == "Other industries"
    for name in ("index.html", "other.html"):
        page = Page(tmp_path / "site" / name)
        assert '<html lang="en"' in page.source
        assert "Other industries" in page.text


# --- how the site is switched: pages are faked, no kernel is started --------------------------------


@pytest.fixture
def site(tmp_path):
    return tmp_path / "www" / "site"


class Press:
    """Stands in for `produce.produce`; `fails` maps an industry to what it raises."""

    def __init__(self):
        self.fails, self.made = {}, []

    def __call__(self, briefing, folder, *, as_of, language, log=None):
        if error := self.fails.get(briefing.id):
            raise error
        self.made.append(briefing.id)
        files = produce.files(briefing.id, folder)
        files.notebook.parent.mkdir(exist_ok=True)
        files.html.write_text(
            f"<body>\n{pages.STATUS_PLACE}\n<p>{briefing.title}，第{len(self.made)}张</p>",
            encoding="utf-8",
        )
        files.pdf.write_bytes(b"%PDF-")
        files.notebook.write_text("{}", encoding="utf-8")
        return files


@pytest.fixture
def press(monkeypatch):
    press = Press()
    monkeypatch.setattr(produce, "produce", press)
    # What stands on the pages to look things up in is tested with them.
    monkeypatch.setattr(reference, "standards_body", lambda *_given: Markup("<p>标准</p>"))
    monkeypatch.setattr(reference, "dictionary_body", lambda: Markup("<p>字典</p>"))
    monkeypatch.setattr(kernels, "warm", lambda: None)
    return press


def beside(site: Path) -> list[str]:
    """Return what lies in the folder of the site: nothing but the site may stay there."""
    return sorted(entry.name for entry in site.parent.iterdir())


def test_the_site_is_made_with_its_folder_and_nothing_is_left_beside_it(assessed, site, press):
    publish.publish(assessed, site)
    assert beside(site) == ["site"]
    assert set(contents(site)) >= {"index.html", "manifest.json", "steel.html", "steel.pdf"}
    assert (site / "assessment" / "assessment.json").is_file()


def test_an_empty_folder_may_become_a_site(assessed, site, press):
    site.mkdir(parents=True)
    publish.publish(assessed, site)
    assert (site / "index.html").is_file()


def test_progress_counts_up_to_all_briefings(assessed, site, press):
    seen = []
    publish.publish(assessed, site, progress=lambda entry, done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_the_manifest_keeps_the_order_of_the_campaign_however_many_are_made_at_once(
    assessed, site, press
):
    published = publish.publish(assessed, site, jobs=3)
    assert [entry.id for entry in published.briefings] == ["cement", "steel", "other"]


def test_a_failed_industry_is_a_marked_page_and_the_others_are_fine(assessed, site, press):
    press.fails["steel"] = BriefingError("炉子<坏>了")
    published = publish.publish(assessed, site)
    assert statuses(published) == {"cement": "built", "steel": "failed", "other": "built"}
    assert published.entry("steel").reason == "炉子<坏>了"
    page = Page(site / "steel.html")
    assert "本期简报未能生成" in page.text
    assert "炉子<坏>了" in page.text
    index = Page(site / "index.html")
    assert "（本期未能生成）" in index.text
    assert "steel.pdf" not in index.links
    assert all((site / link).is_file() for link in index.links)
    assert beside(site) == ["site"]


def test_after_an_earlier_success_the_old_page_stays_with_a_banner(assessed, site, press):
    publish.publish(assessed, site)
    old = contents(site)
    press.fails["steel"] = BriefingError("停电")
    changed = changed_assessment(assessed)
    published = publish.publish(changed, site)
    assert statuses(published) == {"cement": "built", "steel": "stale", "other": "built"}
    marked = Page(site / "steel.html")
    assert "本页是上一期，本期更新失败" in marked.text
    assert "停电" in marked.text
    assert old["steel.html"].decode().split("<p>")[1] in marked.source
    assert (site / "steel.pdf").read_bytes() == old["steel.pdf"]
    assert "（上一期，本期更新失败）" in Page(site / "index.html").text


def changed_assessment(assessed: Assessment, people: float = 7.0) -> Assessment:
    from dataclasses import replace

    enterprises = assessed["enterprises"].assign(employees=people)
    return replace(assessed, tables={**assessed.tables, "enterprises": enterprises})


def test_a_repeated_failure_replaces_the_banner_of_the_one_before(assessed, site, press):
    publish.publish(assessed, site)
    press.fails["steel"] = BriefingError("第一次")
    publish.publish(changed_assessment(assessed), site)
    press.fails["steel"] = BriefingError("第二次")
    published = publish.publish(changed_assessment(assessed), site)
    page = Page(site / "steel.html")
    assert published.entry("steel").status == "stale"
    assert page.source.count("本页是上一期") == 1
    assert "第二次" in page.text
    assert "第一次" not in page.text


def test_the_next_success_after_a_failure_makes_the_page_new_without_a_banner(
    assessed, site, press
):
    publish.publish(assessed, site)
    press.fails["steel"] = BriefingError("停电")
    changed = changed_assessment(assessed)
    publish.publish(changed, site)
    press.fails.clear()
    published = publish.publish(changed, site)
    assert statuses(published) == {"cement": "unchanged", "steel": "built", "other": "unchanged"}
    assert published.entry("steel").reason == "数据、标准或方案有变化"
    assert "banner" not in Page(site / "steel.html").source


def test_a_stale_page_is_made_again_even_if_the_data_are_those_it_shows(assessed, site, press):
    publish.publish(assessed, site)
    press.fails["steel"] = BriefingError("停电")
    publish.publish(changed_assessment(assessed), site)
    press.fails.clear()
    published = publish.publish(assessed, site)
    assert published.entry("steel").status == "built"
    assert published.entry("steel").reason == "上次生成失败"


def test_a_first_success_after_nothing_but_failures_says_so(assessed, site, press):
    press.fails["steel"] = BriefingError("停电")
    publish.publish(assessed, site)
    press.fails.clear()
    published = publish.publish(assessed, site)
    assert published.entry("steel").status == "built"
    assert published.entry("steel").reason == "上次生成失败"


def test_a_changed_notebook_is_named_as_the_reason(assessed, site, press, tmp_path, monkeypatch):
    publish.publish(assessed, site)
    copy = with_extra_cell(tmp_path, "view.gaps")
    monkeypatch.setattr(plan, "_declared_notebook", lambda: copy)
    published = publish.publish(assessed, site)
    assert statuses(published) == {"cement": "built", "steel": "built", "other": "built"}
    assert {entry.reason for entry in published.briefings} == {"笔记本有变化"}


@pytest.mark.parametrize(
    "spoil",
    [
        Path.unlink,
        lambda file: file.write_bytes(b""),
        lambda file: file.write_bytes(file.read_bytes()[:-1]),
    ],
    ids=["gone", "empty", "cut off"],
)
def test_a_page_that_is_gone_empty_or_cut_off_is_made_again(assessed, site, press, spoil):
    publish.publish(assessed, site)
    spoil(site / "steel.pdf")
    published = publish.publish(assessed, site)
    assert statuses(published) == {"cement": "unchanged", "steel": "built", "other": "unchanged"}
    assert published.entry("steel").reason == "上一期的文件缺失或被改动"


def test_an_industry_that_the_ledger_no_longer_holds_loses_its_page(
    small_ledger, tmp_path, assessed, site, press
):
    publish.publish(assessed, site)
    fewer = small_ledger(tmp_path / "fewer.xlsx", industries=["3011", "1411"])
    publish.publish(assess(read_ledger(fewer)), site)
    assert not (site / "steel.html").exists()
    assert not (site / "steel.pdf").exists()
    assert not (site / "notebooks/steel.ipynb").exists()


@pytest.mark.parametrize(
    "crash", [RuntimeError("程序错误"), KeyboardInterrupt(), OSError(28, "满")]
)
def test_a_crash_in_the_middle_leaves_the_old_site_untouched(assessed, site, press, crash):
    publish.publish(assessed, site)
    before = contents(site)
    press.fails["steel"] = crash
    with pytest.raises(type(crash)):
        publish.publish(changed_assessment(assessed), site)
    assert contents(site) == before
    assert beside(site) == ["site"]


def test_a_crash_of_the_first_run_leaves_nothing_at_all(assessed, site, press):
    press.fails["steel"] = RuntimeError("程序错误")
    with pytest.raises(RuntimeError):
        publish.publish(assessed, site)
    assert beside(site) == []


def test_after_a_crash_no_further_briefing_is_begun(assessed, site, press):
    press.fails["cement"] = KeyboardInterrupt()
    with pytest.raises(KeyboardInterrupt):
        publish.publish(assessed, site, jobs=1)
    assert len(press.made) <= 1  # the one that had begun before the first was seen to fail


def test_a_ledger_without_enterprises_does_not_replace_a_site(
    small_ledger, tmp_path, assessed, site, press
):
    publish.publish(assessed, site)
    before = contents(site)
    empty = small_ledger(tmp_path / "empty.xlsx", industries=[])
    with pytest.raises(InputError, match="没有企业"):
        publish.publish(assess(read_ledger(empty)), site)
    assert contents(site) == before


FOREIGN = {
    "a report": ("报告.docx", b"PK"),
    "a web application": ("manifest.json", b'{"name": "app", "icons": []}'),
    "a broken manifest": ("manifest.json", b'{"format": 1, "briefings": ['),
    "a manifest that is no table": ("manifest.json", b"null"),
    "a manifest that is no text": ("manifest.json", b"\xff\xfe\x00"),
}


@pytest.mark.parametrize(("name", "data"), FOREIGN.values(), ids=FOREIGN)
def test_a_folder_with_something_else_in_it_is_refused_and_left_untouched(
    assessed, site, press, name, data
):
    site.mkdir(parents=True)
    (site / name).write_bytes(data)
    with pytest.raises(UsageError, match="不覆盖"):
        publish.publish(assessed, site)
    assert contents(site) == {name: data}
    assert beside(site) == ["site"]
    assert press.made == []


def test_a_file_in_the_place_of_the_folder_is_refused(assessed, site, press):
    site.parent.mkdir()
    site.write_text("我的文件", encoding="utf-8")
    with pytest.raises(UsageError):
        publish.publish(assessed, site)
    assert site.read_text(encoding="utf-8") == "我的文件"


def test_a_site_of_an_older_version_of_the_program_is_made_anew(assessed, site, press):
    site.mkdir(parents=True)
    (site / "manifest.json").write_text('{"format": 0, "briefings": []}', encoding="utf-8")
    published = publish.publish(assessed, site)
    assert {entry.reason for entry in published.briefings} == {"首次生成"}


def test_what_others_put_into_the_site_and_its_permissions_stay(assessed, site, press):
    publish.publish(assessed, site)
    (site / ".htaccess").write_text("Require valid-user", encoding="utf-8")
    (site / "附件").mkdir()
    (site / "附件/通知.txt").write_text("正文", encoding="utf-8")
    (site / "latest").symlink_to("nowhere")
    site.chmod(0o750)
    publish.publish(changed_assessment(assessed), site)
    assert (site / ".htaccess").read_text(encoding="utf-8") == "Require valid-user"
    assert (site / "附件/通知.txt").read_text(encoding="utf-8") == "正文"
    assert (site / "latest").is_symlink()
    assert site.stat().st_mode & 0o777 == 0o750


def test_a_link_to_a_folder_stays_a_link(assessed, tmp_path, press):
    target = tmp_path / "disk" / "real"
    target.mkdir(parents=True)
    link = tmp_path / "site"
    link.symlink_to(target)
    publish.publish(assessed, link)
    publish.publish(changed_assessment(assessed), link)
    assert link.is_symlink()
    assert (target / "index.html").is_file()
    assert beside(target) == ["real"]


def test_a_mount_point_is_refused_before_anything_is_made(assessed, site, press, monkeypatch):
    monkeypatch.setattr(Path, "is_mount", lambda path: path == site)
    with pytest.raises(UsageError, match="挂载点"):
        publish.publish(assessed, site)
    assert press.made == []


def test_a_second_publisher_at_once_is_refused(assessed, site, press, monkeypatch):
    refusals = []

    def meanwhile(briefing, folder, **options):
        with pytest.raises(UsageError, match="另一个进程正在发布") as refused:
            publish.publish(assessed, site)
        refusals.append(refused)
        return press(briefing, folder, **options)

    monkeypatch.setattr(produce, "produce", meanwhile)
    published = publish.publish(assessed, site, jobs=1)
    assert len(refusals) == 3
    assert set(statuses(published).values()) == {"built"}
    assert beside(site) == ["site"]


def test_two_sites_beside_each_other_may_be_published_at_once(assessed, site, press, monkeypatch):
    def meanwhile(briefing, folder, **options):
        if folder.name == ".site.staging" and briefing.id == "steel":
            publish.publish(assessed, site.with_name("other"))
        return press(briefing, folder, **options)

    monkeypatch.setattr(produce, "produce", meanwhile)
    publish.publish(assessed, site, jobs=1)
    assert beside(site) == ["other", "site"]


def test_what_a_killed_run_left_beside_the_site_is_cleared_away(assessed, site, press):
    publish.publish(assessed, site)
    (site.parent / ".site.staging").mkdir()
    (site.parent / ".site.staging/half.html").write_text("半", encoding="utf-8")
    (site.parent / ".site.lock").touch()
    shutil.copytree(site, site.parent / ".site.previous")
    publish.publish(assessed, site)
    assert beside(site) == ["site"]
    assert not (site / "half.html").exists()


def test_a_run_cut_off_between_the_renames_is_recovered_by_the_next(assessed, site, press):
    publish.publish(assessed, site)
    before = contents(site)
    site.rename(site.parent / ".site.previous")
    published = publish.publish(assessed, site)
    assert set(statuses(published).values()) == {"unchanged"}
    after = contents(site)
    assert {name: data for name, data in after.items() if name != "manifest.json"} == {
        name: data for name, data in before.items() if name != "manifest.json"
    }
    assert beside(site) == ["site"]


@pytest.mark.parametrize("crash", [OSError(16, "忙"), KeyboardInterrupt()])
def test_the_old_site_comes_back_if_the_new_one_cannot_take_its_place(
    assessed, site, press, monkeypatch, crash
):
    publish.publish(assessed, site)
    before = contents(site)
    replace = Path.replace

    def stuck(source, target):
        if source.name == ".site.staging":
            raise crash
        return replace(source, target)

    monkeypatch.setattr(Path, "replace", stuck)
    with pytest.raises(type(crash)):
        publish.publish(changed_assessment(assessed), site)
    assert contents(site) == before
    assert beside(site) == ["site"]


def test_a_folder_may_be_given_relative_to_the_current_one(assessed, tmp_path, press, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    publish.publish(assessed, "site")
    assert [entry.name for entry in Path().iterdir()] == ["site"]


def test_an_industry_named_like_the_index_is_refused(assessed, site, press):
    renamed = rename_industry(assessed, "cement", "index")
    with pytest.raises(DataError, match="index"):
        publish.publish(renamed, site)
    assert beside(site) == []


def rename_industry(assessed: Assessment, old: str, new: str) -> Assessment:
    from dataclasses import replace

    industries = tuple(
        industry.model_copy(update={"id": new}) if industry.id == old else industry
        for industry in assessed.campaign.industries
    )
    enterprises = assessed["enterprises"]
    moved = enterprises.assign(industry=enterprises["industry"].replace(old, new))
    return replace(
        assessed,
        campaign=assessed.campaign.model_copy(update={"industries": industries}),
        tables={**assessed.tables, "enterprises": moved},
    )
