"""Every check of every kind of table: a sound document, and each with one defect."""

import pytest

from capacity_analysis.errors import DataError
from capacity_analysis.standards import KINDS, Standards

LIMIT = {
    "product_id": "clinker", "product": "水泥熟料", "indicator": "comprehensive",
    "indicator_zh": "综合能耗", "level_1": 100, "level_2": 107, "level_3": 117, "unit": "kgce/t",
}  # fmt: skip
CORRECTION = {
    "corrects": "test-1", "levels": "3", "attribute": "feed_grade_percent",
    "form": "add_per_point_below", "coefficient": 2, "reference": 62, "most_points": 5,
    "wording": "每低1个百分点加2",
}  # fmt: skip
NO_NUMBERS = {"coefficient": "", "reference": "", "most_points": ""}
DEFINITION = {
    "product_id": "clinker", "indicator": "comprehensive", "numerator": "燃料和电力",
    "denominator": "熟料产量", "feedstock": "none",
}  # fmt: skip
# 20 GJ/t x 0.02 t/GJ x 90 % x 44/12 = 1.32 t of carbon dioxide
COAL = {
    "carrier_id": "raw_coal", "name": "原煤", "ncv": 20, "ncv_unit": "GJ/t",
    "carbon_tc_per_gj": 0.02, "oxidation_percent": 90, "tco2_per_unit": 1.32, "unit": "t",
    "jurisdiction": "000000",
}  # fmt: skip
GRID = {
    "carrier_id": "electricity", "name": "电网电力", "tco2_per_unit": 0.57, "unit": "MWh",
    "year": 2022, "jurisdiction": "000000",
}  # fmt: skip
ENTRY = {
    "category": "淘汰类", "section_ref": "一", "applies_to": "all", "industry": "钢铁",
    "equipment": "高炉", "attribute": "volume_m3", "unit": "m3", "operator": "<=",
    "threshold": "400",
}  # fmt: skip
SCREENED = ENTRY | {
    "equipment_types": "blast_furnace;converter", "attribute_id": "effective_volume_m3",
    "doubtful_at": "400", "applies_when": "use!=cast_pipe;ferroalloy & in_key_region=1",
    "exempt_when": "type=blast_furnace & use=foundry_iron", "exception": "铸造用铁除外",
}  # fmt: skip
PRESENT = {
    "operator": "is_present",
    "unit": "bool",
    "threshold": "1",
    "attribute_id": "",
    "doubtful_at": "",
}
MODEL = {
    "equipment_types": "air_compressor", "attribute_id": "model", "unit": "model",
    "operator": "in", "threshold": "L-10/8;L-10/7",
}  # fmt: skip
RANGE = {"operator": "closed_range", "threshold": "63..355", "doubtful_at": "355"}
WAGE = {
    "parameter": "minimum_wage", "topic": "工资", "item": "最低工资", "value": 1850,
    "unit": "元/月", "jurisdiction": "360000",
}  # fmt: skip
RETIREMENT = {
    "category": "male", "birth_month": "1965-01", "original_retirement_month": "2025-01",
    "original_age": 60, "delay_months": 1, "new_age_years": 60, "new_age_months": 1,
    "new_retirement_month": "2025-02", "least_contribution_years": 15,
    "earliest_flexible_age": "57岁1个月", "latest_flexible_age": "63岁1个月",
}  # fmt: skip
TARGET = {
    "item": "产能占比", "scope": "水泥", "products": "clinker", "measure": "share_advanced_at_least",
    "value": 30, "unit": "%", "deadline": "2025-12-31", "requirement": "达到标杆水平的超过30%",
}  # fmt: skip

SOUND = {
    "energy_limits": [LIMIT],
    "energy_corrections": [CORRECTION],
    "unit_energy_definitions": [DEFINITION],
    "emission_factors": [COAL, GRID],
    "catalogue_entries": [
        ENTRY,
        SCREENED,
        SCREENED | PRESENT,
        SCREENED | RANGE,
        SCREENED | PRESENT | {"operator": "is_true", "attribute_id": "in_key_region"},
        ENTRY | MODEL,
    ],
    "labour_parameters": [WAGE],
    "retirement_schedule": [RETIREMENT],
    "policy_targets": [TARGET],
}
OPEN = {"confidence": "open"}

