"""The table of words is sound, and an unsound one is refused with every defect at once."""

from __future__ import annotations

import pytest

from capacity_analysis import vocabulary
from capacity_analysis.analysis.equipment_words import (
    COLUMNS,
    DIAMETER,
    equipment_words,
    read_equipment_words,
)
from capacity_analysis.errors import DataError


def test_a_number_counts_in_the_unit_of_the_attribute_that_it_becomes():
    units = {unit.unit for unit in equipment_words().units}
    attributes = vocabulary.equipment_attributes()
    for (_type_id, unit), attribute in equipment_words().measures.items():
        if unit == DIAMETER:
            assert attributes[attribute].unit in ("m", "mm")
        else:
            assert unit in units
            # A boiler or cupola of 4 tonnes is one of 4 tonnes an hour.
            same = attributes[attribute].unit == unit
            assert same or (unit, attributes[attribute].unit) == ("t", "t/h")


def test_a_use_is_implied_by_one_product_only_once():
    uses = equipment_words().uses
    assert uses["submerged_arc_furnace", "ferrosilicon"] == "ferrosilicon"
    assert ("blast_furnace", "blast_furnace_iron") not in uses


def test_every_defect_of_a_table_of_words_is_reported_at_once(tmp_path):
    path = tmp_path / "words.csv"
    rows = ["type,高炉,no_such_type,,,,,", "noun,高炉,,,,,,", "measure,,,,no_such_attribute,m3,,"]
    path.write_text("\n".join([",".join(COLUMNS), *rows]) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_equipment_words(path)
    assert str(refused.value).splitlines() == [
        "words.csv row 2 types: unknown 'no_such_type'",
        "words.csv row 3 kind: unknown 'noun'",
        "words.csv row 4 attribute_id: unknown 'no_such_attribute'",
    ]
