"""The desk's index on SQLite no longer keeps a second copy of each text: it reads what is next to it."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

INDEX = "search_deskindex"
# The index calls the marks "kind". A later migration that makes the documents' table anew drops this view before.
VIEW = "CREATE VIEW search_deskwords AS SELECT id, marks AS kind, title, keywords, text FROM search_deskdocument"
TABLE = (
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5(kind, title, keywords, text,"
    "{content} tokenize = 'porter unicode61 remove_diacritics 2')"
)
CONTENT = " content = 'search_deskwords', content_rowid = 'id',"


def read_the_documents(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {INDEX}")
        schema_editor.execute(VIEW)
        schema_editor.execute(TABLE.format(content=CONTENT))
        schema_editor.execute(f"INSERT INTO {INDEX} ({INDEX}) VALUES ('rebuild')")


def keep_a_copy(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(f"DROP TABLE {INDEX}")
        schema_editor.execute("DROP VIEW search_deskwords")
        schema_editor.execute(TABLE.format(content=""))
        schema_editor.execute(
            f"INSERT INTO {INDEX} (rowid, kind, title, keywords, text)"
            " SELECT id, marks, title, keywords, text FROM search_deskdocument"
        )


class Migration(migrations.Migration):
    REFUSED_BUT = "The index has the same name, columns and contents as before, and is written in the same order."

    dependencies = [("search", "0004_plainer_words")]
    operations = [migrations.RunPython(read_the_documents, keep_a_copy)]
