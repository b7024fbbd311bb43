"""One industry of an assessment: its tables cut out, with the few sums that sections share."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from .. import vocabulary
from ..analysis.gaps import at_or_below
from ..assessment import Assessment
from ..assessment.published import published
from ..campaign import Industry
from ..errors import UsageError
from ..text import _, current_language, in_language
from .numbers import day


def records(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame; a row's columns are attributes."""
    yield from frame.itertuples(index=False)


@dataclass(frozen=True)
class IndustryView:
    """An assessment seen from one industry.

    Raises
    ------
    UsageError
        If the campaign has no such industry, or the ledger no enterprise in it.

    """

    assessment: Assessment
    industry_id: str

    def __post_init__(self) -> None:
        name = self.industry.name
        if self.enterprises.empty:
            raise UsageError(_("台账中没有{name}行业的企业。").format(name=name))

    @cached_property
    def industry(self) -> Industry:
        """The industry as the campaign declares it."""
        return self.assessment.campaign.industry(self.industry_id)

    @property
    def name(self) -> str:
        """The industry's name in the reader's language."""
        return self.industry.label

    @property
    def sector(self) -> str:
        """The industry as a sentence names it: 水泥行业, 其他行业."""
        if current_language() != "zh" or self.name.endswith("行业"):
            return self.name
        return f"{self.name}行业"

    @property
    def office(self) -> str:
        """The office that issues the briefing."""
        campaign = self.assessment.campaign
        return in_language(campaign.office, campaign.office_en)

    @property
    def data_day(self) -> str:
        """The day that the ledger's data end; the day assessed where the ledger does not say."""
        return day(self.assessment.ledger_data_as_of or self.assessment.as_of)

    def of_enterprises(self, table: str) -> pd.DataFrame:
        """Return the rows of a table that concern these enterprises, with their name and township."""
        frame = self.assessment[table]
        key = "enterprise_code" if "enterprise_code" in frame else "enterprise_id"
        named = {"name": "enterprise_name"}
        owners = self.enterprises[["enterprise_code", "enterprise_id", "name", "township"]]
        owners = owners.rename(columns=named)
        told = [name for name in owners.columns if name != key]
        return frame.drop(columns=told, errors="ignore").merge(owners, on=key)

    @cached_property
    def published(self) -> Assessment:
        """The assessment as it may be shown: what tells of few persons is missing."""
        return published(self.assessment)

    def _own(self, table: str) -> pd.DataFrame:
        frame = self.assessment[table]
        return frame[frame["industry"] == self.industry_id].reset_index(drop=True)

    @cached_property
    def enterprises(self) -> pd.DataFrame:
        """The enterprises of the industry, each once."""
        return self._own("enterprises")

    @cached_property
    def lines(self) -> pd.DataFrame:
        """The lines of these enterprises."""
        return self._own("lines")

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """One row per line: levels that lines miss first, worst gap first within each level.

        After the levels with a line below the baseline come those that all lines meet, then those
        that are still to be checked, the lines that have a mandatory limit only, and the undecided
        at the end. `rank` numbers the lines; figures and tables share it. A capacity is kept only where the line makes the
        product that it is the capacity of, and a line at its level has nothing to save up to it,
        not even the last digit of a binary sum.
        """
        gaps = self._own("gaps")
        level = gaps["row_id"].fillna("~")
        urgency = gaps["result"].map({"hit": 0, "clear": 1, "review": 2, "undecided": 3})
        limited = self._limited
        order = gaps.assign(
            late=gaps["tier"].isna() * (2 - gaps["line_code"].isin(limited).astype(int)),
            urgency=urgency.groupby(level).transform("min"),
            by=level,
            gap=-gaps["gap_to_baseline"],
        ).sort_values(["late", "urgency", "by", "gap", "enterprise_id", "line_id"], kind="stable")
        gaps = gaps.loc[order.index].reset_index(drop=True)
        declared = self.lines.set_index("line_code")["product_id"].astype("str")
        as_declared = gaps["product_id"].astype("str") == gaps["line_code"].map(declared)
        return gaps.assign(
            rank=pd.Series(range(1, len(gaps) + 1), dtype="int32"),
            capacity_quantity=gaps["capacity_quantity"].where(as_declared),
        )

    @property
    def _limited(self) -> pd.Series:
        """The lines that could be held against a mandatory limit."""
        found = self._own("limit_rows")
        return found.loc[found["tier"].notna(), "line_code"]

    @cached_property
    def limits(self) -> pd.DataFrame:
        """One row per line on the ground of mandatory limits, in the order of `gaps`, with its `rank`."""
        return self._ranked(self._own("limits"))

    @cached_property
    def limit_rows(self) -> pd.DataFrame:
        """Every line that could be held against a limit, with each limit; missed ones first."""
        rows = self._ranked(self._own("limit_rows"))
        rows = rows[rows["tier"].notna()]
        # Over, over but for what is still to be checked, not over but for that, not over.
        urgency = rows["result"].map({"hit": 0, "review": 2, "clear": 3}).astype(float)
        urgency = urgency.mask((rows["result"] == "review") & (rows["tier"] == "over"), 1)
        order = rows.assign(urgency=urgency, by=rows["row_id"], gap=-rows["gap_to_baseline"])
        order = order.sort_values(["urgency", "by", "gap", "rank"], kind="stable")
        return rows.loc[order.index].reset_index(drop=True)

    def _ranked(self, table: pd.DataFrame) -> pd.DataFrame:
        rank = table["line_code"].map(self.gaps.set_index("line_code")["rank"])
        return table.assign(rank=rank).sort_values("rank", kind="stable", ignore_index=True)

    @cached_property
    def over(self) -> pd.DataFrame:
        """The lines over a mandatory limit that may decide."""
        return self.limits[self.limits["result"] == "hit"]

    @cached_property
    def traced(self) -> pd.DataFrame:
        """The lines with a unit energy that a page shows, on either ground, in the order of `gaps`."""
        shown = self.gaps["tier"].notna() | self.gaps["line_code"].isin(self._limited)
        return self.gaps[shown]

    @cached_property
    def allocated(self) -> pd.DataFrame:
        """The energy of the year that was metered for several of the industry's lines, by line."""
        table = self._own("allocations")
        return self._ranked(table[table["year"] == self.assessment.year])

    @cached_property
    def targets(self) -> pd.DataFrame:
        """The targets that concern the industry, the plan's own first."""
        return self._own("targets")

    @cached_property
    def tiers(self) -> pd.DataFrame:
        """Capacity and output by product and standing."""
        return self._own("tiers")

    @cached_property
    def carbon(self) -> pd.DataFrame:
        """The carbon dioxide of each line's energy, and of what it could save."""
        return self._own("carbon")

    @cached_property
    def balance(self) -> pd.DataFrame:
        """Where the energy rows of the industry went, and the ledger's total."""
        return self._own("reconciliation")

    @cached_property
    def editions(self) -> pd.DataFrame:
        """The lines in operation under each alternative, with their `rank`."""
        table = self._ranked(self._own("editions"))
        return table[table["line_code"].isin(self.running["line_code"])].reset_index(drop=True)

    @cached_property
    def running(self) -> pd.DataFrame:
        """The lines in operation."""
        return self.gaps[self.gaps["out_of_operation"].isna()]

    @cached_property
    def measured(self) -> pd.DataFrame:
        """The lines with a unit energy and a level, whatever the level's standing."""
        return self.gaps[self.gaps["tier"].notna()]

    @cached_property
    def below(self) -> pd.DataFrame:
        """The lines below the baseline whose standard may decide."""
        return self.gaps[self.gaps["result"] == "hit"]

    @cached_property
    def review(self) -> pd.DataFrame:
        """The lines whose verdict rests on a number that is still to be checked (待核)."""
        return self.gaps[self.gaps["result"] == "review"]

    @property
    def unchecked(self) -> pd.DataFrame:
        """The lines under review for a number that nobody has checked against its text."""
        return self.review[self.review["reason"].isna()]

    @property
    def unsettled(self) -> pd.DataFrame:
        """The lines under review because their data leave the verdict open."""
        return self.review[self.review["reason"].notna()]

    @cached_property
    def undecided(self) -> pd.DataFrame:
        """The lines in operation that cannot be decided."""
        running = self.running
        return running[running["result"] == "undecided"]

    @cached_property
    def missing(self) -> pd.DataFrame:
        """The missing inputs, with the name of the department that must supply them."""
        missing = self._own("missing")
        departments = self.assessment.campaign.departments
        names = [departments[key].label for key in missing["department"]]
        return missing.assign(department_name=pd.Series(names, dtype="str"))

    @cached_property
    def statistics(self) -> pd.DataFrame:
        """The sums of the statistics bureau's data, by indicator; the industry's and no one's else."""
        return self._own("statistics")

    @cached_property
    def comparisons(self) -> pd.DataFrame:
        """The sources of facts on which they disagree, the one that rules first."""
        return self._own("comparisons")

    @cached_property
    def corrections(self) -> pd.DataFrame:
        """The corrections of these enterprises' data: those applied, and those that no longer apply."""
        return self._own("corrections")

    @cached_property
    def returns(self) -> pd.DataFrame:
        """What became of the return of each enterprise; empty where the ledger does not say."""
        return self._own("returns")

    @cached_property
    def lacking(self) -> dict[str, int]:
        """The departments that must supply data, each with the number of lines it concerns."""
        return _by_department(self.missing)

    @property
    def blocking(self) -> pd.DataFrame:
        """The missing inputs without which a line cannot be decided at all."""
        return self.missing[self.missing["line_code"].isin(self.undecided["line_code"])]

    @property
    def holding_up(self) -> dict[str, int]:
        """The departments whose data keep lines from a verdict, each with the number of lines."""
        return _by_department(self.blocking)

    @cached_property
    def not_assessed(self) -> pd.DataFrame:
        """The lines in operation without a verdict that lack no input."""
        return self.undecided[~self.undecided["line_code"].isin(self.missing["line_code"])]

    @property
    def decided(self) -> pd.DataFrame:
        """The lines whose verdict may decide."""
        return self.gaps[self.gaps["result"].isin(["hit", "clear"])]

    def below_the_year_before(self) -> tuple[int, int, int]:
        """Return how many decided lines were below, are below, and have numbers for both years."""
        both = self.decided[self.decided["previous"].notna()]
        before = int((~at_or_below(both["previous"], both["baseline"])).sum())
        return before, int((both["result"] == "hit").sum()), len(both)

    def line_label(self, row: pd.Series) -> str:
        """Return enterprise and line, as a sentence names them."""
        space = "" if current_language() == "zh" else " "
        return f"{row['enterprise_name']}{space}{row['line_id']}"

    def unit_label(self, unit: Any) -> str:
        """Return enterprise and line, device or whole, as a list names them."""
        space = "" if current_language() == "zh" else " "
        return f"{unit.enterprise_name}{space}{unit.unit}"

    def output_unit(self, product_id: str) -> str:
        """Return the unit that a product's output is counted in."""
        return vocabulary.products()[product_id].output_unit

    def product_name(self, product_id: str) -> str:
        """Return a product's name in the reader's language."""
        return vocabulary.product_name(product_id)

    def document_name(self, document_id: str) -> str:
        """Return the number of a document in use, else its id; the plan is called what it is."""
        if document_id == self.assessment.campaign.id:
            return _("行动方案")
        numbers = {used.id: used.number for used in self.assessment.documents}
        return numbers.get(document_id, document_id)


def _by_department(missing: pd.DataFrame) -> dict[str, int]:
    lines = missing.groupby("department_name", sort=False)["line_code"].nunique()
    return {str(department): int(count) for department, count in lines.items()}
