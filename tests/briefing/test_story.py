"""What a briefing notebook opens: the sample as it is, or one industry of a saved assessment."""

from __future__ import annotations

import datetime as dt

import pytest

from capacity_analysis import text
from capacity_analysis.briefing import open_view
from capacity_analysis.errors import UsageError


@pytest.fixture(autouse=True)
def _language_as_before():
    with text.language("zh"):
        yield


@pytest.fixture
def saved(assessed, tmp_path):
    return str(assessed.save(tmp_path / "assessment"))


def test_without_an_assessment_the_packaged_sample_is_assessed():
    view = open_view(industry="cement")
    assert view.assessment.fictional
    assert view.name == "水泥"


def test_the_sample_may_be_assessed_as_of_another_day():
    view = open_view(industry="cement", as_of="2022-12-31")
    assert view.assessment.as_of == dt.date(2022, 12, 31)


def test_a_saved_assessment_is_opened(saved):
    view = open_view(industry="steel", assessment=saved)
    assert list(view.enterprises["name"]) == ["丙炼铁厂"]


def test_the_day_of_a_saved_assessment_may_be_named(saved):
    assert open_view(industry="steel", as_of="2022-09-10", assessment=saved).name == "钢铁"


def test_another_day_than_that_of_the_saved_assessment_is_an_error(saved):
    with pytest.raises(ValueError, match="2022-09-10"):
        open_view(industry="steel", as_of="2022-09-11", assessment=saved)


def test_labels_are_in_the_language_from_there_on(saved):
    assert open_view(industry="steel", assessment=saved, language="en").name == "Iron and steel"
    assert text.current_language() == "en"


def test_an_industry_without_enterprises_is_refused(saved):
    with pytest.raises(UsageError, match="平板玻璃"):
        open_view(industry="glass", assessment=saved)


def test_a_folder_without_an_assessment_is_refused(tmp_path):
    with pytest.raises(UsageError, match="不是保存的评估结果"):
        open_view(industry="steel", assessment=str(tmp_path))
