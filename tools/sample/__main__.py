"""Write the intake folder and the evidence of the sample anew: ``python -m tools.sample``."""

from __future__ import annotations

from capacity_analysis import paths

from .evidence import write_evidence
from .folder import write_folder
from .story import district

if __name__ == "__main__":
    write_folder(paths.data() / "sample" / "intake")
    write_evidence(district(), paths.data() / "sample" / "evidence")
