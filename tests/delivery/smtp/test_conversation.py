"""Every mail gets one verdict, whatever the server answers and wherever the line breaks."""

from collections import Counter, deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.delivery.smtp.conversation import Conversation, Mail
from service.delivery.smtp.introduction import Offer
from service.delivery.smtp.replies import Reply
from service.errors import GiveUp, Refused4xx, Refused5xx, TryAgain, Unreachable
from tests.delivery.recorder import a_copy

PIPELINING = Offer(pipelining=True)
ENVELOPE = b"MAIL FROM:<bounce@eurasiatimes.example>\r\nRCPT TO:<%s@reader.example>\r\nDATA\r\n"


class Sender:
    """Gives mails to `names`, and keeps the verdicts."""

    def __init__(self, *names: str) -> None:
        self.waiting = deque(Mail(a_copy(name)) for name in names)
        self.verdicts: list[tuple[str, str]] = []
        self.errors: list[TryAgain | GiveUp] = []

    def take(self) -> Mail | None:
        return self.waiting.popleft() if self.waiting else None

    def accepted(self, mail: Mail, reply: Reply) -> None:
        self._say(mail, "accepted")

    def refused(self, mail: Mail, error: TryAgain | GiveUp) -> None:
        self.errors.append(error)
        self._say(mail, "not now" if isinstance(error, TryAgain) else "never")

    def given_back(self, mail: Mail, why: str) -> None:
        self._say(mail, "given back")

    def _say(self, mail: Mail, word: str) -> None:
        self.verdicts.append((mail.copy.recipient.partition("@")[0], word))


def said(talk: Conversation) -> bytes:
    words, talk.out = b"".join(talk.out), []
    return words


def hear(talk: Conversation, *codes: int) -> bytes:
    """What we say after `codes`."""
    for code in codes:
        talk.answered(Reply(code, (b"x",)))
    talk.go_on()
    return said(talk)


def begun(sender: Sender, offer: Offer = PIPELINING, most: int = 100) -> Conversation:
    talk = Conversation(offer, sender, most)
    talk.go_on()
    return talk


def test_the_next_envelope_travels_with_the_body() -> None:
    sender = Sender("aigerim", "wei")
    talk = begun(sender)
    assert said(talk) == ENVELOPE % b"aigerim"
    body = b"Subject: Asie\r\n\r\nBonjour.\r\n..\r\nMAIL FROM:<a>\r\n.\r\n"
    assert hear(talk, 250, 250, 354) == body + ENVELOPE % b"wei"
    assert hear(talk, 250, 250, 250, 354) == body
    assert hear(talk, 250) == b""
    assert sender.verdicts == [("aigerim", "accepted"), ("wei", "accepted")]
    assert talk.idle


def test_without_pipelining_each_command_waits() -> None:
    sender = Sender("aigerim", "nobody", "wei")
    talk = begun(sender, Offer())
    assert said(talk).startswith(b"MAIL")
    assert hear(talk, 250).startswith(b"RCPT TO:<aigerim")
    assert hear(talk, 250) == b"DATA\r\n"
    assert hear(talk, 354).endswith(b"\r\n.\r\n")
    assert hear(talk, 250).startswith(b"MAIL")
    assert hear(talk, 250).startswith(b"RCPT TO:<nobody")
    assert hear(talk, 550) == b"RSET\r\n"
    assert hear(talk, 250).startswith(b"MAIL")
    assert sender.verdicts == [("aigerim", "accepted"), ("nobody", "never")]


def test_a_refused_recipient_does_not_disturb_the_next() -> None:
    sender = Sender("nobody", "wei")
    talk = begun(sender)
    said(talk)
    assert hear(talk, 250, 550, 503) == b"RSET\r\n" + ENVELOPE % b"wei"
    assert sender.verdicts == [("nobody", "never")]
    assert hear(talk, 250, 250, 250, 354).endswith(b".\r\n")
    hear(talk, 250)
    assert sender.verdicts[1:] == [("wei", "accepted")]


