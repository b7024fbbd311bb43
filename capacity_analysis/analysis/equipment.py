"""The equipment that the catalogues are held against, from wherever the ledger speaks of it.

What the table of equipment reports counts. A line without such a row is read from its specification,
else from its name; where these say nothing, its product may imply the type. Every reading of a text
is kept, so that nobody has to take a type on trust.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from . import joined_ids, operation
from .equipment_readings import Objects, Places, Reader, choose, is_missing
from .equipment_values import values_of
from .equipment_words import EquipmentWords
from .frames import typed

ORIGINS = ("reported", "parsed", "product")

PARSES = ["device_code", "text", "equipment_type", "attribute", "value", "outcome", "candidates",
          "row_table", "row", "field"]  # fmt: skip
_TEXTS = ("equipment_type", "candidates", "use", "model", "exception_papers", "origin", "row_table")
_BRACKETS = r"[（(][^（）()]*[）)]"


@dataclass(frozen=True, eq=False)
class Equipment:
    """Devices, what is known of them, and how texts were read.

    Attributes
    ----------
    devices : DataFrame
        One row per device: `device_code`, `equipment_code` (-1 where not reported),
        `enterprise_code`, `enterprise_id`, `line_code` (-1 where it belongs to no line), `equipment_id` (as reported;
        line id and type of others), `name`, `equipment_type` (missing where it is not sure),
        `candidates` (types joined by ``;`` that a text leaves open), `use`, `model`,
        `exception_papers`, `approved_on`, `commissioned_on`, `quantity`, `origin` (reported,
        parsed, product), `row_table`, `row`, `in_use` (bool).
    values : DataFrame
        One row per device and attribute: `device_code`, `attribute`, `value` (in the unit of the
        attribute), `value_text`, `row_table`, `row`, `field`, `origin`.
    parses : DataFrame
        One row per text and attribute found in it: `device_code`, `text`, `equipment_type`,
        `attribute`, `value`, `outcome` (parsed, ambiguous, unknown), `candidates` (types or
        numbers joined by ``;``), `row_table`, `row`, `field`.

    """

    devices: pd.DataFrame
    values: pd.DataFrame
    parses: pd.DataFrame


def of(
    tables: Mapping[str, pd.DataFrame],
    words: EquipmentWords,
    of_products: Mapping[str, str],
    as_of: dt.date,
    data_as_of: dt.date | None = None,
) -> Equipment:
    """Return the equipment of a ledger.

    Parameters
    ----------
    tables : mapping of str to DataFrame
        Tables of the ledger: `lines`, `equipment`, `equipment_parameters`.
    words : EquipmentWords
        The words by which texts are read.
    of_products : mapping of str to str
        Product -> the type of equipment that it implies.
    as_of : date
        The day: what was dismantled before it, or belongs to a line out of operation, is not in use.
    data_as_of : date, optional
        The day that the ledger's states describe; `as_of` where it is not known.

    Examples
    --------
    >>> from capacity_analysis import paths, vocabulary
    >>> from capacity_analysis.analysis.equipment_words import equipment_words
    >>> from capacity_analysis.ledger import read_ledger
    >>> sample = read_ledger(paths.sample_ledger())
    >>> implied = vocabulary.equipment_of_products()
    >>> found = of(sample.tables, equipment_words(), implied, dt.date(2022, 9, 10))
    >>> furnaces = found.parses[found.parses["text"] == "1080立方米高炉"]
    >>> furnaces[["equipment_type", "attribute", "value"]].drop_duplicates().values.tolist()
    [['blast_furnace', 'effective_volume_m3', 1080.0]]

    """
    lines, equipment = tables["lines"], tables["equipment"]
    reader = Reader(words)
    reported = _reported(equipment, lines, reader, as_of, data_as_of)
    derived = _derived(lines, reported, reader, of_products)
    devices = pd.concat([reported, derived], ignore_index=True)
    devices.insert(0, "device_code", np.arange(len(devices), dtype=np.int32))
    line = devices["line_code"].to_numpy()
    running = operation.out_of_operation(lines, as_of, data_as_of).isna().to_numpy()
    devices["in_use"] &= np.append(running, True)[line]
    devices["use"] = _uses(devices, _of_line(lines, "product_id", line), words)
    read = reader.long(devices["reading"].to_numpy())
    values, contradicted = values_of(devices, tables, read, words)
    read["outcome"] = read["outcome"].mask(
        contradicted | _of_another_type(devices, read), "ambiguous"
    )
    own = ["device_code", "row_table", "row", "field"]
    parses = read.assign(**{name: devices[name].to_numpy()[read["at"]] for name in own})
    devices = devices.drop(columns=["reading", "field"])
    return Equipment(
        typed(devices, dict.fromkeys(_TEXTS, "category")),
        values,
        typed(parses[PARSES], dict.fromkeys(("row_table", "field"), "category")),
    )


def _of_another_type(devices: pd.DataFrame, read: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Say which texts name another type than the one that was reported."""
    reported = devices["equipment_type"].to_numpy(object)[read["at"]]
    named = read["equipment_type"].astype(object).to_numpy()
    found: npt.NDArray[np.bool_] = ~is_missing(reported) & ~is_missing(named) & (reported != named)
    return found


