"""Reading a workbook: sheets, headers and rows as people leave them, every value with its cell."""

import datetime as dt
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbooks import (
    CODE,
    FailedFormula,
    changed,
    codes_of,
    good_sheets,
    ledger_of,
    problems_of,
    read,
    without_column,
    write,
)

from capacity_analysis.errors import CapacityError, UsageError
from capacity_analysis.ledger import inspect_ledger, read_ledger, registry
from capacity_analysis.ledger.workbook import Reading, inspect_sheets


def renamed(old: str, new: str):
    return {new if name == old else name: rows for name, rows in good_sheets().items()}


# --- what a ledger holds --------------------------------------------------------------------


def test_a_good_workbook_becomes_typed_tables(tmp_path):
    ledger = read_ledger(write(tmp_path / "台账.xlsx", good_sheets()))
    assert ledger.file == "台账.xlsx"
    assert ledger.schema_version == "1.4"
    assert ledger.data_as_of == dt.date(2022, 9, 10)
    assert (ledger.district, ledger.attribution, ledger.fictional) == ("示例区", "", True)
    tables = registry().tables
    assert list(ledger.tables) == [
        name for name in tables if tables[name].permitted_use == "decide"
    ]
    assert {name: len(table) for name, table in ledger.tables.items() if len(table)} == {
        "enterprises": 2, "lines": 2, "production": 4, "energy": 5,
    }  # fmt: skip
    first, second = ledger["enterprises"].to_dict("records")
    assert (first["enterprise_id"], first["uscc"], first["industry_code"]) == (CODE, CODE, "3011")
    assert (first["above_designated_size"], first["employees"]) == (True, 320)
    assert (second["enterprise_id"], second["tax_10k_cny"], second["land_area_mu"]) == (
        "002", -5, 90.5,
    )  # fmt: skip
    assert pd.isna(second["uscc"])
    kiln = ledger["lines"].iloc[0]
    assert kiln["started_on"] == pd.Timestamp(2012, 5, 1)
    assert pd.isna(kiln["retired_on"])
    assert (kiln["product_id"], kiln["status"]) == ("clinker", "operating")


def test_the_columns_of_a_table_are_row_fields_codes_and_quantities(tmp_path):
    tables = ledger_of(good_sheets()).tables
    fields = {name: list(table.fields) for name, table in registry().tables.items()}
    added = {
        "enterprises": ["enterprise_code"],
        "lines": ["enterprise_code", "line_code", "capacity_quantity"],
        "production": [
            "enterprise_code", "line_code", "output_quantity", "output_base", "full_year",
        ],
        "energy": ["enterprise_code", "line_code", "amount_quantity", "full_year"],
        "metered_energy": ["enterprise_code", "amount_quantity"],
        "parcels": ["enterprise_code", "line_code", "area_quantity"],
        "workforce": ["enterprise_code", "line_code"],
        "vacancies": [],
        "bank_totals": [],
        "shares": ["enterprise_code", "line_code"],
        "conditions": ["enterprise_code", "line_code"],
        "corrections": ["enterprise_code", "line_code"],
        "equipment": ["enterprise_code", "line_code", "equipment_code"],
        "equipment_parameters": ["enterprise_code", "equipment_code"],
        "projects": [
            "enterprise_code", "line_code", "new_capacity_quantity", "retired_capacity_quantity",
        ],
        **{
            name: ["enterprise_code", "line_code"]
            for name in (
                "inspections", "rectifications", "procedures", "milestones", "evidence",
                "false_returns",
            )
        },
        "comparisons": ["enterprise_code", "source_code"],
        "sources": ["source_code"],
        "origins": ["source_code"],
    }  # fmt: skip
    for name, frame in tables.items():
        codes = added.get(name, ["enterprise_code"])
        assert list(frame) == ["row", *fields[name], *codes]
        assert frame["row"].dtype == "int32"
        assert all(frame[code].dtype == "int32" for code in codes if code.endswith("_code"))
    assert tables["production"]["year"].dtype == "int32"
    assert tables["energy"]["line_code"].dtype == "int32"


