"""What lists call their columns, read once from `data/ledger/headers.yaml`."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel, ConfigDict, model_validator

from ... import paths
from ...ledger.registry import registry
from ...standards import read_model
from ..mapping import SUBJECT_KEYS

Texts = tuple[str, ...]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Periods(_Strict):
    """What columns that are years or months fill; `month` says which month a row is of."""

    into: str
    count: str | None = None
    month: str | None = None


class Implied(_Strict):
    """A label that goes without saying in rows of some kind with some other field."""

    table: str
    field: str
    label: str
    where: dict[str, str]
    beside: str


class Words(_Strict):
    """Word lists; see the comments of the file."""

    subject: dict[str, Texts]
    fields: dict[str, dict[str, Texts]]
    tables: dict[str, Texts]
    statistics: Texts
    ignored: Texts
    behind: dict[str, dict[str, Texts]]
    patterns: dict[str, dict[str, str]]
    spreads: dict[str, Periods]
    constants: dict[str, dict[str, dict[str, Texts]]]
    implied: tuple[Implied, ...]
    translations: dict[str, dict[str, str]]
    offices: dict[str, str]

    @model_validator(mode="after")
    def _names_what_the_ledger_has(self) -> Words:
        tables = registry().tables
        if unknown := self.subject.keys() - set(SUBJECT_KEYS):
            raise ValueError(f"subject: no keys {sorted(unknown)}")
        for named in (self.fields, self.behind, self.patterns, self.constants):
            for table, names in named.items():
                known = tables[table].fields.keys() if table in tables else set()
                if unknown := set(names) - known:
                    raise ValueError(f"{table}: no such table or fields {sorted(unknown)}")
        for table, constants in self.constants.items():
            for name, labels in constants.items():
                if unknown := labels.keys() - set(tables[table].fields[name].labels.values()):
                    raise ValueError(f"{table}.{name}: no labels {sorted(unknown)}")
        return self


@cache
def words() -> Words:
    """Return the word lists.

    Raises
    ------
    DataError
        If the file breaks its schema.

    Examples
    --------
    >>> "户名" in words().subject["name"]
    True

    """
    file = paths.data() / "ledger" / "headers.yaml"
    return read_model(file, Words)
