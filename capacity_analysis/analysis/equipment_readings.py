"""Many texts read at once: each distinct text of a product is read one time."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .equipment_names import Parse, parse
from .equipment_words import EquipmentWords
from .frames import typed

Places = npt.NDArray[np.intp]
Objects = npt.NDArray[np.object_]


OUTCOMES = ("parsed", "ambiguous", "unknown")


class Reader:
    """Reads texts and keeps what each distinct one says; a place of -1 stands for no text."""

    def __init__(self, words: EquipmentWords):
        self._words = words
        self.parses: list[Parse] = []
        self.texts: list[str] = []
        self._known: dict[tuple[str, str], int] = {}

    def read(self, texts: pd.Series, products: Objects) -> Places:
        """Return the place of what each text says, for the product beside it."""
        text, named = pd.factorize(texts)
        product, made = pd.factorize(products)
        pair = np.where(text < 0, -1, text * (len(made) + 1) + product + 1)
        codes, pairs = pd.factorize(pair)
        places = [self._place(int(each), named, made) for each in pairs]
        return np.array([*places, -1], dtype=np.intp)[codes]

    def _place(self, pair: int, texts: pd.Index, products: Objects) -> int:
        if pair < 0:
            return -1
        at, of_product = divmod(pair, len(products) + 1)
        key = str(texts[at]), str(products[of_product - 1]) if of_product else ""
        if key not in self._known:
            self._known[key] = len(self.parses)
            self.parses.append(parse(*key, self._words))
            self.texts.append(key[0])
        return self._known[key]

    def told(self, field: str, places: Places) -> Objects:
        """Return a field of what was read, missing where it is empty or nothing was read."""
        found = [getattr(each, field) or None for each in self.parses]
        return _objects([*found, None])[places]

    def quantity(self, places: Places) -> npt.NDArray[np.int32]:
        """Return how many pieces each text speaks of; one where nothing was read."""
        counts = np.array([*(each.quantity for each in self.parses), 1], dtype=np.int32)
        return counts[places]

    def candidates(self, places: Places) -> Objects:
        """Return the types that a text leaves open, joined; missing where one is sure or none is."""
        found = [
            ";".join(each.types) if len(each.types) > 1 and not each.doubted else None
            for each in self.parses
        ]
        return _objects([*found, None])[places]

    def long(self, places: Places) -> pd.DataFrame:
        """Return what was read, one row per text and attribute, one for a text without any.

        Columns: `at` (position in `places`), `text`, `equipment_type`, `attribute`, `value`,
        `outcome`, `candidates`.
        """
        each = [self._rows(at) for at in range(len(self.parses))]
        counts = np.array([len(rows) for rows in each], dtype=np.intp)
        starts = np.cumsum(counts) - counts
        columns = ["text", "equipment_type", "attribute", "value", "outcome", "candidates"]
        flat = pd.DataFrame([row for rows in each for row in rows], columns=columns)
        told = np.flatnonzero(places >= 0)
        repeated = counts[places[told]]
        first = np.repeat(starts[places[told]], repeated)
        within = np.arange(first.size) - np.repeat(np.cumsum(repeated) - repeated, repeated)
        texts = [name for name in columns if name != "value"]
        flat = typed(flat, dict.fromkeys(texts, "category") | {"value": float})
        flat["outcome"] = flat["outcome"].cat.set_categories(list(OUTCOMES))
        return flat.iloc[first + within].assign(at=np.repeat(told, repeated)).reset_index(drop=True)

    def _rows(self, place: int) -> list[tuple[Any, ...]]:
        text, found = self.texts[place], self.parses[place]
        type_id, several = found.type_id or None, ";".join(found.types)
        open_type = several if several and not type_id else None
        rows: list[tuple[Any, ...]] = [
            (text, type_id, attribute, value, "ambiguous" if open_type else "parsed", open_type)
            for attribute, value in found.values
        ]
        rows += [
            (text, type_id, attribute, np.nan, "ambiguous", numbers)
            for attribute, numbers in found.unsure
        ]
        return rows or [(text, type_id, None, np.nan, found.outcome, open_type)]


def choose(mask: npt.NDArray[np.bool_], chosen: object, otherwise: object) -> Objects:
    """Return one of two texts, or missing ones, for each place.

    Examples
    --------
    >>> choose(np.array([True, False]), "a", None).tolist()
    ['a', None]

    """
    found: Objects = np.where(
        mask, np.asarray(chosen, dtype=object), np.asarray(otherwise, dtype=object)
    )
    return found


def is_missing(values: Objects) -> npt.NDArray[np.bool_]:
    """Say which of some texts are missing."""
    return np.asarray(pd.isna(values))


def _objects(values: list[Any]) -> Objects:
    found = np.empty(len(values), dtype=object)
    found[:] = values
    return found
