"""Offers become the copy of a document: the articles as they are now, cut to the contract.

Two kinds of documents hold all that was ever offered. The standing document reaches back for two days and at
least a hundred offers, and repeats what was taken back for thirty days. Archives hold a hundred offers each,
for ever: which articles stand in one never changes, what is said of an article is always the latest. So an
article that was killed is a notice in every archive that had it, and the chain of archives never breaks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import Max, OuterRef, QuerySet, Subquery

from service.desks import topics
from service.desks.models import Version
from service.house.models import House
from service.ingest.models import Advisory
from service.render import feeds_copy
from service.render.partners.excerpt import first_words, without_pictures
from service.render.partners.values import Entry, Origin, PartnerCopy, Shelf, Subject
from service.render.partners.words import usage_terms
from service.render.pieces import piece_of
from service.render.values import Piece, Sibling
from service.syndication.models import Entitlement, Offer
from service.syndication.terms import HISTORY, SLICE, TOLD_FOR, Status, closed, reaches_back_to

CORRECTION, TAKEN_BACK = ("correction",), ("kill", "withdrawal")


@dataclass(frozen=True, slots=True)
class Document:
    """Which document: the standing one, an archive by its number, or what is under embargo; its file."""

    name: str
    archive: int = 0
    advance: bool = False

    @property
    def path(self) -> str:
        """Its address below its entitlement's."""
        if self.advance:
            return f"advance/{self.name}"
        return f"archive/{self.archive}/{self.name}" if self.archive else self.name


def copy_of(entitlement: Entitlement, house: House, document: Document, newest: int) -> PartnerCopy:
    """The copy of `document` when the ledger goes up to offer `newest`: the same for the same ledger and
    articles."""
    copy = single(entitlement, house, _entries(entitlement, house, _rows(entitlement, document, newest)))
    return replace(
        copy,
        self_url=address(entitlement, house, document),
        shelf=_shelf(entitlement, house, document, closed(newest)),
    )


def single(entitlement: Entitlement, house: House, entries: tuple[Entry, ...]) -> PartnerCopy:
    """A document of `entries` alone that stands nowhere: what is pushed. Its address is the feed's."""
    desk, language, partner = entitlement.desk, entitlement.language, entitlement.partner
    words = feeds_copy.partner_words(house, desk, language, partner.name)
    return PartnerCopy(
        id=f"tag:{house.tag_authority}:partner/{partner.slug}/{desk.slug}/{language}",
        title=words.title,
        subtitle=words.subtitle,
        language=language,
        self_url=address(entitlement, house, Document("atom.xml")),
        home_url=f"{house.address}/{language}/{desk.slug}/",
        house=house.name,
        partner=partner.name,
        rights=words.rights,
        terms=usage_terms(house.name, partner.name, language),
        updated=max((entry.piece.updated for entry in entries), default=desk.founded_at),
        origin=_origin(entitlement, house),
        entries=entries,
    )


def address(entitlement: Entitlement, house: House, document: Document) -> str:
    """The one address of a document."""
    return f"{house.address}/partners/{entitlement.folder}/{document.path}"


def entry_of(offer: Offer, house: House) -> Entry:
    """What a partner is to know of one article, as its last `offer` and the article are now."""
    return _entries(offer.entitlement, house, Offer.objects.filter(pk=offer.pk))[0]


def _rows(entitlement: Entitlement, document: Document, newest: int) -> QuerySet[Offer]:
    """The last offer of each article of the document, newest first."""
    offers = Offer.objects.filter(entitlement=entitlement)
    if document.archive:
        upto = document.archive * SLICE
        chosen = offers.filter(number__gt=upto - SLICE, number__lte=upto)
    else:
        chosen = _standing(offers, newest)
    wanted = offers.filter(article__in=chosen.values("article")).values("article").annotate(of=Max("number"))
    return offers.filter(number__in=wanted.values("of")).order_by("-number")


def _standing(offers: QuerySet[Offer], newest: int) -> QuerySet[Offer]:
    last = offers.filter(number=newest).first()
    if last is None:
        return offers.none()
    recent = offers.filter(at__gte=last.at - HISTORY).order_by("number").values_list("number", flat=True)
    low = reaches_back_to(newest, recent[0])
    told = offers.exclude(status=Status.USABLE).filter(at__gte=last.at - TOLD_FOR)
    return offers.filter(number__gt=low) | told


