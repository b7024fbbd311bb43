"""How the names of real workbooks are read, and that nothing is read that does not stand there."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis.equipment_names import parse
from capacity_analysis.analysis.equipment_text import folded
from capacity_analysis.analysis.equipment_words import equipment_words

VOLUME, TONNES, KVA = "effective_volume_m3", "nominal_capacity_t", "transformer_capacity_kva"


def read(text, product=""):
    return parse(text, product, equipment_words())


@pytest.mark.parametrize(
    ("text", "product", "type_id", "its"),
    [
        ("450立方高炉", "", "blast_furnace", {VOLUME: 450}),
        ("450m³高炉", "", "blast_furnace", {VOLUME: 450}),
        ("1080立方米高炉", "blast_furnace_iron", "blast_furnace", {VOLUME: 1080}),
        ("炼铁高炉（有效容积1,080 m3）", "", "blast_furnace", {VOLUME: 1080}),
        ("４５０ ㎥ 高炉", "", "blast_furnace", {VOLUME: 450}),
        ("高炉 450立米", "", "blast_furnace", {VOLUME: 450}),
        ("高炉", "", "blast_furnace", {}),
        ("30吨转炉", "converter_steel", "converter", {TONNES: 30}),
        ("30t转炉", "converter_steel", "converter", {TONNES: 30}),
        ("35.5吨氧气转炉", "converter_steel", "converter", {TONNES: 35.5}),
        ("20吨电弧炉", "eaf_steel_up_to_30", "electric_arc_furnace", {TONNES: 20}),
        ("20吨电炉", "eaf_steel_up_to_30", "electric_arc_furnace", {TONNES: 20}),
        ("Φ3.2×52m 回转窑", "lime", "lime_rotary_kiln", {}),
        ("Φ3.2×52m干法中空窑", "clinker", "dry_hollow_kiln", {"diameter_m": 3.2}),
        ("Φ3.0×11m机立窑", "clinker", "cement_shaft_kiln", {"diameter_m": 3}),
        ("Φ2.4×8m球磨机", "cement", "cement_mill", {"diameter_m": 2.4}),
        ("Φ2400×8000mm球磨机", "cement", "cement_mill", {"diameter_m": 2.4}),
        ("φ2.4mx8m 水泥磨", "", "cement_mill", {"diameter_m": 2.4}),
        ("2.4×8m球磨机", "cement", "cement_mill", {"diameter_m": 2.4}),
        ("Φ4.2×13m球磨机带辊压机", "cement", "cement_mill", {"diameter_m": 4.2}),
        ("4.3米捣固焦炉", "", "stamp_charged_coke_oven", {"chamber_height_m": 4.3}),
        ("10000千伏安开放式炉", "calcium_carbide", "open_carbide_furnace", {KVA: 10000}),
        ("33MVA密闭电石炉", "", "closed_carbide_furnace", {KVA: 33000}),
        ("3.3万千伏安密闭炉", "calcium_carbide", "closed_carbide_furnace", {KVA: 33000}),
        (
            "12500kVA半封闭式矿热炉",
            "silicomanganese",
            "semi_closed_submerged_arc_furnace",
            {KVA: 12500},
        ),
        ("300千安预焙槽", "", "prebaked_cell", {"cell_current_ka": 300}),
        ("90平方米带式烧结机", "sinter", "sintering_machine", {"sintering_area_m2": 90}),
        ("5吨/小时冲天炉", "", "cupola", {"melting_rate_t_per_h": 5}),
        ("10吨/小时燃煤链条炉", "", "coal_boiler", {"steam_rate_t_per_h": 10}),
        ("每小时10吨生物质锅炉", "", "biomass_boiler", {"steam_rate_t_per_h": 10}),
        ("900吨/天浮法", "flat_glass_over_800", "float_glass_line", {"capacity_t_per_day": 900}),
        ("新型干法窑，日产2500吨", "clinker", "new_dry_process_kiln", {"capacity_t_per_day": 2500}),
        ("50吨固定式反射炉", "recycled_copper", "recycled_copper_reverberatory", {TONNES: 50}),
        ("15兆瓦抽凝机组", "coal_power", "coal_power_unit", {"unit_capacity_mw": 15}),
        ("横列式线材轧机", "", "cross_country_section_mill", {}),
        ("硫铁矿制酸", "", "pyrite_acid_plant", {}),
        ("机械化立窑", "lime", "mechanised_lime_shaft_kiln", {}),
        ("机械化立窑", "clinker", "cement_shaft_kiln", {}),
        ("24门轮窑", "sintered_brick", "annular_brick_kiln", {}),
    ],
)
def test_a_plain_name_gives_type_and_attribute(text, product, type_id, its):
    found = read(text, product)
    assert (found.type_id, dict(found.values), found.outcome) == (type_id, its, "parsed")


@pytest.mark.parametrize(
    ("text", "count", "number"), [("2×30t转炉", 2, 30), ("2*30吨转炉", 2, 30), ("30吨转炉", 1, 30)]
)
def test_several_equal_pieces_are_counted_and_each_has_the_size(text, count, number):
    found = read(text, "converter_steel")
    assert (found.quantity, dict(found.values)) == (count, {TONNES: number})


@pytest.mark.parametrize(
    ("text", "product", "candidates"),
    [
        (
            "机械化立窑",
            "",
            {"cement_shaft_kiln", "mechanised_lime_shaft_kiln", "primitive_brick_kiln"},
        ),
        (
            "回转窑",
            "clinker",
            {"new_dry_process_kiln", "dry_hollow_kiln", "lepol_kiln", "wet_kiln"},
        ),
        ("4吨/小时燃煤锅炉", "liquor", {"coal_boiler", "fixed_grate_coal_boiler"}),
        ("1吨中频炉", "iron_castings", {"induction_furnace", "aluminium_shell_induction_furnace"}),
        ("30吨转炉、450立方高炉", "", {"converter", "blast_furnace"}),
    ],
)
def test_a_name_that_may_mean_several_types_is_reported_with_all_of_them(text, product, candidates):
    found = read(text, product)
    assert (found.type_id, found.outcome, set(found.types)) == ("", "ambiguous", candidates)


@pytest.mark.parametrize(
    ("text", "may_be"),
    [
        ("450立方高炉、580立方高炉", "450;580"),
        ("400-450m3高炉", "450"),
        ("400～450立方高炉", "450"),
        ("约450立方高炉", "450"),
        ("450立方以下高炉", "450"),
        ("≤450m3高炉", "450"),
        ("高炉1 450m3", "1450"),  # number 1 of 450, or 1450
        ("高炉1，450m3", "1450"),
    ],
)
def test_a_number_that_is_not_one_exact_number_is_reported_and_not_taken(text, may_be):
    found = read(text)
    assert (found.type_id, found.values, found.outcome) == ("blast_furnace", (), "ambiguous")
    assert found.unsure == ((VOLUME, may_be),)


@pytest.mark.parametrize(
    "text",
    ["450立方高炉（已拆除）", "450立方高炉改1080立方高炉", "拟建1080立方高炉", "原450立方高炉"],
)
def test_equipment_that_may_be_gone_or_not_yet_there_is_left_to_the_analyst(text):
    found = read(text)
    assert (found.type_id, found.values, found.outcome) == ("", (), "ambiguous")


@pytest.mark.parametrize(
    "text",
    ["", "露天开采", "高炉煤气", "回转炉", "HZS180搅拌站", "1800吨挤压机", "原料堆场", "450立方米"],
)
def test_a_name_of_nothing_known_is_said_to_be_unknown(text):
    assert read(text).outcome == "unknown"


@pytest.mark.parametrize(
    "text",
    [
        "高炉 450立方米/分鼓风",
        "高炉出铁口3m",
        "年产30万吨高炉",
        "A450高炉",
        "高炉（450）",
        "1450.高炉",
        "2×450高炉",
    ],
)
def test_a_number_in_another_unit_or_in_none_is_no_volume(text):
    found = read(text)
    assert found.type_id == "blast_furnace"
    assert VOLUME not in dict(found.values)


def test_a_word_means_something_for_its_products_only():
    assert read("Φ2.4×8m球磨机", "other_by_weight").outcome == "unknown"
    assert read("450立方高炉", "other_by_weight").type_id == "blast_furnace"


@pytest.mark.parametrize(
    ("text", "product"),
    [
        ("5000kVA电炉", "copper_cathode_from_anode"),  # holds anodes, smelts no copper
        ("贫化电炉", "copper_cathode_from_concentrate"),  # cleans slag
        ("反射炉", "copper_anode_from_concentrate"),  # may refine anodes
        ("Φ2.4×7m生料球磨机", "cement"),
        ("Φ2.4×4.75m煤球磨机", "cement"),
        ("水平拉床", ""),
        ("马弗炉", "crude_zinc"),  # stands in every laboratory
        ("50立方米横罐", "crude_zinc"),
        ("500kW柴油发电机组", "coal_power"),
        ("7.5MW余热发电机组", "clinker"),
        ("10t/h燃煤锅炉引风机", ""),
        ("燃煤锅炉给水泵", ""),
        ("高炉水渣微粉线", "other_by_weight"),
        ("焦炉气制甲醇装置", "methanol_coke_oven_gas"),
        ("5吨电弧炉", "refractories"),  # fuses magnesia
    ],
)
def test_what_only_sounds_like_outdated_equipment_is_not_taken_for_it(text, product):
    assert read(text, product).outcome == "unknown"


@pytest.mark.parametrize(
    ("text", "product", "candidates"),
    [
        ("普通立窑", "lime", {"primitive_lime_shaft_kiln", "mechanised_lime_shaft_kiln"}),
        ("75t/h燃煤发电锅炉", "heat_supply", {"coal_boiler", "fixed_grate_coal_boiler"}),
        ("4t/h双层固定炉排燃煤锅炉", "", {"coal_boiler", "fixed_grate_coal_boiler"}),
    ],
)
def test_a_name_that_leaves_the_outdated_kind_open_is_not_taken_for_one(text, product, candidates):
    assert set(read(text, product).types) == candidates


@pytest.mark.parametrize("text", ["热电锅炉", "75t/h发电锅炉"])
def test_a_boiler_of_a_power_station_is_no_electric_boiler(text):
    found = set(read(text).types)
    assert "coal_boiler" in found
    assert "electric_boiler" not in found


def test_a_closed_or_open_furnace_for_silicon_is_not_one_for_manganese_or_chrome():
    assert read("25000kVA半封闭式矿热炉", "ferrosilicon").type_id == "submerged_arc_furnace"


def test_a_back_pressure_unit_makes_heat_and_power():
    assert read("6MW背压机组", "coal_power").use == "cogeneration"


def test_waste_heat_beside_a_kiln_leaves_its_capacity_certain():
    found = read("新型干法窑，日产2500吨，配余热发电", "clinker")
    assert (found.outcome, dict(found.values)) == ("parsed", {"capacity_t_per_day": 2500})


def test_a_use_that_stands_in_the_name_is_read():
    assert (read("锰铁高炉").type_id, read("锰铁高炉").use) == ("blast_furnace", "ferromanganese")
    assert read("高炉").use == ""


WORDS = sorted(equipment_words().meanings)
UNITS = sorted({unit.before + "7" + unit.after for unit in equipment_words().units})
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        [
            "立方米",
            "吨",
            "t",
            "m",
            "千伏安",
            "万千伏安",
            "MVA",
            "Φ",
            "×",
            "吨/小时",
            "、",
            "（",
            "约",
            "-",
        ]
    ),
    st.sampled_from(UNITS),
    st.decimals(0, 99999, places=1).map(str),
    st.integers(0, 99999).map(str),
    st.text(max_size=3),
)
FACTORS = {unit.factor for unit in equipment_words().units} | {Decimal(1000), Decimal("0.001")}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(PIECES, max_size=7).map("".join),
    st.sampled_from(["", "cement", "clinker", "converter_steel"]),
)
def test_whatever_stands_in_a_cell_only_numbers_of_that_cell_come_out(text, product):
    found = read(text, product)
    numbers = {Decimal(each) for each in re.findall(r"[0-9]+(?:\.[0-9]+)?", folded(text))}
    # A number may be the tail of a longer run that a count or a sign precedes, never of digits.
    possible = {float(number * factor) for number in numbers for factor in FACTORS}
    assert {value for _attribute, value in found.values} <= possible
    assert found.outcome in ("parsed", "ambiguous", "unknown")
    assert not (found.type_id and len(found.types) != 1)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(1, 99999),
    st.sampled_from(["立方米", "立方", "m3", "m³", "㎥"]),
    st.sampled_from(["", "1#", "炼铁"]),
)
def test_every_volume_of_a_furnace_is_read_as_it_stands(number, unit, before):
    assert read(f"{before}高炉 {number}{unit}").values == ((VOLUME, float(number)),)


def test_a_word_that_depends_on_the_product_is_not_sure_without_one():
    # A ball mill may grind cement, ore or slag; a converter may refine steel or copper.
    assert read("Φ2.4×8m球磨机", "cement").type_id == "cement_mill"
    for text in ("Φ2.4×8m球磨机", "30吨转炉"):
        found = read(text, "")
        assert (found.type_id, found.outcome, found.values) == ("", "ambiguous", ())


def test_a_size_of_nought_is_no_size():
    assert read("0立方米高炉", "blast_furnace_iron").values == ()
