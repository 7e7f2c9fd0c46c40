import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    REFUSED_BUT = "Only what people read about a column changes, and no column."

    dependencies = [
        ("facilities", "0002_lists_of_what_waits"),
    ]

    operations = [
        migrations.AlterField(
            model_name="facility",
            name="last_confirmed_on",
            field=models.DateField(
                blank=True,
                help_text="The day when someone on the team last called and went through the listing. Readers see it.",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="facility",
            name="relationship",
            field=models.CharField(
                choices=[("none", "None"), ("flat-fee", "Pays us a flat fee"), ("affiliate", "Affiliated with us")],
                default="none",
                help_text="Does it pay you, or is it affiliated with you? Readers see it next to its name. It does not change the facility’s rank. Such a facility gets no messages, and permissions for it end at once.",
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="leftout",
            name="facility",
            field=models.OneToOneField(
                help_text="Paste its page’s address, or start typing its name and pick it.",
                on_delete=django.db.models.deletion.CASCADE,
                related_name="left_out",
                to="facilities.facility",
            ),
        ),
        migrations.AlterField(
            model_name="tonight",
            name="source",
            field=models.CharField(
                help_text="The organization whose page says so.", max_length=120, verbose_name="source"
            ),
        ),
    ]
