"""Tell those who were sent an article, and only them, that it was corrected or withdrawn.

What each message told stands in `Told`, who got a message in the ledger: an erratum goes to the recipients of
the messages that held the article, if their digest says so and they are still on its list, in the language of
the mail that they had. It has a mailing of its own, one for each notice: nobody gets it twice, whatever
editions of whatever desk they had the article with. While such a mailing is still being sent, more readers
come to have the article; they are looked for again until it is closed.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from service.audience import mailto
from service.audience.negotiation import nearest
from service.delivery.audience import Audience
from service.delivery.models import Delivery, Message
from service.delivery.plan import Draft, freeze
from service.delivery.slots import slot
from service.desks.models import Version
from service.digests.headers import list_headers
from service.digests.models import Digest, Edition, Erratum
from service.digests.readers import subscribers
from service.errors import GiveUp
from service.house.models import House, set_aside, settle
from service.ingest.models import Advisory
from service.ingest.standing import Kind
from service.render.errata import set_erratum
from service.render.names import desk_name
from service.render.pieces import article_url
from service.render.values import ErratumCopy

KINDS = (Kind.CORRECTION, Kind.WITHDRAWAL, Kind.KILL)
LONG_AGO = timedelta(days=7)
"""After this a notice is looked at no more: nobody remembers the article, and every mailing is closed."""
HAD = (Delivery.State.ACCEPTED, Delivery.State.UNCERTAIN)
"""An uncertain one counts: better told of an article one did not have than not told of a mistake one has."""


def tell(house: House, now: datetime) -> list[int]:
    """Plan what the readers of mailed articles are still to be told of; ids of the ledger's new batches."""
    batches: list[int] = []
    notices = Advisory.objects.filter(kind__in=KINDS, at__gt=now - LONG_AGO).order_by("pk")
    for advisory in notices.select_related("article__version"):
        version = getattr(advisory.article, "version", None)
        if version is not None and _may_be_told(advisory, version):
            for digest in _digests(advisory, version):
                batches += _tell(house, advisory, version, digest, now)
    return batches


def _may_be_told(advisory: Advisory, version: Version) -> bool:
    """Whether the table of versions shows what the notice says: a correction may still be under way.

    A notice that a later one took back, or repeats, is not told.
    """
    later = Advisory.objects.filter(article=advisory.article_id, pk__gt=advisory.pk).exclude(
        kind=Kind.CORRECTION
    )
    if later.exists():
        return False
    published = version.state == Version.State.PUBLISHED
    return published and version.revision >= advisory.revision if _corrects(advisory) else not published


def _corrects(advisory: Advisory) -> bool:
    return advisory.kind == Kind.CORRECTION


def _messages(advisory: Advisory, version: Version, digest: Digest) -> list[Message]:
    """The messages of `digest` made before the notice that held the article."""
    held = Message.objects.filter(told__version=version, mailing__edition__digest=digest)
    return list(held.filter(made_at__lt=advisory.at).select_related("mailing__edition").order_by("pk"))


def _digests(advisory: Advisory, version: Version) -> list[Digest]:
    """The digests that told the article and say so, as far as more of their readers may have got it."""
    telling = Digest.objects.filter(corrections=True, editions__mailing__messages__told__version=version)
    looked = dict(Erratum.objects.filter(advisory=advisory).values_list("digest", "looked_at"))
    return [
        digest
        for digest in telling.distinct().select_related("desk")
        if digest.pk not in looked or _still_sent(digest, version, looked[digest.pk])
    ]


def _still_sent(digest: Digest, version: Version, looked: datetime) -> bool:
    mailings = Edition.objects.filter(digest=digest, mailing__messages__told__version=version)
    return mailings.filter(
        Q(mailing__closed_at=None, mailing__cancelled_at=None) | Q(mailing__closed_at__gte=looked)
    ).exists()


def _tell(house: House, advisory: Advisory, version: Version, digest: Digest, now: datetime) -> list[int]:
    messages = _messages(advisory, version, digest)
    place = f"erratum {digest}: {advisory}"
    try:
        letters = {str(message.pk): _draft(house, advisory, version, digest, message) for message in messages}
    except GiveUp as error:
        set_aside(place, f"was not sent: {error}", now)
        return []
    settle(place, now)
    people = _audience(digest, messages)
    planned = (
        freeze(f"erratum/{advisory.article.key}/{advisory.pk}", letters, people, now) if letters else None
    )
    values = {"looked_at": now, **({"mailing": planned.mailing} if planned else {})}
    Erratum.objects.update_or_create(advisory=advisory, digest=digest, defaults=values)
    return planned.batches if planned else []


def _audience(digest: Digest, messages: Sequence[Message]) -> Audience:
    """Those on the list who had one of `messages`, by the last of them that they had."""
    had = [(message, Exists(_deliveries(message))) for message in reversed(messages)]
    which = Case(
        *(When(got, then=Value(str(message.pk))) for message, got in had),
        default=Value(""),
        output_field=CharField(),
    )
    rows = (
        subscribers(digest)
        .order_by()
        .annotate(which=which)
        .exclude(which="")
        .values(
            recipient=F("reader__public_id"),
            address=F("reader__address"),
            subject=F("public_id"),
            place=F("pk"),
            variant=F("which"),
        )
    )
    return Audience(rows, digest.scope)


def _deliveries(message: Message) -> QuerySet[Delivery]:
    of_it = Q(mailing=message.mailing_id, batch__message=message, state__in=HAD)
    return Delivery.objects.filter(of_it, recipient=OuterRef("reader__public_id"))


def _draft(house: House, advisory: Advisory, version: Version, digest: Digest, message: Message) -> Draft:
    """The mail for those who had `message`."""
    language, edition = message.language, message.mailing.edition
    unsubscribe = f"{house.address}/unsubscribe/{slot('unsubscribe')}"
    domain = settings.RETURN_DOMAIN
    leave = mailto.address(slot("leave"), domain) if domain else ""
    page = nearest([language], house.languages)
    letter = set_erratum(
        ErratumCopy(
            house=house.name,
            site_url=house.address,
            postal_address=house.postal_address,
            desk=digest.desk.slug,
            desk_name=desk_name(digest.desk.slug, digest.desk.regions, digest.desk.names, language),
            accent=digest.desk.accent,
            cadence=digest.cadence,
            date=edition.date,
            language=language,
            withdrawn=not _corrects(advisory),
            title=version.title,
            title_language=version.language,
            note=advisory.note if _corrects(advisory) else "",
            url=(version.url or article_url(house, version)) if _corrects(advisory) else "",
            desk_url=f"{house.address}/{page}/{digest.desk.slug}/",
            unsubscribe_url=unsubscribe,
        )
    )
    return Draft(
        label=f"{digest.scope} {edition.date} {message.pk} {language}",
        language=language,
        sender_name=house.name,
        sender=house.sender,
        subject=letter.subject,
        headers=list_headers(digest.scope, edition.date, language, house.sender, unsubscribe, leave),
        text=letter.text,
        html=letter.html,
        view=letter.view,
    )
