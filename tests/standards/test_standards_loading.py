"""Every rule of the loader, each against a document folder that breaks that rule alone."""

import pickle
import shutil
from pathlib import Path

import pytest

from capacity_analysis.errors import DataError, UsageError
from capacity_analysis.standards import Standards, read_yaml

FIXTURES = Path(__file__).parent / "fixtures"

LEVELS = "levels-2021/levels.csv"
HEADER = "levels-2021/document.yaml"
COEFFICIENTS = "coefficients-2020/coefficients.csv"

ONE_DEFECT = {
    # the header
    "unknown_key": f"{HEADER}: unknown key 'legally_binding'",
    "duplicate_key": f"{HEADER}: duplicate key 'in_force' in line 15",
    "missing_key": f"{HEADER}: missing key 'issuer'",
    "no_source": f"{HEADER}: sources: empty",
    "id_is_not_the_folder": f"{HEADER}: id: 'levels-2012' is not the name of its folder",
    "ends_before_it_starts": f"{HEADER}: in_force_until: 2021-06-05 lies before in_force 2022-01-01",
    "end_without_confidence": f"{HEADER}: until_confidence: must be given exactly where",
    "unknown_kind": f"{HEADER}: tables: unknown kind 'benchmarks'",
    "unknown_conflict_rule": f"{HEADER}: conflict: ",
    "unknown_confidence_of_dates": f"{HEADER}: dates_confidence: ",
    "jurisdiction_read_as_a_number": f"{HEADER}: jurisdiction: ",
    "date_read_as_text": f"{HEADER}: in_force: ",
    "table_outside_the_folder": f"{HEADER}: tables.benchmark_levels: ",
    "not_yaml": f"{HEADER}: cannot be read as YAML",
    "no_header": f"{HEADER}: cannot be read as YAML",
    "header_is_a_list": f"{HEADER}: is not a mapping",
    "twin_editions": "levels-2022/document.yaml: in_force: 2022-01-01 is the date of levels-2021",
    # the table as a whole
    "no_table": f"{LEVELS}: cannot be read",
    "not_utf8": f"{LEVELS}: cannot be read",
    "stray_table": "levels-2021/levels_old.csv: belongs to no document",
    "unknown_column": f"{LEVELS}: unknown column 'checked'",
    "missing_column": f"{LEVELS}: missing column 'remark'",
    "columns_out_of_order": f"{LEVELS}: columns must come once each",
    "short_row": f"{LEVELS} row 4: 14 cells, not 15",
    # a cell
    "duplicate_row_id": f"{LEVELS} row 3 (t-001) row_id: stands in levels.csv row 2 too",
    "row_without_id": f"{LEVELS} row 3 () row_id: missing",
    "row_without_source": f"{LEVELS} row 3 (t-002) source: missing",
    "not_a_number": f"{LEVELS} row 2 (t-001) baseline: not a number: '一百一十七'",
    "number_with_a_unit": f"{LEVELS} row 2 (t-001) baseline: not a number: '117 kgce'",
    "formula_for_a_number": f"{LEVELS} row 2 (t-001) baseline: not a number: '=100+17'",
    "nan_for_a_number": f"{LEVELS} row 2 (t-001) baseline: not a number: 'nan'",
    "infinite_number": f"{LEVELS} row 2 (t-001) baseline: not a number: 'inf'",
    "number_too_large": f"{LEVELS} row 2 (t-001) baseline: not a number: '1e999'",
    "missing_number": f"{LEVELS} row 2 (t-001) baseline: missing number in a row that is not open",
    "open_row_with_a_value": f"{LEVELS} row 4 (t-003) advanced: an open row holds the value 13000",
    "unknown_unit": f"{LEVELS} row 2 (t-001) unit: unknown 'tce/t'",
    "unknown_indicator": f"{LEVELS} row 2 (t-001) indicator: unknown 'total'",
    "unknown_confidence": f"{LEVELS} row 3 (t-002) confidence: unknown 'double_checked'",
    "formula_for_a_text": f"{LEVELS} row 2 (t-001) reference_standard: looks like a formula",
    "white_space_around_a_text": f"{LEVELS} row 2 (t-001) reference_standard: white space around",
    # a level
    "baseline_better_than_advanced": f"{LEVELS} row 3 (t-002) baseline: -30 is better than",
    "unknown_product": f"{LEVELS} row 2 (t-001) product_id: 'klinker' is not in the vocabulary",
    "unknown_industry_class": f"{LEVELS} row 2 (t-001) gb4754: '301' is not a class",
    "second_level_of_a_product": f"{LEVELS} row 3 (t-002) product_id: clinker has its level",
    "unit_does_not_measure_the_indicator": f"{LEVELS} row 2 (t-001) unit: kWh/t does not measure",
    "unit_is_not_that_of_the_product": f"{LEVELS} row 2 (t-001) unit: kgce/m², but output of clinker",
    # a coefficient
    "unknown_carrier": f"{COEFFICIENTS} row 4 (natural_gas_2020_low) carrier_id: 'natural_gas' is not",
    "carrier_missing": f"{COEFFICIENTS} row 4 (natural_gas_2020_low) carrier_id: missing",
    "two_unit_energy_rows": f"{COEFFICIENTS} row 3 (electricity_equal_404) use: a second unit_energy",
    "no_unit_energy_row": f"{COEFFICIENTS} row 2 (electricity_equiv) use: no unit_energy row",
    "unit_is_not_that_of_the_carrier": f"{COEFFICIENTS} row 2 (electricity_equiv) unit: MJ, but",
    "unknown_coefficient_unit": f"{COEFFICIENTS} row 2 (electricity_equiv) unit: unknown '万kWh'",
    "unknown_use": f"{COEFFICIENTS} row 3 (electricity_equal_404) use: unknown 'national_total'",
    "unknown_basis": f"{COEFFICIENTS} row 3 (electricity_equal_404) basis: unknown '等价'",
    "coefficient_not_above_zero": f"{COEFFICIENTS} row 3 (electricity_equal_404) kgce_per_unit: -0.404",
}


