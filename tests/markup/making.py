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


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    """An ICC profile of version 2 for a screen or a printer."""
    tags = {b"desc": b"desc\0\0\0\0\0\0\0\5Ours\0" + b"\0" * 79, b"wtpt": _xyz(0.9642, 1, 0.8249), **tags}
    table, data, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, value in tags.items():
        value += b"\0" * (-len(value) % 4)
        table += name + struct.pack(">II", at + len(data), len(value))
        data += value
    kind = b"prtr" if space == b"CMYK" else b"mntr"
    head = struct.pack(">I4sI4s4s4s", at + len(data), b"lcms", 0x02400000, kind, space, _pcs(space))
    head += struct.pack(">6H4s", 2026, 1, 1, 0, 0, 0, b"acsp") + b"\0" * 28 + _xyz(0.9642, 1, 0.8249)[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + data


def _pcs(space: bytes) -> bytes:
    return b"Lab " if space == b"CMYK" else b"XYZ "


def _xyz(*values: float) -> bytes:
    return b"XYZ \0\0\0\0" + struct.pack(">3i", *(round(value * 65536) for value in values))


def _gamma(value: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(value * 256))


def display_p3() -> bytes:
    red, green, blue = (
        _xyz(0.51512, 0.24120, -0.00105),
        _xyz(0.29198, 0.69225, 0.04189),
        _xyz(0.15710, 0.06657, 0.78407),
    )
    curves = dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), _gamma(2.2))
    return _profile(b"RGB ", {b"rXYZ": red, b"gXYZ": green, b"bXYZ": blue, **curves})


def grey_profile(gamma: float) -> bytes:
    return _profile(b"GRAY", {b"kTRC": _gamma(gamma)})


def ink_profile() -> bytes:
    """Of inks that are all grey: whatever is printed makes the paper half as light."""
    straight = bytes(range(256))
    inks = b"".join(bytes((255 if not ink else 128, 128, 128)) for ink in range(16))
    matrix = struct.pack(">9i", *(65536 if n % 4 == 0 else 0 for n in range(9)))
    table = b"mft1\0\0\0\0" + bytes((4, 3, 2, 0)) + matrix + straight * 4 + inks + straight * 3
    return _profile(b"CMYK", {b"A2B0": table})


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
