"""What a browser gets before a page stands whole: the page, its style sheets and its script, with all headers."""

import re
import socket
import time

import brotli

from tests.bench.measuring import Wrong

FIRST = 14_300  # ten packets, which a server may send before it hears anything
ASKED = re.compile(r'(?:stylesheet" href|script src)="(/static/[^"]+)"')


def whole(port: int, path: str) -> int:
    """Bytes on the line, as they come."""
    page = _packed(port, path)
    _, _, body = page.partition(b"\r\n\r\n")
    files = ASKED.findall(brotli.decompress(body).decode())
    if not files:
        raise Wrong(f"{path} has no style sheet")
    return len(page) + sum(len(raw(port, file)) for file in files)


def _packed(port: int, path: str) -> bytes:
    """Once it is compressed as well as can be, which is done behind readers' backs."""
    for _ in range(300):
        if b'-b5"' not in (page := raw(port, path)):
            return page
        time.sleep(0.2)
    raise Wrong(f"{path} was never packed")


def raw(port: int, path: str) -> bytes:
    asked = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: br\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as line:
        line.sendall(asked.encode())
        parts = []
        while part := line.recv(65536):
            parts.append(part)
    answer = b"".join(parts)
    if not answer.startswith(b"HTTP/1.1 200 ") or b"\r\nContent-Encoding: br\r\n" not in answer:
        raise Wrong(f"{path} answered {answer[:200]!r}")
    return answer
