"""When workers reach the statutory age of retirement, by the rule in force in that month.

A month of birth, sex and post give the old age of 国发〔1978〕104号. Whoever reaches it before the
decision of 2024 is in force retires then; whoever reaches it later is delayed: a month for every step
of months since, counted from one, up to a cap. Steps, caps and ages are rows of the law. Special posts
have their own ages, and no row delays them; who is in one may ask to retire then, and must at the age of
other posts alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from .parameters import Days, LabourLaw, Mask, Numbers, Used
from .service import band

Months = npt.NDArray[np.datetime64]
Codes = npt.NDArray[np.int8]
_YEAR = 12
_LEAST = "least_contribution_years"


@dataclass(frozen=True)
class _Category:
    """The parameters of the workers of one sex and post; without a delay where no row sets one."""

    age: str
    step: str = ""
    cap: str = ""


CATEGORIES = {
    "men": _Category("statutory_retirement_age_men", "retirement_step_months_men",
                     "retirement_delay_cap_men"),
    "women55": _Category("statutory_retirement_age_women_cadre", "retirement_step_months_women55",
                         "retirement_delay_cap_women55"),
    "women50": _Category("statutory_retirement_age_women_worker", "retirement_step_months_women50",
                         "retirement_delay_cap_women50"),
    "special_men": _Category("early_retirement_special_work_men"),
    "special_women": _Category("early_retirement_special_work_women"),
}  # fmt: skip


_NAMES = tuple(CATEGORIES)


def category(sex: pd.Series, post: pd.Series) -> Codes:
    """Return the place of each group in `CATEGORIES`; -1 where sex or post is missing.

    All men retire alike, women by their post.

    Examples
    --------
    >>> codes = category(pd.Series(["male", "female", None]), pd.Series(["cadre", "cadre", "special"]))
    >>> [list(CATEGORIES)[code] for code in codes[:2]], int(codes[2])
    (['men', 'women55'], -1)

    """
    man, special, cadre = (
        (column == word).to_numpy(bool)
        for column, word in ((sex, "male"), (post, "special"), (post, "cadre"))
    )
    unknown = (sex.isna() | post.isna()).to_numpy(bool)
    names = ["special_men", "men", "special_women", "women55"]
    codes = [-1, *(_NAMES.index(name) for name in names)]
    cases = [unknown, man & special, man, special, cadre]
    return np.select(cases, codes, _NAMES.index("women50")).astype(np.int8)


def statutory_months(born: Months, categories: Codes, law: LabourLaw) -> tuple[Months, Numbers]:
    """Return the month in which each worker reaches the statutory age, and its delay in months.

    Parameters
    ----------
    born : array of month
        Months of birth.
    categories : array of int
        Those of `category`.
    law : LabourLaw
        Rows of all dates: the month of retirement decides, not the day of exit.

    Examples
    --------
    >>> rows = pd.DataFrame({"parameter": ["statutory_retirement_age_men"] +
    ...     ["retirement_step_months_men", "retirement_delay_cap_men"], "value": [60.0, 4, 36],
    ...     "effective_from": ["1978-06-02", "2025-01-01", "2025-01-01"]}).assign(row_id="lab",
    ...     code="", value_text="", effective_to="", jurisdiction="000000", confidence="verified")
    >>> from .parameters import on
    >>> law = on(rows, pd.to_datetime(["2022-12-31"]), ("000000",))
    >>> born = np.array(["1964-12", "1965-01", "1965-05"], dtype="datetime64[M]")
    >>> month, delay = statutory_months(born, np.zeros(3, np.int8), law)
    >>> month.astype(str).tolist(), delay.tolist()
    (['2024-12', '2025-02', '2025-07'], [0.0, 1.0, 2.0])

    """
    born = born.astype("datetime64[M]")
    reached, delay = np.full(len(born), np.datetime64("NaT", "M")), np.full(len(born), np.nan)
    for code, name in enumerate(_NAMES):
        of = categories == code
        age, step, cap, start = _rule(name, law)
        if np.isnan(age):
            continue
        old = born[of] + int(age * _YEAR)
        since = np.where(np.isnat(old), 0, (old - start).astype(np.int64) + 1)
        late = np.where(since > 0, np.minimum(np.ceil(since / step), cap), 0.0)
        reached[of], delay[of] = old + late.astype(np.int64), np.where(np.isnat(old), np.nan, late)
    return reached, delay


def _rule(name: str, law: LabourLaw) -> tuple[float, float, float, np.datetime64]:
    """Return the old age, the step, the cap and the first month of the delay of a category."""
    told = CATEGORIES[name]
    age, step, cap = (law.last(each) for each in (told.age, told.step, told.cap))
    old = np.nan if age is None else age.value
    if step is None or cap is None:
        return old, 1.0, 0.0, np.datetime64("9999-12", "M")
    return old, step.value, cap.value, step.first.astype("datetime64[M]")


def share_reached(staff: pd.DataFrame, law: LabourLaw, within_months: Numbers) -> Numbers:
    """Return which part of each band's months of birth reach the age within months of the exit.

    Parameters
    ----------
    staff : DataFrame
        `sex`, `post`, `born_from`, `born_to` (days).
    law : LabourLaw
        On the exit day of each group.
    within_months : array of float
        0 counts those who have reached it in the month of exit.

    Returns
    -------
    array of float
        From 0 to 1: births are taken to be spread evenly over the band.

    """
    first, last = born(staff)
    categories = category(staff["sex"], staff["post"])
    known = ~(np.isnat(first) | ~law.dated | np.isnan(within_months))
    share = np.full(len(staff), np.nan)
    if not known.any():
        return share
    until = np.where(
        known, law.day.astype("datetime64[M]").astype(np.int64) + np.nan_to_num(within_months), 0
    )
    births = np.arange(first[known].min(), last[known].max() + 1)
    for code in range(len(_NAMES)):
        of = known & (categories == code)
        months, _ = statutory_months(births, np.full(len(births), code, dtype=np.int8), law)
        if np.isnat(months).any() or not of.any():
            continue
        # A later birth never means an earlier retirement, so that the months are in order.
        reached = np.searchsorted(months.astype(np.int64), until[of], side="right")
        begin = (first[of] - births[0]).astype(np.int64)
        size = (last[of] - first[of]).astype(np.int64) + 1
        share[of] = np.clip((reached - begin) / size, 0.0, 1.0)
    return share


def born(staff: pd.DataFrame) -> tuple[Months, Months]:
    """Return the first and last month of birth of each group."""
    first, last = band(staff["born_from"], staff["born_to"])
    return first.astype("datetime64[M]"), last.astype("datetime64[M]")


def heads(
    headcount: pd.Series, share: npt.ArrayLike, sure: npt.ArrayLike | None = None
) -> pd.DataFrame:
    """Return how many of each group a share of its months of birth stands for.

    Parameters
    ----------
    headcount : Series
        Heads of each group.
    share : array of float
        From 0 to 1.
    sure : array of float, optional
        The share about which nothing is open, where that is less.

    Returns
    -------
    DataFrame
        `low` (all or nobody: who is sure), `central` (the share, rounded) and `high` (whoever may).

    Examples
    --------
    >>> heads(pd.Series([10, 10, 10]), [0.0, 0.25, 1.0]).values.tolist()
    [[0.0, 0.0, 0.0], [0.0, 2.0, 10.0], [10.0, 10.0, 10.0]]

    """
    people, part = headcount.to_numpy(np.float64), np.asarray(share, dtype=np.float64)
    unknown = np.isnan(part)
    certain = part if sure is None else np.asarray(sure, dtype=np.float64)
    told = {
        "low": np.where(certain >= 1, people, 0.0),
        "central": np.rint(people * part),
        "high": np.where(part > 0, people, 0.0),
    }
    return pd.DataFrame({name: np.where(unknown, np.nan, each) for name, each in told.items()})


def months(staff: pd.DataFrame, law: LabourLaw) -> pd.DataFrame:
    """Return when each group of workers reaches the statutory age, and how far off that is.

    Parameters
    ----------
    staff : DataFrame
        `sex`, `post`, `born_from`, `born_to` (days; without the second all in the first's month).
    law : LabourLaw
        On the exit day of each group.

    Returns
    -------
    DataFrame
        `retires_from`, `retires_to` (``2031-05``), `months_left` with ``_low``, ``_central`` and
        ``_high`` (from the month of exit; 0 and below: reached, and 第四十四条第二项 ends the contract
        without severance), `retired_share` (0 to 1), `retired_sure` (the share of who is past it on
        the day of exit for sure: by the age of other posts, and not born in that month, unless it is over),
        `least_contribution_years` (for a pension, in the month `retires_to`), `special`,
        `ordinary_left_low` and `ordinary_left_high` (months to the age without a special post), and
        the columns `parameters.NOTES`.
    """
    first, last = born(staff)
    categories = category(staff["sex"], staff["post"])
    middle = first + (last - first) // 2
    ends = [statutory_months(each, categories, law) for each in (first, middle, last)]
    exit_month = law.day.astype("datetime64[M]")
    told: dict[str, object] = {
        "retires_from": _iso(ends[0][0]),
        "retires_to": _iso(ends[2][0]),
    }
    for case, (month, _) in zip(("low", "central", "high"), ends, strict=True):
        told[f"months_left_{case}"] = _left(month, exit_month)
    ordinary = staff.assign(post=staff["post"].astype("str").replace("special", "worker"))
    plain = category(ordinary["sex"], ordinary["post"])
    late = [statutory_months(each, plain, law) for each in (first, last)]
    for case, (month, _) in zip(("low", "high"), late, strict=True):
        told[f"ordinary_left_{case}"] = _left(month, exit_month)
    told["retired_share"] = share_reached(staff, law, np.zeros(len(staff)))
    told["retired_sure"] = share_reached(ordinary, law, month_over(law.day) - 1.0)
    told["least_contribution_years"] = least_contribution(ends[2][0], law)[_LEAST]
    special = (staff["post"] == "special").to_numpy(bool)
    told["special"] = special
    notes = law.notes(
        [
            *_used(law, categories, ends[2][1] > 0),
            *_used(law, plain, special & (late[1][1] > 0), special),
        ],
        {
            "born_missing": law.dated & np.isnat(first),
            "sex_or_post_missing": law.dated & (categories < 0),
            "special_post_recalled": law.dated & special,
        },
    )
    return pd.DataFrame(told).join(notes)


def least_contribution(retires: Months | pd.Series, law: LabourLaw) -> pd.DataFrame:
    """Return for how many years contributions must have been paid for a pension from each month.

    Parameters
    ----------
    retires : array of month, or Series of str
        Months of retirement (``2031-05``), missing where unknown.
    law : LabourLaw
        Rows of all dates: the month of retirement decides.

    Returns
    -------
    DataFrame
        `least_contribution_years` and the columns `parameters.NOTES`. The notes of `months` leave
        these rows out: no sum rests on them.

    Examples
    --------
    >>> rows = pd.DataFrame({"row_id": ["lab-138"], "parameter": "pension_min_contribution_years",
    ...     "code": "", "value": 16.0, "value_text": "", "effective_from": "2031-01-01",
    ...     "effective_to": "2031-12-31", "jurisdiction": "000000", "confidence": "verified"})
    >>> from .parameters import on
    >>> law = on(rows, pd.to_datetime(["2022-12-31"]), ("000000",))
    >>> least_contribution(pd.Series(["2031-05"]), law)[["least_contribution_years"]].values.tolist()
    [[16.0]]

    """
    months = retires if isinstance(retires, np.ndarray) else pd.DatetimeIndex(retires).to_numpy()
    later = law.moved(months.astype("datetime64[M]").astype("datetime64[D]"))
    found = later.find("pension_min_contribution_years")
    return pd.DataFrame({_LEAST: found.each}).join(later.notes([(found, None)], {}))


def month_over(day: Days) -> Numbers:
    """Return 1 where a day is the last of its month, else 0.

    Examples
    --------
    >>> month_over(np.array(["2022-09-30", "2022-09-10"], dtype="datetime64[D]")).tolist()
    [1.0, 0.0]

    """
    next_day = day + np.timedelta64(1, "D")
    over = next_day.astype("datetime64[M]") != day.astype("datetime64[M]")
    return np.where(over, 1.0, 0.0)


def _left(month: Months, exit_month: Months) -> Numbers:
    """Return the months from that of the exit to another; missing where either is."""
    unknown = np.isnat(month) | np.isnat(exit_month)
    return np.where(unknown, np.nan, (month - exit_month).astype(np.float64))


def _used(
    law: LabourLaw, categories: Codes, delayed: Mask, whose: Mask | None = None
) -> list[Used]:
    """Return what was read for each category; steps and caps only for who is delayed."""
    used: list[Used] = []
    for code, told in enumerate(CATEGORIES.values()):
        of = (categories == code) & (True if whose is None else whose)
        used.append((law.latest(told.age), of))
        if told.step:
            used += [(law.latest(each), of & delayed) for each in (told.step, told.cap)]
    return used


def _iso(month: Months) -> pd.Series:
    """Return months as text; each distinct one is written once."""
    place, distinct = pd.factorize(month.astype("datetime64[s]"))
    names = pd.array([*np.asarray(distinct).astype("datetime64[M]").astype(str), None], dtype="str")
    return pd.Series(names.take(np.where(place < 0, len(distinct), place)), dtype="str")
