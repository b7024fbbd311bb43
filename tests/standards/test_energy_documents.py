"""The documents on energy that ship with the package, against the collection of sources."""

import csv
import os
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
import yaml

from capacity_analysis import paths, vocabulary
from capacity_analysis.standards import Standards
from capacity_analysis.standards.kinds.corrections import misplaced_corrections, read_terms
from capacity_analysis.standards.kinds.levels import governed_products

REFERENCE = Path(__file__).parents[3] / "shared" / "reference" / "standards"
# What a line's conditions would have to say, and the ledger has no name for yet.
NOT_IN_THE_LEDGER = {"through_air_drying_kind", "line_adjustment_percent"}


def in_reference(name):
    if not REFERENCE.is_dir() and "CI" not in os.environ:
        pytest.skip("the collection of sources is not part of the repository")
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text):
    return float(text) if text else None


@pytest.fixture(scope="module")
def standards():
    return Standards.load()


@pytest.fixture(scope="module")
def edition_2023(standards):
    return standards.document("ndrc-2023-723")


@pytest.fixture(scope="module")
def limits(standards):
    """Every row of a mandatory standard, with its document, in the order of the row ids."""
    return [
        (document, row)
        for document in standards.documents
        for row in (document.rows("energy_limits"))
    ]


def corrections(standards, document_id):
    document = standards.document(document_id)
    return {row["row_id"]: row for row in document.rows("energy_corrections")}


def limit(limits, row_id):
    (row,) = (row for _document, row in limits if row["row_id"] == row_id)
    return row["indicator"], row["level_1"], row["level_2"], row["level_3"], row["unit"]


# The edition of 2023


def test_the_2023_edition_has_75_rows_of_36_fields(edition_2023):
    rows = edition_2023.rows("benchmark_levels")
    assert [row["row_id"] for row in rows] == [f"bm2023-{n:03d}" for n in range(1, 76)]
    assert len({row["product"] for row in rows}) == 36


def test_dates_of_the_2023_edition_are_from_memory_and_its_notes_say_what_is_ambiguous(
    edition_2023,
):
    assert edition_2023.published == date(2023, 7, 4)
    assert edition_2023.in_force == date(2023, 6, 6)
    assert edition_2023.dates_confidence == "recalled"
    assert "2023-06-06至2023-07-03" in edition_2023.notes
    assert "歧义" in edition_2023.notes


def test_the_2023_edition_follows_the_2021_edition_without_a_gap(standards, edition_2023):
    before = standards.document("ndrc-2021-1609")
    assert before.series == edition_2023.series
    assert (edition_2023.in_force - before.in_force_until).days == 1


def test_confidence_of_the_2023_rows(edition_2023):
    counts = Counter(row["confidence"] for row in edition_2023.rows("benchmark_levels"))
    assert counts == {"carried_over": 34, "open": 30, "cross_checked": 9, "verified": 2}


def test_an_open_row_has_no_value_whatever_candidate_its_remark_names(edition_2023):
    rows = [row for row in edition_2023.rows("benchmark_levels") if row["confidence"] == "open"]
    assert all(row["advanced"] is None and row["baseline"] is None for row in rows)
    assert all("候选" in row["remark"] or "弱回忆" in row["remark"] for row in rows)


def test_a_row_that_was_carried_over_has_the_value_of_2021_and_says_that_nobody_checked(
    standards, edition_2023
):
    before = {
        row["row_id"][-3:]: row
        for row in standards.document("ndrc-2021-1609").rows("benchmark_levels")
    }
    for row in edition_2023.rows("benchmark_levels"):
        if row["confidence"] == "carried_over":
            old = before[row["row_id"][-3:]]
            assert [row[k] for k in ("product_id", "advanced", "baseline", "unit")] == [
                old[k] for k in ("product_id", "advanced", "baseline", "unit")
            ]
            assert "改动清单未查到" in row["remark"]


def test_ferrosilicon_was_tightened_by_50_and_silicomanganese_was_not(standards, edition_2023):
    def baselines(document):
        return {r["product_id"]: r["baseline"] for r in document.rows("benchmark_levels")}

    before, after = baselines(standards.document("ndrc-2021-1609")), baselines(edition_2023)
    assert (before["ferrosilicon"], after["ferrosilicon"]) == (1900, 1850)
    assert before["silicomanganese"] == after["silicomanganese"] == 950


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
        ("reference_standard", "reference_standard"),
        ("confidence", "confidence"),
    ],
)
def test_levels_of_2023_were_carried_over_from_the_collection_of_sources(
    edition_2023, ours, theirs
):
    collected = [row for row in in_reference("benchmark_levels.csv") if row["edition"] == "2023"]
    read = number if ours in ("advanced", "baseline") else str
    assert [row[ours] for row in edition_2023.rows("benchmark_levels")] == [
        read(row[theirs]) for row in collected
    ]


