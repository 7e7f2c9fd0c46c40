from importlib import import_module

from django.db import migrations

roles = import_module("rehabsite.migrations.0002_roles")


class Migration(migrations.Migration):
    """For sites that had their roles before visitors could write in."""

    dependencies = [("rehabsite", "0003_roles_of_the_directory"), ("contact", "0001_inquiries")]
    operations = [migrations.RunPython(roles.make, migrations.RunPython.noop)]
