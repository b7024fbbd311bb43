"""A slip in a parameter is found before anything runs, and the message says how to mend it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from capacity_analysis.briefing.parameters import BriefingParameters, check_injected, check_notebook
from capacity_analysis.errors import ParameterError

DECLARED = 'industry = "cement"\nas_of = None\nassessment = ""\nlanguage = "zh"'


def notebook_declaring(source: str):
    cell = new_code_cell(source, metadata={"tags": ["parameters"]})
    return new_notebook(cells=[new_markdown_cell("# 标题"), cell, new_code_cell("1 + 1")])


def message_of(values) -> str:
    with pytest.raises(ParameterError) as caught:
        BriefingParameters.validated(values)
    return str(caught.value)


def notebook_message(source: str) -> str:
    with pytest.raises(ParameterError) as caught:
        check_notebook(notebook_declaring(source))
    return str(caught.value)


def test_only_the_industry_must_be_given():
    parameters = BriefingParameters.validated({"industry": "flat-glass"})
    assert parameters.for_notebook() == {
        "industry": "flat-glass",
        "as_of": None,
        "assessment": "",
        "language": "zh",
    }


@pytest.mark.parametrize("as_of", ["2022-12-31", date(2022, 12, 31)])
def test_a_date_and_its_iso_string_say_the_same(as_of):
    parameters = BriefingParameters.validated({"industry": "steel", "as_of": as_of})
    assert parameters.as_of == date(2022, 12, 31)
    assert parameters.for_notebook()["as_of"] == "2022-12-31"


def test_a_folder_may_be_given_as_a_path():
    parameters = BriefingParameters.validated({"industry": "steel", "assessment": Path("a/b")})
    assert parameters.assessment == str(Path("a/b"))


def test_a_misspelt_name_gets_the_closest_name_and_all_allowed_ones():
    message = message_of({"indusrty": "steel", "langauge": "zh", "industry": "steel"})
    assert "未知参数 indusrty，是否应为 industry？" in message
    assert "未知参数 langauge，是否应为 language？" in message
    for name in ("industry", "as_of", "assessment", "language"):
        assert f"\n  {name}：" in message


def test_a_name_like_no_other_gets_no_suggestion():
    message = message_of({"industry": "steel", "xyzzy": 1})
    assert "未知参数 xyzzy\n" in message


def test_a_name_that_is_no_text_is_unknown_too():
    assert "未知参数 7" in message_of({"industry": "steel", 7: "x"})


def test_every_slip_is_listed_at_once():
    message = message_of({"lang": "zh", "as_of": "2022/12/31"})
    assert "缺少参数 industry" in message
    assert "未知参数 lang，是否应为 language？" in message
    assert "参数 as_of 的值 '2022/12/31' 不合要求，应为基准日" in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("industry", "Cement"),
        ("industry", "../steel"),
        ("industry", "steel\n"),
        ("industry", ""),
        ("industry", None),
        ("industry", 3),
        ("as_of", "20221231"),
        ("as_of", "2022-02-30"),
        ("as_of", "2022-W52-6"),
        ("as_of", ""),
        ("as_of", 20221231),
        ("as_of", datetime(2022, 12, 31)),
        ("assessment", None),
        ("assessment", 1),
        ("language", "fr"),
        ("language", None),
    ],
)
def test_an_ill_typed_value_is_named_with_what_was_expected(name, value):
    message = message_of({"industry": "steel"} | {name: value})
    assert f"参数 {name} 的值 {value!r} 不合要求，应为" in message


def test_parameters_cannot_be_changed():
    parameters = BriefingParameters.validated({"industry": "steel"})
    with pytest.raises(ValueError, match="frozen"):
        parameters.industry = "cement"  # type: ignore[misc]


@pytest.mark.parametrize(
    "source",
    [
        DECLARED,
        f"# 参数\n{DECLARED}  # 页面语言",
        'industry: str = "cement"\nas_of: str | None = "2022-12-31"\nassessment = ""\nlanguage = "en"',
    ],
)
def test_a_notebook_that_declares_the_parameters_passes(source):
    check_notebook(notebook_declaring(source))


def test_a_parameter_misspelt_in_the_notebook_is_found():
    message = notebook_message(DECLARED.replace("assessment", "assesment"))
    assert "未声明参数 assessment" in message
    assert "未知参数 assesment，是否应为 assessment？" in message


def test_an_ill_typed_default_of_the_notebook_is_found():
    assert "参数 as_of 的值 2022" in notebook_message(DECLARED.replace("None", "2022"))
    assert "参数 language 的值 'cn'" in notebook_message(DECLARED.replace('"zh"', '"cn"'))


def test_a_missing_industry_is_named_once():
    message = notebook_message(DECLARED.replace('industry = "cement"', ""))
    assert message.count("未声明参数 industry") == 1


@pytest.mark.parametrize(
    "line", ["import os", 'x = "a".upper()', "a = b = 1", "print(1)", "industry += '1'", "x: int"]
)
def test_a_parameters_cell_holds_nothing_but_literals(line):
    assert f"第 5 行应为“名称 = 字面值”：{line[:3]}" in notebook_message(f"{DECLARED}\n{line}")


def test_a_parameter_assigned_twice_is_found():
    assert "第 5 行重复赋值：language" in notebook_message(f'{DECLARED}\nlanguage = "en"')


def test_a_parameters_cell_that_is_no_python_is_found():
    assert "第 5 行无法解析" in notebook_message(f"{DECLARED}\n%matplotlib inline")


@pytest.mark.parametrize("count", [0, 2])
def test_a_notebook_has_one_parameters_cell(count):
    cells = [new_code_cell(DECLARED, metadata={"tags": ["parameters"]}) for _ in range(count)]
    with pytest.raises(ParameterError, match=f"现有 {count} 个"):
        check_notebook(new_notebook(cells=cells))


def test_a_parameter_that_papermill_injected_under_a_wrong_name_is_refused():
    cells = ["industry = 'cement'", "# Parameters\nindusty = 'steel'\n"]
    with pytest.raises(ParameterError, match="industry"):
        check_injected(cells)


def test_what_papermill_injects_rightly_and_what_an_analyst_types_pass():
    check_injected(["# Parameters\nindustry = 'steel'\nas_of = '2022-09-10'\n", "mine = 1"])
