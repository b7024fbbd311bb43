"""Write the intake folder of the sample anew: ``python -m tools.sample``."""

from __future__ import annotations

from capacity_analysis import paths

from .folder import write_folder

if __name__ == "__main__":
    write_folder(paths.data() / "sample" / "intake")
