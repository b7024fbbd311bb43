"""Text within a block: runs with emphasis and references, which no markup language may read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from string import Formatter

from ..text import _

_MARKDOWN_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


@dataclass(frozen=True)
class Run:
    """A stretch of text; `target` names the anchor of a table, figure or heading it refers to.

    A run with a `target` and an empty `text` is set as the number of what it points to (表2, 图1).
    """

    text: str = ""
    strong: bool = False
    target: str = ""


Inline = str | Run | Sequence[str | Run]


def runs(text: Inline) -> tuple[Run, ...]:
    """Return `text` as runs, white space folded.

    Examples
    --------
    >>> runs(["共 ", Run("3 条", strong=True)])
    (Run(text='共 ', strong=False, target=''), Run(text='3 条', strong=True, target=''))

    """
    parts = [text] if isinstance(text, str | Run) else list(text)
    return tuple(
        Run(_fold(part))
        if isinstance(part, str)
        else Run(_fold(part.text), part.strong, part.target)
        for part in parts
    )


def strong(text: str) -> Run:
    """Return `text` as a run of emphasis."""
    return Run(text, strong=True)


def ref(target: str) -> Run:
    """Return a reference to the table or figure with the anchor `target`."""
    return Run(target=target)


def fill(template: str, **parts: Inline) -> tuple[str | Run, ...]:
    """Return a sentence with its `{names}` replaced by texts and runs.

    A translated sentence keeps its references and its emphasis wherever the translation puts them.
    What is filled in is never read as a template.

    Examples
    --------
    >>> fill("共{count}条（{table}）。", count=strong("3"), table=ref("table-gaps"))[1:4:2]
    (Run(text='3', strong=True, target=''), Run(text='', strong=False, target='table-gaps'))

    """
    filled: list[str | Run] = []
    for text, name, _spec, _conversion in Formatter().parse(template):
        if text:
            filled.append(text)
        if name is not None:
            part = parts[name]
            filled += [part] if isinstance(part, str | Run) else part
    return tuple(piece for piece in filled if piece)


def refs(*targets: str) -> list[str | Run]:
    """Return references one after the other, as a sentence lists them."""
    listed: list[str | Run] = []
    for target in targets:
        listed += [_("、"), ref(target)] if listed else [ref(target)]
    return listed


def plain(text: Inline) -> str:
    """Return `text` without its emphasis and references."""
    return "".join(run.text for run in runs(text))


def escape_markdown(text: str) -> str:
    r"""Return `text` so that no Markdown dialect reads it as markup.

    Examples
    --------
    >>> escape_markdown("<b>|`x`")
    '\\<b\\>\\|\\`x\\`'

    """
    return _MARKDOWN_PUNCTUATION.sub(r"\\\1", _fold(text))


# Marks that turn the direction of writing: a name could be made to read as another one.
_DIRECTION = dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def _fold(text: str) -> str:
    """Fold control characters and line breaks to single spaces, keeping ideographic spaces."""
    folded = re.sub(r"[\x00-\x20\x7f\u0085\u2028\u2029]+", " ", text)
    return folded if folded.isascii() else folded.translate(_DIRECTION)


def to_html(text: Iterable[Run]) -> str:
    """Return runs as HTML; a reference is a link within the page."""
    return "".join(map(_html_run, text))


def _html_run(run: Run) -> str:
    body = escape(run.text or _where(run.target))
    if run.strong:
        body = f"<strong>{body}</strong>"
    return f'<a href="#{escape(run.target)}">{body}</a>' if run.target else body


def to_markdown(text: Iterable[Run]) -> str:
    """Return runs as Markdown; a reference is a link within the page."""
    return "".join(map(_markdown_run, text))


def _markdown_run(run: Run) -> str:
    body = escape_markdown(run.text or _where(run.target))
    if run.strong and run.text.strip():
        body = f"**{body}**"
    return f"[{body}](#{run.target})" if run.target else body


def _where(target: str) -> str:
    """Return a word for what a reference points to; only the renderer knows its number."""
    if not target:
        return ""
    return _("图") if target.startswith("figure") else _("表")
