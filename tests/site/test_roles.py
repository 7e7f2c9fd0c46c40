import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from rehabsite.staff.roles import ROLES
from tests.articles.making import make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ROLES)
def test_the_migration_made_a_group_that_may_what_the_table_says(role: str) -> None:
    user = make_user("somebody", role)
    assert user.get_all_permissions() == set(ROLES[role].permissions)


def test_every_permission_in_the_table_is_one_of_the_sites_own() -> None:
    """A slip of the pen would make a permission that nothing asks for."""
    from django.apps import apps

    for role in ROLES.values():
        for name in role.permissions:
            app, codename = name.split(".")
            known = {
                permission
                for model in apps.get_app_config(app).get_models()
                for permission in (
                    *(f"{action}_{model._meta.model_name}" for action in model._meta.default_permissions),
                    *(own[0] for own in model._meta.permissions),
                )
            }
            assert codename in known, name


def test_permissions_stand_with_the_model_that_asks_for_them() -> None:
    """The migration makes them before Django does. A wrong content type would leave two of one name."""
    for codename in ("write_words", "edit_words", "review_words", "publish_words"):
        permission = Permission.objects.get(codename=codename)
        assert permission.content_type.model == "person"


@pytest.mark.parametrize(
    ("role", "may_not"),
    [
        ("writer", {"review_words", "publish_words", "edit_words", "add_person", "change_person", "add_tag"}),
        ("editor", {"review_words", "delete_person", "add_city"}),
        (
            "medical-reviewer",
            {"publish_words", "edit_words", "write_words", "change_article", "add_article"},
        ),
        ("site-manager", {"review_words"}),
    ],
)
def test_what_a_role_may_not(role: str, may_not: set[str]) -> None:
    user = make_user("somebody", role)
    granted = {name.split(".")[1] for name in user.get_all_permissions()}
    assert not granted & may_not


def test_no_role_deletes_articles_revisions_or_questions() -> None:
    for role in ROLES.values():
        gone = {"articles.delete_article", "articles.delete_articlerevision", "articles.delete_question"}
        assert not gone & set(role.permissions)


def test_there_are_no_other_groups() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {role.group for role in ROLES.values()}


@pytest.mark.django_db(transaction=True)
def test_making_the_roles_anew_gives_what_the_table_holds_and_takes_the_rest() -> None:
    editors = Group.objects.get(name="Editor")
    editors.permissions.remove(Permission.objects.get(codename="add_ranking"))
    editors.permissions.add(Permission.objects.get(codename="delete_article"))
    call_command("migrate", "rehabsite", "0001", verbosity=0)
    call_command("migrate", verbosity=0)
    assert make_user("somebody", "editor").get_all_permissions() == set(ROLES["editor"].permissions)
