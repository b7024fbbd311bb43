"""All methods side by side, and what the deciding ones find."""

import numpy as np
import pandas as pd
import pytest
from credit_cases import FIELDS, RATES, REGISTER, STUDIES, YEAR

from capacity_analysis.analysis.credit import zombies


def finance(**fields):
    """Accounts of enterprises 0 and 2 of 2019 to 2021."""
    frame = pd.DataFrame({"enterprise_code": [0, 0, 0, 2, 2, 2], "year": [2019, 2020, 2021] * 2})
    frame = frame.assign(row=range(2, 8), operating_days=np.nan)
    return frame.assign(**{f"{name}_10k_cny": fields.get(name, np.nan) for name in FIELDS})


NOTHING = pd.DataFrame({"enterprise_code": [], "year": [], "value": []})
RECORDS = zombies.Records(
    lines=pd.DataFrame(
        {
            "line_code": [0],
            "enterprise_code": [0],
            "product_id": ["clinker"],
            "capacity_quantity": [100.0],
            "started_on": [pd.NaT],
            "out_of_operation": [None],
        }
    ),
    production=pd.DataFrame(
        {
            "line_code": [0],
            "product_id": ["clinker"],
            "year": [YEAR],
            "output_quantity": [10.0],
            "output_base": ["t"],
            "full_year": [True],
        }
    ),
    base_units={"clinker": "t"},
    electricity=NOTHING,
    tax=NOTHING,
    headcounts=pd.DataFrame({"enterprise_code": [], "as_of": pd.to_datetime([]), "insured": []}),
    listed=[0],
)
RULES = zombies.ZombieRules(REGISTER, STUDIES, RATES)


def test_every_method_has_one_row_for_each_enterprise_with_accounts():
    found = zombies.of_accounts(finance(net_profit=-1.0), RECORDS, RULES, YEAR)
    expected = [(code, method) for code in (0, 2) for method in zombies.METHODS[:-1]]
    assert list(zip(found["enterprise_code"], found["method"], strict=True)) == expected
    assert set(found["row"]) == {4, 7}
    by_method = found[found["enterprise_code"] == 0].set_index("method")
    assert by_method.loc["official", ["result", "fired"]].tolist() == ["zombie", "losses;listed"]
    assert by_method.loc["register", "fired"] == "half_stopped;losses"
    assert by_method.loc["chk", "result"] == "undecided"


def test_only_accounts_of_earlier_years_leave_every_method_open():
    early = finance(net_profit=-1.0).query("year < 2021 and enterprise_code == 0")
    found = zombies.of_accounts(early, RECORDS, RULES, YEAR)
    assert set(found["result"]) == {"undecided"} and set(found["row"]) == {-1}


def test_parameters_name_the_rows_and_how_sure_the_weakest_is():
    found = zombies.of_accounts(finance(), RECORDS, RULES, YEAR).set_index("method")
    chk_rows = found.loc["chk", "parameters"].iloc[0].split(";")
    assert {"short2020", "long2020", "long2016", "chk_average_years"} <= set(chk_rows)
    assert "long2015" not in chk_rows
    assert set(found["confidence"]) == {"recalled"}


@pytest.mark.parametrize(
    ("register", "chk", "deciding", "expected"),
    [
        ("zombie", "clear", ["register"], ["register", "review"]),
        ("suspect", "clear", ["chk", "register"], ["register", "review"]),
        ("clear", "undecided", ["register", "chk"], ["chk", "undecided"]),
        ("clear", "zombie", ["register"], ["register", "clear"]),
        ("clear", "clear", ["register", "chk"], ["register", "clear"]),
    ],
)
def test_a_finding_is_what_the_deciding_methods_say_together(register, chk, deciding, expected):
    table = pd.DataFrame(
        {
            "enterprise_id": "A",
            "enterprise_code": 5,
            "method": ["register", "chk"],
            "result": [register, chk],
            "value": 1.0,
            "threshold": 2.0,
            "confidence": "recalled",
            "reason": None,
            "source_cell": "财务!E2",
        }
    )
    found = zombies.findings(table, deciding)
    assert found[["attribute", "result"]].values.tolist() == [expected]


def test_no_method_ever_makes_a_hit():
    table = pd.DataFrame(
        {
            "enterprise_id": [f"E{code}" for code in range(4)],
            "enterprise_code": range(4),
            "method": "register",
            "result": ["zombie", "suspect", "undecided", "clear"],
            "value": 1.0,
            "threshold": 2.0,
            "confidence": "verified",
            "reason": None,
            "source_cell": None,
        }
    )
    found = zombies.findings(table, ["register"])
    assert found["result"].tolist() == ["review", "review", "undecided", "clear"]


def test_the_years_of_rates_reach_five_years_back_from_the_earlier_of_two():
    # CHK of 2020 asks for the ends of 2019 to 2015.
    assert list(zombies.years_of_rates(YEAR, STUDIES)) == list(range(2015, 2021))
