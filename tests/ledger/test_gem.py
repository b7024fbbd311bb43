"""The Global Iron and Steel Tracker becomes a ledger: real workbooks, and small invented ones."""

import time
from pathlib import Path

import pandas as pd
import pytest
import xlsxwriter

from capacity_analysis.errors import InputError, UsageError
from capacity_analysis.ledger import inspect_ledger
from capacity_analysis.ledger.gem import TrackerImport, import_tracker, read_tracker
from capacity_analysis.ledger.gem.places import chinese

ABOUT = [
    "Global Iron and Steel Tracker - March 2025",
    "Copyright © Global Energy Monitor. Global Iron and Steel Tracker, March 2025 (V1) release. "
    "Distributed under a Creative Commons Attribution 4.0 International License. ",
    "Contacts: A Person, Steel Project Manager, a.person@example.org",
]
FURNACE = {
    "GEM Plant ID": "P1", "GEM Unit ID": "U1", "Unit Name": "BF 1", "Unit Status": "operating",
    "Start Date": "unknown", "Pre-retirement Announcement Date": "unknown", "Retired Date": "unknown",
    "Current Capacity (ttpa)": 537, "Current Size (m3)": 450, "Furnace Model": "unknown",
}  # fmt: skip
REDUCER = {"GEM Plant ID": "P9", "GEM Unit ID": "N/A"}
PLANT = {
    "Plant ID": "P1", "Plant name (English)": "Example Steel", "Plant name (other language)": "示例钢铁有限公司",
    "Other plant names (other language)": "", "Municipality": "unknown",
    "Subnational unit (province/state)": "Jiangxi", "Country/Area": "China",
    "Other language location address": "江西省九江市湖口县某路1号", "Workforce size": "6045",
    "Main production equipment": "BF; BOF",
}  # fmt: skip
CAPACITY = {
    "Plant ID": "P1", "Status": "operating", "Nominal BOF steel capacity (ttpa)": 4700,
    "Nominal EAF steel capacity (ttpa)": "N/A", "Nominal OHF steel capacity (ttpa)": "N/A",
    "Other/unspecified steel capacity (ttpa)": "N/A", "Nominal DRI capacity (ttpa)": "N/A",
    "Other/unspecified iron capacity (ttpa)": "N/A",
}  # fmt: skip


def _workbook(path: Path, sheets: dict[str, list[dict]], about: list[str] | None = None) -> Path:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        book.add_worksheet("About").write_column(1, 0, ABOUT if about is None else about)
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for column, header in enumerate(rows[0]):
                sheet.write_column(0, column, [header, *(row[header] for row in rows)])
    return path


def _iron(folder: Path, *furnaces: dict, about: list[str] | None = None) -> Path:
    sheets = {"Blast furnaces": [FURNACE | furnace for furnace in furnaces or [{}]]}
    return _workbook(folder / "iron.xlsx", sheets | {"DRI furnaces": [REDUCER]}, about)


def _plants(folder: Path, *plants: dict, capacities: tuple[dict, ...] = ({},)) -> Path:
    return _workbook(
        folder / "plants.xlsx",
        {
            "Plant data": [PLANT | plant for plant in plants or [{}]],
            "Plant capacities and status": [CAPACITY | capacity for capacity in capacities],
        },
    )


def _furnace(folder: Path, **cells: object) -> pd.Series:
    imported = read_tracker(_iron(folder, cells), _plants(folder))
    return imported.tables["lines"].iloc[0]


def _device(folder: Path, **cells: object) -> pd.Series:
    return read_tracker(_iron(folder, cells), _plants(folder)).tables["equipment"].iloc[0]


def _enterprise(folder: Path, **cells: object) -> pd.Series:
    imported = read_tracker(_iron(folder), _plants(folder, cells))
    return imported.tables["enterprises"].iloc[0]


@pytest.fixture(scope="session")
def iron_units(tracker_folder: Path) -> Path:
    return next(tracker_folder.glob("Iron-unit-data-*.xlsx"))


@pytest.fixture(scope="session")
def plant_data(tracker_folder: Path) -> Path:
    return next(tracker_folder.glob("Plant-level-data-*.xlsx"))