def test_a_class_of_2023_is_carried_over_unless_the_collection_names_two(edition_2023):
    collected = [row for row in in_reference("benchmark_levels.csv") if row["edition"] == "2023"]
    codes = [row["industry_code_gb4754"] for row in collected]
    assert [row["gb4754"] for row in edition_2023.rows("benchmark_levels")] == [
        "" if "/" in code else code for code in codes
    ]
    assert sum("/" in code for code in codes) == 2


# The mandatory limits


def test_128_limits_stand_in_28_standards(standards, limits):
    assert len(limits) == 128
    assert len({document.series.removesuffix("-annex-a") for document, _row in limits}) == 27
    numbers = {document.number.split(" 附")[0] for document, _row in limits}
    assert len(numbers) == 28  # GB 21256 in two editions


def test_limits_were_carried_over_from_the_collection_of_sources(limits):
    collected = in_reference("gb_quota_levels.csv")
    assert sorted(
        (
            document.number.replace("—", "-").split(" 附")[0],
            row["product"],
            row["indicator_zh"],
            row["unit"],
            str(row["level_1"]),
            str(row["level_2"]),
            row["level_3"],
            row["confidence"],
        )
        for document, row in limits
    ) == sorted(
        (
            row["standard"],
            row["product"],
            row["indicator"],
            row["unit"],
            str(number(row["level_1"])),
            str(number(row["level_2"])),
            float(row["level_3"]),
            row["confidence"],
        )
        for row in collected
    )


def test_limits_start_when_the_collection_of_sources_says(limits):
    starts = {document.number.replace("—", "-"): document.in_force for document, _row in limits}
    for row in in_reference("gb_quota_levels.csv"):
        if row["effective_from"]:
            assert starts[row["standard"]] == date.fromisoformat(row["effective_from"])


def test_dates_that_the_collection_lacks_come_from_a_list_of_standards_that_names_them(standards):
    for document_id, start in [
        ("gb-38263-2019", date(2020, 5, 1)),
        ("gb-36889-2025", date(2026, 6, 1)),
        ("gb-21345-2024", date(2025, 5, 1)),
    ]:
        document = standards.document(document_id)
        assert document.in_force == start
        assert any("adgo07/ECQuota-Insight" in source for source in document.sources)


def test_a_date_that_only_a_draft_gives_is_not_marked_as_verified(limits):
    """The list of standards names neither; other standards of the same day start on that day."""
    marks = {document.id: str(document.dates_confidence) for document, _row in limits}
    drafts = {"gb-21345-2024", "gb-32051-2024"}
    assert {name for name, mark in marks.items() if mark != "verified"} == drafts
    assert {marks[name] for name in drafts} == {"cross_checked"}


def test_a_mandatory_limit_decides_and_the_annex_of_gb_30180_does_not(limits):
    assert {d.id for d, _row in limits if not d.binding} == {"gb-30180-2024-annex-a"}


def test_the_old_edition_of_gb_21256_ends_the_day_before_the_new_one_starts(standards):
    old, new = standards.document("gb-21256-2013"), standards.document("gb-21256-2025")
    assert old.series == new.series
    assert (new.in_force - old.in_force_until).days == 1
    assert old.in_force_until == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("row_id", "expected"),
    [
        ("gb16780-2021-02", ("comprehensive", 100, 107, 117, "kgce/t")),
        ("gb16780-2021-03", ("electricity", 48, 57, 61, "kWh/t")),
        ("gb16780-2021-04", ("fuel", 94, 100, 109, "kgce/t")),
        ("gb16780-2021-05", ("process_electricity", 26, 29, 34, "kWh/t")),
        ("gb21256-2025-04", ("comprehensive", -30, -28, -12, "kgce/t")),
        ("gb21256-2013-04", ("comprehensive", -30, -25, -10, "kgce/t")),
        ("gb21258-2024-04", ("net_coal_rate", 290, 285, 308, "gce/kWh")),
        ("gb21340-2019-01", ("comprehensive", None, None, 14, "kgce/重量箱")),
        ("gb21341-2022-01", ("process_electricity", 8050, 8300, 8400, "kWh/t")),
        ("gb21346-2022-02", ("electricity_with_auxiliaries", 13250, 13350, 13700, "kWh/t")),
        ("gb30180-2024-02", ("comprehensive_without_feedstock", 900, 1200, 1600, "kgce/t")),
        (
            "gb30251-2024-01",
            ("comprehensive_per_energy_factor", 6.85, 7.5, 8.5, "kgoe/(t·能量因数)"),
        ),
        ("gb33654-2017-01", ("comparable", 30, 39, 43, "kgce/t")),
        ("gb38263-2019-01", ("comprehensive", 21, 25.2, 37.3, "kgce/m³")),
    ],
)
def test_a_limit_stands_as_its_standard_has_it(limits, row_id, expected):
    assert limit(limits, row_id) == expected


