"""The parts of a zip archive, each unpacked once, in bounds, whatever the archive declares.

calamine trusts an archive: it would unpack without end, and take one of two members of one name.
It gets an archive made here from the parts that were looked at, and nothing else.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

from .defects import FileDefect
from .limits import LARGEST_STREAMED, Budget

BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError, LookupError)
_LARGEST_DIRECTORY = 8 * 1024 * 1024
_END = b"PK\x05\x06"
_END_REACH = 66_000  # the end record and the longest comment behind it
_WHOLE = 24 * 1024 * 1024
_CHUNK = 4 * 1024 * 1024
_ENCRYPTED = 0x1
_WIDE = (b"\xff\xfe", b"\xfe\xff")


class Package:
    """The members of a zip archive, by name in lower case and with forward slashes."""

    def __init__(self, path: Path, budget: Budget):
        self._budget = budget
        self._streamed = LARGEST_STREAMED
        data_size = path.stat().st_size
        with path.open("rb") as file:
            file.seek(max(data_size - _END_REACH, 0))
            tail = file.read()
        at = tail.rfind(_END)
        if at < 0 or len(tail) < at + 22:
            raise FileDefect("truncated_file")
        if int.from_bytes(tail[at + 12 : at + 16], "little") > _LARGEST_DIRECTORY:
            raise FileDefect("zip_bomb")
        try:
            self._archive = zipfile.ZipFile(path)
        except BROKEN as error:
            raise FileDefect("unreadable_file", _reason(error)) from error
        self._members: dict[str, list[zipfile.ZipInfo]] = {}
        for member in self._archive.infolist():
            name = member.filename.replace("\\", "/").lstrip("/").lower()
            self._members.setdefault(name, []).append(member)

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_error: object) -> None:
        self._archive.close()

    @property
    def names(self) -> frozenset[str]:
        """Names of the members."""
        return frozenset(self._members)

    def part(self, name: str, limit: int | None = None, *, thin: bool = False) -> bytes:
        """Return the content of a member, its text in UTF-8.

        Parameters
        ----------
        name : str
            In any case; KeyError if there is none.
        limit : int, optional
            The largest size; the whole budget unless given.
        thin : bool, default False
            Whether it is a sheet, of which a large one goes without its empty rows.

        """
        members = self._members[name.lower()]
        if len(members) > 1:
            # Each program takes another of them; there is no telling which one was meant.
            raise FileDefect("unreadable_file", name)
        content = self._unpacked(members[0], limit, thin)
        if content.startswith(_WIDE):
            content = content.decode("utf-16", "replace").encode()
        self._budget.spend_bytes(len(content))
        return content

    def _unpacked(self, member: zipfile.ZipInfo, limit: int | None, thin: bool) -> bytes:
        if member.flag_bits & _ENCRYPTED:
            raise FileDefect("encrypted_file")
        if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FileDefect("unreadable_file", member.filename)
        self._streamed -= member.file_size  # zipfile gives no more than is declared
        if self._streamed < 0 or (limit is not None and member.file_size > limit):
            raise FileDefect("zip_bomb", member.filename)
        try:
            if member.file_size <= _WHOLE:
                with self._archive.open(member) as stream:
                    # ZipFile.read would unpack all that there is, whatever is declared.
                    return stream.read(member.file_size)
            return self._streamed_part(member, thin)
        except BROKEN as error:
            raise FileDefect("unreadable_file", _reason(error)) from error

    def _streamed_part(self, member: zipfile.ZipInfo, thin: bool) -> bytes:
        """Unpack a large part piece by piece, so that too much of it is never held."""
        kept: list[bytes] = []
        size = 0
        pending = b""
        with self._archive.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                pending = _without_empty_rows(pending + chunk) if thin else chunk
                # What does not become less is kept as it is, or it would be searched again and again.
                is_thin = thin and len(pending) < 2 * _CHUNK
                at = pending.rfind(b"</c>") + len(b"</c>") if is_thin else len(pending)
                if at >= len(b"</c>"):
                    kept.append(pending[:at])
                    size += at
                    pending = pending[at:]
                if size + len(pending) > self._budget.bytes_left:
                    raise FileDefect("zip_bomb", member.filename)
        return b"".join([*kept, pending])


def _without_empty_rows(xml: bytes) -> bytes:
    """Drop rows behind the last value, but for the last one: those after it name their own number."""
    value = xml.rfind(b"</c>")
    first = xml.find(b"</row>", max(value, 0))
    last = xml.rfind(b'<row r="')
    if first < 0 or last < first or b"sheetData" in xml[first:last]:
        return xml
    return xml[: first + len(b"</row>")] + xml[last:]


def archive(parts: dict[str, bytes], path: Path) -> None:
    """Write parts, not compressed, to a zip archive; they are given up one by one."""
    with zipfile.ZipFile(path, "w") as target:
        for name in list(parts):
            target.writestr(name, parts.pop(name))


def _reason(error: BaseException) -> str:
    return str(error).partition("\n")[0] or type(error).__name__
