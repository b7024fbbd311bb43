"""Which row of a catalogue speaks of which device, and what the device says to it.

Rules and devices meet by the type of equipment; fields and values are kept as codes, so that a text
is compared once however many devices bear it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..standards import Confidence, may_decide
from .conditions_of_entries import OWN_FIELDS

Places = npt.NDArray[np.intp]
Numbers = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]

_UPWARDS, _DOWNWARDS = (">", ">="), ("<", "<=")
_RANGES = ("open_range", "closed_range")


@dataclass(frozen=True, eq=False)
class Rules:
    """Rules in the order of their ids, with what the evaluation asks of each as an array.

    `low` and `high` are the ends between which a value is met (infinite where there is none),
    `group` numbers the rows that must hold together (-1: the row stands alone), and `decides` says
    whether a row is checked well enough.
    """

    table: pd.DataFrame
    low: Numbers
    high: Numbers
    group: Places
    decides: Mask


def prepared(rules: pd.DataFrame) -> Rules:
    """Put the rules in order and read their thresholds."""
    table = rules.sort_values(["row_id", "document_id"], kind="stable").reset_index(drop=True)
    together = (table["document_id"] + "/" + table["all_of"]).where(table["all_of"] != "")
    asked = zip(table["operator"], table["threshold"], strict=True)
    low, high = np.array([_ends(*each) for each in asked]).reshape(-1, 2).T
    table = table.assign(
        equipment_types=_types_of_groups(table["equipment_types"], together),
        entry=table["part_of"].where(table["part_of"] != "", table["row_id"]),
        threshold_text=table["threshold"],
        threshold=np.where(np.isfinite(low), np.where(np.isfinite(high), np.nan, low), high),
        entry_deadline=table["deadline"],
        doubtful_at=pd.to_numeric(table["doubtful_at"].replace("", np.nan)),
    )
    table["threshold"] = table["threshold"].where(np.isfinite(table["threshold"]))
    checked = table["confidence"].isin([mark for mark in Confidence if may_decide(mark)])
    # What several rows say together is checked where each of them is.
    decides = checked.groupby(together).transform("all").where(together.notna(), checked)
    return Rules(table, low, high, pd.factorize(together)[0], decides.to_numpy(bool))


def _types_of_groups(types: pd.Series, together: pd.Series) -> pd.Series:
    """Give each row of a group the types of all its rows: what nobody can report stays unknown."""
    joined = {
        group: ";".join(dict.fromkeys(filter(None, ";".join(found).split(";"))))
        for group, found in types.groupby(together)
    }
    return together.map(joined).astype("str").fillna(types)


def _ends(operator: str, threshold: str) -> tuple[float, float]:
    """Return the ends between which a value is met; infinite where there is none."""
    if operator in _RANGES:
        low, high = threshold.split("..")
        return float(low), float(high)
    return (
        float(threshold) if operator in _UPWARDS else -np.inf,
        float(threshold) if operator in _DOWNWARDS else np.inf,
    )


class Equipment:
    """Fields and values of devices as codes, and where the value of an attribute stands."""

    def __init__(self, devices: pd.DataFrame, values: pd.DataFrame):
        self.devices = devices
        self.attributes = pd.Index(values["attribute"].astype("str").unique())
        code = self.attributes.get_indexer(values["attribute"].astype("str"))
        self._width = max(len(self.attributes), 1)
        key = values["device_code"].to_numpy(np.int64) * self._width + code
        self._order = np.argsort(key, kind="stable")
        self._keys = key[self._order]
        # A missing place, -1, meets the last element: no value.
        self.values = np.append(values["value"].to_numpy(float), np.nan)
        self.texts = _coded(_as_texts(values))
        self.own = {field: _coded(devices[column]) for field, column in OWN_FIELDS.items()}

    def positions(self, device: Places, attribute: Places) -> Places:
        """Return where the value of an attribute of a device stands in `values`; -1 where nowhere."""
        if not self._keys.size:
            return np.full(device.size, -1, dtype=np.intp)
        wanted = device.astype(np.int64) * self._width + attribute
        found = np.searchsorted(self._keys, wanted).clip(max=self._keys.size - 1)
        there = (attribute >= 0) & (self._keys[found] == wanted)
        at: Places = np.where(there, self._order[found], -1)
        return at

    def read(self, attribute: str, device: Places, at: Places) -> tuple[Places, pd.Index]:
        """Return the codes of the texts that devices have of an attribute (-1: none), and the texts."""
        if attribute in self.own:
            codes, texts = self.own[attribute]
            return codes[device], texts
        codes, texts = self.texts
        return codes[at], texts


def _coded(column: pd.Series) -> tuple[Places, pd.Index]:
    codes, texts = pd.factorize(column)
    return np.append(codes, -1), pd.Index(np.asarray(texts, dtype=object))


def _as_texts(values: pd.DataFrame) -> pd.Series:
    """Return what each value reads as: its own text, or its number without needless zeros."""
    codes, numbers = pd.factorize(values["value"])
    written = np.array([*(f"{number:.15g}" for number in numbers), None], dtype=object)
    text = values["value_text"].astype(object).reset_index(drop=True)
    return text.where(text.notna(), pd.Series(written[codes], dtype=object))


@dataclass(frozen=True, eq=False)
class Pairs:
    """Devices, each beside every rule that speaks of its type, and the value that the rule asks for.

    `device` and `rule` are places, `at` is where the value stands in `values` (-1: nowhere), `sure`
    whether the rule speaks of every type that the device may be of.
    """

    equipment: Equipment
    rules: Rules
    device: Places
    rule: Places
    at: Places
    sure: Mask

    def column(self, name: str) -> npt.NDArray[np.generic]:
        """Return a column of the rule of each pair."""
        found: npt.NDArray[np.generic] = self.rules.table[name].to_numpy()[self.rule]
        return found

    def of_rules(self, mask: pd.Series) -> Mask:
        """Return for each pair what a mask says of its rule."""
        found: Mask = mask.to_numpy(bool)[self.rule]
        return found

    def among(self, kept: Mask) -> Pairs:
        """Return some of the pairs."""
        parts = {name: getattr(self, name)[kept] for name in ("device", "rule", "at", "sure")}
        return replace(self, **parts)

    @property
    def measured(self) -> Numbers:
        """The value that the rule asks for; missing where it is a text, or was not reported."""
        return self.equipment.values[self.at]

    @property
    def reported(self) -> Mask:
        """Whether there is something to compare: a value, or the model where that is asked for."""
        of_model = self.of_rules(self.rules.table["attribute_id"] == "model")
        model = self.equipment.own["model"][0][self.device]
        return np.where(of_model, model >= 0, self.at >= 0)


def pairs(devices: pd.DataFrame, values: pd.DataFrame, rules: Rules) -> Pairs:
    """Return every device in use beside each rule that speaks of its type."""
    equipment = Equipment(devices, values)
    device, rule, sure = _met(devices, rules.table["equipment_types"])
    asked = equipment.attributes.get_indexer(rules.table["attribute_id"].astype(object))
    return Pairs(equipment, rules, device, rule, equipment.positions(device, asked[rule]), sure)


def _met(devices: pd.DataFrame, types_of_rules: pd.Series) -> tuple[Places, Places, Mask]:
    """Return device, rule, and whether the rule speaks of all the types that the device may be of."""
    may_be = devices["equipment_type"].astype("str").fillna(devices["candidates"].astype("str"))
    kind, kinds = _coded(may_be.where(devices["in_use"]))
    spoken = [set(text.split(";")) for text in types_of_rules]
    of_kind = [_rules_of(set(types.split(";")), spoken) for types in kinds]
    starts = np.cumsum([0, *(len(rules) for rules in of_kind)])
    flat = np.array([pair for pairs in of_kind for pair in pairs], dtype=np.intp).reshape(-1, 2)
    count = np.append(np.diff(starts), 0)[kind[:-1]]
    device = np.repeat(np.arange(len(devices)), count)
    first = np.repeat(starts[kind[:-1]], count)
    within = np.arange(device.size) - np.repeat(np.cumsum(count) - count, count)
    rule, sure = flat[first + within].T
    return device, rule, sure.astype(bool)


def _rules_of(types: set[str], spoken: list[set[str]]) -> list[tuple[int, bool]]:
    return [(at, types <= named) for at, named in enumerate(spoken) if types & named]
