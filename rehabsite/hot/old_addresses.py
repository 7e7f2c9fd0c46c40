"""Which addresses with a query are old ones: they lead elsewhere, and are asked before the query is dropped."""

from django.db import DatabaseError

from search.redirects import asked, with_query


class OldAddresses:
    """All of them, read again for each public version, and only once someone asks for one that looks like it."""

    def __init__(self) -> None:
        self._of: object = None
        self._there: frozenset[str] = frozenset()

    def has(self, path: str, query: str, generation: object) -> bool:
        meant = asked(path, query)
        if not meant:
            return False
        if generation is None:
            return True  # Django finds out
        if generation != self._of:
            try:
                self._there = with_query()
            except DatabaseError:
                return True
            self._of = generation
        return not self._there.isdisjoint(meant)
