"""Pages for readers, kept whole in each process and answered before Django is asked.

A page is rendered once for each public version and day, from its path and the names of its query that it knows, and
from nothing else of a request. `search.kept` marks the views whose pages are kept.
"""

from rehabsite.hot.layer import Hot

__all__ = ["Hot"]
