"""The monthly pay that severance is counted in: average, at least the minimum wage, and its cap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ...campaign.parts_people import Labour
from .parameters import Found, LabourLaw, Mask, Numbers, Used

_MONTHS = 12
# The row that says which of the published averages a city takes, for each kind of average.
_CITY_CAPS = {
    "avg_annual_wage_urban_nonprivate": "urban_nonprivate",
    "avg_annual_wage_urban_nonprivate_on_post": "urban_nonprivate_on_post",
}


@dataclass(frozen=True)
class Base:
    """The pay of each group as a base of severance, in yuan a month.

    Attributes
    ----------
    floored : array of float
        The average, at least the minimum wage (《劳动合同法实施条例》第二十七条).
    cap : array of float
        What those above the threshold get at most; missing where it isn't known.
    threshold : array of float
        Above it the cap applies; who earns exactly as much is not above it.
    state, cap_state : array of str
        As `severance.pay` tells them.
    floor_unknown : mask
        Where no minimum wage is on file.
    found : sequence
        What was read.

    """

    floored: Numbers
    cap: Numbers
    threshold: Numbers
    state: npt.NDArray[np.object_]
    cap_state: npt.NDArray[np.object_]
    floor_unknown: Mask
    found: tuple[Used, ...]

    @property
    def above(self) -> Mask:
        """Say whose pay lies above the threshold."""
        return np.asarray(self.floored > self.threshold)

    @property
    def capped(self) -> Numbers:
        """Return the base of service since 2008."""
        return np.where(self.above, self.cap, self.floored)


def area_class(law: LabourLaw) -> tuple[Found, npt.NDArray[np.object_]]:
    """Return the county's class of wage area, and it as a code for each distinct day."""
    found = law.find("wage_area_class")
    return found, np.array([None if np.isnan(each) else f"{each:g}" for each in found.by_day])


def of(average: pd.Series, law: LabourLaw, labour: Labour) -> Base:
    """Return the base of severance of each group of workers.

    The cap is three times the city's average wage of the year before the exit, and never that of
    another year or of the province; where it isn't on file nothing is capped.

    Parameters
    ----------
    average : Series of float
        Average monthly pay of the last twelve months, in yuan; missing where unknown.
    law : LabourLaw
        On the exit day of each group.
    labour : Labour
        `average_wage` names the published average that the city takes.

    Examples
    --------
    >>> rows = pd.DataFrame({"parameter": ["avg_annual_wage_urban_nonprivate"] +
    ...     ["severance_high_wage_threshold_multiple"] +
    ...     ["severance_base_cap_multiple_when_above_threshold"], "value": [80000.0, 3, 3],
    ...     "code": ["2022", "", ""], "jurisdiction": ["360400", "000000", "000000"]}).assign(
    ...     row_id="lab", value_text="", effective_from="", effective_to="", confidence="verified")
    >>> from .parameters import on
    >>> law = on(rows, pd.to_datetime(["2023-06-30", "2022-06-30"]), ("360400", "000000"))
    >>> base = of(pd.Series([20000.5, 20000.5]), law, Labour())
    >>> base.capped.tolist(), base.cap_state.tolist()
    ([20000.0, 20000.5], ['applied', 'unknown'])

    """
    given = average.to_numpy(np.float64)
    area, code = area_class(law)
    minimum = law.find("minimum_wage_monthly", code)
    rule = law.find("severance_base_floor")
    year = law.days.astype("datetime64[Y]")
    before = np.array([None if np.isnat(each) else str(each - 1) for each in year], dtype=object)
    city = law.find(labour.average_wage, before, city=True)
    above = law.find("severance_high_wage_threshold_multiple")
    at_most = law.find("severance_base_cap_multiple_when_above_threshold")
    taken = law.find("severance_cap_base_monthly_3x", _CITY_CAPS[labour.average_wage], city=True)
    floored = np.where(np.isnan(given), np.nan, np.fmax(given, minimum.each))
    threshold = above.each * city.each / _MONTHS
    cap = at_most.each * city.each / _MONTHS
    unpaid, open_cap = np.isnan(given), np.isnan(threshold) | np.isnan(cap)
    low = floored > given
    applied = ~unpaid & ~open_cap & (floored > threshold)
    everyone = (area, minimum, rule, city, above)
    cap_state = np.select([unpaid | open_cap, applied], ["unknown", "applied"], "not_reached")
    return Base(
        floored=floored,
        cap=cap,
        threshold=np.where(open_cap, np.nan, threshold),
        state=np.select([unpaid, low], ["unknown", "floor"], "average").astype(object),
        cap_state=cap_state.astype(object),
        floor_unknown=np.isnan(minimum.each),
        found=(
            *((found, ~unpaid) for found in everyone),
            (at_most, applied),
            (taken, applied & ~np.isnan(taken.each)),
        ),
    )
