"""What the stories of the hub share: a feed that is up, a form, a callback."""

from pathlib import Path

from service import lease
from service.delivery.push import Reply
from service.desks.models import Desk
from service.feeds.build import publish
from service.feeds.documents import ensure
from service.feeds.hub.tables import HubSubscription
from service.feeds.models import FeedDocument
from service.house.models import House
from service.ingest.sealing import seal
from tests.cast import NOON

TOPIC = "https://eurasiatimes.example/feeds/asia/fr/atom.xml"
CALLBACK = "https://reader.example/push?me=1"
SECRET = "a secret between us"
TAKEN = Reply(202)


def the_feed(desk: Desk, house: House) -> FeedDocument:
    """The desk's Atom feed in French, built and up."""
    ensure([desk], ["fr"], NOON)
    document = FeedDocument.objects.get(desk=desk, language="fr", format="atom.xml")
    return put_up(document, house)


def put_up(document: FeedDocument, house: House) -> FeedDocument:
    """Build it and note it, as flow does, announcing nothing."""
    built = publish(document, house, NOON)
    lease.finish(document, NOON, built_at=NOON, **built.values)
    document.refresh_from_db()
    return document


def a_subscriber(document: FeedDocument, callback: str = CALLBACK, **changes: object) -> HubSubscription:
    """One that confirmed, and knows the version that is up."""
    values: dict[str, object] = {
        "host": "reader.example",
        "sealed_secret": seal(SECRET),
        "since": NOON,
        "ends_at": NOON.replace(year=NOON.year + 1),
        "knows": document.sha256,
    }
    return HubSubscription.objects.create(document=document, callback=callback, **{**values, **changes})


def form(**changes: str) -> dict[str, str]:
    """A request to subscribe; keyword names without their hub."""
    values = {"mode": "subscribe", "topic": TOPIC, "callback": CALLBACK, "secret": SECRET}
    return {f"hub.{name}": value for name, value in {**values, **changes}.items()}


def shelf(settings: object, tmp_path: Path) -> None:
    """A folder of this test's own for the feeds."""
    settings.FEEDS_ROOT = tmp_path / "feeds"  # type: ignore[attr-defined]
