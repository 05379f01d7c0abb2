"""The tables of the desks: desks and rules, stories, an article as the house reads it, and where it stands.

A story is one piece of news in any number of languages; a version is the story in one language, made from
one article's latest revision. Readers are given stories, in the version that suits them best.
"""

from django.db import models

from service.ingest.models import Article


class Asking(models.Model):
    """What is asked of an article (`rules.Asks`), by the newsroom file or by the editors.

    An editor's change makes the row the editors'. From then on a load leaves it alone and tells where the
    file says something else, until it is given back: she acts later, on live news and under her name, and a
    load comes with every deployment. `filed` is what the file said last: giving back takes effect at once.
    """

    class Keeper(models.TextChoices):
        FILE = "file", "the newsroom file"
        EDITORS = "editors", "the editors"

    regions = models.JSONField(default=list, blank=True, help_text="UN M.49 codes and ISO 3166 countries")
    topics = models.JSONField(default=list, blank=True, help_text="IPTC Media Topics, eight digits each")
    sources = models.JSONField(default=list, blank=True, help_text="names of sources")
    tags = models.JSONField(default=list, blank=True, help_text="categories as sources write them")
    languages = models.JSONField(default=list, blank=True, help_text="BCP 47 tags; zh means zh-Hans too")
    keeper = models.CharField(
        max_length=10, choices=Keeper.choices, default=Keeper.FILE, help_text="whose word counts for this row"
    )
    filed = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text="what the newsroom file said last, if it knows the row",
    )

    class Meta:
        abstract = True


class Desk(Asking):
    """A desk holds what it asks for, and all that its child desks hold."""

    slug = models.SlugField(max_length=50, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    names = models.JSONField(
        default=dict, blank=True, help_text="names by BCP 47 tag, where CLDR's own do not serve"
    )
    accent = models.CharField(
        max_length=20, blank=True, help_text="name of its accent colour; empty: by its slug"
    )
    founded_at = models.DateTimeField(help_text="dates the desk's feeds while they hold nothing")

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


class Rule(Asking):
    """Puts articles on a desk beyond what the desk itself asks for, or keeps them off it."""

    class Effect(models.TextChoices):
        PLACE = "place", "puts them on the desk"
        KEEP_OFF = "keep-off", "keeps them off the desk and those below it"

    name = models.SlugField(max_length=80, unique=True, help_text="stands in the reasons of placements")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="rules")
    effect = models.CharField(max_length=10, choices=Effect.choices, default=Effect.PLACE)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


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
    story_because = models.CharField(
        max_length=300, blank=True, help_text="why it is of its story; empty: it opened it"
    )
    translation_of = models.ForeignKey(
        Article,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="translations",
        help_text="the article that it is a translation of",
    )
    translated_from = models.PositiveIntegerField(
        null=True,
        blank=True,
        help_text="number of the original's revision that the translation was made from",
    )
    gist = models.JSONField(
        default=dict,
        help_text="numbers, names, dates and places of its text, by which translations are known",
    )
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
    topics = models.JSONField(default=list, help_text="the source's own categories")
    subjects = models.JSONField(default=list, help_text="IPTC Media Topics: code and because")
    flags = models.JSONField(default=list, help_text="code, because, holds: for the editors")
    kept_off = models.JSONField(
        default=list, help_text="desks it would stand on, were it not kept off: slug and because"
    )
    held_at = models.DateTimeField(null=True, blank=True, help_text="since when it waits for an editor")
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


class HeldVersions(models.Manager["Held"]):
    """Those that wait for an editor."""

    def get_queryset(self) -> models.QuerySet["Held"]:
        """Longest waiting first."""
        return super().get_queryset().filter(state=Version.State.HELD).order_by("held_at", "pk")


class Held(Version):
    """A version that waits for an editor: the same rows, as the editors' queue."""

    waiting = HeldVersions()

    class Meta:
        proxy = True
        default_manager_name = "waiting"
        verbose_name = "held article"

    def __str__(self) -> str:
        return super().__str__()


class Placement(models.Model):
    """A version stands on a desk, and why."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="placements")
    desk = models.ForeignKey(Desk, on_delete=models.CASCADE, related_name="placements")

    class By(models.TextChoices):
        RULE = "rule", "a rule"
        EDITOR = "editor", "an editor"

    because = models.CharField(max_length=300)
    by = models.CharField(max_length=10, choices=By.choices, default=By.RULE)
    weight = models.PositiveIntegerField(
        default=0, help_text="how much of the article is about the desk's regions"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "desk"], name="one_placement_per_desk")]

    def __str__(self) -> str:
        return f"{self.version} on {self.desk}"


class Ruling(models.Model):
    """An editor's word on an article. Added, never changed: the last one on each matter counts.

    On a desk: pinned on it, barred from it, or left to the rules again. On the article: held whatever it
    says, or released, in the revision that she saw and with the flags that were told of it then.
    """

    class Kind(models.TextChoices):
        PIN = "pin", "puts it on the desk"
        BAR = "bar", "bars it from the desk and those below it"
        LEAVE = "leave", "leaves the desk to the rules"
        HOLD = "hold", "holds it"
        RELEASE = "release", "releases it"

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="rulings")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    desk = models.ForeignKey(Desk, null=True, blank=True, on_delete=models.PROTECT, related_name="rulings")
    revision = models.PositiveIntegerField(help_text="number of the revision that the editor saw")
    codes = models.JSONField(default=list, help_text="flags that a release lets pass")
    note = models.CharField(max_length=200, blank=True, help_text="why, for colleagues")
    who = models.CharField(max_length=150, help_text="the editor's name")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="rulings_on_desks_name_one",
                condition=models.Q(kind__in=["pin", "bar", "leave"], desk__isnull=False)
                | models.Q(kind__in=["hold", "release"], desk__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.article}"


class Print(models.Model):
    """A fingerprint of a version's text (`twins.fingerprints`): copies of one text share at least one."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="prints")
    value = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["value"], name="prints_by_value")]

    def __str__(self) -> str:
        return f"{self.value:016x} of {self.version}"
