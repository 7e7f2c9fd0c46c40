"""Getting a version ready to serve: migrations, static files, keys, and what the database’s role may do."""
