"""Parcels: what differs between their rows, can't be in one, or contradicts their outline."""

import datetime as dt

import pytest
from workbooks import CODE, cell, codes_of, ledger_of, problems_of, with_rows

EAST, NORTH = 39_500_000, 3_270_000


def parcel(number=1, **told):
    return {"enterprise_id": CODE, "parcel_no": f"P{number}", "area": 10_000, "area_unit": "平方米",
            } | told  # fmt: skip


def rectangle(west, width=100, height=100, south=0):
    east, north = EAST + west, NORTH + south
    corners = [(east, north), (east + width, north), (east + width, north + height),
               (east, north + height), (east, north)]  # fmt: skip
    return "POLYGON((" + ",".join(f"{x} {y}" for x, y in corners) + "))"


def outlined(west, number=1, **told):
    return parcel(number, boundary=rectangle(west), boundary_epsg=4527) | told


def at(field, row=2):
    return cell("parcels", field, row)


# --- several rows -----------------------------------------------------------------------------


def test_a_parcel_may_be_used_by_two_enterprises():
    rows = [outlined(0), outlined(0, enterprise_id="002")]
    assert codes_of(with_rows("parcels", *rows)) == []


@pytest.mark.parametrize(
    ("other", "differs"),
    [
        ({"area": 1, "area_unit": "公顷"}, False),  # as many square metres
        ({"area": 15, "area_unit": "亩"}, False),  # 1 亩 = 10 000 / 15 m²
        ({"area": "", "area_unit": ""}, False),
        ({"area": 9_999, "area_unit": "平方米"}, True),
    ],
)
def test_the_rows_of_one_parcel_give_one_area(other, differs):
    sheets = with_rows("parcels", parcel(), parcel(enterprise_id="002", **other))
    assert codes_of(sheets) == ([("parcel_differs", at("area", 3))] if differs else [])


def test_the_rows_of_one_parcel_have_one_outline():
    rows = [outlined(0), outlined(1, enterprise_id="002"), parcel(enterprise_id="002")]
    found = codes_of(with_rows("parcels", *rows[:2]))
    assert found == [("parcel_differs", at("boundary", 3))]
    assert codes_of(with_rows("parcels", rows[0], rows[2])) == []


# --- one row ----------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["developed_percent", "invested_percent"])
def test_a_share_is_no_more_than_the_whole(field):
    rows = [parcel(number, **{field: share}) for number, share in enumerate((99.9, 100, 100.1))]
    assert codes_of(with_rows("parcels", *rows)) == [("above_maximum", at(field, 4))]


def test_there_are_fifteen_grades_of_land():
    # 国土资发〔2006〕307号: 一至十五等.
    rows = [parcel(number, grade=grade) for number, grade in enumerate((0, 1, 15, 16))]
    sheets = with_rows("parcels", *rows)
    assert codes_of(sheets) == [
        ("below_minimum", at("grade", 2)), ("above_maximum", at("grade", 5))
    ]  # fmt: skip


@pytest.mark.parametrize("field", ["footprint_m2", "office_land_m2"])
def test_a_part_is_no_larger_than_the_parcel(field):
    rows = [parcel(number, **{field: size}) for number, size in enumerate((9_999, 10_000, 10_001))]
    assert codes_of(with_rows("parcels", *rows)) == [("footprint_over_area", at(field, 4))]


def test_a_finding_of_idleness_has_a_document():
    rows = [
        parcel(1, idle_finding="已认定闲置"),
        parcel(2, idle_finding="已认定闲置", idle_document="示闲〔2020〕1号"),
        parcel(3, idle_finding="认定不属闲置"),
    ]
    found = codes_of(with_rows("parcels", *rows))
    assert found == [("idle_without_document", at("idle_finding"))]


def test_building_stops_after_it_began():
    began = dt.date(2020, 5, 3)
    days = [began + dt.timedelta(days=days) for days in (-1, 0, 1)]
    rows = [parcel(one.day, started_on=began, suspended_on=one) for one in days]
    rows += [parcel(9, suspended_on=began)]
    found = codes_of(with_rows("parcels", *rows))
    expected = [("out_of_order", 2), ("outcome_without_date", 5)]
    assert found == [(code, at("suspended_on", row)) for code, row in expected]


@pytest.mark.parametrize("field", ["started_on", "suspended_on"])
def test_nothing_was_built_after_the_data_end(field):
    # The data of the good workbook end on 2022-09-10.
    began = {"started_on": dt.date(2020, 1, 1)}
    days = [dt.date(2022, 9, day) for day in (9, 10, 11)]
    rows = [parcel(one.day, **(began | {field: one})) for one in days]
    assert codes_of(with_rows("parcels", *rows)) == [("after_the_data", at(field, 4))]


# --- outlines ---------------------------------------------------------------------------------


