"""What a file is, by its content: its name says little about files that people send."""

from __future__ import annotations

import re

from .compound import SIGNATURE as COMPOUND
from .defects import FileDefect

HEAD = 4096
_RASTER = (
    b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8", b"RIFF",
)  # fmt: skip
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_HEIC = re.compile(rb"^.{4}ftyp(?:hei|hev|mif1|msf1|avif)", re.DOTALL)
_PAGE = re.compile(
    rb"^(?:<\?xml[^>]*>|<!--.*?-->|<\?mso[^>]*>|\s)*<(?:!doctype\s+html|html|head|body|meta|table|style|div)\b",
    re.DOTALL | re.IGNORECASE,
)
_MAIL = re.compile(rb"^(?:[\w-]+:[^\n]*\n)*mime-version:", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def container(head: bytes, size: int) -> str:
    r"""Return what the first bytes of a file are: ``zip``, ``compound`` or ``text``.

    Parameters
    ----------
    head : bytes
        The first `HEAD` bytes.
    size : int
        Bytes of the whole file.

    Raises
    ------
    FileDefect
        If the file is none of them: a scan, a document, an archive, a web page, nothing at all.

    Examples
    --------
    >>> container(b"PK\x03\x04", 100)
    'zip'

    """
    if not size or not head.strip():
        raise FileDefect("empty_file")
    if head.startswith(_ZIP):
        return "zip"
    if COMPOUND.startswith(head[:8]):
        return "compound"
    if b"%PDF-" in head[:1024] or head.startswith(_RASTER[:-3]) or _is_picture(head, size):
        raise FileDefect("scan")
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        raise FileDefect("archive")
    if head.startswith(b"{\\rtf"):
        raise FileDefect("word_document")
    _refuse_pages(head)
    return "text"


def _is_picture(head: bytes, size: int) -> bool:
    """Say whether signatures that text might begin with are those of a picture."""
    if head.startswith(b"BM"):
        return int.from_bytes(head[2:6], "little") == size
    if head.startswith(b"RIFF"):
        return head[8:12] == b"WEBP"
    return head.startswith((b"GIF87a", b"GIF89a")) or bool(_HEIC.match(head))


def _refuse_pages(head: bytes) -> None:
    text = head
    if head.startswith(_MARKS[1:]):
        text = head.decode("utf-16", "replace").encode()
    text = text.removeprefix(_MARKS[0]).lstrip()
    spreadsheet_xml = text.startswith(b"<?xml") or b"urn:schemas-microsoft-com:office" in text
    if spreadsheet_xml or _PAGE.match(text) or _MAIL.match(text):
        raise FileDefect("web_page")


def archive_format(names: frozenset[str], kind: str) -> str:
    """Return the format of a zip archive: ``xlsx``, ``xlsm``, ``xlsb`` or ``ods``.

    Parameters
    ----------
    names : frozenset of str
        Names of its members, in lower case.
    kind : str
        What its member ``mimetype`` holds.

    Raises
    ------
    FileDefect
        If it holds no workbook.

    """
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/") for name in names) or "workbook.xml" in names:
        return "xlsm" if "xl/vbaproject.bin" in names else "xlsx"
    if "content.xml" in names and ("spreadsheet" in kind or not kind):
        return "ods"
    if "content.xml" in names or any(name.startswith("word/") for name in names):
        raise FileDefect("word_document")
    if "ofd.xml" in names:  # GB/T 33190: pages as fixed as those of a PDF
        raise FileDefect("scan")
    raise FileDefect("archive")
