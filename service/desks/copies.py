"""Whether the text of an article came before, as another one: fingerprints in the tables.

Of two articles with the same text the one that was seen first is the original, whichever is placed first. Two
that come in the same moment and are placed by two workers at once may both pass unflagged.
"""

from datetime import datetime, timedelta

from django.db.models import Q

from service.desks import markup, twins
from service.desks.models import Print, Version
from service.ingest.models import Article

WINDOW = timedelta(days=30)
"""How far apart in time copies are looked for."""
MOST = 5
"""Candidates that are compared run by run."""


def before(article: Article, published_at: datetime, text: str) -> str:
    """Which article with the same text came before `article`, as a reason; "" if none did."""
    found = twins.runs(text)
    earlier = Q(version__article__first_seen_at__lt=article.first_seen_at) | Q(
        version__article__first_seen_at=article.first_seen_at, version__article__lt=article.pk
    )
    prints = Print.objects.filter(
        earlier,
        value__in=twins.fingerprints(found),
        version__published_at__range=(published_at - WINDOW, published_at + WINDOW),
    ).exclude(version__state=Version.State.WITHDRAWN)
    ids = list(prints.order_by("version").values_list("version", flat=True).distinct()[:MOST])
    if not ids:
        return ""
    others = Version.objects.select_related("article__source").in_bulk(ids)
    bodies = ((pk, twins.runs(markup.plain(other.body))) for pk, other in others.items())
    if (likest := twins.likest(found, bodies)) is None:
        return ""
    pk, share = likest
    return f"{share:.0%} of it is the text of {others[pk].article.key} from {others[pk].article.source.name}"


def keep(version: Version, text: str) -> None:
    """Keep the fingerprints of the version's `text`."""
    version.prints.all().delete()
    values = twins.fingerprints(twins.runs(text))
    Print.objects.bulk_create(Print(version=version, value=value) for value in values)
