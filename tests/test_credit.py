"""Credit, zombies, support and power prices of the sample district, and of a ledger without any."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pandas as pd
import pytest

from capacity_analysis import Campaign, Standards, paths, read_ledger
from capacity_analysis.assessment import credit

OWN = ("finance", "loans", "guarantees", "bank_totals", "support_measures")
SHAPES = {
    "loan_exposure": ["bank", "form", "scope", "quarter", "borrowers", "balance_10k_cny",
                      "overdue_10k_cny", "rolled_over_10k_cny"],
    "credit_advice": ["enterprise_id", "disposition", "overdue", "advice", "balance_10k_cny", "banks",
                      "rule", "clause"],
    "guarantee_links": ["borrower", "guarantor", "in_roster", "bank", "contract_no",
                        "amount_10k_cny", "borrower_exits", "guarantor_exits", "source_cell"],
    "guarantee_reach": ["enterprise_id", "component", "members", "reached", "reached_in_roster",
                        "amount_10k_cny", "steps", "circular"],
    "zombies": ["enterprise_id", "method", "year", "result", "fired", "value", "threshold", "reason",
                "missing", "parameters", "confidence", "source_cell"],
    "support": ["enterprise_id", "measure", "kind", "document_no", "level", "amount_10k_cny",
                "verdict", "why", "clause", "source_cell"],
    "power_charges": ["enterprise_id", "industry", "price_class", "rule", "kwh", "rate_cny_per_kwh",
                      "charge_10k_cny", "profit_10k_cny", "share_of_profit", "row_id", "confidence",
                      "reason"],
}  # fmt: skip


@pytest.fixture(scope="module")
def ledger():
    return read_ledger(paths.sample_ledger())


@pytest.fixture(scope="module")
def known(ledger, assess_once):
    return assess_once(ledger)


def of(ledger, known, campaign=None):
    return credit.tables(
        ledger,
        Standards.load(),
        campaign or Campaign.load(),
        as_of=known.as_of,
        year=known.year,
        lines=known["lines"],
        enterprises=known["enterprises"],
        judged=known.tables,
        energy=known.tables,
    )


@pytest.fixture(scope="module")
def tables(ledger, known):
    return of(ledger, known)


@pytest.fixture(scope="module")
def without(ledger, known):
    empty = {name: ledger[name].iloc[:0] for name in OWN}
    return of(dataclasses.replace(ledger, tables={**ledger.tables, **empty}), known)


def test_every_table_has_the_columns_that_were_agreed_first(tables):
    assert {name: list(table)[: len(SHAPES[name])] for name, table in tables.items()} == SHAPES


def test_a_ledger_without_such_sheets_gives_the_same_shape(tables, without):
    for name, table in without.items():
        assert table.dtypes.astype(str).to_dict() == tables[name].dtypes.astype(str).to_dict(), name
    for name in ("loan_exposure", "guarantee_links", "guarantee_reach", "support"):
        assert without[name].empty
    assert set(without["zombies"]["method"]) <= {"proxies"}
    assert without["credit_advice"]["balance_10k_cny"].isna().all()


def test_tables_survive_saving(tables, tmp_path):
    for name, table in tables.items():
        table.to_parquet(tmp_path / name, index=False)
        pd.testing.assert_frame_equal(pd.read_parquet(tmp_path / name), table)


def test_the_balances_of_all_loans_add_up_to_the_ledgers(ledger, tables):
    found = tables["loan_exposure"]
    detail = found[(found["form"] == "detail") & (found["scope"] == "roster")]
    assert detail["balance_10k_cny"].sum() == pytest.approx(
        ledger["loans"]["balance_10k_cny"].sum()
    )


def test_no_enterprise_that_has_left_is_exposed(known, tables):
    done = {one.id for one in Campaign.load().dispositions if one.done}
    left = known["enterprise_dispositions"]["disposition"].isin(done)
    gone = known["enterprise_dispositions"].loc[left, "enterprise_id"]
    assert len(gone)
    assert not tables["credit_advice"]["enterprise_id"].isin(gone).any()
    assert not tables["guarantee_reach"]["enterprise_id"].isin(gone).any()
    assert not tables["power_charges"]["enterprise_id"].isin(gone).any()


def test_every_method_stands_beside_the_others_for_each_enterprise_with_accounts(ledger, tables):
    found = tables["zombies"][tables["zombies"]["method"] != "proxies"]
    assert set(found.groupby("enterprise_id").size()) == {5}
    with_accounts = ledger["finance"].query("year == 2021")["enterprise_id"]
    assert set(with_accounts) <= set(found["enterprise_id"])
    undecided = found["result"] == "undecided"
    assert found.loc[undecided, "reason"].notna().all()


def test_a_verdict_cites_the_cell_of_the_accounts_that_it_rests_on(ledger, tables):
    found = tables["zombies"].query("method == 'chk'").dropna(subset=["source_cell"])
    accounts = ledger["finance"].query("year == 2021").set_index("enterprise_id")
    cells = ledger.cells("finance", accounts["row"], "interest_paid_10k_cny")
    assert found.set_index("enterprise_id")["source_cell"].to_dict() == cells.to_dict()


def test_findings_on_zombies_are_reviews_at_most(known, tables):
    found = credit.zombie_findings(tables["zombies"], known["enterprises"], Campaign.load())
    assert set(found["result"]) <= {"review", "undecided", "clear"}
    assert found["enterprise_id"].is_unique and (found["ground"] == "zombie").all()
    ids = known["enterprises"]["enterprise_id"].to_numpy()
    assert (ids[found["enterprise_code"]] == found["enterprise_id"]).all()
    # The plan lets the register alone decide.
    register = tables["zombies"].query("method == 'register'").set_index("enterprise_id")["result"]
    suspects = set(register.index[register.isin(["zombie", "suspect"])])
    assert set(found.loc[found["result"] == "review", "enterprise_id"]) == suspects


def test_a_charge_is_electricity_times_rate(tables):
    found = tables["power_charges"].dropna(subset=["charge_10k_cny"])
    assert len(found)
    reckoned = found["kwh"] * found["rate_cny_per_kwh"] / 10_000
    assert found["charge_10k_cny"].tolist() == pytest.approx(reckoned.tolist())
    assert (found["confidence"] == "recalled").all()
    unknown = tables["power_charges"].query("rule != 'none'")
    assert unknown.loc[unknown["charge_10k_cny"].isna(), "reason"].notna().all()


def test_a_plan_that_says_nothing_of_credit_gives_no_such_rows(ledger, known):
    silent = Campaign.load().model_copy(
        update={"credit": type(Campaign.load().credit)(), "zombies": None}
    )
    found = of(ledger, known, silent)
    assert found["credit_advice"].empty and found["support"].empty and found["power_charges"].empty
    assert credit.zombie_findings(found["zombies"], known["enterprises"], silent).empty


def test_before_the_first_rates_the_studies_are_undecided_and_the_register_is_not(ledger, known):
    early = dataclasses.replace(known, as_of=dt.date(2016, 9, 10), year=2015)
    shifted = ledger["finance"].assign(year=ledger["finance"]["year"] - 6)
    found = of(dataclasses.replace(ledger, tables={**ledger.tables, "finance": shifted}), early)
    by_method = found["zombies"].groupby("method")["result"].agg(set)
    assert "zombie" not in by_method["chk"] | by_method["fukuda_nakamura"] | by_method["two_years"]
    assert {"zombie", "suspect", "clear"} & by_method["register"]
