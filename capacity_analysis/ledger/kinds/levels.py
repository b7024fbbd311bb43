"""What can be wrong with a ledger's numbers, held against the levels of the standards."""

from __future__ import annotations

from .kind import ProblemKind

LEVELS: dict[str, ProblemKind] = {
    "unit_energy_beyond_levels": ProblemKind(
        "warning",
        "{line}的单位能耗离能效标杆、基准水平太远，像是数据有误，不作判定。",
        "核对该线当年的产量和各能源品种的用量（{cells}）、单位，以及主要产品是否选对。",
    ),
}
