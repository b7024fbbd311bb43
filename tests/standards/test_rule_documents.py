"""The documents of rules that ship with the package, against the collection of sources."""

import csv
import math
import os
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from capacity_analysis import paths
from capacity_analysis.errors import DataError
from capacity_analysis.standards import KINDS, Standards
from capacity_analysis.standards.coverage import read_coverage
from capacity_analysis.standards.kinds.levels import governed_products

REFERENCE = Path(__file__).parents[3] / "shared" / "reference"
CATALOGUES = {
    "2019年本": "catalogue-2019",
    "2024年本": "catalogue-2024",
    "国发〔2010〕7号": "guofa-2010-7",
    "建材行业淘汰落后产能指导目录(2019版,协会文件)": "cbmf-2019",
    "国发〔2023〕24号 空气质量持续改善行动计划": "guofa-2023-24",
    "国能发电力〔2020〕37号": "nea-2020-37",
}
# The reading rule about deadlines has no number to compare: the collection wrote "printed date".
PRINTED_DATE = "cat2024-207"
PLACES = {"全国": "000000", "江西": "360000", "九江市": "360400", "九江市柴桑区": "360404"}


def in_reference(name):
    if not REFERENCE.is_dir() and "CI" not in os.environ:
        pytest.skip("the collection of sources is not part of the repository")
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def standards():
    return Standards.load()


def entries(standards, document_id):
    return standards.document(document_id).rows("catalogue_entries")


def parameters(standards, document_id):
    document = standards.document(document_id)
    (kind,) = document.tables
    return document.rows(kind)


def value(standards, document_id, parameter, code="", *, on="2022-06-30", place="000000"):
    """The one value of a parameter on a day, number or text."""
    (found,) = (
        row["value_text"] if row["value"] is None else row["value"]
        for row in parameters(standards, document_id)
        if (row["parameter"], row["code"], row["jurisdiction"]) == (parameter, code, place)
        and (row["effective_from"] or on) <= on <= (row["effective_to"] or on)
    )
    return found


def in_chinese(text):
    """The collection's brackets and separators, as Chinese text writes them."""
    for western, chinese in (("(", "（"), (")", "）"), ("; ", "；"), (", ", "，"), (": ", "：")):
        text = text.replace(western, chinese)
    return text


def numbers(text):
    return {float(found) for found in re.findall(r"\d+(?:\.\d+)?", re.sub(r"m[23]", "", text))}


# --- the catalogue ---

# The words of these entries begin with 新建, as their remark says; the collection leaves them out.
BEGINS_WITH_NEW = {"cat2019-152", "cat2024-152"}


def test_every_entry_of_the_collection_was_carried_over_under_its_id(standards):
    ours = {
        row["row_id"]: (document_id, row)
        for document_id in CATALOGUES.values()
        for row in entries(standards, document_id)
    }
    collected = in_reference("rules/rules.csv")
    assert len(collected) == 427
    for theirs in collected:
        document_id, row = ours[theirs["row_id"]]
        assert document_id == CATALOGUES[theirs["edition"]]
        expected = {
            "category": theirs["category"].removesuffix("(重点区域)"),
            "section_ref": re.sub(r" \(PDF p\.(\d+)\)", r"（PDF第\1页）", theirs["section_ref"]),
            "applies_to": theirs["applies_to"].replace("new_and_existing", "all"),
            "industry": theirs["industry"],
            "equipment": in_chinese(theirs["equipment_or_process"]),
            "attribute": in_chinese(theirs["attribute"]),
            "unit": theirs["unit"],
            "operator": theirs["operator"],
            "threshold": theirs["threshold"],
            "deadline": theirs["deadline"],
            "confidence": theirs["confidence"],
        }
        if theirs["row_id"] == PRINTED_DATE:
            assert (expected["threshold"], row["operator"]) == ("printed date", "is_true")
            expected |= {name: row[name] for name in ("attribute", "unit", "operator", "threshold")}
        if theirs["row_id"] in BEGINS_WITH_NEW:
            assert expected["applies_to"] == "all"
            expected["applies_to"] = "new"
        assert {name: row[name] for name in expected} == expected, theirs["row_id"]


def test_an_edition_binds_as_a_whole_as_its_rows_say(standards):
    said = {(CATALOGUES[row["edition"]], row["binding"]) for row in in_reference("rules/rules.csv")}
    held = {name: str(standards.document(name).binding).lower() for name, _ in said}
    assert dict(said) == held
    assert len(said) == len(CATALOGUES)


