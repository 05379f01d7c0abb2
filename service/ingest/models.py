"""The tables of ingest: sources, the articles they gave, every revision of each, and the notices on them.

An article is known by (source, external id) whatever happens to its address or headline. What the source
said is kept as it was understood, cleaned, in revisions that never change; what the house makes of it (its
language, headline, desks) is the next room's.
"""

from datetime import datetime

from django.db import models

from service.ingest.embargo import Taken, opening
from service.ingest.item import Status
from service.ingest.standing import Kind, Notice, Voice
from service.lease import Leased


class Source(Leased):
    """A place articles come from. Due when it is to be pulled again."""

    class Kind(models.TextChoices):
        FOLDER = "folder", "folder of files"
        FEED = "feed", "RSS, Atom, JSON Feed, ninjs or NewsML-G2 at an address"
        WORDPRESS = "wordpress", "WordPress site"
        GHOST = "ghost", "Ghost site"
        JSON = "json", "JSON API by a mapping"
        PUSH = "push", "pushed to us, signed"

    class State(models.TextChoices):
        ACTIVE = "active", "pulled"
        RETIRED = "retired", "no longer pulled"

    name = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    location = models.CharField(
        max_length=1000, blank=True, help_text="absolute path of the folder, or address; empty for pushes"
    )
    moved_to = models.CharField(
        max_length=2000, blank=True, editable=False, help_text="where it said it moved for good"
    )
    language = models.CharField(
        max_length=35, blank=True, help_text="BCP 47 hint, where the source keeps to one"
    )
    options = models.JSONField(default=dict, blank=True, help_text="what this kind of source wants to know")
    sealed_secret = models.TextField(blank=True, editable=False, help_text="its key, encrypted")
    every_minutes = models.PositiveIntegerField(default=15, help_text="between pulls while articles come")
    longest_minutes = models.PositiveIntegerField(default=60, help_text="between pulls while none come")
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    cursor = models.JSONField(
        default=dict, editable=False, help_text="what its connector wrote down at the last visit"
    )
    failures = models.PositiveIntegerField(default=0, editable=False)
    pulled_at = models.DateTimeField(null=True, blank=True, editable=False)
    visited_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="when it was last asked; it may also send by itself"
    )
    news_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="when something new came last"
    )
    last_pull = models.JSONField(default=dict, editable=False, help_text="counts of the last pull")

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """Where to ask: where it moved, else where the newsroom file says."""
        return self.moved_to or self.location


class Host(models.Model):
    """A host that is called, and when it may be called again: the row in which all processes queue."""

    name = models.CharField(max_length=255, unique=True)
    free_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Dispatch(models.Model):
    """Something that a source sent by itself: a signed push, or what its hub delivered.

    It waits for the next pull, which reads it. The row stays when its body has been read, so that the same
    message is not taken twice.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="dispatches")
    message_id = models.CharField(max_length=200, help_text="the sender's own id of the message")
    sha256 = models.CharField(max_length=64, help_text="of the body")
    label = models.CharField(max_length=200, blank=True, help_text="its Content-Type")
    body = models.BinaryField(null=True, help_text="until it was read")
    came_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "dispatches"
        constraints = [
            models.UniqueConstraint(fields=["source", "message_id"], name="one_dispatch_per_message")
        ]
        indexes = [
            models.Index(
                fields=["source", "id"],
                name="dispatches_waiting",
                condition=models.Q(read_at__isnull=True),
            ),
            models.Index(fields=["came_at"], name="dispatches_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.source}: {self.message_id}"


class HubLease(models.Model):
    """A hub's promise to send us what is new of a source (WebSub), until `ends_at`."""

    class State(models.TextChoices):
        ASKED = "asked", "asked for"
        HELD = "held", "verified by the hub"
        DENIED = "denied", "denied by the hub"

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="hub_lease")
    hub = models.CharField(max_length=2000)
    topic = models.CharField(max_length=2000)
    token = models.CharField(
        max_length=43, unique=True, editable=False, help_text="the part of our address that nobody can guess"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.ASKED)
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True, help_text="when the hub last delivered")

    def __str__(self) -> str:
        return f"{self.hub} for {self.source}"


