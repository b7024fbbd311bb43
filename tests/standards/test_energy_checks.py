"""Checks of the tables of energy documents, each on a row with one defect."""

import pytest

from capacity_analysis.standards import KINDS
from capacity_analysis.standards.kinds.corrections import misplaced_corrections

LIMIT = {
    "row_id": "t-01",
    "product_id": "clinker",
    "also_products": "",
    "indicator": "comprehensive",
    "level_1": 100.0,
    "level_2": 107.0,
    "level_3": 117.0,
    "unit": "kgce/t",
}
CORRECTION = {
    "row_id": "t-c01",
    "corrects": "t-01",
    "levels": "1;2;3",
    "attribute": "feed_grade_percent",
    "form": "add_per_point",
    "coefficient": 3.61,
    "reference": 62.0,
    "intercept": None,
    "most_points": None,
    "terms": "",
    "condition_attribute": "",
    "condition_above": None,
    "confidence": "verified",
}
DEFINITION = {
    "product_id": "ferrosilicon",
    "indicator": "comprehensive",
    "basis": "si_percent",
    "basis_reference": 75.0,
    "pieces_per_t": None,
    "effective_from": "",
    "effective_to": "",
}
# 20 GJ/t * 0.03 tC/GJ * 50 % * 44/12 = 1.1 tCO2/t
FACTOR = {
    "carrier_id": "coke",
    "ncv": 20.0,
    "ncv_unit": "GJ/t",
    "carbon_tc_per_gj": 0.03,
    "oxidation_percent": 50.0,
    "tco2_per_unit": 1.1,
    "unit": "t",
    "year": None,
    "jurisdiction": "000000",
}
SOUND = {
    "energy_limits": LIMIT,
    "energy_corrections": CORRECTION,
    "unit_energy_definitions": DEFINITION,
    "emission_factors": FACTOR,
}


def defects(kind, **changes):
    return list(KINDS[kind].check_row({**SOUND[kind], **changes}))


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_row_has_no_defect(kind):
    assert defects(kind) == []
    assert list(KINDS[kind].check_table([(2, SOUND[kind])])) == []


@pytest.mark.parametrize(
    ("kind", "changes", "defect"),
    [
        ("energy_limits", {"also_products": "cement;a"}, "also_products: 'a' is not in"),
        ("energy_limits", {"also_products": "cement;"}, "also_products: '' is not in"),
        ("energy_limits", {"also_products": "feed;coal_power"}, "output of coal_power is in kWh"),
        ("energy_limits", {"level_3": 99.0, "level_2": None}, "99 is better than level_1 100"),
        ("energy_limits", {"level_2": 118.0}, "117 is better than level_2 118"),
        ("energy_limits", {"indicator": "electricity"}, "does not measure 'electricity'"),
        ("energy_corrections", {"levels": "1;4"}, "levels: '1;4' is not"),
        ("energy_corrections", {"levels": "3;1"}, "levels: '3;1' is not"),
        ("energy_corrections", {"coefficient": None}, "coefficient: the form add_per_point needs"),
        ("energy_corrections", {"intercept": 1.0}, "intercept: the form add_per_point has none"),
        ("energy_corrections", {"attribute": ""}, "needs 1, not 0"),
        ("energy_corrections", {"terms": "1:2"}, "terms: the form add_per_point has none"),
        ("energy_corrections", {"condition_above": 5.0}, "exactly where condition_attribute"),
        ("energy_corrections", {"confidence": "open"}, "open exactly where the form is not_found"),
        ("unit_energy_definitions", {"product_id": "a"}, "'a' is not in the vocabulary"),
        ("unit_energy_definitions", {"indicator": "net_coal_rate"}, "is not counted per t"),
        ("unit_energy_definitions", {"basis_reference": None}, "exactly where basis is"),
        ("unit_energy_definitions", {"basis_reference": 0.0}, "0 is not above zero"),
        ("unit_energy_definitions", {"pieces_per_t": 20.0}, "counted in weight boxes"),
        (
            "unit_energy_definitions",
            {"effective_from": "2022-01-01", "effective_to": "2021-12-31"},
            "2021-12-31 lies before 2022-01-01",
        ),
        ("emission_factors", {"carrier_id": "a"}, "'a' is not in the vocabulary"),
        ("emission_factors", {"carrier_id": "electricity"}, "electricity is kept in kWh"),
        ("emission_factors", {"jurisdiction": "36"}, "not a code of six digits"),
        ("emission_factors", {"tco2_per_unit": 1.1001}, "1.1001, but its parts give 1.1"),
        ("emission_factors", {"tco2_per_unit": 0.0}, "0 is not above zero"),
        ("emission_factors", {"ncv": None}, "ncv: given together"),
        ("emission_factors", {"ncv_unit": "GJ/10^4m3"}, "but the factor is per t"),
    ],
)
def test_a_row_with_a_defect_is_refused(kind, changes, defect):
    assert any(defect in found for found in defects(kind, **changes)), defects(kind, **changes)


