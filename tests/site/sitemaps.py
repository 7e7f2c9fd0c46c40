"""The site's addresses as search engines get them."""

import re

from django.test import Client


def fetched(client: Client, address: str) -> str:
    return b"".join(client.get(address)).decode()  # streamed


def locations(client: Client) -> list[str]:
    """Of all files that the index names, without the host."""
    files = _locations(fetched(client, "/sitemap.xml"))
    return [path for file in files for path in _locations(fetched(client, file))]


def _locations(text: str) -> list[str]:
    return re.findall(r"<loc>http://127.0.0.1:8000(.*?)</loc>", text)
