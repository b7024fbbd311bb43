"""The parts of an .xlsx file: those that are not replaced are written as they were, byte for byte."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from posixpath import basename, dirname, join, normpath, relpath

from ...errors import InputError
from ...text import _
from .xml import RELATIONS, Element, broken, parse, serialize

_LARGEST_PART = 512 * 1024 * 1024
_LARGEST_PACKAGE = 2 * _LARGEST_PART
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATION = f"{{{_PACKAGE}/relationships}}Relationship"
_TYPES = f"{{{_PACKAGE}/content-types}}"
_CONTENT_TYPES = "[Content_Types].xml"
_EMPTY_RELATIONS = f'<Relationships xmlns="{_PACKAGE}/relationships"/>'.encode()
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # the same input gives the same bytes
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError)


class Package:
    """A workbook's archive, read on demand, with the parts that are to be written anew.

    Parameters
    ----------
    path : Path
        An .xlsx or .xlsm file.

    Raises
    ------
    InputError
        If it is no such file, or would unpack to more than any ledger needs.

    """

    def __init__(self, path: Path):
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError) as error:
            raise broken(str(error)) from error
        infos = self._archive.infolist()
        sizes = [info.file_size for info in infos]
        if max(sizes, default=0) > _LARGEST_PART or sum(sizes) > _LARGEST_PACKAGE:
            raise InputError(_("工作簿太大，不像台账。把数据复制到新模板后再运行。"))
        # Names of parts don't differ by case alone.
        self._names = {info.filename.lower(): info for info in infos}
        self._changed: dict[str, bytes] = {}
        self._removed: set[str] = set()
        self._trees: dict[str, Element] = {}

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._archive.close()

    def has(self, part: str) -> bool:
        """Say whether there is a part."""
        key = part.lower()
        return key in self._changed or (key in self._names and key not in self._removed)

    def read(self, part: str) -> bytes:
        """Return the bytes of a part as they are to be written."""
        if part.lower() in self._changed:
            return self._changed[part.lower()]
        if not self.has(part):
            raise broken(part)
        try:
            return self._archive.read(self._names[part.lower()])
        except _UNREADABLE as error:
            raise broken(part) from error

    def write(self, part: str, content: bytes) -> None:
        """Replace a part, or add one."""
        if part.lower() not in self._names:
            self._names[part.lower()] = zipfile.ZipInfo(part, _LONG_AGO)
        self._removed.discard(part.lower())
        self._changed[part.lower()] = content

    def remove(self, part: str) -> None:
        """Leave a part out, with its content type and the relations that begin at it."""
        for each in (part, _relations_of(part)):
            self._changed.pop(each.lower(), None)
            self._removed.add(each.lower())
            self._trees.pop(each.lower(), None)
        types = self.tree(_CONTENT_TYPES)
        for override in types.findall(f"{_TYPES}Override"):
            if override.get("PartName", "").lstrip("/").lower() == part.lower():
                types.remove(override)

    def tree(self, part: str) -> Element:
        """Return the root of a part; what is changed in it will be written."""
        key = part.lower()
        if key not in self._trees:
            self._trees[key] = parse(self.read(part))
            self._names.setdefault(key, zipfile.ZipInfo(part, _LONG_AGO))
        return self._trees[key]

    def free_name(self, pattern: str) -> str:
        """Return the first name of a numbered pattern that no part has.

        Examples
        --------
        ``package.free_name("xl/comments{}.xml")`` gives ``xl/comments1.xml`` in a workbook without comments.

        """
        number = 1
        while self.has(pattern.format(number)) or pattern.format(number).lower() in self._names:
            number += 1
        return pattern.format(number)

    def declare(self, part: str, content_type: str) -> None:
        """Say of what type a part is, which is all that a file's name does not."""
        types = self.tree(_CONTENT_TYPES)
        override = types.makeelement(f"{_TYPES}Override")
        override.set("PartName", f"/{part}")
        override.set("ContentType", content_type)
        types.append(override)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say of what type the parts with a file extension are, unless that is said already."""
        types = self.tree(_CONTENT_TYPES)
        if any(
            each.get("Extension", "").lower() == extension
            for each in types.findall(f"{_TYPES}Default")
        ):
            return
        default = types.makeelement(f"{_TYPES}Default")
        default.set("Extension", extension)
        default.set("ContentType", content_type)
        types.insert(0, default)

    def related(self, part: str, kind: str) -> list[str]:
        """Return the parts of a kind (the last word of the relation's type) that a part points to."""
        return [target for _identity, found, target in self._relations(part) if found == kind]

    def targets(self, part: str) -> dict[str, str]:
        """Return the part that each relation of a part points to, by its id."""
        return {identity: target for identity, _kind, target in self._relations(part)}

    def relate(self, part: str, kind: str, target: str) -> str:
        """Let a part point to another one; return the id of the relation."""
        name = _relations_of(part)
        if not self.has(name):
            self.write(name, _EMPTY_RELATIONS)
        root = self.tree(name)
        taken = {relation.get("Id") for relation in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        relation = root.makeelement(_RELATION)
        relation.set("Id", f"rId{number}")
        relation.set("Type", f"{RELATIONS}/{kind}")
        relation.set("Target", relpath(target, dirname(part) or "."))
        root.append(relation)
        return f"rId{number}"

    def unrelate(self, part: str, target: str) -> None:
        """Take away the relations of a part to another one."""
        root = self.tree(_relations_of(part))
        for relation in root.findall(_RELATION):
            if _target(part, relation) == target:
                root.remove(relation)

    def sources(self, target: str) -> int:
        """Return how many relations of the whole package point to a part."""
        owners = [name for name in self._names if name.endswith(".rels") and self.has(name)]
        count = 0
        for name in owners:
            owner = join(dirname(dirname(name)), basename(name).removesuffix(".rels"))
            count += sum(
                found.lower() == target.lower()
                for _identity, _kind, found in self._relations(owner)
            )
        return count

    def save(self, path: Path) -> None:
        """Write the package: all parts in their order, the new ones behind them."""
        for key, tree in self._trees.items():
            content = serialize(tree)
            if content != self._changed.get(key):
                self._write_if_changed(key, content)
        with zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED) as target:
            for key, info in self._names.items():
                if key not in self._removed:
                    copy = zipfile.ZipInfo(info.filename, info.date_time)
                    copy.external_attr = info.external_attr
                    if not info.is_dir():
                        copy.compress_type = zipfile.ZIP_DEFLATED
                    target.writestr(copy, self.read(key))

    def _write_if_changed(self, key: str, content: bytes) -> None:
        """Replace a part that was looked at, unless nothing in it has changed."""
        if key in self._changed or serialize(parse(self.read(key))) != content:
            self._changed[key] = content

    def _relations(self, part: str) -> list[tuple[str, str, str]]:
        name = _relations_of(part)
        if not self.has(name):
            return []
        return [
            (relation.get("Id", ""), basename(relation.get("Type", "")), _target(part, relation))
            for relation in self.tree(name).findall(_RELATION)
            if relation.get("TargetMode") != "External"
        ]


def _relations_of(part: str) -> str:
    return join(dirname(part), "_rels", f"{basename(part)}.rels")


def _target(part: str, relation: Element) -> str:
    """Return the part that a relation points to; one that begins with a slash is seen from the root."""
    return normpath(join("/", dirname(part), relation.get("Target", ""))).lstrip("/")
