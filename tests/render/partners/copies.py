"""The Courier's document, with an article of each kind."""

from dataclasses import replace
from typing import Any

from service.render.partners.values import Entry, Origin, PartnerCopy, Shelf, Subject
from tests.render.feed_copies import NOON, SITE, TAG, a_piece

METRO = Entry(a_piece(), subjects=(Subject("20000341", "transport public"),))
CORRECTED = Entry(a_piece(1), signal="correction", version=2, note="Huit stations, et non neuf.")
KILLED = Entry(a_piece(2), status="canceled", version=2, note="Source rétractée.")
WITHDRAWN = Entry(a_piece(3, image=None), status="withheld", version=3)
EXCERPT = Entry(a_piece(4), whole=False)
ADVANCE = Entry(a_piece(5), embargo_until=NOON)
ALL = (METRO, CORRECTED, KILLED, WITHDRAWN, EXCERPT, ADVANCE)
AT = f"{SITE}/partners/courier/asia/fr"


def a_document(*entries: Entry, **changes: Any) -> PartnerCopy:
    """Asia in French, for the Courier."""
    copy = PartnerCopy(
        id=f"{TAG}:partner/courier/asia/fr",
        title="EurasiaTimes : Asie, pour Courier",
        subtitle="Les articles en texte intégral.",
        language="fr",
        self_url=f"{AT}/atom.xml",
        home_url=f"{SITE}/fr/asia/",
        house="EurasiaTimes",
        partner="Courier",
        rights="© EurasiaTimes",
        terms="Courier peut publier cet article.",
        updated=max((entry.piece.updated for entry in entries), default=NOON),
        origin=Origin(f"{TAG}:feed/asia/fr", "EurasiaTimes : Asie", f"{SITE}/feeds/asia/fr/atom.xml"),
        entries=entries,
        shelf=Shelf(previous=f"{AT}/archive/3/atom.xml"),
    )
    return replace(copy, **changes)
