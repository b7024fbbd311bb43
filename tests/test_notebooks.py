"""The committed notebooks tell the story and nothing else: the package knows."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

from capacity_analysis import paths, sections
from capacity_analysis.briefing import parameters
from capacity_analysis.briefing.execute import execute
from capacity_analysis.briefing.parameters import BriefingParameters
from capacity_analysis.briefing.render import collect_blocks
from capacity_analysis.sections.blocks import Heading, Masthead
from capacity_analysis.sections.heading import ORDER

NOTEBOOKS = sorted(
    path
    for path in paths.notebooks().rglob("*.ipynb")
    if not any(part.startswith(".") for part in path.relative_to(paths.notebooks()).parts)
)
BRIEFINGS = [path for path in NOTEBOOKS if path.parent == paths.notebooks()]
INDUSTRY = paths.notebooks() / "industry_briefing.ipynb"
LONGEST_CELL = 5

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
every_briefing = pytest.mark.parametrize("path", BRIEFINGS, ids=lambda path: path.stem)


def code_cells(path: Path) -> list[nbformat.NotebookNode]:
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def read(path: Path) -> nbformat.NotebookNode:
    return nbformat.read(path, as_version=nbformat.NO_CONVERT)


def told(path: Path) -> list[nbformat.NotebookNode]:
    """Return the code cells other than the parameters."""
    return [
        cell for cell in code_cells(path) if parameters.TAG not in cell.metadata.get("tags", [])
    ]


def test_there_is_a_notebook_for_an_industry():
    assert INDUSTRY in BRIEFINGS


@every_notebook
def test_a_committed_notebook_holds_no_results(path):
    for cell in code_cells(path):
        assert cell.outputs == []
        assert cell.execution_count is None


@every_notebook
def test_a_committed_notebook_is_valid_and_opens_with_any_python_kernel(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert notebook.metadata.kernelspec.name == "python3"
    assert "language_info" not in notebook.metadata


@every_notebook
def test_every_cell_has_an_id_of_its_own_so_that_changes_can_be_compared(path):
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)


@every_briefing
def test_the_parameters_agree_with_their_declaration(path):
    parameters.check_notebook(read(path))


@every_briefing
def test_a_cell_is_short(path):
    for cell in code_cells(path):
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source


@every_briefing
def test_a_cell_does_no_arithmetic_and_holds_no_number(path):
    for cell in told(path):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.BinOp | ast.AugAssign), ast.unparse(node)
            number = isinstance(node, ast.Constant) and isinstance(
                node.value, int | float | complex
            )
            assert not number or isinstance(node.value, bool), ast.unparse(node)


@every_briefing
def test_a_cell_neither_decides_nor_repeats_nor_defines(path):
    kept_out = (
        ast.If,
        ast.IfExp,
        ast.For,
        ast.While,
        ast.comprehension,
        ast.FunctionDef,
        ast.Lambda,
    )
    for cell in told(path):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, kept_out), ast.unparse(node)


@every_briefing
def test_only_the_package_is_imported(path):
    for cell in code_cells(path):
        for node in ast.walk(ast.parse(cell.source)):
            assert not isinstance(node, ast.Import), ast.unparse(node)
            if isinstance(node, ast.ImportFrom):
                assert str(node.module).split(".")[0] == "capacity_analysis"


def test_the_sections_come_in_the_declared_order_each_once():
    calls = [
        node.func.attr
        for cell in told(INDUSTRY)
        for node in ast.walk(ast.parse(cell.source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "sections"
    ]
    assert [name for name in calls if name in ORDER] == list(ORDER)
    assert calls[0] == "masthead"
    assert set(calls) - set(ORDER) == {"masthead", "contents"}
    assert set(calls) <= set(sections.__all__)


def test_what_explains_a_cell_to_the_analyst_stays_off_the_page():
    for cell in read(INDUSTRY).cells:
        if cell.cell_type == "markdown":
            assert "remove-cell" in cell.metadata.tags, cell.source


@pytest.mark.slow
@pytest.mark.xdist_group("publishing")
def test_the_notebook_runs_as_it_is_on_the_sample():
    defaults = {
        node.targets[0].id: ast.literal_eval(node.value)
        for cell in code_cells(INDUSTRY)
        if cell not in told(INDUSTRY)
        for node in ast.parse(cell.source).body
    }
    executed = execute(INDUSTRY, BriefingParameters.validated(defaults)).notebook
    blocks = collect_blocks(executed)
    assert isinstance(blocks[0], Masthead)
    assert any("示例数据（虚构）" in notice for notice in blocks[0].notices)
    headings = [block.anchor for block in blocks if isinstance(block, Heading) and block.anchor]
    assert [anchor for anchor in headings if anchor in ORDER] == list(ORDER)
