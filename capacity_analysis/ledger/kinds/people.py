"""What can be wrong with cohorts of workers."""

from __future__ import annotations

from .kind import ProblemKind

PEOPLE: dict[str, ProblemKind] = {
    "band_reversed": ProblemKind(
        "error",
        "“{header}”早于“{other}”（{date}），这一组的范围首尾颠倒。",
        "最早的填在“{other}”，最晚的填在“{header}”；都在同一月的，清空“{header}”。",
    ),
    "hired_too_young": ProblemKind(
        "error",
        "按出生年月（最早{born}）和进厂年月（最晚{hired}），这一组没有一人进厂时满{age}周岁。",
        "对照花名册核对两个年月。确有使用童工的，不在本表处理，应立即报告人社部门。",
    ),
    "perhaps_hired_too_young": ProblemKind(
        "warning",
        "最早进厂的{hired}入职，这一组年纪最大的（{born}出生）当时还不满{age}周岁。",
        "核对出生年月起和进厂年月起；只知道年份的，进厂年月可能早填了几个月。",
    ),
    "age_implausible": ProblemKind(
        "warning",
        "{born}出生，到数据截至{as_of}已超过{age}岁，不像在岗职工。",
        "核对年份；已经退休的不填在本表。",
    ),
    "pay_implausible": ProblemKind(
        "warning",
        "月平均工资不可能是{value}元（应在{least}至{most}元之间），不采用，按没有填报处理。",
        "核对单位（元，不是万元）和期间（每月，不是全年）；填人均数，不填合计。没有数据则清空，不要填0。",
    ),
    "planned_over_headcount": ProblemKind(
        "error",
        "方案转岗、方案内退合计{planned}人，比这一组的{headcount}人还多。",
        "对照职工安置方案改正人数；一个人只能走一条路。",
    ),
    "end_of_open_contract": ProblemKind(
        "warning",
        "合同是“{contract}”，却填了合同到期。",
        "有到期日的，合同改为“固定期限”；没有的，清空合同到期。",
    ),
    "staff_over_employees": ProblemKind(
        "warning",
        "“{target}”表中该企业各组（不含劳务派遣）合计{staff}人，超过从业人员{value}人的{times}倍。",
        "核对两处的人数；同一批人不要分在几组里重复填报。",
    ),
    "small_cohort": ProblemKind(
        "note",
        "这一组不足{least}人，简报和移交的表格不单独显示，免得认出是谁{more}。",
        "不用改，测算照常计入；能与相近的年龄段、工龄段合并的，可以合并。",
    ),
}
