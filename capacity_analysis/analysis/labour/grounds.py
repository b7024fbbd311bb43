"""On which ground of 《劳动合同法》 the contracts of a group of workers end, and what it asks for.

A ground that the resettlement plan names counts, but for that of an employer that closes where this one
goes on. Else the whole employer's leaving ends contracts
under 第四十四条第五项, whose severance is that of 第四十六条第六项; where only a line stops, it is the
lay-off of 第四十一条 from its number or share of staff on, and 第四十条第三项 below it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from .parameters import LabourLaw, Mask, Places

_NO = "否"
DISPATCHED = "dispatched"


@dataclass(frozen=True)
class Ground:
    """A ground: its article, that of its severance, and the code of the rows on severance."""

    article: str
    severance_article: str
    code: str


GROUNDS: dict[str, Ground] = {
    "closure": Ground("44(5)", "46(6)", "44(5)"),
    "bankruptcy": Ground("44(4)", "46(6)", "44(4)"),
    "line_stopped": Ground("40(3)", "46(3)", "40"),
    "mass_layoff": Ground("41", "46(4)", "41"),
    "agreement": Ground("36", "46(2)", "36"),
    "expiry": Ground("44(1)", "46(5)", "44(1)"),
}
_NAMES = (*GROUNDS, DISPATCHED)
# Whom 第四十二条 protects can't be ended under these; it doesn't bar 第四十四条第四、五项.
BARRED_BY_ARTICLE_42 = ("line_stopped", "mass_layoff")
_OF_EMPLOYER = ("closure", "bankruptcy")


def mass_layoff(leaving: pd.Series, staff: pd.Series, law: LabourLaw) -> pd.DataFrame:
    """Return whether a lay-off is so large that 《劳动合同法》第四十一条 governs it.

    Twenty people, or a tenth of the staff, are enough; both numbers are rows of the law and count
    themselves. The procedure is thirty days' explanation to the union or all staff, and a report to
    the labour authority; it is no ground: that takes one of the article's four circumstances.

    Parameters
    ----------
    leaving, staff : Series of float
        Heads whose contracts end and all heads of each enterprise, without dispatched workers, whose
        employer is another. Missing where unknown.
    law : LabourLaw
        On the exit day of each enterprise.

    Returns
    -------
    DataFrame
        `share` (0 to 1), `trigger` (``headcount``, ``share``, ``both`` or ``none``; missing where
        unknown), `explanation_days`, and the columns `parameters.NOTES`.

    Examples
    --------
    >>> rows = pd.DataFrame({"parameter": ["mass_layoff_headcount_trigger",
    ...     "mass_layoff_share_trigger"], "value": [20, 0.1]}).assign(row_id="lab", code="",
    ...     value_text="", effective_from="", effective_to="", jurisdiction="000000",
    ...     confidence="verified")
    >>> from .parameters import on
    >>> law = on(rows, pd.to_datetime(["2022-12-31"] * 3), ("000000",))
    >>> size = mass_layoff(pd.Series([20, 19, 19]), pd.Series([201, 190, 191]), law)
    >>> size["trigger"].tolist()
    ['headcount', 'share', 'none']

    """
    least = law.find("mass_layoff_headcount_trigger")
    least_share = law.find("mass_layoff_share_trigger")
    days = law.find("mass_layoff_consultation_days")
    heads, all_heads = leaving.to_numpy(np.float64), staff.to_numpy(np.float64)
    share = np.divide(heads, all_heads, out=np.full(len(heads), np.nan), where=all_heads > 0)
    # The same whether or not the share is known: it can only add to the number of heads.
    many, large = heads >= least.each, share >= least_share.each
    known = ~(np.isnan(heads) | np.isnan(least.each)) & (
        many | ~(np.isnan(share) | np.isnan(least_share.each))
    )
    words: list[Any] = [None, "both", "headcount", "share", "none"]
    trigger = np.select([~known, many & large, many, large], words[:-1], words[-1])
    due = known & (many | large)
    notes = law.notes(
        [(least, None), (least_share, None), (days, due)],
        {"layoff_size_unknown": ~known & law.dated},
    )
    told = {
        "share": share,
        "trigger": pd.Series(trigger, dtype="str"),
        "explanation_days": np.where(due, days.each, np.nan),
    }
    return pd.DataFrame(told).join(notes)


def applies(staff: pd.DataFrame, law: LabourLaw, circumstance: str) -> pd.DataFrame:
    """Return the ground on which the contracts of each group of workers end.

    Parameters
    ----------
    staff : DataFrame
        Groups of workers: `exposure` (``whole``, ``line``, ``shared`` or ``none``), `exit_ground`
        (that of the resettlement plan, or missing), `contract`, `enterprise_leaving` and
        `enterprise_staff` (heads of the enterprise, as for `mass_layoff`), `pay_cny_month` (yuan).
    law : LabourLaw
        On the exit day of each group.
    circumstance : str
        The circumstance of 第四十一条 that the plan rests on, empty where it names none; without one
        a lay-off has no ground on file.

    Returns
    -------
    DataFrame
        `ground` (missing for who stays), `article`, `severance_article`, `severance_due`
        (第四十六条), `in_lieu_cny` (yuan per person: pay in lieu of the thirty days' notice of
        第四十条, the average pay standing for last month's; 0 where none is owed),
        `art_42_applies`, and the columns `parameters.NOTES`. A dispatched worker's contract is with
        another employer: nothing is owed here.
    """
    size = mass_layoff(staff["enterprise_leaving"], staff["enterprise_staff"], law)
    trigger = size["trigger"].fillna("unknown")
    codes = _grounds(staff, law.dated, trigger.isin(["unknown", "none"]).to_numpy())
    of = {each: codes == code for code, each in enumerate(_NAMES)}
    dues = {each: law.find("severance_due", GROUNDS[each].code) for each in GROUNDS}
    stopped, laid_off = of["line_stopped"], of["mass_layoff"]
    notice, months = law.find("notice_days_art40"), law.find("pay_in_lieu_of_notice_art40")
    sizes = [law.find(f"mass_layoff_{each}_trigger") for each in ("headcount", "share")]
    circumstances = law.find("mass_layoff_circumstances")
    notes = law.notes(
        [
            *((found, of[each]) for each, found in dues.items()),
            *((found, stopped) for found in (notice, months)),
            *((found, stopped | laid_off) for found in sizes),
            (circumstances, laid_off),
        ],
        {
            "no_layoff_circumstance": laid_off & (not circumstance),
            "below_layoff_trigger": laid_off & (trigger == "none").to_numpy(),
            "layoff_procedure_due": stopped & ~trigger.isin(["none", "unknown"]).to_numpy(),
            "layoff_size_unknown": (stopped | laid_off) & (trigger == "unknown").to_numpy(),
            "pay_missing": stopped & staff["pay_cny_month"].isna().to_numpy(),
            "closure_of_line_only": (stopped | laid_off) & _of_employer(staff),
            "dispatched": of[DISPATCHED],
        },
    )
    in_lieu = np.where(stopped, months.each * staff["pay_cny_month"].to_numpy(np.float64), 0.0)
    # Where no row says that none is owed, it is not taken to be none.
    owed = [of[each] & (found.text != _NO) for each, found in dues.items()]
    return pd.DataFrame(
        {
            "ground": _words([*_NAMES, None], codes),
            "article": _words([*(each.article for each in GROUNDS.values()), "", None], codes),
            "severance_article": _words(
                [*(each.severance_article for each in GROUNDS.values()), "", None], codes
            ),
            "severance_due": np.logical_or.reduce(owed),
            "in_lieu_cny": np.where(codes >= 0, in_lieu, np.nan),
            "art_42_applies": np.logical_or.reduce([of[each] for each in BARRED_BY_ARTICLE_42]),
        }
    ).join(notes)


def _grounds(staff: pd.DataFrame, dated: Mask, small: Mask) -> Places:
    """Return the place of each group's ground: the plan's, else by what closes and how many go."""
    whole, line = ((staff["exposure"] == each).to_numpy(bool) for each in ("whole", "line"))
    given = pd.Categorical(staff["exit_ground"], categories=list(GROUNDS)).codes
    # 第四十四条第四、五项 take an employer that ends: one that goes on may not use them to end the
    # contracts of whom 第四十二条 protects.
    given = np.where(line & _of_employer(staff), -1, given)
    dispatched = (staff["contract"] == DISPATCHED).to_numpy(bool)
    closure, stopped, laid_off, other = (
        np.array(_NAMES.index(each))
        for each in ("closure", "line_stopped", "mass_layoff", DISPATCHED)
    )
    cases = [~((whole | line) & dated), dispatched, given >= 0, whole, small]
    codes = np.select(cases, [np.array(-1), other, given, closure, stopped], laid_off)
    return np.asarray(codes, dtype=np.int64)


def _of_employer(staff: pd.DataFrame) -> Mask:
    """Say where the plan names the ground of an employer that ends."""
    return staff["exit_ground"].isin(_OF_EMPLOYER).to_numpy(bool)


def _words(words: list[str | None], codes: Places) -> pd.Series:
    """Return the word of each ground; the last one where there is none."""
    return pd.Series(pd.array(words, dtype="str").take(codes % len(words)), dtype="str")
