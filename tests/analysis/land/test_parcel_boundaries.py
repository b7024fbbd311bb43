"""Boundaries in metres of one 3-degree zone, whose EPSG code is told."""

from __future__ import annotations

import pandas as pd
import pytest
from pyproj import CRS
from shapely import Polygon

from capacity_analysis.analysis.land import boundaries


@pytest.mark.parametrize(
    ("longitude", "epsg", "meridian"),
    [(115.49, 4547, 114), (115.5, 4548, 117), (115.9, 4548, 117), (118.49, 4548, 117),
     (118.5, 4549, 120), (73.6, 4534, 75), (135.05, 4554, 135)],
)  # fmt: skip
def test_the_zone_is_that_of_the_nearest_third_meridian(longitude, epsg, meridian):
    assert boundaries.zone(longitude) == epsg
    # The name of the code in the EPSG registry says so too.
    assert CRS.from_epsg(epsg).name == f"CGCS2000 / 3-degree Gauss-Kruger CM {meridian}E"


def square(west, south, side):
    return Polygon([(west, south), (west + side, south), (west + side, south + side),
                    (west, south + side)])  # fmt: skip


def rings(*shapes):
    given = pd.DataFrame(
        {"parcel_no": [f"P{at}" for at in range(len(shapes))],
         "geometry": pd.Series(shapes, dtype=object), "longitude": 117.0}
    )  # fmt: skip
    return boundaries.rings(given, pd.Series(["freed"] * len(shapes), dtype="category"))


def test_on_the_central_meridian_east_is_500_kilometres():
    found = rings(square(117.0, 29.0, 0.001))
    assert found["x_m"].iloc[0] == 500_000
    # A degree of latitude at 29° is 110.86 km on the ellipsoid: a thousandth is 110.9 m.
    assert found["y_m"].max() - found["y_m"].min() == pytest.approx(110.9, abs=0.1)
    assert set(found["epsg"]) == {4548}


def test_a_hole_is_a_ring_of_its_own():
    outer = square(117.0, 29.0, 0.01)
    holed = Polygon(outer.exterior, [square(117.002, 29.002, 0.001).exterior])
    found = rings(holed, outer)
    assert found.groupby("parcel_no")["ring"].max().tolist() == [1, 0]


def test_a_parcel_without_an_outline_is_left_out():
    found = rings(None, square(117.0, 29.0, 0.01))
    assert found["parcel_no"].unique().tolist() == ["P1"]
    assert found["category"].unique().tolist() == ["freed"]
    assert list(rings(None).columns) == list(boundaries.COLUMNS)