def _of_line(lines: pd.DataFrame, column: str, line: Places) -> Objects:
    found = [lines[column].astype(object).to_numpy(), np.array([None])]
    return np.concatenate(found)[line]


def _day_of_line(lines: pd.DataFrame, column: str, equipment: pd.DataFrame) -> pd.Series:
    days = np.append(lines[column].to_numpy("datetime64[ms]"), np.datetime64("NaT", "ms"))
    return pd.Series(days[equipment["line_code"].to_numpy()], index=equipment.index)


def _reported(
    equipment: pd.DataFrame,
    lines: pd.DataFrame,
    reader: Reader,
    as_of: dt.date,
    data_as_of: dt.date | None,
) -> pd.DataFrame:
    """Return the devices of the table of equipment; a blank type is read from the name."""
    product = _of_line(lines, "product_id", equipment["line_code"].to_numpy())
    place = reader.read(equipment["name"], product)
    typed = equipment["equipment_type"].notna().to_numpy()
    started = equipment["commissioned_on"]
    # Equipment younger than its line was not approved with the line.
    with_line = _day_of_line(lines, "approved_on", equipment).where(started.isna())
    return pd.DataFrame(
        {
            **{
                name: equipment[name]
                for name in ("equipment_code", "enterprise_code", "enterprise_id", "line_code", "equipment_id",
                             "name", "model", "row")
            },
            "equipment_type": _filled(equipment["equipment_type"], reader.told("type_id", place)),
            "candidates": choose(typed, None, reader.candidates(place)),
            "use": _filled(equipment["use"], reader.told("use", place)),
            "exception_papers": equipment["exception_papers"].astype(object),
            "approved_on": equipment["approved_on"].fillna(with_line),
            "commissioned_on": started.fillna(_day_of_line(lines, "started_on", equipment)),
            "quantity": equipment["quantity"].fillna(1).astype("int32"),
            "origin": "reported",
            "row_table": "equipment",
            "in_use": ~_dismantled(equipment, as_of, data_as_of),
            "reading": place,
            "field": "name",
        }
    )  # fmt: skip


def _filled(column: pd.Series, otherwise: Objects) -> Objects:
    return choose(column.notna().to_numpy(), column.astype(object), otherwise)


def _dismantled(equipment: pd.DataFrame, as_of: dt.date, data_as_of: dt.date | None) -> pd.Series:
    """Say what was gone on the day; as with lines, a roughly dated end counts from the ledger's day."""
    gone, described = equipment["dismantled_on"], as_of >= (data_as_of or as_of)
    called = (equipment["status"] == "dismantled") & (gone.isna() | described)
    not_yet = equipment["commissioned_on"] > pd.Timestamp(as_of)
    return called | (gone < pd.Timestamp(as_of)) | not_yet


