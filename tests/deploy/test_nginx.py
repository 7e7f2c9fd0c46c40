"""A real nginx with `deploy/nginx.conf` in front of a real site."""

import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.deploy.nginx import IPV6, NAME, Nginx, running
from tests.drill.site import Site
from tests.site.starting import OPERATOR

Start = Callable[..., tuple[Site, Nginx]]
HIDDEN = "hunter2"
SIGNED = "AbCdEfGhIjKlMnOpQrStUvWx"


@pytest.fixture(scope="module")
def start(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """`start(seconds)`: a site with a front that keeps pages fresh for so long, and one article."""

    def begin(seconds: int, slug: str = "naloxone") -> tuple[Site, Nginx]:
        folder = tmp_path_factory.mktemp("front")
        site = Site(Path(shutil.copytree(prepared, folder / "var")), mail_port=9)
        cleanup.callback(site.stop)
        nginx = cleanup.enter_context(running(folder / "nginx", [("127.0.0.1", site.port)]))
        site.environment |= {
            **OPERATOR,
            "SITE_URL": f"https://{NAME}",
            "ALLOWED_HOSTS": f"{NAME},127.0.0.1",
            "BEHIND_TLS_PROXY": "on",
            "TRUSTED_PROXIES": "127.0.0.1",
            "FRONT_SECONDS": str(seconds),
            "FRONTS": f"http://127.0.0.1:{nginx.inner}",
        }
        site.run("-m", "tests.deploy.scene", "publish", slug)
        site.web.start()
        site.wait_until_it_answers()
        return site, nginx

    with ExitStack() as cleanup:
        yield begin


@pytest.fixture(scope="module")
def both(start: Start) -> tuple[Site, Nginx]:
    return start(60)


@pytest.fixture(scope="module")
def nginx(both: tuple[Site, Nginx]) -> Nginx:
    return both[1]


def test_http_leads_to_https(nginx: Nginx) -> None:
    answer = nginx.ask("/articles/?page=2", secure=False)
    assert (answer.status, answer.headers["location"]) == (301, f"https://{NAME}/articles/?page=2")


def test_whoever_gives_certificates_finds_what_was_laid_out_for_them(nginx: Nginx) -> None:
    folder = nginx.folder / "acme/.well-known/acme-challenge"
    folder.mkdir(parents=True)
    (folder / SIGNED).write_text("token.thumbprint")
    answer = nginx.ask(f"/.well-known/acme-challenge/{SIGNED}", secure=False)
    assert (answer.status, answer.text, answer.headers["content-type"]) == (200, "token.thumbprint", "text/plain")
    assert nginx.ask("/.well-known/acme-challenge/other", secure=False).status == 404


def test_pages_come_through_and_say_nothing_of_the_inside(nginx: Nginx) -> None:
    answer = nginx.ask("/articles/naloxone/", accept_encoding="br")
    assert (answer.status, answer.headers["content-encoding"]) == (200, "br")
    assert "x-accel-expires" not in answer.headers
    assert not re.search(r"\d", answer.headers["server"])
    assert nginx.ask("/articles/naloxone/", accept_encoding="br", if_none_match=answer.headers["etag"]).status == 304
    for encoding, body in (("gzip", b"\x1f\x8b"), ("", b"<!DOCTYPE html>"), ("br;q=0", b"<!DOCTYPE html>")):
        assert nginx.ask("/articles/naloxone/", accept_encoding=encoding).body.lstrip().startswith(body)


def test_the_site_believes_the_front_and_nobody_else(both: tuple[Site, Nginx]) -> None:
    """A visitor cannot choose an address, or turn https: into http:."""
    _site, nginx = both
    answer = nginx.ask("/search/?q=a", x_forwarded_proto="http", x_forwarded_for="10.9.9.9")
    assert answer.status == 200, "http: would be led to https: again"
    assert nginx.ask("/search/?q=a", x_refetch="1").headers.get("x-accel-expires") is None


def test_a_page_is_kept_once_whatever_other_sites_add_to_the_link(both: tuple[Site, Nginx]) -> None:
    site, nginx = both
    pages = {nginx.ask(f"/articles/naloxone/{query}").body for query in ("", "?fbclid=x", "?utm_source=a&utm_term=b")}
    assert len(pages) == 1
    log = nginx.logs()
    assert re.search(r"GET /articles/naloxone/ 200 .* HIT ", log)


@pytest.mark.parametrize("path", ["/contact/", "/admin/login/", "/search/?q=a", "/articles/naloxone/?x=1"])
def test_what_is_not_plain_or_not_for_everyone_is_not_kept(nginx: Nginx, path: str) -> None:
    for _ in range(2):
        nginx.ask(path)
    lines = nginx.logs().splitlines()
    bare = path.partition("?")[0]
    assert any(f" {bare} " in line and " HIT " not in line for line in lines[-2:])


def test_logs_hold_no_query_no_address_and_no_link_that_opens_something(nginx: Nginx) -> None:
    nginx.ask(f"/search/?q={HIDDEN}")
    nginx.ask(f"/preview/{SIGNED}/")
    nginx.ask(f"/inquiry/{SIGNED}/?{HIDDEN}")
    nginx.ask(f"/%69nquiry/{SIGNED}/")
    nginx.ask(f"/forwrded/{SIGNED}/")
    nginx.ask("/contact/", "POST", "x" * 30_000_000, content_type="application/x-www-form-urlencoded")
    for _ in range(60):
        nginx.ask(f"/near/?place={HIDDEN}")
    logs = nginx.logs()
    assert " 413 " in logs
    assert " 429 " in logs
    for hidden in (HIDDEN, SIGNED, "127.0.0.1"):
        assert hidden not in logs


def test_one_address_cannot_send_form_after_form(both: tuple[Site, Nginx]) -> None:
    _site, nginx = both
    words = urlencode({"message": "Hello"})
    answers = [nginx.ask("/contact/", "POST", words, sec_fetch_site="same-origin").status for _ in range(20)]
    assert answers.count(429) >= 5
    assert nginx.ask("/contact/").status == 200, "reading it is another matter"


@pytest.mark.skipif(not IPV6, reason="this machine has no IPv6")
def test_readers_on_ipv6_are_served_too(nginx: Nginx) -> None:
    assert nginx.ask("/articles/naloxone/", address="::1").status == 200


def test_status_pages_are_for_this_machine_alone(nginx: Nginx) -> None:
    assert nginx.ask("/healthz").text == "ok\n"
    assert "allow 127.0.0.1;\n        deny all;" in (nginx.folder / "site.conf").read_text()


def test_pages_outlive_the_site_and_a_withdrawn_one_does_not_come_back(start: Start) -> None:
    site, nginx = start(1)
    site.run("-m", "tests.deploy.scene", "publish", "methadone")
    paths = ("/articles/naloxone/", "/articles/methadone/", "/")
    for encoding in ("br", "gzip", ""):
        assert [nginx.ask(path, accept_encoding=encoding).status for path in paths] == [200, 200, 200]
    style = re.findall(r'href="(/static/[^"]+\.css)"', nginx.ask("/").text)[0]
    assert nginx.ask(style).status == 200
    site.run("-m", "tests.deploy.scene", "withdraw", "methadone")
    site.web._end(signal.SIGKILL)
    time.sleep(1.5)  # nothing is fresh
    for encoding in ("br", "gzip", ""):
        answers = [nginx.ask(path, accept_encoding=encoding).status for path in paths]
        assert answers == [200, 410, 200]
    assert nginx.ask("/articles/methadone/?fbclid=x").status == 410
    assert nginx.ask(style).status == 200
    site.web.start()
    site.wait_until_it_answers()
    assert nginx.ask("/articles/methadone/").status == 410
    site.run("-m", "tests.deploy.scene", "publish", "buprenorphine")
    deadline = time.monotonic() + 20
    while "buprenorphine" not in nginx.ask("/articles/").text.lower():
        assert time.monotonic() < deadline, "a publication does not show"
        time.sleep(0.1)


def test_what_was_kept_before_is_taken_out_also_when_nothing_is_kept_any_more(start: Start) -> None:
    """With the setting at 0 a copy from before would else lie there for ever."""
    site, nginx = start(60)
    assert nginx.ask("/articles/naloxone/").status == 200
    site.web._end(signal.SIGTERM)
    site.environment["FRONT_SECONDS"] = "0"
    site.web.start()
    site.wait_until_it_answers()
    site.run("-m", "tests.deploy.scene", "withdraw", "naloxone")
    site.web._end(signal.SIGKILL)
    time.sleep(1.5)
    assert nginx.ask("/articles/naloxone/").status == 410


def test_a_front_that_is_away_does_not_hold_up_a_withdrawal(both: tuple[Site, Nginx]) -> None:
    site, _nginx = both
    site.run("-m", "tests.deploy.scene", "publish", "tapering")
    said = site.run("-m", "tests.deploy.scene", "withdraw", "tapering", FRONTS="http://127.0.0.1:9")
    assert "A front did not take what was withdrawn (ConnectionRefusedError)" in said
