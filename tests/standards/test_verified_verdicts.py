"""A row that a department checked against the official text decides; until then it leads to review."""

from __future__ import annotations

import html
import re
import shutil
import sys
from pathlib import Path

import pytest

from capacity_analysis import assess, cli, paths, read_ledger
from capacity_analysis.cli.standards import standards_for

DOCUMENT = "ndrc-2021-1609"
# Both rows are `recalled`; one line of the sample lies beyond its level, the other within.
COPPER, ZINC = "bm2021-044", "bm2021-051"


@pytest.fixture
def ledger(tmp_path, monkeypatch):
    """A copy of the sample in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copy(paths.sample_ledger(), tmp_path / "台账.xlsx"))


@pytest.fixture
def run(monkeypatch):
    def command(*arguments: object) -> int:
        monkeypatch.setattr(sys, "argv", ["capacity-analysis", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0

    return command


@pytest.fixture
def check_row(run, ledger):
    """Record with the command, beside the ledger, that a department checked a row."""

    def record(row):
        options = ["--by", "gdgs", "--against", "官方附表", "--beside", ledger]
        assert run("standards", "verify", DOCUMENT, row, *options) == 0

    return record


@pytest.fixture(scope="module")
def reported():
    """The ledger as read: what stands beside it changes, it does not."""
    return read_ledger(paths.sample_ledger())


@pytest.fixture
def verdicts(ledger, reported):
    """The benchmark ground of every line as the commands would find it now."""

    def found():
        gaps = assess(reported, standards_for(ledger, None)).tables["gaps"]
        columns = ["enterprise_name", "line_id", "row_id", "measured", "baseline", "result"]
        return gaps[columns].set_index(["enterprise_name", "line_id"])

    return found


def of_row(found, row):
    (line,) = found[found["row_id"] == row].to_dict("records")
    return line


def test_checking_a_row_turns_reviews_into_the_verdicts_that_the_numbers_give(verdicts, check_row):
    before = verdicts()
    copper, zinc = of_row(before, COPPER), of_row(before, ZINC)
    assert (copper["result"], zinc["result"]) == ("review", "review")
    assert copper["measured"] > copper["baseline"]
    assert zinc["measured"] < zinc["baseline"]

    check_row(COPPER)
    after = verdicts()
    assert of_row(after, COPPER)["result"] == "hit"
    changed = before["result"].ne(after["result"])
    assert changed.sum() == 1  # no other line rests on the row

    check_row(ZINC)
    after = verdicts()
    assert (of_row(after, COPPER)["result"], of_row(after, ZINC)["result"]) == ("hit", "clear")


def test_a_record_of_another_wording_decides_nothing(ledger, verdicts, check_row, capsys):
    check_row(COPPER)
    file = ledger.parent / "verifications.csv"
    text = file.read_text("utf-8-sig")
    file.write_text(re.sub(r"sha256:\w{16}", "sha256:" + "0" * 16, text), "utf-8")
    assert of_row(verdicts(), COPPER)["result"] == "review"
    assert f"{DOCUMENT} {COPPER}" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.xdist_group("publishing")
def test_the_page_shows_the_verdict_without_the_mark_of_review(ledger, check_row, run):
    check_row(COPPER)
    assert run("brief", ledger, "--industry", "nonferrous", "--out", "out") == 0
    page = html.unescape(Path("out/nonferrous.html").read_text("utf-8"))
    rows = [row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if "赭山铜业" in row]
    told = [row for row in rows if "▲低于基准" in row]
    assert told
    assert not [row for row in told if "▲低于基准（待核）" in row]
