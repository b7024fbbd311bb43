"""People, credit and land of a nation's enterprises; and of some, against a loop over their rows.

The nation is ten districts of 50,000 enterprises, each judged whole, five by each of two processes:
what is ranked, hidden, added up or joined by guarantees is so within a district. In the time is all
that an assessment says of people, credit and land: every table of `assessment.exposure.tables`, from
frames in memory to frames in memory. Not in it are starting Python, making the invented ledger, and
what comes before: reading, energy, screening and dispositions (`benchmarks.screening`); the parcels
have no boundaries. A district of this size hides more small cells than the search for a way around
them can look at (`analysis.disclosure_attack`), so they rest on the rules of thumb alone; a prefecture
with some thousand of them is searched, and takes longer for its size.

Against the loop both sides start from the same frames and from the law on each day of exit, as if
every cohort of the sample lost its work, and give severance (low, central and high), the months of
retirement, the test of idle land with its fee, and the register's result. This project besides says
why, by which rows, and how sure they are.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd

from capacity_analysis import Campaign, Standards
from capacity_analysis.analysis.credit.accounts import Accounts
from capacity_analysis.analysis.credit.rule_rows import Rules
from capacity_analysis.analysis.credit.zombie_register import register, utilisation
from capacity_analysis.analysis.labour import (
    grounds,
    parameters,
    pay_base,
    retirement,
    service,
    severance,
)
from capacity_analysis.analysis.land import idle
from capacity_analysis.analysis.land.distinct import distinct
from capacity_analysis.analysis.land.parameters import Law, law_of
from capacity_analysis.assessment import exposure
from capacity_analysis.assessment.energy_law import output_units

from . import exposure_peer as peer
from .exposure_data import District, district
from .exposure_roster import AS_OF, COHORTS, PARCELS, YEAR
from .measure import MACHINE, Result, alone, compare

ENTERPRISES, SAMPLE = 500_000, 2_000
PARTS, CORES = 10, 2
# What issue 6 allows a machine of two cores for all three.
SECONDS, MEGABYTES = 60.0, 8 * 1024.0


def results() -> Iterator[Result]:
    # The sample comes first, so that the memory told beside it is its own.
    yield _against_a_loop()
    yield _nation()


def _nation() -> Result:
    """Judge district after district, every second one on each of two cores."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(CORES) as both:
        told = [Path(folder) / str(core) for core in range(CORES)]
        runs = list(both.map(lambda file: alone(_command(str(file), file.name)), told))
        seconds = max(float(file.read_text(encoding="utf-8").split()[0]) for file in told)
    return Result(
        name=f"people, credit and land of {ENTERPRISES:,} enterprises, {ENTERPRISES * COHORTS:,} "
        f"cohorts, {ENTERPRISES * PARCELS:,} parcels; {PARTS} districts on {CORES} cores",
        peer=f"the {SECONDS:.0f} s allowed on two cores, with {MEGABYTES:.0f} MB of memory",
        ours_s=round(seconds, 4),
        peer_s=SECONDS,
        ratio=round(seconds / SECONDS, 3),
        memory_mb=round(sum(run.memory_mb for run in runs), 0),
        runs=1,
        machine=MACHINE,
    )


def judge(of: District, standards: Standards, campaign: Campaign) -> dict[str, pd.DataFrame]:
    """Return every table on people, credit and land of a district."""
    return exposure.tables(
        of.ledger, standards, campaign, as_of=AS_OF, year=YEAR, lines=of.lines,
        enterprises=of.enterprises, judged=of.judged, energy=of.energy,
    )  # fmt: skip


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.exposure", *arguments]


# --- against a loop -------------------------------------------------------------------------------


