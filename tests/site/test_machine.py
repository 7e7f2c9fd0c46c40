"""Finding the programs that tests need."""

from pathlib import Path

import pytest

from tests import machine


def test_the_browser_named_in_the_environment_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    browser = tmp_path / "my-browser"
    browser.write_text("")
    browser.chmod(0o755)
    monkeypatch.setenv("CHROMIUM", str(browser))
    assert machine.chromium() == str(browser)


def test_a_wrongly_named_browser_is_not_replaced_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such")
    assert machine.chromium() is None


def test_postgresql_is_found_with_its_extensions() -> None:
    folder = machine.postgres_binaries()
    assert folder is not None
    assert (folder / "postgres").is_file()


def test_a_postgresql_without_an_extension_that_the_search_needs_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "EXTENSIONS", ("unaccent", "no_such_extension"))
    assert machine.postgres_binaries() is None
