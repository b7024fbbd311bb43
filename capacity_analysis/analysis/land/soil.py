"""Gates before land is put to use again: soil survey and repair, plans before dismantling, mortgage.

The duties are those of 《土壤污染防治法》 and of 《污染地块土壤环境管理办法》 (第42号令), each a row of
``enforcement_rules``: without its row in force there is no duty. A plot of a suspected industry is
surveyed when it is taken back, or turned over to housing or public service; its closure alone asks
for nothing.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from .joined import Mask, first_of, flagged
from .parameters import Law
from .routes import CHANGED_USES

GATES = ("soil_survey", "soil_remediation", "soil_plan", "chemical_disposal", "mortgage",
         "listed_no_housing")  # fmt: skip
_SENSITIVE = ("housing", "public_service")


def gates(
    parcels: pd.DataFrame,
    industry_codes: pd.Series,
    route: pd.Series,
    lacking: pd.DataFrame,
    law: Law,
) -> pd.DataFrame:
    """Return what must be settled before a parcel can be put to use again.

    Parameters
    ----------
    parcels : DataFrame
        `distinct.Parcels.table`.
    industry_codes : Series of str
        The class (GB/T 4754—2017) of each parcel's users, joined by ``;`` where there are several;
        categories.
    route : Series of str
        The suggested route.
    lacking : DataFrame
        Per parcel, whether `soil_plan` and `chemical_disposal` are missing (`freed.freed`).
    law : Law
        The enforcement rules in force.

    Returns
    -------
    DataFrame
        `gates` (of `GATES`, joined), `soil_reason` (why a survey is due: ``key_unit``,
        ``sensitive_use``, ``suspected_plot``; ``key_unit_unknown`` where it turns on that),
        `survey_due` (and not done), `survey_unsure`, `over` (the soil is over the limits), `reasons`,
        `parameters`.

        ``soil_survey``
            due and not done: 第67条 (a key unit's land is taken back, transferred, or changes its
            use), 第59条 (housing, public service), 42号令第3条;
        ``soil_remediation``, ``listed_no_housing``
            the survey found the soil over the limits: 第60、61、66条;
        ``soil_plan``
            第22条, of a key unit or where nobody says that it is none;
        ``chemical_disposal``
            《危险化学品安全管理条例》第27条, where the exit lacks the step and nobody waived it.

    """
    surveyed, key = parcels["soil_survey"], parcels["soil_key_unit"]
    is_key = key.fillna(value=False).to_numpy(bool)
    use = parcels["planned_use"]
    event = route.isin(["take_back", "transfer"]).to_numpy()
    event = event | (use.isin(CHANGED_USES).to_numpy())
    sensitive = use.isin(_SENSITIVE).to_numpy()
    routed = (route != "").to_numpy()
    listed = _suspected(industry_codes, law)
    suspected = listed & ((route == "take_back").to_numpy() | sensitive)
    due = {
        "key_unit": event & is_key & law.holds("soil_survey_key_units"),
        "sensitive_use": sensitive & law.holds("soil_survey"),
        "suspected_plot": suspected & law.holds("soil_suspected_survey"),
    }
    unsure = event & key.isna().to_numpy() & law.holds("soil_survey_key_units")
    unsure = unsure & (~np.logical_or.reduce(list(due.values())))
    open_survey = (surveyed.isna() | (surveyed == "none")).to_numpy()
    over = (surveyed == "exceeded").to_numpy() & law.holds("soil_risk_assessment")
    survey_due = open_survey & np.logical_or.reduce(list(due.values()))
    found = {
        "soil_survey": survey_due,
        "soil_remediation": over,
        "soil_plan": lacking["soil_plan"].to_numpy() & (is_key | key.isna().to_numpy()),
        "chemical_disposal": lacking["chemical_disposal"].to_numpy(),
        "mortgage": parcels["mortgaged"].fillna(value=False).to_numpy(bool) & routed,
        "listed_no_housing": over & sensitive,
    }
    rows = {
        "soil_survey_key_units": due["key_unit"], "soil_survey": due["sensitive_use"],
        "soil_suspected_industries": due["suspected_plot"],
        "soil_suspected_survey": due["suspected_plot"], "soil_risk_assessment": over,
        "soil_plan_before_dismantling": found["soil_plan"],
        "hazardous_chemicals_plan": found["chemical_disposal"],
    }  # fmt: skip
    cited = {law.get(name).row_id or name: mask for name, mask in rows.items()}
    return pd.DataFrame(
        {
            "gates": flagged(found),
            "soil_reason": first_of({**due, "key_unit_unknown": unsure & open_survey}),
            "survey_due": survey_due,
            "survey_unsure": unsure & open_survey,
            "over": over,
            "reasons": flagged(
                {
                    "soil_key_unknown": unsure & open_survey,
                    "mortgage_unknown": parcels["mortgaged"].isna().to_numpy() & routed,
                }
            ),
            "parameters": flagged(cited),
        }
    )


def _suspected(industry_codes: pd.Series, law: Law) -> Mask:
    """Return which parcels bear an industry of the list of suspected plots."""
    prefixes = tuple(law.by_code("soil_suspected_industry"))
    told = [
        any(code.startswith(prefixes) for code in text.split(";"))
        for text in industry_codes.cat.categories
    ]
    return np.array([*told, False])[industry_codes.cat.codes.to_numpy()]
