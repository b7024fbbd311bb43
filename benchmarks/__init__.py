"""Benchmarks: this project and a named peer on the same work, in one run, as a ratio."""
