"""Each verb asks for the right itself, whoever calls it: an admin page that forgets to ask opens nothing."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction

from articles.models import Correction, Door, Question, Tag, Wording
from articles.services.saving import Placement
from articles.words import Words
from contact.models import Recipient
from facilities.models import City, Facility, Tonight
from programs.models import Program
from rehabsite.models import User
from rehabsite.staff.roles import ROLES
from review.models import Person
from review.refusals import Refused
from search.models import Redirect, Synonym
from tests.articles.making import make_user

pytestmark = pytest.mark.django_db
APPS = ("review", "facilities", "programs", "articles", "contact")
# Their roles are asked in `tests/review/test_steps.py`, or their callers ask, or they only read or write down.
NO_VERBS = {
    *(f"review.services.publishing.{name}" for name in ("publish", "review", "review_again", "schedule", "send_back")),
    *(f"review.services.publishing.{name}" for name in ("sign_correction", "sign_edited", "submit", "unschedule")),
    *(f"review.services.publishing.{name}" for name in ("withdraw", "record_review")),
    *(f"review.services.own_work.{name}" for name in ("is_own_work", "known_as", "refuse_own_work", "signer")),
    "review.services.taking.take",
    "review.services.due.bring_forward",
    "review.services.history.record",
    "review.services.revising.add_revision",
    "review.services.roster.tell",
    "review.services.roster.tell_right",
    "articles.services.asking.tag_question",
    "articles.services.saving.moved",
    "contact.services.consenting.withdraw",
}
WRITE, HANDLE = "review.write_words", "contact.change_inquiry"
CHANGE, DECIDE = "facilities.change_facility", "facilities.change_proposedmatch"
AT_ONCE = {
    "articles.tag": Tag,
    "articles.wording": Wording,
    "articles.correction": Correction,
    "articles.door": Door,
    "facilities.tonight": Tonight,
}


class There:
    """A row as far as a verb looks before it asks for the right."""

    pk = 1
    _meta = None


def _verbs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each verb's name, the right that it asks for, and what it is given besides."""
    for name, model in AT_ONCE.items():
        app, word = name.split(".")
        yield "review.services.at_once.keep", f"{app}.add_{word}", {"row": model()}
        yield "review.services.at_once.keep", f"{app}.change_{word}", {"row": model(pk=1)}
        yield "review.services.at_once.drop", f"{app}.delete_{word}", {"row": model(pk=1)}
    words = {"subject": Question(pk=1), "words": {}, "base": 0}
    yield "review.services.revising.save", WRITE, words
    yield "review.services.people.save_person", "review.add_person", {"person": Person(name="Ann Other", slug="ann")}
    yield "review.services.people.remove_person", "review.delete_person", {"person": Person(pk=1)}
    article = {"words": Words("Title", "Text."), "place": Placement("title")}
    yield "articles.services.saving.create_article", WRITE, article
    yield "articles.services.saving.save_article", WRITE, {"article": There(), "base": 0, **article}
    asked = {"model": Question, "slug": "", "words": {"question": "Why?", "answer": "So.", "writer": None}}
    yield "articles.services.asking.add_row", WRITE, asked
    yield "programs.services.places.save_place", "programs.add_program", {"program": Program()}
    yield "programs.services.places.save_place", "programs.change_program", {"program": Program(pk=1)}
    for verb, right in (("save_city", "change"), ("delete_city", "delete")):
        yield f"facilities.services.cities.{verb}", f"facilities.{right}_city", {"city": City(pk=1)}
    yield "facilities.services.cities.save_city", "facilities.add_city", {"city": City()}
    for verb in ("confirm_match", "reject_match"):
        yield f"facilities.services.facilities.{verb}", DECIDE, {"match": There()}
    yield "facilities.services.facilities.delist", CHANGE, {"facility": Facility(pk=1), "because": ""}
    yield "facilities.services.facilities.relist", CHANGE, {"facility": Facility(pk=1)}
    yield "facilities.services.facilities.save_facility", CHANGE, {"facility": Facility(pk=1)}
    answered = {"report": There(), "answer": ""}
    yield "facilities.services.problems.answer_report", "facilities.change_problemreport", answered
    yield "facilities.services.problems.drop_reports", "facilities.delete_problemreport", {"reports": []}
    of = "facilities.services.rankings"
    yield f"{of}.leave_out", "facilities.add_leftout", {"facility": Facility(pk=1), "reason": ""}
    yield f"{of}.take_back", "facilities.delete_leftout", {"facility": Facility(pk=1)}
    yield f"{of}.make_ranking", "facilities.add_ranking", {"city": City(pk=1)}
    yield f"{of}.publish_ranking", "facilities.change_ranking", {"ranking": There()}
    yield f"{of}.withdraw_ranking", "facilities.change_ranking", {"ranking": There(), "because": ""}
    desk: dict[str, dict[str, Any]] = {
        "copy": {"inquiry": There()},
        "erase": {"inquiry": There()},
        "hand_over": {"inquiry": There(), "to": "", "seen": ""},
        "open_words": {"inquiry": There()},
        "renew_link": {"notice": There()},
        "retry": {"outgoing": There()},
        "set_state": {"inquiry": There(), "state": "", "seen": ""},
        "take_on": {"inquiry": There(), "seen": ""},
        "withdraw_for_person": {"consents": []},
        "write_note": {"inquiry": There(), "text": ""},
    }
    for verb, given in desk.items():
        yield f"contact.services.handling.{verb}", HANDLE, given
    of = "contact.services.recipients"
    for verb, right in (("keep", "change"), ("renew_secret", "change"), ("turn_off", "delete")):
        yield f"{of}.{verb}", f"contact.{right}_recipient", {"recipient": Recipient(pk=1)}
    yield f"{of}.keep", "contact.add_recipient", {"recipient": Recipient()}
    yield "search.services.save_synonym", "search.add_synonym", {"synonym": Synonym()}
    yield "search.services.save_synonym", "search.change_synonym", {"synonym": Synonym(pk=1)}
    yield "search.redirects.save", "search.add_redirect", {"redirect": Redirect()}
    yield "search.redirects.save", "search.change_redirect", {"redirect": Redirect(pk=1)}
    yield "search.redirects.delete", "search.delete_redirect", {"redirect": Redirect(pk=1)}
    yield "rehabsite.staff.accounts.renew_sign_in", "rehabsite.change_user", {"user": User(username="x")}
    new = {"heading": "", "words": "", "after": 0}
    yield "contact.services.consenting.new_text", "contact.add_consenttext", new


