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
    name: str, peer: str, ours: Callable[[], object], theirs: Callable[[], object], runs: int = 7
) -> Result:
    """Run both sides in turn after one warm-up each."""
    ours(), theirs()
    mine, others = [], []
    for _ in range(runs):
        mine.append(_seconds(ours))
        others.append(_seconds(theirs))
    return Result(
        name=name,
        peer=peer,
        ours_s=round(statistics.median(mine), 4),
        peer_s=round(statistics.median(others), 4),
        ratio=round(statistics.median(a / b for a, b in zip(mine, others, strict=True)), 3),
        memory_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 0),
        runs=runs,
        machine=f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}",
    )


def command(arguments: Sequence[str]) -> Callable[[], object]:
    """Return a side that runs a whole process."""
    return lambda: subprocess.run(arguments, check=True, capture_output=True)


def _seconds(side: Callable[[], object]) -> float:
    started = time.perf_counter()
    side()
    return time.perf_counter() - started
