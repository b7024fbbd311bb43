"""Equipment, orders, procedures, false returns and evidence: what can't be, or lacks its other half."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

from .. import vocabulary
from .book import Book, Finding, Flags, where
from .evidence_files import is_safe, is_sha256

_PROVEN = ("confirmed", "punished")
_CONCLUDED = ("confirmed", "dismissed", "punished")
_GONE = "dismantled"
_TABLES_OF_VALUES = ("equipment", "equipment_parameters")


def campaign_tables(book: Book) -> Iterator[Finding]:
    """Yield what is wrong with the tables by which lines are screened and the campaign is followed.

    A value of equipment that is beyond belief goes missing from the frames: with it, a catalogue
    would have a hit, or none, all the same.
    """
    yield from _implausible_values(book)
    yield from _flags(book)
    yield from _values_and_texts(book)
    yield from _contradicted(book)
    yield from _repeated_devices(book)
    yield from _equipment_of_retired_lines(book)
    yield from _halves(book)
    yield from _false_returns(book)
    yield from _procedures(book)
    yield from _evidence(book)


def _implausible_values(book: Book) -> Iterator[Finding]:
    bounds = book.registry.plausibility.equipment
    least = {name: one.least for name, one in bounds.items()}
    most = {name: one.most for name, one in bounds.items()}
    for table in _TABLES_OF_VALUES:
        frame = book.frames[table]
        if frame.empty:
            continue
        attribute, value = frame["attribute"].astype("object"), frame["value"]
        too_small = value < attribute.map(least).astype("float64")
        strange = too_small | (value > attribute.map(most).astype("float64"))
        for at in where(strange):
            one = bounds[attribute.iloc[at]]
            told = {"least": f"{one.least:g}", "most": f"{one.most:g}"}
            details = {**_attribute(book, table, at), **told}
            yield Finding(table, at, "value", "equipment_value_implausible", details)
        frame.loc[strange, "value"] = np.nan


def _attribute(book: Book, table: str, at: int) -> dict[str, str]:
    labels = book.registry.tables[table].fields["attribute"].labels
    return {"attribute": labels[str(book.frames[table]["attribute"].iloc[at])]}


def _flags(book: Book) -> Iterator[Finding]:
    attributes = vocabulary.equipment_attributes()
    flags = [name for name, one in attributes.items() if one.kind == "flag"]
    for table in _TABLES_OF_VALUES:
        frame = book.frames[table]
        if frame.empty:
            continue
        strange = frame["attribute"].isin(flags) & frame["value"].notna()
        for at in where(strange & ~frame["value"].isin([0, 1])):
            yield Finding(table, at, "value", "not_zero_or_one", _attribute(book, table, at))


def _values_and_texts(book: Book) -> Iterator[Finding]:
    parameters = book.frames["equipment_parameters"]
    if parameters.empty:
        return
    for at in where(parameters["value"].notna() & parameters["value_text"].notna()):
        yield Finding("equipment_parameters", at, "value_text", "value_and_text")


def _contradicted(book: Book) -> Iterator[Finding]:
    """Yield parameters that the row of their device gives another value of."""
    parameters, equipment = book.frames["equipment_parameters"], book.frames["equipment"]
    if equipment.empty or parameters.empty:
        return
    code = parameters["equipment_code"].to_numpy()
    own = equipment.reindex(np.where(code >= 0, code, -1)).set_axis(parameters.index)
    same = parameters["attribute"].astype("object") == own["attribute"].astype("object")
    values, others = parameters["value"], own["value"]
    differs = same & values.notna() & others.notna() & (values != others)
    for at in where(differs):
        details = {
            **_attribute(book, "equipment_parameters", at),
            "target": book.registry.tables["equipment"].sheet,
            "number": int(own["row"].iloc[at]),
            "other": f"{others.iloc[at]:.10g}",
        }
        yield Finding("equipment_parameters", at, "value", "parameter_contradicted", details)


def _repeated_devices(book: Book) -> Iterator[Finding]:
    """Yield devices whose number differs from another one's of the enterprise by its writing alone."""
    equipment = book.frames["equipment"]
    if equipment.empty:
        return
    folded = equipment["equipment_id"].map(_folded, na_action="ignore")
    keys = pd.DataFrame({"owner": equipment["enterprise_code"], "id": folded})
    known = ((keys["owner"] >= 0) & keys["id"].notna()).to_numpy()
    exact = equipment.duplicated(["enterprise_id", "equipment_id"])  # reported as such
    keys = keys[known & ~exact.to_numpy()].assign(row=equipment["row"])
    first = keys.groupby(["owner", "id"])["row"].transform("min")
    for at in keys.index[keys["row"] != first]:
        details = {"first": int(first[at])}
        yield Finding("equipment", int(at), "equipment_id", "device_repeated", details)


