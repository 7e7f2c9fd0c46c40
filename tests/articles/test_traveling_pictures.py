from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from articles.models import Article
from articles.transfer.exporting import export_all
from markup.models import Image
from tests.articles.files import draft, outcomes, picture, problems, reviewed, write
from tests.articles.making import latest
from tests.articles.test_exporting import forget_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    return tmp_path / "in"


def test_a_picture_beside_the_file_is_stored_and_shown(folder: Path, client: Client) -> None:
    write(folder, "one.md", reviewed(body="Look:\n\n![A kit](pictures/my%20kit.png 'What is in it')"))
    (folder / "pictures").mkdir()
    (folder / "pictures" / "my kit.png").write_bytes(picture())
    assert outcomes(folder) == {"one.md": "new"}
    stored = Image.objects.get()
    assert f'src="{stored.picture.src}"' in client.get("/articles/one/").content.decode()
    shown = client.get(stored.picture.src)
    assert shown.getvalue()
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert outcomes(folder) == {"one.md": "same"}


def test_it_travels_under_the_same_name(folder: Path, tmp_path: Path, client: Client, settings: Settings) -> None:
    (folder / "kit.png").write_bytes(picture())
    question = "questions:\n- question: How does it look?\n  answer: '![A box](box.png)'\n"
    (folder / "box.png").write_bytes(picture("red"))
    write(folder, "one.md", reviewed(body="![A kit](kit.png)", more=question))
    outcomes(folder)
    names, body = set(Image.objects.values_list("name", flat=True)), latest(Article.objects.get()).body
    assert len(names) == 2
    exported = tmp_path / "out"
    list(export_all(exported))
    assert len(list((exported / "images").iterdir())) == 2
    assert set(outcomes(exported).values()) == {"same"}

    forget_everything()
    Image.objects.all().delete()
    settings.MEDIA_ROOT = tmp_path / "elsewhere"
    assert set(outcomes(exported).values()) == {"new"}
    assert set(Image.objects.values_list("name", flat=True)) == names
    assert latest(Article.objects.get()).body == body
    for image in Image.objects.all():
        assert client.get(image.picture.src).getvalue()


@pytest.mark.parametrize(
    "name",
    ["../secret.png", "..%2fsecret.png", "pictures/../../secret.png", "link.png", "a%00.png", "pictures", "x" * 300],
)
def test_only_files_below_the_folder_are_pictures(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.png").write_bytes(picture())
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    (folder / "pictures").mkdir()
    write(folder, "one.md", draft(body=f"Text.\n\n![x]({name})"))
    assert problems(folder) == [("one.md", 8, f"There is no picture {name} next to this file.")]
    assert not Image.objects.exists()


def test_an_absolute_path_is_no_picture(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture())
    write(folder, "one.md", draft(body=f"![x]({secret}) ![y](%2f{str(secret)[1:]})"))
    assert len(problems(folder)) == 1
    assert not Image.objects.exists()


@pytest.mark.parametrize("data", [b"", b"<svg/>", picture()[:60], picture(size=(4, 4))])
def test_a_broken_picture_is_an_error_with_its_line(folder: Path, data: bytes) -> None:
    write(folder, "one.md", draft(body="One.\n\nTwo. ![x](x.png)"))
    (folder / "x.png").write_bytes(data)
    [(name, line, sentence)] = problems(folder)
    assert (name, line) == ("one.md", 8)
    assert sentence.endswith(".")
    assert not Article.objects.exists()


def test_a_broken_exported_picture_is_an_error_too(folder: Path) -> None:
    name = "0123456789abcdef-60x40"
    write(folder, "one.md", draft(body=f"One.\n\n![x](/media/images/{name}.jpg)"))
    (folder / "images").mkdir()
    (folder / "images" / f"{name}.jpg").write_bytes(b"no picture")
    assert [found[:2] for found in problems(folder)] == [("one.md", 8)]
    assert not Image.objects.exists()
    assert not default_storage.exists(f"images/{name}.jpg")


def test_addresses_elsewhere_are_left_to_the_renderer(folder: Path) -> None:
    body = "![x](https://example.org/x.png) ![y](data:image/png;base64,AAAA) [z](z.png)"
    write(folder, "one.md", draft(body=body))
    assert outcomes(folder) == {"one.md": "new"}
    article = latest(Article.objects.get())
    assert article.body == body
    assert "<img" not in article.html


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("my photo.jpg", "![x](<my photo.jpg>)"),
        ("my photo.jpg", "![x](my photo.jpg)"),
        ("my photo.jpg", '![x](my photo.jpg "What it shows")'),
        ("name (1).jpg", "![x](name (1).jpg)"),
        ("name(1).jpg", "![x](name(1).jpg)"),
        ("name (1.jpg", r"![x](<name \(1.jpg>)"),
        ("name[1].jpg", "![the [x] here](name[1].jpg)"),
        ("cafe\u0301.jpg", "![x](café.jpg)"),
        ("café.jpg", "![x](cafe\u0301.jpg)"),
        ("café.jpg", "![x](caf%C3%A9.jpg)"),
        ("100% ok.jpg", "![x](<100% ok.jpg>)"),
        ("Photo.JPG", "![x](photo.jpg)"),
        ("a&b.jpg", "![x](a&amp;b.jpg)"),
        ("my photo.jpg", "![x][kit]\n\n[kit]: <my photo.jpg> 'What it shows'"),
        ("kit.jpg", "![kit]\n\n[Kit]: kit.jpg"),
        ("kit.jpg", "![x][]\n\n[x]: ./kit.jpg"),
        ("in/the/kit.jpg", r"![x](in\the\kit.jpg)"),
    ],
)
def test_names_of_every_kind_are_found(folder: Path, name: str, written: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(picture())
    write(folder, "one.md", draft(body=f"Text.\n\n{written}"))
    assert (outcomes(folder), problems(folder)) == ({"one.md": "new"}, [])
    assert "<picture>" in latest(Article.objects.get()).html
    assert outcomes(folder) == {"one.md": "same"}


def test_a_missing_one_is_named_with_its_line_however_it_is_written(folder: Path) -> None:
    for written in ("![x](no photo.jpg)", "![x](<no photo.jpg>)", "![x][r]\n\n[r]: <no photo.jpg>"):
        write(folder, "one.md", draft(body=f"Text.\n\n{written}"))
        ((_name, line, sentence),) = problems(folder)
        assert line == (10 if "[r]" in written else 8)
        assert "no photo.jpg" in sentence


def test_an_address_that_only_a_link_uses_is_no_picture(folder: Path) -> None:
    write(folder, "one.md", draft(body="[a page][kit]\n\n[kit]: kit.jpg"))
    assert outcomes(folder) == {"one.md": "new"}
    assert not Image.objects.exists()
