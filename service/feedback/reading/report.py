"""The few kinds of news that come back, whichever way they come, and the reasons they give."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What happened to a mail, or what its reader wants."""

    DELIVERED = "delivered"
    DEFERRED = "deferred"
    BOUNCED = "bounced"
    COMPLAINED = "complained"
    UNSUBSCRIBED = "unsubscribed"
    REPLIED = "replied"


class Reason(StrEnum):
    """Why a mail was not taken. Only `CONDEMNING` ones say anything about the address."""

    INVALID_ADDRESS = "invalid-address"
    BAD_DOMAIN = "bad-domain"
    INACTIVE = "inactive"
    FULL = "full"
    POLICY = "policy"
    """The other side does not want it: blocked hosts, block lists, relaying, rules of the house."""
    AUTHENTICATION = "authentication"
    """The other side does not believe who we are: SPF, DKIM, DMARC, reverse DNS, the sender's domain."""
    THROTTLED = "throttled"
    CONTENT = "content"
    NETWORK = "network"
    """Connections, routing, protocol, and mail that was not taken for too long."""
    AUTO_REPLY = "auto-reply"
    UNKNOWN = "unknown"


CONDEMNING = frozenset({Reason.INVALID_ADDRESS, Reason.BAD_DOMAIN, Reason.INACTIVE})
"""The reasons for which an address may be suppressed. The others are about us, the mail or the day."""


@dataclass(frozen=True, slots=True)
class Report:
    """One piece of news about one recipient."""

    kind: Kind
    reason: Reason = Reason.UNKNOWN
    addresses: tuple[str, ...] = ()
    """The recipient, under each name the report gives: final, original, actual. Empty where it gives none."""
    status: str = ""
    """Enhanced status code (RFC 3463), such as 5.1.1, or empty."""
    said: str = ""
    """The other side's words, on one line, at most 500 characters."""

    @property
    def address(self) -> str:
        """The first name of the recipient, or an empty one."""
        return self.addresses[0] if self.addresses else ""


def one_line(text: str, most: int = 500) -> str:
    """`text` without control characters or line breaks, so that no reply can write a line of a log."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[:most]