def test_each_outline_that_cannot_be_used_is_told_at_its_cell():
    bow = "POLYGON((39500000 3270000,39500100 3270100,39500100 3270000,39500000 3270100,39500000 3270000))"
    rows = [
        outlined(0, 1, boundary="见附图"),
        outlined(200, 2, boundary_epsg=""),
        outlined(400, 3, boundary_epsg=3857),
        outlined(600, 4, boundary=bow),
        outlined(800, 5, boundary="POLYGON((29.6 116,29.6 116.1,29.7 116.1,29.6 116))", boundary_epsg=4490),
        outlined(1000, 6, boundary_epsg=4528),
        outlined(1200, 7),
    ]  # fmt: skip
    found = problems_of(with_rows("parcels", *rows))
    assert [(one.code, f"{one.sheet}!{one.cell}") for one in found] == [
        ("boundary_unreadable", at("boundary", 2)),
        ("boundary_epsg_missing", at("boundary_epsg", 3)),
        ("boundary_epsg_unfit", at("boundary_epsg", 4)),
        ("boundary_crossing", at("boundary", 5)),
        ("boundary_swapped", at("boundary", 6)),
        ("boundary_outside", at("boundary", 7)),
    ]
    assert {one.severity for one in found} == {"warning"}
    assert "坐标39500050 3270050处" in found[3].message
    assert "例如第一点写成“116 29.6”" in found[4].remedy


def test_a_system_that_cannot_be_read_is_told_once():
    sheets = with_rows("parcels", outlined(0, boundary_epsg="四五二七"))
    assert codes_of(sheets) == [("not_a_number", at("boundary_epsg"))]


def test_digits_of_coordinates_are_no_telephone():
    # Eleven decimals that begin with 13, as those of a mobile number would.
    corners = ("116.13900000001 29.6", "116.139 29.6", "116.139 29.601", "116.13900000001 29.6")
    told = {"boundary": f"POLYGON(({','.join(corners)}))", "boundary_epsg": 4490}
    assert codes_of(with_rows("parcels", parcel(area="", area_unit="", **told))) == []


def test_a_telephone_in_an_outline_is_refused():
    sheets = with_rows("parcels", outlined(0, boundary="问13900000000"))
    assert codes_of(sheets) == [("personal_value", at("boundary"))]


def test_the_area_of_an_outline_is_that_of_the_deed():
    # tables.yaml: 5 % of 10 000 m²; outlines of 100 m by 95, 94.9, 105 and 105.1 m.
    heights = (95, 94.9, 105, 105.1)
    rows = [
        outlined(number * 200, number, boundary=rectangle(number * 200, height=height))
        for number, height in enumerate(heights)
    ]
    found = codes_of(with_rows("parcels", *rows))
    assert found == [("boundary_unlike_deed", at("boundary", row)) for row in (3, 5)]


def test_parcels_overlap_by_no_more_than_outlines_are_drawn_apart():
    # tables.yaml: 1 % of the smaller; of 100 m by 100 m an overlap of 1 m is 100 m², 1.1 m is 110 m².
    beside, drawn, over = (
        with_rows("parcels", outlined(0, 1), outlined(100 - share, 2)) for share in (0, 0.9, 1.1)
    )
    assert codes_of(beside) == codes_of(drawn) == []
    (found,) = problems_of(over)
    assert (found.code, f"{found.sheet}!{found.cell}") == ("boundary_overlap", at("boundary", 3))
    assert "与第2行的宗地“P1”重叠110平方米" in found.message


def test_a_parcel_within_another_overlaps_all_of_it():
    small = {"boundary": rectangle(10, 20, 20, south=10), "area": 400}
    (found,) = problems_of(with_rows("parcels", outlined(0, 1), outlined(0, 2, **small)))
    assert "重叠400平方米" in found.message


def test_of_several_overlaps_the_largest_is_told():
    rows = [
        outlined(0, 1),
        outlined(110, 2),
        outlined(60, 3),
    ]  # 40 m of the first, 50 m of the second
    (found,) = problems_of(with_rows("parcels", *rows))
    assert "与第3行的宗地“P2”重叠5,000平方米" in found.message


def test_a_parcel_in_the_hole_of_another_does_not_overlap_it():
    hole = rectangle(20, 60, 60, south=20)
    ring = rectangle(0)[:-1] + "," + hole[len("POLYGON(") :]
    rows = [outlined(0, 1, boundary=ring, area=6_400), outlined(0, 2, boundary=hole, area=3_600)]
    assert codes_of(with_rows("parcels", *rows)) == []


def test_outlines_are_kept_as_they_were_written():
    frame = ledger_of(with_rows("parcels", outlined(0)))["parcels"]
    assert frame["boundary"].tolist() == [rectangle(0)]
