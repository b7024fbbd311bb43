"""Make a reference page, or keep the published one, or say on it that it could not be made."""

from __future__ import annotations

import hashlib
import logging
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ...assessment import Assessment
from ...errors import CapacityError
from ...text import _
from .. import pages
from ..manifest import Entry, Page, Status
from ..plan import why
from .pages import ReferencePage

logger = logging.getLogger(__name__)

TOUCHED = "上一期的文件缺失或被改动"


@dataclass(frozen=True)
class _Place:
    """Where a page is made, and where the one of the last run lies."""

    page: ReferencePage
    site: Path
    staging: Path

    @property
    def file(self) -> Path:
        return self.staging / f"{self.page.id}.html"

    def entry(self, status: Status, reason: str, key: Mapping[str, str]) -> Page:
        page = self.page
        digest = "" if status == "failed" else file_digest(self.file)
        return Page(
            page.id, page.title, page.about, self.file.name, status, reason, dict(key), digest
        )

    def keep(self, before: Page) -> bool:
        """Carry the published page over; return whether it was as published."""
        published = self.site / before.html
        if not published.is_file() or file_digest(published) != before.sha256:
            return False
        shutil.copyfile(published, self.file)
        return True


def make(
    page: ReferencePage, assessment: Assessment, before: Page | None, site: Path, staging: Path
) -> Page:
    """Make a page in the new site, or carry the published one over if nothing has changed.

    Parameters
    ----------
    page : ReferencePage
        The page.
    assessment : Assessment
        Whose masthead it has.
    before : Page or None
        What the manifest of the published site says of it.
    site, staging : pathlib.Path
        The published site, and the folder of the new one.

    Returns
    -------
    Page
        `failed` or `stale` where the page could not be made; the reason stands on the page too.

    """
    place = _Place(page, site, staging)
    reason = why_again(page.key, before)
    if before and not reason and place.keep(before):
        return place.entry("unchanged", "", page.key)
    try:
        pages.write_reference(place.file, assessment, page.title, page.body())
    except CapacityError as error:
        logger.error("%s: %s", page.id, error)
        return _after_failure(place, assessment, before, str(error))
    return place.entry("built", reason or TOUCHED, page.key)


def _after_failure(place: _Place, assessment: Assessment, before: Page | None, reason: str) -> Page:
    if before and before.status != "failed" and place.keep(before):
        pages.mark_stale(place.file, reason)
        return place.entry("stale", reason, before.key)
    title = place.page.title
    pages.write_failure(place.file, assessment, title, reason, _("本页未能生成"))
    return place.entry("failed", reason, {})


def why_again(current: Mapping[str, str], before: Entry | Page | None) -> str:
    """Return why a page must be made again, or an empty text if it need not be."""
    if before is None:
        return why(current, None)
    if before.status == "failed":
        return "上次生成失败"
    return why(current, before.key) or ("上次生成失败" if before.status == "stale" else "")


def file_digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
