"""One defect, one problem: where it is, what is wrong, how to mend it."""

import dataclasses
import datetime as dt
import json
import string
from collections.abc import Callable
from typing import Any

import pytest
from workbooks import (
    CODE,
    OTHER_CODE,
    THIRD_CODE,
    FailedFormula,
    Sheets,
    changed,
    codes_of,
    good_sheets,
    problems_of,
    read,
    with_rows,
    without_column,
    write,
)

from capacity_analysis.ledger import KINDS, LedgerError, inspect_ledger, read_ledger
from capacity_analysis.ledger.kinds.workbook import WORKBOOK
from capacity_analysis.ledger.problems import problem
from capacity_analysis.text import language


@dataclasses.dataclass(frozen=True)
class Case:
    """A defect told in a sentence, and the one problem that it is."""

    sentence: str
    make: Callable[[], Sheets]
    code: str
    severity: str
    where: str  # sheet!cell
    table: str
    field: str
    value: str
    message: str
    remedy: str


def case(sentence: str, make: Any, code: str, severity: str, where: str, *texts: str):
    """Return a case; `make` is a changed cell (address, value) or a function.

    The texts are table and field with a dot between, value, message and remedy.
    """
    name, *texts = texts
    table, _dot, field = name.partition(".")
    maker = make if callable(make) else lambda: changed(make)
    return Case(sentence, maker, code, severity, where, table, field, *texts)


def _without_sheet(name: str) -> Callable[[], Sheets]:
    return lambda: {key: rows for key, rows in good_sheets().items() if key != name}


def _with_sheet(name: str) -> Callable[[], Sheets]:
    return lambda: good_sheets() | {name: [["甲", 1]]}


def _with_title() -> Sheets:
    sheets = good_sheets()
    sheets["能源"] = [["示例区2021年能源消费统计表"], ["单位：万元、吨"], *sheets["能源"]]
    return sheets


def _only_headers() -> Sheets:
    return {name: rows if name == "说明" else rows[:1] for name, rows in good_sheets().items()}


def _energy_row(*cells: Any) -> Callable[[], Sheets]:
    def make() -> Sheets:
        sheets = good_sheets()
        sheets["能源"].append([*cells, "", ""])
        return sheets

    return make


def _same_credit_code() -> Sheets:
    sheets = good_sheets()
    sheets["企业"].append(["003", CODE, "甲水泥厂", "", "3011", "", "", "", "", "", ""])
    return sheets


def _row(name: str, **cells: Any) -> Callable[[], Sheets]:
    return lambda: with_rows(name, {"enterprise_id": CODE, **cells})


def _permit(value: str) -> Callable[[], Sheets]:
    def make() -> Sheets:
        permit = {"enterprise_id": CODE, "kind": "排污许可证编号", "value": value}
        return with_rows("identifiers", permit, sheets=changed(("企业!B3", OTHER_CODE)))

    return make


def _one_account_twice() -> Sheets:
    account = {"kind": "用电户号", "value": "3600000001"}
    return with_rows(
        "identifiers", account | {"enterprise_id": CODE}, account | {"enterprise_id": "002"}
    )


def _day_as_text() -> Sheets:
    return changed(("产量!G4", "2021-01-01"), ("产量!H4", dt.date(2021, 12, 31)))


def _half_a_year_beside_the_year() -> Sheets:
    first, last = dt.date(2021, 1, 1), dt.date(2021, 6, 30)
    half = {"enterprise_id": CODE, "line_id": "1号窑", "year": 2021, "product_id": "水泥熟料",
            "output": 40, "output_unit": "万吨", "period_kind": "部分期间"}  # fmt: skip
    return with_rows("production", half | {"period_start": first, "period_end": last})


def _three_kilns_of_which_one_slipped() -> Sheets:
    # 46, 46 and 0.0046 kWh per tonne and less: the third is ten thousand times below the others.
    sheets = good_sheets()
    for line, amount in (("2号窑", 3680), ("3号窑", 0.368)):
        key = {"enterprise_id": CODE, "line_id": line}
        sheets = with_rows(
            "lines", key | {"product_id": "水泥熟料", "status": "在产"}, sheets=sheets
        )
        key["year"] = 2021
        made = {"product_id": "水泥熟料", "output": 80, "output_unit": "万吨"}
        used = {"carrier": "电力", "amount": amount, "amount_unit": "万千瓦时"}
        sheets = with_rows("production", key | made, sheets=sheets)
        sheets = with_rows("energy", key | used, sheets=sheets)
    sheets["产量"][1][4] = sheets["产量"][2][4] = sheets["产量"][3][4] = 100
    sheets["能源"][1][5] = sheets["能源"][2][5] = sheets["能源"][3][5] = 4600
    return sheets


