"""The good workbooks of each format."""

from office import good_files

__all__ = ["good_files"]
