"""The journal knows what a killed worker did and heard, and who lives."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from service.delivery.journal import Journal, home, one_line, read
from service.delivery.models import Delivery
from service.errors import Unreachable

State = Delivery.State


def opened(root: Path, batch: int = 7) -> Journal:
    journal = Journal.open(root, batch)
    assert journal is not None
    return journal


def test_the_next_worker_reads_what_the_last_one_wrote(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.submitting(1)
    journal.outcome(1, State.ACCEPTED, "250 2.0.0 queued as 4F2")
    journal.submitting(2)
    journal.submitting(3)
    journal.not_submitted(3)
    journal.close()

    past = opened(tmp_path).past
    assert past == {1: (State.ACCEPTED, "250 2.0.0 queued as 4F2"), 2: (State.SUBMITTING, "")}


def test_whoever_lives_keeps_it(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    assert Journal.open(tmp_path, 7) is None
    journal.close()
    assert Journal.open(tmp_path, 7) is not None


def test_a_killed_process_holds_nothing_and_has_lost_nothing(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; import django; django.setup(); "
        "from service.delivery.journal import Journal; journal = Journal.open(Path(sys.argv[1]), 7); "
        "journal.submitting(1); journal.outcome(1, 'accepted', '250 ok'); journal.submitting(2); "
        "print('written', flush=True); time.sleep(60)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "service.app.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", code, str(tmp_path)], env=environment, stdout=subprocess.PIPE
    ) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        assert Journal.open(tmp_path, 7) is None
        worker.kill()
    for _ in range(100):  # the kernel unlocks when it has buried the process
        journal = Journal.open(tmp_path, 7)
        if journal:
            break
        time.sleep(0.05)
    assert journal is not None
    assert journal.past == {1: (State.ACCEPTED, "250 ok"), 2: (State.SUBMITTING, "")}


def test_one_that_was_removed_meanwhile_is_made_anew(tmp_path: Path) -> None:
    first = opened(tmp_path)
    first.submitting(1)
    first.remove()
    assert opened(tmp_path).past == {}


def test_a_disk_that_refuses_lets_no_mail_leave(tmp_path: Path) -> None:
    journal = opened(tmp_path)
    journal.close()
    with pytest.raises(Unreachable, match=r"7\.journal"):
        journal.submitting(1)


@given(some.binary())
def test_any_bytes_can_be_read(data: bytes) -> None:
    read(data)


@given(
    some.lists(some.tuples(some.integers(1, 5), some.sampled_from("SADFUXN")), max_size=20),
    some.integers(0, 200),
)
def test_a_line_that_was_cut_off_says_nothing_and_the_others_stand(
    said: list[tuple[int, str]], cut: int
) -> None:
    lines = [b"%s %d words\n" % (letter.encode(), number) for number, letter in said]
    whole = b"".join(lines)
    part = whole[:cut]
    assert read(part) == read(part[: part.rfind(b"\n") + 1])


@given(some.text())
def test_a_reply_is_one_printable_line(reply: str) -> None:
    kept = one_line(reply)
    assert kept.isprintable()
    assert len(kept) <= 500
    assert kept.encode().decode() == kept


def test_a_machine_knows_its_journals_by_name_and_boot(tmp_path: Path) -> None:
    here, there = home(tmp_path / "here"), home(tmp_path / "there")
    assert here == home(tmp_path / "here")
    assert here.partition("/")[0] != there.partition("/")[0]
    assert here.partition("/")[2] == there.partition("/")[2]
