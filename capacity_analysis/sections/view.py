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
from ..campaign import Industry
from ..errors import UsageError
from ..text import current_language


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
            raise UsageError(f"台账中没有{name}行业的企业。")

    @cached_property
    def industry(self) -> Industry:
        """The industry as the campaign declares it."""
        return self.assessment.campaign.industry(self.industry_id)

    @property
    def name(self) -> str:
        """The industry's name in the reader's language."""
        return self.industry.name if current_language() == "zh" else self.industry.name_en

    @property
    def sector(self) -> str:
        """The industry as a sentence names it: 水泥行业, 其他行业."""
        if current_language() != "zh" or self.name.endswith("行业"):
            return self.name
        return f"{self.name}行业"

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
        """One row per line with its verdict, worst gap first within each level, then the undecided.

        `rank` numbers the lines with a verdict; figure and table share it.
        """
        gaps = self._own("gaps")
        order = gaps.assign(
            late=gaps["tier"].isna(), by=gaps["row_id"].fillna("~"), gap=-gaps["gap_to_baseline"]
        ).sort_values(["late", "by", "gap", "enterprise_id", "line_id"], kind="stable")
        gaps = gaps.loc[order.index].reset_index(drop=True)
        return gaps.assign(rank=pd.Series(range(1, len(gaps) + 1), dtype="int32"))

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
        return missing.assign(
            department_name=[departments[key].name for key in missing["department"]]
        )

    @property
    def decided(self) -> pd.DataFrame:
        """The lines whose verdict may decide."""
        return self.gaps[self.gaps["result"].isin(["hit", "clear"])]

    def below_the_year_before(self) -> tuple[int, int]:
        """Return how many decided lines were below, and are below, among those with both years."""
        both = self.decided[self.decided["previous"].notna()]
        before = int((~at_or_below(both["previous"], both["baseline"])).sum())
        return before, int((both["result"] == "hit").sum())

    def line_label(self, row: pd.Series) -> str:
        """Return enterprise and line, as a sentence names them."""
        return f"{row['enterprise_name']}{row['line_id']}"

    def output_unit(self, product_id: str) -> str:
        """Return the unit that a product's output is counted in."""
        return vocabulary.products()[product_id].output_unit

    def product_name(self, product_id: str) -> str:
        """Return a product's name in the reader's language."""
        product = vocabulary.products()[product_id]
        return product.name if current_language() == "zh" else product.name_en
