"""The header fields that make a digest a mailing list's message. Pure.

From, To, Subject, Date, Message-ID and MIME are delivery's.
"""

from datetime import date

UNSUBSCRIBE_POST = "List-Unsubscribe=One-Click"
LEAST_SENDER_ID, MOST_SENDER_ID = 5, 15


def list_headers(
    scope: str, day: date, language: str, sender: str, unsubscribe_url: str, leave_address: str = ""
) -> dict[str, str]:
    """The headers of the digest `scope` (desk/cadence) of `day` in `language`, sent from `sender`.

    `unsubscribe_url` and `leave_address` may hold slots; without an address one leaves by the link alone. The
    link stands first; the mailto beside it serves Outlook, QQ and Yandex. Sources: RFC 2919 (List-Id: the
    same for ever for a list in a language), RFC 2369 and 8058 (the List-Unsubscribe fields: one HTTPS link),
    RFC 3282 (Content-Language), and Gmail's Feedback-ID: three groups and the sender's own id, nothing of a
    reader.
    """
    name = f"{scope.replace('/', '-')}-{language.lower()}"
    domain = sender.rpartition("@")[2].lower()
    by_mail = f", <mailto:{leave_address}?subject=unsubscribe>" if leave_address else ""
    return {
        "List-Id": f"<{name}.{domain}>",
        "List-Unsubscribe": f"<{unsubscribe_url}>{by_mail}",
        "List-Unsubscribe-Post": UNSUBSCRIBE_POST,
        "Content-Language": language,
        "Feedback-ID": f"{day:%Y%m%d}:{language.lower()}:{scope.replace('/', '-')}:{sender_id(domain)}",
        "Precedence": "bulk",
    }


def sender_id(domain: str) -> str:
    """Gmail's SenderId for all mail from `domain`: 5 to 15 letters and digits that never change."""
    letters = "".join(letter for letter in domain if letter.isascii() and letter.isalnum())
    return letters[:MOST_SENDER_ID].ljust(LEAST_SENDER_ID, "x")
