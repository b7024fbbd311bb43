"""The sample district: fictional, repeatable, without errors, and with every gap that it promises."""

import datetime as dt
import re
from collections import Counter
from decimal import Decimal

import pandas as pd
import pytest
from stdnum.cn import uscc

from capacity_analysis import vocabulary
from capacity_analysis.analysis import reasons
from capacity_analysis.assessment import assess
from capacity_analysis.campaign import Campaign
from capacity_analysis.ledger import inspect_ledger
from capacity_analysis.standards import Standards
from tools.sample import truth
from tools.sample.story import district

AS_OF = dt.date(2022, 9, 10)


@pytest.fixture(scope="module")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("truth") / "ledger.xlsx"
    truth.write(path)
    return path


@pytest.fixture(scope="module")
def reading(workbook):
    return inspect_ledger(workbook)


@pytest.fixture(scope="module")
def ledger(reading):
    return reading.ledger


@pytest.fixture(scope="module")
def assessment(ledger):
    return assess(ledger, as_of=AS_OF)


@pytest.fixture(scope="module")
def coefficients():
    table = Standards.load().document("gbt-2589-2020").table("conversion_coefficients")
    return table[table["use"] == "unit_energy"]


@pytest.fixture(scope="module")
def unit_energy(assessment):
    found = assessment.tables["unit_energy"]
    return found[found["indicator"] == "comprehensive"]


@pytest.fixture(scope="module")
def assessed(ledger, assessment):
    """One row per line, by enterprise (without the district's name) and line id."""
    table = assessment.tables["gaps"]
    names = table["enterprise_name"].str.removeprefix(ledger.district)
    return table.set_index(pd.MultiIndex.from_arrays([names, table["line_id"]]))


# --- the workbook ---------------------------------------------------------------------------


def test_two_generations_are_equal_byte_for_byte(tmp_path, workbook):
    truth.write(tmp_path / "again.xlsx")
    assert (tmp_path / "again.xlsx").read_bytes() == workbook.read_bytes()


def test_another_seed_gives_other_numbers_and_the_same_story():
    usual, other = truth.tables(), truth.tables(truth.SEED + 1)
    assert not usual["production"]["output"].equals(other["production"]["output"])
    pd.testing.assert_frame_equal(usual["lines"], other["lines"])


def test_the_workbook_reads_without_errors_and_warns_only_of_seeded_gaps(reading):
    assert not reading.has_errors
    assert Counter((problem.code, problem.table) for problem in reading.problems) == {
        # kilns, furnaces, a cupola and a pit that stand still but use some electricity, and a
        # tile line without output
        ("energy_without_output", "energy"): 6,
        # three years of a furnace that reports output only
        ("output_without_energy", "production"): 3,
        # cohorts of one to four people, which no published cell may show
        ("small_cohort", "workforce"): 1,
    }


def test_the_guide_says_that_the_district_is_fictional(ledger):
    assert ledger.fictional
    assert (ledger.district, ledger.data_as_of, ledger.attribution) == ("示例区", AS_OF, "")


# --- how big the district is ----------------------------------------------------------------


def test_the_district_is_as_big_as_a_county_and_of_many_industries(ledger):
    enterprises = ledger["enterprises"]
    campaign = Campaign.load("jiujiang-chaisang-2022")
    codes = enterprises["industry_code"]
    industries = {campaign.industry_of(code).id for code in codes}
    assert 120 <= len(enterprises) <= 160
    assert {"cement", "glass", "ceramics", "building_materials", "steel", "ferroalloys",
            "chemicals", "nonferrous", "petroleum_coal", "power_heat", "other"} <= industries  # fmt: skip
    intensive = codes[codes.str[:2].isin(campaign.energy_intensive_divisions)]
    assert set(intensive.str[:2]) == {"25", "26", "30", "31", "32", "44"}
    assert intensive.nunique() >= 9
    assert codes.str[:2].isin(["08", "10"]).sum() >= 6
    assert set(ledger["production"]["year"]) == {2019, 2020, 2021}


def test_enterprises_above_the_designated_size_are_small_as_in_such_a_county(ledger):
    enterprises = ledger["enterprises"]
    above = enterprises[enterprises["above_designated_size"].fillna(False).astype(bool)]
    assert 60 <= above["employees"].median() <= 80


