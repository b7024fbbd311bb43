"""The arithmetic of a correction, written with the numbers of its row and of the line."""

from __future__ import annotations

from ..text import _
from .model import LimitCorrection
from .numbers import amount, bracketed


def formula(one: LimitCorrection) -> str:
    """Return how a correction is computed from its row and its conditions; an empty text if unknown.

    Every form of `standards.kinds.corrections` that has numbers is written out.
    """
    values = [condition.value for condition in one.conditions]
    if not values or values[0] is None:
        return ""
    rule = {name: _written(value) for name, value in one.rule.items()}
    x = bracketed(values[0])
    if one.form == "furnace_power":
        return _furnace(str(one.rule["terms"]), [amount(value) for value in values])
    template = {
        "add_per_point": _("{coefficient} × （{x} − {reference}）"),
        "add_per_point_above": _("{coefficient} × （{x} − {reference}），低于{reference}的不加"),
        "add_per_point_below": _("{coefficient} × （{reference} − {x}），高于{reference}的不加"),
        "add_if": _("达到{reference}的加{coefficient}"),
        "multiply_if": _("达到{reference}的乘{coefficient}"),
        "multiply_linear": _("乘以 {intercept} + {coefficient} × {x} ÷ {reference}"),
        "add_by_value": _("按取值加：{terms}"),
        "add_by_step": _("超过以下各值的加：{terms}"),
        "add_interpolated": _("按以下各点线性内插：{terms}"),
    }.get(one.form, "")
    told = template.format(x=x, **rule)
    if one.rule["most_points"] is not None:
        told += _("，最多计{most_points}点").format(most_points=rule["most_points"])
    return told


def _written(value: float | str | None) -> str:
    if isinstance(value, str):
        return value.replace(":", "→").replace(";", _("、")).replace("-", "−")
    return bracketed(value)


def _furnace(terms: str, contents: list[str]) -> str:
    """Return the power that a charge explains, as the standard writes it with these numbers."""
    a, b, c, d, e, f, g, h, i = terms.split(";")
    n1, n2, n3 = contents[:3]
    return (
        f"{a} ÷ （{n1} − {b}） + （{c} ÷ （{n1} − {d}） − {e}） × {n2}"
        f" + （{f} ÷ （{n1} − {g}） + {h}） × {n3} − {i}"
    )
