"""Codes and numbers that are not an enterprise's own, or that two of them claim."""

import datetime as dt

import pytest
from workbooks import CODE, OTHER_CODE, THIRD_CODE, changed, codes_of, problems_of, with_rows

PERMIT, ACCOUNT = "排污许可证编号", "用电户号"
OTHERS_ID = ("企业!A3", "生产线!A3", "产量!A5", "能源!A6")


def identifier(kind, value, owner=CODE, **more):
    return {"enterprise_id": owner, "kind": kind, "value": value, **more}


def found(code, sheets):
    return [where for one, where in codes_of(sheets) if one == code]


# --- the id and the credit code --------------------------------------------------------------


def with_id(value, *changes):
    return changed(*((address, value) for address in OTHERS_ID), *changes)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (OTHER_CODE, None),
        (OTHER_CODE[:-1] + "V", "bad_code_as_id"),
        (OTHER_CODE[:-1], None),  # of seventeen characters: an id like any other
        ("360499-003", None),
        ("P10000012021345678", "bad_code_as_id"),
    ],
)
def test_an_id_that_looks_like_a_code_is_checked_like_one(value, code):
    assert codes_of(with_id(value)) == ([(code, "企业!A3")] if code else [])


def test_an_id_beside_its_code_is_compared_with_it():
    assert codes_of(with_id(OTHER_CODE, ("企业!B3", OTHER_CODE))) == []
    assert codes_of(with_id("002", ("企业!B3", OTHER_CODE))) == []
    assert codes_of(with_id(THIRD_CODE, ("企业!B3", OTHER_CODE))) == [
        ("id_differs_from_code", "企业!A3")
    ]
    wrong = THIRD_CODE[:-1] + "2"
    assert codes_of(with_id(wrong, ("企业!B3", OTHER_CODE))) == [
        ("id_differs_from_code", "企业!A3")
    ]


def test_a_code_that_can_not_be_read_is_reported_and_its_id_let_be():
    wrong = OTHER_CODE[:-1] + "V"
    assert codes_of(with_id(wrong, ("企业!B3", wrong))) == [("bad_credit_code", "企业!B3")]


# --- pollution permits -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (f"{CODE}001P", None),
        (f"{CODE.lower()}001p", None),
        (f"{CODE[:4]} {CODE[4:]}001P", None),
        (CODE, None),
        (f"{OTHER_CODE}001P", "permit_of_another_code"),
        (f"{THIRD_CODE}001P", "permit_of_unknown_code"),
        ("PWX-360499-0012", None),
    ],
)
def test_a_permit_begins_with_the_code_of_its_enterprise(value, code):
    sheets = with_rows(
        "identifiers", identifier(PERMIT, value), sheets=changed(("企业!B3", OTHER_CODE))
    )
    assert codes_of(sheets) == ([(code, "标识!C2")] if code else [])


def test_of_an_enterprise_without_a_code_only_anothers_permit_is_doubted():
    assert codes_of(with_rows("identifiers", identifier(PERMIT, f"{OTHER_CODE}001P", "002"))) == []
    sheets = with_rows("identifiers", identifier(PERMIT, f"{CODE}001P", "002"))
    assert codes_of(sheets) == [("permit_of_another_code", "标识!C2")]


def test_other_kinds_of_number_begin_as_they_like():
    assert codes_of(with_rows("identifiers", identifier(ACCOUNT, f"{THIRD_CODE}001P"))) == []


# --- numbers of one enterprise ---------------------------------------------------------------


@pytest.mark.parametrize("kind", [ACCOUNT, PERMIT, "社会保险登记号", "不动产单元号"])
def test_a_number_belongs_to_one_enterprise(kind):
    rows = identifier(kind, "3600001"), identifier(kind, "3600001", "002")
    (problem,) = problems_of(with_rows("identifiers", *rows))
    assert (problem.code, problem.cell) == ("identifier_shared", "C3")
    assert problem.message.startswith("第2行的另一家企业也有“3600001”")
    assert codes_of(with_rows("identifiers", rows[0], identifier(kind, "3600002", "002"))) == []
    assert codes_of(with_rows("identifiers", *rows[:1])) == []


