"""`make bench`: run every benchmark and write benchmarks/results.json."""

from __future__ import annotations

import json
import logging
from pathlib import Path

from . import (
    annotate,
    briefing,
    collecting,
    exposure,
    reading,
    scale,
    screening,
    standards,
    startup,
)


def main() -> None:
    logging.disable(logging.WARNING)
    results = []
    modules = (
        startup,
        standards,
        reading,
        annotate,
        collecting,
        scale,
        screening,
        exposure,
        briefing,
    )
    for module in modules:
        for result in module.results():
            results.append(result.to_json())
            print(
                f"{result.name}\n  against {result.peer}: "
                f"{result.ours_s:.3f} s / {result.peer_s:.3f} s = {result.ratio:.2f}"
                f"  ({result.runs} runs, {result.memory_mb:.0f} MB)"
            )
    text = json.dumps(results, ensure_ascii=False, indent=1)
    (Path(__file__).parent / "results.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
