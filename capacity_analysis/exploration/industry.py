"""Gaps of an industry: who stands where, how it came to that, and how sure it is."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from .. import figures, vocabulary
from ..analysis.gaps import at_or_below
from ..assessment.wording import ground_label, verdict_label
from ..sections import IndustryView, Section, energy_gap, section
from ..sections.blocks import Figure
from ..sections.capacity import capacity_and_targets
from ..sections.labels import confidence_label, indicator_label, key_label, reason_label, tier_label
from ..text import _
from ..vocabulary import unit_name
from .desk import headed

_WHO = ("enterprise_name", "line_id")
# Levels of the grounds, by the column of the table that holds them.
_LEVELS = (
    ("gaps", "below_baseline", "baseline"),
    ("gaps", "below_baseline", "advanced"),
    ("limits", "over_limit", "baseline"),
)
_KEYS = ("output", "capacity", "own_energy")


def gaps(view: IndustryView, results: Collection[str] = ()) -> pd.DataFrame:
    """Return the lines with their gap, worst first within each level.

    Parameters
    ----------
    view : IndustryView
        The industry.
    results : collection of str, optional
        Which results to keep (``hit``, ``clear``, ``review``, ``undecided``); all by default.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> gaps(open_desk().industry("cement"), ["hit"])["结论"].unique().tolist()
    ['低于基准']

    """
    table = view.gaps
    if results:
        table = table[table["result"].isin(list(results))]
    worded = table.assign(
        product=table["product_id"].map(vocabulary.product_name),
        said=[verdict_label("below_baseline", result) for result in table["result"]],
        level=table["tier"].where(table["tier"].notna()).map(_standing, na_action="ignore"),
        why=table["reason"].map(reason_label, na_action="ignore"),
        sure=table["confidence"].map(confidence_label, na_action="ignore"),
        unit=table["unit"].map(unit_name, na_action="ignore"),
    )
    return headed(
        worded,
        {
            "rank": _("序号"), "enterprise_name": _("企业"), "line_id": _("生产线"),
            "product": _("产品"), "measured": _("单位能耗"), "advanced": _("标杆水平"),
            "baseline": _("基准水平"), "unit": _("单位"), "gap_to_baseline": _("距基准"),
            "saving_to_advanced_tce": _("到标杆可节约（吨标准煤/年）"), "said": _("结论"),
            "level": _("水平"), "why": _("原因"), "sure": _("可信程度"), "row_id": _("行号"),
            "energy_cells": _("能源单元格"), "output_cells": _("产量单元格"),
        },
    )  # fmt: skip


def _standing(tier: str) -> str:
    return tier_label(tier, "")


def curves(view: IndustryView) -> Section:
    """Return the benchmark curve of every product that several lines make.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> {block.kind for block in curves(open_desk().industry("cement"))}
    {'figure'}

    """
    return section(
        block
        for block in energy_gap(view)
        if isinstance(block, Figure) and block.anchor.startswith("figure-curve")
    )


def capacity(view: IndustryView) -> Section:
    """Return capacity by level, the targets of the plan and the nation, and what could be saved."""
    return section(capacity_and_targets(view))


def over_the_years(view: IndustryView) -> pd.DataFrame:
    """Return how the unit energies of each product are spread, year by year.

    Returns
    -------
    DataFrame
        By product, indicator and year: how many lines have a number, the least, the quartiles and
        the most; in kgce (kWh for electricity) per unit of output.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> over_the_years(open_desk().industry("cement"))["年份"].unique().tolist()
    [2019, 2020, 2021]

    """
    by_year = _measured(view).groupby(["product_id", "indicator", "year"], observed=True)
    table = by_year["measured"].describe().reset_index()
    return headed(
        _worded(table).astype({"count": int}),
        {
            "product": _("产品"), "measures": _("指标"), "year": _("年份"), "count": _("生产线数"),
            "min": _("最低"), "25%": _("下四分位"), "50%": _("中位数"), "75%": _("上四分位"),
            "max": _("最高"),
        },
    )  # fmt: skip


def years_of_lines(view: IndustryView) -> pd.DataFrame:
    """Return the unit energy of every line year by year, and the change from the first to the last.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> years_of_lines(open_desk().industry("cement")).columns[-2:].tolist()
    ['2021年', '首末变化']

    """
    measured = _measured(view)
    wide = measured.pivot_table(
        index=["line_code", "product_id", "indicator"], columns="year", values="measured",
        observed=True,
    )  # fmt: skip
    years = [int(year) for year in wide.columns]
    numbers = wide.to_numpy(float)
    change = (
        pd.DataFrame(numbers).ffill(axis=1).iloc[:, -1]
        - (pd.DataFrame(numbers).bfill(axis=1).iloc[:, 0])
    )
    several = np.isfinite(numbers).sum(axis=1) > 1
    table = wide.reset_index().assign(change=change.where(several))
    table = _worded(_with_names(table, view))
    return headed(
        table.rename(columns={year: str(year) for year in years}),
        {
            "enterprise_name": _("企业"), "line_id": _("生产线"), "product": _("产品"),
            "measures": _("指标"), **{str(year): _("{year}年").format(year=year) for year in years},
            "change": _("首末变化"),
        },
    )  # fmt: skip


def _measured(view: IndustryView) -> pd.DataFrame:
    """Return the unit energies of the industry's lines that are numbers."""
    table = view.assessment["unit_energy"]
    own = table["line_code"].isin(view.lines["line_code"])
    return table[own & table["measured"].notna()].astype({"product_id": "str", "indicator": "str"})


