"""The colors that readers see are those of the file, whatever kind of file it was."""

from io import BytesIO

import pytest
from PIL import Image, ImageCms

from markup.colors import in_srgb
from tests.markup.making import display_p3, encoded, grey_profile, ink_profile

SIZE = (32, 16)


def read(picture: Image.Image, kind: str = "PNG", **options: object) -> Image.Image:
    """The picture as its file comes in."""
    found = Image.open(BytesIO(encoded(picture, kind, **options)))
    found.load()
    return found


def color(picture: Image.Image) -> tuple[int, ...]:
    return in_srgb(picture).getpixel((3, 3))  # type: ignore[return-value]


def near(one: tuple[int, ...], other: tuple[int, ...], most: int = 3) -> bool:
    return len(one) == len(other) and all(abs(a - b) <= most for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("mode", ["I;16", "I;16B", "I"])
@pytest.mark.parametrize(("value", "grey"), [(0, 0), (257, 1), (32768, 128), (51400, 200), (65535, 255)])
def test_16_bits_of_grey_are_scaled(mode: str, value: int, grey: int) -> None:
    assert near(color(Image.new(mode, SIZE, value)), (grey,) * 3, most=1)
    if mode != "I":  # no file has it, but some ways to read one do
        assert near(color(read(Image.new(mode, SIZE, value))), (grey,) * 3, most=1)


def test_a_see_through_grey_of_16_bits_stays_so() -> None:
    picture = Image.new("I;16", SIZE, 51400)
    picture.paste(0, (0, 0, 16, 16))
    seen = in_srgb(read(picture, transparency=0))
    assert (seen.getpixel((3, 3)), seen.getpixel((30, 3))) == ((0, 0, 0, 0), (200, 200, 200, 255))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_colors_of_another_screen_become_srgb(kind: str) -> None:
    options = {"lossless": True} if kind == "WEBP" else {}
    picture = read(Image.new("RGB", SIZE, (200, 60, 60)), kind, icc_profile=display_p3(), **options)
    assert near(color(picture), (219, 37, 49), most=4)


@pytest.mark.parametrize(
    ("picture", "meant"),
    [
        (Image.new("RGBA", SIZE, (200, 60, 60, 128)), (219, 37, 49, 128)),
        (Image.new("RGB", SIZE, (200, 60, 60)).quantize(4), (219, 37, 49)),
    ],
)
def test_whatever_their_mode(picture: Image.Image, meant: tuple[int, ...]) -> None:
    assert near(color(read(picture, icc_profile=display_p3())), meant, most=4)


@pytest.mark.parametrize("mode", ["L", "LA", "I;16"])
def test_a_grey_profile_is_applied(mode: str) -> None:
    value: int | tuple[int, int] = {"L": 128, "LA": (128, 77), "I;16": 32896}[mode]  # type: ignore[assignment]
    seen = color(read(Image.new(mode, SIZE, value), icc_profile=grey_profile(1.0)))
    assert near(seen, (188, 188, 188, 77)[: len(seen)], most=3)
    assert len(seen) == (4 if mode == "LA" else 3)


def test_inks_are_what_their_profile_says() -> None:
    cyan = Image.new("CMYK", SIZE, (255, 0, 0, 0))
    assert near(color(read(cyan, "JPEG", icc_profile=ink_profile(), quality=100)), (119, 119, 119), most=6)
    assert near(color(read(cyan, "JPEG", quality=100)), (0, 255, 255), most=6)


def test_a_palette_with_a_see_through_color_stays_so() -> None:
    picture = Image.new("P", SIZE, 1)
    picture.putpalette([0, 0, 0, 200, 60, 60])
    assert color(read(picture, transparency=1)) == (200, 60, 60, 0)
    assert color(read(picture, transparency=bytes((255, 90)), icc_profile=display_p3()))[3] == 90


@pytest.mark.parametrize(
    "profile",
    [
        b"no profile",
        b"",
        display_p3()[:200],
        grey_profile(1.0),
        ink_profile(),
        display_p3()[:36] + b"xxxx" + display_p3()[40:],
    ],
    ids=["words", "nothing", "cut", "for grey", "for inks", "unsigned"],
)
def test_a_profile_that_does_not_fit_changes_nothing(profile: bytes) -> None:
    assert color(read(Image.new("RGB", SIZE, (200, 60, 60)), icc_profile=profile)) == (200, 60, 60)


def test_srgb_stays_as_it_is_to_the_last_bit() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for red in range(0, 256, 5):
        assert color(read(Image.new("RGB", SIZE, (red, 60, 7)), icc_profile=profile)) == (red, 60, 7)
