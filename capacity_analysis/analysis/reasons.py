"""Why a line gets no sure verdict: a label for the page, and who can supply what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Supplier = Literal["electricity", "energy", "production", "enterprise", "standard"]


@dataclass(frozen=True)
class Reason:
    """A reason: its Chinese label, and the field of `Campaign.suppliers` that names who mends it."""

    label: str
    supplier: Supplier | None = None


# In the order in which a line's first reason is named.
REASONS: dict[str, Reason] = {
    "not_in_operation": Reason("不在运行，不作评定"),
    "product_differs": Reason("产量表的产品与生产线的主要产品不同", "production"),
    "no_document": Reason("没有收录当日有效的标准文件或目录", "standard"),
    "level_absent_on_date": Reason("当日没有收录该产品的标准文件", "standard"),
    "no_level": Reason("该产品没有国家能效标杆和基准水平"),
    "no_limit": Reason("该产品没有强制性能耗限额"),
    "level_open": Reason("该产品的水平数值尚未查到，待录入", "standard"),
    "indicator_not_supported": Reason("该指标不能由台账的填报内容算出，不作评定"),
    "nothing_reported": Reason("缺产量和能源消费", "enterprise"),
    "period_not_assessed": Reason("试生产、验收期或不满全年，不作评定"),
    "several_products": Reason("一条线生产多种产品，能耗未分产品", "enterprise"),
    "output_missing": Reason("缺产量", "production"),
    "output_zero": Reason("当年没有产量"),
    "basis_unknown": Reason("填报了产品含量，但没有收录折算基准", "production"),
    "condition_missing": Reason("缺计算该指标所需的工况", "energy"),
    "energy_above_line": Reason("能源按企业或工序计量，未分到生产线", "energy"),
    "allocation_impossible": Reason("多条线合用的能源按申报的方法分不开", "energy"),
    "energy_missing": Reason("缺能源消费", "energy"),
    "amount_missing": Reason("有能源品种缺实物量", "energy"),
    "coefficient_open": Reason("能源品种的折标准煤系数尚未查到，待录入", "standard"),
    "carrier_missing": Reason("缺电量", "electricity"),
    "process_electricity_missing": Reason("缺主要工序（冶炼、电炉）的单独电量", "electricity"),
    "feedstock_missing": Reason("原料用能没有另起一行填报，不能扣除", "energy"),
    "electricity_contested": Reason("用电量来源不一致，待核实", "electricity"),
    "implausibly_low": Reason("单位能耗远低于标杆水平，疑缺主要能源品种，须核实", "energy"),
    "implausibly_high": Reason("单位能耗远高于基准水平，疑数量或单位有误，须核实", "energy"),
    # Of a line under review: it has a unit energy and a tier, but no verdict may rest on them.
    "allocation_sensitive": Reason("换一种分摊方法结论就会改变，须核实各线能耗", "energy"),
    "correction_unknown": Reason("标准规定的修正缺工况或系数，修正后结论可能改变", "energy"),
    # Of equipment held against the catalogues.
    "equipment_missing": Reason("没有填报装备，也不能从规格型号识别", "enterprise"),
    "equipment_unknown": Reason("装备的类型不能识别，须从词表选定", "enterprise"),
    "attribute_missing": Reason("缺判定所需的装备参数", "enterprise"),
    "value_unclear": Reason("装备的参数或型号不能与条目对上，须核对铭牌", "enterprise"),
    "scope_unknown": Reason("装备类型、用途或核准时间不明，不能确定条目是否适用", "enterprise"),
    "exception_possible": Reason("可能属条目的例外，须核实证明材料", "enterprise"),
    "unchecked_standard": Reason("所依据的条目未核对原文，不能据以判定", "standard"),
    "not_binding": Reason("所依据的文件没有约束力，不能据以判定"),
    "clear_unchecked": Reason("所对照的条目未核对原文，未列入的结论也待核对", "standard"),
    "no_entry": Reason("已收录的目录条目中没有该类装备"),
    "wording_doubtful": Reason("条目的文字或界限未核对，不能据以判定", "standard"),
    # Of lists that departments keep, and of ratings.
    "no_record": Reason("部门清单没有记录"),
    "list_missing": Reason("台账没有该部门的检查处罚清单"),
    "order_without_record": Reason("有未验收的整改通知，部门清单却没有对应的问题，须核实"),
    "mended": Reason("已整改并验收"),
    "unrated": Reason("没有亩产效益评价结果", "enterprise"),
    "rating_good": Reason("属限制类，但亩产效益评价不在须整改之列"),
    # Of projects of capacity replacement.
    "capacity_missing": Reason("缺建设能力或退出能力", "enterprise"),
    "no_ratio": Reason("没有收录该产品的产能置换比例"),
    "ratio_open": Reason("该产品的产能置换比例尚未查到，待录入", "standard"),
    "condition_unknown": Reason("比例另有条件，台账不能判断，须由人核对"),
}

# Reasons that a department can mend by supplying data.
DATA_GAPS = tuple(
    code for code, reason in REASONS.items() if reason.supplier and reason.supplier != "standard"
)
