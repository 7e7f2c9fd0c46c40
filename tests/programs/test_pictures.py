"""The drawings: the five phases around one person, and the sign that tells what a facility reports of each."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client

from programs.models import Phase
from tests.facilities.ranked import make_facility

SVG = "{http://www.w3.org/2000/svg}"
# By the words next to it.
SHAPES = {"Yes": "yes", "Partly": "partly", "Reported as not used": "no", "Not reported": "not-reported"}


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.django_db
def test_the_wheel_names_and_links_the_five_phases(client: Client) -> None:
    drawn = re.search(r'<svg [^>]*class="wheel".*?</svg>', page(client, "/phases/"))
    assert drawn
    root = ElementTree.fromstring(drawn[0])
    assert (root.get("role"), root.get("aria-label")) == (
        "group",
        "Five parts of care around you, or someone you love",
    )
    links = [(link.get("href"), " ".join("".join(link.itertext()).split())) for link in root.iter(f"{SVG}a")]
    assert links == [(phase.get_absolute_url(), phase.name) for phase in Phase.objects.all()]


@pytest.mark.django_db
def test_no_two_parts_of_the_wheel_stand_in_one_place() -> None:
    root = ElementTree.fromstring(render_to_string("pictures/five-phases.svg", {"phases": Phase.objects.all()}))
    assert len({link.get("transform") for link in root.iter(f"{SVG}a")}) == 5


@pytest.mark.django_db
@pytest.mark.usefixtures("demo")
def test_each_sign_that_a_page_shows_is_drawn_in_it_once(client: Client) -> None:
    facility = re.search(r'href="(/facilities/[^"]+)"', page(client, "/cities/austin/"))
    program = re.search(r'href="(/programs/[^"]+)"', page(client, "/programs/"))
    assert facility
    assert program
    paths = ["/", "/phases/", "/phases/therapy/", facility[1], program[1]]
    for path in paths:
        html = page(client, path)
        drawn = re.findall(r'<symbol id="([^"]+)"', html)
        assert len(drawn) == len(set(drawn)), path
        assert sum(name.startswith("phase-") for name in drawn) == 5, path
        used = set(re.findall(r'<use href="#([^"]+)"', html))
        assert used, path
        assert used <= set(drawn), path


@pytest.mark.django_db
def test_a_sign_shows_what_the_words_beside_it_say(client: Client) -> None:
    make_facility("harbor", "DT", "ODTX", "NMOA", "DBT", "AOSS")
    pairs = re.findall(
        r'<svg class="sign sign-([a-z-]+)" [^>]*aria-hidden="true">.*?'
        r'<span class="offer offer-[a-z-]+"> ([A-Z][a-z ]+[a-z]) </span>',
        page(client, "/facilities/harbor/"),
    )
    assert len(pairs) == 5
    assert {shape for shape, _ in pairs} == set(SHAPES.values())
    for shape, words in pairs:
        assert shape == SHAPES[words]


def test_no_two_signs_differ_by_color_alone() -> None:
    def drawing(offer: str) -> str:
        return render_to_string("components/phase_sign.html", {"phase": Phase(slug="therapy"), "offer": offer})

    css = (Path(settings.BASE_DIR) / "static/css/pictures.css").read_text(encoding="utf-8")
    marks = {
        offer: ("dasharray" in drawing(offer), "<path" in drawing(offer), f".sign-{offer} circle {{ fill: cur" in css)
        for offer in SHAPES.values()
    }
    dashed, struck_out, filled = (True, False, False), (False, True, False), (False, False, True)
    assert marks == {"yes": filled, "partly": (False,) * 3, "no": struck_out, "not-reported": dashed}


@pytest.mark.parametrize(
    "file", sorted(Path(settings.BASE_DIR).glob("templates/pictures/*.svg")), ids=lambda f: f.name
)
def test_a_drawing_brings_no_script_and_no_style(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|https?://(?!www\.w3\.org/2000/svg)", text)
