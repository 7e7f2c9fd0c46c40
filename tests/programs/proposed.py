"""Small programs and proposals for tests, made through the services that editors use."""

from datetime import date
from typing import Any

from articles.models import Person
from facilities.models import City
from programs.models import Phase, Program, Proposal
from programs.services.proposals import propose, record_review, submit
from programs.services.publishing import publish_program
from rehabsite.models import User

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


def reviewed(program: Program, **changed: Any) -> Proposal:
    proposal = propose(target=program, words=program_words(**changed), base=0, by=None)
    submit(proposal=proposal, by=None)
    record_review(proposal=proposal, by=None, on=ON, due=None)
    program.refresh_from_db()
    proposal.refresh_from_db()
    return proposal


def published(slug: str = "harbor-mornings", **fields: Any) -> Program:
    program = make_program(slug, **fields)
    reviewed(program)
    publish_program(program=program, by=None, on=ON)
    program.refresh_from_db()
    return program


def medication() -> Phase:
    return Phase.objects.get(slug="medication")


def newest(target: Phase | Program) -> Proposal:
    return target.proposals.all()[0]


def with_credentials(user: User) -> User:
    """Joined to a person whom readers can check."""
    url = "https://example.org/board/1"
    Person.objects.create(slug=user.username, name=user.username, credentials="MD", credentials_url=url, user=user)
    return user