def _id_with_a_letter_for_a_digit() -> Sheets:
    wrong = OTHER_CODE.replace("0499", "O499")
    return changed(
        *((address, wrong) for address in ("企业!A3", "生产线!A3", "产量!A5", "能源!A6"))
    )


def _other_product() -> Sheets:
    return changed(("产量!D2", "水泥"))


CASES = [
    case("a sheet the template lacks", _with_sheet("能耗"), "unknown_sheet", "note", "能耗!", "", "能耗",
         "模板中没有工作表“能耗”，未读取。",
         "不需要则忽略；如是工作表改了名，改回模板中的名称，例如“能源”。"),
    case("no energy sheet", _without_sheet("能源"), "missing_table", "note", "能源!", "energy", "",
         "没有工作表“能源”，按没有数据处理。",
         "工作表改了名的，改回“能源”；有数据的，从模板复制该工作表并填写。"),
    case("no sheet of lines", _without_sheet("生产线"), "missing_sheet", "error", "生产线!", "lines", "",
         "缺少工作表“生产线”。", "工作表改了名的，改回“生产线”；没有的，从模板复制该工作表并填写。"),
    case("two title rows above the header", _with_title, "missing_header", "error", "能源!1:1",
         "energy", "", "第1行不是列名，整张表未读取。",
         "让第1行是模板中的列名，第2行起是数据；现在列名在第3行，请删去它上面的行。"),
    case("a required column left out", lambda: without_column("产量!C1"), "missing_column", "error",
         "产量!1:1", "production.year", "", "缺少列“年度”。",
         "在第1行补上列名“年度”，列名须与模板一致。"),
    case("the measured column left out", lambda: without_column("能源!F1"), "missing_column", "error",
         "能源!1:1", "energy.amount", "", "缺少列“实物量”。",
         "在第1行补上列名“实物量”，列名须与模板一致。"),
    case("one header on two columns", ("生产线!K1", "能力 单位"), "repeated_column", "error",
         "生产线!K1", "lines.capacity_unit", "能力 单位", "列“能力 单位”出现了两次。",
         "只保留一列，或改正其中一个列名。"),
    case("a column the template lacks", ("企业!L1", "乡镇街道"), "unknown_column", "note", "企业!L1",
         "enterprises", "乡镇街道", "模板中没有列“乡镇街道”，未读取。",
         "不需要则忽略；如是列名写法不同，改成模板中的写法，例如“乡镇（街道）”。"),
    case("a column without a header", ("企业!L3", "另有旧厂区"), "unknown_column", "note", "企业!L1",
         "enterprises", "", "模板中没有列“（列名空白）”，未读取。",
         "不需要则忽略；如是列名写法不同，改成模板中的写法。"),
    case("a column of telephone numbers", ("企业!L1", "联系电话"), "personal_column", "note", "企业!L1",
         "enterprises", "***", "列“联系电话”含个人信息，已丢弃，不读取也不保存。", "请从工作簿中删除该列。"),
    case("headers and no rows", _only_headers, "no_rows", "warning", "企业!", "enterprises", "",
         "工作表“企业”没有数据。", "从第2行起填写数据，一行一条。"),
    case("a mobile number in a remark", ("企业!K2", "找张工13800138000"), "personal_value", "error",
         "企业!K2", "enterprises.remark", "***", "单元格内像是身份证号、手机号或电话号码。",
         "删除个人信息，只保留单位信息。"),
    case("a fixed telephone in a remark", ("企业!K2", "张三 电话:0792-6812345"), "personal_value",
         "error", "企业!K2", "enterprises.remark", "***", "单元格内像是身份证号、手机号或电话号码。",
         "删除个人信息，只保留单位信息。"),
    case("an identity number in place of a credit code", ("企业!B3", "360421199003070012"),
         "personal_value", "error", "企业!B3", "enterprises.uscc", "***",
         "单元格内像是身份证号、手机号或电话号码。", "删除个人信息，只保留单位信息。"),
    case("a required cell left blank", ("产量!C4", ""), "missing_value", "error", "产量!C4",
         "production.year", "", "“年度”是空的，必须填写。", "填写该单元格；整行没有用的，删除该行。"),
    case("a formula that failed", ("产量!C4", FailedFormula()), "error_cell", "error", "产量!C4",
         "production.year", "#DIV/0!", "单元格的公式出错或没有结果（#DIV/0!）。",
         "改正公式，或改填数值、文字；没有数据的清空该单元格。"),
    case("a capacity without its unit", ("生产线!F2", ""), "missing_value", "error", "生产线!F2",
         "lines.capacity_unit", "", "“能力单位”是空的，必须填写。",
         "填写该单元格；整行没有用的，删除该行。"),
    case("a number with words", ("产量!E2", "约80万吨"), "not_a_number", "error", "产量!E2",
         "production.output", "约80万吨", "“合格品产量”应是数，这里是“约80万吨”。",
         "只填数字，单位和说明放到各自的列。"),
    case("a number of eighteen digits as an id", ("企业!A3", 360400000000000123), "too_many_digits",
         "error", "企业!A3", "enterprises.enterprise_id", "360400000000000128",
         "“企业编号”超过15位数字，表格软件只保留前15位，其余已丢失。",
         "编号：先把单元格设为文本格式，再重新录入；数值：核对位数和单位。"),
    case("half a person", ("企业!G2", 320.5), "not_an_integer", "error", "企业!G2",
         "enterprises.employees", "320.5", "“从业人员（人）”应是整数，这里是320.5。", "改成整数。"),
    case("a negative amount", ("能源!F2", -4400), "below_minimum", "error", "能源!F2", "energy.amount",
         "-4400", "“实物量”是-4400，不能小于0。", "核对正负号和数值；外供、回收在“流向”列注明，数量填正数。"),
    case("a date for a year", ("产量!C2", dt.date(2019, 12, 31)), "not_a_year", "error", "产量!C2",
         "production.year", "2019-12-31", "“年度”应是1949至2100之间的年度，这里是“2019-12-31”。", "填四位年份，例如2021。"),
    case("a day that does not exist", ("产量!G2", "2019-02-30"), "not_a_date", "error", "产量!G2",
         "production.period_start", "2019-02-30", "“期间起”应是日期，这里是“2019-02-30”。",
         "按2022-09-10的样子填写。"),
    case("a month as a number, where October and January look alike", ("生产线!H2", 2012.1),
         "not_a_date", "error", "生产线!H2", "lines.started_on", "2012.1",
         "“投产时间”应是日期，这里是“2012.1”。",
         "按2022-09-10的样子填写，也可以只填年或年月，例如2012或2012-05。"),
    case("a tick for yes", ("企业!F2", "√"), "not_a_flag", "error", "企业!F2",
         "enterprises.above_designated_size", "√", "“是否规上”只能填“是”或“否”，这里是“√”。",
         "改成“是”或“否”，不清楚则留空。"),
    case("a status by another word", ("生产线!G2", "已退"), "unknown_choice", "error", "生产线!G2",
         "lines.status", "已退", "“状态”没有“已退”这个选项。", "从下拉列表选择，例如“已退出”。"),
    case("a credit code with a wrong check character", ("企业!B2", CODE[:-1] + "A"), "bad_credit_code",
         "error", "企业!B2", "enterprises.uscc", CODE[:-1] + "A",
         "统一社会信用代码不对：校验码不符，至少有一位写错。",
         f"可能应为“{CODE}”（企业!A2是这个代码；第18位“A”改为“Q”），对照营业执照确认后改正；"
         "没有代码则留空。"),
    case("a group in place of a class", ("企业!E3", "304"), "unknown_industry", "error", "企业!E3",
         "enterprises.industry_code", "304", "GB/T 4754—2017中没有四位小类代码“304”。",
         "改成四位小类代码，例如“3049”、“3042”、“3041”。"),
    case("a unit nobody declared", ("能源!G3", "百立方"), "unknown_unit", "error", "能源!G3",
         "energy.amount_unit", "百立方", "不认识单位“百立方”，不作猜测。",
         "改用下列单位之一：kWh、千瓦时、度、MWh、兆瓦时、万kWh、万千瓦时、万度、亿千瓦时。"),
    case("electricity in tonnes", ("能源!G3", "吨"), "wrong_dimension", "error", "能源!G3",
         "energy.amount_unit", "吨", "“电力”不能用“吨”计量。",
         "改用下列单位之一：kWh、千瓦时、度、MWh、兆瓦时、万kWh、万千瓦时、万度、亿千瓦时。"),
    case("one year reported twice", ("产量!C4", 2020), "duplicate_key", "error", "产量!A4",
         "production.enterprise_id", CODE, "与第3行重复（企业编号、生产线编号、年度、产品、期间起相同）。",
         "合并成一行，或改正编号、年度等。"),
    case("one credit code for two enterprises", _same_credit_code, "duplicate_value", "error",
         "企业!B4", "enterprises.uscc", CODE, "“统一社会信用代码”与第2行相同。",
         "同一家企业只留一行；不是同一家的，改正其中一个。"),
    case("an id that lost its zeros", ("能源!A6", 2), "orphan_key", "error", "能源!A6",
         "energy.enterprise_id", "2", "“企业”表中没有编号“2”。",
         "改正编号，例如“002”；或在“企业”表中补上一行。"),
    case("a line of another name", ("能源!B5", "1#窑"), "orphan_key", "error", "能源!B5",
         "energy.line_id", "1#窑", "“生产线”表中没有编号“1#窑”。",
         "改正编号，例如“1号窑”；或在“生产线”表中补上一行。"),
    case("energy of a line that names none", ("能源!H6", "生产线"), "scope_without_line", "error",
         "能源!B6", "energy.line_id", "", "没有生产线编号，计量范围却是“生产线”。",
         "补上生产线编号，或把计量范围改为“工序”或“企业”。"),
    case("energy of a whole enterprise on one line", ("能源!H5", "企业"), "scope_with_line", "error",
         "能源!H5", "energy.scope", "企业", "填了生产线编号，计量范围却不是“生产线”。",
         "分到生产线的，计量范围改为“生产线”；分不到的，删去生产线编号。"),
    case("a period without an end", ("产量!G4", dt.date(2021, 3, 1)), "period_incomplete", "error",
         "产量!G4", "production.period_start", "2021-03-01",
         "期间起、期间止须同时填写，起不晚于止，且都在该年度内。", "改正期间，或都留空（全年）。"),
    case("retired before it started", ("生产线!I3", "2008"), "retired_before_start", "error",
         "生产线!I3", "lines.retired_on", "2008", "退出时间2008早于投产时间2009-01-01。",
         "核对两个时间，改正错的一个。"),
    case("energy in a year without output", _energy_row(CODE, "1号窑", 2018, "电力", "", 4300,
         "万千瓦时", ""), "energy_without_output", "warning", "能源!F7", "energy.amount", "4300",
         "2018年有能源消费，没有产量。", "补报产量；确未生产的请在备注说明。"),
    case("output in a year without energy", ("能源!C2", 2018), "output_without_energy", "warning",
         "产量!E2", "production.output", "80", "2019年有产量，没有能源消费。",
         "补报能源消费；没有数据的填能源品种、实物量留空。"),
    # 820000 against 80 and 84: the middle of the others, in orders of magnitude, is sqrt(80*84)
    # = 81.98, and 820000 / 81.98 = 10003
    case("a number ten thousand times its neighbours", ("产量!E3", 820000), "suspect_ten_thousand",
         "warning", "产量!E3", "production.output", "820000",
         "与其他年度相差10,003倍，可能差了一个“万”。", "核对数值与单位（万吨、万千瓦时等）。"),
    case("output of two and a half capacities", ("产量!E5", 750), "output_over_capacity", "warning",
         "产量!E5", "production.output", "750", "产量是年生产能力的2.5倍。", "核对产量、能力及其单位。"),
    # 10 万吨 would be 300's thirtieth; 0.1 is less than 0.3, its thousandth
    case("output ten thousand times too small", ("产量!E5", 0.1), "output_under_capacity", "warning",
         "产量!E5", "production.output", "0.1", "产量不到年生产能力的千分之一，可能差了一个“万”。",
         "核对产量、能力及其单位（吨还是万吨）；确实很少的不用改。"),
    case("output of a year that began before the line", ("生产线!H2", "2019-05"), "not_a_full_year",
         "warning", "产量!C2", "production.year", "2019",
         "2019年数据不可能是全年：该线2019-05-01投产。该线该年不作判定。",
         "不是全年的填写期间起、期间止；日期填错的，改正投产时间、退出时间或数据截至。"),
    case("a line in operation that has retired", ("生产线!I2", "2022-08"), "status_against_dates",
         "warning", "生产线!G2", "lines.status", "在产",
         "退出时间2022-08-31早于数据截至2022-09-10，状态却是“在产”。",
         "已退出的，状态改为“已退出”；未退出的，改正或删去退出时间。"),
    case("output of a line that is only planned", ("生产线!G3", "拟建"), "output_of_line_not_running",
         "warning", "产量!E5", "production.output", "250", "生产线状态是“拟建”，却有产量。",
         "核对产量；已投产的，在“生产线”表改正状态。"),
    case("output of another product than the line's", _other_product, "product_differs", "warning",
         "产量!D2", "production.product_id", "水泥",
         "本行产品与“生产线”表的主要产品“水泥熟料”不同，该线不作判定。", "须把两处改成一致。"),
    case("no electricity at all", ("能源!F2", 0), "zero_energy", "warning", "能源!F2", "energy.amount",
         "0", "能源消费填了0。", "没有数据的应留空；确未使用的删去该行。"),
    case("a total below the data", _energy_row("合 计", "", 2021, "电力", "", 13500, "万千瓦时", ""),
         "total_row", "error", "能源!A7", "energy.enterprise_id", "合 计",
         "本行是“合 计”，不是一家企业、一条生产线或一次填报，会与明细重复计算。",
         "删除本行；本行其余各格未检查。"),
    case("an id in full-width digits", ("企业!A3", "００２"), "full_width", "note", "企业!A3",
         "enterprises.enterprise_id", "００２",
         "“企业编号”中有全角的数字、字母或符号，已按半角读取。",
         "可不改；要改的，用替换把全角字符改为半角。"),
    case("a blank in front of an id", ("产量!B2", " 1号窑"), "stray_space", "note", "产量!B2",
         "production.line_id", "␣1号窑",
         "“生产线编号”的内容带有多余的空格、换行或看不见的字符，已略去后读取。",
         "可不改；要改的，重新录入该单元格，不带空格。"),
    case("a number kept as text", ("企业!G2", "320"), "number_as_text", "note", "企业!G2",
         "enterprises.employees", "320", "“从业人员（人）”的数是以文本存放的，已按数读取。",
         "可不改；要改的，选中该列，用“分列”或“转换为数字”改成数值。"),
    case("a day kept as text", _day_as_text, "date_as_text", "note", "产量!G4",
         "production.period_start", "2021-01-01", "“期间起”的日期是以文本存放的，已按日期读取。",
         "可不改；要改的，把单元格设为日期格式后重新录入，例如2022-09-10。"),
    case("half a year beside the year", _half_a_year_beside_the_year, "period_overlap", "error",
         "产量!G6", "production.period_start", "2021-01-01",
         "本行的期间与第4行重叠，重叠部分会重复计算（期间空白的是全年）。",
         "改正期间使各行不重叠；已有全年数的，删去部分期间的行。"),
    case("a line that slipped in all its years", _three_kilns_of_which_one_slipped,
         "implausible_intensity", "warning", "能源!F8", "energy.amount", "0.368",
         "该线每单位产量的电力用量与同一产品其他生产线相差10,000倍。",
         "核对该线各年的用量、产量及其单位（吨还是万吨，千瓦时还是万千瓦时）；错的也可能是别的线。"),
    case("more tax than revenue", ("企业!I3", 40000), "tax_over_revenue", "warning", "企业!I3",
         "enterprises.tax_10k_cny", "40000", "实缴税金大于营业收入（30,000万元）。",
         "核对两个数，单位都是万元，不是元。"),
    # 180 亩 are 120,000 m2
    case("square metres under 亩", _row("parcels", parcel_no="360499001", area=120000, area_unit="亩"),
         "land_unlike_parcels", "warning", "企业!J2", "enterprises.land_area_mu", "180",
         "用地面积与“宗地”表中该企业各宗地合计120,000.0亩相差667倍。",
         "核对两处的面积和单位：本列的单位是亩，不是平方米；“宗地”表看面积单位。"),
    case("a letter for a digit in a code used as id", _id_with_a_letter_for_a_digit, "bad_code_as_id",
         "warning", "企业!A3", "enterprises.enterprise_id", "9136O499MA0000002U",
         "企业编号像是统一社会信用代码，但不对：第5位不能是“O”（前8位是数字，其余不用字母I、O、S、V、Z）。",
         f"可能应为“{OTHER_CODE}”（第5位“O”改为“0”），对照营业执照确认后改正，各表中的编号一并改正；"
         "是自编的编号则不用改。"),
    case("another code beside the id", ("企业!B2", OTHER_CODE), "id_differs_from_code", "warning",
         "企业!A2", "enterprises.enterprise_id", CODE,
         f"企业编号像是统一社会信用代码，却与本行的统一社会信用代码“{OTHER_CODE}”不同。",
         "对照营业执照改正错的一个；改企业编号的，各表一并改正。"),
    case("the permit of another enterprise", _permit(f"{OTHER_CODE}001P"), "permit_of_another_code",
         "warning", "标识!C2", "identifiers.value", f"{OTHER_CODE}001P",
         "排污许可证编号的前18位是“企业”表第3行企业的统一社会信用代码，不是本企业的。",
         "对照许可证：编号抄错的改正；是那家企业的许可证，改本行的企业编号。"),
    case("the permit of nobody", _permit(f"{THIRD_CODE}001P"), "permit_of_unknown_code", "warning",
         "标识!C2", "identifiers.value", f"{THIRD_CODE}001P",
         f"排污许可证编号的前18位不是本企业的统一社会信用代码“{CODE}”，名录中也没有这个代码。",
         "对照许可证和营业执照：抄错的改正；企业换过代码的不用改。"),
    case("one electricity account of two", _one_account_twice, "identifier_shared", "warning",
         "标识!C3", "identifiers.value", "3600000001", "第2行的另一家企业也有“3600000001”。",
         "核对后只留给一家；先后由两家使用的，在“标识”表填写启用、停用时间；确属共用的不用改。"),
    case("a former name that is the name", _row("identifiers", kind="曾用名", value="甲水泥有限公司"),
         "name_not_former", "note", "标识!C2", "identifiers.value", "甲水泥有限公司",
         "这个曾用名就是该企业现在的名称。", "删除本行，或改为以前或其他的名称。"),
    case("mended before it was found", _row("inspections", ground="环保", kind="行政处罚", result="罚款",
         happened_on=dt.date(2021, 5, 3), rectified_on=dt.date(2021, 5, 2)), "out_of_order", "warning",
         "检查处罚!N2", "inspections.rectified_on", "2021-05-02", "“整改完成日期”早于“日期”（2021-05-03）。",
         "核对两个日期，改正错的一个。"),
    case("a rating of a year to come", _row("ratings", year=2023, rating="B类"), "after_the_data",
         "warning", "亩产评价!B2", "ratings.year", "2023",
         "“评价年度”晚于数据截至2022-09-10，不可能已有结果。",
         "改正该单元格；确已发生的，改正“说明”表的数据截至。"),
    case("a year of thirteen months", _row("metered_energy", account="36", year=2021, carrier="电力",
         amount=9, amount_unit="万千瓦时", months=13), "above_maximum", "error", "计量!G2",
         "metered_energy.months", "13", "“计量月数”不能大于12。", "核对后改正，不清楚则留空。"),
    case("twelve months of a year of which nine have begun", _row("metered_energy", account="36",
         year=2022, carrier="电力", amount=9, amount_unit="万千瓦时"), "months_not_over", "warning",
         "计量!C2", "metered_energy.year", "2022",
         "数据截至2022-09-10，2022年不可能已计量12个月（计量月数空白的是12个月）。",
         "填写实际计到的月数；年度或数据截至填错的改正。"),
]  # fmt: skip

