"""What becomes of support that contradicts the plan."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from capacity_analysis.analysis.credit.support import verdicts
from capacity_analysis.campaign import Campaign

DAY = dt.date(2022, 9, 10)
RULE = Campaign.load().credit.support


def said(intensive=False, exiting=False, eliminated=False, rule=RULE, **fields):
    row = {
        "enterprise_id": "A",
        "enterprise_code": 0,
        "measure": "用电优惠",
        "kind": "power_price",
        "document_no": None,
        "level": "county",
        "amount_10k_cny": 5.0,
        "ends_on": None,
        "cleared_on": None,
        "source_cell": "扶持政策!B2",
    }
    frame = pd.DataFrame([row | fields])
    days = {name: pd.to_datetime(frame[name]) for name in ("ends_on", "cleared_on")}
    flags = {
        "energy_intensive": np.array([intensive]),
        "exiting": np.array([exiting]),
        "eliminated": np.array([eliminated]),
    }
    found = verdicts(frame.assign(**days), rule, **flags, as_of=DAY)
    return found[["verdict", "why", "reason"]].fillna("").values.tolist()[0]


@pytest.mark.parametrize(
    ("case", "verdict"),
    [
        ({}, "not_concerned"),
        ({"intensive": True}, "clear_by_county"),
        ({"exiting": True}, "clear_by_county"),
        ({"eliminated": True}, "clear_by_county"),
        ({"exiting": True, "level": "city"}, "propose_to_higher"),
        ({"exiting": True, "level": "nation"}, "propose_to_higher"),
        ({"exiting": True, "kind": "resettlement"}, "keep"),
        ({"exiting": True, "kind": "upgrade"}, "keep"),
        ({"exiting": True, "ends_on": "2022-09-09"}, "ended"),
        ({"exiting": True, "ends_on": "2022-09-10"}, "clear_by_county"),  # runs on its last day
        ({"exiting": True, "cleared_on": "2022-09-10"}, "cleared"),
        ({"exiting": True, "cleared_on": "2022-09-11"}, "clear_by_county"),  # not cleared yet
    ],
)
def test_support_is_withdrawn_kept_or_over(case, verdict):
    assert said(**case)[0] == verdict


def test_every_reason_is_named():
    assert said(intensive=True, exiting=True, eliminated=True)[1] == (
        "energy_intensive;exiting;eliminated"
    )


def test_of_a_level_that_is_not_known_the_county_can_only_propose():
    assert said(exiting=True, level=None) == ["propose_to_higher", "exiting", "level_missing"]


def test_a_plan_that_spares_energy_intensive_enterprises_clears_those_that_leave_alone():
    spared = RULE.model_copy(update={"energy_intensive": False})
    assert said(intensive=True, rule=spared)[:2] == ["not_concerned", ""]
    assert said(intensive=True, exiting=True, rule=spared)[:2] == ["clear_by_county", "exiting"]
