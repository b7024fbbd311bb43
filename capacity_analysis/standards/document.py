"""An official document as data: what it is, from when to when it holds, and how sure that is.

A document is one folder: `document.yaml`, read here, and its tables, whose columns `kinds` declares.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import yaml
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    ValidationInfo,
    field_validator,
)

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # a PyYAML built without libyaml
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

from ..errors import DataError, UsageError
from ..text import _

if TYPE_CHECKING:
    import pandas as pd

Cell = str | float | None
Row = Mapping[str, Cell]


class Confidence(StrEnum):
    """How well a value or date is supported, strongest first.

    `verified`: read in a source that names the document. `cross_checked`: seen in a second source
    or a parallel instrument. `recalled`: from memory only. `carried_over`: repeats an older edition
    because its own text was not found. `open`: no value.
    """

    VERIFIED = "verified"
    CROSS_CHECKED = "cross_checked"
    RECALLED = "recalled"
    CARRIED_OVER = "carried_over"
    OPEN = "open"


_ORDER = {mark: rank for rank, mark in enumerate(Confidence)}


def weakest(marks: Iterable[str]) -> Confidence:
    """Return the weakest of several marks: a verdict is as sure as its weakest link.

    Raises
    ------
    ValueError
        If there is no mark, or one that does not exist.

    Examples
    --------
    >>> weakest(["verified", "recalled", "cross_checked"]).value
    'recalled'

    """
    return max((Confidence(mark) for mark in marks), key=_ORDER.__getitem__)


def may_decide(confidence: str) -> bool:
    """Say whether a value of this confidence may decide; a weaker one only leads to review.

    Examples
    --------
    >>> may_decide("cross_checked"), may_decide("recalled")
    (True, False)

    """
    return Confidence(confidence) in (Confidence.VERIFIED, Confidence.CROSS_CHECKED)


# A table lies beside its header, never elsewhere.
TABLE_NAME = r"^[a-z0-9_]+\.csv$"

# What a row rests on, and what is said about it, is not what it decides.
NOT_DECIDING = frozenset({"remark", "source", "confidence"})

_Text = Annotated[str, Field(min_length=1)]
_Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
_TableFile = Annotated[str, Field(pattern=TABLE_NAME)]
# A file writes a mark as text; everything else must have its own type already.
_Mark = Annotated[Confidence, Field(strict=False)]


class Document(BaseModel):
    """One edition of an official document, with its tables.

    `series` names what the document is an edition of: of two editions only the newer one counts.
    `in_force` is empty where the date was not found: such a document never holds. `published` and
    `in_force` are as sure as `dates_confidence`, `in_force_until` (the last day in force) as sure
    as `until_confidence`. `jurisdiction` is the GB/T 2260 code of the area that the document holds
    for; 000000 is the nation. `conflict` says how the document meets others of its kind. A document
    with `binding` false never decides. `tables` names the file of each kind of table it holds.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    id: _Slug
    series: _Slug
    title: _Text
    number: _Text
    issuer: _Text
    jurisdiction: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    published: date | None
    in_force: date | None
    dates_confidence: _Mark
    in_force_until: date | None
    until_confidence: _Mark | None
    repealed_by: _Text | None
    conflict: Literal["newest", "stricter", "higher"]
    binding: bool
    applies_to: Literal["existing", "new", "all"]
    sources: Annotated[tuple[_Text, ...], Field(strict=False, min_length=1)]
    tables: Annotated[dict[str, _TableFile], Field(min_length=1)]
    notes: str

    _rows: Mapping[str, tuple[dict[str, Cell], ...]] = PrivateAttr(default_factory=dict)
    _dtypes: Mapping[str, Mapping[str, str]] = PrivateAttr(default_factory=dict)
    _frames: dict[str, Any] = PrivateAttr(default_factory=dict)

    @field_validator("in_force_until")
    @classmethod
    def _ends_after_it_starts(cls, until: date | None, info: ValidationInfo) -> date | None:
        start = info.data.get("in_force")
        if until is not None and start is not None and until < start:
            raise ValueError(f"{until} lies before in_force {start}")
        return until

    @field_validator("until_confidence")
    @classmethod
    def _marks_an_end(cls, mark: Confidence | None, info: ValidationInfo) -> Confidence | None:
        if "in_force_until" in info.data and (mark is None) != (
            info.data["in_force_until"] is None
        ):
            raise ValueError("must be given exactly where in_force_until is")
        return mark

    def with_rows(
        self,
        rows: Mapping[str, Iterable[dict[str, Cell]]],
        dtypes: Mapping[str, Mapping[str, str]],
    ) -> Document:
        """Return a copy that carries these rows, by kind of table; it keeps them as they are."""
        copy = self.model_copy()
        copy._rows = {kind: tuple(found) for kind, found in rows.items()}
        copy._dtypes = dict(dtypes)
        copy._frames = {}
        return copy

    def rows(self, kind: str) -> tuple[Row, ...]:
        """Return the rows of one kind, read-only: texts, numbers, and None where a number is open."""
        return tuple(MappingProxyType(row) for row in self._rows.get(kind, ()))

    def row(self, row_id: str) -> tuple[str, Row]:
        """Return the kind of table that a row stands in, and the row.

        Raises
        ------
        UsageError
            If the document has no such row.

        """
        for kind in self._rows:
            for row in self.rows(kind):
                if row["row_id"] == row_id:
                    return kind, row
        message = _("文件 {document} 中没有编号为“{row}”的行。")
        raise UsageError(message.format(document=self.id, row=row_id))

    def with_confidence(self, mark: Confidence, row_ids: Collection[str]) -> Document:
        """Return a copy in which the confidence of these rows is `mark`."""
        rows = {
            kind: [
                row | {"confidence": mark.value} if row["row_id"] in row_ids else row
                for row in found
            ]
            for kind, found in self._rows.items()
        }
        return self.with_rows(rows, self._dtypes)

    def table(self, kind: str) -> pd.DataFrame:
        """Return the table of one kind with its column types set; an open number is NaN.

        Built once and shared by everyone who asks: copy it before you change it.

        Raises
        ------
        KeyError
            If the document has no such table.

        """
        if kind not in self._frames:
            import pandas as pd

            types = dict(self._dtypes[kind])
            table = pd.DataFrame(list(self._rows[kind]), columns=list(types))
            self._frames[kind] = table.astype(types)
        frame: pd.DataFrame = self._frames[kind]
        return frame

    @property
    def citation(self) -> str:
        """Title and number, as a page cites the document."""
        return f"《{self.title}》（{self.number}）"

    def holds_on(self, day: date) -> bool:
        """Say whether the document is in force on `day`; its last day counts."""
        if self.in_force is None:
            return False
        return self.in_force <= day and (self.in_force_until is None or day <= self.in_force_until)


