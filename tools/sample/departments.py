"""What departments know of an enterprise: numbers, meters, land, staff, ratings, inspections."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from stdnum.cn import uscc

from .rows import Row
from .story import Campaigning, District, Enterprise, Matter

HEADCOUNT_DAY = dt.date(2022, 8, 31)
RATED_YEARS = (2020, 2021)

_M2_PER_MU = Fraction(10_000, 15)
_LAND_TOLERANCE = Fraction(2, 100)  # as the campaign's source_precedence has it
_RIGHTS = ("granted", "granted", "granted", "allocated", "collective")
_OF_OLD_FORM = ("former_name", "electricity_account", "pollution_permit")
_DRAWN_FROM = 147
_BEST, _GOOD, _FAIR = 70, 55, 40  # scores from which a rating is A, B, C


def credit_code(enterprise: Enterprise, prefix: str) -> str | None:
    """Return the invented credit code with its check digit, or None.

    The area 360499 does not exist, so no enterprise bears the code.
    """
    if not enterprise.coded:
        return None
    number = enterprise.number
    body = prefix + (enterprise.organisation or f"XN{number:06}{number % 7}")
    return body + str(uscc.calc_check_digit(body))


def enterprise_id(enterprise: Enterprise, prefix: str) -> str:
    """Return the credit code, or the number that offices made up."""
    return credit_code(enterprise, prefix) or f"SL{enterprise.number:03}"


def filled_on(enterprise: Enterprise, story: District) -> dt.date:
    """Return the day on which an enterprise filled in its self-check form."""
    days = (story.returns.last_day - story.returns.first_day).days
    drawn = np.random.default_rng([enterprise.number]).integers(0, days + 1)
    return story.returns.first_day + dt.timedelta(days=int(drawn))


class Known:
    """What departments know of one enterprise; a generator of its own keeps it apart from others.

    Parameters
    ----------
    enterprise, story
        Whom it is about.
    rng : Generator
        Draws what the story leaves open.
    land_mu : float
        Land that the enterprise itself counts.

    """

    def __init__(
        self, enterprise: Enterprise, story: District, rng: np.random.Generator, land_mu: float
    ):
        self.enterprise = enterprise
        self.story = story
        self.rng = rng
        self.code = credit_code(enterprise, story.credit_code_prefix)
        self.address = self._address()
        big = enterprise.employees > 100
        accounts = int(rng.integers(2, 4)) if big else int(rng.integers(1, 3))
        self.accounts = [
            f"360499{enterprise.number:03}{number}" for number in range(1, accounts + 1)
        ]
        self.shares = rng.dirichlet([6.0] * accounts)
        self.parcels = [] if enterprise.lessor else self._parcels(land_mu)
        self.social_account = f"SB360499{enterprise.number:04}"
        self.insured = round(enterprise.employees * rng.uniform(0.88, 1.0))

    def _address(self) -> str:
        place = f"{self.story.name}{self.enterprise.township}"
        park = self.story.park_townships.get(self.enterprise.township)
        number = int(self.rng.integers(1, 90))
        if park is not None:
            return f"{place}{park}{self.rng.choice(self.story.roads)}{number}号"
        if self.rng.random() < 0.5:
            return f"{place}{self.rng.choice(self.story.roads)}{number}号"
        return f"{place}{self.rng.choice(self.story.villages)}{number % 12 + 1}组"

    def _parcels(self, land_mu: float) -> list[Row]:
        no, pieces = self.enterprise.number, 2 if land_mu > 60 and self.rng.random() < 0.6 else 1
        share = self.enterprise.parcel_share * self.rng.uniform(0.996, 1.004)
        total = float(land_mu * _M2_PER_MU) * share
        parts = self.rng.dirichlet([8.0] * pieces)
        rows: list[Row] = []
        for number, part in enumerate(parts, 1):
            day = dt.date(2004, 1, 5) + dt.timedelta(days=int(self.rng.integers(0, 5500)))
            rows.append({
                "parcel_no": f"360499{no % 17 + 1:03}{no % 5 + 1:03}GB{no:04}{number}W00000000",
                "right": str(self.rng.choice(_RIGHTS)),
                "purpose": "采矿用地" if self.enterprise.industry < "13" else "工业用地",
                "area": round(total * part, 2),
                "area_unit": "平方米",
                "registered_on": day,
            })  # fmt: skip
        return rows

    def ruling_land(self, land_mu: float) -> float:
        """Return the land that counts: as registered, where the two differ too much."""
        registered = sum(Fraction(str(row["area"])) for row in self.parcels) / _M2_PER_MU
        differs = abs(Fraction(str(land_mu)) - registered) > registered * _LAND_TOLERANCE
        return round(float(registered), 4) if self.parcels and differs else land_mu

    def identifiers(self, names: dict[int, str], *, old_form: bool) -> Iterator[Row]:
        """Yield what the enterprise says that others know it by, ordered by kind and value.

        Parameters
        ----------
        names : dict of int to str
            Names of all enterprises, by their number.
        old_form : bool
            Whether it answers on the form of former years, which asks for fewer.

        """
        lessees = [
            one.number for one in self.story.enterprises if one.lessor == self.enterprise.number
        ]
        kinds = {
            "former_name": sorted(self.enterprise.former_names),
            "electricity_account": self.accounts,
            "pollution_permit": [f"{self.code}001P"] if self.code else [],
            "social_insurance_account": [self.social_account],
            "parcel": [row["parcel_no"] for row in self.parcels],
            "lessor": [names[self.enterprise.lessor]] if self.enterprise.lessor else [],
            "lessee": sorted(names[no] for no in lessees),
        }
        for kind, values in kinds.items():
            if old_form and kind not in _OF_OLD_FORM:
                continue
            yield from ({"kind": kind, "value": value} for value in values)

    def metered(self, kilowatt_hours: dict[int, Fraction]) -> Iterator[Row]:
        """Yield what each of its meters counted in a year; together what the lines consume."""
        share = Fraction(str(self.enterprise.metered_share))
        for number, account in enumerate(self.accounts):
            for year in self.story.years:
                total = round(kilowatt_hours[year] * share)
                parts = [int(total * float(part)) for part in self.shares[1:]]
                amount = [total - sum(parts), *parts][number]
                yield {"account": account, "year": year, "carrier": "electricity",
                       "amount": float(amount), "amount_unit": "千瓦时", "months": 12}  # fmt: skip

    def ratings(self, tax: float, land: float) -> Iterator[Row]:
        """Yield the yearly ratings of an enterprise above the designated size."""
        if not (self.enterprise.above and self.enterprise.rated):
            return
        base = 38 + 22 * self.rng.random() + min(tax / land, 12) * 2.2
        base = self.enterprise.rating_base or base
        for year in RATED_YEARS:
            score = round(min(base + self.rng.uniform(-4, 4), 99), 1)
            rating = "ABCD"[(score < _BEST) + (score < _GOOD) + (score < _FAIR)]
            per_mu = round(tax / land * self.rng.uniform(0.97, 1.0), 2)
            yield {"year": year, "rating": rating, "score": score, "tax_per_mu_10k_cny": per_mu}


def inspections(story: District, rng: np.random.Generator) -> list[tuple[int, Row]]:
    """Return all inspections with the number of the enterprise, each department's by date."""
    found: list[tuple[int, Row]] = []
    for campaign in story.inspections:
        held = sorted([*_drawn(campaign, story, rng), *_told(campaign)], key=lambda one: one[:2])
        issued: dict[int, int] = {}
        for day, no, row in held:
            issued[day.year] = issued.get(day.year, 0) + 1
            document = campaign.document and campaign.document.format(
                year=day.year, number=issued[day.year] + 2
            )
            of = {"ground": campaign.ground, "kind": campaign.kind, "document_no": document,
                  "department": campaign.department}  # fmt: skip
            found.append((no, {**of, "happened_on": day, **row}))
    return found