def test_only_power_units_have_an_access_level_that_is_better_than_the_advanced_one(limits):
    crossed = [
        row["row_id"] for _d, row in limits if row["level_2"] and row["level_1"] > row["level_2"]
    ]
    assert crossed == [f"gb21258-2024-{n:02d}" for n in (3, 4, 5, 6)]


# Products


def test_every_product_of_the_2021_edition_has_one_row_in_the_2023_edition(standards):
    def governed(document_id):
        rows = standards.document(document_id).rows("benchmark_levels")
        return [name for row in rows for name in governed_products(row)]

    before, after = governed("ndrc-2021-1609"), governed("ndrc-2023-723")
    assert max(Counter(after).values()) == 1
    assert set(before) <= set(after)


def test_a_product_of_a_finer_cut_is_governed_by_the_row_of_the_coarser_one(standards):
    governed = {
        name: row["row_id"]
        for row in standards.document("ndrc-2021-1609").rows("benchmark_levels")
        for name in governed_products(row)
    }
    assert governed["ceramic_tile_absorption_up_to_0_2"] == "bm2021-033"
    assert governed["ceramic_tile_absorption_0_2_to_0_5"] == "bm2021-033"
    assert governed["sanitary_ceramics_absorption_over_0_3"] == "bm2021-036"
    assert governed["eaf_steel_50_to_70"] == governed["eaf_steel_70_and_over"] == "bm2021-040"


def test_a_coarser_product_has_a_limit_only_where_those_of_the_finer_cut_agree(limits):
    governed = {name: row for _d, row in limits for name in governed_products(row)}
    finer = [governed["eaf_steel_50_to_70"], governed["eaf_steel_70_and_over"]]
    assert {(row["level_1"], row["level_3"]) for row in finer} == {(61, 72)}
    assert governed["eaf_steel_50_and_over"]["row_id"] == "gb21256-2025-06"
    tiles = ["ceramic_tile_absorption_up_to_0_2", "ceramic_tile_absorption_0_2_to_0_5"]
    assert [governed[name]["level_3"] for name in tiles] == [7, 6.5]
    for name in ("ceramic_tile_absorption_up_to_0_5", "sanitary_ceramics", "urea"):
        assert name in vocabulary.products()
        assert name not in governed


# Corrections


def test_every_correction_corrects_a_limit_and_a_level_of_its_document(standards):
    for document in standards.documents:
        tables = {kind: document.rows(kind) for kind in document.tables}
        assert list(misplaced_corrections(tables)) == [], document.id


def test_every_limit_that_the_collection_says_is_corrected_has_its_corrections(standards, limits):
    corrected = {
        name
        for document in standards.documents
        for row in document.rows("energy_corrections")
        for name in row["corrects"].split(";")
    }
    named = {row["row_id"] for _document, row in limits if row["corrections"]}
    assert named == corrected
    says_none = ("no ore-grade", "advanced/access", "draft transcription")
    collected = [
        row
        for row in in_reference("gb_quota_levels.csv")
        if row["corrections"] and not row["corrections"].startswith(says_none)
    ]
    assert len(named) == len(collected)


def test_conditions_of_corrections_are_those_of_the_ledger_but_for_a_few(standards):
    registry = yaml.safe_load((paths.data() / "ledger" / "tables.yaml").read_text("utf-8"))
    known = registry["tables"]["conditions"]["fields"]["attribute"]["choices"]
    wanted = {
        name
        for document in standards.documents
        for row in document.rows("energy_corrections")
        for name in (*row["attribute"].split(";"), row["condition_attribute"])
        if name
    }
    assert wanted - set(known) <= NOT_IN_THE_LEDGER


