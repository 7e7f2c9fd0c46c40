"""What differs between places: one table of settings, and how each is read and refused.

Knows nothing of Django's own settings, so that it can run before anything is set up. `rehabsite/settings.py` makes
Django's settings of it, `docs/reference/settings.md` is compared with it.
"""
