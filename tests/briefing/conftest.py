"""What the tests of a room share: assessed and published once, read by many, changed by none."""

import pytest
from filelock import FileLock

from capacity_analysis import paths
from capacity_analysis.briefing import publish
from capacity_analysis.ledger import read_ledger
from capacity_analysis.standards import Standards
from capacity_analysis.standards.coverage import read_coverage


@pytest.fixture(scope="session")
def standards():
    return Standards.load()


@pytest.fixture(scope="session")
def coverage():
    return read_coverage(paths.standards())


@pytest.fixture(scope="session")
def ledger(small_reading):
    """The ledger of four enterprises."""
    return small_reading()


@pytest.fixture(scope="session")
def assessed(ledger, standards, assess_once):
    """The ledger of four enterprises, assessed on its own day."""
    return assess_once(ledger, standards)


@pytest.fixture(scope="session")
def sample(assess_once):
    """The ledger of the sample district, assessed."""
    return assess_once(read_ledger(paths.sample_ledger()))


@pytest.fixture(scope="session")
def sample_site(sample, tmp_path_factory, worker_id):
    """The site of the sample district; whoever changes it takes a copy."""
    folder = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        folder = folder.parent  # of all workers: one publishes, the others wait for it
    site = folder / "published" / "site"
    with FileLock(folder / "published.lock"):
        if not site.exists():
            publish.publish(sample, site)
    return site
