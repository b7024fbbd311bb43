"""Boundaries of parcels in metres, for a map: projected to the 3-degree zone where most of them lie."""

from __future__ import annotations

import numpy as np
import pandas as pd

# CGCS2000 / 3-degree Gauss-Krüger by its central meridian, without the zone's number in x: EPSG 4534
# is that of 75° E, and one follows the other every three degrees to EPSG 4554, that of 135° E.
_GEOGRAPHIC, _FIRST_ZONE, _LAST_ZONE, _FIRST_MERIDIAN, _WIDTH = 4490, 4534, 4554, 75, 3
COLUMNS = {
    "parcel_no": "str", "ring": "int64", "x_m": "float64", "y_m": "float64", "category": "str",
    "epsg": "int64",
}  # fmt: skip


def zone(longitude: float) -> int:
    """Return the EPSG code of the 3-degree zone of a longitude in China.

    Examples
    --------
    115.9° E lies in the zone of 117° E, which reaches from 115.5° to 118.5°.

    >>> zone(115.9), zone(115.4)
    (4548, 4547)

    """
    found = _FIRST_ZONE + int(np.floor((longitude - _FIRST_MERIDIAN + _WIDTH / 2) / _WIDTH))
    return min(max(found, _FIRST_ZONE), _LAST_ZONE)


def rings(geometries: pd.DataFrame, categories: pd.Series) -> pd.DataFrame:
    """Return the corners of the boundary of each parcel.

    Parameters
    ----------
    geometries : DataFrame
        One row per parcel: `parcel_no`, `geometry` (shapely, in longitude and latitude of CGCS2000, EPSG 4490; missing
        where there is none), `longitude`.
    categories : Series of str
        The category of each parcel, in the order of `geometries`.

    Returns
    -------
    DataFrame
        One row per corner: `parcel_no`, `ring` (0 is the first outer ring of the parcel; further
        parts and holes follow), `x_m` (east), `y_m` (north), to 0.1 m, `category`, `epsg` (of the zone
        of the median longitude, one for the whole map).

    """
    import shapely
    from pyproj import Transformer

    kept = geometries[geometries["geometry"].notna()]
    if kept.empty:
        return pd.DataFrame(columns=list(COLUMNS)).astype(COLUMNS)
    shapes = np.asarray(kept["geometry"], dtype=object)
    polygons, parcel = shapely.get_parts(shapes, return_index=True)
    lines, polygon = shapely.get_rings(polygons, return_index=True)
    corners, line = shapely.get_coordinates(lines, return_index=True)
    of_line = parcel[polygon]
    first = np.searchsorted(of_line, np.arange(len(shapes)))
    number = np.arange(len(lines)) - first[of_line]
    epsg = zone(float(np.median(kept["longitude"])))
    project = Transformer.from_crs(_GEOGRAPHIC, epsg, always_xy=True)
    east, north = project.transform(corners[:, 0], corners[:, 1])
    names = kept["parcel_no"].astype("str")
    found = pd.DataFrame(
        {
            "parcel_no": names.array.take(of_line[line]),
            "ring": number[line],
            "x_m": np.round(east, 1),
            "y_m": np.round(north, 1),
            "category": categories[kept.index].astype("str").array.take(of_line[line]),
            "epsg": epsg,
        }
    )
    finite = np.isfinite(found["x_m"]) & np.isfinite(found["y_m"])
    kept_corners: pd.DataFrame = found[finite].reset_index(drop=True)
    return kept_corners.astype(COLUMNS)
