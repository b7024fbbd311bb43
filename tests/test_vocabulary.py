"""What things are called: lists that people pick from, and identifiers that stay."""

import hashlib
import re

import pytest

from capacity_analysis import paths, units, vocabulary
from capacity_analysis.errors import DataError, InputError
from capacity_analysis.text import language

PRODUCTS = "product_id,name,name_en,output_unit,gb4754\n"
CARRIERS = "carrier_id,name,name_en,base_unit\n"
TYPES = "type_id,name,name_en,industry,listed\n"
ATTRIBUTES = "attribute_id,name,name_en,unit,kind\n"
IMPLIED = "product_id,type_id\n"


def test_the_lists_have_their_rows():
    assert len(vocabulary.products()) == 162
    assert len(vocabulary.carriers()) == 42
    assert len(vocabulary.industry_codes()) == 1380


def test_the_classification_has_20_sections_and_97_divisions():
    classes = vocabulary.industry_codes().values()
    assert len({c.section for c in classes}) == 20
    assert len({c.division for c in classes}) == 97
    assert all(c.code.startswith(c.group) and c.group.startswith(c.division) for c in classes)


def test_a_product_is_found_by_its_chinese_name_and_by_its_id():
    assert vocabulary.product_ids()["水泥熟料"] == "clinker"
    assert vocabulary.product_ids()["clinker"] == "clinker"
    assert vocabulary.product_ids()["平板玻璃（生产能力＞800吨/天）"] == "flat_glass_over_800"


def test_a_carrier_is_found_by_its_chinese_name_and_by_its_id():
    assert vocabulary.carrier_ids()["气田天然气"] == "natural_gas_gasfield"
    assert vocabulary.carrier_ids()["natural_gas_gasfield"] == "natural_gas_gasfield"


def test_natural_gas_without_its_origin_is_not_on_the_list():
    assert "天然气" not in vocabulary.carrier_ids()


def test_names_follow_the_language_in_use():
    assert vocabulary.product_name("clinker") == "水泥熟料"
    assert vocabulary.carrier_name("electricity") == "电力"
    with language("en"):
        assert vocabulary.product_name("clinker") == "Cement clinker"
        assert vocabulary.carrier_name("electricity") == "Electricity"


def test_industries_have_names_at_every_level():
    names = [vocabulary.industry_name(code) for code in ("C", "30", "301", "3011")]
    assert names == ["制造业", "非金属矿物制品业", "水泥、石灰和石膏制造", "水泥制造"]


@pytest.mark.parametrize(
    "look_up", [vocabulary.product_name, vocabulary.carrier_name, vocabulary.industry_name]
)
def test_an_unknown_name_is_refused_by_name(look_up):
    with pytest.raises(InputError, match="永动机"):
        look_up("永动机")


def test_ids_are_plain_english_words():
    equipment = (
        vocabulary.equipment_types,
        vocabulary.equipment_attributes,
        vocabulary.equipment_uses,
    )
    for key in (
        *vocabulary.products(),
        *vocabulary.carriers(),
        *(k for of in equipment for k in of()),
    ):
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", key), key


def test_every_unit_can_be_written_in_a_workbook():
    wanted = vocabulary.OUTPUT_UNITS | vocabulary.CARRIER_UNITS
    assert not [unit for unit in wanted if not units.spellings(unit)]


# --- equipment ---

# How the name of an attribute writes the unit in which an entry counts it.
WRITTEN = {
    "m": "米", "mm": "毫米", "m2": "平方米", "m3": "立方米", "t": "吨", "t/h": "吨/时", "t/d": "吨/天",
    "t/a": "吨/年", "万t/a": "万吨/年", "万m/a": "万米/年", "万m2/a": "万平方米/年", "万m3/a": "万立方米/年",
    "万件/a": "万件/年", "万卷/a": "万卷/年", "万标砖/a": "万块标砖/年", "万条/a": "万条/年", "kVA": "千伏安",
    "MW": "兆瓦", "kA": "千安", "A": "安", "V": "伏", "%": "%", "kWh/t": "千瓦时/吨", "kg/t": "千克/吨",
    "gce/kWh": "克标准煤/千瓦时", "kgce/t": "千克标准煤/吨", "1:x": "1比几", "年": "年", "bool": "是1否0",
}  # fmt: skip


def test_the_name_of_an_attribute_says_its_unit():
    for key, attribute in vocabulary.equipment_attributes().items():
        assert WRITTEN[attribute.unit] in attribute.name, key


def test_a_fact_is_a_flag_and_everything_counted_is_not():
    for key, attribute in vocabulary.equipment_attributes().items():
        assert (attribute.unit == "bool") == (attribute.kind == "flag"), key


def test_only_a_voltage_written_as_on_the_plate_is_a_text():
    texts = [key for key, a in vocabulary.equipment_attributes().items() if a.kind == "text"]
    assert texts == ["voltage_rating_v"]


def test_a_name_is_chinese_and_its_translation_is_not():
    lists = (vocabulary.equipment_types, vocabulary.equipment_attributes, vocabulary.equipment_uses)
    for entry in (entry for of in lists for entry in of().values()):
        assert re.search("[一-鿿]", entry.name), entry
        assert not re.search("[一-鿿]", entry.name_en), entry


