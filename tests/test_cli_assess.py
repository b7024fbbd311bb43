"""The command `assess`: the folder it leaves, what it prints, and how it exits."""

import contextlib
import io
import logging

import openpyxl
import pandas as pd
import pytest
from test_cli import _own_folder_and_environment, bad_ledger, run  # noqa: F401 (fixtures)

from capacity_analysis import Assessment, cli
from capacity_analysis.handover import BOOK


@pytest.fixture(scope="module")
def ledger(small_ledger, tmp_path_factory):
    """A steel works with a furnace of 380 m³ whose use nobody reported, and three others."""

    def change(tables):
        tables["equipment"] = [
            {"enterprise_id": "E3", "line_id": "1号线", "equipment_id": "1#高炉",
             "name": "高炉", "equipment_type": "blast_furnace",
             "attribute": "effective_volume_m3", "value": 380.0, "quantity": 1}
        ]  # fmt: skip

    return small_ledger(tmp_path_factory.mktemp("assessed") / "台账.xlsx", change)


@pytest.fixture(scope="module")
def compared(ledger, tmp_path_factory):
    """The folder that a run with other editions leaves, and what it prints."""
    out = tmp_path_factory.mktemp("compared") / "评估"
    asked = ["ndrc-2023-723", "catalogue-2024", "catalogue-2019"]
    options = [each for document in asked for each in ("--edition", document)]
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    told = io.StringIO()
    try:
        with contextlib.redirect_stdout(told):
            cli.app(["assess", str(ledger), "--out", str(out), *options], standalone_mode=False)
    finally:
        root.handlers[:], root.level = handlers, level
    return out, told.getvalue()


def rows(folder, sheet):
    head, *body = openpyxl.load_workbook(folder / BOOK)[sheet].iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in body]


def test_assess_leaves_tables_and_workbook_and_says_where(run, ledger, tmp_path):  # noqa: F811
    out = tmp_path / "评估"
    done = run("assess", ledger, "--as-of", "2022-09-10", "--out", out)
    assert done.code == 0
    assert done.out.splitlines()[0] == "评定日2022-09-10，评定年度2021，生产线3条。"
    assert done.out.splitlines()[-1] == str(out / BOOK)
    lines = Assessment.load(out)["lines"]
    assert len(rows(out, "台账")) == len(lines) == 3
    findings = pd.read_parquet(out / "findings.parquet")
    assert len(rows(out, "排查结果")) == len(findings)
    assert {"category", "deadline", "department"} <= set(findings.columns)
    assert (out / "dispositions.parquet").is_file()
    assert (out / "intensity.parquet").is_file()


def test_a_furnace_that_may_be_an_exception_is_never_eliminated(compared):
    """Up to 400 m³ is on the list of 2019, but for furnaces of foundries: papers decide."""
    folder, _told = compared
    (furnace,) = [row for row in rows(folder, "台账") if row["企业名称"] == "丙炼铁厂"]
    assert furnace["列入淘汰类"] == "△待核"
    assert "淘汰" not in furnace["处置建议"]
    assert "丙炼铁厂" not in [row["企业名称"] for row in rows(folder, "整改通知书数据")]


def test_other_editions_are_shown_and_written_line_by_line(compared):
    folder, told = compared
    assert "（ndrc-2023-723），能效低于基准水平：" in told
    assert "（catalogue-2024），列入淘汰类：" in told
    changes = [(row["事由"], row["企业名称"]) for row in rows(folder, "换版影响")]
    works = ["甲水泥厂", "乙水泥厂", "丙炼铁厂"]
    assert changes == [(why, name) for why in ("列入淘汰类", "能效低于基准水平") for name in works]


def test_an_edition_that_is_in_force_anyway_is_said_to_change_nothing(compared):
    _folder, told = compared
    assert "catalogue-2019：不是当日目录的另一版，没有可以比较的。" in told


def test_an_edition_that_is_not_on_file_exits_2_and_names_those_that_are(run, ledger, tmp_path):  # noqa: F811
    done = run("assess", ledger, "--out", tmp_path / "评估", "--edition", "nowhere")
    assert (done.code, done.out) == (2, "")
    assert "ndrc-2023-723" in done.err
    assert not (tmp_path / "评估").exists()


def test_a_ledger_with_errors_exits_1_with_its_problems_and_writes_nothing(
    run,  # noqa: F811
    bad_ledger,  # noqa: F811
    tmp_path,
):
    before = set(tmp_path.iterdir())
    done = run("assess", bad_ledger, "--out", tmp_path / "评估")
    assert (done.code, done.out) == (1, "")
    assert "错误" in done.err
    assert set(tmp_path.iterdir()) == before


def test_a_folder_of_others_exits_2_and_stays_as_it_was(run, ledger, tmp_path):  # noqa: F811
    (tmp_path / "纪要.txt").write_text("会议", encoding="utf-8")
    before = set(tmp_path.iterdir())
    done = run("assess", ledger, "--out", tmp_path)
    assert (done.code, done.out) == (2, "")
    assert set(tmp_path.iterdir()) == before


def test_a_folder_of_evidence_that_is_not_there_exits_2(run, ledger, tmp_path):  # noqa: F811
    done = run("assess", ledger, "--out", tmp_path / "评估", "--evidence", tmp_path / "nowhere")
    assert done.code == 2
    assert not (tmp_path / "评估").exists()