# What such a defect cannot be without: a year moved away leaves its energy alone, and so on.
ALSO = {
    "output in a year without energy": {"energy_without_output"},
    "a number ten thousand times its neighbours": {"output_over_capacity"},
    "one year reported twice": {"energy_without_output"},
}


def test_a_good_workbook_has_no_problem(tmp_path):
    reading = read(tmp_path / "good.xlsx", good_sheets())
    assert reading.problems == []
    assert reading.ledger is not None
    assert not reading.has_errors


@pytest.mark.parametrize("defect", CASES, ids=lambda defect: defect.sentence)
def test_one_defect_gives_exactly_its_problem(defect, tmp_path):
    found = read(tmp_path / "台账.xlsx", defect.make()).problems
    mine = [one for one in found if one.code == defect.code]
    assert {one.code for one in found if one.code != defect.code} <= ALSO.get(
        defect.sentence, set()
    )
    sheet, _mark, cell = defect.where.partition("!")
    assert [dataclasses.asdict(one) for one in mine] == [
        {
            "code": defect.code,
            "severity": defect.severity,
            "file": "台账.xlsx",
            "sheet": sheet,
            "cell": cell,
            "table": defect.table,
            "field": defect.field,
            "value": defect.value,
            "message": defect.message,
            "remedy": defect.remedy,
        }
    ]


