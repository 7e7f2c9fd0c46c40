from django.db import migrations, models


class Migration(migrations.Migration):
    REFUSED_BUT = "Only what people read about a column changes, and no column."

    dependencies = [
        ("markup", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="image",
            name="alt",
            field=models.CharField(
                blank=True,
                help_text="Describe it for someone who cannot see it. This is suggested when the picture is added to a text. Texts that already have it keep their own words.",
                max_length=250,
                verbose_name="what it shows",
            ),
        ),
    ]
