"""One line of each product family, by hand: from what the departments report to the verdict.

Amounts are in 吨, 万立方米 and 万千瓦时; tce in the comments. Coefficients (kgce per unit): raw coal 0.7143,
washed coal 0.9, coke 0.9714, fuel oil 1.4286, gas of gas fields 1.2143, low-pressure steam 0.1286,
electricity 0.1229.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import pytest
from cases import energy, found_on, ledger, line, production

from capacity_analysis.analysis.findings import combined
from capacity_analysis.analysis.levels import BELOW_BASELINE, OVER_LIMIT, Ground

Y2021, Y2023 = dt.date(2022, 9, 10), dt.date(2024, 6, 30)
Y2024 = dt.date(2025, 6, 30)
UNITS = {"natural_gas_gasfield": "万立方米", "blast_furnace_gas": "万立方米",
         "coke_oven_gas_high": "万立方米", "oxygen": "万立方米", "electricity": "万千瓦时"}  # fmt: skip


@dataclass(frozen=True)
class Golden:
    """A line: what it makes from what, and what comes of it by hand."""

    product: str
    output: tuple[float, str]
    amounts: dict[str, float]
    row: str
    measured: float
    levels: tuple[float, float]
    tier: str
    result: str
    on: dt.date = Y2021
    ground: Ground = BELOW_BASELINE
    sold: dict[str, float] = field(default_factory=dict)
    content: float | None = None
    reported: dict[str, float] = field(default_factory=dict)


GOLDEN = [
    # 380,000 coke 369,132 + 150,000 coal 107,145 + 1,000 power 1,229 - 80,000 blast-furnace gas x 0.1286
    # = 102,880 recovered: 374,626 / 1,000,000 t = 374.626
    Golden(
        "blast_furnace_iron", (100, "万吨"),
        {"coke": 380_000, "raw_coal": 150_000, "electricity": 1000}, "bm2021-037", 374.626,
        (361, 435), "baseline", "clear", sold={"blast_furnace_gas": 80_000},
    ),
    # The same furnace under GB 21256-2013, whose level 2 is 370.
    Golden(
        "blast_furnace_iron", (100, "万吨"),
        {"coke": 380_000, "raw_coal": 150_000, "electricity": 1000}, "gb21256-2013-03", 374.626,
        (361, 435), "level_3", "clear", ground=OVER_LIMIT, sold={"blast_furnace_gas": 80_000},
    ),
    # 1,385,000 washed coal 1,246,500 + 100,000 steam 12,860 + 4,000 power 4,916
    # - 1,000,000 coke 971,400 - 20,000 gas x 0.6143 = 122,860 - 40,000 tar x 1.1429 = 45,716
    # - 10,000 benzene x 1.4286 = 14,286: 110,014 / 1,000,000 t = 110.014, just over 110
    Golden(
        "coke_top_charged", (100, "万吨"),
        {"washed_coal": 1_385_000, "steam_low_pressure": 100_000, "electricity": 4000},
        "bm2021-002", 110.014, (110, 135), "baseline", "clear",
        sold={"coke": 1_000_000, "coke_oven_gas_high": 20_000, "coal_tar": 40_000,
              "crude_benzene": 10_000},
    ),
    # 28,000 power 34,412 + 400 gas 4,857.2: 39,269.2 / 500,000 t = 78.5384, over 72
    Golden(
        "eaf_steel_50_to_70", (50, "万吨"), {"electricity": 28_000, "natural_gas_gasfield": 400},
        "bm2021-040", 78.5384, (61, 72), "below", "hit",
    ),
    # 1,300,000 t ore: 60,000 coke 58,284 + 5,000 power 6,145: 64,429 / 1,300,000 t = 49.56077
    Golden(
        "sinter", (130, "万吨"), {"coke": 60_000, "electricity": 5000}, "gb21256-2013-01",
        64_429 / 1300, (45, 55), "level_2", "clear", ground=OVER_LIMIT,
    ),
    # 8,300 power 10,200.7 + 8,850 coke 8,596.89: 18,797.59 / 10,000 t = 1,879.759, under 1,900 …
    Golden(
        "ferrosilicon", (10_000, "吨"), {"electricity": 8300, "coke": 8850}, "bm2021-041", 1879.759,
        (1770, 1900), "baseline", "clear",
    ),
    # … and over the 1,850 of the edition of 2023.
    Golden(
        "ferrosilicon", (10_000, "吨"), {"electricity": 8300, "coke": 8850}, "bm2023-041", 1879.759,
        (1770, 1850), "below", "hit", on=Y2023,
    ),
    # 4,200 power 5,161.8 + 4,200 coke 4,079.88: 9,241.68 / 10,000 t = 924.168
    Golden(
        "silicomanganese", (10_000, "吨"), {"electricity": 4200, "coke": 4200}, "bm2021-042",
        924.168, (860, 950), "baseline", "clear",
    ),
    # A solution of 32 %: 100,000 t x 32 / 100 = 32,000 t. 7,680 power 9,438.72 + 10,000 steam 1,286:
    # 10,724.72 / 32,000 t = 335.1475. That 100 % is the basis is from memory: 待核.
    Golden(
        "caustic_soda_liquid_30", (100_000, "吨"),
        {"electricity": 7680, "steam_low_pressure": 10_000}, "bm2021-009", 335.1475, (315, 350),
        "baseline", "review", content=32,
    ),
    # Gas yield 290 L/kg: 10,000 t x 290 / 300 = 9,666.67 t. 3,300 power 4,055.7 + 5,200 coke 5,051.28:
    # 9,106.98 / 9,666.67 t = 942.1014, over 940 (910.698 unconverted, under it). Basis from memory.
    Golden(
        "calcium_carbide", (10_000, "吨"), {"electricity": 3300, "coke": 5200}, "bm2021-016",
        9_106.98e3 / (10_000 * 290 / 300), (805, 940), "below", "review", content=290,
    ),
    # 8,000 gas 97,144 + 2,000 power 2,458: 99,602 / 90,000 t = 1,106.6889, feedstock included
    Golden(
        "ammonia_natural_gas", (90_000, "吨"), {"natural_gas_gasfield": 8000, "electricity": 2000},
        "bm2021-023", 99_602 / 90, (1000, 1200), "baseline", "clear",
    ),
    # 200,000 coal 142,860 + 3,000 power 3,687: 146,547 / 80,000 t = 1,831.8375, over 1,800
    Golden(
        "methanol_bituminous", (80_000, "吨"), {"raw_coal": 200_000, "electricity": 3000},
        "bm2021-005", 1831.8375, (1400, 1800), "below", "hit",
    ),
    # 45,000 fuel oil 64,287 + 1,162.4 power 1,428.5896: 65,715.5896 / 100,000 t = 657.155896 kgce/t
    # / 1.4286 = 459.999927 kgoe/t
    Golden(
        "paraxylene", (10, "万吨"), {"fuel_oil": 45_000, "electricity": 1162.4}, "bm2021-018",
        657.155896 / 1.4286, (380, 550), "baseline", "clear",
    ),
    # 60,000 fuel oil 85,716 + 10,000 power 12,290: 98,006 / (1,000,000 t x 8) = 12.25075 kgce
    # / 1.4286 = 8.57535… kgoe per tonne and energy factor, over 8.5
    Golden(
        "crude_oil_processing", (100, "万吨"), {"fuel_oil": 60_000, "electricity": 10_000},
        "bm2021-001", 12.25075 / 1.4286, (7.5, 8.5), "below", "hit", reported={"energy_factor": 8},
    ),
    # 50,000 coal 35,715 + 2,000 coke 1,942.8 + 1,000 power 1,229: 38,886.8 / 120,000 t = 324.0567
    Golden(
        "soda_ash_ammonia_light", (12, "万吨"),
        {"raw_coal": 50_000, "coke": 2000, "electricity": 1000}, "bm2021-012", 38_886.8 / 120,
        (320, 370), "baseline", "clear",
    ),
    # 13,500 power 16,591.5 + 12,000 coke 11,656.8: 28,248.3 / 10,000 t = 2,824.83, over 2,800
    Golden(
        "yellow_phosphorus", (10_000, "吨"), {"electricity": 13_500, "coke": 12_000}, "bm2021-019",
        2824.83, (2300, 2800), "below", "hit",
    ),
    # 2,000 coal 1,428.6 + 300 power 368.7: 1,797.3 / 10,000 t = 179.73
    Golden(
        "monoammonium_phosphate_slurry_granular", (10_000, "吨"),
        {"raw_coal": 2000, "electricity": 300}, "bm2021-026", 179.73, (170, 190), "baseline",
        "clear",
    ),
    # 4,000 gas 48,572 + 4,000 power 4,916: 53,488 / 10,000,000 m² = 5.3488
    Golden(
        "ceramic_tile_absorption_up_to_0_5", (1000, "万平方米"),
        {"natural_gas_gasfield": 4000, "electricity": 4000}, "bm2021-033", 5.3488, (4, 7),
        "baseline", "clear",
    ),
    # 1,200 gas 14,571.6 + 1,500 power 1,843.5: 16,415.1 / 25,000 t = 656.604, over 630
    Golden(
        "sanitary_ceramics", (25_000, "吨"), {"natural_gas_gasfield": 1200, "electricity": 1500},
        "bm2021-036", 656.604, (300, 630), "below", "hit",
    ),
    # Glass by weight: 120,000 t x 20 boxes = 2,400,000. 2,200 gas 26,714.6 + 1,000 power 1,229:
    # 27,943.6 / 2,400,000 = 11.64317 kgce a box. That a box has 50 kg is from memory: 待核.
    Golden(
        "flat_glass_500_to_800", (12, "万吨"), {"natural_gas_gasfield": 2200, "electricity": 1000},
        "bm2021-032", 27_943.6 / 2400, (9.5, 13.5), "baseline", "review",
    ),
    # 20,000 coke 19,428 + 2,000 power 2,458: 21,886 / 80,000 t = 273.575
    Golden(
        "crude_lead", (8, "万吨"), {"coke": 20_000, "electricity": 2000}, "bm2021-048", 273.575,
        (230, 300), "baseline", "clear",
    ),
    # 40,000 steam 5,144 + 3,500 power 4,301.5: 9,445.5 / 100,000 t = 94.455
    Golden(
        "copper_cathode_from_anode", (10, "万吨"),
        {"steam_low_pressure": 40_000, "electricity": 3500}, "bm2021-047", 94.455, (85, 110),
        "baseline", "clear",
    ),
    # 120,000 coal 85,716 + 30,000 power 36,870: 122,586 / 90,000 t = 1,362.0667, over 1,280; the
    # row is from memory: 待核.
    Golden(
        "zinc_ingot_residue_smelted", (9, "万吨"), {"raw_coal": 120_000, "electricity": 30_000},
        "bm2021-053", 122_586 / 90, (1100, 1280), "below", "review",
    ),
    # 60,000 steam 7,716 + 5,000 power 6,145: 13,861 / 60,000 t = 231.0167
    Golden(
        "pvc_carbide_general", (6, "万吨"), {"steam_low_pressure": 60_000, "electricity": 5000},
        "bm2023-063", 13_861 / 60, (193, 270), "baseline", "clear", on=Y2023,
    ),
    # 6,500 coal 4,642.95 + 300 power 368.7: 5,011.65 / 100,000 t = 50.1165, over level 2 of 48
    Golden(
        "sintered_porous_brick", (10, "万吨"), {"raw_coal": 6500, "electricity": 300},
        "gb30526-2019-01", 50.1165, (46, 53), "level_3", "clear", ground=OVER_LIMIT,
    ),
    # 60,000 coal 42,858 + 1,500 power 1,843.5: 44,701.5 / 8,500 t = 5,259, over 5,000
    Golden(
        "magnesium", (8500, "吨"), {"raw_coal": 60_000, "electricity": 1500}, "gb21347-2023-04",
        5259.0, (3500, 5000), "over", "hit", on=Y2024, ground=OVER_LIMIT,
    ),
    # 15,000 steam 1,929 + 2,500 power 3,072.5: 5,001.5 / 15,000 t = 333.4333
    Golden(
        "tyre_all_steel_radial", (15_000, "吨"),
        {"steam_low_pressure": 15_000, "electricity": 2500}, "gb29449-2024-01", 5001.5 / 15,
        (215, 340), "level_3", "clear", on=Y2024, ground=OVER_LIMIT,
    ),
    # Altitude 1,800 m, 81,500 Pa: 117 x (1.179 - 0.211 x 81,500 / 101,325) = 117 x 1.00928399…
    # = 118.08623. 154,000 coal 110,002.2 + 6,000 power 7,374: 117,376.2 / 1,000,000 t = 117.3762:
    # over 117, not over the limit at that height. Level 3 of coal is raised alike, 109 to 110.012,
    # and met by 2 gce/t; the electricity of 60 is under 61.57: the line is clear on all three.
    Golden(
        "clinker", (100, "万吨"), {"raw_coal": 154_000, "electricity": 6000}, "gb16780-2021-02",
        117.3762, (100, 117 * (1.179 - 0.211 * 81_500 / 101_325)), "level_3", "clear",
        on=dt.date(2022, 11, 30), ground=OVER_LIMIT,
        reported={"altitude_m": 1800, "pressure_pa": 81_500},
    ),
]  # fmt: skip


def rows_of(case: Golden) -> Any:
    year = case.on.year - 1
    made = production(case.product, *case.output, year=year)
    if case.content is not None:
        made["content"] = case.content
    flows = [("consumed", case.amounts), ("recovered_outside", case.sold)]
    used = [
        energy(carrier, amount, UNITS.get(carrier, "吨"), year=year, flow=flow)
        for flow, amounts in flows
        for carrier, amount in amounts.items()
    ]
    one = ledger([line(case.product)], [made], used, as_of=case.on, reported=case.reported)
    return found_on(case.ground, one, case.on)


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case.row)
def test_a_line_of_each_product_family(case):
    found = rows_of(case).set_index("row_id").loc[case.row]
    assert found["measured"] == pytest.approx(case.measured, rel=1e-9)
    assert (found["advanced"], found["baseline"]) == pytest.approx(case.levels)
    assert (found["tier"], found["result"]) == (case.tier, case.result)


def test_they_are_of_more_than_twenty_products():
    assert len({case.product for case in GOLDEN}) >= 20


def test_a_line_over_one_of_its_limits_is_over_the_limit():
    # GB 21341-2022, ferrosilicon: 1,879.759 kgce/t is over 1,850; 8,300 kWh/t of smelting power meets
    # 8,400, also if the ore grade, which nobody reported, lowered it by 80.
    case = next(each for each in GOLDEN if each.row == "bm2023-041")
    year = case.on.year - 1
    used = [
        energy("electricity", 8300, "万千瓦时", year=year, purpose="main_process"),
        energy("coke", 8850, "吨", year=year),
    ]
    made = production(case.product, *case.output, year=year)
    one = ledger([line(case.product)], [made], used, as_of=case.on)
    rows = found_on(OVER_LIMIT, one, case.on)
    results = rows.set_index("row_id")["result"]
    assert results["gb21341-2022-01"] == "clear"
    assert results["gb21341-2022-02"] == "hit"
    assert combined(rows)["row_id"].tolist() == ["gb21341-2022-02"]


def test_feedstock_counts_for_one_limit_of_olefins_and_not_for_the_other():
    # GB 30180-2024: 300,000 coal as feedstock 214,290 + 120,000 coal 85,716 + 5,000 power 6,145
    # = 306,151 / 100,000 t = 3,061.51 (annex A, which does not bind: 3,300); without the feedstock
    # 91,861 / 100,000 t = 918.61 (level 2 of table 1: 1,200).
    year = Y2024.year - 1
    used = [
        energy("raw_coal", 300_000, "吨", year=year, purpose="feedstock"),
        energy("raw_coal", 120_000, "吨", year=year),
        energy("electricity", 5000, "万千瓦时", year=year),
    ]
    made = production("olefins_coal", 10, "万吨", year=year)
    one = ledger([line("olefins_coal")], [made], used, as_of=Y2024)
    found = found_on(OVER_LIMIT, one, Y2024)
    rows = found.set_index("indicator")
    whole, without = rows.loc["comprehensive"], rows.loc["comprehensive_without_feedstock"]
    assert (whole["measured"], without["measured"]) == pytest.approx((3061.51, 918.61))
    assert (whole["tier"], without["tier"]) == ("level_3", "level_2")
    assert (whole["result"], without["result"]) == ("review", "clear")
    line_found = combined(found).iloc[0]
    assert (line_found["result"], line_found["row_id"]) == ("clear", without["row_id"])