def test_every_verb_is_in_this_table() -> None:
    found = {f"search.redirects.{name}" for name in ("save", "delete")}
    found |= {"search.services.save_synonym", "rehabsite.staff.accounts.renew_sign_in"}
    for app in APPS:
        services = importlib.import_module(f"{app}.services")
        for module in pkgutil.iter_modules(services.__path__, f"{services.__name__}."):
            for name, verb in inspect.getmembers(importlib.import_module(module.name), inspect.isfunction):
                ours = verb.__module__ == module.name and not name.startswith("_")
                if ours and "by" in inspect.signature(verb).parameters:
                    found.add(f"{module.name}.{name}")
    assert found == NO_VERBS | {name for name, _right, _given in _verbs()}


def test_a_right_that_a_verb_asks_for_is_one() -> None:
    there = {
        f"{one.content_type.app_label}.{one.codename}" for one in Permission.objects.select_related("content_type")
    }
    assert {right for _name, right, _given in _verbs()} <= there


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_a_verb_asks_for_the_right(role: str) -> None:
    by = make_user("somebody", role)
    rights = () if role == "nobody" else ROLES[role].permissions
    wrong = []
    for name, right, given in _verbs():
        module, _dot, verb = name.rpartition(".")
        refused = _refused(getattr(importlib.import_module(module), verb), by, given)
        if refused == (right in rights):
            wrong.append((name, right))
    assert wrong == []


def _refused(verb: Callable[..., object], by: User, given: dict[str, Any]) -> bool:
    """What it does, or fails at, once it has asked is not looked at here."""
    with transaction.atomic():
        try:
            verb(**given, by=by)
        except Refused as why:
            return why.code == "not-your-role"
        except PermissionDenied:
            return True
        except Exception:
            return False
        finally:
            transaction.set_rollback(True)
    return False


def test_only_who_looks_after_log_ins_says_which_one_signs_under_a_name() -> None:
    editor, manager, other = make_user("ed", "editor"), make_user("mia", "site-manager"), make_user("olga")
    joined = {"person": Person(name="Olga Other", slug="olga", user=other)}
    save = importlib.import_module("review.services.people").save_person
    assert [_refused(save, by, joined) for by in (editor, manager)] == [True, False]
