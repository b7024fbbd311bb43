"""Find the line that somebody names, among all enterprises of an assessment."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..assessment import Assessment
from ..errors import UsageError
from ..ledger.registry import fold
from ..text import _

_NEAR = 5  # names that a message offers
_LEAST_SCORE = 50


def find_line(assessment: Assessment, name: str, enterprise: str | None = None) -> int:
    """Return the line code of a line named by its id, or else by its name.

    Parameters
    ----------
    assessment : Assessment
        Whose lines.
    name : str
        Id or name of the line, or ``企业/生产线``.
    enterprise : str, optional
        Id, credit code, name or part of the name of the enterprise.

    Raises
    ------
    UsageError
        If no line is called so (the message offers near names), or several are (it lists them).

    Examples
    --------
    >>> from capacity_analysis import assess, paths, read_ledger
    >>> assessment = assess(read_ledger(paths.sample_ledger()))
    >>> code = find_line(assessment, "1号窑", "白茅水泥")
    >>> assessment["lines"]["enterprise_name"].iloc[code]
    '示例区白茅水泥有限公司'
    >>> find_line(assessment, "示例区白茅水泥有限公司/1号窑") == code
    True

    """
    lines = _named(assessment)
    found = lines
    for owner, line in _readings(name, enterprise):
        found = _of_owner(lines, owner)
        for column in ("line", "title"):
            exact = found[found[column] == fold(line)]
            if len(exact) == 1:
                return int(exact["line_code"].iloc[0])
            if len(exact) > 1:
                raise UsageError(_several(name, exact))
    raise UsageError(_none(name, enterprise, lines))


def _named(assessment: Assessment) -> pd.DataFrame:
    """Return the lines with the texts by which they are found."""
    lines, enterprises = assessment["lines"], assessment["enterprises"]
    uscc = enterprises["uscc"].astype("str").fillna("").to_numpy()
    return pd.DataFrame(
        {
            "line_code": lines["line_code"],
            "line": lines["line_id"].map(fold),
            "title": lines["line_name"].astype("str").fillna("").map(fold),
            "owner": lines["enterprise_name"].map(fold),
            "owner_id": lines["enterprise_id"].map(fold),
            "uscc": pd.Series(uscc[lines["enterprise_code"]], index=lines.index).map(fold),
            "shown": lines["enterprise_name"] + "/" + lines["line_id"],
            "told": lines["enterprise_name"] + "（" + lines["enterprise_id"] + "）",
        }
    )


def _readings(name: str, enterprise: str | None) -> Iterator[tuple[str, str]]:
    """Yield what a name may mean: a line, then an enterprise and a line around each slash."""
    yield enterprise or "", name
    for at, character in enumerate(name):
        if character in "/／" and not enterprise:
            yield name[:at], name[at + 1 :]


def _of_owner(lines: pd.DataFrame, owner: str) -> pd.DataFrame:
    """Return the lines of an enterprise: one called exactly so goes before a part of a name."""
    text = fold(owner)
    if not text:
        return lines
    exact = lines[(lines[["owner", "owner_id", "uscc"]] == text).any(axis="columns")]
    return exact if len(exact) else lines[lines["owner"].str.contains(text, regex=False)]


def _several(name: str, found: pd.DataFrame) -> str:
    listed = "\n".join(f"  {told}" for told in found["told"])
    message = _("叫“{name}”的生产线有{count}条，请用 --enterprise 指定企业：\n{listed}")
    return message.format(name=name, count=len(found), listed=listed)


def _none(name: str, enterprise: str | None, lines: pd.DataFrame) -> str:
    from rapidfuzz import fuzz, process

    if enterprise and _of_owner(lines, enterprise).empty:
        message = _("台账里没有企业“{name}”的生产线。").format(name=enterprise)
    else:
        message = _("台账里没有生产线“{name}”。").format(name=name)
    within = _of_owner(lines, enterprise or "")
    shown = (within if len(within) else lines)["shown"].to_list()
    wanted = f"{enterprise}/{name}" if enterprise else name
    near = process.extract(
        wanted, shown, scorer=fuzz.WRatio, limit=_NEAR, score_cutoff=_LEAST_SCORE
    )
    offered = [text for text, _score, _at in near] or shown[:_NEAR]
    listed = "\n".join(f"  {text}" for text in offered)
    return message + (_("相近的有：\n{listed}").format(listed=listed) if listed else "")
