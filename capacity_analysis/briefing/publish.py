"""Publish a site: briefings, pages to look things up in, index and manifest; switched when whole.

The new site is made in a folder beside the old one and takes its place by two renames, so a reader
never finds a mixture of both (between the renames, for an instant, no site). A page that fails
does not hold up the others: it is the one of the last run, marked, or a notice. Whatever else
goes wrong ends the run, and the old site stays as it was.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .. import folders, paths, text
from ..assessment import Assessment
from ..errors import BriefingError, InputError, UsageError
from ..standards import Standards
from ..standards.coverage import CoverageGap, read_coverage
from . import kernels, manifest, pages, produce
from .manifest import Entry, Manifest, Page
from .plan import PlannedBriefing, key, plan
from .reference.making import TOUCHED, file_digest, make, why_again
from .reference.pages import check_same, reference_pages

logger = logging.getLogger(__name__)

Progress = Callable[[Entry, int, int], None]
DEFAULT_JOBS = 2


@dataclass(frozen=True)
class _Run:
    """What all pages of one publication share."""

    assessment: Assessment
    standards: Standards
    coverage: Sequence[CoverageGap] | None
    digest: str
    language: str
    site: Path
    staging: Path
    published: Manifest | None


def publish(
    assessment: Assessment,
    out: str | Path,
    *,
    standards: Standards | None = None,
    coverage: Sequence[CoverageGap] | None = None,
    language: str = "zh",
    jobs: int = DEFAULT_JOBS,
    progress: Progress | None = None,
) -> Manifest:
    """Publish the briefings of an assessment as a site.

    Parameters
    ----------
    assessment : Assessment
        What the briefings tell.
    out : str or Path
        Folder of the site: absent, empty, or a site published before.
    standards : Standards, optional
        The store that the assessment was made with, for the standards page; the packaged one by
        default, as in `assess`.
    coverage : sequence of CoverageGap, optional
        What that store has not on file; the packaged list where `standards` is not given either.
    language : str, optional
        ``zh`` or ``en``.
    jobs : int, optional
        How many briefings are made at once.
    progress : callable, optional
        Called with each finished entry, how many are finished, and how many there are.

    Returns
    -------
    Manifest
        One entry per briefing and per page beside them; `failed` and `stale` mean that it failed.

    Raises
    ------
    UsageError
        If `out` holds something else than a published site, another run is at work on it, or the
        assessment rests on other standards.
    InputError
        If the ledger holds no enterprise: an empty site would take the place of a full one.

    """
    if assessment["enterprises"].empty:
        raise InputError(f"{assessment.ledger_file}：台账中没有企业，没有可发布的简报。")
    if standards is None:
        standards = Standards.load()
        coverage = read_coverage(paths.standards()) if coverage is None else coverage
    check_same(assessment, standards)
    site = Path(out).resolve()  # of a link, what it points to: the link itself stays
    site.parent.mkdir(parents=True, exist_ok=True)
    with _locked(site), text.language(language):
        folders.recover(site)
        _check_is_ours(site)
        with folders.staged(site) as staging:
            run = _Run(assessment, standards, coverage, assessment.digest, language, site, staging,
                       manifest.read(site))  # fmt: skip
            result = _fill(run, jobs, progress)
            _carry_over(run)
            folders.switch(site, staging)
    return result


def has_failed(published: Manifest) -> bool:
    """Return whether any page of a publication failed."""
    statuses = [entry.status for entry in published.briefings]
    statuses += [page.status for page in published.pages]
    return "failed" in statuses or "stale" in statuses


def _fill(run: _Run, jobs: int, progress: Progress | None) -> Manifest:
    """Make the whole of the new site aside."""
    run.assessment.save(run.staging / produce.ASSESSMENT_FOLDER)
    result = Manifest(
        as_of=run.assessment.as_of.isoformat(),
        campaign=run.assessment.campaign.id,
        ledger=run.assessment.ledger_file,
        language=run.language,
        briefings=tuple(_make_all(run, jobs, progress)),
        pages=tuple(_make_pages(run)),
    )
    pages.write_index(run.staging, run.assessment, result)
    result.write(run.staging)
    return result


def _make_all(run: _Run, jobs: int, progress: Progress | None) -> list[Entry]:
    briefings = plan(run.assessment)
    done: dict[str, Entry] = {}
    kernels.warm()
    with ExitStack() as stack:
        pool = ThreadPoolExecutor(max_workers=max(jobs, 1))
        # After an error or Ctrl-C, what has not begun is not begun any more.
        stack.callback(pool.shutdown, cancel_futures=True)
        waiting = [pool.submit(_make, briefing, run) for briefing in briefings]
        for future in as_completed(waiting):
            entry = future.result()
            done[entry.id] = entry
            logger.info("%s: %s %s", entry.id, entry.status, entry.reason)
            if progress:
                progress(entry, len(done), len(briefings))
    return [done[briefing.id] for briefing in briefings]


def _make_pages(run: _Run) -> Iterator[Page]:
    for page in reference_pages(run.assessment, run.standards, run.coverage):
        before = run.published.page(page.id) if run.published else None
        entry = make(page, run.assessment, before, run.site, run.staging)
        logger.info("%s: %s %s", entry.id, entry.status, entry.reason)
        yield entry


def _make(briefing: PlannedBriefing, run: _Run) -> Entry:
    with text.language(run.language):  # a thread begins with the default
        current = key(briefing, run.digest, run.language)
        before = run.published.entry(briefing.id) if run.published else None
        reason = why_again(current, before)
        if before and not reason and _keep(before, run):
            return _entry(briefing, run, "unchanged", "", current)
        return _produce(briefing, run, before, current, reason or TOUCHED)


def _produce(
    briefing: PlannedBriefing, run: _Run, before: Entry | None, current: dict[str, str], reason: str
) -> Entry:
    try:
        produce.produce(
            briefing, run.staging, as_of=run.assessment.as_of, language=run.language,
            log=lambda line: logger.warning("%s: %s", briefing.id, line),
        )  # fmt: skip
    except BriefingError as error:
        logger.error("%s", error)
        return _after_failure(briefing, run, before, str(error))
    return _entry(briefing, run, "built", reason, current)


def _entry(
    briefing: PlannedBriefing,
    run: _Run,
    status: manifest.Status,
    reason: str,
    current: dict[str, str],
) -> Entry:
    return Entry(
        briefing.id, briefing.title, f"{briefing.id}.html", f"{briefing.id}.pdf", status, reason,
        current, _digests(produce.files(briefing.id, run.staging)),
    )  # fmt: skip


def _digests(made: produce.Produced) -> dict[str, str]:
    """Return the digest of each file of a briefing that is there, by name."""
    files = [file for file in (made.html, made.pdf, made.notebook) if file.is_file()]
    return {file.name: file_digest(file) for file in files}


def _keep(before: Entry, run: _Run) -> bool:
    """Carry the published files of a briefing over; return whether all were as published."""
    old, new = produce.files(before.id, run.site), produce.files(before.id, run.staging)
    pairs = [(old.html, new.html), (old.pdf, new.pdf), (old.notebook, new.notebook)]
    if not before.sha256 or _digests(old) != before.sha256:
        return False
    for source, target in pairs:
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(source, target)
    return True


def _after_failure(
    briefing: PlannedBriefing, run: _Run, before: Entry | None, reason: str
) -> Entry:
    """Show the page of the last run, marked as out of date, or a notice where there is none."""
    if before and before.status != "failed" and _keep(before, run):
        pages.mark_stale(produce.files(briefing.id, run.staging).html, reason)
        return _entry(briefing, run, "stale", reason, before.key)
    notice = run.staging / f"{briefing.id}.html"
    pages.write_failure(notice, run.assessment, briefing.title, reason)
    return Entry(briefing.id, briefing.title, f"{briefing.id}.html", "", "failed", reason)


def _check_is_ours(site: Path) -> None:
    if site.is_mount():  # it cannot be renamed
        raise UsageError(f"{site} 是挂载点，不能整体替换；请指定其中的一个文件夹。")
    if not site.exists():
        return
    if (site / manifest.NAME).is_file() and not manifest.is_site(site):
        raise UsageError(
            f"{site / manifest.NAME} 已损坏或不是本工具写的，不覆盖。确认 {site} 是本工具发布的"
            "网站后，删除整个文件夹再发布；否则换一个输出文件夹。"
        )
    if not site.is_dir() or (any(site.iterdir()) and not manifest.is_site(site)):
        raise UsageError(f"{site} 里有别的文件，不是本工具发布的网站，不覆盖；请换一个输出文件夹。")


def _carry_over(run: _Run) -> None:
    """Keep what others have put into the site (robots.txt, .htaccess), and its permissions."""
    if not run.site.exists():
        return
    shutil.copymode(run.site, run.staging)
    ours = {"index.html", manifest.NAME, "notebooks", produce.ASSESSMENT_FOLDER}
    for entry in run.published.briefings if run.published else ():
        ours |= {entry.html, entry.pdf}
    ours |= {page.html for page in run.published.pages} if run.published else set()
    for source in run.site.iterdir():
        target = run.staging / source.name
        if source.name in ours or target.exists():
            continue
        if source.is_dir() and not source.is_symlink():
            shutil.copytree(source, target, symlinks=True)
        else:
            shutil.copy2(source, target, follow_symlinks=False)


@contextmanager
def _locked(site: Path) -> Iterator[None]:
    """Keep a second publisher away; the operating system frees the lock of a run that dies."""
    file = folders.beside(site, "lock")
    with _open_lock(file, site):
        try:
            yield
        finally:
            with suppress(OSError):
                file.unlink()


def _open_lock(file: Path, site: Path) -> IO[str]:
    """Return the open lock file, locked."""
    while True:
        handle = file.open("w")
        try:
            _lock(handle.fileno())
        except OSError:
            handle.close()
            raise UsageError(f"另一个进程正在发布 {site}，请稍后再试。") from None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle.fileno()), file.stat()):
                return handle
        handle.close()  # the run before removed it between our opening and locking it


def _lock(descriptor: int) -> None:
    try:
        import fcntl
    except ModuleNotFoundError:  # a system without it gets no guard, as its scheduler runs one job
        return
    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
