"""New workbooks, in which a text stays text and the same cells give the same bytes."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from pathlib import Path
from typing import Any

# A fixed moment: the same cells give the same bytes.
WRITTEN = dt.datetime(2022, 3, 21)
# Text of others must not become a formula, a link or a number when someone opens the workbook.
_AS_WRITTEN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
    "in_memory": True,  # a file for each part takes longer, and leaves the data on the disk
}


def new_workbook(
    path: str | Path, title: str | None = None, created: dt.datetime = WRITTEN, **options: Any
) -> Any:
    """Return a workbook to fill and close (or to leave as a context), as XlsxWriter makes it.

    Parameters
    ----------
    path : str or Path
        The workbook to write (.xlsx).
    title : str, optional
        What its properties call it.
    created : datetime
        When its properties say that it was written.
    **options : object
        Further options of `xlsxwriter.Workbook`.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder, new_workbook(f"{folder}/a.xlsx") as workbook:
    ...     workbook.add_worksheet("甲").write(0, 0, "=1+1")
    0

    """
    import xlsxwriter

    # XlsxWriter writes into what it is given: each workbook gets a copy, or the second would differ.
    workbook = xlsxwriter.Workbook(str(path), {**_AS_WRITTEN, **deepcopy(options)})
    workbook.set_properties({"created": created} | ({} if title is None else {"title": title}))
    return workbook
