"""The tables of the digests: what is sent when, and what stood in it.

An edition is one logical send: a digest on one date of the readers' calendars, or an alert about one story.
Seven in the morning comes to readers of different time zones at different moments, and nobody is alerted at
night, so an edition goes out in runs: a run is all readers for whom its hour strikes at the same instant,
with the stories chosen for that instant.
"""

from django.db import models

from service.delivery.models import Mailing, Message
from service.desks.models import Desk, Story, Version
from service.digests.calendar import Quiet
from service.ingest.models import Advisory
from service.lease import Leased


class Digest(models.Model):
    """A desk's standing digest."""

    class Cadence(models.TextChoices):
        DAILY = "daily", "every day"
        WEEKLY = "weekly", "once a week"
        BREAKING = "breaking", "when it happens"

    class Sections(models.TextChoices):
        DESKS = "desks", "by the desks below it"
        TOPICS = "topics", "by the topics at the top of the IPTC's list"
        NONE = "none", "without headings"

    class Outdated(models.TextChoices):
        """Of translations older than their corrected original."""

        SKIP = "skip", "are not used"
        LABEL = "label", "are used and labelled"

    class Unapproved(models.TextChoices):
        """Of editions whose time for approval ended without a word."""

        SEND = "send", "go out"
        DROP = "drop", "do not go out"

    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="digests")
    cadence = models.CharField(max_length=10, choices=Cadence.choices)
    hour = models.PositiveSmallIntegerField(default=7, help_text="0 to 23, in each reader's own time zone")
    weekday = models.PositiveSmallIntegerField(
        default=0, help_text="0 Monday to 6 Sunday, for weekly digests"
    )
    maximum = models.PositiveSmallIntegerField(default=12, help_text="stories in one edition at most")
    paused = models.BooleanField(default=False)
    holidays = models.JSONField(
        default=list, blank=True, help_text="dates without an edition: 2026-03-21 once, 03-21 every year"
    )
    late_hours = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="how late an edition may still go out; empty: on its own date"
    )
    quiet_from = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="hour from which alerts wait, on each reader's own clock"
    )
    quiet_until = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="hour at which waiting alerts go out"
    )
    minimum = models.PositiveSmallIntegerField(
        default=1, help_text="stories an edition needs at least; fewer wait for the next one"
    )
    sections = models.CharField(max_length=10, choices=Sections.choices, default=Sections.DESKS)
    fallback = models.JSONField(
        null=True,
        blank=True,
        help_text="what may stand for a reader's first language, in order (chain.STEPS)",
    )
    language = models.CharField(
        max_length=35, blank=True, help_text="default language of the digest, BCP 47; empty: the house's own"
    )
    wait_minutes = models.PositiveSmallIntegerField(
        default=0, help_text="how long an edition waits for late translations after its hour"
    )
    outdated = models.CharField(max_length=5, choices=Outdated.choices, default=Outdated.SKIP)
    corrections = models.BooleanField(
        default=False, help_text="whether readers are told when what they were sent is corrected or withdrawn"
    )
    approval_minutes = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        help_text="how long after its hour an edition waits for an editor's word; empty: it needs none",
    )
    unapproved = models.CharField(max_length=5, choices=Unapproved.choices, default=Unapproved.SEND)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["desk", "cadence"], name="one_digest_per_cadence")]

    def __str__(self) -> str:
        return self.scope

    @property
    def scope(self) -> str:
        """The name of its list in the ledger and in suppressions."""
        return f"{self.desk.slug}/{self.cadence}"

    @property
    def quiet(self) -> Quiet | None:
        """The hours in which it sends no alerts."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return Quiet(self.quiet_from, self.quiet_until)


class Edition(models.Model):
    """A digest on one date: one logical send."""

    digest = models.ForeignKey(Digest, on_delete=models.CASCADE, related_name="editions")
    date = models.DateField(help_text="on the readers' calendars")
    story = models.ForeignKey(
        Story,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="alerts",
        help_text="of an alert: the one story it is about",
    )
    struck_at = models.DateTimeField(
        null=True, blank=True, help_text="of an alert: when its story could first be mailed"
    )
    mailing = models.OneToOneField(
        Mailing, null=True, blank=True, on_delete=models.PROTECT, related_name="edition"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["digest", "date"], condition=models.Q(story__isnull=True), name="one_edition_per_date"
            ),
            models.UniqueConstraint(
                fields=["digest", "story"],
                condition=models.Q(story__isnull=False),
                name="one_alert_per_story",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.digest} {self.story or self.date}"

    @property
    def key(self) -> str:
        """The name of its mailing, for ever."""
        return f"digest/{self.digest.scope}/{self.story.key if self.story else self.date}"


class Run(Leased):
    """The part of an edition that goes out at one instant. Due from that instant until it is composed."""

    class State(models.TextChoices):
        PLANNED = "planned", "waits for its instant"
        SENT = "sent", "composed and planned in the ledger"
        EMPTY = "empty", "nothing to send, nothing sent"
        MISSED = "missed", "came too late to be sent"
        REFUSED = "refused", "an editor did not let it go, or nobody approved it in time"

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="runs")
    instant = models.DateTimeField(help_text="when the hour strikes for its readers")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    until = models.DateTimeField(
        null=True, blank=True, help_text="stories released up to this moment were considered"
    )
    recipients = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "instant"], name="one_run_per_instant")]

    def __str__(self) -> str:
        return f"{self.edition} at {self.instant:%H:%MZ}"


class EditionItem(models.Model):
    """A story in a run, at its place."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="items")
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="edition_items")
    position = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=300)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["run", "story"], name="one_story_once")]

    def __str__(self) -> str:
        return f"{self.run} {self.position}: {self.story}"


