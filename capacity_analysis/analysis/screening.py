"""Equipment held against the entries of the catalogues, in three-valued logic.

Every condition is true, false or unknown (1, -1, 0): that all hold is the minimum, that one does not
is the sign turned. A row of an entry holds where its scope, its criterion and the other criteria of
its group hold and its exception does not. What is missing is never taken for a pass.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from .conditions_of_entries import Condition, conditions
from .frames import once_without_rows
from .screening_pairs import Equipment, Mask, Numbers, Pairs, Places, pairs, prepared
from .series_of_models import in_series

TRUE, UNKNOWN, FALSE = 1, 0, -1
Truth = npt.NDArray[np.int8]

RESULTS = ("hit", "review", "undecided", "clear")
REASONS = ("not_binding", "unchecked_standard", "attribute_missing", "value_unclear",
           "wording_doubtful", "scope_unknown", "exception_possible")  # fmt: skip

# Columns of a rule that a screened pair carries; a blank text is missing there.
_OF_RULE = ("document_id", "row_id", "entry", "category", "attribute_id", "operator",
            "threshold_text", "unit", "exception", "confidence", "entry_deadline")  # fmt: skip


@once_without_rows("devices")
@once_without_rows("rules")
def screen(devices: pd.DataFrame, values: pd.DataFrame, rules: pd.DataFrame) -> pd.DataFrame:
    """Hold every device in use against every row that speaks of its type.

    Parameters
    ----------
    devices, values : DataFrame
        What `equipment.of` returns.
    rules : DataFrame
        What `conditions_of_entries.entries_in_force` returns.

    Returns
    -------
    DataFrame
        One row per device and row of an entry, in the order of the devices, then of `row_id`:
        `device_code`, `enterprise_code`, `line_code`, `document_id`, `row_id`, `entry`, `category`,
        `attribute_id`, `operator`, `threshold` (missing for ranges and sets), `threshold_text`,
        `unit`, `exception`, `proof` (papers; only where an exception may hold), `confidence`,
        `binding`, `entry_deadline` (ISO date or missing), `measured` (in `unit`), `measured_text`,
        `value_code` (position in `values`, -1 where none), `excess` (how far beyond the threshold,
        as a share of it; negative within), `result` (hit, review, undecided, clear), `reason`.

    Examples
    --------
    A furnace of 380 m³ under an entry up to 400 m³ (an invented row), whose exception is open.

    >>> devices = pd.DataFrame({"device_code": [0], "enterprise_code": [0], "line_code": [0],
    ...     "equipment_type": ["blast_furnace"], "candidates": [None], "use": [None], "model": [None],
    ...     "exception_papers": [None], "approved_on": [pd.NaT], "commissioned_on": [pd.NaT],
    ...     "in_use": [True]})
    >>> values = pd.DataFrame({"device_code": [0], "attribute": ["effective_volume_m3"],
    ...     "value": [380.0], "value_text": [None]})
    >>> rules = pd.DataFrame({"row_id": ["a"], "part_of": "", "all_of": "", "category": "淘汰类",
    ...     "equipment_types": "blast_furnace", "attribute_id": "effective_volume_m3", "unit": "m3",
    ...     "operator": "<=", "threshold": "400", "exception": "铸造用铁除外", "proof": "销售凭证",
    ...     "deadline": "", "applies_when": "", "exempt_when": "use=foundry_iron",
    ...     "doubtful_at": "", "confidence": "verified", "document_id": "d", "binding": True, "for_new": False,
    ...     "in_force": pd.Timestamp("2020-01-01")})
    >>> screen(devices, values, rules)[["result", "reason", "proof"]].values.tolist()
    [['review', 'exception_possible', '销售凭证']]
    >>> screen(devices.assign(use="steelmaking_iron"), values, rules)["result"].tolist()
    ['hit']

    """
    met = pairs(devices, values, prepared(rules))
    of_new = _least(_of_new_projects(met), _together(met))
    met, of_new = met.among(of_new != FALSE), of_new[of_new != FALSE]
    doubtful = met.measured == met.column("doubtful_at")
    own = np.where(doubtful, UNKNOWN, _criteria(met)).astype(np.int8)
    scope = np.minimum(_hold(met, "applies_when"), of_new)
    scope = np.minimum(scope, np.where(met.sure, TRUE, UNKNOWN)).astype(np.int8)
    together = _together(met)
    judged = _Judged(
        criterion=_least(own, together),
        scope=_least(scope, together),
        kept=_least(-_exceptions(met), together),
        missing=_any((own == UNKNOWN) & ~met.reported, together),
        unclear=_any((own == UNKNOWN) & met.reported & ~doubtful, together),
    )
    return _table(met, judged)


@dataclass(frozen=True, eq=False)
class _Judged:
    """What is known of each pair: criterion, scope, that no exception holds; and what is lacking."""

    criterion: Truth
    scope: Truth
    kept: Truth
    missing: Mask
    unclear: Mask


def _of_new_projects(met: Pairs) -> Truth:
    """Say whether a row for new projects applies: approved since its document holds.

    What began to run before that was approved before that. Without either date nothing says that a
    device is new; a start since then without an approval leaves it open.
    """
    truth = np.ones(met.device.size, dtype=np.int8)
    asked = np.flatnonzero(met.column("for_new"))
    start = met.column("in_force")[asked].astype("datetime64[D]")
    approved, started = (
        met.equipment.devices[field].to_numpy("datetime64[D]")[met.device[asked]]
        for field in ("approved_on", "commissioned_on")
    )
    truth[asked] = np.where(
        np.isnat(approved),
        np.where(started >= start, UNKNOWN, FALSE),
        np.where(approved >= start, TRUE, FALSE),
    )
    return truth


def _criteria(met: Pairs) -> Truth:
    """Evaluate the criterion of each pair; a value that is not there leaves it unknown."""
    rules, value = met.rules, met.measured
    operator = rules.table["operator"]
    low, high = rules.low[met.rule], rules.high[met.rule]
    with_low, with_high, present, fact, true = (
        met.of_rules(operator.isin(names))
        for names in (
            [">=", "closed_range"],
            ["<=", "closed_range"],
            ["is_present"],
            ["is_true", "is_false"],
            ["is_true"],
        )
    )
    within = np.where(with_low, value >= low, value > low)
    within &= np.where(with_high, value <= high, value < high)
    within = np.where(fact, value == true, within)
    known = np.where(fact, (value == 0) | (value == 1), ~np.isnan(value))
    truth = _truth(within | present, known | present)
    for place in np.flatnonzero(operator == "in"):
        asked = np.flatnonzero(met.rule == place)
        truth[asked] = _one_of(met, place, asked)
    return truth


def _truth(held: Mask, known: Mask) -> Truth:
    return np.where(known, np.where(held, TRUE, FALSE), UNKNOWN).astype(np.int8)


def _one_of(met: Pairs, place: np.intp, asked: Places) -> Truth:
    attribute, named = (
        str(met.rules.table[name].iloc[place]) for name in ("attribute_id", "threshold_text")
    )
    codes, texts = met.equipment.read(attribute, met.device[asked], met.at[asked])
    wanted = named.split(";")
    return _looked_up([in_series(text, wanted, attribute == "model") for text in texts], codes)


def _looked_up(truths: list[int], codes: Places) -> Truth:
    found: Truth = np.array([*truths, UNKNOWN], dtype=np.int8)[codes]
    return found


def _hold(met: Pairs, column: str) -> Truth:
    """Return whether all the conditions hold that a column of the rule of each pair asks for."""
    truth = np.ones(met.device.size, dtype=np.int8)
    code, texts = pd.factorize(met.rules.table[column].replace("", np.nan))
    some = np.flatnonzero((code >= 0)[met.rule])
    asked = code[met.rule[some]]
    for place, text in enumerate(texts):
        of_text = some[asked == place]
        device = met.device[of_text]
        for condition in conditions(text):
            truth[of_text] = np.minimum(truth[of_text], _holds(met.equipment, device, condition))
    return truth


def _holds(equipment: Equipment, device: Places, condition: Condition) -> Truth:
    code = equipment.attributes.get_indexer([condition.attribute])[0]
    at = equipment.positions(device, np.full(device.size, code))
    codes, texts = equipment.read(condition.attribute, device, at)
    same, other = (TRUE, FALSE) if condition.one_of else (FALSE, TRUE)
    return _looked_up([same if text in condition.values else other for text in texts], codes)


def _exceptions(met: Pairs) -> Truth:
    """Return whether the exception of a row holds: by checked papers, else by the ledger if it can.

    The ledger can show that no exception holds; that one does is for papers to prove.
    """
    excepted, decidable = (
        met.of_rules(met.rules.table[name] != "") for name in ("exception", "exempt_when")
    )
    refuted = decidable & (_hold(met, "exempt_when") == FALSE)
    papers = met.equipment.devices["exception_papers"]
    verified, refused = (
        (papers == mark).to_numpy(bool)[met.device] for mark in ("verified", "not_excepted")
    )
    truth = np.select([verified, refused | refuted], [TRUE, FALSE], UNKNOWN)
    return np.where(excepted, truth, FALSE).astype(np.int8)


@dataclass(frozen=True, eq=False)
class _Together:
    """Pairs whose rows must all hold for a device: their places in order, and where each set starts."""

    places: Places
    starts: Places


def _together(met: Pairs) -> _Together:
    group = met.rules.group[met.rule]
    places = np.flatnonzero(group >= 0)
    places = places[np.lexsort((group[places], met.device[places]))]
    other = np.ones(places.size, dtype=bool)
    other[1:] = (np.diff(met.device[places]) != 0) | (np.diff(group[places]) != 0)
    return _Together(places, np.flatnonzero(other))


def _least(truth: Truth, together: _Together) -> Truth:
    """Return each pair's truth, and where its row is one of a group the least of them all."""
    if not together.places.size:
        return truth
    least = np.minimum.reduceat(truth[together.places], together.starts)
    sizes = np.diff(together.starts, append=together.places.size)
    found = truth.copy()
    found[together.places] = np.repeat(least, sizes)
    return found