@pytest.mark.parametrize(
    ("form", "terms", "defect"),
    [
        ("add_by_step", "15:2.5;a", "not numbers"),
        ("add_by_step", "15:2.5;nan:5.5", "not numbers"),
        ("add_by_step", "25:5.5;15:2.5", "do not ascend"),
        ("add_by_value", "1:8", "needs value:term"),
        ("add_interpolated", "21;22", "needs value:term"),
        ("furnace_power", "1;2;3", "needs nine numbers"),
    ],
)
def test_terms_that_a_form_cannot_compute_with_are_refused(form, terms, defect):
    attribute = "a;b;c" if form == "furnace_power" else "a"
    found = defects(
        "energy_corrections",
        form=form,
        terms=terms,
        attribute=attribute,
        coefficient=None,
        reference=None,
    )
    assert len(found) == 1
    assert defect in found[0]


def test_a_rounded_factor_agrees_with_its_parts_to_four_decimals():
    assert defects("emission_factors", tco2_per_unit=1.10004) == []
    assert defects("emission_factors", tco2_per_unit=1.10006) != []


def test_a_product_is_governed_once_per_document_and_indicator():
    check = KINDS["energy_limits"].check_table
    other = {**LIMIT, "product_id": "cement", "also_products": "clinker"}
    assert list(check([(2, LIMIT), (3, other)])) == [
        (3, "product_id: clinker has its level in row 2 already")
    ]
    assert list(check([(2, LIMIT), (3, {**other, "indicator": "fuel"})])) == []
    twice = {**LIMIT, "also_products": "clinker"}
    assert list(check([(2, twice)])) == [(2, "also_products: names a product twice")]


def test_two_definitions_of_one_indicator_may_follow_but_not_overlap():
    check = KINDS["unit_energy_definitions"].check_table
    first = {**DEFINITION, "effective_to": "2025-04-30"}
    after = {**DEFINITION, "effective_from": "2025-05-01"}
    assert list(check([(2, first), (3, after)])) == []
    late = {**DEFINITION, "effective_from": "2025-04-30"}
    assert list(check([(2, first), (3, late)])) == [(3, "effective_from: overlaps with row 2")]


def test_a_carrier_has_one_factor_per_area_and_year():
    check = KINDS["emission_factors"].check_table
    assert list(check([(2, FACTOR), (3, {**FACTOR, "year": 2022.0})])) == []
    assert list(check([(2, FACTOR), (3, FACTOR)])) == [
        (3, "carrier_id: coke has its factor in row 2")
    ]


def test_a_correction_of_a_limit_that_is_not_there_is_refused():
    tables = {"energy_limits": [LIMIT], "energy_corrections": [{**CORRECTION, "corrects": "t-02"}]}
    assert list(misplaced_corrections(tables)) == [
        "(t-c01) corrects: 't-02' is no limit of this document"
    ]


def test_a_correction_of_a_level_that_none_of_its_limits_has_is_refused():
    bare = {**LIMIT, "row_id": "t-02", "level_1": None, "level_2": None}
    correction = {**CORRECTION, "corrects": "t-02", "levels": "1"}
    assert list(
        misplaced_corrections({"energy_limits": [LIMIT, bare], "energy_corrections": [correction]})
    ) == ["(t-c01) levels: t-02 has no level 1"]
    both = {**correction, "corrects": "t-01;t-02"}
    assert (
        list(misplaced_corrections({"energy_limits": [LIMIT, bare], "energy_corrections": [both]}))
        == []
    )
