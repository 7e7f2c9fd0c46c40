from django.db import migrations, models


class Migration(migrations.Migration):
    REFUSED_BUT = "Only what people read about a column changes, and no column."

    dependencies = [
        ("review", "0002_roster_change_at"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="conflicts",
            field=models.TextField(
                blank=True,
                help_text="Who else pays them, or has paid them. Leave it empty if no one does: readers see “None declared”.",
                max_length=2000,
                verbose_name="conflicts of interest",
            ),
        ),
    ]
