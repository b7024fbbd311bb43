"""Compound files (OLE, MS-CFB), which hold .xls workbooks, Word documents and encrypted workbooks.

A chain of sectors that runs in a circle must not be followed for ever: calamine would. So a stream
is taken out here, each sector once, and handed on in a container of its own.
"""

from __future__ import annotations

import struct

from .defects import FileDefect

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END, _FREE, _LAST = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFA
_MINI = 64
_SMALL = 4096  # streams shorter than this lie in the sectors of the mini stream
_STREAM, _ROOT = 2, 5
_ENTRY = 128
_FIRST_FATS = 109


class Compound:
    """The streams of a compound file by name."""

    def __init__(self, data: bytes):
        self._data = data
        if len(data) < 512:
            raise FileDefect("truncated_file")
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise FileDefect("unreadable_file")
        self._size = 1 << shift
        directory, mini_fat, difat = (struct.unpack_from("<I", data, at)[0] for at in (48, 60, 68))
        self._fat = self._table(self._fat_sectors(difat))
        entries = self._chain(directory)
        self._streams: dict[str, tuple[int, int]] = {}
        self.names: set[str] = set()
        root = (_END, 0)
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            entry = entries[at : at + _ENTRY]
            length = min(int.from_bytes(entry[64:66], "little"), 64)
            name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace").rstrip("\0")
            start, size = struct.unpack_from("<IQ", entry, 116)
            if shift == 9:
                size &= 0xFFFFFFFF
            if entry[66] == _ROOT:
                root = (start, size)
            elif entry[66]:
                self.names.add(name.lower())
                if entry[66] == _STREAM:
                    self._streams.setdefault(name.lower(), (start, size))
        self._mini = self._chain(root[0])[: root[1]] if root[0] < _LAST else b""
        self._mini_fat = self._table(self._sectors(mini_fat)) if mini_fat < _LAST else ()

    def stream(self, name: str) -> bytes:
        """Return the content of a stream."""
        if name.lower() not in self._streams:  # a folder of streams has the name
            raise FileDefect("unreadable_file")
        start, size = self._streams[name.lower()]
        if size >= _SMALL:
            content = self._chain(start)
        else:
            pieces = self._follow(start, self._mini_fat)
            content = b"".join(self._mini[at * _MINI : (at + 1) * _MINI] for at in pieces)
        if len(content) < size:
            raise FileDefect("truncated_file")
        return content[:size]

    def _fat_sectors(self, difat: int) -> list[int]:
        """Return the sectors that hold the table of sectors."""
        sectors = list(struct.unpack_from(f"<{_FIRST_FATS}I", self._data, 76))
        seen: set[int] = set()
        while difat < _LAST:
            if difat in seen:
                raise FileDefect("unreadable_file")
            seen.add(difat)
            *more, difat = self._numbers(self._sector(difat))
            sectors += more
        return [sector for sector in sectors if sector < _LAST]

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        # A sector named a thousand times must not grow a small file into a large table.
        if len(set(sectors)) < len(sectors):
            raise FileDefect("unreadable_file")
        return self._numbers(b"".join(map(self._sector, sectors)))

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        if at >= len(self._data):
            raise FileDefect("truncated_file")
        return self._data[at : at + self._size]

    def _sectors(self, start: int) -> list[int]:
        return self._follow(start, self._fat)

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, self._sectors(start)))

    @staticmethod
    def _follow(start: int, table: tuple[int, ...]) -> list[int]:
        """Return the sectors of a chain; one that runs in a circle or out of the table is broken."""
        chain: list[int] = []
        while start < _LAST:
            if start >= len(table) or len(chain) > len(table):
                raise FileDefect("unreadable_file")
            chain.append(start)
            start = table[start]
        return chain


def wrapped(name: str, content: bytes) -> bytes:
    """Return a compound file that holds one stream and nothing else.

    Examples
    --------
    >>> Compound(wrapped("Workbook", b"x" * 5000)).stream("workbook") == b"x" * 5000
    True

    """
    size = 4096  # with sectors of this size 109 of them number 400 million bytes
    content = content.ljust(_SMALL, b"\0")
    data = -(-len(content) // size)
    fats = -(-(data + 2) // (size // 4 - 1))
    first = fats + 1  # the tables come first, then the directory, then the stream
    fat = [0xFFFFFFFD] * fats + [_END]
    fat += [*range(first + 1, first + data), _END]
    fat += [_FREE] * (fats * size // 4 - len(fat))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", SIGNATURE, 0x3E, 4, 0xFFFE, 12, 6, 1, fats, fats, 0, _SMALL,
        _END, 0, _END, 0,
    )  # fmt: skip
    header += struct.pack(f"<{_FIRST_FATS}I", *range(fats), *[_FREE] * (_FIRST_FATS - fats))
    directory = _entry("Root Entry", _ROOT, first, 0, child=1) + _entry(
        name, _STREAM, first, len(content), child=_FREE
    )
    return b"".join(
        [
            header.ljust(size, b"\0"),
            struct.pack(f"<{len(fat)}I", *fat),
            directory.ljust(size, b"\0"),
            content.ljust(data * size, b"\0"),
        ]
    )


def _entry(name: str, kind: int, start: int, size: int, child: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII36xIQ", text, len(text), kind, 1, _FREE, _FREE, child, start, size
    )
