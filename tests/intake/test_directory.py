"""The directory: a number leads to one enterprise, to none, or says that several share it."""

import datetime as dt

import pandas as pd
import pytest

from capacity_analysis.intake.identity.areas import Area
from capacity_analysis.intake.identity.directory import Directory, key_text

CODE = "91360499MA0000001Q"
ROSTER = [
    {
        "enterprise_id": CODE,
        "name": "示例区白鹭水泥有限公司",
        "township": "城子镇",
        "address": "爱国路18号",
    },
    {
        "enterprise_id": "E2",
        "uscc": None,
        "name": "示例区青岭水泥厂",
        "township": None,
        "address": None,
    },
]


def identifier(enterprise, kind, value, **more):
    return {"enterprise_id": enterprise, "kind": kind, "value": value, **more}


def directory(*identifiers, **more) -> Directory:
    return Directory(ROSTER, identifiers, area=Area.of("360404", ["示例区"]), **more)


@pytest.mark.parametrize("kind", ["electricity_account", "social_insurance_account", "parcel"])
def test_a_number_leads_to_its_enterprise_however_a_spreadsheet_wrote_it(kind):
    found = directory(identifier("E2", kind, "36040001"))
    assert found.lead(kind, " 3604 0001 ") == found.lead(kind, 36040001.0) == ("E2",)
    assert found.lead(kind, "３６０４０００１") == ("E2",)
    assert found.lead(kind, "36040002") == ()


def test_a_credit_code_is_found_in_the_id_where_the_column_is_blank():
    assert directory().lead("uscc", CODE.lower()) == (CODE,)
    assert directory().lead("enterprise_id", CODE) == (CODE,)


def test_a_pollution_permit_leads_by_the_credit_code_that_it_begins_with():
    assert directory().lead("pollution_permit", f"{CODE}001V") == (CODE,)
    assert directory().lead("pollution_permit", "91360499MA00000001V") == ()


def test_a_permit_of_one_that_begins_with_the_code_of_another_leads_to_both():
    found = directory(identifier("E2", "pollution_permit", f"{CODE}001V"))
    assert found.lead("pollution_permit", f"{CODE}001V") == (CODE, "E2")


def test_a_number_that_two_share_leads_to_both():
    found = directory(*(identifier(one, "electricity_account", "1001") for one in (CODE, "E2")))
    assert found.lead("electricity_account", "1001") == (CODE, "E2")


def test_a_number_that_moved_leads_to_whoever_had_it_in_the_period():
    rows = [
        identifier(CODE, "electricity_account", "1001", valid_to=dt.datetime(2020, 6, 30)),
        identifier("E2", "electricity_account", "1001", valid_from=pd.Timestamp(2020, 7, 1)),
    ]

    def lead(year):
        period = (dt.date(year, 1, 1), dt.date(year, 12, 31))
        return directory(*rows, period=period).lead("electricity_account", "1001")

    assert [lead(year) for year in (2019, 2020, 2021)] == [(CODE,), (CODE, "E2"), ("E2",)]
    assert directory(*rows).lead("electricity_account", "1001") == (CODE, "E2")


@pytest.mark.parametrize("nothing", ["", None, "无", "/", "—", "暂无", "0", "000", float("nan")])
def test_what_stands_for_no_number_leads_nowhere(nothing):
    assert key_text(nothing) == ""
    found = directory(identifier("E2", "electricity_account", nothing))
    assert found.lead("electricity_account", nothing) == ()


def test_an_identifier_of_nobody_on_the_roster_leads_nowhere():
    assert directory(identifier("E9", "parcel", "1001")).lead("parcel", "1001") == ()


def test_parcels_that_differ_by_a_hyphen_are_two():
    found = directory(identifier("E2", "parcel", "4-12"))
    assert found.lead("parcel", "41-2") == ()


def test_every_kind_of_name_is_known_with_its_kind_by_id_or_by_label():
    found = directory(
        identifier("E2", "曾用名", "红星水泥厂"),
        identifier("E2", "lessor", "青岭实业有限公司"),
        identifier(CODE, "other_name", "白鹭水泥"),
    )
    assert [(one.enterprise_id, one.kind) for one in found.known_as] == [
        (CODE, "name"), (CODE, "other_name"), ("E2", "name"), ("E2", "former_name"), ("E2", "lessor"),
    ]  # fmt: skip


def test_a_landlord_is_known_only_while_he_is_one_and_a_former_name_for_good():
    rows = [
        identifier("E2", kind, kind, valid_to=dt.date(2020, 12, 31))
        for kind in ("lessor", "former_name")
    ]
    found = directory(*rows, period=(dt.date(2021, 1, 1), dt.date(2021, 12, 31)))
    assert [one.kind for one in found.known_as if one.enterprise_id == "E2"] == [
        "name",
        "former_name",
    ]


def test_frames_and_rows_give_the_same_directory():
    rows = [identifier("E2", "former_name", "红星水泥厂", valid_from=None)]
    framed = Directory(pd.DataFrame(ROSTER), pd.DataFrame(rows))
    assert framed.known_as == Directory(ROSTER, rows).known_as


def test_a_site_is_found_by_its_address_with_or_without_the_township():
    found = directory()
    for text in ("爱国路十八号", "城子镇爱国路18号", "示例区城子镇爱国路18"):
        assert [one.enterprise_id for one in found.at(found.normaliser.address(text))] == [CODE]
    for text in ("城子镇", "城子镇爱国路19号", "新合镇爱国路18号", ""):
        assert found.at(found.normaliser.address(text)) == []
