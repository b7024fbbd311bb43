"""Outlines of parcels: read as they are written, measured, and refused with the reason."""

import json

import numpy as np
import pandas as pd
import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.ledger.boundaries import COLUMNS, geometries, projected, read_boundaries
from capacity_analysis.ledger.outlines import read_outlines

# A square kilometre in zone 39 of three degrees; the zone stands before the six digits of the easting.
EAST, NORTH, ZONE = 39_500_000, 3_270_000, 4527
LONGEST = 32_767  # tables.yaml: the characters of a cell
HUNDRED = [(0, 0), (100, 0), (100, 100), (0, 100)]


def wkt(points, east=EAST, north=NORTH):
    """Return points as a polygon, the first one repeated as the last."""
    ring = [*points, points[0]]
    return "POLYGON((" + ",".join(f"{east + x!r} {north + y!r}" for x, y in ring) + "))"


def parcels(*boundaries, epsg=ZONE):
    count = len(boundaries)
    return pd.DataFrame(
        {
            "row": np.arange(2, 2 + count, dtype="int32"),
            "parcel_no": pd.Series([f"P{number}" for number in range(count)], dtype="str"),
            "boundary": pd.Series(list(boundaries), dtype="str"),
            "boundary_epsg": pd.Series([epsg] * count, dtype="Int64"),
        }
    )


def reason(boundary, epsg=ZONE):
    return geometries(parcels(boundary, epsg=epsg))["reason"].iloc[0]


def said(text):
    outlines, reasons = read_outlines([text], LONGEST)
    assert outlines[0] is None
    return reasons[0]


# --- texts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "POLYGON((0 0, 9 0, 9 9, 0 0))",
        "polygon (( 0 0 , 9 0 , 9 9 , 0 0 ))",
        "POLYGON Z((0 0 5, 9 0 5, 9 9 5, 0 0 5))",
        "MULTIPOLYGON(((0 0, 9 0, 9 9, 0 0)))",
        '{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9], [0, 0]]]}',
        '{"type": "MultiPolygon", "coordinates": [[[[0, 0], [9, 0], [9, 9], [0, 0]]]]}',
        '{"type": "Feature", "properties": {}, "geometry": '
        '{"type": "Polygon", "coordinates": [[[0, 0, 5], [9, 0, 5], [9, 9, 5], [0, 0, 5]]]}}',
    ],
)
def test_an_outline_is_read_in_either_format(text):
    outlines, reasons = read_outlines([text], LONGEST)
    assert (shapely.area(outlines[0]), reasons) == (40.5, [""])  # half of 9 by 9
    assert not shapely.has_z(outlines[0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("POLYGON((0 0, 9; 0, 9 9, 0 0))", "第16个字符“; 0, 9 9, 0 ”处"),
        ("POLYGON((0 0, 9 0, 9 9, 0 0)", "没有写完"),
        ("POLYGON((0 0, 9 0, 9 9, 0 0)))", "第30个字符“)”处"),
        ("POLYGON((nan nan, 9 0, 9 9, nan nan))", "第10个字符“nan nan, 9 0”处"),
        ("POLYGON((0 0, 9 0, 9 9))", "第9个字符起的一圈少于三个界址点，或首尾两点不同"),
        ("POLYGON((1e400 0, 9 0, 9 9, 1e400 0))", "不是有效的多边形"),
        ("POLYGON EMPTY", "不是多边形"),
        ("POINT(0 0)", "不是多边形"),
        ("界址见附图", "不是多边形"),
        ("__import__('os').system('true')", "不是多边形"),
        ("GEOMETRYCOLLECTION(" * 1500, "不是多边形"),
        ("POLYGON((0 0, 9 0, 9 9, 0 0))" + " " * LONGEST, "最多32767个"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [9, 0]', "没有写完"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [9, 0], [9, 9]]]}',
         "coordinates[0]少于三个界址点，或首尾两点不同"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], ["9", 0], [9, 9], [0, 0]]]}',
         "coordinates[0][1]不是一对坐标"),
        ('{"type": "Polygon", "coordinates": [[[0, 0], [true, 0], [9, 9], [0, 0]]]}',
         "coordinates[0][1]不是一对坐标"),
        ('{"type": "Polygon", "coordinates": [[0, 0], [9, 0], [9, 9], [0, 0]]}',
         "coordinates[0][0]不是坐标的列表"),
        ('{"type": "Polygon", "coordinates": [[[1e999, 0], [9, 0], [9, 9], [1e999, 0]]]}', "过大"),
        ('{"type": "Polygon", "coordinates": [[[NaN, 0], [9, 0], [9, 9], [NaN, 0]]]}', "“NaN”不是数"),
        ('{"type": "Polygon", "coordinates": [[[' + "9" * 5000 + ", 0]]]}", "坐标过大"),
        ('{"type": "Point", "coordinates": [0, 0]}', "type应是Polygon或MultiPolygon"),
        ('{"type": ["Polygon"]}', "type应是Polygon或MultiPolygon"),
        ("{}", "type应是Polygon或MultiPolygon"),
        ('{"a":' + "[" * 20000, "嵌套过深"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_outline_says_where_and_why(text, expected):
    assert expected in said(text)


# --- coordinate systems -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("epsg", "expected"),
    [
        (ZONE, None),
        (None, "boundary_epsg_missing"),
        (999_999, "boundary_epsg_unfit"),  # no such system
        (3857, "boundary_epsg_unfit"),  # of maps in the web: enlarges areas by a third here
        (5703, "boundary_epsg_unfit"),  # of heights
        (27700, "boundary_epsg_unfit"),  # transverse Mercator, of Great Britain
        (4528, "boundary_outside"),  # the next zone to the east: other digits stand before
    ],
)
def test_a_coordinate_system_exists_and_is_of_the_place(epsg, expected):
    found = reason(wkt(HUNDRED), epsg)
    assert found == expected if expected else pd.isna(found)


