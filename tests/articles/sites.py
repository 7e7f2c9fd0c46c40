"""Another site, on this machine: the tests open no socket to elsewhere."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from articles.link_visitor import Visitor
from tests.outbound.servers import this_machine

AGENT = "RehabsiteLinkCheck/1.0 (+https://clinic.example/)"


class Site(ThreadingHTTPServer):
    """Answers by path, and remembers who asked what."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[tuple[str, str, str]] = []
        self.answers: dict[str, tuple[int, str]] = {"/fine": (200, "")}
        self.robots = ""
        self.breaks_off_at_heads = False
        self.url = f"http://127.0.0.1:{self.server_port}"

    def paths(self) -> list[tuple[str, str]]:
        return [(method, path) for method, path, _agent in self.asked if path != "/robots.txt"]


class Handler(BaseHTTPRequestHandler):
    server: Site

    def answer(self) -> None:
        self.server.asked.append((self.command, self.path, self.headers["User-Agent"]))
        if self.command == "HEAD" and self.server.breaks_off_at_heads:
            self.close_connection = True
            return
        if self.path == "/robots.txt":
            status, location, body = (200 if self.server.robots else 404), "", self.server.robots.encode()
        else:
            (status, location), body = self.server.answers.get(self.path.partition("?")[0], (404, "")), b""
        if self.path.startswith("/no-head") and self.command == "GET":
            status = 200
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET = answer

    def log_message(self, *_parts: object) -> None:
        pass


def visitor(*, pause: float = 0.0, patience: float = 3.0) -> Visitor:
    """One that may ask this machine, which the real one refuses."""
    return Visitor(AGENT, pause=pause, patience=patience, reach=this_machine())
