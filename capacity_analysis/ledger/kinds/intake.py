"""What can be wrong with returned forms and departments' lists."""

from __future__ import annotations

from .kind import ProblemKind

INTAKE: dict[str, ProblemKind] = {
    "unknown_layout": ProblemKind(
        "warning",
        "认不出这个文件的样式，没有读取。",
        "是自查表的，请企业改用 capacity-analysis template --form 生成的表；是部门清单的，"
        "用 capacity-analysis map 生成映射文件，核对后放进收表文件夹。",
    ),
    "own_output": ProblemKind(
        "note",
        "这是本工具汇总出来的台账，没有当作上报材料读取。",
        "不需要处理；最好把汇总结果放在收表文件夹以外。",
    ),
    "same_age_returns": ProblemKind(
        "error",
        "同一家企业交来几份表（{files}），看填表日期分不出哪份最新，都没有采用。",
        "问清企业哪份有效，删去其余的，或补上填表日期。",
    ),
    "nil_with_lines": ProblemKind(
        "warning",
        "填了“没有应报的生产线”，又填了生产线，按有生产线处理。",
        "向企业核实后改正其中一处。",
    ),
    "differs_from_roster": ProblemKind(
        "warning",
        "“{header}”与应查名录不同（名录为“{roster}”），以名录为准。",
        "核实后改正名录，或请企业改正。",
    ),
    "unmatched_subject": ProblemKind(
        "warning",
        "不能确定“{name}”是名录上的哪家企业，它的{count}行没有汇入台账{proposal}。",
        "在写出的匹配确认工作簿里填写决定、确认单位和日期，放进收表文件夹后重新汇总。",
    ),
    "return_off_roster": ProblemKind(
        "warning",
        "自查表上的企业“{name}”不在应查名录上，没有汇入台账。",
        "应查的，补进应查名录；名录上写法不同的，在匹配确认工作簿里指明；不应查的不用处理。",
    ),
    "subject_rejected": ProblemKind(
        "note",
        "已确认“{name}”不是名录上的企业，它的{count}行没有汇入台账。",
        "不需要处理；确认有误的，在匹配确认工作簿里改正。",
    ),
    "decision_unconfirmed": ProblemKind(
        "error",
        "决定填了“是”，没有确认单位或确认日期，没有采用。",
        "补上作出确认的单位名称和日期。",
    ),
    "not_an_office": ProblemKind(
        "error",
        "确认单位不像是单位名称，没有采用。",
        "填单位全称，例如区工信局；不要填写个人姓名。",
    ),
    "decision_without_answer": ProblemKind(
        "error",
        "填了改为企业编号，没有填决定，没有采用。",
        "确认改为这家企业的，在“决定”填“是”。",
    ),
    "decision_without_subject": ProblemKind(
        "error",
        "没有名单上的名称和地址，不知道决定的是谁，没有采用。",
        "填写名单上的名称，写法与名单一致。",
    ),
    "decision_without_enterprise": ProblemKind(
        "error",
        "没有企业编号，不知道是哪家企业，没有采用。",
        "填写建议企业编号，或改为企业编号。",
    ),
    "decision_unclear": ProblemKind(
        "error",
        "决定填了“否”，又填了改为企业编号，没有采用。",
        "应改为这家企业的，决定填“是”；只是否定建议的，清空改为企业编号。",
    ),
    "decision_contradictory": ProblemKind(
        "error",
        "与第{rows}行的决定矛盾，都没有采用。",
        "核实后只留一个；同名但地址不同的，都填上名单上的地址。",
    ),
    "decision_off_roster": ProblemKind(
        "error",
        "应查名录中没有这个企业编号，没有采用。",
        "改正企业编号，或把企业补入名录。",
    ),
    "decision_unused": ProblemKind(
        "note",
        "这次没有名单用到这个决定。",
        "不需要处理；名单换了写法的，按新写法重新确认。",
    ),
    # Reading by a mapping.
    "ambiguous_layout": ProblemKind(
        "error",
        "这个文件同时符合几个映射：{layouts}，没有读取。",
        "在其中一个映射文件的recognise.labels里加上只有这种表才有的文字。",
    ),
    "table_not_found": ProblemKind(
        "error",
        "没有找到“{name}”的表格：没有同时含“{header}”的表头。",
        "核对表头是否被删改；表头另有写法的，在映射文件的header里补上。",
    ),
    "header_missing": ProblemKind(
        "error",
        "表头里没有“{header}”列，而这一列必须有。",
        "在表中补上这一列；列名另有写法的，在映射文件里补上。",
    ),
    "header_absent": ProblemKind(
        "note",
        "表头里没有“{header}”列，按没有数据处理。",
        "确实没有则不用处理；列名另有写法的，在映射文件里补上。",
    ),
    "header_repeated": ProblemKind(
        "error",
        "有几列都叫“{header}”，分不清用哪一列，都没有读取。",
        "多行表头的，在映射文件里写全（上级/下级）；确是重复的列，删去一列。",
    ),
    "context_missing": ProblemKind(
        "error",
        "从标题、工作表名或表头上方没有找到“{header}”。",
        "在表格上方的标题里写明，例如“2021年1—12月”；只有部分月份的表不能当作全年。",
    ),
    "spread_missing": ProblemKind(
        "error",
        "表头里没有可以识别的年份或月份列，没有读取“{header}”。",
        "列名写成“2021年”“1月”或“2021-01”的样子。",
    ),
    "rows_skipped": ProblemKind(
        "note",
        "有{count}行不是数据（第一行是“{value}”），没有读取。",
        "合计、小计和分组标题行不用处理；误略的，改正映射文件的skip。",
    ),
    "rows_after_gap": ProblemKind(
        "warning",
        "空行之后还有内容，没有读取。",
        "是同一张表的，删去中间的空行；不是的不用处理。",
    ),
    "contact_dropped": ProblemKind(
        "note",
        "有个人信息的栏目（{header}），已略去，不读取也不保存。",
        "不用处理；今后的表请删去这些栏目。",
    ),
    "personal_dropped": ProblemKind(
        "warning",
        "“{header}”里像是有身份证号、手机号或电话号码，该单元格已略去。",
        "删去个人信息，只保留单位信息后重新报送。",
    ),
    "merged_number": ProblemKind(
        "error",
        "一个数对应几行、几列或几个编号，分不出各是多少，没有采用。",
        "拆开合并单元格，分别填写；分不开的，只留一个编号。",
    ),
    "months_missing": ProblemKind(
        "warning",
        "缺{months}月的数，不能当作零，全年合计留空。",
        "补上缺的月份；确实没有用量的月份填0。",
    ),
    "unit_unclear": ProblemKind(
        "error",
        "“{header}”的单位“{value}”不能准确换算成{unit}，整列没有采用。",
        "把列名里的单位改成{unit}，或能准确换算的单位。",
    ),
    "unit_assumed": ProblemKind(
        "warning",
        "没有写明“{header}”这一列（项）的单位，按{value}读取。",
        "核对数值；请报送单位在列名的括号里写明单位。",
    ),
    "unit_converted": ProblemKind(
        "note", "“{header}”的单位是{value}，已准确换算成{unit}。", "不用处理。"
    ),
    "label_missing": ProblemKind(
        "note", "表上没有“{header}”一项。", "请企业改用新表；写法不同的，在映射文件里补上。"
    ),
    "subject_missing": ProblemKind(
        "error",
        "表上没有填企业名称和统一社会信用代码，不知道是哪家企业的。",
        "问清是哪家企业，在表上填写企业名称或统一社会信用代码。",
    ),
}
