"""Write a page on every kind of problem, and the index of them, in Chinese."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from capacity_analysis import paths
from capacity_analysis.cli.printing import SEVERITIES, printable
from capacity_analysis.ledger import KINDS, registry

from .book import Files, height, place_of, position, shown
from .cases import Case, Changes, cases
from .dirty import name_of, reported
from .places import of_case, place_expected, place_of_problem

FOLDER = paths.data().parent / "docs" / "problems"
_DIRTY = "../../data/sample/dirty"
_MEANS = {
    "error": "必须改正：有错误的台账不能出简报。",
    "warning": "请核实：可以继续，但有关的生产线可能不作判定，或者数据没有汇入。",
    "note": "供了解：已经处理，一般不用改。",
}
_MADE = "> 本页由 `tools/problems` 生成，请勿手改：`make problems`。"
_ON_FORM = {"filled_on": "填表日期", "nil": "没有应报的生产线"}
_MARKS = re.compile(r"([\\`*_\[\]<>|#])")


def pages() -> dict[str, str]:
    """Return the text of each page by the name of its file, the index among them."""
    found = {f"{code}.md": page(code) for code in KINDS if code in cases()}
    return {"README.md": index(), **found}


def index() -> str:
    """Return the table of all kinds of problems."""
    rows = [
        f"| `{code}` | {SEVERITIES[kind.severity]} | {plain(cases()[code].title)} "
        f"| [{code}.md]({code}.md) |"
        for code, kind in KINDS.items()
        if code in cases()
    ]
    return "\n".join(
        [
            "# 检查能发现的问题",
            "",
            _MADE,
            "",
            "`capacity-analysis check` 和 `collect` 每报一处问题，行末方括号里是代码。这里每个代码一页：为什么要管、"
            "常见原因、怎么改，并附一个只有这一处毛病的示例（`data/sample/dirty/`）。",
            "",
            *(f"- {label}：{_MEANS[severity]}" for severity, label in SEVERITIES.items()),
            "",
            "| 代码 | 程度 | 问题 | 页面 |",
            "| :-- | :-- | :-- | :-- |",
            *rows,
            "",
        ]
    )


def page(code: str) -> str:
    """Return the page on a kind of problem."""
    case, kind = cases()[code], KINDS[code]
    parts = [
        f"# {plain(case.title)}（`{code}`）",
        _MADE,
        f"程度：{SEVERITIES[kind.severity]}。{_MEANS[kind.severity]}",
        "## 报出来的样子",
        f"```text\n{printed(case)}\n```",
        "## 为什么要管",
        plain(case.why),
        "## 常见原因",
        plain(case.causes),
        "## 怎么改",
        plain(case.how),
        "## 示例",
        example(case),
    ]
    return "\n\n".join(parts) + "\n"


def printed(case: Case) -> str:
    """Return the line that `check` prints for the case, or the message of its kind without a place."""
    kind = KINDS[case.code]
    mine = of_case(case, reported(case.code))
    at = [found for found in mine if place_of_problem(case, found) == place_expected(case)]
    if not at:
        return f"[{SEVERITIES[kind.severity]}] {kind.message}{kind.remedy} [{case.code}]"
    found = at[0]
    where = f"{found.sheet}!{found.cell}" if found.cell else found.sheet
    where = " ".join(filter(None, (found.file if case.is_folder else "", where))) or found.file
    value = f"（现为“{found.value}”）" if found.value else ""
    said = printable(f"{where}{value} {found.message}{found.remedy}")
    return f"[{SEVERITIES[found.severity]}] {said} [{found.code}]"


def example(case: Case) -> str:
    """Say where the example lies, what is wrong in it, and what is changed."""
    name = name_of(case)
    if not case.is_shipped:
        return "示例文件太大，不随项目提供。"
    if case.made is not None:
        return (
            f"[{name}]({_DIRTY}/{name})：由没有问题的小台账做成，或只有这一种毛病的文件，打开无害。"
        )
    what = "收表文件夹" if case.is_folder else "台账"
    link = f"[{name}]({_DIRTY}/{name})"
    lines = [f"{link}：没有问题的小{what}里，只改了这些：", ""]
    lines += [f"- {one}" for one in described(case.defect, case.good())]
    lines += ["", "这样改就没有问题了：", ""]
    lines += [f"- {one}" for one in described(case.mend, case.dirty())]
    return "\n".join(lines)


def described(changes: Changes, before: Files) -> list[str]:
    """Return changes in words."""
    return [
        line
        for change in changes
        for verb, what in change.items()
        for line in _WORDS[verb](what, before)
    ]


def _set(cells: dict[str, Any], before: Files) -> list[str]:
    lines = []
    for place, value in cells.items():
        file, sheet, cell = place_of(place)
        old = before.get(file, {}).get(sheet, {}).get(position(cell))
        said = f"由“{shown(old)}”改为“{shown(value)}”"
        if value is None:
            said = f"清空（原为“{shown(old)}”）"
        elif old is None:
            said = f"填“{shown(value)}”"
        elif shown(old) == shown(value):
            said = f"“{shown(value)}”由{_kind(old)}改为{_kind(value)}"
        lines.append(f"{_place(place)}{plain(said)}")
    return lines


def _kind(value: Any) -> str:
    if isinstance(value, dict):
        return "公式"
    return "文本" if isinstance(value, str) else "数值或日期"


def _add(rows: dict[str, list[dict[str, Any]]], before: Files) -> list[str]:
    lines = []
    for place, added in rows.items():
        file, _mark, sheet = place.rpartition("!")
        first = height(before.get(file, {}).get(sheet, {})) + 1
        for number, cells in enumerate(added, max(first, 2)):
            said = "，".join(f"{header}“{shown(value)}”" for header, value in cells.items())
            lines.append(f"`{file + ' ' if file else ''}{sheet}`加第{number}行：{plain(said)}")
    return lines


def _insert(rows: dict[str, list[Any]], _before: Files) -> list[str]:
    return [
        f"在{_place(place)}行前插入一行：{plain('，'.join(shown(one) for one in cells if one != ''))}"
        for place, cells in rows.items()
    ]


def _drop(places: list[str], _before: Files) -> list[str]:
    lines = []
    for place in places:
        what = place.rpartition("!")[2]
        axis = "行" if what.isdecimal() else "列"
        lines.append(f"删去{_place(place)}{axis if '!' in place else '工作表'}")
    return lines


def _fill(values: dict[str, Any], _before: Files) -> list[str]:
    lines = []
    for place, value in values.items():
        file, _mark, path = place.partition("!")
        name = _header(path.rpartition(".")[2])
        words = {True: "是", False: "否"}
        said = words[value] if isinstance(value, bool) else shown(value)
        lines.append(f"`{file}` 上的“{plain(name)}”填“{plain(said)}”")
    return lines


def _header(key: str) -> str:
    """Return what stands on the form beside a field."""
    if key in _ON_FORM:
        return _ON_FORM[key]
    return next(one.fields[key].header for one in registry().tables.values() if key in one.fields)


def _remove(names: list[str], _before: Files) -> list[str]:
    return [f"移出 `{name}`" for name in names]


def _put(given: dict[str, Any], before: Files) -> list[str]:
    return [f"{'改写' if name in before else '放进'} `{name}`" for name in given]


_WORDS = {
    "set": _set, "add": _add, "insert": _insert, "drop": _drop, "fill": _fill, "remove": _remove,
    "put": _put,
}  # fmt: skip


def _place(place: str) -> str:
    return f"`{place.replace('!', ' ', place.count('!') - 1)}`"


def plain(text: str) -> str:
    """Return a text that Markdown takes for nothing but text."""
    return _MARKS.sub(r"\\\1", text)


def write_pages(folder: Path = FOLDER) -> None:
    """Write all pages anew; those of kinds that are no more go."""
    folder.mkdir(parents=True, exist_ok=True)
    written = pages()
    for path in folder.glob("*.md"):
        if path.name not in written:
            path.unlink()
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
