"""Kinds of rules: catalogue entries, parameters of law, the retirement schedule, targets, gaps."""

from __future__ import annotations

from .columns import CONFIDENCE, FROM, JURISDICTION, TO, Column, Kind

OPERATORS = frozenset(
    {"<", "<=", ">", ">=", "in", "open_range", "closed_range", "is_present", "is_true", "is_false"}
)

CATALOGUE_ENTRIES = Kind(
    "catalogue_entries",
    "产业结构调整目录条目",
    (
        Column("row_id"),
        Column("part_of", optional=True),  # the row whose second criterion this one is
        Column("category", choices=frozenset({"淘汰类", "限制类", "逐步淘汰", "拆除标准"})),
        Column("section_ref"),
        Column("applies_to", choices=frozenset({"existing", "new", "all"})),
        Column("industry"),
        Column("equipment"),
        Column("attribute"),
        Column("unit"),
        Column("operator", choices=OPERATORS),
        Column("threshold"),
        Column("exception", optional=True),
        Column("deadline", optional=True),
        Column("source"),
        CONFIDENCE,
        Column("remark", optional=True),
    ),
)


def _parameters(name: str, title: str) -> Kind:
    """Return a kind of numbers and texts of law, each with its own dates and area."""
    return Kind(
        name,
        title,
        (
            Column("row_id"),
            Column("topic"),
            Column("item"),
            Column("code", optional=True),
            Column("value", "number", optional=True),
            Column("value_text", optional=True),
            Column("unit", optional=True),
            Column("operator", optional=True, choices=frozenset({">=", "<=", "<", ">", "="})),
            FROM,
            TO,
            JURISDICTION,
            Column("source"),
            CONFIDENCE,
            Column("remark", optional=True),
        ),
        ("topic", "item", "code"),
    )


LABOUR_PARAMETERS = _parameters("labour_parameters", "劳动和社会保险参数")
LAND_PARAMETERS = _parameters("land_parameters", "土地参数")
ELECTRICITY_PRICES = _parameters("electricity_prices", "差别电价和阶梯电价")
CREDIT_RULES = _parameters("credit_rules", "信贷规则")
ENFORCEMENT_RULES = _parameters("enforcement_rules", "执法程序、期限和罚则")
LENDING_RATES = _parameters("lending_rates", "贷款利率")
ZOMBIE_RULES = _parameters("zombie_rules", "僵尸企业认定")

RETIREMENT_SCHEDULE = Kind(
    "retirement_schedule",
    "延迟法定退休年龄对照表",
    (
        Column("row_id"),
        Column("category"),
        Column("birth_month"),
        Column("original_retirement_month"),
        Column("original_age", "number"),
        Column("delay_months", "number"),
        Column("new_age_years", "number"),
        Column("new_age_months", "number"),
        Column("new_retirement_month"),
        Column("least_contribution_years", "number"),
        Column("earliest_flexible_age"),
        Column("latest_flexible_age"),
        Column("source"),
        CONFIDENCE,
    ),
    ("category", "birth_month"),
)

# Targets and deadlines: never a threshold for a line, always one for a plan.
POLICY_TARGETS = Kind(
    "policy_targets",
    "政策目标和期限",
    (
        Column("row_id"),
        Column("item"),
        Column("scope"),
        Column("products", optional=True),  # product ids joined by ;, where the scope names products
        Column(
            "measure",
            choices=frozenset(
                {"share_advanced_at_least", "share_below_baseline_at_most", "deadline", "other"}
            ),
        ),
        Column("value", "number", optional=True),
        Column("deadline", "date", optional=True),
        Column("requirement"),
        Column("source"),
        CONFIDENCE,
    ),
)

RULE_KINDS = (
    CATALOGUE_ENTRIES,
    LABOUR_PARAMETERS,
    LAND_PARAMETERS,
    ELECTRICITY_PRICES,
    CREDIT_RULES,
    ENFORCEMENT_RULES,
    LENDING_RATES,
    ZOMBIE_RULES,
    RETIREMENT_SCHEDULE,
    POLICY_TARGETS,
)
