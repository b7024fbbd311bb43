"""Just below, at and just above the threshold of every row of the store that a ledger can decide.

What must come of each value follows from the meaning of the operator, written here a second time.
Every row is taken as checked, every exception as refuted: what remains is scope and threshold.
"""

from __future__ import annotations

import pandas as pd
import pytest
from equipment_cases import devices, values

from capacity_analysis import vocabulary
from capacity_analysis.analysis import screening
from capacity_analysis.analysis.conditions_of_entries import conditions
from capacity_analysis.standards import Standards

# Of a value just below, at, and just above the only end, whether the criterion is met.
MEANING = {
    "<": (True, False, False),
    "<=": (True, True, False),
    ">": (False, False, True),
    ">=": (False, True, True),
}
# Just below, at the low end, between, at the high end, just above.
OF_RANGES = {
    "open_range": (False, False, True, False, False),
    "closed_range": (False, True, True, True, False),
}


def tried(row):
    """Return the values to try for a row, each with whether it meets the criterion."""
    operator, threshold = row["operator"], row["threshold"]
    if operator in MEANING:
        at = float(threshold)
        return list(zip((at * 0.99, at, at * 1.01), MEANING[operator], strict=True))
    if operator in OF_RANGES:
        low, high = map(float, threshold.split(".."))
        around = (low * 0.99, low, (low + high) / 2, high, high * 1.01)
        return list(zip(around, OF_RANGES[operator], strict=True))
    if operator == "in":
        first = threshold.split(";")[0]
        return [(first, True), ("没有这种型号", False)]
    yes = operator != "is_false"
    return (
        [(None, True)]
        if operator == "is_present"
        else [(float(yes), True), (float(not yes), False)]
    )


def within_scope(row):
    """Return fields and attributes of equipment that lies within the scope of a row."""
    own, attributes = {}, {}
    for condition in conditions(row["applies_when"]):
        if condition.attribute == "use":
            fitting = [
                u
                for u in vocabulary.equipment_uses()
                if (u in condition.values) == condition.one_of
            ]
            allowed = [fitting] + ([own["uses"]] if "uses" in own else [])
            own["uses"] = [use for use in fitting if all(use in each for each in allowed)]
        else:
            wanted = float(condition.values[0])
            attributes[condition.attribute] = wanted if condition.one_of else 1.0 - wanted
    return ({"use": own["uses"][0]} if own else {}), attributes


def decidable(document):
    return [
        row
        for row in document.rows("catalogue_entries")
        if row["equipment_types"] and (row["attribute_id"] or row["operator"] == "is_present")
    ]


DOCUMENTS = [
    document
    for document in Standards.load().documents
    if "catalogue_entries" in document.tables and decidable(document)
]


def cases(document):
    """Return devices, values and what each row must say of the device made for it."""
    rows = decidable(document)
    made, known, expected = [], [], []
    for row in rows:
        partners = [
            r for r in rows if row["all_of"] and r["all_of"] == row["all_of"] and r is not row
        ]
        for type_id in row["equipment_types"].split(";"):
            for value, met in tried(row):
                own, attributes = within_scope(row)
                for partner in partners:
                    attributes[partner["attribute_id"]] = next(v for v, ok in tried(partner) if ok)
                own |= {"equipment_type": type_id, "exception_papers": "not_excepted",
                        "approved_on": document.in_force}  # fmt: skip
                if row["attribute_id"] == "model":
                    own["model"] = value
                elif value is not None:
                    attributes[row["attribute_id"]] = value
                known += [(len(made), name, number) for name, number in attributes.items()]
                doubtful = row["doubtful_at"] != "" and value == float(row["doubtful_at"])
                said = (
                    "review"
                    if doubtful or (met and not document.binding)
                    else "hit"
                    if met
                    else "clear"
                )
                expected.append((len(made), row["row_id"], value, said))
                made.append(own)
    return devices(*made), values(*known), expected


def as_rules(document):
    table = pd.DataFrame([dict(row) for row in document.rows("catalogue_entries")])
    return table.assign(
        document_id=document.id,
        binding=document.binding,
        confidence="verified",
        for_new=(table["applies_to"] == "new") | (document.applies_to == "new"),
        in_force=pd.Timestamp(document.in_force),
    )


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_every_decidable_row_is_met_exactly_where_its_operator_says(document):
    made, known, expected = cases(document)
    table = screening.screen(made, known, as_rules(document))
    found = table.set_index(["device_code", "row_id"])["result"].astype(object).to_dict()
    wrong = [
        (row_id, made["equipment_type"][code], value, said, found.get((code, row_id)))
        for code, row_id, value, said in expected
        if found.get((code, row_id)) != said
    ]
    assert not wrong


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.id)
def test_without_its_attribute_no_row_passes_or_hits(document):
    made, known, expected = cases(document)
    operators = {row["row_id"]: row["operator"] for row in decidable(document)}
    table = screening.screen(made.assign(model=None), known.iloc[:0], as_rules(document))
    own = {(code, row_id) for code, row_id, _value, _said in expected}
    asks = table["row_id"].astype(object).map(operators) != "is_present"
    pairs = pd.Series(list(zip(table["device_code"], table["row_id"], strict=True)))
    mine = table[asks.to_numpy() & pairs.isin(own).to_numpy()]
    assert set(mine["result"]) <= {"undecided", "clear"}
    # Clear only where the scope is known to leave the equipment out.
    assert set(mine.loc[mine["result"] == "undecided", "reason"]) <= {"attribute_missing"}


@pytest.mark.parametrize("edition", ["catalogue-2011", "catalogue-2019", "catalogue-2024"])
@pytest.mark.parametrize("use", [None, "foundry_iron"])
@pytest.mark.parametrize("papers", [None, "none", "submitted"])
def test_no_furnace_of_up_to_400_m3_is_closed_while_an_exception_may_apply(edition, use, papers):
    document = Standards.load().document(edition)
    volumes = [100, 199, 200, 201, 350, 399, 400]
    made = devices(*({"use": use, "exception_papers": papers} for _volume in volumes))
    known = values(*((at, "effective_volume_m3", each) for at, each in enumerate(volumes)))
    table = screening.screen(made, known, as_rules(document))
    listed = table[table["category"] == "淘汰类"]
    assert "hit" not in set(listed["result"])
    assert set(listed.loc[listed["result"] == "review", "device_code"]) == set(range(len(volumes)))
    asked = listed[listed["reason"] == "exception_possible"]
    assert asked["proof"].notna().all()


def test_a_furnace_over_400_m3_is_not_on_the_elimination_list():
    document = Standards.load().document("catalogue-2019")
    made = devices({"use": "steelmaking_iron"}, {"use": "steelmaking_iron"})
    known = values((0, "effective_volume_m3", 400), (1, "effective_volume_m3", 400.1))
    table = screening.screen(made, known, as_rules(document))
    row = table[table["row_id"] == "cat2019-001"]
    assert row["result"].tolist() == ["hit", "clear"]
