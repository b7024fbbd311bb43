"""Every kind of problem: a code, a severity, and what is wrong and how to mend it, in Chinese."""

from .campaign import CAMPAIGN, EQUIPMENT, EVIDENCE
from .corrections import CORRECTIONS
from .energy import ENERGY
from .files import FILES
from .intake import INTAKE
from .kind import ProblemKind, Severity
from .land import LAND
from .levels import LEVELS
from .money import MONEY
from .people import PEOPLE
from .workbook import WORKBOOK

KINDS: dict[str, ProblemKind] = {
    **FILES, **WORKBOOK, **ENERGY, **LEVELS, **CAMPAIGN, **EQUIPMENT, **EVIDENCE, **CORRECTIONS,
    **PEOPLE, **MONEY, **LAND, **INTAKE,
}  # fmt: skip

__all__ = ["KINDS", "ProblemKind", "Severity"]
