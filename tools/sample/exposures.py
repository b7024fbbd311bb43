"""What departments know of people, debts and support: rows that the story tells one by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from capacity_analysis.errors import DataError
from capacity_analysis.ledger import registry

from .rows import Row
from .story import District


def told_exposures(story: District, keys: Mapping[int, str]) -> Iterator[tuple[str, Row]]:
    """Yield the told rows of staff, jobs, petitions, loans, guarantors, totals and support.

    Parameters
    ----------
    story : District
        The story.
    keys : mapping of int to str
        Ids of the enterprises, by their number.

    """
    for name, told in (
        ("workforce", story.people.workforce),
        ("loans", story.credit.loans),
        ("guarantees", story.credit.guarantees),
        ("bank_totals", story.credit.bank_totals),
        ("support_measures", story.credit.support_measures),
    ):
        fields = registry().tables[name].fields
        for row in told:
            values = {key: value for key, value in row.items() if key != "enterprise"}
            if unknown := values.keys() - fields.keys():
                raise DataError(f"{name}: no fields {sorted(unknown)}")
            if isinstance(guarantor := values.get("guarantor"), int):
                values["guarantor"] = keys[guarantor]
            owner = {"enterprise_id": keys[row["enterprise"]]} if "enterprise" in row else {}
            yield name, {**owner, **values}
    yield from _vacancies(story)
    for number, (petitions, disputes) in story.people.stability.items():
        yield (
            "stability",
            {
                "enterprise_id": keys[number],
                "as_of": story.people.stability_as_of,
                "open_petitions": petitions,
                "labour_disputes": disputes,
            },
        )


def _vacancies(story: District) -> Iterator[tuple[str, Row]]:
    """Yield a row a township and quarter; none where nobody counted."""
    for township, jobs in story.people.vacancies.items():
        for quarter, count in zip(story.people.quarters, jobs, strict=True):
            if count is not None:
                yield "vacancies", {"township": township, "quarter": quarter, "jobs": count}
