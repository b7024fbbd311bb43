"""Labels in the reader's language, through gettext from the first line.

Messages are written in Simplified Chinese, the language of the pages; `data/locale/` holds the
catalogues of other languages. What a catalogue lacks falls back to the Chinese text.
"""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from . import paths

LANGUAGES = ("zh", "en")
_language: ContextVar[str] = ContextVar("language", default="zh")


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(
        "capacity_analysis", paths.data() / "locale", languages=[language], fallback=True
    )


def _(message: str) -> str:
    """Return `message` in the language in use.

    Examples
    --------
    >>> with language("zh"):
    ...     _("行业")
    '行业'

    """
    language_in_use = _language.get()
    if language_in_use == "zh" or not message:
        return message
    return _catalogue(language_in_use).gettext(message)


def in_language(chinese: str, english: str) -> str:
    """Return the name that fits the language in use; the Chinese one where there is no other.

    Examples
    --------
    >>> with language("en"):
    ...     in_language("水泥", "Cement"), in_language("区工信局", "")
    ('Cement', '区工信局')

    """
    return english if _language.get() == "en" and english else chinese


def current_language() -> str:
    """Return the code of the language in use."""
    return _language.get()


def use_language(code: str) -> None:
    """Write labels in language `code` from here on (a notebook says this once)."""
    if code not in LANGUAGES:
        raise ValueError(f"unknown language {code!r}; one of {', '.join(LANGUAGES)}")
    _language.set(code)


@contextmanager
def language(code: str) -> Iterator[None]:
    """Write labels in language `code` within the block."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)
