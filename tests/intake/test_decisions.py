"""The workbook in which persons decide: read with its problems, written back without a loss."""

import datetime as dt
import shutil
import subprocess

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.intake.identity.areas import Area
from capacity_analysis.intake.identity.decisions import (
    MATCHES_SHEET,
    Decisions,
    decisions_of,
    read_decisions,
    review,
    write_decisions,
)
from capacity_analysis.intake.identity.directory import Directory
from capacity_analysis.intake.identity.matching import match
from capacity_analysis.intake.identity.rules import rules

BOOK = rules().workbook
HEADERS = [spec.header for spec in BOOK.decisions.fields.values()]
ROSTER = [
    {"enterprise_id": "E1", "name": "示例区白鹭水泥有限公司"},
    {"enterprise_id": "E2", "name": "示例区青岭水泥厂"},
]
DIRECTORY = Directory(ROSTER, area=Area.of("", ["示例区"]))
DAY = dt.date(2022, 9, 1)


def row(name="白鹭公司", suggested="E1", decision="是", **more):
    """Return the cells of a row that an office has confirmed."""
    cells = {
        "name": name, "suggested": suggested, "decision": decision,
        "confirmed_by": "区工信局", "confirmed_on": DAY, **more,
    }  # fmt: skip
    return [cells.get(key, "") for key in BOOK.decisions.fields]


def ruling(enterprise="E1", fact="年用电量", year=2021.0, source="区供电公司", **more):
    cells = {
        "enterprise_id": enterprise, "fact": fact, "year": year, "source": source,
        "reason": "电表已校验", "confirmed_by": "区发改委", "confirmed_on": DAY, **more,
    }  # fmt: skip
    return [cells.get(key, "") for key in BOOK.rulings.fields]


def read(*rows, rulings=()) -> Decisions:
    headers = [spec.header for spec in BOOK.rulings.fields.values()]
    sheets = {"匹配确认": [HEADERS, *rows], "来源裁定": [headers, *rulings]}
    return decisions_of("匹配确认.xlsx", sheets)


def problems(found: Decisions) -> list[tuple[str, str, str]]:
    return [(one.code, one.sheet, one.cell) for one in found.problems]


def chosen(found: Decisions) -> list[tuple[int, str | None, str | None]]:
    return [(one.row, one.chosen, one.rejected) for one in found.decisions]


# --- reading --------------------------------------------------------------------------------


def test_the_sheet_is_the_one_that_a_folder_is_searched_for():
    assert BOOK.decisions.sheet == MATCHES_SHEET


def test_yes_takes_what_is_suggested_and_no_rejects_it():
    found = read(row(), row("青岭公司", "E2", "否", confirmed_by="", confirmed_on=""))
    assert problems(found) == []
    assert chosen(found) == [(2, "E1", None), (3, None, "E2")]


def test_yes_with_another_number_takes_that_one_and_rejects_what_was_suggested():
    assert chosen(read(row(other_id="E2"))) == [(2, "E2", "E1")]


def test_a_blank_decides_nothing_and_is_no_problem():
    found = read(row(decision="", confirmed_by="", confirmed_on=""))
    assert (chosen(found), problems(found)) == ([], [])


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"confirmed_by": ""}, "decision_unconfirmed", "K2"),
        ({"confirmed_on": ""}, "decision_unconfirmed", "L2"),
        ({"confirmed_by": "某某某"}, "not_an_office", "K2"),
        ({"confirmed_by": "区工信局 某某某"}, "not_an_office", "K2"),
        ({"decision": "否", "confirmed_by": "某某某"}, "not_an_office", "K2"),
        ({"confirmed_by": "区工信局 电话0792-0000000"}, "personal_value", "K2"),
        ({"name": ""}, "decision_without_subject", "B2"),
        ({"suggested": ""}, "decision_without_enterprise", "E2"),
        ({"suggested": "", "decision": "否"}, "decision_without_enterprise", "E2"),
        ({"decision": "", "other_id": "E2"}, "decision_without_answer", "I2"),
        ({"decision": "否", "other_id": "E2"}, "decision_unclear", "J2"),
        ({"decision": "对"}, "not_a_flag", "I2"),
        ({"confirmed_on": "九月"}, "not_a_date", "L2"),
    ],
)
def test_a_decision_that_is_not_whole_does_not_hold_and_says_why(cells, code, cell):
    found = read(row(**cells))
    assert problems(found) == [(code, "匹配确认", cell)]
    assert found.decisions == ()


@pytest.mark.parametrize("office", ["区工信局", "柴桑生态环境局", "区发改委", "区金融办", "区供电公司",
                                    "沙城工业园区管委会", "港口街镇", "中国人民银行柴桑支行"])  # fmt: skip
def test_the_offices_of_a_county_are_taken_for_offices(office):
    assert problems(read(row(confirmed_by=office))) == []


