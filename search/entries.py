from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A public page for the index. `text` is plain; `keywords` are found and never shown; more `weight` comes first.
    `links` are the addresses that its words link to.

    `kind` is one lower-case word, `key` tells the pages of one kind apart.
    """

    kind: str
    key: str
    url: str
    title: str
    text: str = ""
    keywords: str = ""
    weight: int = 1
    links: Sequence[str] = ()