def test_codes_are_positions_and_quantities_are_in_base_units():
    ledger = ledger_of(good_sheets())
    assert ledger["production"]["line_code"].tolist() == [0, 0, 0, 1]
    assert ledger["energy"]["enterprise_code"].tolist() == [0, 0, 0, 0, 1]
    assert ledger["energy"]["line_code"].tolist() == [0, 0, 0, 0, -1]
    # 80万吨 = 800,000 t; 250万重量箱 = 2,500,000 boxes
    assert ledger["production"]["output_quantity"].tolist() == [800e3, 820e3, 840e3, 2.5e6]
    # 4400万千瓦时 = 44,000,000 kWh; 110,000 t = 110,000,000 kg; 3000万m3 = 30,000,000 m3
    assert ledger["energy"]["amount_quantity"].tolist() == [44e6, 45e6, 46e6, 110e6, 30e6]
    assert ledger["lines"]["capacity_quantity"].tolist() == [1e6, 3e6]


def test_a_line_is_sought_among_the_lines_of_its_enterprise():
    # Both enterprises have a line 1.
    sheets = changed(("生产线!B2", "1"), ("生产线!B3", 1), ("产量!B2", "1"), ("产量!B5", "1"),
                     *((f"产量!B{row}", 1) for row in (3, 4)),
                     *((f"能源!B{row}", "１") for row in (2, 3, 4, 5)))  # fmt: skip
    ledger = ledger_of(sheets)
    assert ledger["production"]["line_code"].tolist() == [0, 0, 0, 1]
    assert ledger["energy"]["line_code"].tolist() == [0, 0, 0, 0, -1]


def test_equipment_is_sought_among_the_equipment_of_its_enterprise_and_may_have_no_line():
    sheets = good_sheets()
    sheets["设备"] = [
        ["企业编号", "生产线编号", "设备编号", "装备类型", "主要参数", "参数值"],
        [CODE, "", "1号", "炼铁高炉", "有效容积（立方米）", 380],
        ["002", "1线", "1号", "", "", ""],
    ]
    sheets["设备参数"] = [
        ["企业编号", "设备编号", "参数", "参数值"],
        ["002", "1号", "公称容量（吨）", 30],
    ]
    ledger = ledger_of(sheets)
    assert ledger["equipment"]["line_code"].tolist() == [-1, 1]
    assert ledger["equipment"]["equipment_code"].tolist() == [0, 1]
    assert ledger["equipment"]["equipment_type"].iloc[0] == "blast_furnace"
    assert ledger["equipment_parameters"]["equipment_code"].tolist() == [1]


def test_each_value_has_the_address_of_its_cell():
    sheets = changed(("产量!A7", "002"))
    sheets["产量"][6] = ["002", "1线", 2020, sheets["产量"][4][3], 240, "万重量箱", "", "", ""]
    ledger = ledger_of(sheets)  # row 6 is blank
    production = ledger["production"]
    assert production["row"].tolist() == [2, 3, 4, 5, 7]
    assert ledger.cell("production", 7, "output") == "产量!E7"
    assert ledger.cells("production", production["row"], "output").tolist() == [
        "产量!E2", "产量!E3", "产量!E4", "产量!E5", "产量!E7",
    ]  # fmt: skip


def test_a_ledger_shows_itself_without_becoming_markup():
    ledger = inspect_sheets("<script>.xlsx", good_sheets()).ledger
    assert repr(ledger).startswith(
        "<Ledger <script>.xlsx: enterprises 2, lines 2, equipment 0, equipment_parameters 0, "
        "production 4, energy 5"
    )
    page = ledger._repr_html_()
    assert "<script>" not in page
    assert "<td>生产线</td><td>2</td>" in page
    assert "数据截至 2022-09-10" in page


def test_tables_that_a_workbook_lacks_are_empty_with_the_types_they_would_have():
    full = ledger_of(good_sheets())
    bare = ledger_of({name: good_sheets()[name] for name in ("说明", "企业", "生产线")})
    for name in ("production", "energy"):
        assert bare[name].empty
        pd.testing.assert_series_equal(bare[name].dtypes, full[name].dtypes)


def test_a_column_that_a_sheet_lacks_is_blank():
    ledger = ledger_of(without_column("企业!G1"))
    assert ledger["enterprises"]["employees"].isna().all()
    assert ledger["enterprises"]["employees"].dtype == "Int64"


# --- the guide ------------------------------------------------------------------------------


