"""（三）of 工作进度: whether the file of each exit holds what the plan asks for."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ..assessment.finding_words import file_status
from ..text import _
from .blocks import Block, Column, Inline, fill, paragraph, ref, strong, table
from .finding_cells import MOST_ROWS, left_off, named_unit
from .numbers import listed
from .view import IndustryView, records

TABLE = "table-exit-files"
_UNIT = ["enterprise_id", "line_id", "equipment_id"]
_FINE = ("present", "not_required")


def exit_files(view: IndustryView) -> Iterator[Block]:
    """Yield how many files are complete, and what the others lack."""
    items = view.of_enterprises("exit_files")
    if items.empty:
        yield paragraph(_("没有需要建立退出资料的生产线。"))
        return
    lacking = lacking_by_unit(items)
    complete = int((lacking["lacking"] == 0).sum())
    incomplete = lacking[lacking["lacking"] > 0]
    yield paragraph(
        fill(
            _("{count}条建议退出或已退出的生产线须建立备查资料，{finding}{where}。"),
            count=str(len(lacking)),
            finding=strong(_("{count}条资料齐全").format(count=complete)),
            where=fill(_("，其余所缺见{table}"), table=ref(TABLE)) if len(incomplete) else "",
        )
    )
    if len(incomplete):
        yield _table(view, items, incomplete)


def lacking_by_unit(items: pd.DataFrame) -> pd.DataFrame:
    """Return for each exiting unit how many items its file must hold, and how many it lacks."""
    lacks = items.assign(lacking=~items["status"].isin(_FINE))
    by_unit = lacks.groupby(["enterprise_name", *_UNIT], dropna=False, sort=False)["lacking"]
    counted = by_unit.agg(["size", "sum"]).reset_index()
    return counted.rename(columns={"size": "items", "sum": "lacking"})


def _table(view: IndustryView, items: pd.DataFrame, incomplete: pd.DataFrame) -> Block:
    columns = [
        Column(_("企业"), width=2.4),
        Column(_("生产线（装备）"), width=1.4),
        Column(_("齐备／应有"), "right", 1.1),
        Column(_("所缺资料"), width=4.6),
    ]
    names = {each.id: each.label for each in view.assessment.campaign.exit_file.items}
    rows: list[list[Inline]] = []
    shown = incomplete.sort_values("lacking", ascending=False, kind="stable").head(MOST_ROWS)
    for unit in records(shown):
        own = items[_same(items, unit) & ~items["status"].isin(_FINE)]
        rows.append(
            [
                unit.enterprise_name,
                named_unit(unit),
                _("{present}／{items}").format(present=unit.items - unit.lacking, items=unit.items),
                _("；").join(_by_status(own, names)),
            ]
        )
    return table(TABLE, _("退出资料不齐的生产线"), columns, rows, left_off(len(incomplete)))


def _same(items: pd.DataFrame, unit: object) -> pd.Series:
    same = pd.Series(True, index=items.index)
    for name in _UNIT:
        value = getattr(unit, name)
        same &= items[name].isna() if pd.isna(value) else items[name] == value
    return same


def _by_status(own: pd.DataFrame, names: dict[str, str]) -> Iterator[str]:
    """Yield what is lacking by what is wrong with it."""
    for status, rows in own.groupby("status", sort=False, observed=True):
        listing = listed(names.get(str(item), str(item)) for item in rows["item"])
        yield _("{status}：{items}").format(status=file_status(str(status)), items=listing)
