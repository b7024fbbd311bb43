"""A workbook in which several forms stand, such as the one into which a township gathers its returns."""

from __future__ import annotations

from collections.abc import Mapping

from ...ledger.registry import fold
from ...sheets.cells import as_text
from ...sheets.grid import Grid
from ..mapping import Mapping as Layout
from ..records import Extract
from .extract import extract
from .recognise import forms_in

_NAMED_BY = ("enterprise_id", "uscc", "name")


def extracts(file: str, grids: Mapping[str, Grid], mapping: Layout) -> list[Extract]:
    """Return what a file says: one extract, or one for each of several forms.

    Sheets of one enterprise belong together, such as those of its carriers of energy; a sheet that
    is no form by itself belongs to the form before it. Our own form is whole in one sheet: a second
    one is another version of it, never its continuation.

    Parameters
    ----------
    file, grids, mapping
        As `extract` takes them.

    Examples
    --------
    >>> from capacity_analysis.intake.mapping import read_mappings
    >>> form = next(one for one in read_mappings() if one.id == "form-205-1")
    >>> len(extracts("表.xlsx", {"表": Grid("表", [["表"]])}, form))
    1

    """
    forms = forms_in(grids, mapping) if mapping.role == "return" else []
    if len(forms) < 2:
        return [extract(file, grids, mapping)]
    leading: dict[str, Grid] = {}
    parts: list[tuple[set[tuple[str, str]], dict[str, Grid]]] = []
    held = leading
    for name, grid in grids.items():
        if name in forms:
            alone = extract(file, {name: grid}, mapping)
            names = _names(alone)
            if not names and not alone.rows:
                continue  # a sheet of the form that nobody has filled in says nothing
            found = None if mapping.recognise.version else _of_same(parts, names)
            if found is None:
                found = {} if parts else leading
                parts.append((names, found))
            held = found
        held[name] = grid
    return [extract(file, held, mapping) for _known, held in parts] or [
        extract(file, grids, mapping)
    ]


def _names(found: Extract) -> set[tuple[str, str]]:
    """Return the numbers and the name of the enterprise that a form gives."""
    return {
        (key, fold(as_text(found.subject[key].value))) for key in _NAMED_BY if key in found.subject
    }


def _of_same(
    parts: list[tuple[set[tuple[str, str]], dict[str, Grid]]], names: set[tuple[str, str]]
) -> dict[str, Grid] | None:
    for known, held in parts:
        if known & names:
            known.update(names)
            return held
    return None