def _folded(name: str) -> str:
    """Return the form in which the numbers of devices are compared.

    Examples
    --------
    >>> _folded("1号高炉A") == _folded("1#高炉-a")
    True

    """
    return name.casefold().replace("号", "#").replace("-", "").replace("_", "")


def _equipment_of_retired_lines(book: Book) -> Iterator[Finding]:
    equipment = book.frames["equipment"]
    if equipment.empty:
        return
    labels = book.registry.tables["equipment"].fields["status"].labels
    gone = book.of_line("equipment", "status") == "retired"
    in_use = (equipment["status"] == "in_use") & book.sound("equipment", "status")
    for at in where(gone & in_use):
        details = {"line": equipment["line_id"].iloc[at], "status": labels["in_use"]}
        yield Finding("equipment", at, "status", "equipment_of_retired_line", details)


def _halves(book: Book) -> Iterator[Finding]:
    """Yield outcomes without their day, and days without the outcome."""
    orders, equipment = book.frames["rectifications"], book.frames["equipment"]
    returns = book.frames["false_returns"]
    if orders.empty and equipment.empty and returns.empty:
        return
    concluded = returns["state"].isin(_CONCLUDED)
    gone = equipment["status"] == _GONE
    yield from _without_date(
        book, "rectifications", "outcome", "concluded_on", orders["outcome"].notna()
    )
    yield from _without_date(book, "equipment", "status", "dismantled_on", gone)
    yield from _without_date(book, "false_returns", "state", "concluded_on", concluded)
    yield from _without_outcome(
        book, "rectifications", "concluded_on", "outcome", orders["outcome"].isna()
    )
    if book.data_as_of is not None:  # later, it is a day that is planned
        past = equipment["dismantled_on"] <= pd.Timestamp(book.data_as_of)
        yield from _without_outcome(book, "equipment", "dismantled_on", "status", past & ~gone)
    yield from _without_outcome(
        book, "false_returns", "concluded_on", "state", returns["state"] == "suspected"
    )


def _without_date(
    book: Book, table: str, field: str, day: str, told: pd.Series
) -> Iterator[Finding]:
    frame, fields = book.frames[table], book.registry.tables[table].fields
    sound = book.sound(table, field, day)
    details = {"header": fields[field].header, "other": fields[day].header}
    for at in where(told & frame[day].isna() & sound):
        yield Finding(table, at, field, "outcome_without_date", details)


def _without_outcome(
    book: Book, table: str, day: str, field: str, untold: pd.Series
) -> Iterator[Finding]:
    frame, fields = book.frames[table], book.registry.tables[table].fields
    sound = book.sound(table, field, day)
    for at in where(untold & frame[day].notna() & sound):
        state = frame[field].iloc[at]
        shown = "空的" if pd.isna(state) else f"“{fields[field].labels[str(state)]}”"
        details = {"header": fields[day].header, "other": fields[field].header, "state": shown}
        yield Finding(table, at, day, "date_without_outcome", details)


def _false_returns(book: Book) -> Iterator[Finding]:
    returns = book.frames["false_returns"]
    if returns.empty:
        return
    unproven = returns["state"].isin(_PROVEN) & returns["proof"].isna()
    for at in where(unproven & book.sound("false_returns", "proof")):
        yield Finding("false_returns", at, "state", "proof_missing")


def _procedures(book: Book) -> Iterator[Finding]:
    procedures = book.frames["procedures"]
    if procedures.empty:
        return
    spared = procedures["not_required"].fillna(False).to_numpy(dtype=bool)
    for at in where(spared & procedures["done_on"].notna().to_numpy()):
        yield Finding("procedures", at, "not_required", "done_and_not_required")
    unexplained = spared & procedures["reason"].isna().to_numpy()
    for at in where(unexplained & book.sound("procedures", "reason")):
        yield Finding("procedures", at, "not_required", "not_required_without_reason")


def _evidence(book: Book) -> Iterator[Finding]:
    evidence = book.frames["evidence"]
    if evidence.empty:
        return
    for at in where(_fails(evidence["sha256"], is_sha256)):
        yield Finding("evidence", at, "sha256", "not_a_digest")
    for at in where(_fails(evidence["file"], is_safe)):
        yield Finding("evidence", at, "file", "unsafe_path")


def _fails(texts: pd.Series, test: Callable[[str], bool]) -> Flags:
    passed = texts.astype("object").map(test, na_action="ignore")
    return np.asarray(passed.eq(False), dtype=np.bool_)
