"""What must happen to a line: dispositions, the order in which rules choose one, open questions."""

from __future__ import annotations

from typing import Literal

from .parts import Id, InspectionResult, Milestone, Named, Severity, Source, Strict, Text

Result = Literal["hit", "clear", "review", "undecided"]
State = Literal["open", "ordered", "extended", "accepted", "overdue", "failed"]
Operation = Literal["announced", "construction", "cancelled", "started_too_late", "retired"]
# Where a line stands between the levels of energy efficiency, where that is sure.
Tier = Literal["advanced", "baseline", "below"]


class Disposition(Named):
    """A disposition that can be suggested (处置意见).

    `exits`: the line leaves, so that legal steps, gates and a file of evidence are due. `done`: it
    has left, and nothing is due any more.
    """

    id: Id
    text: Text
    source: Source
    exits: bool = False
    done: bool = False


class DispositionRule(Strict):
    """A rule that suggests a disposition where all its conditions hold; a blank one always holds.

    One finding must meet `grounds`, `results`, `states`, `reasons`, `inspection_results` and
    `severities` together; `operation`, `tiers`, `milestones` (all of them done) and `without` (none
    of them done) are of the line.

    `task` names the departments and `step` the last day where no finding does; `legal_steps`
    replaces those of the grounds, and `exits` what the disposition says of leaving.
    """

    id: Id
    disposition: str
    grounds: tuple[str, ...] = ()
    results: tuple[Result, ...] = ()
    states: tuple[State, ...] = ()
    reasons: tuple[Id, ...] = ()
    inspection_results: tuple[InspectionResult, ...] = ()
    severities: tuple[Severity, ...] = ()
    operation: tuple[Operation, ...] = ()
    tiers: tuple[Tier, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    without: tuple[Milestone, ...] = ()
    task: str | None = None
    step: str | None = None
    legal_steps: tuple[str, ...] | None = None
    exits: bool | None = None
    clause: Text
    source: Source
    text: Text

    @property
    def asks_for_a_finding(self) -> bool:
        """Whether a finding must meet a condition."""
        return bool(self.grounds or self.results or self.states or self.reasons
                    or self.inspection_results or self.severities)  # fmt: skip

    @property
    def always_holds(self) -> bool:
        """Whether no condition can fail."""
        of_line = self.operation or self.tiers or self.milestones or self.without
        return not (self.asks_for_a_finding or of_line)


class OpenQuestions(Strict):
    """Which reasons of a finding without a verdict leave a question open about the line.

    A reason in `not_concerned` says that the ground does not concern the line: it counts nowhere.
    One in `shown_only` is shown and counted, and nobody in the county can settle it now. Every other
    reason is an open question, which must be settled before the line counts as sound.
    """

    not_concerned: tuple[Id, ...] = ()
    shown_only: tuple[Id, ...] = ()
    source: Source
    text: Text


class KeyRegion(Strict):
    """Whether the plan's area is a key region of air pollution control, and who says so."""

    key_region: bool
    source: Source
    text: Text
