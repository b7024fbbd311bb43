"""The files of evidence: small pictures without a motif, clips without frames, papers that nobody can read.

A picture is a field of grey stripes drawn from its name, so that no two are alike but those that the
story makes alike.
"""

from __future__ import annotations

import hashlib
import io
import zlib
from pathlib import Path, PurePosixPath

import numpy as np
from PIL import Image

from .fakes import fake
from .story import District

_SIZE = (64, 48)
_CLIP = 600


def write_evidence(story: District, folder: Path) -> None:
    """Write the files that are there, and take away what is no longer told.

    Parameters
    ----------
    story : District
        Its `evidence` says which files are lost, were changed later, or repeat another.
    folder : Path
        Such as `data/sample/evidence`.

    """
    wanted = {folder / row["file"]: row["file"] for row in story.proceedings["evidence"]
              if row["file"] not in story.files.lost}  # fmt: skip
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
        elif path.is_file() and path not in wanted and path.name != "README.md":
            path.unlink()
    for path, file in wanted.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_content(story, file, changed=file in story.files.altered))


def digest(story: District, file: str) -> str | None:
    """Return the SHA-256 of a file as it was handed in; None where nobody wrote it down."""
    if file in story.files.without_digest:
        return None
    return hashlib.sha256(_content(story, file)).hexdigest()


def _content(story: District, file: str, *, changed: bool = False) -> bytes:
    """Return the bytes of a file, those of the one that it repeats, or others after a change."""
    name = story.files.repeats.get(file, file)
    seed = zlib.crc32(name.encode()) + changed
    end = PurePosixPath(name).suffix
    if end == ".jpg":
        return _picture(seed)
    if end == ".mp4":
        return _clip(seed)
    # The bars of a scan are as long as its lines.
    return fake(end, ["见" * (2 + (seed >> shift) % 25) for shift in range(0, 30, 5)])


def _picture(seed: int) -> bytes:
    rng = np.random.default_rng([seed])
    rows = rng.integers(60, 200, (_SIZE[1] // 8, _SIZE[0] // 8), dtype=np.uint8)
    made = io.BytesIO()
    Image.fromarray(rows).resize(_SIZE, Image.Resampling.NEAREST).save(made, "JPEG", quality=40)
    return made.getvalue()


def _clip(seed: int) -> bytes:
    """Return a file that says it is MPEG-4 and holds nothing to see."""
    noise = np.random.default_rng([seed]).integers(0, 256, _CLIP, dtype=np.uint8).tobytes()
    head = b"\x00\x00\x00\x10ftypisom\x00\x00\x02\x00"
    return head + (len(noise) + 8).to_bytes(4, "big") + b"mdat" + noise