def _any(mask: Mask, together: _Together) -> Mask:
    """Return whether something is so for a pair, or for another row of its group."""
    return _least(-mask.astype(np.int8), together) < 0


def _outcome(met: Pairs, judged: _Judged) -> tuple[Places, Places]:
    """Return the result and the reason of each pair, as places in `RESULTS` and `REASONS`."""
    least = np.minimum(np.minimum(judged.criterion, judged.scope), judged.kept)
    binding, checked = met.of_rules(met.rules.table["binding"]), met.rules.decides[met.rule]
    open_ = least == UNKNOWN
    causes = {
        "": least == FALSE,
        "attribute_missing": open_ & (judged.criterion == UNKNOWN) & judged.missing,
        "value_unclear": open_ & (judged.criterion == UNKNOWN) & judged.unclear,
        "wording_doubtful": open_ & (judged.criterion == UNKNOWN),
        "scope_unknown": open_ & (judged.scope == UNKNOWN),
        "exception_possible": open_,
        "not_binding": ~binding,
        "unchecked_standard": ~checked,
    }
    cause = np.select(list(causes.values()), np.arange(len(causes)), -1)
    led_to = ["clear", "undecided", "undecided", *(5 * ["review"]), "hit"]
    result = np.array([RESULTS.index(name) for name in led_to])[cause]
    named = [REASONS.index(name) if name else -1 for name in causes]
    return result, np.array([*named, -1])[cause]


