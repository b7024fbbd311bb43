"""The pages of a site that no notebook makes: the index, and the notice of a page that failed."""

from __future__ import annotations

from html import escape
from pathlib import Path
from string import Template

from .. import paths
from ..assessment import Assessment
from ..sections import IndustryView, masthead
from ..sections.blocks import Masthead
from ..sections.masthead import series_title
from ..text import _
from .manifest import Entry, Manifest

STATUS_PLACE = "<!-- status -->"
_BANNER = '<div class="banner"'
_CODES = {"zh": "zh-Hans"}  # what a language is called in HTML, where that differs


def write_index(folder: Path, assessment: Assessment, published: Manifest) -> None:
    """Write the index of a site: each industry, its lines, its pages."""
    body = _index(assessment, published) + _references(published)
    write_page(folder / "index.html", assessment, body)


def write_failure(
    file: Path, assessment: Assessment, title: str, reason: str, said: str = ""
) -> None:
    """Write the notice that stands where a page failed and there is no earlier one."""
    body = (
        f'{_BANNER} role="alert"><p><strong>{said or _("本期简报未能生成")}</strong></p>'
        f"<p>{escape(reason)}</p></div>"
        f'<p><a href="index.html">{_("返回目录")}</a></p>'
    )
    write_page(file, assessment, body, title)


def write_reference(file: Path, assessment: Assessment, title: str, body: str) -> None:
    """Write a page to look things up in, with a way back to the index."""
    back = f'<p><a href="index.html">{_("返回目录")}</a></p>'
    write_page(file, assessment, back + body, title, style="reference.css")


def mark_stale(file: Path, reason: str) -> None:
    """Mark a page of an earlier run: this run failed. A mark of an earlier failure gives way."""
    banner = (
        f'{STATUS_PLACE}{_BANNER} role="alert"><p><strong>'
        f"{_('本页是上一期，本期更新失败')}</strong></p><p>{escape(reason)}</p></div>"
    )
    page = file.read_text(encoding="utf-8")
    head, _place, rest = page.partition(STATUS_PLACE)
    if rest.startswith(_BANNER):
        rest = rest.partition("</div>")[2]
    file.write_text(head + banner + rest, encoding="utf-8")


def _index(assessment: Assessment, published: Manifest) -> str:
    head = [
        _("行业"),
        _("企业"),
        _("在运行生产线"),
        _("▲低于基准"),
        _("不能判定"),
        _("待核"),
        _("简报"),
    ]
    rows = "".join(_row(assessment, entry) for entry in published.briefings)
    labels = "".join(f'<th scope="col">{label}</th>' for label in head)
    caption = _("各行业简报")
    return (
        '<div class="sheet index">'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}">'
        f"<table><caption>{caption}</caption>"
        f"<thead><tr>{labels}</tr></thead><tbody>{rows}</tbody></table></div></div>"
    )


def _row(assessment: Assessment, entry: Entry) -> str:
    view = IndustryView(assessment, entry.id)
    counts = [len(view.enterprises), len(view.running), len(view.below), len(view.undecided),
              len(view.review)]  # fmt: skip
    numbers = "".join(f'<td class="number">{count}</td>' for count in counts)
    links = f'<a href="{entry.html}">{_("网页")}</a>'
    if entry.pdf:
        links += f'　<a href="{entry.pdf}">PDF</a>'
    mark = {"failed": _("（本期未能生成）"), "stale": _("（上一期，本期更新失败）")}.get(
        entry.status, ""
    )
    return (
        f'<tr><th scope="row">{escape(view.name)}</th>{numbers}'
        f"<td>{links}<strong>{mark}</strong></td></tr>"
    )


def _references(published: Manifest) -> str:
    """Return the links to the pages to look things up in."""
    marks = {"failed": _("（本期未能生成）"), "stale": _("（上一期，本期更新失败）")}
    items = "".join(
        f'<li><a href="{page.html}">{escape(page.title)}</a>'
        f"<strong>{marks.get(page.status, '')}</strong>　{escape(page.about)}</li>"
        for page in published.pages
    )
    return f"<h2>{_('参考资料')}</h2><ul>{items}</ul>" if items else ""


def head(assessment: Assessment) -> Masthead:
    """Return the masthead that the site's own pages share with the briefings."""
    view = IndustryView(assessment, assessment.industries()[0])
    return next(block for block in masthead(view) if isinstance(block, Masthead))


def write_page(
    file: Path,
    assessment: Assessment,
    body: str,
    title: str = "",
    style: str = "index.css",
) -> None:
    """Write a page with the masthead of the briefings, titled by the plan and, if given, `title`."""
    shown = head(assessment)
    series = series_title(assessment)
    whole = _("{plan}（{industry}）").format(plan=series, industry=title) if title else series
    page = Template(_template("index.html")).substitute(
        language=_CODES.get(shown.language, shown.language),
        title=escape(whole),
        office=escape(shown.office),
        date=escape(shown.date),
        notices="".join(f'<p class="notice">{escape(notice)}</p>' for notice in shown.notices),
        classification=escape(shown.classification),
        standing=escape(shown.standing),
        style=_template("briefing.css") + _template(style),
        body=body,
    )
    file.write_text(page, encoding="utf-8")


def _template(name: str) -> str:
    return (paths.templates() / name).read_text(encoding="utf-8")
