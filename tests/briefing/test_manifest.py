"""The manifest says what each page is; whatever else lies in its place is not taken for one."""

from __future__ import annotations

import json

import pytest

from capacity_analysis.briefing import manifest
from capacity_analysis.briefing.manifest import Entry, Manifest, Page

BUILT = Entry("cement", "水泥", "cement.html", "cement.pdf", "built", "首次生成", {"code": "a"})
FAILED = Entry("steel", "钢铁", "steel.html", "", "failed", "停电")
LOOKUP = Page(
    "standards", "标准", "全部", "standards.html", "built", "首次生成", {"code": "a"}, "b"
)
SITE = Manifest(
    "2022-09-10", "jiujiang-chaisang-2022", "台账.xlsx", "zh", (BUILT, FAILED), (LOOKUP,)
)


def test_what_is_written_is_read_again(tmp_path):
    SITE.write(tmp_path)
    assert manifest.read(tmp_path) == SITE
    assert manifest.is_site(tmp_path)


def test_a_briefing_has_the_fields_of_the_contract(tmp_path):
    SITE.write(tmp_path)
    written = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert written["briefings"][1].items() >= {
        ("id", "steel"), ("html", "steel.html"), ("pdf", ""), ("status", "failed"), ("reason", "停电"),
    }  # fmt: skip


def test_the_file_can_be_read_by_people(tmp_path):
    SITE.write(tmp_path)
    assert '"title": "水泥"' in (tmp_path / "manifest.json").read_text(encoding="utf-8")


def test_an_entry_is_found_by_its_id():
    assert SITE.entry("steel") is FAILED
    assert SITE.entry("glass") is None
    assert SITE.page("standards") is LOOKUP
    assert SITE.page("cement") is None


UNREADABLE = {
    "nothing": b"",
    "half a file": b'{"format": 1, "briefings": [',
    "no text": b"\xff\xfe\x00",
    "null": b"null",
    "a list": b"[1]",
    "a number": b"1",
    "no entries": b'{"format": 1}',
    "entries that are none": b'{"format": 1, "as_of": "", "campaign": "", "ledger": "", "language": "", "briefings": [1]}',
    "an entry without a key": b'{"format": 1, "briefings": [{"id": "cement"}]}',
    "an unknown status": json.dumps({
        "format": 1, "as_of": "", "campaign": "", "ledger": "", "language": "zh",
        "briefings": [{"id": "a", "title": "", "html": "", "pdf": "", "status": "fine", "reason": ""}],
    }).encode(),
    "another version": b'{"format": 2, "briefings": []}',
}  # fmt: skip


@pytest.mark.parametrize("data", UNREADABLE.values(), ids=UNREADABLE)
def test_what_cannot_be_read_is_no_manifest_and_no_error(tmp_path, data):
    (tmp_path / "manifest.json").write_bytes(data)
    assert manifest.read(tmp_path) is None


def test_a_folder_without_one_has_none(tmp_path):
    assert manifest.read(tmp_path) is None
    assert manifest.read(tmp_path / "absent") is None
    assert not manifest.is_site(tmp_path)


def test_the_manifest_of_a_web_application_makes_no_site(tmp_path):
    (tmp_path / "manifest.json").write_text('{"name": "app", "start_url": "/"}', encoding="utf-8")
    assert not manifest.is_site(tmp_path)


def test_a_site_of_another_version_is_still_a_site(tmp_path):
    (tmp_path / "manifest.json").write_text('{"format": 99, "briefings": []}', encoding="utf-8")
    assert manifest.is_site(tmp_path)
    assert manifest.read(tmp_path) is None
