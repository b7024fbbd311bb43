"""One tree of errors; `cli` alone turns them into exit codes."""

from __future__ import annotations

from typing import ClassVar


class CapacityError(Exception):
    """Base of every error that this package raises on purpose."""

    exit_code: ClassVar[int] = 1


class InputError(CapacityError):
    """What was handed over needs work before it can be used (exit code 1)."""

    exit_code = 1


class UsageError(CapacityError):
    """The command or call was made in a way that cannot work (exit code 2)."""

    exit_code = 2


class DataError(UsageError):
    """A file of the data folder (standard, campaign, vocabulary) breaks its own schema."""


class ParameterError(UsageError):
    """A briefing was asked for with an unknown, missing or ill-typed parameter."""


class BriefingError(CapacityError):
    """A briefing could not be produced (exit code 3)."""

    exit_code = 3