def test_the_same_place_may_be_told_in_several_systems():
    # The arc of the meridian is 111132.95·φ - 16038.5·sin 2φ + 16.8·sin 4φ metres: 3 270 050 at 29.5484°.
    # Zone 39 has its central meridian at 117 degrees; 4548 is the same without the zone's digits.
    corner = pyproj.Transformer.from_crs(4527, 4490, always_xy=True).transform(EAST, NORTH)
    assert corner[0] == pytest.approx(117)
    told = [(wkt(HUNDRED), 4527), (wkt(HUNDRED, east=500_000), 4548)]
    for text, epsg in told:
        (one,) = geometries(parcels(text, epsg=epsg)).to_dict("records")
        assert one["area_m2"] == pytest.approx(10_000)
        assert (one["longitude"], one["latitude"]) == pytest.approx((117.0005, 29.5484), abs=1e-4)


def test_of_longitude_and_latitude_the_area_is_that_on_the_ellipsoid():
    # On the ellipsoid of CGCS2000 (a = 6378137 m, e² = 0.00669438) at 29.6° a degree of latitude is
    # π/180 · a(1-e²)/(1-e²sin²φ)^1.5 = 110 845 m, one of longitude π/180 · a·cosφ/√(1-e²sin²φ) = 96 872 m:
    # 0.001° by 0.001° are 110.845 m by 96.872 m.
    side = [(0, 0), (0.001, 0), (0.001, 0.001), (0, 0.001)]
    (area,) = geometries(parcels(wkt(side, 116.0, 29.5995), epsg=4490))["area_m2"]
    assert area == pytest.approx(110.845 * 96.872, rel=1e-4)


@pytest.mark.parametrize(
    ("text", "epsg", "point"),
    [
        ("POLYGON((29.6 116, 29.6 116.1, 29.7 116.1, 29.6 116))", 4490, "116 29.6"),
        ("POLYGON((3270000 39500000, 3270000 39500100, 3270100 39500100, 3270000 39500000))", ZONE,
         "39500000 3270000"),
    ],
)  # fmt: skip
def test_swapped_coordinates_are_told_from_other_places_and_the_mend_is_proposed(text, epsg, point):
    (one,) = read_boundaries(parcels(text, epsg=epsg)).to_dict("records")
    assert (one["reason"], one["detail"]) == ("boundary_swapped", point)
    assert one["geometry"] is None


def test_a_place_is_within_the_bounds():
    # tables.yaml: 113.5 to 118.5 degrees east, 24.4 to 30.1 degrees north; all of it must be inside.
    side = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1)]
    inside = [wkt(side, *at) for at in ((113.5, 24.4), (118.4, 30.0))]
    outside = [wkt(side, *at) for at in ((113.49, 25), (118.41, 25), (115, 24.39), (115, 30.01))]
    found = geometries(parcels(*inside, *outside, epsg=4490))["reason"]
    assert found.isna().tolist() == [True] * 2 + [False] * 4
    assert set(found.dropna()) == {"boundary_outside"}


# --- shapes -----------------------------------------------------------------------------------