# kind: (what the first row is changed to, or all rows, and the one defect)
DEFECTS = {
    "energy_limits": [
        ({"product_id": "klinker"}, "product_id: 'klinker' is not in the vocabulary"),
        ({"also_products": "klinker"}, "also_products: 'klinker' is not in the vocabulary"),
        ({"also_products": "sinter;sinter"}, "also_products: names a product twice"),
        ({"also_products": "flat_glass_500_to_800"}, "unit: kgce/t, but output of flat_glass"),
        ({"unit": "tce/t"}, "unit: unknown 'tce/t'"),
        ({"unit": "kWh/t"}, "unit: kWh/t does not measure 'comprehensive'"),
        ({"unit": "kgce/m²"}, "unit: kgce/m², but output of clinker is in t"),
        ({"indicator": "total"}, "indicator: unknown 'total'"),
        ({"level_3": 105}, "level_3: 105 is better than level_2 107"),
        ({"level_1": 120}, "level_3: 117 is better than level_1 120"),
        ({"level_3": ""}, "level_3: missing number in a row that is not open"),
        ({"level_1": "", "level_2": ""} | OPEN, "level_3: an open row holds the value 117"),
        ({"source": ""}, "source: missing"),
        ([LIMIT, LIMIT], "product_id: clinker has its level in row 2 already"),
    ],
    "energy_corrections": [
        ({"levels": "4"}, "levels: '4' is not 1, 2 and 3"),
        ({"levels": "3;1"}, "levels: '3;1' is not 1, 2 and 3"),
        ({"form": "add"}, "form: unknown 'add'"),
        ({"coefficient": ""}, "coefficient: the form add_per_point_below needs it"),
        ({"intercept": 1}, "intercept: the form add_per_point_below has none"),
        ({"attribute": ""}, "attribute: the form add_per_point_below needs 1, not 0"),
        ({"terms": "1:2;2:3"}, "terms: the form add_per_point_below has none"),
        ({"terms": "x"}, "terms: not numbers: 'x'"),
        ({"condition_attribute": "altitude_m"}, "condition_above: given exactly where"),
        ({"form": "not_found"} | NO_NUMBERS, "confidence: open exactly where the form is not_found"),
        ({"form": "add_by_value", "terms": "1:2"} | NO_NUMBERS, "terms: the form add_by_value needs"),
        ({"form": "add_by_value", "terms": "2:1;1:2"} | NO_NUMBERS, "terms: their values do not"),
        (
            {"form": "furnace_power", "attribute": "a;b;c", "terms": "1;2"} | NO_NUMBERS,
            "terms: the form furnace_power needs nine numbers",
        ),
        (
            {"form": "multiply_linear", "intercept": 1, "reference": 0, "most_points": ""},
            "reference: divides, and is zero",
        ),
    ],
    "unit_energy_definitions": [
        ({"product_id": "klinker"}, "product_id: 'klinker' is not in the vocabulary"),
        ({"indicator": "net_coal_rate"}, "indicator: 'net_coal_rate' is not counted per t"),
        ({"feedstock": "some"}, "feedstock: unknown 'some'"),
        ({"basis": "naoh_percent"}, "basis_reference: given exactly where basis is"),
        ({"basis": "cao_percent", "basis_reference": 90}, "basis: unknown 'cao_percent'"),
        ({"basis": "naoh_percent", "basis_reference": 0}, "basis_reference: 0 is not above zero"),
        ({"pieces_per_t": 20}, "pieces_per_t: given exactly where output is counted in weight"),
        ({"effective_from": "2021/1/1"}, "effective_from: not a date: '2021/1/1'"),
        (
            {"effective_from": "2022-01-01", "effective_to": "2021-12-31"},
            "effective_to: 2021-12-31 lies before 2022-01-01",
        ),
        (
            [DEFINITION | {"effective_to": "2022-01-01"},
             DEFINITION | {"effective_from": "2022-01-01"}],
            "effective_from: overlaps with row 2",
        ),
    ],
    "emission_factors": [
        ({"carrier_id": "coal"}, "carrier_id: 'coal' is not in the vocabulary"),
        ([GRID | {"unit": "t"}], "unit: t, but electricity is kept in kWh"),
        ({"jurisdiction": "36"}, "jurisdiction: '36' is not a code of six digits"),
        ([GRID | {"tco2_per_unit": 0}], "tco2_per_unit: 0 is not above zero"),
        ({"ncv": ""}, "ncv: given together with ncv_unit"),
        ({"ncv_unit": "GJ/10^4m3"}, "ncv_unit: GJ/10^4m3, but the factor is per t"),
        ({"tco2_per_unit": 1.33}, "tco2_per_unit: 1.33, but its parts give 1.32"),
        ([GRID, GRID], "carrier_id: electricity has its factor in row 2"),
    ],
    "catalogue_entries": [
        ({"category": "鼓励类"}, "category: unknown '鼓励类'"),
        ({"operator": "≤"}, "operator: unknown '≤'"),
        ({"unit": "m³"}, "unit: unknown 'm³'"),
        ({"deadline": "2025年底"}, "deadline: not a date: '2025年底'"),
        ({"threshold": "四百"}, "threshold: <= needs a number, not '四百'"),
        ({"unit": "bool"}, "unit: bool does not fit the operator <="),
        ({"unit": "model"}, "unit: model does not fit the operator <="),
        ({"operator": "is_present", "unit": "bool", "threshold": 2}, "threshold: is_present needs 1"),
        ({"operator": "open_range"}, "threshold: open_range needs a range such as"),
        ({"operator": "open_range", "threshold": "9..9"}, "threshold: open_range needs a range that"),
        ({"operator": "in", "unit": "model", "threshold": "a;a"}, "threshold: in needs distinct"),
        ({"part_of": "x"}, "part_of: 'x' is no entry of this table"),
        ({"all_of": "test-1"}, "all_of: 'test-1' has one row only"),
        ([ENTRY | {"all_of": "x"}] * 2, "all_of: 'x' is not the id of the first row"),
        (
            [ENTRY | {"all_of": "test-1"}, ENTRY | {"all_of": "test-1", "equipment": "转炉"}],
            "all_of: equipment differs from that of test-1",
        ),
        (SCREENED | {"equipment_types": "blast_oven"}, "equipment_types: 'blast_oven' is not in"),
        (
            SCREENED | {"equipment_types": "converter;converter"},
            "equipment_types: 'converter' stands twice",
        ),
        (SCREENED | {"attribute_id": ""}, "attribute_id: missing, and <= measures one"),
        (SCREENED | {"attribute_id": "volume"}, "attribute_id: 'volume' is not in the vocabulary"),
        (
            SCREENED | {"attribute_id": "sintering_area_m2"},
            "attribute_id: 'sintering_area_m2' is counted in m2, not m3",
        ),
        (
            SCREENED | {"operator": "in", "doubtful_at": ""},
            "attribute_id: 'effective_volume_m3' is a number, which in cannot measure",
        ),
        (
            SCREENED | {"attribute_id": "voltage_rating_v", "unit": "V"},
            "attribute_id: 'voltage_rating_v' is a text, which <= cannot measure",
        ),
        (
            SCREENED | PRESENT | {"attribute_id": "in_key_region"},
            "attribute_id: 'in_key_region', but is_present measures none",
        ),
        (SCREENED | {"attribute_id": "model"}, "attribute_id: 'model' is not counted in m3"),
        (
            ENTRY | MODEL | {"attribute_id": "effective_volume_m3"},
            "attribute_id: 'effective_volume_m3' is not counted in model",
        ),
        (SCREENED | {"doubtful_at": "401"}, "doubtful_at: '401' is no end of 400"),
        (SCREENED | RANGE | {"doubtful_at": "100"}, "doubtful_at: '100' is no end of 63..355"),
        (SCREENED | PRESENT | {"doubtful_at": "1"}, "doubtful_at: is_present has no end"),
        (SCREENED | {"exception": ""}, "exempt_when: needs an exception"),
        (SCREENED | {"applies_when": "foundry"}, "applies_when: 'foundry' is no condition such as"),
        (SCREENED | {"applies_when": "use=cast_pipe&in_key_region=1"}, "applies_when: 'use=cast"),
        (SCREENED | {"applies_when": "use=cast_pipe;"}, "applies_when: 'use=cast_pipe;' is no"),
        (SCREENED | {"applies_when": "use>cast_pipe"}, "applies_when: 'use>cast_pipe' is no"),
        (SCREENED | {"applies_when": "use=pipes"}, "applies_when: use: 'pipes' is not in the"),
        (SCREENED | {"exempt_when": "use=casting;casting"}, "exempt_when: use: 'casting' stands"),
        (SCREENED | {"exempt_when": "type=oven"}, "exempt_when: type: 'oven' is not in the"),
        (SCREENED | {"exempt_when": "hot_air=1"}, "exempt_when: 'hot_air' is not in the vocabulary"),
        (
            SCREENED | {"exempt_when": "effective_volume_m3=1"},
            "exempt_when: 'effective_volume_m3=1' does not ask a flag for 1",
        ),
        (
            SCREENED | {"applies_when": "in_key_region=0"},
            "applies_when: 'in_key_region=0' does not ask a flag for 1",
        ),
        (ENTRY | {"attribute_id": "effective_volume_m3"}, "attribute_id: needs equipment_types"),
        (ENTRY | {"doubtful_at": "400"}, "doubtful_at: needs equipment_types"),
        (ENTRY | {"applies_when": "use=casting"}, "applies_when: needs equipment_types"),
        (
            ENTRY | {"exempt_when": "use=casting", "exception": "铸造用除外"},
            "exempt_when: needs equipment_types",
        ),
    ],
    "labour_parameters": [
        ({"parameter": "最低工资"}, "parameter: '最低工资' is not a name of small letters"),
        ({"value": ""}, "value: exactly one of value and value_text must be given"),
        ({"value_text": "面议"}, "value: exactly one of value and value_text must be given"),
        ({"value": "", "value_text": "面议"} | OPEN, "value_text: an open row holds the value"),
        ({"effective_from": "4月1日"}, "effective_from: not a date: '4月1日'"),
        ({"unit": ""}, "unit: missing for a number"),
        ({"jurisdiction": "江西"}, "jurisdiction: '江西' is not a code of six digits"),
        (
            {"effective_from": "2022-01-01", "effective_to": "2021-12-31"},
            "effective_to: 2021-12-31 lies before effective_from 2022-01-01",
        ),
        (
            [WAGE | {"effective_to": "2022-01-01"}, WAGE | {"effective_from": "2022-01-01"}],
            "effective_from: overlaps the dates of row 2",
        ),
    ],
    "retirement_schedule": [
        ({"birth_month": "1965-1"}, "birth_month: '1965-1' is not a month such as 1965-01"),
        (
            {"original_retirement_month": "2025-02", "new_retirement_month": "2025-03"},
            "original_retirement_month: 1965-01 plus 60 years is another month",
        ),
        ({"new_retirement_month": "2025-03"}, "new_retirement_month: is not 1 months after"),
        ({"new_age_years": 61}, "new_age_years: 61 years and 1 months is not 60 years and 1"),
        ({"new_age_years": 59, "new_age_months": 13}, "new_age_months: 13 is not a number of"),
        ([RETIREMENT, RETIREMENT], "birth_month: 1965-01 of male stands in row 2 already"),
    ],
    "policy_targets": [
        ({"products": "klinker"}, "products: 'klinker' is not in the vocabulary"),
        ({"products": "clinker;clinker"}, "products: 'clinker' stands twice"),
        ({"measure": "share"}, "measure: unknown 'share'"),
        ({"measure": "other", "unit": ""}, "unit: missing for a number"),
        ({"value": 130}, "value: share_advanced_at_least needs a share in %"),
        ({"measure": "deadline", "value": "", "deadline": ""}, "deadline: missing, and no period"),
    ],
}  # fmt: skip