def test_a_file_that_is_no_workbook_is_one_problem(tmp_path):
    path = tmp_path / "台账.xlsx"
    path.write_bytes(b"\x00\x01" * 100)
    reading = inspect_ledger(path)
    (found,) = reading.problems
    assert reading.ledger is None
    assert (found.code, found.severity, found.file) == ("unreadable_file", "error", "台账.xlsx")
    assert (found.sheet, found.cell, found.table, found.field) == ("", "", "", "")
    assert found.message
    assert found.remedy


def test_every_kind_of_problem_has_a_case():
    # Those of files, corrections and returned forms are tested with them.
    assert {defect.code for defect in CASES} == set(WORKBOOK)


def test_all_problems_are_listed_at_once(tmp_path):
    sheets = changed(
        ("企业!E2", "9999"),
        ("生产线!A3", "004"),
        ("产量!E2", "八十"),
        ("能源!G2", "吨"),
        ("能源!C5", ""),
    )
    reading = read(tmp_path / "five.xlsx", sheets)
    assert reading.ledger is None
    assert {(found.code, found.sheet, found.cell) for found in reading.problems} == {
        ("unknown_industry", "企业", "E2"),
        ("orphan_key", "生产线", "A3"),
        ("not_a_number", "产量", "E2"),
        ("wrong_dimension", "能源", "G2"),
        ("missing_value", "能源", "C5"),
        # The glass line is now another enterprise's, so its output has none.
        ("orphan_key", "产量", "B5"),
    }
    with pytest.raises(LedgerError, match="台账有6处错误") as caught:
        read_ledger(write(tmp_path / "again.xlsx", sheets))
    assert caught.value.problems == [
        dataclasses.replace(found, file="again.xlsx") for found in reading.problems
    ]


