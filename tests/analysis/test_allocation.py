"""Energy metered for several lines is split by a declared key, and none of it is lost."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from metered import COEFFICIENTS, YEAR, made, measure, one_line, shared, tables, units_of, used
from pytest import approx

from capacity_analysis.analysis import allocation, intensity

# Two kilns of capacities 3 and 1, which made 100 t and 300 t and used 100 and 400 kWh of their own.
KILNS = [one_line(capacity_quantity=3.0), one_line(capacity_quantity=1.0)]
OUTPUT = [made(100.0), made(300.0, line=1)]
OWN = [used("electricity", 100.0), used("electricity", 400.0, 1)]
COAL = 1000.0  # kg metered for both: 714.3 kgce


def kilns(*rows, lines=KILNS, output=OUTPUT, own=OWN, **more):
    return measure(output, [*own, *rows], lines=lines, **more)


def reasons(case):
    return [None if pd.isna(reason) else reason for reason in case.table["reason"]]


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("output", 0.25),  # 100 of 400 t
        ("capacity", 0.75),  # 3 of 4
        ("own_energy", 0.2),  # 100 of 500 kWh
    ],
)
def test_each_key_gives_its_shares(key, first):
    case = kilns(shared("raw_coal", COAL, key))
    table = case.allocation.allocations
    assert table["share"].tolist() == approx([first, 1 - first])
    assert table["quantity"].tolist() == approx([first * COAL, (1 - first) * COAL])
    assert table["key"].tolist() == [key, key]
    assert table["row"].tolist() == [4, 4]  # two rows of the lines' own stand before it
    # (100 kWh x 0.1229 + share x 1,000 kg x 0.7143) / 100 t
    assert case.of(line=0)["measured"] == approx((12.29 + first * 714.3) / 100)
    assert case.of(line=1)["measured"] == approx((49.16 + (1 - first) * 714.3) / 300)


def test_declared_shares_that_total_a_hundred_are_followed():
    case = kilns(
        shared("raw_coal", COAL, "shares"), shares=((None, None, 0, 40.0), (None, None, 1, 60.0))
    )
    assert case.of(line=0)["measured"] == approx((12.29 + 0.4 * 714.3) / 100)
    assert case.allocation.terms["allocated"].sum() == 2


@pytest.mark.parametrize(
    ("second", "allocated"),
    [(59.99, True), (60.01, True), (59.98, False), (60.02, False), (math.nan, False)],
)
def test_shares_must_total_a_hundred_within_a_hundredth(second, allocated):
    case = kilns(
        shared("raw_coal", COAL, "shares"), shares=((None, None, 0, 40.0), (None, None, 1, second))
    )
    assert reasons(case) == [None if allocated else "allocation_impossible"] * 2
    if allocated:
        assert case.allocation.allocations["share"].sum() == approx(1.0, abs=1e-12)


def test_shares_that_name_the_carrier_go_before_those_that_name_none():
    shares = ((None, None, 0, 50.0), (None, None, 1, 50.0), (None, "raw_coal", 1, 100.0))
    case = kilns(shared("raw_coal", COAL, "shares"), shared("coke", 10.0, "shares"), shares=shares)
    table = case.allocation.allocations.set_index(["carrier", "line_code"])["share"]
    assert table["raw_coal"].tolist() == [0.0, 1.0]
    assert table["coke"].tolist() == [0.5, 0.5]
    # The first kiln: 100 kWh and 5 kg of coke, no coal: 12.29 + 4.857
    assert case.of(line=0)["measured"] == approx((12.29 + 4.857) / 100)


def test_shares_of_a_carrier_that_are_no_whole_do_not_fall_back_to_those_of_all():
    shares = ((None, None, 0, 50.0), (None, None, 1, 50.0), (None, "raw_coal", 1, 90.0))
    case = kilns(shared("raw_coal", COAL, "shares"), shares=shares)
    assert reasons(case) == ["allocation_impossible"] * 2


def test_without_a_key_no_line_of_the_enterprise_is_decided():
    case = kilns(shared("raw_coal", COAL, None))
    assert reasons(case) == ["energy_above_line"] * 2
    assert case.allocation.allocations.empty
    assert (case.allocation.terms["line_code"] == -1).sum() == 1


@pytest.mark.parametrize(
    ("key", "lines", "output"),
    [
        ("output", KILNS, [made(100.0), made(math.nan, line=1)]),
        ("output", [KILNS[0], one_line("lime_m3")], [made(100.0), made(300.0, "lime_m3", 1, output_base="m3")]),
        ("output", KILNS, [made(100.0, content=32.0), made(300.0, line=1)]),
        ("output", KILNS, [made(100.0)]),  # the second kiln may have run, and tells no output
        ("capacity", [KILNS[0], one_line()], OUTPUT),
        ("capacity", [KILNS[0], one_line("ceramic_tile_absorption_up_to_0_5", capacity_quantity=1.0)], OUTPUT),
        ("shares", KILNS, OUTPUT),  # none declared
        ("output", KILNS, [made(0.0), made(0.0, line=1)]),
    ],
    ids=["blank output", "two units", "a solution and a pure product", "a silent line", "no capacity",
         "capacities in two units", "no shares", "nothing made"],
)  # fmt: skip
def test_a_key_that_can_not_be_computed_leaves_the_lines_undecided(key, lines, output):
    case = kilns(shared("raw_coal", COAL, key), lines=lines, output=output)
    assert case.allocation.allocations.empty
    assert case.table["allocation_impossible"].tolist() == [True, True]


@pytest.mark.parametrize(
    "own",
    [[OWN[0]], [OWN[0], used("electricity", 0.0, 1)], [OWN[0], used("electricity", math.nan, 1)],
     [OWN[0], used("methanol_100", 1.0, 1)]],
    ids=["no meter", "a zero", "a blank", "an open coefficient"],
)  # fmt: skip
def test_own_energy_must_be_known_of_every_line(own):
    case = kilns(shared("raw_coal", COAL, "own_energy"), own=own)
    assert case.of(line=0)["reason"] == "allocation_impossible"


@pytest.mark.parametrize("flow", ["exported", "recovered_outside"])
def test_what_a_line_sells_is_none_of_its_own_energy(flow):
    own = [*OWN, used("electricity", 300.0, 1, flow=flow)]
    case = kilns(shared("raw_coal", COAL, "own_energy"), own=own)
    assert case.allocation.allocations["share"].tolist() == approx([0.2, 0.8])  # 100 and 400 kWh


@pytest.mark.parametrize(
    "second",
    [
        one_line(status="construction"),
        one_line(started_on=pd.Timestamp("2022-01-01")),
        one_line(status="retired", retired_on=pd.Timestamp("2020-12-31")),
        one_line(status="retired"),
    ],
    ids=["under construction", "started later", "retired before", "retired on a day not told"],
)
def test_a_line_that_did_not_run_takes_no_part(second):
    case = kilns(
        shared("raw_coal", COAL, "output"),
        lines=[KILNS[0], second],
        output=[made(100.0)],
        own=[OWN[0]],
    )
    assert case.of(line=0)["measured"] == approx((12.29 + 714.3) / 100)


@pytest.mark.parametrize("status", ["idle", "operating", "retired"])
def test_a_line_that_may_have_run_and_tells_nothing_makes_the_shares_unknown(status):
    second = one_line(status=status, started_on=pd.Timestamp("2021-12-31"),
                      retired_on=pd.Timestamp("2021-12-31"))  # fmt: skip
    case = kilns(
        shared("raw_coal", COAL, "output"),
        lines=[KILNS[0], second],
        output=[made(100.0)],
        own=[OWN[0]],
    )
    assert reasons(case) == ["allocation_impossible"]


def test_a_line_that_made_nothing_gets_nothing():
    case = kilns(shared("raw_coal", COAL, "capacity"), output=[made(100.0), made(0.0, line=1)])
    assert case.of(line=0)["measured"] == approx((12.29 + 714.3) / 100)
    assert case.of(line=1)["reason"] == "output_zero"


def of_process(carrier, amount, key, process, **more):
    return shared(carrier, amount, key, scope="process", process=process, **more)


GRINDING = [
    *KILNS,
    one_line(process="粉磨", capacity_quantity=1.0),
    one_line(process="粉磨", capacity_quantity=4.0),
]
FOUR = [*OUTPUT, made(50.0, "clinker", 2), made(50.0, "clinker", 3)]
FOUR_OWN = [*OWN, used("electricity", 1.0, 2), used("electricity", 1.0, 3)]


def test_energy_of_a_process_goes_to_the_lines_of_that_process_alone():
    rows = of_process("electricity", 100.0, "capacity", "粉磨")
    case = kilns(rows, lines=GRINDING, output=FOUR, own=FOUR_OWN)
    assert case.allocation.allocations["line_code"].tolist() == [2, 3]
    assert case.of(line=3)["measured"] == approx((1 + 80) * 0.1229 / 50)
    assert case.of(line=0)["measured"] == approx(0.1229)


def test_energy_of_a_process_without_a_key_leaves_other_processes_alone():
    rows = of_process("raw_coal", 100.0, None, "粉磨")
    case = kilns(rows, lines=GRINDING, output=FOUR, own=FOUR_OWN)
    assert reasons(case) == [None, None, "energy_above_line", "energy_above_line"]


@pytest.mark.parametrize("process", ["烧成", None])
def test_a_process_that_no_line_is_in_concerns_every_line(process):
    rows = of_process("raw_coal", 100.0, "output", process)
    case = kilns(rows, lines=GRINDING, output=FOUR, own=FOUR_OWN)
    assert reasons(case) == ["allocation_impossible"] * 4


def test_shares_of_a_process_are_not_those_of_the_enterprise():
    shares = (("粉磨", None, 2, 100.0), (None, None, 0, 100.0))
    rows = of_process("raw_coal", 100.0, "shares", "粉磨"), shared("coke", 10.0, "shares")
    case = kilns(*rows, lines=GRINDING, output=FOUR, own=FOUR_OWN, shares=shares)
    given = case.allocation.allocations.query("share > 0")
    assert given[["carrier", "line_code"]].values.tolist() == [["raw_coal", 2], ["coke", 0]]


def test_what_is_exported_or_recovered_is_split_alike():
    # 400 kWh sold: a quarter of it, 100 kWh, is all that the first kiln used.
    case = kilns(shared("electricity", 400.0, "output", flow="exported"))
    assert case.of(line=0)["measured"] == approx(0.0, abs=1e-12)
    assert case.of(line=1)["measured"] == approx((400 - 300) * 0.1229 / 300)


def test_energy_of_another_enterprise_or_year_stays_where_it_is():
    lines = [*KILNS, one_line(enterprise_code=1)]
    case = measure(
        [*OUTPUT, made(10.0, line=2, enterprise_code=1)],
        [*OWN, used("electricity", 10.0, 2, enterprise_code=1), shared("raw_coal", COAL, "output"),
         shared("raw_coal", COAL, None, year=YEAR - 1)],
        lines=lines,
    )  # fmt: skip
    assert case.of(line=2)["measured"] == approx(0.1229)
    assert reasons(case) == [None, None, None]


def test_a_part_of_a_year_metered_above_the_lines_assesses_none_of_them():
    case = kilns(shared("raw_coal", COAL, "output", full_year=False))
    assert reasons(case) == ["period_not_assessed"] * 2


def test_a_blank_amount_metered_above_the_lines_is_missing_in_each():
    case = kilns(shared("raw_coal", math.nan, "output"))
    assert reasons(case) == ["amount_missing"] * 2


def test_electricity_metered_above_the_lines_and_split_is_a_reading_of_each():
    case = kilns(shared("electricity", 400.0, "output"), own=[])
    assert reasons(case) == [None, None]
    assert case.of(line=0)["measured"] == approx(0.1229)


def test_other_keys_show_how_much_hangs_on_the_choice():
    # The first kiln's coal by output, capacity and own energy: 250, 750, 200 kg
    case = kilns(shared("raw_coal", COAL, "output"))
    found = case.of(line=0)
    assert found["measured"] == approx((12.29 + 0.25 * 714.3) / 100)
    assert found["measured_low"] == approx((12.29 + 0.20 * 714.3) / 100)
    assert found["measured_high"] == approx((12.29 + 0.75 * 714.3) / 100)
    # and the second's 750, 250, 800 kg
    found = case.of(line=1)
    assert found["measured_low"] == approx((49.16 + 0.25 * 714.3) / 300)
    assert found["measured_high"] == approx((49.16 + 0.80 * 714.3) / 300)


def test_all_rows_of_a_line_change_their_key_together():
    # By output 250 kg used and 25 kg worth of coal sold; by capacity 750 and 75; by own 200 and 20.
    case = kilns(
        shared("raw_coal", COAL, "output"), shared("raw_coal", 100.0, "output", flow="exported")
    )
    found = case.of(line=0)
    assert found["measured"] == approx((12.29 + 225 * 0.7143) / 100)
    assert found["measured_low"] == approx((12.29 + 180 * 0.7143) / 100)
    assert found["measured_high"] == approx((12.29 + 675 * 0.7143) / 100)


def test_a_key_that_can_not_be_computed_is_no_alternative():
    lines = [one_line(), one_line()]  # no capacities
    found = kilns(shared("raw_coal", COAL, "output"), lines=lines).of(line=0)
    assert found["measured_low"] == approx((12.29 + 0.20 * 714.3) / 100)
    assert found["measured_high"] == found["measured"]


def test_the_interval_holds_the_declared_shares_themselves():
    # Declared 90 and 10 %; by output 25 and 75, by capacity 75 and 25, by own energy 20 and 80 %
    shares = ((None, None, 0, 90.0), (None, None, 1, 10.0))
    case = kilns(shared("raw_coal", COAL, "shares"), shares=shares)
    first, second = case.of(line=0), case.of(line=1)
    assert first["measured_high"] == first["measured"] == approx((12.29 + 0.9 * 714.3) / 100)
    assert first["measured_low"] == approx((12.29 + 0.2 * 714.3) / 100)
    assert second["measured_low"] == second["measured"] == approx((49.16 + 0.1 * 714.3) / 300)
    assert second["measured_high"] == approx((49.16 + 0.8 * 714.3) / 300)


@pytest.mark.parametrize("idle", [0, 1, 2])
def test_a_declared_share_of_nothing_for_a_line_that_reports_nothing_moves_no_other(idle):
    first, second = (line for line in range(3) if line != idle)
    case = measure(
        [made(100.0, line=first), made(300.0, line=second)],
        [shared("electricity", 1000.0, "shares")],
        lines=[one_line(status="retired" if line == idle else "operating") for line in range(3)],
        shares=((None, None, first, 90.0), (None, None, second, 10.0), (None, None, idle, 0.0)),
    )
    assert case.table["line_code"].tolist() == [first, second]
    # 900 and 100 kWh as declared, 250 and 750 by output; x 0.1229
    values = case.table[["measured", "measured_low", "measured_high"]].to_numpy()
    assert values[0] == approx([1.1061, 0.30725, 1.1061])
    assert values[1] == approx([12.29 / 300, 12.29 / 300, 0.30725])


def at_strengths(*rows):
    """Two lines of 100 t each that share 1,000 kg of coal by output; rows are of content and product."""
    output = [made(100.0, product, line, content=content)
              for line, (content, product) in enumerate(rows)]  # fmt: skip
    return kilns(shared("raw_coal", COAL, "output"), output=output).allocation


def test_output_at_two_strengths_is_shared_by_what_is_in_it():
    # 100 t at 32 % and 100 t at 48 %: 32 t and 48 t of what the standard counts
    found = at_strengths((32.0, "clinker"), (48.0, "clinker")).allocations
    assert found["share"].tolist() == approx([0.4, 0.6])


@pytest.mark.parametrize(
    "rows",
    [
        ((32.0, "clinker"), (0.0, "clinker")),
        ((32.0, "clinker"), (math.nan, "clinker")),
        ((32.0, "clinker"), (300.0, "cement")),
    ],
    ids=["a content of zero", "output on its basis already", "another product"],
)
def test_output_of_unlike_contents_is_no_common_measure(rows):
    found = at_strengths(*rows)
    assert found.allocations.empty
    assert set(found.above_line["reason"]) == {"allocation_impossible"}


def test_an_indicator_hangs_on_the_keys_of_the_rows_that_it_counts():
    case = kilns(shared("raw_coal", COAL, "output"), wanted=(("clinker", "electricity"),))
    found = case.of("electricity", 0)
    assert found["measured"] == found["measured_low"] == found["measured_high"] == 1.0
    case = kilns(shared("electricity", 400.0, "output"), wanted=(("clinker", "electricity"),))
    found = case.of("electricity", 0)
    # 100 kWh of its own, and 100 by output, 300 by capacity, 80 by own energy, for 100 t
    assert found[["measured", "measured_low", "measured_high"]].tolist() == approx([2.0, 1.8, 4.0])


def test_an_unallocated_carrier_leaves_an_indicator_that_does_not_count_it():
    case = kilns(shared("raw_coal", COAL, None), wanted=(("clinker", "electricity"),))
    assert case.of("electricity", 0)["measured"] == approx(1.0)
    assert case.of(line=0)["reason"] == "energy_above_line"


weights = st.lists(st.floats(0.01, 1e6), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(weights, st.data())
def test_shares_sum_to_one_and_no_energy_is_lost(outputs, data):
    count = len(outputs)
    numbers = st.lists(st.floats(0.01, 1e6), min_size=count, max_size=count)
    lines = [one_line(capacity_quantity=value) for value in data.draw(numbers)]
    own = [used("electricity", value, at) for at, value in enumerate(data.draw(numbers))]
    keys = st.sampled_from(["output", "capacity", "own_energy", None])
    flows = st.sampled_from(["consumed", "exported", "recovered_outside"])
    meters = [
        shared("raw_coal", data.draw(st.floats(0, 1e6)), data.draw(keys), flow=data.draw(flows))
        for _ in range(data.draw(st.integers(1, 4)))
    ]
    output = [made(value, line=at) for at, value in enumerate(outputs)]
    frames = tables(lines, output, [*own, *meters])
    terms = intensity.energy_terms(frames[2], COEFFICIENTS)
    found = allocation.allocate(terms, frames[0], frames[1], frames[3], units_of(lines))
    sums = found.allocations.groupby("row")["share"].sum()
    assert sums.tolist() == approx([1.0] * len(sums), abs=1e-9)
    for column in ("energy_kgce", "signed_quantity", "amount_quantity"):
        assert found.terms[column].sum() == approx(terms[column].sum(), rel=1e-9, abs=1e-6)
    keyless = sum(meter["allocation_key"] is None for meter in meters)
    assert (found.terms["line_code"] < 0).sum() == keyless
    assert len(found.above_line) == keyless * count


def test_a_ledger_without_shared_meters_keeps_its_rows_as_they_are():
    frames = tables(KILNS, OUTPUT, OWN)
    terms = intensity.energy_terms(frames[2], COEFFICIENTS)
    found = allocation.allocate(terms, frames[0], frames[1], frames[3], units_of(KILNS))
    assert found.terms is terms
    assert found.allocations.empty
    assert found.above_line.empty
    assert np.array_equal(found.terms["line_code"], [0, 1])
