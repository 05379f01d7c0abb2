"""The tables of the digests: what is sent when, and what stood in it.

An edition is one logical send: a digest on one date of the readers' calendars, or an alert about one story.
Seven in the morning comes to readers of different time zones at different moments, and nobody is alerted at
night, so an edition goes out in runs: a run is all readers for whom its hour strikes at the same instant,
with the stories chosen for that instant.
"""

from django.db import models

from service.delivery.models import Mailing
from service.desks.models import Desk, Story
from service.digests.calendar import Quiet
from service.lease import Leased


class Digest(models.Model):
    """A desk's standing digest."""

    class Cadence(models.TextChoices):
        DAILY = "daily", "every day"
        WEEKLY = "weekly", "once a week"
        BREAKING = "breaking", "when it happens"

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
