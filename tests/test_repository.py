"""What is written from other files is current, and the house rules that a machine can see hold."""

from __future__ import annotations

import ast
import functools
import importlib.util
import io
import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml

from capacity_analysis import paths
from capacity_analysis.ledger.dictionary import data_dictionary
from capacity_analysis.standards import Standards

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted((ROOT / "capacity_analysis").rglob("*.py"))
# Rooms where numbers are bytes of a format or widths of a column.
BYTES_AND_WIDTHS = {"sheets", "annotation", "decision_book.py"}
CATALOGUES = sorted((paths.data() / "locale").rglob("*.po"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def significant_digits(value: float) -> int:
    """Shares of a width and the like meet 0.5 or 7 by accident; 0.1229 and 117 nobody does."""
    return len(f"{abs(value):.10g}".replace(".", "").strip("0"))


def catalogue_tool():
    spec = importlib.util.spec_from_file_location("catalogue", ROOT / "tools" / "catalogue.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_data_dictionary_is_what_the_registry_says_now():
    written = (ROOT / "docs" / "data-dictionary.zh-CN.md").read_text(encoding="utf-8")
    assert written == data_dictionary(), "run: make dictionary"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name)
def test_a_catalogue_holds_every_message_of_the_source(catalogue):
    from babel.messages.pofile import read_po

    with catalogue.open("rb") as source:
        held = {message.id for message in read_po(source) if message.id}
    wanted = {message.id for message in catalogue_tool().gather() if message.id}
    assert held == wanted, "run: make catalogue"


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=name)
def test_a_catalogue_is_compiled_and_its_translations_keep_every_placeholder(catalogue):
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with catalogue.open("rb") as source:
        messages = read_po(source, locale=catalogue.parts[-3])
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    assert catalogue.with_suffix(".mo").read_bytes() == compiled.getvalue(), "run: make catalogue"
    for message in messages:
        if message.id and message.string:
            fields = re.findall(r"{(\w+)}", message.id)
            assert sorted(fields) == sorted(re.findall(r"{(\w+)}", message.string)), message.id


def test_every_dependency_is_pinned_and_no_line_names_a_host():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines if "==" in line}
    assert not [line for line in lines if "://" in line or "@" in line]
    extras = project["optional-dependencies"].values()
    wanted = [*project["dependencies"], *(each for extra in extras for each in extra)]
    names = {re.sub(r"[-_.]+", "-", re.split(r"[<>=~\[ ]", each)[0]).lower() for each in wanted}
    assert names <= pinned


def test_the_quarto_project_lists_what_it_renders_and_writes_beside_the_site():
    settings = yaml.safe_load((ROOT / "_quarto.yml").read_text(encoding="utf-8"))
    assert set(settings) <= {"project", "lang", "execute", "format"}
    # The closed set of keys in Quarto's own schema of `project`.
    assert set(settings["project"]) <= {"title", "type", "render", "output-dir", "execute-dir"}
    assert settings["project"]["render"] == ["reports/site/notebooks/*.ipynb"]
    assert settings["project"]["output-dir"] == "reports/quarto"
    assert settings["execute"]["enabled"] is False
    assert set(settings["format"]) == {"html", "typst"}


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_stays_under_about_400_lines(module):
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 420


@functools.cache
def numbers_of_law():
    """Return the numbers of the standards that are no accident where they stand in code.

    A year is a date, not a threshold; and where files are taken apart or laid out, bytes and widths
    meet some price of land by chance.
    """
    return {
        abs(value)
        for document in Standards.load().documents
        for kind in document.tables
        for row in document.rows(kind)
        for column, value in row.items()
        if isinstance(value, float) and column != "year" and significant_digits(value) >= 3
    }


@pytest.mark.parametrize(
    "module", [module for module in MODULES if not BYTES_AND_WIDTHS & set(module.parts)], ids=name
)
def test_no_number_of_a_standard_stands_in_code(module):
    law = numbers_of_law()
    tree = ast.parse(module.read_text(encoding="utf-8"))
    literals = {
        float(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float)
    }
    assert not literals & law


def test_only_the_command_line_prints():
    for module in MODULES:
        if module.parent.name == "cli":
            continue
        calls = [
            node.func.id
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        assert "print" not in calls, name(module)


def test_ci_can_run_its_script():
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
