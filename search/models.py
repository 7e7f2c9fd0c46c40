"""What readers can find, and how often that has changed."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublicVersion(models.Model):
    """One row, made by a migration: a number that grows with every change of what readers can see.

    Rendered pages are cached under it, so a page made before a change is never served after it.
    """

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_public_version")]

    def __str__(self) -> str:
        return str(self.number)


class Document(models.Model):
    """A public page as the search sees it. Written by `search.services` alone: next to each row stands an index of
    its words, which SQLite does not keep in step by itself.
    """

    kind = models.SlugField(max_length=20, db_index=False)
    key = models.CharField(max_length=100)
    url = models.CharField(max_length=500)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)  # plain
    keywords = models.TextField(blank=True)  # found, never shown
    weight = models.PositiveSmallIntegerField(default=1)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="document_kind_and_key")]
        indexes = [models.Index(fields=["url"], name="document_url")]

    def __str__(self) -> str:
        return self.title


class DeskDocument(models.Model):
    """The words of a thing as staff find them: the newest, and what readers see where that differs. Written by
    `search.desk` alone, as `Document` is by `search.services`. No reader's search ever reads it.
    """

    kind = models.CharField(max_length=40, db_index=False)
    key = models.CharField(max_length=40)
    subject = models.PositiveBigIntegerField()
    marks = models.CharField(max_length=120)  # kind:article kind:newest kind:live
    title = models.CharField(max_length=300)
    keywords = models.TextField(blank=True)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="desk_document_kind_and_key")]

    def __str__(self) -> str:
        return self.title


class Redirect(models.Model):
    """An address that this site, or the one before it, had once, and where it leads now. See `search.redirects`."""

    class Source(models.TextChoices):
        EDITOR = "editor", _("an editor")
        IMPORT = "import", _("an import")

    old = models.CharField(
        _("old address"),
        max_length=500,
        unique=True,
        help_text=_("Without the site’s name, such as /2019/05/naloxone/ or /?p=123. No page may be there now."),
    )
    leads_to = models.CharField(
        _("leads to"),
        max_length=500,
        db_index=True,
        help_text=_("A page of this site, such as /articles/naloxone/."),
    )
    made_by = models.CharField(_("who made it"), max_length=10, choices=Source, default=Source.EDITOR, editable=False)
    made_at = models.DateTimeField(_("made on"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(old__startswith="/", leads_to__startswith="/")
                & ~models.Q(leads_to__startswith="//")
                & ~models.Q(old=models.F("leads_to")),
                name="redirect_stays_on_this_site",
            )
        ]

    def __str__(self) -> str:
        return self.old


class Trouble(models.TextChoices):
    """Why a link within this site leads readers nowhere."""

    MISSING = "missing", _("There is no such page")
    WITHDRAWN = "withdrawn", _("The page was withdrawn")
    RENAMED = "renamed", _("The page has a new address")
    UNPUBLISHED = "unpublished", _("Readers do not see that page yet")
    STAFF = "staff", _("Only staff, or people with a link, see that page")


class LinkQuerySet(models.QuerySet["Link"]):
    def wrong(self) -> "LinkQuerySet":
        """Within this site first."""
        return self.filter(wrong=True).order_by("-own", "state", "href")

    def elsewhere(self) -> "LinkQuerySet":
        return self.filter(own=False)


class Link(models.Model):
    """An address that public pages link to. `search.links` writes it, and `manage.py check_links` what other sites
    answered.
    """

    class State(models.TextChoices):
        UNASKED = "", _("Not tried yet")
        FINE = "fine", _("Answers")
        MOVED = "moved", _("Moved for good")
        BROKEN = "broken", _("Gone")
        UNSURE = "unsure", _("Look yourself")

    href = models.CharField(max_length=1000, unique=True)
    own = models.BooleanField(default=False)  # within this site
    page = models.CharField(max_length=40, blank=True)  # of one that leads to a row: the name of its page's address,
    slug = models.CharField(max_length=200, blank=True)  # and which row
    wrong = models.BooleanField(default=False)  # whether the report shows it
    state = models.CharField(max_length=10, choices=State, blank=True)
    code = models.CharField(max_length=20, blank=True)  # the answer's number, or a word: see `link_visitor.Answer`
    leads_to = models.CharField(max_length=1000, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-own", "state", "href"], condition=models.Q(wrong=True), name="link_wrong"),
            models.Index(fields=["page", "slug"], condition=models.Q(own=True), name="link_to_a_row"),
            models.Index(fields=["own", "checked_at"], name="link_checked"),
        ]

    def __str__(self) -> str:
        return self.href


class LinkUse(models.Model):
    """A public page that has a link. `kind` and `key` are those of its `Document`."""

    link = models.ForeignKey(Link, on_delete=models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "link"], name="link_once_a_page")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Word(models.Model):
    """A word of some document, as it is written there: what a mistyped word may have meant."""

    word = models.CharField(max_length=40, primary_key=True)

    def __str__(self) -> str:
        return self.word


class Synonym(models.Model):
    """What people type, and what the search makes of it. `folded` is what is looked up: see `search.services`."""

    class Reason(models.TextChoices):
        BRAND = "brand", _("brand name")
        STREET = "street", _("street name")
        MISSPELLED = "misspelled", _("misspelled")
        APART = "apart", _("written together or apart")
        SHORT = "short", _("short form")
        SAME = "same", _("means the same")
        QUESTION = "question", _("everyday question")

    class Direction(models.TextChoices):
        ONE_WAY = "one-way", _("one way: what is typed also finds what it means")
        BOTH = "both", _("both ways")

    class Language(models.TextChoices):
        ENGLISH = "en", _("English")
        SPANISH = "es", _("Spanish")

    class First(models.TextChoices):
        CRISIS = "crisis", _("988, the crisis line")
        OVERDOSE = "overdose", _("911, and what to do in an overdose")
        NEAR = "near", _("the field for a ZIP code or town")

    typed = models.CharField(_("what people type"), max_length=80)
    folded = models.CharField(max_length=80, unique=True, editable=False)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.ENGLISH)
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    means = models.CharField(
        _("what it means"),
        max_length=80,
        blank=True,
        help_text=_("Words that our pages use. The search looks for them too."),
    )
    direction = models.CharField(_("direction"), max_length=8, choices=Direction, default=Direction.ONE_WAY)
    page = models.CharField(
        _("the page that answers it"),
        max_length=300,
        blank=True,
        help_text=_(
            "Its address without the site, such as /articles/no-insurance/. It comes first while it is public."
        ),
    )
    narrows = models.CharField(
        _("what it narrows a list of places by"),
        max_length=60,
        blank=True,
        help_text=_("As in the address of such a list: medicine=methadone"),
    )
    first = models.CharField(_("what comes before all results"), max_length=8, choices=First, blank=True)
    only_alone = models.BooleanField(
        _("only if nothing else is typed"),
        default=False,
        help_text=_("For everyday words that are also street names, such as “blues”."),
    )
    is_on = models.BooleanField(_("in use"), default=True)
    note = models.CharField(_("note"), max_length=200, blank=True, help_text=_("Why it is so, or why it is off."))

    class Meta:
        ordering = ["typed"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        return self.typed
