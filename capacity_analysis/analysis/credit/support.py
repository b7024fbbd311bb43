"""Which support contradicts the plan, and who can withdraw it (plan 三（一）)."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd

from ...campaign.parts_credit import SupportRule
from ..texts import as_texts
from .three_valued import Mask, first_of, joined

COLUMNS = ("enterprise_id", "measure", "kind", "document_no", "level", "amount_10k_cny", "verdict",
           "why", "clause", "source_cell", "reason")  # fmt: skip


def verdicts(
    measures: pd.DataFrame,
    rule: SupportRule,
    *,
    energy_intensive: Mask,
    exiting: Mask,
    eliminated: Mask,
    as_of: dt.date,
) -> pd.DataFrame:
    """Return what is to become of each measure of support.

    Support of the plan's `kinds` for an enterprise that is energy intensive, leaves or has left, or
    is on the elimination list is to be withdrawn: by the county where the county laid it down, else
    by proposal to whoever did. Of a measure whose level is not known the county can only propose.

    Parameters
    ----------
    measures : DataFrame
        The ledger's: `enterprise_id`, `enterprise_code`, `measure`, `kind`, `document_no`, `level`,
        `amount_10k_cny` (a year), `ends_on` (its last day), `cleared_on`, `source_cell`.
    rule : SupportRule
        The campaign's.
    energy_intensive, exiting, eliminated : array of bool
        By enterprise code.
    as_of : date
        The day.

    Returns
    -------
    DataFrame
        `COLUMNS`: `verdict` (``cleared``: withdrawn already; ``ended``; ``keep``: support of the exit
        or of an upgrade; ``clear_by_county``; ``propose_to_higher``; ``not_concerned``), `why` (ids
        joined by ``;``: ``energy_intensive``, ``exiting``, ``eliminated``), `reason`
        (``level_missing``).

    Examples
    --------
    >>> rule = SupportRule(kinds=("subsidy",), clause="三（一）", source="plan")
    >>> measures = pd.DataFrame({"enterprise_id": "A", "enterprise_code": 0, "measure": "奖补",
    ...     "kind": "subsidy", "document_no": None, "level": ["county", "province"],
    ...     "amount_10k_cny": 5.0, "ends_on": pd.NaT, "cleared_on": pd.NaT, "source_cell": "A2"})
    >>> yes, no = np.array([True]), np.array([False])
    >>> found = verdicts(measures, rule, energy_intensive=no, exiting=yes, eliminated=no,
    ...     as_of=dt.date(2022, 9, 10))
    >>> found[["verdict", "why"]].values.tolist()
    [['clear_by_county', 'exiting'], ['propose_to_higher', 'exiting']]

    """
    day, owner = pd.Timestamp(as_of), measures["enterprise_code"].to_numpy(np.int64)
    kind, level = as_texts(measures["kind"]), as_texts(measures["level"])
    why = {
        "energy_intensive": rule.energy_intensive & energy_intensive[owner],
        "exiting": rule.exiting & exiting[owner],
        "eliminated": rule.exiting & eliminated[owner],
    }
    contradicts = kind.isin(rule.kinds).to_numpy(bool) & np.logical_or.reduce(list(why.values()))
    own = level.isin(rule.own_levels).to_numpy(bool)
    verdict = first_of(
        {
            "cleared": (measures["cleared_on"] <= day).to_numpy(bool),
            "ended": (measures["ends_on"] < day).to_numpy(bool),
            "keep": kind.isin(rule.kept).to_numpy(bool),
            "clear_by_county": contradicts & own,
            "propose_to_higher": contradicts,
        },
        otherwise="not_concerned",
    )
    unknown = (verdict == "propose_to_higher").to_numpy() & level.isna().to_numpy()
    return pd.DataFrame(
        {
            "enterprise_id": measures["enterprise_id"].astype("str").array,
            "measure": measures["measure"].astype("str").array,
            "kind": kind.array,
            "document_no": measures["document_no"].astype("str").array,
            "level": level.array,
            "amount_10k_cny": measures["amount_10k_cny"].to_numpy(float),
            "verdict": verdict,
            "why": joined(why),
            "clause": pd.Series(rule.clause, index=verdict.index, dtype="str"),
            "source_cell": measures["source_cell"].astype("str").array,
            "reason": first_of({"level_missing": unknown}),
        }
    )