def test_a_problem_reads_as_json_with_the_keys_of_the_contract():
    (found,) = problems_of(changed(("企业!G2", "三百")))
    assert list(json.loads(json.dumps(found.to_json()))) == [
        "code", "severity", "file", "sheet", "cell", "table", "field", "value", "message", "remedy",
    ]  # fmt: skip


def test_every_text_is_filled_from_what_its_problem_knows():
    # {sheet}, {cell}, {header} and {value} are always known; the others come from the check that reports the kind.
    known = {
        "unknown_sheet": {"near"}, "missing_header": {"found"}, "unknown_column": {"near"},
        "below_minimum": {"minimum"}, "not_a_date": {"extra"}, "unknown_choice": {"near"},
        "unknown_industry": {"near"}, "unknown_unit": {"subject", "allowed"},
        "wrong_dimension": {"subject", "allowed"}, "duplicate_key": {"first", "key"},
        "duplicate_value": {"first"}, "orphan_key": {"target", "near", "more"},
        "energy_without_output": {"year"}, "output_without_energy": {"year"},
        "suspect_ten_thousand": {"ratio"}, "output_over_capacity": {"ratio"},
        "not_a_full_year": {"year", "reason"},
        "status_against_dates": {"date", "as_of", "status"},
        "output_of_line_not_running": {"status"}, "product_differs": {"product"},
        "bad_credit_code": {"reason", "advice"}, "bad_code_as_id": {"reason", "advice"},
        "id_differs_from_code": {"uscc"}, "retired_before_start": {"started"},
        "full_width": {"more"}, "stray_space": {"more"}, "number_as_text": {"more"},
        "date_as_text": {"more"}, "period_overlap": {"first"}, "identifier_shared": {"first"},
        "implausible_intensity": {"carrier", "ratio"}, "tax_over_revenue": {"revenue"},
        "land_unlike_parcels": {"area", "ratio"}, "permit_of_another_code": {"target", "number"},
        "permit_of_unknown_code": {"own"}, "name_not_former": {"kind"},
        "out_of_order": {"other", "date"}, "after_the_data": {"as_of"},
        "above_maximum": {"maximum"}, "months_not_over": {"as_of", "year", "months"},
    }  # fmt: skip
    for code, kind in WORKBOOK.items():
        parsed = string.Formatter().parse(kind.message + kind.remedy)
        names = {name for _text, name, _spec, _conversion in parsed if name is not None}
        assert names <= {"sheet", "cell", "header", "value"} | known.get(code, set()), code


