"""Django's PostgreSQL, that does not wait long for a server which is away.

A server that refuses is known at once. One that is silent is known after ASK_SECONDS on an open connection, and after
`connect_timeout` on a new one. For WINDOW_SECONDS after that, this process takes it to be away without asking.
"""

import select
from threading import Lock
from time import monotonic
from typing import Any

import psycopg
from django.db.backends.postgresql import base
from psycopg.pq import ExecStatus

ASK_SECONDS = 1.0
WINDOW_SECONDS = 1.0


class Away:
    """When the server was last found to be away, for all threads of the process."""

    def __init__(self) -> None:
        self._until = 0.0
        self._lock = Lock()

    def found(self) -> None:
        with self._lock:
            self._until = monotonic() + WINDOW_SECONDS

    def is_likely(self) -> bool:
        return monotonic() < self._until


AWAY = Away()


class DatabaseWrapper(base.DatabaseWrapper):
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        if AWAY.is_likely():
            raise psycopg.OperationalError("The database was away a moment ago.")
        try:
            return super().get_new_connection(conn_params)
        except psycopg.OperationalError:
            AWAY.found()
            raise

    def _configure_connection(self, connection: Any) -> bool:
        """Compiling a query takes longer than any of ours, and the server's guess of which are long is often wrong."""
        super()._configure_connection(connection)  # type: ignore[misc]  # the stubs do not know it
        connection.execute("SET jit = off")
        return True

    def is_usable(self) -> bool:
        return self.connection is not None and _answers(self.connection)


def _answers(connection: Any) -> bool:
    """Asked past psycopg, which would wait for ever."""
    server = connection.pgconn
    waiting = select.poll()
    until = monotonic() + ASK_SECONDS
    good = False
    try:
        server.send_query(b"SELECT 1")
        waiting.register(server.socket, select.POLLIN)
        while True:
            server.flush()
            while server.is_busy():
                if not waiting.poll(max(0.0, until - monotonic()) * 1000):
                    AWAY.found()
                    return False
                server.consume_input()
            if (result := server.get_result()) is None:
                return good
            good = result.status == ExecStatus.TUPLES_OK
    except (psycopg.Error, OSError, ValueError):
        return False
