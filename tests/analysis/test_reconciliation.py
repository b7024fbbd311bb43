"""The parts add up to the ledger's energy: by hand on a small ledger, and for any ledger."""

from __future__ import annotations

import math

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis.reconciliation import PARTS, reconciliation

INDUSTRIES = pd.Series(["cement", "cement", "glass"])
LINES = pd.DataFrame(
    {
        "line_code": [0, 1, 2, 3, 4, 5],
        "result": ["hit", "clear", "review", "undecided", "undecided", "undecided"],
        "reason": [None, None, None, "output_missing", "energy_above_line", "not_in_operation"],
    }
)
OWNERS = {0: 0, 1: 0, 2: 0, 3: 1, 4: 1, 5: 2}


def term(
    row: int, line: int, energy: float | None, carrier: str = "raw_coal", **change: object
) -> dict[str, object]:
    return {
        "enterprise_code": OWNERS.get(line, 1),
        "row": row,
        "line_code": line,
        "carrier": carrier,
        "signed_quantity": energy,
        "energy_kgce": energy,
        "allocated": False,
        **change,
    }


def reconciled(metered: list[dict], terms: list[dict] | None = None) -> pd.DataFrame:
    table = pd.DataFrame(metered)
    after = table if terms is None else pd.DataFrame(terms)
    return reconciliation(table, after, LINES, INDUSTRIES, ["electricity"])


def cell(table: pd.DataFrame, part: str, detail: str = "", industry: str = "cement") -> pd.Series:
    return table.set_index(["industry", "part", "detail"]).loc[(industry, part, detail)]


def test_the_parts_of_a_small_ledger_add_up_to_its_energy():
    own = [
        term(2, 0, 100.0),
        term(3, 0, -30.0, "blast_furnace_gas"),  # sold to a neighbour
        term(4, 1, 40.0),
        term(5, 2, 7.0),
        term(6, 3, 5.0),
        term(7, 3, None),  # an amount left blank
        term(9, 5, 11.0),
    ]
    shared = term(8, -1, 60.0, enterprise_code=1)
    unshared = term(10, -1, 9.0, enterprise_code=1)
    pieces = [
        term(8, 3, 45.0, allocated=True),
        term(8, 4, 15.0, allocated=True),
    ]
    table = reconciled([*own, shared, unshared], [*own, *pieces, unshared])
    cement = table[table["industry"] == "cement"]
    assert cement[["part", "detail", "rows", "lines", "energy_kgce"]].fillna(
        -1
    ).values.tolist() == [
        ["decided", "clear", 1, 1, 40.0],
        ["decided", "hit", 2, 1, 70.0],
        ["review", "review", 1, 1, 7.0],
        ["undecided", "output_missing", 1, 1, 5.0],
        ["above_line_allocated", "undecided", 1, 2, 60.0],
        ["above_line_unallocated", "", 1, 0, 9.0],
        ["without_value", "", 1, 1, -1],
        # 100 - 30 + 40 + 7 + 5 + 60 + 9
        ["ledger", "", 8, 4, 191.0],
        ["difference", "", 0, 0, 0.0],
    ]
    assert cell(table, "out_of_operation", industry="glass")["energy_kgce"] == 11.0
    assert cell(table, "ledger", industry="glass")["energy_kgce"] == 11.0


def test_an_amount_shared_out_in_part_shows_as_a_difference():
    """The total comes from the sheet alone: what allocation lost cannot hide."""
    metered = [term(8, -1, 60.0, enterprise_code=1)]
    table = reconciled(metered, [term(8, 3, 45.0, allocated=True)])
    assert cell(table, "difference")["energy_kgce"] == 15.0


def test_electricity_is_counted_in_kilowatt_hours_beside_all_energy():
    rows = [
        term(2, 0, 100.0),
        term(3, 0, 12.5, "electricity", signed_quantity=100.0),
        term(4, 1, -1.25, "electricity", signed_quantity=-10.0),  # its own power plant sells
    ]
    table = reconciled(rows)
    assert cell(table, "decided", "hit")["electricity_kwh"] == 100.0
    assert cell(table, "decided", "hit")["energy_kgce"] == 112.5
    assert cell(table, "ledger")["electricity_kwh"] == 90.0


