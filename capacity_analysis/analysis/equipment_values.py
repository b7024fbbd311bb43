"""What is known of each device: reported values, those read from its name, and a line's capacity."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from .. import vocabulary
from .equipment_words import EquipmentWords
from .frames import once_without_rows, typed

VALUES = ["device_code", "attribute", "value", "value_text", "row_table", "row", "field", "origin"]

_Mask = npt.NDArray[np.bool_]


def values_of(
    devices: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    read: pd.DataFrame,
    words: EquipmentWords,
) -> tuple[pd.DataFrame, _Mask]:
    """Return the value of each device and attribute, and which readings contradict what is reported.

    Where two values differ there is none: the analyst has to say which of them holds.

    Parameters
    ----------
    devices : DataFrame
        The devices of `equipment.of`.
    tables : mapping of str to DataFrame
        Tables of the ledger: `lines`, `equipment`, `equipment_parameters`.
    read : DataFrame
        What `equipment_readings.Reader.long` returns for the devices.
    words : EquipmentWords
        Which attributes the yearly capacity of a line gives.

    """
    of_text = _read(devices, read)
    found = pd.concat(
        [_reported(tables["equipment"]), _parameters(tables["equipment_parameters"]), of_text,
         _capacities(devices, tables["lines"], words)],
        ignore_index=True,
    )  # fmt: skip
    key = ["device_code", "attribute"]
    found["attribute"] = found["attribute"].astype("category")
    found = found.sort_values("device_code", kind="stable", ignore_index=True)
    repeated = found.duplicated(key, keep=False)
    several = found[repeated].groupby(key, observed=True)[["value", "value_text"]]
    differing = (several.transform("nunique") > 1).any(axis="columns")
    differ = differing.reindex(found.index, fill_value=False).to_numpy(bool)
    contradicted = np.zeros(len(read), dtype=bool)
    contradicted[found.loc[differ & (found["reading"] >= 0), "reading"]] = True
    kept = found[~differ].drop_duplicates(key)
    texts = dict.fromkeys(("attribute", "row_table", "field", "origin"), "category")
    return typed(kept[VALUES], texts).reset_index(drop=True), contradicted


def _frame(**columns: Any) -> pd.DataFrame:
    frame = pd.DataFrame({"value_text": None, "reading": -1, **columns})
    return typed(frame, {"device_code": "int32", "value": float, "attribute": object})


@once_without_rows("equipment")
def _reported(equipment: pd.DataFrame) -> pd.DataFrame:
    rows = equipment[equipment["attribute"].notna() & equipment["value"].notna()]
    return _frame(
        device_code=rows["equipment_code"],
        attribute=rows["attribute"],
        value=rows["value"],
        row_table="equipment",
        row=rows["row"],
        field="value",
        origin="reported",
    )


@once_without_rows("parameters")
def _parameters(parameters: pd.DataFrame) -> pd.DataFrame:
    given = parameters["value"].notna() | parameters["value_text"].notna()
    rows = parameters[given & (parameters["equipment_code"] >= 0)]
    return _frame(
        device_code=rows["equipment_code"],
        attribute=rows["attribute"],
        value=rows["value"],
        value_text=rows["value_text"].astype(object),
        row_table="equipment_parameters",
        row=rows["row"],
        field=np.where(rows["value"].notna(), "value", "value_text"),
        origin="reported",
    )


@once_without_rows("devices", "read")
def _read(devices: pd.DataFrame, read: pd.DataFrame) -> pd.DataFrame:
    """Return the numbers of texts that speak of the type that the device has."""
    told = read[read["value"].notna()]
    device = devices.iloc[told["at"]].reset_index(drop=True)
    sure = told["equipment_type"].astype(object).to_numpy()
    fits = (device["equipment_type"] == sure) | device["equipment_type"].isna()
    rows, device = told[fits.to_numpy()], device[fits]
    return _frame(
        device_code=device["device_code"].to_numpy(),
        attribute=rows["attribute"].to_numpy(),
        value=rows["value"].to_numpy(),
        row_table=device["row_table"].to_numpy(),
        row=device["row"].to_numpy(),
        field=device["field"].to_numpy(),
        origin="parsed",
        reading=rows.index.to_numpy(),
    )


def _capacities(devices: pd.DataFrame, lines: pd.DataFrame, words: EquipmentWords) -> pd.DataFrame:
    """Return the yearly capacity of a line for the one device that stands for it."""
    stands_for = (devices["row_table"] == "lines") & (devices["quantity"] == 1)
    alone = devices.loc[stands_for, ["device_code", "line_code"]]
    told = lines[["product_id", "capacity_quantity", "row"]]
    line = told.iloc[alone["line_code"].to_numpy()].reset_index(drop=True)
    products = vocabulary.products()
    units = (
        line["product_id"]
        .astype(object)
        .map(lambda product: products[product].output_unit if product in products else None)
    )
    parts = []
    for unit, attribute, units_in_one in words.capacities:
        there = ((units == unit) & line["capacity_quantity"].notna()).to_numpy(bool)
        parts.append(
            _frame(
                device_code=alone["device_code"].to_numpy()[there],
                attribute=attribute,
                value=line["capacity_quantity"].to_numpy()[there] / units_in_one,
                row_table="lines",
                row=line["row"].to_numpy()[there],
                field="capacity",
                origin="reported",
            )
        )
    return pd.concat(parts, ignore_index=True)
