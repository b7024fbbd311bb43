"""Products, and the forms of energy that lines use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType

from .. import paths
from ..errors import InputError
from ..text import _
from .industries import industry_codes
from .reading import ids_of, read_table, refuse, shown, unknown

OUTPUT_UNITS = frozenset({"t", "m2", "m3", "m", "weight_box", "piece", "kWh", "GJ"})
CARRIER_UNITS = frozenset({"kg", "m3", "kWh", "MJ", "t"})


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
def product_ids() -> Mapping[str, str]:
    """Return the product id for every product id and every Chinese name."""
    return ids_of(products())


@cache
def carrier_ids() -> Mapping[str, str]:
    """Return the carrier id for every carrier id and every Chinese name.

    Examples
    --------
    >>> carrier_ids()["电力"], carrier_ids()["electricity"]
    ('electricity', 'electricity')

    """
    return ids_of(carriers())


def product_name(product_id: str) -> str:
    """Return the name of a product in the language in use.

    Raises
    ------
    InputError
        If the vocabulary has no such product.

    """
    if product_id not in products():
        raise InputError(_("产品词表中没有“{name}”。").format(name=product_id))
    return shown(products()[product_id])


def carrier_name(carrier_id: str) -> str:
    """Return the name of an energy carrier in the language in use.

    Raises
    ------
    InputError
        If the vocabulary has no such carrier.

    """
    if carrier_id not in carriers():
        raise InputError(_("能源品种词表中没有“{name}”。").format(name=carrier_id))
    return shown(carriers()[carrier_id])


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
        "cny": _("元"), "mu": _("亩"), "person": _("人"), "d": _("天"), "a": _("年"), "h": _("小时"),
        "万t": _("万吨"), "万m": _("万米"), "万m2": _("万平方米"), "万m3": _("万立方米"), "kVA": _("千伏安"),
        "kA": _("千安"), "MW": _("兆瓦"), "mm": _("毫米"), "V": _("伏"), "A": _("安"),
    }  # fmt: skip
    return "/".join(names.get(part, part) for part in unit.split("/"))


def read_products(path: Path) -> Mapping[str, Product]:
    """Read a table of products, refusing every defect at once."""
    rows, defects = read_table(path, [field.name for field in fields(Product)])
    found = {row["product_id"]: Product(**row) for _line, row in rows}
    defects += unknown(path, rows, "output_unit", OUTPUT_UNITS)
    defects += unknown(path, rows, "gb4754", industry_codes().keys())
    refuse(path, rows, defects, unique=("product_id", "name"))
    return MappingProxyType(found)


def read_carriers(path: Path) -> Mapping[str, Carrier]:
    """Read a table of energy carriers, refusing every defect at once."""
    rows, defects = read_table(path, [field.name for field in fields(Carrier)])
    found = {row["carrier_id"]: Carrier(**row) for _line, row in rows}
    defects += unknown(path, rows, "base_unit", CARRIER_UNITS)
    refuse(path, rows, defects, unique=("carrier_id", "name"))
    return MappingProxyType(found)
