"""Pages for readers, a module a subject."""
