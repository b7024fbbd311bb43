"""Which rows apply: one test for each rule by which documents meet, on small invented documents."""

from datetime import date

import pytest

from capacity_analysis.errors import DataError, UsageError
from capacity_analysis.standards import NoDocumentInForce, Standards

COUNTY = ("360404", "360400", "360000", "000000")
DAY = date(2024, 6, 30)


def level(product="clinker", advanced=100, baseline=117, **cells):
    return {"product_id": product, "advanced": advanced, "baseline": baseline, **cells}


OPEN = {"advanced": "", "baseline": "", "confidence": "open"}


def found(standards, on=DAY, chain=COUNTY, kind="benchmark_levels", **options):
    return standards.rows_in_force(kind, on, chain, **options)


def baselines(rows):
    """Return the baselines of each document's rows, by product."""
    table = rows.table.sort_values(["document_id", "product_id"])
    return [tuple(row) for row in table[["document_id", "product_id", "baseline"]].to_numpy()]


def absences(rows):
    return [tuple(row) for row in rows.absent.to_numpy()]


# --- newest ----------------------------------------------------------------------------------------


def test_the_newest_edition_replaces_the_older_from_its_first_day(standards):
    store = standards(
        old=({}, [level(baseline=117)]), new=({"in_force": "2023-06-06"}, [level(baseline=110)])
    )
    assert baselines(found(store, date(2023, 6, 5))) == [("old", "clinker", 117)]
    assert baselines(found(store, date(2023, 6, 6))) == [("new", "clinker", 110)]
    assert baselines(found(store, date(2023, 6, 7))) == [("new", "clinker", 110)]


def test_a_newest_edition_that_ended_never_revives_the_older(standards):
    ended = {"in_force": "2023-06-06", "in_force_until": "2024-06-29"}
    store = standards(
        old=({}, [level()]), new=(ended, [level(baseline=110)]),
        other=({"series": "other"}, [level("lime")]),
    )  # fmt: skip
    assert baselines(found(store, date(2024, 6, 29)))[0] == ("new", "clinker", 110)
    rows = found(store, date(2024, 6, 30))
    assert baselines(rows) == [("other", "lime", 117)]
    assert absences(rows) == [
        ("clinker", "comprehensive", "new", "2023-06-06"),
        ("clinker", "comprehensive", "old", "2022-01-01"),
    ]


def test_an_open_row_of_the_newest_edition_never_falls_back_to_the_older(standards):
    store = standards(old=({}, [level()]), new=({"in_force": "2023-06-06"}, [level() | OPEN]))
    rows = found(store)
    (row,) = rows.table.to_dict("records")
    assert (row["document_id"], row["confidence"]) == ("new", "open")
    assert row["baseline"] != row["baseline"]
    assert rows.absent.empty


def test_a_product_that_the_newest_edition_dropped_has_no_row_and_is_told(standards):
    store = standards(
        old=({}, [level(), level("lime")]), new=({"in_force": "2023-06-06"}, [level()])
    )
    rows = found(store)
    assert [row[:2] for row in baselines(rows)] == [("new", "clinker")]
    assert absences(rows) == [("lime", "comprehensive", "old", "2022-01-01")]


def test_a_newer_edition_without_such_a_table_replaces_the_older_as_a_whole(write_document):
    row = level(advanced="100", baseline="117")
    write_document("old", {"benchmark_levels": [row]})
    target = [{"deadline": "2025-12-31"}]
    folder = write_document(
        "new", {"policy_targets": target}, in_force="2023-06-06", title="新版", number="2号"
    )
    store = Standards.load(folder)
    assert baselines(found(store, date(2023, 6, 5))) == [("old", "clinker", 117)]
    with pytest.raises(NoDocumentInForce) as raised:
        found(store, date(2023, 6, 6))
    assert str(raised.value).endswith(
        "（已收录：《测试用文件》（测试〔2022〕1号）自2022年1月1日起施行，已由《新版》（2号）代替）"
    )


def test_an_edition_that_has_not_begun_and_one_without_a_date_do_not_hold(standards):
    store = standards(
        old=({}, [level()]),
        later=({"in_force": "2024-07-01"}, [level(), level("lime")]),
        undated=({"series": "other", "in_force": None}, [level("pellets")]),
    )
    rows = found(store)
    assert [row[:2] for row in baselines(rows)] == [("old", "clinker")]
    assert absences(rows) == [
        ("lime", "comprehensive", "later", "2024-07-01"),
        ("pellets", "comprehensive", "undated", ""),
    ]


