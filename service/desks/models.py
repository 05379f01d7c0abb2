"""The tables of the desks: desks, stories, an article as the house reads it, and where it stands.

A story is one piece of news in any number of languages; a version is the story in one language, made from
one article's latest revision. Readers are given stories, in the version that suits them best.
"""

from django.db import models

from service.ingest.models import Article


class Desk(models.Model):
    """A desk holds what happens in its regions, and all that its child desks hold."""

    slug = models.SlugField(max_length=50, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    regions = models.JSONField(default=list, help_text="UN M.49 codes and ISO 3166 countries")
    names = models.JSONField(default=dict, help_text="names by BCP 47 tag, where CLDR's own do not serve")
    accent = models.CharField(
        max_length=20, blank=True, help_text="name of its accent colour; empty: by its slug"
    )
    founded_at = models.DateTimeField(help_text="dates the desk's feeds while they hold nothing")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Story(models.Model):
    """One piece of news, in any number of languages."""

    key = models.CharField(max_length=16, unique=True, help_text="the key of its first article")
    opened_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "stories"

    def __str__(self) -> str:
        return self.key


class Version(models.Model):
    """A story in one language: an article as the house reads it, with its reasons."""

    class State(models.TextChoices):
        PUBLISHED = "published", "on its desks"
        HELD = "held", "waits for an editor"
        WITHDRAWN = "withdrawn", "taken back"

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="version")
    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="versions")
    revision = models.PositiveIntegerField(help_text="number of the article's revision it was made from")
    state = models.CharField(max_length=10, choices=State.choices)
    language = models.CharField(max_length=35, help_text="BCP 47 tag")
    language_because = models.CharField(max_length=300)
    title = models.CharField(max_length=500)
    title_because = models.CharField(
        max_length=300, blank=True, help_text="how the headline was made, if it was"
    )
    summary = models.TextField(help_text="two sentences of inline HTML; foreign passages marked")
    body = models.TextField(
        help_text="HTML without the author's biography; foreign passages marked with lang and dir"
    )
    authors = models.JSONField(default=list)
    biography = models.TextField(blank=True, help_text="plain text taken off the article")
    passages = models.JSONField(
        default=list, help_text="language, start, end (characters of the body's plain text), text"
    )
    regions = models.JSONField(default=list, help_text="code, because, weight; heaviest first")
    topics = models.JSONField(default=list)
    flags = models.JSONField(default=list, help_text="code and because, for the editors")
    url = models.CharField(
        max_length=2000, blank=True, help_text="where the source publishes it; empty: only here"
    )
    image = models.JSONField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=1, help_text="reading time")
    published_at = models.DateTimeField()
    updated_at = models.DateTimeField(help_text="last change a reader would notice")
    released_at = models.DateTimeField(null=True, blank=True, help_text="when it first stood on a desk here")
    mailable_at = models.DateTimeField(
        null=True, blank=True, help_text="when it may first be mailed: the settle delay after its release"
    )

    class Meta:
        indexes = [models.Index(fields=["story", "language"])]

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"


class Placement(models.Model):
    """A version stands on a desk, and why."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="placements")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="placements")
    because = models.CharField(max_length=300)
    weight = models.PositiveIntegerField(
        default=0, help_text="how much of the article is about the desk's regions"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "desk"], name="one_placement_per_desk")]

    def __str__(self) -> str:
        return f"{self.version} on {self.desk}"
