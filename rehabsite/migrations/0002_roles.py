from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from rehabsite.staff.roles import ROLES

# Rights that are no model's own are kept with another.
OWNERS = {"words": "person"}


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Permissions are made here by name, and so need no model: Django makes them after all migrations have run.

    What the table gains or loses after a release reaches sites by one more migration that runs this again.
    """
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for role in ROLES.values():
        group, _ = Group.objects.get_or_create(name=role.group)
        permissions = []
        for name in role.permissions:
            app, codename = name.split(".")
            model = codename.split("_", 1)[1]
            model = OWNERS.get(model, model)
            kind, _ = ContentType.objects.get_or_create(app_label=app, model=model)
            permission, _ = Permission.objects.get_or_create(
                content_type=kind, codename=codename, defaults={"name": codename}
            )
            permissions.append(permission)
        group.permissions.set(permissions)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=[role.group for role in ROLES.values()]).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("rehabsite", "0001_initial"),
        ("articles", "0001_initial"),
        ("review", "0001_initial"),
        ("programs", "0001_initial"),
        ("facilities", "0001_initial"),
        ("contact", "0001_initial"),
        ("markup", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]
    operations = [migrations.RunPython(make, drop)]