def test_a_second_criterion_is_a_row_of_its_own_with_each_of_its_numbers(standards):
    collected = [row for row in in_reference("rules/rules.csv") if row["extra_criterion"]]
    assert len(collected) == 35
    for theirs in collected:
        parts = [
            row
            for row in entries(standards, CATALOGUES[theirs["edition"]])
            if row["part_of"] == theirs["row_id"]
        ]
        assert parts, theirs["row_id"]
        held = {float(row["threshold"]) for row in parts if row["unit"] != "bool"}
        named = numbers(theirs["extra_criterion"])
        assert named <= held <= named | numbers(theirs["threshold"]), theirs["row_id"]
        assert {row["confidence"] for row in parts} == {theirs["confidence"]}
        assert [row["row_id"][-1] for row in parts] == list("bcdefg"[: len(parts)])


def test_a_large_blast_furnace_is_restricted_only_where_it_also_misses_a_mandatory_standard(
    standards,
):
    size, standard = (
        row for row in entries(standards, "catalogue-2019") if row["all_of"] == "cat2019-029b"
    )
    assert (size["attribute"], size["operator"], size["threshold"]) == ("有效容积", ">=", "1200")
    assert (standard["unit"], standard["operator"]) == ("bool", "is_true")


def test_the_rated_voltage_of_a_motor_must_hold_together_with_its_frame(standards):
    rows = [row for row in entries(standards, "catalogue-2024") if row["all_of"] == "cat2024-187"]
    assert [(row["attribute"], row["operator"], row["threshold"]) for row in rows] == [
        ("机座号", "closed_range", "63..355"),
        ("额定电压", "<=", "660"),
    ]


def test_an_exception_names_the_papers_that_show_it(standards):
    """Only where an enterprise lies needs no paper."""
    without = {
        row["exception"]
        for document_id in CATALOGUES.values()
        for row in entries(standards, document_id)
        if row["exception"] and not row["proof"]
    }
    assert without == {"陕西、青海、甘肃、新疆、西藏、宁夏除外"}
    (furnace,) = (r for r in entries(standards, "catalogue-2019") if r["row_id"] == "cat2019-001")
    assert furnace["exception"] == "铸造用铁企业的高炉除外"
    assert all(paper in furnace["proof"] for paper in ("工商注册证明", "三年销售凭证", "项目核准"))


@pytest.mark.parametrize("document_id", ["catalogue-2019", "catalogue-2024"])
def test_a_wet_kiln_for_sludge_or_carbide_slag_is_never_listed_outright(standards, document_id):
    # 国发〔2010〕7号 excepts it; whether the catalogue does too was not checked.
    (kiln,) = (r for r in entries(standards, document_id) if r["row_id"].endswith("-059"))
    assert kiln["exception"] == "主要用于处理污泥、电石渣等的湿法窑除外"


def test_every_exception_of_the_collection_is_kept(standards):
    ours = {
        row["row_id"]: row
        for document_id in CATALOGUES.values()
        for row in entries(standards, document_id)
    }
    for theirs in in_reference("rules/rules.csv"):
        row = ours[theirs["row_id"]]
        if re.search("除外|保留|暂缓|不含|不属此条|不包括", theirs["exception"].split(":")[-1]):
            assert row["exception"] or "例外" in row["remark"], theirs["row_id"]
        elif theirs["exception"]:
            assert row["remark"] or row["exception"], theirs["row_id"]


@pytest.mark.parametrize(
    ("document_id", "first", "last"),
    [
        ("catalogue-2019", date(2020, 1, 1), date(2024, 1, 31)),
        ("catalogue-2024", date(2024, 2, 1), None),
    ],
)
def test_dates_of_the_editions_of_the_catalogue(standards, document_id, first, last):
    document = standards.document(document_id)
    assert (document.in_force, document.in_force_until) == (first, last)
    assert document.dates_confidence == "verified"
    assert not document.holds_on(first - timedelta(days=1))
    assert document.holds_on(first)
    if last:
        assert document.holds_on(last)
        assert not document.holds_on(last + timedelta(days=1))


def test_what_repeats_the_older_edition_never_decides(standards):
    counts = Counter(
        row["confidence"] for row in entries(standards, "catalogue-2024") if not row["part_of"]
    )
    assert counts["carried_over"] == 188
    assert standards.document("catalogue-2019").series == "industry-catalogue"
    assert standards.document("catalogue-2024").series == "industry-catalogue"


# --- labour and retirement ---


def test_every_labour_parameter_was_carried_over_in_its_order(standards):
    collected = in_reference("rules/labour_parameters.csv")
    ours = [
        row for row in parameters(standards, "labour-parameters") if row["row_id"][4:].isdigit()
    ]
    assert len(ours) == len(collected) == 166
    for row, theirs in zip(ours, collected, strict=True):
        where = (row["row_id"], theirs["parameter"])
        is_number = re.fullmatch(r"[0-9.]+", theirs["value"]) is not None
        assert row["value"] == (float(theirs["value"]) if is_number else None), where
        assert bool(row["value_text"]) != is_number, where
        assert row["confidence"] == theirs["confidence"], where
        if is_number:
            assert row["unit"] == in_chinese(theirs["unit"]), where
        if theirs["parameter"].startswith("avg_annual_wage"):
            year = row["code"]
            assert (theirs["effective_from"], theirs["effective_to"]) == (
                f"{year}-01-01",
                f"{year}-12-31",
            )
        else:
            assert row["effective_from"] == theirs["effective_from"], where
            assert row["effective_to"] == theirs["effective_to"], where


