"""A variant of an edition becomes a draft: what was chosen, set in one language by render."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.conf import settings

from service.audience import mailto
from service.audience.negotiation import nearest
from service.delivery.plan import Draft
from service.delivery.slots import slot
from service.desks.models import Version
from service.digests.chain import readers_first
from service.digests.headers import list_headers
from service.digests.models import Edition
from service.digests.offers import outdated
from service.digests.ranking import Offer
from service.digests.sections import Heading, headings
from service.digests.selection import Choice
from service.house.models import House
from service.render.mail import set_letter
from service.render.names import desk_name
from service.render.pieces import article_url, piece_of
from service.render.values import DigestCopy, Piece, Section, Sibling


@dataclass(frozen=True, slots=True)
class Paper:
    """What all variants of a run are made from."""

    house: House
    edition: Edition
    sections: Sequence[Heading]
    """The headings there are; a story stands under the first that holds it."""
    stories: Mapping[int, Sequence[Version]]
    """The published versions of each story that was chosen."""
    introductions: Mapping[str, str] = field(default_factory=dict)
    """The editors' opening words, plain, by language."""


def paper_for(
    edition: Edition,
    house: House,
    offers: Sequence[Offer],
    stories: Collection[int],
    introductions: Mapping[str, str],
) -> Paper:
    """What an edition's variants are made from: the `stories` chosen by any of them, out of the tables."""
    versions = Version.objects.filter(story__in=stories, state=Version.State.PUBLISHED)
    by_story: defaultdict[int, list[Version]] = defaultdict(list)
    for version in versions.select_related("article__source").order_by("language", "published_at", "pk"):
        by_story[version.story_id].append(version)
    return Paper(house, edition, headings(edition.digest, offers, by_story), by_story, introductions)


def draft(paper: Paper, locale: str, reading: Sequence[str], label: str, choices: Sequence[Choice]) -> Draft:
    """The message of `choices`, the first one leading, in the language `locale`, for readers of `reading`.

    Raises GiveUp where render cannot set it.
    """
    house, digest = paper.house, paper.edition.digest
    unsubscribe = f"{house.address}/unsubscribe/{slot('unsubscribe')}"
    domain = settings.RETURN_DOMAIN
    leave = mailto.address(slot("leave"), domain) if domain else ""
    letter = set_letter(_copy(paper, locale, reading, choices, unsubscribe))
    return Draft(
        label=label,
        language=locale,
        sender_name=house.name,
        sender=house.sender,
        subject=letter.subject,
        headers=list_headers(digest.scope, paper.edition.date, locale, house.sender, unsubscribe, leave),
        text=letter.text,
        html=letter.html,
        view=letter.view,
    )


def _copy(
    paper: Paper, locale: str, reading: Sequence[str], choices: Sequence[Choice], unsubscribe: str
) -> DigestCopy:
    pieces = {choice.story: _piece(paper, choice, reading) for choice in choices}
    house, desk = paper.house, paper.edition.digest.desk
    page = nearest([locale], house.languages)
    return DigestCopy(
        house=house.name,
        site_url=house.address,
        postal_address=house.postal_address,
        desk=desk.slug,
        desk_name=desk_name(desk.slug, desk.regions, desk.names, locale),
        accent=desk.accent,
        cadence=paper.edition.digest.cadence,
        date=paper.edition.date,
        language=locale,
        lead=pieces[choices[0].story],
        sections=tuple(_sections(paper, locale, choices[1:], pieces)),
        desk_url=f"{house.address}/{page}/{desk.slug}/",
        view_url=f"{house.address}/view/{slot('view')}",
        unsubscribe_url=unsubscribe,
        introduction=paper.introductions.get(locale, ""),
    )


def _sections(
    paper: Paper, locale: str, choices: Sequence[Choice], pieces: Mapping[int, Piece]
) -> Iterable[Section]:
    """What stands under no heading first; then a section for each heading that holds anything."""
    under = {heading: list[Piece]() for heading in paper.sections}
    rest: list[Piece] = []
    for choice in choices:
        own = next((heading for heading in paper.sections if choice.story in heading.stories), None)
        (rest if own is None else under[own]).append(pieces[choice.story])
    if rest:
        yield Section("", tuple(rest))
    for heading, held in under.items():
        if held:
            yield Section(heading.name(locale), tuple(held))


def _piece(paper: Paper, choice: Choice, reading: Sequence[str]) -> Piece:
    versions = {version.pk: version for version in paper.stories[choice.story]}
    version = versions.pop(choice.version)
    others = {
        other.language: other
        for other in versions.values()
        if other.language != version.language and not outdated(other.flags)
    }
    siblings = (
        Sibling(language, others[language].url or article_url(paper.house, others[language]))
        for language in readers_first(others, reading, paper.house.languages)
    )
    piece = piece_of(version, paper.house, tuple(siblings))
    return replace(piece, outdated=True) if choice.outdated else piece
