"""Screening by the catalogue of 2019 held against what became of China's blast furnaces.

Every furnace of the Global Iron and Steel Tracker (Global Energy Monitor, CC BY 4.0) that was in
operation on 1 January 2020 is screened as of that day, and compared with the tracker's status of
March 2025. `python -m benchmarks.backtest_blast_furnaces FOLDER` prints the tables; FOLDER holds the
tracker's two workbooks.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from capacity_analysis import Campaign, Standards, read_ledger
from capacity_analysis.analysis import catalogue_findings, operation
from capacity_analysis.assessment import catalogue
from capacity_analysis.ledger import Ledger
from capacity_analysis.ledger.gem import import_tracker
from capacity_analysis.ledger.gem.tables import ANNOUNCED_EXIT

AS_OF = dt.date(2020, 1, 1)
CLASSES = {"elimination": "淘汰类", "restricted": "限制类"}
FLAGGED = ("hit", "review")
# Lower ends of the bands, in m³ of effective volume; those of reference/data/SOURCES.md.
BANDS = (0, 400, 500, 1000, 1200, 2000)


@dataclass(frozen=True)
class Backtest:
    """What screening said of each furnace, what became of it, and how far the two agree.

    Attributes
    ----------
    furnaces : DataFrame
        One row per furnace in operation on the day: `line_id`, `volume_m3`, `status` (of the
        ledger), `outcome` (retired, retiring, kept), `gone` (bool), and for each of `CLASSES` and
        `either` whether it was flagged.
    confusion : DataFrame
        Flagged in either class or not, by gone or not: furnaces.
    results : DataFrame
        By class: furnaces by result of the governing row, and reason.
    scores : DataFrame
        By class: `flagged`, `gone_of_flagged`, `missed`, `recall`, `precision`, `base_rate`, `lift`.
    bands : DataFrame
        By size band: `furnaces`, `flagged`, `gone`, `retired`, `retiring`, `gone_share`.
    left_out : dict of str to int
        Furnaces of the tracker that are not compared, by reason.
    unsure : dict of str to int
        Furnaces that are compared on doubtful ground, by doubt.

    """

    furnaces: pd.DataFrame
    confusion: pd.DataFrame
    results: pd.DataFrame
    scores: pd.DataFrame
    bands: pd.DataFrame
    left_out: dict[str, int]
    unsure: dict[str, int]


def backtest(folder: Path) -> Backtest:
    """Screen the Chinese furnaces of the tracker and compare."""
    return compared(ledger_of(folder))


def ledger_of(folder: Path) -> Ledger:
    """Return the Chinese plants and furnaces of the tracker as `import gem` writes them."""
    iron_units, plants = (next(folder.glob(name)) for name in ("Iron-unit*", "Plant-level*"))
    with tempfile.TemporaryDirectory() as out:
        book = Path(out) / "ledger.xlsx"
        import_tracker(iron_units, plants, book, country="China")
        return read_ledger(book)


def compared(ledger: Ledger) -> Backtest:
    """Screen the furnaces of a ledger made from the tracker and compare."""
    chain = Campaign.load().jurisdiction.chain
    out = operation.out_of_operation(ledger["lines"], AS_OF, ledger.data_as_of)
    lines = ledger["lines"].assign(out_of_operation=out)
    screened = catalogue.screened(ledger, Standards.load(), chain, AS_OF, lines)
    governing = {key: _governing(screened, category, lines) for key, category in CLASSES.items()}
    furnaces = _furnaces(lines, ledger["equipment"], governing)
    return Backtest(
        furnaces=furnaces,
        confusion=_confusion(furnaces),
        results=_results(furnaces, governing),
        scores=pd.DataFrame({key: _scores(furnaces, key) for key in (*CLASSES, "either")}).T,
        bands=_bands(furnaces),
        left_out=out.value_counts().to_dict(),
        unsure={
            "start unknown, taken as running": int(furnaces["started_on"].isna().sum()),
            "name is a placeholder": int(furnaces["line_name"].str.startswith("高炉（").sum()),
            "idle in 2025, counted as kept": int((furnaces["status"] == "idle").sum()),
        },
    )


def _governing(screened: catalogue.Screened, category: str, lines: pd.DataFrame) -> pd.DataFrame:
    """Return result and reason of the gravest row of a class, in the order of the lines."""
    of_class = screened.table[screened.table["category"] == category]
    found = catalogue_findings.governing(of_class).set_index("line_code")
    return found[["result", "reason"]].astype("str").reindex(np.arange(len(lines)))


def _furnaces(
    lines: pd.DataFrame, equipment: pd.DataFrame, governing: dict[str, pd.DataFrame]
) -> pd.DataFrame:
    volume = equipment.set_index("line_code")["value"]
    remark = lines["remark"].astype("str").fillna("")
    retiring = remark.str.contains(ANNOUNCED_EXIT)
    outcome = np.select([lines["status"] == "retired", retiring], ["retired", "retiring"], "kept")
    table = lines[["line_id", "line_name", "status", "started_on", "out_of_operation"]].assign(
        volume_m3=volume.reindex(lines["line_code"]).to_numpy(),
        outcome=outcome,
        gone=outcome != "kept",
        **{key: found["result"].isin(FLAGGED).to_numpy() for key, found in governing.items()},
    )
    table["either"] = table[list(CLASSES)].any(axis=1)
    return table[table["out_of_operation"].isna()].drop(columns="out_of_operation")


def _confusion(furnaces: pd.DataFrame) -> pd.DataFrame:
    flagged = furnaces["either"].map({True: "flagged", False: "not flagged"})
    gone = furnaces["gone"].map({True: "retired or retiring", False: "kept"})
    return pd.crosstab(flagged, gone).reindex(
        index=["flagged", "not flagged"], columns=["retired or retiring", "kept"], fill_value=0
    )


def _results(furnaces: pd.DataFrame, governing: dict[str, pd.DataFrame]) -> pd.DataFrame:
    parts = [
        found.loc[furnaces.index].fillna("").value_counts().rename("furnaces").reset_index()
        .assign(category=key)
        for key, found in governing.items()
    ]  # fmt: skip
    return pd.concat(parts)[["category", "result", "reason", "furnaces"]].reset_index(drop=True)


def _scores(furnaces: pd.DataFrame, key: str) -> dict[str, float]:
    flagged, gone = furnaces[key], furnaces["gone"]
    both, base = int((flagged & gone).sum()), float(gone.mean())
    precision = both / flagged.sum() if flagged.any() else float("nan")
    return {
        "flagged": int(flagged.sum()),
        "gone_of_flagged": both,
        "missed": int((gone & ~flagged).sum()),
        "recall": both / gone.sum(),
        "precision": precision,
        "base_rate": base,
        "lift": precision / base,
    }


def _bands(furnaces: pd.DataFrame) -> pd.DataFrame:
    band = pd.cut(furnaces["volume_m3"], [*BANDS, np.inf], right=False)
    by_band = furnaces.assign(
        retired=furnaces["outcome"] == "retired", retiring=furnaces["outcome"] == "retiring"
    ).groupby(band, observed=False)
    counts = by_band[["either", "gone", "retired", "retiring"]].sum()
    found = counts.rename(columns={"either": "flagged"}).assign(furnaces=by_band.size())
    found["gone_share"] = found["gone"] / found["furnaces"]
    found.index = [f"{each.left:g} to under {each.right:g}" for each in found.index]
    return found[["furnaces", "flagged", "gone", "retired", "retiring", "gone_share"]]


CAVEATS = (
    "The flag is a volume and nothing else. The tracker does not say what iron a furnace makes, so "
    "that every flagged furnace is 待核 and none a hit: read it as a list of whom to ask.",
    "All furnaces of under 400 m³ were listed as operating in March 2025, among them a plant of "
    "ductile pipe and one of direct reduction: exemptions, or errors of the source. None of them "
    "may be closed by this list.",
    "Which furnaces went is not caused by the list: capacity replacement let a works trade small "
    "furnaces for a large one, and the list itself was known when exits were announced.",
    "'Retiring' is an announcement; some dates have passed without an exit.",
    "A retired furnace without a day, and one that retired before 2020, is not compared; a furnace "
    "whose start is unknown is taken as running on the day.",
    "The tracker leaves out works under 500,000 t a year, where the smallest furnaces stood, and "
    "most furnace names are placeholders; volumes are those of 2025, after any rebuilding.",
    "Furnaces idle in 2025 count as kept; what leaves later counts as wrongly flagged today.",
)


def main(folder: Path) -> None:
    found = backtest(folder)
    print(f"{len(found.furnaces)} furnaces in operation on {AS_OF}; not compared: {found.left_out}")
    print(f"doubtful: {found.unsure}")
    for title in ("confusion", "scores", "bands", "results"):
        table: pd.DataFrame = getattr(found, title)
        print(f"\n{title}\n{table.to_string(float_format='{:.3f}'.format)}")
    print("\ncaveats", *CAVEATS, sep="\n- ")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
