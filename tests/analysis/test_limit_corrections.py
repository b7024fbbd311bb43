"""Each correction that a standard prescribes, worked by hand, and at its boundaries."""

from __future__ import annotations

import datetime as dt
import math

import numpy as np
import pandas as pd
import pytest
from cases import JIUJIANG, conditions, judged, reading

from capacity_analysis.analysis import levels as shapes
from capacity_analysis.analysis.levels import OVER_LIMIT
from capacity_analysis.analysis.limit_corrections import corrected, furnace_power
from capacity_analysis.standards import Standards

# From the latest of these standards on: GB 21256-2025 is in force on 2026-07-01.
DAY = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def limits():
    rows = Standards.load().rows_in_force("energy_limits", DAY, JIUJIANG).table
    return shapes.in_common_shape(rows, OVER_LIMIT)


@pytest.fixture(scope="module")
def rules():
    return Standards.load().rows_in_force("energy_corrections", DAY, JIUJIANG).table


@pytest.fixture
def line_of(limits, rules):
    """Return the corrected level of the first line for one limit, under conditions."""

    def correct(row_id: str, **reported: float) -> pd.Series:
        one = limits[limits["row_id"] == row_id].reset_index(drop=True)
        assert len(one) == 1, row_id
        return corrected(one.assign(line_code=0), rules, conditions(**reported)).iloc[0]

    return correct


@pytest.fixture
def verdict(limits, rules):
    """Return the row of `gaps` of one line against one limit, under conditions."""

    def judge(row_id: str, measured: float, **reported: float) -> pd.Series:
        one = limits[limits["row_id"] == row_id].reset_index(drop=True)
        first = one.iloc[0]
        told = reading(measured, product_id=first["product_id"], indicator=first["indicator"])
        options = {"corrections": rules, "conditions": conditions(**reported)}
        return judged([told], one, ground=OVER_LIMIT, **options).iloc[0]

    return judge


@pytest.mark.parametrize(
    ("grade", "added"),
    [
        (62.1, 0),
        (62.0, 0),
        (61.9, 0.361),  # 0.1 point x 3.61
        (60.0, 7.22),  # 2 points x 3.61
        (57.1, 17.689),  # 4.9 points x 3.61
        (57.0, 18.05),  # 5 points x 3.61
        (56.9, 18.05),  # at most 5 points
        (50.0, 18.05),
    ],
)
def test_poor_feed_raises_the_limit_of_a_blast_furnace_by_at_most_five_points(
    line_of, grade, added
):
    # GB 21256-2025: levels 361, 370 and 415 are all corrected.
    found = line_of("gb21256-2025-03", feed_grade_percent=grade)
    assert found["baseline"] == pytest.approx(415 + added)
    assert found["advanced"] == pytest.approx(361 + added)
    assert found["access"] == pytest.approx(370 + added)


@pytest.mark.parametrize(
    ("altitude", "factor"),
    [(1499.0, 1.0), (1500.0, 1.0), (1501.0, 1.179 - 0.211 * 84_000 / 101_325)],
)
def test_altitude_corrects_level_3_of_clinker_above_1500_m_alone(line_of, altitude, factor):
    # 1.179 - 0.211 x 84,000 / 101,325 = 1.179 - 0.174921… = 1.004078…; 117 x 1.004078 = 117.477…
    found = line_of("gb16780-2021-02", altitude_m=altitude, pressure_pa=84_000)
    assert found["baseline"] == pytest.approx(117 * factor)
    assert (found["advanced"], found["access"]) == (100, 107)
    assert (found["correction_rows"] == "gb16780-2021-c04") == (factor != 1)


def test_two_corrections_apply_one_after_another(line_of):
    # Cement at 80 % of clinker and 1,800 m: 94 + 5 x 1.20 = 100, then x (1.179 - 0.211 x 81,500/101,325)
    # = 1.179 - 0.169716… = 1.009284…
    found = line_of(
        "gb16780-2021-01", clinker_ratio_percent=80, altitude_m=1800, pressure_pa=81_500
    )
    assert found["baseline"] == pytest.approx(100 * (1.179 - 0.211 * 81_500 / 101_325))
    assert found["advanced"] == pytest.approx(80 + 5 * 1.10)  # level 1 by its own number
    assert found["access"] == pytest.approx(87 + 5 * 1.15)
    assert found["correction_rows"].split("；") == [
        "gb16780-2021-c01", "gb16780-2021-c02", "gb16780-2021-c03", "gb16780-2021-c04",
    ]  # fmt: skip
    assert found["correction_confidence"] == "verified"


