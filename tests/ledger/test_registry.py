"""The registry of fields refuses what would break template, reader or checks."""

import pytest
import yaml

from capacity_analysis import paths, vocabulary
from capacity_analysis.errors import DataError
from capacity_analysis.ledger import registry
from capacity_analysis.ledger.registry import fold, read_registry

FILE = paths.data() / "ledger" / "tables.yaml"


def _read(folder, text: str):
    file = folder / "tables.yaml"
    file.write_text(text, encoding="utf-8")
    return read_registry(file)


def _edited(edit) -> str:
    content = yaml.load(FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    edit(content)
    return yaml.dump(content, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False)


def _set(path: str, value):
    """Return an edit that sets one value; the path is dotted, fields of tables by their name."""

    def edit(content):
        *parents, last = path.split(".")
        for key in parents:
            content = content[key]
        if value is None:
            del content[last]
        else:
            content[last] = value

    return edit


TEXT = {"header": "甲", "type": "text", "help": "乙"}
TABLES = "tables.enterprises"
FIELDS = "tables.lines.fields"

BAD = {
    "an unknown key of a field": (_set(f"{FIELDS}.capacity.maximum", 5), "maximum"),
    "an unknown key of a table": (_set(f"{TABLES}.colour", "red"), "colour"),
    "an unknown key at the top": (_set("author", "x"), "author"),
    "an unknown type": (_set(f"{FIELDS}.capacity.type", "money"), "type"),
    "a field without help": (_set(f"{FIELDS}.capacity.help", None), "help"),
    "a field without a header": (_set(f"{FIELDS}.capacity.header", None), "header"),
    "an empty header": (_set(f"{FIELDS}.capacity.header", ""), "header"),
    "a unit of an unknown field": (_set(f"{FIELDS}.capacity_unit.unit_of", "size"), "size"),
    "a unit of a text": (_set(f"{FIELDS}.capacity_unit.unit_of", "remark"), "no number"),
    "a unit without a dimension": (_set(f"{FIELDS}.capacity_unit.dimension", None), "dimension"),
    "a dimension without a unit": (_set(f"{FIELDS}.remark.dimension", "product_id"), "dimension"),
    "a dimension that is an unknown field": (
        _set(f"{FIELDS}.capacity_unit.dimension", "product"), "product"),
    "a dimension without a vocabulary": (
        _set(f"{FIELDS}.capacity_unit.dimension", "status"), "vocabulary"),
    "a number as a column of units": (_set(f"{FIELDS}.capacity_unit.type", "number"), "text"),
    "a choice without choices": (_set(f"{FIELDS}.status.choices", None), "choices"),
    "a choice with choices and vocabulary": (
        _set(f"{FIELDS}.status.vocabulary", "products"), "choices"),
    "choices of a text": (_set(f"{FIELDS}.remark.choices", {"a": "甲"}), "choices"),
    "an unknown vocabulary": (_set(f"{FIELDS}.product_id.vocabulary", "parcels"), "vocabulary"),
    "a default that is no choice": (
        _set("tables.energy.fields.flow.default", "lost"), "default 'lost'"),
    "a default of a required field": (_set(f"{FIELDS}.status.default", "idle"), "default 'idle'"),
    "a least value of a text": (_set(f"{FIELDS}.remark.min", 0), "numbers"),
    "a most value of a text": (_set(f"{FIELDS}.remark.max", 9), "numbers"),
    "an outline that is a number": (_set(f"{FIELDS}.capacity.outline", True), "outline"),
    "a fixed unit of a text": (_set(f"{FIELDS}.remark.unit", "亩"), "numbers"),
    "a column of no width": (_set(f"{FIELDS}.remark.width", 0), "width"),
    "a key that is no field": (_set("tables.lines.key", ["enterprise_id", "kiln"]), "kiln"),
    "a table without a key": (_set("tables.lines.key", []), "no key"),
    "a reference to an unknown table": (_set(f"{FIELDS}.enterprise_id.references", "firms"), "firms"),
    "a reference by a field that is no key": (
        _set(f"{FIELDS}.remark.references", "enterprises"), "no key of enterprises"),
    "two headers that differ by a space": (
        _set(f"{FIELDS}.remark.header", "规格 型号"), "repeated headers"),
    "two headers that differ by the width of a bracket": (
        _set(f"{TABLES}.fields.remark.header", "从业人员(人)"), "repeated headers"),
    "two tables on one sheet": (_set("tables.lines.sheet", "企业"), "sheets"),
    "a table on the guide sheet": (_set("tables.lines.sheet", "说明"), "sheets"),
    "a table on the sheet of lists": (_set("tables.lines.sheet", "选项"), "sheets"),
    "a sheet name that Excel refuses": (_set("tables.lines.sheet", "生产/线"), "sheet"),
    "a sheet name longer than Excel's": (_set("tables.lines.sheet", "线" * 32), "sheet"),
    "a table without fields": (_set("tables.boilers", {"sheet": "锅炉", "fields": {}}), "fields"),
    "no table of lines": (_set("tables.lines", None), "lines"),
    "no field that the checks need": (_set("tables.energy.fields.scope", None), "scope"),
    "a version that is a number": (_set("schema_version", 1.0), "schema_version"),
    "a slip of less than nothing": (_set("plausibility.ten_thousand_slip", 1), "ten_thousand_slip"),
    "no bound of plausibility": (_set("plausibility.output_to_capacity", None), "output_to_capacity"),
    "shares that may miss the whole by a point": (
        _set("plausibility.shares_off_whole", 1), "shares_off_whole"),
    "a calorific value that can't differ": (_set("plausibility.ncv_to_default", 1), "ncv_to_default"),
    "a range without an end": (
        _set("plausibility.contents.naoh_percent", {"least": 0}), "naoh_percent"),
    "a range the wrong way round": (
        _set("plausibility.conditions.altitude_m", {"least": 1, "most": -1}), "no range from 1 to -1"),
    "a condition without a range": (
        _set("plausibility.conditions.altitude_m", None), "altitude_m"),
    "a range of no condition": (
        _set("plausibility.conditions.depth_m", {"least": 0, "most": 1}), "depth_m"),
    "a base kept by a column of no dimension": (
        _set("tables.parcels.fields.area_unit.keeps_base", True), "keeps_base"),
    "a field that joined the key and is not in it": (
        _set("tables.lines.key_joined", ["process"]), "no end of the key"),
    "a field that joined the key before one of the first": (
        _set("tables.lines.key_joined", ["enterprise_id"]), "no end of the key"),
    "no table of shares": (_set("tables.shares", None), "shares"),
    "a carrier that is unknown": (
        _set("completeness.carriers_every_line_uses", ["lightning"]), "lightning"),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "named"), BAD.values(), ids=BAD)
