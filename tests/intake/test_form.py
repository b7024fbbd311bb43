"""The form that one enterprise fills in: how it looks, what it takes, and that it is read back whole."""

import datetime as dt
import shutil
import subprocess
from itertools import chain
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils import range_boundaries

from capacity_analysis.errors import InputError
from capacity_analysis.intake.form.design import form_design
from capacity_analysis.intake.form.writer import FormContent, write_form
from capacity_analysis.intake.layout.extract import extract
from capacity_analysis.intake.layout.recognise import recognise
from capacity_analysis.intake.mapping import read_mappings
from capacity_analysis.ledger import registry
from capacity_analysis.ledger.template import write_template
from capacity_analysis.sheets.cells import is_blank
from capacity_analysis.sheets.files import open_sheets

YEARS = (2019, 2020, 2021)
MAPPINGS = read_mappings()
MAPPING = next(mapping for mapping in MAPPINGS if mapping.id == "self-check-form")
NOT_APPLICABLE = "—"

KILN = {"line_id": "1号窑", "product_id": "水泥熟料", "output_unit": "万吨"}
COAL = {
    "line_id": "1号窑",
    "carrier": "原煤",
    "amount_unit": "吨",
    "flow": "消费",
    "scope": "生产线",
}
HALF_YEAR = {"period_start": dt.date(2020, 7, 1), "period_end": dt.date(2020, 12, 31)}
FILLED = FormContent(
    enterprise={
        "enterprise_id": "C007",
        "uscc": "91360499MA0000000X",
        "name": "松坳水泥制造（集团）有限责任公司新塘乡工业集中区一期三号地块熟料生产分公司",
        "township": "新塘乡",
        "address": "新塘乡工业集中区",
        "industry_code": "0710",
        "above_designated_size": "是",
        "employees": 152,
        "revenue_10k_cny": 18230.5,
        "tax_10k_cny": -12.3,
        "land_area_mu": 0,
        "remark": "=1+1",
    },
    identifiers=[
        ("former_name", "示例县松坳水泥厂"),
        ("electricity_account", "0036001"),
        ("electricity_account", "0036002"),
        ("pollution_permit", "91360499MA0000000X001P"),
        ("social_insurance_account", "36040001"),
        ("parcel", "360499001001GB00001F00010001"),
        ("parcel", "360499001001GB00002F00010001"),
        ("lessor", "岷山资产管理有限公司"),
        ("lessee", "大畈水泥有限公司"),
    ],
    lines=[
        {"line_id": "01", "line_name": "=HYPERLINK(1)", "product_id": "水泥熟料", "capacity": 46.5,
         "capacity_unit": "万吨", "status": "在产", "started_on": "2011-10",
         "specification": "Φ3.5×54m回转窑（1500吨/天）", "remark": "全厂一块总表"},
        {"line_id": "1号窑", "product_id": "水泥熟料", "status": "已退出", "retired_on": "2020-12"},
    ],
    production=[
        {**KILN, "year": 2019, "output": 40.12},
        {**KILN, "year": 2021, "output": None},
        {**KILN, "year": 2020, "output": 18.5, **HALF_YEAR, "period_kind": "试生产"},
        {**KILN, "line_id": "01", "year": 2021, "output": 0},
    ],
    energy=[
        {**COAL, "year": 2019, "amount": 60123},
        {**COAL, "year": 2020, "amount": "约1200"},
        {**COAL, "year": 2021, "amount": -3.5},
        {**COAL, "line_id": None, "scope": "企业", "carrier": "电力", "amount_unit": "万千瓦时",
         "year": 2020, "amount": None, **HALF_YEAR},
    ],
    filled_on=dt.date(2022, 6, 10),
)  # fmt: skip


def read_back(path):
    opened = open_sheets(path)
    assert not opened.notes
    assert recognise(opened.grids, MAPPINGS) is MAPPING
    return extract(path.name, opened.grids, MAPPING)


def comparable(rows) -> list[dict]:
    """Rows without their blank cells, numbers as floats, in an order of their own."""
    kept = [
        {key: float(cell) if type(cell) in (int, float) else cell for key, cell in row.items()
         if not is_blank(cell) or key in ("output", "amount")}
        for row in rows
    ]  # fmt: skip
    for row in kept:
        row |= {key: None for key in ("output", "amount") if key in row and is_blank(row[key])}
    return sorted(kept, key=lambda row: repr(sorted(row.items())))


def content_rows(content: FormContent, table: str) -> list[dict]:
    return comparable(content.rows(table))


