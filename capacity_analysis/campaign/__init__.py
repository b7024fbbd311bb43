"""The action plan of a county as data: scope, industries, steps, tasks, grounds, departments."""

from .parts import (
    Action,
    Department,
    Ground,
    Indicator,
    Industry,
    LegalStep,
    Measure,
    Safeguard,
    SourceRule,
    Step,
    Target,
    Task,
)
from .plan import DEFAULT, SELF_CHECK, Campaign, Fact

__all__ = [
    "DEFAULT",
    "SELF_CHECK",
    "Action",
    "Campaign",
    "Department",
    "Fact",
    "Ground",
    "Indicator",
    "Industry",
    "LegalStep",
    "Measure",
    "Safeguard",
    "SourceRule",
    "Step",
    "Target",
    "Task",
]
