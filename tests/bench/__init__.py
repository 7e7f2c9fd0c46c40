"""Measures the site next to the barest things that do the same: `python -m tests.bench`. CI runs none of it."""
