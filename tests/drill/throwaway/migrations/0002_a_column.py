from django.db import migrations, models


class Migration(migrations.Migration):
    """A column with a value of the database's own: the version before writes rows without it."""

    dependencies = [("throwaway", "0001_a_table")]
    operations = [migrations.AddField("Added", "kind", models.TextField(db_default=""))]
