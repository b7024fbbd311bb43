"""Where the equipment of a ledger comes from, and what counts where two places speak of it."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from capacity_analysis import paths, vocabulary
from capacity_analysis.analysis import equipment
from capacity_analysis.analysis.equipment_words import equipment_words
from capacity_analysis.ledger import read_ledger

DAY = dt.date(2022, 9, 10)
VOLUME = "effective_volume_m3"
LINE = {
    "enterprise_id": "甲", "line_id": "1号", "line_name": None, "product_id": "blast_furnace_iron",
    "status": "operating", "approved_on": None, "started_on": None, "retired_on": None,
    "specification": None, "enterprise_code": 0, "capacity_quantity": None,
}  # fmt: skip
REPORTED = {
    "enterprise_id": "甲", "line_code": 0, "equipment_id": "1#", "name": None,
    "equipment_type": "blast_furnace", "model": None, "use": None, "attribute": None, "value": None,
    "quantity": None, "approved_on": None, "commissioned_on": None, "status": "in_use",
    "dismantled_on": None, "exception_papers": None, "enterprise_code": 0,
}  # fmt: skip
PARAMETER = {"equipment_code": 0, "attribute": VOLUME, "value": None, "value_text": None}


def frame(default, rows, days=(), numbers=()):
    table = pd.DataFrame([default | row for row in rows], columns=list(default))
    table["row"] = range(2, len(rows) + 2)
    kinds = dict.fromkeys(days, "datetime64[ms]") | dict.fromkeys(numbers, float)
    texts = [
        name for name in default if name not in kinds and not isinstance(default[name], int)
    ]  # fmt: skip
    codes = [name for name in default if isinstance(default[name], int)]
    return table.astype(kinds | dict.fromkeys(texts, "str") | dict.fromkeys(codes, int))


def of(lines, reported=(), parameters=(), as_of=DAY, data_as_of=None):
    """Return the equipment of a ledger of these rows."""
    of_lines = frame(
        LINE, lines, ("approved_on", "started_on", "retired_on"), ["capacity_quantity"]
    )
    machines = frame(
        REPORTED, list(reported), ("approved_on", "commissioned_on", "dismantled_on"), ["value"]
    )
    machines["quantity"] = machines["quantity"].astype("float").astype("Int64")
    tables = {
        "lines": of_lines.assign(line_code=range(len(of_lines))),
        "equipment": machines.assign(equipment_code=range(len(machines))),
        "equipment_parameters": frame(PARAMETER, list(parameters), numbers=["value"]),
    }
    return equipment.of(
        tables, equipment_words(), vocabulary.equipment_of_products(), as_of, data_as_of
    )


def its(found, code=0):
    rows = found.values[found.values["device_code"] == code]
    return dict(zip(rows["attribute"].astype(object), rows["value"], strict=True))


def kinds(found):
    table = found.devices[["equipment_type", "origin"]].astype(object)
    return [tuple(None if pd.isna(each) else each for each in row) for row in table.to_numpy()]


def test_what_is_reported_counts_and_the_specification_of_its_line_is_left_alone():
    found = of([{"specification": "450立方米高炉"}], [{"attribute": VOLUME, "value": 380}])
    assert kinds(found) == [("blast_furnace", "reported")]
    assert its(found) == {VOLUME: 380}


def test_a_line_that_lists_only_its_boiler_still_has_the_furnace_of_its_specification():
    boiler = {"equipment_type": "coal_boiler", "attribute": None, "value": None}
    found = of([{"specification": "450立方米高炉"}], [boiler])
    assert kinds(found) == [("coal_boiler", "reported"), ("blast_furnace", "parsed")]
    assert its(found, 1) == {VOLUME: 450}


def test_a_specification_that_leaves_the_listed_type_open_adds_nothing():
    kiln = {"equipment_type": "new_dry_process_kiln", "attribute": None, "value": None}
    line = {"product_id": "clinker", "line_name": "1号窑", "specification": "Φ4.0×60m回转窑"}
    assert kinds(of([line], [kiln])) == [("new_dry_process_kiln", "reported")]


def test_a_line_without_equipment_is_read_from_its_specification():
    found = of([{"specification": "450立方米高炉"}])
    assert kinds(found) == [("blast_furnace", "parsed")]
    assert its(found) == {VOLUME: 450}
    assert found.values[["row_table", "row", "field", "origin"]].to_numpy().tolist() == [
        ["lines", 2, "specification", "parsed"]
    ]
    assert found.parses[["text", "outcome"]].to_numpy().tolist() == [["450立方米高炉", "parsed"]]


def test_where_the_specification_says_nothing_the_name_of_the_line_is_read_without_brackets():
    line = {"product_id": "eaf_steel_up_to_30", "line_name": "电弧炉钢（公称容量≤30吨）1号电炉"}
    found = of([line])
    assert kinds(found) == [("electric_arc_furnace", "parsed")]
    assert its(found) == {}
    assert found.parses["field"].tolist() == ["line_name"]


def test_a_line_that_says_nothing_has_the_equipment_that_its_product_implies():
    found = of([{"specification": "1号"}, {"product_id": "garments", "line_name": "1车间"}])
    assert kinds(found) == [("blast_furnace", "product")]
    assert its(found) == {}


def test_a_specification_of_nothing_known_leaves_a_device_of_no_type():
    found = of([{"product_id": "ready_mixed_concrete", "specification": "HZS180搅拌站"}])
    assert kinds(found) == [(None, "parsed")]
    assert found.parses["outcome"].tolist() == ["unknown"]


def test_an_ambiguous_specification_leaves_the_type_open_and_names_what_it_may_be():
    found = of([{"product_id": "clinker", "specification": "Φ3.2×52m回转窑"}])
    assert kinds(found) == [(None, "parsed")]
    assert set(found.devices["candidates"].item().split(";")) == {
        "new_dry_process_kiln", "dry_hollow_kiln", "lepol_kiln", "wet_kiln",
    }  # fmt: skip
    assert its(found) == {"diameter_m": 3.2}
    assert found.parses["outcome"].tolist() == ["ambiguous"]


def test_a_blank_type_is_read_from_the_name_on_the_plate_and_its_number_too():
    found = of([{}], [{"equipment_type": None, "name": "450立方高炉"}])
    assert kinds(found) == [("blast_furnace", "reported")]
    assert its(found) == {VOLUME: 450}


@pytest.mark.parametrize(("value", "expected"), [(450, {VOLUME: 450}), (380, {})])
def test_a_value_that_contradicts_the_name_on_the_plate_is_not_taken(value, expected):
    machine = {"name": "450立方高炉", "attribute": VOLUME, "value": value}
    found = of([{}], [machine])
    assert its(found) == expected
    assert found.parses["outcome"].tolist() == ["parsed" if expected else "ambiguous"]


def test_a_number_in_a_name_of_another_type_is_not_taken():
    found = of([{}], [{"equipment_type": "converter", "name": "450立方高炉"}])
    assert its(found) == {}


def test_further_parameters_count_and_two_that_differ_give_none():
    further = [{"value": 380}, {"attribute": "voltage_rating_v", "value_text": "380/660"}]
    found = of([{}], [{}], further)
    assert its(found)[VOLUME] == 380
    assert found.values["value_text"].dropna().tolist() == ["380/660"]
    assert its(of([{}], [{"attribute": VOLUME, "value": 400}], [{"value": 380}])) == {}


@pytest.mark.parametrize(
    ("status", "dismantled_on", "described", "in_use"),
    [
        ("in_use", None, None, True),
        ("idle", None, None, True),
        ("sealed", None, None, True),
        ("dismantled", None, None, False),
        ("dismantled", dt.date(2022, 9, 9), None, False),
        # The ledger of the end of 2022 calls it gone; on the day it still stood.
        ("dismantled", dt.date(2022, 11, 30), dt.date(2022, 12, 31), True),
    ],
)
def test_only_dismantled_equipment_is_out_of_use(status, dismantled_on, described, in_use):
    machine = {"status": status, "dismantled_on": dismantled_on}
    assert of([{}], [machine], data_as_of=described).devices["in_use"].tolist() == [in_use]


def test_equipment_of_a_line_out_of_operation_is_not_in_use_and_that_of_an_idle_line_is():
    lines = [{"status": "retired"}, {"status": "idle"}, {"status": "construction"}]
    found = of(lines, [{"line_code": at} for at in range(3)] + [{"line_code": -1}])
    assert found.devices["in_use"].tolist() == [False, True, False, True]


def test_dates_come_from_the_line_unless_the_equipment_is_younger_than_it():
    line = {"approved_on": dt.date(2010, 5, 1), "started_on": dt.date(2012, 1, 1)}
    machines = [
        {},
        {"commissioned_on": dt.date(2021, 3, 1)},
        {"approved_on": dt.date(2020, 7, 1)},
        {"line_code": -1},
    ]
    found = of([line], machines).devices
    assert found["approved_on"].dt.year.fillna(0).astype(int).tolist() == [2010, 0, 2020, 0]
    assert found["commissioned_on"].dt.year.fillna(0).astype(int).tolist() == [2012, 2021, 2012, 0]


def test_the_product_of_the_line_says_the_use_where_it_leaves_only_one():
    found = of(
        [
            {"product_id": "ferrosilicon", "specification": "12500千伏安矿热炉"},
            {"specification": "450立方高炉"},
            {"specification": "锰铁高炉"},
        ]
    )
    assert found.devices["use"].astype(object).fillna("").tolist() == [
        "ferrosilicon", "", "ferromanganese",
    ]  # fmt: skip


def test_a_reported_use_is_kept():
    found = of([{"product_id": "ferrosilicon"}], [
        {"equipment_type": "submerged_arc_furnace", "use": "special_ferroalloy"}])  # fmt: skip
    assert found.devices["use"].tolist() == ["special_ferroalloy"]


def test_the_yearly_capacity_of_a_line_counts_for_the_one_device_that_stands_for_it():
    tiles = {"product_id": "ceramic_tile_absorption_over_10", "capacity_quantity": 1_150_000.0}
    found = of([tiles | {"specification": "辊道窑260m"}])
    # 1,150,000 m² a year are 115 units of 10,000 m².
    assert its(found) == {"capacity_10k_m2_per_year": 115.0}
    assert found.values["field"].tolist() == ["capacity"]
    twice = {
        "product_id": "converter_steel",
        "capacity_quantity": 1e6,
        "specification": "2×30t转炉",
    }
    assert its(of([twice])) == {"nominal_capacity_t": 30.0}


def test_a_ledger_without_lines_has_no_equipment():
    found = of([])
    assert found.devices.empty and found.values.empty and found.parses.empty


def test_every_specification_of_the_sample_ledger_is_read_or_honestly_reported():
    ledger = read_ledger(paths.sample_ledger())
    found = equipment.of(ledger.tables, equipment_words(), vocabulary.equipment_of_products(), DAY)
    specified = ledger["lines"]["specification"].dropna()
    alone = ~ledger["lines"]["line_code"].isin(ledger["equipment"]["line_code"])
    told = set(found.parses["text"].astype(object))
    assert set(specified[alone]) <= told
    for _at, each in found.parses[found.parses["value"].notna()].iterrows():
        assert any(digit in each["text"] for digit in "0123456789")
    ambiguous = found.parses[found.parses["outcome"] == "ambiguous"]
    assert ambiguous["candidates"].notna().sum() > 0


def test_a_name_of_another_type_than_the_one_reported_is_left_to_the_analyst():
    found = of([{}], [{"equipment_type": "converter", "name": "450立方高炉"}])
    assert kinds(found) == [("converter", "reported"), ("blast_furnace", "product")]
    assert found.parses["outcome"].tolist() == ["ambiguous"]
