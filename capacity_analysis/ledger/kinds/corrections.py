"""What can be wrong with a correction."""

from __future__ import annotations

from .kind import ProblemKind

CORRECTIONS: dict[str, ProblemKind] = {
    "correction_unknown_place": ProblemKind(
        "error",
        "没有“{value}”这个可以更正的{what}。",
        "改成台账中的工作表名和该表第1行的列名{near}。",
    ),
    "correction_not_permitted": ProblemKind(
        "error",
        "“{target}”只用于分行业合计，不能按企业更正。",
        "删去这一行；数值有误的，请提供单位重新提供该表。",
    ),
    "correction_without_row": ProblemKind(
        "warning",
        "“{target}”表中没有这条更正所指的行，更正没有生效。",
        "核对企业编号、生产线编号、年度和品种；“{target}”表没有的列留空。",
    ),
    "correction_no_longer_applies": ProblemKind(
        "warning",
        "{stands}，不是原值“{old}”，更正不再适用，没有生效。",
        "原表已经改正的，删去这一行；仍要更正的，把原值改成单元格现在的内容。",
    ),
    "correction_ambiguous": ProblemKind(
        "error",
        "{places}都符合这条更正，不能确定更正哪一处。",
        "补上生产线编号、年度、品种或产品，使更正只指一行。",
    ),
    "correction_repeated": ProblemKind(
        "error",
        "与第{first}行更正的是同一单元格（{place}）。",
        "只保留一条更正。",
    ),
    "correction_without_change": ProblemKind(
        "note", "新值与原值相同，更正没有作用。", "改正新值，或删去这一行。"
    ),
}