def test_a_workbook_without_a_guide_is_not_taken_for_a_ledger(tmp_path):
    sheets = good_sheets()
    del sheets["说明"]
    with pytest.raises(UsageError, match="没有“说明”工作表或其中没有模板版本"):
        read(tmp_path / "other.xlsx", sheets)


@pytest.mark.parametrize("version", ["", " ", None])
def test_a_guide_without_a_version_is_not_taken_for_one(version):
    with pytest.raises(UsageError, match="没有模板版本"):
        problems_of(changed(("说明!B1", version)))


@pytest.mark.parametrize("version", ["0.9", "1.00", 2.0, 1.04, "一"])
def test_another_version_is_refused(version):
    with pytest.raises(UsageError, match=r"本程序读取1\.4"):
        problems_of(changed(("说明!B1", version)))


@pytest.mark.parametrize("version", ["1.0", " 1.0 ", "１.０", 1.0])
def test_a_version_that_became_a_number_is_the_same(version):
    assert problems_of(changed(("说明!B1", version))) == []


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2", 1.1, "1.3", "1.4"])
def test_a_ledger_of_an_earlier_version_is_read_without_the_tables_that_came_later(version):
    sheets = changed(("说明!B1", version))
    assert problems_of(sheets) == []
    ledger = ledger_of(sheets)
    for name in ("equipment", "rectifications", "procedures", "milestones", "workforce", "loans"):
        assert ledger[name].empty
        assert list(registry().tables[name].fields) == [
            column for column in ledger[name] if column in registry().tables[name].fields
        ]
    assert ledger["lines"]["approved_on"].isna().all()


def test_what_is_wrong_in_the_guide_is_a_problem_at_its_cell():
    sheets = changed(("说明!B2", "九月"), ("说明!B4", "也许"))
    assert codes_of(sheets) == [("not_a_date", "说明!B2"), ("not_a_flag", "说明!B4")]
    assert {found.table for found in problems_of(sheets)} == {"guide"}


def test_a_guide_that_says_little_leaves_little():
    ledger = ledger_of(changed(("说明!B2", ""), ("说明!B3", ""), ("说明!B4", "")))
    assert ledger.data_as_of is None
    assert (ledger.district, ledger.fictional) == ("", False)


def test_notes_below_the_guide_do_not_replace_it():
    ledger = ledger_of(changed(("说明!A8", "地区"), ("说明!B8", "别处")))
    assert ledger.district == "示例区"


def test_a_workbook_of_a_guide_alone_lacks_four_sheets(tmp_path):
    reading = read(tmp_path / "guide.xlsx", {"说明": good_sheets()["说明"]})
    assert [(found.code, found.severity, found.sheet) for found in reading.problems] == [
        ("missing_sheet", "error", "企业"),
        ("missing_sheet", "error", "生产线"),
        ("missing_table", "note", "产量"),
        ("missing_table", "note", "能源"),
    ]


# --- sheets and headers ---------------------------------------------------------------------


def test_an_empty_sheet_is_a_table_without_data_or_one_problem():
    assert codes_of(good_sheets() | {"能源": []}) == [("missing_table", "能源!")]
    for rows in ([], [["", ""], [" "]]):
        assert codes_of(good_sheets() | {"企业": rows}) == [("missing_header", "企业!1:1")]


def test_the_names_of_sheets_may_have_blanks():
    assert problems_of(renamed("企业", " 企 业")) == []


def test_of_two_sheets_of_one_name_the_exact_one_is_read():
    sheets = {"企业 ": [["x"]], **good_sheets()}
    assert codes_of(sheets) == [("unknown_sheet", "企业 !")]


def test_problems_name_the_sheet_as_the_workbook_does():
    sheets = renamed("企业", "企业 ")
    sheets["企业 "][1][6] = "三百"
    assert codes_of(sheets) == [("not_a_number", "企业 !G2")]


def test_the_hidden_sheet_of_lists_is_no_unknown_one():
    assert problems_of(good_sheets() | {"选项": [["是"], ["否"]]}) == []


@pytest.mark.parametrize(
    "header",
    [
        "从业人员(人)",
        "从业人员\n（人）",
        " 从业人员 （人） ",
        "从业人员\r\n(人)",
        "从业人员（人）\u3000",
    ],
)
def test_a_header_is_known_by_its_words(header):
    assert problems_of(changed(("企业!G1", header))) == []
    assert ledger_of(changed(("企业!G1", header)))["enterprises"]["employees"].tolist() == [
        320,
        210,
    ]


