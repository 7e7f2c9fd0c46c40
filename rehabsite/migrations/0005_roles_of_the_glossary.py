from importlib import import_module

from django.db import migrations

roles = import_module("rehabsite.migrations.0002_roles")


class Migration(migrations.Migration):
    """For sites that had their roles before there was a glossary."""

    dependencies = [("rehabsite", "0004_intake"), ("articles", "0005_glossary_and_links")]
    operations = [migrations.RunPython(roles.make, migrations.RunPython.noop)]