def test_altitude_corrects_level_3_of_cement_and_clinker_above_1500_m(standards):
    row = corrections(standards, "gb-16780-2021")["gb16780-2021-c04"]
    assert row["corrects"].split(";") == [f"gb16780-2021-0{n}" for n in (1, 2, 3, 4)]
    assert (row["levels"], row["condition_attribute"], row["condition_above"]) == (
        "3",
        "altitude_m",
        1500,
    )
    # At 84,556 Pa, the standard pressure at 1,500 m: 1.179 - 0.211 * 84556 / 101325 = 1.0029199.
    factor = row["intercept"] + row["coefficient"] * 84_556 / row["reference"]
    assert factor == pytest.approx(1.0029199, abs=1e-7)


def test_clinker_share_corrects_each_level_of_cement_by_its_own_number(standards):
    rows = corrections(standards, "gb-16780-2021")
    shares = [rows[f"gb16780-2021-c0{n}"] for n in (1, 2, 3)]
    assert [(r["levels"], r["coefficient"], r["reference"]) for r in shares] == [
        ("1", 1.1, 75),
        ("2", 1.15, 75),
        ("3", 1.2, 75),
    ]


def test_feed_grade_relaxes_a_blast_furnace_by_at_most_five_points(standards):
    (row,) = (
        row
        for row in corrections(standards, "gb-21256-2025").values()
        if row["attribute"] == "feed_grade_percent"
    )
    assert row["form"] == "add_per_point_below"
    assert (row["coefficient"], row["reference"], row["most_points"]) == (3.61, 62, 5)


def test_stainless_steel_multiplies_before_hot_metal_and_grade_are_added(standards):
    rows = [
        row
        for row in standards.document("gb-21256-2025").rows("energy_corrections")
        if "gb21256-2025-05" in row["corrects"]
    ]
    assert [row["form"] for row in rows] == ["multiply_if", "add_per_point", "add_by_value"]
    # All stainless, 20 % hot metal, group 2: 86 * 1.1 - 0.8 * 20 + 15 = 93.6.
    assert 86 * rows[0]["coefficient"] + rows[1]["coefficient"] * 20 + dict(
        read_terms(rows[2]["terms"])
    )[2] == pytest.approx(93.6)


def test_a_coke_oven_is_older_than_15_or_25_years_at_levels_1_and_3(standards):
    (row,) = (
        row
        for row in corrections(standards, "gb-21342-2025").values()
        if row["attribute"] == "oven_age_years" and row["corrects"] == "gb21342-2025-01"
    )
    assert (row["form"], row["levels"]) == ("add_by_step", "1;3")
    assert read_terms(row["terms"]) == ((15, 2.5), (25, 5.5))


def test_mixed_gas_adds_8_and_12_kgce_when_it_heats_all_the_time(standards):
    rows = corrections(standards, "gb-21342-2025").values()
    gas = [row for row in rows if row["attribute"] == "mixed_gas_percent"]
    assert [row["coefficient"] * 100 for row in gas] == pytest.approx([8, 12])


def test_furnace_power_of_yellow_phosphorus_has_the_nine_numbers_of_the_formula(standards):
    (row,) = corrections(standards, "gb-21345-2024").values()
    a, b, c, d, e, f, g, h, i = (term for (term,) in read_terms(row["terms"]))
    # 26 % P2O5, 1 % Fe2O3, 4 % CO2: 170000/25.5 + (7750/18 - 76)*1 + (3200/22.5 + 8)*4 - 7234
    # = 6666.667 + 354.556 + 600.889 - 7234 = 388.111 kWh/t.
    found = a / (26 - b) + (c / (26 - d) - e) * 1 + (f / (26 - g) + h) * 4 - i
    assert found == pytest.approx(388.111, abs=1e-3)


def test_what_has_no_numbers_is_open(standards):
    rows = [
        row
        for document in standards.documents
        for row in document.rows("energy_corrections")
        if row["form"] == "not_found"
    ]
    assert {row["confidence"] for row in rows} == {"open"}
    assert {row["row_id"].split("-c")[0] for row in rows} == {
        "gb21252-2023",
        "gb21258-2024",
        "gb21340-2019",
        "gb21341-2022",
        "gb29445-2025",
    }


# Definitions


