"""What is wrong with a mapping file, for the person who wrote it: no Python, and no page of a library."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from ..text import _


def slips(file: Path, error: ValidationError) -> list[str]:
    """Return a line for each slip in a mapping file, by the key that it is at."""
    told = {
        "missing": _("缺少这一项"),
        "extra_forbidden": _("没有这一项，核对写法"),
        "string_pattern_mismatch": _("只用小写字母、数字和连字符"),
        "dict_type": _("应是“名称: 值”"),
        "model_type": _("应是“名称: 值”"),
        "tuple_type": _("应是列表，例如[企业名称, 户号]"),
        "too_short": _("不能是空的"),
        "string_too_short": _("不能是空的"),
    }
    return [
        unsound(file, ".".join(map(str, each["loc"])), told.get(each["type"], each["msg"]))
        for each in error.errors()
    ]


def unsound(file: Path, key: str, defect: str) -> str:
    """Return a defect of a mapping file as a sentence with the file and the key."""
    message = _("映射文件{file}：{key}：{defect}。") if key else _("映射文件{file}：{defect}。")
    return message.format(file=file.name, key=key, defect=defect)
