"""The tables of the house: who we are, and what was set aside with its reason."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from service.errors import NoNewsroom


class House(models.Model):
    """The newsroom that this installation serves. There is one row; `House.get()` reads it."""

    name = models.CharField(max_length=100)
    url = models.URLField(help_text="public address of this service, without a slash at the end")
    tag_authority = models.CharField(
        max_length=120, help_text="authority and date of the tag: ids (RFC 4151); never change it"
    )
    languages = models.JSONField(default=list, help_text="BCP 47 tags of the editions, first the house's own")
    sender = models.EmailField(help_text="the address digests come from")
    postal_address = models.CharField(
        max_length=300, blank=True, help_text="shown in the footer of every mail"
    )
    foreign_passages = models.CharField(
        max_length=4,
        choices=[("flag", "flag"), ("hold", "hold")],
        default="flag",
        help_text="what happens to an article with passages left in another language",
    )
    flags = models.JSONField(
        default=dict, blank=True, help_text="policy by flag, as the newsroom file says: hold, flag or ignore"
    )
    flags_edited = models.JSONField(
        default=dict, blank=True, help_text="policy by flag, as the editors say; goes before the file's"
    )
    short_words = models.PositiveSmallIntegerField(
        default=20, help_text="a text of fewer words is flagged as too short"
    )
    topics = models.JSONField(
        default=dict, blank=True, help_text="IPTC topic by a source's category, where its name does not tell"
    )
    settle_minutes = models.PositiveSmallIntegerField(
        default=10, help_text="how long a new article waits before it is mailed, for late edits"
    )
    mails_a_day = models.PositiveSmallIntegerField(
        default=20, help_text="digests a reader gets within 24 hours at most; 0: any number"
    )
    founded_at = models.DateTimeField(
        help_text="when this house was first loaded; dates feeds that have no article yet"
    )

    class Meta:
        verbose_name_plural = "house"

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The public address of this service: the setting SITE_URL, else what the newsroom file says."""
        return settings.SITE_URL or self.url

    @property
    def settle(self) -> timedelta:
        """The settle delay: the setting SETTLE_MINUTES, else the newsroom file's."""
        asked = settings.SETTLE_MINUTES
        return timedelta(minutes=self.settle_minutes if asked < 0 else asked)

    @classmethod
    def get(cls) -> "House":
        """The house. Raises NoNewsroom until a newsroom file was loaded."""
        house = cls.objects.filter(pk=1).first()
        if house is None:
            raise NoNewsroom("no newsroom is loaded yet: run 'deskwire load FILE' first")
        return house


class Problem(models.Model):
    """Something set aside with its reason; the rest goes on.

    `place` names the thing at fault ("source wire-folder: articles/x.txt"), `what` says what is wrong and
    what to do. One open row a place: it is updated while it lasts and closed when the place works again.
    """

    place = models.CharField(max_length=500, unique=True)
    what = models.TextField()
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.place}: {self.what}"


def set_aside(place: str, what: str, now: datetime) -> None:
    """Open the problem at `place`, or note that it is still there."""
    place, what = place[:500], what[:2000]
    row, new = Problem.objects.get_or_create(
        place=place, defaults={"what": what, "opened_at": now, "seen_at": now}
    )
    if not new:
        again = row.closed_at is not None
        Problem.objects.filter(pk=row.pk).update(
            what=what,
            seen_at=now,
            times=1 if again else models.F("times") + 1,
            opened_at=now if again else row.opened_at,
            closed_at=None,
        )


def settle(place: str, now: datetime) -> None:
    """Close the problem at `place`, if one is open."""
    Problem.objects.filter(place=place[:500], closed_at__isnull=True).update(closed_at=now)
