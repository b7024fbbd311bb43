"""What a kind of problem is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class ProblemKind:
    """A kind of problem: how severe, what is wrong, how to mend it (templates of `format`)."""

    severity: Severity
    message: str
    remedy: str
