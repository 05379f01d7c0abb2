"""The engine and servers that behave well, badly and not at all: every copy one word, nobody twice."""

import shlex
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.delivery.smtp.engine import Smtp
from service.delivery.transport import Copy
from service.errors import Refused5xx, Unreachable
from tests.delivery.recorder import Recorder, a_copy, copies
from tests.delivery.smtp.partner import Act, HangUp, Partner, Session

READERS = [f"reader{n}" for n in range(40)]


def sent(url: str, *names: str, notes: Recorder | None = None) -> Recorder:
    """What is noted when `names` get a mail each from the servers at `url`."""
    notes, smtp = notes or Recorder(), Smtp.from_url(url)
    try:
        smtp.send(copies(*names), notes)
    finally:
        smtp.close()
    return notes


def hang_up(session: Session, name: str) -> str:
    raise HangUp


@pytest.mark.parametrize("offers", [("PIPELINING",), ("8BITMIME",)])
def test_everyone_gets_one_and_the_queue_id_is_told(offers: tuple[str, ...]) -> None:
    with Partner(offers) as partner:
        notes = sent(partner.url, *READERS)
    assert partner.taken == dict.fromkeys(READERS, 1)
    assert all(notes.of(name).startswith("accepted 250 2.0.0 queued as") for name in READERS)
    assert sorted(notes.submitted) == sorted(READERS)
    assert set(partner.bodies) == {b"Subject: Asie\r\n\r\nBonjour.\r\n..\r\nMAIL FROM:<a>\r\n"}


def test_one_left_out_at_the_last_moment_is_not_mentioned() -> None:
    with Partner() as partner:
        notes = sent(partner.url, "aigerim", "yusuf", "wei", notes=Recorder("yusuf"))
    assert sorted(partner.taken) == ["aigerim", "wei"]
    assert sorted(notes.words) == ["aigerim", "wei"]


def test_not_now_and_never_and_the_others_are_not_disturbed() -> None:
    answers = {"full": "452 4.2.2 mailbox full", "nobody": "550 5.1.1 no such user"}
    with Partner(acts={"RCPT": lambda session, name: answers.get(name, "")}) as partner:
        notes = sent(partner.url, "aigerim", "full", "nobody", "wei")
    assert notes.of("full") == "not now 452 4.2.2 mailbox full"
    assert notes.of("nobody") == "never 550 5.1.1 no such user"
    assert sorted(partner.taken) == ["aigerim", "wei"]
    assert isinstance(notes.errors["nobody"], Refused5xx)
    assert notes.errors["nobody"].stage == "rcpt"


@pytest.mark.parametrize("phase", ["GREETING", "EHLO", "MAIL", "RCPT", "DATA"])
def test_a_line_that_breaks_before_the_body_costs_no_mail(phase: str) -> None:
    def cut(session: Session, name: str) -> str:
        if session.number % 2 and session.mails % 5 == 4 - 4 * (phase in {"GREETING", "EHLO"}):
            raise HangUp
        return ""

    with Partner(acts={phase: cut}) as partner:
        smtp, notes = Smtp.from_url(partner.url), Recorder()
        for _ in range(3):
            left = [name for name in READERS if not notes.words.get(name)]
            try:
                smtp.send(copies(*left), notes)
            except Unreachable:
                notes.words = {name: said for name, said in notes.words.items() if "accepted" in said[0]}
        smtp.close()
    assert all(count == 1 for count in partner.taken.values())
    assert all(len(said) == 1 for said in notes.words.values())


def test_silence_after_the_dot_leaves_doubt_and_is_not_repeated() -> None:
    def cut(session: Session, name: str) -> str:
        return hang_up(session, name) if name == "reader7" else ""

    with Partner(acts={"END": cut}) as partner:
        notes = sent(partner.url, *READERS)
    assert notes.of("reader7").startswith("in doubt")
    assert partner.taken == dict.fromkeys(READERS, 1)
    assert sum("accepted" in said[0] for said in notes.words.values()) == len(READERS) - 1


def test_a_server_that_counts_mails_and_ends_with_421() -> None:
    def enough(session: Session, name: str) -> str:
        return "421 4.3.2 maximum message count per session" if session.mails == 7 else ""

    with Partner(acts={"MAIL": enough}) as partner:
        notes = sent(partner.url, *READERS)
    assert partner.taken == dict.fromkeys(READERS, 1)
    assert partner.sessions > 5
    assert all("accepted" in notes.of(name) for name in READERS)


def test_a_recipient_whom_every_line_breaks_at_waits_for_another_round() -> None:
    def cut(session: Session, name: str) -> str:
        return "421 4.7.0 deferred due to complaints" if name == "reader3" else ""

    with Partner(acts={"RCPT": cut}) as partner:
        notes = sent(partner.url, *READERS)
    assert notes.of("reader3").startswith("not now")
    assert "421 4.7.0" in notes.of("reader3")
    assert len(partner.taken) == len(READERS) - 1


