"""The other side: a real server on this machine, and names that lead to it."""

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from threading import Thread

from outbound.connecting import Reach

NAME = "hook.example.org"


def make_certificate(folder: Path) -> Path:
    """Of `NAME`, signed by itself; key and certificate in one file."""
    file = folder / "hook.pem"
    made = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-days", "2", "-nodes", "-keyout", "-")
    named = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}")
    command = ["openssl", "req", "-x509", *made, "-out", "-", *named]
    file.write_bytes(subprocess.run(command, capture_output=True, check=True).stdout)
    return file


def encrypted_by(certificate: Path) -> ssl.SSLContext:
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    return tls


class NameServer:
    """Says that each name has these addresses, and remembers what it was asked. Several answers come in turn."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers, self.asked = list(answers), list[str]()

    def __call__(self, host: str, _seconds: float) -> list[str]:
        self.asked.append(host)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def names(*addresses: str) -> Reach:
    """The internet, but for what names mean."""
    return Reach(look_up=NameServer(list(addresses)))


def this_machine(look_up: Callable[[str, float], list[str]] | None = None) -> Reach:
    """As if this machine stood on the public internet, with any port, and nothing else did."""

    def why_not(address: str) -> str | None:
        return None if address == "127.0.0.1" else "elsewhere"

    return Reach(look_up or NameServer(["127.0.0.1"]), why_not, range(1, 65536))


def at_any_port(reach: Reach) -> Reach:
    return replace(reach, ports=range(1, 65536))


@contextmanager
def serving(talk: Callable[[socket.socket], None], tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """`talk` gets each connection in turn, and may break off. The value is the port."""

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                if tls is None:
                    talk(connection)
                else:
                    with tls.wrap_socket(connection, server_side=True) as wrapped:
                        talk(wrapped)

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(10)