@pytest.mark.parametrize(
    ("modern", "outdated"),
    [
        ("continuous_caster", "pack_rolling_mill"),
        ("roller_kiln", "downdraft_ceramic_kiln"),
        ("brick_tunnel_kiln", "annular_brick_kiln"),
        ("twin_shaft_lime_kiln", "primitive_lime_shaft_kiln"),
        ("gas_boiler", "fixed_grate_coal_boiler"),
        ("radial_tyre_line", "bias_tyre_line"),
    ],
)
def test_an_enterprise_can_say_that_it_has_what_no_entry_names(modern, outdated):
    types = vocabulary.equipment_types()
    assert (types[modern].listed, types[outdated].listed) == ("no", "yes")
    assert types[modern].industry.split("、")[0][:2] in types[outdated].industry


@pytest.mark.parametrize(
    ("product", "type_id"),
    [
        ("blast_furnace_iron", "blast_furnace"),
        ("converter_steel", "converter"),
        ("eaf_steel_up_to_30", "electric_arc_furnace"),
        ("coke_top_charged", "top_charged_coke_oven"),
        ("ferrosilicon", "submerged_arc_furnace"),
        ("caustic_soda_liquid_30", "ion_membrane_cell"),
    ],
)
def test_a_product_that_one_type_makes_implies_it(product, type_id):
    assert vocabulary.equipment_of_products()[product] == type_id


def test_the_lists_cannot_be_changed():
    with pytest.raises(TypeError):
        vocabulary.products()["clinker"] = None
    with pytest.raises(TypeError):
        vocabulary.product_ids()["熟料"] = "clinker"


@pytest.mark.parametrize(
    ("read", "text", "defect"),
    [
        ("products", PRODUCTS + "a,甲,A,t,3011\na,乙,B,t,3011\n", "row 3: 'a' stands in row 2 too"),
        (
            "products",
            PRODUCTS + "a,甲,A,t,3011\nb,甲,B,t,3011\n",
            "row 3: '甲' stands in row 2 too",
        ),
        ("products", PRODUCTS + "a,甲,A,t,3011\nb,a,B,t,3011\n", "row 3: 'a' stands in row 2 too"),
        ("products", PRODUCTS + "a,甲,A,吨,3011\n", "row 2 output_unit: unknown '吨'"),
        ("products", PRODUCTS + "a,甲,A,t,301\n", "row 2 gb4754: unknown '301'"),
        ("products", PRODUCTS + "a,,A,t,3011\n", "row 2 name: empty"),
        ("products", PRODUCTS + "a,甲,A,t\n", "row 2: 4 cells, not 5"),
        ("products", "product_id,name,name_en,output_unit\n", "missing column 'gb4754'"),
        ("carriers", CARRIERS + "a,甲,A,万kWh\n", "row 2 base_unit: unknown '万kWh'"),
        ("carriers", CARRIERS + "a,甲,A,kg\na,乙,B,kg\n", "row 3: 'a' stands in row 2 too"),
        ("industry_codes", "code,name\n", "missing column 'section'"),
        ("equipment_of_products", IMPLIED + "lye,converter\n", "row 2 product_id: unknown 'lye'"),
        ("equipment_of_products", IMPLIED + "lime,oven\n", "row 2 type_id: unknown 'oven'"),
        ("equipment_of_products", IMPLIED + "lime,\n", "row 2 type_id: empty"),
        (
            "equipment_of_products",
            IMPLIED + "lime,converter\nlime,cupola\n",
            "row 3: 'lime' stands in row 2 too",
        ),
    ],
)
def test_a_defect_of_a_list_is_named(tmp_path, read, text, defect):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"list\.csv") as raised:
        getattr(vocabulary, f"read_{read}")(path)
    assert defect in str(raised.value)


@pytest.mark.parametrize(
    ("entry", "text", "defect"),
    [
        (vocabulary.EquipmentType, TYPES + "a,甲,A,钢铁,maybe\n", "row 2 listed: unknown 'maybe'"),
        (vocabulary.EquipmentType, TYPES + "a,甲,A,,yes\n", "row 2 industry: empty"),
        (
            vocabulary.EquipmentType,
            TYPES + "a,甲,A,钢铁,yes\nb,甲,B,钢铁,no\n",
            "row 3: '甲' stands in row 2 too",
        ),
        (
            vocabulary.EquipmentAttribute,
            ATTRIBUTES + "a,甲,A,m,fact\n",
            "row 2 kind: unknown 'fact'",
        ),
        (vocabulary.EquipmentUse, TYPES, "unknown column 'type_id'"),
    ],
)
def test_a_defect_of_a_list_of_equipment_is_named(tmp_path, entry, text, defect):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"list\.csv") as raised:
        vocabulary.read_equipment(path, entry)
    assert defect in str(raised.value)


def test_all_defects_of_a_list_are_reported_at_once(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text(PRODUCTS + "a,甲,A,吨,301\nb,,B,t,3011\n", encoding="utf-8")
    with pytest.raises(DataError) as raised:
        vocabulary.read_products(path)
    assert len(str(raised.value).splitlines()) == 3


def test_the_classification_is_the_file_that_its_sidecar_describes():
    folder = paths.data() / "vocabulary"
    digest = hashlib.sha256((folder / "gb4754_2017.csv").read_bytes()).hexdigest()
    assert digest in (folder / "SOURCES.md").read_text("utf-8")
