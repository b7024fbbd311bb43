"""What can be wrong with a workbook: each kind has a code, a message and a remedy in Chinese."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

from ..errors import InputError
from ..text import _
from .cells import Cell, as_text, is_blank, mask_personal

Severity = Literal["error", "warning", "note"]
_LONGEST_VALUE = 80


@dataclass(frozen=True)
class Problem:
    """One problem at one place of a workbook; the contract of `check --json`."""

    code: str
    severity: Severity
    file: str
    sheet: str
    cell: str
    table: str
    field: str
    value: str
    message: str
    remedy: str

    def to_json(self) -> dict[str, str]:
        """Return the problem as JSON values."""
        return asdict(self)


class LedgerError(InputError):
    """A workbook has errors; `problems` lists all of them at once."""

    def __init__(self, problems: list[Problem]):
        self.problems = problems
        errors = sum(problem.severity == "error" for problem in problems)
        super().__init__(_("台账有{count}处错误，改正后再运行。").format(count=errors))


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem: how severe, what is wrong, how to mend it (templates of `format`)."""

    severity: Severity
    message: str
    remedy: str


KINDS: dict[str, ProblemKind] = {
    "unreadable_file": ProblemKind(
        "error",
        "文件打不开：不是Excel工作簿、已损坏或有密码。",
        "用Excel或WPS打开后另存为不带密码的.xlsx文件。",
    ),
    "unknown_sheet": ProblemKind(
        "note",
        "模板中没有这个工作表，未读取。",
        "不需要则忽略；如是工作表改了名，改回模板中的名称{near}。",
    ),
    "missing_sheet": ProblemKind(
        "error",
        "缺少工作表“{sheet}”。",
        "用 capacity-analysis template 生成模板，把数据填入该工作表。",
    ),
    "missing_table": ProblemKind(
        "note", "没有工作表“{sheet}”，按没有数据处理。", "如有数据，用模板补充该工作表。"
    ),
    "missing_header": ProblemKind(
        "error",
        "第1行不是列名，整张表未读取。",
        "让第1行是模板中的列名，第2行起是数据{found}。",
    ),
    "missing_column": ProblemKind(
        "error", "缺少列“{header}”。", "在第1行补上列名“{header}”，列名须与模板一致。"
    ),
    "repeated_column": ProblemKind(
        "error", "列“{header}”出现了两次。", "只保留一列，或改正其中一个列名。"
    ),
    "unknown_column": ProblemKind(
        "note",
        "模板中没有列“{header}”，未读取。",
        "不需要则忽略；如是列名写法不同，改成模板中的写法{near}。",
    ),
    "personal_column": ProblemKind(
        "note", "列“{header}”含个人信息，已丢弃，不读取也不保存。", "请从工作簿中删除该列。"
    ),
    "no_rows": ProblemKind("warning", "工作表“{sheet}”没有数据。", "从第2行起填写数据，一行一条。"),
    "personal_value": ProblemKind(
        "error", "单元格内像是身份证号、手机号或电话号码。", "删除个人信息，只保留单位信息。"
    ),
    "missing_value": ProblemKind(
        "error", "“{header}”没有值（空白，或公式出错）。", "填写该单元格；公式出错的改成数值。"
    ),
    "error_cell": ProblemKind(
        "error",
        "单元格的公式出错或没有结果（{value}）。",
        "改正公式，或改填数值、文字；没有数据的清空该单元格。",
    ),
    "not_a_number": ProblemKind(
        "error", "“{header}”应是数，这里不是。", "只填数字，单位和说明放到各自的列。"
    ),
    "too_many_digits": ProblemKind(
        "error",
        "“{header}”超过15位数字，表格软件只保留前15位，其余已丢失。",
        "编号：先把单元格设为文本格式，再重新录入；数值：核对位数和单位。",
    ),
    "not_an_integer": ProblemKind("error", "“{header}”应是整数。", "改成整数。"),
    "below_minimum": ProblemKind(
        "error",
        "“{header}”不能小于{minimum}。",
        "核对正负号和数值；外供、回收在“流向”列注明，数量填正数。",
    ),
    "not_a_year": ProblemKind(
        "error", "“{header}”应是1949至2100之间的年度。", "填四位年份，例如2021。"
    ),
    "not_a_date": ProblemKind(
        "error", "“{header}”不是能识别的日期。", "按2022-09-10的样子填写{extra}。"
    ),
    "not_a_flag": ProblemKind(
        "error", "“{header}”只能填“是”或“否”。", "改成“是”或“否”，不清楚则留空。"
    ),
    "unknown_choice": ProblemKind("error", "“{header}”不在可选范围内。", "从下拉列表选择{near}。"),
    "bad_credit_code": ProblemKind(
        "error",
        "统一社会信用代码的校验码不对或位数不对。",
        "对照营业执照改正18位代码；没有代码则留空。",
    ),
    "unknown_industry": ProblemKind(
        "error", "GB/T 4754—2017中没有这个四位小类代码。", "改成四位小类代码{near}。"
    ),
    "unknown_unit": ProblemKind(
        "error", "不认识的单位，不作猜测。", "改用下列单位之一：{allowed}。"
    ),
    "wrong_dimension": ProblemKind(
        "error", "“{subject}”不能用这个单位计量。", "改用下列单位之一：{allowed}。"
    ),
    "duplicate_key": ProblemKind(
        "error", "与第{first}行重复（{key}相同）。", "合并成一行，或改正编号、年度等。"
    ),
    "duplicate_value": ProblemKind(
        "error", "“{header}”与第{first}行相同。", "同一家企业只留一行；不是同一家的，改正其中一个。"
    ),
    "orphan_key": ProblemKind(
        "error", "“{target}”表中没有这个编号。", "改正编号{near}；或在“{target}”表中补上一行。"
    ),
    "scope_without_line": ProblemKind(
        "error",
        "没有生产线编号，计量范围却是“生产线”。",
        "补上生产线编号，或把计量范围改为“工序”或“企业”。",
    ),
    "scope_with_line": ProblemKind(
        "error",
        "填了生产线编号，计量范围却不是“生产线”。",
        "分到生产线的，计量范围改为“生产线”；分不到的，删去生产线编号。",
    ),
    "period_incomplete": ProblemKind(
        "error",
        "期间起、期间止须同时填写，起不晚于止，且都在该年度内。",
        "改正期间，或都留空（全年）。",
    ),
    "retired_before_start": ProblemKind("error", "退出时间早于投产时间。", "核对两个时间。"),
    "energy_without_output": ProblemKind(
        "warning", "{year}年有能源消费，没有产量。", "补报产量；确未生产的请在备注说明。"
    ),
    "output_without_energy": ProblemKind(
        "warning",
        "{year}年有产量，没有能源消费。",
        "补报能源消费；没有数据的填能源品种、实物量留空。",
    ),
    "suspect_ten_thousand": ProblemKind(
        "warning",
        "与其他年度相差{ratio}倍，可能差了一个“万”。",
        "核对数值与单位（万吨、万千瓦时等）。",
    ),
    "output_over_capacity": ProblemKind(
        "warning", "产量是年生产能力的{ratio}倍。", "核对产量、能力及其单位。"
    ),
    "output_under_capacity": ProblemKind(
        "warning",
        "产量不到年生产能力的千分之一，可能差了一个“万”。",
        "核对产量、能力及其单位（吨还是万吨）；确实很少的不用改。",
    ),
    "not_a_full_year": ProblemKind(
        "warning",
        "{year}年数据不可能是全年：{reason}。该线该年不作判定。",
        "不是全年的填写期间起、期间止；日期填错的，改正投产时间、退出时间或数据截至。",
    ),
    "status_against_dates": ProblemKind(
        "warning",
        "退出时间{date}早于数据截至{as_of}，状态却是“{status}”。",
        "已退出的，状态改为“已退出”；未退出的，改正或删去退出时间。",
    ),
    "output_of_line_not_running": ProblemKind(
        "warning",
        "生产线状态是“{status}”，却有产量。",
        "核对产量；已投产的，在“生产线”表改正状态。",
    ),
    "product_differs": ProblemKind(
        "warning",
        "本行产品与“生产线”表的主要产品“{product}”不同，该线不作判定。",
        "须把两处改成一致。",
    ),
    "zero_energy": ProblemKind(
        "warning",
        "能源消费填了0。",
        "没有数据的应留空；确未使用的删去该行。",
    ),
}


def problem(
    code: str,
    file: str,
    *,
    sheet: str = "",
    cell: str = "",
    table: str = "",
    field: str = "",
    value: Cell = "",
    header: str = "",
    **details: object,
) -> Problem:
    """Return a problem of a kind, worded in the language in use.

    Identity, mobile and labelled telephone numbers are struck out, whatever is wrong with the cell that holds them.

    Examples
    --------
    >>> problem("missing_sheet", "a.xlsx", sheet="企业").message
    '缺少工作表“企业”。'

    """
    kind = KINDS[code]
    shown = "***" if code.startswith("personal") else _shown(value)
    given: dict[str, Any] = {
        "sheet": sheet, "header": _shown(header), "value": shown, **details
    }  # fmt: skip
    return Problem(
        code=code,
        severity=kind.severity,
        file=file,
        sheet=sheet,
        cell=cell,
        table=table,
        field=field,
        value=shown,
        message=_(kind.message).format(**given),
        remedy=_(kind.remedy).format(**given),
    )


def _shown(value: Cell) -> str:
    if is_blank(value):
        return ""
    text = mask_personal(as_text(value))
    return text if len(text) <= _LONGEST_VALUE else f"{text[:_LONGEST_VALUE]}…"
