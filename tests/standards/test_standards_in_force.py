"""Which document applies: by date, by area, and by how documents of a kind meet."""

import shutil
from datetime import date
from pathlib import Path

import pytest
import yaml

from capacity_analysis.errors import DataError, InputError, UsageError
from capacity_analysis.standards import NoDocumentInForce, Standards

CHAISANG = ("360404", "360400", "360000", "000000")
SOUND = Path(__file__).parent / "fixtures" / "sound" / "levels-2021"


@pytest.fixture(scope="module")
def packaged():
    return Standards.load()


@pytest.fixture
def with_documents(tmp_path):
    """Load documents that are copies of one, each with some keys of its header changed."""

    def load(**documents):
        for name, changes in documents.items():
            home = Path(shutil.copytree(SOUND, tmp_path / name))
            header = yaml.safe_load((home / "document.yaml").read_text("utf-8"))
            header |= {"id": name, "in_force_until": None, "until_confidence": None} | changes
            if header["in_force_until"]:
                header["until_confidence"] = "verified"
            (home / "document.yaml").write_text(yaml.safe_dump(header), encoding="utf-8")
        return Standards.load(tmp_path)

    return load


def levels(standards, day, jurisdiction=CHAISANG):
    return standards.in_force("benchmark_levels", day, jurisdiction).id


@pytest.mark.parametrize("day", [date(2022, 1, 1), date(2022, 6, 30), date(2023, 6, 5)])
def test_the_2021_edition_holds_from_its_first_to_its_last_day(packaged, day):
    assert levels(packaged, day) == "ndrc-2021-1609"


def test_the_2023_edition_takes_over_on_the_next_day(packaged):
    assert levels(packaged, date(2023, 6, 6)) == "ndrc-2023-723"


def test_before_the_first_edition_none_is_lent_and_the_refusal_names_what_is_recorded(packaged):
    with pytest.raises(InputError) as raised:
        levels(packaged, date(2021, 12, 31))
    message = str(raised.value)
    assert isinstance(raised.value, NoDocumentInForce)
    assert message.startswith("没有收录在2021年12月31日有效的能效标杆水平和基准水平文件")
    assert "发改产业〔2021〕1609号）施行于2022年1月1日至2023年6月5日" in message
    assert "发改产业〔2023〕723号）自2023年6月6日起施行" in message
    assert raised.value.exit_code == 1


def test_coefficients_hold_from_1_april_2021_with_no_end(packaged):
    kind = "conversion_coefficients"
    with pytest.raises(NoDocumentInForce, match=r"折标准煤系数.*自2021年4月1日起施行"):
        packaged.in_force(kind, date(2021, 3, 31), CHAISANG)
    assert packaged.in_force(kind, date(2021, 4, 1), CHAISANG).number == "GB/T 2589—2020"
    assert packaged.in_force(kind, date(2035, 1, 1), CHAISANG).id == "gbt-2589-2020"


def test_a_document_of_another_area_does_not_apply(packaged):
    with pytest.raises(NoDocumentInForce):
        levels(packaged, date(2022, 6, 30), ("360404", "360400", "360000"))


def test_of_two_editions_the_newer_applies_from_its_first_day(with_documents):
    standards = with_documents(old={}, new={"in_force": date(2023, 6, 6)})
    assert levels(standards, date(2023, 6, 5)) == "old"
    assert levels(standards, date(2023, 6, 6)) == "new"


def test_an_edition_that_was_replaced_does_not_come_back_when_the_newer_one_ends(with_documents):
    standards = with_documents(
        old={}, new={"in_force": date(2023, 6, 6), "in_force_until": date(2025, 12, 31)}
    )
    assert levels(standards, date(2025, 12, 31)) == "new"
    with pytest.raises(NoDocumentInForce):
        levels(standards, date(2026, 1, 1))


def test_two_conflict_rules_at_once_are_refused_by_name(with_documents):
    standards = with_documents(
        nation={}, province={"jurisdiction": "360000", "conflict": "stricter"}
    )
    with pytest.raises(DataError, match=r"between nation \(000000.*, province \(360000"):
        levels(standards, date(2022, 6, 30))
    assert levels(standards, date(2022, 6, 30), ("000000",)) == "nation"


def test_a_newer_document_of_a_lower_area_never_replaces_the_national_one(with_documents):
    standards = with_documents(
        nation={}, county={"jurisdiction": "360404", "in_force": date(2022, 3, 21)}
    )
    assert levels(standards, date(2022, 3, 20)) == "nation"
    with pytest.raises(DataError, match=r"between county \(360404.*, nation \(000000"):
        levels(standards, date(2022, 3, 21))


def test_a_single_document_applies_whatever_its_conflict_rule(with_documents):
    standards = with_documents(province={"jurisdiction": "360000", "conflict": "stricter"})
    assert levels(standards, date(2022, 6, 30)) == "province"


def test_same_date_in_two_areas_is_no_twin(with_documents):
    assert len(with_documents(nation={}, province={"jurisdiction": "360000"}).documents) == 2


def test_a_kind_that_does_not_exist_is_a_mistake_of_the_caller(packaged):
    with pytest.raises(UsageError, match="unknown kind of document 'benchmarks'"):
        packaged.in_force("benchmarks", date(2022, 6, 30), CHAISANG)


def test_one_code_is_not_a_chain(packaged):
    with pytest.raises(TypeError, match="chain"):
        packaged.in_force("benchmark_levels", date(2022, 6, 30), "000000")
