"""The parameters of labour law on the days of exit, with the rows that they were read in.

A parameter is read by its name and code on a day: the nearest area of the county's chain that has it
counts, from the first to the last day of its row. What no row says may be a setting of the county;
a setting fills a gap and never takes the place of a row. A parameter that neither has stays missing,
and is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign.parts_people import Setting
from ...standards.document import Confidence
from .law_rows import Row, rows_of, rows_of_settings

Days = npt.NDArray[np.datetime64]
Numbers = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# The columns that every table of this room ends with.
NOTES = ["reasons", "settings_missing", "parameters", "confidence"]
_MARKS = [mark.value for mark in Confidence]


@dataclass(frozen=True)
class Found:
    """A parameter as read on each distinct day.

    Attributes
    ----------
    by_day : array of float
        Its value on each distinct day; missing where neither a row nor a setting has it.
    text_by_day : array of str
        The row's text where it is no number.
    row : array of int
        The place of its row among the rows of the law; -1 where there is none.
    name : array of str
        ``parameter/code``, as it is named where it is missing.
    place : array of int
        The distinct day of each row of the table that is asked for.

    """

    by_day: Numbers
    text_by_day: npt.NDArray[np.object_]
    row: Places
    name: npt.NDArray[np.object_]
    place: Places

    @property
    def each(self) -> Numbers:
        """Return the value of each row."""
        return self.by_day[self.place]

    @property
    def text(self) -> npt.NDArray[np.object_]:
        """Return the text of each row; empty where there is none."""
        return self.text_by_day[self.place]


# What was read for a result, and for which of its rows; None means for all.
Used = tuple[Found, Mask | None]


@dataclass(frozen=True)
class LabourLaw:
    """The labour law of a county on the exit day of each row of a table; made by `on`.

    Attributes
    ----------
    rows : tuple of Row
        The rows that may count, from the farthest area to the nearest, settings first.
    places : mapping of str to list of int
        The places of each parameter's rows.
    days : array of day
        The distinct days, and a missing one at the end.
    place : array of int
        The distinct day of each row of the table.

    """

    rows: tuple[Row, ...]
    places: Mapping[str, Sequence[int]]
    days: Days
    place: Places

    @property
    def day(self) -> Days:
        """Return the exit day of each row."""
        return self.days[self.place]

    @property
    def dated(self) -> Mask:
        """Say which rows have an exit day."""
        return self.place < len(self.days) - 1

    def moved(self, days: Days) -> LabourLaw:
        """Return the law on other days of the same rows, such as those of retirement."""
        return LabourLaw(self.rows, self.places, *_distinct(days))

    def find(
        self,
        parameter: str,
        code: str | npt.NDArray[np.object_] = "",
        *,
        city: bool = False,
        day: np.datetime64 | None = None,
    ) -> Found:
        """Return a parameter on each row's day.

        Parameters
        ----------
        parameter, code : str
            As in the rows. A code may also be given for each distinct day, None where it is unknown.
        city : bool, optional
            Only what the city itself has: what law asks of a city no province can answer.
        day : day, optional
            A fixed day to read it on instead, such as the last one before a reform.

        Examples
        --------
        >>> rows = pd.DataFrame({"row_id": "lab-034", "parameter": "notice_days_art40", "code": "",
        ...     "value": [30.0], "value_text": "", "effective_from": "2008-01-01",
        ...     "effective_to": "", "jurisdiction": "000000", "confidence": "verified"})
        >>> law = on(rows, pd.to_datetime(["2022-12-31", "2007-12-31", None]), ("360404", "000000"))
        >>> law.find("notice_days_art40").each.tolist()
        [30.0, nan, nan]

        """
        codes = np.full(len(self.days), code, dtype=object) if isinstance(code, str) else code
        exits = ~np.isnat(self.days)
        days = self.days if day is None else np.where(exits, day, self.days)
        row, settled = np.full((2, len(days)), -1)
        # From the farthest to the nearest, so that the nearest stays, even where its row is open.
        for at in self.places.get(parameter, ()):
            each = self.rows[at]
            if city and not (each.is_city or each.is_setting):
                continue
            holds = (days >= each.first) & (days <= each.last) & (codes == each.code)
            if each.is_setting:
                settled[holds] = at
            else:
                row[holds] = -1 if each.is_open else at
        row = np.where(row < 0, settled, row)
        names = [
            "" if not exit_day or code is None else f"{parameter}/{code}" if code else parameter
            for exit_day, code in zip(exits, codes, strict=True)
        ]
        return self._found(row, np.array(names, dtype=object))

    def history(self, parameter: str) -> list[int]:
        """Return the places of a parameter's rows at all times, of the nearest area that has any."""
        known = [at for at in self.places.get(parameter, ()) if not self.rows[at].is_open]
        nearest = min((self.rows[at].level for at in known), default=-1)
        of_area = [at for at in known if self.rows[at].level == nearest]
        return sorted(of_area, key=lambda at: self.rows[at].first)

    def last(self, parameter: str) -> Row | None:
        """Return the last row of a parameter, whatever the day of exit; None where there is none."""
        known = self.history(parameter)
        return self.rows[known[-1]] if known else None

    def latest(self, parameter: str) -> Found:
        """Return what the last row of a parameter says, whatever the day of exit."""
        known, exits = self.history(parameter), ~np.isnat(self.days)
        row = np.where(exits, known[-1] if known else -1, -1)
        return self._found(row, np.where(exits, parameter, "").astype(object))

    def _found(self, row: Places, name: npt.NDArray[np.object_]) -> Found:
        held = {int(at): self.rows[at] for at in np.unique(row) if at >= 0}
        values, texts = np.full(len(row), np.nan), np.full(len(row), "", dtype=object)
        for at, each in held.items():
            values[row == at], texts[row == at] = each.value, each.text
        return Found(values, texts, row, name, self.place)

    def notes(self, used: Sequence[Used], reasons: Mapping[str, Mask]) -> pd.DataFrame:
        """Return the columns `NOTES`: why, what is missing, which rows were read, how sure they are.

        Parameters
        ----------
        used : sequence of (Found, mask or None)
            What was read, and for which rows of the table.
        reasons : mapping of str to mask
            The rows that a reason holds for, by its id.

        Returns
        -------
        DataFrame
            Ids joined by ``;`` as categories, missing where there are none; `confidence` is the
            weakest of the rows read.

        """
        patterns = self.place.copy()
        for _found, mask in used:
            patterns = patterns * 2 + (True if mask is None else mask)
        number, distinct = pd.factorize(patterns)
        told = [self._note(int(pattern), [found for found, _ in used]) for pattern in distinct]
        texts = zip(*told, strict=True) if told else ([], [], [])
        notes = {name: _spread(each, number) for name, each in zip(NOTES[1:], texts, strict=True)}
        return pd.DataFrame({NOTES[0]: noted(reasons, len(self.place))} | notes)

    def _note(self, pattern: int, used: Sequence[Found]) -> tuple[str | None, ...]:
        """Return what is missing, the rows and the weakest mark of one day and choice of reads."""
        day = pattern >> len(used)
        chosen = [each for at, each in enumerate(used) if pattern >> (len(used) - 1 - at) & 1]
        missing = [str(each.name[day]) for each in chosen if each.row[day] < 0]
        rows = [self.rows[each.row[day]] for each in chosen if each.row[day] >= 0]
        return (
            ";".join(name for name in dict.fromkeys(missing) if name) or None,
            ";".join(dict.fromkeys(row.id for row in rows)) or None,
            max((row.confidence for row in rows), key=_MARKS.index, default=None),
        )


