"""What people type: the first rows of a table that editors go on with."""

import csv
from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from search.words import fold

FILE = Path(__file__).resolve().parent.parent / "data" / "synonyms.csv"


def load(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    synonym = apps.get_model("search", "Synonym")
    rows = []
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = {**row, "only_alone": bool(row["only_alone"]), "is_on": bool(row["is_on"])}
            rows.append(synonym(folded=fold(row["typed"]), **values))
    # At once: row by row they would take a fifth of a first start. Of words that fold to the same, the first stays.
    synonym.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_index")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
