"""Law as dated data: official documents, loaded once, resolved by date and area.

No number of law stands in code. A new edition, or a province's rule, is a new folder in
data/standards: `document.yaml` says what it is and when it holds, CSV files hold its rows, each with
a stable `row_id`, its source and how far it can be trusted.

Examples
--------
What held in a county on a day, and what changed since:

>>> from datetime import date
>>> standards = Standards.load()
>>> chain = ["360404", "360400", "360000", "000000"]
>>> levels = standards.rows_in_force("benchmark_levels", date(2022, 9, 10), chain)
>>> [document.number for document in levels.documents]
['发改产业〔2021〕1609号']
>>> clinker = levels.table[levels.table["product_id"] == "clinker"]
>>> clinker[["row_id", "unit", "confidence"]].values.tolist()
[['bm2021-030', 'kgce/t', 'cross_checked']]

"""

from .conversions import conversions
from .differences import Difference, compare
from .document import Confidence, Document, Row, may_decide, read_model, read_yaml, weakest
from .kinds import KINDS, Kind
from .resolution import AppliesTo, NoDocumentInForce, RowsInForce
from .store import Standards
from .verifications import Verification, add_verification, read_verifications, verification

__all__ = [
    "KINDS",
    "AppliesTo",
    "Confidence",
    "Difference",
    "Document",
    "Kind",
    "NoDocumentInForce",
    "Row",
    "RowsInForce",
    "Standards",
    "Verification",
    "add_verification",
    "compare",
    "conversions",
    "may_decide",
    "read_model",
    "read_verifications",
    "read_yaml",
    "verification",
    "weakest",
]
