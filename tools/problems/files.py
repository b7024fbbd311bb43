"""Files that can't be read, or not without a note: each harmless, small, and the same every time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from capacity_analysis.sheets.compound import wrapped
from capacity_analysis.sheets.limits import LARGEST_FILE

from .book import Sheets, write_book

_MEGABYTE = 1024 * 1024
_STAMP = (1980, 1, 1, 0, 0, 0)
_BOOK = "xl/workbook.xml"
_LINK = "xl/externalLinks/externalLink1.xml"
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def make(name: str, path: Path, sheets: Sheets) -> None:
    """Write the file of a maker.

    Parameters
    ----------
    name : str
        Name of the maker.
    path : Path
        The file to write.
    sheets : Sheets
        The cells of the good workbook that it is made from.

    """
    MAKERS[name](path, sheets)


def _parts(sheets: Sheets) -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "good.xlsx"
        write_book(path, sheets)
        with zipfile.ZipFile(path) as archive:
            return {name: archive.read(name) for name in archive.namelist()}


def _zipped(parts: dict[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", how) as archive:
        for name, content in parts.items():
            member = zipfile.ZipInfo(name, _STAMP)
            member.compress_type = how
            archive.writestr(member, content)
    return buffer.getvalue()


def _unreadable(path: Path, sheets: Sheets) -> None:
    """Write a workbook whose index is overwritten, as a bad disk leaves it."""
    path.write_bytes(_zipped(_parts(sheets) | {_BOOK: b"\0" * 512}))


def _empty(path: Path, _sheets: Sheets) -> None:
    path.touch()


def _renamed(path: Path, sheets: Sheets) -> None:
    """Write a sound workbook; its name ends in another format."""
    path.write_bytes(_zipped(_parts(sheets)))


def _truncated(path: Path, sheets: Sheets) -> None:
    data = _zipped(_parts(sheets), zipfile.ZIP_STORED)
    path.write_bytes(data[: len(data) * 2 // 3])


def _encrypted(path: Path, _sheets: Sheets) -> None:
    """Write what Excel makes of a workbook with a password: a container around what no one can read."""
    path.write_bytes(wrapped("EncryptedPackage", bytes(range(256)) * 16))


def _document(path: Path, _sheets: Sheets) -> None:
    text = "<w:p><w:r><w:t>自查情况：本企业有水泥熟料生产线1条。</w:t></w:r></w:p>"
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{text}</w:body></w:document>'
    kinds = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
        'officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    relations = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_KINDS}/officeDocument" Target="word/document.xml"/></Relationships>'
    )
    parts = {
        "[Content_Types].xml": kinds,
        "_rels/.rels": relations,
        "word/document.xml": document,
    }
    path.write_bytes(_zipped({name: text.encode() for name, text in parts.items()}))


def _scan(path: Path, _sheets: Sheets) -> None:
    """Write a PDF of one blank page."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>",
    )
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(data)
    path.write_bytes(data + b"xref\n0 4\n0000000000 65535 f \n" + table + tail)


def _archive(path: Path, _sheets: Sheets) -> None:
    path.write_bytes(_zipped({"台账.csv": "企业名称,行业代码\n".encode()}, zipfile.ZIP_STORED))


def _web_page(path: Path, _sheets: Sheets) -> None:
    cells = "<tr><td>企业名称</td><td>行业代码</td></tr><tr><td>示例区甲水泥有限公司</td><td>3011</td></tr>"
    page = f'<html><head><meta charset="utf-8"></head><body><table>{cells}</table></body></html>\n'
    path.write_text(page, encoding="utf-8", newline="\n")


def _plain_text(path: Path, _sheets: Sheets) -> None:
    text = "关于报送台账的说明\n台账另行报送。\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _zip_bomb(path: Path, sheets: Sheets) -> None:
    """Write a workbook whose index unpacks to nine megabytes of spaces: refused, and no danger."""
    parts = _parts(sheets)
    path.write_bytes(_zipped(parts | {_BOOK: parts[_BOOK] + b" " * 9 * _MEGABYTE}))


def _too_large(path: Path, _sheets: Sheets) -> None:
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(LARGEST_FILE + 1)  # a hole: it takes no room on the disk


def _macros(path: Path, sheets: Sheets) -> None:
    """Write a workbook with a part for macros that holds none."""
    write_book(path, sheets, macros=io.BytesIO(b"no macro"))


def _linked(path: Path, sheets: Sheets) -> None:
    """Write a workbook that refers to another one, which does not exist."""
    parts = _parts(sheets)
    kinds = "[Content_Types].xml"
    override = (
        f'<Override PartName="/{_LINK}" ContentType="application/vnd.openxmlformats-officedocument.'
        'spreadsheetml.externalLink+xml"/></Types>'
    )
    parts[kinds] = parts[kinds].replace(b"</Types>", override.encode())
    relations = "xl/_rels/workbook.xml.rels"
    link = (
        f'<Relationship Id="rId99" Type="{_KINDS}/externalLink" '
        'Target="externalLinks/externalLink1.xml"/></Relationships>'
    )
    parts[relations] = parts[relations].replace(b"</Relationships>", link.encode())
    parts[_BOOK] = parts[_BOOK].replace(
        b"</sheets>",
        b'</sheets><externalReferences><externalReference r:id="rId99"/></externalReferences>',
    )
    parts[_LINK] = (
        f'<externalLink xmlns="{_SPREADSHEET}"><externalBook xmlns:r="{_KINDS}" r:id="rId1">'
        '<sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    ).encode()
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = (
        f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1" '
        f'Type="{_KINDS}/externalLinkPath" Target="no-such-file.xlsx" TargetMode="External"/>'
        "</Relationships>"
    ).encode()
    path.write_bytes(_zipped(parts))


MAKERS: dict[str, Callable[[Path, Sheets], None]] = {
    "unreadable.xlsx": _unreadable,
    "empty.xlsx": _empty,
    "truncated.xlsx": _truncated,
    "encrypted.xlsx": _encrypted,
    "document.docx": _document,
    "scan.pdf": _scan,
    "archive.zip": _archive,
    "page.xls": _web_page,
    "text.xls": _plain_text,
    "bomb.xlsx": _zip_bomb,
    "large.xlsx": _too_large,
    "renamed.xls": _renamed,
    "macros.xlsm": _macros,
    "linked.xlsx": _linked,
}
