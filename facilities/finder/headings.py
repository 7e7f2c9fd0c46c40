"""What a page of the finder is called, in its tab and at its top: also when it found something else than was typed."""

from django.utils.translation import gettext as _

from facilities.finder.finding import NotFound, Start, Which
from facilities.finder.near import Near


def ask() -> str:
    return _("Find care near you")


def which(found: Which) -> str:
    return _("Which %(name)s?") % {"name": found.name}


def not_found(found: NotFound, typed: str) -> str:
    if found.reason == "military":
        return _("%(typed)s is a military address") % {"typed": typed}
    if found.reason == "here":
        return _("Where are you?")
    if found.reason == "line":
        return {"overdose": _("Call 911"), "crisis": _("Call or text 988")}.get(found.line, _("Call now"))
    return _("We cannot find “%(typed)s”") % {"typed": typed}


def near(found: Near) -> str:
    if not found.count:
        return _("No place fits near %(place)s") % {"place": _place(found.start)}
    return _care(found.start)


def _care(start: Start) -> str:
    """What was typed, where it is no place on the map, and what was taken for it."""
    words = {"typed": start.zip or start.typed, "place": _place(start)}
    if start.elsewhere == "boxes":
        return _("%(typed)s is for PO boxes. Care near %(place)s") % words
    if start.elsewhere == "firm":
        return _("%(typed)s belongs to one organization. Care near %(place)s") % words
    if start.elsewhere == "no-point":
        return _("%(typed)s is not on our map. Care near %(place)s") % words
    if start.elsewhere == "unknown":
        return _("We do not know %(typed)s. Care near %(place)s") % words
    return _("Care near %(place)s") % words


def _place(start: Start) -> str:
    if start.prefix:
        return _("ZIP codes that begin with %(digits)s") % {"digits": start.prefix}
    return start.title
