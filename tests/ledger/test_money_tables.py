"""Accounts, loans, guarantees and totals of banks: what contradicts itself or another table."""

import datetime as dt

import pytest
from workbooks import CODE, cell, codes_of, problems_of, with_rows

# The roster of the good workbook: CODE is 甲水泥有限公司, 002 is 乙玻璃有限公司.
LOAN = {"enterprise_id": CODE, "bank": "示例银行", "contract_no": "1", "balance_10k_cny": 100}


def year(number, **told):
    return {"enterprise_id": CODE, "year": number, **told}


def guaranteed(*rows, loans=(LOAN,)):
    """Return the good workbook with loans, and a guarantee of the first for each row."""
    sheets = with_rows("loans", *loans)
    base = {key: LOAN[key] for key in ("enterprise_id", "bank", "contract_no")}
    return with_rows("guarantees", *(base | row for row in rows), sheets=sheets)


def totalled(*totals, loans=(LOAN,)):
    base = {"bank": "示例银行", "scope": "全部应查企业"}
    return with_rows(
        "bank_totals", *(base | one for one in totals), sheets=with_rows("loans", *loans)
    )


def found(code, sheets):
    return [at for one, at in codes_of(sheets) if one == code]


# --- accounts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("last", "slipped"), [(999, False), (1000, True), (1001, True)])
def test_a_sum_a_thousand_times_that_of_the_other_years_may_have_slipped(last, slipped):
    rows = [year(2019, revenue_10k_cny=1), year(2020, revenue_10k_cny=1)]
    sheets = with_rows("finance", *rows, year(2021, revenue_10k_cny=last))
    expected = [("suspect_ten_thousand", cell("finance", "revenue_10k_cny", 4))]
    assert codes_of(sheets) == (expected if slipped else [])


def test_a_loss_is_compared_by_its_size():
    rows = [year(2019, net_profit_10k_cny=-200), year(2020, net_profit_10k_cny=180)]
    sheets = with_rows("finance", *rows, year(2021, net_profit_10k_cny=-1900000))
    at = cell("finance", "net_profit_10k_cny", 4)
    assert codes_of(sheets) == [("suspect_ten_thousand", at)]


def test_debts_of_more_than_all_assets_are_no_error():
    row = year(2021, assets_10k_cny=100, liabilities_10k_cny=300)
    assert codes_of(with_rows("finance", row)) == []


def test_assets_are_not_negative():
    at = cell("finance", "assets_10k_cny")
    assert codes_of(with_rows("finance", year(2021, assets_10k_cny=-1))) == [("below_minimum", at)]


@pytest.mark.parametrize(
    ("debts", "doubtful"),
    [((0, 0, 0), True), ((0, 0, ""), True), ((0, "", 0), False), (("", "", ""), False),
     ((0, 0, 5), False), ((1, 0, 0), False)],
)  # fmt: skip
def test_interest_is_of_a_debt_and_a_blank_may_be_one(debts, doubtful):
    names = ("short_debt_10k_cny", "long_debt_10k_cny", "bonds_10k_cny")
    row = year(2021, interest_expense_10k_cny=9, **dict(zip(names, debts, strict=True)))
    at = cell("finance", "interest_expense_10k_cny")
    expected = [("interest_without_debt", at)] if doubtful else []
    assert codes_of(with_rows("finance", row)) == expected


def test_accounts_of_a_year_that_had_not_begun_are_told():
    at = cell("finance", "year")
    assert codes_of(with_rows("finance", year(2023))) == [("after_the_data", at)]


# --- loans ------------------------------------------------------------------------------------


def test_a_loan_matures_after_it_was_granted():
    days = [dt.date(2022, 5, day) for day in (2, 3, 4)]
    rows = [
        LOAN | {"contract_no": str(day), "granted_on": dt.date(2022, 5, 3), "matures_on": day}
        for day in days
    ]
    expected = [("out_of_order", cell("loans", "matures_on", 2))]
    assert codes_of(with_rows("loans", *rows)) == expected


def test_a_loan_of_an_unknown_firm_is_told():
    sheets = with_rows("loans", LOAN | {"enterprise_id": "999"})
    assert codes_of(sheets) == [("orphan_key", cell("loans", "enterprise_id"))]