def test_places_of_the_labour_parameters(standards):
    ours = parameters(standards, "labour-parameters")
    for row, theirs in zip(ours, in_reference("rules/labour_parameters.csv"), strict=False):
        place = theirs["jurisdiction"]
        if place in PLACES:
            assert row["jurisdiction"] == PLACES[place]
        if found := re.match("江西([一二三])类区域", place):
            area = str("一二三".index(found[1]) + 1)
            assert (row["jurisdiction"], row["code"]) == ("360000", area)


@pytest.mark.parametrize(
    ("on", "wage"),
    [
        ("2021-03-31", 1470),
        ("2021-04-01", 1610),
        ("2024-03-31", 1610),
        ("2024-04-01", 1740),
    ],
)
def test_the_minimum_wage_of_the_district_follows_its_class(standards, on, wage):
    labour = "labour-parameters"
    area = value(standards, labour, "wage_area_class", place="360404")
    assert (
        value(standards, labour, "minimum_wage_monthly", f"{area:g}", on=on, place="360000") == wage
    )


def test_the_benefit_of_the_old_county_is_no_value_of_the_district(standards):
    """Its 900 yuan date from about 2015; what held from 2021 to April 2024 was not found."""
    rows = [
        (row["jurisdiction"], row["code"], row["effective_from"], row["value"])
        for row in parameters(standards, "labour-parameters")
        if row["parameter"] == "unemployment_benefit_monthly" and row["code"] == "3"
    ]
    assert rows == [("360000", "3", "2024-04-08", 1566), ("360421", "3", "2015-09-01", 900)]


def test_the_average_wage_that_a_2022_exit_needs_is_not_on_file(standards):
    years = {
        row["code"]
        for row in parameters(standards, "labour-parameters")
        if row["parameter"] == "avg_annual_wage_urban_nonprivate"
        and row["jurisdiction"] == "360400"
    }
    assert years == {"2022"}


def test_every_month_of_the_retirement_schedule_was_carried_over(standards):
    ours = standards.document("npc-retirement-2024").rows("retirement_schedule")
    collected = in_reference("rules/retirement_schedule.csv")
    assert len(ours) == len(collected) == 408
    renamed = {"min_contribution_years": "least_contribution_years"}
    for row, theirs in zip(ours, collected, strict=True):
        for name, text in theirs.items():
            if name == "new_age_label":
                continue
            held = row[renamed.get(name, name)]
            assert held == (float(text) if isinstance(held, float) else in_chinese(text))


STEPS = {  # category: (old age, months per month of delay, most months of delay)
    "男职工": (60, 4, 36),
    "女职工（原55周岁）": (55, 4, 36),
    "女职工（原50周岁）": (50, 2, 60),
}


def month(text):
    year, number = text.split("-")
    return 12 * int(year) + int(number) - 1


def age_in_months(text):
    years, months = re.fullmatch(r"(\d+)岁(?:(\d+)个月)?", text).groups()
    return 12 * int(years) + int(months or 0)


def test_every_month_of_the_schedule_follows_from_the_formula(standards):
    """Counting January 2025 as 1: n // 4 or n // 2, rounded up, is the delay in months."""
    for row in standards.document("npc-retirement-2024").rows("retirement_schedule"):
        age, step, most = STEPS[row["category"]]
        reached = month(row["birth_month"]) + 12 * age
        count = reached - month("2025-01") + 1
        delay = min(math.ceil(count / step), most)
        assert row["delay_months"] == delay >= 1
        assert month(row["original_retirement_month"]) == reached
        assert month(row["new_retirement_month"]) == reached + delay
        new_age = 12 * age + delay
        assert 12 * row["new_age_years"] + row["new_age_months"] == new_age
        assert age_in_months(row["earliest_flexible_age"]) == max(new_age - 36, 12 * age)
        assert age_in_months(row["latest_flexible_age"]) == new_age + 36


def test_the_schedule_starts_and_is_full_where_the_formula_says(standards):
    rows = standards.document("npc-retirement-2024").rows("retirement_schedule")
    for category, (_age, _step, most) in STEPS.items():
        of_category = [row for row in rows if row["category"] == category]
        full = [row["birth_month"] for row in of_category if row["delay_months"] == most]
        first = {
            "男职工": "1965-01",
            "女职工（原55周岁）": "1970-01",
            "女职工（原50周岁）": "1975-01",
        }
        last = {
            "男职工": "1976-09",
            "女职工（原55周岁）": "1981-09",
            "女职工（原50周岁）": "1984-11",
        }
        assert of_category[0]["birth_month"] == first[category]
        assert min(full) == last[category]


