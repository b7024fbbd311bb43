"""Words for why a number on people, credit or land is missing, or what it leaves out."""

from __future__ import annotations

from ..text import _


def reasons() -> dict[str, str]:
    """Return what each reason id of the tables on people, credit and land is called.

    Examples
    --------
    >>> reasons()["pay_missing"]
    '没有填报月平均工资'

    """
    return {**_people(), **_credit(), **_land()}


def _people() -> dict[str, str]:
    return {
        "no_layoff_circumstance": _("方案没有确定裁员依据的法定情形"),
        "below_layoff_trigger": _("拟裁减的人数没有达到裁员程序的起点"),
        "layoff_procedure_due": _("人数达到起点，须走裁员程序"),
        "layoff_size_unknown": _("人数不详，不能判断是否须走裁员程序"),
        "contract_extended": _("受保护人员的合同顺延到法定情形消失"),
        "inner_beyond_eligible": _("方案内退人数超过符合条件的人数"),
        "plan_beyond_headcount": _("方案安置人数超过本组人数"),
        "closure_of_line_only": _("只退出部分生产线，不能依单位关闭或破产终止合同"),
        "pay_missing": _("没有填报月平均工资"),
        "hired_missing": _("没有填报进厂年月"),
        "born_missing": _("没有填报出生年月"),
        "hired_after_exit": _("进厂在退出日期之后"),
        "cap_unknown": _("缺当地上年度平均工资，未计三倍封顶"),
        "floor_unknown": _("缺最低工资标准，未核对下限"),
        "pre_2008_undecided": _("2008年以前的年限是否补偿没有定"),
        "pre_2008_cap_undecided": _("三倍封顶是否用于2008年以前的年限没有定"),
        "special_post_recalled": _("特殊工种提前退休的年龄未核对原文"),
        "near_retirement_in_part": _("一组中有的人临近退休"),
        "inner_allowance_missing": _("没有填报内退生活费或单位缴费"),
        "not_insured": _("没有参加失业保险"),
        "insurance_unknown": _("是否参保不详"),
        "contribution_years_estimated": _("失业保险缴费年限按工作年限估计"),
        "benefit_not_on_file": _("缺失业保险金标准"),
        "hazards_unknown": _("是否接触职业病危害不详"),
        "health_check_due": _("应作离岗职业健康检查"),
        "dispatched": _("劳务派遣，由派遣单位处理"),
        "workforce_missing": _("没有职工分组表"),
        "cost_incomplete": _("有的职工的费用没有算出"),
        "cash_missing": _("没有填报货币资金"),
        "land_value_unknown": _("土地价值不能估算"),
        "earmarked_unknown": _("土地收益用于安置的比例没有规定"),
        "arrears_unknown": _("拖欠工资或者社保没有填报齐全"),
        "not_reported": _("没有填报"),
        "employees_missing": _("本乡镇有企业没有填报职工人数"),
        "guarantees_unknown": _("没有担保数据"),
        "capacity_not_reported": _("没有填报承接能力"),
    }


def _credit() -> dict[str, str]:
    return {
        "accounts_missing": _("缺所需的财务数据"),
        "rule_not_on_file": _("没有收录认定规则的数值"),
        "rate_not_on_file": _("没有收录所需年份的利率、电价"),
        "coupon_not_on_file": _("没有收录债券的最低票面利率"),
        "no_debt": _("没有有息债务"),
        "debt_without_split": _("债务没有分长短期，按短期利率计"),
        "direction_for_authority": _("是否符合结构调整方向，由主管部门认定"),
        "series_missing": _("缺连续年份的用电、税收或者参保数据"),
        "zombie_signs": _("符合认定规则的特征，由主管部门认定"),
        "level_missing": _("没有填报措施由哪一级出台"),
        "amount_missing": _("缺金额"),
        "reach_cut_off": _("担保链很长，只追到一定范围，实际不少于此"),
        "electricity_missing": _("缺电量"),
        "electricity_contested": _("用电量来源不一致，待核实"),
        "unit_electricity_missing": _("缺单位产品电耗，不能分档"),
        "tiers_not_on_file": _("没有收录阶梯电价的分档"),
        "set_by_province": _("标准由省里定，没有收录"),
        "multiple_undefined": _("超过限额的倍数没有规定标准"),
        "local_rate_unknown": _("地方加价标准没有收录，按国家标准计"),
        "class_to_be_checked": _("属于哪一类待核"),
        "profit_missing": _("缺利润"),
        "loss": _("亏损，没有利润可比"),
    }


def _land() -> dict[str, str]:
    return {**_idle(), **_outlines(), **_potential()}


def _idle() -> dict[str, str]:
    return {
        "right_unknown": _("土地权属不详"),
        "found_not_idle": _("已认定不属闲置"),
        "cause_excluded": _("因政府原因或者不可抗力，不计闲置"),
        "not_found_yet": _("符合条件，还没有认定"),
        "no_rule": _("没有收录认定闲置的规则"),
        "start_contradicted": _("动工日期与土地现状矛盾"),
        "dates_disordered": _("日期先后不合"),
        "use_state_missing": _("没有填报土地现状"),
        "agreed_start_missing": _("没有填报约定的动工日期"),
        "shares_missing": _("缺开发面积或者投资的比例"),
        "fee_basis_unknown": _("租赁土地，闲置费的基数不明"),
        "price_missing": _("缺出让或者划拨价款，不能算闲置费"),
        "no_deadline": _("退出没有期限"),
        "area_differs": _("几家企业填报的面积不同"),
        "facts_differ": _("几家企业填报的情况不同"),
        "several_industries": _("使用的企业分属几个行业"),
    }


def _outlines() -> dict[str, str]:
    return {
        "boundary_missing": _("没有宗地界线"),
        "boundary_unreadable": _("宗地界线读不出"),
        "boundary_epsg_missing": _("宗地界线没有注明坐标系"),
        "boundary_epsg_unfit": _("宗地界线的坐标系不适用"),
        "boundary_swapped": _("宗地界线的坐标疑似颠倒"),
        "boundary_outside": _("宗地界线不在本区范围"),
        "boundary_crossing": _("宗地界线自相交叉"),
    }


def _potential() -> dict[str, str]:
    return {
        "no_floor_on_file": _("没有收录该行业的控制指标"),
        "floor_range": _("控制指标是一个范围，实测在其中"),
        "floors_unchecked": _("控制指标未核对原文"),
        "building_area_missing": _("缺建筑面积"),
        "area_missing": _("缺面积"),
        "soil_key_unknown": _("是否土壤污染重点监管单位不详"),
        "mortgage_unknown": _("是否抵押不详"),
        "usable_area_unknown": _("可用面积不详"),
        "extra_floor_unknown": _("可增建筑面积不能算出"),
        "grade_missing": _("缺土地等别"),
        "price_not_on_file": _("没有收录该等别的最低价"),
        "price_unchecked": _("最低价未核对原文"),
        "yield_of_all_industries": _("本行业数据太少，按全区各行业的亩均"),
        "present_yield_missing": _("缺现在的税收或者产值"),
        "too_few_yields": _("亩均数据太少，不能估算"),
        "remediation_time_unknown": _("土壤修复所需时间不详"),
        "route_months_missing": _("方案没有给出这种办法所需的时间"),
    }
