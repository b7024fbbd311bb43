"""The arithmetic that an explanation prints, worked out again from its own figures."""

import math

_SIGNS = str.maketrans({"（": "(", "）": ")", "，": ",", "×": "*", "÷": "/", "−": "-"})
_WORDS = {"最小": "min", "最大": "max", "进位": "ceil", "舍位": "floor", "取整": "round"}
_KNOWN = {"min": min, "max": max, "ceil": math.ceil, "floor": math.floor, "round": round}


def worked_out(text):
    """Return what a printed sum comes to."""
    formula = text.translate(_SIGNS)
    for word, name in _WORDS.items():
        formula = formula.replace(word, name)
    return eval(formula, {"__builtins__": {}}, _KNOWN)


def sums(explained):
    """Yield every statement of an explanation (its JSON) that has a sum and a value."""
    for chapter in explained["chapters"]:
        for one in chapter["statements"]:
            if one["sum"] and one["value"] is not None:
                yield one


def statement(explained, name):
    """Return the first statement of a name."""
    every = [one for chapter in explained["chapters"] for one in chapter["statements"]]
    return next(one for one in every if one["name"] == name)


def cited(explained, name):
    return [rule["row_id"] for rule in statement(explained, name)["rules"]]
