"""Columns of the tables on people, credit and land: ids in words, and what may not be told."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pandas as pd

from ..assessment import exposure_words as words
from ..ledger import registry
from ..text import _
from .words import said

_PER_10K = 10_000.0
# Tables in whose words a field that is missing is named, in this order.
_TABLES = ("finance", "production", "lines")


def worded(values: pd.Series, kind: str) -> pd.Series:
    """Return ids in words; several are joined by ``;``.

    Examples
    --------
    >>> worded(pd.Series(["soil_survey;mortgage", None], dtype="str"), "gate").tolist()
    ['土壤污染状况调查、解除抵押', nan]

    """
    texts = values.astype("str")
    return said(texts.mask(texts == ""), lambda text: words.words(kind, text))


def named(values: pd.Series, known: Iterable[words.Named]) -> pd.Series:
    """Return by name what the plan names: an advice, a route, a criterion; several joined by ``;``."""
    texts = values.astype("str")
    return said(
        texts.mask(texts == ""),
        lambda text: _("、").join(words.named(known, each) for each in text.split(";")),
    )


def article_of(values: pd.Series) -> pd.Series:
    """Return articles of the law in brackets, nothing where there is none.

    Examples
    --------
    >>> article_of(pd.Series(["44(5)", None], dtype="str")).tolist()
    ['（第44条第5项）', '']

    """
    cited = said(values, words.article)
    return ("（" + cited + "）").fillna("")


def quarters(values: pd.Series) -> pd.Series:
    """Return quarters in words; that there is no day where there is none.

    Examples
    --------
    >>> quarters(pd.Series(["2022Q4", ""])).tolist()
    ['2022年第四季度', '日期不详']

    """
    return said(values.fillna(""), lambda text: words.quarter(text) or _("日期不详"))


def joined(table: pd.DataFrame, column: str, word: Callable[[str], str]) -> pd.Series:
    """Return what a column of ids joined by ``;`` holds, in words and once each, by enterprise.

    Examples
    --------
    >>> table = pd.DataFrame({"enterprise_id": "A", "why": ["x;y", "y", None]})
    >>> joined(table, "why", str.upper).to_dict()
    {'A': 'X、Y'}

    """
    parts = table[["enterprise_id", column]].dropna()
    parts = parts.assign(**{column: parts[column].str.split(";")}).explode(column)
    parts = parts.drop_duplicates().sort_values(["enterprise_id", column], kind="stable")
    parts[column] = said(parts[column], word)
    return parts.groupby("enterprise_id")[column].agg(_("、").join).astype("str")


def fields(values: pd.Series) -> pd.Series:
    """Return fields of the ledger that are missing, by their headers without units.

    Examples
    --------
    >>> fields(pd.Series(["total_profit_10k_cny;electricity"])).tolist()
    ['利润总额、用电量']

    """
    return said(values, lambda text: _("、").join(map(_header, text.split(";"))))


def _header(field: str) -> str:
    besides = {"electricity": _("用电量"), "tax": _("税收"), "insured": _("参保人数")}
    found = (registry().tables[name].fields.get(field) for name in _TABLES)
    header = next((each.header for each in found if each), field)
    return besides.get(field) or _(header.split("（")[0])


def not_told(values: pd.Series, hidden: pd.Series) -> pd.Series:
    """Return values with a text in the place of those that may not be told.

    Examples
    --------
    >>> not_told(pd.Series([None, 12.0]), pd.Series([True, False])).tolist()
    ['不公开', 12.0]

    """
    return values.astype("object").mask(hidden.astype(bool) & values.isna(), _("不公开"))


def span(low: pd.Series, high: pd.Series) -> pd.Series:
    """Return ranges of whole numbers; nothing where one has no width, or is not known.

    Examples
    --------
    >>> span(pd.Series([4, 5]), pd.Series([17, 5])).tolist()
    ['4—17', nan]

    """
    ends = [each.astype("Int64").astype("str") for each in (low, high)]
    wide = low.notna() & high.notna() & low.ne(high).fillna(value=False)
    return (ends[0] + "—" + ends[1]).where(wide.astype(bool)).astype("str")


def percent(shares: pd.Series) -> pd.Series:
    """Return shares of one in percent.

    Examples
    --------
    >>> percent(pd.Series([0.37401])).tolist()
    [37.4]

    """
    return (shares.astype("float64") * 100).round(2)


def in_10k(yuan: pd.Series) -> pd.Series:
    """Return yuan in 10,000 yuan.

    Examples
    --------
    >>> in_10k(pd.Series([4_007_800.0])).tolist()
    [400.78]

    """
    return (yuan.astype("float64") / _PER_10K).round(2)


def flag(values: pd.Series) -> pd.Series:
    """Return flags in words; what is missing stays missing.

    Examples
    --------
    >>> flag(pd.Series([True, False])).tolist()
    ['是', '否']

    """
    return values.astype("object").map({True: _("是"), False: _("否")}).astype("str")
