"""A variant of an edition becomes a draft: what was chosen, set in one language by render."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from service.audience import mailto
from service.audience.negotiation import nearest
from service.delivery.plan import Draft
from service.delivery.slots import slot
from service.desks.models import Desk, Version
from service.digests.headers import list_headers
from service.digests.models import Edition
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
    children: Sequence[tuple[Desk, frozenset[int]]]
    """The child desks of the digest's desk, by name, each with the stories it holds."""
    stories: dict[int, list[Version]]
    """The published versions of each story that was chosen."""


def draft(paper: Paper, locale: str, label: str, choices: Sequence[Choice]) -> Draft:
    """The message of `choices`, the first one leading, in the language `locale`.

    Raises GiveUp where render cannot set it.
    """
    house, digest = paper.house, paper.edition.digest
    unsubscribe = f"{house.address}/unsubscribe/{slot('unsubscribe')}"
    domain = settings.RETURN_DOMAIN
    leave = mailto.address(slot("leave"), domain) if domain else ""
    letter = set_letter(_copy(paper, locale, choices, unsubscribe))
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


def _copy(paper: Paper, locale: str, choices: Sequence[Choice], unsubscribe: str) -> DigestCopy:
    house, desk = paper.house, paper.edition.digest.desk
    page = nearest([locale], house.languages)
    return DigestCopy(
        house=house.name,
        site_url=house.address,
        postal_address=house.postal_address,
        desk=desk.slug,
        desk_name=_name(desk, locale),
        accent=desk.accent,
        cadence=paper.edition.digest.cadence,
        date=paper.edition.date,
        language=locale,
        lead=_piece(paper, choices[0]),
        sections=tuple(_sections(paper, locale, choices[1:])),
        desk_url=f"{house.address}/{page}/{desk.slug}/",
        view_url=f"{house.address}/view/{slot('view')}",
        unsubscribe_url=unsubscribe,
    )


def _sections(paper: Paper, locale: str, choices: Iterable[Choice]) -> Iterable[Section]:
    """What belongs to no child desk first, without a heading; then a section for each child desk."""
    rest = list(choices)
    filed: list[Section] = []
    for desk, stories in paper.children:
        own = [choice for choice in rest if choice.story in stories]
        rest = [choice for choice in rest if choice.story not in stories]
        if own:
            filed.append(Section(_name(desk, locale), tuple(_piece(paper, choice) for choice in own)))
    if rest:
        yield Section("", tuple(_piece(paper, choice) for choice in rest))
    yield from filed


def _piece(paper: Paper, choice: Choice) -> Piece:
    versions = {version.pk: version for version in paper.stories[choice.story]}
    version = versions.pop(choice.version)
    others = {other.language: other for other in versions.values() if other.language != version.language}
    siblings = (
        Sibling(language, other.url or article_url(paper.house, other)) for language, other in others.items()
    )
    return piece_of(version, paper.house, tuple(siblings))


def _name(desk: Desk, language: str) -> str:
    return desk_name(desk.slug, desk.regions, desk.names, language)