# --- guarantees -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "lone"),
    [({}, False), ({"contract_no": "2"}, True), ({"bank": "别的银行"}, True),
     ({"enterprise_id": "002", "guarantor": CODE}, True)],
)  # fmt: skip
def test_a_guarantee_is_of_a_loan(told, lone):
    at = cell("guarantees", "contract_no")
    expected = [("guarantee_of_no_loan", at)] if lone else []
    assert codes_of(guaranteed({"guarantor": "002"} | told)) == expected


def test_a_guarantee_without_any_loan_is_told():
    row = LOAN | {"guarantor": "002"}
    del row["balance_10k_cny"]
    at = cell("guarantees", "contract_no")
    assert codes_of(with_rows("guarantees", row)) == [("guarantee_of_no_loan", at)]


def test_a_guarantee_of_a_loan_that_cannot_be_read_is_not_told_too():
    loans = [LOAN | {"contract_no": ""}]
    assert found("guarantee_of_no_loan", guaranteed({"guarantor": "002"}, loans=loans)) == []


@pytest.mark.parametrize(
    ("guarantor", "code"),
    [
        ("002", None),
        (CODE, "guarantee_of_oneself"),
        ("甲水泥有限公司", "guarantee_of_oneself"),
        ("甲水泥 有限公司", "guarantee_of_oneself"),
        ("乙玻璃有限公司", "guarantor_by_name"),
        ("外县某某有限公司", None),
        ("自然人", None),
    ],
)
def test_a_guarantor_is_another_one_and_told_by_its_id(guarantor, code):
    expected = [(code, cell("guarantees", "guarantor"))] if code else []
    assert codes_of(guaranteed({"guarantor": guarantor})) == expected


def test_the_id_of_a_guarantor_told_by_its_name_is_proposed():
    (one,) = problems_of(guaranteed({"guarantor": "乙玻璃有限公司"}))
    assert "改填企业编号002" in one.remedy


def test_the_number_of_a_person_is_refused():
    sheets = guaranteed({"guarantor": "自然人 13900000000"})
    assert found("personal_value", sheets) == [cell("guarantees", "guarantor")]


@pytest.mark.parametrize(("amount", "over"), [(99, False), (100, False), (101, True), ("", False)])
def test_a_guarantee_is_of_no_more_than_the_balance(amount, over):
    at = cell("guarantees", "amount_10k_cny")
    expected = [("guarantee_over_balance", at)] if over else []
    assert codes_of(guaranteed({"guarantor": "002", "amount_10k_cny": amount})) == expected


# --- totals of banks --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("totals", "small"),
    [
        ([{"balance_10k_cny": 99}], True),
        ([{"balance_10k_cny": 100}], False),
        ([{"balance_10k_cny": 101}], False),
        # 60 + 39 in two quarters, 60 + 40 in two quarters.
        ([{"quarter": "2022-10", "balance_10k_cny": 60}, {"quarter": "2023-01", "balance_10k_cny": 39}], True),
        ([{"quarter": "2022-10", "balance_10k_cny": 60}, {"quarter": "2023-01", "balance_10k_cny": 40}], False),
        # Those of exiting enterprises are fewer than all.
        ([{"scope": "拟退出企业", "balance_10k_cny": 1}], False),
    ],
)  # fmt: skip
def test_a_total_is_no_less_than_its_loans_and_both_are_noted(totals, small):
    note = ("bank_given_twice", cell("bank_totals", "bank"))
    told = ("bank_total_too_small", cell("bank_totals", "balance_10k_cny"))
    assert codes_of(totalled(*totals)) == ([note, told] if small else [note])


def test_a_bank_with_totals_alone_is_no_problem():
    assert codes_of(totalled({"bank": "示例农商行", "balance_10k_cny": 1})) == []


# --- support ----------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["ends_on", "cleared_on"])
def test_support_ends_and_is_cleared_after_it_began(field):
    rows = [
        {"enterprise_id": CODE, "measure": str(day), "kind": "财政补贴",
         "starts_on": dt.date(2022, 5, 3), field: dt.date(2022, 5, day)}
        for day in (2, 3, 4)
    ]  # fmt: skip
    at = cell("support_measures", field, 2)
    assert codes_of(with_rows("support_measures", *rows)) == [("out_of_order", at)]