def _table(met: Pairs, judged: _Judged) -> pd.DataFrame:
    result, reason = _outcome(met, judged)
    devices = met.equipment.devices
    may_except = (result != RESULTS.index("clear")) & (judged.kept == UNKNOWN)
    return pd.DataFrame(
        {
            **{
                name: devices[name].to_numpy()[met.device]
                for name in ("device_code", "enterprise_code", "line_code")
            },
            **{name: _repeated(met, name, met.rule) for name in _OF_RULE},
            "threshold": met.column("threshold"),
            "proof": _repeated(met, "proof", np.where(may_except, met.rule, -1)),
            "binding": met.column("binding"),
            "measured": met.measured,
            "measured_text": _measured_text(met),
            "value_code": met.at.astype(np.int32),
            "excess": _excess(met),
            "result": pd.Categorical.from_codes(result, pd.Index(RESULTS)),
            "reason": pd.Categorical.from_codes(reason, pd.Index(REASONS)),
        }
    )


def _repeated(met: Pairs, name: str, rule: Places) -> pd.Categorical:
    """Return a column of the rules for each pair; a blank text, or the rule -1, gives none."""
    text = met.rules.table[name].astype("str")
    coded = pd.Categorical(text.where(text != ""))
    return pd.Categorical.from_codes(np.append(coded.codes, -1)[rule], coded.categories)


def _measured_text(met: Pairs) -> pd.Categorical:
    """Return what was compared where it is no number: the model, or the text of a value."""
    (of_value, texts), (of_device, models) = met.equipment.texts, met.equipment.own["model"]
    of_model = met.of_rules(met.rules.table["attribute_id"] == "model")
    text = np.where(np.isnan(met.measured), of_value[met.at], -1)
    model = of_device[met.device]
    place = np.where(of_model, np.where(model >= 0, model + len(texts), -1), text)
    codes, every = pd.factorize(pd.Index([*texts, *models], dtype="str"))
    return pd.Categorical.from_codes(np.append(codes, -1)[place], every)


def _excess(met: Pairs) -> Numbers:
    """Return how far a value lies beyond the end that it is measured by, as a share of that end."""
    high, low = met.rules.high[met.rule], met.rules.low[met.rule]
    by_high = np.isfinite(high)
    end = np.where(by_high, high, np.where(np.isfinite(low), low, np.nan))
    beyond = np.where(by_high, end - met.measured, met.measured - end)
    found: Numbers = beyond / np.abs(end)
    return found
