"""What is judged as one: a line, a device without a line, an enterprise without either; on every ground.

A finding on a whole enterprise stands for each of its units, one on a device for the line that the
device belongs to.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from ..campaign import Ground
from ..text import _
from .view import IndustryView

# The gravest first: what several findings on one ground say together.
PRECEDENCE = ("hit", "review", "undecided", "clear", "none")

SYMBOLS = {"hit": "▲", "review": "△", "undecided": "?", "clear": "○", "none": "–"}


def units(view: IndustryView) -> pd.DataFrame:
    """Return what is judged as one, in the order of the plan's dispositions, what has left last.

    Returns
    -------
    DataFrame
        The table `dispositions` of these enterprises, with `enterprise_name`, `township`, `unit`
        (how the page calls it within its enterprise) and `rank`, its number on the page.

    """
    table = view.of_enterprises("dispositions")
    held = sorted(view.assessment.campaign.dispositions, key=lambda one: one.done)
    order = [one.id for one in held]
    table = table.assign(
        unit=table["line_id"].fillna(table["equipment_id"]).fillna(_("全厂")),
        by=pd.Categorical(table["disposition"], categories=order).codes,
        day=table["deadline"].fillna("~"),
        gravity=-table["findings"],
    ).sort_values(
        ["by", "day", "gravity", "enterprise_id", "line_id", "equipment_id"], kind="stable"
    )
    table = table.drop(columns=["by", "day", "gravity"]).reset_index(drop=True)
    return table.assign(rank=np.arange(1, len(table) + 1, dtype="int32"))


def findings_of(view: IndustryView, judged: pd.DataFrame) -> pd.DataFrame:
    """Return the findings of these enterprises, each beside the units that it concerns.

    Returns
    -------
    DataFrame
        The table `findings`, with `enterprise_name`, and `rank` and `unit` of the unit; a finding on
        a whole enterprise once for each of its units.

    """
    found = view.of_enterprises("findings")
    named = judged[["enterprise_id", "line_id", "equipment_id", "scope", "rank", "unit"]]
    on_line, on_device = found["line_id"].notna(), found["equipment_id"].notna()
    parts = [
        _beside(found[on_line], named[named["scope"] == "line"], ["line_id"], ["equipment_id"]),
        _beside(
            found[~on_line & on_device],
            named[named["scope"] == "equipment"],
            ["equipment_id"],
            ["line_id"],
        ),
        _beside(found[~on_line & ~on_device], named, [], ["line_id", "equipment_id"]),
    ]
    return pd.concat(parts, ignore_index=True).sort_values("rank", kind="stable", ignore_index=True)


def _beside(
    found: pd.DataFrame, named: pd.DataFrame, keys: Sequence[str], drop: Sequence[str]
) -> pd.DataFrame:
    return found.merge(
        named.drop(columns=["scope", *drop]), on=["enterprise_id", *keys], validate="many_to_many"
    )


def grounds(view: IndustryView) -> list[Ground]:
    """Return the grounds of the plan that lines are looked at on, in the plan's order."""
    looked_at = set(view.assessment["findings"]["ground"])
    return [ground for ground in view.assessment.campaign.grounds if ground.id in looked_at]


def matrix(view: IndustryView, judged: pd.DataFrame) -> pd.DataFrame:
    """Return what each unit is found to be on each ground.

    Returns
    -------
    DataFrame
        One row per unit, by `rank`; a column per id of a ground, of ``hit``, ``review``,
        ``undecided``, ``clear`` and ``none`` (the ground does not concern the unit).

    """
    found = findings_of(view, judged)
    # That a ground does not concern a line is not the same as that nothing is known.
    not_concerned = view.assessment.campaign.open_questions.not_concerned
    result = found["result"].mask(found["reason"].isin(not_concerned), "none")
    gravity = pd.Series(
        pd.Categorical(result, categories=list(PRECEDENCE)).codes, index=found.index, dtype="int8"
    )
    worst: pd.DataFrame = found.assign(gravity=gravity).pivot_table(
        index="rank", columns="ground", values="gravity", aggfunc="min", observed=True
    )
    ids = [ground.id for ground in grounds(view)]
    filled = worst.reindex(index=judged["rank"], columns=ids).fillna(PRECEDENCE.index("none"))
    return pd.DataFrame(np.array(PRECEDENCE)[filled.to_numpy(int)], filled.index, filled.columns)


def ground_short(ground: Ground) -> str:
    """Return a ground's name as the head of a narrow column has it."""
    return {
        "elimination_list": _("淘汰类"),
        "below_baseline": _("能效基准"),
        "over_limit": _("能耗限额"),
        "environment": _("环保"),
        "quality": _("质量"),
        "safety": _("安全"),
        "restricted_low_rating": _("限制类×亩产"),
    }.get(ground.id, ground.label)


def ground_name(view: IndustryView, ground_id: str) -> str:
    """Return the short name of a ground; its id where the plan has no such ground."""
    ground = view.assessment.campaign.ground(ground_id)
    return ground_short(ground) if ground else ground_id


def disposition_label(view: IndustryView, disposition_id: str) -> str:
    """Return what the plan calls a disposition; its id where the plan has no such disposition."""
    disposition = view.assessment.campaign.disposition(disposition_id)
    return disposition.label if disposition else disposition_id


def split(ids: object) -> list[str]:
    """Return ids that are joined by ``;``; none of a missing value.

    Examples
    --------
    >>> split("gxj;fgw"), split(float("nan"))
    (['gxj', 'fgw'], [])

    """
    return [part for part in ids.split(";") if part] if isinstance(ids, str) else []
