import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
from django.db import migrations, models

import markup.names


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="DirectoryEdition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(help_text="As readers see it, such as 2023.", max_length=60, unique=True)),
                ("survey_year", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "source",
                    models.CharField(
                        help_text="What the file was, such as National Directory, SU, 2023.", max_length=200
                    ),
                ),
                ("sha256", models.CharField(editable=False, max_length=64)),
                ("imported_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("facility_count", models.PositiveIntegerField(default=0, editable=False)),
                ("refused_rows", models.JSONField(default=list, editable=False)),
                (
                    "invented",
                    models.BooleanField(default=False, help_text="Demo data: pages say that these do not exist."),
                ),
            ],
            options={
                "verbose_name": "directory edition",
                "ordering": ["-imported_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Town",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=60)),
                ("state", models.CharField(max_length=2)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("population", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["name", "state"],
            },
        ),
        migrations.CreateModel(
            name="Area",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("state", models.CharField(max_length=2)),
                ("shown", models.CharField(max_length=60)),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("name", "state"), name="area_once_in_a_state")],
            },
        ),
        migrations.CreateModel(
            name="City",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "slug",
                    markup.names.AddressField(
                        help_text="The last part of the page’s address, such as austin. Readers save it, so do not change it.",
                        unique=True,
                        verbose_name="address",
                    ),
                ),
                ("name", markup.names.NameField(help_text="The city’s name, as readers know it.", max_length=80)),
                ("state", models.CharField(help_text="Two letters, such as TX.", max_length=2)),
                (
                    "name_folded",
                    markup.names.FoldedField("name", "state", editable=False, max_length=500, unique=True),
                ),
                (
                    "summary",
                    models.CharField(
                        blank=True,
                        help_text="One or two sentences about care in this city. They are shown at the top of its page.",
                        max_length=300,
                    ),
                ),
                (
                    "postal_names",
                    models.CharField(
                        blank=True,
                        help_text="City names in addresses that belong here, with commas between. Leave it empty if the name above is all.",
                        max_length=500,
                    ),
                ),
                (
                    "zip_prefixes",
                    models.CharField(
                        blank=True,
                        help_text="The first three digits of its ZIP codes, with commas between. From … to … works too: 900-918, 935.",
                        max_length=200,
                        verbose_name="ZIP prefixes",
                    ),
                ),
                (
                    "time_zone",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("America/New_York", "Eastern"),
                            ("America/Chicago", "Central"),
                            ("America/Denver", "Mountain"),
                            ("America/Phoenix", "Arizona"),
                            ("America/Los_Angeles", "Pacific"),
                            ("America/Anchorage", "Alaska"),
                            ("Pacific/Honolulu", "Hawaii"),
                            ("America/Puerto_Rico", "Puerto Rico and the Virgin Islands"),
                            ("Pacific/Guam", "Guam and the Northern Mariana Islands"),
                            ("Pacific/Pago_Pago", "American Samoa"),
                        ],
                        help_text="For the times on the private page of someone who wrote from this city.",
                        max_length=40,
                    ),
                ),
                (
                    "hidden",
                    models.BooleanField(
                        default=False,
                        help_text="Check this to take its page down. Readers then see the plain list of the town’s places instead.",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "cities",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("name_folded", ""), _negated=True), name="city_name_can_be_seen"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="city_slug_in_small_letters",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Facility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", markup.names.AddressField(max_length=120, unique=True, verbose_name="address")),
                ("key", models.CharField(editable=False, max_length=64, unique=True)),
                ("name1", models.CharField(max_length=200, verbose_name="name")),
                ("name2", models.CharField(blank=True, max_length=200, verbose_name="second name")),
                ("street1", models.CharField(blank=True, max_length=200, verbose_name="street")),
                ("street2", models.CharField(blank=True, max_length=200, verbose_name="second line")),
                ("postal_city", models.CharField(max_length=100)),
                ("state", models.CharField(max_length=2)),
                ("zip", models.CharField(max_length=10, verbose_name="ZIP")),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("intake1", models.CharField(blank=True, max_length=40, verbose_name="intake phone")),
                ("intake2", models.CharField(blank=True, max_length=40, verbose_name="second intake phone")),
                ("website", models.URLField(blank=True, max_length=500)),
                ("latitude", models.FloatField(blank=True, null=True)),
                ("longitude", models.FloatField(blank=True, null=True)),
                (
                    "point",
                    models.CharField(
                        blank=True,
                        choices=[("reported", "Reported"), ("zip", "Middle of its ZIP code"), ("", "Unknown")],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("codes", models.JSONField(default=list, editable=False)),
                (
                    "medication",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("on-site", "On site"),
                            ("accepts", "Accepts people who get it elsewhere"),
                            ("no", "Reported as not used"),
                            ("", "Not reported"),
                        ],
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("for_opioids", models.BooleanField(editable=False)),
                ("traits", models.BigIntegerField(default=0, editable=False)),
                ("languages", models.BigIntegerField(default=0, editable=False)),
                ("contradictions", models.JSONField(default=list, editable=False)),
                (
                    "last_confirmed_on",
                    models.DateField(
                        blank=True,
                        help_text="The day on which one of you last phoned and went through the listing. Readers see it.",
                        null=True,
                    ),
                ),
                (
                    "takes_inquiries",
                    models.BooleanField(
                        default=False,
                        help_text="Check this if the facility has agreed to hear from people who write to you.",
                    ),
                ),
                (
                    "relationship",
                    models.CharField(
                        choices=[
                            ("none", "None"),
                            ("flat-fee", "Pays us a flat fee"),
                            ("affiliate", "Affiliated with us"),
                        ],
                        default="none",
                        help_text="Does it pay you, or is it affiliated with you? Readers see it next to its name. It does not change its rank. Such a facility gets no messages: what people allowed ends at once.",
                        max_length=10,
                    ),
                ),
                ("delisted_on", models.DateField(blank=True, editable=False, null=True)),
                ("delisted_because", models.CharField(blank=True, editable=False, max_length=300)),
                ("delisted_by_import", models.BooleanField(default=False, editable=False)),
                (
                    "city",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facilities",
                        to="facilities.city",
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facilities",
                        to="facilities.directoryedition",
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facilities",
                        to="facilities.town",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "facilities",
                "ordering": ["name1", "name2", "pk"],
                "indexes": [
                    models.Index(fields=["state", "postal_city"], name="facility_state_city"),
                    models.Index(fields=["phone", "zip"], name="facility_phone_zip"),
                    models.Index(
                        condition=models.Q(("delisted_on__isnull", True), ("for_opioids", True)),
                        fields=[
                            "latitude",
                            "longitude",
                            "traits",
                            "languages",
                            "edition",
                            "id",
                            "for_opioids",
                            "delisted_on",
                        ],
                        name="facility_listed_where",
                    ),
                    models.Index(
                        condition=models.Q(("delisted_on__isnull", True), ("for_opioids", True)),
                        fields=["state", "town", "edition"],
                        name="facility_listed_town",
                    ),
                    models.Index(
                        condition=models.Q(("delisted_on__isnull", True), ("for_opioids", True)),
                        fields=["city", "traits", "edition", "for_opioids", "delisted_on"],
                        name="facility_listed_city",
                    ),
                    models.Index(fields=["relationship"], name="facility_relationship"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("slug", django.db.models.functions.text.Lower(models.F("slug")))),
                        name="facility_slug_in_small_letters",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("delisted_because", ""), ("delisted_on__isnull", True)),
                            models.Q(
                                ("delisted_on__isnull", False), models.Q(("delisted_because", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="delisted_says_when_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("relationship", "none"), ("takes_inquiries", False), _connector="OR"),
                        name="paying_facility_takes_no_inquiries",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("delisted_by_import", False), ("delisted_on__isnull", False), _connector="OR"
                        ),
                        name="only_what_is_delisted_was_delisted_by_an_import",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True), ("point", "")),
                            models.Q(
                                models.Q(("point", ""), _negated=True),
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="facility_says_whose_point",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProblemReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("said", models.TextField(max_length=1000)),
                ("received_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(
                        blank=True,
                        help_text="What you found and did, in a sentence or two. Readers see it. Leave out names.",
                        max_length=300,
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problem_reports",
                        to="facilities.facility",
                    ),
                ),
            ],
            options={
                "ordering": ["answered_on", "-received_at"],
            },
        ),
        migrations.CreateModel(
            name="ProposedMatch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("row", models.JSONField()),
                ("likeness", models.FloatField(help_text="Of the names, from 0 to 1.")),
                (
                    "decision",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("same", "The same facility"), ("other", "Another facility")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("decided_at", models.DateTimeField(editable=False, null=True)),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposed_matches",
                        to="facilities.directoryedition",
                    ),
                ),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposed_matches",
                        to="facilities.facility",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "proposed matches",
                "ordering": ["-likeness"],
            },
        ),
        migrations.CreateModel(
            name="Ranking",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("method", models.CharField(max_length=20)),
                ("made_on", models.DateField()),
                ("published_on", models.DateField(null=True)),
                ("withdrawn_on", models.DateField(null=True)),
                ("withdrawn_because", models.TextField(blank=True, max_length=2000)),
                ("document", models.JSONField(help_text="All inputs: what ranking.json holds.")),
                ("head", models.JSONField()),
                ("differences", models.JSONField(default=list)),
                (
                    "city",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rankings", to="facilities.city"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="facilities.directoryedition"
                    ),
                ),
            ],
            options={
                "ordering": ["city", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("city", "number"), name="ranking_number_once_a_city"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_because", ""), ("withdrawn_on__isnull", True)),
                            models.Q(
                                ("published_on__isnull", False),
                                ("withdrawn_on__isnull", False),
                                models.Q(("withdrawn_because", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="withdrawn_ranking_was_published_and_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RankedFacility",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveIntegerField()),
                ("score", models.PositiveIntegerField()),
                ("shared_by", models.PositiveIntegerField()),
                ("reasons", models.JSONField()),
                ("told", models.JSONField()),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="ranked", to="facilities.facility"
                    ),
                ),
                (
                    "ranking",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rows", to="facilities.ranking"
                    ),
                ),
            ],
            options={
                "ordering": ["position", "facility__name1"],
                "constraints": [
                    models.UniqueConstraint(fields=("ranking", "facility"), name="facility_once_a_ranking")
                ],
            },
        ),
        migrations.CreateModel(
            name="ServiceCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=12)),
                ("name", models.CharField(max_length=300)),
                ("description", models.TextField(blank=True)),
                ("category_code", models.CharField(max_length=12)),
                ("category_name", models.CharField(max_length=120)),
                ("phase", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("core", "offers the phase"),
                            ("support", "adds to it"),
                            ("accepts", "accepts people who get it elsewhere"),
                            ("negative", "says that it does not"),
                            ("other", "for other substances"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="codes",
                        to="facilities.directoryedition",
                    ),
                ),
            ],
            options={
                "ordering": ["category_code", "code"],
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "code"), name="service_code_once_an_edition"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("phase__isnull", True), ("role", "")),
                            models.Q(("phase__range", (1, 5)), models.Q(("role", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="service_code_phase_and_role_together",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TownName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("folded", models.CharField(max_length=60)),
                ("shown", models.CharField(max_length=60)),
                ("rank", models.PositiveSmallIntegerField()),
                ("latitude", models.FloatField()),
                ("longitude", models.FloatField()),
                ("beginning", models.CharField(max_length=2)),
                ("population", models.PositiveIntegerField(default=0)),
                (
                    "town",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="facilities.town"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["beginning", "-population"], name="town_name_beginning")],
                "constraints": [models.UniqueConstraint(fields=("folded", "town"), name="town_has_a_name_once")],
            },
        ),
        migrations.CreateModel(
            name="ZipCode",
            fields=[
                ("code", models.CharField(max_length=5, primary_key=True, serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("standard", "Standard"),
                            ("boxes", "Boxes"),
                            ("firm", "Firm"),
                            ("military", "Military"),
                        ],
                        max_length=8,
                    ),
                ),
                ("state", models.CharField(max_length=2)),
                ("latitude", models.FloatField(null=True)),
                ("longitude", models.FloatField(null=True)),
                (
                    "point",
                    models.CharField(
                        blank=True,
                        choices=[("own", "Own"), ("town", "Town"), ("prefix", "Prefix"), ("", "None")],
                        max_length=6,
                    ),
                ),
                (
                    "town",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="zips",
                        to="facilities.town",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True), ("point", "")),
                            models.Q(
                                models.Q(("point", ""), _negated=True),
                                ("latitude__isnull", False),
                                ("longitude__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="zip_code_says_whose_middle",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "reason",
                    models.CharField(
                        help_text="Why it is not compared with the others. Readers see this sentence.", max_length=300
                    ),
                ),
                (
                    "facility",
                    models.OneToOneField(
                        help_text="Paste its page’s address, or begin to type its name and pick it.",
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="left_out",
                        to="facilities.facility",
                    ),
                ),
            ],
            options={
                "verbose_name": "facility left out of rankings",
                "verbose_name_plural": "left out of rankings",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="left_out_says_why")
                ],
            },
        ),
        migrations.CreateModel(
            name="Tonight",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        blank=True,
                        help_text="Two letters, such as TX. A city or a state, not both.",
                        max_length=2,
                        verbose_name="state",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("line", "A line that answers at night"),
                            ("emergency", "Emergency rooms"),
                            ("today", "Where to go today"),
                        ],
                        max_length=12,
                        verbose_name="what it is",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="What to do, such as: Call the county, day and night.",
                        max_length=80,
                        verbose_name="title",
                    ),
                ),
                (
                    "text",
                    models.CharField(
                        help_text="One to three short sentences: what happens there, and what to say.",
                        max_length=300,
                        verbose_name="text",
                    ),
                ),
                (
                    "phone",
                    models.CharField(
                        blank=True, help_text="Readers dial it with one tap.", max_length=40, verbose_name="phone"
                    ),
                ),
                (
                    "phone_note",
                    models.CharField(
                        blank=True,
                        help_text="Such as: then press 2. It may be empty.",
                        max_length=60,
                        verbose_name="after dialing",
                    ),
                ),
                ("source", models.CharField(help_text="Whose page says so.", max_length=120, verbose_name="source")),
                ("source_url", models.URLField(max_length=500, verbose_name="address of the source")),
                (
                    "checked_on",
                    models.DateField(help_text="The day on which you read it there.", verbose_name="checked on"),
                ),
                (
                    "city",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="tonight",
                        to="facilities.city",
                        verbose_name="city",
                    ),
                ),
            ],
            options={
                "verbose_name": "thing to do tonight",
                "verbose_name_plural": "what to do tonight",
                "ordering": ["city", "kind"],
                "constraints": [
                    models.UniqueConstraint(fields=("city", "kind"), name="tonight_once_a_city"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", ""), _negated=True),
                        fields=("state", "kind"),
                        name="tonight_once_a_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("city", None), models.Q(("state", ""), _negated=True)),
                            models.Q(("city__isnull", False), ("state", "")),
                            _connector="OR",
                        ),
                        name="tonight_in_a_city_or_a_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("source", ""), _negated=True),
                            models.Q(("source_url", ""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                            models.Q(("text", ""), _negated=True),
                        ),
                        name="tonight_says_where_it_is_from",
                    ),
                ],
            },
        ),
    ]
