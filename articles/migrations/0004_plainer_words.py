from django.db import migrations, models


class Migration(migrations.Migration):
    REFUSED_BUT = "Only what people read about a column changes, and no column."

    dependencies = [
        ("articles", "0003_what_has_passed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="article",
            name="next_step",
            field=models.CharField(
                blank=True,
                help_text="Where the article leads at its end. If you leave it empty, the tags and phases decide.",
                max_length=20,
                verbose_name="next step",
            ),
        ),
        migrations.AlterField(
            model_name="termrevision",
            name="source_url",
            field=models.URLField(
                help_text="Where to read it. Start with https://.", max_length=500, verbose_name="source’s address"
            ),
        ),
        migrations.AlterField(
            model_name="wording",
            name="kind",
            field=models.CharField(
                choices=[
                    ("person-first", "Person-first language"),
                    ("claim", "A promise that no one can keep"),
                    ("plain", "Plain American English"),
                ],
                help_text="Is it about how we speak of people, what we promise, or plain words?",
                max_length=20,
            ),
        ),
    ]
