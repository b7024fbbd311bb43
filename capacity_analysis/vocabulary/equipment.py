"""Equipment: its types, the attributes by which entries of a catalogue tell it apart, its uses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from .. import paths
from .products import products
from .reading import read_table, refuse, unknown

_CHOICES = {"listed": frozenset({"yes", "no"}), "kind": frozenset({"number", "flag", "text"})}


@dataclass(frozen=True)
class EquipmentType:
    """A kind of production equipment; `listed` says whether an entry of a catalogue names it.

    The others are ordinary: with them an enterprise can say what it has that no entry names.
    """

    type_id: str
    name: str
    name_en: str
    industry: str
    listed: str  # yes | no


@dataclass(frozen=True)
class EquipmentAttribute:
    """A quantity or fact by which catalogues tell equipment apart; its name holds the unit."""

    attribute_id: str
    name: str
    name_en: str
    unit: str
    kind: str  # number | flag | text


@dataclass(frozen=True)
class EquipmentUse:
    """What a piece of equipment is used for, where a catalogue treats uses differently."""

    use_id: str
    name: str
    name_en: str


_Entry = TypeVar("_Entry", EquipmentType, EquipmentAttribute, EquipmentUse)


@cache
def equipment_types() -> Mapping[str, EquipmentType]:
    """Return the types of equipment by id, in the order of the drop-down list.

    Examples
    --------
    >>> equipment_types()["blast_furnace"].name
    '炼铁高炉'

    """
    return read_equipment(_folder() / "equipment_types.csv", EquipmentType)


@cache
def equipment_attributes() -> Mapping[str, EquipmentAttribute]:
    """Return the attributes of equipment by id, in the order of the drop-down list.

    Examples
    --------
    >>> equipment_attributes()["effective_volume_m3"].unit
    'm3'

    """
    return read_equipment(_folder() / "equipment_attributes.csv", EquipmentAttribute)


@cache
def equipment_uses() -> Mapping[str, EquipmentUse]:
    """Return the uses of equipment by id, in the order of the drop-down list.

    Examples
    --------
    >>> equipment_uses()["cast_pipe"].name
    '铸铁管'

    """
    return read_equipment(_folder() / "equipment_uses.csv", EquipmentUse)


@cache
def equipment_of_products() -> Mapping[str, str]:
    """Return the type of equipment for each product that cannot be made without it.

    A product that several types make, some of them outdated (clinker, lime), is not among them.

    Examples
    --------
    >>> equipment_of_products()["blast_furnace_iron"]
    'blast_furnace'

    """
    return read_equipment_of_products(_folder() / "equipment_of_products.csv")


def read_equipment(path: Path, entry: type[_Entry]) -> Mapping[str, _Entry]:
    """Read types, attributes or uses, refusing every defect at once; the first column is the id."""
    columns = [field.name for field in fields(entry)]
    rows, defects = read_table(path, columns)
    for column, known in _CHOICES.items():
        defects += unknown(path, rows, column, known) if column in columns else []
    refuse(path, rows, defects, unique=(columns[0], "name"))
    return MappingProxyType({row[columns[0]]: entry(**row) for _line, row in rows})


def read_equipment_of_products(path: Path) -> Mapping[str, str]:
    """Read which equipment a product implies, refusing every defect at once."""
    rows, defects = read_table(path, ["product_id", "type_id"])
    defects += unknown(path, rows, "product_id", products())
    defects += unknown(path, rows, "type_id", equipment_types())
    refuse(path, rows, defects, unique=("product_id",))
    return MappingProxyType({row["product_id"]: row["type_id"] for _line, row in rows})


def _folder() -> Path:
    return paths.data() / "vocabulary"
