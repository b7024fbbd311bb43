"""What is known of how lists call things: the registry, the word lists, and all mapping files."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from ...ledger.registry import registry
from ..layout.headings import heading, wanted
from ..mapping import SUBJECT_KEYS, Subject, Value
from ..mapping import Mapping as Layout
from .words import words

# Points of 100 for two headers; they order proposals, and nothing is read by them alone.
SAME = 100.0
SURE = 85.0
LEAST = 60.0
_TAIL = 92.0
_HEAD_NOUN = 84.0
_WITHIN = 78.0
_LEAST_RATIO = 70.0
_OF_RATIO = 0.9
_LONGEST_PENALTY = 8

# A field that refers to the enterprises says whose a row is, which a list says in its own way.
OWNER = "enterprises"

Names = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Knowledge:
    """Names of columns by what they are.

    Attributes
    ----------
    fields : mapping of str to mapping of str to tuple of str
        Folded headers by table and field.
    subject : mapping of str to tuple of str
        Folded headers by the key of `mapping.Subject`.
    translations : mapping of str to mapping of str to str
        Words of files and labels of the ledger, by the name of the field.
    patterns : mapping of (str, str) to str
        Regular expression of the part of a text that is the value, by table and field.
    written_units : mapping of (str, str) to str
        Unit of numbers where a file gives none, by table and field.

    """

    fields: Mapping[str, Names]
    subject: Names
    translations: Mapping[str, Mapping[str, str]]
    patterns: Mapping[tuple[str, str], str]
    written_units: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, mappings: Iterable[Layout]) -> Knowledge:
        """Gather what is known, that of the mappings included.

        Examples
        --------
        >>> Knowledge.of([]).fields["parcels"]["area"][0]
        '宗地面积'

        """
        return _Gatherer().gather(mappings)

    @cached_property
    def everything(self) -> frozenset[str]:
        """All headers of any table."""
        found = {one for names in self.subject.values() for one in names}
        for names in self.fields.values():
            found |= {one for texts in names.values() for one in texts}
        return frozenset(found | set(words().ignored))


class _Gatherer:
    def __init__(self) -> None:
        self.fields: dict[str, dict[str, dict[str, None]]] = {
            name: defaultdict(dict) for name in registry().tables
        }
        self.subject: dict[str, dict[str, None]] = defaultdict(dict)
        self.translations = {name: dict(pairs) for name, pairs in words().translations.items()}
        self.patterns: dict[tuple[str, str], str] = {}
        self.units: dict[tuple[str, str], str] = {}

    def gather(self, mappings: Iterable[Layout]) -> Knowledge:
        for name, table in registry().tables.items():
            for key, spec in table.fields.items():
                if spec.references != OWNER:
                    self._add(self.fields[name][key], spec.header)
        for name, fields in words().fields.items():
            for key, texts in fields.items():
                self._add(self.fields[name][key], *texts)
        for key, texts in words().subject.items():
            self._add(self.subject[key], *texts)
        for name, patterns in words().patterns.items():
            self.patterns |= {(name, key): one for key, one in patterns.items()}
        for mapping in mappings:
            self._learn(mapping)
        return Knowledge(
            {name: _tuples(fields) for name, fields in self.fields.items()},
            _tuples(self.subject),
            self.translations,
            self.patterns,
            self.units,
        )

    def _add(self, known: dict[str, None], *texts: str) -> None:
        for text in texts:
            for one in wanted(text):
                known[heading(one).base or one] = None

    def _learn(self, mapping: Layout) -> None:
        if mapping.form is not None:
            for key, how in mapping.form.fields.items():
                self._learn_value("enterprises", key, how)
            self._learn_subject(mapping.form.subject)
        for table in mapping.tables:
            for key, how in table.fields.items():
                self._learn_value(table.target, key, how)
            self._learn_subject(table.enterprise)

    def _learn_subject(self, subject: Subject | None) -> None:
        for key in SUBJECT_KEYS if subject is not None else ():
            if (text := getattr(subject, key)) is not None and key != "enterprise_id":
                self._add(self.subject[key], text)

    def _learn_value(self, table: str, key: str, how: Value) -> None:
        text = how.column or how.label
        # The credit code that stands in for an enterprise's number is no name for that number.
        if text is not None and key != "enterprise_id":
            self._add(self.fields[table][key], text)
        if how.translate:
            self.translations.setdefault(key, {}).update(how.translate)
        if how.pattern is not None:
            self.patterns.setdefault((table, key), how.pattern)
        if how.from_unit is not None:
            self.units.setdefault((table, key), how.from_unit)


def _tuples(names: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(texts) for key, texts in names.items()}


def likeness(texts: Iterable[str], known: Iterable[str]) -> float:
    """Return how well the best of some headers is one of the known ones, of 100.

    The end of a Chinese header is its head noun: 处罚决定日期 is a 日期.

    Examples
    --------
    >>> likeness(["装表地址"], ["地址"]), likeness(["序号"], ["户名"])
    (90.0, 0.0)

    """
    names = tuple(known)
    return max((_likeness(text, one) for text in texts for one in names if text), default=0.0)


def _likeness(text: str, known: str) -> float:
    from rapidfuzz.fuzz import ratio

    if text == known:
        return SAME
    apart = min(abs(len(text) - len(known)), _LONGEST_PENALTY)
    if len(known) >= 2 and text.endswith(known):
        return _TAIL - apart
    if len(text) >= 2 and known.endswith(text):
        return _HEAD_NOUN - apart
    if len(known) >= 3 and known in text:
        return _WITHIN
    like = ratio(text, known)
    return like * _OF_RATIO if like >= _LEAST_RATIO else 0.0


def named_in(texts: Iterable[str], sought: Iterable[str]) -> bool:
    """Say whether one of the words stands in one of the texts, capitals aside."""
    pattern = re.compile("|".join(map(re.escape, sought)) or "(?!)", re.IGNORECASE)
    return any(pattern.search(text) for text in texts)