def test_columns_may_stand_in_any_order_and_apart():
    sheets = good_sheets()
    sheets["产量"] = [["", *reversed(row)] for row in sheets["产量"]]
    ledger = ledger_of(sheets)
    assert ledger["production"]["output"].tolist() == [80, 82, 84, 250]
    assert ledger.cell("production", 3, "output") == "产量!F3"


def test_two_columns_of_one_name_are_a_problem_in_full_width_too():
    assert codes_of(changed(("企业!L1", "从业人员(人)"))) == [("repeated_column", "企业!L1")]


def test_english_field_names_are_no_headers():
    sheets = good_sheets()
    sheets["产量"][0] = list(registry().tables["production"].fields)
    assert codes_of(sheets) == [("missing_header", "产量!1:1")]


@pytest.mark.parametrize("titles", [1, 2, 9])
def test_a_title_above_the_header_is_one_problem_that_says_where_the_header_is(titles):
    sheets = good_sheets()
    sheets["产量"] = [["示例区产量统计表"]] * titles + sheets["产量"]
    (found,) = problems_of(sheets)
    assert (found.code, found.sheet, found.cell) == ("missing_header", "产量", "1:1")
    assert f"现在列名在第{titles + 1}行" in found.remedy


def test_a_sheet_without_any_header_is_one_problem_that_guesses_no_row():
    sheets = good_sheets()
    sheets["产量"] = sheets["产量"][1:]
    (found,) = problems_of(sheets)
    assert found.code == "missing_header"
    assert found.remedy == "让第1行是模板中的列名，第2行起是数据。"


def test_a_column_of_persons_is_dropped_and_not_shown():
    found = problems_of(
        changed(("企业!L1", "联系人"), ("企业!L2", "王某"), ("企业!M1", "身份证号"))
    )
    assert [(one.code, one.severity, one.cell) for one in found] == [
        ("personal_column", "note", "L1"), ("personal_column", "note", "M1"),
    ]  # fmt: skip
    assert "王某" not in str(found)


# --- rows and cells -------------------------------------------------------------------------


def test_blank_rows_and_blanks_within_are_passed_over():
    sheets = good_sheets()
    sheets["产量"].insert(3, ["", " ", "\u3000", "", "", "", "", "", ""])
    sheets["产量"] += [[""] * 9] * 3
    assert ledger_of(sheets)["production"]["row"].tolist() == [2, 3, 5, 6]


def test_a_note_beside_the_table_is_no_row():
    sheets = changed(("产量!L9", "制表：统计组"), ("产量!L1", "附注"))
    assert codes_of(sheets) == [("unknown_column", "产量!L1")]


def test_rows_of_unequal_length_are_read_as_far_as_they_go():
    sheets = good_sheets()
    sheets["产量"] = [row[:6] if number else row for number, row in enumerate(sheets["产量"])]
    assert ledger_of(sheets)["production"]["full_year"].all()


def test_numbers_may_be_text_with_separators_and_full_width_digits():
    sheets = changed(("产量!E2", "１，０80.5"), ("产量!C2", "２０１９年"), ("企业!G2", "1,320"))
    ledger = inspect_sheets("x.xlsx", sheets).ledger
    assert ledger["production"]["output"].iloc[0] == 1080.5
    assert ledger["production"]["year"].iloc[0] == 2019
    assert ledger["enterprises"]["employees"].iloc[0] == 1320


def test_an_id_as_a_number_and_as_text_is_one_id_and_with_noughts_another():
    assert (
        problems_of(changed(("企业!A3", 2), ("生产线!A3", "2"), ("产量!A5", 2.0), ("能源!A6", "2")))
        == []
    )
    sheets = changed(("企业!A3", "002"), ("生产线!A3", 2))
    assert ("orphan_key", "生产线!A3") in codes_of(sheets)


def test_an_error_cell_in_a_file_is_no_blank_one(tmp_path):
    sheets = changed(("企业!C2", FailedFormula("=A1+1", "#VALUE!")))
    (found,) = read(tmp_path / "error.xlsx", sheets).problems
    assert (found.code, found.cell) == ("error_cell", "C2")
    assert "#VALUE!" in found.message


