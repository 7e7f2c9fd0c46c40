"""Documents, and beside them what finds their words: an FTS5 table on SQLite, tsvector columns on PostgreSQL."""

import django.utils.timezone
from django.apps.registry import Apps
from django.core.management.base import CommandError
from django.db import DatabaseError, migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    "CREATE VIRTUAL TABLE search_index"
    " USING fts5(kind, title, keywords, text, tokenize = 'porter unicode61 remove_diacritics 2')"
)
EXTENSIONS = ("unaccent", "pg_trgm")

# PostgreSQL would take "methadone/buprenorphine" for a path and "call:now" for a host, and find neither by a word.
_MARKS = "/-_.@:''’\"“”&+,;()[]{}<>|~#=*!?"
_SPACES = " " * len(_MARKS.replace("''", "'"))


def _vector(columns: str, weight: str) -> str:
    return f"setweight(to_tsvector('search_english', translate({columns}, '{_MARKS}', '{_SPACES}')), '{weight}')"


_KIND = "array_to_tsvector(ARRAY['kind:' || kind])"
_TITLE = f"{_vector('title', 'A')} || {_vector('keywords', 'B')} || {_KIND}"
POSTGRESQL = (
    "CREATE TEXT SEARCH CONFIGURATION search_english (COPY = pg_catalog.english)",
    "ALTER TEXT SEARCH CONFIGURATION search_english ALTER MAPPING FOR word, hword, hword_part WITH unaccent, english_stem",
    "ALTER TEXT SEARCH CONFIGURATION search_english ALTER MAPPING FOR numword, numhword WITH unaccent, simple",
    f"ALTER TABLE search_document ADD COLUMN title_words tsvector GENERATED ALWAYS AS ({_TITLE}) STORED",
    "ALTER TABLE search_document ADD COLUMN words tsvector"
    f" GENERATED ALWAYS AS ({_TITLE} || {_vector('text', 'D')}) STORED",
    # Without the list of pending entries: after an import it would slow each search until the next vacuum.
    "CREATE INDEX document_title_words ON search_document USING gin (title_words) WITH (fastupdate = off)",
    "CREATE INDEX document_words ON search_document USING gin (words) WITH (fastupdate = off)",
    # GiST: the planner thinks GIN too dear for so short a table, and reads all of it instead.
    "CREATE INDEX word_trigrams ON search_word USING gist (word gist_trgm_ops)",
)


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _extend(schema_editor)
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
    else:
        _try(
            schema_editor, SQLITE, "This Python's SQLite has no FTS5, which the search needs. Use another build of it."
        )


def _extend(schema_editor: BaseDatabaseSchemaEditor) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        there = {row[0] for row in cursor.fetchall()}
    for extension in EXTENSIONS:
        if extension not in there:
            sentence = (
                f"The search needs PostgreSQL's extension {extension}, and this database user could not create it."
                f" Let an administrator run, in this database: CREATE EXTENSION {extension};"
            )
            _try(schema_editor, f"CREATE EXTENSION IF NOT EXISTS {extension}", sentence)


def _try(schema_editor: BaseDatabaseSchemaEditor, statement: str, sentence: str) -> None:
    try:
        schema_editor.execute(statement)
    except DatabaseError as error:
        raise CommandError(f"{sentence} The database said: {' '.join(str(error).split())}") from error


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The extensions stay: somebody else may use them."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_document DROP COLUMN words, DROP COLUMN title_words")
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION search_english")
    else:
        schema_editor.execute("DROP TABLE search_index")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_first_version")]
    operations = [
        migrations.CreateModel(
            name="Word",
            fields=[("word", models.CharField(max_length=40, primary_key=True, serialize=False))],
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.SlugField(db_index=False, max_length=20)),
                ("key", models.CharField(max_length=100)),
                ("url", models.CharField(max_length=500)),
                # Before the long texts: SQLite reads a row from its start.
                ("weight", models.PositiveSmallIntegerField(default=1)),
                ("updated_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("title", models.CharField(max_length=300)),
                ("text", models.TextField(blank=True)),
                ("keywords", models.TextField(blank=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key"), name="document_kind_and_key")],
            },
        ),
        migrations.RunPython(make, drop),
    ]
