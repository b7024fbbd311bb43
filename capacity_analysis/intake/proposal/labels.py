"""The texts by which a file of a shape is told from others."""

from __future__ import annotations

from collections.abc import Iterator

from ..layout.headings import heading
from ..layout.table import Column
from .compose import Draft
from .shapes import Shape

_LABELS = 6
_SHORTEST_LABEL = 2


def telling_labels(draft: Draft) -> tuple[tuple[str, ...], int]:
    """Return texts with which cells of the header begin, and how many of them tell the shape.

    Those that the mapping reads come first; the others serve where another mapping is like it.
    """
    shape, used = draft.shape, draft.assignment.used
    read = [column for column in shape.columns if column.at in used]
    told = dict.fromkeys(label for column in read for label in _texts_of(shape, column))
    more = dict.fromkeys(label for column in shape.columns for label in _texts_of(shape, column))
    if not more:  # headers of a single character or of digits: better than none
        names = (heading(shape.block.page.own(*column.origin)).full for column in shape.columns)
        more = dict.fromkeys(name.replace("|", "｜") for name in names if name)
    labels = tuple({**told, **more}) or (draft.table.header[0],)
    return labels, max(1, min(_LABELS, len(told)))


def _texts_of(shape: Shape, column: Column) -> Iterator[str]:
    page = shape.block.page
    for row in range(column.top, column.origin[0] + 1):
        text = heading(page.value(row, column.at)).unnumbered
        label = text.partition("(")[0].replace("|", "｜")
        if len(label) >= _SHORTEST_LABEL and not any(char.isdigit() for char in label):
            yield label
