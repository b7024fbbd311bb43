"""Is the file of evidence of each exit complete."""

import pandas as pd
import pytest
from campaign_frames import DAY, date, dispositions, frame, milestones, unit

from capacity_analysis.analysis.exit_files import STATUSES, completeness

PHOTO = {"id": "before", "phase": "before", "kinds": ("photo", "video"), "milestone": None,
         "procedure": None}  # fmt: skip
SEALED = {"id": "cut_off", "phase": None, "kinds": (), "milestone": "sealed", "procedure": None}
HEARING = {"id": "hearing", "phase": None, "kinds": (), "milestone": None, "procedure": "hearing"}


def files(*rows):
    """Return evidence: (enterprise, line, phase, kind, taken_on, status)."""
    return frame(
        [(*row[:4], date(row[4]), row[5], at + 2) for at, row in enumerate(rows)],
        enterprise_code="int32", line_code="int32", phase="str", kind="str",
        taken_on="datetime64[s]", status="str", row="int32",
    )  # fmt: skip


def steps(*rows):
    """Return procedures: (enterprise, line, step, done_on, not_required)."""
    return frame(
        [(*row[:3], date(row[3]), row[4], at + 2) for at, row in enumerate(rows)],
        enterprise_code="int32", line_code="int32", step="str", done_on="datetime64[s]",
        not_required="boolean", row="int32",
    )  # fmt: skip


EXIT = unit()


def complete(*items, units=(EXIT,), evidence=(), reached=(), done=()):
    found = completeness(
        dispositions(*units), pd.DataFrame(list(items)), files(*evidence), milestones(*reached),
        steps(*done), as_of=DAY,
    )  # fmt: skip
    return found[["line_id", "item", "status", "records", "row"]].values.tolist()


def status(item, **told):
    return [row[2] for row in complete(item, **told)]


def photo(line=0, phase="before", kind="photo", taken_on="2022-08-01", found="present"):
    return (0, line, phase, kind, taken_on, found)


def test_each_unit_that_exits_is_asked_for_each_item():
    units = [unit(0, 0), unit(0, 1, exits=False), unit(1, 2)]
    found = complete(PHOTO, SEALED, units=units)
    assert found == [
        ["L0", "before", "not_recorded", 0, -1], ["L0", "cut_off", "not_recorded", 0, -1],
        ["L2", "before", "not_recorded", 0, -1], ["L2", "cut_off", "not_recorded", 0, -1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (photo(), "present"),
        (photo(kind="video"), "present"),  # either kind will do
        (photo(kind="paper"), "not_recorded"),
        (photo(phase="after"), "not_recorded"),
        (photo(line=1), "not_recorded"),  # of another line
        (photo(line=-1), "present"),  # of the whole plant
        ((1, -1, "before", "photo", None, "present"), "not_recorded"),  # of another plant
        (photo(taken_on=None), "present"),
    ],
)
def test_a_file_counts_for_its_line_or_plant_in_its_phase_and_kind(row, expected):
    assert status(PHOTO, evidence=[row]) == [expected]


@pytest.mark.parametrize(
    ("taken_on", "expected"),
    [("2022-09-09", "present"), ("2022-09-10", "present"), ("2022-09-11", "not_recorded")],
)
def test_a_file_taken_after_the_day_is_not_there_on_it(taken_on, expected):
    assert status(PHOTO, evidence=[photo(taken_on=taken_on)]) == [expected]


def test_of_several_files_the_best_counts_whoever_it_is_of():
    order = [one for one in STATUSES if one not in ("not_required", "not_recorded")]
    assert order == [
        "present",
        "not_checked",
        "duplicate",
        "altered",
        "missing_file",
        "unsafe_path",
    ]
    for at, best in enumerate(order):
        rows = [photo(line, found=one) for one in order[at:] for line in (0, -1)]
        for evidence in (rows, rows[::-1]):
            assert status(PHOTO, evidence=evidence) == [best]


def test_the_row_that_counts_is_named_and_how_many_there_are():
    evidence = [photo(found="altered"), photo(line=-1), photo(line=1)]
    assert complete(PHOTO, evidence=evidence) == [["L0", "before", "present", 2, 3]]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((0, 0, "sealed", None, "2022-09-10"), "present"),
        ((0, -1, "sealed", None, "2022-09-10"), "present"),
        ((0, 0, "sealed", None, "2022-09-11"), "not_recorded"),
        ((0, 0, "sealed", "2022-09-01", None), "not_recorded"),
        ((0, 0, "dismantled", None, "2022-09-01"), "not_recorded"),
        ((0, 1, "sealed", None, "2022-09-01"), "not_recorded"),
    ],
)
def test_a_milestone_is_there_once_it_is_reached(row, expected):
    assert status(SEALED, reached=[row]) == [expected]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ((0, 0, "hearing", "2022-09-10", None), "present"),
        ((0, 0, "hearing", "2022-09-11", None), "not_recorded"),
        ((0, 0, "hearing", None, True), "not_required"),
        ((0, 0, "hearing", "2022-09-01", True), "present"),
        ((0, 0, "hearing", "2022-09-11", True), "not_recorded"),
        ((0, 0, "hearing", None, False), "not_recorded"),
        ((0, -1, "hearing", None, True), "not_required"),
        ((0, 0, "notice", "2022-09-01", None), "not_recorded"),
    ],
)
def test_a_procedure_is_there_once_it_is_done_or_not_required(row, expected):
    assert status(HEARING, done=[row]) == [expected]


def test_a_device_of_no_line_has_what_its_plant_has():
    units = [unit(0, -1, equipment_id="锅炉", scope="equipment")]
    assert status(PHOTO, units=units, evidence=[photo(line=0)]) == ["not_recorded"]
    assert status(PHOTO, units=units, evidence=[photo(line=-1)]) == ["present"]


def test_no_exits_or_no_items_give_nothing():
    assert complete(PHOTO, units=[unit(exits=False)]) == []
    found = completeness(
        dispositions(unit()), pd.DataFrame({"id": []}), files(), milestones(), steps(), as_of=DAY
    )
    assert found.empty
