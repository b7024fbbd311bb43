"""The guide to mapping files says what mapping files can say."""

import re
from pathlib import Path

import pytest
import yaml

from capacity_analysis import paths
from capacity_analysis.intake import mapping
from capacity_analysis.intake.mapping import (
    SUBJECT_KEYS,
    Form,
    Mapping,
    Recognise,
    Spread,
    Table,
    Value,
)

GUIDE = paths.data().parent / "docs" / "mappings.zh-CN.md"
TEXT = GUIDE.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
SHIPPED = [file.read_text(encoding="utf-8") for file in (paths.data() / "mappings").glob("*.yaml")]
# A key stands in a table of the guide, in the first column, or (of an enterprise) in the list of keys.
ROWS = {key for line in TEXT.splitlines() for key in re.findall(r"^\| `(\w+)` \|", line)}


@pytest.mark.parametrize("model", [Mapping, Recognise, Form, Table, Value, Spread])
def test_every_key_has_a_row_of_its_own(model):
    assert set(model.model_fields) <= ROWS


def test_every_way_to_name_an_enterprise_is_listed():
    (listed,) = re.findall(r"可写的键：.*?\n\n", TEXT, re.DOTALL)
    assert set(re.findall(r"`(\w+)`", listed)) == set(SUBJECT_KEYS)


def test_the_whole_example_is_the_file_that_it_names():
    whole = next(one for one in EXAMPLES if "\nid:" in one)
    content = yaml.safe_load(whole)
    file = paths.data() / "mappings" / f"{content['id']}.yaml"
    assert Mapping.model_validate(content) == mapping.read_mapping(file)


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_line_of_an_example_stands_in_a_mapping_of_the_package(example):
    def squeezed(text):
        return {" ".join(line.split()) for line in text.splitlines()}

    assert any(squeezed(example) <= squeezed(text) for text in SHIPPED)


def test_no_link_of_the_guide_is_broken():
    targets = re.findall(r"\]\(([^#)]+)\)", TEXT)
    assert targets
    assert [target for target in targets if not Path(GUIDE.parent, target).is_file()] == []