def _derived(
    lines: pd.DataFrame, reported: pd.DataFrame, reader: Reader, of_products: Mapping[str, str]
) -> pd.DataFrame:
    """Return the device that each line names in its specification or name, or that its product implies.

    A specification that names nothing known leaves a device of no type; a line without one has none.
    """
    product = lines["product_id"].astype(object).to_numpy()
    place, field, text = _described(lines, product, reader)
    implied = pd.Series(product).map(of_products).astype(object).to_numpy()
    silent = is_missing(reader.told("types", place))
    by_product = silent & ~is_missing(implied)
    type_id = choose(silent, implied, reader.told("type_id", place))
    told = by_product | ~silent | lines["specification"].notna().to_numpy()
    may_be = choose(is_missing(type_id), reader.candidates(place), type_id)
    kept = np.flatnonzero(told & _unlisted(lines["line_code"], may_be, reported))
    lines, place, field, text = lines.iloc[kept], place[kept], field[kept], text[kept]
    type_id, by_product = type_id[kept], by_product[kept]
    line_id = lines["line_id"].astype(object).to_numpy()
    named = line_id + " " + choose(is_missing(type_id), "", type_id)
    return pd.DataFrame(
        {
            "equipment_code": np.int32(-1),
            "enterprise_code": lines["enterprise_code"].to_numpy(),
            "enterprise_id": lines["enterprise_id"].to_numpy(),
            "line_code": lines["line_code"].to_numpy(),
            "equipment_id": choose(is_missing(type_id), line_id, named),
            "name": text,
            "model": None,
            "row": lines["row"].to_numpy(),
            "equipment_type": type_id,
            "candidates": reader.candidates(place),
            "use": reader.told("use", place),
            "exception_papers": None,
            "approved_on": lines["approved_on"].to_numpy(),
            "commissioned_on": lines["started_on"].to_numpy(),
            "quantity": reader.quantity(place),
            "origin": np.where(by_product, "product", "parsed"),
            "row_table": "lines",
            "in_use": True,
            "reading": place,
            "field": field,
        }
    )


def _unlisted(line: pd.Series, may_be: Objects, reported: pd.DataFrame) -> npt.NDArray[np.bool_]:
    """Say which devices of lines no reported one of the line can be, by the types they may be.

    Whoever lists the boiler of a line has not said that it has no furnace. A text that names nothing
    known adds nothing to a list.
    """
    found: npt.NDArray[np.bool_] = ~line.isin(reported["line_code"]).to_numpy()
    place = np.flatnonzero(~found)
    listed = reported["equipment_type"].fillna(reported["candidates"]).to_numpy(object)
    device, kind, kinds = joined_ids.apart(pd.Series(np.append(may_be[place], listed), dtype="str"))
    owner = np.append(line.to_numpy()[place], reported["line_code"]).astype(np.int64)
    key = owner[device] * len(kinds) + kind
    named = device < len(place)
    same = np.isin(key[named], key[~named])
    found[place[device[named]]] = True
    found[place[device[named][same]]] = False
    return found


def _described(
    lines: pd.DataFrame, product: Objects, reader: Reader
) -> tuple[Places, Objects, Objects]:
    """Read each line's specification, else its name without what stands in brackets."""
    specified = reader.read(lines["specification"], product)
    unknown = is_missing(reader.told("types", specified))
    name = lines["line_name"].str.replace(_BRACKETS, "", regex=True).where(unknown)
    named = reader.read(name, product)
    by_name = unknown & ~is_missing(reader.told("types", named))
    text = choose(by_name, name.astype(object), lines["specification"].astype(object))
    field = choose(by_name, "line_name", "specification")
    return np.where(by_name, named, specified), field, text


def _uses(devices: pd.DataFrame, product: Objects, words: EquipmentWords) -> Objects:
    """Fill in the use where the product of the line leaves only one, whatever the type may be."""
    may_be, types = pd.factorize(devices["equipment_type"].fillna(devices["candidates"]))
    made, products = pd.factorize(product)
    pair, pairs = pd.factorize((may_be + 1) * (len(products) + 1) + made + 1)
    told = np.empty(len(pairs), dtype=object)
    for at, (of_type, of_product) in enumerate(
        zip(*np.divmod(pairs, len(products) + 1), strict=True)
    ):
        if of_type and of_product:
            several, one = types[of_type - 1].split(";"), products[of_product - 1]
            uses = {words.uses.get((type_id, one)) for type_id in several}
            told[at] = uses.pop() if len(uses) == 1 else None
    return _filled(devices["use"], told[pair])
