"""Write the files or the pages: ``python -m tools.problems dirty`` and ``… pages``."""

from __future__ import annotations

import sys

from .dirty import write_all
from .pages import write_pages

_PARTS = {"dirty": write_all, "pages": write_pages}

if __name__ == "__main__":
    for part in sys.argv[1:] or _PARTS:
        _PARTS[part]()
