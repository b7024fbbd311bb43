"""The form that one enterprise fills in: what it asks, and how it is written as a workbook."""

from .content import FormContent
from .writer import write_form

__all__ = ["FormContent", "write_form"]
