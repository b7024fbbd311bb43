"""A nation's lines on every ground of the plan; the catalogue row by row, and by the joins of Polars.

All sides start from the same devices, values and rules, and give each device the result of its
gravest row in each class of the catalogue. This project besides says which row, why, and what it
measured.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from capacity_analysis import Campaign, Ledger, Standards, paths, read_ledger
from capacity_analysis.analysis import catalogue_findings, findings, operation, screening
from capacity_analysis.analysis.conditions_of_entries import conditions
from capacity_analysis.assessment import catalogue, grounds
from capacity_analysis.standards import Confidence, may_decide

from .measure import MACHINE, Result, alone, compare

ENTERPRISES, LINES, SAMPLE = 500_000, 2_000_000, 20_000
# The peer in Polars: the comparison of its results, device by device, takes longer than either.
PEER_LINES = 200_000
PARTS, CORES = 10, 2
# What issue 5 allows a machine of two cores for all rules.
SECONDS, MEGABYTES = 60.0, 8 * 1024.0
AS_OF, YEAR = dt.date(2022, 9, 10), 2021
RESULTS = ["hit", "review", "undecided", "clear"]
CLASSES = ("淘汰类", "限制类")

Tables = dict[str, pd.DataFrame]
Given = tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]


def results() -> Iterator[Result]:
    yield from _catalogue()
    yield _all_grounds()


def _all_grounds() -> Result:
    """Judge part after part of the enterprises, whose verdicts are their own, on each of two cores."""
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(CORES) as both:
        told = [Path(folder) / str(core) for core in range(CORES)]
        runs = list(both.map(lambda file: alone(_command(str(file), file.name)), told))
        seconds = max(float(file.read_text(encoding="utf-8")) for file in told)
    return Result(
        name=f"{LINES:,} lines of {ENTERPRISES:,} enterprises on every ground: screening, findings, "
        f"states, deadlines, dispositions, legal steps; {PARTS} parts on {CORES} cores",
        peer=f"the {SECONDS:.0f} s allowed on two cores, with {MEGABYTES:.0f} MB of memory",
        ours_s=round(seconds, 4),
        peer_s=SECONDS,
        ratio=round(seconds / SECONDS, 3),
        memory_mb=round(sum(run.memory_mb for run in runs), 0),
        runs=1,
        machine=MACHINE,
    )


# --- the catalogue against its peers --------------------------------------------------------------


def _catalogue() -> Iterator[Result]:
    # The sample comes first, so that the memory told beside it is its own.
    few = _given(SAMPLE)
    _must_agree(_ours(*few), _row_by_row(*few))
    yield _against(SAMPLE, "a plain loop over devices and rules", few, lambda: _row_by_row(*few))
    many = _given(PEER_LINES)
    frames = _in_polars(*many)
    _must_agree(_ours(*many), _from_polars(_polars_peer(*frames)))
    peer = "Polars: join rules and values, compare, group (no reasons)"
    yield _against(PEER_LINES, peer, many, lambda: _polars_peer(*frames))


def _against(lines: int, peer: str, given: Given, theirs: Callable[[], object]) -> Result:
    return compare(
        f"equipment of {lines:,} lines against every entry in force, with row and reason",
        peer,
        lambda: _ours(*given),
        theirs,
        runs=3,
    )


def _given(lines: int) -> Given:
    """Return devices, values and rules of a ledger of so many lines."""
    found = _screened(ledger_of(lines))
    return found.devices, found.equipment.values, found.rules


def _screened(ledger: Ledger) -> catalogue.Screened:
    chain = Campaign.load().jurisdiction.chain
    return catalogue.screened(ledger, Standards.load(), chain, AS_OF)


def _ours(devices: pd.DataFrame, values: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    table = screening.screen(devices, values, rules)
    parts = [catalogue_findings.governing(table[table["category"] == each]) for each in CLASSES]
    return pd.concat(parts)[["device_code", "category", "result"]]


def _must_agree(found: pd.DataFrame, theirs: dict[tuple[int, str], str]) -> None:
    columns = (found[name].tolist() for name in ("device_code", "category", "result"))
    mine = {(device, category): result for device, category, result in zip(*columns, strict=True)}
    assert set(mine.values()) == set(RESULTS)
    assert mine == theirs


def _row_by_row(
    devices: pd.DataFrame, values: pd.DataFrame, rules: pd.DataFrame
) -> dict[tuple[int, str], str]:
    """Hold each device against each rule, one after the other, as one would read the catalogue."""
    told: dict[int, dict[str, object]] = defaultdict(dict)
    for value in values.to_dict("records"):
        text = value["value_text"]
        told[value["device_code"]].setdefault(
            value["attribute"], value["value"] if pd.isna(text) else text
        )
    by_group = defaultdict(list)
    of_type: dict[str, list[dict]] = defaultdict(list)
    rows = rules.to_dict("records")
    for rule in rows:
        by_group[(rule["document_id"], rule["all_of"] or rule["row_id"])].append(rule)
    for group in by_group.values():
        types = {kind for rule in group for kind in rule["equipment_types"].split(";") if kind}
        for rule in group:
            rule["types"], rule["group"] = types, group
            for kind in types:
                of_type[kind].append(rule)
    found: dict[tuple[int, str], str] = {}
    for device in devices[devices["in_use"]].to_dict("records"):
        may_be = device["equipment_type"]
        if pd.isna(may_be):
            may_be = device["candidates"]
        if pd.isna(may_be):
            continue
        kinds = set(may_be.split(";"))
        seen: set[int] = set()
        for rule in (rule for kind in kinds for rule in of_type[kind]):
            if id(rule) in seen:
                continue
            seen.add(id(rule))
            result = _judged(device, told[device["device_code"]], rule, kinds)
            if result is None or not (rule["binding"] or result in ("hit", "shown")):
                continue
            result = "review" if result == "shown" else result
            key = (device["device_code"], rule["category"])
            if rule["category"] in CLASSES:
                before = found.get(key, RESULTS[-1])
                found[key] = min(before, result, key=RESULTS.index)
    return found


def _judged(device: dict, told: dict, rule: dict, kinds: set[str]) -> str | None:
    """Return the result of one device and one row; `shown` where a document without force is met."""
    if _for_new(device, rule) is False:
        return None
    group = [each for each in rule["group"] if _for_new(device, each) is not False]
    scope = _least(
        part
        for each in group
        for part in (
            _for_new(device, each),
            _hold(device, told, each["applies_when"]),
            True if kinds <= each["types"] else None,
        )
    )
    criterion = _least(_criterion(device, told, each) for each in group)
    kept = _least(_not(_excepted(device, told, each)) for each in group)
    holds = _least((scope, criterion, kept))
    if holds is False:
        return "clear"
    if holds is None:
        return "undecided" if criterion is None and _lacks(device, told, group) else "review"
    if not rule["binding"]:
        return "shown"
    return "hit" if may_decide(Confidence(rule["confidence"])) else "review"


def _least(truths) -> bool | None:
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown |= truth is None
    return None if unknown else True


def _not(truth: bool | None) -> bool | None:
    return None if truth is None else not truth


def _for_new(device: dict, rule: dict) -> bool | None:
    if not rule["for_new"]:
        return True
    approved, started, start = device["approved_on"], device["commissioned_on"], rule["in_force"]
    if not pd.isna(approved):
        return approved >= start
    return None if not pd.isna(started) and started >= start else False


def _value(device: dict, told: dict, attribute: str) -> object:
    own = {"use": "use", "model": "model", "type": "equipment_type"}.get(attribute)
    found = device[own] if own else told.get(attribute)
    return None if found is None or pd.isna(found) else found


def _hold(device: dict, told: dict, text: str) -> bool | None:
    return _least(
        None if (value := _value(device, told, each.attribute)) is None
        else (_text(value) in each.values) == each.one_of
        for each in conditions(text)
    )  # fmt: skip


def _text(value: object) -> str:
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _criterion(device: dict, told: dict, rule: dict) -> bool | None:
    operator, threshold = rule["operator"], rule["threshold"]
    if operator == "is_present":
        return True
    value = _value(device, told, rule["attribute_id"]) if rule["attribute_id"] else None
    if operator == "in":
        return None if value is None else _text(value) in threshold.split(";")
    if not isinstance(value, float) or (
        rule["doubtful_at"] and value == float(rule["doubtful_at"])
    ):
        return None
    if operator in ("is_true", "is_false"):
        return None if value not in (0, 1) else value == (operator == "is_true")
    if operator in ("open_range", "closed_range"):
        low, high = map(float, threshold.split(".."))
        return low < value < high if operator == "open_range" else low <= value <= high
    bound = float(threshold)
    return {"<": value < bound, "<=": value <= bound, ">": value > bound, ">=": value >= bound}[
        operator
    ]


def _lacks(device: dict, told: dict, group: list[dict]) -> bool:
    """Say whether a criterion is open for want of a value, not for a doubt about the wording."""
    return any(
        _criterion(device, told, each) is None
        and not (
            each["doubtful_at"]
            and _value(device, told, each["attribute_id"]) == float(each["doubtful_at"])
        )
        for each in group
    )


def _excepted(device: dict, told: dict, rule: dict) -> bool | None:
    if not rule["exception"]:
        return False
    if device["exception_papers"] == "verified":
        return True
    if device["exception_papers"] == "not_excepted":
        return False
    if rule["exempt_when"] and _hold(device, told, rule["exempt_when"]) is False:
        return False
    return None


# --- the same joins in Polars ---------------------------------------------------------------------


def _in_polars(
    devices: pd.DataFrame, values: pd.DataFrame, rules: pd.DataFrame
) -> tuple[pl.DataFrame, ...]:
    """Return devices, values, rules, the types of each rule, and its conditions, one to a row."""
    kept = ["device_code", "equipment_type", "candidates", "use", "model", "exception_papers",
            "approved_on", "commissioned_on"]  # fmt: skip
    rules = rules.reset_index(drop=True)
    group = pd.factorize(
        rules["document_id"] + "/" + rules["all_of"].where(rules["all_of"] != "", rules["row_id"])
    )[0]
    types = rules.assign(group=group)[["group", "equipment_types"]]
    asked = [
        (rule, column, each.attribute, each.one_of, list(each.values))
        for column in ("applies_when", "exempt_when")
        for rule, text in enumerate(rules[column])
        for each in conditions(text)
    ]
    decides = [mark.value for mark in Confidence if may_decide(mark)]
    wanted = ["category", "attribute_id", "operator", "threshold", "doubtful_at", "exception",
              "exempt_when", "binding", "for_new", "in_force"]  # fmt: skip
    rules = rules.assign(group=group, decides=rules["confidence"].isin(decides))
    return (
        pl.from_pandas(devices.loc[devices["in_use"], kept]),
        pl.from_pandas(values[["device_code", "attribute", "value", "value_text"]]),
        pl.from_pandas(rules[[*wanted, "group", "decides"]]).with_row_index("rule").with_columns(
            pl.col("rule").cast(pl.Int64),
            bound=pl.col("threshold").cast(pl.Float64, strict=False),
            low=pl.col("threshold").str.split("..").list.get(0).cast(pl.Float64, strict=False),
            high=pl.col("threshold").str.split("..").list.get(1, null_on_oob=True).cast(pl.Float64, strict=False),
            doubtful=pl.col("doubtful_at").cast(pl.Float64, strict=False),
        ),
        pl.from_pandas(types).with_columns(pl.col("equipment_types").str.split(";"))
        .explode("equipment_types").filter(pl.col("equipment_types") != "").unique()
        .rename({"equipment_types": "kind"}),
        pl.DataFrame(asked, ["rule", "asks", "attribute", "one_of", "among"], orient="row"),
    )  # fmt: skip


def _polars_peer(
    devices: pl.DataFrame,
    values: pl.DataFrame,
    rules: pl.DataFrame,
    types: pl.DataFrame,
    asked: pl.DataFrame,
) -> pl.DataFrame:
    kinds = (
        devices.lazy()
        .select("device_code", pl.coalesce(pl.col("equipment_type").cast(pl.String),
                                           pl.col("candidates").cast(pl.String)).alias("kind"))
        .drop_nulls()
        .with_columns(pl.col("kind").str.split(";"))
        .with_columns(kinds=pl.col("kind").list.len())
        .explode("kind")
    )  # fmt: skip
    of_rules = rules.lazy().join(types.lazy(), on="group")
    of_rules = of_rules.select("rule", "kind")
    met = (
        kinds.join(of_rules, on="kind")
        .group_by("device_code", "rule")
        .agg(sure=(pl.len() == pl.col("kinds").first()))
    )
    numbers = values.lazy().with_columns(pl.col("attribute").cast(pl.String))
    numbers = numbers.unique(["device_code", "attribute"], keep="first", maintain_order=True)
    whole = pl.col("value") == pl.col("value").round()
    number = pl.when(whole).then(pl.col("value").cast(pl.Int64, strict=False).cast(pl.String))
    numbers = numbers.with_columns(
        text=pl.coalesce(
            pl.col("value_text").cast(pl.String), number.otherwise(pl.col("value").cast(pl.String))
        )
    )
    pairs = (
        met.join(rules.lazy(), on="rule")
        .join(devices.lazy(), on="device_code")
        .join(numbers.drop("value_text"), left_on=["device_code", "attribute_id"],
              right_on=["device_code", "attribute"], how="left")
        .with_columns(new=_new_in_polars())
        .filter(pl.col("new") >= 0)
    )  # fmt: skip
    own = pl.concat(
        devices.lazy().select(
            "device_code",
            pl.lit(name).alias("attribute"),
            pl.col(column).cast(pl.String).alias("text"),
        )
        for name, column in (("use", "use"), ("model", "model"), ("type", "equipment_type"))
    )
    texts = pl.concat([own, numbers.select("device_code", "attribute", "text")]).drop_nulls("text")
    same = pl.col("among").list.contains(pl.col("text")) == pl.col("one_of")
    truths = (
        met.select("device_code", "rule")
        .join(asked.lazy(), on="rule")
        .join(texts, on=["device_code", "attribute"], how="left")
        .with_columns(
            truth=pl.when(pl.col("text").is_null()).then(0).when(same).then(1).otherwise(-1)
        )
        .group_by("device_code", "rule")
        .agg(
            applies=pl.col("truth").filter(pl.col("asks") == "applies_when").min(),
            exempt=pl.col("truth").filter(pl.col("asks") == "exempt_when").min(),
        )
    )
    pairs = pairs.join(truths, on=["device_code", "rule"], how="left").with_columns(
        own=_criterion_in_polars(),
        scope=pl.min_horizontal(
            pl.col("applies").fill_null(1), 2 - pl.col("new"), pl.col("sure").cast(pl.Int32)
        ),
        kept=_kept_in_polars(),
    )
    open_ = (pl.col("own") == 0) & ~(pl.col("value") == pl.col("doubtful")).fill_null(False)
    over = ["device_code", "group"]
    judged = pairs.with_columns(
        criterion=pl.col("own").min().over(over), scope=pl.col("scope").min().over(over),
        kept=pl.col("kept").min().over(over), lacks=open_.any().over(over),
    ).with_columns(least=pl.min_horizontal("criterion", "scope", "kept"))  # fmt: skip
    undecided = (pl.col("least") == 0) & (pl.col("criterion") == 0) & pl.col("lacks")
    rank = (
        pl.when(pl.col("least") < 0).then(3).when(undecided).then(2)
        .when((pl.col("least") == 0) | ~pl.col("binding") | ~pl.col("decides")).then(1).otherwise(0)
    )  # fmt: skip
    counts = pl.col("binding") | (pl.col("least") > 0)
    return (
        judged.with_columns(rank=rank)
        .filter(counts & pl.col("category").is_in(CLASSES))
        .group_by("device_code", "category")
        .agg(pl.col("rank").min())
        .collect()
    )


def _new_in_polars() -> pl.Expr:
    """Return 1 where a row does not ask for a new project or has one, 2 where that is open, else -1."""
    approved, started, start = pl.col("approved_on"), pl.col("commissioned_on"), pl.col("in_force")
    since = pl.when((started >= start).fill_null(False)).then(2).otherwise(-1)
    known = pl.when(approved >= start).then(1).otherwise(-1)
    asked = pl.when(approved.is_null()).then(since).otherwise(known)
    return pl.when(~pl.col("for_new")).then(1).otherwise(asked)


def _criterion_in_polars() -> pl.Expr:
    operator, value, bound = pl.col("operator"), pl.col("value"), pl.col("bound")
    model = pl.col("model").cast(pl.String)
    text = pl.when(pl.col("attribute_id") == "model").then(model).otherwise(pl.col("text"))
    low, high, fact = pl.col("low"), pl.col("high"), operator.is_in(["is_true", "is_false"])
    within = (
        pl.when(operator == "<").then(value < bound).when(operator == "<=").then(value <= bound)
        .when(operator == ">").then(value > bound).when(operator == ">=").then(value >= bound)
        .when(operator == "open_range").then((value > low) & (value < high))
        .when(operator == "closed_range").then((value >= low) & (value <= high))
        .when(fact & value.is_in([0.0, 1.0])).then(value == (operator == "is_true").cast(pl.Float64))
        .when(operator == "in").then(pl.col("threshold").str.split(";").list.contains(text))
    )  # fmt: skip
    unsure = (value == pl.col("doubtful")).fill_null(False) | (
        pl.when(operator == "in").then(text.is_null()).otherwise(value.is_null())
    )
    truth = pl.when(unsure | within.is_null()).then(0).when(within).then(1).otherwise(-1)
    return pl.when(operator == "is_present").then(1).otherwise(truth)


def _kept_in_polars() -> pl.Expr:
    papers = pl.col("exception_papers").cast(pl.String)
    refuted = (pl.col("exempt_when") != "") & (pl.col("exempt") == -1)
    return (
        pl.when(pl.col("exception") == "").then(1)
        .when((papers == "verified").fill_null(False)).then(-1)
        .when(((papers == "not_excepted") | refuted).fill_null(False)).then(1)
        .otherwise(0)
    )  # fmt: skip


def _from_polars(found: pl.DataFrame) -> dict[tuple[int, str], str]:
    return {(device, category): RESULTS[rank] for device, category, rank in found.iter_rows()}


# --- the ledger -----------------------------------------------------------------------------------


def ledger_of(lines: int, seed: int = 20220910) -> Ledger:
    """Return a ledger of invented lines, most with a device of a type that the catalogue speaks of.

    Tables are as the reader types them. Values lie about the thresholds of the rows in force, some on
    them; one device in ten has no value, and one line in ten is told by a text alone.
    """
    draw = np.random.default_rng(seed)
    model = read_ledger(paths.sample_ledger())
    enterprises = lines * ENTERPRISES // LINES
    owner = np.sort(draw.integers(0, enterprises, lines)).astype("int32")
    ids = "E" + pd.Series(np.arange(enterprises)).astype("str").str.zfill(6)
    line_ids = "L" + pd.Series(np.arange(lines)).astype("str").str.zfill(7)
    made = {
        "enterprises": {"enterprise_id": ids, "name": ids + "厂",
                        "enterprise_code": np.arange(enterprises)},
        "lines": _lines(draw, owner, ids, line_ids),
        "equipment": _equipment(draw, owner, ids, line_ids),
        "inspections": _inspections(draw, enterprises, ids),
        "rectifications": _orders(draw, owner, ids, line_ids),
        "ratings": _ratings(draw, enterprises, ids),
    }  # fmt: skip
    tables = {name: table.iloc[:0] for name, table in model.tables.items()}
    for name, columns in made.items():
        tables[name] = _as_read(columns, model[name])
    return Ledger(
        tables=tables, sources=model.sources, file="bench.xlsx",
        schema_version=model.schema_version, data_as_of=AS_OF, fictional=True,
    )  # fmt: skip


def _as_read(columns: dict, like: pd.DataFrame) -> pd.DataFrame:
    """Return columns with the types of the reader, and missing those that are not given."""
    size = len(next(iter(columns.values())))
    blank = like.iloc[:0].reset_index(drop=True).reindex(range(size))
    given = {name: pd.Series(values).array for name, values in columns.items()}
    table = blank.assign(**given, row=np.arange(2, size + 2))
    types = {
        name: kind
        for name, kind in like.dtypes.items()
        if not isinstance(kind, pd.CategoricalDtype)
    }
    for code in ("enterprise_code", "line_code", "equipment_code"):
        if code in table and code not in columns:
            table[code] = -1
    texts = table.columns.difference(list(types))
    return table.astype(types).astype(dict.fromkeys(texts, "category"))


def _chosen(draw: np.random.Generator, choices: list, size: int, p: list[float] | None = None):
    return pd.Categorical.from_codes(draw.choice(len(choices), size, p=p), choices)


def _days(draw: np.random.Generator, first: str, last: str, size: int) -> np.ndarray:
    ends = np.array([first, last], dtype="datetime64[D]").astype(np.int64)
    return draw.integers(*ends, size).astype("datetime64[D]").astype("datetime64[ms]")


def _lines(draw, owner: np.ndarray, ids: pd.Series, line_ids: pd.Series) -> dict:
    size = len(owner)
    told = ["450立方高炉", "Φ3.2×52m回转窑", "30吨转炉", "65孔4.3米焦炉", "某某设备"]
    spoken = _chosen(draw, told, size).astype("str")
    return {
        "enterprise_id": ids.array.take(owner),
        "line_id": line_ids,
        "line_name": _chosen(draw, [f"{number}号线" for number in range(1, 31)], size),
        "product_id": _chosen(draw, ["clinker", "blast_furnace_iron", "converter_steel"], size),
        "status": _chosen(draw, ["operating", "idle", "retired"], size, [0.9, 0.07, 0.03]),
        "started_on": _days(draw, "1990-01-01", "2020-12-31", size),
        "specification": pd.Series(spoken).where(draw.random(size) < 0.5),
        "enterprise_code": owner,
        "line_code": np.arange(size),
    }


def _equipment(draw, owner: np.ndarray, ids: pd.Series, line_ids: pd.Series) -> dict:
    """Return a device for nine lines in ten, of the type of a row, with a value about its threshold."""
    rows = catalogue.screened(
        read_ledger(paths.sample_ledger()),
        Standards.load(),
        Campaign.load().jurisdiction.chain,
        AS_OF,
    ).rules
    rows = rows[(rows["equipment_types"] != "") & (rows["all_of"] == "")].reset_index(drop=True)
    line = np.flatnonzero(draw.random(len(owner)) < 0.9)
    size = len(line)
    picked = draw.integers(0, len(rows), size)
    bound = pd.to_numeric(rows["threshold"].str.split("..", regex=False).str[0], errors="coerce")
    times = draw.choice([0.5, 0.9, 1.0, 1.1, 2.0], size)
    value = bound.to_numpy()[picked] * times
    value[draw.random(size) < 0.1] = np.nan
    known = ~np.isnan(value) & (rows["attribute_id"] != "model").to_numpy()[picked]
    known &= (rows["attribute_id"] != "").to_numpy()[picked]
    facts = rows["operator"].isin(["is_true", "is_false"]).to_numpy()[picked]
    first_type = rows["equipment_types"].str.split(";").str[0].to_numpy(object)
    uses = ["steelmaking_iron", "foundry_iron", "ferroalloy", None]
    return {
        "enterprise_id": ids.array.take(owner[line]),
        "line_id": line_ids.array.take(line),
        "equipment_id": line_ids.array.take(line),
        "equipment_type": first_type[picked],
        "attribute": np.where(known, rows["attribute_id"].to_numpy(object)[picked], None),
        "value": np.where(known, np.where(facts, times > 1, value), np.nan),
        "use": np.array(uses, dtype=object)[draw.integers(0, len(uses), size)],
        "exception_papers": np.array([None, "verified", "not_excepted"], dtype=object)[
            draw.choice(3, size, p=[0.8, 0.1, 0.1])
        ],
        "commissioned_on": _days(draw, "1990-01-01", "2021-12-31", size),
        "enterprise_code": owner[line],
        "line_code": line,
        "equipment_code": np.arange(size),
    }


def _inspections(draw, enterprises: int, ids: pd.Series) -> dict:
    of = draw.integers(0, enterprises, enterprises // 2)
    size = len(of)
    happened = _days(draw, "2021-01-01", "2022-09-01", size)
    given = np.timedelta64(60, "D")
    return {
        "enterprise_id": ids.array.take(of),
        "ground": _chosen(draw, ["environment", "quality", "safety"], size),
        "result": _chosen(draw, ["passed", "failed", "rectify", "suspended"], size),
        "happened_on": happened,
        "rectify_by": happened + given,
        "rectified_on": pd.Series(happened + given // 2).where(draw.random(size) < 0.4),
        "enterprise_code": of,
    }


def _orders(draw, owner: np.ndarray, ids: pd.Series, line_ids: pd.Series) -> dict:
    line = draw.integers(0, len(owner), len(owner) // 10)
    size = len(line)
    ordered = _days(draw, "2021-06-01", "2022-09-01", size)
    done = draw.random(size) < 0.3
    return {
        "enterprise_id": ids.array.take(owner[line]),
        "line_id": line_ids.array.take(line),
        "ground": _chosen(draw, ["below_baseline", "over_limit", "elimination_list"], size),
        "ordered_on": ordered,
        "due_on": pd.Series(ordered + np.timedelta64(180, "D")).where(draw.random(size) < 0.8),
        "concluded_on": pd.Series(ordered + np.timedelta64(90, "D")).where(done),
        "outcome": np.where(
            done, np.array(["accepted", "failed"])[draw.integers(0, 2, size)], None
        ),
        "enterprise_code": owner[line],
        "line_code": line,
    }


def _ratings(draw, enterprises: int, ids: pd.Series) -> dict:
    of = np.flatnonzero(draw.random(enterprises) < 0.8)
    return {
        "enterprise_id": ids.array.take(of),
        "year": np.full(len(of), YEAR),
        "rating": _chosen(draw, ["A", "B", "C", "D"], len(of)),
        "enterprise_code": of,
    }


def energy_of(ledger: Ledger, seed: int = 1) -> Tables:
    """Return what the analysis of energy would hand over: verdicts of every line on both grounds."""
    draw, lines = np.random.default_rng(seed), ledger["lines"]
    size = len(lines)
    result = _chosen(draw, RESULTS, size, [0.1, 0.1, 0.2, 0.6]).astype("str")
    text = pd.array(["gb-16780-2021"], dtype="str").take(np.zeros(size, dtype=np.intp))
    gap = pd.DataFrame(
        {
            "enterprise_code": lines["enterprise_code"], "line_code": lines["line_code"],
            "enterprise_id": lines["enterprise_id"], "line_id": lines["line_id"],
            "document_id": text, "row_id": text, "indicator": text, "unit": text,
            "measured": draw.uniform(90, 130, size), "baseline": 117.0, "result": result,
            "confidence": pd.array(["verified"], dtype="str").take(np.zeros(size, dtype=np.intp)),
            "reason": pd.Series(["amount_missing"] * size, dtype="str").where(result == "undecided"),
            "output_cells": text, "energy_cells": text,
            "tier": np.where(result == "hit", "below", "baseline"),
        }
    )  # fmt: skip
    found = findings.energy_findings({"below_baseline": gap, "over_limit": gap})
    chain = Campaign.load().jurisdiction.chain
    enforcement = Standards.load().rows_in_force("enforcement_rules", AS_OF, chain).table
    columns = [
        "row_id",
        "document_id",
        "scope",
        "products",
        "requirement",
        "deadline",
        "confidence",
    ]
    return {
        "findings": found, "gaps": gap, "enforcement": enforcement,
        "policy_deadlines": pd.DataFrame(columns=columns, dtype="str"),
    }  # fmt: skip


def all_grounds(ledger: Ledger, energy: Tables) -> Tables:
    """Screen a ledger, and judge it on every ground."""
    lines = ledger["lines"]
    out = operation.out_of_operation(lines, AS_OF, ledger.data_as_of)
    return grounds.judge(
        ledger,
        Campaign.load(),
        _screened(ledger),
        as_of=AS_OF,
        year=YEAR,
        lines=lines.assign(out_of_operation=out),
        enterprises=ledger["enterprises"].assign(industry="other"),
        energy=energy,
    )


def _command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.screening", *arguments]


def main(arguments: list[str]) -> None:
    """Judge every second part and write the seconds; the memory is measured from outside."""
    told, core = Path(arguments[0]), int(arguments[1])
    seconds = 0.0
    for part in range(core, PARTS, CORES):
        ledger = ledger_of(LINES // PARTS, seed=part)
        energy = energy_of(ledger, seed=part)
        started = time.perf_counter()
        all_grounds(ledger, energy)
        seconds += time.perf_counter() - started
    told.write_text(f"{seconds}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
