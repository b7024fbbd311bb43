"""What things are called: lists that people pick from, and identifiers that stay."""

import hashlib
import re

import pytest

from capacity_analysis import paths, units, vocabulary
from capacity_analysis.errors import DataError, InputError
from capacity_analysis.text import language

PRODUCTS = "product_id,name,name_en,output_unit,gb4754\n"
CARRIERS = "carrier_id,name,name_en,base_unit\n"


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
    for key in (*vocabulary.products(), *vocabulary.carriers()):
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", key), key


def test_every_unit_can_be_written_in_a_workbook():
    wanted = vocabulary.OUTPUT_UNITS | vocabulary.CARRIER_UNITS
    assert not [unit for unit in wanted if not units.spellings(unit)]


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
    ],
)
def test_a_defect_of_a_list_is_named(tmp_path, read, text, defect):
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=r"list\.csv") as raised:
        getattr(vocabulary, f"read_{read}")(path)
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
