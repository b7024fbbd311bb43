"""The files of evidence of the sample: small, made anew alike, and with the defects that were seeded."""

import hashlib
from collections import Counter

from capacity_analysis import paths
from capacity_analysis.ledger import read_ledger
from tools.sample.evidence import write_evidence
from tools.sample.story import district

FOLDER = paths.data() / "sample" / "evidence"


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*")) if path.is_file()}  # fmt: skip


def test_making_the_files_again_gives_the_committed_ones_and_takes_strangers_away(tmp_path):
    (tmp_path / "别处").mkdir()
    (tmp_path / "别处" / "旧.jpg").write_bytes(b"old")
    write_evidence(district(), tmp_path)
    assert contents(tmp_path) == contents(FOLDER)


def test_one_file_is_lost_one_was_altered_and_two_are_the_same():
    listed = read_ledger(paths.sample_ledger())["evidence"]
    held = {name: hashlib.sha256(data).hexdigest() for name, data in contents(FOLDER).items()}
    assert set(listed["file"]) - held.keys() == {"红垅水泥厂/2号窑/拆除后.jpg"}
    assert held.keys() <= set(listed["file"])
    noted = listed[listed["sha256"].notna() & listed["file"].isin(held)]
    altered = noted[noted["sha256"] != noted["file"].map(held)]
    assert altered["file"].tolist() == ["银沙再生铝/2号炉/拆除前.jpg"]
    same = {digest for digest, times in Counter(held.values()).items() if times > 1}
    assert {name for name, digest in held.items() if digest in same} == {
        "银沙再生铝/2号炉/拆除中.jpg", "银沙再生铝/2号炉/拆除后.jpg",
    }  # fmt: skip
    assert listed.loc[listed["sha256"].isna(), "file"].tolist() == ["茅坪新型墙材/2号窑/封存前.jpg"]


def test_the_files_are_small_enough_to_be_committed_and_hold_no_camera_s_data():
    held = contents(FOLDER)
    assert sum(map(len, held.values())) < 200_000
    assert not any(b"Exif" in data for data in held.values())