def test_every_level_has_a_definition_but_for_comparable_energy(standards):
    wanted = {
        (name, row["indicator"])
        for document in standards.documents
        for kind in ("benchmark_levels", "energy_limits")
        for row in document.rows(kind)
        for name in governed_products(row)
    }
    document = standards.document("unit-energy-definitions")
    defined = {
        (row["product_id"], row["indicator"]) for row in document.rows("unit_energy_definitions")
    }
    assert defined <= wanted
    assert wanted - defined == {("mineral_wool", "comparable"), ("building_gypsum", "comparable")}
    assert not document.binding


@pytest.mark.parametrize(
    ("product_id", "basis", "reference"),
    [
        ("caustic_soda_liquid_30", "naoh_percent", 100),
        ("calcium_carbide", "gas_yield_l_per_kg", 300),
        ("ammonia_natural_gas", "nh3_percent", 100),
        ("ferrosilicon", "si_percent", 75),
        ("silicomanganese", "mn_si_percent", 82),
        ("high_carbon_ferrochrome", "cr_percent", 50),
        ("clinker", "", None),
    ],
)
def test_the_basis_on_which_output_is_counted(standards, product_id, basis, reference):
    document = standards.document("unit-energy-definitions")
    rows = [
        row
        for row in document.rows("unit_energy_definitions")
        if row["product_id"] == product_id and row["indicator"] == "comprehensive"
    ]
    assert {(row["basis"], row["basis_reference"]) for row in rows} == {(basis, reference)}


def test_a_tonne_of_flat_glass_is_20_weight_boxes_of_50_kg_and_only_recalled(standards):
    rows = [
        row
        for row in standards.document("unit-energy-definitions").rows("unit_energy_definitions")
        if row["pieces_per_t"] is not None
    ]
    assert len(rows) == 3
    assert {row["pieces_per_t"] for row in rows} == {1000 / 50}
    assert {row["confidence"] for row in rows} == {"recalled"}


def test_feedstock_counts_for_olefins_at_one_indicator_and_not_at_the_other(standards):
    found = {
        row["indicator"]: row["feedstock"]
        for row in standards.document("unit-energy-definitions").rows("unit_energy_definitions")
        if row["product_id"] == "olefins_coal"
    }
    assert found == {"comprehensive": "included", "comprehensive_without_feedstock": "none"}


# Carbon dioxide


def test_factors_were_carried_over_from_the_collection_of_sources(standards):
    collected = {row["name_zh"]: row for row in in_reference("co2_factors.csv")}
    found = [
        row
        for name in ("ghg-guide-defaults", "grid-emission-factors")
        for row in standards.document(name).rows("emission_factors")
    ]
    assert {row["name"] for row in found} == set(collected)
    for row in found:
        theirs = collected[row["name"]]
        assert row["ncv"] == number(theirs["ncv"])
        assert row["carbon_tc_per_gj"] == number(theirs["carbon_tC_per_GJ"])
        assert row["oxidation_percent"] == number(theirs["oxidation_pct"])
        assert row["tco2_per_unit"] == float(theirs["tCO2_per_unit_computed"])
        assert f"tCO2/{row['unit']}" == theirs["unit"]
        assert row["confidence"] == theirs["confidence"]


def test_one_factor_serves_two_carriers_only_where_they_are_one_fuel(standards):
    carriers = defaultdict(set)
    for row in standards.document("ghg-guide-defaults").rows("emission_factors"):
        carriers[row["name"]].add(row["carrier_id"])
    assert {name: found for name, found in carriers.items() if len(found) > 1} == {
        "天然气": {"natural_gas_oilfield", "natural_gas_gasfield"},
        "焦炉煤气": {"coke_oven_gas_low", "coke_oven_gas_high"},
    }


def test_raw_coal_of_unknown_rank_has_no_factor(standards):
    rows = standards.document("ghg-guide-defaults").rows("emission_factors")
    assert "raw_coal" not in {row["carrier_id"] for row in rows}
    ranks = {row["name"]: row["carrier_id"] for row in rows if row["name"].endswith("煤")}
    assert ranks["无烟煤"] == ranks["烟煤"] == ranks["褐煤"] == ""


def test_a_grid_has_a_year_and_an_area(standards):
    rows = standards.document("grid-emission-factors").rows("emission_factors")
    assert {(r["jurisdiction"], r["year"], r["tco2_per_unit"]) for r in rows} == {
        ("360000", 2023, 0.5836),
        ("000000", 2022, 0.5703),
    }
