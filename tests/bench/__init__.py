"""Measures the site beside the barest things that do the same: `python -m tests.bench`. CI runs none of it."""