class Told(models.Model):
    """A story of a run as the readers of one message were told it. Who got which article stands in the ledger
    behind the message."""

    item = models.ForeignKey(EditionItem, on_delete=models.CASCADE, related_name="told")
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="told")
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="told")
    place = models.PositiveSmallIntegerField()
    because = models.CharField(max_length=300)

    class Meta:
        verbose_name_plural = "told"
        ordering = ["place"]
        constraints = [models.UniqueConstraint(fields=["item", "message"], name="one_version_per_message")]

    def __str__(self) -> str:
        return f"{self.message} {self.place}: {self.version}"


class EditorsWord(models.Model):
    """What an editor says of an edition, also before its hour. Added, never changed: the last one on each
    matter counts (`words`)."""

    class Kind(models.TextChoices):
        PIN = "pin", "puts a story at a place"
        DROP = "drop", "leaves a story out"
        LEAVE = "leave", "leaves a story to the ranking again"
        INTRODUCE = "introduce", "opens the edition with a few words in one language; without text, no longer"
        APPROVE = "approve", "lets the edition go"
        REFUSE = "refuse", "keeps the edition from going"

    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="words")
    date = models.DateField(help_text="of the edition, on the readers' calendars")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    story = models.ForeignKey(
        Story, null=True, blank=True, on_delete=models.PROTECT, related_name="words",
        help_text="to pin, drop or leave; of an alert that is approved, its own",
    )  # fmt: skip
    place = models.PositiveSmallIntegerField(null=True, blank=True, help_text="of a pin, from 1")
    language = models.CharField(max_length=35, blank=True, help_text="of an introduction, BCP 47")
    text = models.TextField(blank=True, max_length=600, help_text="of an introduction, plain")
    who = models.CharField(max_length=150, help_text="the editor's name")
    at = models.DateTimeField()

    class Meta:
        verbose_name = "editor's word"
        ordering = ["pk"]
        indexes = [models.Index(fields=["digest", "date"], name="words_by_edition")]

    def __str__(self) -> str:
        return f"{self.digest} {self.date}: {self.kind}"


class Erratum(models.Model):
    """A correction or withdrawal that the readers of a digest are told of, as far as they had the article."""

    advisory = models.ForeignKey(Advisory, on_delete=models.PROTECT, related_name="errata")
    digest = models.ForeignKey(Digest, on_delete=models.PROTECT, related_name="errata")
    mailing = models.ForeignKey(
        Mailing, null=True, blank=True, on_delete=models.PROTECT, related_name="errata"
    )
    looked_at = models.DateTimeField(help_text="when readers who had it were last looked for")

    class Meta:
        verbose_name_plural = "errata"
        constraints = [models.UniqueConstraint(fields=["advisory", "digest"], name="one_erratum_per_digest")]

    def __str__(self) -> str:
        return f"{self.digest}: {self.advisory}"