def test_every_text_is_a_chinese_sentence():
    for kind in KINDS.values():
        for text in (kind.message, kind.remedy):
            assert text.endswith("。")
            assert not any(mark in text for mark in ",;:!?")


def test_the_texts_are_found_by_a_collector_of_messages():
    from io import BytesIO

    from babel.messages.extract import extract_python

    from capacity_analysis import paths

    sources = sorted((paths.package() / "ledger" / "kinds").glob("*.py"))
    collected = {
        text
        for source in sources
        for _line, function, texts, _comments in extract_python(
            BytesIO(source.read_bytes()), ["ProblemKind"], [], {}
        )
        if function == "ProblemKind"
        for text in texts
    }
    for kind in KINDS.values():
        assert {kind.message, kind.remedy} <= collected


def test_a_problem_is_worded_in_the_language_in_use():
    with language("en"):
        english = problem("missing_sheet", "a.xlsx", sheet="企业")
    assert english.code == "missing_sheet"
    assert "{" not in english.message


def test_braces_in_a_cell_are_only_text():
    found = problems_of(changed(("企业!L1", "{header}{0}"), ("企业!L2", "x")))
    assert [(one.code, one.value) for one in found] == [("unknown_column", "{header}{0}")]
    assert "“{header}{0}”" in found[0].message