def test_types_of_a_file_survive_reading(tmp_path):
    sheets = changed(("企业!F2", True), ("产量!G2", dt.date(2019, 1, 1)), ("产量!H2", "2019-12-31"))
    ledger = read_ledger(write(tmp_path / "types.xlsx", sheets))
    assert ledger["enterprises"]["above_designated_size"].tolist() == [True, False]
    assert ledger["production"]["period_start"].iloc[0] == pd.Timestamp(2019, 1, 1)
    assert ledger["production"]["full_year"].all()


# --- files ----------------------------------------------------------------------------------


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path):
    with pytest.raises(UsageError, match="没有文件"):
        inspect_ledger(tmp_path / "none.xlsx")
    with pytest.raises(UsageError, match="没有文件"):
        inspect_ledger(tmp_path)


def test_a_workbook_of_libreoffice_is_read_like_one_of_excel(tmp_path):
    path = tmp_path / "台账.ods"
    _write_ods(path, good_sheets())
    reading = inspect_ledger(path)
    assert reading.problems == []
    expected = ledger_of(good_sheets())
    for name, frame in expected.tables.items():
        pd.testing.assert_frame_equal(reading.ledger[name], frame)
    assert reading.ledger.data_as_of == dt.date(2022, 9, 10)


def _write_ods(path, sheets):
    from xml.sax.saxutils import escape

    def cell(value):
        if value == "":
            return "<table:table-cell/>"
        if isinstance(value, dt.date):
            kind = f'office:value-type="date" office:date-value="{value.isoformat()}"'
        elif isinstance(value, int | float):
            kind = f'office:value-type="float" office:value="{value}"'
        else:
            kind = 'office:value-type="string"'
        return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"

    tables = "".join(
        f'<table:table table:name="{name}">'
        + "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
        + "</table:table>"
        for name, rows in sheets.items()
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )


# --- any workbook ---------------------------------------------------------------------------

scalars = st.one_of(
    st.text(max_size=40), st.floats(), st.integers(-(2**63), 2**63 - 1), st.booleans(), st.none(),
    st.dates(), st.datetimes(), st.times(), st.timedeltas(),
    st.sampled_from(["", " ", "是", "2021", "002", CODE, "1号窑", "企业", "万吨", "{}", "电力", "拟建"]),
)  # fmt: skip


@st.composite
def spoilt_workbooks(draw):
    sheets = good_sheets()
    for _change in range(draw(st.integers(1, 4))):
        rows = sheets[draw(st.sampled_from(sorted(sheets)))]
        row = rows[draw(st.integers(0, len(rows) - 1))]
        row[draw(st.integers(0, len(row) - 1))] = draw(scalars)
    return sheets


def _is_sound(reading: Reading) -> None:
    errors = [found for found in reading.problems if found.severity == "error"]
    assert (reading.ledger is None) == bool(errors)
    for found in reading.problems:
        assert found.message
        assert found.remedy
    if reading.ledger is not None:
        for name in ("production", "energy"):
            frame = reading.ledger[name]
            codes = frame["enterprise_code"].to_numpy()
            owners = reading.ledger["enterprises"]["enterprise_id"].to_numpy()[codes]
            assert np.array_equal(owners, frame["enterprise_id"].to_numpy())
            assert not frame["full_year"].isna().any()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(spoilt_workbooks())
def test_a_spoilt_cell_gives_problems_and_never_a_crash(sheets):
    try:
        reading = inspect_sheets("x.xlsx", sheets)
    except CapacityError as refused:
        assert isinstance(refused, UsageError)
        return
    _is_sound(reading)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(
    st.sampled_from(["企业", "生产线", "产量", "能源", "选项", "别的"]),
    st.lists(st.lists(scalars, max_size=5), max_size=5), max_size=5))  # fmt: skip
def test_any_sheets_beside_a_guide_give_problems_and_never_a_crash(sheets):
    _is_sound(inspect_sheets("x.xlsx", {"说明": good_sheets()["说明"], **sheets}))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(good_sheets())), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_changes_no_verdict(name, random):
    sheets = good_sheets()
    if name != "说明":
        body = sheets[name][1:]
        random.shuffle(body)
        order = list(range(len(sheets[name][0])))
        random.shuffle(order)
        sheets[name] = [[row[at] for at in order] for row in [sheets[name][0], *body]]
    assert problems_of(sheets) == []
