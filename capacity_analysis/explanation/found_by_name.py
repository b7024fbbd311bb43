"""Find the group of workers or the parcel that somebody names."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ..assessment import Assessment
from ..errors import UsageError
from ..ledger.registry import fold
from ..text import _

_NEAR = 5  # names that a message offers
_LEAST_SCORE = 50


def find_cohort(assessment: Assessment, owner: str, cohort: str) -> int:
    """Return the position in the table `staff` of a group of workers.

    Parameters
    ----------
    assessment : Assessment
        Whose table.
    owner : str
        Id, credit code, name or part of the name of the enterprise; or ``企业/生产线`` where a group
        has the same number on several lines.
    cohort : str
        The group's number.

    Raises
    ------
    UsageError
        If there is no such group (the message offers near ones), or several (it lists them).

    """
    staff, roster = assessment["staff"], assessment["enterprises"]
    of = roster.iloc[staff["enterprise_code"]]
    texts = pd.DataFrame(
        {
            "name": of["name"].astype("str").to_numpy(),
            "id": staff["enterprise_id"].astype("str").to_numpy(),
            "uscc": of["uscc"].astype("str").fillna("").to_numpy(),
            "line": staff["line_id"].astype("str").fillna("").to_numpy(),
            "cohort": staff["cohort"].astype("str").to_numpy(),
        }
    )
    shown = (texts["name"] + "/" + texts["line"]).str.rstrip("/") + " " + texts["cohort"]
    folded = texts.map(fold)
    name, _slash, line = owner.partition("/")
    within = _owned(folded, fold(name))
    if line:
        within &= folded["line"] == fold(line)
    found = (within & (folded["cohort"] == fold(cohort))).to_numpy().nonzero()[0]
    if len(found) == 1:
        return int(found[0])
    if len(found):
        listed = shown.iloc[found].to_list()
        message = _("叫“{name}”的职工分组有{count}个，请写成 企业/生产线 --cohort 组号：\n{listed}")
        raise UsageError(message.format(name=cohort, count=len(found), listed=_listed(listed)))
    message = _("台账里没有“{owner}”的职工分组“{name}”。").format(owner=owner, name=cohort)
    known = shown[within] if within.any() else shown
    raise UsageError(message + _near(f"{owner} {cohort}", known.to_list()))


def _owned(folded: pd.DataFrame, name: str) -> pd.Series:
    exact = (folded[["name", "id", "uscc"]] == name).any(axis="columns")
    return exact if exact.any() else folded["name"].str.contains(name, regex=False)


def find_parcel(assessment: Assessment, parcel_no: str) -> int:
    """Return the position in the table `parcels` of a parcel by its number.

    Raises
    ------
    UsageError
        If there is no such parcel; the message offers near ones.

    Examples
    --------
    >>> from capacity_analysis import assess, paths, read_ledger
    >>> assessment = assess(read_ledger(paths.sample_ledger()))
    >>> number = assessment["parcels"]["parcel_no"].iloc[3]
    >>> find_parcel(assessment, number)
    3

    """
    known = assessment["parcels"]["parcel_no"].astype("str")
    found = (known.map(fold) == fold(parcel_no)).to_numpy().nonzero()[0]
    if len(found):
        return int(found[0])
    message = _("台账里没有宗地“{name}”。").format(name=parcel_no)
    raise UsageError(message + _near(parcel_no, known.to_list()))


def _near(wanted: str, shown: Sequence[str]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extract(
        wanted, shown, scorer=fuzz.WRatio, limit=_NEAR, score_cutoff=_LEAST_SCORE
    )
    offered = [text for text, _score, _at in near] or list(shown[:_NEAR])
    return _("相近的有：\n{listed}").format(listed=_listed(offered)) if offered else ""


def _listed(names: Sequence[str]) -> str:
    return "\n".join(f"  {each}" for each in names)
