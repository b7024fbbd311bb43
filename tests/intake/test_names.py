"""Names and addresses are taken apart so that they can be compared; nothing is changed for keeps."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.intake.identity.areas import Area
from capacity_analysis.intake.identity.names import Normaliser, folded, numeral
from capacity_analysis.intake.identity.rules import rules

AREA = Area.of("360404")
NORMALISER = Normaliser(AREA, ["港口街镇", "城子镇", "沙河街道"])


def core(text: str) -> str:
    return NORMALISER.name(text).core


# --- the county -----------------------------------------------------------------------------


def test_the_names_of_a_county_come_from_its_code_and_its_former_name_from_the_data():
    assert AREA.levels == ("江西省", "九江市", "柴桑区")
    assert AREA.own["九江县"] == AREA.own["柴桑"] == "柴桑区"
    assert AREA.own["九江"] == "九江市"


def test_the_county_itself_is_never_taken_for_another_place():
    assert AREA.elsewhere["湖口县"] == AREA.elsewhere["湖口"] == "湖口"
    assert not AREA.own.keys() & AREA.elsewhere.keys()


@pytest.mark.parametrize("name", ["示例区", "九江市示例区", "江西省九江市示例区"])
def test_the_name_of_the_ledgers_district_joins_the_countys_own(name):
    assert Area.of("360404", [name]).levels[-1] == "示例区"


def test_without_a_code_there_are_only_the_names_that_are_given():
    assert Area.of("", ["示例区"]).own == {"示例区": "示例区", "示例": "示例区"}
    assert Area.of().own == {}


# --- names ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "other",
    [
        "九江县白鹭水泥有限公司",
        "江西省九江市柴桑区白鹭水泥有限责任公司",
        "柴桑白鹭水泥厂",
        "白鹭（九江）水泥股份有限公司",
        "白鹭(柴桑区) 水泥 有限公司",
        "　柴桑區白鹭水泥有限公司",
        "白鹭水泥有限公司（普通合伙）",
        "江西白鹭水泥集团有限公司",
    ],
)
def test_width_brackets_blanks_places_and_legal_forms_do_not_tell_names_apart(other):
    assert core(other) == core("柴桑区白鹭水泥有限公司") == "白鹭水泥"


@pytest.mark.parametrize(
    ("one", "other"),
    [("明湖商砼有限公司", "明湖商品混凝土有限公司"), ("红垅建筑材料厂", "红垄建材厂")],
)
def test_common_abbreviations_and_variants_of_characters_are_the_same(one, other):
    assert core(one) == core(other)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("白鹭一厂", ("1",)),
        ("白鹭第二水泥厂", ("2",)),
        ("白鹭水泥三分厂", ("3",)),
        ("白鹭1号窑", ("1",)),
        ("白鹭水泥B厂", ("b",)),
        ("三和建材厂", ()),
        ("五一化工厂", ()),
        ("统一机砖厂", ()),
    ],
)
def test_a_numeral_counts_only_where_it_numbers_a_works(text, numbers):
    assert NORMALISER.name(text).numbers == numbers


def test_a_works_is_numbered_alike_in_words_and_in_digits():
    assert core("白鹭一厂") == core("白鹭1厂") == core("白鹭第一厂")
    assert core("白鹭一厂") != core("白鹭二厂")


def test_another_county_stays_in_the_name_and_is_noted():
    name = NORMALISER.name("湖口县白鹭水泥厂")
    assert (name.elsewhere, name.core) == ("湖口", "湖口县白鹭水泥")


def test_a_branch_is_noted():
    name = NORMALISER.name("白鹭水泥有限公司九江分公司")
    assert (name.core, name.branch) == ("白鹭水泥", True)


def test_the_brand_is_what_is_left_without_the_words_of_the_trade():
    assert NORMALISER.name("柴桑区白鹭水泥有限公司").brand == "白鹭"
    assert NORMALISER.name("九江水泥厂").brand == ""


def test_a_name_of_nothing_but_place_and_legal_form_keeps_all_of_it():
    assert core("柴桑有限公司") == "柴桑有限公司"


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.text(alphabet="白鹭水泥九江县柴桑区有限公司厂一二第（）() 12号A-", max_size=16))
def test_taking_a_name_apart_never_fails_and_never_leaves_nothing_of_something(text):
    name = NORMALISER.name(text)
    assert bool(name.core) == bool(name.full) == bool(folded(text))
    assert folded(folded(text)) == folded(text)


# --- addresses ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "江西省九江市柴桑区港口街镇爱国路18号",
        "九江县港口街镇爱国路十八号",
        "柴桑区 港口街镇 爱国路１８号",
        "港口街爱国路18",
    ],
)
def test_an_address_is_township_road_and_number(text):
    address = NORMALISER.address(text)
    assert (address.township, address.road, address.number) == ("港口街", "爱国路", "18")


def test_a_township_of_its_own_column_stands_where_the_address_names_none():
    assert NORMALISER.address("爱国路18号", "港口街镇").township == "港口街"
    assert NORMALISER.address("城子镇爱国路18号", "港口街镇").township == "城子"


def test_numbers_of_one_road_are_told_apart():
    numbers = [
        NORMALISER.address(f"爱国路{number}").number for number in ("7-1号", "71号", "7号A栋")
    ]
    assert len(set(numbers)) == 3


@pytest.mark.parametrize(
    ("text", "precise"), [("港口街镇", False), ("", False), ("爱国路18号", True)]
)
def test_only_an_address_with_a_number_tells_a_site(text, precise):
    assert NORMALISER.address(text).is_precise is precise


@pytest.mark.parametrize(
    ("text", "digits"),
    [("十", "10"), ("十八", "18"), ("二十", "20"), ("一百零三", "103"), ("二〇", "20"), ("7", "7")],
)
def test_chinese_numerals_become_digits(text, digits):
    assert numeral(text) == digits


# --- the rules ------------------------------------------------------------------------------


def test_no_word_of_a_trade_is_also_a_legal_form():
    words = rules()
    assert not set(words.trades) & {*words.legal_forms, *words.legal_endings}


def test_what_differs_always_costs_points_and_what_agrees_never_does():
    adjust = rules().adjust.model_dump()
    agreeing = {"same_address", "same_township"}
    assert all((value > 0) == (name in agreeing) for name, value in adjust.items())
