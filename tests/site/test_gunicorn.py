"""The server's own settings, and what it writes down."""

import signal
from datetime import timedelta
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from rehabsite import gunicorn


def line(path: str, query: str = "") -> str:
    logger = gunicorn.DiscreetLogger(Config())
    environ = {
        "REMOTE_ADDR": "203.0.113.9",
        "REQUEST_METHOD": "GET",
        "RAW_URI": f"{path}?{query}",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_REFERER": "http://127.0.0.1/articles/naloxone/",
        "HTTP_USER_AGENT": "Some browser",
    }
    answer = SimpleNamespace(status="200 OK", sent=12, headers=[])
    atoms = logger.atoms(answer, SimpleNamespace(headers=[]), environ, timedelta(milliseconds=3))
    return str(gunicorn.access_log_format % logger.atoms_wrapper_class(atoms))


def test_a_request_leaves_a_line() -> None:
    assert line("/articles/").endswith(" GET /articles/ 200 12 3ms")


def test_nobody_is_named_in_it() -> None:
    written = line("/search/", query="q=methadone")
    for private in ("203.0.113.9", "methadone", "naloxone", "Some browser"):
        assert private not in written


def test_a_private_link_is_cut_before_its_key() -> None:
    assert " /preview/ " in line("/preview/aaa:bbb:ccc/")
    assert "bbb" not in line("/preview/aaa:bbb/ccc")


@pytest.mark.parametrize("path", ["/a\n[01/Jan/2026] GET /forged 200", "/\x1b[31m", "/a b"])
def test_a_path_cannot_forge_a_line(path: str) -> None:
    written = line(path)
    assert written.isprintable()
    assert written.count(" ") == line("/").count(" ")


def test_a_request_that_cannot_be_read_is_not_written_down(capsys: pytest.CaptureFixture[str]) -> None:
    logger = gunicorn.DiscreetLogger(Config())
    logger.warning("Invalid request from ip=203.0.113.9: GET /search/?q=methadone now HTTP/1.1 100%")
    logger.warning("Worker %s is late", 7)
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition("[WARNING] ")[2] for line in lines] == ["A request could not be read.", "Worker 7 is late"]


def test_only_the_sites_own_proxies_are_believed() -> None:
    assert gunicorn.forwarded_allow_ips == "", "gunicorn's default would believe this machine"


def test_a_worker_leaves_ctrl_c_to_the_process_that_started_it() -> None:
    before = signal.getsignal(signal.SIGINT)
    try:
        gunicorn.post_worker_init(None)
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_every_setting_is_one_that_gunicorn_knows() -> None:
    ours = {name for name in vars(gunicorn) if name.islower() and not name.startswith("_")}
    imported = {"message", "os", "quote", "re", "settings", "signal", "timedelta"}
    assert ours - imported <= set(Config().settings)