def tables(kind, rows):
    """Return the tables of a document: corrections lie beside the limits that they correct."""
    return {"energy_limits": [LIMIT], kind: rows} if kind == "energy_corrections" else {kind: rows}


@pytest.mark.parametrize("kind", SOUND)
def test_the_sound_rows_have_no_defect(kind, write_document):
    rows = [row | {"row_id": f"a-{number}"} for number, row in enumerate(SOUND[kind])]
    if kind == "energy_corrections":
        rows[0]["corrects"] = "limit"
        folder = write_document(
            "test", {"energy_limits": [LIMIT | {"row_id": "limit"}], kind: rows}
        )
    else:
        folder = write_document("test", {kind: rows})
    assert len(Standards.load(folder).document("test").rows(kind)) == len(rows)


@pytest.mark.parametrize(
    ("kind", "change", "defect"),
    [(kind, change, defect) for kind, found in DEFECTS.items() for change, defect in found],
)
def test_one_defect_gives_one_line_with_file_row_and_key(kind, change, defect, write_document):
    if isinstance(change, dict):
        change = [SOUND[kind][0] | change, *SOUND[kind][1:]]
    rows = [{"row_id": f"test-{number}"} | row for number, row in enumerate(change, start=1)]
    if kind == "energy_corrections":
        rows = [row | {"row_id": "c", "corrects": "test-1"} for row in rows]
    folder = write_document("test", tables(kind, rows))
    with pytest.raises(DataError) as raised:
        Standards.load(folder)
    (line,) = str(raised.value).splitlines()
    place, _, fault = line.partition(") ")
    assert place.startswith(f"test/{kind}.csv row ")
    assert fault.startswith(defect)