def test_an_outline_that_crosses_itself_says_where():
    bow = [(0, 0), (100, 100), (100, 0), (0, 100)]  # its diagonals meet in the middle
    (one,) = read_boundaries(parcels(wkt(bow))).to_dict("records")
    assert (one["reason"], one["detail"]) == (
        "boundary_crossing", "Self-intersection[39500050 3270050]"
    )  # fmt: skip


def test_an_outline_of_two_points_is_none():
    (one,) = read_boundaries(parcels(wkt([(0, 0), (100, 0)]))).to_dict("records")
    assert (one["reason"], one["geometry"]) == ("boundary_crossing", None)


def test_a_hole_is_left_out_of_the_area():
    hole = [(20, 20), (60, 20), (60, 60), (20, 60)]  # 40 by 40
    text = wkt(HUNDRED)[:-1] + "," + wkt(hole)[len("POLYGON(") :]
    found = geometries(parcels(text))
    assert found["area_m2"].tolist() == [10_000 - 1_600]
    degrees = shapely.to_geojson(found["geometry"].iloc[0])
    again = geometries(parcels(degrees, epsg=4490))
    assert again["area_m2"].iloc[0] == pytest.approx(8_400, rel=1e-4)


def test_a_multipolygon_has_the_area_of_its_parts():
    parts = [wkt(HUNDRED)[len("POLYGON") :], wkt(HUNDRED, EAST + 500)[len("POLYGON") :]]
    assert geometries(parcels(f"MULTIPOLYGON({','.join(parts)})"))["area_m2"].tolist() == [20_000]


def test_each_parcel_has_its_row_and_those_without_an_outline_say_so():
    frame = parcels(None, wkt(HUNDRED), None).set_index(pd.Index([7, 8, 9]))
    found = geometries(frame)
    assert list(found.columns) == COLUMNS
    assert found.index.tolist() == [7, 8, 9]
    assert found["reason"].tolist()[::2] == ["boundary_missing"] * 2
    assert found["geometry"].isna().tolist() == [True, False, True]
    assert found["row"].tolist() == [2, 3, 4]
    assert geometries(frame.iloc[:0]).empty


def test_in_one_plane_a_side_is_as_long_as_it_was():
    found = geometries(parcels(None, wkt(HUNDRED), wkt(HUNDRED, EAST + 5_000)))
    nothing, *squares = projected(found)
    assert nothing is None
    assert [shapely.area(one) for one in squares] == pytest.approx([10_000] * 2, rel=1e-6)
    west, east = (shapely.bounds(one)[0] for one in squares)
    assert east - west == pytest.approx(5_000, abs=0.01)
    assert projected(found.iloc[:1]).tolist() == [None]


# --- what always holds ------------------------------------------------------------------------


@st.composite
def rings(draw):
    """Return points around a centre by their direction: a ring that never crosses itself."""
    count = draw(st.integers(3, 12))
    step = 2 * np.pi / count
    turns = draw(st.lists(st.floats(0, 0.8), min_size=count, max_size=count))
    radii = draw(st.lists(st.floats(20, 200), min_size=count, max_size=count))
    angles = [(number + turn) * step for number, turn in enumerate(turns)]
    return [
        (round(radius * float(np.cos(angle)), 3), round(radius * float(np.sin(angle)), 3))
        for angle, radius in zip(angles, radii, strict=True)
    ]


def shoelace(points):
    x, y = np.array(points).T
    return abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


@settings(max_examples=60, deadline=None)
@given(rings())
def test_a_ring_round_a_point_is_sound_whichever_way_it_runs_and_wherever_it_begins(points):
    turned = points[2:] + points[:2]
    ring = [[EAST + x, NORTH + y] for x, y in [*points, points[0]]]
    geojson = json.dumps({"type": "Polygon", "coordinates": [ring]})
    found = geometries(parcels(wkt(points), wkt(points[::-1]), wkt(turned), geojson))
    assert found["reason"].isna().all()
    assert found["area_m2"].tolist() == pytest.approx([shoelace(points)] * 4, rel=1e-6, abs=0.01)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text('POLYGON(0 1,2)[]{}":', max_size=60).map("POLYGON((".__add__))
def test_no_text_makes_the_reader_fail(text):
    (one,) = geometries(parcels(text))["reason"]
    assert pd.isna(one) or one.startswith("boundary_")


@settings(max_examples=40, deadline=None)
@given(rings(), st.integers(1, 200))
def test_an_outline_that_was_cut_off_is_never_read(points, cut):
    text = wkt(points)
    assert reason(text[: -min(cut, len(text) - 1)]) == "boundary_unreadable"
