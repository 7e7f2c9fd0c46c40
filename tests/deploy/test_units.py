"""The services of systemd and the containers, as far as they can be held without running them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

from rehabsite.configuration.table import TABLE
from rehabsite.settings import BASE_DIR

DEPLOY = BASE_DIR / "deploy"
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
EXPOSED = 3.0
NAMES = {setting.name for setting in TABLE}


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_a_service_is_little_exposed(service: Path) -> None:
    done = subprocess.run(
        [str(shutil.which("systemd-analyze")), "security", "--offline=true", "--no-pager", str(service)],
        capture_output=True,
        text=True,
        check=False,
    )
    level = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert level, done.stderr
    assert float(level[1]) <= EXPOSED


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.name)
def test_a_service_runs_as_the_sites_user_what_there_is(service: Path) -> None:
    text = service.read_text()
    assert "User=rehabsite" in text
    command = re.search(r"^ExecStart=.*/srv/rehabsite/\.venv/bin/python manage\.py (\w+)", text, re.MULTILINE)
    assert command
    assert command[1] in get_commands()
    assert ("Restart=always" in text) == (command[1] in ("serve", "deliver")), "what is to run, runs again"


def test_containers_run_unprivileged_with_nothing_to_write() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    for name in ("release", "web", "worker"):
        service = compose["services"][name]
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert set(service["environment"]) <= NAMES
    check = compose["services"]["web"]["healthcheck"]["test"][-1]
    assert "/healthz" in check
    assert "SITE_URL" in check, "the site answers to no other name than its own"
    compile(check, "healthcheck", "exec")
    containerfile = (DEPLOY / "Containerfile").read_text()
    assert re.search(r"^USER 10001:10001$", containerfile, re.MULTILINE)
    assert "--require-hashes -r requirements/run.txt" in containerfile
    assert "chmod -R a+rX static.collected" in containerfile, "what root collected is for root alone otherwise"
    for name in re.findall(r"^ENV (.+)$", containerfile, re.MULTILINE)[0].split():
        assert name.partition("=")[0] in NAMES | {"PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def test_the_example_of_settings_names_settings_alone() -> None:
    given = re.findall(r"^([A-Z_]+)=", (DEPLOY / "compose.env.example").read_text(), re.MULTILINE)
    assert set(given) <= NAMES


def test_the_setup_is_a_script_that_a_shell_reads() -> None:
    subprocess.run(["sh", "-n", str(DEPLOY / "setup.sh")], check=True)
    refused = subprocess.run(["sh", str(DEPLOY / "setup.sh")], capture_output=True, text=True, check=False)
    assert refused.returncode == 1
    assert "Run this as root" in refused.stderr or "Put the code in /srv/rehabsite" in refused.stderr
