"""The data-dictionary page names every table, column, choice and kind of problem."""

from __future__ import annotations

from typing import get_args

import pytest
from lookup import LookupPage

from capacity_analysis import text, vocabulary
from capacity_analysis.briefing.reference.dictionary import dictionary_body
from capacity_analysis.ledger import KINDS, registry
from capacity_analysis.ledger.registry import FieldType

TABLES = {"guide": registry().guide, **registry().tables}


@pytest.fixture(scope="module")
def page():
    return LookupPage(dictionary_body())


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_place_its_help_its_key_and_a_row_for_each_column(page, name):
    table = TABLES[name]
    assert name in page.ids
    assert table.help in page.text
    if table.key:
        assert "、".join(table.fields[key].header for key in table.key) in page.text
    for field, spec in table.fields.items():
        shown = page.rows[f"{name}.{field}"]
        assert shown[:2] == [spec.header, field]
        assert (shown[3] == "必填") == spec.required
        assert shown[5] == spec.help
        for choice in spec.choices.values():
            assert choice in shown[4]


def test_every_type_of_field_has_a_word(page):
    used = {spec.type for table in TABLES.values() for spec in table.fields.values()}
    assert used == set(get_args(FieldType))
    assert page.rows["lines.started_on"][2] == "年、年月或日期（取最早一天）"
    assert page.rows["lines.retired_on"][2] == "年、年月或日期（取最后一天）"


def test_least_values_units_and_defaults_are_told(page):
    assert page.rows["lines.capacity"][4] == "不小于0\n单位见“能力单位”"
    assert page.rows["enterprises.land_area_mu"][4] == "不小于0\n单位：亩"
    assert "空着时为“消费”" in page.rows["energy.flow"][4]


def test_a_vocabulary_is_linked_and_listed_whole(page):
    assert "#vocabulary.products" in page.links
    for product in vocabulary.products().values():
        assert page.rows[f"products.{product.product_id}"][0] == product.name
    for carrier in vocabulary.carriers().values():
        assert page.rows[f"carriers.{carrier.carrier_id}"][0] == carrier.name


def test_the_words_of_equipment_are_listed_with_how_a_value_is_filled_in(page):
    for kind in vocabulary.equipment_types().values():
        assert page.rows[f"equipment_types.{kind.type_id}"][0] == kind.name
    for attribute in vocabulary.equipment_attributes().values():
        shown = page.rows[f"equipment_attributes.{attribute.attribute_id}"]
        assert shown[0] == attribute.name
        assert (
            shown[2] == {"number": "数", "flag": "1为是，0为否", "text": "文字值"}[attribute.kind]
        )
    for use in vocabulary.equipment_uses().values():
        assert page.rows[f"equipment_uses.{use.use_id}"] == [use.name, use.name_en, use.use_id]
    assert page.rows["equipment.equipment_type"][4] == "装备类型词表"


def test_every_kind_of_problem_has_a_row(page):
    for code, kind in KINDS.items():
        shown = page.rows[f"problems.{code}"]
        assert shown[0] == code
        assert shown[1] in ("错误", "提示", "说明")
        assert shown[2:] == [kind.message, kind.remedy]


def test_no_place_has_two_names_and_every_link_leads_to_one(page):
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_the_page_is_the_same_each_time():
    assert dictionary_body() == dictionary_body()


def test_in_english_the_names_of_problems_are_english():
    with text.language("en"):
        page = LookupPage(dictionary_body())
    assert page.rows["problems.empty_file"][2].isascii()
