"""The back-test of the catalogue of 2019 counts what the tracker's own workbooks hold."""

import datetime as dt
import itertools

import pandas as pd
import pytest

from benchmarks.backtest_blast_furnaces import CAVEATS, backtest
from capacity_analysis import assess, read_ledger
from capacity_analysis.ledger.gem import import_tracker


@pytest.fixture(scope="module")
def found(tracker_folder):
    return backtest(tracker_folder)


@pytest.fixture(scope="module")
def raw(tracker_folder):
    """The Chinese furnaces as the workbooks have them, with what a reader of them would conclude."""
    units, plants = (
        pd.read_excel(next(tracker_folder.glob(name)), sheet_name=sheet, engine="calamine")
        for name, sheet in (("Iron-unit*", "Blast furnaces"), ("Plant-level*", "Plant data"))
    )
    chinese = plants.loc[plants["Country/Area"] == "China", "Plant ID"]
    table = units[units["GEM Plant ID"].isin(chinese)]
    status, volume = table["Unit Status"], pd.to_numeric(table["Current Size (m3)"])
    started, retired = (
        pd.to_numeric(table[name].astype("str").str[:4], errors="coerce")
        for name in ("Start Date", "Retired Date")
    )
    never = status.isin(["announced", "construction", "cancelled"])
    left = (status == "retired") & ~(retired >= 2020)  # of unknown day too
    return pd.DataFrame(
        {
            "volume": volume,
            "gone": status.isin(
                ["retired", "operating pre-retirement", "mothballed pre-retirement"]
            ),
            "running": ~never & ~left & ~(started >= 2020),
            # 淘汰类: 400 m³ and under; 限制类: over 400 and under 1,200, for ferromanganese under 300.
            "elimination": volume <= 400,
            "restricted": ((volume > 400) & (volume < 1200)) | (volume < 300),
        }
    )


@pytest.fixture(scope="module")
def running(raw):
    return raw[raw["running"]]


def share(table, least, below):
    return table.loc[table["volume"].between(least, below, inclusive="left"), "gone"].mean()


@pytest.mark.parametrize(
    ("least", "below", "published"),
    [(400, 500, 0.70), (500, 1000, 0.80), (1080, 1200, 0.41), (1200, 2000, 0.075)],
)
def test_the_workbooks_give_the_shares_that_the_sources_state(raw, least, below, published):
    assert share(raw, least, below) == pytest.approx(published, abs=0.006)


def test_all_furnaces_in_operation_on_the_day_are_compared_and_the_others_counted(
    found, raw, running
):
    assert len(found.furnaces) == len(running)
    assert sum(found.left_out.values()) == len(raw) - len(running)
    assert found.left_out["construction"] + found.left_out["announced"] == 38 + 35


@pytest.mark.parametrize("category", ["elimination", "restricted"])
def test_a_furnace_is_flagged_by_its_volume_as_the_entry_says(found, running, category):
    assert found.furnaces[category].sum() == running[category].sum()
    assert sorted(found.furnaces.loc[found.furnaces[category], "volume_m3"]) == sorted(
        running.loc[running[category], "volume"]
    )


def test_the_confusion_table_holds_every_furnace_once(found, running):
    flagged, gone = running["elimination"] | running["restricted"], running["gone"]
    assert found.confusion.to_numpy().tolist() == [
        [(flagged & gone).sum(), (flagged & ~gone).sum()],
        [(~flagged & gone).sum(), (~flagged & ~gone).sum()],
    ]


@pytest.mark.parametrize("category", ["elimination", "restricted"])
def test_recall_precision_and_lift_follow_from_the_counts(found, running, category):
    both = (running[category] & running["gone"]).sum()
    scores = found.scores.loc[category]
    assert scores["recall"] == pytest.approx(both / running["gone"].sum())
    assert scores["precision"] == pytest.approx(both / running[category].sum())
    lift = (both / running[category].sum()) / running["gone"].mean()
    assert scores["lift"] == pytest.approx(lift)


def test_each_size_band_has_its_share(found, running):
    ends = [0, 400, 500, 1000, 1200, 2000, 1e9]
    expected = [share(running, *band) for band in itertools.pairwise(ends)]
    assert found.bands["gone_share"].tolist() == pytest.approx(expected)
    assert found.bands["furnaces"].sum() == len(running)


def test_no_furnace_is_closed_by_its_volume_alone_for_its_use_is_not_known(found):
    assert set(found.results["result"]) == {"review", "undecided", "clear"}
    small = found.furnaces[found.furnaces["volume_m3"] <= 400]
    assert len(small) == 8
    assert small["elimination"].all()
    assert not small["gone"].any()  # the list is wrong about every one of them, and says 待核


def test_the_caveats_of_the_sources_are_printed():
    told = " ".join(CAVEATS)
    for said in ("ductile pipe", "direct reduction", "placeholders", "500,000 t"):
        assert said in told


def test_every_chinese_furnace_goes_through_import_and_assessment_and_none_is_closed(
    tracker_folder, running, tmp_path
):
    # The eight furnaces under 400 m³, and no other, may be on the elimination list; whether an
    # exception holds (a pipe works, direct reduction) the tracker does not say.
    iron = next(tracker_folder.glob("Iron-unit*"))
    plants = next(tracker_folder.glob("Plant-level*"))
    import_tracker(iron, plants, tmp_path / "china.xlsx", country="China")
    assessed = assess(read_ledger(tmp_path / "china.xlsx"), as_of=dt.date(2020, 1, 1))
    assert len(assessed["lines"]) == 1057
    found = assessed["findings"]
    listed = found[found["ground"] == "elimination_list"]
    possible = listed[listed["document"].notna() & (listed["result"] != "clear")]
    assert sorted(possible["measured"]) == sorted(running.loc[running["elimination"], "volume"])
    assert set(possible["result"]) == {"review"}
    assert possible["proof"].notna().all()
    assert not assessed["dispositions"]["exits"].any()
