"""Each verb asks for the right itself, whoever calls it: an admin page that forgets to ask opens nothing."""

import ast
import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import RequestFactory

from articles.models import Correction, Door, Question, Tag, Wording
from articles.services.saving import Placement
from articles.words import Words
from contact.models import Recipient
from facilities.models import City, Facility, Tonight
from markup.models import Image
from programs.models import Program
from rehabsite.models import User
from rehabsite.staff.roles import ROLES
from review.models import Person
from review.refusals import Refused
from search.models import Redirect, Synonym
from tests.articles.making import make_user

pytestmark = pytest.mark.django_db
PACKAGES = tuple(f"{app}.services" for app in ("review", "facilities", "programs", "articles", "contact"))
ALONE = ("search.services", "search.redirects", "markup.images", "rehabsite.staff.accounts")
# The steps of reviewed words: `tests/review/test_steps.py` takes each in the name of each role.
STEPS = {
    "review.services.taking.take",
    *(f"review.services.publishing.{name}" for name in ("publish", "review", "review_again", "schedule", "send_back")),
    *(f"review.services.publishing.{name}" for name in ("sign_correction", "sign_edited", "submit", "unschedule")),
    "review.services.publishing.withdraw",
}
# They read, or write down what a verb in this table did.
NO_VERBS = {
    *(f"review.services.own_work.{name}" for name in ("is_own_work", "known_as", "refuse_own_work", "signer")),
    *(f"review.services.roster.{name}" for name in ("tell", "tell_right")),
    "review.services.history.record",
    "review.services.revising.add_revision",
    "review.services.publishing.record_review",
    "search.services.ask_right",
    "rehabsite.staff.accounts.may_look_after",
    "contact.services.consenting.withdraw",  # the visitor's own
}
# Where a request is answered, a row may be written only by a verb, but for your own second step at log-in.
ANSWERING = ("*/admin/*.py", "*/admin.py", "*/views.py", "*/views/*.py", "*/forms.py", "rehabsite/staff/staffsite.py")
OWN = {"rehabsite/staff/authenticator.py"}
WRITING = {"save", "delete", "create", "update", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}
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
    """Each verb's name, the right that it asks for (any one of several), and what it is given besides."""
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
    yield "articles.services.saving.moved", WRITE, {"article": There(), "place": article["place"]}
    yield "articles.services.saving.tag_question", WRITE, {"question": Question(pk=1), "tags": []}
    yield "review.services.due.bring_forward", "review.edit_words review.review_words", {"subject": 0, "on": date.max}
    asked = {"model": Question, "slug": "", "words": {"question": "Why?", "answer": "So.", "writer": None}}
    yield "articles.services.saving.add_row", WRITE, asked
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
    yield "search.services.delete_synonym", "search.delete_synonym", {"synonym": Synonym(pk=1)}
    yield "search.redirects.save", "search.add_redirect", {"redirect": Redirect()}
    yield "search.redirects.save", "search.change_redirect", {"redirect": Redirect(pk=1)}
    yield "search.redirects.delete", "search.delete_redirect", {"redirect": Redirect(pk=1)}
    yield "markup.images.store_image", "markup.add_image", {"file": BytesIO()}
    yield "markup.images.describe_image", "markup.add_image", {"name": "", "alt": ""}
    yield "markup.images.keep_image", "markup.change_image", {"image": Image(pk=1)}
    yield "rehabsite.staff.accounts.renew_sign_in", "rehabsite.change_user", {"user": User(pk=0, username="x")}
    for right, user in (("add", User(username="x")), ("change", User(pk=0, username="x"))):
        yield "rehabsite.staff.accounts.save_log_in", f"rehabsite.{right}_user", {"user": user, "groups": []}
    new = {"heading": "", "words": "", "after": 0}
    yield "contact.services.consenting.new_text", "contact.add_consenttext", new


def test_every_verb_is_in_this_table() -> None:
    modules = list(ALONE)
    for package in (*PACKAGES, "articles.transfer"):
        services = importlib.import_module(package)
        modules += [module.name for module in pkgutil.iter_modules(services.__path__, f"{services.__name__}.")]
    found = set()
    for module in modules:
        for name, verb in inspect.getmembers(importlib.import_module(module), inspect.isfunction):
            ours = verb.__module__ == module and not name.startswith("_")
            if ours and "by" in inspect.signature(verb).parameters:
                found.add(f"{module}.{name}")
    assert found == STEPS | NO_VERBS | {name for name, _right, _given in _verbs()}


def _ours(admin: Any, *methods: str) -> bool:
    """Whether these are ours, to the end. Django's own save and delete ask for no right."""

    def last(name: str) -> Any:
        found = (vars(one)[name] for one in type(admin).__mro__ if name in vars(one))
        return next(one for one in found if not {"super", "ModelAdmin"} & set(one.__code__.co_names))

    return not any(last(name).__module__.startswith("django.") for name in methods)


def test_every_page_of_the_admin_saves_and_deletes_by_a_verb() -> None:
    root = User(username="root", is_superuser=True, is_active=True)
    request = RequestFactory().get("/")
    request.user = root
    wrong = []
    for model, admin in site._registry.items():
        may = {"add_view": admin.has_add_permission(request), "change_view": admin.has_change_permission(request)}
        if not _ours(admin, "save_model") and not _ours(admin, *(page for page in may if may[page])):
            wrong.append(f"{model.__name__} saves")
        if admin.has_delete_permission(request) and not _ours(admin, "delete_model"):
            wrong.append(f"{model.__name__} deletes")
    assert wrong == []


def test_what_answers_a_request_writes_no_row_itself() -> None:
    root = Path(__file__).parents[2]
    files = {str(file.relative_to(root)) for pattern in ANSWERING for file in root.glob(pattern)}
    files |= {str(file.relative_to(root)) for file in root.glob("rehabsite/**/*.py") if "request" in file.read_text()}
    writes = {file for file in files for call in _calls(root / file) if _writes(call)}
    assert writes - {"rehabsite/staff/accounts.py", "rehabsite/chores.py"} == OWN


def _calls(file: Path) -> Iterator[ast.Call]:
    return (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Call))


def _writes(call: ast.Call) -> bool:
    """A row or rows written there: `row.save()`, `Model.objects.filter().update()`; not a verb's module or a dict."""
    if not isinstance(call.func, ast.Attribute) or call.func.attr not in WRITING:
        return False
    of = ast.unparse(call.func.value)
    return ".objects" in of or (
        call.func.attr in ("save", "delete")
        and of not in ("self", "super()")
        and "by" not in {k.arg for k in call.keywords}
    )


def test_a_right_that_a_verb_asks_for_is_one() -> None:
    there = {
        f"{one.content_type.app_label}.{one.codename}" for one in Permission.objects.select_related("content_type")
    }
    assert {right for _name, rights, _given in _verbs() for right in rights.split()} <= there


@pytest.mark.parametrize("role", [*ROLES, "nobody"])
def test_a_verb_asks_for_the_right(role: str) -> None:
    by = make_user("somebody", role)
    rights = () if role == "nobody" else ROLES[role].permissions
    wrong = []
    for name, asked, given in _verbs():
        module, _dot, verb = name.rpartition(".")
        refused = _refused(getattr(importlib.import_module(module), verb), by, given)
        if refused == any(right in rights for right in asked.split()):
            wrong.append((name, asked))
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