@pytest.mark.parametrize(
    ("limit", "correction", "defect"),
    [
        ({}, {"corrects": "x"}, "corrects: 'x' is no limit of this document"),
        ({}, {"corrects": "limit;limit"}, "corrects: names a row twice"),
        ({"level_1": ""}, {"levels": "1;3"}, "levels: limit has no level 1"),
    ],
)
def test_a_correction_must_correct_a_limit_of_its_own_document(
    limit, correction, defect, write_document
):
    of = CORRECTION | {"row_id": "c", "corrects": "limit"} | correction
    limits = [LIMIT | {"row_id": "limit"} | limit]
    folder = write_document("test", {"energy_limits": limits, "energy_corrections": [of]})
    with pytest.raises(DataError) as raised:
        Standards.load(folder)
    assert str(raised.value) == f"test/energy_corrections.csv (c) {defect}"


@pytest.mark.parametrize(
    ("header", "defect"),
    [
        ({"tables": {}}, "tables: empty"),
        ({"tables": ["levels.csv"]}, "tables: "),
        ({"applies_to": "old"}, "applies_to: "),
        ({"binding": "yes"}, "binding: "),
        ({"series": ""}, "series: "),
        ({"jurisdiction": "36"}, "jurisdiction: "),
        ({"in_force": "2022年"}, "in_force: "),
        ({"conflict": None}, "conflict: "),
    ],
)
def test_a_header_that_says_what_it_may_not_is_told_by_file_and_key(
    header, defect, write_document, tmp_path
):
    import yaml

    folder = write_document("test", {"policy_targets": [TARGET]})
    file = folder / "test" / "document.yaml"
    content = yaml.safe_load(file.read_text("utf-8")) | header
    file.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    if "tables" in header:
        (folder / "test" / "policy_targets.csv").unlink()
    with pytest.raises(DataError) as raised:
        Standards.load(folder)
    (line,) = str(raised.value).splitlines()
    assert line.startswith(f"test/document.yaml: {defect}")


