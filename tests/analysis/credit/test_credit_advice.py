"""The plan's lines on credit: the first that fits."""

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from capacity_analysis.analysis.credit import advice
from capacity_analysis.analysis.credit.leaving import Leaving
from capacity_analysis.analysis.credit.rule_rows import Rules
from capacity_analysis.campaign import Campaign
from capacity_analysis.standards import Standards

DAY = dt.date(2022, 9, 10)
CHAIN = ("360404", "360400", "360000", "000000")
GIVEN = Campaign.load().credit.advice


def rules(day=DAY):
    return Rules.of(Standards.load().rows_in_force("credit_rules", day, CHAIN).table, CHAIN)


def advised(disposition, *, exits=True, listed=False, late=False, in_force=None):
    yes = np.array([exits])
    found = advice.advice(
        pd.DataFrame({"enterprise_id": ["A"], "disposition": [disposition]}),
        Leaving(yes, np.array([False])),
        {"elimination_list": np.array([listed])},
        np.array([late]),
        pd.DataFrame(
            {
                "balance_10k_cny": [120.0],
                "due_before_exit_10k_cny": [20.0],
                "overdue_10k_cny": [0.0],
                "rolled_over_10k_cny": [0.0],
                "banks": pd.array(["甲、乙"], dtype="str"),
            }
        ),
        given=GIVEN,
        rules=in_force or rules(),
    )
    return found[["advice", "rule", "clause"]].values.tolist()


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        # 循环经济促进法第45条：不得提供任何形式的授信。
        ({"disposition": "eliminate_now", "listed": True},
         ["no_credit", "cr-001", "《循环经济促进法》第45条"]),
        # It holds for who is listed, whatever becomes of it.
        ({"disposition": "review", "listed": True, "exits": False},
         ["no_credit", "cr-001", "《循环经济促进法》第45条"]),
        # 方案三（三）：主动退出的，予以合理信贷支持。
        ({"disposition": "voluntary_exit"}, ["support", "cr-004", "三（三）"]),
        # 未按要求退出的，严控新增、压缩存量。
        ({"disposition": "voluntary_exit", "late": True}, ["reduce", "cr-005", "三（三）"]),
        ({"disposition": "overdue_closure", "late": True}, ["reduce", "cr-005", "三（三）"]),
        ({"disposition": "overdue_closure"}, ["watch", "cr-006", "三（三）"]),
    ],
)  # fmt: skip
def test_the_first_line_that_fits_is_suggested(case, expected):
    assert advised(**case) == [expected]


def test_who_stays_and_is_not_listed_gets_no_advice():
    assert advised("compliant", exits=False) == []


def test_a_line_whose_rule_is_not_in_force_yet_says_nothing():
    # cr-004 holds from the plan's day on, 2022-03-21; 商业银行法 since 1995.
    before = rules(dt.date(2022, 3, 20))
    assert advised("voluntary_exit", in_force=before) == []
    assert advised("voluntary_exit", in_force=rules(dt.date(2022, 3, 21)))[0][0] == "support"


@pytest.mark.parametrize(
    ("deadline", "state", "late"),
    [
        ("2022-09-09", None, True),
        ("2022-09-10", None, False),  # the last day is in time
        ("2022-10-31", "overdue", True),  # an order has a day of its own
        (None, None, False),
    ],
)
def test_late_is_who_has_not_left_by_the_last_day(deadline, state, late):
    units = pd.DataFrame(
        {
            "enterprise_code": [0],
            "exits": True,
            "disposition": "eliminate_now",
            "deadline": [deadline],
            "state": [state],
        }
    )
    assert advice.overdue(units, DAY, ["exited"], 1).tolist() == [late]
    gone = units.assign(disposition="exited")
    assert advice.overdue(gone, DAY, ["exited"], 1).tolist() == [False]


def test_only_a_hit_on_a_checked_standard_counts_and_only_of_lines_that_are_still_there():
    found = pd.DataFrame(
        {
            "ground": "elimination_list",
            "result": ["hit", "hit", "review", "hit"],
            "confidence": ["verified", "recalled", "verified", "cross_checked"],
            "enterprise_code": range(4),
            "line_code": [0, 1, 2, 3],
        }
    )
    units = pd.DataFrame(
        {"line_code": range(4), "disposition": ["eliminate_now", "review", "review", "exited"]}
    )
    hit = advice.hits(found, units, ["elimination_list"], ["exited"], 4)
    assert hit["elimination_list"].tolist() == [True, False, False, False]