def _worded(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(
        product=table["product_id"].map(vocabulary.product_name),
        measures=table["indicator"].map(indicator_label),
    )


def _with_names(table: pd.DataFrame, view: IndustryView) -> pd.DataFrame:
    """Add enterprise and line to a table by line code."""
    names = view.lines.set_index("line_code")[list(_WHO)]
    return table.join(names, on="line_code")


def largest_savers(view: IndustryView, most: int | None = None) -> pd.DataFrame:
    """Return the lines that could save most up to the advanced level, and what they make up.

    Lines under review are among them, and say so; the share is of all that the industry's lines
    could save.

    Parameters
    ----------
    view : IndustryView
        The industry.
    most : int, optional
        How many lines; as many as the figure has by default.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> len(largest_savers(open_desk().industry("cement"), 3))
    3

    """
    table = _savers(view)
    saved = table["saving_to_advanced_tce"]
    total = saved.sum()
    table = table.assign(
        share=100.0 * saved.cumsum() / (total if total > 0 else np.nan),
        said=[verdict_label("below_baseline", result) for result in table["result"]],
    )
    return headed(
        table.head(figures.MOST_LINES if most is None else most),
        {
            "rank": _("序号"), "enterprise_name": _("企业"), "line_id": _("生产线"),
            "saving_to_baseline_tce": _("到基准可节约（吨标准煤/年）"),
            "saving_to_advanced_tce": _("到标杆可节约（吨标准煤/年）"),
            "share": _("累计占全行业（%）"), "saving_to_advanced_tco2": _("二氧化碳（吨/年）"),
            "said": _("结论"),
        },
    )  # fmt: skip


def savings_figure(view: IndustryView) -> Section:
    """Return what each line could save, in standard coal and carbon dioxide; nothing where none could.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> len(savings_figure(open_desk().industry("cement")))
    1

    """
    lines = _savers(view)
    if lines.empty:
        return section()
    title = _("{industry}各生产线改造到标杆水平每年可节约的能源").format(industry=view.sector)
    drawn = figures.saving_by_line(
        lines.assign(
            name=lines["enterprise_name"] + " " + lines["line_id"],
            saving_tce=lines["saving_to_advanced_tce"],
            saving_tco2=lines["saving_to_advanced_tco2"],
        ),
        energy_label=_("吨标准煤/年"),
        emission_label=_("吨二氧化碳/年"),
        unknown_label=_("无数据"),
    )
    return section(
        Figure(
            anchor="figure-savers",
            title=title,
            caption=_("序号与能效差距表相同；斜线柱能效低于基准水平；不含工业过程排放。"),
            alt=title,
            svg=figures.to_svg(drawn),
        )
    )


def _savers(view: IndustryView) -> pd.DataFrame:
    carbon = view.carbon.set_index("line_code")["saving_to_advanced_tco2"]
    lines = view.measured[view.measured["saving_to_advanced_tce"] > 0]
    lines = lines.assign(saving_tco2=lines["line_code"].map(carbon)).rename(
        columns={"saving_tco2": "saving_to_advanced_tco2"}
    )
    return lines.sort_values(
        ["saving_to_advanced_tce", "rank"], ascending=[False, True], kind="stable"
    )


def near_a_level(view: IndustryView, percent: float) -> pd.DataFrame:
    """Return the lines that stand so near a level that a small slip would turn the verdict.

    Parameters
    ----------
    view : IndustryView
        The industry.
    percent : float
        How near, in percent of the level. It is the reader's choice and decides nothing.

    Returns
    -------
    DataFrame
        By line and level, the nearest first; a line whose numbers lie on both sides of a level,
        depending on how shared energy is split, is there however far it is.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> found = near_a_level(open_desk().industry("cement"), 1.0)
    >>> found.columns[3:6].tolist()
    ['哪一级', '单位能耗', '数值']

    """
    names = {
        ("below_baseline", "baseline"): _("基准水平"),
        ("below_baseline", "advanced"): _("标杆水平"),
        ("over_limit", "baseline"): _("限额（3级）"),
    }
    sources = {"gaps": view.measured, "limits": view.limits[view.limits["tier"].notna()]}
    parts = []
    for table, ground, column in _LEVELS:
        lines = sources[table]
        parts.append(
            lines.assign(
                level=lines[column],
                ground=ground_label(ground),
                which=names[ground, column],
                said=[verdict_label(ground, result) for result in lines["result"]],
            )
        )
    found = pd.concat(parts, ignore_index=True)
    level = found["level"]
    at = at_or_below(found["measured"], level) & at_or_below(level, found["measured"])
    away = (100.0 * (found["measured"] - level) / level.abs()).mask(at, 0.0)
    sides = [at_or_below(found[end], level) for end in ("measured_low", "measured_high")]
    found = found.assign(away=away, unit=found["unit"].map(unit_name), both=sides[0] & ~sides[1])
    near = found[(away.abs() <= percent) | found["both"]]
    near = near.loc[near["away"].abs().sort_values(kind="stable").index]
    return headed(
        near.assign(both=near["both"].map({True: _("是"), False: _("否")})),
        {
            "enterprise_name": _("企业"), "line_id": _("生产线"), "ground": _("依据"),
            "which": _("哪一级"), "measured": _("单位能耗"), "level": _("数值"),
            "unit": _("单位"), "away": _("距离（%）"), "both": _("换分摊方法会越过"),
            "said": _("结论"),
        },
    )  # fmt: skip


def allocations(view: IndustryView) -> pd.DataFrame:
    """Return the lines whose energy was split, their shares by each key, and what hangs on it.

    Shares are percentages of what was metered for several lines; the unit energy lies between
    `最低` and `最高` over the keys that could have been declared.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> "最低" in allocations(open_desk().industry("cement"))
    True

    """
    table = view.allocated
    lines = view.gaps.set_index("line_code")
    lines = lines[["measured", "measured_low", "measured_high", "baseline", "result", "reason"]]
    found = table.join(lines, on="line_code")
    shares = {f"share_by_{key}": 100.0 * found[f"share_by_{key}"] for key in _KEYS}
    found = found.assign(
        **shares,
        share=100.0 * found["share"],
        carrier_name=found["carrier"].map(vocabulary.carrier_name),
        declared=found["key"].map(key_label),
        said=[verdict_label("below_baseline", str(result)) for result in found["result"]],
        why=found["reason"].map(reason_label, na_action="ignore"),
    )
    by_key = {f"share_by_{key}": _("{key}（%）").format(key=key_label(key)) for key in _KEYS}
    return headed(
        found,
        {
            "enterprise_name": _("企业"), "line_id": _("生产线"), "carrier_name": _("能源品种"),
            "declared": _("申报的方法"), "share": _("份额（%）"), **by_key,
            "measured": _("单位能耗"), "measured_low": _("最低"), "measured_high": _("最高"),
            "baseline": _("基准水平"), "said": _("结论"), "why": _("原因"),
            "source_cell": _("能源单元格"),
        },
    )  # fmt: skip


def heat_values(view: IndustryView) -> pd.DataFrame:
    """Return the energy that was converted by a measured heat value, beside the default coefficient.

    Returns
    -------
    DataFrame
        By energy row of the year assessed: the measured heat value (kJ per kg or m³), the
        coefficient that it gives, the default one, and the line's comprehensive unit energy
        (kgce per unit of output) as it is and as it would be by the default.

    Examples
    --------
    >>> from capacity_analysis.exploration import open_desk
    >>> heat_values(open_desk().industry("cement")).empty
    True

    """
    assessment = view.assessment
    terms = assessment["terms"]
    own = terms["line_code"].isin(view.lines["line_code"]) & (terms["year"] == assessment.year)
    found = terms[own & terms["measured_ncv"]]
    defaults = assessment["coefficients"].set_index("carrier_id")["kgce_per_unit"]
    unit_energy = _measured(view)
    unit_energy = unit_energy[
        (unit_energy["year"] == assessment.year) & (unit_energy["indicator"] == "comprehensive")
    ].set_index("line_code")[["measured", "output_quantity", "product_id"]]
    found = _with_names(found.drop(columns=["line_id"]), view).join(unit_energy, on="line_code")
    found["default"] = found["carrier"].astype("str").map(defaults).astype(float)
    by_default = found["signed_quantity"] * found["default"]
    more = (by_default - found["energy_kgce"]).groupby(found["line_code"]).transform("sum")
    return headed(
        found.assign(
            carrier_name=found["carrier"].astype("str").map(vocabulary.carrier_name),
            otherwise=found["measured"] + more / found["output_quantity"],
        ),
        {
            "enterprise_name": _("企业"), "line_id": _("生产线"), "carrier_name": _("能源品种"),
            "ncv_kj": _("实测热值（千焦）"), "coefficient": _("实测折标系数"),
            "default": _("缺省折标系数"), "measured": _("单位能耗"),
            "otherwise": _("按缺省系数的单位能耗"), "source_cell": _("能源单元格"),
        },
    )  # fmt: skip
