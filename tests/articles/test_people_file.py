import pytest

from articles.front_matter import FrontMatterErrors, PersonEntry, dump_people, parse_people, parse_people_bytes

TEXT = """# The people of the demo
- slug: ann-lee
  name: Ann Lee
  credentials: MD, FASAM
  credentials_url: https://example.org/ann
  bio: |
    Treats people with opioid use disorder.

    Lives in Austin.
  conflicts: None.
  invented: yes
- slug: bo
  name: Bo Li
"""


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(FrontMatterErrors) as caught:
        parse_people(text)
    return [(problem.line, problem.message) for problem in caught.value.problems]


def test_reads_people() -> None:
    people = parse_people_bytes(TEXT.encode())
    assert people == [
        PersonEntry(
            "ann-lee",
            "Ann Lee",
            "MD, FASAM",
            "https://example.org/ann",
            "Treats people with opioid use disorder.\n\nLives in Austin.",
            "None.",
            True,
        ),
        PersonEntry("bo", "Bo Li"),
    ]
    assert [person.line for person in people] == [2, 12]
    assert parse_people(dump_people(people)) == people


@pytest.mark.parametrize("text", ["", "# no one yet\n", "[]"])
def test_a_file_without_people(text: str) -> None:
    assert parse_people(text) == []


def test_all_problems_at_once() -> None:
    found = problems(
        """- name: Ann
  credential: MD
- slug: a b
  name: ann
  credentials_url: example.org
  invented: perhaps
- slug: bo
  name:
- slug: bo
  name: Bo
"""
    )
    assert found == [
        (1, "person 1, slug: is missing."),
        (2, "person 1, credential: there is no such key. Did you mean “credentials”?"),
        (3, "The person on line 1 already has this name."),
        (3, "person 2, slug: may have only the letters a to z, digits, hyphens and underscores."),
        (5, "person 2, credentials_url: has to be a whole address that starts with https:// or http://."),
        (6, "person 2, invented: has to be yes or no."),
        (8, "person 3, name: is missing."),
        (9, "The person on line 7 already has this slug."),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("slug: a\nname: b", "has to be a list"),
        ("- a", "key: value"),
        ("- *a", "starts with *"),
        ("- {", "not valid YAML"),
    ],
)
def test_refuses_files_of_another_form(text: str, said: str) -> None:
    assert said in problems(text)[0][1]
