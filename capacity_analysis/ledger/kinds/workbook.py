"""What can be wrong with the sheets, cells and rows of a ledger workbook."""

from __future__ import annotations

from .kind import ProblemKind

WORKBOOK: dict[str, ProblemKind] = {
    "unknown_sheet": ProblemKind(
        "note",
        "模板中没有工作表“{sheet}”，未读取。",
        "不需要则忽略；如是工作表改了名，改回模板中的名称{near}。",
    ),
    "missing_sheet": ProblemKind(
        "error",
        "缺少工作表“{sheet}”。",
        "工作表改了名的，改回“{sheet}”；没有的，从模板复制该工作表并填写。",
    ),
    "missing_table": ProblemKind(
        "note",
        "没有工作表“{sheet}”，按没有数据处理。",
        "工作表改了名的，改回“{sheet}”；有数据的，从模板复制该工作表并填写。",
    ),
    "missing_header": ProblemKind(
        "error",
        "第1行不是列名，整张表未读取。",
        "让第1行是模板中的列名，第2行起是数据{found}。",
    ),
    "missing_column": ProblemKind(
        "error", "缺少列“{header}”。", "在第1行补上列名“{header}”，列名须与模板一致。"
    ),
    "repeated_column": ProblemKind(
        "error", "列“{header}”出现了两次。", "只保留一列，或改正其中一个列名。"
    ),
    "unknown_column": ProblemKind(
        "note",
        "模板中没有列“{header}”，未读取。",
        "不需要则忽略；如是列名写法不同，改成模板中的写法{near}。",
    ),
    "personal_column": ProblemKind(
        "note", "列“{header}”含个人信息，已丢弃，不读取也不保存。", "请从工作簿中删除该列。"
    ),
    "no_rows": ProblemKind("warning", "工作表“{sheet}”没有数据。", "从第2行起填写数据，一行一条。"),
    "total_row": ProblemKind(
        "error",
        "本行是“{value}”，不是一家企业、一条生产线或一次填报，会与明细重复计算。",
        "删除本行；本行其余各格未检查。",
    ),
    "full_width": ProblemKind(
        "note",
        "“{header}”中有全角的数字、字母或符号，已按半角读取{more}。",
        "可不改；要改的，用替换把全角字符改为半角。",
    ),
    "stray_space": ProblemKind(
        "note",
        "“{header}”的内容带有多余的空格、换行或看不见的字符，已略去后读取{more}。",
        "可不改；要改的，重新录入该单元格，不带空格。",
    ),
    "number_as_text": ProblemKind(
        "note",
        "“{header}”的数是以文本存放的，已按数读取{more}。",
        "可不改；要改的，选中该列，用“分列”或“转换为数字”改成数值。",
    ),
    "date_as_text": ProblemKind(
        "note",
        "“{header}”的日期是以文本存放的，已按日期读取{more}。",
        "可不改；要改的，把单元格设为日期格式后重新录入，例如2022-09-10。",
    ),
    "personal_value": ProblemKind(
        "error", "单元格内像是身份证号、手机号或电话号码。", "删除个人信息，只保留单位信息。"
    ),
    "missing_value": ProblemKind(
        "error", "“{header}”是空的，必须填写。", "填写该单元格；整行没有用的，删除该行。"
    ),
    "error_cell": ProblemKind(
        "error",
        "单元格的公式出错或没有结果（{value}）。",
        "改正公式，或改填数值、文字；没有数据的清空该单元格。",
    ),
    "not_a_number": ProblemKind(
        "error", "“{header}”应是数，这里是“{value}”。", "只填数字，单位和说明放到各自的列。"
    ),
    "too_many_digits": ProblemKind(
        "error",
        "“{header}”超过15位数字，表格软件只保留前15位，其余已丢失。",
        "编号：先把单元格设为文本格式，再重新录入；数值：核对位数和单位。",
    ),
    "not_an_integer": ProblemKind("error", "“{header}”应是整数，这里是{value}。", "改成整数。"),
    "below_minimum": ProblemKind(
        "error",
        "“{header}”是{value}，不能小于{minimum}。",
        "核对正负号和数值；外供、回收在“流向”列注明，数量填正数。",
    ),
    "not_a_year": ProblemKind(
        "error", "“{header}”应是1949至2100之间的年度，这里是“{value}”。", "填四位年份，例如2021。"
    ),
    "not_a_date": ProblemKind(
        "error", "“{header}”应是日期，这里是“{value}”。", "按2022-09-10的样子填写{extra}。"
    ),
    "not_a_flag": ProblemKind(
        "error", "“{header}”只能填“是”或“否”，这里是“{value}”。", "改成“是”或“否”，不清楚则留空。"
    ),
    "unknown_choice": ProblemKind(
        "error", "“{header}”没有“{value}”这个选项。", "从下拉列表选择{near}。"
    ),
    "bad_credit_code": ProblemKind(
        "error",
        "统一社会信用代码不对：{reason}。",
        "{advice}；没有代码则留空。",
    ),
    "unknown_industry": ProblemKind(
        "error", "GB/T 4754—2017中没有四位小类代码“{value}”。", "改成四位小类代码{near}。"
    ),
    "unknown_unit": ProblemKind(
        "error", "不认识单位“{value}”，不作猜测。", "改用下列单位之一：{allowed}。"
    ),
    "wrong_dimension": ProblemKind(
        "error", "“{subject}”不能用“{value}”计量。", "改用下列单位之一：{allowed}。"
    ),
    "duplicate_key": ProblemKind(
        "error", "与第{first}行重复（{key}相同）。", "合并成一行，或改正编号、年度等。"
    ),
    "duplicate_value": ProblemKind(
        "error", "“{header}”与第{first}行相同。", "同一家企业只留一行；不是同一家的，改正其中一个。"
    ),
    "orphan_key": ProblemKind(
        "error",
        "“{target}”表中没有编号“{value}”{more}。",
        "改正编号{near}；或在“{target}”表中补上一行。",
    ),
    "scope_without_line": ProblemKind(
        "error",
        "没有生产线编号，计量范围却是“生产线”。",
        "补上生产线编号，或把计量范围改为“工序”或“企业”。",
    ),
    "scope_with_line": ProblemKind(
        "error",
        "填了生产线编号，计量范围却不是“生产线”。",
        "分到生产线的，计量范围改为“生产线”；分不到的，删去生产线编号。",
    ),
    "period_incomplete": ProblemKind(
        "error",
        "期间起、期间止须同时填写，起不晚于止，且都在该年度内。",
        "改正期间，或都留空（全年）。",
    ),
    "retired_before_start": ProblemKind(
        "error", "退出时间{value}早于投产时间{started}。", "核对两个时间，改正错的一个。"
    ),
    "energy_without_output": ProblemKind(
        "warning", "{year}年有能源消费，没有产量。", "补报产量；确未生产的请在备注说明。"
    ),
    "output_without_energy": ProblemKind(
        "warning",
        "{year}年有产量，没有能源消费。",
        "补报能源消费；没有数据的填能源品种、实物量留空。",
    ),
    "suspect_ten_thousand": ProblemKind(
        "warning",
        "与其他年度相差{ratio}倍，可能差了一个“万”。",
        "核对数值与单位（万吨、万千瓦时等）。",
    ),
    "output_over_capacity": ProblemKind(
        "warning", "产量是年生产能力的{ratio}倍。", "核对产量、能力及其单位。"
    ),
    "output_under_capacity": ProblemKind(
        "warning",
        "产量不到年生产能力的千分之一，可能差了一个“万”。",
        "核对产量、能力及其单位（吨还是万吨）；确实很少的不用改。",
    ),
    "not_a_full_year": ProblemKind(
        "warning",
        "{year}年数据不可能是全年：{reason}。该线该年不作判定。",
        "不是全年的填写期间起、期间止；日期填错的，改正投产时间、退出时间或数据截至。",
    ),
    "status_against_dates": ProblemKind(
        "warning",
        "退出时间{date}早于数据截至{as_of}，状态却是“{status}”。",
        "已退出的，状态改为“已退出”；未退出的，改正或删去退出时间。",
    ),
    "output_of_line_not_running": ProblemKind(
        "warning",
        "生产线状态是“{status}”，却有产量。",
        "核对产量；已投产的，在“生产线”表改正状态。",
    ),
    "product_differs": ProblemKind(
        "warning",
        "本行产品与“生产线”表的主要产品“{product}”不同，该线不作判定。",
        "须把两处改成一致。",
    ),
    "period_overlap": ProblemKind(
        "error",
        "本行的期间与第{first}行重叠，重叠部分会重复计算（期间空白的是全年）。",
        "改正期间使各行不重叠；已有全年数的，删去部分期间的行。",
    ),
    "implausible_intensity": ProblemKind(
        "warning",
        "该线每单位产量的{carrier}用量与同一产品其他生产线相差{ratio}倍。",
        "核对该线各年的用量、产量及其单位（吨还是万吨，千瓦时还是万千瓦时）；错的也可能是别的线。",
    ),
    "tax_over_revenue": ProblemKind(
        "warning",
        "实缴税金大于营业收入（{revenue}万元）。",
        "核对两个数，单位都是万元，不是元。",
    ),
    "land_unlike_parcels": ProblemKind(
        "warning",
        "用地面积与“宗地”表中该企业各宗地合计{area}亩相差{ratio}倍。",
        "核对两处的面积和单位：本列的单位是亩，不是平方米；“宗地”表看面积单位。",
    ),
    "bad_code_as_id": ProblemKind(
        "warning",
        "企业编号像是统一社会信用代码，但不对：{reason}。",
        "{advice}，各表中的编号一并改正；是自编的编号则不用改。",
    ),
    "id_differs_from_code": ProblemKind(
        "warning",
        "企业编号像是统一社会信用代码，却与本行的统一社会信用代码“{uscc}”不同。",
        "对照营业执照改正错的一个；改企业编号的，各表一并改正。",
    ),
    "permit_of_another_code": ProblemKind(
        "warning",
        "排污许可证编号的前18位是“{target}”表第{number}行企业的统一社会信用代码，不是本企业的。",
        "对照许可证：编号抄错的改正；是那家企业的许可证，改本行的企业编号。",
    ),
    "permit_of_unknown_code": ProblemKind(
        "warning",
        "排污许可证编号的前18位不是本企业的统一社会信用代码“{own}”，名录中也没有这个代码。",
        "对照许可证和营业执照：抄错的改正；企业换过代码的不用改。",
    ),
    "identifier_shared": ProblemKind(
        "warning",
        "第{first}行的另一家企业也有“{value}”。",
        "核对后只留给一家；先后由两家使用的，在“标识”表填写启用、停用时间；确属共用的不用改。",
    ),
    "name_not_former": ProblemKind(
        "note",
        "这个{kind}就是该企业现在的名称。",
        "删除本行，或改为以前或其他的名称。",
    ),
    "out_of_order": ProblemKind(
        "warning",
        "“{header}”早于“{other}”（{date}）。",
        "核对两个日期，改正错的一个。",
    ),
    "after_the_data": ProblemKind(
        "warning",
        "“{header}”晚于数据截至{as_of}，不可能已有结果。",
        "改正该单元格；确已发生的，改正“说明”表的数据截至。",
    ),
    "above_maximum": ProblemKind(
        "error",
        "“{header}”不能大于{maximum}。",
        "核对后改正，不清楚则留空。",
    ),
    "months_not_over": ProblemKind(
        "warning",
        "数据截至{as_of}，{year}年不可能已计量{months}个月（计量月数空白的是12个月）。",
        "填写实际计到的月数；年度或数据截至填错的改正。",
    ),
    "zero_energy": ProblemKind(
        "warning",
        "能源消费填了0。",
        "没有数据的应留空；确未使用的删去该行。",
    ),
}
