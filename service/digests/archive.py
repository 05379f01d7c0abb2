"""Past editions, a public address each: /{language}/{desk}/archive/{cadence}-{date or story}/.

An edition is one send in many variants. Its address in a language shows the variant that went to the most
readers in it; what a reader was spared because of an earlier alert is not shown as missing to everybody.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Sum
from django.db.models.functions import Coalesce

from service.delivery.models import Message
from service.desks.models import Desk
from service.digests.models import Edition
from service.house.models import House
from service.render.names import desk_name
from service.render.values import ArchiveCopy, EditionLine, PageFrame, Sibling

LISTED = 200
"""Editions on a desk's page of past ones."""


def archive_copy(house: House, language: str, desk: Desk) -> ArchiveCopy:
    """The past digests of `desk` in `language`, newest first."""
    path = f"/{{}}/{desk.slug}/archive/"
    languages = tuple(Sibling(other, house.address + path.format(other)) for other in house.languages)
    where = house.address + path.format(language)
    return ArchiveCopy(
        frame=PageFrame(house.name, house.address, language, where, languages),
        slug=desk.slug,
        name=desk_name(desk.slug, desk.regions, desk.names, language),
        accent=desk.accent,
        desk_url=f"{house.address}/{language}/{desk.slug}/",
        editions=tuple(_lines(desk, language, where)),
    )


def _lines(desk: Desk, language: str, where: str) -> Iterable[EditionLine]:
    sent = Edition.objects.filter(digest__desk=desk, mailing__messages__language=language).distinct()
    for edition in sent.select_related("digest__desk", "story").order_by("-date", "-pk")[:LISTED]:
        message = shown(edition, language)
        if message:
            yield EditionLine(edition.date, message.subject, f"{where}{address(edition)}/")


def address(edition: Edition) -> str:
    """The last part of an edition's public address."""
    return f"{edition.digest.cadence}-{edition.story.key if edition.story else edition.date}"


def find(desk: Desk, name: str) -> Edition | None:
    """The edition of `desk` at the address `name`; None if there is none."""
    cadence, _, rest = name.partition("-")
    editions = Edition.objects.filter(digest__desk=desk, digest__cadence=cadence, mailing__isnull=False)
    try:
        day = datetime.strptime(rest, "%Y-%m-%d").date()  # noqa: DTZ007  a date on the readers' calendars
    except ValueError:
        return editions.filter(story__key=rest).first()
    return editions.filter(date=day, story__isnull=True).first()


def shown(edition: Edition, language: str) -> Message | None:
    """The message of `edition` in `language` that went to the most readers."""
    messages = Message.objects.filter(mailing=edition.mailing_id, language=language)
    readers = Coalesce(Sum("batches__recipients"), 0)
    return messages.annotate(readers=readers).order_by("-readers", "pk").first()
