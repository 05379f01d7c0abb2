"""The tables of syndication: partner outlets, their keys, what they may have, what they took."""

from django.db import models

from service.desks.models import Desk
from service.press.document import Document


class Partner(models.Model):
    """An outlet that republishes our articles in full."""

    slug = models.SlugField(max_length=50, unique=True)
    name = models.CharField(max_length=100)
    active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.slug


class PartnerKey(models.Model):
    """A key a partner shows. Only its SHA-256 is kept: keys are long and random, or trial keys."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="keys")
    name = models.CharField(max_length=50, default="first")
    sha256 = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.partner}: {self.name}"


class Entitlement(Document):
    """A partner may have a desk's articles in a language: one private Atom feed."""

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="entitlements")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="entitlements")
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="when the right ended; kept with its receipts, as evidence"
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
    def path(self) -> str:
        """The file's path below the partners' folder, and its address below /partners/."""
        return f"{self.partner.slug}/{self.desk.slug}/{self.language}/atom.xml"


class Receipt(models.Model):
    """A partner took a version of its feed."""

    entitlement = models.ForeignKey(Entitlement, on_delete=models.CASCADE, related_name="receipts")
    sha256 = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(help_text="200 taken, 304 had it already")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.entitlement} {self.status}"