@pytest.fixture(scope="session")
def china(iron_units: Path, plant_data: Path) -> TrackerImport:
    return read_tracker(iron_units, plant_data)


@pytest.fixture(scope="session")
def jiangxi(iron_units: Path, plant_data: Path) -> TrackerImport:
    return read_tracker(iron_units, plant_data, region="Jiangxi")


def _volumes(imported: TrackerImport) -> pd.Series:
    specifications = imported.tables["lines"]["specification"]
    return specifications.str.extract(r"有效容积([\d.]+)立方米", expand=False).astype("float64")


def test_jiangxi_has_seven_plants_and_nineteen_furnaces(jiangxi: TrackerImport) -> None:
    assert len(jiangxi.tables["enterprises"]) == 7
    assert len(jiangxi.tables["lines"]) == 19
    assert jiangxi.tables["production"].empty
    assert jiangxi.tables["energy"].empty
    assert jiangxi.notes[0] == "读入7家企业、19座高炉。"


def test_china_has_the_plants_and_furnaces_that_the_sources_state(china: TrackerImport) -> None:
    enterprises, lines = china.tables["enterprises"], china.tables["lines"]
    assert len(enterprises) == 404
    assert enterprises["employees"].notna().sum() == 352
    assert enterprises["township"].str.contains(r"[\u4e00-\u9fff]").all()
    assert lines["enterprise_id"].nunique() == 306
    assert len(lines) == 1057
    assert (lines["status"] == "operating").sum() == 667
    assert lines["line_name"].str.startswith("高炉（名称不详").sum() == 560


def test_every_chinese_furnace_has_a_volume_and_the_stated_sizes(china: TrackerImport) -> None:
    volumes = _volumes(china)
    assert volumes.notna().all()
    counts = [(volumes < bound).sum() for bound in (400, 1000, 1200)]
    assert [*counts, (volumes <= 1200).sum()] == [8, 389, 563, 594]
    assert set(china.tables["lines"]["status"][volumes < 400]) == {"operating"}


def test_every_furnace_is_equipment_of_its_line_with_a_volume_and_no_use(
    china: TrackerImport,
) -> None:
    equipment, lines = china.tables["equipment"], china.tables["lines"]
    assert len(equipment) == 1057
    assert equipment["line_id"].tolist() == lines["line_id"].tolist()
    assert set(equipment["equipment_type"]) == {"blast_furnace"}
    assert set(equipment["attribute"]) == {"effective_volume_m3"}
    counts = [(equipment["value"] < bound).sum() for bound in (400, 1000, 1200)]
    assert [*counts, (equipment["value"] <= 1200).sum()] == [8, 389, 563, 594]
    assert (equipment["status"] == "in_use").sum() == 667
    assert not {"use", "dismantled_on", "exception_papers"} & set(equipment)


@pytest.mark.parametrize(
    ("status", "ours"),
    [
        ("operating", "in_use"),
        ("operating pre-retirement", "in_use"),
        ("mothballed", "idle"),
        ("retired", "idle"),
    ],
)
def test_a_furnace_that_retired_is_out_of_use_and_not_called_dismantled(
    tmp_path: Path, status: str, ours: str
) -> None:
    cells = {"Unit Status": status, "Start Date": "2004-05", "Retired Date": "2021"}
    device = _device(tmp_path, **cells)
    assert device["status"] == ours
    assert device["commissioned_on"] == pd.Timestamp("2004-05-01")
    assert device["name"] == "高炉，有效容积450立方米"
    assert device["value"] == 450


def test_a_furnace_without_a_volume_is_equipment_without_an_attribute(tmp_path: Path) -> None:
    device = _device(tmp_path, **{"Current Size (m3)": "unknown"})
    assert device[["attribute", "value", "commissioned_on"]].isna().all()
    assert device["equipment_type"] == "blast_furnace"


@pytest.mark.parametrize(
    "start",
    [
        "98家企业没有高炉",
        "404家企业的所在地取自中文地址",
        "52家企业从业人员不详",
        "560座高炉没有名称",
        "110座高炉已公告计划退出",
        "2座高炉的计划退出时间已过",
        "7座直接还原炉（4家企业）",
        "产量在追踪数据中只到厂、按工艺，没有分摊到高炉",
        "追踪数据不记高炉用途（炼钢用或铸造用）和是否拆除",
    ],
)
def test_the_notes_count_what_is_missing_or_left_out(china: TrackerImport, start: str) -> None:
    assert sum(note.startswith(start) for note in china.notes) == 1


