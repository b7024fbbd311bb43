"""Set blocks as one self-contained HTML file and as a PDF."""

from __future__ import annotations

import json
import subprocess
import tempfile
import unicodedata
from base64 import b64encode
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import paths
from ..errors import BriefingError
from ..sections.blocks import MIME, Block, Figure, from_json, paragraph
from ..text import _
from . import pandoc_ast
from .pandoc_ast import Node

if TYPE_CHECKING:
    import typst

_SHOWN = {"display_data", "execute_result"}
_HIDDEN_TAG = "remove-cell"
_PANDOC_SECONDS = 120

STAND_IN = "〓"
# Parts of a block that are names or drawings, not text on the page.
_NOT_SET = {"format", "kind", "anchor", "target", "align", "svg", "language"}


def collect_blocks(notebook: Mapping[str, Any]) -> list[Block]:
    """Return the blocks that an executed notebook shows, in order.

    Parameters
    ----------
    notebook
        A notebook of format 4, as a dict or NotebookNode.

    Raises
    ------
    BriefingError
        If an output was written by another version of the blocks.

    """
    return [
        _block(output["data"][MIME])
        for cell in notebook["cells"]
        if _HIDDEN_TAG not in cell.get("metadata", {}).get("tags", [])
        for output in cell.get("outputs", [])
        if output["output_type"] in _SHOWN and MIME in output["data"]
    ]


def render_html(blocks: Sequence[Block]) -> str:
    """Return `blocks` as a complete HTML document that asks nothing of the network.

    Raises
    ------
    BriefingError
        If the blocks do not fit together, or pandoc fails.

    """
    images = [
        f"data:image/svg+xml;base64,{b64encode(svg).decode('ascii')}" for svg in _drawings(blocks)
    ]
    styles = _template("briefing.css").read_text("utf-8")
    document = pandoc_ast.document(blocks, target="html", images=images, styles=styles)
    return _pandoc(document, "html5", _template("briefing.html"), "--shift-heading-level-by=1")


def render_pdf(blocks: Sequence[Block], *, timestamp: int) -> bytes:
    """Return `blocks` as a PDF whose bytes depend on nothing but the blocks and `timestamp`.

    Parameters
    ----------
    blocks
        The blocks of one briefing.
    timestamp
        The date of the document, in seconds since 1970 (UTC).

    Raises
    ------
    BriefingError
        If the blocks do not fit together, or pandoc or Typst fails.

    Notes
    -----
    A character without a glyph in the pinned fonts would print as an empty box. It is set as 〓, the
    mark that printers use for a type they lack, and the last paragraph names it: a rare character
    in one enterprise's name does not hold up an industry's page.

    """
    blocks = _with_stand_ins(blocks, missing_glyphs(blocks))
    drawings = _drawings(blocks)
    names = [f"figure-{number}.svg" for number in range(1, len(drawings) + 1)]
    document = pandoc_ast.document(blocks, target="typst", images=names)
    source = _pandoc(document, "typst", _template("briefing.typ"))
    with tempfile.TemporaryDirectory(prefix="briefing-") as folder:
        for name, svg in zip(names, drawings, strict=True):
            Path(folder, name).write_bytes(svg)
        return _typeset(source, Path(folder), timestamp)


def missing_glyphs(blocks: Sequence[Block]) -> set[str]:
    """Return the characters of the text that no pinned font covers."""
    used = {character for text in pandoc_ast.texts(blocks) for character in text}
    return {
        character
        for character in used
        if ord(character) not in _covered() and not _is_invisible(character)
    }


def _block(value: dict[str, Any]) -> Block:
    try:
        return from_json(value)
    except (TypeError, ValueError) as error:
        raise BriefingError(f"an output of the notebook cannot be set: {error}") from error


def _drawings(blocks: Sequence[Block]) -> list[bytes]:
    return [block.svg.encode("utf-8") for block in blocks if isinstance(block, Figure)]


