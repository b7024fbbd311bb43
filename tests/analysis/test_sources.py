"""Sources that disagree: by how much, and what stays open."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.analysis.sources import contested, disagreements, unlike


def _rows(*rows):
    columns = ["enterprise_code", "fact", "year", "value", "standing"]
    found = pd.DataFrame(rows, columns=columns).astype({"year": "Int32", "value": "float64"})
    return found.assign(role="list")


def test_facts_on_which_all_agree_are_no_disagreement():
    rows = _rows((0, "land", None, 10, "agreeing"), (0, "land", None, 10.1, "agreeing"))
    assert disagreements(rows).empty
    assert contested(rows, "land").empty


def test_the_year_tells_facts_apart_and_none_is_one_too():
    rows = _rows(
        (0, "electricity", 2020, 10, "agreeing"), (0, "electricity", 2020, 10, "agreeing"),
        (0, "electricity", 2021, 10, "contested"), (0, "electricity", 2021, 20, "contested"),
        (0, "land", None, 5, "overruled"), (0, "land", None, 4, "ruling"),
    )  # fmt: skip
    found = disagreements(rows)
    assert found["value"].tolist() == [10, 20, 4, 5]
    # (20 - 10) / 10 and (5 - 4) / 4
    assert found["difference_percent"].tolist() == pytest.approx(
        [np.nan, 100, np.nan, 25], nan_ok=True
    )


def test_a_source_that_agrees_stays_beside_those_that_do_not():
    rows = _rows((0, "land", None, 4, "ruling"), (0, "land", None, 4, "agreeing"),
                 (0, "land", None, 2, "overruled"))  # fmt: skip
    assert disagreements(rows)["standing"].tolist() == ["ruling", "agreeing", "overruled"]
    assert disagreements(rows)["difference_percent"].tolist()[1:] == [0, -50]


@pytest.mark.parametrize(("base", "other"), [(0, 5), (None, 5), (5, None)])
def test_no_difference_is_told_where_there_is_nothing_to_divide_or_compare(base, other):
    rows = _rows((0, "land", None, base, "ruling"), (0, "land", None, other, "overruled"))
    assert disagreements(rows)["difference_percent"].isna().all()


def test_nothing_compared_gives_nothing():
    assert disagreements(_rows()).empty
    assert contested(_rows(), "electricity").empty


_STANDINGS = st.sampled_from(["ruling", "agreeing", "overruled", "contested"])
_ROW = st.tuples(
    st.integers(0, 2), st.sampled_from(["electricity", "land"]), st.sampled_from([2020, 2021]),
    st.floats(0, 1e9) | st.none(), _STANDINGS,
)  # fmt: skip


@settings(max_examples=25, derandomize=True, deadline=None)
@given(rows=st.lists(_ROW, max_size=12))
def test_no_value_of_a_disputed_fact_is_lost(rows):
    table = _rows(*rows)
    found = disagreements(table)
    disputed = {row[:3] for row in rows if row[4] in ("overruled", "contested")}
    wanted = [row for row in rows if row[:3] in disputed]
    assert len(found) == len(wanted)
    key = ["enterprise_code", "fact", "year"]
    assert set(found[key].itertuples(index=False, name=None)) == disputed


def test_the_lines_of_an_enterprise_whose_own_figure_is_overruled_are_contested_too():
    def settled(enterprise, department):
        rows = _rows(
            (0, "electricity", 2021, 10, enterprise), (0, "electricity", 2021, 20, department)
        )
        return contested(rows.assign(role=["return", "list"]), "electricity")

    assert settled("overruled", "ruling")["year"].tolist() == [2021]
    assert settled("ruling", "overruled").empty
    assert settled("agreeing", "agreeing").empty


def _compared(*rows):
    """Return sources of 2021's electricity: value, standing and role of each."""
    table = _rows(*((0, "electricity", 2021, value, standing) for value, standing, _role in rows))
    return table.assign(role=[role for *_said, role in rows])


def _now(value, year=2021):
    return pd.DataFrame({"enterprise_code": [0], "year": [year], "value": [value]}).astype(
        {"year": "Int32", "value": "float64"}
    )


@pytest.mark.parametrize(
    ("rows", "now", "is_contested"),
    [
        # Metered 100, within a twentieth of which self-reported figures agree.
        ([(100, "agreeing", "list"), (102, "agreeing", "return")], 102, False),
        ([(100, "agreeing", "list"), (102, "agreeing", "return")], 60, True),
        ([(100, "agreeing", "list"), (102, "agreeing", "return")], 105, False),
        ([(100, "contested", "list"), (120, "contested", "return")], 120, True),
        ([(100, "contested", "list"), (120, "contested", "return")], 105.1, True),
        ([(100, "contested", "list"), (120, "contested", "return")], 95, False),
        ([(100, "ruling", "list"), (120, "overruled", "return")], 120, True),
        ([(100, "ruling", "list"), (120, "overruled", "return")], 101, False),
        ([(120, "overruled", "return"), (100, "ruling", "list")], 101, False),
        # Settled for the enterprise: the figure that was settled, and no other.
        ([(100, "overruled", "list"), (120, "ruling", "return")], 120, False),
        ([(100, "overruled", "list"), (120, "ruling", "return")], 90, True),
        # A third source that still differs.
        ([(100, "contested", "list"), (120, "contested", "return"), (80, "contested", "list")], 100,
         True),
        # What is missing by now is asked for by itself.
        ([(100, "agreeing", "list"), (102, "agreeing", "return")], None, False),
        ([(100, "contested", "list"), (120, "contested", "return")], None, True),
    ],
)  # fmt: skip
def test_a_figure_changed_since_the_comparison_is_compared_anew(rows, now, is_contested):
    found = contested(_compared(*rows), "electricity", _now(now), 5.0)
    assert len(found) == is_contested


def test_a_figure_of_another_year_changes_nothing():
    rows = _compared((100, "contested", "list"), (120, "contested", "return"))
    assert len(contested(rows, "electricity", _now(100, year=2020), 5.0)) == 1


def test_lines_assessed_from_a_list_that_is_overruled_are_contested():
    # No source is the enterprise's own: which one its lines are assessed from, nobody knows.
    rows = _compared((100, "ruling", "list"), (120, "overruled", "list"))
    assert len(contested(rows, "electricity")) == 1


def test_another_fact_that_is_contested_contests_nothing():
    rows = _rows((0, "land", 2021, 10, "contested"), (0, "land", 2021, 20, "contested"))
    assert contested(rows, "electricity").empty


def test_only_what_nobody_has_compared_is_held_against_the_meters():
    def found(rows):
        return unlike(_now(120), _now(100), rows, "electricity", 5.0).to_dict("records")

    assert found(_rows()) == [{"enterprise_code": 0, "year": 2021}]
    settled = _compared((100, "overruled", "list"), (120, "ruling", "return"))
    assert found(settled) == []
    assert found(settled.assign(year=pd.array([2020, 2020], "Int32"))) != []
    assert found(settled.assign(fact="land")) != []
