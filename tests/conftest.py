"""Fixtures that tests of several rooms share."""

import os
from pathlib import Path

import pytest

_TRACKER = Path(__file__).resolve().parents[2] / "shared/reference/data/gem_gist_2025-03"


@pytest.fixture(scope="session")
def tracker_folder() -> Path:
    """The folder of the real Global Iron and Steel Tracker, which lies beside the checkout."""
    if not _TRACKER.is_dir():
        reason = f"the tracker's workbooks are not at {_TRACKER}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return _TRACKER
