"""Which briefings a site holds, and which change makes which of them again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from capacity_analysis import paths, text
from capacity_analysis.assessment import assess
from capacity_analysis.briefing import plan
from capacity_analysis.errors import DataError, ParameterError, UsageError


@pytest.fixture
def cement(assessed):
    return plan.planned(assessed, "cement")


@pytest.fixture
def forget():
    """Hashes of code and fonts are kept for the process; forget them before and after."""
    for kept in (plan.code, plan._fonts):
        kept.cache_clear()
    yield
    for kept in (plan.code, plan._fonts):
        kept.cache_clear()


def test_one_briefing_for_every_industry_that_the_ledger_holds_in_the_campaigns_order(assessed):
    planned = plan.plan(assessed)
    assert [(each.id, each.title) for each in planned] == [
        ("cement", "水泥"), ("steel", "钢铁"), ("other", "其他行业"),
    ]  # fmt: skip
    assert {each.notebook for each in planned} == {paths.notebooks() / "industry_briefing.ipynb"}


def test_titles_are_in_the_language_of_the_reader(assessed):
    with text.language("en"):
        assert plan.planned(assessed, "steel").title == "Iron and steel"


def test_an_industry_that_the_campaign_has_not_is_refused_with_those_it_has(assessed):
    with pytest.raises(UsageError, match="cement（水泥）"):
        plan.planned(assessed, "cemment")


def test_the_key_has_a_reason_for_each_of_its_parts(cement):
    assert plan.key(cement, "a", "zh").keys() <= plan.REASONS.keys()


def test_the_same_things_have_the_same_key(assessed, cement):
    again = plan.planned(assessed, "cement")
    assert plan.key(cement, assessed.digest, "zh") == plan.key(again, assessed.digest, "zh")


def test_a_language_that_there_is_not_is_refused(cement):
    with pytest.raises(ParameterError, match="language"):
        plan.key(cement, "a", "de")


def reason(before, after) -> str:
    return plan.why(after, before)


def test_other_data_are_a_reason(cement):
    before, after = plan.key(cement, "a", "zh"), plan.key(cement, "b", "zh")
    assert reason(before, after) == "数据、标准或方案有变化"


def test_another_language_is_a_reason(cement):
    assert reason(plan.key(cement, "a", "zh"), plan.key(cement, "a", "en")) == "参数有变化"


def test_another_notebook_is_a_reason(cement, tmp_path):
    copy = tmp_path / "copy.ipynb"
    copy.write_bytes(cement.notebook.read_bytes() + b"\n")
    changed = replace(cement, notebook=copy)
    assert reason(plan.key(cement, "a", "zh"), plan.key(changed, "a", "zh")) == "笔记本有变化"


@pytest.mark.parametrize("role", ["package", "templates"])
def test_another_line_of_code_or_template_is_a_reason(cement, tmp_path, monkeypatch, forget, role):
    before = plan.key(cement, "a", "zh")
    (tmp_path / "one.py").write_text("pass", encoding="utf-8")
    monkeypatch.setattr(paths, role, lambda: tmp_path)
    plan.code.cache_clear()
    assert reason(before, plan.key(cement, "a", "zh")) == "程序或模板有变化"


def test_another_font_is_a_reason(cement, tmp_path, monkeypatch, forget):
    before = plan.key(cement, "a", "zh")
    font = tmp_path / "font.otf"
    font.write_bytes(b"OTTO")
    monkeypatch.setattr(paths, "fonts", lambda: [font])
    plan._fonts.cache_clear()
    assert reason(before, plan.key(cement, "a", "zh")) == "字体有变化"


def test_another_version_of_a_library_is_a_reason(cement, monkeypatch):
    before = plan.key(cement, "a", "zh")
    monkeypatch.setattr(plan, "version", lambda name: "99")
    assert reason(before, plan.key(cement, "a", "zh")) == "排版程序的版本有变化"


def test_several_changes_are_all_named(cement):
    before, after = plan.key(cement, "a", "zh"), plan.key(cement, "b", "en")
    assert reason(before, after) == "数据、标准或方案有变化；参数有变化"


def test_a_key_of_fewer_parts_is_a_reason(cement):
    key = plan.key(cement, "a", "zh")
    assert reason({}, key) == "；".join(plan.REASONS[part] for part in key)


def test_another_day_of_assessment_is_another_digest(ledger, assessed):
    assert assessed.as_of == dt.date(2022, 9, 10)
    assert assess(ledger, as_of=dt.date(2022, 9, 11)).digest != assessed.digest


TABLES = {
    "no list": "briefings: 3",
    "an empty one": "briefings: []",
    "an unknown field": "briefings: [{notebook: a.ipynb, for_each: industry, colour: red}]",
    "an unknown kind": "briefings: [{notebook: a.ipynb, for_each: moon}]",
    "two notebooks for the same files": "briefings:\n"
    "- {notebook: industry_briefing.ipynb, for_each: industry}\n"
    "- {notebook: industry_briefing.ipynb, for_each: industry}\n",
    "no such notebook": "briefings: [{notebook: absent.ipynb, for_each: industry}]",
    "no YAML": "briefings: [",
    "no text": "\x00",
}


@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_a_declared_table_that_breaks_its_schema_is_refused_by_its_name(
    assessed, tmp_path, monkeypatch, table
):
    file = tmp_path / "briefings.yaml"
    file.write_text(table, encoding="utf-8")
    monkeypatch.setattr(paths, "briefings_table", lambda: file)
    with pytest.raises(DataError, match=r"briefings\.yaml"):
        plan.plan(assessed)


def test_a_declared_table_that_is_gone_is_refused_by_its_name(assessed, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "briefings_table", lambda: tmp_path / "briefings.yaml")
    with pytest.raises(DataError, match=r"briefings\.yaml"):
        plan.plan(assessed)