def test_every_enterprise_has_a_place_that_departments_know():
    known = truth.tables()
    roster = set(known["enterprises"]["enterprise_id"])
    assert set(known["metered_energy"]["enterprise_id"]) == roster
    assert set(known["headcounts"]["enterprise_id"]) == roster
    renting = sum(one.lessor is not None for one in district().enterprises)
    owned = known["parcels"].drop_duplicates("parcel_no")  # one of the tenants uses its lessor's
    assert len(roster) - owned["enterprise_id"].nunique() == renting == 4
    assert 55 <= len(known["inspections"]) <= 65
    assert set(known["ratings"]["rating"]) == {"A", "B", "C", "D"}


def test_meters_count_what_lines_consume_but_for_the_enterprises_of_the_story(ledger):
    metered, energy = ledger["metered_energy"], ledger["energy"]
    used = energy[(energy["carrier"] == "electricity") & (energy["flow"] == "consumed")]
    by = ["enterprise_code", "year"]
    reported = used.groupby(by)["amount_quantity"].sum(min_count=1).dropna()
    ratio = (metered.groupby(by)["amount_quantity"].sum() / reported).dropna()
    far = ratio[(ratio - 1).abs() > 0.05].reset_index()
    shares = {one.name: one.metered_share for one in district().enterprises}
    names = ledger["enterprises"]["name"].str.removeprefix(ledger.district)
    odd = {name for name, share in shares.items() if share != 1}
    # A meter counts what a line keeps to itself: a furnace and a zinc works that left it out.
    silent = {"灰石铅锌有限公司", "黄栗铬业有限公司"}
    assert {names[code] for code in far["enterprise_code"]} == odd | silent
    assert sum(abs(share - 1) > 0.05 for share in shares.values()) == len(odd) == 5
    exact = ratio[(ratio - 1).abs() <= 0.05]
    assert exact.to_numpy() == pytest.approx(1, rel=1e-9)


def test_output_is_between_60_and_105_percent_of_capacity(ledger):
    production, capacity = ledger["production"], ledger["lines"]["capacity_quantity"]
    own_unit = (
        ledger["lines"]["product_id"]
        .astype("str")
        .map({key: product.output_unit for key, product in vocabulary.products().items()})
    )
    by_unit = (
        production["output_base"].astype("str") == own_unit.to_numpy()[production["line_code"]]
    )
    assert (~by_unit).sum() == 6  # glass by mass
    whole = production[production["full_year"] & (production["output"] > 0) & by_unit]
    share = whole["output_quantity"] / capacity.to_numpy()[whole["line_code"]]
    assert share.between(0.60, 1.05).all()


def test_unit_energy_falls_by_one_or_two_percent_a_year(unit_energy):
    by_year = unit_energy.pivot_table(index="line_code", columns="year", values="measured")
    by_year = by_year[by_year[2021] > 0].dropna()
    assert len(by_year) > 30
    for earlier, later in ((2019, 2020), (2020, 2021)):
        assert (1 - by_year[later] / by_year[earlier]).between(0.005, 0.025).all()


def test_about_a_fifth_of_clinker_capacity_is_below_the_baseline(assessed):
    clinker = assessed[assessed["product_id"] == "clinker"]
    running = clinker[clinker["reason"].ne("not_in_operation")]
    below = running.loc[running["tier"] == "below", "capacity_quantity"].sum()
    assert len(clinker) == 19
    assert 0.18 <= below / running["capacity_quantity"].sum() <= 0.27
    assert 0.18 <= below / running.loc[running["tier"].notna(), "capacity_quantity"].sum() <= 0.27


# --- lines at a level -----------------------------------------------------------------------

EXACT = {
    # 产量（吨）; 每项：品种、符号、数量（基本单位）
    ("云麓水泥有限公司", "1号窑"): (117, 588_900, [
        ("raw_coal", 1, 91_292_000), ("electricity", 1, 30_036_000)]),
    ("青岭水泥有限公司", "2号窑"): (100, 805_100, [
        ("raw_coal", 1, 105_016_000), ("electricity", 1, 44_728_000)]),
    ("栗坡钢铁有限公司", "2号转炉"): (-10, 428_100, [
        ("electricity", 1, 9_551_800), ("oxygen", 1, 20_417_100),
        ("natural_gas_oilfield", 1, 256_400), ("steam_low_pressure", -1, 43_753_000),
        ("converter_gas", -1, 30_715_300)]),
    ("长桥钢铁有限公司", "1号转炉"): (-30, 511_900, [
        ("electricity", 1, 11_417_000), ("oxygen", 1, 24_125_800),
        ("natural_gas_oilfield", 1, 311_400), ("steam_low_pressure", -1, 53_726_000),
        ("converter_gas", -1, 73_380_500)]),
}  # fmt: skip


