"""What one energy unit of a level is in standard coal."""

from __future__ import annotations

from ..errors import DataError
from .document import Document


def conversions(document: Document) -> tuple[dict[str, float], dict[str, str]]:
    """Return the standard coal of one energy unit of a level, and the marks of conversions.

    Kilowatt hours are compared as they are metered: their coefficient prices a saving, and no
    verdict rests on it.

    Parameters
    ----------
    document : Document
        A document of conversion coefficients.

    Returns
    -------
    factors : dict of str to float
        kgce of one ``kgce``, ``kgoe`` and ``kWh``.
    marks : dict of str to str
        Confidence of the conversions that a verdict rests on.

    Raises
    ------
    DataError
        If the document has not exactly one row for each.

    Examples
    --------
    >>> from capacity_analysis.standards import Standards
    >>> factors, marks = conversions(Standards.load().document("gbt-2589-2020"))
    >>> sorted(factors), marks
    (['kWh', 'kgce', 'kgoe'], {'kgoe': 'cross_checked'})

    """
    table = document.table("conversion_coefficients")
    oil = table[table["unit"] == "kgoe"]
    power = table[(table["unit"] == "kWh") & (table["use"] == "unit_energy")]
    if len(oil) != 1 or len(power) != 1:
        raise DataError(f"{document.id}: needs one row in kgoe and one unit_energy row in kWh")
    factors = {
        "kgce": 1.0,
        "kgoe": float(oil["kgce_per_unit"].iloc[0]),
        "kWh": float(power["kgce_per_unit"].iloc[0]),
    }
    return factors, {"kgoe": str(oil["confidence"].iloc[0])}
