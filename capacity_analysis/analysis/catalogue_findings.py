"""Findings from screened equipment: one for each device that is not clear, one for every other line.

What a device is found to be is what its gravest row says. A document that binds nobody speaks only
where it is certainly met: what remains open in it can change no verdict.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ..standards import Confidence, may_decide
from ..text import _
from .frames import once_without_rows
from .texts import as_texts

ELIMINATION, RESTRICTION = "淘汰类", "限制类"

# A check counts in this order; what no longer decides counts alike.
_DECIDING = [mark.value for mark in Confidence if may_decide(mark)]
_NAMES = {"document_id": "document", "attribute_id": "attribute"}
_OF_ROW = ("category", "document_id", "row_id", "attribute_id", "measured", "measured_text",
           "threshold", "threshold_text", "unit", "confidence", "proof", "entry_deadline",
           "result", "reason", "excess", "source_cell")  # fmt: skip
_CODES = ("enterprise_code", "line_code", "device_code")

_Codes = npt.NDArray[np.int64]
_Mask = npt.NDArray[np.bool_]


def findings(screened: pd.DataFrame, devices: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return the findings on the elimination list (plan 二（一）1).

    Parameters
    ----------
    screened : DataFrame
        What `screening.screen` returns, with `source_cell` where that is known.
    devices : DataFrame
        What `equipment.of` returns.
    lines : DataFrame
        The lines in the order of `line_code`: `enterprise_code`, `enterprise_id`, `line_id`,
        `out_of_operation` (missing for a line in operation).

    Returns
    -------
    DataFrame
        One row per device that is hit, under review or undecided, and one row (of its gravest
        device, or of none) for each line that has no such device: `enterprise_id`, `line_id`,
        `equipment_id`, `ground`, `category`, `document`, `row_id`, `attribute`, `measured`,
        `measured_text`, `threshold`, `threshold_text`, `unit`, `result`, `confidence`, `reason`,
        `proof`, `note` (how a text was read), `source_cell`, `entry_deadline`, `enterprise_code`,
        `line_code`, `device_code`. Without a device in use a line is undecided
        (`equipment_missing`), with one of no known type too (`equipment_unknown`).

    Examples
    --------
    The elimination list against the sample district, as its workbook describes it.

    >>> import datetime as dt
    >>> from capacity_analysis import paths, vocabulary
    >>> from capacity_analysis.analysis import equipment, operation, screening
    >>> from capacity_analysis.analysis.conditions_of_entries import entries_in_force
    >>> from capacity_analysis.analysis.equipment_words import equipment_words
    >>> from capacity_analysis.ledger import read_ledger
    >>> from capacity_analysis.standards import Standards
    >>> day, sample = dt.date(2022, 9, 10), read_ledger(paths.sample_ledger())
    >>> chain = ["360404", "360400", "360000", "000000"]
    >>> rules = entries_in_force(Standards.load().rows_in_force("catalogue_entries", day, chain))
    >>> found = equipment.of(
    ...     sample.tables, equipment_words(), vocabulary.equipment_of_products(), day)
    >>> screened = screening.screen(found.devices, found.values, rules)
    >>> out = operation.out_of_operation(sample["lines"], day)
    >>> table = findings(screened, found.devices, sample["lines"].assign(out_of_operation=out))
    >>> set(table["line_code"]) >= set(sample["lines"]["line_code"])
    True

    """
    return _on_ground("elimination_list", ELIMINATION, screened, devices, lines)


