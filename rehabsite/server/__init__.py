"""How the site runs as processes: gunicorn, its workers, and what keeps them running."""
