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
from .parts_dispositions import Disposition, DispositionRule, KeyRegion, OpenQuestions
from .parts_progress import ExitFile, ExitFileItem, Progress, ProgressItem, Visits
from .plan import DEFAULT, SELF_CHECK, Campaign, Fact

__all__ = [
    "DEFAULT",
    "SELF_CHECK",
    "Action",
    "Campaign",
    "Department",
    "Disposition",
    "DispositionRule",
    "ExitFile",
    "ExitFileItem",
    "Fact",
    "Ground",
    "Indicator",
    "Industry",
    "KeyRegion",
    "LegalStep",
    "Measure",
    "OpenQuestions",
    "Progress",
    "ProgressItem",
    "Safeguard",
    "SourceRule",
    "Step",
    "Target",
    "Task",
    "Visits",
]