def restricted(screened: pd.DataFrame, devices: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Return what the restricted class says of each device and line, in the shape of `findings`.

    The ground of the plan (二（二）) needs the rating besides: see `ratings`.
    """
    return _on_ground("restricted", RESTRICTION, screened, devices, lines)


def governing(screened: pd.DataFrame) -> pd.DataFrame:
    """Return the gravest row of each device: the one that its finding shows.

    Hit before review before undecided before clear; among equals a row that binds before one that
    does not, a verified row before one checked elsewhere before an unchecked one, the row whose own
    value is missing, then the one that the device misses by most or meets by least; then by id.

    Parameters
    ----------
    screened : DataFrame
        Rows of `screening.screen`, in its order.

    Examples
    --------
    >>> rows = pd.DataFrame({"device_code": [0, 0], "row_id": ["a", "b"], "binding": True,
    ...     "result": pd.Categorical(["clear", "hit"], ["hit", "review", "undecided", "clear"]),
    ...     "reason": None, "confidence": pd.Categorical(["verified", "cross_checked"]),
    ...     "value_code": [0, 0], "excess": [-0.1, 0.2]})
    >>> governing(rows)["row_id"].tolist()
    ['b']

    """
    rows = screened[_counts(screened)]
    if rows.empty:
        return rows
    grave = _gravity(rows)
    starts = np.flatnonzero(np.diff(rows["device_code"].to_numpy(), prepend=-1))
    sizes = np.diff(starts, append=len(rows))
    first = grave == np.repeat(np.minimum.reduceat(grave, starts), sizes)
    excess = np.where(first, rows["excess"].fillna(-np.inf).to_numpy(), -np.inf)
    first &= excess == np.repeat(np.maximum.reduceat(excess, starts), sizes)
    found = rows[first]
    once: pd.DataFrame = found[~found["device_code"].duplicated()]
    return once


def _counts(screened: pd.DataFrame) -> _Mask:
    found: _Mask = (screened["binding"] | (screened["reason"] == "not_binding")).to_numpy(bool)
    return found


def _gravity(rows: pd.DataFrame) -> _Codes:
    result = rows["result"].cat.codes.to_numpy(np.int64)
    confidence = rows["confidence"].cat
    order = [
        _DECIDING.index(mark) if mark in _DECIDING else len(_DECIDING)
        for mark in confidence.categories
    ]
    checked = np.array([*order, len(_DECIDING)])[confidence.codes]
    known = (rows["value_code"] >= 0) & (rows["result"] == "undecided")
    grave = result * 2 + ~rows["binding"].to_numpy(bool)
    found: _Codes = (grave * (len(_DECIDING) + 1) + checked) * 2 + known.to_numpy()
    return found


def _on_ground(
    ground: str,
    category: str,
    screened: pd.DataFrame,
    devices: pd.DataFrame,
    lines: pd.DataFrame,
) -> pd.DataFrame:
    rows = screened[screened["category"] == category]
    weak = rows["binding"].to_numpy(bool) & ~rows["confidence"].isin(_DECIDING).to_numpy()
    doubtful = _lines_of(rows[weak], lines)
    of_class = governing(rows)
    of_class = of_class[[name for name in (*_CODES, *_OF_ROW) if name in of_class]]
    graver = (of_class["result"] != "clear").to_numpy()
    unknown = _unknown(devices)
    said = _lines_of(of_class[graver], lines) | _lines_of(unknown, lines)
    clear = _nearest(of_class[~graver & ~said[of_class["line_code"]]])
    silent = _silent(devices, lines, said | _lines_of(clear, lines))
    told = _with_texts(pd.concat([of_class[graver], clear]), doubtful)
    found = pd.concat([told, unknown, silent], ignore_index=True).rename(columns=_NAMES)
    # What is open comes first, in the order of the devices; then line by line what is not.
    part = np.repeat([0, 1, 0, 2], [graver.sum(), len(clear), len(unknown), len(silent)])
    found = found.iloc[np.lexsort((np.where(part == 0, found["device_code"], -1), part))]
    found = found.reset_index(drop=True)
    line, device = found["line_code"].to_numpy(), found["device_code"].to_numpy()
    own = _taken(devices["enterprise_id"], device)
    shown: pd.DataFrame = found.drop(columns="excess").assign(
        enterprise_id=own.fillna(_taken(lines["enterprise_id"], line)),
        line_id=_taken(lines["line_id"], line),
        equipment_id=_taken(devices["equipment_id"], device),
        ground=ground,
        category=found["category"].fillna(category),
        note=_notes(devices, device),
    )
    return shown


@once_without_rows("rows")
def _with_texts(rows: pd.DataFrame, doubtful: _Mask) -> pd.DataFrame:
    """Return rows with texts; thresholds in words only where no number, and what is clear unchecked.

    A line is clear of every row that speaks of it; where nobody has checked one of them, that is said.
    """
    by_number = rows["threshold"].notna() | (rows["unit"] == "bool")
    unchecked = (rows["result"] == "clear") & doubtful[rows["line_code"]]
    shown = rows.assign(threshold_text=rows["threshold_text"].mask(by_number))
    texts = {str(name): as_texts(shown[name]) for name in shown.select_dtypes("category")}
    shown = shown.assign(**texts)
    return shown.assign(reason=shown["reason"].mask(unchecked, "clear_unchecked"))


def _unknown(devices: pd.DataFrame) -> pd.DataFrame:
    """Return the devices in use whose type nobody knows."""
    untyped = devices["equipment_type"].isna() & devices["candidates"].isna() & devices["in_use"]
    rows = devices.loc[untyped, [name for name in (*_CODES, "source_cell") if name in devices]]
    return rows.assign(result="undecided", reason="equipment_unknown")


@once_without_rows("clear")
def _nearest(clear: pd.DataFrame) -> pd.DataFrame:
    """Return the row of each line that comes nearest to being met."""
    rows = clear[clear["line_code"] >= 0].sort_values(
        ["line_code", "excess"], ascending=[True, False], kind="stable"
    )
    nearest: pd.DataFrame = rows[~rows["line_code"].duplicated()]
    return nearest


def _silent(devices: pd.DataFrame, lines: pd.DataFrame, said: _Mask) -> pd.DataFrame:
    """Return one row for each line of which nothing is said."""
    others = np.flatnonzero(~said[:-1])
    out = lines["out_of_operation"].notna().to_numpy()[others]
    equipped = _lines_of(devices.loc[devices["in_use"], ["line_code"]], lines)[others]
    rest = pd.DataFrame(
        {
            "line_code": others.astype(np.int32),
            "enterprise_code": lines["enterprise_code"].to_numpy()[others],
            "device_code": np.int32(-1),
            "result": np.where(~out & equipped, "clear", "undecided"),
            "reason": np.select(
                [out, equipped], ["not_in_operation", "no_entry"], "equipment_missing"
            ),
        }
    )
    if "source_cell" in lines:
        rest["source_cell"] = lines["source_cell"].to_numpy()[others]
    return rest


def _lines_of(rows: pd.DataFrame, lines: pd.DataFrame) -> _Mask:
    """Say which lines have a row; the last place, -1, is that of no line."""
    found = np.zeros(len(lines) + 1, dtype=bool)
    found[rows["line_code"]] = True
    found[-1] = False
    return found


def _taken(column: pd.Series, places: npt.NDArray[np.integer]) -> pd.Series:
    """Return the texts at these places, none for a place of -1."""
    return as_texts(pd.Series(column.array.take(places, allow_fill=True)))


def _notes(devices: pd.DataFrame, device: npt.NDArray[np.integer]) -> pd.Series:
    """Say of a device that was not reported what it was recognised by."""
    parsed, implied = ((devices["origin"] == each).to_numpy() for each in ("parsed", "product"))
    code, names = pd.factorize(devices["name"].where(parsed))
    before, _text, after = _("按“{text}”识别").partition("{text}")
    told = pd.array(
        [*(before + pd.Series(names, dtype="str") + after), _("按主要产品推定")], dtype="str"
    )
    place = np.append(np.where(implied, len(names), code), -1)
    return pd.Series(told.take(place[device], allow_fill=True))
