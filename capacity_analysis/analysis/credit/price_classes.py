"""In which class of the rules on power prices an enterprise falls, and for which of its lines.

Differential prices follow the catalogue's classes, the punitive price how far a mandatory limit is
exceeded (electricity-prices ep-001, ep-005).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign.parts_credit import PowerPriceIndustry
from ...standards.document import Confidence, may_decide
from ..ratings import GROUND as RESTRICTED
from .three_valued import YES, Mask, above

ELIMINATION_CLASS, RESTRICTED_CLASS, OVER_LIMIT, NONE = CLASSES = (
    "淘汰类", "限制类", "over_limit", "none",
)  # fmt: skip
_ELIMINATION, _LIMIT = "elimination_list", "over_limit"
# The best rank in `classes` that a finding of each ground can have.
_RANKED = {_ELIMINATION: 0, _LIMIT: 1, RESTRICTED: 2}
_SURE = [mark.value for mark in Confidence if may_decide(mark.value)]
# Restricted equipment whose rating keeps it from being a finding, or that has none.
_RESTRICTED_BESIDES = ["rating_good", "unrated"]


@dataclass(frozen=True)
class Classes:
    """The class of each enterprise.

    Attributes
    ----------
    of_enterprise : array of int
        Place in `CLASSES`, by enterprise code: that of the highest surcharge.
    lines : array of bool
        Whether the class is that of the line, by line code.
    whole : array of bool
        Whether all of the enterprise that runs falls in its class.
    punitive : array of int
        Of a class ``over_limit``, whether the limit is exceeded by more than the multiple
        (`three_valued`); not known where the limit is not above nought.
    unsure : array of bool
        Whether the class, or that there is none, has to be checked.

    """

    of_enterprise: npt.NDArray[np.int64]
    lines: Mask
    whole: Mask
    punitive: npt.NDArray[np.int8]
    unsure: Mask


def industries(
    enterprises: pd.DataFrame, lines: pd.DataFrame, named: Sequence[PowerPriceIndustry]
) -> npt.NDArray[np.int64]:
    """Return the place of each enterprise's industry among those named; -1 where it is in none.

    The first counts whose prefixes the industry code has, or of whose products a line is that has
    not been given up.

    Examples
    --------
    >>> roster = pd.DataFrame({"industry_code": ["3011", "2614"]})
    >>> lines = pd.DataFrame({"enterprise_code": [1], "product_id": "feed", "out_of_operation": None})
    >>> industries(roster, lines, [PowerPriceIndustry(name="水泥", prefixes=("3011",))]).tolist()
    [0, -1]

    """
    code = enterprises["industry_code"].astype("str")
    running = lines[lines["out_of_operation"].isna()]
    product = running["product_id"].astype("str")
    found = np.full(len(enterprises), -1)
    for place, industry in enumerate(named):
        fits = code.str.startswith(industry.prefixes).to_numpy(bool, na_value=False).copy()
        owners = running.loc[product.isin(industry.products), "enterprise_code"]
        fits[owners.to_numpy(np.int64)] = True
        found[fits & (found < 0)] = place
    return found


def classes(
    findings: pd.DataFrame, lines: pd.DataFrame, enterprises: int, multiple: float
) -> Classes:
    """Return in which class each enterprise falls.

    One on the elimination list, else over a limit by more than the multiple, else restricted, else
    over a limit. Devices of no line, and findings of the whole enterprise, concern all of it.

    Parameters
    ----------
    findings : DataFrame
        `ground`, `result`, `reason`, `confidence`, `measured`, `threshold`, `enterprise_code`,
        `line_code`.
    lines : DataFrame
        `enterprise_code`, `out_of_operation`, in the order of the line codes.
    enterprises : int
        How many there are.
    multiple : float
        By how many times its limit a unit energy must exceed it for the punitive price.

    Examples
    --------
    26 against a limit of 12 exceeds it by more than once; 24 by exactly once.

    >>> findings = pd.DataFrame({"ground": "over_limit", "result": "hit", "reason": None,
    ...     "confidence": "verified", "measured": [26.0, 24.0], "threshold": 12.0,
    ...     "enterprise_code": [0, 1], "line_code": [0, 1]})
    >>> lines = pd.DataFrame({"enterprise_code": [0, 1], "out_of_operation": None})
    >>> (classes(findings, lines, 2, 1.0).punitive == YES).tolist()
    [True, False]

    """
    concerned = findings["ground"].isin([_ELIMINATION, RESTRICTED, _LIMIT])
    found = findings[concerned].reset_index(drop=True)
    idle = np.append(lines["out_of_operation"].notna().to_numpy(bool), False)
    found = found[~idle[found["line_code"].to_numpy(np.int64)]]
    sure = (found["result"] == "hit") & found["confidence"].isin(_SURE)
    ground = found["ground"]
    excess = (found["measured"] - found["threshold"]) / found["threshold"].where(
        found["threshold"] > 0
    )
    far = above(excess, multiple)
    by_rating = (ground == RESTRICTED) & found["reason"].isin(_RESTRICTED_BESIDES)
    over = sure & (ground == _LIMIT)
    tests = [
        (sure & (ground == _ELIMINATION)).to_numpy(),
        over.to_numpy() & (far == YES),
        ((sure & (ground == RESTRICTED)) | by_rating).to_numpy(),
        over.to_numpy(),
    ]
    rank = np.select(tests, range(len(tests)), default=len(tests))
    owner, line = (found[f"{unit}_code"].to_numpy(np.int64) for unit in ("enterprise", "line"))
    best = np.full(enterprises, len(tests))
    np.minimum.at(best, owner, rank)
    deciding = (rank == best[owner]) & (rank < len(tests))
    marked = np.zeros(len(lines), dtype=bool)
    marked[line[deciding & (line >= 0)]] = True
    punitive = np.zeros(enterprises, dtype=np.int8)
    np.maximum.at(punitive, owner[deciding], far[deciding])
    unsure = np.zeros(enterprises, dtype=bool)
    unchecked = by_rating & ~found["confidence"].isin(_SURE)
    unsure[owner[deciding & ((found["reason"] == "rating_good") | unchecked).to_numpy()]] = True
    # What may yet prove true leaves a class open that stands below it.
    doubtful = (found["result"].isin(["hit", "review"]) & ~sure & ~by_rating).to_numpy()
    might_be = np.select([(ground == each).to_numpy() for each in _RANKED], list(_RANKED.values()))
    unsure[owner[doubtful & (might_be < best[owner])]] = True
    places = np.array([CLASSES.index(name) for name in
                       (ELIMINATION_CLASS, OVER_LIMIT, RESTRICTED_CLASS, OVER_LIMIT, NONE)])  # fmt: skip
    return Classes(
        of_enterprise=places[best],
        lines=marked,
        whole=_whole(lines, marked, owner[deciding & (line < 0)], enterprises),
        punitive=punitive,
        unsure=unsure,
    )


def _whole(
    lines: pd.DataFrame, marked: Mask, all_of_it: npt.NDArray[np.int64], enterprises: int
) -> Mask:
    running = lines["out_of_operation"].isna().to_numpy(bool)
    owner = lines["enterprise_code"].to_numpy(np.int64)
    others = np.bincount(owner[running & ~marked], minlength=enterprises)
    whole: Mask = others == 0
    whole[all_of_it] = True
    return whole
