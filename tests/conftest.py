"""Fixtures that tests of several rooms share."""

import dataclasses
import datetime as dt
import gc
import os
import pickle
from pathlib import Path

import pandas as pd
import pytest

_INDUSTRIES = ("3011", "3110", "1411")
_GUIDE = {"data_as_of": dt.date(2022, 9, 10), "district": "试验区", "fictional": True}
_TRACKER = Path(__file__).resolve().parents[2] / "shared/reference/data/gem_gist_2025-03"


def pytest_collection_finish():
    """Let the collector leave alone what lives as long as the session, and come by less often.

    Thousands of tests and every document on file are many objects to walk through again and again.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(config, items):
    """Let a worker begin with what takes long, so that none is left alone with it at the end."""
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Send the tests of a file to one worker, which makes once what they share; or those of a group."""
    from xdist.scheduler import LoadGroupScheduling

    class FilesAndGroups(LoadGroupScheduling):
        def _split_scope(self, nodeid):
            scope = super()._split_scope(nodeid)
            return nodeid.split("::", 1)[0] if scope == nodeid else scope

    return FilesAndGroups(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Under CI a skipped test is a failed one: CI installs what the tests need."""
    report = yield
    if report.skipped and os.environ.get("CI"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped under CI: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def tracker_folder() -> Path:
    """The folder of the real Global Iron and Steel Tracker, which lies beside the checkout."""
    if not _TRACKER.is_dir():
        reason = f"the tracker's workbooks are not at {_TRACKER}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return _TRACKER


@pytest.fixture(scope="session")
def small_ledger():
    """A writer of a workbook of four enterprises: two cement works, a steel works, a bakery.

    It is called with the path; `change` may alter the tables (field lists by row) before they are
    written, `guide` the guide sheet, and `industries` keeps only enterprises of these codes.
    """
    from capacity_analysis.ledger.template import write_workbook

    def write(path, change=None, guide=None, industries=_INDUSTRIES) -> Path:
        tables = _changed_tables(change, industries)
        frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
        write_workbook(path, frames, _GUIDE | (guide or {}))
        return Path(path)

    return write


@pytest.fixture(scope="session")
def small_reading():
    """The ledger of the workbook that `small_ledger` writes, without the workbook."""
    from raw_ledger import ledger_of_rows

    def read(change=None, guide=None, industries=_INDUSTRIES, file="ledger.xlsx"):
        tables = _changed_tables(change, industries)
        return ledger_of_rows(tables, _GUIDE | (guide or {}), file)

    return read


@pytest.fixture(scope="session")
def assess_once():
    """`assess`, which answers at once where it is asked again: an assessment is frozen.

    The same are two ledgers with the same cells, under the same documents, plan and day.
    """
    from capacity_analysis import Campaign, Standards
    from capacity_analysis.assessment.build import assess

    made = {}

    def once(ledger, standards=None, campaign=None, as_of=None, *, warnings=0, evidence=None):
        store, plan = standards or Standards.load(), campaign or Campaign.load()
        told = [getattr(ledger, one.name) for one in dataclasses.fields(ledger)]
        # What may only be added up refuses to be pickled: its numbers stand in its one function.
        sums = [cell.cell_contents for cell in ledger.statistics._total.__closure__]
        given = [one for one in told if one is not ledger.statistics] + sums
        given += [plan, as_of, warnings, evidence]
        key = pickle.dumps(given), tuple(map(id, store.documents))
        if key not in made:
            # The store is kept, so that no other document can bear the id of one of its own.
            found = assess(ledger, store, plan, as_of, warnings=warnings, evidence=evidence)
            made[key] = found, store
        return made[key][0]

    return once


@pytest.fixture
def commands_assess_once(assess_once, monkeypatch):
    """Let the commands that a test runs in this process assess a ledger once for all tests."""
    monkeypatch.setattr("capacity_analysis.assessment.assess", assess_once)


_CODES = {"E1": "3011", "E2": "3011", "E3": "3110", "E4": "1411"}


def _changed_tables(change, industries):
    tables = _small_tables()
    for name, rows in tables.items():
        tables[name] = [row for row in rows if _CODES[row["enterprise_id"]] in industries]
    if change:
        change(tables)
    return tables


def _small_tables() -> dict[str, list[dict]]:
    names = {"E1": "甲水泥厂", "E2": "乙水泥厂", "E3": "丙炼铁厂", "E4": "丁糕点厂"}
    products = {"E1": "clinker", "E2": "clinker", "E3": "blast_furnace_iron"}
    output, coal, power = [90.0, 95.0], [126_000.0, 161_000.0], [5_200.0, 5_600.0]
    made = list(
        zip(products.items(), [*output, 80.0], [*coal, 420_000.0], [*power, 900.0], strict=True)
    )
    line = {"line_id": "1号线"}
    return {
        "enterprises": [
            {"enterprise_id": key, "name": name, "township": "城关镇", "industry_code": _CODES[key],
             "employees": 100.0}
            for key, name in names.items()
        ],
        "lines": [
            {"enterprise_id": key, **line, "product_id": product, "capacity": 120.0,
             "capacity_unit": "万吨", "status": "operating", "started_on": dt.date(2010, 1, 1)}
            for key, product in products.items()
        ],
        "production": [
            {"enterprise_id": key, **line, "year": 2021, "product_id": product, "output": tonnes,
             "output_unit": "万吨"}
            for (key, product), tonnes, _coal, _power in made
        ],
        "energy": [
            {"enterprise_id": key, **line, "year": 2021, "carrier": carrier, "amount": amount,
             "amount_unit": unit}
            for (key, _product), _tonnes, coal_t, power_10mwh in made
            for carrier, amount, unit in (("raw_coal", coal_t, "吨"),
                                          ("electricity", power_10mwh, "万千瓦时"))
        ],
    }  # fmt: skip


def pytest_make_parametrize_id(val):
    """Name bytes by their length: an archive holds the hour, and workers must agree on names."""
    return f"{len(val)} bytes" if isinstance(val, bytes) else None
