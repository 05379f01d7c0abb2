"""Just before a mail leaves: whoever left, went, or is suppressed since then is told with the reason."""

from service.audience.bars import AWAY, LEFT, unwanted
from service.audience.models import Reader
from service.delivery.hand import Row
from service.delivery.models import Suppression
from service.desks.models import Desk
from tests.cast import NOON, a_reader

Desks = tuple[Desk, Desk]


def row(pk: int, reader: Reader) -> Row:
    """A planned mail of the daily of Asia to `reader`."""
    subscription = reader.subscriptions.get()
    return Row(pk, reader.public_id, reader.address, "asia/daily", subscription.public_id, {}, "planned")


def test_who_still_wants_it_is_not_barred(desks: Desks) -> None:
    assert unwanted([row(1, a_reader("aigerim", desks[0]))]) == {}


def test_each_reason_is_told(desks: Desks) -> None:
    left, away, suppressed = (a_reader(name, desks[0]) for name in ("aigerim", "camille", "yusuf"))
    wei = a_reader("wei", desks[0])
    left.subscriptions.update(ended_at=NOON)
    Reader.objects.filter(pk=away.pk).update(state=Reader.State.GONE)
    Suppression.objects.create(address=suppressed.address, reason="complained", since=NOON)
    Suppression.objects.create(address=wei.address, scope="europe/daily", reason="left", since=NOON)

    rows = [row(number, reader) for number, reader in enumerate((left, away, suppressed, wei))]
    assert unwanted(rows) == {0: LEFT, 1: AWAY, 2: "complained"}


def test_a_mail_that_is_about_no_subscription_is_asked_of_suppressions_alone(desks: Desks) -> None:
    stranger = Row(1, "0" * 32, "stranger@reader.example", "confirm", "", {}, "planned")
    assert unwanted([stranger]) == {}
    Suppression.objects.create(address="stranger@reader.example", reason="complained", since=NOON)
    assert unwanted([stranger]) == {1: "complained"}