def _drawn(
    campaign: Campaigning, story: District, rng: np.random.Generator
) -> list[tuple[dt.date, int, Row]]:
    """Return the inspections that the generator draws, with what came of them."""
    drawn = []
    for _ in range(campaign.count):
        matter = campaign.matters[int(rng.integers(len(campaign.matters)))]
        # Later enterprises leave the draw alone.
        able = [one for one in story.enterprises[:_DRAWN_FROM] if _may_be_at(matter, one)]
        day = dt.date(2020, 1, 6) + dt.timedelta(days=int(rng.integers(0, 960)))
        drawn.append((day, able[int(rng.integers(len(able)))].number, matter))
    sequels = {(one.enterprise, one.happened_on): one for one in campaign.sequels}
    found = []
    for day, no, matter in sorted(drawn, key=lambda one: one[:2]):
        row = _outcome(matter, day, rng)
        if sequel := sequels.get((no, day)):
            row |= _of_line(sequel.model_dump(exclude_none=True, exclude={"enterprise"}))
        found.append((day, no, row))
    return found


def _told(campaign: Campaigning) -> list[tuple[dt.date, int, Row]]:
    found = []
    for case in campaign.cases:
        row = _of_line(case.model_dump(exclude={"enterprise", "happened_on"}))
        row["fine_10k_cny"] = row.pop("fine")
        found.append((case.happened_on, case.enterprise, row))
    return found


def _of_line(told: Row) -> Row:
    """Return a row of the story as one of the ledger, which names its line by another field."""
    return {"line_id" if key == "line" else key: value for key, value in told.items()}


def _may_be_at(matter: Matter, enterprise: Enterprise) -> bool:
    return bool(enterprise.lines) and (
        not matter.divisions or enterprise.industry[:2] in matter.divisions
    )


def _outcome(matter: Matter, day: dt.date, rng: np.random.Generator) -> Row:
    fine = round(float(rng.uniform(*matter.fine)), 1) if matter.fine else None
    due = day + dt.timedelta(days=matter.rectify_days) if matter.rectify_days else None
    done = due - dt.timedelta(days=int(rng.integers(0, 12))) if due and rng.random() < 0.8 else None
    text = matter.text if matter.items is None else f"{matter.text}；{matter.items}"
    return {"matter": text, "result": matter.result, "fine_10k_cny": fine,
            "rectify_by": due, "rectified_on": done}  # fmt: skip