# --- stricter --------------------------------------------------------------------------------------


def test_a_stricter_provincial_document_adds_its_row_to_the_national_one(standards):
    store = standards(
        nation=({}, [level(baseline=117), level("lime", baseline=150)]),
        province=({"jurisdiction": "360000", "conflict": "stricter"}, [level(baseline=112)]),
    )
    rows = found(store)
    assert baselines(rows) == [
        ("nation", "clinker", 117), ("nation", "lime", 150), ("province", "clinker", 112),
    ]  # fmt: skip
    by_document = rows.table.set_index("document_id")["jurisdiction"]
    assert (by_document["province"], set(by_document["nation"])) == ("360000", {"000000"})
    assert [document.id for document in rows.documents] == ["nation", "province"]


def test_a_document_of_another_area_adds_nothing(standards):
    store = standards(
        nation=({}, [level()]),
        zhejiang=({"jurisdiction": "330000", "conflict": "stricter"}, [level("lime")]),
    )
    rows = found(store)
    assert [row[:2] for row in baselines(rows)] == [("nation", "clinker")]
    assert rows.absent.empty


# --- higher ----------------------------------------------------------------------------------------

YIELDS = {"jurisdiction": "360404", "conflict": "higher", "series": "county"}


def test_a_county_document_that_yields_applies_only_where_no_higher_level_has_a_row(standards):
    store = standards(
        nation=({}, [level(baseline=117)]),
        county=(YIELDS, [level(baseline=105), level("lime", baseline=140)]),
    )
    assert baselines(found(store)) == [("county", "lime", 140), ("nation", "clinker", 117)]


def test_it_yields_to_an_open_row_too(standards):
    store = standards(nation=({}, [level() | OPEN]), county=(YIELDS, [level(baseline=105)]))
    (row,) = found(store).table.to_dict("records")
    assert (row["document_id"], row["confidence"]) == ("nation", "open")


def test_it_yields_to_every_higher_level_and_to_one_key_at_a_time(standards):
    store = standards(
        city=({"jurisdiction": "360400", "conflict": "stricter"}, [level(baseline=109)]),
        county=(YIELDS, [level(baseline=105), level(indicator="fuel", baseline=103)]),
    )
    rows = found(store)
    assert baselines(rows) == [("city", "clinker", 109), ("county", "clinker", 103)]


def test_a_document_to_which_it_yielded_gives_the_field_back_when_it_ends(standards):
    store = standards(
        nation=({"in_force_until": "2024-06-30"}, [level(baseline=117)]),
        county=(YIELDS, [level(baseline=105)]),
    )
    assert baselines(found(store, date(2024, 6, 30))) == [("nation", "clinker", 117)]
    assert baselines(found(store, date(2024, 7, 1))) == [("county", "clinker", 105)]


def test_a_target_that_binds_nobody_takes_no_binding_rule_away(standards):
    target = {"binding": False}
    store = standards(
        nation=(target, [level(baseline=100)]), county=(YIELDS, [level(baseline=105)])
    )
    rows = found(store)
    assert baselines(rows) == [("county", "clinker", 105), ("nation", "clinker", 100)]
    assert rows.table.set_index("document_id")["binding"].to_dict() == {
        "county": True,
        "nation": False,
    }


def test_a_target_that_yields_yields_to_any_higher_target(standards):
    store = standards(
        nation=({"binding": False}, [level(baseline=100)]),
        county=(YIELDS | {"binding": False}, [level(baseline=105)]),
    )
    assert baselines(found(store)) == [("nation", "clinker", 100)]


# --- what no rule covers ---------------------------------------------------------------------------


def test_two_national_series_with_a_row_of_one_key_are_refused_by_name(standards):
    store = standards(one=({}, [level()]), two=({"series": "others"}, [level(), level("lime")]))
    with pytest.raises(DataError, match=r"clinker, comprehensive between one \(.*, two \("):
        found(store)


def test_two_national_series_of_different_products_stand_side_by_side(standards):
    store = standards(one=({}, [level()]), two=({"series": "others"}, [level("lime")]))
    assert [row[:2] for row in baselines(found(store))] == [("one", "clinker"), ("two", "lime")]


