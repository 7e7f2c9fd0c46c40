"""Adding an authenticator app, so that the second step at log-in does not hang on a list of codes."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice


def stands(request: HttpRequest) -> bool:
    return bool(TOTPDevice.objects.filter(user=request.user.pk, confirmed=True).exists())


def codes_left(request: HttpRequest) -> int:
    left: int = StaticToken.objects.filter(device__user=request.user.pk).count()
    return left


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Shows a new key until a code from it has come back; only then does the key count at log-in, in the old one's
    place: a phone that was lost or sold opens nothing.
    """
    device, _made = TOTPDevice.objects.get_or_create(
        user=request.user, confirmed=False, defaults={"name": "Authenticator app"}
    )
    wrong = False
    if request.method == "POST":
        wrong = not device.verify_token(request.POST.get("code", "").replace(" ", ""))
        if not wrong:
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            TOTPDevice.objects.filter(user=request.user.pk).exclude(pk=device.pk).delete()
            messages.success(request, _("Your authenticator app is set up. Use its code at the next log-in."))
            return redirect("admin:index")
    key = device.config_url.split("secret=")[1].split("&")[0]
    more = {"title": _("Add an authenticator app"), "key": key, "wrong": wrong}
    return TemplateResponse(request, "admin/authenticator.html", {**context, **more}, status=422 if wrong else 200)


@require_safe
@never_cache
def picture(request: HttpRequest) -> HttpResponse:
    device = get_object_or_404(TOTPDevice, user=request.user.pk, confirmed=False)
    import segno  # for this page alone

    svg = BytesIO()
    # Presentation attributes only: an SVG with a style attribute would be refused by the security policy.
    segno.make(device.config_url, micro=False).save(svg, kind="svg", scale=5, light="#ffffff", xmldecl=False)
    return HttpResponse(svg.getvalue(), content_type="image/svg+xml")
