"""Picture files for tests, made from nothing."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw


def drawing(width: int = 1200, height: int = 800, *, mode: str = "RGB", seed: int = 0) -> Image.Image:
    """Something with edges, so that encoders have work to do and orientation can be seen."""
    picture = Image.new(mode, (width, height), (240, 240, 230, 255)[: len(mode)] if len(mode) > 1 else 200)
    ImageDraw.Draw(picture).rectangle(
        (0, 0, width // 2, height // 4), fill=((seed * 40) % 256, 90, 120, 128)[: len(mode)]
    )
    return picture


def encoded(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def photo(width: int = 1200, height: int = 800, **options: Any) -> bytes:
    return encoded(drawing(width, height), **options)


def png_head(width: int, height: int) -> bytes:
    """The start of a PNG that claims to be this large. Nothing of its pixels is there."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


def png_bomb(width: int, height: int) -> bytes:
    """A whole, valid picture of one colour: a few kilobytes that want hundreds of megabytes."""
    return encoded(Image.new("1", (width, height)), "PNG", optimize=True)