def _template(name: str) -> Path:
    return paths.templates() / name


@cache
def _covered() -> frozenset[int]:
    """Return the code points of the pinned fonts."""
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    covered: set[int] = set()
    for path in paths.fonts():
        with TTFont(path, lazy=True) as font:
            covered |= font.getBestCmap().keys()
    return frozenset(covered)


def _is_invisible(character: str) -> bool:
    """Tell whether shaping hides `character`: format characters and variation selectors."""
    return unicodedata.category(character) == "Cf" or "\ufe00" <= character <= "\ufe0f"


def _with_stand_ins(blocks: Sequence[Block], missing: set[str]) -> Sequence[Block]:
    """Return the blocks with 〓 for each missing character, and a paragraph that names them."""
    if not missing:
        return blocks
    stand_ins = str.maketrans(dict.fromkeys(missing, STAND_IN))
    listed = "、".join(f"U+{ord(character):04X}" for character in sorted(missing))
    note = _("{mark}为所用字体缺少的字（{characters}），原字见网页。").format(
        mark=STAND_IN, characters=listed
    )
    return [*(_translated(block, stand_ins) for block in blocks), paragraph(note)]


def _translated(block: Block, stand_ins: dict[int, str]) -> Block:
    def translated(value: Any, key: str = "") -> Any:
        if key in _NOT_SET:
            return value
        if isinstance(value, str):
            return value.translate(stand_ins)
        if isinstance(value, dict):
            return {name: translated(part, name) for name, part in value.items()}
        if isinstance(value, list | tuple):
            return [translated(part) for part in value]
        return value

    whole: dict[str, Any] = translated(block.to_json())
    return from_json(whole)


def _pandoc(document: Node, writer: str, template: Path, *options: str) -> str:
    import pypandoc

    command = [
        str(pypandoc.get_pandoc_path()),
        "--from=json",
        f"--to={writer}",
        f"--template={template}",
        "--wrap=none",
        "--sandbox",
        *options,
    ]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=json.dumps(document).encode("ascii"),
            capture_output=True,
            timeout=_PANDOC_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise BriefingError(f"pandoc did not run: {error}") from error
    if done.returncode:
        message = done.stderr.decode("utf-8", "replace").strip()
        raise BriefingError(f"pandoc failed (exit code {done.returncode}): {message}")
    return done.stdout.decode("utf-8")


@cache
def _fonts() -> typst.Fonts:
    """Return the pinned fonts alone: neither the system's nor those inside Typst."""
    import typst

    folders = sorted({str(path.parent) for path in paths.fonts()})
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=list(folders)
    )


def _typeset(source: str, root: Path, timestamp: int) -> bytes:
    pdf, warnings = _compile(source, root, timestamp, fit="yes")
    if any("converge" in warning for warning in warnings):
        # Figures that are fitted to the rest of a page may push each other about, and the page
        # numbers of the contents would then be stale.
        pdf, warnings = _compile(source, root, timestamp, fit="no")
    # An unknown font is only a warning, and a page of boxes.
    serious = [warning for warning in warnings if "font" in warning or "converge" in warning]
    if serious:
        raise BriefingError(f"Typst cannot set the briefing as meant: {'; '.join(serious)}")
    return pdf


def _compile(source: str, root: Path, timestamp: int, fit: str) -> tuple[bytes, list[str]]:
    import typst

    try:
        compiler = typst.Compiler(
            source.encode("utf-8"),
            root=root,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"fit": fit},
        )
        pdf, warnings = compiler.compile_with_warnings(format="pdf", timestamp=timestamp)
    except typst.TypstError as error:
        hints = "".join(f"; {hint}" for hint in error.hints)
        raise BriefingError(f"Typst failed: {error.message}{hints}\n{error.diagnostic}") from error
    if not isinstance(pdf, bytes):
        raise BriefingError("Typst wrote no PDF")
    return pdf, [warning.message for warning in warnings]
