"""The library of pictures: what each shows, who brought it, and where it is used."""

from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from markup.images import keep_image
from markup.models import Image
from markup.pictures import ADDRESS
from review import finding
from review.kinds import kinds
from search import desk
from search.words import words_of

OFFERED, USES = 24, 50


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin[Image]):
    """Pictures come in with a text, or by an import. Here is said what they show."""

    list_display = ("shown", "alt", "note", "uploaded_at", "uploaded_by")
    list_display_links = ("shown", "alt")
    list_filter = (("alt", admin.EmptyFieldListFilter),)
    list_per_page = 24
    list_select_related = ("uploaded_by",)
    show_full_result_count = False
    search_fields = ("alt", "note", "name", "uploaded_by__username")
    search_help_text = gettext_lazy("In what it shows, in the note, in its name, and in who added it.")
    fields = ("shown", "alt", "note", "address", "size", "uploaded_at", "uploaded_by")
    readonly_fields = ("shown", "address", "size", "uploaded_at", "uploaded_by")
    change_form_template = "admin/markup/image/change_form.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Image | None = None) -> bool:
        """A revision of long ago may show it, and every revision stays as it was."""
        return False

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        keep_image(image=obj, by=cast(AbstractUser, request.user))

    @admin.display(description=gettext_lazy("picture"))
    def shown(self, image: Image) -> SafeString:
        picture = image.picture
        return format_html(
            '<img class="library-picture" src="{}" alt="{}" loading="lazy">',
            _smallest(picture),
            image.alt or image.name,
        )

    @admin.display(description=gettext_lazy("address"))
    def address(self, image: Image) -> str:
        return image.get_absolute_url()

    @admin.display(description=gettext_lazy("size"))
    def size(self, image: Image) -> str:
        picture = image.picture
        facts = {"width": picture.width, "height": picture.height, "kilobytes": -(-image.bytes // 1000)}
        return _("%(width)d × %(height)d pixels; all its files together: %(kilobytes)d kB") % facts

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        image = self.get_object(request, object_id)
        more = {"uses": used_in(image), "most": USES} if image else {}
        return super().change_view(request, object_id, form_url, {**more, **(extra_context or {})})


def used_in(image: Image) -> list[dict[str, Any]]:
    """The newest words and what readers see: those that show it, the last saved first."""
    known = {finding.name_of(kind): kind for kind in kinds()}
    found = desk.find(image.name.partition("-")[0], list(known))
    return [
        {
            "title": "".join(piece.text for piece in item.title),
            "kind": str(known[item.kind].name),
            "address": reverse(f"{known[item.kind].admin}_change", args=[item.subject]),
            "live": item.is_live,
        }
        for item in found.items[:USES]
    ]


def offered(request: HttpRequest) -> HttpResponse:
    """For the editor's dialog: the last that came, or those that show what was typed."""
    if not request.user.has_perm("markup.view_image"):
        raise PermissionDenied
    found: QuerySet[Image] = Image.objects.all()
    for word in words_of(request.GET.get("q", ""))[:6]:
        found = found.filter(Q(alt__icontains=word) | Q(note__icontains=word) | Q(name__startswith=word))
    rows = [
        {
            "alt": image.alt,
            "note": image.note,
            "address": image.get_absolute_url(),
            "thumbnail": _smallest(image.picture),
        }
        for image in found[:OFFERED]
    ]
    return JsonResponse({"rows": rows}, headers={"Cache-Control": "no-store"})


def _smallest(picture: Any) -> str:
    """The file that weighs least: a list shows many."""
    return f"{ADDRESS}{picture.file(picture.widths[0], picture.fallback)}"
