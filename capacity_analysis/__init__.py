"""Outdated industrial capacity: find it, explain it, follow it up.

Ledger x Standards x Campaign, as of a date, give an Assessment; an Assessment becomes a Briefing.

The names below are the public interface and follow semantic versioning. They are imported when
first used, so that the command line starts quickly.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_PUBLIC = {
    "Assessment": "assessment",
    "Campaign": "campaign",
    "Ledger": "ledger",
    "Problem": "ledger",
    "Standards": "standards",
    "assess": "assessment",
    "read_ledger": "ledger",
}

__all__ = [*sorted(_PUBLIC), "__version__"]  # noqa: PLE0604

if TYPE_CHECKING:
    from .assessment import Assessment as Assessment
    from .assessment import assess as assess
    from .campaign import Campaign as Campaign
    from .ledger import Ledger as Ledger
    from .ledger import Problem as Problem
    from .ledger import read_ledger as read_ledger
    from .standards import Standards as Standards


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(f".{_PUBLIC[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_PUBLIC})
