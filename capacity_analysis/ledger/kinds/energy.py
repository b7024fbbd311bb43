"""What can be wrong with energy metered above a line, with purposes, and with measured values."""

from __future__ import annotations

from .kind import ProblemKind

ENERGY: dict[str, ProblemKind] = {
    "process_missing": ProblemKind(
        "warning",
        "计量范围是“工序”，没有填是哪个工序；该企业各生产线不作判定。",
        "填写计量工序，与“生产线”表的所属工序一致；不分工序的，计量范围改为“企业”。",
    ),
    "process_without_scope": ProblemKind(
        "error",
        "填了计量工序，计量范围却不是“工序”。",
        "按工序计量的，计量范围改为“工序”；不是的，删去计量工序。",
    ),
    "process_unknown": ProblemKind(
        "error",
        "该企业没有一条生产线的所属工序是“{value}”，这些能源分不到生产线。",
        "改正工序名称{near}；或在“生产线”表填写所属工序；不属于任何生产线的，计量范围改为“企业”。",
    ),
    "allocation_on_line": ProblemKind(
        "error",
        "按生产线计量的能源不用分摊，却填了分摊方式。",
        "确是该线用的，删去分摊方式；几条线共用的，删去生产线编号，计量范围改为“工序”或“企业”。",
    ),
    "shares_missing": ProblemKind(
        "warning",
        "分摊方式是“按申报比例”，“{table_sheet}”表却没有对应的比例，相关生产线不作判定。",
        "在“{table_sheet}”表填写该年度、该工序和品种的比例；没有申报比例的，改用别的分摊方式。",
    ),
    "shares_not_whole": ProblemKind(
        "error",
        "同一年度、工序和品种的比例合计是{total}，不是100。",
        "核对各线的比例，漏了的线补上一行；不产、不用的线填0。",
    ),
    "share_of_other_process": ProblemKind(
        "error",
        "该线的所属工序{own}，却分摊工序“{process}”的能源。",
        "改正生产线编号或计量工序；“生产线”表的所属工序有错的，改正那里。",
    ),
    "shares_unused": ProblemKind(
        "warning",
        "没有一行能源按这个比例分摊。",
        "核对年度、计量工序和品种；应按比例分摊的，“能源”表该行的分摊方式填“按申报比例”；"
        "不用的，删去本行。",
    ),
    "main_process_not_power": ProblemKind(
        "error",
        "用途是“主工序用电”，却不是消费的电力。",
        "改正能源品种或流向；不是主工序用电的，改正用途。",
    ),
    "feedstock_not_fuel": ProblemKind(
        "error",
        "“{carrier}”不能作原料用能。",
        "改正能源品种或用途。",
    ),
    "ncv_not_of_fuel": ProblemKind(
        "error",
        "“{carrier}”没有低位发热量。",
        "清空实测低位发热量；能源品种错的，改正品种。",
    ),
    "ncv_implausible": ProblemKind(
        "warning",
        "实测低位发热量是参考值{default}千焦的{ratio}倍，像是单位有误；该行数量不采用，相关生产线不作判定。",
        "核对化验单：应填每千克或每立方米的千焦数，1千卡是4.1868千焦，1兆焦是1000千焦；没有实测值的清空。",
    ),
    "content_implausible": ProblemKind(
        "warning",
        "折算实测值不在{least}至{most}之间；该行产量不采用，该线不作判定。",
        "核对化验记录和单位（百分数填32，不填0.32）；产量已折标的清空。",
    ),
    "condition_implausible": ProblemKind(
        "warning",
        "“{attribute}”不可能是{value}（应在{least}至{most}之间），不采用，按没有填报处理。",
        "核对数值和单位（大气压填帕，不填千帕；百分数填62，不填0.62）；不清楚则删去本行。",
    ),
}
