"""Small corrections: what passes as spelling, what never does, and who signs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from articles.models import Article
from rehabsite.models import User
from review.corrections import texts_differ
from review.refusals import Refused
from review.services import publishing
from review.services.taking import take
from tests.articles.making import (
    SOURCE,
    change,
    latest,
    make_article,
    make_live,
    make_person,
    make_question,
    make_reviewer,
    make_term,
    make_user,
    rita,
    sign_and_show,
)
from tests.conftest import StaffClient

KNOWN = {"their", "there", "receive", "carry", "treatment", "the", "take", "not", "now", "can", "of", "and", "call"}

# Each once passed: the one word stands nowhere else, the other one does, and they are two letters apart at most.
OPPOSITES = [
    ("unsafe", "safe"),
    ("inactive", "active"),
    ("illegal", "legal"),
    ("never", "ever"),
    ("can't", "can"),
    ("nott", "now"),
    ("nott", "note"),
    ("eighty", "eight"),
    ("sevn", "even"),
    ("beforee", "before"),
    ("half", "have"),
]
KNOWN |= {"hope", *(new for _old, new in OPPOSITES)}


def why(old: str, new: str, already: int = 0) -> str:
    return texts_differ({"body": old}, {"body": new}, lambda word: word.casefold() in KNOWN, already)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Cary the spray.", "Carry the spray."),
        ("You will recieve it.", "You will receive it."),
        ("Call now", "Call now."),
        ("call now.", "Call now."),
        ("Call  now.", "Call now."),
        ("Yes ,take it.", "Yes, take it."),
        ("It’s “fine”.", 'It’s "fine".'),
        ("teh one, adn thier home, treatmnt, recieve", "the one, and their home, treatment, receive"),
    ],
)
def test_spelling_passes(old: str, new: str) -> None:
    assert why(old, new) == ""


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("Do not take it.", "Do now take it.", "meaning"),
        ("Go there.", "Go their.", "known-word"),
        *((f"It is {old}.", f"It is {new}.", "meaning") for old, new in OPPOSITES),
        ("Write help@therre.org.", "Write help@there.org.", "structure"),
        ("Text HOPPE to us.", "Text HOPE to us.", "meaning"),  # a word to send to a phone, or an abbreviation
        ("Ask therre.org.", "Ask there.org.", "structure"),
        ("Take two milligrams.", "Take two milligram.", "dose"),
        ("Take 10 mg.", "Take 100 mg.", "structure"),
        ("Take 1.5 mg.", "Take 15 mg.", "structure"),
        ("Take 5 mgg.", "Take 5 mg.", "structure"),
        ("Take ten mcgg daily.", "Take ten mcg daily.", "dose"),
        ("Take methadon.", "Take methadone.", "medicine"),
        ("Take naltrexone.", "Take naloxone.", "medicine"),
        ("Call 988.", "Call 911.", "structure"),
        ("See [here](/a/).", "See [here](/b/).", "structure"),
        ("It says so.[^1]", "It says so.[^2]", "structure"),
        ("A non-opioid.", "A non opioid.", "structure"),
        ("You can not stop.", "You cannot stop.", "structure"),
        ("One. Two.", "One. Two. Three.", "structure"),
        ("# Heading", "Heading", "structure"),
        ("- One\n- Two", "- One\n\n- Two", "structure"),
        ("    code", "code", "structure"),
        ("Zyx helps.", "Zyq helps.", "unknown-word"),
        ("Trtmnt helps.", "Treatment helps.", "too-far"),
        ("Cary it. You cary it.", "Carry it. You cary it.", "known-word"),
        ("Same.", "Same.", "no-change"),
        ("aa bb cc dd ee ff", "Aa Bb Cc Dd Ee Ff", "too-many"),
    ],
)
def test_what_may_mean_something_does_not(old: str, new: str, code: str) -> None:
    assert why(old, new) == code


def test_at_most_ten_words_since_the_last_review() -> None:
    assert why("aa bb", "Aa Bb", already=8) == ""
    assert why("aa bb", "Aa Bb", already=9) == "too-many"


def test_four_letters_in_two_steps_are_two_changes_of_a_word_that_is_known_by_then() -> None:
    """The first step makes a word that other pages have, and such a word is never replaced."""
    assert why("Go therr.", "Go there.") == ""
    assert why("Go there.", "Go the.") == "known-word"


@pytest.fixture
def ed(db: None) -> User:
    return editor("ed")


def editor(name: str) -> User:
    user = make_user(name, "editor")
    make_reviewer(f"{name}-person", user=user)
    return user


def refusal(name: str, revision: Any, by: User) -> str:
    try:
        take(name, revision, by=by)
    except Refused as refused:
        return refused.code
    return ""


def not_small(row: Any, by: User, **words: Any) -> str:
    with pytest.raises(Refused) as refused:
        change(row, by=by, small=True, **words)
    return refused.value.code


@pytest.mark.django_db
class TestSigning:
    @pytest.fixture(autouse=True)
    def _words_of_the_site(self) -> None:
        make_live("other", body="Carry the kit with you.")

    def test_a_second_editor_signs_and_the_review_stays(self, ed: User, client: Client) -> None:
        article = make_live(body="Cary the spray.", sources=[SOURCE])
        reviewed = article.live_revision
        change(article, body="Carry the spray.", by=ed, small=True)
        correction = latest(article)
        assert (correction.state, correction.corrects) == ("correction", reviewed)
        assert b"Cary the spray." in client.get("/articles/naloxone/").content
        assert refusal("sign_correction", correction, ed) == "own-work"
        assert refusal("sign_correction", correction, editor("eve")) == ""
        live = Article.objects.get(slug="naloxone").live_revision
        assert (live.body, live.reviewer, live.reviewed_on) == (
            "Carry the spray.",
            reviewed.reviewer,
            reviewed.reviewed_on,
        )
        assert (live.checked_by.username, live.sources.count()) == ("eve", 1)
        assert b"Carry the spray." in client.get("/articles/naloxone/").content

    @pytest.mark.parametrize("role", ["writer", "medical-reviewer"])
    def test_only_an_editor_signs(self, ed: User, role: str) -> None:
        article = make_live(body="Cary the spray.")
        change(article, body="Carry the spray.", by=ed, small=True)
        assert refusal("sign_correction", latest(article), make_user("somebody", role)) == "not-your-role"

    def test_nor_does_a_writer_begin_one(self) -> None:
        article = make_live(body="Cary the spray.")
        assert not_small(article, make_user("will", "writer"), body="Carry the spray.") == "not-your-role"

    def test_a_colleague_does_not_take_the_saver_away(self, ed: User) -> None:
        article = make_live(body="Cary teh spray.")
        change(article, body="Carry teh spray.", by=ed, small=True)
        change(article, body="Cary the spray.", by=editor("emil"), small=True)
        assert refusal("sign_correction", latest(article), ed) == "own-work"

    def test_it_is_no_review_for_what_comes_after(self, ed: User) -> None:
        """Who made the correction has saved since the last review of the whole."""
        both = make_user("rob", "editor", "medical-reviewer")
        make_reviewer("rob-person", user=both)
        article = make_live(body="Cary the spray.", writer=make_person("wanda"))
        change(article, body="Carry the spray.", by=both, small=True)
        publishing.sign_correction(revision=latest(article), by=ed)
        change(article, body="Carry the spray. Always.", by=make_user("will"))
        publishing.submit(revision=latest(article), by=make_user("wim"))
        assert refusal("review", latest(article), both) == "own-work"

    def test_it_is_refused_where_readers_see_other_words_by_now(self, ed: User) -> None:
        article = make_live(body="Cary the spray.")
        first = article.live_revision
        sign_and_show(change(article, body="Second.").latest)
        publishing.publish(revision=first, by=None)
        change(article, body="Carry the spray.", by=ed, small=True)
        second = article.revisions.get(body="Second.")
        publishing.publish(revision=second, by=None)
        assert refusal("sign_correction", latest(article), editor("eve")) == "not-live-any-more"

    def test_more_than_the_text_is_no_spelling(self, ed: User) -> None:
        article = make_live(body="Cary the spray.")
        assert not_small(article, ed, body="Carry the spray.", sources=(SOURCE,)) == "not-small"
        for other in (make_person("other-one"), rita()):  # the reviewer, of whom the database refuses it
            assert not_small(article, ed, body="Carry the spray.", writer=other) == "not-small"
        term = make_term("spray", meaning="Cary it.")
        assert not_small(term, ed, meaning="Carry it.", source_url="https://example.org/") == "not-small"

    def test_blanks_that_make_other_markup_are_no_blanks(self, ed: User) -> None:
        article = make_live(body="It is **not** safe.")
        assert not_small(article, ed, body="It is ** not** safe.") == "not-small"

    def test_what_readers_do_not_see_has_none(self, ed: User) -> None:
        assert not_small(make_article("draft", body="Cary it."), ed, body="Carry it.") == "not-live"

    @pytest.mark.parametrize("kind", ["answer", "word"])
    def test_an_answer_and_a_word_have_them_too_and_stay_live(self, ed: User, kind: str) -> None:
        row: Any = (
            make_question("Why?", answer="Cary it.") if kind == "answer" else make_term("kit", meaning="Cary it.")
        )
        name = "answer" if kind == "answer" else "meaning"
        change(row, by=ed, small=True, **{name: "Carry it."})
        assert getattr(type(row).objects.published().get(pk=row.pk), name) == "Cary it."
        publishing.sign_correction(revision=row.latest, by=editor("eve"))
        assert getattr(type(row).objects.published().get(pk=row.pk), name) == "Carry it."

    def test_the_reviewer_is_told_once_with_the_difference_and_it_is_in_the_history(
        self, ed: User, staff: Callable[..., StaffClient]
    ) -> None:
        doctor, editing = staff("medical-reviewer"), staff("editor")
        make_reviewer("dora-doctor", user=doctor.user)
        article = make_article(body="Cary the spray.", writer=make_person("wanda"))
        publishing.submit(revision=latest(article), by=ed)
        publishing.review(revision=latest(article), by=doctor.user)
        publishing.publish(revision=latest(article), by=ed)
        question = make_question("Why?", answer="Take teh kit.")  # reviewed by someone else
        for row, words in ((article, {"body": "Carry the spray."}), (question, {"answer": "Take the kit."})):
            change(row, by=ed, small=True, **words)
        assert "what you reviewed" not in doctor.get("/admin/").content.decode()  # nothing is signed yet
        for row in (article, question):
            publishing.sign_correction(revision=row.latest, by=editor(f"eve{row.pk}-{type(row).__name__}"))
        assert "what you reviewed" not in editing.get("/admin/").content.decode()
        page = doctor.get("/admin/")
        [one] = page.context["corrections"]
        assert (one.title, one.words) == ("Naloxone", "Cary → Carry")
        assert one.address.replace("&", "&amp;") in page.content.decode()
        assert doctor.get(one.address).status_code == 200
        assert "<del>" in doctor.get("/admin/corrections/").content.decode()
        assert editing.get("/admin/corrections/").status_code == 403
        for until in ("", "x", "2999-13-01", "9" * 50):
            assert doctor.post("/admin/corrections/", {"until": until}).status_code == 302
        assert doctor.get("/admin/").context["corrections"]
        doctor.post("/admin/corrections/", {"until": one.row.checked_at.isoformat()})
        assert not doctor.get("/admin/").context["corrections"]
        assert "Cary → Carry" in editing.get(f"/admin/articles/article/{article.pk}/history/").content.decode()

    def test_sent_back_it_goes_on_as_an_ordinary_draft(self, ed: User) -> None:
        article = make_live(body="Cary the spray.")
        change(article, body="Carry the spray.", by=ed, small=True)
        publishing.send_back(revision=latest(article), by=editor("eve"), because="Say spray twice.")
        assert latest(article).state == "sent-back"