def test_a_registry_is_refused_that_has(edit, named, tmp_path):
    with pytest.raises(DataError, match=named):
        _read(tmp_path, _edited(edit))


def test_a_field_that_stands_twice_is_refused(tmp_path):
    text = FILE.read_text(encoding="utf-8")
    twice = text.replace("      line_name:\n", "      line_id: {header: 又, type: text, help: 一}\n"
                         "      line_name:\n", 1)  # fmt: skip
    with pytest.raises(DataError, match="duplicate key 'line_id'"):
        _read(tmp_path, twice)


@pytest.mark.parametrize("text", ["tables: [", "", "- 1\n- 2\n", "tables: {}\n"])
def test_a_file_that_holds_no_registry_is_refused(text, tmp_path):
    with pytest.raises(DataError, match=r"tables\.yaml"):
        _read(tmp_path, text)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(DataError):
        read_registry(tmp_path / "tables.yaml")


def test_a_later_table_joins_as_an_entry_of_the_file(tmp_path):
    def add(content):
        content["tables"]["boilers"] = {
            "sheet": "锅炉",
            "key": ["enterprise_id", "boiler_id"],
            "fields": {
                "enterprise_id": {**TEXT, "header": "企业编号", "references": "enterprises"},
                "boiler_id": {**TEXT, "header": "锅炉编号", "required": True},
                "steam_t": {
                    "header": "蒸发量（吨）",
                    "type": "number",
                    "unit": "吨",
                    "help": "吨。",
                },
            },
        }

    tables = _read(tmp_path, _edited(add)).tables
    assert list(tables) == [*registry().tables, "boilers"]
    assert tables["boilers"].needed_columns == {"boiler_id"}


def test_the_packaged_registry_holds_the_tables_of_the_contract():
    tables = registry().tables
    assert list(tables) == [
        "enterprises", "lines", "equipment", "equipment_parameters", "production", "energy", "shares",
        "conditions", "identifiers", "metered_energy", "inspections", "rectifications", "projects",
        "procedures", "milestones", "evidence", "false_returns", "parcels", "headcounts",
        "workforce", "vacancies", "stability", "finance", "loans", "guarantees", "bank_totals",
        "support_measures", "ratings", "statistics", "corrections", "returns", "comparisons",
        "sources", "origins",
    ]  # fmt: skip
    assert tables["production"].fields["output"].unit_of is None
    assert tables["production"].fields["output_unit"].unit_of == "output"
    assert tables["energy"].fields["flow"].labels == {
        "consumed": "消费", "exported": "外供", "recovered_outside": "回收外用",
    }  # fmt: skip
    assert tables["energy"].fields["amount"].min == 0
    assert set(tables["energy"].fields["scope"].labels) == {"line", "process", "enterprise"}


def test_what_the_statistics_bureau_supplied_only_ever_aggregates():
    uses = {name: table.permitted_use for name, table in registry().tables.items()}
    assert {name for name, use in uses.items() if use == "aggregate"} == {"statistics"}


def test_what_collect_writes_is_made_and_what_departments_fill_in_is_not():
    made = {name for name, table in registry().tables.items() if table.made}
    assert made == {"returns", "comparisons", "sources", "origins"}


def test_what_a_required_unit_measures_needs_a_column_too():
    assert registry().tables["energy"].needed_columns == {
        "enterprise_id", "year", "carrier", "amount", "amount_unit",
    }  # fmt: skip
    assert "capacity" not in registry().tables["lines"].needed_columns


def test_choices_from_a_vocabulary_are_its_names():
    product = registry().tables["lines"].fields["product_id"]
    assert product.labels["clinker"] == "水泥熟料"
    assert product.labels.keys() == vocabulary.products().keys()


def test_labels_stay_apart_when_compared():
    for table in registry().tables.values():
        for field in table.fields.values():
            folded = [fold(label) for label in field.labels.values()]
            assert len(set(folded)) == len(folded)


def test_comparison_passes_over_blanks_breaks_and_widths_but_not_over_words():
    assert fold("企业\r\n编号 ") == fold("企业编号")
    assert fold("从业人员（人）") == fold("从业人员(人)")
    assert fold("ＧＢ４７５４") == "GB4754"
    assert fold("企业编号") != fold("企业名称")