@pytest.mark.parametrize(("line", "sum_"), EXACT.items(), ids=lambda value: str(value[0]))
def test_a_line_exactly_at_its_level_passes_by_hand_and_in_the_analysis(
    line, sum_, assessed, coefficients
):
    # 云麓1号窑：91292000×0.7143 + 30036000×0.1229 = 65209875.6 + 3691424.4
    #          = 68901300千克标准煤；÷588900吨 = 117
    level, output, uses = sum_
    kgce = coefficients.set_index("carrier_id")["kgce_per_unit"]
    total = sum(sign * amount * Decimal(str(kgce[carrier])) for carrier, sign, amount in uses)
    assert total / output == level
    row = assessed.loc[line]
    assert row["output_quantity"] == output
    assert row["energy_tce"] * 1000 == pytest.approx(float(total), rel=1e-12)
    assert row["measured"] == pytest.approx(level, rel=1e-12)
    assert row["tier"] == ("advanced" if level == row["advanced"] else "baseline")
    assert row["result"] == "clear"


@pytest.mark.parametrize(
    ("line", "output", "kilowatt_hours", "tier"),
    [
        (("丰泽铝业有限公司", "1系列"), 50_780, 660_140_000, "advanced"),  # 13000
        (("坪上铝业有限公司", "1系列"), 36_690, 489_811_500, "baseline"),  # 13350
    ],
)
def test_a_potline_exactly_at_its_level_passes(line, output, kilowatt_hours, tier, assessed):
    row = assessed.loc[line]
    assert row["output_quantity"] == output
    assert kilowatt_hours == output * row[tier]
    assert (row["measured"], row["tier"]) == (row[tier], tier)


@pytest.mark.parametrize("product", ["clinker", "converter_steel", "aluminium_liquid"])
def test_lines_stand_just_below_at_and_just_above_each_level(product, assessed):
    rows = assessed[(assessed["product_id"] == product) & assessed["measured"].notna()]
    for level in ("advanced", "baseline"):
        off = (rows["measured"] - rows[level]) / rows[level].abs()
        at = off.abs() < 1e-12
        assert at.any()
        assert (off[~at].between(-1.1e-3, 0)).any()
        assert (off[~at].between(0, 1e-3)).any()
    assert (rows["tier"] == "below").any()


def test_one_line_is_more_than_a_fifth_above_its_baseline(assessed):
    row = assessed.loc[("红垅水泥厂", "1号窑")]
    assert row["measured"] > 1.2 * row["baseline"]


# --- gaps -----------------------------------------------------------------------------------

GAPS = {
    "without any electricity row": (("大畈水泥有限公司", "1号窑"), "carrier_missing"),
    "with a blank amount of gas": (("双塔玻璃有限公司", "1号线"), "amount_missing"),
    "with a blank amount of electricity": (("灰石铅锌有限公司", "1号线"), "amount_missing"),
    "without output": (("霞浦陶瓷有限公司", "2号线"), "output_missing"),
    "that reports nothing": (("柏林畈陶瓷有限公司", "2号线"), "nothing_reported"),
    "that reports no energy": (("黄栗铬业有限公司", "2号炉"), "energy_missing"),
    "metered with its neighbour": (("乌石水泥有限公司", "1号窑"), "energy_above_line"),
    "metered with its other neighbour": (("乌石水泥有限公司", "2号窑"), "energy_above_line"),
    "in its trial run": (("碧川化工有限公司", "2号装置"), "period_not_assessed"),
    "under acceptance after a retrofit": (("长桥钢铁有限公司", "2号高炉"), "period_not_assessed"),
    "started within the year assessed": (("白鹭玻璃有限公司", "2号线"), "period_not_assessed"),
    "started in the year of the assessment": (("岭背铁合金有限公司", "2号炉"), "not_in_operation"),
    "under construction": (("长堤水泥有限公司", "2号窑"), "not_in_operation"),
    "retired": (("红垅水泥厂", "2号窑"), "not_in_operation"),
    "idle": (("溪源铁合金有限公司", "3号炉"), "output_zero"),
    "whose product has no level": (("金滩轧钢有限公司", "1号轧线"), "no_level"),
}


