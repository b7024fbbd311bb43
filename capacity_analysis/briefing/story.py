"""What a briefing notebook opens: one industry of a saved assessment, or of the packaged sample."""

from __future__ import annotations

import datetime as dt

from .. import paths
from ..assessment import Assessment, assess
from ..ledger import read_ledger
from ..sections import IndustryView
from ..text import use_language
from .parameters import BriefingParameters, check_injected


def open_view(
    *, industry: str, as_of: str | None = None, assessment: str = "", language: str = "zh"
) -> IndustryView:
    """Open an industry for a briefing, and write labels in a language from here on.

    Parameters
    ----------
    industry : str
        Id of an industry of the campaign, such as ``cement``.
    as_of : str, optional
        The day whose law applies (ISO), where the sample is assessed; a saved assessment has its
        own and must agree.
    assessment : str, optional
        Folder of a saved assessment; empty assesses the packaged sample.
    language : str, optional
        ``zh`` or ``en``.

    Raises
    ------
    ParameterError
        If a value is not of the declared type, or papermill has injected an unknown name.
    UsageError
        If there is no such industry or folder.
    ValueError
        If `as_of` is not the day of the saved assessment.

    Examples
    --------
    >>> open_view(industry="cement").name
    '水泥'

    """
    given = {"industry": industry, "as_of": as_of, "assessment": assessment, "language": language}
    BriefingParameters.validated(given)  # papermill's own command passes any type on
    check_injected(_cells_that_ran())
    use_language(language)
    day = dt.date.fromisoformat(as_of) if as_of else None
    if not assessment:
        return IndustryView(assess(read_ledger(paths.sample_ledger()), as_of=day), industry)
    loaded = Assessment.load(assessment)
    if day is not None and day != loaded.as_of:
        raise ValueError(f"as_of is {day}, but the assessment was made as of {loaded.as_of}")
    return IndustryView(loaded, industry)


def _cells_that_ran() -> list[str]:
    """Return the sources of the notebook's cells so far; nothing outside a notebook."""
    import sys

    if "IPython" not in sys.modules:
        return []
    from IPython import get_ipython

    shell = get_ipython()
    return [str(source) for source in shell.user_ns.get("In", [])] if shell else []
