"""Pictures of our own in the default storage: rewritten, and served as what they are."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response


def write(path: str, data: bytes) -> None:
    # What lies there is what a crash left behind. Saving next to it would make another name.
    default_storage.delete(path)
    default_storage.save(path, ContentFile(data))


def size(path: str) -> int:
    """0 if nothing is there, or nothing can be got at."""
    try:
        return default_storage.size(path)
    except OSError:
        return 0


def serve(request: HttpRequest, path: str, *, content_type: str, cache_control: str) -> HttpResponseBase:
    """The file, whose name tells its content, or 404. Whether this reader may have it is for the caller to ask."""
    headers = {
        "Cache-Control": cache_control,
        "Content-Security-Policy": "default-src 'none'",
        "ETag": f'"{path.rpartition("/")[2]}"',
        "X-Content-Type-Options": "nosniff",
    }
    try:
        length = {"Content-Length": str(default_storage.size(path))}
        head = HttpResponse(content_type=content_type, headers=headers | length)
        response = get_conditional_response(request, etag=headers["ETag"], response=head) or head
        if response is not head or request.method == "HEAD":
            return response
        return FileResponse(default_storage.open(path), content_type=content_type, headers=headers)
    except FileNotFoundError:
        raise Http404 from None
