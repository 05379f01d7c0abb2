"""The links in mails: signed, for one purpose, without a number anybody could count up.

A token is the public id of what it is about and its signature, under a salt of this purpose and version: a
token made for another purpose opens nothing here. It does not expire, because a mail may be found years
later; when SECRET_KEY changes, the old one stays in SECRET_KEY_FALLBACKS while its mails are about.
"""

from collections.abc import Callable

from django.core.signing import BadSignature, Signer

from service.audience import mailto
from service.audience.models import Subscription
from service.house.keys import keys


def _signer() -> Signer:
    return Signer(salt="deskwire.unsubscribe.1", sep=".")


def unsubscribe_token(subscription: Subscription) -> str:
    """The token of the link by which `subscription` is left: always of the same length, safe in a path."""
    return _signer().sign(subscription.public_id)


def signed_links() -> Callable[[str], dict[str, str]]:
    """Signs the links of many mails: the slots of a mail that is about the subscription of this public id."""
    signer, key = _signer(), keys()[0]

    def links(subject: str) -> dict[str, str]:
        return {"unsubscribe": signer.sign(subject), "leave": mailto.token(subject, key)} if subject else {}

    return links


def read_unsubscribe(token: str) -> Subscription | None:
    """The subscription that `token` leaves, with its reader and desk; None for a token that is not ours."""
    try:
        public_id = _signer().unsign(token)
    except BadSignature:
        return None
    return Subscription.objects.select_related("reader", "desk").filter(public_id=public_id).first()