def test_the_jiujiang_plant_comes_with_its_place_workers_and_furnaces(
    jiangxi: TrackerImport,
) -> None:
    plants = jiangxi.tables["enterprises"].set_index("enterprise_id")
    assert "P100000120110" not in plants.index  # the namesake in Hebei
    plant = plants.loc["P100000120213"]
    assert plant["name"] == "九江萍钢钢铁有限公司"
    assert plant["township"] == "九江市湖口县"
    assert plant["employees"] == 6045
    assert "uscc" not in plants
    furnaces = jiangxi.tables["lines"]["enterprise_id"] == "P100000120213"
    assert _volumes(jiangxi)[furnaces].tolist() == [450, 1080, 1780, 1780]


def test_the_nanchang_plant_keeps_its_second_name_as_a_remark(jiangxi: TrackerImport) -> None:
    plant = jiangxi.tables["enterprises"].set_index("enterprise_id").loc["P100000120211"]
    assert plant["name"] == "南昌钢铁有限责任公司"
    assert plant["township"] == "南昌市青山湖区"
    assert plant["remark"] == "又名：方大特钢科技股份有限公司；仅有全厂能力（万吨/年）：转炉在产280"


def test_furnaces_of_xinyu_with_an_announced_exit_stay_operating_with_date_and_remark(
    jiangxi: TrackerImport,
) -> None:
    line = jiangxi.tables["lines"].set_index("line_id").loc["U100000140559"]
    assert (line["status"], line["capacity"], line["capacity_unit"]) == ("operating", 114.4, "万吨")
    assert line["started_on"] == pd.Timestamp("2005-01-01")
    assert line["retired_on"] == pd.Timestamp("2025-12-31")
    assert "已公告计划退出（2023年2月10日公告）" in line["remark"]
    assert "退出时间为计划时间" in line["remark"]


@pytest.mark.parametrize("region", [" JIANGXI ", "江西", "江西省"])
def test_a_region_is_found_in_any_case_and_in_chinese(
    iron_units: Path, plant_data: Path, region: str
) -> None:
    imported = read_tracker(iron_units, plant_data, country="中国", region=region)
    assert len(imported.tables["enterprises"]) == 7
    assert imported.guide["district"] == "江西省"


def test_every_chinese_province_of_the_tracker_has_its_chinese_name(
    iron_units: Path, plant_data: Path
) -> None:
    with pytest.raises(UsageError) as raised:
        read_tracker(iron_units, plant_data, region="海南")
    assert "“海南”" in str(raised.value)
    found = str(raised.value).rstrip("。").rpartition("：")[2].split("、")
    assert len(found) == 28
    assert not any(chinese(name).isascii() for name in found)


def test_the_guide_names_date_and_source(jiangxi: TrackerImport) -> None:
    guide = jiangxi.guide
    assert guide["data_as_of"].isoformat() == "2025-03-31"
    assert guide["fictional"] is False
    assert guide["attribution"] == (
        "Global Iron and Steel Tracker, Global Energy Monitor, March 2025 release（CC BY 4.0）"
    )


@pytest.mark.parametrize("region", ["Jiangxi", None])
def test_the_workbook_reads_back_without_a_problem(
    iron_units: Path, plant_data: Path, tmp_path: Path, region: str | None
) -> None:
    out = tmp_path / "ledger.xlsx"
    started = time.perf_counter()
    written = import_tracker(iron_units, plant_data, out, region=region)
    assert time.perf_counter() - started < 5
    reading = inspect_ledger(out)
    assert reading.problems == []
    ledger = reading.ledger
    assert ledger is not None
    assert ledger["enterprises"]["enterprise_id"].is_unique
    assert ledger["lines"]["line_id"].is_unique
    assert ledger.data_as_of == written.guide["data_as_of"]
    assert ledger.attribution == written.guide["attribution"]
    lines = written.tables["lines"]
    for column in ("started_on", "retired_on", "capacity"):
        read_back = ledger["lines"][column].astype(lines[column].dtype)
        pd.testing.assert_series_equal(read_back, lines[column])


