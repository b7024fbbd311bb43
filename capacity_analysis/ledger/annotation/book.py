"""The sheets of a workbook: where their parts are, and how one of them is added or replaced."""

from __future__ import annotations

from ...errors import InputError
from ...text import _
from .package import Package
from .styles import EMPTY
from .xml import RELATIONS, Element, broken, main

_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


class Workbook:
    """The main part of a package, which names its sheets in order."""

    def __init__(self, package: Package):
        self.package = package
        documents = package.related("", "officeDocument")
        if not documents or not package.has(documents[0]):
            raise broken("officeDocument")
        self.part = documents[0]
        self.root = package.tree(self.part)
        if self.root.tag != main("workbook"):
            message = _(
                "工作簿是“Strict Open XML”格式。用Excel或WPS另存为普通的“Excel工作簿(.xlsx)”后再运行。"
            )
            raise InputError(message)
        self._list = self.root.find(main("sheets"))
        if self._list is None:
            raise broken("sheets")

    @property
    def names(self) -> list[str]:
        """Names of all sheets in their order."""
        return [sheet.get("name", "") for sheet in self._list]

    def worksheets(self) -> dict[str, str]:
        """Return the part of each sheet of cells, by the sheet's name."""
        targets = self.package.targets(self.part)
        cells = set(self.package.related(self.part, "worksheet"))
        found = {
            sheet.get("name", ""): targets.get(sheet.get(f"{{{RELATIONS}}}id", ""), "")
            for sheet in self._list
        }
        return {
            name: part for name, part in found.items() if part in cells and self.package.has(part)
        }

    def styles(self) -> str:
        """Return the part of the formats; one is made where there is none."""
        found = self.package.related(self.part, "styles")
        if found:
            return found[0]
        return self._add("xl/styles.xml", "styles", EMPTY)[0]

    def replace(self, name: str, content: bytes) -> None:
        """Write a sheet anew, without anything that belonged to the old one."""
        part = self.worksheets()[name]
        for target in set(self.package.targets(part).values()):
            if self.package.has(target) and self.package.sources(target) == 1:
                self.package.remove(target)
        self.package.remove(part)
        self.package.write(part, content)
        self.package.declare(part, f"{_TYPE}worksheet+xml")

    def insert(self, at: int, name: str, content: bytes) -> None:
        """Add a sheet at a position; what names sheets by their position goes on naming the same."""
        part = self.package.free_name("xl/worksheets/sheet{}.xml")
        _part, relation = self._add(part, "worksheet", content)
        sheet = self._list.makeelement(main("sheet"))
        sheet.set("name", name)
        sheet.set("sheetId", str(1 + max(int(each.get("sheetId", 0)) for each in self._list)))
        sheet.set(f"{{{RELATIONS}}}id", relation)
        self._list.insert(at, sheet)
        for defined in self.root.iter(main("definedName")):
            _shift(defined, "localSheetId", at)
        for view in self.root.iter(main("workbookView")):
            for attribute in ("activeTab", "firstSheet"):
                _shift(view, attribute, at)

    def _add(self, part: str, kind: str, content: bytes) -> tuple[str, str]:
        self.package.write(part, content)
        self.package.declare(part, f"{_TYPE}{kind}+xml")
        return part, self.package.relate(self.part, kind, part)


def _shift(element: Element, attribute: str, at: int) -> None:
    """Move the position of a sheet by one if the sheet stands behind a new one."""
    position = element.get(attribute)
    if position is not None and int(position) >= at:
        element.set(attribute, str(int(position) + 1))