def test_electricity_whose_coefficient_is_open_keeps_its_kilowatt_hours():
    table = reconciled([term(2, 0, None, "electricity", signed_quantity=100.0)])
    assert cell(table, "without_value")["electricity_kwh"] == 100.0
    assert math.isnan(cell(table, "without_value")["energy_kgce"])
    assert cell(table, "difference")["electricity_kwh"] == 0.0


def test_a_row_without_a_number_is_counted_and_adds_nothing():
    table = reconciled([term(2, 0, None), term(3, -1, None, enterprise_code=0)])
    missing = cell(table, "without_value")
    assert missing["rows"] == 2
    assert math.isnan(missing["energy_kgce"])
    assert math.isnan(cell(table, "ledger")["energy_kgce"])
    assert cell(table, "difference")["energy_kgce"] == 0.0


def test_a_shared_amount_that_is_blank_counts_as_one_row():
    metered = [term(8, -1, None, enterprise_code=1)]
    pieces = [term(8, line, None, allocated=True) for line in (3, 4)]
    assert cell(reconciled(metered, pieces), "without_value")["rows"] == 1


def test_lines_out_of_operation_stand_apart_also_where_energy_was_shared_out():
    pieces = [term(8, 5, 10.0, allocated=True), term(9, 5, 3.0)]
    table = reconciled(pieces, pieces)
    assert cell(table, "above_line_allocated", "out_of_operation", "glass")["energy_kgce"] == 10.0
    assert cell(table, "out_of_operation", industry="glass")["energy_kgce"] == 3.0


def test_a_ledger_without_energy_gives_an_empty_table():
    empty = pd.DataFrame([term(2, 0, 1.0)]).iloc[:0]
    assert reconciliation(empty, empty, LINES, INDUSTRIES, ["electricity"]).empty


amounts = st.one_of(st.none(), st.integers(-(10**9), 10**9))
carriers = st.sampled_from(["raw_coal", "electricity"])
own_rows = st.tuples(st.integers(0, 5), amounts, carriers, st.just(1))
shared_rows = st.tuples(st.just(-1), amounts, carriers, st.integers(0, 3))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(own_rows, shared_rows), max_size=40))
def test_every_row_of_any_ledger_is_in_exactly_one_part(drawn):
    """Whole numbers add exactly, so the identity must hold exactly. A shared row is split over lines."""
    metered, after = [], []
    for row, (line, amount, carrier, shares) in enumerate(drawn, 2):
        energy = None if amount is None else float(amount) * 6
        whole = term(row, line, energy, carrier, enterprise_code=OWNERS.get(line, 0))
        metered.append(whole)
        if line < 0 and shares:
            part = None if energy is None else energy / shares
            pieces = ({**whole, "line_code": to, "allocated": True} for to in range(shares))
            after += [piece | {"signed_quantity": part, "energy_kgce": part} for piece in pieces]
        else:
            after.append(whole)
    columns = list(term(0, 0, 0.0))
    metered_table, after_table = (pd.DataFrame(rows, columns=columns) for rows in (metered, after))
    floats = {"energy_kgce": float, "signed_quantity": float, "allocated": bool}
    whole_numbers = {"enterprise_code": int, "line_code": int}
    table = reconciliation(
        metered_table.astype(floats | whole_numbers),
        after_table.astype(floats | whole_numbers),
        LINES,
        INDUSTRIES,
        ["electricity"],
    )
    parts = table[table["part"].isin(PARTS)]
    known = [row for row in metered if row["energy_kgce"] is not None]
    assert parts["energy_kgce"].sum() == sum(row["energy_kgce"] for row in known)
    assert parts["electricity_kwh"].sum() == sum(
        row["signed_quantity"] for row in known if row["carrier"] == "electricity"
    )
    assert (table.loc[table["part"] == "difference", "energy_kgce"] == 0.0).all()
    assert (table.loc[table["part"] == "difference", "electricity_kwh"] == 0.0).all()
    assert table.loc[table["part"] == "ledger", "rows"].sum() == len(metered)
    blank = parts.loc[parts["part"] == "without_value", "rows"].sum()
    assert blank == len(metered) - len(known)
    assert not table.duplicated(["industry", "part", "detail"]).any()