@pytest.mark.parametrize("line_reason", GAPS.values(), ids=GAPS.keys())
def test_a_line_with_a_gap_gets_no_verdict_and_the_reason(line_reason, assessed):
    line, reason = line_reason
    row = assessed.loc[line]
    assert (row["reason"], row["result"]) == (reason, "undecided")
    assert pd.isna(row["measured"])
    assert reason in reasons.REASONS


def test_a_line_whose_start_is_unknown_counts_as_running(ledger, assessed):
    lines = ledger["lines"].set_axis(assessed.index)
    unknown = lines[lines["started_on"].isna() & (lines["status"] == "operating")]
    assert list(unknown.index) == [("长堤水泥有限公司", "1号窑")]
    assert assessed.loc[("长堤水泥有限公司", "1号窑"), "result"] == "clear"


def test_some_verdicts_wait_for_a_check_of_the_official_text(assessed):
    waiting = assessed[(assessed["result"] == "review") & assessed["reason"].isna()]
    assert set(waiting["confidence"]) == {"recalled"}
    assert {"eaf_steel_30_to_50", "copper_cathode_from_concentrate", "crude_zinc"} <= set(
        waiting["product_id"]
    )


# --- what the energy audit tells --------------------------------------------------------------

# Each by hand, with the coefficients of GB/T 2589: raw coal 0.7143, coke 0.9714, electricity 0.1229,
# low-pressure steam 0.1286, blast-furnace gas 0.1286, gas of oil fields 1.33. A measured calorific
# value of 22,530 kJ/kg counts 22,530 x 3.41208e-05 = 0.768742 kgce/kg.
AUDITED = {
    # Shared by output, 27.5 : 25.5, both kilns have (81,070 t x 0.7143 + 3,040 万kWh x 1.229) / 53 万t
    ("龙潭岭水泥有限公司", "1号窑"): (57_908.301 + 3_736.16) / 530,
    # Gas by declared shares, power by output, 20 boxes to the tonne
    ("临湖玻璃有限公司", "1线"): (
        6_700 * 13.3 * 0.512 + 3_105 * 1.229 * 166 / 344) / (166 * 20),
    # 93,000 t of 32 % solution are 29,760 t of caustic soda
    ("沙口氯碱有限公司", "1号装置"): ((6_850 + 411) * 1.229 + 11_900 * 0.1286) / 29.76,
    # feedstock counts; fuel by its measured calorific value
    ("芦溪化肥有限公司", "1号装置"): (
        133_000 * 0.7143 + 47_300 * 0.76874162 + 9_830 * 1.229) / 105,
    # 19,200 t of 72 % silicon are 18,432 t of 75 %
    ("石堰铁合金有限公司", "1号炉"): ((15_640 + 382) * 1.229 + 16_000 * 0.9714) / 18.432,
    # coal by 27,380 kJ/kg = 0.93422750 kgce/kg; gas goes to others
    ("北港炼铁有限公司", "1号高炉"): (
        204_000 * 0.9714 + 72_300 * 0.9342275 + 1_025 * 1.229 - 38_500 * 1.286) / 520,
    # 43,000 t of 285 L/kg are 40,850 t of 300 L/kg
    ("油榨坪电石有限公司", "1号炉"): ((13_440 + 424) * 1.229 + 19_500 * 0.9714) / 40.85,
}  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), AUDITED.items(), ids=str)
def test_an_audited_line_has_the_unit_energy_that_a_hand_finds(line, expected, assessed):
    assert assessed.loc[line, "measured"] == pytest.approx(expected, rel=1e-6)


def test_a_verdict_that_hangs_on_the_allocation_key_waits(assessed):
    hanging = assessed[assessed["reason"] == "allocation_sensitive"]
    assert set(hanging.index) == {
        ("龙潭岭水泥有限公司", "2号窑"), ("临湖玻璃有限公司", "2线"),
    }  # fmt: skip


def test_every_sequel_of_the_story_is_of_an_inspection_that_was_drawn():
    rows = truth.rows()
    ids = [row["enterprise_id"] for row in rows["enterprises"]]
    held = {(row["enterprise_id"], row["ground"], row["happened_on"]): row
            for row in rows["inspections"]}  # fmt: skip
    for campaign in district().inspections:
        for sequel in campaign.sequels:
            key = ids[sequel.enterprise - 1], campaign.ground, sequel.happened_on
            assert key in held, sequel
            assert held[key].get("rectified_on") == sequel.rectified_on