class _Sample:
    """A district of which every cohort loses its work, and the law that both sides are given."""

    def __init__(self, size: int) -> None:
        of, self.campaign = district(size, seed=6), Campaign.load()
        self.lines, self.finance = of.lines, of.ledger["finance"]
        self.production, self.units = of.ledger["production"], output_units()
        self.staff = _staff(of)
        chain, store = self.campaign.jurisdiction.chain, Standards.load()
        labour = [one.table("labour_parameters") for one in store.documents
                  if "labour_parameters" in one.tables]  # fmt: skip
        self.labour_law = parameters.on(
            pd.concat(labour, ignore_index=True),
            self.staff["exit_day"],
            chain,
            self.campaign.labour.settings,
        )
        rows = store.rows_in_force("land_parameters", AS_OF, chain).table
        self.land_law: Law = law_of(rows[rows["binding"]], chain)
        self.zombie_law = Rules.of(store.rows_in_force("zombie_rules", AS_OF, chain).table, chain)
        roster = of.ledger["enterprises"]
        divisions = roster["industry_code"].str[:2]
        self.parcels = distinct(of.ledger["parcels"], roster["employees"], divisions).table

    def ours(self) -> list[np.ndarray]:
        law, labour = self.labour_law, self.campaign.labour
        served = self.staff.join(service.months(self.staff, law).drop(columns=parameters.NOTES))
        paid = severance.pay(served, law, labour)
        ages = retirement.months(self.staff, law)
        lies = idle.idle(self.parcels, self.land_law, AS_OF)
        used = utilisation(self.lines, self.production, YEAR, self.units)
        years = self.zombie_law.whole("register_loss_years")
        accounts = Accounts.of(self.finance, YEAR, years)
        signs = register(accounts, YEAR, used, self.zombie_law)
        signs = signs.table("register", YEAR, accounts.enterprise_code)
        return [
            *(paid[name].to_numpy() for name in ("severance_low_cny", "severance_cny",
                                                 "severance_high_cny")),
            *(ages[name].to_numpy() for name in ("retires_from", "retires_to")),
            *(lies[name].to_numpy() for name in ("idle_test", "idle_months", "fee_10k_cny")),
            *(signs[name].to_numpy() for name in ("result", "value")),
        ]  # fmt: skip

    def row_by_row(self) -> list[np.ndarray]:
        law = self.for_the_loop()
        return [
            *peer.as_arrays(peer.cohorts(self.staff, law["staff"])),
            *peer.as_arrays(peer.parcels(self.parcels, law["land"], AS_OF)),
            *peer.as_arrays(
                peer.zombies(self.finance, self.lines, self.production, units=self.units,
                             law=law["zombies"], year=YEAR)
            ),
        ]  # fmt: skip

    def for_the_loop(self) -> dict[str, dict]:
        """Return the same law as plain numbers."""
        land, zombies = self.land_law, self.zombie_law
        return {
            "staff": self._labour(),
            "land": {
                "start_years": land.get("idle_not_started_years").number,
                "stop_years": land.get("idle_suspended_years").number,
                "built": land.get("idle_built_area_share").number,
                "invested": land.get("idle_invested_share").number,
                "fee_rate": land.get("idle_fee_rate").number,
            },
            "zombies": {
                "days": zombies.value("stopped_days"),
                "half": zombies.value("half_output_share"),
                "loss_years": zombies.whole("register_loss_years"),
                "insolvent": zombies.value("insolvent_ratio"),
                "least": zombies.value("register_suspect_signs"),
            },
        }

    def _labour(self) -> dict:
        law, labour = self.labour_law, self.campaign.labour
        split = service.split_day(law)
        then = split - np.timedelta64(1, "D")
        _, area = pay_base.area_class(law)
        years = [None if np.isnat(day) else str(day.astype("datetime64[Y]") - 1)
                 for day in law.days]  # fmt: skip
        city = law.find(labour.average_wage, np.array(years, dtype=object), city=True).by_day / 12
        above = law.find("severance_high_wage_threshold_multiple").by_day
        most = law.find("severance_base_cap_multiple_when_above_threshold").by_day
        minimum = law.find("minimum_wage_monthly", area).by_day
        ages = {}
        for kind, told in retirement.CATEGORIES.items():
            step, cap = law.last(told.step), law.last(told.cap)
            start = None if step is None else step.first.astype(object)
            ages[kind] = (
                law.last(told.age).value,
                None if step is None else step.value,
                None if cap is None else cap.value,
                None if start is None else start.year * 12 + start.month - 1,
            )
        one = {
            "full": "severance_months_per_full_year",
            "rest": "severance_fraction_ge_6_months_counts_as",
            "short_rest": "severance_fraction_lt_6_months_pays",
            "most_years": "severance_years_cap_when_above_threshold",
        }
        old = {
            "before_per_year": "severance_pre2008_months_per_year",
            "before_most": "severance_pre2008_cap_for_agreed_termination_or_incompetence",
        }
        # What the county has not decided is a range.
        open_, halves = "undecided", (0.0, 0.5, 1.0)
        assert (labour.pre_2008_on_closure, labour.pre_2008_cap) == (open_, open_)
        return {
            "days": {
                day.astype(object): {"minimum": low, "threshold": times * wage, "cap": cap * wage}
                for day, low, times, cap, wage in zip(
                    law.days[:-1], minimum[:-1], above[:-1], most[:-1], city[:-1], strict=True
                )
            },
            "split": split.astype(object),
            "on_closure": halves,
            "uncapped": halves,
            "ages": ages,
            **{name: float(law.find(each).by_day[0]) for name, each in one.items()},
            **{name: float(law.find(each, day=then).by_day[0]) for name, each in old.items()},
        }  # fmt: skip


