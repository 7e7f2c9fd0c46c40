from django.db import migrations, models


class Migration(migrations.Migration):
    """A table that the version before does not know."""

    dependencies = [("articles", "0001_initial")]
    operations = [
        migrations.CreateModel("Added", [("id", models.BigAutoField(primary_key=True)), ("words", models.TextField())])
    ]
