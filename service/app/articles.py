"""Find the article that an operator means."""

from django.core.management.base import CommandError
from django.db.models import Q

from service.ingest.models import Article


def found(name: str) -> Article:
    """The one article that `name` means: its key, its id or file name in the source, its URL or headline.

    Raises CommandError if there is none, or more than one.
    """
    exact = Q(key=name) | Q(external_id=name) | Q(version__url=name) | Q(version__title=name)
    for wanted in (exact, Q(external_id__icontains=name) | Q(version__title__icontains=name)):
        rows = list(Article.objects.filter(wanted).select_related("source").distinct()[:6])
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise CommandError(f"{name!r} could mean: {'; '.join(f'{one} (key {one.key})' for one in rows)}")
    raise CommandError(f"no article has the key, id, URL or headline {name!r}")