def _staff(of: District) -> pd.DataFrame:
    """Return the cohorts, each with a ground and a day on which its work ends."""
    staff, draw = of.ledger["workforce"], np.random.default_rng(7)
    size = len(staff)
    names = [*grounds.GROUNDS, grounds.DISPATCHED]
    ground = pd.array(names, dtype="str").take(draw.integers(0, len(names), size))
    days = np.array(["2022-10-31", "2022-12-31", "2023-06-30", "2023-12-31"], dtype="datetime64[s]")
    return staff.assign(
        ground=ground,
        severance_due=np.asarray(ground != grounds.DISPATCHED, dtype=bool),
        exit_day=days[draw.integers(0, len(days), size)],
        enterprise_pay_cny=severance.enterprise_pay(staff).to_numpy(),
    )


def _must_agree(ours: list[np.ndarray], theirs: list[np.ndarray]) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        if other.dtype.kind == "f":
            np.testing.assert_allclose(mine.astype(float), other, rtol=1e-9)
        else:
            np.testing.assert_array_equal(mine.astype(str), other)


def _against_a_loop() -> Result:
    sample = _Sample(SAMPLE)
    _must_agree(sample.ours(), sample.row_by_row())
    return compare(
        f"severance and retirement of {SAMPLE * COHORTS:,} cohorts, idle land of "
        f"{SAMPLE * PARCELS:,} parcels, register of {SAMPLE:,} enterprises, with every reason",
        "a plain loop over cohorts, parcels and enterprises (no reasons)",
        sample.ours,
        sample.row_by_row,
        runs=5,
    )


def main(arguments: list[str]) -> None:
    """Judge every second district and write the seconds; the memory is measured from outside."""
    told, core = Path(arguments[0]), int(arguments[1])
    standards, campaign = Standards.load(), Campaign.load()
    seconds = cpu = 0.0
    for part in range(core, PARTS, CORES):
        of = district(ENTERPRISES // PARTS, seed=part)
        started, worked = time.perf_counter(), time.process_time()
        judge(of, standards, campaign)
        seconds += time.perf_counter() - started
        cpu += time.process_time() - worked
    load = os.getloadavg()[0]
    told.write_text(f"{seconds} {cpu} {load}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