def extracted(found, table: str) -> list[dict]:
    rows = [row for row in found.rows if row.table == table]
    return comparable([{key: one.value for key, one in row.values.items()} for row in rows])


def assert_read_back(path, content: FormContent):
    found = read_back(path)
    for table in ("lines", "production", "energy"):
        assert extracted(found, table) == content_rows(content, table), table
    assert extracted(found, "enterprises") == comparable([content.enterprise])
    kinds = registry().tables["identifiers"].fields["kind"].choices
    told = [(row["kind"], row["value"]) for row in extracted(found, "identifiers")]
    assert sorted(told) == sorted((kinds[kind], value) for kind, value in content.identifiers)
    assert (found.filled_on, found.nil) == (content.filled_on, content.nil)
    assert [problem.code for problem in found.problems] == []


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    made = tmp_path_factory.mktemp("form")
    write_form(made / "empty.xlsx", years=YEARS)
    write_form(made / "filled.xlsx", years=YEARS, content=FILLED)
    return made


@pytest.fixture(scope="module")
def empty(folder):
    return openpyxl.load_workbook(folder / "empty.xlsx")


@pytest.fixture(scope="module")
def filled(folder):
    return openpyxl.load_workbook(folder / "filled.xlsx")


def cells_saying(sheet, text):
    return [cell for row in sheet for cell in row if cell.value == text]


def rules_of(sheet):
    """The validation of each cell that has one, by its address."""
    found = {}
    for rule in sheet.data_validations.dataValidation:
        for area in rule.sqref.ranges:
            left, top, right, bottom = range_boundaries(str(area))
            for row in range(top, bottom + 1):
                for column in range(left, right + 1):
                    found[sheet.cell(row, column).coordinate] = rule
    return found


# --- what comes back ----------------------------------------------------------------------------


def test_a_filled_form_is_read_back_as_it_was_filled(folder):
    assert_read_back(folder / "filled.xlsx", FILLED)


def test_an_empty_form_gives_no_row(folder):
    found = read_back(folder / "empty.xlsx")
    assert (found.rows, found.filled_on, found.nil) == ([], None, False)


def test_a_form_that_says_there_is_nothing_to_report_is_a_nil_return(tmp_path):
    content = FormContent(
        enterprise={"name": "蓝山商贸有限公司", "industry_code": "5199"},
        filled_on=dt.date(2022, 6, 1),
        nil=True,
    )
    write_form(tmp_path / "nil.xlsx", years=YEARS, content=content)
    assert_read_back(tmp_path / "nil.xlsx", content)


def test_a_prefilled_form_does_not_say_whether_there_is_anything_to_report(tmp_path):
    content = FormContent(enterprise={"enterprise_id": "C001", "name": "甲厂"})
    write_form(tmp_path / "prefilled.xlsx", years=YEARS, content=content)
    sheet = openpyxl.load_workbook(tmp_path / "prefilled.xlsx")["自查表"]
    (label,) = cells_saying(sheet, "有无应报的生产线")
    assert sheet.cell(label.row, label.column + 2).value is None


def test_a_table_that_grows_over_pages_repeats_its_header_and_is_read_back_whole(tmp_path):
    lines = [
        {"line_id": f"{at:03d}", "line_name": "日产1500吨新型干法水泥熟料生产线", "product_id": "水泥熟料",
         "status": "在产"}
        for at in range(60)
    ]  # fmt: skip
    energy = [{**COAL, "line_id": f"{at:03d}", "year": 2021, "amount": at} for at in range(60)]
    content = FormContent(enterprise={"name": "甲厂"}, lines=lines, energy=energy)
    write_form(tmp_path / "long.xlsx", years=YEARS, content=content)
    assert_read_back(tmp_path / "long.xlsx", content)
    sheet = openpyxl.load_workbook(tmp_path / "long.xlsx")["自查表"]
    headers = cells_saying(sheet, "规格型号")
    assert len(headers) > 1
    first_on_page = {row_break.id + 1 for row_break in sheet.row_breaks.brk}
    assert {cell.row for cell in headers[1:]} <= first_on_page


def test_eight_years_make_eight_columns(tmp_path):
    years = range(2014, 2022)
    rows = [{**KILN, "year": year, "output": year / 10} for year in years]
    content = FormContent(enterprise={"name": "甲厂"}, production=rows)
    write_form(tmp_path / "years.xlsx", years=years, content=content)
    assert_read_back(tmp_path / "years.xlsx", content)


