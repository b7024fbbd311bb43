"""Gather the messages of the package and compile the catalogues of `data/locale`.

Chinese is the language of the source; a catalogue translates from it. Messages that a catalogue
lacks stay Chinese on the page.
"""

from __future__ import annotations

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "data" / "locale"
DOMAIN = "capacity_analysis"

# `_("…")`, and classes whose texts are translated where they are shown.
KEYWORDS = {"_": None, "ProblemKind": (2, 3), "Reason": None}


def gather() -> Catalog:
    """Return a template of all messages in the package's source."""
    template = Catalog(project=DOMAIN, charset="utf-8", fuzzy=False)
    package = ROOT / DOMAIN
    found = extract_from_dir(str(package), keywords=KEYWORDS, comment_tags=())
    for filename, line, message, _comments, _context in sorted(found, key=lambda each: each[:2]):
        for text in message if isinstance(message, tuple) else (message,):
            if not text.isascii():
                template.add(text, locations=[(f"{DOMAIN}/{filename}", line)])
    return template


def main() -> int:
    """Update every catalogue from the source and compile it."""
    template = gather()
    for file in sorted(LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po")):
        with file.open("rb") as source:
            catalogue = read_po(source, locale=file.parts[-3])
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with file.open("wb") as target:
            write_po(target, catalogue, width=100, omit_header=False, sort_output=True)
        with file.with_suffix(".mo").open("wb") as target:
            write_mo(target, catalogue)
        done = sum(bool(message.string) for message in catalogue if message.id)
        sys.stdout.write(f"{file.parts[-3]}: {done} of {len(catalogue)} messages\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