def test_every_row_of_the_plan_s_steps_is_dated_before_the_data(ledger):
    # What is planned may lie ahead; what is done may not.
    for name, column in (
        ("milestones", "done_on"), ("procedures", "done_on"), ("rectifications", "ordered_on"),
        ("rectifications", "concluded_on"), ("evidence", "taken_on"), ("false_returns", "found_on"),
        ("inspections", "happened_on"),
    ):  # fmt: skip
        assert ledger[name][column].max() <= pd.Timestamp(AS_OF), name


def test_some_enterprises_are_not_yet_checked_on_site_and_some_signed_nothing(ledger):
    steps = ledger["milestones"]
    whole = steps[steps["line_code"] < 0].groupby("milestone", observed=True)["enterprise_code"]
    done = whole.nunique()
    plan = district().visits
    assert done["on_site_checked"] == len(district().enterprises) - len(plan.not_seen)
    assert done["self_check_returned"] == len(district().enterprises) - 3
    with_lines = [one for one in district().enterprises if one.lines or one.audit]
    unsigned = {one.number for one in with_lines} & set(plan.without_commitment)
    assert done["commitment_signed"] == len(with_lines) - len(unsigned)


def test_an_enterprise_that_did_not_answer_has_only_its_row_of_the_roster(ledger):
    enterprises = ledger["enterprises"]
    silent = [one for one in district().enterprises if not one.answers]
    assert Counter(one.outcome for one in silent) == {"missing": 3, "unreadable": 4}
    rows = enterprises.set_index("name").loc[[ledger.district + one.name for one in silent]]
    told = ["address", "employees", "revenue_10k_cny", "tax_10k_cny", "land_area_mu", "remark"]
    assert rows[told].isna().all(axis=None)
    assert rows[["township", "industry_code"]].notna().all(axis=None)
    known = set(ledger["identifiers"]["enterprise_code"]) | set(ledger["lines"]["enterprise_code"])
    assert not known & set(rows["enterprise_code"])


def test_the_workforce_of_one_enterprise_that_answered_is_unknown(ledger):
    answered = {ledger.district + one.name for one in district().enterprises if one.answers}
    enterprises = ledger["enterprises"]
    unknown = enterprises["employees"].isna() & enterprises["name"].isin(answered)
    assert list(enterprises.loc[unknown, "name"]) == ["示例区恒润塑业有限公司"]


def test_five_enterprises_have_nothing_to_report(ledger):
    nil = [one for one in district().enterprises if one.outcome == "nil_return"]
    assert len(nil) == 5
    assert not any(one.lines for one in nil)


def test_energy_leaves_some_lines(ledger):
    energy = ledger["energy"]
    leaving = energy[energy["flow"] != "consumed"].groupby("flow", observed=True)["carrier"]
    carriers = leaving.agg(lambda values: set(values.astype("str")))
    assert {"electricity", "heat"} <= carriers["exported"]
    assert {"converter_gas", "coke_oven_gas_low"} <= carriers["recovered_outside"]


# --- nobody is meant ------------------------------------------------------------------------


def test_credit_codes_are_of_no_real_area_and_some_enterprises_have_none(ledger):
    codes = ledger["enterprises"]["uscc"].dropna()
    assert 0.8 <= len(codes) / len(ledger["enterprises"]) <= 0.9
    assert set(codes.str[2:8]) == {"360499"}
    assert codes.str[8:10].eq("XN").all()
    assert all(uscc.is_valid(code) for code in codes)
    coded = ledger["enterprises"]["uscc"].notna()
    assert (ledger["enterprises"].loc[coded, "enterprise_id"] == codes).all()
    made_up = ledger["enterprises"].loc[~coded, "enterprise_id"]
    assert made_up.str.fullmatch(r"SL\d{3}").all()


def test_every_enterprise_bears_the_name_of_the_fictional_district(ledger):
    assert ledger["enterprises"]["name"].str.startswith("示例区").all()
    assert ledger["enterprises"]["name"].is_unique


def test_no_text_looks_like_personal_data():
    suspicious = re.compile(
        r"1[3-9]\d{9}|\d{6}(?:19|20)\d{9}[\dXx]|先生|女士|联系人|电话|法定代表人"
    )
    for table in truth.tables().values():
        # The digest of a file is random digits and letters.
        for column in table.select_dtypes(exclude="number").columns.drop("sha256", errors="ignore"):
            texts = table[column].dropna().astype("str")
            assert not texts.str.contains(suspicious).any(), column
