"""Read the outlines of parcels: polygons written as WKT or GeoJSON.

A text is read as data by parsers of these two formats and never evaluated. One that can't be read
comes back with the reason, in words, and with the place where reading stopped.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from ..text import _

Geometries = npt.NDArray[np.object_]

# Lists within lists: points of a ring, rings of a polygon, polygons of a multipolygon.
_DEPTHS = {"Polygon": 2, "MultiPolygon": 3}
_ORDINATES = (2, 3, 4)  # heights and measures may stand behind x and y
_FEWEST_POINTS = 4  # of a ring, the first one repeated as the last
_SHOWN = 12

_HEAD = re.compile(r"\s*(MULTI)?POLYGON\s*(?:ZM|Z|M)?\s*(?=\()", re.IGNORECASE)
_OPEN, _COMMA, _CLOSE = (re.compile(rf"\s*{sign}\s*") for sign in (r"\(", ",", r"\)"))
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_FIRST = re.compile(rf"{_NUMBER}\s*", re.ASCII)
_POINT = re.compile(rf"{_NUMBER}(?:\s+{_NUMBER}){{1,3}}", re.ASCII)

_Item = Callable[[str, int], int]


class _OutlineError(Exception):
    """A text is no outline; the message says why and where."""


def read_outlines(texts: Sequence[str], longest: int) -> tuple[Geometries, list[str]]:
    """Read texts as polygons in the coordinates that they are written in.

    Parameters
    ----------
    texts : sequence of str
        WKT or GeoJSON, each of one polygon or multipolygon; a GeoJSON feature of one is as good.
    longest : int
        How many characters a text may have.

    Returns
    -------
    (array of shapely geometries, list of str)
        In two dimensions, and None where a text can't be read; why not, else empty.

    Examples
    --------
    >>> found, said = read_outlines(["POLYGON((0 0, 9 0, 9 9, 0 0))", "POLYGON((0 0, 9; 0))"], 99)
    >>> found[0].area, found[1], said
    (40.5, None, ['', '第16个字符“; 0))”处读不下去'])

    """
    import shapely

    written: list[str | None] = []
    said: list[str] = []
    for text in texts:
        try:
            written.append(_as_wkt(text, longest))
            said.append("")
        except _OutlineError as error:
            written.append(None)
            said.append(str(error))
    with np.errstate(invalid="ignore", over="ignore"):  # of coordinates that are no numbers
        parsed = shapely.from_wkt(np.array(written, dtype=object), on_invalid="ignore")
    found: Geometries = shapely.force_2d(parsed)
    blank = shapely.is_empty(found) | ~_are_finite(found)
    found[blank] = None
    for at in np.flatnonzero(shapely.is_missing(found)).tolist():
        said[at] = said[at] or _fault_of(str(written[at]))
    return found, said


def _are_finite(found: Geometries) -> npt.NDArray[np.bool_]:
    import shapely

    points, owners = shapely.get_coordinates(found, return_index=True)
    finite = np.ones(len(found), dtype=bool)
    finite[owners[~np.isfinite(points).all(axis=1)]] = False
    return finite


def _as_wkt(text: str, longest: int) -> str:
    if len(text) > longest:
        said = _("有{count}个字符，最多{longest}个，可能已被截断")
        raise _OutlineError(said.format(count=len(text), longest=longest))
    if text.startswith("{"):
        return _of_geojson(text)
    if _HEAD.match(text) is None:
        raise _OutlineError(
            _("不是多边形，应以POLYGON或MULTIPOLYGON开头，或者是GeoJSON的Polygon、MultiPolygon")
        )
    return text


# --- GeoJSON ----------------------------------------------------------------------------------


def _of_geojson(text: str) -> str:
    try:
        told = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise _OutlineError(_stopped(text, error.pos)) from None
    except RecursionError:
        raise _OutlineError(_("括号嵌套过深")) from None
    except ValueError:  # an integer of thousands of digits
        raise _OutlineError(_("坐标过大")) from None
    if told.get("type") == "Feature" and isinstance(told.get("geometry"), dict):
        told = told["geometry"]
    kind = told.get("type")
    if not isinstance(kind, str) or kind not in _DEPTHS:
        raise _OutlineError(_("不是多边形，type应是Polygon或MultiPolygon"))
    return kind.upper() + _listed_points(told.get("coordinates"), _DEPTHS[kind], "coordinates")


def _refuse_constant(name: str) -> NoReturn:
    raise _OutlineError(_("坐标“{name}”不是数").format(name=name))


def _listed_points(value: Any, depth: int, path: str) -> str:
    """Return lists within lists of points as WKT has them; `path` tells where they stand."""
    if not isinstance(value, list) or not value:
        raise _OutlineError(_("{path}不是坐标的列表").format(path=path))
    if depth == 0:
        return _one_point(value, path)
    parts = [_listed_points(one, depth - 1, f"{path}[{at}]") for at, one in enumerate(value)]
    if depth == 1 and (len(parts) < _FEWEST_POINTS or value[0][:2] != value[-1][:2]):
        raise _OutlineError(_not_closed(path))
    return f"({','.join(parts)})"


def _one_point(value: list[Any], path: str) -> str:
    numbers = [one for one in value if isinstance(one, int | float) and not isinstance(one, bool)]
    if len(numbers) != len(value) or len(value) not in _ORDINATES:
        raise _OutlineError(_("{path}不是一对坐标").format(path=path))
    try:
        pair = [float(one) for one in numbers[:2]]
    except OverflowError:
        pair = [math.inf]
    if not all(map(math.isfinite, pair)):
        raise _OutlineError(_("{path}的坐标过大").format(path=path))
    return " ".join(map(repr, pair))


# --- where reading stopped in WKT -------------------------------------------------------------


def _fault_of(text: str) -> str:
    """Say what keeps a WKT text from being a polygon."""
    head = _HEAD.match(text)
    polygon = partial(_listed, item=_ring)
    try:
        if head is not None:
            end = (partial(_listed, item=polygon) if head[1] else polygon)(text, head.end())
            _expected(re.compile(r"\s*\Z"), text, end)
    except _OutlineError as error:
        return str(error)
    return _("不是有效的多边形")


def _expected(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    if match is None:
        raise _OutlineError(_stopped(text, at))
    return match.end()


def _listed(text: str, at: int, *, item: _Item) -> int:
    """Return where a list in brackets ends."""
    at = _expected(_OPEN, text, at)
    while True:
        at = item(text, at)
        if (comma := _COMMA.match(text, at)) is None:
            return _expected(_CLOSE, text, at)
        at = comma.end()


def _point(text: str, at: int) -> int:
    point = _POINT.match(text, at)
    if point is None:
        first = _FIRST.match(text, at)
        raise _OutlineError(_stopped(text, first.end() if first else at))
    return point.end()


def _ring(text: str, at: int) -> int:
    end = _listed(text, at, item=_point)
    points = [match[0].split()[:2] for match in _POINT.finditer(text, at, end)]
    first, last = ([float(one) for one in points[place]] for place in (0, -1))
    if len(points) < _FEWEST_POINTS or first != last:
        raise _OutlineError(_not_closed(_("第{at}个字符起的一圈").format(at=at + 1)))
    return end


def _stopped(text: str, at: int) -> str:
    if at >= len(text):
        return _("没有写完，可能已被截断")
    shown = text[at : at + _SHOWN]
    return _("第{at}个字符“{shown}”处读不下去").format(at=at + 1, shown=shown)


def _not_closed(ring: str) -> str:
    return _("{ring}少于三个界址点，或首尾两点不同").format(ring=ring)
