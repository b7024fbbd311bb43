"""The benchmark levels of 2021 and the coefficients, against the text of the rule."""

import csv
import os
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from capacity_analysis import vocabulary
from capacity_analysis.standards import Standards
from capacity_analysis.standards.kinds.levels import governed_products

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "standards"


@pytest.fixture(scope="module")
def levels():
    return Standards.load().document("ndrc-2021-1609")


@pytest.fixture(scope="module")
def coefficients():
    return Standards.load().document("gbt-2589-2020")


def level(document, product_id):
    (row,) = (row for row in document.rows("benchmark_levels") if row["product_id"] == product_id)
    return row["row_id"], row["indicator"], row["advanced"], row["baseline"], row["unit"]


def in_reference(name):
    if not REFERENCE.is_dir() and "CI" not in os.environ:
        pytest.skip("the collection of sources is not part of the repository")
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_2021_edition_has_56_rows_of_25_fields(levels):
    assert len(levels.rows("benchmark_levels")) == 56
    assert len({row["product"] for row in levels.rows("benchmark_levels")}) == 25


def test_dates_of_the_2021_edition(levels):
    assert (levels.published, levels.in_force) == (date(2021, 11, 15), date(2022, 1, 1))
    assert levels.dates_confidence == "verified"
    assert levels.in_force_until == date(2023, 6, 5)
    assert levels.until_confidence == "recalled"
    assert levels.repealed_by == "发改产业〔2023〕723号"


def test_cases_between_the_two_dates_of_the_2023_edition_are_called_ambiguous(levels):
    assert "2023-06-06至2023-07-03" in levels.notes
    assert "歧义" in levels.notes


def test_confidence_of_the_2021_rows(levels):
    counts = Counter(row["confidence"] for row in levels.rows("benchmark_levels"))
    assert counts == {"cross_checked": 39, "recalled": 16, "verified": 1}


@pytest.mark.parametrize(
    ("product_id", "expected"),
    [
        ("clinker", ("bm2021-030", "comprehensive", 100, 117, "kgce/t")),
        ("flat_glass_over_800", ("bm2021-031", "comprehensive", 8, 12, "kgce/重量箱")),
        ("flat_glass_500_to_800", ("bm2021-032", "comprehensive", 9.5, 13.5, "kgce/重量箱")),
        ("ceramic_tile_absorption_up_to_0_5", ("bm2021-033", "comprehensive", 4, 7, "kgce/m²")),
        ("blast_furnace_iron", ("bm2021-037", "comprehensive", 361, 435, "kgce/t")),
        ("converter_steel", ("bm2021-038", "comprehensive", -30, -10, "kgce/t")),
        ("eaf_steel_30_to_50", ("bm2021-039", "comprehensive", 67, 86, "kgce/t")),
        ("silicomanganese", ("bm2021-042", "comprehensive", 860, 950, "kgce/t")),
        ("ammonia_anthracite_lump", ("bm2021-020", "comprehensive", 1100, 1350, "kgce/t")),
        ("ethylene_naphtha", ("bm2021-017", "comprehensive", 590, 640, "kgoe/t")),
        ("aluminium_liquid", ("bm2021-056", "electricity", 13000, 13350, "kWh/t")),
        (
            "crude_oil_processing",
            ("bm2021-001", "comprehensive_per_energy_factor", 7.5, 8.5, "kgoe/(t·能量因数)"),
        ),
    ],
)
def test_levels_of_the_2021_edition(levels, product_id, expected):
    assert level(levels, product_id) == expected


@pytest.mark.parametrize(
    "product_id", ["flat_glass_under_500", "eaf_steel_up_to_30", "cement", "sinter"]
)
def test_what_the_edition_does_not_cover_has_no_level(levels, product_id):
    assert product_id in vocabulary.products()
    assert product_id not in {row["product_id"] for row in levels.rows("benchmark_levels")}


def test_clinker_may_decide_and_is_marked_cross_checked(levels):
    (row,) = (row for row in levels.rows("benchmark_levels") if row["row_id"] == "bm2021-030")
    assert row["confidence"] == "cross_checked"


def test_the_seven_rows_with_the_weaker_check_say_so(levels):
    weak = {row["row_id"] for row in levels.rows("benchmark_levels") if "佐证弱" in row["remark"]}
    assert weak == {f"bm2021-{n:03d}" for n in (2, 3, 5, 37, 38, 40, 41)}


