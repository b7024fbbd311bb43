"""Cohorts of staff that the generator draws; together as many as the enterprise employs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .rows import Row
from .story import District, Enterprise

_HAZARDOUS = ("10", "17", "25", "26", "30", "31", "32", "33")
_WOMEN_WORK = ("17", "18", "39")
_MOST_LINES = 2
_PAY = {"cement": 5200, "metals": 6200, "alloys": 5400, "chemicals": 5800, "materials": 4900}
_USUAL_PAY = 4200
_FIRST_YEAR = 2009


def cohorts(enterprise: Enterprise, story: District, rng: np.random.Generator) -> Iterator[Row]:
    """Yield the cohorts of an enterprise that the story leaves to chance.

    Ages and years of hire are bands; nobody is hired before the eighteenth year.
    """
    if enterprise.number not in story.people.drawn:
        return
    usual = _PAY.get(enterprise.scale, _USUAL_PAY)
    for number, (line, sex, post, count) in enumerate(_groups(enterprise, rng), 1):
        born = int(rng.integers(1966, 1978) if sex == "male" else rng.integers(1973, 1981))
        youngest = born + int(rng.integers(6, 14))
        hired = max(youngest + 18, _FIRST_YEAR) + int(rng.integers(0, 3))
        if hired <= 2012 and rng.random() < 0.3:
            hired -= 4
        pay = usual * (1.45 if post == "cadre" else 1.0) * (0.82 if sex == "female" else 1.0)
        until = min(hired + int(rng.integers(3, 9)), 2020)
        yield {
            "line_id": line,
            "cohort": f"B{number:02}",
            "headcount": count,
            "sex": sex,
            "born_from": f"{born}-01",
            "born_to": f"{youngest}-12" if hired >= youngest + 18 else f"{hired - 18}-12",
            "hired_from": f"{hired}-{int(rng.integers(1, 12)):02}",
            "hired_to": f"{max(until, hired)}-12",
            "post": post,
            "contract": "open_ended" if post == "cadre" or rng.random() < 0.4 else "fixed_term",
            "pay_cny_month": round(pay * rng.uniform(0.88, 1.12) / 10) * 10,
            "insured": True,
            "hazards": post == "worker" and enterprise.industry[:2] in _HAZARDOUS,
        }


def _groups(
    enterprise: Enterprise, rng: np.random.Generator
) -> Iterator[tuple[str | None, str, str, int]]:
    """Yield line, sex, post and number of each cohort; the last takes what is left."""
    lines = _lines(enterprise)
    women = 0.72 if enterprise.industry[:2] in _WOMEN_WORK else 0.25
    parts = rng.dirichlet([9.0] * len(lines)) * 0.84
    left = enterprise.employees
    for line, part in zip(lines, parts, strict=True):
        for sex, share in (("male", 1 - women), ("female", women)):
            count = round(enterprise.employees * part * share)
            if 0 < count < left:
                left -= count
                yield line, sex, "worker", count
    men = round(left * 0.6)
    if 0 < men < left:
        left -= men
        yield None, "male", "cadre", men
    yield None, "female", "cadre", left


def _lines(enterprise: Enterprise) -> list[str | None]:
    if enterprise.audit is not None:
        running = [str(row["line_id"]) for row in enterprise.audit.lines]
    else:
        running = [line.id for line in enterprise.lines if line.status == "operating"]
    return list(running[:_MOST_LINES]) or [None]
