"""Those who were sent an article are told that it was corrected or withdrawn; only they, and once."""

from datetime import timedelta

import pytest

from service.audience.models import Reader
from service.delivery.models import Delivery, Mailing
from service.desks.models import Desk, Version
from service.digests.compose import compose
from service.digests.due import open_runs
from service.digests.errata import tell
from service.digests.models import Digest, Run
from service.house.models import House
from service.ingest.models import Advisory
from service.ingest.standing import Kind, Voice
from tests.cast import NOON, a_reader, a_version

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def mailed(desks: tuple[Desk, Desk], house: House) -> dict[str, Version]:
    """A story was mailed: Camille had it in French, Aigerim in Kazakh. Wei had another one."""
    asia, central = desks
    for desk in desks:
        Digest.objects.create(desk=desk, cadence="daily", hour=7, corrections=True)
    french = a_version("fr", "Le métro d’Almaty compte huit stations", desks=(asia,))
    kazakh = a_version("kk", "Алматы метросында сегіз бекет бар", desks=(asia,), story=french.story)
    a_version("zh-Hans", "天气", desks=(central,))
    for name, desk in {"camille": asia, "aigerim": asia, "wei": central}.items():
        a_reader(name, desk)
    for run in Run.objects.filter(pk__in=open_runs(NOON, catch_up=True)):
        compose(run, house, NOON)
    Delivery.objects.update(state=Delivery.State.ACCEPTED)
    Mailing.objects.update(closed_at=NOON)
    return {"fr": french, "kk": kazakh}


def noticed(version: Version, kind: Kind, note: str = "Neuf stations, et non huit.") -> Advisory:
    return Advisory.objects.create(
        article=version.article, kind=kind, voice=Voice.HOUSE, revision=1, note=note, who="mei", at=LATER
    )


def told() -> list[tuple[str, str]]:
    """Who is told, and under which subject."""
    rows = Delivery.objects.filter(mailing__key__startswith="erratum/").order_by("address")
    return list(rows.values_list("address", "batch__message__subject"))


def test_a_correction_reaches_those_who_had_that_version_in_the_language_of_their_mail(
    mailed: dict[str, Version], house: House
) -> None:
    noticed(mailed["kk"], Kind.CORRECTION, "Тоғыз бекет.")
    assert tell(house, LATER)
    assert told() == [("aigerim@reader.example", "Түзету: Алматы метросында сегіз бекет бар")]
    message = Mailing.objects.get(key__startswith="erratum/").messages.get()
    assert "Тоғыз бекет." in message.text
    assert f"/kk/article/{mailed['kk'].article.key}/" in message.text
    assert "⟦unsubscribe⟧" in message.html
    assert message.headers["List-Id"] == "<asia-daily-kk.eurasiatimes.example>"
    assert Mailing.objects.get(key__startswith="erratum/").lane == Mailing.Lane.BULK


def test_a_kill_is_told_without_its_reason_and_without_a_link(
    mailed: dict[str, Version], house: House
) -> None:
    Version.objects.filter(pk=mailed["fr"].pk).update(state=Version.State.WITHDRAWN)
    noticed(mailed["fr"], Kind.KILL, "Our lawyers say so")
    tell(house, LATER)
    assert told() == [
        ("camille@reader.example", "Retiré\N{NO-BREAK SPACE}: Le métro d’Almaty compte huit stations")
    ]
    text = Mailing.objects.get(key__startswith="erratum/").messages.get().text
    assert "lawyers" not in text
    assert "/article/" not in text


def test_telling_again_tells_nobody_again(mailed: dict[str, Version], house: House) -> None:
    noticed(mailed["fr"], Kind.CORRECTION)
    assert tell(house, LATER)
    assert tell(house, LATER + timedelta(minutes=1)) == []
    assert len(told()) == 1


def test_who_gets_the_article_while_its_mailing_is_still_sent_is_told_too(
    mailed: dict[str, Version], house: House
) -> None:
    of_edition = Mailing.objects.filter(edition__digest__desk__slug="asia")
    of_edition.update(closed_at=None)
    waiting = Delivery.objects.filter(address="camille@reader.example")
    waiting.update(state=Delivery.State.PLANNED)
    noticed(mailed["fr"], Kind.CORRECTION)
    tell(house, LATER)
    assert told() == []
    waiting.update(state=Delivery.State.ACCEPTED)
    of_edition.update(closed_at=LATER + timedelta(minutes=1))
    assert tell(house, LATER + timedelta(minutes=2))
    assert tell(house, LATER + timedelta(minutes=3)) == []
    assert [address for address, _ in told()] == ["camille@reader.example"]


@pytest.mark.parametrize("state", [Delivery.State.FAILED, Delivery.State.EXCLUDED])
def test_who_never_got_it_is_not_told(mailed: dict[str, Version], house: House, state: str) -> None:
    Delivery.objects.filter(address="camille@reader.example").update(state=state)
    noticed(mailed["fr"], Kind.CORRECTION)
    tell(house, LATER)
    assert told() == []


def test_who_has_left_the_list_is_not_told(mailed: dict[str, Version], house: House) -> None:
    noticed(mailed["fr"], Kind.CORRECTION)
    noticed(mailed["kk"], Kind.CORRECTION)
    Reader.objects.get(address="camille@reader.example").subscriptions.update(ended_at=LATER)
    tell(house, LATER)
    assert [address for address, _ in told()] == ["aigerim@reader.example"]


def test_a_desk_that_does_not_say_so_tells_nobody(mailed: dict[str, Version], house: House) -> None:
    Digest.objects.update(corrections=False)
    noticed(mailed["fr"], Kind.CORRECTION)
    assert tell(house, LATER) == []


def test_a_correction_waits_until_the_corrected_text_stands(mailed: dict[str, Version], house: House) -> None:
    advisory = noticed(mailed["fr"], Kind.CORRECTION)
    Advisory.objects.filter(pk=advisory.pk).update(revision=2)
    assert tell(house, LATER) == []
    Version.objects.filter(pk=mailed["fr"].pk).update(revision=2, title="Le métro compte neuf stations")
    tell(house, LATER)
    assert told() == [
        ("camille@reader.example", "Rectificatif\N{NO-BREAK SPACE}: Le métro compte neuf stations")
    ]


def test_a_kill_that_was_taken_back_is_not_told(mailed: dict[str, Version], house: House) -> None:
    noticed(mailed["fr"], Kind.KILL)
    noticed(mailed["fr"], Kind.REINSTATEMENT)
    Version.objects.filter(pk=mailed["fr"].pk).update(state=Version.State.WITHDRAWN)
    assert tell(house, LATER) == []