@pytest.mark.parametrize(("ratio", "level_3"), [(74, 92.8), (75, 94), (76, 95.2)])
def test_less_clinker_lowers_the_limit_of_cement_and_more_raises_it(line_of, ratio, level_3):
    found = line_of("gb16780-2021-01", clinker_ratio_percent=ratio, altitude_m=30)
    assert found["baseline"] == pytest.approx(level_3)


@pytest.mark.parametrize(("ratio", "level_3"), [(0, -12), (10, -9.7), (20, -7.4)])
def test_scrap_raises_the_negative_limit_of_a_converter(line_of, ratio, level_3):
    # -12 + 0.23 x the ratio in points; the steel group is ordinary (0: none of the groups).
    found = line_of("gb21256-2025-04", scrap_ratio_percent=ratio, special_steel_group=0)
    assert found["baseline"] == pytest.approx(level_3)


@pytest.mark.parametrize(("group", "added"), [(0, 0), (1, 0.8), (2, 1.2), (3, 1.5), (4, 0)])
def test_each_group_of_converter_steel_has_its_own_addition(line_of, group, added):
    found = line_of("gb21256-2025-04", scrap_ratio_percent=0, special_steel_group=group)
    assert found["baseline"] == pytest.approx(-12 + added)


def test_of_an_unknown_steel_the_limit_lies_between_no_addition_and_the_greatest(line_of):
    # -12, and -12 + 1.5; an unknown group may as well be none of them
    found = line_of("gb21256-2025-04", scrap_ratio_percent=0)
    assert found["baseline_lowest"] == pytest.approx(-12)
    assert found["baseline_highest"] == pytest.approx(-10.5)


@pytest.mark.parametrize(
    ("negative", "lowest", "highest"), [(False, 100.0, 110.0), (True, -110.0, -100.0)]
)
def test_an_unknown_factor_bounds_a_negative_limit_too(negative, lowest, highest):
    # x 1.1 or not (an invented rule): of -100 the stricter end is the factor, of 100 it is none.
    sign = -1.0 if negative else 1.0
    level = pd.DataFrame({"line_code": [0], "document_id": ["d"], "row_id": ["r"],
                          "advanced": [math.nan], "access": [math.nan],
                          "baseline": [100.0 * sign]})  # fmt: skip
    rule = pd.DataFrame([{"row_id": "c", "document_id": "d", "corrects": "r", "levels": "1;2;3",
        "attribute": "stainless_percent", "form": "multiply_if", "coefficient": 1.1,
        "reference": 100.0, "intercept": None, "most_points": None, "condition_attribute": "",
        "condition_above": None, "terms": "", "confidence": "verified"}])  # fmt: skip
    found = corrected(level, rule, conditions()).iloc[0]
    assert found["baseline"] == 100.0 * sign
    assert (found["baseline_lowest"], found["baseline_highest"]) == pytest.approx((lowest, highest))


def test_hot_metal_lowers_the_limit_of_an_electric_furnace(line_of):
    # 72 - 0.8 x 30 points = 48
    found = line_of(
        "gb21256-2025-07", hot_metal_ratio_percent=30, special_steel_group=0, stainless_percent=0
    )
    assert found["baseline"] == pytest.approx(48)


@pytest.mark.parametrize(
    ("stainless", "level_3", "lowest", "highest"),
    [
        (0, 72, 72, 72),
        (100, 79.2, 79.2, 79.2),  # all stainless: 72 x 1.10
        (50, 72, 72, 79.2),  # the standard does not say how a part counts
    ],
)
def test_of_a_part_of_stainless_steel_nobody_says_how_it_counts(
    line_of, stainless, level_3, lowest, highest
):
    found = line_of(
        "gb21256-2025-07",
        hot_metal_ratio_percent=0,
        special_steel_group=0,
        stainless_percent=stainless,
    )
    assert found["baseline"] == pytest.approx(level_3)
    assert found["baseline_lowest"] == pytest.approx(lowest)
    assert found["baseline_highest"] == pytest.approx(highest)


