"""The command that holds a ledger against another document or day, line by line."""

from __future__ import annotations

import csv
import subprocess
import sys

import openpyxl
import pytest
from test_cli import (
    _own_folder_and_environment,  # noqa: F401 (fixture)
    run,  # noqa: F401 (fixture)
)

from capacity_analysis import paths, read_ledger
from capacity_analysis.assessment import editions, other_editions
from capacity_analysis.standards import Standards

FERROSILICON = {"product_id": "ferrosilicon"}


def of_ferrosilicon(tables, kgce_per_t=1880.0, name="甲水泥厂"):
    """Turn the first cement works into a ferrosilicon works of 10,000 t.

    Its electricity is 100 million kWh, 12,290 tce; the rest is coke at 0.9714.
    """
    tables["enterprises"][0] |= {"industry_code": "3140", "name": name}
    tables["lines"][0] |= FERROSILICON | {"capacity": 1.2}
    tables["production"][0] |= FERROSILICON | {"output": 1.0}
    energy = [row for row in tables["energy"] if row["enterprise_id"] == "E1"]
    coke_t = (kgce_per_t * 10.0 - 12_290.0) / 0.9714
    energy[0] |= {"carrier": "coke", "amount": round(coke_t, 6)}
    energy[1] |= {"amount": 10_000.0}


@pytest.fixture
def ledger(small_ledger, tmp_path):
    """A ferrosilicon works between the baselines of 2023 (1,850) and of 2021 (1,900), and three others."""
    return small_ledger(tmp_path / "台账.xlsx", of_ferrosilicon)


def rows(printed, start):
    """Return the printed lines of a table that start so, cells separated by single spaces."""
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    return [line for line in lines if line.startswith(start)]


# --- what is printed -------------------------------------------------------------------------------


def test_a_line_that_a_document_would_turn_is_shown_with_the_row_that_does_it(run, ledger):  # noqa: F811
    done = run("editions", ledger, "--document", "ndrc-2023-723")
    assert done.code == 0
    (line,) = rows(done.out, "甲水泥厂")
    assert "不低于基准：单位产品综合能耗1880.0，界限1900（千克标准煤/吨）" in line
    assert "低于基准：单位产品综合能耗1880.0，界限1850（千克标准煤/吨）" in line
    (row,) = (
        row["row_id"]
        for row in Standards.load().document("ndrc-2023-723").rows("benchmark_levels")
        if row["product_id"] == "ferrosilicon"
    )
    assert line.endswith(f"转为不达标 ndrc-2023-723 {row}")


def test_a_line_on_a_row_that_was_carried_over_is_not_checked_and_never_the_same(run, ledger):  # noqa: F811
    """Clinker has 117 in both editions, but the list of changes of 2023 was not found."""
    (row,) = (
        row
        for row in Standards.load().document("ndrc-2023-723").rows("benchmark_levels")
        if row["product_id"] == "clinker"
    )
    assert (row["confidence"], row["baseline"]) == ("carried_over", 117)
    done = run("editions", ledger, "--document", "ndrc-2023-723", "--out", "比较.csv")
    (summary,) = rows(done.out, "换用《")
    assert summary.endswith("，能效低于基准水平：转为不达标1，未核对1，结论相同1。")
    with open("比较.csv", encoding="utf-8-sig", newline="") as opened:  # noqa: PTH123
        lines = {line["企业"]: line for line in csv.DictReader(opened)}
    clinker = lines["乙水泥厂"]
    assert (clinker["变化"], clinker["由哪一行"]) == ("未核对", row["row_id"])
    assert clinker["换用后可信程度"] == "沿用旧版，待核"


def test_without_an_option_the_packaged_alternatives_are_compared(run, ledger):  # noqa: F811
    done = run("editions", ledger)
    assert done.code == 0
    assert len(rows(done.out, "换用")) == 2
    assert "（ndrc-2023-723），能效低于基准水平：" in done.out
    assert "（energy_limits@" in done.out


def test_a_ground_keeps_the_other_out(run, ledger):  # noqa: F811
    done = run("editions", ledger, "--ground", "over_limit", "--on", "2025-06-01")
    assert done.code == 0
    (summary,) = rows(done.out, "换用")
    assert summary.startswith("换用2025-06-01有效的文件（energy_limits@2025-06-01），超过强制性")


def test_a_day_is_held_on_both_grounds_and_a_ground_without_a_document_is_told(run, ledger):  # noqa: F811
    both = run("editions", ledger, "--on", "2025-06-01")
    assert len(rows(both.out, "换用")) == 2
    limits_alone = run("editions", ledger, "--on", "2018-01-01")
    assert limits_alone.code == 0
    assert len(rows(limits_alone.out, "换用")) == 1
    assert limits_alone.err.startswith("没有收录在2018年1月1日有效的能效标杆水平和基准水平文件")


def test_the_documents_of_the_day_itself_change_nothing(run, ledger):  # noqa: F811
    done = run("editions", ledger, "--document", "ndrc-2021-1609")
    assert done.code == 0
    assert "没有一条线的结论会改变。" in done.out


# --- what is written -------------------------------------------------------------------------------


def test_a_workbook_holds_every_line_and_no_formula(run, small_ledger, tmp_path):  # noqa: F811
    def change(tables):
        of_ferrosilicon(tables, name="=HYPERLINK(1)铁合金厂")

    file = small_ledger(tmp_path / "台账.xlsx", change)
    done = run("editions", file, "--document", "ndrc-2023-723", "--out", "比较.xlsx")
    assert done.code == 0
    assert done.out.splitlines()[-1] == "比较.xlsx"
    sheet = openpyxl.load_workbook("比较.xlsx").active
    header, *lines = sheet.iter_rows()
    names = [cell.value for cell in header]
    assert names[:3] == ["企业", "生产线", "企业编号"]
    assert len(lines) == 3  # the bakery has no line
    assert not any(cell.data_type == "f" for line in lines for cell in line)
    first = dict(zip(names, [cell.value for cell in lines[0]], strict=True))
    assert first["企业"] == "=HYPERLINK(1)铁合金厂"
    assert (first["现行结论"], first["换用后结论"]) == ("不低于基准", "低于基准")
    assert first["现行界限"] == 1900
    assert first["换用后单位能耗"] == pytest.approx(1880)
    assert first["变化"] == "转为不达标"


