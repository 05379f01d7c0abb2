"""What must not go on going out: mailings under way that carry a story of which an article was killed."""

from datetime import datetime

from service.delivery import controls
from service.delivery.models import Batch, Mailing
from service.desks.models import Version
from service.digests.models import EditionItem
from service.house.models import set_aside
from service.ingest.models import Article


def stop(article: Article, now: datetime) -> list[str]:
    """Pause the mailings that still have mails to send with the story of `article` in them; their keys.

    A frozen edition cannot be rewritten, so an editor decides: cancel it, or let it go on. Asked before the
    article is taken off its desks: one that is off already stops nothing again.
    """
    out = Version.objects.filter(article=article, state=Version.State.PUBLISHED)
    items = EditionItem.objects.filter(story__versions__in=out)
    sending = Batch.objects.filter(due_at__isnull=False).values("message__mailing")
    under_way = Mailing.objects.filter(edition__runs__items__in=items, pk__in=sending, cancelled_at=None)
    stopped = []
    for mailing in under_way.distinct():
        if controls.pause(mailing, f"it carries {article}, which was killed", now):
            what = f"is paused: it carries {article}, which was killed; cancel it, or resume it as it is"
            set_aside(f"mailing {mailing.key}", what, now)
            stopped.append(mailing.key)
    return stopped
