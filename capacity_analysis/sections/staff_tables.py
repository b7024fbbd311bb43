"""What the page on workers stands on: who is to leave, tables as they may be published, and words.

A number of so few people that they could be known is never on the page, nor is one from which it
could be subtracted: sections write what `published` leaves, and add nothing up.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from ..assessment.exposure_words import quarter, setting
from ..campaign import Department
from ..ledger import registry
from ..text import _
from .numbers import listed, quantity
from .units import split
from .view import IndustryView

ROUTES = ("transfer", "inner_retirement", "retirement", "severance", "dispatched")
UNCAPPED = "＊"  # the mark of a sum that could not be held against three times the average wage
WAGE = "avg_annual_wage"  # what the parameters of average wages begin with
_ROUNDED_FROM = 1_000_000  # yuan: from here on sums are told in whole 10,000
_STEP = 10_000


def published(view: IndustryView, table: str) -> pd.DataFrame:
    """Return a table without the numbers that may not be published."""
    return view.published[table]


def of_leavers(view: IndustryView, table: str) -> pd.DataFrame:
    """Return the rows of a table on enterprises that are of these, as they may be published."""
    own = view.enterprises[["enterprise_id", "name", "township"]]
    frame = published(view, table).drop(columns=["township"], errors="ignore")
    return frame.merge(own.rename(columns={"name": "enterprise_name"}), on="enterprise_id")


def leavers(view: IndustryView) -> pd.DataFrame:
    """Return the enterprises that are to leave, as a whole or in part, and have not left yet."""
    done = [one.id for one in view.assessment.campaign.dispositions if one.done]
    suggested = view.of_enterprises("enterprise_dispositions")
    leaves = suggested["extent"].isin(["whole", "part"]) & ~suggested["disposition"].isin(done)
    return suggested[leaves].reset_index(drop=True)


def staff(view: IndustryView) -> pd.DataFrame:
    """Return the cohorts of these enterprises that leave: to count nothing, for words alone."""
    cohorts = view.of_enterprises("staff")
    return cohorts[cohorts["exposure"].isin(["whole", "line"])]


def without_cohorts(view: IndustryView) -> pd.DataFrame:
    """Return the enterprises that are to leave without a cohort of what leaves in the ledger."""
    leaving = leavers(view)
    if leaving.empty:
        return leaving
    known = staff(view)["enterprise_id"]
    return leaving[~leaving["enterprise_id"].isin(known)]


def cells(view: IndustryView) -> pd.DataFrame:
    """Return the industry's cells of `staff_cells`: all, by route, and by quarter."""
    table = published(view, "staff_cells")
    return table[(table["scope"] == "industry") & (table["key"] == view.industry_id)]


def whole(view: IndustryView) -> Any:
    """Return the cell of all staff that leave, None where there is none."""
    table = cells(view)
    found = table[(table["quarter"] == "") & (table["route"] == "")]
    return next(found.itertuples(index=False), None)


def supplier(view: IndustryView, kind: str = "workforce") -> Department:
    """Return the department that supplies a kind of data."""
    campaign = view.assessment.campaign
    return campaign.departments[getattr(campaign.suppliers, kind)]


def no_data(view: IndustryView, what: str, kind: str = "workforce") -> str:
    """Return that something is not known, and who has it."""
    template = _("无数据（缺：{department}{what}）")
    return template.format(department=supplier(view, kind).label, what=what)


def hidden() -> str:
    """Return what stands for a number that may not be published."""
    return _("不公开")


def why_hidden() -> str:
    """Return the note under a table with numbers that may not be published."""
    template = _(
        "“不公开”的人数不足{fewest}人，或者能由它推算出不足{fewest}人的数，有关金额一并不公开。"
    )
    return template.format(fewest=registry().disclosure.least_persons)


def notes_on_hidden(rows: pd.DataFrame) -> list[str]:
    """Return the note on hidden numbers where a table has one."""
    away = rows["hidden"] | rows["costs_hidden"] if "costs_hidden" in rows else rows["hidden"]
    return [why_hidden()] if away.any() else []


def people(count: float) -> str:
    """Return a number of people; a dash where it is missing.

    Examples
    --------
    >>> people(212.0), people(float("nan"))
    ('212人', '—')

    """
    return quantity(count if pd.isna(count) else round(count), "person")


def money(cny: float) -> str:
    """Return a sum of money, no more precise than an estimate is.

    Examples
    --------
    >>> money(14_604_500.0), money(96_400.0), money(float("nan"))
    ('1460万元', '9.6万元', '无数据')

    """
    if pd.isna(cny):
        return _("无数据")
    return quantity(_STEP * round(cny / _STEP) if cny >= _ROUNDED_FROM else round(cny), "cny")


def span(low: float, high: float, written: Any) -> str:
    """Return a range, each end written by `written`; a dash where it has no width.

    Examples
    --------
    >>> span(206, 218, people), span(5, 5, people), span(float("nan"), 5.0, people)
    ('206人—218人', '—', '—')

    """
    if pd.isna(low) or pd.isna(high):
        return "—"
    ends = [written(low), written(high)]
    return "—" if ends[0] == ends[1] else "—".join(ends)


def with_span(central: float, low: float, high: float, written: Any) -> str:
    """Return a number with its range in brackets where it has one.

    Examples
    --------
    >>> with_span(212, 206, 218, people), with_span(5, 5, 5, people)
    ('212人（206人—218人）', '5人')

    """
    between = span(low, high, written)
    if between == "—":
        return str(written(central))
    return _("{central}（{between}）").format(central=written(central), between=between)


def uncapped_enterprises(view: IndustryView) -> set[str]:
    """Return the enterprises with a severance that could not be held against the cap."""
    cohorts = staff(view)
    return set(cohorts.loc[cohorts["cap_state"] == "unknown", "enterprise_id"])


def why_uncapped() -> str:
    """Return the note on sums that are marked for not being held against the cap."""
    text = _("{mark}没有当地上年度平均工资，未计三倍封顶，工资高的职工的经济补偿可能偏高。")
    return text.format(mark=UNCAPPED)


def missing_settings(cohorts: pd.DataFrame) -> list[str]:
    """Return the values of the region that the sums lack, each once, by id."""
    held = (each for joined in cohorts["settings_missing"] for each in split(joined))
    return sorted(set(held))


def settings_in_words(ids: Iterable[str]) -> str:
    """Return values that are not on file, in words."""
    return listed(map(setting, ids))


def quarter_name(text: object) -> str:
    """Return a quarter in words; that it is not known where the day of the exit is not.

    Examples
    --------
    >>> quarter_name("2023Q1"), quarter_name(None)
    ('2023年第一季度', '退出日期未定')

    """
    return quarter(text) or _("退出日期未定")
