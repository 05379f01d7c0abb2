"""A partner's feed is built: the desk's articles in full, under the contract's rights."""

from datetime import datetime
from functools import partial

from django.conf import settings

from service.desks.holdings import versions_of
from service.house.models import House
from service.press.run import Built, Job, run
from service.render import feeds_copy
from service.render.feeds import atom
from service.render.values import FeedCopy
from service.syndication.models import Entitlement


def publish(entitlement: Entitlement, house: House, now: datetime) -> Built:
    """Build the feed of the claimed `entitlement` and write its file where its bytes changed.

    The result's values are for lease.finish: the row's columns, and `again_at` where an article waits for its
    moment.
    """
    window = feeds_copy.window(versions_of(entitlement.desk, entitlement.language), now)
    job = Job(
        root=settings.PARTNERS_ROOT,
        path=entitlement.path,
        copy=copy_of(entitlement, house, window),
        draw=partial(atom, full=True, translations=True),
        again_at=window.opens_at,
    )
    return run(entitlement, job, f"partner feed {entitlement.path}", now)


def copy_of(entitlement: Entitlement, house: House, window: feeds_copy.Window) -> FeedCopy:
    """The copy of the partner's feed. Entries keep the ids they have in public: it is the same article."""
    desk, language, partner = entitlement.desk, entitlement.language, entitlement.partner
    words = feeds_copy.partner_words(house, desk, language, partner.name)
    pieces = feeds_copy.pieces(window.versions, house, feeds_copy.translations(window.versions, house))
    return FeedCopy(
        id=f"tag:{house.tag_authority}:partner/{partner.slug}/{desk.slug}/{language}",
        title=words.title,
        subtitle=words.subtitle,
        language=language,
        self_url=f"{house.address}/partners/{entitlement.path}",
        home_url=f"{house.address}/{language}/{desk.slug}/",
        house=house.name,
        rights=words.rights,
        updated=max((piece.updated for piece in pieces), default=desk.founded_at),
        pieces=pieces,
    )
