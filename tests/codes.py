"""Codes of what a page refused. Its sentences may be said in other words one day."""

from typing import Any


def said(answer: Any) -> str:
    """The messages on a page, each with its code."""
    return " ".join(f"{message} {message.extra_tags}".strip() for message in answer.context["messages"])


def wrong(answer: Any) -> set[str]:
    """What its form, or one of its forms, has against what was sent: "field: code"."""
    form = answer.context.get("form") or answer.context["adminform"].form
    errors = form.errors.as_data()
    return {f"{field}: {error.code}" for field, found in errors.items() for error in found}
