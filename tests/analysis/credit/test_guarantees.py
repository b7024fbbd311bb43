"""Guarantees as a graph: chains, circles, names outside the roster, natural persons, oneself."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis.credit import reach as reach_module
from capacity_analysis.analysis.credit.guarantees import links
from capacity_analysis.analysis.credit.leaving import Leaving
from capacity_analysis.analysis.credit.reach import reach

IDS = list("ABCDEF")
ROSTER = pd.DataFrame(
    {
        "enterprise_id": IDS,
        "uscc": ["91A", "91B", None, None, None, None],
        "name": ["甲厂", "乙厂", "丙厂", "同名厂", "同名厂", "己厂"],
    }
)


def linked(*rows, exits="A", balances=None):
    """Links of (borrower, guarantor, amount), each of a contract of its own."""
    guarantees = pd.DataFrame(rows, columns=["borrower", "guarantor", "amount_10k_cny"])
    code = guarantees["borrower"].map(IDS.index).astype("int32")
    numbers = [str(place) for place in range(len(rows))]
    guarantees = guarantees.assign(
        enterprise_code=code, bank="甲行", contract_no=numbers, source_cell="担保!F2"
    )
    loans = guarantees[["enterprise_code", "bank", "contract_no"]].assign(
        balance_10k_cny=np.nan if balances is None else balances
    )
    leaves = np.array([each in exits for each in IDS])
    return links(guarantees, loans, ROSTER, Leaving(leaves, ~leaves & False))


def reached(*rows, exits="A"):
    found = reach(linked(*rows, exits=exits)).set_index("enterprise_id")
    return {each: found.loc[each].to_dict() for each in found.index}


def test_a_default_runs_along_a_chain_and_not_against_it():
    # A owes, B guarantees; B owes, C guarantees; D owes, and A guarantees for D.
    found = reached(("A", "B", 10.0), ("B", "C", 20.0), ("D", "A", 40.0))["A"]
    assert (found["reached"], found["steps"], found["members"]) == ("B;C", 2, 4)
    # 10 of A's loan and 20 of B's; D's does not fall due.
    assert (found["amount_10k_cny"], found["circular"]) == (30.0, False)


def test_a_circle_of_three_leads_back_and_counts_nobody_twice():
    found = reached(("A", "B", 1.0), ("B", "C", 2.0), ("C", "A", 4.0))["A"]
    assert (found["reached"], found["circular"], found["steps"]) == ("B;C", True, 2)
    assert found["amount_10k_cny"] == 7.0 and found["members"] == 3


def test_who_reaches_a_circle_without_being_in_it_is_not_circular():
    found = reached(("A", "B", 1.0), ("B", "C", 2.0), ("C", "B", 4.0))["A"]
    assert not found["circular"] and found["reached"] == "B;C"


def test_steps_are_the_longest_of_the_shortest_paths():
    # C is reached at once as well as by B: one step; D after it: two.
    found = reached(("A", "B", 1.0), ("B", "C", 1.0), ("A", "C", 1.0), ("C", "D", 1.0))["A"]
    assert (found["steps"], found["reached_all"]) == (2, 3)


def test_a_guarantee_of_oneself_is_none():
    table = linked(("A", "A", 5.0), ("A", "91A", 5.0), ("A", "甲厂", 5.0), ("A", "B", 1.0))
    assert table["guarantor"].tolist() == ["B"]


def test_a_guarantor_is_found_by_id_by_credit_code_and_by_a_name_that_one_bears():
    table = linked(("A", "B", 1.0), ("A", "91B", 1.0), ("A", "丙厂", 1.0), ("A", "同名厂", 1.0))
    assert table["guarantor"].tolist() == ["B", "B", "C", "同名厂"]
    assert table["in_roster"].tolist() == [True, True, True, False]


def test_natural_persons_join_nobody():
    found = reached(("A", "自然人", 1.0), ("D", "自然人", 1.0), exits="AD")
    assert found == {}
    with_firm = reached(("A", "自然人", 1.0), ("A", "B", 1.0), ("D", "自然人", 1.0), exits="AD")
    assert list(with_firm) == ["A"] and with_firm["A"]["members"] == 2


def test_a_firm_outside_the_roster_joins_its_borrowers():
    found = reached(("A", "担保公司", 1.0), ("D", "担保公司", 1.0))["A"]
    assert (found["members"], found["reached"], found["reached_in_roster"]) == (3, "担保公司", 0)


def test_a_blank_amount_is_the_loan_and_missing_without_it():
    assert linked(("A", "B", None), balances=80.0)["amount_10k_cny"].tolist() == [80.0]
    found = reached(("A", "B", None))["A"]
    assert np.isnan(found["amount_10k_cny"]) and found["reason"] == "amount_missing"


def test_two_guarantors_of_one_loan_pay_no_more_than_the_loan():
    table = linked(("A", "B", 80.0), ("A", "C", 80.0)).assign(contract_no="1", loan_10k_cny=80.0)
    assert reach(table)["amount_10k_cny"].tolist() == [80.0]


def test_who_does_not_leave_has_no_row():
    assert reached(("B", "C", 1.0)) == {}


def test_no_guarantees_give_no_rows_in_the_same_shape():
    some = reach(linked(("A", "B", 1.0)))
    none = reach(linked(("A", "B", 1.0)).iloc[:0])
    assert none.empty and none.dtypes.astype(str).to_dict() == some.dtypes.astype(str).to_dict()


def test_a_walk_that_grows_beyond_measure_stops_and_says_so(monkeypatch):
    monkeypatch.setattr(reach_module, "_MOST_PAIRS", 2)
    monkeypatch.setattr(reach_module, "_LEAST_PER_WALK", 1)
    found = reached(("A", "B", 1.0), ("B", "C", 1.0), ("C", "D", 1.0))["A"]
    assert found["reason"] == "reach_cut_off" and found["reached"] == "B;C"


EDGES = st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), min_size=1, max_size=12)


def walked(edges, start):
    """Breadth-first, one node after another."""
    distance, queue = {start: 0}, [start]
    for node in queue:
        for borrower, guarantor in edges:
            if borrower == node and guarantor not in distance:
                distance[guarantor] = distance[node] + 1
                queue.append(guarantor)
    return {node: steps for node, steps in distance.items() if node != start}


@settings(max_examples=30, deadline=None)
@given(EDGES)
@pytest.mark.parametrize("marks", [200_000_000, 7])
def test_reach_is_that_of_a_plain_walk_and_stays_within_the_component(marks, edges):
    others = [edge for edge in edges if edge[0] != edge[1]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reach_module, "_MOST_MARKS", marks)
        found = reached(*((*edge, 1.0) for edge in edges), exits=IDS)
    assert set(found) == {borrower for borrower, _guarantor in others}
    for start, told in found.items():
        expected = walked(others, start)
        names = told["reached"].split(";") if expected else []
        assert sorted(names) == sorted(expected)
        assert told["steps"] == max(expected.values(), default=0)
        assert told["reached_all"] < told["members"]
        paid = sum(borrower in {start, *expected} for borrower, _guarantor in others)
        assert told["amount_10k_cny"] == paid
        assert told["circular"] == any(start in walked(others, each) for each in expected)
