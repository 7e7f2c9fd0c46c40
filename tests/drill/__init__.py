"""The drill: a real server, a real worker and a faulty mail server; processes are killed, and then accounts settled.

The short one is `tests/contact/test_drill.py`, the long one `make drill`. `docs/guides/drill.md` says what they count.
"""