def test_two_runs_write_the_same_bytes(iron_units: Path, plant_data: Path, tmp_path: Path) -> None:
    outs = [tmp_path / "one.xlsx", tmp_path / "two.xlsx"]
    for out in outs:
        import_tracker(iron_units, plant_data, out, region="Jiangxi")
    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_contacts_of_the_tracker_are_not_carried(china: TrackerImport) -> None:
    texts = [*map(str, china.guide.values()), *china.notes]
    for table in china.tables.values():
        texts += map(str, table.to_numpy().ravel())
    assert not any("@" in text or "Schulte" in text for text in texts)


@pytest.mark.parametrize("country", ["Japan", "India", "Ukraine"])
def test_other_countries_read_back_without_an_error(
    iron_units: Path, plant_data: Path, tmp_path: Path, country: str
) -> None:
    out = tmp_path / "ledger.xlsx"
    imported = import_tracker(iron_units, plant_data, out, country=country.lower())
    assert not inspect_ledger(out).has_errors
    assert imported.guide["district"] == country


@pytest.mark.parametrize(
    ("status", "ours"),
    [
        ("operating", "operating"),
        ("operating pre-retirement", "operating"),
        ("mothballed", "idle"),
        ("mothballed pre-retirement", "idle"),
    ],
)
def test_the_remark_keeps_what_the_status_of_the_ledger_leaves_out(
    tmp_path: Path, status: str, ours: str
) -> None:
    line = _furnace(tmp_path, **{"Unit Status": status})
    assert line["status"] == ours
    kept = "pre-retirement" in status or status == "mothballed"
    assert kept == (f"来源状态为{status}" in str(line["remark"]))
    assert ("已公告计划退出" in str(line["remark"])) == ("pre-retirement" in status)


def test_a_status_that_is_not_known_is_refused_with_its_row(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="“paused”：第2行"):
        _furnace(tmp_path, **{"Unit Status": "paused"})


@pytest.mark.parametrize("nothing", ["unknown", "N/A", ""])
def test_what_the_tracker_does_not_know_is_missing(tmp_path: Path, nothing: str) -> None:
    line = _furnace(
        tmp_path,
        **{
            "Start Date": nothing, "Retired Date": nothing, "Current Capacity (ttpa)": nothing,
            "Current Size (m3)": nothing, "Unit Name": nothing,
        },
    )  # fmt: skip
    fields = ["started_on", "retired_on", "capacity", "capacity_unit", "line_name", "remark"]
    assert line[fields].isna().all()
    assert line["specification"] == "高炉"


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2012", "2012-01-01", "2012-12-31"),
        ("2012-02", "2012-02-01", "2012-02-29"),
        ("2012-02-05", "2012-02-05", "2012-02-05"),
    ],
)
def test_a_partial_date_stands_for_its_first_day_at_the_start_and_its_last_at_the_exit(
    tmp_path: Path, written: object, first: str, last: str
) -> None:
    line = _furnace(
        tmp_path, **{"Unit Status": "retired", "Start Date": written, "Retired Date": written}
    )
    assert line["started_on"] == pd.Timestamp(first)
    assert line["retired_on"] == pd.Timestamp(last)


@pytest.mark.parametrize("written", ["about 1990", "1898"])
def test_a_date_that_a_workbook_cannot_hold_stays_missing_with_its_text_in_the_remark(
    tmp_path: Path, written: str
) -> None:
    line = _furnace(tmp_path, **{"Start Date": written})
    assert pd.isna(line["started_on"])
    assert f"来源记投产时间“{written}”" in line["remark"]


def test_an_exit_date_that_passed_while_the_furnace_is_listed_as_running_is_left_to_review(
    tmp_path: Path,
) -> None:
    line = _furnace(
        tmp_path, **{"Unit Status": "operating pre-retirement", "Retired Date": "2025-01"}
    )
    assert pd.isna(line["retired_on"])
    assert "来源记退出时间2025年1月，已过而未列为退出，待核" in line["remark"]


def test_a_cancelled_furnace_never_retires(tmp_path: Path) -> None:
    line = _furnace(tmp_path, **{"Unit Status": "cancelled", "Retired Date": "2022"})
    assert pd.isna(line["retired_on"])
    assert "来源记退出时间2022年，项目已取消" in line["remark"]