COKE = {
    "mixed_gas_percent": 0,
    "coal_volatile_percent": 23,
    "coal_moisture_percent": 10,
    "oven_age_years": 8,
    "wet_quenching_percent": 0,
}


@pytest.mark.parametrize(
    ("change", "level_1", "level_3"),
    [
        ({}, 110, 135),
        ({"mixed_gas_percent": 50}, 114, 139),  # 8.00 x half of the time
        ({"coal_volatile_percent": 25}, 118.55, 143.55),
        ({"coal_volatile_percent": 23.5}, 112.125, 137.125),  # half of the way from 0 to 4.25
        ({"coal_moisture_percent": 12}, 117.34, 142.34),  # 2 points x 3.67
        ({"coal_moisture_percent": 9}, 106.33, 131.33),
        ({"oven_age_years": 15}, 110, 135),  # 超过15年: from the sixteenth on
        ({"oven_age_years": 15.5}, 112.5, 137.5),
        ({"oven_age_years": 25}, 112.5, 137.5),
        ({"oven_age_years": 25.5}, 115.5, 140.5),
        ({"wet_quenching_percent": 100}, 110, 181.46),  # 135 + 46.46, level 3 alone
    ],
)
def test_each_correction_of_coke_from_a_top_charged_oven(line_of, change, level_1, level_3):
    found = line_of("gb21342-2025-01", **{**COKE, **change})
    assert found["advanced"] == pytest.approx(level_1)
    assert found["baseline"] == pytest.approx(level_3)
    assert found["baseline_lowest"] == found["baseline_highest"] == found["baseline"]


def test_beyond_the_table_of_volatile_matter_the_standard_says_nothing(line_of):
    found = line_of("gb21342-2025-01", **{**COKE, "coal_volatile_percent": 30})
    assert found["baseline"] == pytest.approx(135)
    assert (found["baseline_lowest"], found["baseline_highest"]) == (-np.inf, np.inf)


def test_sun_dried_salt_raises_the_limit_of_soda_ash_by_its_factor(line_of):
    # 200 x 1.18 = 236
    assert line_of("gb29140-2024-03", sun_dried_salt_percent=100)["baseline"] == pytest.approx(236)


@pytest.mark.parametrize(("grade", "level_3"), [(99, 8360), (98, 8400), (97, 8440)])
def test_richer_quartz_lowers_the_limit_of_smelting_power(line_of, grade, level_3):
    found = line_of("gb21341-2022-01", ore_grade_percent=grade)
    assert found["baseline"] == pytest.approx(level_3)


PHOSPHORUS = np.array([[170_000, 0.5, 7750, 8, 76, 3200, 3.5, 8, 7234.0]])


def test_the_charge_of_a_phosphorus_furnace_explains_part_of_its_power():
    # N1 = 22, N2 = 2, N3 = 3:
    # 170,000 / 21.5                       =  7,906.9767…
    # (7,750 / 14 - 76) x 2 = 477.5714… x 2 =    955.1428…
    # (3,200 / 18.5 + 8) x 3 = 180.9729… x 3 =    542.9189…
    # sum 9,405.0385… - 7,234              =  2,171.0385… kWh/t
    found = furnace_power(PHOSPHORUS, *(np.array([n]) for n in (22.0, 2.0, 3.0)))
    assert found.item() == pytest.approx(2171.0385, abs=1e-4)


@pytest.mark.parametrize(("content", "known"), [(7.9, False), (8.0, False), (8.1, True)])
def test_a_charge_too_poor_for_the_formula_gives_no_number(content, known):
    found = furnace_power(PHOSPHORUS, *(np.array([n]) for n in (content, 2.0, 3.0)))
    assert math.isnan(found.item()) != known


