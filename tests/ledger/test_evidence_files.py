"""Files of evidence: what is there, what is not what it was, and what is never opened."""

import hashlib
import os
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from capacity_analysis.ledger import evidence_files
from capacity_analysis.ledger.evidence_files import examine, is_safe, is_sha256

BEFORE, AFTER = b"before", b"after"


def digest(content):
    return hashlib.sha256(content).hexdigest()


def evidence(*rows):
    """Return rows of evidence: (enterprise, line, phase, file, sha256)."""
    columns = ["enterprise_code", "line_code", "phase", "file", "sha256"]
    return pd.DataFrame(rows, columns=columns).astype({"file": "str", "sha256": "str"})


def row(file="甲/前.jpg", sha256=None, *, enterprise=0, line=0, phase="before"):
    return (enterprise, line, phase, file, sha256)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "资料" / "甲").mkdir(parents=True)
    (tmp_path / "资料" / "甲" / "前.jpg").write_bytes(BEFORE)
    (tmp_path / "资料" / "甲" / "后.jpg").write_bytes(AFTER)
    return tmp_path / "资料"


def status(folder, *rows):
    return examine(folder, evidence(*rows))["status"].tolist()


def test_a_file_is_there_and_what_it_was_said_to_be(folder):
    assert status(folder, row(sha256=digest(BEFORE))) == ["present"]
    assert status(folder, row(sha256=digest(BEFORE).upper())) == ["present"]
    assert status(folder, row()) == ["present"]  # nothing was said of its content


def test_a_file_that_is_not_there_is_missing_and_so_is_a_folder_in_its_place(folder):
    (folder / "甲" / "中.jpg").mkdir()
    assert status(folder, row("甲/无.jpg"), row("甲/中.jpg")) == ["missing_file"] * 2


def test_a_file_of_which_one_byte_differs_is_altered(folder):
    (folder / "甲" / "前.jpg").write_bytes(b"Before")
    assert status(folder, row(sha256=digest(BEFORE))) == ["altered"]


def test_a_large_file_is_read_to_its_end(folder):
    content = bytes(evidence_files._CHUNK) + b"end"
    (folder / "录像.mp4").write_bytes(content)
    given = [digest(content), digest(content[:-1])]
    assert [status(folder, row("录像.mp4", one)) for one in given] == [["present"], ["altered"]]


@pytest.mark.parametrize(
    ("other", "repeated"),
    [
        (row("甲/同.jpg"), False),  # a copy for the same line and phase says nothing new
        (row("甲/同.jpg", phase="after"), True),
        (row("甲/同.jpg", line=1), True),
        (row("甲/同.jpg", line=-1), True),
        (row("甲/同.jpg", enterprise=1, line=5), True),
        (row("甲/前.jpg", phase="after"), True),  # the file itself, listed twice
        (row("甲/后.jpg", phase="after"), False),
    ],
)
def test_one_content_stands_for_one_line_and_one_phase(folder, other, repeated):
    (folder / "甲" / "同.jpg").write_bytes(BEFORE)
    expected = "duplicate" if repeated else "present"
    assert status(folder, row(), other) == [expected] * 2


def test_a_content_told_twice_is_seen_without_the_folder_too():
    rows = [row("a", digest(BEFORE)), row("b", digest(BEFORE), phase="after"), row("c")]
    assert status(None, *rows) == ["duplicate", "duplicate", "not_checked"]


UNSAFE = [
    "/etc/passwd", "../前.jpg", "甲/../../前.jpg", "甲/..", "..", "C:/前.jpg", "c:前.jpg", r"甲\前.jpg",
    r"\\server\share\前.jpg", "//server/前.jpg", "https://example.org/前.jpg", "file:///前.jpg", "~/前.jpg",
    "甲\0/前.jpg",
]  # fmt: skip


@pytest.mark.parametrize("path", UNSAFE)
def test_a_path_out_of_the_folder_is_never_opened(folder, path, monkeypatch):
    def refuse(*_args, **_told):
        raise AssertionError("looked at")

    monkeypatch.setattr(evidence_files, "_sha256", refuse)
    monkeypatch.setattr(Path, "is_file", refuse)
    assert not is_safe(path)
    assert status(folder, row(path)) == ["unsafe_path"]
    assert status(None, row(path)) == ["unsafe_path"]


@pytest.mark.parametrize(
    "path", ["前.jpg", "甲/前.jpg", "甲/./前.jpg", "甲/..前.jpg", "甲/前..jpg", "甲:1.jpg"]
)
def test_an_ordinary_path_is_safe(path):
    assert is_safe(path)


def test_a_link_out_of_the_folder_is_not_followed(folder):
    secret = folder.parent / "别处.jpg"
    secret.write_bytes(BEFORE)
    (folder / "链接.jpg").symlink_to(secret)
    (folder / "外").symlink_to(folder.parent)
    rows = [row("链接.jpg", digest(BEFORE)), row("外/别处.jpg")]
    found = examine(folder, evidence(*rows))
    assert found["status"].tolist() == ["unsafe_path"] * 2


def test_a_link_within_the_folder_is_the_file_that_it_points_to(folder):
    (folder / "链接.jpg").symlink_to(folder / "甲" / "前.jpg")
    assert status(folder, row("链接.jpg", digest(BEFORE))) == ["present"]


def test_a_folder_that_is_a_link_itself_can_be_given(folder):
    (folder.parent / "入口").symlink_to(folder)
    assert status(folder.parent / "入口", row()) == ["present"]


def test_links_in_a_circle_and_pipes_are_no_files(folder):
    (folder / "一").symlink_to(folder / "二")
    (folder / "二").symlink_to(folder / "一")
    os.mkfifo(folder / "管")
    assert status(folder, row("一"), row("管"), row("长" * 300)) == ["missing_file"] * 3


def test_a_file_is_read_once_however_often_it_is_listed(folder, monkeypatch):
    read = []
    own = evidence_files._sha256
    monkeypatch.setattr(evidence_files, "_sha256", lambda file: read.append(file) or own(file))
    status(folder, row(), row(), row(phase="after"))
    assert len(read) == 1


def test_the_columns_of_the_ledger_stay_and_no_rows_give_none(folder):
    rows = evidence(row()).assign(row=7)
    found = examine(folder, rows)
    assert found[list(rows)].equals(rows)
    assert found["content"].tolist() == [digest(BEFORE)]
    assert examine(folder, evidence()).empty
    assert examine(None, evidence()).empty


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("a" * 64, True), ("A" * 64, True), ("a" * 63, False), ("a" * 65, False), ("g" + "a" * 63, False),
     ("a" * 64 + "\n", False), ("", False)],
)  # fmt: skip
def test_a_digest_has_64_hexadecimal_digits(text, is_one):
    assert is_sha256(text) is is_one


_PATHS = st.text(alphabet="a./\\:~ \0é", max_size=12)


@settings(max_examples=300, derandomize=True, deadline=None)
@given(path=_PATHS)
def test_whatever_is_safe_stays_within_the_folder(path):
    root = Path("/folder")
    if is_safe(path):
        inside = Path(os.path.normpath(root / path))
        assert inside == root or root in inside.parents
