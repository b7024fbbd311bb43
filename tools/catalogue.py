"""Gather the messages of the package and compile the catalogues of `data/locale`.

Chinese is the language of the source; a catalogue translates from it. Messages that a catalogue
lacks stay Chinese on the page. The same source and translations always give the same bytes.
"""

from __future__ import annotations

import ast
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "data" / "locale"
DOMAIN = "capacity_analysis"

# Which arguments are messages: of `_("…")`, and of classes whose texts are translated where they
# are shown.
CALLS = {"_": (0,), "ProblemKind": (1, 2), "Reason": (0,), "Kind": (1,), "_parameters": (1,)}
# Dictionaries whose values are translated where they are shown.
TABLES = ("_TITLES",)

# The day of the action plan: a header that says when it was written would change every time.
WRITTEN = dt.datetime(2022, 3, 21, tzinfo=dt.UTC)


def gather() -> Catalog:
    """Return a template of all messages in the package's source."""
    template = Catalog(project=DOMAIN, charset="utf-8", fuzzy=False)
    for file in sorted((ROOT / DOMAIN).rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        name = file.relative_to(ROOT).as_posix()
        for text in sorted(set(_messages(tree))):
            # A template without Chinese is one too: English puts spaces between its parts.
            if not text.isascii() or "{" in text:
                template.add(text, locations=[(name, 1)])
    return template


def _messages(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        candidates: list[ast.expr] = []
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            wanted = CALLS.get(node.func.id, ())
            candidates = [node.args[at] for at in wanted if at < len(node.args)]
        elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
            names = [target.id for target in node.targets if isinstance(target, ast.Name)]
            candidates = node.value.values if set(names) & set(TABLES) else []
        for candidate in candidates:
            if isinstance(candidate, ast.Constant) and isinstance(candidate.value, str):
                yield candidate.value


def set_header(catalogue: Catalog) -> None:
    """Give a catalogue the header that never changes."""
    language = catalogue.locale.get_language_name("en") if catalogue.locale else ""
    catalogue.header_comment = f"# {language} catalogue of {DOMAIN}; written by tools/catalogue.py"
    catalogue.project, catalogue.version = DOMAIN, "1"
    catalogue.msgid_bugs_address = catalogue.last_translator = ""
    catalogue.language_team = str(language)
    catalogue.creation_date = catalogue.revision_date = WRITTEN
    catalogue.fuzzy = False


def main() -> int:
    """Update every catalogue from the source and compile it."""
    template = gather()
    for file in sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with file.open("rb") as source:
            catalogue = read_po(source, locale=file.parts[-3])
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        set_header(catalogue)
        with file.open("wb") as target:
            write_po(target, catalogue, width=100, sort_output=True, include_lineno=False)
        with file.open("rb") as source:
            written = read_po(source, locale=file.parts[-3])
        with file.with_suffix(".mo").open("wb") as target:
            write_mo(target, written)
        messages = [message for message in catalogue if message.id]
        done = sum(bool(message.string) for message in messages)
        sys.stdout.write(f"{file.parts[-3]}: {done} of {len(messages)} messages\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