def on(
    rows: pd.DataFrame,
    days: pd.Series | pd.DatetimeIndex | Days,
    chain: Sequence[str],
    settings: Sequence[Setting] = (),
) -> LabourLaw:
    """Return the labour law that holds on the exit day of each row of a table.

    Parameters
    ----------
    rows : DataFrame
        Rows of the kind ``labour_parameters`` of all dates: `row_id`, `parameter`, `code`, `value`,
        `value_text`, `effective_from` and `effective_to` (ISO, empty where open), `jurisdiction`,
        `confidence`. What is left out is not known.
    days : Series or array of day
        Exit day of each row; missing where a group of workers does not leave.
    chain : sequence of str
        GB/T 2260 codes of the county and of the areas above it, the nearest first.
    settings : sequence of Setting, optional
        Values that the county sets where the rows have none.

    Examples
    --------
    A setting never takes the place of a row.

    >>> rows = pd.DataFrame({"row_id": "lab-103", "parameter": "average", "code": "2022",
    ...     "value": [83431.0], "value_text": "", "effective_from": "", "effective_to": "",
    ...     "jurisdiction": "360400", "confidence": "verified"})
    >>> told = [Setting(parameter="average", code=year, value=80000.0, unit="元/年",
    ...     source="project", confidence="recalled") for year in ("2021", "2022")]
    >>> law = on(rows, pd.to_datetime(["2023-06-30"]), ("360404", "360400"), told)
    >>> law.find("average", "2022").each.tolist(), law.find("average", "2021").each.tolist()
    ([83431.0], [80000.0])

    """
    known = [*rows_of(rows, chain), *rows_of_settings(settings, len(chain))]
    known.sort(key=lambda row: -row.level)
    places: dict[str, list[int]] = {}
    for at, row in enumerate(known):
        places.setdefault(row.parameter, []).append(at)
    exits = pd.DatetimeIndex(days).to_numpy("datetime64[D]")
    return LabourLaw(tuple(known), places, *_distinct(exits))


