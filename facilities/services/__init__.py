"""The verbs around the directory, facilities and rankings. Each is one transaction."""
