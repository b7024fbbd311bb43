"""How sure a chain of values is, and whether it may decide."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from capacity_analysis.standards import Confidence, may_decide, weakest


def test_the_order_runs_from_verified_to_open():
    marks = ["verified", "cross_checked", "recalled", "carried_over", "open"]
    assert [mark.value for mark in Confidence] == marks
    for stronger, weaker in pairwise(marks):
        assert weakest([weaker, stronger]) == weaker
        assert weakest([stronger, weaker]) == weaker


@pytest.mark.parametrize(
    ("mark", "decides"),
    [
        ("verified", True),
        ("cross_checked", True),
        ("recalled", False),
        ("carried_over", False),
        ("open", False),
    ],
)
def test_only_what_was_seen_in_a_source_may_decide(mark, decides):
    assert may_decide(mark) is decides


@given(st.lists(st.sampled_from(Confidence), min_size=1))
def test_a_chain_decides_only_if_every_link_does(marks):
    assert may_decide(weakest(marks)) == all(may_decide(mark) for mark in marks)


def test_no_mark_and_an_unknown_mark_are_refused():
    with pytest.raises(ValueError):
        weakest([])
    with pytest.raises(ValueError):
        weakest(["verified", "certain"])
    with pytest.raises(ValueError):
        may_decide("certain")
