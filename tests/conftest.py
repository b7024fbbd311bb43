"""Fixtures that tests of several rooms share."""

import datetime as dt
import gc
import os
from pathlib import Path

import pandas as pd
import pytest

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

    def write(path, change=None, guide=None, industries=("3011", "3110", "1411")) -> Path:
        tables = _small_tables()
        for name, rows in tables.items():
            tables[name] = [row for row in rows if _CODES[row["enterprise_id"]] in industries]
        if change:
            change(tables)
        frames = {name: pd.DataFrame(rows) for name, rows in tables.items()}
        told = {"data_as_of": dt.date(2022, 9, 10), "district": "试验区", "fictional": True}
        write_workbook(path, frames, told | (guide or {}))
        return Path(path)

    return write


_CODES = {"E1": "3011", "E2": "3011", "E3": "3110", "E4": "1411"}


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
