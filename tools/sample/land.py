"""What a survey of industrial land finds on each parcel, and the outlines of an invented corner."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from .rows import Row
from .story import District, Enterprise

_SEED = 20220910
_SOIL_KEY = ("25", "32")
# The south-west corner, in degrees (EPSG 4490), and the widest row, in metres.
_WEST, _SOUTH, _EPSG = 115.9, 29.6, 4490
_ROW_WIDTH, _ROAD = 1400.0, 24.0
_CUT = 0.2  # of the sides at the corner that a road cuts off
# Ellipsoid of CGCS2000.
_AXIS, _FLATTENING = 6378137.0, 1 / 298.257222101
_DIGITS = 7  # about a centimetre


def surveyed(parcels: Sequence[Row], enterprise: Enterprise, story: District) -> Iterator[Row]:
    """Yield the parcels of an enterprise with what the survey found, if it was surveyed.

    Parameters
    ----------
    parcels : sequence of dict
        As the register has them.
    enterprise, story
        Whose they are.

    """
    for piece, row in enumerate(parcels, 1):
        told = _told(story, enterprise.number, piece)
        if enterprise.number not in story.land.surveyed:
            yield {**row, **told}
            continue
        found = {**row, **told}
        if found.get("use_state") != "not_built":
            rng = np.random.default_rng([_SEED, enterprise.number, piece])
            found = {**row, **_buildings(row, enterprise, rng), **told}
        yield found


def _told(story: District, number: int, piece: int) -> Row:
    for row in story.land.told:
        if (row["enterprise"], row["piece"]) == (number, piece):
            return {key: value for key, value in row.items() if key not in ("enterprise", "piece")}
    return {}


def _buildings(row: Row, enterprise: Enterprise, rng: np.random.Generator) -> Row:
    area, registered = float(row["area"]), row["registered_on"]
    agreed = registered + dt.timedelta(days=int(rng.integers(120, 240)))
    key_unit = enterprise.industry[:2] in _SOIL_KEY
    return {
        "price_10k_cny": round(area * rng.uniform(90, 160) / 10_000)
        if row["right"] == "granted"
        else None,
        "agreed_start_on": agreed,
        "started_on": agreed + dt.timedelta(days=int(rng.integers(-60, 120))),
        "use_state": "in_use",
        "building_area_m2": round(area * rng.uniform(0.5, 1.05)),
        "footprint_m2": round(area * rng.uniform(0.31, 0.5)),
        "office_land_m2": round(area * rng.uniform(0.03, 0.068)),
        "investment_10k_cny": round(area / 10_000 * rng.uniform(700, 2600)),
        "soil_key_unit": key_unit,
        "soil_survey": str(rng.choice(["clean", "none"])) if key_unit else None,
        "mortgaged": bool(rng.random() < 0.4),
    }


def shared_parcels(
    story: District, keys: Mapping[int, str], parcels: Sequence[Row]
) -> Iterator[Row]:
    """Yield the rows of enterprises that use a part of another's parcel."""
    for one in story.land.shared:
        for owned in _pieces(parcels, keys[one.of], one.piece):
            kept = {key: owned[key] for key in ("parcel_no", "purpose", "area", "area_unit")}
            yield {"enterprise_id": keys[one.enterprise], **kept, "use_state": one.use_state}


def _pieces(parcels: Sequence[Row], enterprise_id: str, piece: int) -> Sequence[Row]:
    """Return the parcel of that number in a list; none where another seed drew fewer of them."""
    mine = [row for row in parcels if row["enterprise_id"] == enterprise_id]
    return mine[piece - 1 : piece]


def add_outlines(story: District, keys: Mapping[int, str], parcels: Sequence[Row]) -> None:
    """Give the bounded parcels outlines that do not overlap, in rows along invented roads.

    An outline is a rectangle with one corner cut off, within 0.6 % of the registered area.
    """
    rng = np.random.default_rng([_SEED])
    west = south = depth = 0.0
    bounded = [
        (number, row)
        for number, piece in story.land.bounded
        for row in _pieces(parcels, keys[number], piece)
    ]
    for number, row in bounded:
        area = float(row["area"]) * rng.uniform(0.994, 1.006) / (1 - _CUT**2 / 2)
        width = math.sqrt(area * rng.uniform(1.1, 1.7))
        if west and west + width > _ROW_WIDTH:
            west, south, depth = 0.0, south + depth + _ROAD, 0.0
        ring = _ring(west, south, width, area / width)
        row["boundary"] = _written(ring, as_json=number in story.land.geojson)
        row["boundary_epsg"] = _EPSG
        west, depth = west + width + _ROAD, max(depth, area / width)


def _ring(west: float, south: float, width: float, depth: float) -> list[tuple[float, float]]:
    """Return a closed ring in degrees, counter-clockwise, its north-east corner cut off."""
    east, north = west + width, south + depth
    corners = [
        (west, south), (east, south), (east, north - _CUT * depth), (east - _CUT * width, north),
        (west, north), (west, south),
    ]  # fmt: skip
    return [_degrees(x, y) for x, y in corners]


def _degrees(x: float, y: float) -> tuple[float, float]:
    """Return longitude and latitude of a place so many metres from the corner.

    The radii of the ellipsoid at the corner serve for the few kilometres beside it.
    """
    squared = _FLATTENING * (2 - _FLATTENING)
    root = 1 - squared * math.sin(math.radians(_SOUTH)) ** 2
    meridian, parallel = _AXIS * (1 - squared) / root**1.5, _AXIS / math.sqrt(root)
    north = _SOUTH + math.degrees(y / meridian)
    east = _WEST + math.degrees(x / (parallel * math.cos(math.radians(north))))
    return round(east, _DIGITS), round(north, _DIGITS)


def _written(ring: Sequence[tuple[float, float]], *, as_json: bool) -> str:
    if as_json:
        return json.dumps({"type": "Polygon", "coordinates": [ring]}, separators=(",", ":"))
    return (
        f"POLYGON(({', '.join(f'{east:.{_DIGITS}f} {north:.{_DIGITS}f}' for east, north in ring)}))"
    )
