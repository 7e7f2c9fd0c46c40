"""The WSGI layer in front of Django."""

from collections.abc import Callable, Iterable
from threading import Event, Lock
from typing import Any, NamedTuple

from rehabsite.hot import conditional
from rehabsite.hot.asking import Environ, is_ordinary, known_names, known_part, rendering
from rehabsite.hot.conditional import Part
from rehabsite.hot.old_addresses import OldAddresses
from rehabsite.hot.packing import Packer
from rehabsite.hot.page import Generation, Page
from rehabsite.hot.shelf import Shelf
from rehabsite.hot.tidying import tidied
from rehabsite.hot.version import Versions
from rehabsite.server.answering import told
from search.templatetags.once import GENERATION

StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
PATIENCE = 30.0  # seconds that a reader waits for a page which another's request renders
NO_ROOM = 4  # a page that takes more than this part of the shelf is not kept


class Rendered(NamedTuple):
    status: str
    headers: list[tuple[str, str]]
    body: bytes


class Flight:
    """A page that is being rendered."""

    def __init__(self) -> None:
        self.done = Event()
        self.page: Page | None = None
        self.waiting = 0


class Hot:
    """Answers from the shelf, or lets Django render and keeps what may be kept. Everything else passes through."""

    def __init__(self, django: Application, room: int) -> None:
        self.django = django
        self.shelf = Shelf(room)
        self.versions = Versions()
        self._old = OldAddresses()
        self._packer = Packer(self.shelf)
        self._flights: dict[tuple[str, Generation], Flight] = {}
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self._pass_on(environ, start_response)
        if not is_ordinary(environ):
            return self.django(environ, start_response)
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING")
        if query and self._old.has(path, query, self.versions()):
            return self.django(environ, start_response)
        page = self.shelf.get(f"{path}?{query}" if query else path)
        if page is None or page.generation != self.versions():
            found = self._find(path, query or "")
            if found is None:
                environ[GENERATION] = self.versions()  # so that it takes the parts that pages share
                return self.django(environ, start_response)
            if isinstance(found, Rendered):
                start_response(found.status, found.headers)
                return () if method == "HEAD" else (found.body,)
            page = found
        page.used = True
        return self._answer(page, environ, start_response)

    def _pass_on(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        try:
            return self.django(environ, start_response)
        finally:
            self.versions.expire()

    def _find(self, path: str, query: str) -> Page | Rendered | None:
        """The page under the address that holds what it knows of the query. None if no page of it is kept."""
        bare = self.shelf.get(path)
        names = bare.names if bare else known_names(path)
        generation = self.versions()
        if names is None or generation is None:
            return None
        part = known_part(query, names)
        key = f"{path}?{part}" if part else path
        page = self.shelf.get(key)
        if page and page.generation == generation:
            return page
        return self._render_once(key, path, part, names, generation)

    def _render_once(
        self, key: str, path: str, query: str, names: frozenset[str], generation: Generation
    ) -> Page | Rendered:
        """However many ask at the same time, one renders; the others wait for it."""
        with self._lock:
            flight = self._flights.get((key, generation))
            leads = flight is None
            if flight is None:
                flight = self._flights[key, generation] = Flight()
            flight.waiting += not leads
        if not leads:
            flight.done.wait(PATIENCE)
            return flight.page or self._render(path, query, generation)
        try:
            rendered = self._render(path, query, generation)
            if not _is_for_everyone(rendered):
                return rendered
            flight.page = self._keep(key, rendered, names, generation)
            return flight.page
        finally:
            with self._lock:
                del self._flights[key, generation]
            flight.done.set()

    def _render(self, path: str, query: str, generation: Generation) -> Rendered:
        said: list[Any] = []
        answer = self.django(
            rendering(path, query, generation), lambda *status_and_headers: said.extend(status_and_headers)
        )
        try:
            body = b"".join(answer)
        finally:
            if close := getattr(answer, "close", None):
                close()
        return Rendered(said[0], said[1], body)

    def _keep(self, key: str, rendered: Rendered, names: frozenset[str], generation: Generation) -> Page:
        """A page that says the same as before stays as it lies there, compressed and with its tag."""
        body = tidied(rendered.body) if _is_html(rendered) else rendered.body
        page, old = Page(key, names, rendered.headers, body, generation), self.shelf.get(key)
        if old and old.digest == page.digest:
            old.generation = generation
            return old
        if len(rendered.body) * NO_ROOM <= self.shelf.room:
            self.shelf.put(page)
            self._packer.add(page)
        return page

    def _answer(self, page: Page, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        encoding = conditional.encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        answer = page.answer(encoding)
        if answer is None:
            answer = page.make(encoding)
            self.shelf.count(page)
        part = conditional.part(environ["REQUEST_METHOD"], environ.get("HTTP_IF_NONE_MATCH"), page.tags)
        if part is Part.UNCHANGED:
            start_response("304 Not Modified", told(start_response, answer.unchanged))
            return ()
        start_response("200 OK", told(start_response, answer.headers))
        return () if part is Part.HEAD else (answer.body,)


def _is_html(rendered: Rendered) -> bool:
    return any(name.lower() == "content-type" and value.startswith("text/html") for name, value in rendered.headers)


def _is_for_everyone(rendered: Rendered) -> bool:
    if not rendered.status.startswith("200 "):
        return False
    for name, value in rendered.headers:
        name, value = name.lower(), value.lower()
        if name == "set-cookie" or (name == "vary" and "cookie" in value):
            return False
        if name == "cache-control" and ("no-store" in value or "private" in value):
            return False
    return True
