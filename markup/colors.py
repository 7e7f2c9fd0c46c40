"""Pictures of every kind as the colors of a plain screen (sRGB), since only the pixels are kept of a file."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageCms

_SRGB: Final = ImageCms.createProfile("sRGB")
_OF_GREY: Final = ("1", "L", "LA", "La")


def in_srgb(image: Image.Image) -> Image.Image:
    """As RGB or, where something shines through, RGBA. A profile that is broken or of another kind does not count."""
    profile = _profile(image)
    image = _eight_bits(image)
    alpha = image.convert("RGBA").getchannel("A") if image.has_transparency_data else None
    colors = _plain(image)
    colors = (_converted(colors, profile) if profile else None) or colors.convert("RGB")
    if alpha:
        colors.putalpha(alpha)
    return colors


def _eight_bits(image: Image.Image) -> Image.Image:
    """16 bits of grey, scaled: Pillow would cut them off, and all but the darkest would be white."""
    if image.mode[0] != "I":
        return image.convert("L") if image.mode == "F" else image
    grey = image.convert("I").point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if isinstance(see_through := image.info.get("transparency"), int):
        grey.info["transparency"] = see_through // 257
    return grey


def _plain(image: Image.Image) -> Image.Image:
    """In the mode that its profile speaks of, without what shines through."""
    if image.mode == "CMYK":
        return image
    opaque = image.convert("RGBA") if image.has_transparency_data else image
    return opaque.convert("L") if image.mode in _OF_GREY else opaque.convert("RGB")


def _profile(image: Image.Image) -> ImageCms.ImageCmsProfile | None:
    data = image.info.get("icc_profile")
    if not isinstance(data, bytes) or not data:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(BytesIO(data))
        # Its own pixels, and not those of another rounding.
        return None if "sRGB" in ImageCms.getProfileDescription(profile) else profile
    except (OSError, ImageCms.PyCMSError):
        return None


def _converted(colors: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image | None:
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    try:
        return ImageCms.profileToProfile(colors, profile, _SRGB, intent, outputMode="RGB")
    except ImageCms.PyCMSError:  # of a profile for another kind of picture
        return None