def defects_of(folder: Path) -> list[str]:
    with pytest.raises(DataError) as raised:
        Standards.load(folder)
    return str(raised.value).splitlines()


@pytest.mark.parametrize("name", ONE_DEFECT)
def test_one_defect_gives_one_line_that_names_file_place_and_fault(name):
    (line,) = defects_of(FIXTURES / name)
    assert line.startswith(ONE_DEFECT[name])


def test_every_fixture_is_used():
    assert {path.name for path in FIXTURES.iterdir()} == {*ONE_DEFECT, "sound", "several_defects"}


def test_a_folder_without_defects_loads():
    standards = Standards.load(FIXTURES / "sound")
    assert [document.id for document in standards.documents] == ["coefficients-2020", "levels-2021"]


def test_all_defects_of_all_files_are_reported_at_once():
    lines = defects_of(FIXTURES / "several_defects")
    assert [line.split(": ")[0] for line in lines] == [
        "coefficients-2020/document.yaml",
        "coefficients-2020/coefficients.csv row 2 (electricity_equiv) kgce_per_unit",
        "levels-2021/document.yaml",
        "levels-2021/levels.csv row 2 (t-001) baseline",
        "levels-2021/levels.csv row 2 (t-001) product_id",
        "levels-2021/levels.csv row 3 (t-002) baseline",
    ]


def test_a_folder_without_documents_is_an_error_and_not_an_empty_law(tmp_path):
    assert "holds no document" in defects_of(tmp_path)[0]
    assert "holds no document" in defects_of(tmp_path / "misspelt")[0]


def test_duplicate_keys_are_found_at_every_depth(tmp_path):
    path = tmp_path / "nested.yaml"
    path.write_text("a:\n  b: 1\n  b: 2\nc: [{d: 1, d: 2}]\n", encoding="utf-8")
    _, defects = read_yaml(path)
    assert defects == ["duplicate key 'b' in line 3", "duplicate key 'd' in line 4"]


def test_an_open_row_has_no_number_and_takes_none_from_its_remark():
    row = Standards.load(FIXTURES / "sound").document("levels-2021").rows("benchmark_levels")[2]
    assert (row["confidence"], row["advanced"], row["baseline"]) == ("open", None, None)


def test_a_table_has_its_column_types_and_is_built_once():
    document = Standards.load(FIXTURES / "sound").document("levels-2021")
    table = document.table("benchmark_levels")
    types = table.dtypes.astype(str).to_dict()
    assert {name for name, kind in types.items() if kind == "float64"} == {"advanced", "baseline"}
    assert {kind for name, kind in types.items() if name not in ("advanced", "baseline")} == {"str"}
    assert table.baseline.isna().tolist() == [False, False, True]
    assert document.table("benchmark_levels") is table


def test_rows_cannot_be_changed():
    row = Standards.load(FIXTURES / "sound").document("levels-2021").rows("benchmark_levels")[0]
    with pytest.raises(TypeError):
        row["baseline"] = 200.0


def test_an_unknown_document_is_refused_with_the_known_ones():
    with pytest.raises(UsageError, match=r"没有收录文件“levels-2025”.*levels-2021"):
        Standards.load(FIXTURES / "sound").document("levels-2025")


def test_equal_bytes_have_an_equal_digest_wherever_they_lie(tmp_path):
    here = Standards.load(FIXTURES / "sound")
    there = Standards.load(Path(shutil.copytree(FIXTURES / "sound", tmp_path / "copy")))
    assert here.digest == there.digest
    assert len({here, there, pickle.loads(pickle.dumps(here))}) == 1


@pytest.mark.parametrize("name", ["levels.csv", "document.yaml"])
def test_a_single_changed_byte_changes_the_digest(tmp_path, name):
    copy = Path(shutil.copytree(FIXTURES / "sound", tmp_path / "copy"))
    path = copy / "levels-2021" / name
    path.write_text(path.read_text("utf-8").replace("测试", "試测", 1), encoding="utf-8")
    assert Standards.load(copy) != Standards.load(FIXTURES / "sound")


def test_other_files_do_not_change_the_digest(tmp_path):
    copy = Path(shutil.copytree(FIXTURES / "sound", tmp_path / "copy"))
    (copy / "SOURCES.md").write_text("where it comes from", encoding="utf-8")
    (copy / ".cache").mkdir()
    assert Standards.load(copy) == Standards.load(FIXTURES / "sound")
