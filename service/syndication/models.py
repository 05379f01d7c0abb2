"""The tables of syndication: partners, their keys, what they may have, what they were offered and took."""

from datetime import datetime

from django.db import models

from service.desks.models import Desk
from service.ingest.models import Article
from service.press.document import Document
from service.syndication.pushing.tables import Acknowledgement as Acknowledgement
from service.syndication.pushing.tables import Destination as Destination
from service.syndication.pushing.tables import Following as Following
from service.syndication.pushing.tables import Push as Push
from service.syndication.terms import Status

ORDERS = [
    (Status.USABLE.value, "to be used"),
    (Status.WITHHELD.value, "to be taken down until further notice"),
    (Status.CANCELED.value, "to be deleted: killed"),
]


class Partner(models.Model):
    """An outlet that republishes our articles."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    active = models.BooleanField(default=True)
    formats = models.JSONField(
        default=list, blank=True, help_text="documents it takes beside Atom: ninjs, newsml, msn ..."
    )
    quota = models.PositiveIntegerField(
        default=600, help_text="requests in an hour, all its keys together; 0: any number"
    )

    def __str__(self) -> str:
        return self.slug


class PartnerKey(models.Model):
    """A key a partner shows. Only its SHA-256 is kept: keys are long and random, or trial keys.

    A partner may have several that work at the same time, so that one can take over from another without a
    gap.
    """

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=50, default="first")
    sha256 = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    networks = models.JSONField(
        default=list, blank=True, help_text="addresses it may be used from, as 192.0.2.0/24; empty: any"
    )
    used_at = models.DateTimeField(null=True, blank=True, editable=False, help_text="to within a minute")

    def __str__(self) -> str:
        return f"{self.partner}: {self.name}"


class Usage(models.Model):
    """How often a partner asked within one hour of the clock, in UTC."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="usage")
    hour = models.DateTimeField()
    requests = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0, help_text="beyond its quota")

    class Meta:
        verbose_name_plural = "usage"
        constraints = [models.UniqueConstraint(fields=["partner", "hour"], name="one_usage_per_hour")]

    def __str__(self) -> str:
        return f"{self.partner} {self.hour:%Y-%m-%d %H}h: {self.requests}"


class Entitlement(Document):
    """A partner may have a desk's articles in a language, on these terms: one private feed."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="entitlements")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="entitlements")
    topics = models.JSONField(
        default=list, blank=True, help_text="IPTC Media Topics, with all below them; empty: any"
    )
    sources = models.JSONField(default=list, blank=True, help_text="names of sources; empty: any")
    words = models.PositiveIntegerField(default=0, help_text="how many words of an article; 0: all of it")
    images = models.BooleanField(default=True, help_text="pictures too")
    delay_minutes = models.PositiveIntegerField(
        default=0, help_text="how long after its release here an article is offered"
    )
    advance = models.BooleanField(
        default=False, help_text="copies of what is still under embargo, in documents of their own"
    )
    starts_at = models.DateTimeField(
        null=True, blank=True, help_text="articles released before are not offered; empty: all there are"
    )
    ends_at = models.DateTimeField(
        null=True, blank=True, help_text="the contract's end: nothing is given after"
    )
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="when the right ended; kept with its receipts, as evidence"
    )
    offered = models.PositiveIntegerField(
        default=0, editable=False, help_text="number of the newest offer that its documents carry"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partner", "desk", "language"], name="one_entitlement_each")
        ]

    def __str__(self) -> str:
        return self.path

    @classmethod
    def standing(cls) -> models.QuerySet["Entitlement"]:
        """The rights that partners have now."""
        return cls.objects.filter(ended_at=None, partner__active=True).select_related("partner", "desk")

    @property
    def folder(self) -> str:
        """The folder of its documents below the partners' folder, and their address below /partners/."""
        return f"{self.partner.slug}/{self.desk.slug}/{self.language}"

    @property
    def path(self) -> str:
        """The path of its Atom feed."""
        return f"{self.folder}/atom.xml"

    def runs(self, now: datetime) -> bool:
        """Whether the contract covers `now`."""
        return (self.starts_at is None or self.starts_at <= now) and (
            self.ends_at is None or now < self.ends_at
        )


class Offer(models.Model):
    """An article was offered under an entitlement, in a state, at a moment. Rows are added, never changed.

    They are numbered from 1 under each entitlement. The last row of an article is what a partner should have
    of it now; all rows in their order are what it has to catch up with after it was away.
    """

    entitlement = models.ForeignKey(Entitlement, on_delete=models.PROTECT, related_name="offers")
    number = models.PositiveIntegerField()
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="offers")
    turn = models.PositiveIntegerField(help_text="how many times the article was offered here, this one too")
    revision = models.PositiveIntegerField(help_text="number of the article's revision")
    status = models.CharField(max_length=10, choices=ORDERS)
    signal = models.CharField(
        max_length=10, blank=True, help_text="what it is to the partner: update, correction"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entitlement", "number"], name="offers_are_numbered"),
            models.UniqueConstraint(fields=["entitlement", "article", "turn"], name="offers_take_turns"),
        ]
        indexes = [models.Index(fields=["entitlement", "at"], name="offers_by_date")]

    def __str__(self) -> str:
        return f"{self.entitlement} #{self.number}: {self.article} {self.status}"


class Receipt(models.Model):
    """A partner took a version of a document."""

    entitlement = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="receipts")
    document = models.CharField(
        max_length=60,
        default="atom.xml",
        help_text="its address below the entitlement's: archive/3/ninjs.json",
    )
    sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(help_text="200 taken, 304 had it already")
    through = models.PositiveIntegerField(
        default=0, help_text="number of the newest offer that the document carried"
    )
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["entitlement", "through", "at"], name="receipts_by_offer")]

    def __str__(self) -> str:
        return f"{self.entitlement} {self.status}"
