"""The command `assess`: the folder it leaves, what it prints, and how it exits."""

import openpyxl
import pandas as pd
import pytest
from test_cli import _own_folder_and_environment, bad_ledger, run  # noqa: F401 (fixtures)

from capacity_analysis import Assessment
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


def test_a_furnace_that_may_be_an_exception_is_never_eliminated(run, ledger, tmp_path):  # noqa: F811
    """Up to 400 m³ is on the list of 2019, but for furnaces of foundries: papers decide."""
    run("assess", ledger, "--as-of", "2022-09-10", "--out", tmp_path / "评估")
    (furnace,) = [row for row in rows(tmp_path / "评估", "台账") if row["企业名称"] == "丙炼铁厂"]
    assert furnace["列入淘汰类"] == "△待核"
    assert "淘汰" not in furnace["处置建议"]
    assert "丙炼铁厂" not in [row["企业名称"] for row in rows(tmp_path / "评估", "整改通知书数据")]


def test_another_edition_of_the_energy_levels_is_shown_and_written(run, ledger, tmp_path):  # noqa: F811
    out = tmp_path / "评估"
    done = run("assess", ledger, "--out", out, "--edition", "ndrc-2023-723")
    assert done.code == 0
    assert "（ndrc-2023-723），能效低于基准水平：" in done.out
    changes = rows(out, "换版影响")
    assert {row["事由"] for row in changes} == {"能效低于基准水平"}
    assert len(changes) == 3


def test_another_edition_of_the_catalogue_is_shown_and_written(run, ledger, tmp_path):  # noqa: F811
    out = tmp_path / "评估"
    done = run("assess", ledger, "--out", out, "--edition", "catalogue-2024")
    assert done.code == 0
    assert "（catalogue-2024），列入淘汰类：" in done.out
    assert {row["事由"] for row in rows(out, "换版影响")} == {"列入淘汰类"}


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
