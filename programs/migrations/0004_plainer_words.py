import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    REFUSED_BUT = "Only what people read about a column changes, and no column."

    dependencies = [
        ("facilities", "0003_plainer_words"),
        ("programs", "0003_what_has_passed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="program",
            name="facility",
            field=models.ForeignKey(
                blank=True,
                help_text="Paste its page’s address, or start typing its name and pick it. You may leave it empty.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="programs",
                to="facilities.facility",
            ),
        ),
    ]