@pytest.mark.parametrize(
    "other",
    [
        row(suggested="E2"),
        row("白 鹭公司", "E2"),
        row(decision="否"),
        row(suggested="E2", address="甲路1号"),
        row(suggested="E2", source="用电清单"),
        row(suggested="E9", other_id="E2"),
    ],
)
def test_decisions_that_can_not_both_be_true_are_problems_and_none_holds(other):
    found = read(row(), other)
    assert problems(found) == [
        ("decision_contradictory", "匹配确认", f"I{number}") for number in (2, 3)
    ]
    assert "第3行" in found.problems[0].message
    assert found.decisions == ()


@pytest.mark.parametrize(
    "others",
    [
        [row(), row()],
        [row(), row(suggested="E2", decision="否")],
        [row(address="甲路1号"), row(suggested="E2", address="乙路2号")],
        [row(source="用电清单"), row(suggested="E2", source="参保清单")],
    ],
)
def test_decisions_that_go_together_all_hold(others):
    found = read(*others)
    assert problems(found) == []
    assert len(found.decisions) == len(others)


def test_where_there_is_no_workbook_yet_nothing_has_been_decided(tmp_path):
    found = read_decisions(tmp_path / "匹配确认.xlsx")
    assert (found.decisions, found.problems) == ((), [])


def test_a_file_that_is_no_workbook_is_a_problem(tmp_path):
    path = tmp_path / "匹配确认.xlsx"
    path.write_bytes(b"PK")
    assert [one.severity for one in read_decisions(path).problems] == ["error"]


# --- rulings --------------------------------------------------------------------------------


def test_a_ruling_settles_its_year_and_one_without_a_year_all_others():
    found = read(rulings=[ruling(), ruling(year="", source="企业自查")])
    assert problems(found) == []
    assert found.settled("E1", "electricity", 2021) == "区供电公司"
    assert found.settled("E1", "electricity", 2020) == "企业自查"
    assert found.settled("E1", "land", 2021) is None
    assert found.settled("E2", "electricity", 2021) is None


def test_a_ruling_gives_the_id_of_the_supplier_that_it_names():
    found = read(rulings=[ruling(source=" 区供电公司")])
    assert found.settled("E1", "electricity", 2021, {"gdgs": "区供电公司"}) == "gdgs"


def test_rulings_that_contradict_each_other_do_not_hold():
    found = read(rulings=[ruling(), ruling(source="企业自查"), ruling("E2")])
    assert problems(found) == [
        ("decision_contradictory", "来源裁定", "D2"), ("decision_contradictory", "来源裁定", "D3")
    ]  # fmt: skip
    assert [one.row for one in found.rulings] == [4]


@pytest.mark.parametrize("key", ["source", "reason", "confirmed_by", "confirmed_on"])
def test_a_ruling_that_is_not_whole_does_not_hold(key):
    found = read(rulings=[ruling(**{key: ""})])
    assert "missing_value" in {one.code for one in found.problems}
    assert found.rulings == ()


def test_a_person_can_not_rule():
    assert [one.code for one in read(rulings=[ruling(confirmed_by="某某某")]).problems] == [
        "not_an_office"
    ]


# --- against the roster and the lists -------------------------------------------------------


def test_a_decision_for_an_enterprise_off_the_roster_is_a_problem():
    found = read(row(suggested="E9"), row("青岭公司", "E1", other_id="E8"), rulings=[ruling("E7")])
    told = [(one.code, one.sheet, one.cell, one.value) for one in review(found, DIRECTORY, [])]
    assert told == [
        ("decision_off_roster", "匹配确认", "E2", "E9"),
        ("decision_off_roster", "匹配确认", "J3", "E8"),
        ("decision_off_roster", "来源裁定", "A2", "E7"),
    ]


def test_a_decision_that_no_row_uses_any_more_is_noted():
    found = read(row(), row("旧名称", "E2"), row("旧厂", "E2", "否"))
    told = review(found, DIRECTORY, match([{"name": "白鹭公司"}], DIRECTORY, found))
    assert [(one.code, one.severity, one.cell) for one in told] == [
        ("decision_unused", "note", "B3"), ("decision_unused", "note", "B4")
    ]  # fmt: skip


def test_cells_are_told_where_the_columns_stand_in_another_order():
    order = sorted(range(len(HEADERS)), reverse=True)
    sheet = [[line[at] for at in order] for line in (HEADERS, row(suggested="E9"))]
    (told,) = review(decisions_of("a.xlsx", {"匹配确认": sheet}), DIRECTORY, [])
    assert told.cell == "I2"


# --- writing --------------------------------------------------------------------------------


def written(path, decisions=None, matches=()) -> list[dict[str, object]]:
    write_decisions(path, decisions or Decisions(), matches, {"E1": "示例区白鹭水泥有限公司"})
    sheet = openpyxl.load_workbook(path)[MATCHES_SHEET]
    lines = list(sheet.iter_rows(values_only=True))
    return [dict(zip(BOOK.decisions.fields, line, strict=True)) for line in lines[1:]]


def open_matches(*names, **more):
    return match([{"name": name, **more} for name in names], DIRECTORY, source="用电清单")


