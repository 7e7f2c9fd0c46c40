"""From a name to a connection with one of its addresses, all of which were looked at."""

import socket
import ssl
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass

from outbound.addresses import why_not
from outbound.deadline import Deadline
from outbound.errors import NotAsked
from outbound.names import NAMES
from outbound.urls import USUAL_PORTS, Target

TRIES = 4


@dataclass(frozen=True)
class Reach:
    """What is on the other side of this machine. A test puts its own in the place of `INTERNET`, and nothing else."""

    look_up: Callable[[str, float], list[str]] = NAMES.find
    why_not: Callable[[str], str | None] = why_not
    ports: Container[int] = USUAL_PORTS


INTERNET = Reach()


def connect(target: Target, reach: Reach, deadline: Deadline, patience: float) -> socket.socket:
    """Encrypted if the target's scheme says so, for the target's name. Raises NotAsked, OutboundError or OSError."""
    addresses = checked(target, reach, deadline.left(patience))
    plain = open_first(addresses, target.port, lambda: deadline.left(patience))
    if target.scheme == "http":
        return plain
    try:
        plain.settimeout(deadline.left(patience))
        return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)
    except BaseException:
        plain.close()
        raise


def checked(target: Target, reach: Reach, seconds: float) -> list[str]:
    """The target's addresses. If one of them is not public, none is used: no one has a use for such a name.

    The dot at the end keeps the resolver from adding the own network's domain to the name.
    """
    found = [target.host] if target.is_address else reach.look_up(f"{target.host}.", seconds)
    for address in found:
        if reason := reach.why_not(address):
            raise NotAsked("private", reason)
    return found


def open_first(addresses: Iterable[str], port: int, seconds: Callable[[], float]) -> socket.socket:
    """To the first address that answers. Each try may take what `seconds` gives. Names are not looked up here."""
    failed: OSError = ConnectionError()
    for address in list(addresses)[:TRIES]:
        opened = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
        try:
            opened.settimeout(seconds())
            opened.connect((address, port))
        except OSError as error:
            opened.close()
            failed = error
        else:
            return opened
    raise failed
