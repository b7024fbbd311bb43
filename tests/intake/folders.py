"""A small folder of a roster, returned forms and a list, and ways to add to it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import xlsxwriter

from capacity_analysis.intake.form.content import FormContent
from capacity_analysis.intake.form.writer import write_form

YEARS = (2019, 2020, 2021)
# 360499 is no area's code, so these are no enterprises'; the check characters are those of GB 32100.
KILN, GLASS = "91360499MA0000001Q", "E2"
CLINKER = "水泥熟料"


def write_sheets(path: Path, sheets: dict[str, list[list]]) -> Path:
    """Write raw cells as a workbook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for at, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if isinstance(cell, dt.date):
                        sheet.write_datetime(at, column, cell, day)
                    elif isinstance(cell, int | float):
                        sheet.write_number(at, column, cell)
                    elif cell:
                        sheet.write_string(at, column, cell)
    return path


def write_roster(folder: Path, *more: list) -> Path:
    """Write a roster of two enterprises and more."""
    head = ["企业编号", "统一社会信用代码", "企业名称", "乡镇", "生产地址", "行业代码", "是否规上"]
    rows = [
        [KILN, KILN, "示例区甲水泥有限公司", "东乡", "东乡1号", "3011", "是"],
        [GLASS, "", "示例区乙玻璃有限公司", "西镇", "西镇2号", "3041", "否"],
        *more,
    ]
    guide = [
        ["数据截至", dt.date(2022, 9, 10)],
        ["地区", "示例区"],
        ["是否虚构", "是"],
    ]
    sheets = {"说明": guide, "应查名录": [["示例区应查名录"], [], head, *rows]}
    return write_sheets(folder / "应查名录.xlsx", sheets)


def kiln(**changes) -> FormContent:
    """Return what the cement works says: one kiln, three years, coal and power."""
    line = {
        "line_id": "1号窑", "line_name": "熟料线", "product_id": CLINKER, "capacity": 100,
        "capacity_unit": "万吨", "status": "在产", "started_on": "2012-05",
    }  # fmt: skip
    coal, power = {2019: 108000, 2020: 109000, 2021: 110000}, {2019: 4400, 2020: 4500, 2021: 4600}
    output = {2019: 80, 2020: 82, 2021: 84}
    given = {
        "enterprise": {
            "enterprise_id": KILN, "uscc": KILN, "name": "示例区甲水泥有限公司", "township": "东乡",
            "industry_code": "3011", "employees": 320, "revenue_10k_cny": 56000,
            "land_area_mu": 180,
        },
        "identifiers": [("electricity_account", "3604000001")],
        "lines": [line],
        "production": [
            {"line_id": "1号窑", "year": year, "product_id": CLINKER, "output": output[year],
             "output_unit": "万吨"}
            for year in YEARS
        ],
        "energy": [
            {"line_id": "1号窑", "year": year, "carrier": carrier, "flow": "消费", "scope": "生产线",
             "amount": amounts[year], "amount_unit": unit}
            for carrier, amounts, unit in (("原煤", coal, "吨"), ("电力", power, "万千瓦时"))
            for year in YEARS
        ],
        "filled_on": dt.date(2022, 6, 1),
    }  # fmt: skip
    return FormContent(**(given | changes))


def write_return(folder: Path, name: str, content: FormContent) -> Path:
    """Write a returned form."""
    path = folder / "returns" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    write_form(path, years=YEARS, content=content)
    return path


def write_meters(folder: Path, *rows: list) -> Path:
    """Write the power company's list of 2021: account, name, address, and twelve months."""
    head = ["户号", "户名", "用电地址", *[f"{month}月" for month in range(1, 13)]]
    sheet = [
        ["2021年工业用户用电量"],
        ["单位：千瓦时"],
        head,
        *rows,
        ["合计", "", "", *[1] * 12],
        ["注：数据来自用电信息采集系统"],
    ]
    return write_sheets(folder / "lists" / "供电公司.xlsx", {"用电量": sheet})


def small_folder(folder: Path) -> Path:
    """Write the roster, the form of the cement works and its meter."""
    write_roster(folder)
    write_return(folder, "自查表-甲水泥.xlsx", kiln())
    # 12 x 3,800,000 kWh = 4,560 x 10,000 kWh, within 5 % of the 4,600 reported
    write_meters(folder, ["3604000001", "示例县甲水泥厂", "东乡1号", *[3_800_000] * 12])
    return folder
