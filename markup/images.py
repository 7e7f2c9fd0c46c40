"""Takes pictures in. Whatever was sent is decoded and redrawn: its own bytes are never stored or served."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from typing import IO, TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from markup import files, pictures
from markup.models import Image

if TYPE_CHECKING:  # few processes ever take a picture, and Pillow is large
    from PIL import Image as Pillow

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 40_000_000
MIN_SIDE = 16


class ImageRefused(ValueError):
    """A file that is not taken as a picture. `code` is for programs; the sentence says what to do instead."""

    def __init__(self, code: str, sentence: str | Promise) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)


def store_image(file: IO[bytes], *, by: AbstractUser | None) -> Image:
    """The stored picture for an uploaded file. The same pixels sent twice are one picture.

    `by` is None for what a file or a command brings. Raises PermissionDenied, or ImageRefused.
    """
    _ask("markup.add_image", by)
    drawing = _fit(_draw(_read(file)))
    width, height = drawing.size
    digest = sha256(f"{drawing.mode} {width} {height} ".encode() + drawing.tobytes()).hexdigest()
    return _keep(drawing, name=f"{digest[:16]}-{width}x{height}", by=by)


def adopt_image(file: IO[bytes], *, name: str) -> Image:
    """The picture of that name; if there is none yet, made from a file that `source_bytes` gave elsewhere.

    The name stays as it was, so that texts which show the picture need no change. It is trusted: give it only
    what an operator imports.
    """
    there = Image.objects.filter(name=name).first()
    if there:
        return there
    if not pictures.NAME.fullmatch(name):
        raise ImageRefused(
            "name", _("This is not the name of an exported picture. Leave the files' names as they are.")
        )
    drawing = _fit(_draw(_read(file)))
    if not name.endswith(f"-{drawing.width}x{drawing.height}"):
        raise ImageRefused("size", _("This picture is not the size that its name says. Export it again."))
    return _keep(drawing, name=name, by=None)


def describe_image(*, name: str, alt: str, by: AbstractUser) -> None:
    """What it shows, as its first writer said it: the library offers that to the next. What is there stays."""
    _ask("markup.add_image", by)
    Image.objects.filter(name=name, alt="").update(alt=alt)


def keep_image(*, image: Image, by: AbstractUser) -> None:
    """What the library says of it. Texts that show it have their own words."""
    _ask("markup.change_image", by)
    image.save(update_fields=["alt", "note"])


def _ask(right: str, by: AbstractUser | None) -> None:
    if by is not None and not (by.is_active and by.has_perm(right)):
        raise PermissionDenied


def source_bytes(name: str) -> bytes:
    """The largest file of a stored picture, for an export. Image.DoesNotExist if there is no such picture."""
    picture = Image.objects.get(name=name).picture
    with default_storage.open(pictures.FOLDER + picture.file(picture.width, picture.fallback)) as file:
        return bytes(file.read())


def _read(file: IO[bytes]) -> bytes:
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise ImageRefused("empty", _("This file is empty. Choose the picture again."))
    if len(data) > MAX_BYTES:
        raise ImageRefused(
            "too-large", _("This file is over 20 megabytes. Make the picture smaller, then upload it again.")
        )
    return data


def _draw(data: bytes) -> "Pillow.Image":
    """The upright pixels alone, as RGB or, where something shines through, RGBA. Nothing else survives."""
    from PIL import Image as Pillow
    from PIL import ImageOps

    from markup.colors import in_srgb

    with _decoding(), Pillow.open(BytesIO(data), formats=FORMATS) as image:
        _check(image)
        image.load()
        drawing = in_srgb(ImageOps.exif_transpose(image))
    if drawing.mode == "RGBA" and drawing.getchannel("A").getextrema() == (255, 255):
        drawing = drawing.convert("RGB")
    drawing.info = {}
    return drawing


@contextmanager
def _decoding() -> Iterator[None]:
    from PIL import Image as Pillow

    try:
        yield
    except ImageRefused:
        raise
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning):
        raise _too_many_pixels() from None
    # Hostile bytes make a decoder raise anything from OSError to IndexError; none of it is our mistake.
    except Exception as error:
        raise ImageRefused(
            "not-a-picture",
            _("This is not a picture that can be shown here, or it is damaged. Upload a JPEG, PNG or WebP file."),
        ) from error


def _check(image: "Pillow.Image") -> None:
    """What the file's head says, before a single pixel is decoded."""
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()
    if min(image.size) < MIN_SIDE:
        raise ImageRefused(
            "too-small", _("This picture is too small to show. Upload one of at least 16 by 16 pixels.")
        )
    # Many telephones put a second view into a JPEG ("MPO"); the first one is the picture.
    if getattr(image, "is_animated", False) and image.format != "MPO":
        raise ImageRefused("animated", _("Moving pictures cannot be shown here. Upload a still one."))


def _too_many_pixels() -> ImageRefused:
    return ImageRefused(
        "too-many-pixels", _("This picture has over 40 megapixels. Make it smaller, then upload it again.")
    )


def _fit(drawing: "Pillow.Image") -> "Pillow.Image":
    scale = min(1, pictures.MAX_WIDTH / drawing.width, pictures.MAX_HEIGHT / drawing.height)
    if scale == 1:
        return drawing
    return _scaled(drawing, max(1, round(drawing.width * scale)), max(1, round(drawing.height * scale)))


def _scaled(drawing: "Pillow.Image", width: int, height: int) -> "Pillow.Image":
    from PIL.Image import Resampling

    return drawing.resize((width, height), Resampling.LANCZOS, reducing_gap=3.0)


def _keep(drawing: "Pillow.Image", *, name: str, by: AbstractUser | None) -> Image:
    picture = pictures.named(name, has_alpha=drawing.mode == "RGBA")
    encoded = dict(_files(drawing, picture))
    values = {
        "has_alpha": drawing.mode == "RGBA",
        "uploaded_by_id": by.pk if by else None,
        "bytes": sum(map(len, encoded.values())),
    }
    # The row first: whoever sends the same picture meanwhile waits for it, and then finds all files there.
    with transaction.atomic():
        image, created = Image.objects.get_or_create(name=name, defaults=values)
        if created:
            for file, data in encoded.items():
                files.write(pictures.FOLDER + file, data)
    return image


def _files(drawing: "Pillow.Image", picture: pictures.Picture) -> Iterator[tuple[str, bytes]]:
    for width in picture.widths:
        height = max(1, round(picture.height * width / picture.width))
        scaled = drawing if width == picture.width else _scaled(drawing, width, height)
        yield picture.file(width, "webp"), _encoded(scaled, "WEBP", quality=80, method=4)
        if picture.fallback == "png":
            yield picture.file(width, "png"), _encoded(scaled, "PNG")
        else:
            yield picture.file(width, "jpg"), _encoded(scaled, "JPEG", quality=82, progressive=True, optimize=True)


def _encoded(drawing: "Pillow.Image", kind: str, **options: int) -> bytes:
    out = BytesIO()
    drawing.save(out, kind, **options)
    return out.getvalue()
