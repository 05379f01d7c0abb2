"""A URL says where a server is and how it wants to be treated."""

import pytest

from service.delivery.smtp.server import Server, servers
from service.errors import SettingsError


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525)),
        ("smtp://localhost", Server("localhost", 25)),
        ("smtp://mail.example", Server("mail.example", 587, tls="starttls")),
        ("smtp://mail.example:25?starttls=never", Server("mail.example", 25)),
        ("smtps://u%40x:p%2Fw@mail.example", Server("mail.example", 465, "implicit", "u@x", "p/w")),
        (
            "smtp://localhost?weight=0&connections=3&mails=9&seconds=5&hello=mx.example",
            Server("localhost", 25, weight=0, connections=3, mails=9, seconds=5, hello="mx.example"),
        ),
    ],
)
def test_one_server(url: str, server: Server) -> None:
    assert servers(url) == (server,)


def test_several_servers_and_none() -> None:
    assert [str(one) for one in servers(" smtp://a.example smtps://b.example,smtp://c.example:25\n")] == [
        "a.example:587",
        "b.example:465",
        "c.example:25",
    ]
    assert servers("") == ()


@pytest.mark.parametrize(
    "url",
    [
        "smtp://",
        "smtp:/nobody",
        "http://mail.example",
        "smtp://mail.example:99999",
        "smtp://mail.example?starttls=perhaps",
        "smtp://mail.example?wait=1",
        "smtp://mail.example?mails=0",
        "smtp://mail.example?connections=many",
        "smtp://mail.example?hello=a%20b",
    ],
)
def test_what_cannot_be_one_is_said_at_once(url: str) -> None:
    with pytest.raises(SettingsError, match="SMTP_URL must look like"):
        servers(url)


def test_the_password_is_not_repeated() -> None:
    with pytest.raises(SettingsError) as caught:
        servers("smtp://name:secret@mail.example?wait=1")
    assert "secret" not in str(caught.value)
