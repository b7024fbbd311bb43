"""Small files that no program can read as a table: Word documents and scans, without content."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PARTS = {
    "[Content_Types].xml": (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
        '+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    ),
    "_rels/.rels": (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
    ),
}
_WHEN = time.struct_time((2022, 6, 10, 9, 0, 0, 4, 161, 0))
_PAGE = (310, 438)  # A4 at 37 dots per inch: a scan that nobody can read either


def write_fake(path: Path, lines: list[str]) -> None:
    """Write a document or a scan with some lines of text; the same bytes each time.

    Parameters
    ----------
    path : Path
        The file; its end (.docx, .doc, .pdf, .jpg) says of which kind.
    lines : list of str
        What a document says. A scan shows as many grey bars.

    """
    path.write_bytes(fake(path.suffix, lines))


def fake(suffix: str, lines: list[str]) -> bytes:
    """Return the bytes of a document or a scan."""
    return {".docx": _docx, ".doc": _doc, ".pdf": _pdf, ".jpg": _jpg}[suffix](lines)


def _docx(lines: list[str]) -> bytes:
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    body = f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, text in {**_PARTS, "word/document.xml": body}.items():
            info = zipfile.ZipInfo(name, _WHEN[:6])
            archive.writestr(info, f'<?xml version="1.0" encoding="UTF-8"?>{text}')
    return made.getvalue()


def _doc(lines: list[str]) -> bytes:
    """Return a document in rich text, which Word saves and opens as .doc too."""
    text = r"\par ".join("".join(_rich(letter) for letter in line) for line in lines)
    return ("{\\rtf1\\ansi\\ansicpg936 " + text + "}").encode("ascii")


def _rich(letter: str) -> str:
    code = ord(letter)
    return letter if code < 128 else f"\\u{code if code < 32768 else code - 65536}?"


def _scan(lines: list[str]) -> Image.Image:
    page = Image.new("L", _PAGE, 244)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        top = 40 + 26 * number
        draw.rectangle((30, top, 30 + min(len(line) * 9, 250), top + 9), fill=150)
    draw.ellipse((190, 330, 260, 400), outline=120, width=3)
    return page


def _jpg(lines: list[str]) -> bytes:
    made = io.BytesIO()
    _scan(lines).save(made, "JPEG", quality=40)
    return made.getvalue()


def _pdf(lines: list[str]) -> bytes:
    made = io.BytesIO()
    _scan(lines).save(made, "PDF", resolution=37.0, creationDate=_WHEN, modDate=_WHEN)
    return made.getvalue()
