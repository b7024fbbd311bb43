"""The pages of a site that no notebook makes: the index, and the notice of a failed briefing."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from .. import paths
from ..assessment import Assessment
from ..sections.numbers import day
from ..sections.view import IndustryView
from ..text import _, language
from .manifest import Entry, Manifest
from .plan import PlannedBriefing

STATUS_PLACE = "<!-- status -->"


def write_index(folder: Path, assessment: Assessment, published: Manifest) -> None:
    """Write the index of a site: each industry, its lines, its pages."""
    with language(published.language):
        body = _index(assessment, published)
        _write(folder / "index.html", assessment, assessment.campaign.briefing_title, body,
               published.language)  # fmt: skip


def write_failure(
    file: Path, assessment: Assessment, briefing: PlannedBriefing, reason: str
) -> None:
    """Write the notice that stands where a briefing failed and there is no earlier page."""
    body = (
        f'<div class="banner" role="alert"><p><strong>{_("本期简报未能生成")}</strong></p>'
        f"<p>{escape(reason)}</p></div>"
        f'<p><a href="index.html">{_("返回目录")}</a></p>'
    )
    title = f"{assessment.campaign.briefing_title}（{briefing.title}）"
    _write(file, assessment, title, body, "zh")


def mark_stale(file: Path, reason: str) -> None:
    """Mark a page of an earlier run: this run failed."""
    banner = (
        f'{STATUS_PLACE}<div class="banner" role="alert"><p><strong>'
        f"{_('本页是上一期，本期更新失败')}</strong></p><p>{escape(reason)}</p></div>"
    )
    page = file.read_text(encoding="utf-8")
    head, place, rest = page.partition(STATUS_PLACE)
    if rest.startswith('<div class="banner"'):  # marked by an earlier failure
        rest = rest.partition("</div>")[2]
    file.write_text(head + (banner if place else "") + rest, encoding="utf-8")


def _index(assessment: Assessment, published: Manifest) -> str:
    head = [_("行业"), _("企业"), _("在运行生产线"), _("▲低于基准"), _("不能判定"), _("待核"), _("简报")]
    rows = "".join(_row(assessment, entry) for entry in published.briefings)
    labels = "".join(f'<th scope="col">{label}</th>' for label in head)
    caption = _("各行业简报")
    return (
        f'<div class="scroll"><table><caption>{caption}</caption>'
        f"<thead><tr>{labels}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _row(assessment: Assessment, entry: Entry) -> str:
    view = IndustryView(assessment, entry.id)
    counts = [len(view.enterprises), len(view.running), len(view.below), len(view.undecided),
              len(view.review)]  # fmt: skip
    numbers = "".join(f'<td class="number">{count}</td>' for count in counts)
    links = f'<a href="{entry.html}">{_("网页")}</a>'
    if entry.pdf:
        links += f'　<a href="{entry.pdf}">PDF</a>'
    mark = {"failed": _("（本期未能生成）"), "stale": _("（上一期，本期更新失败）")}.get(entry.status, "")
    return (
        f'<tr><th scope="row">{escape(view.name)}</th>{numbers}'
        f"<td>{links}<strong>{mark}</strong></td></tr>"
    )


def _write(file: Path, assessment: Assessment, title: str, body: str, code: str) -> None:
    campaign = assessment.campaign
    notices = [
        _("数据截至{day}　评定年度{year}年　评定日{as_of}").format(
            day=day(assessment.ledger_data_as_of), year=assessment.year, as_of=day(assessment.as_of)
        )
    ]
    if assessment.fictional:
        notices.append(_("示例数据（虚构）"))
    if assessment.attribution:
        notices.append(_("数据来源：{source}").format(source=assessment.attribution))
    template = Template((paths.templates() / "index.html").read_text(encoding="utf-8"))
    page = template.substitute(
        language="zh-Hans" if code == "zh" else code,
        title=escape(title),
        office=escape(campaign.office),
        date=day(assessment.as_of),
        notices="".join(f"<p class=\"notice\">{escape(notice)}</p>" for notice in notices),
        classification=_("内部资料"),
        standing=_("征求意见稿"),
        style=(paths.templates() / "briefing.css").read_text(encoding="utf-8"),
        body=body,
    )
    file.write_text(page, encoding="utf-8")