def test_a_local_document_that_says_neither_stricter_nor_higher_is_refused(standards):
    store = standards(
        nation=({}, [level()]), county=({"jurisdiction": "360404"}, [level(baseline=105)])
    )
    with pytest.raises(DataError, match=r"between county \(360404.*, nation \(000000"):
        found(store)


def test_the_same_local_document_applies_where_nothing_above_it_speaks(standards):
    store = standards(nation=({}, [level()]), county=({"jurisdiction": "360404"}, [level("lime")]))
    assert [row[:2] for row in baselines(found(store))] == [
        ("county", "lime"), ("nation", "clinker"),
    ]  # fmt: skip


# --- what a document and a row hold for ------------------------------------------------------------


def test_a_document_for_new_projects_gives_no_row_for_existing_ones(standards):
    store = standards(
        nation=({}, [level()]),
        new=({"series": "new", "applies_to": "new"}, [level("lime")]),
        running=({"series": "running", "applies_to": "existing"}, [level("pellets")]),
    )
    assert set(found(store).table["product_id"]) == {"clinker", "pellets"}
    assert set(found(store, applies_to="new").table["product_id"]) == {"clinker", "lime"}
    assert found(store).absent.empty


def test_a_row_for_new_projects_of_a_document_for_all_is_given_for_those_alone(standards):
    lines = ["existing", "new", "all"]
    store = standards("catalogue_entries", catalogue=({}, [{"applies_to": each} for each in lines]))

    def held(**options):
        return found(store, kind="catalogue_entries", **options).table["applies_to"].tolist()

    assert held() == ["existing", "all"]
    assert held(applies_to="new") == ["new", "all"]


def test_a_row_that_governs_further_products_is_given_once_for_each(standards):
    row = level("flat_glass_500_to_800", 8, 12, also_products="clinker;lime", row_id="a")
    store = standards(nation=({}, [row | {"product_id": "sinter"}]))
    table = found(store).table
    assert table["product_id"].tolist() == ["sinter", "clinker", "lime"]
    assert set(table["row_id"]) == {"a"}
    assert set(table["baseline"]) == {12}
    assert "also_products" not in table


def test_a_further_product_clashes_like_a_product_of_its_own(standards):
    store = standards(
        one=({}, [level(also_products="lime")]), two=({"series": "others"}, [level("lime")])
    )
    with pytest.raises(DataError, match="lime, comprehensive"):
        found(store)


def test_rows_with_dates_of_their_own_hold_from_their_first_to_their_last_day(standards):
    wages = [
        {"value": 1680, "effective_from": "2021-04-01", "effective_to": "2024-06-29",
         "jurisdiction": "360000"},
        {"value": 1850, "effective_from": "2024-06-30", "jurisdiction": "360000"},
    ]  # fmt: skip
    store = standards("labour_parameters", labour=({}, wages))
    kind = "labour_parameters"

    def value(on):
        return found(store, on, kind=kind).table["value"].tolist()

    assert value(date(2024, 6, 29)) == [1680]
    assert value(date(2024, 6, 30)) == [1850]
    assert value(date(2024, 7, 1)) == [1850]


def test_a_row_that_has_not_begun_is_absent_unless_another_row_of_its_key_holds(standards):
    rows = [
        {"parameter": "one", "effective_from": "2025-01-01", "value": 1},
        {"parameter": "two", "effective_from": "2025-01-01", "value": 2},
        {"parameter": "two", "effective_to": "2024-12-31", "value": 3},
    ]
    places = [row | {"jurisdiction": "000000"} for row in rows]
    store = standards("labour_parameters", labour=({}, places))
    result = found(store, kind="labour_parameters")
    assert result.table["value"].tolist() == [3]
    assert absences(result) == [("one", "", "labour", "2025-01-01")]


def test_rows_of_other_areas_are_left_out_and_each_row_tells_its_own(standards):
    places = ["000000", "360000", "330000", "360404"]
    rows = [{"value": n, "jurisdiction": place} for n, place in enumerate(places)]
    store = standards("labour_parameters", labour=({}, rows))
    result = found(store, kind="labour_parameters")
    assert dict(result.table[["jurisdiction", "value"]].to_numpy()) == {
        "000000": 0, "360000": 1, "360404": 3,
    }  # fmt: skip
    assert result.absent.empty