def test_a_product_has_at_most_one_row_per_indicator_and_a_carrier_one_value(levels, coefficients):
    governed = [
        (name, row["indicator"])
        for row in levels.rows("benchmark_levels")
        for name in governed_products(row)
    ]
    valued = [
        row["carrier_id"]
        for row in coefficients.rows("conversion_coefficients")
        if row["use"] == "unit_energy"
    ]
    assert max(Counter(governed).values()) == 1
    assert max(Counter(valued).values()) == 1


def test_there_are_51_coefficients_for_42_carriers(coefficients):
    assert len(coefficients.rows("conversion_coefficients")) == 51
    assert Counter(row["use"] for row in coefficients.rows("conversion_coefficients")) == {
        "unit_energy": 42,
        "regional_total": 3,
        "reference": 6,
    }


@pytest.mark.parametrize(
    ("carrier_id", "unit", "value"),
    [
        ("electricity", "kWh", 0.1229),
        ("raw_coal", "kg", 0.7143),
        ("coke", "kg", 0.9714),
        ("natural_gas_oilfield", "m3", 1.33),
        ("natural_gas_gasfield", "m3", 1.2143),
        ("steam_low_pressure", "kg", 0.1286),
        ("heat", "MJ", 0.03412),
        ("fresh_water", "t", 0.2571),
        ("coke_oven_gas_low", "m3", 0.5714),
        ("coke_oven_gas_high", "m3", 0.6143),
    ],
)
def test_the_value_for_a_products_unit_energy(coefficients, carrier_id, unit, value):
    (row,) = (
        row
        for row in coefficients.rows("conversion_coefficients")
        if (row["carrier_id"], row["use"]) == (carrier_id, "unit_energy")
    )
    assert (row["unit"], row["kgce_per_unit"]) == (unit, value)


def test_electricity_at_the_value_of_its_supply_serves_regional_totals_only(coefficients):
    uses = {
        (row["basis"], row["use"])
        for row in coefficients.rows("conversion_coefficients")
        if row["basis"] == "equal"
    }
    assert uses == {("equal", "regional_total")}


def test_carriers_of_the_vocabulary_are_those_with_a_value_in_their_unit(coefficients):
    with_value = {
        row["carrier_id"]: row["unit"]
        for row in coefficients.rows("conversion_coefficients")
        if row["use"] == "unit_energy"
    }
    assert with_value == {key: c.base_unit for key, c in vocabulary.carriers().items()}


def test_dates_of_the_coefficients_are_from_memory(coefficients):
    assert coefficients.dates_confidence == "recalled"
    assert coefficients.published is None


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("row_id", "row_id"),
        ("product", "product"),
        ("process_or_grade", "process_or_grade"),
        ("indicator_zh", "indicator"),
        ("advanced", "advanced_level"),
        ("baseline", "baseline_level"),
        ("unit", "unit"),
        ("gb4754", "industry_code_gb4754"),
        ("reference_standard", "reference_standard"),
        ("confidence", "confidence"),
    ],
)
def test_levels_were_carried_over_from_the_collection_of_sources(levels, ours, theirs):
    collected = [row for row in in_reference("benchmark_levels.csv") if row["edition"] == "2021"]
    read = float if ours in ("advanced", "baseline") else str
    assert [row[ours] for row in levels.rows("benchmark_levels")] == [
        read(row[theirs]) for row in collected
    ]


def test_coefficients_were_carried_over_from_the_collection_of_sources(coefficients):
    names = {"average": "average", "当量": "equivalent", "等价": "equal"}
    assert [
        tuple(row[k] for k in ("row_id", "name", "unit", "kgce_per_unit", "basis", "confidence"))
        for row in coefficients.rows("conversion_coefficients")
    ] == [
        (
            row["carrier"],
            row["name_zh"],
            row["unit"],
            float(row["kgce_per_unit"]),
            names[row["basis"]],
            row["confidence"],
        )
        for row in in_reference("energy_carriers.csv")
    ]


def test_the_industrial_classification_was_carried_over_from_the_collection_of_sources():
    collected = {row["class"]: row["class_name"].strip() for row in in_reference("gb4754_2017.csv")}
    assert collected == {c.code: c.name for c in vocabulary.industry_codes().values()}
