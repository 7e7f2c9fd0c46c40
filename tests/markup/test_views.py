"""The editor's preview and upload, and the pictures' addresses."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from PIL import Image as Pillow
from pytest_django import Settings

from markup.models import Image
from markup.rendering import MAX_LENGTH, render
from rehabsite.models import User
from tests.conftest import StaffClient
from tests.markup.making import drawing, encoded, photo, png_bomb

PREVIEW = "/markdownx/markdownify/"
UPLOAD = "/markdownx/upload/"
Staff = Callable[..., StaffClient]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def writer(staff: Staff) -> StaffClient:
    return staff("writer")


def sent(client: Client, data: bytes, name: str = "a.jpg", kind: str = "image/jpeg") -> HttpResponseBase:
    return client.post(UPLOAD, {"image": SimpleUploadedFile(name, data, kind)})


def got(client: Client, address: str, **headers: str) -> tuple[HttpResponseBase, bytes]:
    """The answer and all its bytes. Reading them to their end closes the file."""
    response = client.get(address, headers=headers)
    return response, response.getvalue()


class TestPreview:
    def test_it_is_exactly_what_the_page_shows(self, writer: StaffClient) -> None:
        text = "# a\n\n::: note\nb[^1] <script>\n:::"
        response = writer.post(PREVIEW, {"content": text})
        assert response.status_code == 200
        assert response.content.decode() == str(render(text))
        assert "no-store" in response.headers["Cache-Control"]

    def test_no_text_has_no_preview(self, writer: StaffClient) -> None:
        assert writer.post(PREVIEW, {"content": ""}).content == b""

    def test_a_missing_text_is_told(self, writer: StaffClient) -> None:
        response = writer.post(PREVIEW)
        assert response.status_code == 400
        assert b'<p class="markdown-problem">There is no text' in response.content

    def test_a_text_that_is_too_long_is_told(self, writer: StaffClient) -> None:
        response = writer.post(PREVIEW, {"content": "a" * (MAX_LENGTH + 1)})
        assert response.status_code == 400
        assert b"This text has 64,001 characters; the most is 64,000." in response.content

    def test_broken_bytes_are_no_error_of_ours(self, writer: StaffClient) -> None:
        response = writer.post(PREVIEW, b"content=%ff%00%ed%a0%80a", content_type="application/x-www-form-urlencoded")
        assert response.status_code == 200


class TestUpload:
    def test_it_works(self, writer: StaffClient) -> None:
        response = sent(writer, photo())
        image = Image.objects.get()
        assert response.status_code == 200
        assert response.json() == {"image_code": f"![](/media/images/{image.name}.jpg)"}  # type: ignore[attr-defined]
        assert image.uploaded_by == writer.user

    @pytest.mark.parametrize(
        ("name", "data", "words"),
        [
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Upload a JPEG, PNG or WebP"),
            ("a.html", b"<script>alert(1)</script>", "Upload a JPEG, PNG or WebP"),
            ("a.jpg", b"<script>alert(1)</script>", "Upload a JPEG, PNG or WebP"),
            ("a.gif", encoded(drawing(50, 50), "GIF"), "Upload a JPEG, PNG or WebP"),
            ("a.png", png_bomb(10_000, 10_000), "over 40 megapixels"),
            ("a.jpg", b"\0" * (21 * 2**20), "over 20 megabytes"),
        ],
        ids="svg html html-named-jpg gif 100-megapixels 21-megabytes".split(),
    )
    def test_what_is_not_taken_is_told_why(self, writer: StaffClient, name: str, data: bytes, words: str) -> None:
        response = sent(writer, data, name)
        assert response.status_code == 400
        assert words in response.json()["image"][0]  # type: ignore[attr-defined]
        assert not default_storage.exists("images")

    def test_60_megabytes_are_refused(self, writer: StaffClient) -> None:
        response = sent(writer, b"\0" * (60 * 2**20))
        assert response.status_code == 400
        assert b"too large" in response.getvalue()

    def test_an_empty_file_is_told(self, writer: StaffClient) -> None:
        assert sent(writer, b"").status_code == 400

    @pytest.mark.parametrize("data", [{}, {"image": "a"}, {"file": "a"}])
    def test_no_file_is_told(self, writer: StaffClient, data: dict[str, str]) -> None:
        response = writer.post(UPLOAD, data)
        assert response.status_code == 400
        assert response.json() == {"image": ["There is no file. Choose a picture, or drop one on the text."]}

    def test_a_hostile_file_name_goes_nowhere(self, writer: StaffClient, tmp_path: Path) -> None:
        sent(writer, photo(), "../../<img onerror=alert(1)>.html")
        assert {path.suffix for path in tmp_path.rglob("*.*")} == {".jpg", ".webp"}


@pytest.mark.parametrize("address", [PREVIEW, UPLOAD])
class TestWhoMay:
    def allowed(self, client: Client, address: str) -> bool:
        response = client.post(address, {"content": "a", "image": SimpleUploadedFile("a.jpg", photo(20, 20))})
        assert response.status_code in (200, 403)
        assert "Location" not in response.headers
        return response.status_code == 200

    def test_writers_and_editors(self, staff: Staff, address: str) -> None:
        assert self.allowed(staff("writer"), address)
        assert self.allowed(staff("editor"), address)

    def test_nobody_unknown(self, address: str) -> None:
        assert not self.allowed(Client(), address)
        assert not Image.objects.exists()

    def test_nobody_without_the_permission(self, staff: Staff, address: str) -> None:
        assert not self.allowed(staff(), address)
        assert not self.allowed(staff("medical-reviewer"), address)

    def test_nobody_before_the_second_step(self, address: str) -> None:
        client = Client()
        user = User.objects.create_user("writer", is_staff=True)
        user.user_permissions.add(Permission.objects.get(codename="add_image"))
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        assert not self.allowed(client, address)

    def test_nobody_who_is_no_longer_staff(self, writer: StaffClient, address: str) -> None:
        User.objects.update(is_staff=False)
        assert not self.allowed(writer, address)

    def test_nobody_from_another_site(self, writer: StaffClient, address: str) -> None:
        writer.handler.enforce_csrf_checks = True
        assert not self.allowed(writer, address)

    @pytest.mark.parametrize("method", ["get", "head", "put", "delete", "options", "trace"])
    def test_only_by_post(self, writer: StaffClient, address: str, method: str) -> None:
        assert getattr(writer, method)(address).status_code == 405


class TestPictures:
    @pytest.fixture
    def image(self, writer: StaffClient) -> Image:
        sent(writer, photo())
        return Image.objects.get()

    def test_each_file_comes_as_what_it_is(self, image: Image, client: Client) -> None:
        for file in image.picture.files:
            response, content = got(client, f"/media/images/{file}")
            kind = {"jpg": "JPEG", "webp": "WEBP"}[file.split(".")[1]]
            assert response.headers["Content-Type"] == f"image/{kind.lower()}"
            assert Pillow.open(BytesIO(content)).format == kind

    def test_it_may_be_kept_for_ever_by_anyone(self, image: Image, client: Client) -> None:
        response, _ = got(client, image.get_absolute_url())
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Content-Security-Policy"] == "default-src 'none'"
        assert "Vary" not in response.headers
        assert not response.cookies

    def test_it_is_not_sent_twice(self, image: Image, client: Client) -> None:
        tag = got(client, image.get_absolute_url())[0].headers["ETag"]
        again = client.get(image.get_absolute_url(), headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == tag
        assert "max-age" in again.headers["Cache-Control"]

    def test_its_head_alone(self, image: Image, client: Client) -> None:
        head, (whole, _) = client.head(image.get_absolute_url()), got(client, image.get_absolute_url())
        assert head.content == b""
        for name in ("Content-Length", "Content-Type", "ETag"):
            assert head.headers[name] == whole.headers[name]

    def test_no_other_address_has_one(self, image: Image, client: Client) -> None:
        for here, there in (
            (".jpg", ".png"),
            (".jpg", ".svg"),
            (".jpg", ".jpg.html"),
            (".jpg", ""),
            (".jpg", "-481.jpg"),
            (".jpg", "-1200.jpg"),
            (".jpg", "-480-480.jpg"),
            (".jpg", ".JPG"),
            (".jpg", ".jpg/"),
            ("-1200x", "-1201x"),
            ("/media/images/", "/media/"),
            ("/media/images/", "/media/images/../images/"),
            ("/media/images/", "/media/images/%2e%2e/images/"),
            ("/media/images/", "/media/images//"),
            (".jpg", ".jpg%00"),
            (".jpg", "%0a.jpg"),
        ):
            path = image.get_absolute_url().replace(here, there)
            assert client.get(path).status_code in (400, 404), path

    def test_nothing_else_in_the_storage_is_served(self, image: Image, client: Client, tmp_path: Path) -> None:
        for name in (
            "secret.txt",
            "images/secret.txt",
            "images/0123456789abcdef-1200x800.jpg",
            f"images/{image.name}.png",
        ):
            (tmp_path / name).write_text("secret")
            assert client.get(f"/media/{name}").status_code == 404
        for name in ("../secret.txt", "..%2fsecret.txt", "%2e%2e/secret.txt", "..\\secret.txt"):
            assert client.get(f"/media/images/{name}").status_code == 404

    def test_one_whose_file_is_lost_is_not_found(self, image: Image, client: Client) -> None:
        default_storage.delete(f"images/{image.name}.jpg")
        assert client.get(image.get_absolute_url()).status_code == 404
