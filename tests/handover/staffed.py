"""The small ledger with staff: three works leave, and some of their groups count a few."""

import datetime as dt

LINE = "1号线"
# A cohort's name that stands nowhere else.
SECRET = "密组"


def cohort(enterprise, number, headcount, **values):
    """A row of `workforce`: men of 42, hired in 2015, each with a pay that no other number equals."""
    return {
        "enterprise_id": enterprise, "line_id": LINE, "cohort": f"{SECRET}{enterprise}{number}",
        "headcount": headcount, "sex": "male", "born_from": dt.date(1980, 6, 1),
        "hired_from": dt.date(2015, 1, 1), "post": "worker", "contract": "open_ended",
        "pay_cny_month": 4000.0 + 7.13 * headcount + 0.37 * number, "insured": True,
        "hazards": False, "pay_arrears_10k_cny": 0.0, "contribution_arrears_10k_cny": 0.0,
        **values,
    }  # fmt: skip


OLD = {"born_from": dt.date(1958, 6, 1)}  # sixty and more when they leave
COHORTS = [
    # E1: of 20 the three who are paid are few, and the 17 who retire cost nothing.
    cohort("E1", 1, 3), cohort("E1", 2, 17, **OLD),
    # E2: nobody counts a few.
    cohort("E2", 1, 40), cohort("E2", 2, 9, **OLD),
    # E3: two of its 32 are an agency's.
    cohort("E3", 1, 30, hazards=True), cohort("E3", 2, 2, contract="dispatched"),
]  # fmt: skip


def with_staff(tables):
    """Let the three works ask to leave, and tell who works there."""
    tables["workforce"] = COHORTS
    tables["milestones"] = [
        {"enterprise_id": one, "line_id": LINE, "milestone": "voluntary_exit",
         "done_on": dt.date(2022, 8, 1)}
        for one in ("E1", "E2", "E3")
    ]  # fmt: skip
    heads = {"E1": 20.0, "E2": 49.0, "E3": 32.0}
    for row in tables["enterprises"]:
        row["employees"] = heads.get(row["enterprise_id"], row["employees"])
