from importlib import import_module

from django.db import migrations

roles = import_module("rehabsite.migrations.0002_roles")


class Migration(migrations.Migration):
    """For sites that had their roles before there were programs and a directory to look after."""

    dependencies = [("rehabsite", "0002_roles"), ("programs", "0003_directory")]
    operations = [migrations.RunPython(roles.make, migrations.RunPython.noop)]
