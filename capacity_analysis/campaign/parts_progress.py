"""What is followed while a plan is carried out: milestones, files of exits, whom to visit first."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from .parts import Id, Milestone, Named, Source, Strict, Text

# What tells inspectors to visit an enterprise.
Signal = Literal["meter_gap", "peer_outlier", "year_jump", "false_return", "overdue"]


class ProgressItem(Named):
    """A milestone of the ledger that a work step asks for, and of whom.

    `concerns`: every enterprise, the lines with a finding, or the lines that leave.
    """

    id: Milestone
    step: str
    concerns: Literal["all", "findings", "exits"]
    clause: Text
    source: Source


class Progress(Strict):
    """The milestones that are followed; one is at risk so many days before it is due."""

    at_risk_days: int = Field(ge=0)
    source: Source
    items: tuple[ProgressItem, ...]


class ExitFileItem(Named):
    """A thing that the file of an exit must hold.

    Either a file of the ledger's evidence, in one of `kinds` and of `phase`; or the record of a
    `milestone`, or of a `procedure` of the plan's legal steps.
    """

    id: Id
    phase: Literal["before", "during", "after"] | None = None
    kinds: tuple[Literal["photo", "video", "paper"], ...] = ()
    milestone: Milestone | None = None
    procedure: str | None = None
    clause: Text
    source: Source

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        if sum(map(bool, (self.kinds, self.milestone, self.procedure))) != 1:
            raise ValueError(f"exit file {self.id}: name kinds, or a milestone, or a procedure")
        if bool(self.kinds) != bool(self.phase):
            raise ValueError(f"exit file {self.id}: a phase belongs to kinds of files")
        return self


class ExitFile(Strict):
    """What the file of every exit must hold."""

    items: tuple[ExitFileItem, ...]


class Visits(Strict):
    """From when on a reported number is a reason to visit an enterprise.

    `meter_gap_percent`: electricity reported against metered; `peer_z`: robust z-score of output per
    electricity among at least `least_peers` lines; `year_jump_percent`: change within a year.
    `weights`: how much a signal counts; 1 where none is given.
    """

    meter_gap_percent: float = Field(gt=0)
    peer_z: float = Field(gt=0)
    least_peers: int = Field(ge=3)
    year_jump_percent: float = Field(gt=0)
    weights: dict[Signal, float] = Field(default_factory=dict)
    source: Source