def test_connections_are_used_again_and_not_for_ever() -> None:
    with Partner() as partner:
        smtp, notes = Smtp.from_url(f"{partner.url}?connections=1&mails=10"), Recorder()
        smtp.send(copies(*READERS[:20]), notes)
        assert partner.sessions == 2
        smtp.send(copies(*READERS[20:25]), notes)
        smtp.send(copies(*READERS[25:30]), notes)
        assert partner.sessions == 3
        smtp.close()
    assert len(notes.words) == 30


def test_an_idle_line_that_the_server_closed_is_no_loss() -> None:
    def tired(session: Session, name: str) -> str:
        session.peer.settimeout(0.01)
        return ""

    with Partner(acts={"END": tired}) as partner:
        smtp, notes = Smtp.from_url(f"{partner.url}?connections=1"), Recorder()
        smtp.send(copies("aigerim"), notes)
        smtp.send(copies("wei"), notes)
        smtp.close()
    assert partner.taken == {"aigerim": 1, "wei": 1}
    assert "accepted" in notes.of("wei")


def test_no_server_there() -> None:
    notes = Recorder()
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1: Connection refused"):
        sent("smtp://127.0.0.1:1", *READERS, notes=notes)
    assert list(notes.words) == ["reader0"]
    assert notes.submitted == []


def test_a_server_that_is_away_is_left_alone_for_a_while() -> None:
    smtp = Smtp.from_url("smtp://127.0.0.1:1")
    for _ in range(2):
        notes = Recorder()
        with pytest.raises(Unreachable):
            smtp.send(copies("aigerim"), notes)
        assert notes.of("aigerim").startswith("not now")


def test_another_server_takes_over_and_the_spare_one_waits() -> None:
    with Partner() as first, Partner() as spare:
        sent(f"{first.url} {spare.url}?weight=0", *READERS)
        assert spare.sessions == 0
        first.acts["GREETING"] = lambda session, name: "421 down for repair"
        notes = sent(f"{first.url} {spare.url}?weight=0", *READERS)
    assert spare.taken == dict.fromkeys(READERS, 1)
    assert all("accepted" in notes.of(name) for name in READERS)


def test_servers_share_by_weight() -> None:
    with Partner() as light, Partner() as heavy:
        sent(f"{light.url}?connections=2 {heavy.url}?weight=3&connections=6", *READERS * 40)
    assert heavy.taken.total() > light.taken.total() > 0


class DiskFull(OSError):
    """What a journal may raise."""


class Faulty(Recorder):
    """Notes that fail once, at the fifth mail."""

    def submitting(self, copy: Copy) -> bool:
        if len(self.submitted) == 5:
            self.submitted.append("fault")
            raise DiskFull
        return super().submitting(copy)


def test_a_fault_of_the_notes_is_told_after_the_answers_under_way_are_noted() -> None:
    notes = Faulty()
    with Partner() as partner, pytest.raises(DiskFull):
        sent(f"{partner.url}?connections=2", *READERS, notes=notes)
    assert sum(partner.taken.values()) == 5
    assert sorted(notes.words) == sorted(partner.taken)


def test_a_fault_of_the_iterator_too() -> None:
    def failing() -> Iterator[Copy]:
        yield from copies(*READERS[:3])
        raise DiskFull

    notes, smtp = Recorder(), None
    with Partner() as partner:
        smtp = Smtp.from_url(partner.url)
        with pytest.raises(DiskFull):
            smtp.send(failing(), notes)
    assert sorted(notes.words) == sorted(partner.taken) == READERS[:3]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, and its key, in one file."""
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    making = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost"
    places = ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(file), "-out", f"{file}.crt"]
    subprocess.run([*shlex.split(making), *places], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


def secured(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def test_starttls_with_a_certificate_that_is_trusted(certificate: Path) -> None:
    big = [a_copy(name, text=b"Subject: x\r\n\r\n" + b"0123456789abcde\r\n" * 40_000) for name in READERS[:6]]
    with Partner(("STARTTLS", "PIPELINING"), context=secured(certificate)) as partner:
        url = partner.url.replace("127.0.0.1", "localhost") + f"?starttls=required&cafile={certificate}.crt"
        smtp, notes = Smtp.from_url(url), Recorder()
        smtp.send(iter(big), notes)
        smtp.close()
    assert partner.taken == dict.fromkeys(READERS[:6], 1)
    assert set(partner.bodies) == {big[0].data}


def test_a_certificate_that_nobody_vouches_for(certificate: Path) -> None:
    with Partner(("STARTTLS", "PIPELINING"), context=secured(certificate)) as partner:
        url = partner.url.replace("127.0.0.1", "localhost")
        with pytest.raises(Unreachable, match="certificate verify failed"):
            sent(f"{url}?starttls=required", "aigerim")
    assert not partner.taken


def test_words_pushed_in_before_tls_end_the_session() -> None:
    acts: dict[str, Act] = {"STARTTLS": lambda session, name: "220 go\r\n250 evil"}
    with Partner(("STARTTLS",), acts) as partner, pytest.raises(Unreachable, match="spoke before TLS began"):
        sent(f"{partner.url}?starttls=required", "aigerim")
    assert not partner.taken


def test_a_server_without_tls_where_it_is_required() -> None:
    with Partner() as partner, pytest.raises(Unreachable, match="does not offer STARTTLS"):
        sent(f"{partner.url}?starttls=required", "aigerim")
