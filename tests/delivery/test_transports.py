"""The Maildir takes mails, and the settings choose a transport."""

from dataclasses import replace
from email import message_from_bytes
from pathlib import Path

import pytest

from service.delivery.carriers import Wishes, carrier
from service.delivery.maildir import Maildir
from service.delivery.pace.gate import Paced
from service.delivery.transport import Transport
from service.errors import Unreachable
from tests.cast import NOON
from tests.delivery.recorder import Recorder, a_copy, copies

COPY = a_copy()


def test_the_maildir_holds_one_file_however_often_a_mail_is_written(tmp_path: Path) -> None:
    maildir = Maildir(tmp_path)
    assert maildir.evidence(COPY) is False
    maildir.write(COPY)
    maildir.write(COPY)
    (file,) = (tmp_path / "new").iterdir()
    assert list((tmp_path / "tmp").iterdir()) == []
    assert message_from_bytes(file.read_bytes())["Subject"] == "Asie"
    assert maildir.evidence(COPY)


def test_the_maildir_tells_of_each(tmp_path: Path) -> None:
    notes = Recorder("yusuf")
    Maildir(tmp_path).send(copies("aigerim", "yusuf", "wei"), notes)
    assert list(notes.words) == ["aigerim", "wei"]
    assert len(list((tmp_path / "new").iterdir())) == 2


def test_a_mail_that_was_read_is_still_evidence(tmp_path: Path) -> None:
    maildir = Maildir(tmp_path)
    maildir.write(COPY)
    (file,) = (tmp_path / "new").iterdir()
    file.rename(tmp_path / "cur" / f"{file.name}:2,S")
    assert maildir.evidence(COPY)
    assert not maildir.evidence(replace(COPY, message_id="<other@eurasiatimes.example>"))


def test_a_disk_that_refuses_ends_the_round_and_is_worth_another_try(tmp_path: Path) -> None:
    blocked = tmp_path / "mail"
    blocked.write_text("a file where the folder should be")
    notes = Recorder()
    with pytest.raises(Unreachable, match="cannot be written"):
        Maildir(blocked).send(copies("aigerim", "wei"), notes)
    assert list(notes.words) == ["aigerim"]
    assert notes.of("aigerim").startswith("not now")


def test_the_settings_choose(tmp_path: Path) -> None:
    def way_out(url: str) -> Transport:
        return carrier(Wishes(url, tmp_path, "unix:///nowhere"), "bulk", lambda: NOON, lambda: 0)

    assert isinstance(way_out(""), Maildir)
    assert isinstance(way_out("smtps://mail.example"), Paced)