def test_a_year_without_a_row_shows_a_dash_and_a_row_without_a_number_a_blank(filled):
    sheet = filled["自查表"]
    row = cells_saying(sheet, "三、产量（全年）")[0].row + 3
    assert [sheet.cell(row, column).value for column in (1, 2, 4)] == ["1号窑", "水泥熟料", "万吨"]
    assert [sheet.cell(row, column).value for column in (6, 7, 8)] == [40.12, NOT_APPLICABLE, None]


def test_two_rows_of_one_year_stand_in_two_rows_of_the_form(tmp_path):
    rows = [{**KILN, "year": 2021, "output": output} for output in (1.5, 2.5)]
    content = FormContent(enterprise={"name": "甲厂"}, production=rows)
    write_form(tmp_path / "double.xlsx", years=YEARS, content=content)
    assert_read_back(tmp_path / "double.xlsx", content)


@pytest.mark.parametrize("dash", ["—", "——", "-", "－", "–"])
def test_every_dash_that_the_form_takes_means_not_applicable(tmp_path, dash):
    assert dash in form_design().not_applicable_typed
    rows = [{**KILN, "year": 2020, "output": 1.5}, {**KILN, "year": 2021, "output": dash}]
    write_form(tmp_path / "dash.xlsx", years=YEARS, content=FormContent(production=rows))
    found = extracted(read_back(tmp_path / "dash.xlsx"), "production")
    assert [row["year"] for row in found] == [2020]


TEXT = st.text("东西窑=+@#AZ09()（）.", min_size=1, max_size=12).filter(
    lambda text: text.strip(".")
)
AMOUNT = st.one_of(
    st.none(), st.integers(-(10**9), 10**9), st.floats(-1e9, 1e9).map(lambda x: round(x, 4))
)
OUTPUT = st.fixed_dictionaries(
    {"line_id": st.sampled_from(["01", "1号窑", "=1+1", "3-1"]),
     "product_id": st.sampled_from(["水泥熟料", "电石"]), "output_unit": st.sampled_from(["吨", "万吨"]),
     "year": st.sampled_from(YEARS), "output": AMOUNT},
    optional={"period_start": st.dates(dt.date(2019, 1, 1), dt.date(2021, 12, 31))},
)  # fmt: skip
ENERGY = st.fixed_dictionaries(
    {"carrier": st.sampled_from(["原煤", "电力"]), "amount_unit": st.just("吨"),
     "year": st.sampled_from(YEARS), "amount": AMOUNT},
    optional={"line_id": st.sampled_from(["01", "1号窑"]), "flow": st.sampled_from(["消费", "外供"]),
              "scope": st.sampled_from(["企业", "工序"])},
)  # fmt: skip


@settings(max_examples=15, derandomize=True, deadline=None)
@given(
    name=TEXT,
    lines=st.lists(
        st.fixed_dictionaries(
            {"line_id": TEXT, "product_id": st.just("水泥熟料"), "status": st.just("在产")},
            optional={"capacity": st.floats(0, 1e6).map(lambda x: round(x, 3)), "line_name": TEXT},
        ),
        max_size=10,
    ),
    production=st.lists(OUTPUT, max_size=8),
    energy=st.lists(ENERGY, max_size=8),
)
def test_whatever_is_filled_in_comes_back(tmp_path_factory, name, lines, production, energy):
    content = FormContent({"name": name}, (), lines, production, energy, dt.date(2022, 6, 1))
    path = tmp_path_factory.mktemp("any") / "form.xlsx"
    write_form(path, years=YEARS, content=content)
    found = read_back(path)
    for table in ("lines", "production", "energy"):
        assert extracted(found, table) == content_rows(content, table), table
    assert found.subject["name"].value == name


# --- what it refuses to write -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (FormContent(production=[{**KILN, "year": 2012, "output": 1}]), "不能填“2012”年的数"),
        (FormContent(production=[{**KILN, "output": 1}]), "不能填“”年的数"),
        (FormContent(identifiers=[("electricity_account", "0036 001")]), "“0036 001”含有空格"),
        (FormContent(identifiers=[("other_name", "甲厂")]), "identifiers.other_name"),
        (FormContent(enterprise={"phone": "无"}), "enterprises.phone"),
        (
            FormContent(energy=[{**COAL, "year": 2021, "period_kind": "试生产"}]),
            "energy.period_kind",
        ),
        (FormContent(enterprise={"employees": float("inf")}), "inf"),
        (FormContent(enterprise={"remark": "长" * 40_000}), "超过单元格能容纳的字符数"),
    ],
)
def test_what_would_be_lost_is_refused(tmp_path, content, said):
    with pytest.raises(InputError, match=said.replace(".", r"\.")):
        write_form(tmp_path / "form.xlsx", years=YEARS, content=content)


