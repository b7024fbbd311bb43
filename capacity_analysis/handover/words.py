"""The columns that sheets share: who and what a row is about, and ids in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from ..assessment import Assessment, exposure_words
from ..assessment import finding_words as words
from ..assessment.published import COHORTS, published
from ..campaign import Campaign
from ..ledger import registry
from ..standards.labels import confidence_label
from ..text import _
from ..vocabulary import unit_name

Columns = dict[str, pd.Series]


def said(values: pd.Series, word: Callable[[str], str]) -> pd.Series:
    """Return values in words; what is missing stays missing.

    Examples
    --------
    >>> said(pd.Series(["hit", None], dtype="str"), str.upper).tolist()
    ['HIT', nan]

    """
    texts = values.astype("str")
    return texts.map({text: word(text) for text in texts.dropna().unique()}).astype("str")


def days(values: pd.Series) -> pd.Series:
    """Return days (ISO text, dates or timestamps) as dates; what is missing as NaT.

    Examples
    --------
    >>> days(pd.Series(["2022-10-31", None]))[0]
    datetime.date(2022, 10, 31)

    """
    return pd.to_datetime(values).dt.date.astype("object")


def choices(table: str, field: str) -> Callable[[str], str]:
    """Return a function that names a choice of the ledger as the workbook shows it."""
    labels = registry().tables[table].fields[field].labels
    return lambda value: _(labels.get(value, value))


class Words:
    """Columns of an assessment's tables as people read them.

    Parameters
    ----------
    assessment : Assessment
        Whose campaign, roster and documents give the names.

    Attributes
    ----------
    assessment : Assessment
        The same as it may be handed on (`published`): what sheets show of numbers is of this.
    cohorts : DataFrame
        The cohorts that the exits reach, for words alone: by what ground they leave, what is not on file.

    """

    def __init__(self, assessment: Assessment):
        self.assessment = published(assessment)
        self.cohorts = _exposed(assessment)
        self.campaign: Campaign = assessment.campaign
        self._roster = assessment["enterprises"].set_index("enterprise_id")
        self._documents = {one.id: one.citation for one in assessment.documents}
        self._indicators = _indicators(assessment)

    def owner(self, table: pd.DataFrame, *, with_code: bool = False) -> Columns:
        """Return the columns that name the enterprise of each row."""
        ids = table["enterprise_id"]
        found = {
            _("企业编号"): ids,
            _("企业名称"): ids.map(self._roster["name"]),
            _("乡镇（街道）"): ids.map(self._roster["township"]),
        }
        if with_code:
            found[_("统一社会信用代码")] = ids.map(self._roster["uscc"])
            found[_("生产地址")] = ids.map(self._roster["address"])
        return found

    def unit(self, table: pd.DataFrame, *, with_code: bool = False) -> Columns:
        """Return the columns that name the enterprise, line and device of each row."""
        found = self.owner(table, with_code=with_code)
        found[_("生产线编号")] = table["line_id"]
        if "equipment_id" in table:
            found[_("设备编号")] = table["equipment_id"]
        return found

    def coded(self, table: pd.DataFrame) -> pd.DataFrame:
        """Return a table with the ids of the enterprise and line that its codes stand for."""
        lines = self.assessment["lines"].set_index("line_code")["line_id"]
        roster = self.assessment["enterprises"].set_index("enterprise_code")["enterprise_id"]
        return table.assign(
            enterprise_id=table["enterprise_code"].map(roster),
            line_id=table["line_code"].map(lines),
        )

    def grounds(self, ids: pd.Series) -> pd.Series:
        """Return grounds by the names of the plan; several ids are joined by ``;``."""
        return said(
            ids,
            lambda text: _("、").join(
                words.ground_name(self.campaign, each) for each in text.split(";") if each
            ),
        )

    def clauses(self, grounds: pd.Series) -> pd.Series:
        """Return the clause of the plan for each ground."""
        known = {one.id: one.clause for one in self.campaign.grounds}
        return said(
            grounds,
            lambda text: _("行动方案{clause}").format(clause=known[text]) if text in known else "",
        )

    def departments(self, ids: pd.Series) -> pd.Series:
        """Return departments by name; several ids are joined by ``;``."""
        return said(ids, lambda text: words.department_names(self.campaign, text))

    def authorities(self, ids: pd.Series) -> pd.Series:
        """Return by name who decides."""
        return said(ids, lambda text: words.authority_name(self.campaign, text))

    def legal_steps(self, ids: pd.Series) -> pd.Series:
        """Return legal steps by name; several ids are joined by ``;``."""
        return said(ids, lambda text: words.legal_step_names(self.campaign, text))

    def dispositions(self, ids: pd.Series) -> pd.Series:
        """Return suggestions by the names of the plan."""
        known = {one.id: one.label for one in self.campaign.dispositions}
        return said(ids, lambda text: known.get(text, text))

    def steps(self, ids: pd.Series) -> pd.Series:
        """Return work steps by the names of the plan."""
        known = {one.id: one.label for one in self.campaign.steps}
        return said(ids, lambda text: known.get(text, text))

    def exit_items(self, ids: pd.Series) -> pd.Series:
        """Return what the file of an exit must hold, by name."""
        known = {one.id: one.label for one in self.campaign.exit_file.items}
        return said(ids, lambda text: known.get(text, text))

    def rules(self, ids: pd.Series) -> pd.Series:
        """Return the rules by which suggestions were chosen, with their clauses."""
        known = {
            one.id: _("{text}（{clause}）").format(text=one.text, clause=one.clause)
            for one in self.campaign.disposition_rules
        }
        return said(ids, lambda text: known.get(text, text))

    def industries(self, ids: pd.Series) -> pd.Series:
        """Return industries by name."""
        return said(ids, lambda text: self.campaign.industry(text).label)

    def documents(self, ids: pd.Series) -> pd.Series:
        """Return documents by title and number."""
        return said(ids, lambda text: self._documents.get(text, text))

    def measured(self, table: pd.DataFrame) -> pd.Series:
        """Return what was found: a number, or the text that stands for it."""
        both = table["ground"] + "\n" + table["measured_text"].astype("str")
        texts = said(both, lambda pair: words.measured_text(*pair.split("\n", 1)))
        return either(table["measured"], texts)

    def attributes(self, table: pd.DataFrame) -> pd.Series:
        """Return what was measured: an indicator as its document calls it, or an attribute of equipment."""
        both = table["ground"] + "\n" + table["attribute"].astype("str")
        named = said(both, lambda pair: words.measured_name(*pair.split("\n", 1)))
        rows = pd.MultiIndex.from_frame(table[["document", "row_id"]])
        own = pd.Series(self._indicators.reindex(rows).to_numpy(), index=table.index)
        return own.fillna(named)


def reasons(ids: pd.Series) -> pd.Series:
    """Return why results are what they are, in words.

    Examples
    --------
    >>> reasons(pd.Series(["output_missing", "zombie_signs"])).tolist()
    ['缺产量', '符合认定规则的特征，由主管部门认定']

    """
    return said(ids, _reason)


def _reason(one: str) -> str:
    of_line = words.reason_name(one)
    return exposure_words.word("reason", one) if of_line == one else of_line


def confidences(marks: pd.Series) -> pd.Series:
    """Return marks of confidence in words."""
    return said(marks, confidence_label)


def units_of(table: pd.DataFrame) -> pd.Series:
    """Return units in words; none where there is no number that they belong to."""
    return said(table["unit"], unit_name)


def either(number: pd.Series, text: pd.Series) -> pd.Series:
    """Return a number, or the text that stands for it.

    Examples
    --------
    >>> either(pd.Series([380.0, None]), pd.Series([None, "380/660"])).tolist()
    [380.0, '380/660']

    """
    return number.astype("object").where(number.notna(), text)


def frame(columns: Mapping[str, Any], index: pd.Index) -> pd.DataFrame:
    """Return columns as a frame, in their order, even where there is no row."""
    return pd.DataFrame(dict(columns), index=index).reset_index(drop=True)


def _exposed(assessment: Assessment) -> pd.DataFrame:
    cohorts = assessment[COHORTS]
    reached = cohorts["exposure"].isin(["whole", "line"])
    names = [
        "enterprise_id",
        "exit_on",
        "quarter",
        "ground",
        "article",
        "cap_state",
        "settings_missing",
    ]
    return cohorts.loc[reached, names]


def _indicators(assessment: Assessment) -> pd.Series:
    """Return the name of what each row of energy measures, by document and row."""
    rows = pd.concat([assessment["levels"], assessment["limit_levels"]])
    keyed = rows.set_index(["document_id", "row_id"])["indicator_zh"]
    return keyed[~keyed.index.duplicated()].mask(lambda names: names == "")
