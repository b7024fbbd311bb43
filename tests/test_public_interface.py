"""What the package offers: its names, their documentation, and that the examples in it hold."""

from __future__ import annotations

import doctest
import importlib
import inspect
import pkgutil
import subprocess
import sys
from functools import cache

import pytest

import capacity_analysis
from capacity_analysis import Standards, paths, text

MODULES = sorted(
    ["capacity_analysis"]
    + [
        module.name
        for module in pkgutil.walk_packages(capacity_analysis.__path__, "capacity_analysis.")
        if not module.name.endswith("__main__")
    ]
)
every_module = pytest.mark.parametrize("name", MODULES)


@pytest.fixture(autouse=True)
def _language_as_before():
    with text.language("zh"):
        yield


def test_the_interface_is_the_one_that_is_stated():
    assert set(capacity_analysis.__all__) == {
        "Assessment", "Campaign", "Ledger", "Problem", "Standards", "__version__", "assess", "read_ledger",
    }  # fmt: skip


@pytest.mark.parametrize("name", capacity_analysis.__all__)
def test_a_public_name_can_be_imported_and_is_listed(name):
    assert getattr(capacity_analysis, name) is not None
    assert name in dir(capacity_analysis)


def test_a_name_that_there_is_not_is_missing_as_in_any_module():
    with pytest.raises(AttributeError, match="nonsense"):
        capacity_analysis.nonsense  # noqa: B018


def test_public_names_are_imported_when_first_used():
    code = (
        "import sys, capacity_analysis\n"
        "assert 'pandas' not in sys.modules\n"
        "capacity_analysis.Campaign\n"
        "assert 'pandas' not in sys.modules and 'pydantic' in sys.modules\n"
        "from capacity_analysis import *\n"
        "assert read_ledger and 'pandas' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def own(module):
    """Return the public functions and classes that a module defines, and their public methods."""
    for name, value in vars(module).items():
        if name.startswith("_") or getattr(value, "__module__", "") != module.__name__:
            continue
        if inspect.isfunction(value) or inspect.isclass(value):
            yield name, value
        if inspect.isclass(value):
            yield from ((f"{name}.{method}", function) for method, function in methods(value))


def methods(cls):
    """Return the public methods and properties that a class defines, as functions."""
    for name, member in vars(cls).items():
        function = member
        for wrapper in ("fget", "func", "__func__"):
            function = getattr(function, wrapper, None) or function
        if not name.startswith("_") and inspect.isfunction(function):
            yield name, function


@every_module
def test_every_public_function_and_class_is_documented(name):
    module = importlib.import_module(name)
    assert module.__doc__
    undocumented = [label for label, value in own(module) if not inspect.getdoc(value)]
    assert undocumented == []


@pytest.fixture(scope="module")
def _sample_opened_once():
    """Let the examples share what they begin with: the sample, read, assessed and opened."""
    from capacity_analysis import assessment, exploration, ledger

    read, opened = cache(ledger.read_ledger), cache(exploration.open_desk)
    kept = {}

    def assess(document, *standards):
        given = (document, *standards)
        if given[0] is not read(paths.sample_ledger()) or given[1:] not in (
            (),
            (Standards.load(),),
        ):
            return assessment.assess(*given)
        if not kept:
            kept["sample"] = assessment.assess(document)
        return kept["sample"]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(capacity_analysis, "read_ledger", read, raising=False)
        patch.setattr(capacity_analysis, "assess", assess, raising=False)
        patch.setattr(exploration, "open_desk", opened)
        yield


@every_module
def test_the_examples_in_the_documentation_hold(name, _sample_opened_once):
    result = doctest.testmod(importlib.import_module(name))
    assert result.failed == 0
