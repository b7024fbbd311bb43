"""The rules by which names are compared, read once from `data/ledger/matching.yaml`."""

from __future__ import annotations

from functools import cache
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from ... import paths
from ...ledger.registry import LedgerTable
from ...standards import read_model

NameKind = Literal["name", "other_name", "former_name", "lessee", "lessor"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Scores(_Strict):
    """Points, of a hundred, of what two names have in common."""

    core: float
    similar: float
    contained: float
    same_address: float
    undecided_key: float


class Adjust(_Strict):
    """Points that other evidence adds or takes away."""

    same_address: float
    same_township: float
    other_township: float
    numbers: float
    one_number: float
    other_place: float
    own_places: float
    bare_places: float
    bare_place: float
    branch: float
    other_code: float


class Workbook(_Strict):
    """The sheets of the workbook in which a person decides."""

    decisions: LedgerTable
    rulings: LedgerTable


class Rules(_Strict):
    """Word lists, points and thresholds; see the comments of the file."""

    renamed: dict[str, str]
    variants: dict[str, str]
    abbreviations: dict[str, str]
    legal_forms: tuple[str, ...]
    legal_endings: tuple[str, ...]
    legal_notes: tuple[str, ...]
    branches: tuple[str, ...]
    trades: tuple[str, ...]
    numbered: tuple[str, ...]
    townships: tuple[str, ...]
    places: tuple[str, ...]
    no_key: tuple[str, ...]
    kinds: dict[NameKind, float]
    scores: Scores
    adjust: Adjust
    threshold: float = Field(gt=0, le=100)
    proposals: int = Field(ge=1)
    candidates: int = Field(ge=1)
    offices: tuple[str, ...]
    workbook: Workbook


@cache
def rules() -> Rules:
    """Return the rules.

    Raises
    ------
    DataError
        If the file breaks its schema.

    Examples
    --------
    >>> rules().workbook.decisions.sheet
    '匹配确认'

    """
    file = paths.data() / "ledger" / "matching.yaml"
    return read_model(file, Rules)
