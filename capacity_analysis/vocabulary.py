"""What things are called: products, energy carriers and the industrial classification.

A vocabulary lets a department pick a name from a list, and the rest of the package work with stable
identifiers. It is not law; thresholds live in `standards`. Origins: data/vocabulary/SOURCES.md.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Protocol, TypeVar

from . import paths
from .errors import DataError, InputError
from .text import _, current_language

OUTPUT_UNITS = frozenset({"t", "m2", "m3", "m", "weight_box", "piece", "kWh", "GJ"})
CARRIER_UNITS = frozenset({"kg", "m3", "kWh", "MJ", "t"})

Rows = list[tuple[int, dict[str, str]]]
"""Records of a CSV file, each with its row number as a spreadsheet shows it."""


@dataclass(frozen=True)
class Product:
    """What a line makes, and the unit in which its output is counted."""

    product_id: str
    name: str
    name_en: str
    output_unit: str
    gb4754: str


@dataclass(frozen=True)
class Carrier:
    """A form in which energy reaches or leaves a line; amounts are kept in `base_unit`."""

    carrier_id: str
    name: str
    name_en: str
    base_unit: str


# Field names follow the header of the file; `class` is no name for a Python field.
@dataclass(frozen=True)
class IndustryClass:
    """A class (小类) of GB/T 4754—2017 with the section, division and group above it."""

    section: str
    section_name: str
    division: str
    division_name: str
    group: str
    group_name: str
    code: str
    name: str


@dataclass(frozen=True)
class EquipmentType:
    """A kind of production equipment that catalogues speak of."""

    type_id: str
    name: str
    name_en: str
    industry: str


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


class _Named(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def name_en(self) -> str: ...


_Entry = TypeVar("_Entry", EquipmentType, EquipmentAttribute, EquipmentUse)


@cache
def products() -> Mapping[str, Product]:
    """Return the products by id, in the order of the drop-down list.

    Examples
    --------
    >>> products()["clinker"].name
    '水泥熟料'

    """
    return read_products(paths.data() / "vocabulary" / "products.csv")


@cache
def carriers() -> Mapping[str, Carrier]:
    """Return the energy carriers by id, in the order of the drop-down list.

    Examples
    --------
    >>> carriers()["electricity"].base_unit
    'kWh'

    """
    return read_carriers(paths.data() / "vocabulary" / "carriers.csv")


@cache
def equipment_types() -> Mapping[str, EquipmentType]:
    """Return the types of equipment by id, in the order of the drop-down list.

    Examples
    --------
    >>> equipment_types()["blast_furnace"].name
    '炼铁高炉'

    """
    return _entries("equipment_types.csv", EquipmentType)


@cache
def equipment_attributes() -> Mapping[str, EquipmentAttribute]:
    """Return the attributes of equipment by id, in the order of the drop-down list.

    Examples
    --------
    >>> equipment_attributes()["effective_volume_m3"].unit
    'm3'

    """
    return _entries("equipment_attributes.csv", EquipmentAttribute)


@cache
def equipment_uses() -> Mapping[str, EquipmentUse]:
    """Return the uses of equipment by id, in the order of the drop-down list.

    Examples
    --------
    >>> equipment_uses()["cast_pipe"].name
    '铸铁管'

    """
    return _entries("equipment_uses.csv", EquipmentUse)


def names(vocabulary: str) -> Mapping[str, str]:
    """Return the Chinese names of a vocabulary (``products``, ``equipment_types`` …) by id."""
    return {key: entry.name for key, entry in _VOCABULARIES[vocabulary]().items()}


@cache
def industry_codes() -> Mapping[str, IndustryClass]:
    """Return the classes (小类) of GB/T 4754—2017 by their four digits.

    Examples
    --------
    >>> industry_codes()["3011"].division_name
    '非金属矿物制品业'

    """
    return read_industry_codes(paths.data() / "vocabulary" / "gb4754_2017.csv")


@cache
def product_ids() -> Mapping[str, str]:
    """Return the product id for every product id and every Chinese name."""
    return _ids(products())


@cache
def carrier_ids() -> Mapping[str, str]:
    """Return the carrier id for every carrier id and every Chinese name.

    Examples
    --------
    >>> carrier_ids()["电力"], carrier_ids()["electricity"]
    ('electricity', 'electricity')

    """
    return _ids(carriers())


@cache
def _industry_names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for industry in industry_codes().values():
        names[industry.section] = industry.section_name
        names[industry.division] = industry.division_name
        names[industry.group] = industry.group_name
        names[industry.code] = industry.name
    return MappingProxyType(names)


def product_name(product_id: str) -> str:
    """Return the name of a product in the language in use.

    Raises
    ------
    InputError
        If the vocabulary has no such product.

    """
    if product_id not in products():
        raise InputError(_("产品词表中没有“{name}”。").format(name=product_id))
    return _shown(products()[product_id])


def carrier_name(carrier_id: str) -> str:
    """Return the name of an energy carrier in the language in use.

    Raises
    ------
    InputError
        If the vocabulary has no such carrier.

    """
    if carrier_id not in carriers():
        raise InputError(_("能源品种词表中没有“{name}”。").format(name=carrier_id))
    return _shown(carriers()[carrier_id])


def unit_name(unit: str) -> str:
    """Return a unit in the reader's words: ``kgce/t`` is 千克标准煤/吨.

    Examples
    --------
    >>> unit_name("kgce/重量箱"), unit_name("t")
    ('千克标准煤/重量箱', '吨')

    """
    names = {
        "kgce": _("千克标准煤"), "gce": _("克标准煤"), "kgoe": _("千克标准油"), "kWh": _("千瓦时"), "t": _("吨"),
        "m²": _("平方米"), "m2": _("平方米"), "m3": _("立方米"), "m³": _("立方米"), "m": _("米"), "GJ": _("吉焦"),
        "重量箱": _("重量箱"), "weight_box": _("重量箱"), "piece": _("件"), "kg": _("千克"),
        "MJ": _("兆焦"), "kJ": _("千焦"), "(t·能量因数)": _("（吨·能量因数）"), "tce": _("吨标准煤"), "kgCO2": _("千克二氧化碳"),
        "cny": _("元"), "mu": _("亩"), "person": _("人"),
    }  # fmt: skip
    return "/".join(names.get(part, part) for part in unit.split("/"))


def industry_name(code: str) -> str:
    """Return the Chinese name of a section, division, group or class of GB/T 4754—2017.

    Raises
    ------
    InputError
        If the classification has no such code.

    Examples
    --------
    >>> industry_name("31"), industry_name("3011")
    ('黑色金属冶炼和压延加工业', '水泥制造')

    """
    if code not in _industry_names():
        raise InputError(_("国民经济行业分类中没有代码“{code}”。").format(code=code))
    return _industry_names()[code]


def read_products(path: Path) -> Mapping[str, Product]:
    """Read a table of products, refusing every defect at once."""
    rows, defects = read_table(path, [field.name for field in fields(Product)])
    found = {row["product_id"]: Product(**row) for _line, row in rows}
    defects += _unknown(path, rows, "output_unit", OUTPUT_UNITS)
    defects += _unknown(path, rows, "gb4754", industry_codes().keys())
    _refuse(path, rows, defects, unique=("product_id", "name"))
    return MappingProxyType(found)


def read_carriers(path: Path) -> Mapping[str, Carrier]:
    """Read a table of energy carriers, refusing every defect at once."""
    rows, defects = read_table(path, [field.name for field in fields(Carrier)])
    found = {row["carrier_id"]: Carrier(**row) for _line, row in rows}
    defects += _unknown(path, rows, "base_unit", CARRIER_UNITS)
    _refuse(path, rows, defects, unique=("carrier_id", "name"))
    return MappingProxyType(found)


def _entries(file: str, entry: type[_Entry]) -> Mapping[str, _Entry]:
    """Read a vocabulary of equipment, refusing every defect at once; its first column is the id."""
    path = paths.data() / "vocabulary" / file
    columns = [field.name for field in fields(entry)]
    rows, defects = read_table(path, columns)
    _refuse(path, rows, defects, unique=(columns[0], "name"))
    return MappingProxyType({row[columns[0]]: entry(**row) for _line, row in rows})


def read_industry_codes(path: Path) -> Mapping[str, IndustryClass]:
    """Read the industrial classification, refusing every defect at once."""
    names = [field.name for field in fields(IndustryClass)]
    rows, defects = read_table(path, [*names[:-2], "class", "class_name"])
    _refuse(path, rows, defects, unique=("class", "class_name"))
    # Some names of the list as published end in a space; the file is kept as it came.
    found = [IndustryClass(*(text.strip() for text in row.values())) for _line, row in rows]
    return MappingProxyType({industry.code: industry for industry in found})


def read_table(path: Path, columns: Sequence[str], *, label: str = "") -> tuple[Rows, list[str]]:
    """Read a CSV file whose header must be exactly `columns`.

    Parameters
    ----------
    path : pathlib.Path
        A UTF-8 file.
    columns : sequence of str
        The columns, in their order.
    label : str, optional
        What to call the file in a defect; its name by default.

    Returns
    -------
    rows : list of (int, dict)
        Each record with its number as a spreadsheet shows it (the header is row 1).
    defects : list of str
        One line for each defect. A file with a wrong header gives no rows.

    """
    label = label or path.name
    try:
        with path.open(encoding="utf-8", newline="") as file:
            records = list(csv.reader(file, strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        return [], [f"{label}: cannot be read as a UTF-8 CSV file: {error}"]
    header = records[0] if records else []
    if defects := list(_header_defects(label, header, columns)):
        return [], defects
    rows: Rows = []
    for number, record in enumerate(records[1:], start=2):
        if len(record) != len(columns):
            defects.append(f"{label} row {number}: {len(record)} cells, not {len(columns)}")
        else:
            rows.append((number, dict(zip(columns, record, strict=True))))
    return rows, defects


def _header_defects(label: str, header: list[str], columns: Sequence[str]) -> Iterator[str]:
    yield from (f"{label}: unknown column {name!r}" for name in header if name not in columns)
    yield from (f"{label}: missing column {name!r}" for name in columns if name not in header)
    if set(header) == set(columns) and header != list(columns):
        yield f"{label}: columns must come once each, as {', '.join(columns)}"


def _unknown(path: Path, rows: Rows, column: str, known: Collection[str]) -> list[str]:
    return [
        f"{path.name} row {number} {column}: unknown {row[column]!r}"
        for number, row in rows
        if row[column] and row[column] not in known
    ]


def _refuse(path: Path, rows: Rows, defects: list[str], *, unique: Sequence[str]) -> None:
    """Raise what is wrong with a vocabulary; ids and names must not stand for two things."""
    for number, row in rows:
        defects += [f"{path.name} row {number} {c}: empty" for c, text in row.items() if not text]
    first: dict[str, int] = {}
    for number, row in rows:
        for text in {row[column] for column in unique} - {""}:
            if first.setdefault(text, number) != number:
                defects.append(
                    f"{path.name} row {number}: {text!r} stands in row {first[text]} too"
                )
    if defects:
        raise DataError("\n".join(defects))


def _ids(entries: Mapping[str, _Named]) -> Mapping[str, str]:
    return MappingProxyType(
        {key: entry_id for entry_id, entry in entries.items() for key in (entry_id, entry.name)}
    )


def _shown(entry: _Named) -> str:
    return entry.name_en if current_language() == "en" else entry.name


_VOCABULARIES: Mapping[str, Callable[[], Mapping[str, _Named]]] = {
    "products": products,
    "carriers": carriers,
    "equipment_types": equipment_types,
    "equipment_attributes": equipment_attributes,
    "equipment_uses": equipment_uses,
}
