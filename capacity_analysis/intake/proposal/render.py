"""A mapping as a commented YAML file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from ...ledger.registry import registry
from ...sheets.cells import mask_personal
from ..mapping import Form, Table
from ..mapping import Mapping as Layout

_WIDTH = 10**9
Comments = Mapping[str, Sequence[str]]
"""Comments by ``supplier``, ``year`` and the like: what to add is written above the entry."""


def render(mapping: Layout, head: Sequence[str], comments: Sequence[Comments] = ()) -> str:
    """Return a mapping file.

    Parameters
    ----------
    mapping : Mapping
        The mapping.
    head : sequence of str
        Comments at the top.
    comments : sequence of mapping of str to sequence of str
        For each table, the comments by field; those of ``supplier`` in the first.

    Examples
    --------
    >>> from capacity_analysis.intake.mapping import read_mappings
    >>> roster = next(one for one in read_mappings() if one.id == "roster")
    >>> render(roster, ["谁该查"]).splitlines()[:3]
    ['# 谁该查', 'id: roster', 'title: 应查名录']

    """
    lines = [_comment(line) for line in head]
    first = comments[0] if comments else {}
    for name in ("id", "title", "role", "supplier", "permitted_use"):
        value = getattr(mapping, name)
        lines += [_comment(text) for text in first.get(name, ())]
        if name != "permitted_use" or value != "decide":
            lines.append(f"{name}: {_flow(value)}")
    lines += ["recognise:", *_entries(mapping.recognise, 2)]
    if mapping.form is not None:
        lines += ["", "form:", *_form(mapping.form)]
    if mapping.tables:
        lines += ["", "tables:"]
    for at, table in enumerate(mapping.tables):
        lines += [*_table(table, comments[at] if at < len(comments) else {}), ""]
    return "\n".join(lines).rstrip() + "\n"


def _comment(text: str) -> str:
    shown = "".join(char if char.isprintable() else " " for char in mask_personal(text))
    return f"# {shown}"


def _flow(value: Any) -> str:
    """Return a value as YAML on one line."""
    text = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, sort_keys=False, width=_WIDTH
    )
    return text.removesuffix("\n").removesuffix("\n...")


def _content(model: Any) -> dict[str, Any]:
    """Return what a part of a mapping says beyond the defaults."""
    content: dict[str, Any] = model.model_dump(mode="json", exclude_defaults=True)
    return content


def _entries(model: Any, indent: int) -> Iterator[str]:
    for key, value in _content(model).items():
        yield f"{' ' * indent}{key}: {_flow(value)}"


def _form(form: Form) -> Iterator[str]:
    content = {"subject": {}} | _content(form)
    for key in ("subject", "fields", "identifiers"):
        if key in content:
            entries = content.pop(key)
            yield f"  {key}:" if entries else f"  {key}: {{}}"
            yield from (f"    {name}: {_flow(value)}" for name, value in entries.items())
    yield from (f"  {key}: {_flow(value)}" for key, value in content.items())


def _table(table: Table, comments: Comments) -> Iterator[str]:
    content = _content(table)
    yield f"  - target: {table.target}   # {registry().tables[table.target].sheet}"
    for key in ("sheets", "after", "header", "header_rows", "until", "skip", "where", "carry_down"):
        if key in content:
            yield f"    {key}: {_flow(content[key])}"
    yield from (f"    {_comment(text)}" for text in comments.get("enterprise", ()))
    if "enterprise" in content:
        yield from _block("enterprise", content["enterprise"], comments, "enterprise.")
    elif table.enterprise is not None:
        yield "    enterprise: {}"
    yield from _block("fields", content["fields"], comments, "")
    if "spread" in content:
        yield f"    spread: {_flow(content['spread'])}"
    for key in ("optional", "unless_blank"):
        if key in content:
            yield f"    {key}: {_flow(content[key])}"
    named = {*content["fields"], *(f"enterprise.{key}" for key in content.get("enterprise", {}))}
    for key, texts in comments.items():
        if key not in named | {"enterprise", "supplier"}:
            yield from (f"    {_comment(f'{key}: {text}')}" for text in texts)


def _block(name: str, entries: Mapping[str, Any], comments: Comments, prefix: str) -> Iterator[str]:
    if not entries:
        yield f"    {name}: {{}}"
        return
    yield f"    {name}:"
    for key, value in entries.items():
        yield from (f"      {_comment(text)}" for text in comments.get(f"{prefix}{key}", ()))
        yield f"      {key}: {_flow(value)}"
