"""Who sees the intake desk: the intake role, and whoever has every right. To everyone else it does not exist."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern, URLResolver

from contact import consent_words
from contact.models import AccessLine, Consent, ConsentRecord, Disclosure, Inquiry, Letter, Notice, Recipient
from contact.services.disclosing import disclose
from facilities.models import City, Facility
from rehabsite.models import User
from rehabsite.staff.roles import ROLES
from tests.codes import guarded
from tests.conftest import StaffClient
from tests.contact.making import World, receive_one, sent

Staff = Callable[..., StaffClient]
EDITORIAL = [role for role in ROLES if role != "intake"]


@pytest.fixture
def inquiry(world: World) -> Inquiry:
    inquiry = receive_one(world.facility, city=world.city).inquiry
    disclose(token=sent(Notice.objects.get()))
    AccessLine.objects.create(inquiry=inquiry, who="anna", what="took")
    return inquiry


def patterns(resolver: Any = None) -> Iterator[str]:
    """The names of every address of the desk, whichever there are."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        elif isinstance(pattern, URLPattern) and (pattern.name or "").startswith("contact_"):
            yield str(pattern.name)


def addresses(inquiry: Inquiry) -> list[str]:
    letter, recipient = Letter.objects.get(kind="alert"), Recipient.objects.all()[:1].get()
    rows: dict[str, Any] = {"inquiry": inquiry.pk, "recipient": recipient.pk, "consenttext": 1}
    found = ["/admin/contact/"]
    for name in patterns():
        _app, model, part = name.split("_", 2)
        arguments = [] if part in ("changelist", "add", "find", "choose", "changes") else [rows[model]]
        if part == "team_mail":
            arguments = [letter.pk]
        if part == "step":
            arguments.append("take")
        found.append(reverse(f"admin:{name}", args=arguments))
    # Django's own, which know any model by its name.
    found.append("/admin/autocomplete/?app_label=contact&model_name=consent&field_name=inquiry&term=R")
    found.append("/admin/autocomplete/?app_label=contact&model_name=notice&field_name=consent&term=R")
    return found


def test_every_address_is_in_the_list(inquiry: Inquiry) -> None:
    assert len(addresses(inquiry)) >= 24


@pytest.mark.parametrize("role", EDITORIAL)
def test_editorial_roles_are_refused_everywhere(staff: Staff, inquiry: Inquiry, role: str) -> None:
    client = staff(role)
    lines = inquiry.access_lines.count()
    for address in addresses(inquiry):
        for ask in (client.get, client.post):
            answer = ask(address)
            by_django = "autocomplete" in address or address == "/admin/contact/"
            assert answer.status_code in ((403, 404, 405) if by_django else (403,)), address
            assert inquiry.reference not in answer.content.decode()
    assert inquiry.access_lines.count() == lines


@pytest.mark.parametrize("role", EDITORIAL)
def test_editorial_roles_are_told_of_nothing(staff: Staff, inquiry: Inquiry, role: str) -> None:
    client = staff(role)
    page = client.get("/admin/")
    text = page.content.decode()
    assert "/admin/contact/" not in text
    assert "nquir" not in text
    assert inquiry.reference not in text
    assert not any(name.startswith("contact.") for name in client.user.get_all_permissions())


def test_without_a_log_in_or_its_second_step_every_address_leads_to_the_log_in(staff: Staff, inquiry: Inquiry) -> None:
    half = staff("intake")
    session = half.session
    del session["otp_device_id"]
    session.save()
    for client in (Client(), half):
        for address in addresses(inquiry):
            for ask in (client.get, client.post):
                answer = ask(address)
                assert answer.status_code == 302, address
                assert answer.headers["Location"].startswith("/admin/login/"), address


def test_the_desk_sees_nothing_that_editors_work_on(staff: Staff, inquiry: Inquiry) -> None:
    client = staff("intake")
    assert {name.split(".")[0] for name in client.user.get_all_permissions()} == {"contact"}
    text = client.get("/admin/").content.decode()
    assert "/admin/articles/" not in text
    assert "/admin/programs/" not in text
    for app in ("articles", "programs", "rehabsite", "markup"):
        for model in apps.get_app_config(app).get_models():
            if model in client_site()._registry:
                name = f"{app}_{model._meta.model_name}"
                assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403, name


def client_site() -> Any:
    from django.contrib import admin

    return admin.site


