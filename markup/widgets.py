"""The field in which editors write Markdown, with the preview next to it."""

from typing import Any

from django.urls import reverse
from markdownx.widgets import AdminMarkdownxWidget

from markup.images import FORMATS, MAX_BYTES


class MarkdownWidget(AdminMarkdownxWidget):  # type: ignore[misc]  # django-markdownx has no types
    """django-markdownx's editor, asking our own views. `templates/markdownx/widget.html` and `editor.js` finish it.

    It works in forms that are there when the page loads; rows that a script adds later get no preview.
    """

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "data-markdownx-urls-path": reverse("markdownx_markdownify"),
            "data-markdownx-upload-urls-path": reverse("markdownx_upload"),
            "data-describe": reverse("markdownx_describe"),
            "data-paste": reverse("markdownx_paste"),
            "data-links": reverse("admin:link"),
            "data-library": reverse("admin:pictures"),
            "placeholder": " ",  # so that a style sheet can tell an empty field
        }
        context["widget"] |= {
            "picture_types": ",".join(f"image/{kind.lower()}" for kind in FORMATS),
            "picture_bytes": MAX_BYTES,
        }
        return context

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> str:
        # The parent changes `attrs` in place and fails without one.
        html: str = super().render(name, value, dict(attrs or {}), renderer)
        return html

    class Media:
        css = {"all": ["css/editor.css"]}
        js = ["js/editor.js", "js/writing.js"]