class Article(Leased):
    """One article of one source, in one language. Due when its latest revision is to be placed on desks."""

    class State(models.TextChoices):
        PRESENT = "present", "in its source"
        WITHDRAWN = "withdrawn", "taken back"
        KILLED = "killed", "killed: never to be used again"

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="articles")
    external_id = models.CharField(max_length=500, help_text="the source's own id")
    key = models.CharField(
        max_length=16, unique=True, help_text="short public id, made from source and external id"
    )
    revision = models.PositiveIntegerField(default=1, help_text="number of the latest revision")
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.PRESENT, help_text="what its notices come to"
    )
    offered = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in Status],
        default=Status.USABLE.value,
        help_text="what its source said of it last",
    )
    first_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="one_article_per_external_id")
        ]

    def __str__(self) -> str:
        return f"{self.source.name}: {self.external_id}"

    @property
    def latest(self) -> "Revision":
        """The latest revision."""
        return self.revisions.get(number=self.revision)

    def shown(self, now: datetime) -> "tuple[Revision | None, datetime | None]":
        """The revision that may be shown at `now`, None if none may, and when another one opens.

        A notice may keep the article off the desks all the same: that is `state`.
        """
        latest = self.latest
        if latest.embargo_until is None or latest.embargo_until <= now:
            return latest, None
        rows = self.revisions.order_by("number").values_list("number", "taken_at", "embargo_until")
        number, opens_at = opening([Taken(*row) for row in rows], now)
        return (None if number is None else self.revisions.get(number=number)), opens_at


class Revision(models.Model):
    """What the source said at one moment, cleaned, or the house's correction of it. Never changed."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    digest = models.CharField(
        max_length=64, help_text="SHA-256 of what a reader would notice of what the source said"
    )
    by = models.CharField(
        max_length=10,
        choices=[(one.value, one.value) for one in Voice],
        default=Voice.SOURCE.value,
        help_text="whose words these are",
    )
    url = models.CharField(max_length=2000, blank=True, help_text="where the source publishes it, if it does")
    title = models.CharField(
        max_length=500, blank=True, help_text="plain text; empty if the source gave none"
    )
    summary = models.TextField(blank=True, help_text="plain text; empty if the source gave none")
    body = models.TextField(help_text="cleaned HTML with absolute addresses")
    authors = models.JSONField(default=list, help_text="names as the source gives them")
    topics = models.JSONField(default=list, help_text="the source's own categories")
    language = models.CharField(
        max_length=35, blank=True, help_text="BCP 47 tag the source declares, if it does"
    )
    translation_of = models.CharField(
        max_length=500, blank=True, help_text="external id of the original, if declared"
    )
    image = models.JSONField(
        null=True, blank=True, help_text="url, alt, credit, width, height of the first image"
    )
    published_at = models.DateTimeField()
    claimed_at = models.DateTimeField(
        null=True, blank=True, help_text="the publication date the source claims, where it was not believed"
    )
    embargo_until = models.DateTimeField(
        null=True, blank=True, help_text="nothing of it leaves the house before"
    )
    breaking = models.BooleanField(default=False, help_text="mailed without the settle delay")
    updated_at = models.DateTimeField(
        help_text="when the source last changed it in a way a reader would notice"
    )
    taken_at = models.DateTimeField(help_text="when we read it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revisions_are_numbered")]

    def __str__(self) -> str:
        return f"{self.article} r{self.number}"


class Advisory(models.Model):
    """A notice on an article: a correction, withdrawal, kill or reinstatement. Added, never changed.

    What the notices on an article come to is `standing.standing`; the article's state says the same.
    """

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="advisories")
    kind = models.CharField(max_length=15, choices=[(one.value, one.value) for one in Kind])
    voice = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Voice])
    revision = models.PositiveIntegerField(help_text="number of the article's latest revision at that time")
    note = models.TextField(blank=True, help_text="the reason, or what was corrected; for the public record")
    who = models.CharField(max_length=150, help_text="the source's name, or the editor's")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "advisories"
        ordering = ["pk"]
        indexes = [models.Index(fields=["kind", "at"], name="advisories_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.article}"

    @property
    def notice(self) -> Notice:
        """Its kind and whose voice it is."""
        return Kind(self.kind), Voice(self.voice)
