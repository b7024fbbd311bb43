"""What a reader of an imported ledger must know."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ...text import _
from . import tables
from .tracker import Tracker


def sentences(tracker: Tracker, enterprises: pd.DataFrame, lines: pd.DataFrame) -> Iterator[str]:
    """Say what is missing, left out, inferred or contradictory; a count of nothing is not said."""
    yield _("读入{plants}家企业、{furnaces}座高炉。").format(
        plants=len(enterprises), furnaces=len(lines)
    )
    yield _(
        "追踪数据没有统一社会信用代码、是否规上、营业收入、税金、用地和能源数据，相应各栏和“能源”表为空。"
    )
    yield _("产量在追踪数据中只到厂、按工艺，没有分摊到高炉，“产量”表为空。")
    yield _(
        "追踪数据不记高炉用途（炼钢用或铸造用）和是否拆除，“设备”表相应各栏为空，例外须人工核实。"
    )
    yield _("追踪数据只收年产能50万吨及以上的厂；高炉能力可能由容积推算，须核对。")
    yield _(
        "行业代码按主要设备推定：有炼钢设备的（含联合企业）为炼钢，只炼铁的为炼铁；"
        "以钢压延加工为主的无法识别，请按统计部门的认定改正。"
    )
    counted = {**_of_enterprises(tracker, enterprises), **_of_lines(tracker, lines)}
    for message, mask in counted.items():
        if count := int(mask.sum()):
            yield message.format(count=count)
    if tracker.strays:
        yield _("{count}座高炉所属的厂不在企业数据中（不分国家），未导入。").format(
            count=tracker.strays
        )
    if reduced := len(tracker.direct_reduction):
        yield _("{count}座直接还原炉（{plants}家企业）没有对应的产品，未列入“生产线”表。").format(
            count=reduced, plants=tracker.direct_reduction["plant"].nunique()
        )
    if tracker.iron_release != tracker.plant_release:
        yield _(
            "两个文件不是同一期：炼铁装置截至{iron}，企业截至{plants}；数据截至取前者。"
        ).format(iron=tracker.iron_release.as_of, plants=tracker.plant_release.as_of)


def _of_enterprises(tracker: Tracker, enterprises: pd.DataFrame) -> dict[str, pd.Series]:
    name, township = enterprises["name"], enterprises["township"]
    melting_only = ~enterprises["enterprise_id"].isin(tracker.furnaces["plant"])
    return {
        _("{count}家企业没有高炉，只列入“企业”表；转炉、电弧炉只有全厂能力，见备注，没有编造生产线。"): melting_only,
        _("{count}家企业的所在地取自中文地址中的市、县，未用坐标推定。"): township.str.contains(tables.CHINESE, na=False),
        _("{count}家企业所在地不详，留空。"): township.isna(),
        _("{count}家企业从业人员不详，留空。"): enterprises["employees"].isna(),
        _("{count}家企业没有中文名称，用英文名称。"): ~name.str.contains(tables.CHINESE),
        _("{count}家企业与另一家同名，厂址或项目不同，请核对是否同一企业。"): name.duplicated(keep=False),
    }  # fmt: skip


def _of_lines(tracker: Tracker, lines: pd.DataFrame) -> dict[str, pd.Series]:
    remark = lines["remark"].fillna("")
    retired = lines["status"] == "retired"
    return {
        _("{count}座高炉没有名称，编号是追踪数据自加的，写作“名称不详”。"): lines["line_name"].str.startswith(tables.UNNAMED, na=True),
        _("{count}座高炉投产时间不详，留空。"): lines["started_on"].isna(),
        _("{count}座已退出的高炉退出时间不详，留空。"): retired & lines["retired_on"].isna(),
        _("{count}座高炉已公告计划退出，状态仍为在产或停产，见备注。"): remark.str.contains(tables.ANNOUNCED_EXIT),
        _("{count}座高炉的计划退出时间已过而来源未列为退出，退出时间留空，见备注，须核对。"): remark.str.contains(tables.OVERDUE),
        _("{count}座已取消的高炉在来源中有退出时间，记入备注，“退出时间”留空。"): remark.str.contains(tables.CANCELLED),
        _("{count}座高炉能力不详，留空。"): lines["capacity"].isna(),
        _("{count}座高炉容积不详。"): lines["specification"] == tables.NO_VOLUME,
        _("{count}座高炉的日期无法识别或早于1900年，留空，原文见备注。"): remark.str.contains("来源记(?:投产|退出)时间“"),
    }  # fmt: skip
