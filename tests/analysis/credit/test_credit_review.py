"""A class of the power prices is certain only where nothing that may yet prove true lies above it."""

import numpy as np
import pandas as pd
import pytest

from capacity_analysis.analysis.credit.price_classes import CLASSES, classes

LINES = pd.DataFrame({"enterprise_code": [0, 0], "out_of_operation": None})


def classed(*found):
    """Return the class of one enterprise of two lines, and whether it has to be checked."""
    plain = {"reason": None, "confidence": "verified", "measured": np.nan, "threshold": np.nan,
             "enterprise_code": 0, "line_code": 0, "result": "hit"}  # fmt: skip
    told = classes(pd.DataFrame([{**plain, **one} for one in found]), LINES, 1, 1.0)
    return CLASSES[told.of_enterprise[0]], bool(told.unsure[0])


@pytest.mark.parametrize("ground", ["elimination_list", "restricted_low_rating", "over_limit"])
def test_what_is_still_to_be_looked_at_leaves_it_open_that_there_is_no_class(ground):
    assert classed({"ground": ground, "result": "review"}) == ("none", True)
    assert classed({"ground": ground, "confidence": "recalled"}) == ("none", True)
    assert classed({"ground": ground, "result": "clear"}) == ("none", False)


def test_what_lies_below_a_class_that_is_certain_does_not_open_it():
    listed = {"ground": "elimination_list"}
    doubt = {"ground": "restricted_low_rating", "result": "review", "line_code": 1}
    assert classed(listed, doubt) == ("淘汰类", False)
    assert classed({"ground": "restricted_low_rating"}, {**doubt, "ground": "elimination_list"}) == (
        "限制类", True,
    )  # fmt: skip


def test_restricted_by_a_row_that_nobody_checked_has_to_be_checked():
    unrated = {"ground": "restricted_low_rating", "result": "review", "reason": "unrated"}
    assert classed(unrated) == ("限制类", False)
    assert classed({**unrated, "confidence": "recalled"}) == ("限制类", True)