def test_a_server_that_wants_data_of_a_refused_mail_gets_none() -> None:
    sender = Sender("nobody")
    talk = begun(sender)
    said(talk)
    assert hear(talk, 250, 550, 354) == b".\r\n"
    assert sender.verdicts == []
    hear(talk, 554)
    assert sender.verdicts == [("nobody", "never")]
    assert str(sender.errors[0]) == "550 x"


@pytest.mark.parametrize(
    ("codes", "kind", "stage"),
    [
        ((550, 503, 503), Refused5xx, "mail"),
        ((530, 503, 503), Refused4xx, "mail"),
        ((250, 452, 503), Refused4xx, "rcpt"),
        ((250, 501, 503), Refused5xx, "rcpt"),
        ((250, 250, 451), Refused4xx, "data"),
        ((250, 250, 354, 552), Refused5xx, "body"),
        ((250, 250, 354, 421), Refused4xx, "body"),
    ],
)
def test_each_refusal_says_what_it_answered(codes: tuple[int, ...], kind: type, stage: str) -> None:
    sender = Sender("aigerim")
    hear(begun(sender), *codes)
    (error,) = sender.errors
    assert type(error) is kind
    assert isinstance(error, Refused4xx | Refused5xx)
    assert error.stage == stage


def test_421_before_the_body_gives_the_mail_back_and_ends_the_session() -> None:
    sender = Sender("aigerim", "wei", "yusuf")
    talk = begun(sender)
    hear(talk, 250, 250, 354)
    hear(talk, 250, 421)
    assert talk.ending
    assert talk.broken() == []
    assert sender.verdicts == [("aigerim", "accepted"), ("wei", "given back")]
    assert len(sender.waiting) == 1


def test_a_session_ends_after_its_share() -> None:
    sender = Sender("aigerim", "wei", "yusuf")
    talk = begun(sender, most=2)
    hear(talk, 250, 250, 354)
    hear(talk, 250, 250, 250, 354)
    assert hear(talk, 250) == b""
    assert talk.idle
    assert talk.ending


def test_an_address_beyond_ascii_needs_a_server_that_takes_it() -> None:
    sender = Sender("сания")
    assert said(begun(sender)) == b""
    assert sender.verdicts == [("сания", "never")]
    talk = begun(Sender("сания"), Offer(pipelining=True, smtputf8=True))
    assert said(talk).startswith(b"MAIL FROM:<bounce@eurasiatimes.example> SMTPUTF8\r\nRCPT TO:<\xd1\x81")


def test_a_mail_longer_than_the_server_takes_is_not_begun() -> None:
    sender = Sender("aigerim")
    assert said(begun(sender, Offer(pipelining=True, size=20))) == b""
    assert sender.verdicts == [("aigerim", "never")]


def test_an_answer_to_nothing() -> None:
    talk = begun(Sender())
    with pytest.raises(Unreachable, match="without being asked"):
        talk.answered(Reply(250, ()))


CODES = st.sampled_from([250, 250, 250, 354, 354, 354, 421, 450, 503, 550])


@given(st.lists(CODES, max_size=60), st.booleans(), st.integers(1, 8))
def test_every_mail_has_one_verdict_at_any_break(codes: list[int], pipelining: bool, most: int) -> None:
    names = [f"reader{n}" for n in range(6)]
    sender = Sender(*names)
    talk = begun(sender, Offer(pipelining=pipelining), most)
    for code in codes:
        if talk.idle:
            break
        talk.answered(Reply(code, ()))
        talk.go_on()
    left = [mail.copy.recipient.partition("@")[0] for mail in talk.broken()]
    waiting = [mail.copy.recipient.partition("@")[0] for mail in sender.waiting]
    told = [name for name, _ in sender.verdicts]
    assert Counter(told + left + waiting) == Counter(names)
