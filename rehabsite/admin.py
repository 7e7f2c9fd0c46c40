"""Log-ins, in the admin."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from rehabsite.models import User
from rehabsite.staff.accounts import INTAKE, may_look_after, may_see_inquiries, renew_sign_in, save_log_in

# Django's own words for these are for programmers.
WORDS: dict[str, tuple[Any, Any]] = {
    "username": (gettext_lazy("Name to log in with"), gettext_lazy("Such as wanda. Readers never see it.")),
    "first_name": (gettext_lazy("First name"), gettext_lazy("As colleagues call them. Readers do not see it.")),
    "last_name": (gettext_lazy("Last name"), gettext_lazy("You may leave it empty.")),
    "email": (
        gettext_lazy("E-mail"),
        gettext_lazy("We e-mail them there when their log-in is changed. You may leave it empty."),
    ),
    "is_active": (
        gettext_lazy("May log in"),
        gettext_lazy("Uncheck this when someone leaves. Their name stays on what they wrote and signed."),
    ),
    "is_staff": (gettext_lazy("Works here"), gettext_lazy("Only those who work here can open the admin.")),
    "groups": (gettext_lazy("Roles"), gettext_lazy("What they may do. One person can have more than one role.")),
    "is_superuser": (
        gettext_lazy("May do everything"),
        gettext_lazy("That includes what visitors wrote. For the one or two people who run the site."),
    ),
}


class NewStaffForm(forms.ModelForm[User]):
    """Without a password: the next page shows one that works once."""

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups")
        widgets = {"groups": forms.CheckboxSelectMultiple}


@admin.register(User)
class StaffAdmin(UserAdmin[User]):
    """Log-ins. Only someone who has every right may give every right, and only the intake desk lets others in:
    whoever looks after log-ins could otherwise read what visitors wrote.
    """

    add_form = NewStaffForm
    add_form_template = None
    change_form_template = "admin/rehabsite/user/change_form.html"
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    add_fieldsets = ((None, {"fields": ("username", "first_name", "last_name", "email", "groups")}),)
    fieldsets = (
        (None, {"fields": ("username", "must_change_password", "last_login")}),
        (gettext_lazy("Who"), {"fields": ("first_name", "last_name", "email")}),
        (gettext_lazy("May"), {"fields": ("is_active", "is_staff", "groups", "is_superuser")}),
    )
    filter_horizontal = ()

    def get_form(self, request: HttpRequest, obj: User | None = None, change: bool = False, **kwargs: Any) -> Any:
        labels = {name: label for name, (label, _help) in WORDS.items()}
        helps = {name: help_text for name, (_label, help_text) in WORDS.items()}
        return super().get_form(request, obj, change=change, labels=labels, help_texts=helps, **kwargs)

    @admin.display(description=gettext_lazy("roles"))
    def roles(self, user: User) -> str:
        if user.is_superuser:
            return _("Everything")
        return ", ".join(group.name for group in user.groups.all()) or "—"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
            if not may_see_inquiries(cast(User, request.user)):
                kwargs["queryset"] = Group.objects.exclude(name=INTAKE)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        always = ("last_login",)
        return always if _has_all_rights(request) else (*always, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        return may and (obj is None or may_look_after(obj, cast(User, request.user)))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Log-ins are switched off, not deleted: what they saved and signed keeps its name."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        save_log_in(user=obj, groups=form.cleaned_data["groups"], by=cast(User, request.user))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The roles are saved with the rest: one verb asks who may give them."""

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        return self._hand_over(request, obj)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(require_POST(never_cache(self.renew_view)))
        return [path("<int:pk>/sign-in/", view, name="rehabsite_user_sign_in"), *super().get_urls()]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """No one chooses another person's password: they get one that works once."""
        raise Http404

    @transaction.atomic
    def renew_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = self.get_object(request, str(pk))
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        self.log_change(request, user, _("New password and codes."))
        return self._hand_over(request, user)

    def _hand_over(self, request: HttpRequest, user: User) -> HttpResponse:
        """The only time that the password and the codes can be seen."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("How %(who)s gets in") % {"who": user.get_full_name() or user.get_username()},
            "opts": self.opts,
            "original": user,
            "account": renew_sign_in(user=user, by=cast(User, request.user)),
        }
        return TemplateResponse(request, "admin/rehabsite/user/sign_in.html", context)


def _has_all_rights(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_superuser
