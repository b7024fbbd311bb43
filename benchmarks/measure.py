"""Time two sides in turn, warm, and keep the medians: a busy machine slows both alike."""

from __future__ import annotations

import os
import platform
import resource
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

_KB_PER_MB = 1024
MACHINE = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


@dataclass(frozen=True)
class Result:
    """One line of results.json."""

    name: str
    peer: str
    ours_s: float
    peer_s: float
    ratio: float
    memory_mb: float
    runs: int
    machine: str

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def compare(
    name: str,
    peer: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    runs: int = 7,
    *,
    memory_mb: float | None = None,
) -> Result:
    """Run both sides in turn after one warm-up each.

    The memory is the peak of this process, unless that of one side alone was measured before.
    """
    ours(), theirs()
    mine, others = [], []
    for _ in range(runs):
        mine.append(_seconds(ours))
        others.append(_seconds(theirs))
    if memory_mb is None:
        memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _KB_PER_MB
    return Result(
        name=name,
        peer=peer,
        ours_s=round(statistics.median(mine), 4),
        peer_s=round(statistics.median(others), 4),
        ratio=round(statistics.median(a / b for a, b in zip(mine, others, strict=True)), 3),
        memory_mb=round(memory_mb, 0),
        runs=runs,
        machine=MACHINE,
    )


def command(arguments: Sequence[str]) -> Callable[[], object]:
    """Return a side that runs a whole process."""
    return lambda: subprocess.run(arguments, check=True, capture_output=True)


@dataclass(frozen=True)
class Alone:
    """What a whole process took."""

    seconds: float
    memory_mb: float


def alone(arguments: Sequence[str]) -> Alone:
    """Run a whole process that does one side alone, and return its time and its peak memory."""
    started = time.perf_counter()
    process = subprocess.Popen(arguments)
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, arguments)
    return Alone(time.perf_counter() - started, usage.ru_maxrss / _KB_PER_MB)


def _seconds(side: Callable[[], object]) -> float:
    started = time.perf_counter()
    side()
    return time.perf_counter() - started
