"""Several sources of one fact: who rules, what agrees, and that the loser stays visible."""

import pytest

from capacity_analysis.campaign import Campaign
from capacity_analysis.intake.comparisons import compare, let_rule
from capacity_analysis.intake.entries import Entry, Place

FORM, METERS, PARCELS, INSURED = "returns/甲.xlsx", "lists/电.xlsx", "lists/地.csv", "lists/保.xlsx"
SUPPLIERS = {FORM: "enterprise", METERS: "gdgs", PARCELS: "zrzyj", INSURED: "rsj"}


class Settled:
    """Decisions of which only the settled facts are asked."""

    def __init__(self, **facts):
        self.facts = facts

    def settled(self, _enterprise, fact, _year, _names):
        return self.facts.get(fact)


def entry(file, sheet="表", cell="B2", **values):
    return Entry(values, {key: Place(file, sheet, cell) for key in values})


def power(amount, unit="万千瓦时", **more):
    values = {"enterprise_id": "E1", "line_id": "1号", "year": 2021, "carrier": "电力"}
    return entry(FORM, amount=amount, amount_unit=unit, **values, **more)


def meter(amount, unit="千瓦时", account="01", **more):
    values = {"enterprise_id": "E1", "account": account, "year": 2021.0, "carrier": "电力"}
    return entry(METERS, amount=amount, amount_unit=unit, **values, **more)


def tables(energy=(), metered=(), enterprise=None, parcels=(), headcounts=()):
    row = {"enterprise_id": "E1", **(enterprise or {})}
    return {
        "enterprises": [entry(FORM, **row)],
        "energy": list(energy),
        "metered_energy": list(metered),
        "parcels": list(parcels),
        "headcounts": list(headcounts),
    }


def standings(found):
    return {one.supplier: one.standing for one in found}


def compared(made, decisions=None):
    return compare(made, Campaign.load(), SUPPLIERS, decisions or Settled())


def test_the_lines_and_the_meters_of_an_enterprise_are_summed_and_compared_in_one_unit():
    # 2,600 + 2,400 = 5,000; 30,000,000 + 20,000,000 kWh = 5,000 x 10,000 kWh
    made = tables([power(2600), power("2,400")], [meter(30_000_000), meter(2000, "万千瓦时", "02")])
    found = compared(made)
    assert {one.supplier: one.value for one in found} == {"gdgs": 5000, "enterprise": 5000}
    assert {one.unit for one in found} == {"万千瓦时"}
    assert standings(found) == {"gdgs": "agreeing", "enterprise": "agreeing"}


@pytest.mark.parametrize(
    ("told", "standing"),
    [(104.9, "agreeing"), (105, "agreeing"), (105.1, "contested"), (94.9, "contested")],
)
def test_electricity_may_differ_by_five_per_cent_of_the_meter_and_is_contested_beyond(
    told, standing
):
    found = compared(tables([power(told)], [meter(100, "万千瓦时")]))
    assert standings(found) == {"gdgs": standing, "enterprise": standing}


def test_a_person_settles_a_contested_fact_and_the_loser_stays():
    found = compared(
        tables([power(80)], [meter(100, "万千瓦时")]), Settled(electricity="enterprise")
    )
    assert standings(found) == {"gdgs": "overruled", "enterprise": "ruling"}


def test_a_sum_with_a_missing_part_is_not_compared():
    assert compared(tables([power(80), power("")], [meter(100, "万千瓦时")])) == []


def test_a_meter_that_did_not_run_the_whole_year_is_not_compared():
    assert compared(tables([power(80)], [meter(100, "万千瓦时", months=11)])) == []
    assert len(compared(tables([power(80)], [meter(100, "万千瓦时", months=12)]))) == 2


def test_an_unknown_unit_is_not_compared():
    assert compared(tables([power(80, "箱")], [meter(100)])) == []


def test_electricity_that_is_sold_does_not_count_as_consumed():
    found = compared(tables([power(100), power(40, flow="外供")], [meter(100, "万千瓦时")]))
    assert {one.supplier: one.value for one in found} == {"gdgs": 100, "enterprise": 100}


def test_one_source_alone_is_nothing_to_compare():
    assert compared(tables([power(80)])) == []


def test_registered_land_rules_over_what_the_enterprise_says_and_fills_the_roster():
    # 66,666.67 m2 + 3 ha: 100.000005 mu + 45 mu = 145 mu, rounded to four decimals
    parcels = [
        entry(PARCELS, enterprise_id="E1", parcel_no="1", area=66666.67, area_unit="平方米"),
        entry(PARCELS, enterprise_id="E1", parcel_no="2", area=3, area_unit="公顷"),
    ]
    made = tables(enterprise={"land_area_mu": 120.0}, parcels=parcels)
    found = compared(made)
    assert standings(found) == {"zrzyj": "ruling", "enterprise": "overruled"}
    let_rule(made, found)
    assert made["enterprises"][0].values["land_area_mu"] == pytest.approx(145, abs=1e-4)
    assert next(one.value for one in found if one.supplier == "enterprise") == 120


def test_land_within_two_per_cent_agrees_and_the_enterprises_own_figure_stands():
    parcels = [entry(PARCELS, enterprise_id="E1", parcel_no="1", area=100, area_unit="亩")]
    made = tables(enterprise={"land_area_mu": 102.0}, parcels=parcels)
    found = compared(made)
    assert standings(found) == {"zrzyj": "agreeing", "enterprise": "agreeing"}
    let_rule(made, found)
    assert made["enterprises"][0].values["land_area_mu"] == 102


def test_land_is_not_compared_where_two_enterprises_use_one_parcel():
    # The register says 100 mu of the parcel, and not how much of it is whose.
    parcels = [
        entry(PARCELS, enterprise_id=one, parcel_no="1", area=100, area_unit="亩")
        for one in ("E1", "E2")
    ]
    assert compared(tables(enterprise={"land_area_mu": 60.0}, parcels=parcels)) == []


def test_parcels_without_a_number_are_not_taken_for_one():
    parcels = [
        entry(PARCELS, enterprise_id=one, parcel_no="", area=60, area_unit="亩")
        for one in ("E1", "E2")
    ]
    made = tables(enterprise={"land_area_mu": 60.0}, parcels=parcels)
    assert standings(compared(made)) == {"zrzyj": "agreeing", "enterprise": "agreeing"}


def test_the_enterprise_rules_on_its_staff_and_the_latest_head_count_is_the_other_source():
    counts = [
        entry(INSURED, enterprise_id="E1", as_of="2022-06", insured=500),
        entry(INSURED, enterprise_id="E1", as_of="2022-08", insured=300),
    ]
    made = tables(enterprise={"employees": 412}, headcounts=counts)
    found = compared(made)
    assert {one.supplier: one.value for one in found} == {"enterprise": 412, "rsj": 300}
    assert standings(found) == {"enterprise": "ruling", "rsj": "overruled"}
    let_rule(made, found)
    assert made["enterprises"][0].values["employees"] == 412


def test_a_county_without_rules_compares_nothing():
    campaign = Campaign.load().model_copy(update={"source_precedence": {}})
    made = tables([power(80)], [meter(100, "万千瓦时")])
    assert compare(made, campaign, SUPPLIERS, Settled()) == []
