"""Kinds of energy standards: levels, limits and their corrections, coefficients, factors."""

from __future__ import annotations

from .coefficients import CONVERSION_COEFFICIENTS, EMISSION_FACTORS, UNIT_ENERGY_DEFINITIONS
from .corrections import ENERGY_CORRECTIONS
from .levels import BENCHMARK_LEVELS, ENERGY_LIMITS, INDICATORS, LEVEL_UNITS

ENERGY_KINDS = (
    BENCHMARK_LEVELS,
    ENERGY_LIMITS,
    ENERGY_CORRECTIONS,
    UNIT_ENERGY_DEFINITIONS,
    CONVERSION_COEFFICIENTS,
    EMISSION_FACTORS,
)

__all__ = ["ENERGY_KINDS", "INDICATORS", "LEVEL_UNITS"]
