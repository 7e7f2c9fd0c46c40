"""Where facilities are told that an inquiry waits. The intake desk sets it; editors say which facilities take part."""

from typing import Any, cast
from urllib.parse import urlsplit

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from contact.admin.inquiries import DiscreetAdmin
from contact.delivery import webhook
from contact.models import Recipient
from contact.services import recipients
from contact.services.consenting import offered
from facilities.models import Facility
from markup.mail_addresses import MailAddressField
from outbound.urls import may_be_asked
from review.admin.kit import say_refused
from review.refusals import Refused

LINES = 50


def told_by(recipient: Recipient) -> str:
    ways = [(gettext("e-mail"), recipient.email), (gettext("webhook"), _site(recipient.webhook))]
    return gettext("Told by %(ways)s.") % {"ways": ", ".join(f"{way} {place}" for way, place in ways if place)}


def changed(email: str, webhook: str, now: Recipient) -> str:
    """`email` and `webhook` are what it said before."""
    said = []
    if email != now.email:
        said.append(gettext("E-mail: from %(before)s to %(now)s.") % _named(email, now.email))
    if webhook != now.webhook:
        sites = _named(_site(webhook), _site(now.webhook))
        said.append(gettext("Address of the webhook: from %(before)s to %(now)s.") % sites)
    return " ".join(said) or gettext("Saved without a change.")


def new_secret() -> str:
    return gettext("A new secret for the webhook. The old one no longer works.")


def turned_off(recipient: Recipient) -> str:
    done = gettext("Turned off.")
    return f"{done} {told_by(recipient)}"


