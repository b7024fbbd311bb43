"""What things are called: products, energy carriers, the industrial classification, equipment.

A vocabulary lets a department pick a name from a list, and the rest of the package work with stable
identifiers. It is not law; thresholds live in `standards`. Origins: data/vocabulary/SOURCES.md.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from .equipment import (
    EquipmentAttribute,
    EquipmentType,
    EquipmentUse,
    equipment_attributes,
    equipment_of_products,
    equipment_types,
    equipment_uses,
    read_equipment,
    read_equipment_of_products,
)
from .industries import IndustryClass, industry_codes, industry_name, read_industry_codes
from .products import (
    CARRIER_UNITS,
    OUTPUT_UNITS,
    Carrier,
    Product,
    carrier_ids,
    carrier_name,
    carriers,
    product_ids,
    product_name,
    products,
    read_carriers,
    read_products,
    unit_name,
)
from .reading import Named, Rows, read_table

__all__ = [
    "CARRIER_UNITS",
    "OUTPUT_UNITS",
    "Carrier",
    "EquipmentAttribute",
    "EquipmentType",
    "EquipmentUse",
    "IndustryClass",
    "Product",
    "Rows",
    "carrier_ids",
    "carrier_name",
    "carriers",
    "equipment_attributes",
    "equipment_of_products",
    "equipment_types",
    "equipment_uses",
    "industry_codes",
    "industry_name",
    "names",
    "product_ids",
    "product_name",
    "products",
    "read_carriers",
    "read_equipment",
    "read_equipment_of_products",
    "read_industry_codes",
    "read_products",
    "read_table",
    "unit_name",
]

_VOCABULARIES: Mapping[str, Callable[[], Mapping[str, Named]]] = {
    "products": products,
    "carriers": carriers,
    "equipment_types": equipment_types,
    "equipment_attributes": equipment_attributes,
    "equipment_uses": equipment_uses,
}


def names(vocabulary: str) -> Mapping[str, str]:
    """Return the Chinese names of a vocabulary (``products``, ``equipment_types`` …) by id."""
    return {key: entry.name for key, entry in _VOCABULARIES[vocabulary]().items()}