def test_a_text_file_holds_every_line_and_no_formula(run, small_ledger, tmp_path):  # noqa: F811
    def change(tables):
        of_ferrosilicon(tables, name="=1+1铁合金厂")

    file = small_ledger(tmp_path / "台账.xlsx", change)
    done = run("editions", file, "--document", "ndrc-2023-723", "--out", "比较.csv")
    assert done.code == 0
    with open("比较.csv", encoding="utf-8-sig", newline="") as opened:  # noqa: PTH123
        lines = list(csv.DictReader(opened))
    assert [line["企业"] for line in lines] == ["'=1+1铁合金厂", "乙水泥厂", "丙炼铁厂"]
    assert float(lines[0]["现行单位能耗"]) == pytest.approx(1880)
    assert [line["变化"] for line in lines[:2]] == ["转为不达标", "未核对"]


def test_two_runs_write_the_same_bytes(run, ledger, tmp_path):  # noqa: F811
    for name in ("一.xlsx", "二.xlsx", "一.csv", "二.csv"):
        assert run("editions", ledger, "--out", tmp_path / name).code == 0
    for suffix in ("xlsx", "csv"):
        one, two = (tmp_path / f"{name}.{suffix}" for name in "一二")
        assert one.read_bytes() == two.read_bytes()


# --- what is refused -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        (["--document", "ndrc-2012"], "“ndrc-2012”不是可以换用的"),
        (["--document", "gbt-2589-2020"], "可选：gb-16780-2021、"),
        (["--document", "gb-16780-2021", "--ground", "below_baseline"],
         "可选：ndrc-2021-1609、ndrc-2023-723。"),
        (["--on", "2010-01-01"], "没有收录在2010年1月1日有效的单位产品能源消耗限额文件"),
        (["--on", "2018-01-01", "--ground", "below_baseline"], "没有收录在2018年1月1日有效的"),
        (["--on", "2025-6-1"], "--on 应是2022-09-10的样子"),
        (["--on", "2025-06-01", "--document", "ndrc-2023-723"], "二者取一"),
        (["--ground", "quality"], "可选：below_baseline、over_limit。"),
        (["--out", "比较.pdf"], "结尾的文件"),
        (["--out", "没有/比较.xlsx"], "没有文件夹"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused_with_what_can(run, ledger, options, fault):  # noqa: F811
    done = run("editions", ledger, *options)
    assert done.code == 2
    assert fault in done.err
    assert done.out == ""


def test_the_ledger_is_not_written_over(run, ledger):  # noqa: F811
    before = ledger.read_bytes()
    done = run("editions", ledger, "--out", ledger)
    assert (done.code, done.err) == (2, f"{ledger} 就是台账，不能写到它上面。\n")
    assert ledger.read_bytes() == before


def test_a_ledger_with_errors_is_refused_with_its_problems(run, small_ledger, tmp_path):  # noqa: F811
    def spoil(tables):
        tables["production"][1]["output"] = -1.0

    done = run("editions", small_ledger(tmp_path / "坏.xlsx", spoil))
    assert done.code == 1
    assert "[错误]" in done.err


def test_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom capacity_analysis.cli import main\n"
        "sys.argv = ['capacity-analysis', 'editions', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "assert not {'pandas', 'yaml', 'capacity_analysis.standards'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)


# --- the same answer by two ways -------------------------------------------------------------------


def test_assessing_anew_gives_what_the_assessment_says_of_its_alternatives(assess_once):
    """The levels of another edition, put in the place of those of the day, or taken of its own day."""
    standards, ledger = Standards.load(), read_ledger(paths.sample_ledger())
    now = assess_once(ledger, standards)
    chain = now.campaign.jurisdiction.chain
    others = editions.alternatives(standards, now.as_of, chain)
    found = other_editions.under(now, ledger, standards, others)
    assert found.equals(now["editions"])


def test_a_limit_that_is_put_in_force_leaves_the_limits_of_other_standards_as_they_are(
    ledger, assess_once
):
    """GB 16780 came into force in November 2022; the furnace keeps its limit of 2013."""
    standards, read = Standards.load(), read_ledger(ledger)
    now = assess_once(read, standards)
    chain = now.campaign.jurisdiction.chain
    others = other_editions.of_document(standards, "gb-16780-2021", chain)
    found = other_editions.under(now, read, standards, others).set_index("enterprise_id")
    assert found.loc["E2", ["change", "document_id_then"]].tolist() == [
        "newly_covered", "gb-16780-2021",
    ]  # fmt: skip
    assert found.loc["E3", "document_id_now"] == found.loc["E3", "document_id_then"]
    assert now.as_of.isoformat() < "2022-11-01"


def test_a_document_for_new_projects_cannot_be_chosen_for_a_line_that_stands():
    standards = Standards.load()
    of_new = [
        document.model_copy(update={"applies_to": "new"})
        if document.id == "ndrc-2023-723"
        else document
        for document in standards.documents
    ]
    from dataclasses import replace

    found = editions.choices(replace(standards, documents=tuple(of_new)), ["000000"])
    assert "ndrc-2023-723" not in [document.id for document in found]
    assert "ndrc-2021-1609" in [document.id for document in found]
