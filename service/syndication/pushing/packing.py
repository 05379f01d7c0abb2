"""A push is packed: the article as its partner is to have it now, in the destination's format."""

from datetime import datetime

from service.errors import NotPublishable
from service.house.models import House
from service.render.partners.parts import body_of
from service.render.partners.words import caution_text
from service.syndication.copy import entry_of, single
from service.syndication.formats import FORMATS
from service.syndication.proofs import proofed
from service.syndication.pushing.parcels import Parcel
from service.syndication.pushing.tables import Push


def packed(push: Push, house: House, now: datetime) -> Parcel:
    """The parcel of `push`. Raises NotPublishable, saying why, where it cannot be made.

    The article may have moved on since the push was planned: what holds now is said, never what held then.
    """
    form = FORMATS.get(push.destination.document)
    if form is None:
        raise NotPublishable(
            f"{push.destination}: there is no format {push.destination.document!r}: "
            f"take one of {', '.join(FORMATS)}"
        )
    entitlement = push.offer.entitlement
    entry = entry_of(push.offer, house)
    proof = proofed(single(entitlement, house, (entry,)), form, now)
    if not proof.copy.entries:
        why = "; ".join(proof.left_out.values()) or f"it does not fit into the format {form.file}"
        raise NotPublishable(f"{entry.piece.id}: {why}")
    suffix = form.file.rpartition(".")[2]
    return Parcel(
        id=f"push-{push.pk}",
        name=f"{push.pk:09d}-{push.article.key}-{entitlement.language}-{entry.status}.{suffix}",
        media_type=form.media_type,
        body=proof.body,
        article=entry.piece.id,
        version=entry.version,
        status=entry.status,
        signal=entry.signal,
        title=entry.piece.title,
        language=entitlement.language,
        html=body_of(entry, house.name),
        caution=caution_text(entry),
        made_at=push.made_at,
    )
