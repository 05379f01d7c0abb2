"""What comes back is kept, understood once, and acts only on whom it was about."""

import itertools
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings

from service import doorbell
from service.audience import mailto
from service.audience.models import Consent
from service.delivery.models import Batch, Delivery, Suppression
from service.desks.models import Desk
from service.feedback.apply import let_return
from service.feedback.arrivals import KEPT, forget, heed, keep_mail
from service.feedback.models import Arrival, Event
from tests.cast import NOON, a_reader
from tests.feedback.sent import a_bounce, a_complaint, a_delivery, return_path_of, token_of

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)
INVALID = "bounced: invalid-address"


def came(raw: bytes, to: str = "complaints@news.example", now: object = NOON) -> str:
    arrival = keep_mail(raw, to, now)  # type: ignore[arg-type]
    assert arrival is not None
    return heed(arrival, now)  # type: ignore[arg-type]


def two_days() -> tuple[Delivery, Delivery]:
    return a_delivery(), a_delivery(key="digest/asia/daily/2026-11-24", at=TOMORROW)


def test_a_mail_is_kept_before_it_is_read_and_rung_for(
    django_capture_on_commit_callbacks: Callable[..., object],
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[attr-defined]
        arrival = keep_mail(b"anything", "bounce+x@news.example", NOON)
    assert arrival is not None
    assert bytes(Arrival.objects.get().raw) == b"anything"
    assert doorbell.heard == [("heed", (arrival.pk,))]


def test_the_same_mail_again_is_not_kept_again() -> None:
    assert keep_mail(b"one", "bounce+x@news.example", NOON)
    assert keep_mail(b"one", "BOUNCE+x@news.example", TOMORROW) is None
    assert keep_mail(b"one", "bounce+y@news.example", NOON)


def test_bounces_of_two_days_stop_the_address() -> None:
    first, second = two_days()
    assert came(a_bounce(first), return_path_of(first)) == "bounced, invalid-address: 1 new event"
    assert not Suppression.objects.exists()
    came(a_bounce(second), return_path_of(second), TOMORROW)
    [stopped] = Suppression.objects.all()
    assert (stopped.address, stopped.scope, stopped.reason) == ("aigerim@reader.example", "*", INVALID)


def test_a_token_that_is_not_ours_does_nothing() -> None:
    row, other = a_delivery(), a_delivery(recipient="s" * 32, address="camille@reader.example")
    genuine = token_of(row)
    forged = token_of(other)[:8] + genuine[8:]
    for day in range(3):
        raw = a_bounce(row, said=f"550 5.1.1 no {day}").replace(genuine.encode(), forged.encode())
        outcome = came(raw, f"bounce+{forged}@news.example", NOON + timedelta(days=day))
        assert "no token" in outcome
    assert not Event.objects.exists()
    assert not Suppression.objects.exists()


def test_a_token_out_of_an_old_archive_does_nothing() -> None:
    row = a_delivery(at=NOON - timedelta(days=60))
    assert "no token" in came(a_complaint(row))
    assert not Suppression.objects.exists()


def test_a_token_replayed_counts_for_one_mail_only() -> None:
    row = a_delivery()
    for day in range(5):
        now = NOON + timedelta(days=day)
        came(a_bounce(row, said=f"550 5.1.1 unknown, said server {day}"), return_path_of(row), now)
    assert Event.objects.count() == 5
    assert not Suppression.objects.exists()


def test_a_complaint_stops_at_once_and_leaves_evidence(desks: tuple[Desk, Desk]) -> None:
    reader = a_reader("aigerim", desks[0])
    row = a_delivery(recipient=reader.public_id)
    came(a_complaint(row))
    assert Suppression.objects.get().reason == "complained"
    assert Consent.objects.get().verb == "complained"


def test_a_full_mailbox_stops_nobody() -> None:
    for day in range(6):
        row = a_delivery(key=f"digest/{day}", at=NOON + timedelta(days=day))
        came(a_bounce(row, said="552 5.2.2 Mailbox full"), return_path_of(row), NOON + timedelta(days=day))
    assert {event.reason for event in Event.objects.all()} == {"full"}
    assert not Suppression.objects.exists()


def test_in_whatever_order_news_comes_the_end_is_the_same() -> None:
    ends = set()
    for number, order in enumerate(itertools.permutations(range(3))):
        address = f"reader{number}@reader.example"
        first = a_delivery(address, key=f"{number}/1")
        second = a_delivery(address, key=f"{number}/2", at=TOMORROW)
        delivered = a_bounce(first, said="250 2.1.5 delivered", action="delivered")
        news = [
            (a_bounce(first), first, NOON),
            (a_bounce(second), second, TOMORROW),
            (delivered, first, NOON),
        ]
        for place in order:
            raw, row, moment = news[place]
            arrival = keep_mail(raw, return_path_of(row), moment)
            assert arrival is not None
            heed(arrival, TOMORROW)
        ends.add(Suppression.objects.filter(address=address).exists())
    assert ends == {False}


def test_news_about_a_mail_in_doubt_settles_it() -> None:
    row = a_delivery(state=Delivery.State.UNCERTAIN)
    came(a_bounce(row), return_path_of(row))
    row.refresh_from_db()
    assert (row.state, row.reply) == (Delivery.State.ACCEPTED, "taken: mail tells of it")
    batch = Batch.objects.get()
    assert (batch.accepted, batch.uncertain) == (1, 0)


def test_a_providers_outage_stops_nobody_and_lets_go_whom_it_stopped() -> None:
    days = [NOON, TOMORROW]
    rows = [
        [a_delivery(f"r{n}@ill.example", f"{n:032}", f"digest/{day}", at=at) for n in range(24)]
        for day, at in enumerate(days)
    ]
    for day, at in enumerate(days):
        for row in rows[day]:
            came(a_bounce(row), return_path_of(row), at)
    assert not Suppression.objects.exists()
    assert Event.objects.count() == 48


def test_a_reader_leaves_by_mail(desks: tuple[Desk, Desk]) -> None:
    reader = a_reader("aigerim", *desks)
    subscription = reader.subscriptions.get(desk=desks[0])
    address = mailto.address(
        mailto.token(subscription.public_id, settings.SECRET_KEY.encode()), "news.example"
    )
    assert len(address.partition("@")[0]) <= 64
    assert came(b"Subject: unsubscribe\r\n\r\n", address.upper()) == "a reader left by mail"
    subscription.refresh_from_db()
    assert subscription.ended_at == NOON
    assert Suppression.objects.get().scope == "asia/daily"
    assert Event.objects.get().how == "mail"


def test_a_made_up_address_leaves_nothing(desks: tuple[Desk, Desk]) -> None:
    subscription = a_reader("aigerim", desks[0]).subscriptions.get()
    address = mailto.address(mailto.token(subscription.public_id, b"another secret"), "news.example")
    came(b"Subject: unsubscribe\r\n\r\n", address)
    subscription.refresh_from_db()
    assert subscription.ended_at is None


def test_shut_mailboxes_are_let_go_after_their_time_and_others_are_not() -> None:
    for address, reason in (
        ("a@b.example", "bounced: inactive"),
        ("c@b.example", INVALID),
        ("d@b.example", "complained"),
    ):
        Suppression.objects.create(address=address, reason=reason, since=NOON)
    assert let_return(NOON + timedelta(days=91)) == 1
    assert set(Suppression.objects.values_list("address", flat=True)) == {"c@b.example", "d@b.example"}


def test_bytes_are_forgotten_and_still_known_again() -> None:
    row = a_delivery()
    came(a_bounce(row), return_path_of(row))
    Arrival.objects.update(due_at=None)
    later = NOON + KEPT + timedelta(days=1)
    assert forget(later) == 1
    assert bytes(Arrival.objects.get().raw) == b""
    assert keep_mail(a_bounce(row), return_path_of(row), later) is None
