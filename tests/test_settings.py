"""A settings file sets what it may, and nothing else."""

from __future__ import annotations

import pytest

from capacity_analysis import settings
from capacity_analysis.errors import UsageError


@pytest.fixture
def given(tmp_path):
    def write(text: str | bytes):
        data = text.encode() if isinstance(text, str) else text
        (tmp_path / settings.FILE).write_bytes(data)
        return settings.read(tmp_path)

    return write


def test_without_a_file_nothing_is_set(tmp_path):
    assert settings.read(tmp_path) == {}


def test_an_empty_file_sets_nothing(given):
    assert given("") == {}


def test_the_file_is_looked_for_in_the_current_folder(tmp_path, monkeypatch):
    (tmp_path / settings.FILE).write_text("jobs = 1", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert settings.read() == {"publish": {"jobs": "1"}}


def test_every_key_is_set_for_the_commands_that_have_it_as_an_option(given):
    read = given('campaign = "a.yaml"\nas_of = 2022-09-10\nlanguage = "en"\nout = "网站"\njobs = 3')
    shared = {"campaign": "a.yaml", "as_of": "2022-09-10", "language": "en", "out": "网站"}
    asked = {"campaign": "a.yaml", "as_of": "2022-09-10"}
    assert read == {
        "brief": shared, "publish": shared | {"jobs": "3"}, "editions": asked, "explain": asked,
    }  # fmt: skip


def test_a_day_may_be_a_date_or_a_text(given):
    assert given('as_of = "2022-09-10"') == given("as_of = 2022-09-10")


def test_a_byte_order_mark_of_a_windows_editor_does_no_harm(given):
    assert given(b"\xef\xbb\xbfjobs = 1")["publish"] == {"jobs": "1"}


def test_unknown_keys_are_all_named_with_those_that_there_are(given):
    with pytest.raises(UsageError, match="没有设置项asof、job；可用：campaign、as_of"):
        given('job = 1\nasof = 2022-09-10\nlanguage = "zh"')


@pytest.mark.parametrize("text", ["jobs =", b"\xff\xfe", "jobs = 1\njobs = 2"])
def test_what_is_no_toml_is_refused_by_its_name(given, text):
    with pytest.raises(UsageError, match=settings.FILE):
        given(text)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("jobs = true", "jobs"),
        ('jobs = "2"', "jobs"),
        ("jobs = 1.5", "jobs"),
        ("as_of = 2022", "as_of"),
        ("as_of = 2022-09-10T00:00:00", "as_of"),
        ('out = ["a"]', "out"),
        ('out = "a\\u0000b"', "out"),
        ("[campaign]\nid = 1", "campaign"),
        ("language = 1", "language"),
    ],
)
def test_a_value_of_another_type_is_refused_by_its_key(given, text, key):
    with pytest.raises(UsageError, match=f"{key} 应是"):
        given(text)
