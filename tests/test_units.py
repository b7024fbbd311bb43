"""Units convert exactly, or not at all."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis import units, vocabulary
from capacity_analysis.ledger import registry
from capacity_analysis.units import UNITS, UnitError, factor, spellings, unit

TARGETS = ("t", "GJ", "m2", "m3", "weight_box", "piece", "kWh", "m", "MJ", "kg")

symbols = st.sampled_from(sorted(UNITS))
whole_numbers = st.integers(min_value=0, max_value=10**9)


@pytest.mark.parametrize(
    ("symbol", "target", "size"),
    [
        ("吨", "kg", 1000),
        ("吨", "t", 1),
        ("万吨", "t", 10_000),
        ("千克", "t", Fraction(1, 1000)),
        ("万千瓦时", "kWh", 10_000),
        ("亿千瓦时", "kWh", 100_000_000),
        ("兆瓦时", "kWh", 1000),
        ("度", "kWh", 1),
        # 百万千焦 = 10^6 kJ = 10^3 MJ = 1 GJ
        ("百万千焦", "MJ", 1000),
        ("百万千焦", "GJ", 1),
        ("兆焦", "GJ", Fraction(1, 1000)),
        ("万吉焦", "GJ", 10_000),
        # 15 mu make a hectare of 10,000 m2
        ("亩", "m2", Fraction(10_000, 15)),
        ("公顷", "m2", 10_000),
        ("万平方米", "m2", 10_000),
        ("㎡", "m2", 1),
        ("㎥", "m3", 1),
        ("亿立方米", "m3", 100_000_000),
        ("万立方米", "m3", 10_000),
        ("万重量箱", "weight_box", 10_000),
        ("重量箱", "weight_box", 1),
        ("亿块", "piece", 100_000_000),
        ("万块", "piece", 10_000),
        ("件", "piece", 1),
        ("万米", "m", 10_000),
        ("吨标准煤", "kgce", 1000),
        ("吨标准油", "kgoe", 1000),
        ("亿元", "CNY", 100_000_000),
    ],
)
def test_a_unit_is_an_exact_multiple(symbol, target, size):
    assert factor(symbol, target) == size


def test_fifteen_mu_are_a_hectare_without_remainder():
    assert 15 * factor("亩", "m2") == factor("公顷", "m2")


@pytest.mark.parametrize(
    ("symbol", "target"),
    [
        ("吨", "kWh"),
        ("万千瓦时", "MJ"),  # that is standard coal's business, not a unit's
        ("立方米", "kg"),  # a gas has a density
        ("平方米", "m3"),
        ("米", "m2"),
        ("重量箱", "t"),  # 50 kg of glass by convention, but not declared
        ("件", "weight_box"),
        ("吨标准煤", "kgoe"),
        ("吨标准油", "kgce"),
        ("吨标准煤", "kg"),
        ("吨标准油", "t"),
        ("元", "piece"),
        ("吨", "吨"),  # a target is a base unit
        ("吨", "furlong"),
    ],
)
def test_a_unit_of_another_dimension_is_an_error(symbol, target):
    with pytest.raises(UnitError, match="cannot be converted"):
        factor(symbol, target)


@pytest.mark.parametrize("symbol", ["", "斤", "吨/年", "KWH", "标准立方米", "百立方", "kg.", "％"])
def test_a_unit_nobody_declared_is_an_error(symbol):
    with pytest.raises(UnitError, match="not declared"):
        unit(symbol)


def test_oil_and_coal_equivalents_are_two_dimensions():
    assert unit("kgce").base == "kgce"
    assert unit("kgoe").base == "kgoe"
    assert not set(spellings("kgce")) & set(spellings("kgoe"))


def test_blanks_around_a_unit_do_not_count():
    assert factor(" 万吨 ", "t") == 10_000


def test_every_unit_of_a_vocabulary_has_spellings_that_convert_to_it():
    bases = {product.output_unit for product in vocabulary.products().values()}
    bases |= {carrier.base_unit for carrier in vocabulary.carriers().values()}
    assert bases <= set(TARGETS)
    for base in bases:
        offered = [symbol for symbol in spellings(base) if not symbol.isascii()]
        assert offered, base
        assert all(factor(symbol, base) > 0 for symbol in offered)


def test_each_target_has_a_spelling_of_its_own_size():
    for target in TARGETS:
        assert any(factor(symbol, target) == 1 for symbol in spellings(target)), target


def test_a_unit_in_a_header_is_declared():
    # 营业收入（万元）, 用地面积（亩）: a fixed unit that a later table may convert.
    fields = [field for table in registry().tables.values() for field in table.fields.values()]
    named = {part for field in fields if field.unit for part in field.unit.split("/")}
    # Counts of things, times, grades of land and codes of maps are never converted.
    counts = {"人", "个", "家", "天", "月", "个月", "年", "等", "EPSG", "%"}
    assert named - counts <= set(UNITS)


@settings(max_examples=50)
@given(symbols, whole_numbers)
def test_converting_there_and_back_gives_the_number_again(symbol, number):
    size = factor(symbol, unit(symbol).base)
    assert number * size / size == number


@settings(max_examples=50)
@given(symbols, symbols)
def test_conversion_through_another_unit_of_the_dimension_is_the_same(one, other):
    base = unit(one).base
    if unit(other).base != base:
        with pytest.raises(UnitError):
            factor(one, unit(other).base)
        return
    ratio = factor(one, base) / factor(other, base)
    assert ratio * factor(other, base) == factor(one, base)
    for alias, (of, scale) in units._ALIASES.items():
        if of == base:
            assert factor(one, alias) / factor(other, alias) == ratio
            assert factor(one, alias) == factor(one, base) * scale


@settings(max_examples=50)
@given(symbols, whole_numbers, whole_numbers)
def test_conversion_is_linear(symbol, one, other):
    size = factor(symbol, unit(symbol).base)
    assert (one + other) * size == one * size + other * size


@pytest.mark.parametrize("prefixed", [symbol for symbol in UNITS if symbol.startswith("万")])
def test_ten_thousand_of_a_unit_is_ten_thousand_times_it(prefixed):
    plain = prefixed.removeprefix("万")
    assert UNITS[prefixed].base == UNITS[plain].base
    assert UNITS[prefixed].factor == 10_000 * UNITS[plain].factor
