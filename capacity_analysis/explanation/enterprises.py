"""An enterprise without a line in particular: what is suggested for each of its units."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from ..assessment import Assessment
from ..ledger import Ledger
from ..ledger.registry import fold
from ..standards import Standards
from ..text import _
from . import disposals, following
from .disposal import Ruling, Suggestion
from .model import FORMAT
from .numbers import folded
from .sources import Shared, text


@dataclass(frozen=True)
class EnterpriseExplanation:
    """What an enterprise's units are found to be, and what is suggested for each.

    `findings` are those on the whole enterprise and on its equipment of no line; a line is explained
    by itself.
    """

    format: int
    ledger: str
    campaign: str
    as_of: str
    enterprise_id: str
    enterprise: str
    township: str
    findings: tuple[Ruling, ...]
    suggestions: tuple[Suggestion, ...]

    def to_json(self) -> dict[str, Any]:
        """Return the explanation as plain objects, lists, texts, numbers and None."""
        return asdict(self)


def find_enterprise(assessment: Assessment, name: str) -> int | None:
    """Return the code of the enterprise that is called exactly so; None where none is, or several.

    Parameters
    ----------
    assessment : Assessment
        Whose roster.
    name : str
        Its id, credit code or name.

    Examples
    --------
    >>> from capacity_analysis import assess, paths, read_ledger
    >>> assessment = assess(read_ledger(paths.sample_ledger()))
    >>> find_enterprise(assessment, "示例区青岭水泥有限公司")
    0
    >>> find_enterprise(assessment, "青岭") is None
    True

    """
    roster = assessment["enterprises"]
    known = roster[["enterprise_id", "uscc", "name"]].astype("str").fillna("")
    wanted = known.apply(lambda column: column.map(fold)) == fold(name)
    found = roster.loc[wanted.any(axis="columns"), "enterprise_code"]
    return int(found.iloc[0]) if fold(name) and len(found) == 1 else None


def explain_enterprise(
    assessment: Assessment, ledger: Ledger, standards: Standards, enterprise_code: int
) -> EnterpriseExplanation:
    """Explain an enterprise (`find_enterprise` gives its code)."""
    one = assessment["enterprises"].iloc[enterprise_code]
    shared = Shared(assessment, ledger, standards)
    decided = disposals.of_enterprise(assessment, enterprise_code)
    return EnterpriseExplanation(
        format=FORMAT,
        ledger=assessment.ledger_file,
        campaign=assessment.campaign.title,
        as_of=assessment.as_of.isoformat(),
        enterprise_id=str(one["enterprise_id"]),
        enterprise=str(one["name"]),
        township=text(one["township"]),
        findings=disposals.rulings_of_enterprise(shared, enterprise_code),
        suggestions=disposals.suggestions(assessment, decided),
    )


def enterprise_as_text(explained: EnterpriseExplanation) -> str:
    """Return the explanation of an enterprise as text of at most a hundred columns."""
    rows = [
        (0, _("{name}（{id}），{township}").format(
            name=explained.enterprise, id=explained.enterprise_id,
            township=explained.township or "—",
        )),
        (0, _("评定日{day}，台账{ledger}，依据{campaign}").format(
            day=explained.as_of, ledger=explained.ledger, campaign=explained.campaign
        )),
        (0, ""),
        (0, _("一、全厂的排查结果")),
        *(following.rulings(explained.findings) if explained.findings
          else [(1, _("没有涉及全厂的排查结果。"))]),
        (0, ""),
        (0, _("二、处置建议")),
        *following.suggestions(explained.suggestions),
        (1, _("以上是建议；是否处置、如何处置由有权机关依法决定。每条生产线的来由：explain 台账 企业/生产线。")),
    ]  # fmt: skip
    return "\n".join(line for depth, told in rows for line in folded(told, 2 * depth)) + "\n"
