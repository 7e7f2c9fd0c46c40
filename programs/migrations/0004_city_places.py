"""Which addresses belong to the two cities that the site begins with."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

PLACES = (("austin", "Austin", "787"), ("los-angeles", "Los Angeles", "900-918, 935"))


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    City = apps.get_model("programs", "City")
    for slug, postal_names, zip_prefixes in PLACES:
        untouched = City.objects.filter(slug=slug, postal_names="", zip_prefixes="")
        untouched.update(postal_names=postal_names, zip_prefixes=zip_prefixes)


class Migration(migrations.Migration):
    dependencies = [("programs", "0003_directory")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