def _shelf(entitlement: Entitlement, house: House, document: Document, full: int) -> Shelf:
    def at(archive: int) -> str:
        return address(entitlement, house, replace(document, archive=archive))

    number = document.archive
    if not number:
        return Shelf(previous=at(full) if full else "")
    return Shelf(
        current=at(0),
        previous=at(number - 1) if number > 1 else "",
        next=at(number + 1) if number < full else "",
        archived=True,
    )


def _origin(entitlement: Entitlement, house: House) -> Origin:
    """The public feed of the same desk and language."""
    desk, language = entitlement.desk, entitlement.language
    return Origin(
        id=f"tag:{house.tag_authority}:feed/{desk.slug}/{language}",
        title=feeds_copy.words(house, desk, language).title,
        url=f"{house.address}/feeds/{desk.slug}/{language}/atom.xml",
    )


def _entries(entitlement: Entitlement, house: House, rows: QuerySet[Offer]) -> tuple[Entry, ...]:
    corrected = _note(CORRECTION)
    taken_back = _note(TAKEN_BACK)
    offers = list(rows.annotate(corrected=Subquery(corrected), taken_back=Subquery(taken_back)))
    articles = [offer.article_id for offer in offers]
    versions = Version.objects.filter(article__in=articles).select_related("article__source")
    by_article = {version.article_id: version for version in versions}
    others = feeds_copy.translations(by_article.values(), house)
    pairs = [(offer, by_article[offer.article_id]) for offer in offers if offer.article_id in by_article]
    return tuple(_entry(entitlement, house, offer, version, others) for offer, version in pairs)


def _note(kinds: Iterable[str]) -> QuerySet[Advisory, str]:
    rows = Advisory.objects.filter(article=OuterRef("article"), kind__in=list(kinds))
    return rows.order_by("-pk").values_list("note", flat=True)[:1]


def _entry(
    entitlement: Entitlement,
    house: House,
    offer: Offer,
    version: Version,
    others: Mapping[int, tuple[Sibling, ...]],
) -> Entry:
    status = _present(entitlement, offer, version)
    piece = _dated(piece_of(version, house, others.get(version.pk, ())), offer)
    piece = replace(
        piece,
        id=f"tag:{house.tag_authority}:{version.article.key}/{entitlement.language}",
        language=entitlement.language,
    )
    piece, whole = cut(piece, entitlement) if status == Status.USABLE else (emptied(piece), True)
    note = getattr(offer, "corrected" if status == Status.USABLE else "taken_back", None)
    codes = [subject["code"] for subject in version.subjects]
    return Entry(
        piece=piece,
        status=status.value,
        signal=offer.signal if status == Status.USABLE else "",
        version=offer.turn,
        note=note or "",
        subjects=tuple(Subject(code, topics.name(code, entitlement.language)) for code in codes),
        whole=whole,
    )


def _present(entitlement: Entitlement, offer: Offer, version: Version) -> Status:
    """What holds now. An article that was taken back a moment ago may still be usable in the ledger."""
    published = version.state == Version.State.PUBLISHED and version.language == entitlement.language
    if published or offer.status != Status.USABLE:
        return Status(offer.status)
    return Status.CANCELED if version.article.state == "killed" else Status.WITHHELD


def _dated(piece: Piece, offer: Offer) -> Piece:
    """The piece with a date that moves with every offer, and none after it was offered."""
    at = offer.at.replace(microsecond=0)
    published = min(piece.published, at)
    updated = at if offer.turn > 1 else min(piece.updated, at)
    return replace(piece, published=published, updated=max(published, updated))


def cut(piece: Piece, entitlement: Entitlement) -> tuple[Piece, bool]:
    """The piece under the contract, and whether its text is whole."""
    if not entitlement.images:
        piece = replace(piece, image=None, body=without_pictures(piece.body))
    if not entitlement.words:
        return piece, True
    body, whole = first_words(piece.body, entitlement.words)
    return replace(piece, body=body), whole


def emptied(piece: Piece) -> Piece:
    """What is left of a piece that was taken back: what it was, and nothing to publish."""
    return replace(piece, summary="", body="", image=None, topics=(), regions=(), siblings=(), passages=())
