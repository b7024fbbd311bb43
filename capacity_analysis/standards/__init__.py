"""Law as dated data: official documents, loaded once, resolved by date and area.

No number of law stands in code. A new edition, or a province's rule, is a new folder in
data/standards: `document.yaml` says what it is and when it holds, CSV files hold its rows, each with
a stable `row_id`, its source and how far it can be trusted.
"""

from .conversions import conversions
from .document import Confidence, Document, Row, may_decide, read_model, read_yaml, weakest
from .kinds import KINDS, Kind
from .store import NoDocumentInForce, Standards

__all__ = [
    "KINDS",
    "Confidence",
    "Document",
    "Kind",
    "NoDocumentInForce",
    "Row",
    "Standards",
    "conversions",
    "may_decide",
    "read_model",
    "read_yaml",
    "weakest",
]