@pytest.mark.parametrize("kind", ["出租方", "承租方", "曾用名", "其他名称"])
def test_names_may_stand_at_several_enterprises(kind):
    rows = identifier(kind, "丙厂"), identifier(kind, "丙厂", "002")
    assert codes_of(with_rows("identifiers", *rows)) == []


def test_a_number_of_one_kind_is_not_one_of_another():
    rows = identifier(ACCOUNT, "36"), identifier("不动产单元号", "36", "002")
    assert codes_of(with_rows("identifiers", *rows)) == []


@pytest.mark.parametrize(
    ("until", "since", "shared"),
    [("2020-06", "2020-07", False), ("2020-07", "2020-07", True), ("2020-06", "", True),
     ("", "2020-07", True), ("", "", True), ("2020-07-15", "2020-07-15", True)],
)  # fmt: skip
def test_a_number_may_pass_from_one_enterprise_to_the_next(until, since, shared):
    rows = (identifier(ACCOUNT, "36", valid_to=until),
            identifier(ACCOUNT, "36", "002", valid_from=since))  # fmt: skip
    assert found("identifier_shared", with_rows("identifiers", *rows)) == (
        ["标识!C3"] if shared else []
    )
    assert found("identifier_shared", with_rows("identifiers", *reversed(rows))) == (
        ["标识!C3"] if shared else []
    )


def test_an_account_is_metered_for_one_enterprise_in_a_year():
    row = {"account": "36", "carrier": "电力", "amount": 9, "amount_unit": "万千瓦时"}
    mine, other = row | {"enterprise_id": CODE}, row | {"enterprise_id": "002"}
    sheets = with_rows("metered_energy", mine | {"year": 2021}, other | {"year": 2021})
    assert codes_of(sheets) == [("identifier_shared", "计量!B3")]
    assert (
        codes_of(with_rows("metered_energy", mine | {"year": 2020}, other | {"year": 2021})) == []
    )


def test_a_parcel_may_be_used_by_two_enterprises():
    rows = [{"enterprise_id": owner, "parcel_no": "360499001"} for owner in (CODE, "002")]
    assert codes_of(with_rows("parcels", *rows)) == []


def test_a_number_that_one_enterprise_gives_twice_is_shared_with_nobody():
    mine = identifier(ACCOUNT, "36")
    assert codes_of(with_rows("identifiers", mine, mine)) == [("duplicate_key", "标识!A3")]


# --- names -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "name", "same"),
    [("曾用名", "甲水泥有限公司", True), ("曾用名", "甲 水泥有限公司 ", True), ("其他名称", "甲水泥有限公司", True),
     ("曾用名", "甲水泥厂", False), ("出租方", "甲水泥有限公司", False)],
)  # fmt: skip
def test_a_former_name_is_another_one(kind, name, same):
    sheets = with_rows("identifiers", identifier(kind, name))
    assert found("name_not_former", sheets) == (["标识!C2"] if same else [])


def test_identifiers_of_an_unknown_enterprise_are_reported_once():
    rows = [identifier("曾用名", "甲水泥有限公司", "丙"), identifier(PERMIT, f"{CODE}001P", "丙"),
            identifier(ACCOUNT, "36", "丙", valid_from=dt.date(2020, 1, 1))]  # fmt: skip
    assert codes_of(with_rows("identifiers", *rows)) == [("orphan_key", "标识!A2")]


# --- the roster ------------------------------------------------------------------------------


def test_an_enterprise_is_in_the_roster_once_whichever_column_tells_its_code():
    id_first = changed(("企业!B2", ""), ("企业!B3", CODE))
    assert codes_of(id_first) == [("duplicate_value", "企业!B3")]
    code_first = changed(("企业!A2", "001"), ("企业!A3", CODE))
    assert found("duplicate_value", code_first) == ["企业!A3"]
    in_small_letters = changed(("企业!B2", ""), ("企业!A3", CODE.lower()))
    assert found("duplicate_value", in_small_letters) == ["企业!A3"]
    # Of a column that repeats itself nothing is said twice.
    assert codes_of(changed(("企业!B3", CODE))) == [("duplicate_value", "企业!B3")]
