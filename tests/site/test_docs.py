"""The documentation, held against the code and against itself."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import get_commands, load_command_class
from django.db.models import CheckConstraint, Model
from django.forms import Form
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.text import slugify

import guards
from articles.front_matter import documents, people, terms
from facilities import service_codes
from facilities.finder.choices import QUESTIONS
from facilities.finder.city_facilities import SORTS
from facilities.finder.traits import CODES
from rehabsite.models import User
from rehabsite.settings import BASE_DIR
from rehabsite.staff.roles import ROLES
from review.checks import CHECKS
from review.kinds import kinds
from review.states import State
from review.steps import STEPS
from tests.rooms import MODULES

LEAVES = ("review", "search", "markup", "outbound", "guards", "visitors")
OURS = ("rehabsite", "contact", "articles", "programs", "facilities", *LEAVES)
DOCS = BASE_DIR / "docs"
PAGES = sorted([*BASE_DIR.glob("*.md"), *DOCS.rglob("*.md")])
ROW = re.compile(r"^\|(.+)\|$", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
REFUSED = re.compile(r"^\| ([^|]+) \| (`[^|]+`) \| [^|]+ \|$", re.MULTILINE)
CODE = re.compile(r"`(\w+)`")
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def section(text: str, heading: str) -> str:
    """What is below a heading, up to the next one of any level."""
    return re.split(r"^#+ ", text.split(f"# {heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> dict[str, list[str]]:
    """A table's rows by what is in their first cell as code."""
    cells = ([cell.strip() for cell in row.split("|")] for row in ROW.findall(text))
    return {first.strip("`"): rest for first, *rest in cells if first.startswith("`")}


def links(path: Path) -> Iterator[str]:
    """Without those in code, which are examples."""
    text = re.sub(r"`[^`\n]+`", "", FENCE.sub("", path.read_text(encoding="utf-8")))
    return (one or other for one, other in LINK.findall(text))


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", path.read_text(encoding="utf-8")), re.MULTILINE)
    return {slugify(heading.replace("`", "")) for heading in headings}


@pytest.mark.parametrize(
    "path", [path for path in PAGES if any(links(path))], ids=lambda path: str(path.relative_to(BASE_DIR))
)
def test_every_link_leads_to_a_file_and_a_heading(path: Path) -> None:
    for link in links(path):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        file = (path.parent / target).resolve() if target else path
        assert file.is_relative_to(BASE_DIR)
        assert file.exists(), f"{link} leads nowhere"
        assert not anchor or anchor in anchors(file), f"{link} leads to no heading"