def test_the_power_that_a_charge_explains_is_taken_from_the_measured_energy(verdict):
    # 3,060 - 2,171.0385 kWh/t x 0.1229 kgce/kWh = 3,060 - 266.8206 = 2,793.1794 kgce/t: under 2,800
    charge = {"charge_p2o5_percent": 22, "charge_fe2o3_percent": 2, "charge_co2_percent": 3}
    found = verdict("gb21345-2024-01", 3060.0, **charge)
    assert found["measured"] == pytest.approx(2793.1794, abs=1e-3)
    assert (found["baseline"], found["tier"], found["result"]) == (2800, "level_3", "clear")
    assert found["gap_to_baseline"] == pytest.approx(-6.8206, abs=1e-3)
    assert found["correction_rows"] == "gb21345-2024-c01"
    # 13 kgce/t more, and the line is over the limit.
    assert verdict("gb21345-2024-01", 3073.0, **charge)["result"] == "hit"


def test_without_its_charge_no_verdict_on_a_phosphorus_furnace_is_sure(verdict):
    for measured in (2500.0, 3060.0):
        found = verdict("gb21345-2024-01", measured, charge_p2o5_percent=22)
        assert (found["result"], found["reason"]) == ("review", "correction_unknown")
        assert found["measured"] == measured
        assert "charge_fe2o3_percent" in found["correction_missing"]


OTHER_ORES = {"rare_earth_percent": 0, "vanadium_titanium_percent": 0, "laterite_percent": 0}


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        # Level 3 is 415; an unknown feed grade could raise it by 5 x 3.61 to 433.05 at most.
        (414.9, "clear"),
        (415.0, "clear"),
        (415.1, "review"),
        (433.04, "review"),
        (433.05, "review"),
        (433.06, "hit"),
    ],
)
def test_an_unknown_feed_grade_reviews_a_hit_unless_nothing_could_save_it(
    verdict, measured, expected
):
    found = verdict("gb21256-2025-03", measured, **OTHER_ORES)
    assert found["result"] == expected
    assert (found["reason"] == "correction_unknown") == (expected == "review")
    assert found["correction_missing"] == "feed_grade_percent"
    assert found["baseline"] == 415


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        # Level 3 is 8,400; a grade of 100 % would lower it by 2 x 40 to 8,320.
        (8319.0, "clear"),
        (8320.0, "clear"),
        (8321.0, "review"),
        (8400.0, "review"),
    ],
)
def test_an_unknown_grade_that_could_tighten_reviews_a_clear_line(verdict, measured, expected):
    assert verdict("gb21341-2022-01", measured)["result"] == expected
    assert verdict("gb21341-2022-01", measured, ore_grade_percent=98)["result"] == "clear"


def test_an_unknown_hot_metal_ratio_can_only_tighten(verdict):
    # 72 - 0.8 x 100 = -8 at worst: a clear line may be over, and a hit stays one.
    known = {"special_steel_group": 0, "stainless_percent": 0}
    assert verdict("gb21256-2025-07", 70.0, **known)["result"] == "review"
    assert verdict("gb21256-2025-07", 72.1, **known)["result"] == "hit"


@pytest.mark.parametrize(
    ("measured", "reported", "expected"),
    [
        # Thin air could raise 117 to 117 x 1.179 = 137.943 at most, and lowers it never.
        (116.9, {}, "clear"),
        (117.1, {}, "review"),
        (137.94, {}, "review"),
        (137.95, {}, "hit"),
        (117.1, {"altitude_m": 1500}, "hit"),  # no correction at or below 1,500 m
        (117.1, {"altitude_m": 1501}, "review"),  # a correction, of an unknown size
        # The height is unknown, but at this pressure the level would be 117 x 1.004078 = 117.477.
        (117.4, {"pressure_pa": 84_000}, "review"),
        (117.5, {"pressure_pa": 84_000}, "hit"),
    ],
)
def test_an_unknown_height_of_a_cement_kiln_can_only_relax(verdict, measured, reported, expected):
    assert verdict("gb16780-2021-02", measured, **reported)["result"] == expected