def test_the_least_contribution_of_the_schedule_is_that_of_the_year_of_retirement(standards):
    for row in standards.document("npc-retirement-2024").rows("retirement_schedule"):
        on = f"{row['new_retirement_month']}-01"
        if on < "2041":
            least = value(standards, "labour-parameters", "pension_min_contribution_years", on=on)
            assert row["least_contribution_years"] == least


# --- land ---


def test_every_land_parameter_was_carried_over(standards):
    ours = {
        row["row_id"]: row
        for document_id in (
            "land-parameters",
            "jiangxi-land-intensity",
            "per-mu-evaluation-examples",
        )
        for row in parameters(standards, document_id)
    }
    collected = in_reference("rules/land.csv")
    assert len(collected) == 88
    for number, theirs in enumerate(collected, start=1):
        row = ours[f"land-{number:03d}"]
        assert row["topic"] == theirs["topic"]
        assert row["item"] == in_chinese(theirs["item"])
        assert row["operator"] == theirs["operator"].replace(
            "=", "equals", theirs["operator"] == "="
        )
        assert row["effective_from"] == theirs["effective_from"]
        # The collection writes the first day of the new edition, a row its own last day.
        last = theirs["effective_to"].replace("2023-04-28", "2023-04-27")
        assert row["effective_to"] == last
        if theirs["jurisdiction"] in PLACES and "乐平" not in theirs["item"]:
            assert row["jurisdiction"] == PLACES[theirs["jurisdiction"]]
        if theirs["value"] == "unknown":
            assert (row["value"], row["value_text"], row["confidence"]) == (None, "", "open")
            continue
        assert row["confidence"] == theirs["confidence"]
        if theirs["value"] == "0.3333":
            assert row["value"] == 1 / 3
        elif row["value"] is None:
            assert row["value_text"] == theirs["value"]
        else:
            assert row["value"] == float(theirs["value"])


def test_on_the_day_of_the_2023_edition_no_floor_area_ratio_of_2008_is_left(standards):
    ends = {
        row["effective_to"]
        for row in parameters(standards, "land-parameters")
        if row["parameter"] in ("floor_area_ratio", "investment_intensity")
    }
    assert ends == {"2023-04-27"}
    land = "land-parameters"
    assert value(standards, land, "building_coefficient", on="2023-04-27") == 0.3
    assert value(standards, land, "building_coefficient", on="2023-04-28") == 0.4


def test_examples_of_other_places_and_undated_rules_never_hold(standards):
    for document_id in ("per-mu-evaluation-examples", "jiangxi-land-intensity", "zombie-studies"):
        assert not standards.document(document_id).holds_on(date(2026, 11, 24))


# --- prices, penalties, credit, rates, zombies ---


@pytest.mark.parametrize(
    ("document_id", "asked", "on", "expected"),
    [
        ("electricity-prices", ("surcharge", "限制类"), "2022-06-30", 0.10),
        ("electricity-prices", ("surcharge", "淘汰类"), "2022-06-30", 0.30),
        ("electricity-prices", ("surcharge", "淘汰类/钢铁"), "2017-01-01", 0.50),
        ("electricity-prices", ("aluminium_tier_base", "电解铝"), "2022-12-31", 13650),
        ("electricity-prices", ("aluminium_tier_base", "电解铝"), "2023-01-01", 13450),
        ("electricity-prices", ("aluminium_tier_base", "电解铝"), "2024-12-31", 13450),
        ("electricity-prices", ("aluminium_tier_base", "电解铝"), "2025-01-01", 13300),
        ("electricity-prices", ("aluminium_tier_step", "电解铝"), "2022-06-30", 20),
        ("electricity-prices", ("aluminium_tier_increment", "电解铝"), "2022-06-30", 0.01),
        ("enforcement-rules", ("over_limit_rectify_months", ""), "2022-06-30", 6),
        ("enforcement-rules", ("over_limit_extension_months", ""), "2022-06-30", 3),
        ("enforcement-rules", ("below_baseline_period_years", ""), "2022-06-30", 3),
        ("enforcement-rules", ("penalty_goods_multiple_min", "大气污染防治法"), "2022-06-30", 1),
        ("enforcement-rules", ("penalty_goods_multiple_max", "大气污染防治法"), "2022-06-30", 3),
        ("enforcement-rules", ("penalty_min", "固体废物污染环境防治法"), "2022-06-30", 100_000),
        ("enforcement-rules", ("penalty_max", "固体废物污染环境防治法"), "2022-06-30", 1_000_000),
        ("enforcement-rules", ("penalty_min", "循环经济促进法"), "2022-06-30", 50_000),
        ("enforcement-rules", ("penalty_max", "循环经济促进法"), "2022-06-30", 200_000),
        ("enforcement-rules", ("penalty_max", "安全生产法"), "2022-06-30", 50_000),
        ("enforcement-rules", ("penalty_overdue_min", "安全生产法"), "2022-06-30", 50_000),
        ("enforcement-rules", ("penalty_overdue_max", "安全生产法"), "2022-06-30", 200_000),
        ("enforcement-rules", ("soil_penalty_min", ""), "2022-06-30", 20_000),
        ("enforcement-rules", ("soil_penalty_refusal_max", ""), "2022-06-30", 1_000_000),
        ("enforcement-rules", ("catalogue_items", "2019"), "2022-06-30", 1477),
        ("enforcement-rules", ("catalogue_items", "2024"), "2024-02-01", 1005),
        ("lending-rates", ("benchmark_rate", "1y"), "2022-06-30", 4.35),
        ("lending-rates", ("lpr", "1y"), "2022-08-21", 3.70),
        ("lending-rates", ("lpr", "1y"), "2022-08-22", 3.65),
        ("lending-rates", ("lpr", "5y"), "2024-02-19", 4.20),
        ("lending-rates", ("lpr", "5y"), "2024-02-20", 3.95),
        ("zombie-definitions", ("loss_years", ""), "2022-06-30", 3),
        ("zombie-register", ("stopped_days", ""), "2022-06-30", 90),
        ("zombie-register", ("half_output_share", ""), "2022-06-30", 0.5),
        ("zombie-studies", ("fn_leverage", ""), "2022-06-30", 0.5),
    ],
)
def test_facts_of_the_collection_by_day(standards, document_id, asked, on, expected):
    assert value(standards, document_id, *asked, on=on) == expected


