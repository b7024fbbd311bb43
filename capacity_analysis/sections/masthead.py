"""The head of a briefing: whose it is, of which day, and how it stands."""

from __future__ import annotations

from ..assessment import Assessment
from ..text import _, current_language, in_language
from .blocks import Masthead, Section, section
from .numbers import day
from .view import IndustryView


def series_title(assessment: Assessment) -> str:
    """Return the title that all briefings of an assessment share.

    A ledger of another area than the plan's is titled by its own area: its lines are not to be
    taken for the plan's.
    """
    campaign = assessment.campaign
    title = in_language(campaign.briefing_title, campaign.briefing_title_en)
    if assessment.district in ("", campaign.jurisdiction.name):
        return title
    return title.replace(campaign.jurisdiction.label, assessment.district)


def masthead(view: IndustryView) -> Section:
    """Return the masthead; a page that nobody has signed is a draft (征求意见稿)."""
    assessment = view.assessment
    campaign = assessment.campaign
    notices = [_dates(view)]
    if assessment.district and assessment.district != campaign.jurisdiction.name:
        notices.append(
            _("台账地区：{district}；行动方案与部门名称取自{plan}").format(
                district=assessment.district, plan=campaign.jurisdiction.label
            )
        )
    if assessment.attribution:
        notices.append(_("数据来源：{source}").format(source=assessment.attribution))
    title = _("{plan}（{industry}）").format(plan=series_title(assessment), industry=view.sector)
    return section(
        Masthead(
            title=title,
            office=view.office,
            date=day(assessment.as_of),
            standing=_("征求意见稿"),
            classification=_("内部资料"),
            notices=tuple(notices),
            language=current_language(),
            running=_("示例数据（虚构）") if assessment.fictional else "",
        )
    )


def _dates(view: IndustryView) -> str:
    """Return how old the data are, which year is assessed and, where it differs, by which day."""
    assessment = view.assessment
    parts = []
    if assessment.ledger_data_as_of:
        parts.append(_("数据截至{day}").format(day=day(assessment.ledger_data_as_of)))
    if assessment.ledger_data_as_of != assessment.as_of:
        parts.append(_("评定日{day}").format(day=day(assessment.as_of)))
    parts.append(_("评定年度{year}年").format(year=assessment.year))
    if assessment.fictional:
        parts.append(_("示例数据（虚构）"))
    return " · ".join(parts)