def test_the_start_of_a_furnace_not_yet_built_is_marked_as_planned(tmp_path: Path) -> None:
    line = _furnace(tmp_path, **{"Unit Status": "construction", "Start Date": "2026"})
    assert line["remark"] == "投产时间为计划时间"


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("unknown BF (1)", "高炉（名称不详1）"),
        ("unknown BF(12)", "高炉（名称不详12）"),
        ("BF #2", "BF #2"),
    ],
)
def test_placeholder_names_are_shown_as_unnamed(tmp_path: Path, name: str, ours: str) -> None:
    assert _furnace(tmp_path, **{"Unit Name": name})["line_name"] == ours


def test_capacity_is_in_ten_thousand_tonnes_and_a_bound_is_no_number(tmp_path: Path) -> None:
    assert _furnace(tmp_path)["capacity"] == pytest.approx(53.7)
    bounded = _furnace(tmp_path, **{"Current Capacity (ttpa)": ">500"})
    assert pd.isna(bounded["capacity"])
    assert bounded["remark"] == "来源记能力（千吨/年）“>500”"


@pytest.mark.parametrize(
    ("equipment", "code"),
    [
        ("BF", "3110"),
        ("DRI; Iron other/unspecified", "3110"),
        ("BF; BOF", "3120"),
        ("EAF", "3120"),
        ("BF; OHF", "3120"),
        ("Steel other/unspecified", "3120"),
    ],
)
def test_the_industry_goes_by_the_main_equipment(tmp_path: Path, equipment: str, code: str) -> None:
    plant = _enterprise(tmp_path, **{"Main production equipment": equipment})
    assert plant["industry_code"] == code


def test_the_industry_of_unknown_equipment_stays_blank(tmp_path: Path) -> None:
    plant = _enterprise(tmp_path, **{"Main production equipment": "unknown"})
    assert pd.isna(plant["industry_code"])


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("江西省南昌市青山湖区冶金大道475号", "南昌市青山湖区"),
        ("四川达州市宣汉县柳池工业园区", "达州市宣汉县"),
        ("吉林省吉林市龙潭区金珠乡工业园区", "吉林市龙潭区"),
        ("上海市宝山区富锦路885号", "宝山区"),
        ("江苏省丹阳市开发区新港路111号", "丹阳市"),
        ("江苏省江阴经济开发区", "江阴经济开发区"),
        ("新疆伊犁州奎屯市南环东路109号", "伊犁州奎屯市"),
        ("青海省海南藏族自治州共和县", "海南藏族自治州共和县"),
        ("河南省林州市红旗渠经济技术开发区", "林州市"),
        ("某路1号", "Nanchang"),
        ("", "Nanchang"),
    ],
)
def test_the_place_is_read_from_the_chinese_address_and_else_the_municipality(
    tmp_path: Path, address: str, place: str
) -> None:
    cells = {"Municipality": "Nanchang", "Other language location address": address}
    assert _enterprise(tmp_path, **cells)["township"] == place


def test_a_plant_without_a_chinese_name_keeps_its_english_one(tmp_path: Path) -> None:
    assert _enterprise(tmp_path, **{"Plant name (other language)": ""})["name"] == "Example Steel"


def test_of_several_chinese_names_the_first_counts_and_the_others_are_remarked(
    tmp_path: Path,
) -> None:
    plant = _enterprise(tmp_path, **{"Plant name (other language)": "甲钢铁公司，乙钢铁公司"})
    assert plant["name"] == "甲钢铁公司"
    assert "又名：乙钢铁公司" in plant["remark"]


def test_steelmaking_that_is_known_per_plant_only_is_remarked_and_makes_no_line(
    tmp_path: Path,
) -> None:
    capacities = ({}, {"Status": "construction", "Nominal BOF steel capacity (ttpa)": "unknown",
                       "Nominal EAF steel capacity (ttpa)": ">500"})  # fmt: skip
    imported = read_tracker(_iron(tmp_path), _plants(tmp_path, capacities=capacities))
    remark = imported.tables["enterprises"]["remark"].iloc[0]
    assert remark == "仅有全厂能力（万吨/年）：转炉在产470、电弧炉在建不详"
    assert len(imported.tables["lines"]) == 1


