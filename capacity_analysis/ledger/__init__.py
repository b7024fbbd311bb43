"""The ledger room: what the departments reported, read, checked and written as workbooks."""

from .kinds import KINDS, ProblemKind
from .model import Ledger, SheetSource
from .problems import LedgerError, Problem
from .registry import LedgerField, LedgerTable, Registry, registry
from .workbook import Reading, inspect_ledger, read_ledger

__all__ = [
    "KINDS",
    "Ledger",
    "LedgerError",
    "LedgerField",
    "LedgerTable",
    "Problem",
    "ProblemKind",
    "Reading",
    "Registry",
    "SheetSource",
    "inspect_ledger",
    "read_ledger",
    "registry",
]
