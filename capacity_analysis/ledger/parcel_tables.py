"""Parcels: what differs between their rows, can't be in one, or contradicts their outline."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd

from ..text import _
from .book import Book, Finding, Floats, Integers, where
from .boundaries import projected, read_boundaries

_TABLE = "parcels"
_WITHIN_AREA = ("footprint_m2", "office_land_m2")
_SAME_AREA = 1e-6
_OF_SYSTEM = ("boundary_epsg_missing", "boundary_epsg_unfit")
_PLACE = re.compile(r"(?P<what>[^\[]*)\[(?P<at>[^\]]*)\]")
_AT_A_TIME = 500  # outlines whose neighbours are sought together
_NEIGHBOURS = 20  # of one outline that are compared; outlines that are all alike would never end
_PERCENT = 100


def parcel_tables(book: Book) -> Iterator[Finding]:
    """Yield what is wrong with parcels and their outlines."""
    if book.frames[_TABLE].empty:
        return
    yield from _differences(book)
    yield from _halves(book)
    yield from _parts_over_the_whole(book)
    yield from _boundaries(book)


def _differences(book: Book) -> Iterator[Finding]:
    """Yield rows of one parcel whose area or outline is not that of its first row."""
    parcels, fields = book.frames[_TABLE], book.registry.tables[_TABLE].fields
    if not parcels["parcel_no"].duplicated().any():
        return
    for field, unit in (("area", "area_unit"), ("boundary", None)):
        column = "area_quantity" if unit else field
        given = parcels[parcels[column].notna() & parcels["parcel_no"].notna()]
        first = given.drop_duplicates("parcel_no").set_index("parcel_no")
        own = given[column]
        other = first[column].reindex(given["parcel_no"]).set_axis(given.index)
        differs = (own - other).abs() > _SAME_AREA * other if unit else own != other
        for at in given.index[differs.to_numpy(dtype=bool)]:
            parcel = given["parcel_no"].loc[at]
            told = [first[name].loc[parcel] for name in (field, unit) if name]
            details = {
                "parcel": parcel,
                "first": int(first["row"].loc[parcel]),
                "header": fields[field].header,
                "other": f"{told[0]:,.10g}{told[1]}" if unit else _("另一段坐标"),
            }
            yield Finding(_TABLE, int(at), field, "parcel_differs", details)


def _halves(book: Book) -> Iterator[Finding]:
    parcels, fields = book.frames[_TABLE], book.registry.tables[_TABLE].fields
    found = (parcels["idle_finding"] == "found") & parcels["idle_document"].isna()
    for at in where(found & book.sound(_TABLE, "idle_document")):
        yield Finding(_TABLE, at, "idle_finding", "idle_without_document")
    unbegun = parcels["suspended_on"].notna() & parcels["started_on"].isna()
    details = {"header": fields["suspended_on"].header, "other": fields["started_on"].header}
    for at in where(unbegun & book.sound(_TABLE, "started_on")):
        yield Finding(_TABLE, at, "suspended_on", "outcome_without_date", details)


def _parts_over_the_whole(book: Book) -> Iterator[Finding]:
    parcels, fields = book.frames[_TABLE], book.registry.tables[_TABLE].fields
    for field in _WITHIN_AREA:
        for at in where(parcels[field] > parcels["area_quantity"]):
            area = f"{parcels['area_quantity'].iloc[at]:,.10g}"
            details = {"header": fields[field].header, "area": area}
            yield Finding(_TABLE, at, field, "footprint_over_area", details)


def _boundaries(book: Book) -> Iterator[Finding]:
    parcels = book.frames[_TABLE]
    if not parcels["boundary"].notna().any():
        return
    found = read_boundaries(parcels)
    sound = book.sound(_TABLE, "boundary_epsg")
    for at in where(parcels["boundary"].notna() & found["reason"].notna() & sound):
        reason = str(found["reason"].iloc[at])
        field = "boundary_epsg" if reason in _OF_SYSTEM else "boundary"
        details = _told(str(found["detail"].iloc[at]), parcels["boundary_epsg"].iloc[at])
        yield Finding(_TABLE, at, field, reason, details)
    yield from _unlike_deeds(book, found)
    yield from _overlaps(book, found)


def _told(detail: str, epsg: object) -> dict[str, str]:
    """Return the words of a message on an outline that can't be used."""
    crossing = _PLACE.fullmatch(detail)
    what, at = (crossing["what"], crossing["at"]) if crossing else ("", "")
    words = {
        "Self-intersection": _("自己相交"),
        "Ring Self-intersection": _("自己相接"),
        "Hole lies outside shell": _("的洞在外圈以外"),
        "Holes are nested": _("的洞中有洞"),
        "Interior is disconnected": _("把宗地分成了几块"),
        "Nested shells": _("一块套着另一块"),
        "Too few points in geometry component": _("的点太少"),
    }
    reason = words.get(what, _("有误")) if crossing else detail
    return {"reason": reason, "at": at, "point": detail, "place": detail, "epsg": str(epsg)}


def _unlike_deeds(book: Book, found: pd.DataFrame) -> Iterator[Finding]:
    deed = book.frames[_TABLE]["area_quantity"]
    share = (found["area_m2"] - deed).abs() / deed.where(deed > 0)
    for at in where(share > book.registry.plausibility.boundary_to_area):
        details = {
            "area": f"{found['area_m2'].iloc[at]:,.0f}",
            "deed": f"{deed.iloc[at]:,.0f}",
            "share": f"{share.iloc[at] * _PERCENT:,.1f}",
        }
        yield Finding(_TABLE, at, "boundary", "boundary_unlike_deed", details)


def _overlaps(book: Book, found: pd.DataFrame) -> Iterator[Finding]:
    """Yield each parcel that overlaps one of a row above it, with the one that it overlaps most."""
    usable = np.flatnonzero(found["geometry"].notna().to_numpy())
    rows = found.iloc[usable].drop_duplicates("parcel_no")
    later, earlier, shared = _overlapping(rows, book.registry.plausibility.boundary_overlap)
    order = np.lexsort((-shared, later))
    later, earlier, shared = later[order], earlier[order], shared[order]
    _rows, most = np.unique(later, return_index=True)
    for at in most.tolist():
        other = rows.iloc[int(earlier[at])]
        details = {
            "number": int(other["row"]),
            "other": other["parcel_no"],
            "area": f"{shared[at]:,.0f}",
        }
        index = int(rows.index[int(later[at])])
        yield Finding(_TABLE, index, "boundary", "boundary_overlap", details)


def _overlapping(rows: pd.DataFrame, share: float) -> tuple[Integers, Integers, Floats]:
    """Return pairs of positions of parcels that overlap, the later first, and by how many m².

    What is less than a share of the smaller one of the two is how outlines are drawn.
    """
    import shapely

    outlines = projected(rows)
    tree, area = shapely.STRtree(outlines), shapely.area(outlines)
    pairs: list[np.ndarray] = []
    for start in range(0, len(outlines), _AT_A_TIME):
        mine, others = tree.query(outlines[start : start + _AT_A_TIME], predicate="intersects")
        met = pd.DataFrame({"later": mine + start, "earlier": others})
        met = met[met["later"] > met["earlier"]]
        met = met[met.groupby("later").cumcount() < _NEIGHBOURS]
        pairs.append(met.to_numpy("int64"))
    later, earlier = np.concatenate(pairs).T if pairs else np.empty((2, 0), dtype="int64")
    shared = shapely.area(shapely.intersection(outlines[later], outlines[earlier]))
    smaller = np.minimum(area[later], area[earlier])
    over = shared > smaller * share
    return later[over], earlier[over], shared[over]