def test_classes_of_an_edition_of_the_catalogue_sum_to_its_items(standards):
    for edition, on in (("2019", "2022-06-30"), ("2024", "2024-02-01")):
        of_class = [
            value(standards, "enforcement-rules", "catalogue_items", f"{edition}/{name}", on=on)
            for name in ("鼓励类", "限制类", "淘汰类")
        ]
        assert sum(of_class) == value(
            standards, "enforcement-rules", "catalogue_items", edition, on=on
        )


def test_the_two_grounds_of_energy_have_a_rule_each(standards):
    rows = {row["parameter"]: row for row in parameters(standards, "enforcement-rules")}
    assert "工信部联产业〔2017〕30号" in rows["over_limit_rectify_months"]["clause"]
    assert "1609号" in rows["below_baseline_period_years"]["clause"]
    assert rows["over_limit_rectify_months"]["confidence"] == "verified"


def test_surcharges_and_rates_are_from_memory_and_never_decide(standards):
    for document_id, parameter in (("electricity-prices", "surcharge"), ("lending-rates", "lpr")):
        marks = {
            row["confidence"]
            for row in parameters(standards, document_id)
            if row["parameter"] == parameter
        }
        assert marks == {"recalled"}


def test_zombie_criteria_bind_nobody(standards):
    for document_id in ("zombie-definitions", "zombie-register", "zombie-studies"):
        assert standards.document(document_id).binding is False


def test_every_parameter_tells_its_area_unless_the_place_is_unknown(standards):
    for document in standards.documents:
        for kind in document.tables:
            if "parameter" in {column.name for column in KINDS[kind].columns}:
                nowhere = {
                    row["parameter"] for row in document.rows(kind) if not row["jurisdiction"]
                }
                assert nowhere <= {"per_mu_weight_sample_a"}, document.id


# --- targets ---


TARGETS = {
    "发改产业〔2021〕1609号": "ndrc-2021-1609-deadlines",
    "发改产业〔2021〕1464号": "ndrc-2021-1464",
    "发改产业〔2022〕200号": "ndrc-2022-200",
    "发改运行〔2021〕1519号": "ndrc-2021-1519",
    "发改运行〔2022〕559号": "ndrc-2022-559",
    "发改运行〔2025〕1499号": "ndrc-2025-1499",
    "发改产业〔2023〕723号": "ndrc-2023-723-deadlines",
    "水泥行业节能降碳专项行动计划": "cement-action-plan-2024",
    "国发〔2024〕12号": "guofa-2024-12",
}


def test_every_deadline_of_the_collection_was_carried_over(standards):
    collected = in_reference("standards/deadlines.csv")
    assert len(collected) == 44
    for number, document_id in TARGETS.items():
        theirs = [row for row in collected if row["document_no"] == number]
        document = standards.document(document_id)
        ours = [r for r in document.rows("policy_targets") if r["row_id"][-1].isdigit()]
        assert document.binding is False
        assert len(ours) == len(theirs), document_id
        for row, source in zip(ours, theirs, strict=True):
            assert row["deadline"] == source["deadline"]
            assert row["confidence"] == source["confidence"]
            if "%" in source["target_value"] and source["target_value"] != "100%":
                above = ">" in source["target_value"]  # 超过30%: 30% itself does not meet it
                measure = "share_advanced_above" if above else "share_advanced_at_least"
                assert row["measure"] == measure
                assert numbers(source["target_value"]) == {row["value"]}


