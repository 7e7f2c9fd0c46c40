"""Tests that run on SQLite alone, because another database could not make them end differently.

All others that use a database run on PostgreSQL as well: whatever a database refuses, locks, counts, orders, finds,
imports or takes back. A file stands here only if it looks at what Python makes of rows that other files have read or
written on both: a page's words, a mail's text, a picture, who may press a button, the looks of a form.
`tests/site/test_same_on_both.py` refuses one that names a database's own features.

To run such a file on PostgreSQL all the same, name it on the command line.
"""

from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).parent
# Why, and which: a folder, a file, or one test of a file that otherwise runs on both.
FILES: dict[str, tuple[str, ...]] = {
    "Pictures, previews and bytes. The rows behind them are read in `site/test_seed.py`.": (
        *("articles/test_cards_kept.py", "articles/test_previews.py", "programs/test_pictures.py"),
        *("site/test_page_weight.py", "markup/test_views.py", "markup/test_pasting.py"),
        *("articles/test_traveling_pictures.py", "site/test_page_costs.py::test_no_page_is_heavier_than_this"),
        "site/test_page_costs.py::test_parts_that_are_rendered_once_say_what_each_page_would_say",
        "articles/test_cards.py::TestGoingLive::test_in_the_demo_each_says_that_its_reviewer_is_invented",
    ),
    "A page's words and parts. `site/test_no_server_error.py` and `site/test_seed.py` open each one.": (
        *("articles/test_article_page.py", "articles/test_checking.py", "articles/test_links.py"),
        *("contact/test_desk_words.py", "contact/test_form.py", "contact/test_form_facility.py"),
        *("contact/test_form_pages.py", "contact/test_part2.py", "facilities/test_asking.py"),
        *("facilities/test_cards.py", "facilities/test_facility_page.py", "programs/test_phase_pages.py"),
        *("programs/test_program_pages.py", "site/test_admin_words.py", "site/test_help_lines.py"),
        "facilities/test_relationship.py::test_the_label_stands_wherever_the_name_stands",
        *("site/test_help_texts.py", "site/test_pages.py", "site/test_privacy.py", "site/test_staying_private.py"),
    ),
    "What travels in files. `articles/test_importing_again.py` and `site/test_seed.py` read and write the rows.": (
        "articles/test_exporting.py::TestDemo::test_an_export_makes_the_same_pages_elsewhere",
    ),
    "Letters and hooks, once their row is there. Rows that wait and are sent: `contact/test_delivery_outbox.py`.": (
        *("contact/test_delivery_mails.py", "contact/test_error_mails.py", "contact/test_telling.py"),
        "contact/test_webhook.py",
    ),
    "Roles, steps and sign-in: tables in Python. What they write: `articles/test_publishing.py`.": (
        *("articles/test_admin_steps.py", "articles/test_admin_writing.py", "review/test_messages.py"),
        *("site/test_presence.py", "site/test_staffsite.py"),
        "review/test_steps.py::test_a_step_takes_the_role_and_the_state",
        "contact/test_desk_roles.py::test_editorial_roles_are_refused_everywhere",
        "contact/test_desk_roles.py::test_editorial_roles_are_told_of_nothing",
    ),
    "Headers, hosts and counters of the server.": (
        *("site/test_metrics.py", "site/test_middleware.py", "site/test_object_storage.py"),
        *("site/test_sameorigin.py", "visitors/test_counting.py"),
        "site/test_no_server_error.py::TestNobodyGetsAnErrorOfTheServer::test_by_a_header",
    ),
    "In a browser. What it shows is what the pages' own tests see.": ("journeys",),
}


def is_same(path: Path) -> bool:
    """Whether a whole test file, or a folder of them, runs on SQLite alone."""
    return not {HERE / name for name in _names()}.isdisjoint((path, *path.parents))


def is_test_same(name: str) -> bool:
    """Of one test, by pytest's name for it."""
    return any(name.startswith(f"tests/{one}") for one in _names())


def is_asked_for(path: Path, arguments: Iterable[str]) -> bool:
    """By its own name, not by a folder's that it is in."""
    return any(Path(argument.partition("::")[0]).resolve() == path for argument in arguments)


def _names() -> list[str]:
    return [name for names in FILES.values() for name in names]