def history_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Of every facility, those that were turned off too."""
    lines = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Recipient)).select_related("user")
    more = {
        "title": gettext("What was changed, and who changed it"),
        "page_obj": Paginator(lines, LINES).get_page(request.GET.get("page")),
    }
    return TemplateResponse(request, "admin/contact/recipient/changes.html", {**context, **more})


def _named(before: str, now: str) -> dict[str, str]:
    return {"before": before or gettext("none"), "now": now or gettext("none")}


def _site(webhook: str) -> str:
    """Without its path, which may be a key."""
    return urlsplit(webhook).netloc


MOST = 30


class RecipientForm(forms.ModelForm[Recipient]):
    class Meta:
        model = Recipient
        fields = ("email",)  # the admin page adds the others

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("email") and not given.get("webhook") and not self.errors:
            self.add_error(
                "email",
                _("Give an e-mail address or a webhook. Without one, we cannot tell anyone there about an inquiry."),
            )
        return given

    def clean_webhook(self) -> str:
        address: str = self.cleaned_data["webhook"]
        if address and not address.startswith("https://"):
            raise forms.ValidationError(_("Only https:// is accepted, so that no one can read the notice on its way."))
        # As far as can be said without asking for the name: each time that it is called, it is looked at again.
        if address and not may_be_asked(address, schemes=webhook.SCHEMES):
            raise forms.ValidationError(
                _("Give a name on the public internet, on port 443 or 8443, without a user name in it.")
            )
        return address


@admin.register(Recipient)
class RecipientAdmin(DiscreetAdmin):
    form = RecipientForm
    list_display = ("place", "town", "way", "is_offered")
    list_select_related = ("facility",)
    search_fields = ("facility__name1", "facility__name2", "facility__zip")
    ordering = ("facility__name1",)
    change_form_template = "admin/contact/recipient/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Recipient]:
        now = offered().filter(pk=OuterRef("facility"))
        return Recipient.objects.select_related("facility").annotate(offered=Exists(now))

    @admin.display(description=_("facility"), ordering="facility__name1")
    def place(self, recipient: Recipient) -> str:
        return str(recipient.facility)

    @admin.display(description=_("city"), ordering="facility__postal_city")
    def town(self, recipient: Recipient) -> str:
        return f"{recipient.facility.postal_city}, {recipient.facility.state}"

    @admin.display(description=_("is told by"))
    def way(self, recipient: Recipient) -> str:
        return str(_("webhook") if recipient.webhook else _("e-mail"))

    @admin.display(description=_("offered to visitors"), ordering="offered")
    def is_offered(self, recipient: Any) -> str:
        return str(_("Yes") if recipient.offered else _("No: it is delisted, or an editor has not said it takes part"))

    def get_fields(self, request: HttpRequest, obj: Recipient | None = None) -> tuple[str, ...]:
        return ("place", "town", "is_offered", "email", "webhook") if obj else ("facility", "email", "webhook")

    def get_readonly_fields(self, request: HttpRequest, obj: Recipient | None = None) -> tuple[str, ...]:
        """Where a facility is told never becomes where another one is."""
        return ("place", "town", "is_offered") if obj else ()

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
            # Django's own shows it as a link, and following that would be a call.
            kwargs["widget"] = forms.URLInput({"class": "vURLField"})
        if isinstance(db_field, models.EmailField):
            kwargs["form_class"] = MailAddressField
        if db_field.name == "facility":
            listed = Facility.objects.listed()
            return forms.ModelChoiceField(listed, widget=forms.HiddenInput)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("choose/", wrap(self.choose_view), name="contact_recipient_choose"),
            path("changes/", wrap(self.changes_view), name="contact_recipient_changes"),
            path("<int:pk>/secret/", wrap(self.secret_view), name="contact_recipient_secret"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(
            request, {"title": _("Where facilities are told about inquiries"), **(extra_context or {})}
        )

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """By search: this role sees no list of facilities elsewhere, and a drop-down of thousands helps nobody."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        query = request.GET.get("q", "").strip()[:100]
        found = list(_facilities(query)[: MOST + 1]) if query else []
        context = {
            **self.admin_site.each_context(request),
            "title": _("Which facility?"),
            "opts": self.opts,
            "query": query,
            "found": found[:MOST],
            "more": len(found) > MOST,
        }
        return TemplateResponse(request, "admin/contact/recipient/choose.html", context)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        chosen = (request.POST if request.method == "POST" else request.GET).get("facility", "")
        facility = Facility.objects.listed().filter(pk=chosen).first() if _is_number(chosen) else None
        if facility is None:
            return redirect("admin:contact_recipient_choose")
        return super().add_view(request, form_url, _more(facility))

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        recipient = self.get_object(request, object_id)
        return super().change_view(request, object_id, form_url, _more(recipient and recipient.facility))

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except Refused as refused:
            return self._refuse(request, refused)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().delete_view(request, *args, **kwargs)
        except Refused as refused:
            return self._refuse(request, refused)

    def _refuse(self, request: HttpRequest, refused: Refused) -> HttpResponse:
        say_refused(request, refused)
        return redirect(request.path)

    def response_add(self, request: HttpRequest, obj: Recipient, post_url_continue: str | None = None) -> HttpResponse:
        return self._hand_over(request, obj) if obj.webhook else super().response_add(request, obj, post_url_continue)

    def secret_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """A new one, shown on this answer alone. The old one signs nothing from then on."""
        recipient = self.get_object(request, str(pk))
        if not self.has_change_permission(request, recipient):
            raise PermissionDenied
        if recipient is None:
            raise Http404(_("That recipient does not exist."))
        if request.method != "POST":
            return redirect("admin:contact_recipient_change", pk)
        try:
            with transaction.atomic():
                recipients.renew_secret(recipient=recipient, by=_who(request))
                self.log_change(request, recipient, new_secret())
        except Refused as refused:
            return self._refuse(request, refused)
        return self._hand_over(request, recipient)

    def save_model(self, request: HttpRequest, obj: Recipient, form: Any, change: bool) -> None:
        recipients.keep(recipient=obj, by=_who(request))

    def delete_model(self, request: HttpRequest, obj: Recipient) -> None:
        recipients.turn_off(recipient=obj, by=_who(request))

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        if add:
            return told_by(form.instance)
        return changed(form.initial["email"], form.initial["webhook"], form.instance)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        for recipient in queryset:
            self.log_change(request, recipient, turned_off(recipient))

    def changes_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return history_page(request, {**self.admin_site.each_context(request), "opts": self.opts})

    def _hand_over(self, request: HttpRequest, recipient: Recipient) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("The webhook’s secret for %(facility)s") % {"facility": recipient.facility},
            "opts": self.opts,
            "recipient": recipient,
        }
        return TemplateResponse(request, "admin/contact/recipient/secret.html", context)


def _more(facility: Facility | None) -> dict[str, Any]:
    """For Django's form: what is above it, and no button for another one, which has to be looked for first."""
    heading = _("Where %(facility)s is told about inquiries") % {"facility": facility}
    return {"heading": heading if facility else "", "show_save_and_add_another": False}


def _facilities(query: str) -> QuerySet[Facility]:
    """Each word has to be found. Those that are told somewhere already are left out."""
    found = Facility.objects.listed().exclude(pk__in=Recipient.objects.values("facility"))
    for word in query.split()[:8]:
        found = found.filter(
            Q(name1__icontains=word)
            | Q(name2__icontains=word)
            | Q(postal_city__icontains=word)
            | Q(zip__startswith=word)
        )
    return found.order_by("name1", "pk")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10


def _who(request: HttpRequest) -> AbstractUser:
    return cast(AbstractUser, request.user)
