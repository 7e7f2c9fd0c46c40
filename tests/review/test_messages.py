"""What each step says to whoever took it: what readers see now, and what waits. One story for each kind of words."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format

from review.services.publishing import withdraw
from search.services import public_changed
from tests.articles.making import (
    REVIEWED_ON,
    change,
    make_live,
    make_person,
    make_reviewer,
    make_tag,
    sign_and_show,
)
from tests.articles.test_admin_writing import fields_of
from tests.conftest import StaffClient
from tests.review.test_own_work import MAKE

pytestmark = pytest.mark.django_db
Staff = Callable[..., StaffClient]
SAVE = {"article": "body", "question": "answer", "term": "meaning", "phase": "summary", "program": "summary"}
# Said of articles alone, and tested with them.
UNEDITED = (
    " It names no editor: no one signed it.",
    " No editor has signed it: readers would see no name next to “Edited by”.",
    " No editor has signed it.",
)


class Story:
    """Someone for each role, and one thing that they work on."""

    def __init__(self, kind: str, staff: Staff) -> None:
        self.kind, self.staff = kind, staff
        self.clients: dict[str, StaffClient] = {}
        self.row: Any = None
        make_live("other", body="Carry the kit with you.")

    def client(self, name: str) -> StaffClient:
        if name not in self.clients:
            role = {"doctor": "medical-reviewer", "second": "editor"}.get(name, name)
            self.clients[name] = self.staff(role)
            make_reviewer(f"{name}-person", user=self.clients[name].user)
        return self.clients[name]

    def save(self, text: str, small: bool = False) -> None:
        by = self.client("editor" if small else "writer").user
        if self.row is None:
            self.row = MAKE[self.kind](text, make_person("wilma"), by)
        else:
            self.row = change(self.row, by=by, small=small, **{SAVE[self.kind]: text})

    def take(self, who: str, step: str, of: int = 0) -> str:
        """What the page says afterwards."""
        revision = self.row.revisions.get(number=of) if of else self.row.latest
        base = self.row._meta
        path = f"/admin/{base.app_label}/{base.model_name}/{self.row.pk}/revisions/{revision.pk}/{step}/"
        at = (timezone.localtime() + timedelta(days=9)).strftime("%Y-%m-%dT%H:%M")
        answer = self.client(who).post(path, {"because": "So."} if step != "schedule" else {"time": at}, follow=True)
        said = " ".join(str(message) for message in answer.context["messages"])
        for sentence in UNEDITED:
            said = said.replace(sentence, "")
        said = said.replace(date_format(timezone.localdate()), "today")
        return re.sub(r"From .* on, they", "From then on, they", said)


Line = tuple[str, ...]  # who, step, of which revision ("" for the newest), what the page says; or a save
NOTHING, SEEN = "Readers do not see it.", "Readers see revision %s, reviewed on today."
HANDED_IN = "Handed in. Reviewers see it on their first page."
SIGNED = "Signed as medically reviewed."
AWAY = "The newer revision C, which they saw before, is not shown."

BEGUN: list[Line] = [
    ("save", "First."),
    ("writer", "submit", "", f"{HANDED_IN} NOW Revision A is waiting for review."),
    ("editor", "send_back", "", "Sent back with your note. NOW Revision A was sent back to its writer."),
]
ASIDE: list[Line] = [
    ("editor", "archive", "", "Moved to the archive. It is in the archive. Readers do not see it."),
    ("editor", "bring_back", "", "Brought back. Readers do not see it. Revision A was sent back to its writer."),
]
AGAIN: Line = ("writer", "submit", "", f"{HANDED_IN} NOW Revision A is waiting for review.")
PUBLISHED: list[Line] = [
    ("doctor", "review", "", f"{SIGNED} {NOTHING} Revision A is reviewed and can be published."),
    ("editor", "schedule", "", f"Scheduled. {NOTHING} From then on, they see revision A."),
    (
        "editor",
        "unschedule",
        "",
        f"The date is canceled. The review stays. {NOTHING} Revision A is reviewed and can be published.",
    ),
    ("editor", "publish", "", f"Published. {SEEN % 'A'}"),
    ("save", "Cary it."),
    ("writer", "submit", "", f"{HANDED_IN} {SEEN % 'A'} Revision B is waiting for review."),
    ("doctor", "review", "", f"{SIGNED} {SEEN % 'A'} Revision B is reviewed and can be published."),
    ("editor", "publish", "", f"Published. {SEEN % 'B'}"),
]
LIVE_AT_ONCE: list[Line] = [
    ("doctor", "review", "", f"{SIGNED} {SEEN % 'A'}"),
    ("save", "Cary it."),
    ("writer", "submit", "", f"{HANDED_IN} {SEEN % 'A'} Revision B is waiting for review."),
    ("doctor", "review", "", f"{SIGNED} {SEEN % 'B'}"),
]
ROLLED_BACK: list[Line] = [
    ("small", "Carry it."),
    ("second", "sign_correction", "", f"Signed. {SEEN % 'C'}"),
    ("editor", "publish", "A", f"Published. {SEEN % 'A'} {AWAY}"),
    (
        *("writer", "review_again", "A"),
        f"A copy is ready to be handed in for review. {SEEN % 'A'} Revision D is a draft. It is not handed in yet.",
    ),
]
WITHDRAWN: Line = (
    *("editor", "withdraw", "A"),
    "Withdrawn. Readers who come to its page read your reason. Revision D is a draft. It is not handed in yet.",
)
UNDER_CORRECTIONS = "Readers no longer see it. They read your reason under Corrections."
AN_ANSWER = (*WITHDRAWN[:3], WITHDRAWN[3].replace("Readers who come to its page read your reason.", UNDER_CORRECTIONS))
ORIGINAL = "Readers see the words that came with the site. No one has reviewed them."
STORIES: dict[str, list[Line]] = {
    **dict.fromkeys(("article", "program"), [*BEGUN, *ASIDE, AGAIN, *PUBLISHED, *ROLLED_BACK, WITHDRAWN]),
    **dict.fromkeys(("question", "term"), [*BEGUN, *ASIDE, AGAIN, *LIVE_AT_ONCE, *ROLLED_BACK, AN_ANSWER]),
    "phase": [
        *(*BEGUN, AGAIN, *LIVE_AT_ONCE, *ROLLED_BACK),
        (
            *("editor", "publish", "0"),
            f"Published. {ORIGINAL} Revision D is a draft. It is not handed in yet.",
        ),
    ],
}


@pytest.mark.parametrize("kind", STORIES)
def test_each_step_says_what_readers_see_now_and_what_waits(kind: str, staff: Staff) -> None:
    story, first = Story(kind, staff), 2 if kind == "phase" else 1
    now = ORIGINAL if kind == "phase" else NOTHING
    numbers = {name: first + nth for nth, name in enumerate("ABCD")} | {"0": 1}
    for line in STORIES[kind]:
        if line[0] in ("save", "small"):
            story.save(line[1], small=line[0] == "small")
            continue
        who, step, of, said = line
        for name, number in numbers.items():
            said = said.replace(f"evision {name}", f"evision {number}")
        assert story.take(who, step, numbers.get(of, 0)) == said.replace("NOW", now), (who, step)


@pytest.mark.parametrize("kind", ["article", "question", "term", "program"])
def test_what_was_withdrawn_keeps_its_reviewed_name_for_readers(kind: str, staff: Staff, client: Client) -> None:
    """A draft on top of it, under another name, is nothing that anyone reviewed."""
    name = {"article": "title", "question": "question", "term": "term"}.get(kind, "summary")
    row = MAKE[kind]("Words.", make_person("wilma"), None)
    sign_and_show(row.latest)
    withdraw(subject=row, by=None, because="It was wrong.")
    before = client.get("/corrections/").content
    assert b"It was wrong." in before
    change(row, **{name: "No one reviewed this"})
    public_changed()
    assert client.get("/corrections/").content == before


def test_a_change_of_tags_alone_says_so_and_is_in_the_history(staff: Staff) -> None:
    article, editor, tag = make_live(), staff("editor"), make_tag("overdose")
    path = f"/admin/articles/article/{article.pk}/"
    typed = {**fields_of(editor.get(f"{path}change/")), "tags": [tag.pk]}
    answer = editor.post(f"{path}change/", typed, follow=True)
    [said] = [str(message) for message in answer.context["messages"]]
    seen = f"Readers see revision 1, reviewed on {date_format(REVIEWED_ON)}. It names no editor: no one signed it."
    assert said == f"Changed: Tags. {seen} What you changed under “Place” shows at once."
    history = editor.get(f"{path}history/").content.decode()
    assert "Changed: Tags." in history
    assert "Saved revision" not in history
