"""The staff's site: Django's admin behind a second factor, with what is waiting for each person on its first page."""

from collections.abc import Callable
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.contrib.admin.exceptions import DisallowedModelAdminLookup
from django.contrib.admin.forms import AdminPasswordChangeForm
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.views import PasswordChangeView
from django.contrib.contenttypes.views import shortcut
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _
from django_otp.admin import OTPAdminSite

from contact import waiting as contact_waiting
from facilities import waiting as facilities_waiting
from markup.characters import tidy
from rehabsite.models import User
from rehabsite.staff import accounts, authenticator, presence, signin
from rehabsite.staff.signin import SignInForm
from review.refusals import Refused
from review.services import news, roster
from review.waiting import MOST, hints_for, waiting_for
from search import choosing_page

ELSEWHERE = ("auth", "axes", "otp_static", "otp_totp")
OPEN_TO_NEWCOMERS = ("password_change", "logout", "jsi18n")


def tidied(sent: QueryDict) -> QueryDict:
    """What was typed and pasted, as it may be stored and shown. A password is whatever it is."""
    clean = sent.copy()
    for name, values in sent.lists():
        if "password" not in name:
            clean.setlist(name, [tidy(str(value)) for value in values])
    return clean


class ChoosePassword(AdminPasswordChangeForm):
    """A password of your own: whoever handed the old one over knows it."""

    new_password1, new_password2 = SetPasswordMixin.create_password_fields(
        label1=_("New password"), label2=_("New password, again")
    )
    new_password2.help_text = _("So that a typing mistake does not lock you out.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["old_password"].help_text = _("The one you logged in with.")

    def clean_new_password1(self) -> str:
        password: str = self.cleaned_data["new_password1"]
        if self.user.check_password(password):
            raise ValidationError(_("This is your current password. Choose a different one."), code="same-password")
        return password

    def save(self, commit: bool = True) -> Any:
        self.user.must_change_password = False
        return super().save(commit)


class StaffSite(OTPAdminSite):  # type: ignore[misc]  # django-otp has no types
    index_title = _("What is waiting for you")
    login_form = SignInForm
    login_template = "admin/login.html"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.site_header = self.site_title = settings.SITE_NAME
        # One thing at a time: what readers see is not deleted by the dozen.
        self.disable_action("delete_selected")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Leaves out what other packages would show here: keys of the second step, which are no one's to read, groups,
        which a migration makes, and a record of log-ins. `rehabsite.admin` helps people who cannot get in.
        """
        models: Any = [model_or_iterable] if isinstance(model_or_iterable, type) else model_or_iterable
        ours = [model for model in models if model._meta.app_label not in ELSEWHERE]
        super().register(ours, admin_class, **options)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Every page of the admin goes through here: whoever got a password from someone else first chooses one."""
        inner: Callable[..., HttpResponseBase] = super().admin_view(view, cacheable)

        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            # Keys that are hidden from a model go by the name "+", and a list of facilities would take it for a
            # filter: "has this one an inquiry?" is not for those who may see the list.
            if any(name.startswith("+") for name in request.GET):
                raise DisallowedModelAdminLookup("A hidden key is nothing to filter by.")
            if request.method == "POST":
                request.POST = tidied(request.POST)  # type: ignore[assignment]  # no one changes it
            newcomer = isinstance(request.user, User) and request.user.must_change_password
            match = request.resolver_match
            if newcomer and self.has_permission(request) and match and match.url_name not in OPEN_TO_NEWCOMERS:
                return redirect("admin:password_change")
            request.proved_lately = presence.proved_lately(request)  # type: ignore[attr-defined]
            if self.has_permission(request) and match and (asking := presence.ask_again(request, match.url_name)):
                return asking
            try:
                return inner(request, *args, **kwargs)
            except (PermissionDenied, Refused) as why:
                return self.refused(request, 403, _("This page is not for your role"), str(why))
            except (Http404, OverflowError, DataError):  # also for a number that no database has room for
                return self.refused(request, 404, _("This page does not exist"))

        return guarded

    def refused(self, request: HttpRequest, status: int, title: Any, why: str = "") -> HttpResponseBase:
        """Within the admin, so that whoever is at work finds back to it. A page for readers would lead them out.

        Where no role could be given that would help, `why` says so.
        """
        title = _("This could not be done") if why else title
        context = {**self.each_context(request), "title": title, "status": status, "why": why}
        response = TemplateResponse(request, "admin/refused.html", context, status=status)
        add_never_cache_headers(response)
        return response

    def app_index(self, request: HttpRequest, app_label: str, extra_context: dict[str, Any] | None = None) -> Any:
        room = apps.app_configs.get(app_label)
        more = {"title": room.verbose_name if room else "", **(extra_context or {})}
        return super().app_index(request, app_label, more)

    def get_urls(self) -> list[Any]:
        own: list[URLPattern] = [
            path("r/<int:content_type_id>/<path:object_id>/", self.admin_view(self.on_site), name="view_on_site"),
            path("again/", self.admin_view(self.again), name="again"),
            path("authenticator/", self.admin_view(self.authenticator), name="authenticator"),
            path("calendar/", self.admin_view(self.calendar), name="calendar"),
            path("links/", self.admin_view(self.links), name="links"),
            path("choose/<slug:name>/", self.admin_view(self.choose), name="choose"),
            path("link/", self.admin_view(self.link), name="link"),
            path("pictures/", self.admin_view(self.pictures), name="pictures"),
            path("changes/", self.admin_view(self.changes), name="changes"),
            path("export/", self.admin_view(self.export), name="export"),
            path("words/", self.admin_view(self.words), name="words"),
            path("waiting/<slug:name>/", self.admin_view(self.waiting), name="review_waiting"),
            path("corrections/", self.admin_view(self.corrections), name="review_corrections"),
            path("roster/", self.admin_view(self.roster), name="review_roster"),
            path("authenticator/code.svg", self.admin_view(authenticator.picture), name="authenticator-picture"),
        ]
        return [*own, *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        from review.admin.lists import Corrected

        user = cast(User, request.user)
        mine = {
            "waiting": [
                *contact_waiting.waiting_for(user),
                *waiting_for(user),
                *facilities_waiting.waiting_for(user),
            ],
            "hints": hints_for(user),
            "roster": list(roster.unread(user).reverse()[:MOST]),
            "corrections": [Corrected(row) for row in news.unread(user, MOST)],
            "changes": accounts.changes_by_others(user),
            "has_authenticator": authenticator.stands(request),
            "codes_left": authenticator.codes_left(request),
        }
        return super().index(request, {**mine, **(extra_context or {})})

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """As Django's, which takes no form of ours."""
        view = PasswordChangeView.as_view(
            form_class=ChoosePassword,
            success_url=reverse("admin:password_change_done"),
            extra_context={**self.each_context(request), **(extra_context or {})},
        )
        response = view(request)
        add_never_cache_headers(response)
        return response

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        if request.method == "POST" and self.tried_too_often(request, request.POST.get("username", "")):
            return self.locked(request)
        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            presence.prove(request)
        return response

    def again(self, request: HttpRequest) -> HttpResponseBase:
        """Password and code once more, before a heavy step."""
        user = cast(User, request.user)
        following = presence.safe(request, request.POST.get("next") or request.GET.get("next", ""))
        if request.method == "POST":
            if self.tried_too_often(request, user.get_username()):
                return self.locked(request)
            form = SignInForm(request, {**request.POST.dict(), "username": user.get_username()})
            if form.is_valid() and form.get_user() == user:
                presence.prove(request)
                return redirect(following)
        else:
            form = SignInForm(request)
        context = {**self.each_context(request), "title": _("Is it still you?"), "form": form, "next": following}
        return TemplateResponse(request, "admin/again.html", context)

    def tried_too_often(self, request: HttpRequest, username: str) -> bool:
        code = "".join(request.POST.get("otp_token", "").split()).lower()
        name = User.objects.spelled(username)
        return signin.are_over(username=name, code=code, place=signin.place_of(request))

    def locked(self, request: HttpRequest) -> HttpResponseBase:
        response = TemplateResponse(request, "admin/locked.html", self.each_context(request), status=429)
        add_never_cache_headers(response)
        return response

    def on_site(self, request: HttpRequest, content_type_id: int, object_id: str) -> HttpResponseBase:
        """Django's, which knows keys that are numbers alone."""
        try:
            return shortcut(request, content_type_id, object_id)
        except ValidationError as error:
            raise Http404 from error

    def authenticator(self, request: HttpRequest) -> HttpResponse:
        return authenticator.page(request, self.each_context(request))

    def choose(self, request: HttpRequest, name: str) -> HttpResponse:
        return choosing_page.page(request, name, self.each_context(request))

    def link(self, request: HttpRequest) -> HttpResponse:
        from rehabsite.staff import link_picker

        return link_picker.page(request, self.each_context(request))

    def pictures(self, request: HttpRequest) -> HttpResponse:
        from articles.admin import pictures

        return pictures.offered(request)

    def changes(self, request: HttpRequest) -> HttpResponse:
        from rehabsite.staff import changes

        return changes.page(request, self.each_context(request))

    def export(self, request: HttpRequest) -> HttpResponseBase:
        from articles.admin import export

        return export.page(request, self.each_context(request))

    def words(self, request: HttpRequest) -> HttpResponse:
        from rehabsite.staff import words

        return words.page(request, self.each_context(request))

    def waiting(self, request: HttpRequest, name: str) -> HttpResponse:
        from review.admin import lists

        return lists.page(request, name, self.each_context(request))

    def roster(self, request: HttpRequest) -> HttpResponse:
        from review.admin import lists

        return lists.roster_page(request, self.each_context(request))

    def corrections(self, request: HttpRequest) -> HttpResponse:
        from review.admin import lists

        return lists.corrections_page(request, self.each_context(request))

    def calendar(self, request: HttpRequest) -> HttpResponse:
        # Not sooner: the modules of `articles.admin` ask for this very site.
        from articles.admin import calendar

        return calendar.page(request, self.each_context(request))

    def links(self, request: HttpRequest) -> HttpResponse:
        from articles.admin import links

        return links.page(request, self.each_context(request))
