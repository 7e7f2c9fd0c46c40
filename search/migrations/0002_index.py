"""The first public version; and beside documents what finds their words: an FTS5 table on SQLite, tsvector columns on PostgreSQL."""

from django.apps.registry import Apps
from django.core.management.base import CommandError
from django.db import DatabaseError, migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = (
    "CREATE VIRTUAL TABLE search_index"
    " USING fts5(kind, title, keywords, text, tokenize = 'porter unicode61 remove_diacritics 2')"
)
SQLITE_TITLES = SQLITE.replace("search_index", "search_titles").replace(", text,", ",")
SQLITE_DESK = SQLITE.replace("search_index", "search_deskindex")
EXTENSIONS = ("unaccent", "pg_trgm")

# PostgreSQL would take "methadone/buprenorphine" for a path and "call:now" for a host, and find neither by a word.
_MARKS = "/-_.@:''’\"“”&+,;()[]{}<>|~#=*!?"
_SPACES = " " * len(_MARKS.replace("''", "'"))


def _vector(columns: str, weight: str) -> str:
    return f"setweight(to_tsvector('search_english', translate({columns}, '{_MARKS}', '{_SPACES}')), '{weight}')"


_KIND = "array_to_tsvector(ARRAY['kind:' || kind])"
_WORDS = f"{_vector('title', 'A')} || {_vector('keywords', 'B')}"
_TITLE = f"{_WORDS} || {_KIND}"
_MARKED = "array_to_tsvector(string_to_array(marks, ' '))"
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
    "ALTER TABLE search_deskdocument ADD COLUMN words tsvector"
    f" GENERATED ALWAYS AS ({_WORDS} || {_MARKED} || {_vector('text', 'D')}) STORED",
    "CREATE INDEX deskdocument_words ON search_deskdocument USING gin (words) WITH (fastupdate = off)",
    # GiST: the planner thinks GIN too dear for so short a table, and reads all of it instead.
    "CREATE INDEX word_trigrams ON search_word USING gist (word gist_trgm_ops)",
)


def make_version(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("search", "PublicVersion").objects.get_or_create(pk=1)


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        _extend(schema_editor)
        for statement in POSTGRESQL:
            schema_editor.execute(statement)
    else:
        for statement in (SQLITE, SQLITE_TITLES, SQLITE_DESK):
            _try(
                schema_editor,
                statement,
                "This Python's SQLite has no FTS5, which the search needs. Use another build of it.",
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
    """The extensions stay: someone else may use them."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_document DROP COLUMN words, DROP COLUMN title_words")
        schema_editor.execute("ALTER TABLE search_deskdocument DROP COLUMN words")
        schema_editor.execute("DROP TEXT SEARCH CONFIGURATION search_english")
    else:
        schema_editor.execute("DROP TABLE search_index")
        schema_editor.execute("DROP TABLE search_titles")
        schema_editor.execute("DROP TABLE search_deskindex")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [
        migrations.RunPython(make_version, migrations.RunPython.noop),
        migrations.RunPython(make, drop),
    ]
