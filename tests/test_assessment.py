"""An assessment is whole, frozen, traceable, and survives saving."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json

import pandas as pd
import pytest

from capacity_analysis import Assessment, Campaign, Standards, assess, paths, read_ledger
from capacity_analysis.assessment import is_saved
from capacity_analysis.assessment.build import benchmark_gaps
from capacity_analysis.errors import UsageError


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(paths.sample_ledger())


@pytest.fixture(scope="module")
def assessment(ledger, assess_once):
    return assess_once(ledger)


def test_the_day_is_the_ledgers_own_unless_another_is_given(ledger, assessment, assess_once):
    assert assessment.as_of == dt.date(2022, 9, 10)
    assert assess_once(ledger, as_of=dt.date(2022, 3, 1)).as_of == dt.date(2022, 3, 1)


def test_a_ledger_without_a_day_needs_one(ledger):
    with pytest.raises(UsageError, match="数据截至"):
        assess(dataclasses.replace(ledger, data_as_of=None))


def test_every_line_has_one_verdict_and_every_enterprise_one_industry(ledger, assessment):
    assert assessment["gaps"]["line_code"].tolist() == list(range(len(ledger["lines"])))
    assert assessment["enterprises"]["enterprise_id"].is_unique
    known = {industry.id for industry in Campaign.load().all_industries}
    assert set(assessment["enterprises"]["industry"]) <= known
    assert set(assessment["gaps"]["result"]) <= {"hit", "clear", "undecided", "review"}


@pytest.mark.parametrize("ground", ["gaps", "limits"])
def test_a_line_without_a_verdict_has_a_reason_and_one_with_a_verdict_has_none(assessment, ground):
    found = assessment[ground]
    assert found.loc[found["result"] == "undecided", "reason"].notna().all()
    assert found.loc[found["result"].isin(["hit", "clear"]), "reason"].isna().all()
    # A line under review has one where the doubt is not about an unchecked number.
    reviewed = found.loc[found["result"] == "review", "reason"].dropna()
    assert set(reviewed) <= {"allocation_sensitive", "correction_unknown"}


def test_every_verdict_is_traced_to_document_row_and_cells(assessment):
    decided = assessment["gaps"][assessment["gaps"]["tier"].notna()]
    assert (
        decided["row_id"]
        .isin(Standards.load().document("ndrc-2021-1609").table("benchmark_levels")["row_id"])
        .all()
    )
    assert decided["output_cells"].str.match(r"产量!E\d+").all()
    assert decided["energy_cells"].str.match(r"能源!F\d+").all()


def test_the_cells_named_hold_the_amounts_used(ledger, assessment):
    import openpyxl

    workbook = openpyxl.load_workbook(paths.sample_ledger(), read_only=True)
    terms = assessment["terms"].dropna(subset=["amount"])
    terms = terms[~terms["allocated"]].iloc[::40]  # a part of a cell is no cell
    for cell, amount in zip(terms["source_cell"], terms["amount"], strict=True):
        sheet, address = cell.split("!")
        assert workbook[sheet][address].value == pytest.approx(amount)


def test_energy_of_the_lines_adds_up_to_the_terms_of_the_year(assessment):
    # Totals reconcile: what the lines carry is what the energy rows that name them hold; a line
    # that lacks an amount carries no sum at all.
    terms, gaps = assessment["terms"], assessment["gaps"]
    whole = gaps.loc[gaps["energy_tce"].notna(), "line_code"]
    own = terms[terms["line_code"].isin(whole) & (terms["year"] == assessment.year)]
    assert gaps["energy_tce"].sum() == pytest.approx(own["energy_kgce"].sum() / 1000)
    lacking = gaps["reason"].isin(["amount_missing", "carrier_missing", "energy_missing"])
    assert gaps.loc[lacking, "energy_tce"].isna().all()


def test_saving_and_loading_changes_nothing(assessment, tmp_path):
    loaded = Assessment.load(assessment.save(tmp_path / "saved"))
    for name, table in assessment.tables.items():
        pd.testing.assert_frame_equal(table.reset_index(drop=True), loaded[name])
    assert loaded.digest == assessment.digest
    for field in dataclasses.fields(Assessment):
        if field.name != "tables":
            assert getattr(loaded, field.name) == getattr(assessment, field.name)


def test_saving_twice_writes_the_same_bytes(assessment, tmp_path):
    one, two = assessment.save(tmp_path / "one"), assessment.save(tmp_path / "two")
    for file in one.iterdir():
        assert file.read_bytes() == (two / file.name).read_bytes()


def test_a_changed_number_changes_the_digest(assessment):
    gaps = assessment["gaps"].copy()
    gaps.loc[0, "output_quantity"] = 1.0
    changed = dataclasses.replace(assessment, tables={**assessment.tables, "gaps": gaps})
    assert changed.digest != assessment.digest


@pytest.mark.parametrize(
    "change", [{"attribution": "某机构"}, {"absences": ("无",)}, {"warnings": 1}, {"year": 2020}]
)
def test_whatever_a_page_says_changes_the_digest(assessment, change):
    assert dataclasses.replace(assessment, **change).digest != assessment.digest


def test_free_text_is_not_kept_beside_the_pages(assessment):
    reported = ("enterprises", "lines", "terms", "unit_energy", "gaps", "missing")
    assert not [name for name in reported if "remark" in assessment[name]]


def test_a_folder_that_holds_no_assessment_is_refused(tmp_path):
    assert not is_saved(tmp_path)
    with pytest.raises(UsageError, match="不是保存的评估结果"):
        Assessment.load(tmp_path)


def test_an_assessment_of_another_format_is_refused(assessment, tmp_path):
    saved = assessment.save(tmp_path / "saved")
    meta = json.loads((saved / "assessment.json").read_text(encoding="utf-8"))
    meta["format"] = 0
    (saved / "assessment.json").write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(UsageError, match="其他版本"):
        Assessment.load(saved)


def test_a_day_without_a_benchmark_document_says_so_and_decides_nothing(ledger):
    found = assess(ledger, as_of=dt.date(2021, 12, 31))
    assert len(found.absences) == 1
    assert found.document_for("benchmark_levels") is None
    running = found["gaps"][found["gaps"]["out_of_operation"].isna()]
    assert set(running["reason"]) == {"no_document"}


def test_a_day_without_coefficients_has_no_unit_energy_and_is_judged_on_the_other_grounds(ledger):
    # GB/T 2589-2020 holds from 2021-04-01, the catalogue of 2019 from 2020-01-01.
    found = assess(ledger, as_of=dt.date(2020, 6, 1))
    assert found["unit_energy"]["measured"].isna().all()
    assert not found["limits"]["result"].isin(["hit", "clear"]).any()
    assert any("折标准煤系数" in absence for absence in found.absences)
    listed = found["findings"][found["findings"]["ground"] == "elimination_list"]
    assert (listed["result"] == "hit").any()


def test_a_day_without_a_catalogue_that_binds_clears_no_line_of_it(ledger):
    # The catalogue of 2011 as on file holds from 2013-05-01; guofa-2010-7 binds nobody.
    found = assess(ledger, as_of=dt.date(2012, 9, 10))["findings"]
    listed = found[found["ground"].isin(["elimination_list", "restricted_low_rating"])]
    assert not listed["result"].isin(["hit", "clear"]).any()
    assert (listed["reason"] == "no_document").any()


def test_a_plan_without_grounds_finds_nothing_and_fails_at_nothing(ledger):
    bare = Campaign.load().model_copy(update={"grounds": ()})
    assert assess(ledger, campaign=bare)["findings"].empty


def test_an_assessment_cannot_be_changed(assessment):
    with pytest.raises(dataclasses.FrozenInstanceError):
        assessment.year = 2020


def test_it_shows_itself_in_a_notebook(assessment):
    html = assessment._repr_html_()
    assert "低于基准水平" in html
    assert "2021" in html


# What was collected, and what may only be added up


def _with_statistics(small_reading, values):
    """Return the small ledger with energy of statistics for some enterprises."""
    rows = [
        {"enterprise_id": name, "year": 2021, "indicator": "energy_tce", "value": value}
        for name, value in values.items()
    ]
    return small_reading(lambda tables: tables.update(statistics=rows))


def _everything(assessment):
    return "".join(
        frame.astype("str").to_csv() for frame in assessment.tables.values()
    ) + assessment._meta()  # fmt: skip


def test_what_may_only_be_added_up_is_in_no_table_and_no_file(tmp_path, small_reading):
    values = {"E1": 81234.5, "E2": 82345.25, "E3": 83456.125}
    assessed = assess(_with_statistics(small_reading, values))
    told = assessed["statistics"].set_index("industry")["suppressed"].to_dict()
    assert told == {"cement": "few", "steel": "few"}
    saved = assessed.save(tmp_path / "saved")
    bytes_of_all = b"".join(file.read_bytes() for file in saved.iterdir())
    for value in values.values():
        assert str(value) not in _everything(assessed)
        assert str(value).encode() not in bytes_of_all
    assert str(values["E1"] + values["E2"]) not in _everything(assessed)
    assert assessed["statistics"]["total"].isna().all()


def test_a_ledger_with_statistics_gives_the_verdicts_of_one_without(small_reading, assess_once):
    absurd = dict.fromkeys(("E1", "E2", "E3", "E4"), 1e9)
    with_them = assess(_with_statistics(small_reading, absurd))
    without = assess_once(small_reading())
    for name in with_them.tables.keys() - {"statistics"}:
        pd.testing.assert_frame_equal(with_them[name], without[name])


def test_the_tables_of_the_collection_survive_saving(tmp_path, small_reading):
    said = {"reason": "核对", "provider": "区供电公司", "corrected_on": dt.date(2022, 9, 1)}
    key = {"enterprise_id": "E1", "line_id": "1号线", "year": 2021}

    def change(tables):
        tables["corrections"] = [
            {
                "table": "能源",
                **key,
                "item": "电力",
                "field": "实物量",
                "old_value": old,
                "new_value": "5300",
                **said,
            }
            for old in ("5200", "1")
        ]
        tables["returns"] = [{"enterprise_id": "E1", "outcome": "returned", "versions": 2}]
        tables["sources"] = [
            {
                "source_id": f"S{at}",
                "file": f"{at}.xlsx",
                "supplier": "某单位",
                "role": "list",
                "layout": "list",
                "permitted_use": use,
                "digest": "0",
            }
            for at, use in enumerate(("decide", "decide", "aggregate"))
        ]
        tables["comparisons"] = [
            {
                "enterprise_id": "E2",
                "fact": "electricity",
                "year": 2021,
                "source_id": source,
                "value": value,
                "unit": "万千瓦时",
                "standing": "contested",
            }
            for source, value in (("S0", 5600.0), ("S1", 7000.0), ("S2", 31415.0))
        ]
        tables["origins"] = [
            {"table": "能源", "record": "E1|1号线|2021|电力|消费|生产线|", "source_id": "S0",
             "source_sheet": "能耗", "cells": "实物量=C5"}
        ]  # fmt: skip

    assessed = assess(small_reading(change))
    assert assessed["corrections"]["outcome"].tolist() == ["applied", "no_longer_applies"]
    assert assessed["returns"]["outcome"].tolist() == ["returned"]
    # What a source for aggregates only says is in no comparison.
    assert assessed["comparisons"]["value"].tolist() == [5600.0, 7000.0]
    assert assessed["comparisons"]["difference_percent"].tolist()[1] == pytest.approx(25.0)
    assert assessed["origins"].to_dict("records") == [
        {"cell": "能源!F3", "origin": "0.xlsx 能耗!C5"}
    ]
    assert assessed["gaps"]["reason"].tolist()[1] == "electricity_contested"
    loaded = Assessment.load(assessed.save(tmp_path / "saved"))
    for name, table in assessed.tables.items():
        pd.testing.assert_frame_equal(table.reset_index(drop=True), loaded[name])
    assert loaded.digest == assessed.digest


@pytest.mark.parametrize(("year", "reason"), [(2021, "electricity_contested"), (2020, None)])
def test_only_the_year_that_is_contested_gets_no_verdict(small_reading, year, reason):
    def change(tables):
        tables["sources"] = [
            {
                "source_id": f"S{at}",
                "file": f"{at}.xlsx",
                "supplier": "某单位",
                "role": "list",
                "layout": "list",
                "permitted_use": "decide",
                "digest": "0",
            }
            for at in range(2)
        ]
        tables["comparisons"] = [
            {"enterprise_id": "E1", "fact": "electricity", "year": year, "source_id": f"S{at}",
             "value": 1.0 + at, "unit": "万千瓦时", "standing": "contested"} for at in range(2)
        ]  # fmt: skip

    gaps = benchmark_gaps(small_reading(change))
    found = gaps.loc[gaps["enterprise_id"] == "E1", "reason"].tolist()
    assert [None if pd.isna(one) else one for one in found] == [reason]


@pytest.mark.parametrize(
    ("compared", "corrected", "reason"),
    [
        ((5200.0, "agreeing"), None, None),
        # 5200 corrected to a figure that the meters do not bear out, and to one that they do.
        ((5200.0, "agreeing"), "4000", "electricity_contested"),
        ((6000.0, "contested"), None, "electricity_contested"),
        ((6000.0, "contested"), "5900", None),
    ],
)
def test_a_correction_of_electricity_is_held_against_the_meters(
    small_reading, compared, corrected, reason
):
    metered, standing = compared

    def change(tables):
        tables["sources"] = [
            {"source_id": f"S{at}", "file": f"{at}.xlsx", "supplier": "某单位", "role": role,
             "layout": "x", "permitted_use": "decide", "digest": "0"}
            for at, role in enumerate(("list", "return"))
        ]  # fmt: skip
        tables["comparisons"] = [
            {"enterprise_id": "E1", "fact": "electricity", "year": 2021, "source_id": f"S{at}",
             "value": value, "unit": "万千瓦时", "standing": standing}
            for at, value in enumerate((metered, 5200.0))
        ]  # fmt: skip
        if corrected:
            tables["corrections"] = [
                {"table": "能源", "enterprise_id": "E1", "line_id": "1号线", "year": 2021,
                 "item": "电力", "field": "实物量", "old_value": "5200", "new_value": corrected,
                 "reason": "核对", "provider": "区供电公司", "corrected_on": dt.date(2022, 9, 1)}
            ]  # fmt: skip

    gaps = benchmark_gaps(small_reading(change))
    (found,) = gaps.loc[gaps["enterprise_id"] == "E1", "reason"]
    assert (None if pd.isna(found) else found) == reason


def test_a_line_is_traced_to_the_cells_of_its_own_rows_of_the_year(ledger, assessment):
    gaps, allocated = assessment["gaps"], assessment["allocations"]
    for table, field, column in (
        ("production", "output", "output_cells"), ("energy", "amount", "energy_cells"),
    ):  # fmt: skip
        frame = ledger[table]
        at = dict(zip(ledger.cells(table, frame["row"], field), frame.index, strict=True))
        for line_code, cells in gaps[["line_code", column]].dropna().itertuples(index=False):
            rows = frame.loc[[at[cell] for cell in cells.split("、")]]
            shared = set(allocated.loc[allocated["line_code"] == line_code, "source_cell"])
            own = [code for code, cell in zip(rows["line_code"], cells.split("、"), strict=True)
                   if cell not in shared]  # fmt: skip
            assert set(own) <= {line_code}
            assert set(rows["year"]) == {assessment.year}
    both = pd.concat([gaps, assessment["limits"]])
    measured = both[both["tier"].notna()]
    told = "、".join([*measured["output_cells"], *measured["energy_cells"]]).split("、")
    assert not assessment["origins"].empty
    assert set(assessment["origins"]["cell"]) <= set(told)


@pytest.mark.parametrize(
    ("metered", "reason"),
    [
        # Reported are 5200; the plan lets sources differ by 5 % of the metered figure: 5200 / 1.05 is
        # 4952.4, and 5200 / 0.95 is 5473.7. Two accounts are added up.
        ([5200], None), ([4953], None), ([4952], "electricity_contested"), ([5473], None),
        ([5474], "electricity_contested"), ([3000, 2200], None), ([5200, 2200], "electricity_contested"),
        ([None], None), ([3000, None], None), ([], None),
    ],
)  # fmt: skip
def test_a_ledger_filled_in_by_hand_is_held_against_its_meters_too(small_reading, metered, reason):
    def change(tables):
        tables["metered_energy"] = [
            {"enterprise_id": "E1", "account": f"A{at}", "year": 2021, "carrier": "electricity",
             "amount": amount, "amount_unit": "万千瓦时"} for at, amount in enumerate(metered)
        ]  # fmt: skip

    gaps = benchmark_gaps(small_reading(change))
    (found,) = gaps.loc[gaps["enterprise_id"] == "E1", "reason"]
    assert (None if pd.isna(found) else found) == reason


def test_a_year_that_is_not_metered_whole_contests_nothing(small_reading):
    row = {"enterprise_id": "E1", "account": "A", "year": 2021, "carrier": "electricity",
           "amount": 1000, "amount_unit": "万千瓦时"}  # fmt: skip

    def contested(months):
        def change(tables):
            tables["metered_energy"] = [{**row, "months": months}]

        gaps = benchmark_gaps(small_reading(change))
        return gaps.loc[gaps["enterprise_id"] == "E1", "reason"].tolist()

    assert contested(12) == ["electricity_contested"]
    assert contested(11) != ["electricity_contested"]


def test_what_is_sold_is_no_part_of_what_is_held_against_the_meters(small_reading):
    year = {
        "enterprise_id": "E1",
        "year": 2021,
        "carrier": "electricity",
        "amount_unit": "万千瓦时",
    }

    def change(tables):
        tables["energy"].append({**year, "line_id": "1号线", "flow": "exported", "amount": 1000})
        tables["metered_energy"] = [{**year, "account": "A", "amount": 5200}]

    gaps = benchmark_gaps(small_reading(change))
    assert gaps.loc[gaps["enterprise_id"] == "E1", "reason"].isna().all()
