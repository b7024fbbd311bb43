"""What can be wrong with accounts, loans, guarantees and what banks add up."""

from __future__ import annotations

from .kind import ProblemKind

MONEY: dict[str, ProblemKind] = {
    "interest_without_debt": ProblemKind(
        "warning",
        "有“{header}”{value}万元，年末的短期、长期有息债务和债券却都是0。",
        "核对年末债务；当年已经还清的不用改，没有数据的清空，不要填0。",
    ),
    "guarantee_of_no_loan": ProblemKind(
        "error",
        "“{target}”表没有该企业在“{bank}”的这份合同，不知道担保的是哪笔贷款。",
        "企业编号、银行和合同编号要与“{target}”表的写法一致；漏了贷款的，先补贷款。",
    ),
    "guarantee_of_oneself": ProblemKind(
        "error",
        "担保人“{value}”就是借款企业自己，不成其为担保。",
        "核对担保合同，改填真正的担保人；是本企业财产抵押的，在“贷款”表选“抵押”，删去本行。",
    ),
    "guarantor_by_name": ProblemKind(
        "warning",
        "“{value}”是名录内的企业（企业编号{owner}），按名称不能连成担保关系。",
        "改填企业编号{owner}；确是另一家同名单位的，写明所在地以示区别。",
    ),
    "guarantee_over_balance": ProblemKind(
        "warning",
        "担保{value}万元，超过“{target}”表第{number}行的余额{balance}万元。",
        "核对金额和单位；最高额担保的，填对现有余额承担的部分，或者留空为全额。",
    ),
    "bank_total_too_small": ProblemKind(
        "warning",
        "“{target}”表中“{bank}”的贷款合计{detail}万元，比它汇总的{total}万元还多。",
        "核对两处的余额、单位和数据时点；汇总应包括全部应查企业。",
    ),
    "bank_given_twice": ProblemKind(
        "note",
        "“{bank}”在“{target}”表已有逐笔贷款，两处不相加。",
        "不用改；只想用汇总数的，删去“{target}”表里这家银行的明细。",
    ),
}