def test_a_personal_number_is_struck_out_whatever_else_is_wrong():
    # Written where a product should be, it is first of all no product.
    found = problems_of(changed(("产量!D2", "水泥 13800138000")))
    unknown = [one for one in found if one.code == "unknown_choice"]
    assert [one.value for one in unknown] == ["水泥 ***"]
    assert "13800138000" not in json.dumps([one.to_json() for one in found], ensure_ascii=False)


def test_a_very_long_value_is_cut_short():
    (found,) = problems_of(changed(("企业!F2", "是" * 200)))
    assert found.value == "是" * 80 + "…"


def test_a_blank_key_is_reported_once_and_not_again_by_what_follows_from_it():
    assert codes_of(changed(("生产线!B2", ""))) == [("missing_value", "生产线!B2")]
    assert codes_of(changed(("企业!A2", ""))) == [("missing_value", "企业!A2")]
    assert codes_of(changed(("产量!B2", ""), ("产量!B3", ""))) == [
        ("missing_value", "产量!B2"),
        ("missing_value", "产量!B3"),
    ]
    assert codes_of(changed(("产量!A2", ""), ("产量!A3", ""))) == [
        ("missing_value", "产量!A2"),
        ("missing_value", "产量!A3"),
    ]


def test_one_blank_key_does_not_excuse_two_unknown_ones():
    # One line of the kiln works can't be read; its rows speak of 1号窑 and of 2号窑.
    assert codes_of(changed(("生产线!B2", ""), ("产量!B4", "2号窑"))) == [
        ("missing_value", "生产线!B2"),
        ("orphan_key", "产量!B2"),
        ("orphan_key", "产量!B4"),
        ("orphan_key", "能源!B2"),
    ]


def test_a_missing_sheet_of_lines_makes_no_orphans():
    assert codes_of(_without_sheet("生产线")()) == [("missing_sheet", "生产线!")]


def test_a_missing_key_column_makes_no_orphans_and_no_duplicates():
    assert codes_of(without_column("生产线!B1")) == [("missing_column", "生产线!1:1")]
    assert codes_of(without_column("企业!A1")) == [("missing_column", "企业!1:1")]
    assert codes_of(without_column("能源!C1")) == [("missing_column", "能源!1:1")]


def test_a_column_that_every_row_needs_is_missed_once():
    # Without line ids no energy can be of a line; without units no capacity can be read.
    assert codes_of(without_column("能源!B1")) == [("missing_column", "能源!1:1")]
    assert codes_of(without_column("生产线!F1")) == [("missing_column", "生产线!1:1")]
    assert codes_of(without_column("产量!E1")) == [("missing_column", "产量!1:1")]