def test_open_proposals_stand_first_by_score_then_all_that_was_decided(tmp_path):
    earlier = read(row("旧名称", remark="电话核实"))
    found = written(tmp_path / "a.xlsx", earlier, open_matches("白鹭公司", "示例区青岭水泥厂"))
    assert [line["name"] for line in found] == ["示例区青岭水泥厂", "白鹭公司", "旧名称"]
    assert [line["score"] for line in found][:2] == sorted(
        (line["score"] for line in found[:2]), reverse=True
    )
    assert found[1]["suggested_name"] == "示例区白鹭水泥有限公司"
    assert (found[2]["remark"], found[2]["decision"]) == ("电话核实", "是")


def test_what_has_been_decided_is_not_proposed_again(tmp_path):
    earlier = read(row(source="用电清单"))
    matches = match([{"name": "白鹭公司"}], DIRECTORY, earlier, source="用电清单")
    assert [line["decision"] for line in written(tmp_path / "a.xlsx", earlier, matches)] == ["是"]


def test_a_row_with_a_mistake_stays_and_is_not_doubled(tmp_path):
    earlier = read(row(source="用电清单", confirmed_by=""))
    found = written(tmp_path / "a.xlsx", earlier, open_matches("白鹭公司"))
    assert [(line["name"], line["decision"]) for line in found] == [("白鹭公司", "是")]


def test_one_name_with_several_numbers_is_one_row_that_shows_them(tmp_path):
    rows = [{"name": "白鹭公司", "electricity_account": number} for number in ("1002", "1001")]
    (found,) = written(tmp_path / "a.xlsx", matches=match(rows, DIRECTORY))
    assert found["code"] == "用电户号1001；用电户号1002"


def test_proposals_that_nobody_touched_are_made_anew(tmp_path):
    path = tmp_path / "a.xlsx"
    write_decisions(path, Decisions(), open_matches("白鹭公司"))
    assert written(path, read_decisions(path)) == []


def test_text_is_never_a_formula_and_never_a_link(tmp_path):
    name = "=白鹭水泥"
    path = tmp_path / "a.xlsx"
    write_decisions(path, read(row("=1+1", remark="http://example.invalid")), open_matches(name))
    cells = [cell for line in openpyxl.load_workbook(path)[MATCHES_SHEET] for cell in line]
    assert {name, "=1+1"} <= {cell.value for cell in cells}
    assert not any(cell.data_type == "f" or cell.hyperlink for cell in cells)


def test_personal_data_are_never_written_back(tmp_path):
    earlier = read(row(remark="手机号13000000000"), row(confirmed_by="区工信局 手机13000000000"))
    assert not any("1300" in str(line) for line in written(tmp_path / "a.xlsx", earlier))


def test_the_same_decisions_give_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_decisions(
            tmp_path / name / "匹配确认.xlsx", read(row("旧名称")), open_matches("白鹭公司")
        )
    one, other = ((tmp_path / name / "匹配确认.xlsx").read_bytes() for name in ("a", "b"))
    assert one == other


def test_no_half_written_file_is_left(tmp_path):
    write_decisions(tmp_path / "a.xlsx", Decisions(), [])
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


_words = st.text(alphabet="白鹭公司厂=+-@甲乙 1", max_size=8)
_row = st.builds(
    row,
    name=_words,
    suggested=st.sampled_from(["E1", "E2", ""]),
    decision=st.sampled_from(["是", "否", "", "对"]),
    other_id=st.sampled_from(["", "", "E2"]),
    confirmed_by=st.sampled_from(["区工信局", "区发改委", "", "某某"]),
    confirmed_on=st.sampled_from([DAY, "", "2022年9月1日", "昨天"]),
    source=st.sampled_from(["", "用电清单"]),
    address=st.sampled_from(["", "甲路1号"]),
    score=st.sampled_from(["", 87.5]),
    remark=_words,
)


@settings(max_examples=30, derandomize=True, deadline=None)
@given(st.lists(_row, max_size=6))
def test_decisions_survive_writing_and_reading_and_nothing_is_lost(tmp_path_factory, rows):
    first = read(*rows)
    path = tmp_path_factory.mktemp("decisions") / "a.xlsx"
    write_decisions(path, first, open_matches("白鹭水泥公司"))
    again = read_decisions(path)

    def told(found: Decisions):
        return sorted(f"{one.subject} {one.chosen} {one.rejected}" for one in found.decisions)

    assert [_shown(one) for one in again.kept["decisions"]] == [
        _shown(one) for one in first.kept["decisions"]
    ]
    assert told(again) == told(first)


def _shown(cells):
    return {key: str(cell).strip() for key, cell in cells.items() if str(cell).strip()}


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_keeps_every_row(tmp_path):
    path = tmp_path / "a.xlsx"
    write_decisions(path, read(row("旧名称")), open_matches("白鹭公司"))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile",
               "--convert-to", "ods", "--outdir", str(tmp_path), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = read_decisions(tmp_path / "a.ods")
    assert [one.subject.name for one in found.decisions] == ["旧名称"]
    assert found.problems == []