def test_a_document_without_a_date_loads_and_never_holds(write_document):
    from datetime import date

    folder = write_document("test", {"policy_targets": [TARGET]}, in_force=None)
    document = Standards.load(folder).document("test")
    assert not any(document.holds_on(date(year, 6, 30)) for year in range(2000, 2050))


def test_one_row_id_may_not_stand_in_two_tables_of_a_document(write_document):
    rows = {
        "policy_targets": [TARGET | {"row_id": "a"}],
        "labour_parameters": [WAGE | {"row_id": "a"}],
    }
    with pytest.raises(
        DataError, match=r"policy_targets.csv row 2 \(a\) row_id: stands in labour_"
    ):
        Standards.load(write_document("test", rows))


# --- editions of one series ------------------------------------------------------------------------


def editions(write_document, until, start="2023-06-06", **header):
    write_document("old", {"policy_targets": [TARGET]}, in_force_until=until)
    return write_document("new", {"policy_targets": [TARGET]}, in_force=start, **header)


@pytest.mark.parametrize("until", ["2023-06-06", "2023-06-07", "2026-12-31"])
def test_an_edition_may_not_end_on_or_after_the_first_day_of_the_newer(write_document, until):
    with pytest.raises(DataError) as raised:
        Standards.load(editions(write_document, until))
    assert str(raised.value) == (
        f"old/document.yaml: in_force_until: {until} does not lie before 2023-06-06, "
        "when new of the same series begins"
    )


@pytest.mark.parametrize("until", ["2023-06-05", "2022-12-31", None])
def test_it_may_end_before_or_leave_its_end_to_the_newer_one(write_document, until):
    assert len(Standards.load(editions(write_document, until)).documents) == 2


@pytest.mark.parametrize("header", [{"jurisdiction": "360000"}, {"series": "others"}])
def test_documents_of_other_series_or_areas_may_overlap(write_document, header):
    folder = editions(write_document, "2026-12-31", **header)
    assert len(Standards.load(folder).documents) == 2


def test_every_kind_has_a_sound_example_and_defects():
    like = {"land_parameters", "electricity_prices", "credit_rules", "enforcement_rules",
            "lending_rates", "zombie_rules"}  # fmt: skip
    # tests/standards/fixtures, and test_replacement_ratios.py
    of_their_own = {"benchmark_levels", "conversion_coefficients", "replacement_ratios"}
    assert set(SOUND) == set(DEFECTS) == set(KINDS) - like - of_their_own
    assert all(KINDS[kind].columns == KINDS["labour_parameters"].columns for kind in like)
