"""Small programs and proposals for tests, made through the services that editors use."""

from datetime import date
from typing import Any

from facilities.models import City
from programs.models import Phase, Program, ProgramRevision
from rehabsite.models import User
from review.models import Person
from review.services.publishing import publish, record_review, submit
from review.services.revising import save
from tests.articles.making import rita

ON = date(2026, 3, 2)
SLUGS = ("detoxification", "medication", "therapy", "aftercare", "relapse-prevention")
PHASE_WORDS = {"also_called": "medicine", "summary": "New summary.", "body": "New **words**."}


def program_words(**changed: Any) -> dict[str, Any]:
    """Whole ones: four phases described, detoxification with its reason."""
    parts: dict[str, dict[str, str]] = {slug: {"description": f"What we do: *{slug}*."} for slug in SLUGS[1:]}
    parts["detoxification"] = {"not_part_because": "Methadone needs none."}
    return {"summary": "In short.", "for_whom": "Adults.", "phases": parts, **changed}


def make_program(slug: str = "harbor-mornings", **fields: Any) -> Program:
    given = {"name": slug.replace("-", " ").title(), "setting": "outpatient", **fields}
    return Program.objects.create(slug=slug, **{"city": City.objects.get(slug="austin"), **given})


def saved(program: Program, *, by: User | None = None, **changed: Any) -> ProgramRevision:
    revision: ProgramRevision = save(subject=program, words=program_words(**changed), base=None, by=by).latest
    return revision


def reviewed(program: Program, **changed: Any) -> ProgramRevision:
    revision = saved(program, **changed)
    submit(revision=revision, by=None)
    record_review(revision=revision, reviewer=rita(), on=ON)
    program.refresh_from_db()
    revision.refresh_from_db()
    return revision


def published(slug: str = "harbor-mornings", **fields: Any) -> Program:
    program = make_program(slug, **fields)
    publish(revision=reviewed(program), by=None, on=ON)
    program.refresh_from_db()
    return program


def medication() -> Phase:
    phase: Phase = Phase.objects.get(slug="medication")
    return phase


def with_credentials(user: User) -> User:
    """Joined to a person whom readers can check."""
    url = "https://example.org/board/1"
    Person.objects.create(slug=user.username, name=user.username, credentials="MD", credentials_url=url, user=user)
    return user