def test_a_correction_without_numbers_leaves_no_verdict_sure(verdict):
    # The factors of flat glass and the thickness factor of tiles are prescribed, but not on file.
    for row, measured in (("gb21340-2019-02", 13.0), ("gb21252-2023-01", 6.0)):
        for value in (measured, 2 * measured):
            found = verdict(row, value)
            assert (found["result"], found["reason"]) == ("review", "correction_unknown")
            assert found["tier"] in ("level_3", "over")


def test_a_correction_of_other_levels_leaves_the_verdict_sure(verdict):
    # The clinker ratio corrects each level by a row of its own; the one of level 3 is known.
    rows = {"clinker_ratio_percent": 75, "altitude_m": 20}
    assert verdict("gb16780-2021-01", 93.9, **rows)["result"] == "clear"


def test_the_mark_of_an_applied_correction_is_a_link_of_the_chain(limits, rules):
    one = limits[limits["row_id"] == "gb21256-2025-03"].reset_index(drop=True)
    recalled = rules.assign(confidence="recalled")
    for grade, expected in ((60.0, "review"), (62.0, "hit")):
        options = {
            "corrections": recalled,
            "conditions": conditions(feed_grade_percent=grade, **OTHER_ORES),
        }
        told = reading(440.0, product_id="blast_furnace_iron")
        found = judged([told], one, ground=OVER_LIMIT, **options).iloc[0]
        assert found["result"] == expected, grade


def test_a_correction_says_what_was_reported_and_what_it_does(limits, rules):
    one = limits[limits["row_id"] == "gb21256-2025-03"].assign(line_code=0).reset_index(drop=True)
    names = {"feed_grade_percent": "入炉品位（%）", "laterite_percent": "红土矿比例（%）"}
    told = conditions(feed_grade_percent=60, laterite_percent=10)
    found = corrected(one, rules, told, names).iloc[0]
    # 10 points x 0.5 = 5; 2 points x 3.61 = 7.22
    assert found["correction"] == "红土矿比例（%） 10：+5；入炉品位（%） 60：+7.22"
    assert found["baseline"] == pytest.approx(415 + 5 + 7.22)


def test_each_line_is_corrected_by_what_it_reported_itself(limits, rules):
    one = limits[limits["row_id"] == "gb21256-2025-03"]
    two = pd.concat([one.assign(line_code=0), one.assign(line_code=1)], ignore_index=True)
    told = pd.concat([conditions(feed_grade_percent=61.0), conditions(feed_grade_percent=60.0)])
    told["line_code"] = [0, 1]
    assert corrected(two, rules, told)["baseline"].tolist() == pytest.approx([418.61, 422.22])


@pytest.mark.parametrize("kept", [0, None], ids=["none on file", "none for this limit"])
def test_without_a_correction_a_level_stands_as_it_is(limits, rules, kept):
    tyre = limits[limits["row_id"] == "gb29449-2024-01"].assign(line_code=0).reset_index(drop=True)
    found = corrected(tyre, rules[:kept], conditions(altitude_m=1800)).iloc[0]
    assert (found["advanced"], found["access"], found["baseline"]) == (215, 235, 340)
    assert found["baseline_lowest"] == found["baseline_highest"] == 340
    assert found[["correction", "correction_rows", "correction_missing"]].isna().all()


def test_without_any_condition_every_correction_is_unknown(limits, rules):
    one = limits[limits["row_id"] == "gb21256-2025-03"].reset_index(drop=True)
    told = reading(416.0, product_id="blast_furnace_iron")
    found = judged([told], one, ground=OVER_LIMIT, corrections=rules).iloc[0]
    assert (found["result"], found["reason"]) == ("review", "correction_unknown")


def test_of_two_values_of_one_condition_neither_is_believed(limits, rules):
    one = limits[limits["row_id"] == "gb21256-2025-03"].assign(line_code=0).reset_index(drop=True)
    told = pd.concat([conditions(feed_grade_percent=57), conditions(feed_grade_percent=62)])
    found = corrected(one, rules, told).iloc[0]
    assert found["baseline"] == 415
    assert "feed_grade_percent" in found["correction_missing"]
