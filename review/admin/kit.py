"""One kit for the admin's pages of whatever is taken on in steps: its buttons, what pressing one says, its history.

`templates/admin/kit/` has what it looks like. Reviewed words, inquiries, rankings and facilities all use it.
Small rows that are under no review, such as tags, have `PublicAdmin`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest
from django.utils.functional import Promise

from review.refusals import Refused
from review.services import at_once

Text = str | Promise


@dataclass(frozen=True)
class Button:
    """One thing that someone may do next.

    `asks` is "", "because", "date", "time", "choice" or "sure": what its own fold asks for, with the `question`.
    `sends` goes along unseen. `main` is the one step that most would take. `about` tells equal labels apart for
    whoever hears them. A button that `leads` opens a page that asks; it does nothing yet.
    `does` is what the button inside a fold says, if not the label.
    """

    name: str
    label: Text
    address: str
    asks: str = ""
    question: Text = ""
    choices: Sequence[tuple[str, str]] = ()
    sends: Sequence[tuple[str, object]] = ()
    about: Text = ""
    main: bool = False
    leads: bool = False
    does: Text = ""
    key: object = ""
    of: Any = None

    @property
    def id(self) -> str:
        return f"{self.name}-{self.key}" if self.key != "" else self.name


@dataclass(frozen=True)
class Line:
    """One line of a history."""

    at: Any
    who: Text
    what: Text


def say_refused(request: HttpRequest, refused: Refused) -> None:
    """The sentence for a person. Its code is a class of the message, for programs and tests."""
    messages.error(request, str(refused), extra_tags=refused.code)


def press(request: HttpRequest, step: Callable[[], Text | None]) -> bool:
    """Take a step, and say what it did or why it was refused. None says nothing: the step has said it."""
    try:
        said = step()
    except Refused as refused:
        say_refused(request, refused)
        return False
    if said:
        messages.success(request, str(said))
    return True


class PublicAdmin(admin.ModelAdmin[Any]):
    """For what shows on readers' pages as soon as it is saved."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        at_once.keep(row=obj, by=cast(AbstractUser, request.user))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        at_once.drop(row=obj, by=cast(AbstractUser, request.user))
