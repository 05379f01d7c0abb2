"""How a session begins, and which ones are not begun."""

import pytest

from service.delivery.smtp.introduction import START_TLS, Offer, introduce
from service.delivery.smtp.replies import Replies
from service.delivery.smtp.server import Server
from service.errors import Unreachable

PLAIN = Server("mail.example", 25)
STRICT = Server("mail.example", 587, tls="starttls", user="name", password="word")
EHLO = (
    "\r\n".join(
        f"250-{word}" for word in ("mail.example", "PIPELINING", "size 1000", "STARTTLS", "AUTH login PLAIN")
    )
    + "\r\n250 smtputf8"
)


def play(server: Server, *replies: str) -> tuple[list[bytes], Offer]:
    """What we say to a server that says `replies`, and what it offers."""
    talk, said = introduce(server, b"us.example"), []
    said.append(next(talk))
    try:
        for reply in replies:
            (answer,) = Replies().feed(reply.encode() + b"\r\n")
            words = talk.send(answer)
            said.append(words)
            if words == START_TLS:
                said.append(talk.send(answer))
    except StopIteration as end:
        return said, end.value
    pytest.fail("the session did not come about")


def test_a_server_tells_what_it_offers() -> None:
    said, offer = play(PLAIN, "220 hello", EHLO)
    assert said == [b"", b"EHLO us.example\r\n"]
    assert offer == Offer(pipelining=True, smtputf8=True, size=1000)


def test_tls_comes_before_the_password_and_the_first_offers_are_forgotten() -> None:
    said, offer = play(STRICT, "220 hello", EHLO, "220 go ahead", "250-x\r\n250 AUTH PLAIN", "235 welcome")
    assert said[3] == START_TLS
    assert said[4] == b"EHLO us.example\r\n"
    assert said[5] == b"AUTH PLAIN AG5hbWUAd29yZA==\r\n"
    assert offer == Offer()


def test_a_name_and_password_step_by_step() -> None:
    server = Server("mail.example", 465, tls="implicit", user="name", password="word")
    said, _ = play(
        server, "220 hello", "250-x\r\n250 AUTH LOGIN", "334 VXNlcm5hbWU6", "334 UGFzc3dvcmQ6", "235 ok"
    )
    assert said[2:] == [b"AUTH LOGIN\r\n", b"bmFtZQ==\r\n", b"d29yZA==\r\n"]


def test_a_server_of_1982() -> None:
    assert play(PLAIN, "220 hello", "502 what?", "250 mail.example")[1] == Offer()


@pytest.mark.parametrize(
    ("server", "replies", "why"),
    [
        (PLAIN, ["421 too many connections"], "greets us with 421"),
        (PLAIN, ["220 hello", "550 go away"], "answers EHLO with 550"),
        (STRICT, ["220 hello", "250 x"], "does not offer STARTTLS"),
        (STRICT, ["220 hello", EHLO, "454 not now"], "answers STARTTLS with 454"),
        (
            STRICT,
            ["220 hello", EHLO, "220 go", "250-x\r\n250 AUTH PLAIN", "535 no"],
            "refuses the name and password",
        ),
        (STRICT, ["220 hello", EHLO, "220 go", "250 x"], "offers neither AUTH PLAIN nor AUTH LOGIN"),
    ],
)
def test_no_session_comes_of_it(server: Server, replies: list[str], why: str) -> None:
    with pytest.raises(Unreachable, match=why) as caught:
        play(server, *replies)
    assert "word" not in str(caught.value).removeprefix("mail.example:587 refuses the name and password")