def test_a_status_at_the_end_of_2020_stays_in_the_words_of_the_target(standards):
    theirs = [
        row for row in in_reference("standards/deadlines.csv") if row["item"] == "2025 target"
    ]
    ours = standards.document("ndrc-2022-200").rows("policy_targets")[1:]
    assert len(ours) == len(theirs) == 23
    for row, source in zip(ours, theirs, strict=True):
        status = numbers(source["requirement"].split("status:")[1])
        assert status <= numbers(row["requirement"].split("；")[1])
        assert row["products"]


def test_the_national_dates_of_the_2023_edition(standards):
    rows = standards.document("ndrc-2023-723-deadlines").rows("policy_targets")
    assert [row["deadline"] for row in rows] == ["", "2025-12-31", "2026-12-31"]


def test_each_product_has_the_national_date_of_its_own_field_and_no_other(standards):
    """End of 2025 for the 25 fields of the 2021 edition, end of 2026 for the 11 that 2023 added."""
    old_fields, new_fields = (
        set(str(row["products"]).split(";"))
        for row in standards.document("ndrc-2023-723-deadlines").rows("policy_targets")[1:]
    )
    governed = {
        edition: {
            name
            for row in standards.document(edition).rows("benchmark_levels")
            for name in governed_products(row)
        }
        for edition in ("ndrc-2021-1609", "ndrc-2023-723")
    }
    assert old_fields == governed["ndrc-2021-1609"]
    assert new_fields == governed["ndrc-2023-723"] - governed["ndrc-2021-1609"]


def test_a_target_that_names_a_product_names_the_finer_products_of_its_level_too(standards):
    finer = {
        row["product_id"]: set(governed_products(row))
        for edition in ("ndrc-2021-1609", "ndrc-2023-723")
        for row in standards.document(edition).rows("benchmark_levels")
    }
    for document in standards.documents:
        for row in document.rows("policy_targets"):
            named = set(str(row["products"]).split(";")) - {""}
            for product in named & set(finer):
                assert finer[product] <= named, (row["row_id"], product)


def test_the_period_of_the_2021_edition_is_no_national_date(standards):
    rows = standards.document("ndrc-2021-1609-deadlines").rows("policy_targets")
    assert [(row["value"], row["unit"], row["deadline"]) for row in rows[1:2]] == [(3, "年", "")]


# --- what is not on file ---


@pytest.mark.parametrize(
    ("area", "words"),
    [
        ("能效水平", "1609号附表"),
        ("能效水平", "723号附表"),
        ("能效水平", "559号附表"),
        ("能耗限额", "2022至2023年有效"),
        ("产业目录", "第49号"),
        ("产业目录", "落后产品"),
        ("产业目录", "固体废物"),
        ("产业目录", "电动机"),
        ("产业目录", "危险化学品"),
        ("电价", "江西省的差别电价"),
        ("电价", "水泥阶梯电价"),
        ("劳动", "九江市2021年"),
        ("劳动", "失业保险金"),
        ("劳动", "工伤"),
        ("劳动", "2024年以后的最低工资"),
        ("土地", "2023年版容积率"),
        ("土地", "等别"),
        ("土地", "权重和分档"),
        ("僵尸企业", "数值标准"),
    ],
)
def test_gaps_that_the_collection_names_are_listed(area, words):
    gaps = read_coverage(paths.data() / "standards")
    assert any(gap.area == area and re.search(words, gap.missing) for gap in gaps)


GAP = "wage-2021,劳动,九江市2021年平均工资,不能判定封顶,劳动资料第9节"
GAPS_HEADER = "gap_id,area,missing,consequence,source"


