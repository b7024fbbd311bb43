"""A small workbook without a defect, as raw cells, and ways to change one cell of it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from capacity_analysis.ledger import inspect_ledger, registry
from capacity_analysis.ledger.workbook import inspect_sheets
from capacity_analysis.sheets.addresses import column_letter

# 360499 is no area's code, so this is no enterprise's; test_values shows its check character.
CODE = "91360499MA0000001Q"
OTHER_CODE, THIRD_CODE = "91360499MA0000002U", "91360499MA0000003Y"

Sheets = dict[str, list[list[Any]]]


@dataclass(frozen=True)
class FailedFormula:
    """A cell whose formula gave an Excel error."""

    formula: str = "=1/0"
    shown: str = "#DIV/0!"


def good_sheets() -> Sheets:
    """Return the cells of two enterprises with a line each: a kiln and a glass furnace."""
    clinker, glass = "水泥熟料", "平板玻璃（500≤生产能力≤800吨/天）"
    return {
        "说明": [
            ["模板版本", "1.0", "由模板带出"],
            ["数据截至", dt.date(2022, 9, 10), ""],
            ["地区", "示例区", ""],
            ["是否虚构", "是", ""],
            ["数据来源", "", ""],
        ],
        "企业": [
            ["企业编号", "统一社会信用代码", "企业名称", "乡镇（街道）", "行业代码", "是否规上",
             "从业人员（人）", "营业收入（万元）", "实缴税金（万元）", "用地面积（亩）", "备注"],
            [CODE, CODE, "甲水泥有限公司", "东乡", "3011", "是", 320, 56000, 1200.5, 180, ""],
            ["002", "", "乙玻璃有限公司", "西镇", "3041", "否", 210, 30000, -5, 90.5, ""],
        ],
        "生产线": [
            ["企业编号", "生产线编号", "生产线名称", "主要产品", "年生产能力", "能力单位", "状态",
             "投产时间", "退出时间", "规格型号", "备注"],
            [CODE, "1号窑", "熟料线", clinker, 100, "万吨", "在产", "2012-05", "", "Φ4.0×60m", ""],
            ["002", "1线", "浮法线", glass, 300, "万重量箱", "在产", 2009, "", "600吨/天", ""],
        ],
        "产量": [
            ["企业编号", "生产线编号", "年度", "产品", "合格品产量", "产量单位", "期间起", "期间止",
             "期间性质"],
            [CODE, "1号窑", 2019, clinker, 80, "万吨", "", "", ""],
            [CODE, "1号窑", 2020, clinker, 82, "万吨", "", "", ""],
            [CODE, "1号窑", 2021, clinker, 84, "万吨", "", "", "全年"],
            ["002", "1线", 2021, glass, 250, "万重量箱", "", "", ""],
        ],
        "能源": [
            ["企业编号", "生产线编号", "年度", "能源品种", "流向", "实物量", "实物量单位", "计量范围",
             "期间起", "期间止"],
            [CODE, "1号窑", 2019, "电力", "", 4400, "万千瓦时", "", "", ""],
            [CODE, "1号窑", 2020, "电力", "消费", 4500, "万千瓦时", "生产线", "", ""],
            [CODE, "1号窑", 2021, "电力", "", 4600, "万千瓦时", "", "", ""],
            [CODE, "1号窑", 2021, "原煤", "", 110000, "吨", "", "", ""],
            ["002", "", 2021, "气田天然气", "", 3000, "万立方米", "企业", "", ""],
        ],
    }  # fmt: skip


def at(address: str) -> tuple[str, int, int]:
    """Return sheet, row and column (from zero) of an address such as ``产量!E2``."""
    sheet, letters, row = re.fullmatch(r"(.+)!([A-Z])(\d+)", address).groups()
    return sheet, int(row) - 1, ord(letters) - ord("A")


def changed(*changes: tuple[str, Any]) -> Sheets:
    """Return the good workbook with some cells changed; a change beyond the edge adds cells."""
    sheets = good_sheets()
    for address, value in changes:
        sheet, row, column = at(address)
        rows = sheets[sheet]
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [""] * (column + 1 - len(rows[row]))
        rows[row][column] = value
    return sheets


def with_rows(name: str, *rows: dict[str, Any], sheets: Sheets | None = None) -> Sheets:
    """Return the good workbook, or another, with rows of a table added; cells by field name.

    A table that the workbook lacks stands in a sheet of its own, with its columns in order.
    """
    table = registry().tables[name]
    sheets = good_sheets() if sheets is None else sheets
    headers = {key: spec.header for key, spec in table.fields.items()}
    cells = sheets.setdefault(table.sheet, [list(headers.values())])
    fields = [key for header in cells[0] for key in headers if headers[key] == header]
    cells += [[row.get(key, "") for key in fields] for row in rows]
    return sheets


def cell(table: str, field: str, row: int = 2) -> str:
    """Return the address of a field in a sheet that has all columns in order."""
    spec = registry().tables[table]
    return f"{spec.sheet}!{column_letter(list(spec.fields).index(field))}{row}"


def without_column(address: str) -> Sheets:
    """Return the good workbook without the column that an address lies in."""
    sheet, _row, column = at(address)
    sheets = good_sheets()
    sheets[sheet] = [row[:column] + row[column + 1 :] for row in sheets[sheet]]
    return sheets


def write(path, sheets: Sheets):
    """Write raw cells as an .xlsx workbook and return its path."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    _write_cell(sheet, row, column, cell, day)
    return path


def _write_cell(sheet, row: int, column: int, cell: Any, day) -> None:
    if isinstance(cell, FailedFormula):
        sheet.write_formula(row, column, cell.formula, None, cell.shown)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, dt.date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
    elif cell:
        sheet.write_string(row, column, cell)


def problems_of(sheets: Sheets):
    """Return the problems of raw cells, without a file."""
    return inspect_sheets("ledger.xlsx", sheets).problems


def codes_of(sheets: Sheets) -> list[tuple[str, str]]:
    """Return code and address of each problem of raw cells."""
    return [(found.code, f"{found.sheet}!{found.cell}") for found in problems_of(sheets)]


def read(path, sheets: Sheets):
    """Write raw cells to a workbook and read it back."""
    return inspect_ledger(write(path, sheets))


def ledger_of(sheets: Sheets):
    """Return the ledger of raw cells that have no error."""
    reading = inspect_sheets("ledger.xlsx", sheets)
    assert reading.ledger is not None, reading.problems
    return reading.ledger
