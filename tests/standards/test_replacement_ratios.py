"""The kind of capacity replacement ratios, and the document that ships."""

from __future__ import annotations

import datetime as dt

import pytest

from capacity_analysis.standards import KINDS, NoDocumentInForce, Standards

KIND = KINDS["replacement_ratios"]
ROW = {"row_id": "r", "products": "clinker;lime", "region": "other", "condition": "", "ratio": 1.5,
       "clause": "某办法", "effective_from": "2021-08-01", "effective_to": "", "jurisdiction": "",
       "source": "来源", "confidence": "verified", "remark": ""}  # fmt: skip


@pytest.fixture(scope="module")
def document():
    return Standards.load().document("capacity-replacement")


def test_a_sound_row_has_no_defect():
    assert list(KIND.check_row(ROW)) == []
    assert list(KIND.check_row(ROW | {"ratio": None, "confidence": "open"})) == []
    assert list(KIND.check_row(ROW | {"ratio": 1.0})) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"products": "clinker;klinker"}, "products: 'klinker' is not in the vocabulary"),
        ({"products": "lime;lime"}, "products: 'lime' stands twice"),
        ({"ratio": 0.99}, "ratio: 0.99 lets capacity grow"),
        ({"effective_to": "2021-07-31"}, "effective_to: 2021-07-31 lies before"),
    ],
)
def test_a_row_with_one_defect_is_told(change, told):
    (found,) = KIND.check_row(ROW | change)
    assert found.startswith(told)


@pytest.mark.parametrize(
    ("product", "region", "ratio"),
    [
        ("clinker", "other", 1.5),
        ("clinker", "key", 2.0),
        ("flat_glass_over_800", "other", 1.0),
        ("flat_glass_over_800", "key", 1.25),
        ("blast_furnace_iron", "other", 1.25),
        ("converter_steel", "key", 1.5),
    ],
)
def test_the_ratio_without_conditions_of_each_product_and_area(document, product, region, ratio):
    (row,) = (
        row
        for row in document.rows("replacement_ratios")
        if product in row["products"].split(";")
        and row["region"] == region
        and not row["condition"]
    )
    assert row["ratio"] == ratio


def test_every_ratio_is_recalled_and_says_so(document):
    rows = document.rows("replacement_ratios")
    assert {(row["confidence"], row["source"]) for row in rows} == {("recalled", "回忆")}
    assert "凭回忆" in document.notes


@pytest.mark.parametrize(
    ("product", "first"),
    [("clinker", dt.date(2021, 8, 1)), ("converter_steel", dt.date(2021, 6, 1))],
)
def test_the_ratios_hold_for_new_projects_from_their_own_day_on(product, first):
    standards = Standards.load()
    chain = ("360404", "360400", "360000", "000000")

    def held(day):
        try:
            rows = standards.rows_in_force("replacement_ratios", day, chain, applies_to="new").table
        except NoDocumentInForce:
            return False
        return bool(rows["products"].str.split(";").explode().eq(product).any())

    assert (held(first - dt.timedelta(days=1)), held(first)) == (False, True)
