"""Where parcels lie: their outlines read in the declared coordinate system, with area and position."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..text import _
from .outlines import Geometries, read_outlines
from .registry import registry

if TYPE_CHECKING:
    import pyproj

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

COLUMNS = ["row", "parcel_no", "geometry", "area_m2", "longitude", "latitude", "reason"]
MISSING = "boundary_missing"
_DEGREES = 4490  # longitude and latitude of the China Geodetic Coordinate System 2000
_PROJECTION = "+proj=tmerc +lat_0=0 +lon_0={meridian} +x_0=500000 +ellps=GRS80 +units=m"
_METHOD = "Transverse Mercator"
_PLANE = 2


def geometries(parcels: pd.DataFrame) -> pd.DataFrame:
    """Return the outline of each parcel, or why there is none that could be used.

    Parameters
    ----------
    parcels : DataFrame
        The table of parcels of a ledger: row, parcel_no, boundary (WKT or GeoJSON), boundary_epsg.

    Returns
    -------
    DataFrame
        One row per row of `parcels`, on its index:

        ``row``, ``parcel_no``
            as they were;
        ``geometry``
            shapely polygon or multipolygon in degrees of CGCS2000 (EPSG 4490, x is the longitude),
            None where there is none to use;
        ``area_m2``
            area in the declared system: in the plane of a projected one, on the ellipsoid of one of
            longitude and latitude; holes are left out;
        ``longitude``, ``latitude``
            degrees of CGCS2000, a point within the parcel;
        ``reason``
            missing where the outline can be used, else ``boundary_missing`` (no text),
            ``boundary_unreadable``, ``boundary_epsg_missing``, ``boundary_epsg_unfit``,
            ``boundary_swapped``, ``boundary_outside`` or ``boundary_crossing``, the kinds of problem
            that the check reports.

    Examples
    --------
    >>> square = "POLYGON((39500000 3270000,39500100 3270000,39500100 3270100,39500000 3270100,39500000 3270000))"
    >>> found = geometries(pd.DataFrame({"row": [2, 3], "parcel_no": ["P1", "P2"],
    ...     "boundary": [square, None], "boundary_epsg": [4527, None]}))
    >>> found["area_m2"].tolist(), found["reason"].tolist()
    ([10000.0, nan], [nan, 'boundary_missing'])

    """
    return read_boundaries(parcels)[COLUMNS]


def projected(found: pd.DataFrame) -> Geometries:
    """Return the outlines of `geometries` in metres of one plane, x to the east and y to the north.

    The plane is a transverse Mercator projection on the whole degree in the middle of the parcels, so
    that those of one county can be drawn and compared with each other. Missing ones stay None.
    """
    import pyproj
    import shapely

    outlines = found["geometry"].to_numpy(dtype=object)
    if shapely.is_missing(outlines).all():
        return outlines
    meridian = round(float(found["longitude"].median()))
    plane = pyproj.Proj(_PROJECTION.format(meridian=meridian))
    moved: Geometries = shapely.transform(outlines, plane, interleaved=False)
    return moved


def read_boundaries(parcels: pd.DataFrame) -> pd.DataFrame:
    """Return `geometries` with a column ``detail``: what there is to say on the reason, in words."""
    count = len(parcels)
    columns: dict[str, npt.NDArray[Any]] = {
        "geometry": np.full(count, None, dtype=object),
        "area_m2": np.full(count, np.nan),
        "longitude": np.full(count, np.nan),
        "latitude": np.full(count, np.nan),
        "reason": np.full(count, MISSING, dtype=object),
        "detail": np.full(count, "", dtype=object),
    }
    at = np.flatnonzero(parcels["boundary"].notna().to_numpy())
    if len(at):
        codes = parcels["boundary_epsg"].iloc[at].to_numpy("int64", na_value=0)
        outlines = _read(parcels["boundary"].iloc[at].tolist(), codes)
        for name, values in columns.items():
            values[at] = getattr(outlines, name)
    series = {name: pd.Series(values, parcels.index) for name, values in columns.items()}
    texts = {name: series[name].astype("str") for name in ("reason", "detail")}
    found = parcels[["row", "parcel_no"]].assign(**{**series, **texts})
    found["reason"] = found["reason"].mask(series["reason"].isna())
    return found


@dataclass
class _Outlines:
    """Outlines that are being read, as arrays of one length."""

    given: Geometries  # in the declared coordinates
    geometry: Geometries  # in degrees
    area_m2: Floats
    longitude: Floats
    latitude: Floats
    reason: Geometries
    detail: Geometries

    def refuse(self, rows: Flags | npt.NDArray[np.intp], reason: str) -> None:
        """Give a reason against rows that have none yet, and take their geometry."""
        refused = np.zeros(len(self.given), dtype=bool)
        refused[rows] = True
        self.reason[refused & pd.isna(self.reason)] = reason


def _read(texts: list[str], codes: npt.NDArray[np.int64]) -> _Outlines:
    import shapely

    given, said = read_outlines(texts, registry().plausibility.boundary_longest)
    count = len(given)
    unknown = np.full(count, np.nan)
    nothing = np.full(count, None, dtype=object)
    found = _Outlines(
        given=given,
        geometry=nothing.copy(),
        area_m2=unknown.copy(),
        longitude=unknown.copy(),
        latitude=unknown.copy(),
        reason=nothing.copy(),
        detail=np.array(said, dtype=object),
    )
    found.refuse(shapely.is_missing(given), "boundary_unreadable")
    found.refuse(codes == 0, "boundary_epsg_missing")
    for code in np.unique(codes[pd.isna(found.reason)]).tolist():
        rows = np.flatnonzero((codes == code) & pd.isna(found.reason))
        crs = _fit_system(code)
        if crs is None:
            found.refuse(rows, "boundary_epsg_unfit")
        else:
            _locate(found, rows, crs)
    _refuse_crossing(found)
    _measure(found, codes)
    return found


@cache
def _fit_system(code: int) -> pyproj.CRS | None:
    """Return a coordinate system by its EPSG number if outlines of this place may be told in it.

    That is one of longitude and latitude, or of a transverse Mercator projection in metres, which
    keeps areas; its area of use must meet the place.
    """
    import pyproj

    try:
        crs = pyproj.CRS.from_epsg(code)
    except pyproj.exceptions.CRSError:
        return None
    place, area = registry().plausibility.boundary_place, crs.area_of_use
    if area is None or len(crs.axis_info) != _PLANE:
        return None
    meets = area.west <= place.east and area.east >= place.west
    meets = meets and area.south <= place.north and area.north >= place.south
    projection = crs.coordinate_operation if crs.is_projected else None
    keeps = projection is not None and projection.method_name == _METHOD
    return crs if meets and (crs.is_geographic or keeps) else None


def _locate(found: _Outlines, rows: npt.NDArray[np.intp], crs: pyproj.CRS) -> None:
    """Bring outlines to degrees, refusing those that lie elsewhere."""
    import pyproj
    import shapely

    moved = pyproj.Transformer.from_crs(crs, _DEGREES, always_xy=True).transform
    given = found.given[rows]
    degrees = shapely.transform(given, moved, interleaved=False)
    outside = ~_within_place(degrees)
    found.geometry[rows] = degrees
    if outside.any():
        turned = shapely.transform(given[outside], lambda x, y: moved(y, x), interleaved=False)
        swapped = _within_place(turned)
        turned_back = shapely.transform(given[outside], lambda x, y: (y, x), interleaved=False)
        found.detail[rows[outside]] = [
            _first_point(one) if is_swapped else _shown_place(other)
            for one, other, is_swapped in zip(turned_back, degrees[outside], swapped, strict=True)
        ]
        found.refuse(rows[outside][swapped], "boundary_swapped")
        found.refuse(rows[outside][~swapped], "boundary_outside")


def _first_point(outline: object) -> str:
    import shapely

    x, y = shapely.get_coordinates(outline)[0]
    return f"{x:.10g} {y:.10g}"


def _shown_place(degrees: object) -> str:
    import shapely

    longitude, latitude = shapely.get_coordinates(degrees)[0]
    if not np.isfinite([longitude, latitude]).all():
        return _("地球上没有的地方")
    return _("经度{longitude:.3f}、纬度{latitude:.3f}").format(
        longitude=longitude, latitude=latitude
    )


def _within_place(degrees: Geometries) -> Flags:
    import shapely

    place = registry().plausibility.boundary_place
    west, south, east, north = shapely.bounds(degrees).T
    inside: Flags = (west >= place.west) & (east <= place.east)
    inside &= (south >= place.south) & (north <= place.north)
    return inside


def _refuse_crossing(found: _Outlines) -> None:
    import shapely

    rows = np.flatnonzero(pd.isna(found.reason))
    rows = rows[~shapely.is_valid(found.given[rows])]
    found.detail[rows] = shapely.is_valid_reason(found.given[rows])
    found.refuse(rows, "boundary_crossing")
    found.geometry[~pd.isna(found.reason)] = None


def _measure(found: _Outlines, codes: npt.NDArray[np.int64]) -> None:
    """Add areas, and a point within each parcel."""
    import shapely

    usable = np.flatnonzero(pd.isna(found.reason))
    for code in np.unique(codes[usable]).tolist():
        rows = usable[codes[usable] == code]
        crs = _fit_system(code)
        if crs is not None and crs.is_projected:
            found.area_m2[rows] = shapely.area(found.given[rows])
        elif crs is not None and (ellipsoid := crs.get_geod()) is not None:
            turned = shapely.orient_polygons(found.given[rows])  # holes against the outer ring
            areas = [ellipsoid.geometry_area_perimeter(one)[0] for one in turned]
            found.area_m2[rows] = np.abs(areas)
    points = shapely.get_coordinates(shapely.point_on_surface(found.geometry[usable]))
    found.longitude[usable], found.latitude[usable] = points.T
