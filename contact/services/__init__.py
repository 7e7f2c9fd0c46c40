"""Verbs with consequences, a module a subject."""
