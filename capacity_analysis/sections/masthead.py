"""The head of a briefing: whose it is, of which day, and how it stands."""

from __future__ import annotations

from ..text import _, current_language
from .blocks import Masthead, Section, section
from .numbers import day
from .view import IndustryView


def masthead(view: IndustryView) -> Section:
    """Return the masthead; a page that nobody has signed is a draft (征求意见稿)."""
    assessment = view.assessment
    campaign = assessment.campaign
    notices = [
        _("数据截至{day}　评定年度{year}年　评定日{as_of}").format(
            day=day(assessment.ledger_data_as_of),
            year=assessment.year,
            as_of=day(assessment.as_of),
        )
    ]
    if assessment.fictional:
        notices.append(_("示例数据（虚构）"))
    if assessment.district and assessment.district != campaign.jurisdiction.name:
        notices.append(
            _("台账地区：{district}；行动方案与部门名称取自{plan}").format(
                district=assessment.district, plan=campaign.jurisdiction.name
            )
        )
    if assessment.attribution:
        notices.append(_("数据来源：{source}").format(source=assessment.attribution))
    title = _("{plan}（{industry}）").format(plan=campaign.briefing_title, industry=view.sector)
    return section(
        Masthead(
            title=title,
            office=campaign.office,
            date=day(assessment.as_of),
            standing=_("征求意见稿"),
            classification=_("内部资料"),
            notices=tuple(notices),
            language=current_language(),
            running=_("示例数据（虚构）") if assessment.fictional else "",
        )
    )