def test_every_page_is_reached_from_the_readme() -> None:
    found, waiting = set(), [BASE_DIR / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        found.add(path)
        targets = (link.partition("#")[0] for link in links(path) if not re.match(r"[a-z]+:", link))
        waiting += [(path.parent / target).resolve() for target in targets if target.endswith(".md")]
    # A record that has no number yet waits for its place in the list.
    assert set(PAGES) - found - set(DOCS.glob("decisions/[a-z]*.md")) == set()


def test_the_reference_names_every_command_of_ours_with_its_arguments() -> None:
    reference = page("reference/commands.md")
    named = dict(re.findall(r"^### `(\w+)(.*)`$", reference, re.MULTILINE))
    ours = {name for name, room in get_commands().items() if room in OURS}
    assert set(named) == ours
    for name in ours:
        room = get_commands()[name]
        source = (BASE_DIR / room / "management" / "commands" / f"{name}.py").read_text(encoding="utf-8")
        for option in re.findall(r'add_argument\("(--[\w-]+)"', source):
            assert option in named[name], f"{name} {option}"


def test_the_reference_names_every_target_of_make() -> None:
    targets = re.findall(r"^([a-z-]+):", (BASE_DIR / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(rows(section(page("reference/commands.md"), "make"))) == sorted(f"make {name}" for name in targets)


def test_commands_that_the_pages_tell_to_run_are_there_with_their_options() -> None:
    known = get_commands()
    for path in PAGES:
        told = re.findall(r"manage\.py (\w+)([^`\n|]*)", path.read_text(encoding="utf-8"))
        for name, rest in ((name, rest) for name, rest in told if name != "COMMAND"):
            assert name in known, f"{path.name}: manage.py {name}"
            given = re.findall(r"(?<=\s)--[a-z-]+", rest)
            assert set(given) <= options(known[name], name), f"{path.name}: manage.py {name}{rest}"


@cache
def options(app: str, name: str) -> set[str]:
    parser = load_command_class(app, name).create_parser("manage.py", name)
    return {option for action in parser._actions for option in action.option_strings}


@pytest.mark.parametrize(
    ("heading", "form"),
    [
        ("An article's keys", documents.DocumentForm),
        ("A source's keys", documents.SourceForm),
        ("A question's keys", documents.QuestionForm),
        ("A person's keys", people.PersonForm),
        ("A term's keys", terms.TermForm),
    ],
)
def test_the_reference_names_every_key_of_the_front_matter_in_order(heading: str, form: type[Form]) -> None:
    assert tuple(rows(section(page("reference/front-matter.md"), heading))) == tuple(form.base_fields)


def test_the_reference_describes_every_role_in_the_codes_words() -> None:
    described = rows(page("reference/roles.md").split("## States")[0])
    assert described == {key: [role.group, str(role.may)] for key, role in ROLES.items()}


def who(granted: Iterable[bool]) -> list[str]:
    return ["yes" if one else "" for one in granted]


def test_the_reference_tells_every_step_and_who_may_take_it() -> None:
    told = rows(section(page("reference/roles.md"), "Steps").split("What else a step asks")[0])
    assert set(told) == set(STEPS)
    for name, step in STEPS.items():
        button, states, rights, *roles = told[name]
        assert button == step.label
        assert (set(State.values) if states == "any" else set(states.split(", "))) == step.states
        assert tuple(right.strip("`") for right in rights.split(", ")) == step.rights
        assert roles == who(bool(set(step.rights) & set(role.permissions)) for role in ROLES.values())


def test_the_reference_tells_every_refusal_of_a_step_in_the_codes_words() -> None:
    told = section(page("reference/roles.md"), "Steps").split("What else a step asks")[1].split("Saving is")[0]
    lines = re.findall(r"^\| (.+?) \| `([a-z-]+)` \| (.+) \|$", told, re.MULTILINE)
    said = {code: (steps, when) for steps, code, when in lines if steps.startswith("`")}
    for code, check in CHECKS.items():
        asked = ", ".join(f"`{name}`" for name, step in STEPS.items() if code in step.refusals)
        assert said[code] == (asked, check.when)


def test_the_reference_tells_every_other_refusal() -> None:
    told = set(re.findall(r"`([a-z]+(?:-[a-z]+)+|stale)`", section(page("reference/roles.md"), "Steps")))
    folders = [*(BASE_DIR / "review").rglob("*.py"), *(BASE_DIR / "articles").rglob("*.py")]
    files = [*folders, BASE_DIR / "programs" / "reviewed.py"]
    source = "".join(file.read_text(encoding="utf-8") for file in files)
    assert set(re.findall(r'(?:Refused|__init__)\(\s*"([a-z-]+)"', source)) <= told


def test_the_reference_tells_every_permission_and_who_has_it() -> None:
    told = rows(section(page("reference/roles.md"), "Permissions"))
    permissions = {permission for role in ROLES.values() for permission in role.permissions}
    assert told == {name: who(name in role.permissions for role in ROLES.values()) for name in permissions}


def test_the_reference_names_every_state_of_a_revision() -> None:
    told = re.findall(r"`([a-z-]+)` \(([^)]+)\)", section(page("reference/roles.md"), "States"))
    assert told == [(value, str(label)) for value, label in State.choices]


def public_paths() -> dict[str, str]:
    """Every named address outside the admin, with its path as the reference writes it."""
    found: dict[str, str] = {}

    def walk(patterns: Iterable[URLPattern | URLResolver], before: str) -> None:
        for pattern in patterns:
            path = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                if pattern.namespace != "admin":
                    walk(pattern.url_patterns, path)
            elif pattern.name:
                found[pattern.name] = "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", path)

    walk(get_resolver().url_patterns, "")
    return found


def test_the_reference_names_every_public_address() -> None:
    addresses = rows(page("reference/addresses.md")).items()
    told = {name.strip("`"): path for path, (name, *_) in addresses if path.startswith("/")}
    assert {name: path for name, path in told.items() if not name.startswith("admin:")} == public_paths()


def test_the_reference_tells_what_a_citys_list_is_narrowed_and_sorted_by() -> None:
    told = rows(section(page("reference/addresses.md"), "A city's list"))
    asked = {name: [value for question, value in CODES if question == name] for name in QUESTIONS}
    asked |= {"sort": [*SORTS]}
    assert [*told] == [*asked, "page"]
    for name, values in asked.items():
        assert re.findall(r"`([\w-]+)`", told[name][0]) == values


def test_the_explanation_names_every_contradiction() -> None:
    assert (
        rows(section(page("explanation/directory.md"), "Contradictions")).keys() == service_codes.CONTRADICTIONS.keys()
    )


def test_the_explanation_names_everything_that_the_database_refuses() -> None:
    pages = (page("explanation/reviewed-is-shown.md"), page("explanation/directory.md"))
    told = [name for text in pages for name in re.findall(r"`(\w+)`", section(text, "What the database refuses"))]
    names = [str(kind.model._meta.model_name) for kind in kinds()]
    told = [
        told_name.replace("KIND", kind)
        for told_name in told
        if told_name != "KIND"
        for kind in (names if "KIND" in told_name else [""])
    ]
    gate = section(page("explanation/consent.md"), "The gate").split("|---|---|")[1]
    told += [
        name for _rule, held in re.findall(r"^\|(.+)\|(.+)\|$", gate, re.MULTILINE) for name in CODE.findall(held)
    ]
    models: tuple[type[Model], ...] = (
        *apps.get_app_config("articles").get_models(),
        *apps.get_app_config("review").get_models(),
        User,
        *apps.get_app_config("contact").get_models(),
        *apps.get_app_config("programs").get_models(),
        *apps.get_app_config("facilities").get_models(),
    )
    constraints = [constraint for model in models for constraint in model._meta.constraints]
    checks = [constraint.name for constraint in constraints if isinstance(constraint, CheckConstraint)]
    assert sorted(told) == sorted([*checks, *(guard.name for guard in guards.declared())])


def test_every_decision_is_in_the_list_and_has_its_three_parts() -> None:
    records = sorted(DOCS.glob("decisions/0*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(record.name[:4])}. ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
        assert f"({record.name})" in page("decisions/README.md")


def test_the_readme_shows_two_small_screenshots_and_says_what_is_on_them() -> None:
    shown = re.findall(
        r"!\[([^]]+)\]\((docs/img/[a-z]+\.png)\)", (DOCS.parent / "README.md").read_text(encoding="utf-8")
    )
    assert len(shown) == 2
    for words, file in shown:
        assert len(words) > 60
        assert (DOCS.parent / file).stat().st_size <= 100_000


def test_the_drawn_house_is_the_import_contract() -> None:
    drawn = section(page("explanation/architecture.md"), "Imports go one way").split("```")[1]
    contract = (BASE_DIR / "pyproject.toml").read_text(encoding="utf-8")
    layers = re.findall(r"^layers = \[(.*)\]$", contract, re.MULTILINE)[0]
    assert [line.strip() for line in drawn.split("↓")] == re.findall(r'"([^"]+)"', layers)
    packages = re.findall(r"^root_packages = \[(.*)\]$", contract, re.MULTILINE)[0]
    rooms = re.findall(r"^\| `(\w+)` \|", section(page("explanation/architecture.md"), "The rooms"), re.MULTILINE)
    assert sorted(rooms) == sorted(re.findall(r'"(\w+)"', packages))


def test_rooms_are_as_small_as_decision_44_says() -> None:
    packages = rows(section(page("explanation/architecture.md"), "The rooms")).keys()
    apart = tuple(f"{name.replace('.', '/')}/" for name in packages if "." in name)
    modules = [
        str(path.relative_to(BASE_DIR))
        for path in MODULES
        if path.name != "__init__.py" and not {"migrations", "management"} & {*path.parts}
    ]
    sizes = Counter(name.split("/")[0] for name in modules if not name.startswith(apart))
    assert max(sizes.values()) <= 42, sizes
    assert [name for name in modules if len((BASE_DIR / name).read_text("utf-8").splitlines()) >= 400] == []
