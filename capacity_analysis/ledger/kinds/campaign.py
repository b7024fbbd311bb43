"""What can be wrong with equipment, orders, procedures, false returns and files of evidence."""

from __future__ import annotations

from .kind import ProblemKind

CAMPAIGN: dict[str, ProblemKind] = {
    "equipment_value_implausible": ProblemKind(
        "warning",
        "“{attribute}”不可能是{value}（应在{least}至{most}之间），不采用，按没有填报处理。",
        "对照铭牌核对数值和单位，单位写在参数的名称里；不清楚则清空。",
    ),
    "not_zero_or_one": ProblemKind(
        "error",
        "“{attribute}”只能填1（是）或0（否），这里是{value}。",
        "改成1或0，不清楚则清空。",
    ),
    "value_and_text": ProblemKind(
        "error",
        "同一参数既填了参数值，又填了文字值，不知道用哪一个。",
        "只留一个：是一个数的留参数值，不是单个数的留文字值。",
    ),
    "parameter_contradicted": ProblemKind(
        "error",
        "“{attribute}”在“{target}”表第{number}行是{other}，这里是{value}。",
        "对照铭牌改正错的一处；只需填一处，另一处可以清空。",
    ),
    "device_repeated": ProblemKind(
        "warning",
        "与第{first}行像是同一台设备，编号只是写法不同。",
        "是同一台的，删去一行；不是的，改用容易分清的编号，例如1#高炉、2#高炉。",
    ),
    "equipment_of_retired_line": ProblemKind(
        "warning",
        "生产线“{line}”已退出，设备却是“{status}”。",
        "已拆除的，装备状态改为“已拆除”并填写拆除时间；还在用的，核对生产线的状态和退出时间。",
    ),
    "outcome_without_date": ProblemKind(
        "warning",
        "“{header}”是“{value}”，“{other}”却是空的，不知道是哪一天的事。",
        "对照文书补上日期；还没有结果的，改正“{header}”。",
    ),
    "date_without_outcome": ProblemKind(
        "warning",
        "填了“{header}”，“{other}”却是{state}。",
        "核实后补上或改正“{other}”；还没有的事，清空日期。",
    ),
    "proof_missing": ProblemKind(
        "error",
        "核查情况是“{value}”，没有填证据，不能采用。",
        "填写证据材料的名称或文号；还没有证据的，核查情况改为“疑似”。",
    ),
    "done_and_not_required": ProblemKind(
        "warning",
        "既填了完成日期，又填了不需要，两处矛盾。",
        "办过的，清空“不需要”；没有办的，清空完成日期。",
    ),
    "not_required_without_reason": ProblemKind(
        "error",
        "填了不需要，没有写明理由，不能免去这项程序。",
        "写明依法不需要的理由，例如当事人放弃听证；没有理由的，清空“不需要”。",
    ),
    "not_a_digest": ProblemKind(
        "error",
        "校验值应是64位的SHA-256（0至9、a至f），这里是“{value}”。",
        "对文件重新计算后填写，不要截短；没有则清空，只查文件在不在。",
    ),
    "unsafe_path": ProblemKind(
        "error",
        "这个文件不在资料文件夹里，为安全起见不打开。",
        "把文件本身（不是链接）放进资料文件夹，填从该文件夹算起的路径，用“/”分隔，例如某厂/1号炉/拆除前.jpg。",
    ),
}

# Of files, where the folder that they lie in is known.
EVIDENCE: dict[str, ProblemKind] = {
    "evidence_missing": ProblemKind(
        "warning",
        "资料文件夹里没有这个文件，或者不能读取。",
        "把文件放到这个位置，或改正路径；文件丢失的，删去本行并重新收集。",
    ),
    "evidence_altered": ProblemKind(
        "warning",
        "文件内容与登记的校验值不符，登记以后改动过，或者换了文件。",
        "找回原来的文件；确应更换的，核实后改填新文件的校验值。",
    ),
    "evidence_repeated": ProblemKind(
        "warning",
        "与第{rows}行的文件内容相同，却用于不同的生产线或不同的阶段。",
        "换成真正反映该线、该阶段的文件；涉及全厂的材料只填一行，生产线编号留空。",
    ),
}

# Of texts in which equipment is named, where its table does not say more.
EQUIPMENT: dict[str, ProblemKind] = {
    "equipment_read": ProblemKind(
        "note",
        "按文字识别为“{said}”{more}。",
        "识别得对的不用处理；不对的，在“设备”表填写装备类型和主要参数，以填写的为准。",
    ),
    "equipment_ambiguous": ProblemKind(
        "warning",
        "识别不准，可能是“{said}”，没有采用{more}。",
        "在“设备”表选择装备类型、主要参数并填写参数值；只写“回转窑”“电炉”等统称的，不能对照目录。",
    ),
    "equipment_unknown": ProblemKind(
        "warning",
        "识别不出是哪种装备，不能对照目录{more}。",
        "在“设备”表选择装备类型，填写主要参数；文字有误的改正。",
    ),
}
