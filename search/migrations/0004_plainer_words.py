from django.db import migrations, models


class Migration(migrations.Migration):
    REFUSED_BUT = "Only what people read about a column changes, and no column."

    dependencies = [
        ("search", "0003_synonyms"),
    ]

    operations = [
        migrations.AlterField(
            model_name="synonym",
            name="means",
            field=models.CharField(
                blank=True,
                help_text="Words that our pages use. The search looks for them too.",
                max_length=80,
                verbose_name="what it means",
            ),
        ),
    ]