def test_documents_for_areas_of_their_own_stand_side_by_side(standards):
    """The question takes the nearest grid: its kind says so by a column for the area."""
    store = standards(
        "emission_factors",
        nation=({"series": "n"}, [{"tco2_per_unit": 0.57, "jurisdiction": "000000"}]),
        jiangxi=(
            {"series": "j", "jurisdiction": "360000"},
            [{"tco2_per_unit": 0.58, "jurisdiction": "360000"}],
        ),
    )
    table = found(store, kind="emission_factors").table
    assert dict(table[["jurisdiction", "tco2_per_unit"]].to_numpy()) == {
        "000000": 0.57, "360000": 0.58,
    }  # fmt: skip


def test_rows_of_no_known_carrier_do_not_meet_in_their_empty_key(standards):
    def factor(number):
        return {"carrier_id": "", "tco2_per_unit": number, "jurisdiction": "000000"}

    store = standards(
        "emission_factors", one=({}, [factor(1), factor(2)]), two=({"series": "two"}, [factor(3)])
    )
    assert found(store, kind="emission_factors").table["tco2_per_unit"].tolist() == [1, 2, 3]


def test_rows_of_a_kind_without_a_key_all_apply(standards):
    entries = [{"applies_to": "all"}]
    store = standards(
        "catalogue_entries",
        nation=({}, entries),
        county=({"jurisdiction": "360404"}, entries),
        later=({"in_force": "2025-01-01", "series": "later"}, entries),
    )
    rows = found(store, kind="catalogue_entries")
    assert rows.table["document_id"].tolist() == ["county", "nation"]
    assert absences(rows) == [("later", "2025-01-01")]


# --- the answer ------------------------------------------------------------------------------------


def test_the_table_has_the_columns_of_its_kind_and_where_each_row_comes_from(standards):
    table = found(standards(nation=({}, [level()]))).table
    assert table.columns.tolist() == [
        "row_id", "product_id", "product", "process_or_grade", "indicator", "indicator_zh",
        "advanced", "baseline", "unit", "gb4754", "reference_standard", "remark", "source",
        "confidence", "document_id", "jurisdiction", "binding",
    ]  # fmt: skip
    assert table["binding"].dtype == bool
    assert table["baseline"].dtype == float
    assert table.index.tolist() == [0]


def test_a_table_without_rows_gives_none_and_no_document(standards):
    store = standards(empty=({"series": "empty"}, []), nation=({}, [level()]))
    rows = found(store)
    assert [document.id for document in rows.documents] == ["nation"]
    assert rows.table["binding"].dtype == bool
    assert found(standards_of(store, "empty")).table.empty


def standards_of(store, *names):
    return Standards(tuple(d for d in store.documents if d.id in names), "digest")


def test_an_answer_may_be_changed_without_changing_the_next_one(standards):
    store = standards(nation=({}, [level(baseline=117)]))
    table = found(store).table
    table["baseline"] = 0.0
    assert baselines(found(store)) == [("nation", "clinker", 117)]


def test_a_kind_without_a_document_on_the_day_is_refused_in_the_reader_s_words(standards):
    store = standards(nation=({"in_force": "2024-07-01"}, [level()]))
    with pytest.raises(NoDocumentInForce) as raised:
        found(store)
    assert str(raised.value) == (
        "没有收录在2024年6月30日有效的能效标杆水平和基准水平文件"
        "（已收录：《测试用文件》（测试〔2022〕1号）自2024年7月1日起施行）"
    )
    with pytest.raises(NoDocumentInForce, match=r"有效的单位产品能源消耗限额文件$"):
        found(store, kind="energy_limits")


def test_an_unknown_kind_and_a_single_code_are_mistakes_of_the_caller(standards):
    store = standards(nation=({}, [level()]))
    with pytest.raises(UsageError, match="unknown kind"):
        found(store, kind="levels")
    with pytest.raises(TypeError, match="chain"):
        found(store, chain="000000")


def test_the_packaged_documents_meet_without_a_conflict():
    from capacity_analysis.standards import KINDS

    store = Standards.load()
    for kind in KINDS:
        for day in (date(2022, 6, 30), date(2024, 1, 31), date(2026, 12, 31)):
            try:
                found(store, day, kind=kind)
            except NoDocumentInForce:
                continue
