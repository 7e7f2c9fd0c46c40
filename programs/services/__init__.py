"""The verbs around programs, facilities and rankings. Each is one transaction."""
