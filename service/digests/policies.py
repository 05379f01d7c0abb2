"""How a digest chooses: its columns and the house's as the values that choosing takes."""

from datetime import timedelta

from service.digests.chain import STEPS, Chain
from service.digests.models import Digest
from service.digests.selection import Policy
from service.house.models import House


def policy_of(digest: Digest, house: House) -> Policy:
    """The policy of `digest`; where it names no steps, all of them in their usual order."""
    steps = tuple(STEPS) if digest.fallback is None else tuple(digest.fallback)
    return Policy(
        Chain(tuple(house.languages), digest.language, steps),
        digest.maximum,
        outdated=digest.outdated == Digest.Outdated.LABEL,
        wait=timedelta(minutes=digest.wait_minutes),
    )