def noted(masks: Mapping[str, Mask], size: int) -> pd.Series:
    """Return the ids whose mask holds for each row, joined by ``;``, as categories; missing for none.

    Examples
    --------
    >>> noted({"a": np.array([True, True]), "b": np.array([False, True])}, 2).tolist()
    ['a', 'a;b']

    """
    pattern = np.zeros(size, dtype=np.int64)
    for at, mask in enumerate(masks.values()):
        pattern |= mask.astype(np.int64) << at
    number, distinct = pd.factorize(pattern)
    texts = [
        ";".join(name for at, name in enumerate(masks) if each >> at & 1) or None
        for each in distinct
    ]
    return _spread(texts, number)


def _spread(texts: Sequence[str | None], number: Places) -> pd.Series:
    """Return the text of each row from the place of its text among few, as categories."""
    place, names = pd.factorize(np.array(texts, dtype=object))
    codes = np.append(place, -1)[number]
    return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(names, dtype="str")))


def together(frames: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """Return the columns `NOTES` of several tables of the same rows as one.

    Parameters
    ----------
    frames : sequence of DataFrame
        Tables of the same length with the columns `NOTES`, as categories or texts.

    Returns
    -------
    DataFrame
        The ids of all, each once, and the weakest of their marks.

    Examples
    --------
    >>> one = pd.DataFrame([[None, None, "lab-1", "verified"]], columns=NOTES)
    >>> two = pd.DataFrame([["pay_missing", None, "lab-2;lab-1", "recalled"]], columns=NOTES)
    >>> together([one, two])[["reasons", "parameters", "confidence"]].values.tolist()
    [['pay_missing', 'lab-1;lab-2', 'recalled']]

    """
    told = {name: _union([frame[name] for frame in frames]) for name in NOTES[:-1]}
    weakest = np.full(len(frames[0]), -1)
    for frame in frames:
        codes, marks = _codes(frame[NOTES[-1]])
        ranks = np.array([*(_MARKS.index(mark) for mark in marks), -1])
        weakest = np.maximum(weakest, ranks[codes])
    names = pd.array([*_MARKS, None], dtype="str")
    return pd.DataFrame(told).assign(confidence=names.take(weakest))


def _union(columns: Sequence[pd.Series]) -> pd.Series:
    """Return the ids of several columns row by row, each once; distinct combinations are joined."""
    number = np.zeros(len(columns[0]), dtype=np.int64)
    factors = [_codes(column) for column in columns]
    for codes, names in factors:
        number = pd.factorize(number * (len(names) + 1) + codes + 1)[0]
    first = np.unique(number, return_index=True)[1]
    texts = []
    for at in first:
        held = [names[codes[at]] for codes, names in factors if codes[at] >= 0]
        ids = dict.fromkeys(name for text in held for name in text.split(";"))
        texts.append(";".join(ids) or None)
    return pd.Series(pd.array(texts, dtype="str").take(number), dtype="str")


def _codes(column: pd.Series) -> tuple[Places, list[str]]:
    """Return the place of each text among the distinct ones, -1 where missing, and these."""
    given = column.astype("category").cat
    return given.codes.to_numpy().astype(np.int64), [str(name) for name in given.categories]


def _distinct(days: Days) -> tuple[Days, Places]:
    """Return the distinct days, a missing one last, and the place of each day among them."""
    place, distinct = pd.factorize(days)
    ends = np.append(np.asarray(distinct, dtype="datetime64[D]"), np.datetime64("NaT", "D"))
    return ends, np.where(place < 0, len(distinct), place).astype(np.int64)
