"""Which transport the settings name."""

from pathlib import Path

from service.delivery.maildir import Maildir
from service.delivery.smtp.engine import Smtp
from service.delivery.transport import Transport


def transport_for(smtp_url: str, mail_root: Path) -> Transport:
    """The server that `smtp_url` names, or the Maildir at `mail_root` if it is empty."""
    return Smtp.from_url(smtp_url) if smtp_url else Maildir(mail_root)