@pytest.mark.parametrize(
    ("lines", "defect"),
    [
        ([GAPS_HEADER, GAP, GAP], "coverage.csv row 3 (wage-2021) gap_id: stands in row 2 too"),
        ([GAPS_HEADER, GAP.replace("劳动,", "工资,")], "area: unknown '工资'"),
        ([GAPS_HEADER, GAP.replace("不能判定封顶", "")], "consequence: missing"),
        ([GAPS_HEADER, GAP.replace("九江市", "=九江市")], "missing: looks like a formula"),
        ([GAPS_HEADER, GAP + ","], "row 2: 6 cells, not 5"),
        ([GAPS_HEADER + ",checked", GAP + ","], "unknown column 'checked'"),
    ],
)
def test_one_defect_of_the_list_of_gaps_gives_one_line(tmp_path, lines, defect):
    (tmp_path / "coverage.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        read_coverage(tmp_path)
    (line,) = str(raised.value).splitlines()
    assert defect in line


def test_a_folder_without_a_list_of_gaps_is_not_one_without_gaps(tmp_path):
    with pytest.raises(DataError, match="cannot be read"):
        read_coverage(tmp_path)


# --- the checks, one defect each ---


ENTRY = {
    "row_id": "e-1",
    "part_of": "",
    "all_of": "",
    "category": "淘汰类",
    "applies_to": "existing",
    "equipment": "炼铁高炉",
    "equipment_types": "blast_furnace",
    "attribute_id": "effective_volume_m3",
    "unit": "m3",
    "operator": "<=",
    "threshold": "400",
    "doubtful_at": "",
    "applies_when": "use!=cast_pipe",
    "exempt_when": "use=foundry_iron",
    "exception": "铸造用铁企业的高炉除外",
    "confidence": "recalled",
}
# What a row says where a ledger cannot show whether its words hold.
BY_HAND = {"equipment_types": "", "attribute_id": "", "applies_when": "", "exempt_when": ""}
PARAMETER = {
    "row_id": "p-1",
    "parameter": "minimum_wage_monthly",
    "code": "3",
    "value": 1610.0,
    "value_text": "",
    "unit": "元/月",
    "effective_from": "2021-04-01",
    "effective_to": "2024-03-31",
    "jurisdiction": "360000",
    "confidence": "verified",
}
RETIREMENT = {
    "row_id": "r-1",
    "category": "男职工",
    "birth_month": "1965-05",
    "original_retirement_month": "2025-05",
    "original_age": 60.0,
    "delay_months": 2.0,
    "new_age_years": 60.0,
    "new_age_months": 2.0,
    "new_retirement_month": "2025-07",
}
TARGET = {
    "row_id": "t-1",
    "products": "clinker;lime",
    "measure": "share_advanced_at_least",
    "value": 30.0,
    "unit": "%",
    "deadline": "2025-12-31",
    "confidence": "verified",
}
SOUND = {
    "catalogue_entries": ENTRY,
    "labour_parameters": PARAMETER,
    "retirement_schedule": RETIREMENT,
    "policy_targets": TARGET,
}


@pytest.mark.parametrize("kind", SOUND)
def test_a_sound_row_has_no_defect(kind):
    assert list(KINDS[kind].check_row(SOUND[kind])) == []
    assert list(KINDS[kind].check_table([(2, SOUND[kind])])) == []


@pytest.mark.parametrize(
    ("kind", "change", "defect"),
    [
        ("catalogue_entries", {"threshold": "四百"}, "threshold: <= needs a number"),
        ("catalogue_entries", {"threshold": "400..1200"}, "threshold: <= needs a number"),
        ("catalogue_entries", {"operator": "open_range"}, "threshold: open_range needs a range"),
        (
            "catalogue_entries",
            {"operator": "closed_range", "threshold": "100..30"},
            "threshold: closed_range needs a range that rises",
        ),
        (
            "catalogue_entries",
            {"operator": "open_range", "threshold": "30..30"},
            "threshold: open_range needs a range that rises",
        ),
        (
            "catalogue_entries",
            {"operator": "in", "unit": "model", "threshold": "B;;BA", "attribute_id": "model"},
            "threshold: in needs distinct values",
        ),
        (
            "catalogue_entries",
            {"operator": "in", "unit": "model", "threshold": "B;B", "attribute_id": "model"},
            "threshold: in needs distinct values",
        ),
        (
            "catalogue_entries",
            {"operator": "is_present", "unit": "bool", "threshold": "yes", "attribute_id": ""},
            "threshold: is_present needs 1",
        ),
        (
            "catalogue_entries",
            BY_HAND | {"unit": "bool"},
            "unit: bool does not fit the operator <=",
        ),
        (
            "catalogue_entries",
            BY_HAND | {"operator": "is_true", "threshold": "1"},
            "unit: m3 does not fit the operator is_true",
        ),
        (
            "catalogue_entries",
            BY_HAND | {"unit": "model"},
            "unit: model does not fit the operator <=",
        ),
        ("labour_parameters", {"parameter": "Minimum wage"}, "parameter: 'Minimum wage' is not"),
        ("labour_parameters", {"value_text": "是"}, "value: exactly one of value and value_text"),
        ("labour_parameters", {"value": None}, "value: exactly one of value and value_text"),
        (
            "labour_parameters",
            {"confidence": "open", "value": None, "value_text": "1610"},
            "value_text: an open row holds the value 1610",
        ),
        ("labour_parameters", {"unit": ""}, "unit: missing for a number"),
        ("labour_parameters", {"jurisdiction": "江西"}, "jurisdiction: '江西' is not a code"),
        ("labour_parameters", {"jurisdiction": "36000"}, "jurisdiction: '36000' is not a code"),
        (
            "labour_parameters",
            {"effective_to": "2021-03-31"},
            "effective_to: 2021-03-31 lies before effective_from 2021-04-01",
        ),
        (
            "retirement_schedule",
            {"birth_month": "1965-13"},
            "birth_month: '1965-13' is not a month",
        ),
        (
            "retirement_schedule",
            {"birth_month": "1965-04"},
            "original_retirement_month: 1965-04 plus 60 years is another month",
        ),
        (
            "retirement_schedule",
            {"new_retirement_month": "2025-08"},
            "new_retirement_month: is not 2 months after the original one",
        ),
        (
            "retirement_schedule",
            {"new_age_years": 61.0},
            "new_age_years: 61 years and 2 months is not 60 years and 2 months",
        ),
        (
            "retirement_schedule",
            {"new_age_years": 59.0, "new_age_months": 14.0},
            "new_age_months: 14 is not a number of months below a year",
        ),
        ("policy_targets", {"products": "klinker"}, "products: 'klinker' is not in the vocabulary"),
        ("policy_targets", {"products": "lime;lime"}, "products: 'lime' stands twice"),
        ("policy_targets", {"value": None}, "value: share_advanced_at_least needs a share in %"),
        ("policy_targets", {"value": 130.0}, "value: share_advanced_at_least needs a share in %"),
        ("policy_targets", {"unit": "年"}, "value: share_advanced_at_least needs a share in %"),
        ("policy_targets", {"measure": "other", "unit": ""}, "unit: missing for a number"),
        (
            "policy_targets",
            {"measure": "deadline", "value": None, "deadline": ""},
            "deadline: missing, and no period is given either",
        ),
    ],
)
def test_one_defect_of_a_row_gives_one_line(kind, change, defect):
    (found,) = KINDS[kind].check_row(SOUND[kind] | change)
    assert found.startswith(defect)


def table_defects(kind, *changes):
    rows = [(number, SOUND[kind] | change) for number, change in enumerate(changes, start=2)]
    return list(KINDS[kind].check_table(rows))


GROUP = {"row_id": "e-1b", "part_of": "e-1", "all_of": "e-1b"}


@pytest.mark.parametrize(
    ("changes", "defect"),
    [
        (
            [{}, {"row_id": "e-1b", "part_of": "e-9"}],
            (3, "part_of: 'e-9' is no entry of this table"),
        ),
        ([{}, GROUP], (3, "all_of: 'e-1b' has one row only")),
        (
            [{}, GROUP, GROUP | {"row_id": "e-1c", "category": "限制类"}],
            (4, "all_of: category differs from that of e-1b"),
        ),
        (
            [{}, GROUP, GROUP | {"row_id": "e-1c", "equipment": "转炉"}],
            (4, "all_of: equipment differs from that of e-1b"),
        ),
        (
            [{}, GROUP, GROUP | {"row_id": "e-1c", "equipment_types": "converter"}],
            (4, "all_of: equipment_types differs from that of e-1b"),
        ),
        (
            [{}, GROUP, GROUP | {"row_id": "e-1c", "applies_when": ""}],
            (4, "all_of: applies_when differs from that of e-1b"),
        ),
        (
            [{}, GROUP, GROUP | {"row_id": "e-1c", "exempt_when": ""}],
            (4, "all_of: exempt_when differs from that of e-1b"),
        ),
        (
            [{}, GROUP | {"row_id": "e-1c"}, GROUP | {"row_id": "e-1d"}],
            (3, "all_of: 'e-1b' is not the id of the first row of its group"),
        ),
    ],
)
def test_one_defect_of_the_entries_together_gives_one_line(changes, defect):
    assert table_defects("catalogue_entries", *changes) == [defect]


NEXT = {"row_id": "p-2", "effective_from": "2024-04-01", "effective_to": ""}


@pytest.mark.parametrize(
    ("first_day", "overlaps"), [("2024-03-30", True), ("2024-03-31", True), ("2024-04-01", False)]
)
def test_dates_of_one_parameter_and_place_must_not_share_a_day(first_day, overlaps):
    found = table_defects("labour_parameters", {}, NEXT | {"effective_from": first_day})
    assert found == ([(3, "effective_from: overlaps the dates of row 2")] if overlaps else [])


@pytest.mark.parametrize(
    "other", [{"code": "2"}, {"jurisdiction": "360400"}, {"parameter": "wage"}]
)
def test_another_code_place_or_parameter_may_hold_at_the_same_time(other):
    assert table_defects("labour_parameters", {}, other) == []


def test_a_row_without_an_end_overlaps_all_that_follow():
    found = table_defects(
        "labour_parameters",
        {"effective_to": ""},
        NEXT,
        NEXT | {"effective_from": "2030-01-01"},
    )
    assert found == [
        (3, "effective_from: overlaps the dates of row 2"),
        (4, "effective_from: overlaps the dates of row 2"),
    ]


def test_a_month_of_birth_has_one_row_per_category():
    assert table_defects("retirement_schedule", {}, {"row_id": "r-2"}) == [
        (3, "birth_month: 1965-05 of 男职工 stands in row 2 already")
    ]