def test_whoever_has_every_right_may_work_at_the_desk_and_is_written_down(staff: Staff, inquiry: Inquiry) -> None:
    client = staff(superuser=True)
    assert client.get(f"/admin/contact/inquiry/{inquiry.pk}/change/").status_code == 200
    assert client.post(f"/admin/contact/inquiry/{inquiry.pk}/words/").status_code == 200
    assert inquiry.access_lines.last().who == client.user.username  # type: ignore[union-attr]


@pytest.mark.parametrize("superuser", [False, True])
def test_nobody_adds_or_deletes_an_inquiry_here(staff: Staff, inquiry: Inquiry, superuser: bool) -> None:
    client = staff(None if superuser else "intake", superuser=superuser)
    assert client.get("/admin/contact/inquiry/add/").status_code == 403
    for ask in (client.get, client.post):
        assert ask(f"/admin/contact/inquiry/{inquiry.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post("/admin/contact/inquiry/", {"action": "delete_selected", "_selected_action": str(inquiry.pk)})
    assert Inquiry.objects.filter(pk=inquiry.pk).exists()
    for model in ("consent", "notice", "disclosure", "accessline", "note", "letter", "consentrecord"):
        assert client.get(f"/admin/contact/{model}/").status_code == 404


def test_the_database_refuses_to_lose_a_line_whoever_asks(inquiry: Inquiry) -> None:
    for model in (AccessLine, Consent, Notice, Disclosure, ConsentRecord, Inquiry):
        table = model._meta.db_table
        with guarded("_stays|_never_changes"), connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {table}")
        assert model._default_manager.exists()
    with guarded("accessline_never_changes"):
        AccessLine.objects.update(who="someone else")


@pytest.mark.parametrize("model", ["facility", "city", "edition"])
def test_no_list_of_editors_can_be_filtered_by_what_the_desk_holds(staff: Staff, inquiry: Inquiry, model: str) -> None:
    """A key that is hidden from a model goes by the name "+", which Django's lists would take for a filter."""
    client = staff("site-manager")
    name = "directoryedition" if model == "edition" else model
    for query in ("%2B__isnull=0", "%2B=1", "%2B__id=1", "%2B__isnull__in=0"):
        assert client.get(f"/admin/programs/{name}/?{query}").status_code == 400, query
    assert client.get("/admin/rehabsite/user/?%2B__isnull=0").status_code == 400


def test_no_page_of_editors_names_an_inquiry(staff: Staff, inquiry: Inquiry, world: World) -> None:
    client = staff("site-manager")
    for row in (Facility.objects.get(pk=world.facility.pk), City.objects.get(pk=world.city.pk)):
        page = client.get(f"/admin/programs/{row._meta.model_name}/{row.pk}/change/").content.decode()
        assert inquiry.reference not in page
        assert "/admin/contact/" not in page


def test_a_site_manager_cannot_open_the_desk_to_themselves(staff: Staff, inquiry: Inquiry) -> None:
    manager, intake = staff("site-manager"), staff("intake").user
    group = Group.objects.get(name=ROLES["intake"].group)
    page = manager.get(f"/admin/rehabsite/user/{manager.user.pk}/change/").content.decode()
    assert f'value="{group.pk}"' not in page.split('name="groups"', 1)[1].split("</fieldset>")[0]
    sent = {"username": manager.user.username, "is_active": "on", "is_staff": "on", "groups": [group.pk]}
    manager.post(f"/admin/rehabsite/user/{manager.user.pk}/change/", sent)
    manager.post("/admin/rehabsite/user/add/", {"username": "puppet", "groups": [group.pk]})
    assert list(User.objects.filter(groups=group)) == [intake]
    before = intake.password
    assert manager.post(f"/admin/rehabsite/user/{intake.pk}/sign-in/").status_code == 403
    User.objects.filter(pk=intake.pk).update(is_active=False)  # nor by way of one that is switched off
    assert manager.post(f"/admin/rehabsite/user/{intake.pk}/sign-in/").status_code == 403
    intake.refresh_from_db()
    assert intake.password == before


def test_who_holds_both_roles_looks_after_the_desks_log_ins(staff: Staff) -> None:
    both, intake = staff("site-manager"), staff("intake").user
    group = Group.objects.get(name=ROLES["intake"].group)
    both.user.groups.add(group)
    assert both.post(f"/admin/rehabsite/user/{intake.pk}/sign-in/").status_code == 200
    both.post("/admin/rehabsite/user/add/", {"username": "ina", "groups": [group.pk]})
    assert User.objects.get(username="ina").groups.get() == group


def test_the_words_beside_the_box_start_with_the_customary_sentence(world: World) -> None:
    current = consent_words.current_text()
    assert current.heading == "I give permission to {site} to reach out to facilities on my behalf."
