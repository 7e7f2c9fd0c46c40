"""Pictures that come in, and what is kept of them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, transaction
from PIL import Image as Pillow
from PIL import PngImagePlugin
from pytest_django import Settings

from markup import images
from markup.images import ImageRefused, adopt_image, source_bytes, store_image
from markup.models import Image
from tests.articles.making import make_user
from tests.markup.making import drawing, encoded, photo, png_bomb, png_head


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def store(data: bytes) -> Image:
    return store_image(BytesIO(data), by=None)


def stored_files() -> list[str]:
    return sorted(default_storage.listdir("images")[1])


def content(file: str) -> bytes:
    return Path(default_storage.path(f"images/{file}")).read_bytes()


def opened(file: str) -> Iterator[Pillow.Image]:
    with Pillow.open(default_storage.path(f"images/{file}")) as picture:
        picture.load()
        yield picture


@pytest.mark.django_db
class TestStoring:
    def test_it_works(self) -> None:
        user = make_user("wanda")
        image = store_image(BytesIO(photo(2000, 1000)), by=user)
        assert image.name.endswith("-1600x800")
        assert stored_files() == sorted(
            f"{image.name}{step}.{kind}" for step in ("", "-480", "-960") for kind in ("jpg", "webp")
        )
        assert (image.uploaded_by, image.has_alpha) == (user, False)
        assert image.bytes == sum(default_storage.size(f"images/{file}") for file in stored_files())
        for file in image.picture.files:
            for picture in opened(file):
                width = int(file.split("-")[2].split(".")[0]) if file.count("-") == 2 else 1600
                assert picture.size == (width, width // 2)

    def test_nothing_is_made_larger(self) -> None:
        assert store(photo(300, 200)).picture.widths == (300,)
        assert len(stored_files()) == 2

    def test_a_very_tall_one_is_made_to_fit(self) -> None:
        assert store(photo(1000, 20_000)).name.endswith("-200x4000")

    def test_the_same_picture_is_stored_once(self) -> None:
        first = store(encoded(drawing(300, 200), "PNG"))
        assert store(encoded(drawing(300, 200), "PNG", compress_level=1)) == first
        assert store(encoded(drawing(300, 200), "WEBP", lossless=True)) == first
        assert store(encoded(drawing(300, 200, seed=1), "PNG")) != first
        assert Image.objects.count() == 2

    @pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "I;16", "LA"])
    def test_any_kind_of_pixels(self, mode: str) -> None:
        kind = "JPEG" if mode == "CMYK" else "PNG"
        source = Pillow.new(mode, (40, 40)) if mode == "I;16" else drawing(40, 40).convert(mode)
        assert not store(encoded(source, kind)).has_alpha

    def test_transparent_parts_stay(self) -> None:
        image = store(encoded(drawing(600, 400, mode="RGBA"), "PNG"))
        assert image.has_alpha
        assert image.get_absolute_url().endswith("-600x400.png")
        for file in image.picture.files:
            for picture in opened(file):
                assert picture.mode == "RGBA"
                assert picture.getchannel("A").getpixel((5, 5)) in range(120, 136)

    def test_it_is_turned_upright(self) -> None:
        sideways = Pillow.Exif()
        sideways[0x0112] = 6
        image = store(photo(400, 200, exif=sideways))
        assert image.name.endswith("-200x400")
        for picture in opened(f"{image.name}.jpg"):
            assert picture.getpixel((190, 10)) != picture.getpixel((10, 10))

    def test_nothing_but_pixels_is_kept(self) -> None:
        exif = Pillow.Exif()
        exif[0x010E] = "SECRET"
        exif.get_ifd(0x8825)[1] = "SECRET"
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", "SECRET")
        store(photo(50, 50, exif=exif, comment=b"SECRET", icc_profile=b"SECRET") + b"SECRET")
        store(
            encoded(drawing(50, 50, mode="RGBA"), "PNG", pnginfo=notes, exif=exif, icc_profile=b"SECRET") + b"SECRET"
        )
        store(encoded(drawing(50, 50), "WEBP", exif=exif, xmp=b"SECRET", icc_profile=b"SECRET") + b"SECRET")
        assert len(stored_files()) == 6
        for file in stored_files():
            assert b"SECRET" not in content(file)
            for picture in opened(file):
                assert not picture.getexif()
                assert not {"exif", "icc_profile", "comment", "xmp"} & set(picture.info)

    def test_a_telephones_picture_of_two_views_is_its_first(self) -> None:
        data = encoded(drawing(200, 100), "MPO", save_all=True, append_images=[drawing(100, 200)])
        assert store(data).name.endswith("-200x100")

    def test_what_a_crash_left_behind_is_written_anew(self) -> None:
        image = store(photo(1000, 100))
        whole = stored_files()
        image.delete()
        (Path(default_storage.path("images")) / whole[0]).write_bytes(b"half")
        assert store(photo(1000, 100)).name == image.name
        assert stored_files() == whole
        assert default_storage.size(f"images/{whole[0]}") > 4

    def test_a_name_stands_once(self) -> None:
        image = store(photo(50, 50))
        with pytest.raises(IntegrityError, match="markup_image"), transaction.atomic():
            Image.objects.create(name=image.name, has_alpha=False, bytes=1)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one() -> None:
    def send(_: int) -> str:
        try:
            return store(photo(1000, 100)).name
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        names = set(pool.map(send, range(4)))
    assert len(names) == Image.objects.count() == 1
    assert len(stored_files()) == 6


@pytest.mark.django_db
class TestRefusing:
    @pytest.mark.parametrize(
        ("data", "code"),
        [
            (b"", "empty"),
            (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "not-a-picture"),
            (b"<!doctype html><script>alert(1)</script>", "not-a-picture"),
            (b"%PDF-1.7\n", "not-a-picture"),
            (encoded(drawing(50, 50), "GIF"), "not-a-picture"),
            (encoded(drawing(50, 50), "BMP"), "not-a-picture"),
            (encoded(drawing(50, 50), "TIFF"), "not-a-picture"),
            (b"\x89PNG\r\n\x1a\n", "not-a-picture"),
            (b"\xff\xd8\xff\xe0" + b"\0" * 1000, "not-a-picture"),
            (b"RIFF\xff\xff\xff\x7fWEBPVP8 " + b"\0" * 100, "not-a-picture"),
            (photo()[:5000], "not-a-picture"),
            (encoded(drawing(), "PNG")[:-300], "not-a-picture"),
            (png_head(2000, 2000), "not-a-picture"),
            (png_head(7_000, 6_000), "too-many-pixels"),
            (png_head(10_000, 10_000), "too-many-pixels"),
            (png_head(60_000, 60_000), "too-many-pixels"),
            (png_bomb(10_000, 10_000), "too-many-pixels"),
            (photo(8, 800), "too-small"),
            (encoded(drawing(50, 50), "PNG", save_all=True, append_images=[drawing(50, 50, seed=1)]), "animated"),
            (encoded(drawing(50, 50), "WEBP", save_all=True, append_images=[drawing(50, 50, seed=1)]), "animated"),
            (b"\0" * (images.MAX_BYTES + 1), "too-large"),
        ],
        ids=(
            "empty svg html pdf gif bmp tiff png-of-nothing jpeg-of-nothing webp-of-nothing cut-jpeg cut-png "
            "head-only head-42-megapixels head-100-megapixels head-3600-megapixels whole-100-megapixels "
            "narrow moving-png moving-webp 20-megabytes"
        ).split(),
    )
    def test_with_a_sentence(self, data: bytes, code: str) -> None:
        with pytest.raises(ImageRefused) as refusal:
            store(data)
        assert refusal.value.code == code
        assert str(refusal.value).count(".") >= 1
        assert len(str(refusal.value)) > 30
        assert not Image.objects.exists()
        assert not default_storage.exists("images")

    def test_a_picture_that_is_also_a_page_loses_the_page(self) -> None:
        store(photo(50, 50, comment=b"<script>alert(1)</script>") + b"<script>alert(1)</script>")
        for file in stored_files():
            assert b"<script" not in content(file)


@pytest.mark.django_db
class TestMoving:
    """An export carries the largest file under the picture's name; an import gives it back that name."""

    @pytest.mark.parametrize("mode", ["RGB", "RGBA"])
    def test_the_name_survives(self, mode: str) -> None:
        image = store(encoded(drawing(2000, 1000, mode=mode), "PNG"))
        files, carried = stored_files(), source_bytes(image.name)
        image.delete()
        for file in files:
            default_storage.delete(f"images/{file}")
        adopted = adopt_image(BytesIO(carried), name=image.name)
        assert (adopted.name, adopted.has_alpha) == (image.name, image.has_alpha)
        assert stored_files() == files
        assert source_bytes(image.name)[:2] == carried[:2]

    def test_one_that_is_there_is_left_alone(self) -> None:
        image = store(photo())
        before = source_bytes(image.name)
        assert adopt_image(BytesIO(b"not even a picture"), name=image.name) == image
        assert source_bytes(image.name) == before

    def test_its_bytes_are_not_taken_as_they_are(self) -> None:
        adopt_image(BytesIO(photo(50, 40, comment=b"SECRET") + b"SECRET"), name="0123456789abcdef-50x40")
        assert b"SECRET" not in source_bytes("0123456789abcdef-50x40")

    @pytest.mark.parametrize(
        ("name", "code"),
        [
            ("0123456789abcdef-51x40", "size"),
            ("../../etc/passwd", "name"),
            ("0123456789abcdef-50x40\n", "name"),
            ("0123456789ABCDEF-50x40", "name"),
        ],
    )
    def test_another_name_is_refused(self, name: str, code: str) -> None:
        with pytest.raises(ImageRefused) as refusal:
            adopt_image(BytesIO(photo(50, 40)), name=name)
        assert refusal.value.code == code
        assert not default_storage.exists("images")

    def test_there_is_nothing_to_carry_of_an_unknown_one(self) -> None:
        with pytest.raises(Image.DoesNotExist):
            source_bytes("0123456789abcdef-50x40")