# --- how it is made -----------------------------------------------------------------------------


def test_the_sheets_are_form_instructions_and_hidden_choices(empty):
    assert empty.sheetnames == ["自查表", "填表说明", "选项"]
    assert empty["选项"].sheet_state == "hidden"
    assert empty.active.title == "自查表"


def test_the_version_stands_in_a_hidden_row_and_a_form_of_another_version_is_not_recognised(
    folder, tmp_path
):
    book = openpyxl.load_workbook(folder / "empty.xlsx")
    sheet = book["自查表"]
    assert sheet["A3"].value == form_design().version == MAPPING.recognise.version
    assert sheet.row_dimensions[3].hidden
    sheet["A3"] = "产能自查表9.9"
    book.save(tmp_path / "other.xlsx")
    assert recognise(open_sheets(tmp_path / "other.xlsx").grids, [MAPPING]) is None


def test_only_what_is_filled_in_is_unlocked(empty):
    sheet = empty["自查表"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    asked = set(rules_of(sheet))
    unlocked = {cell.coordinate for row in sheet for cell in row if not cell.protection.locked}
    merged = {
        sheet.cell(row, column).coordinate
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
        if (row, column) != (area.min_row, area.min_col)
    }
    assert unlocked - merged == asked
    for address in asked:
        cell = sheet[address]
        assert cell.value is None
        assert cell.border.left.style == "thin"
        assert cell.fill.fgColor.rgb == "FFFFFBEA"
    labels = {cell.coordinate for row in sheet for cell in row if cell.value is not None}
    assert not labels & unlocked


def test_no_place_asks_for_a_person(empty):
    words = ("姓名", "电话", "手机", "身份证", "联系人", "负责人", "填表人")
    for row in empty["自查表"].iter_rows(values_only=True):
        for text in filter(None, row):
            assert not any(word in text for word in words), text
    signature = cells_saying(empty["自查表"], "签字（手写）")[0]
    assert empty["自查表"].cell(signature.row, signature.column + 2).protection.locked


def test_every_input_cell_explains_itself(empty):
    for address, rule in rules_of(empty["自查表"]).items():
        assert rule.showInputMessage and rule.promptTitle and rule.prompt, address
        assert len(rule.promptTitle) <= 32 and len(rule.prompt) <= 255


def test_it_prints_on_a4_with_title_rows_and_page_numbers(empty):
    sheet = empty["自查表"]
    assert (
        sheet.page_setup.paperSize == sheet.PAPERSIZE_A4 == "9" or sheet.page_setup.paperSize == 9
    )
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$2"
    assert "&P" in (sheet.oddFooter.center.text or "") or "Page" in sheet.oddFooter.center.text
    assert "产能自查表1.0" in sheet.oddFooter.left.text
    assert sheet.print_area.endswith(f"$J${sheet.max_row}")


def test_a_section_that_fits_a_page_does_not_break(empty):
    sheet = empty["自查表"]
    starts = {row_break.id + 1 for row_break in sheet.row_breaks.brk}
    headings = {
        cell.row for row in sheet for cell in row
        if isinstance(cell.value, str) and cell.value[:2] in ("一、", "二、", "三、", "四、", "五、", "六、")
    }  # fmt: skip
    assert starts  # with the gap above the heading
    assert {row + 1 for row in starts} <= headings


def test_drop_downs_offer_the_labels_of_the_ledger(empty):
    sheet, tables = empty["自查表"], registry().tables

    def offered(heading, header):
        top = cells_saying(sheet, heading)[0].row
        (cell,) = [cell for cell in sheet[top + 2] if cell.value == header]
        formula = rules_of(sheet)[sheet.cell(top + 3, cell.column).coordinate].formula1
        area = formula.removeprefix("=").partition("!")[2].replace("$", "")
        return [row[0].value for row in empty["选项"][area]]

    for heading, table, header, field in [
        ("二、生产线", "lines", "主要产品", "product_id"),
        ("二、生产线", "lines", "状态", "status"),
        ("三、产量（全年）", "production", "产品", "product_id"),
        ("四、能源消费（全年）", "energy", "能源品种", "carrier"),
        ("四、能源消费（全年）", "energy", "流向", "flow"),
        ("四、能源消费（全年）", "energy", "计量范围", "scope"),
        ("五、不是全年的产量", "production", "期间性质", "period_kind"),
    ]:
        assert offered(heading, header) == list(tables[table].fields[field].labels.values())
    assert {"万吨", "吨", "万平方米"} <= set(offered("二、生产线", "能力单位"))
    assert {"吨", "万千瓦时", "万立方米"} <= set(offered("四、能源消费（全年）", "实物量单位"))


def test_years_take_numbers_and_dashes_and_say_what_a_blank_means(empty):
    sheet = empty["自查表"]
    for cell in cells_saying(sheet, "2021年"):
        assert "“—”" in cell.comment.text and "留空" in cell.comment.text
        rule = rules_of(sheet)[sheet.cell(cell.row + 1, cell.column).coordinate]
        below = f"{cell.column_letter}{cell.row + 1}"
        assert rule.type == "custom"
        assert rule.formula1.startswith(f"OR(IF(ISNUMBER({below}),{below}>=0,FALSE)")
        assert all(
            f'{below}="{dash}"' in rule.formula1 for dash in form_design().not_applicable_typed
        )


def test_the_instructions_say_what_blank_dash_and_none_mean_and_that_no_personal_data_are_wanted(
    empty,
):
    text = "".join(cell.value or "" for row in empty["填表说明"] for cell in row)
    for words in (
        "空白表示没有数据",
        "“—”表示不适用",
        "“无”只在",
        "交到通知指定的单位",
        "不要填写个人姓名",
    ):
        assert words in text


def test_the_mapping_reads_every_cell_that_the_form_asks_for():
    design = form_design()
    asked = {cell.of: cell.shown for cell in chain(design.head, *design.basics.rows)}
    read = {f"enterprises.{key}": how.label for key, how in MAPPING.form.fields.items()}
    read |= {f"identifiers.{key}": how.label for key, how in MAPPING.form.identifiers.items()}
    read |= dict(zip(["nil"], MAPPING.form.nil, strict=True))
    assert read == {of: label.replace("\n", "") for of, label in asked.items()}
    assert MAPPING.form.filled_on == design.sign.day.shown
    for ours, theirs in zip(design.tables, MAPPING.tables, strict=True):
        assert ours.heading.startswith(theirs.after)
        columns = {key: ours.specs[key].header for key in ours.columns}
        assert {key: how.column for key, how in theirs.fields.items()} == columns
        assert (ours.years.into if ours.years else None) == (
            theirs.spread.into if theirs.spread else None
        )


def test_the_same_content_gives_the_same_bytes(folder, tmp_path):
    write_form(tmp_path / "again.xlsx", years=YEARS, content=FILLED)
    assert (tmp_path / "again.xlsx").read_bytes() == (folder / "filled.xlsx").read_bytes()


# --- other spreadsheet programs -----------------------------------------------------------------


@pytest.fixture(scope="module")
def by_libreoffice(folder, tmp_path_factory) -> Path:
    """Form and ledger template, opened and saved again by LibreOffice."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice (soffice)")
    write_template(folder / "ledger.xlsx")
    out = tmp_path_factory.mktemp("libreoffice")
    profile = tmp_path_factory.mktemp("profile").as_uri()
    files = [str(folder / name) for name in ("filled.xlsx", "ledger.xlsx")]
    command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx",
               "--outdir", str(out), *files]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return out


def test_libreoffice_opens_and_saves_the_form_without_loss(by_libreoffice, filled):
    assert_read_back(by_libreoffice / "filled.xlsx", FILLED)
    saved = openpyxl.load_workbook(by_libreoffice / "filled.xlsx")["自查表"]
    sheet = filled["自查表"]
    assert saved.protection.sheet
    assert {str(area) for area in saved.merged_cells.ranges} == {
        str(area) for area in sheet.merged_cells.ranges
    }
    kept = rules_of(saved)
    for address, rule in rules_of(sheet).items():
        assert kept[address].prompt == rule.prompt, address
        assert not saved[address].protection.locked


def test_libreoffice_opens_and_saves_the_ledger_template_without_loss(by_libreoffice, folder):
    before = openpyxl.load_workbook(folder / "ledger.xlsx")
    after = openpyxl.load_workbook(by_libreoffice / "ledger.xlsx")
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        saved = after[sheet.title]
        assert saved.sheet_state == sheet.sheet_state
        assert [cell.value for cell in saved[1]][: sheet.max_column] == [
            cell.value for cell in sheet[1]
        ]
        # LibreOffice ends a drop-down a thousand rows below the last filled one.
        told = {str(rule.sqref).partition(":")[0] for rule in sheet.data_validations.dataValidation}
        kept = {str(rule.sqref).partition(":")[0] for rule in saved.data_validations.dataValidation}
        assert kept == told
