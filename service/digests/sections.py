"""Under which headings an edition's stories stand: the desks below its own, or what they are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from service.desks import topics
from service.desks.models import Desk, Version
from service.digests.models import Digest
from service.digests.ranking import Offer
from service.render.names import desk_name


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, and the stories that may stand under it. One of `desk` and `topic` names it."""

    stories: frozenset[int]
    desk: Desk | None = None
    topic: str = ""

    def name(self, language: str) -> str:
        """What it is called in `language`."""
        if self.desk is not None:
            return desk_name(self.desk.slug, self.desk.regions, self.desk.names, language)
        return _sentence(topics.name(self.topic, language), language)


def headings(
    digest: Digest, offers: Iterable[Offer], stories: Mapping[int, Sequence[Version]]
) -> list[Heading]:
    """The headings of an edition of `digest`: desks by name, or topics, those of most stories first."""
    if digest.sections == Digest.Sections.DESKS:
        below = Desk.objects.filter(parent=digest.desk_id)
        held = list(offers)
        return [
            Heading(frozenset(offer.story for offer in held if desk.pk in offer.desks), desk=desk)
            for desk in below
        ]
    return _by_topic(stories) if digest.sections == Digest.Sections.TOPICS else []


def _by_topic(stories: Mapping[int, Sequence[Version]]) -> list[Heading]:
    """The topics at the top of the IPTC's list that the stories are about, those with the most stories first.

    A story stands under the topic that is named first of its own; a topic that has no name in some language
    is called in English there.
    """
    held: dict[str, set[int]] = {}
    for story, versions in stories.items():
        codes = (subject["code"] for version in versions for subject in version.subjects)
        top = next((topics.line(code)[-1] for code in codes if topics.is_topic(code)), None)
        if top is not None:
            held.setdefault(top, set()).add(story)
    order = sorted(held, key=lambda code: (-len(held[code]), code))
    return [Heading(frozenset(held[code]), topic=code) for code in order]


def _sentence(name: str, language: str) -> str:
    """`name` as a heading begins: vocabularies write it small."""
    return name[:1].upper() + name[1:] if language.partition("-")[0] not in ("tr", "az") else name