def test_a_region_with_no_blast_furnace_gives_enterprises_alone(tmp_path: Path) -> None:
    plants = _plants(tmp_path, {}, {"Plant ID": "P2", "Subnational unit (province/state)": "Hunan"})
    imported = import_tracker(_iron(tmp_path), plants, tmp_path / "out.xlsx", region="湖南")
    assert imported.tables["lines"].empty
    assert inspect_ledger(tmp_path / "out.xlsx").problems == []


def test_furnaces_whose_plant_is_nowhere_are_counted(tmp_path: Path) -> None:
    iron = _iron(tmp_path, {}, {"GEM Plant ID": "P7", "GEM Unit ID": "U2"})
    imported = read_tracker(iron, _plants(tmp_path))
    assert len(imported.tables["lines"]) == 1
    assert "1座高炉所属的厂不在企业数据中（不分国家），未导入。" in imported.notes


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    plants = _plants(tmp_path, {"Plant name (other language)": "=1+1钢铁"})
    import_tracker(_iron(tmp_path), plants, tmp_path / "out.xlsx")
    ledger = inspect_ledger(tmp_path / "out.xlsx").ledger
    assert ledger is not None
    assert ledger["enterprises"]["name"].tolist() == ["=1+1钢铁"]


def test_another_release_sets_the_date_and_the_attribution(tmp_path: Path) -> None:
    about = [ABOUT[1].replace("March 2025 (V1)", "February 2024")]
    imported = read_tracker(_iron(tmp_path, about=about), _plants(tmp_path))
    assert imported.guide["data_as_of"].isoformat() == "2024-02-29"
    assert imported.guide["attribution"].endswith("February 2024 release（CC BY 4.0）")
    assert any("不是同一期" in note for note in imported.notes)


def test_an_about_sheet_without_a_release_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"iron\.xlsx：工作表“About”"):
        read_tracker(_iron(tmp_path, about=["Something else"]), _plants(tmp_path))


def test_a_missing_sheet_and_missing_columns_are_named_at_once_with_the_file(
    tmp_path: Path,
) -> None:
    partial = {key: FURNACE[key] for key in FURNACE if not key.startswith("Current")}
    iron = _workbook(tmp_path / "iron.xlsx", {"Blast furnaces": [partial]})
    with pytest.raises(InputError) as raised:
        read_tracker(iron, _plants(tmp_path))
    message = str(raised.value)
    assert message.startswith("iron.xlsx")
    assert "缺少工作表“DRI furnaces”" in message
    assert "缺少列“Current Capacity (ttpa)”、“Current Size (m3)”" in message


def test_swapped_workbooks_are_said_to_be_swapped(tmp_path: Path) -> None:
    with pytest.raises(
        InputError, match=r"顺序反了：plants\.xlsx是企业数据，iron\.xlsx是炼铁装置数据"
    ):
        read_tracker(_plants(tmp_path), _iron(tmp_path))


def test_a_file_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_text("not a workbook")
    with pytest.raises(InputError, match=r"broken\.xlsx打不开"):
        read_tracker(broken, _plants(tmp_path))


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="没有文件"):
        read_tracker(tmp_path / "none.xlsx", _plants(tmp_path))


def test_an_unknown_country_names_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="“Atlantis”，有的是：China。"):
        read_tracker(_iron(tmp_path), _plants(tmp_path), country="Atlantis")


def test_rows_without_an_id_or_with_a_repeated_one_are_refused(tmp_path: Path) -> None:
    iron = _iron(tmp_path, {}, {}, {"GEM Unit ID": "N/A"})
    with pytest.raises(InputError, match="编号重复：第3、4行"):
        read_tracker(iron, _plants(tmp_path))


def test_the_output_never_overwrites_an_input(tmp_path: Path) -> None:
    iron, plants = _iron(tmp_path), _plants(tmp_path)
    before = iron.read_bytes()
    with pytest.raises(UsageError, match="就是输入文件"):
        import_tracker(iron, plants, iron)
    assert iron.read_bytes() == before
    with pytest.raises(UsageError, match="没有文件夹"):
        import_tracker(iron, plants, tmp_path / "nowhere" / "out.xlsx")