_PLAIN_TEXT = "tag:yaml.org,2002:str"


class _StrictLoader(_SafeLoader):
    """Plain YAML, in which no key may stand twice."""

    duplicates: list[str]

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        # Most of a header is plain text, which needs none of the machinery for nested objects.
        if node.tag == _PLAIN_TEXT:
            return node.value
        return super().construct_object(node, deep=deep)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _value in node.value:
            if isinstance(key, yaml.ScalarNode):
                if key.value in seen:
                    line = key.start_mark.line + 1
                    self.duplicates.append(f"duplicate key {key.value!r} in line {line}")
                seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


def read_yaml(path: Path) -> tuple[Any, list[str]]:
    """Read a YAML file, and what is wrong with it: no syntax error, no duplicate key.

    Returns
    -------
    content : object
        What the file holds; None where it cannot be read.
    defects : list of str
        One text for each defect, without the file's name.

    """
    try:
        loader = _StrictLoader(path.read_text(encoding="utf-8"))
        loader.duplicates = []
        try:
            content = loader.get_single_data()
        finally:
            loader.dispose()
    except (OSError, ValueError, yaml.YAMLError) as error:  # ValueError: a 31 June, no UTF-8
        return None, ["cannot be read as YAML: " + " ".join(str(error).split())]
    return content, loader.duplicates


Model = TypeVar("Model", bound=BaseModel)


def read_model(file: Path, model: type[Model]) -> Model:
    """Read a YAML file as what it must be.

    Raises
    ------
    DataError
        If it is no YAML, has a key twice, or breaks the schema of the model.

    """
    content, defects = read_yaml(file)
    if defects:
        raise DataError(f"{file.name}: {'; '.join(defects)}")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise DataError(f"{file.name}: {error}") from error
