"""The editor's preview and upload, and the pictures themselves."""

from collections.abc import Callable
from functools import wraps
from typing import cast

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from markup import files, pictures
from markup.characters import one_line
from markup.images import ImageRefused, describe_image, store_image
from markup.models import Image
from markup.rendering import TextTooLong, render

View = Callable[[HttpRequest], HttpResponse]


def _for_editors(refuse: Callable[[str, int], HttpResponse]) -> Callable[[View], View]:
    """Lets in staff who may add pictures and passed the second step. Everyone else gets 403, never a redirect:
    a script asks here, and would take the log-in page for an answer.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            if not _is_editor(request):
                return refuse(
                    _("You are not signed in, or your role does not include this. Sign in again in another tab."), 403
                )
            return view(request)

        return never_cache(require_POST(guarded))

    return decorate


def _is_editor(request: HttpRequest) -> bool:
    user = request.user
    # Without the second step's middleware no one is verified.
    is_verified = getattr(user, "is_verified", lambda: False)
    return bool(user.is_active and user.is_staff and is_verified() and user.has_perm("markup.add_image"))


def _refuse_preview(sentence: str, status: int) -> HttpResponse:
    """The editor shows what comes back, whatever its status; the class tells its script that this is a problem."""
    return HttpResponse(format_html('<p class="markdown-problem">{}</p>', sentence), status=status)


def _refuse_upload(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"image": [sentence]}, status=status)


@_for_editors(_refuse_preview)
def markdownify(request: HttpRequest) -> HttpResponse:
    """Exactly what readers will see of the text in `content`."""
    text = request.POST.get("content")
    if text is None:
        return _refuse_preview(_("There is no text to show. Send it as “content”."), 400)
    try:
        return HttpResponse(str(render(text)))
    except TextTooLong as problem:
        return _refuse_preview(str(problem), 400)


@_for_editors(_refuse_upload)
def upload(request: HttpRequest) -> HttpResponse:
    """Stores the picture in `image`, and answers with the Markdown that shows it."""
    file = request.FILES.get("image")
    if file is None:
        return _refuse_upload(_("There is no file. Choose a picture, or drop one on the text."), 400)
    try:
        image = store_image(file, by=cast(AbstractUser, request.user))
    except ImageRefused as problem:
        return _refuse_upload(str(problem), 400)
    return JsonResponse({"image_code": f"![]({image.get_absolute_url()})"})


@_for_editors(_refuse_upload)
def describe(request: HttpRequest) -> HttpResponse:
    name = pictures.name_of(request.POST.get("name", "").rpartition("/")[2])
    alt = one_line(request.POST.get("alt", ""))[:250]
    describe_image(name=name or "", alt=alt, by=cast(AbstractUser, request.user))
    return JsonResponse({})


def _refuse_paste(sentence: str, status: int) -> HttpResponse:
    return JsonResponse({"problem": sentence}, status=status)


@_for_editors(_refuse_paste)
def paste(request: HttpRequest) -> HttpResponse:
    """What was pasted, in `html`, as Markdown; and what was lost of it. It is text for a field: nothing of it runs."""
    from markup.pasting import TooMuch, to_markdown  # large, and for this alone

    try:
        pasted = to_markdown(request.POST.get("html", ""), own=settings.SITE_URL)
    except TooMuch as problem:
        return _refuse_paste(str(problem), 400)
    return JsonResponse({"markdown": pasted.markdown, "lost": pasted.lost})


@require_safe
def picture(request: HttpRequest, file: str) -> HttpResponseBase:
    """A file of a stored picture. Nothing else that may lie in the storage is ever served."""
    image = Image.objects.filter(name=pictures.name_of(file) or "").first()
    if image is None or file not in image.picture.files:
        raise Http404
    return files.serve(
        request,
        pictures.FOLDER + file,
        content_type=pictures.CONTENT_TYPES[file.rpartition(".")[2]],
        cache_control="public, max-age=31536000, immutable",
    )
