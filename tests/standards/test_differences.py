"""Two editions compared row by row: what is the same, what changed, and what nobody checked."""

import pytest

from capacity_analysis.errors import UsageError
from capacity_analysis.standards import compare


def level(product, baseline, confidence="verified", **cells):
    open_row = confidence == "open"
    return {
        "product_id": product,
        "advanced": "" if open_row else 100,
        "baseline": "" if open_row else baseline,
        "confidence": confidence,
        **cells,
    }


@pytest.fixture
def changes(standards):
    def of(old, new, kind="benchmark_levels"):
        store = standards(kind, old=({}, old), new=({"in_force": "2023-06-06"}, new))
        return compare(store.document("old"), store.document("new"))

    return of


def told(differences):
    return [(found.key[0], found.change) for found in differences]


def test_rows_are_aligned_by_product_and_indicator_whatever_their_ids_and_order(changes):
    found = changes(
        [level("clinker", 117), level("lime", 150, row_id="x")],
        [level("lime", 140), level("clinker", 117)],
    )
    assert told(found) == [("clinker", "same"), ("lime", "changed")]
    assert found[1].columns == ("baseline",)
    assert (found[1].old["row_id"], found[1].new["baseline"]) == ("x", 140)


def test_a_row_of_one_edition_alone_is_added_or_removed(changes):
    found = changes([level("clinker", 117)], [level("lime", 150)])
    assert told(found) == [("clinker", "removed"), ("lime", "added")]
    assert (found[0].new, found[1].old) == (None, None)


@pytest.mark.parametrize("mark", ["recalled", "carried_over", "open"])
@pytest.mark.parametrize("baseline", [117, 110])
def test_a_row_that_nobody_saw_in_a_source_is_not_checked_whatever_it_says(changes, mark, baseline):
    known, unsure = [level("clinker", 117)], [level("clinker", baseline, mark)]
    assert told(changes(known, unsure)) == [("clinker", "not_checked")]


@pytest.mark.parametrize("mark", ["recalled", "carried_over", "open"])
def test_nor_is_one_that_is_unsure_in_the_older_edition(changes, mark):
    assert told(changes([level("clinker", 117, mark)], [level("clinker", 117)])) == [
        ("clinker", "not_checked")
    ]


def test_rows_seen_in_a_second_source_may_be_called_the_same(changes):
    row = level("clinker", 117, "cross_checked")
    assert told(changes([row], [row])) == [("clinker", "same")]


def test_a_remark_or_a_source_is_no_difference(changes):
    new = level("clinker", 117, remark="备注", source="另一来源", row_id="other")
    assert told(changes([level("clinker", 117)], [new])) == [("clinker", "same")]


def test_a_row_of_several_products_is_compared_for_each(changes):
    found = changes(
        [level("clinker", 117, also_products="lime")], [level("clinker", 117), level("lime", 140)]
    )
    assert told(found) == [("clinker", "same"), ("lime", "changed")]


def test_two_rows_of_the_same_several_products_are_told_once(changes):
    row = level("clinker", 117, also_products="lime;sinter")
    assert told(changes([row], [row])) == [("clinker", "same")]


def test_a_second_indicator_of_a_product_is_another_row(changes):
    fuel = level("clinker", 105, indicator="fuel")
    found = changes([level("clinker", 117)], [level("clinker", 117), fuel])
    assert [(each.key, each.change) for each in found] == [
        (("clinker", "comprehensive"), "same"), (("clinker", "fuel"), "added"),
    ]  # fmt: skip


def test_targets_are_aligned_by_what_they_are_about(changes):
    old = [{"item": "产能占比", "value": 30, "unit": "%", "deadline": "2025-12-31"}]
    new = [
        {"item": "产能占比", "value": 30, "unit": "%", "deadline": "2026-12-31"},
        {"item": "改造"},
    ]
    found = changes(old, new, "policy_targets")
    assert told(found) == [("产能占比", "changed"), ("改造", "added")]
    assert found[0].columns == ("deadline",)


def test_the_name_of_a_group_of_criteria_is_no_difference(changes):
    def cupola(group):
        first = {"row_id": group, "all_of": group, "equipment": "冲天炉", "applies_to": "all"}
        return [first, first | {"row_id": f"{group}b", "attribute": "melting_t_per_h"}]

    found = changes(cupola("c19"), cupola("c24"), "catalogue_entries")
    assert [(each.old["row_id"], each.new["row_id"], each.change) for each in found] == [
        ("c19", "c24", "same"), ("c19b", "c24b", "same"),
    ]  # fmt: skip


def test_documents_without_a_common_kind_of_table_are_refused(write_document):
    from capacity_analysis.standards import Standards

    write_document("levels", {"benchmark_levels": [level("clinker", 117)]})
    folder = write_document("targets", {"policy_targets": [{}]}, series="targets")
    store = Standards.load(folder)
    with pytest.raises(UsageError, match="没有同一类的表"):
        compare(store.document("levels"), store.document("targets"))
