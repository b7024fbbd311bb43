"""What a plan says of loans, support and power prices, and of enterprises that live on them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .parts import Id, Named, Source, Strict, Text

Method = Literal["register", "chk", "fukuda_nakamura", "two_years"]
SupportKind = Literal["subsidy", "power_price", "water_price", "land_price", "tax", "interest",
                      "upgrade", "resettlement"]  # fmt: skip


class CreditAdvice(Named):
    """What is suggested to the banks for enterprises of these dispositions; the first that fits."""

    id: Id
    dispositions: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    overdue: bool | None = None
    rule: str = ""
    clause: str = ""
    source: Source
    text: Text


class SupportRule(Strict):
    """Which support contradicts the plan, and what stays.

    Support of `kinds` is to be withdrawn from enterprises of the energy-intensive divisions
    (`energy_intensive`) and from those whose lines leave (`exiting`); `kept` is support of the exit
    or of an upgrade itself. What a level above the county laid down can only be proposed.
    """

    kinds: tuple[SupportKind, ...]
    kept: tuple[SupportKind, ...] = ()
    energy_intensive: bool = True
    exiting: bool = True
    own_levels: tuple[Literal["county", "city", "province", "nation"], ...] = ("county",)
    clause: Text
    source: Source


class PowerPriceIndustry(Strict):
    """An industry of the rules on power prices, as products of the vocabulary."""

    name: Text
    products: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()


class Credit(Strict):
    """Loans, support and power prices of enterprises that leave."""

    advice: tuple[CreditAdvice, ...] = ()
    support: SupportRule | None = None
    power_price_industries: tuple[PowerPriceIndustry, ...] = ()


class Proxies(Strict):
    """From what fall within a year on a county's own records are a (weaker) signal."""

    electricity_fall_percent: float = Field(gt=0, lt=100)
    tax_fall_percent: float = Field(gt=0, lt=100)
    insured_fall_percent: float = Field(gt=0, lt=100)
    least_signs: int = Field(ge=1)


class Zombies(Strict):
    """Which tests make an enterprise a suspect; all are shown side by side."""

    deciding: tuple[Method, ...] = ("register",)
    proxies: Proxies | None = None
    source: Source
