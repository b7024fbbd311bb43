"""Labels follow the language in use, and fall back to Chinese."""

import gettext

import pytest

from capacity_analysis import text


def test_chinese_is_the_language_unless_another_is_used():
    assert text.current_language() == "zh"
    assert text._("行业") == "行业"


def test_a_language_is_used_within_its_block_alone():
    with text.language("en"):
        assert text.current_language() == "en"
        with text.language("zh"):
            assert text.current_language() == "zh"
        assert text.current_language() == "en"
    assert text.current_language() == "zh"


def test_a_language_ends_with_its_block_even_after_an_error():
    with pytest.raises(RuntimeError), text.language("en"):
        raise RuntimeError
    assert text.current_language() == "zh"


def test_an_unknown_language_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"'fr'.*zh, en"):
        text.use_language("fr")
    assert text.current_language() == "zh"


def test_a_message_that_the_catalogue_lacks_stays_chinese():
    with text.language("en"):
        assert text._("目录里没有的一句话") == "目录里没有的一句话"


def test_the_empty_message_is_not_the_catalogues_header():
    with text.language("en"):
        assert text._("") == ""


def test_a_message_is_translated_where_the_catalogue_has_it(monkeypatch):
    class One(gettext.NullTranslations):
        def gettext(self, message):
            return {"行业": "Industry"}.get(message, message)

    monkeypatch.setattr(text, "_catalogue", lambda _language: One())
    with text.language("en"):
        assert text._("行业") == "Industry"
    assert text._("行业") == "行业"


def test_a_name_without_english_stays_chinese():
    with text.language("en"):
        assert text.in_language("水泥", "Cement") == "Cement"
        assert text.in_language("水泥", "") == "水泥"
    assert text.in_language("水泥", "Cement") == "水泥"
