"""One briefing in a folder: whole or not at all, and the same bytes wherever it is made."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from capacity_analysis.assessment import Assessment, assess
from capacity_analysis.briefing import execute, produce, render
from capacity_analysis.errors import BriefingError, UsageError
from capacity_analysis.ledger import read_ledger


def executes_notebooks(test):
    return pytest.mark.slow(pytest.mark.xdist_group("publishing")(test))


def contents(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


@executes_notebooks
def test_two_briefings_of_the_same_input_are_the_same_bytes_wherever_they_are(
    small_ledger, tmp_path
):
    """Read, assessed and briefed twice: HTML, PDF, notebook and assessment."""
    folders = [tmp_path / "一", tmp_path / 'with "quotes" $HOME \\ {x}']
    for folder in folders:
        ledger = read_ledger(small_ledger(tmp_path / "ledger.xlsx"))
        made = produce.brief(assess(ledger), "steel", folder)
        assert made.pdf.read_bytes().startswith(b"%PDF-")
    first, second = map(contents, folders)
    assert {"steel.html", "steel.pdf", "notebooks/steel.ipynb"} < first.keys()
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()
    notebook = nbformat.reads(first["notebooks/steel.ipynb"].decode(), as_version=4)
    injected = next(cell for cell in notebook.cells if cell.id == execute.INJECTED)
    assert injected.source.splitlines() == [
        "# Parameters",
        'industry = "steel"',
        "as_of = None",
        'assessment = "../assessment"',
        'language = "zh"',
    ]


# --- the notebook is not executed -----------------------------------------------------------------


@pytest.fixture
def press(monkeypatch):
    """Execution and setting replaced; `said` is what the page says, or what is raised."""

    class Press:
        said: str | BaseException = "第一版"

    def run(path, parameters, log=None):
        if isinstance(Press.said, BaseException):
            raise Press.said
        cell = nbformat.v4.new_code_cell(f'assessment = "{parameters.assessment}"')
        cell.id = execute.INJECTED
        return execute.Execution(nbformat.v4.new_notebook(cells=[cell]), 0.0)

    monkeypatch.setattr(execute, "execute", run)
    monkeypatch.setattr(render, "render_html", lambda blocks: Press.said)
    monkeypatch.setattr(render, "render_pdf", lambda blocks, timestamp: b"%PDF-")
    return Press


def test_a_briefing_is_page_document_notebook_and_assessment(assessed, tmp_path, press):
    out = tmp_path / "a" / "b"
    made = produce.brief(assessed, "steel", out)
    assert made == produce.files("steel", out)
    assert made.html.read_text(encoding="utf-8") == "第一版"
    assert Assessment.load(out / "assessment").digest == assessed.digest
    top = sorted(entry.name for entry in out.iterdir())
    assert top == ["assessment", "notebooks", "steel.html", "steel.pdf"]


def test_briefings_of_several_industries_share_a_folder(assessed, tmp_path, press):
    for industry in ("steel", "cement"):
        produce.brief(assessed, industry, tmp_path / "out")
    assert len(list((tmp_path / "out").glob("*.html"))) == 2


@pytest.mark.parametrize("error", [BriefingError("坏了"), RuntimeError("错"), KeyboardInterrupt()])
def test_after_a_failure_the_folder_is_as_it_was(assessed, tmp_path, press, error):
    out = tmp_path / "out"
    produce.brief(assessed, "steel", out)
    before = contents(out)
    press.said = error
    with pytest.raises(type(error)):
        produce.brief(assessed, "steel", out)
    assert contents(out) == before


def test_an_industry_that_is_not_in_the_ledger_makes_no_folder(assessed, tmp_path, press):
    for industry in ("glass", "nonsense", "../steel"):
        with pytest.raises(UsageError):
            produce.brief(assessed, industry, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_called_assessment_that_is_something_else_stays(assessed, tmp_path, press):
    own = tmp_path / "out" / "assessment"
    own.mkdir(parents=True)
    (own / "自评.docx").write_bytes(b"PK")
    with pytest.raises(UsageError, match="不覆盖"):
        produce.brief(assessed, "steel", tmp_path / "out")
    assert contents(tmp_path / "out") == {"assessment/自评.docx": b"PK"}


def test_other_files_in_the_folder_stay(assessed, tmp_path, press):
    out = tmp_path / "out"
    out.mkdir()
    (out / "批注.txt").write_text("留", encoding="utf-8")
    produce.brief(assessed, "steel", out)
    assert (out / "批注.txt").read_text(encoding="utf-8") == "留"


def test_a_published_site_is_no_place_for_a_single_briefing(assessed, tmp_path, press):
    out = tmp_path / "site"
    out.mkdir()
    (out / "manifest.json").write_text('{"format": 1, "briefings": []}', encoding="utf-8")
    with pytest.raises(UsageError, match="发布的网站"):
        produce.brief(assessed, "steel", out)
    assert list(contents(out)) == ["manifest.json"]


def test_a_file_is_no_place_for_a_briefing(assessed, tmp_path, press):
    out = tmp_path / "out"
    out.write_text("文", encoding="utf-8")
    with pytest.raises(UsageError, match="是文件"):
        produce.brief(assessed, "steel", out)
