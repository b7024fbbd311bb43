"""Land that an exit frees: all users leave or all of its lines, from the last of their days."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from land_cases import DAY, law, parcels, table

from capacity_analysis.analysis.land import freed, idle

DONE = ["exited"]


def units(*rows):
    """Return dispositions of lines: (enterprise, line, disposition, exits, deadline)."""
    names = ["enterprise_code", "line_code", "disposition", "exits", "deadline"]
    return pd.DataFrame(rows, columns=names).astype({"deadline": "str"}).assign(scope="line")


def extents(*rows):
    """Return what enterprises come to: (extent, disposition)."""
    return pd.DataFrame(rows, columns=["extent", "disposition"])


def told(given, dispositions, enterprises, *steps):
    names = ["enterprise_code", "line_code", "step", "status"]
    return freed.freed(
        given, dispositions=dispositions, enterprise_dispositions=enterprises,
        legal_steps=pd.DataFrame(list(steps), columns=names), done=DONE, as_of=DAY,
    )  # fmt: skip


def exit_on(found):
    return found["exit_on"].dt.strftime("%Y-%m-%d").tolist()


def test_the_land_of_an_enterprise_that_leaves_as_a_whole_is_freed_on_its_last_day():
    closing = units(
        (0, 0, "eliminate_now", True, "2022-10-31"), (0, 1, "overdue_closure", True, "2022-12-31")
    )
    found = told(parcels({}), closing, extents(("whole", "eliminate_now")))
    assert found["freed"].tolist() == [True]
    assert exit_on(found) == ["2022-12-31"]


def test_an_enterprise_that_loses_one_line_of_two_frees_no_shared_land():
    found = told(
        parcels({}), units((0, 0, "eliminate_now", True, "2022-10-31")),
        extents(("part", "eliminate_now")),
    )  # fmt: skip
    assert found["freed"].tolist() == [False]
    assert exit_on(found) == [np.nan] or found["exit_on"].isna().all()


def test_but_the_parcel_of_that_line_is_freed_and_the_enterprise_stays():
    closing = units((0, 0, "eliminate_now", True, "2022-10-31"), (0, 1, "compliant", False, None))
    given = parcels({"line_code": 0, "enterprise_code": 0}, {"line_code": 1, "enterprise_code": 0})
    found = told(given, closing, extents(("part", "eliminate_now")))
    assert found["freed"].tolist() == [True, False]
    assert found["stays"].tolist() == [True, False]


def test_a_parcel_of_two_enterprises_is_freed_only_when_both_leave_and_from_the_later_day():
    given = parcels({"parcel_no": "P"}, {"parcel_no": "P"})
    leaving = [(0, 0, "eliminate_now", True, "2022-10-31")]
    one = told(given, units(*leaving), extents(("whole", "eliminate_now"), ("none", "compliant")))
    assert one["freed"].tolist() == [False]
    leaving.append((1, 1, "voluntary_exit", True, "2023-03-31"))
    both = told(
        given, units(*leaving), extents(("whole", "eliminate_now"), ("whole", "voluntary_exit"))
    )
    assert both["freed"].tolist() == [True]
    assert exit_on(both) == ["2023-03-31"]


def test_what_has_left_is_free_from_the_day_assessed():
    found = told(
        parcels({}), units((0, 0, "exited", True, "2022-06-30")), extents(("whole", "exited"))
    )
    assert found[["freed", "gone"]].values.tolist() == [[True, True]]
    assert exit_on(found) == ["2022-09-10"]


@pytest.mark.parametrize(
    ("deadline", "free"),
    [("2022-09-09", "2022-09-10"), ("2022-09-10", "2022-09-10"), ("2022-09-11", "2022-09-11")],
)
def test_what_should_have_left_is_not_free_before_the_day_assessed(deadline, free):
    closing = units((0, 0, "eliminate_now", True, deadline))
    found = told(parcels({}), closing, extents(("whole", "eliminate_now")))
    assert exit_on(found) == [free]


def test_without_a_deadline_nobody_knows_from_when():
    found = told(
        parcels({}), units((0, 0, "eliminate_now", True, None)), extents(("whole", "eliminate_now"))
    )
    assert found["freed"].tolist() == [True]
    assert found["exit_on"].isna().all()
    assert found["reasons"].tolist() == ["no_deadline"]


def test_a_step_that_the_exit_lacks_stands_against_its_land():
    closing = units((0, 0, "eliminate_now", True, "2022-10-31"))
    whole = extents(("whole", "eliminate_now"))
    missing = told(parcels({}), closing, whole, (0, 0, "soil_plan", "missing"))
    assert missing[["soil_plan", "chemical_disposal"]].values.tolist() == [[True, False]]
    taken = told(parcels({}), closing, whole, (0, 0, "soil_plan", "done"))
    assert taken["soil_plan"].tolist() == [False]


def categories(*told, freed_=(), inefficient=()):
    given = table(*told)
    lies_idle = idle.idle(given, law(), DAY)
    flags = [np.isin(np.arange(len(given)), places) for places in (freed_, inefficient)]
    return freed.category(lies_idle, *flags, given).tolist()


def test_found_idle_goes_before_suspected_before_freed_before_inefficient():
    bare = {"use_state": "not_built", "agreed_start_on": pd.Timestamp(dt.date(2020, 1, 1))}
    found = categories(
        {**bare, "idle_finding": "found"}, bare, {}, {}, {}, {"use_state": None},
        freed_=[0, 1, 2], inefficient=[0, 1, 2, 3],
    )  # fmt: skip
    assert found == ["idle", "suspected_idle", "freed", "inefficient", "in_use", "unknown"]


def test_land_that_waits_for_the_government_is_neither_idle_nor_in_use():
    bare = {"use_state": "not_built", "agreed_start_on": pd.Timestamp(dt.date(2020, 1, 1))}
    assert categories({**bare, "delay_cause": "government"}) == ["unknown"]


def test_land_that_is_being_built_on_is_in_use():
    started = {"use_state": "not_built", "started_on": pd.Timestamp(dt.date(2022, 1, 1))}
    assert categories(started) == ["in_use"]
