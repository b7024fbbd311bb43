"""Words below a column, and the labels of the ledger that they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...ledger.drop_downs import YES_NO
from ...ledger.registry import LedgerField, fold
from ...sheets.cells import Cell, as_text, is_blank, is_contact, is_personal
from ..layout.headings import is_not_applicable

_MOST_WORDS = 60
_LONGEST_WORD = 30
_LEAST_RATIO = 60.0
_CONTAINED = 80.0
_NEGATED = re.compile(r"[未无没非免](?:[经予有曾]|发现)?")


@dataclass
class Translation:
    """What words stand for.

    Attributes
    ----------
    pairs : dict of str to str
        Words of the file that are no labels, and their labels.
    scores : dict of str to float
        Points of 100 of those that nobody has told.
    unknown : dict of str to None
        Folded words for which no label was found.

    """

    pairs: dict[str, str] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    unknown: dict[str, None] = field(default_factory=dict)


def allowed_labels(spec: LedgerField) -> dict[str, str]:
    """Return the allowed values of a choice or a flag, by id."""
    return {word: word for word in YES_NO} if spec.type == "flag" else spec.labels


def translate(spec: LedgerField, cells: Iterable[Cell], known: Mapping[str, str]) -> Translation:
    """Return what the words of a column stand for.

    Examples
    --------
    >>> from capacity_analysis.ledger import registry
    >>> rating = registry().tables["ratings"].fields["rating"]
    >>> translate(rating, ["A类", "B", "优"], {})
    Translation(pairs={'B': 'B类'}, scores={'B': 80.0}, unknown={'优': None})

    """
    labels = allowed_labels(spec)
    told = {fold(word): label for word, label in known.items() if label in labels.values()}
    # An id is read too, but not as the label is shown: a rating's id is its letter.
    own = {fold(label) for label in labels.values()}
    found = Translation()
    for word in _distinct(cells):
        key = fold(word)
        if key in own:
            continue
        if key in told:
            found.pairs[word] = told[key]
        elif (near := _nearest(key, labels.values())) is not None:
            found.pairs[word], found.scores[word] = near
        else:
            found.unknown[key] = None
    return found


def _distinct(cells: Iterable[Cell]) -> list[str]:
    texts: dict[str, None] = {}
    for cell in cells:
        if is_blank(cell) or is_not_applicable(cell):
            continue
        text = as_text(cell)
        # A choice is a word; whatever is longer, or about a person, is none.
        if is_personal(text) or is_contact(text):
            continue
        texts.setdefault(text)
        if len(texts) > _MOST_WORDS:
            break
    return list(texts)


def _nearest(word: str, labels: Iterable[str]) -> tuple[str, float] | None:
    from rapidfuzz import fuzz, process

    if len(word) > _LONGEST_WORD:
        return None
    by_fold = {fold(label): label for label in labels}
    within = [one for one in by_fold if one in word or word in one]
    longest = [one for one in within if not any(one != other and one in other for other in within)]
    if longest:
        if len(longest) > 1:
            return None
        before = word.partition(longest[0])[0]
        if _NEGATED.search(before):
            return None
        return by_fold[longest[0]], _CONTAINED
    best = process.extractOne(word, by_fold.keys(), scorer=fuzz.ratio, score_cutoff=_LEAST_RATIO)
    if best is None or _NEGATED.search(word) or word.startswith("不"):
        return None
    return by_fold[best[0]], round(float(best[1]), 1)
