"""A visitor's browser, without JavaScript: it opens a page, fills in its form, and presses the button."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

OURS = {"sec-fetch-site": "same-origin"}
SAID = {"name": "Ottoline", "email": "ottoline@example.org", "message": "Do you know a place with room?"}


class Form(HTMLParser):
    """What the first form with this action would send as it stands, and what can be read on the page."""

    def __init__(self, html: str, action: str = "") -> None:
        super().__init__()
        self.wanted = action
        self.inside = False
        self.text = ""
        self.values: dict[str, list[str]] = {}
        self.boxes: list[tuple[str, str, bool]] = []
        self._area = ""
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = has.get("method") == "post" and self.wanted in ("", has["action"]) and not self.values
        if not self.inside:
            return
        if tag == "input" and has["type"] in ("checkbox", "radio"):
            self.boxes.append((has["name"], has["value"], "checked" in has))
            if "checked" in has:
                self.values.setdefault(has["name"], []).append(has["value"])
        elif tag == "input":
            self.values.setdefault(has["name"], []).append(has.get("value", ""))
        elif tag == "textarea":
            self._area = has["name"]
            self.values[self._area] = [""]
        elif tag == "select":
            self._select = has["name"]
        elif tag == "option" and "selected" in has:
            self.values[self._select] = [has["value"]]

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._area:
            self.values[self._area][0] += data.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        if tag == "textarea":
            self._area = ""

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, [""])[0]


class Visitor(Client):
    """To whom tokens matter, as to any browser."""

    def __init__(self, **more: Any) -> None:
        super().__init__(enforce_csrf_checks=True, headers=OURS, **more)

    def send(self, path: str = "/contact/", *, at: str = "", **said: str) -> HttpResponse:
        """Opens `path`, fills in the form there, and sends it where the form says."""
        form = Form(self.get(path).content.decode(), at)
        return self.post(at or path, form.values | said)  # type: ignore[return-value]


def text_of(response: Any) -> str:
    """The page's words, without tags, with single blanks."""
    return " ".join(Form(response.content.decode()).text.split())
