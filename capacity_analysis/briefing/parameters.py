"""What a briefing notebook may be asked: names and types, declared once.

papermill only warns about a parameter it does not know and passes any type on. Here both are
errors, found before a kernel starts: in what the caller asks for (`BriefingParameters.validated`)
and in what the notebook itself declares (`check_notebook`).
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from capacity_analysis.errors import ParameterError

if TYPE_CHECKING:
    from nbformat import NotebookNode

TAG = "parameters"
_INJECTED_BY_PAPERMILL = "# Parameters\n"


def _as_date(value: object) -> object:
    """Return the date that an ISO string says; what is no such string is left to pydantic."""
    if isinstance(value, datetime):
        raise ValueError("a moment, not a date")
    if isinstance(value, str):
        # fromisoformat also reads 20221231 and 2022-W52: a briefing knows one spelling.
        if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
            raise ValueError("not an ISO date")
        return date.fromisoformat(value)
    return value


def _as_text(value: object) -> object:
    return os.fspath(value) if isinstance(value, os.PathLike) else value


class BriefingParameters(BaseModel):
    """The parameters of one briefing; a field's description says what is expected of its value."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    industry: Annotated[
        str,
        Field(
            pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$",
            description="行业代号，文本：小写字母、数字、连字符或下划线，如 'cement'",
        ),
    ]
    as_of: Annotated[
        date | None,
        BeforeValidator(_as_date),
        Field(description="基准日，形如 '2022-12-31' 的日期，或 None（以台账的数据截至日为准）"),
    ] = None
    assessment: Annotated[
        str,
        BeforeValidator(_as_text),
        Field(description="已保存评估结果的文件夹路径，文本；'' 表示由笔记本自行评估内置样例"),
    ] = ""
    language: Annotated[
        Literal["zh", "en"],
        Field(description="页面语言，'zh' 或 'en'"),
    ] = "zh"

    @classmethod
    def validated(cls, values: Mapping[str, object]) -> BriefingParameters:
        """Return the parameters that `values` give.

        Parameters
        ----------
        values
            Values by name. A date may come as `date` or ISO string, a folder as `str` or `Path`.

        Raises
        ------
        ParameterError
            If a name is unknown or missing, or a value has another type than declared. The message
            lists every such slip at once, and all allowed names.

        """
        try:
            return cls.model_validate({str(name): value for name, value in values.items()})
        except ValidationError as error:
            raise ParameterError(_message("简报参数有误", _slips(error))) from error

    def for_notebook(self) -> dict[str, Any]:
        """Return the parameters as the plain values that papermill writes into a notebook.

        Examples
        --------
        >>> BriefingParameters(industry="steel", as_of=date(2022, 12, 31)).for_notebook()
        {'industry': 'steel', 'as_of': '2022-12-31', 'assessment': '', 'language': 'zh'}

        """
        return self.model_dump(mode="json")


def names() -> tuple[str, ...]:
    """Return the declared names, in order."""
    return tuple(BriefingParameters.model_fields)


def check_injected(cells: Iterable[str]) -> None:
    """Check the parameters that papermill's own command has put into a running notebook.

    That command only warns of a name that it does not know: the briefing would be of the default
    industry. Called from the kernel before anything is shown.

    Parameters
    ----------
    cells
        The sources of the cells that have run.

    Raises
    ------
    ParameterError
        If an injected cell sets an unknown name or an ill-typed value.

    """
    for source in cells:
        if source.startswith(_INJECTED_BY_PAPERMILL):
            BriefingParameters.validated({"industry": "placeholder"} | _assignments(source))


def check_notebook(notebook: NotebookNode) -> None:
    """Check that a notebook declares exactly the parameters of a briefing, with fitting defaults.

    Parameters
    ----------
    notebook
        A notebook with one code cell tagged `parameters` that only assigns literals to names.

    Raises
    ------
    ParameterError
        If that cell is missing, holds anything else, or differs from the declaration.

    """
    assigned = _assignments(_parameters_cell(notebook))
    slips = [f"笔记本未声明参数 {name}：{_expected(name)}" for name in _absent(assigned)]
    try:
        # What is absent is named already; the placeholder keeps it from being named twice.
        BriefingParameters.model_validate({"industry": "placeholder"} | assigned)
    except ValidationError as error:
        slips += _slips(error)
    if slips:
        raise ParameterError(_message("笔记本 parameters 单元与约定不符", slips))


def _absent(assigned: Iterable[str]) -> list[str]:
    present = set(assigned)
    return [name for name in names() if name not in present]


def _parameters_cell(notebook: NotebookNode) -> str:
    sources = [
        str(cell.source)
        for cell in notebook.cells
        if cell.cell_type == "code" and TAG in cell.metadata.get("tags", [])
    ]
    if len(sources) != 1:
        slip = f"应有且只有一个带 {TAG} 标签的代码单元，现有 {len(sources)} 个"
        raise ParameterError(_message("笔记本没有可用的参数单元", [slip]))
    return sources[0]


def _assignments(source: str) -> dict[str, object]:
    """Return the literals that a parameters cell assigns, by name."""
    try:
        statements = ast.parse(source).body
    except SyntaxError as error:
        slip = f"第 {error.lineno} 行无法解析：{error.msg}"
        raise ParameterError(_message("笔记本 parameters 单元不是有效的 Python", [slip])) from error
    values: dict[str, object] = {}
    slips = []
    for statement in statements:
        found = _assignment(statement)
        if found is None:
            slips.append(f"第 {statement.lineno} 行应为“名称 = 字面值”：{ast.unparse(statement)}")
        elif found[0] in values:
            slips.append(f"第 {statement.lineno} 行重复赋值：{found[0]}")
        else:
            values[found[0]] = found[1]
    if slips:
        raise ParameterError(_message("笔记本 parameters 单元只能给参数赋字面值", slips))
    return values


def _assignment(statement: ast.stmt) -> tuple[str, object] | None:
    match statement:
        case (
            ast.Assign(targets=[ast.Name(id=name)], value=value)
            | ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value)
        ):
            try:
                return name, ast.literal_eval(value)
            except (ValueError, TypeError):
                return None
    return None


def _expected(name: str) -> str:
    return str(BriefingParameters.model_fields[name].description)


def _slips(error: ValidationError) -> list[str]:
    """Return one line for each wrong parameter, however many ways pydantic found it wrong."""
    return list(dict.fromkeys(_slip(str(each["loc"][0]), each) for each in error.errors()))


def _slip(name: str, error: Mapping[str, Any]) -> str:
    """Return what is wrong with one parameter, in words."""
    if error["type"] == "extra_forbidden":
        close = get_close_matches(name.lower(), names(), n=2, cutoff=0.5)
        hint = f"，是否应为 {' 或 '.join(close)}？" if close else ""
        return f"未知参数 {name}{hint}"
    if error["type"] == "missing":
        return f"缺少参数 {name}：{_expected(name)}"
    return f"参数 {name} 的值 {error['input']!r} 不合要求，应为{_expected(name)}"


def _message(what: str, slips: Iterable[str]) -> str:
    allowed = [f"  {name}：{_expected(name)}" for name in names()]
    return "\n".join([f"{what}：", *(f"- {slip}" for slip in slips), "可用参数：", *allowed])
