"""The web view of a digest."""

import pytest
from django.test import Client

from service.delivery.models import Mailing, Message
from service.desks.models import Desk
from service.digests.models import Digest, Edition
from service.render.catalogue import speak
from tests.cast import NOON

VIEW = '<!doctype html><html lang="kk"><body style="color: #1B1B1A">Азия</body></html>'


@pytest.fixture
def message(desks: tuple[Desk, Desk]) -> Message:
    """A frozen message of an edition."""
    mailing = Mailing.objects.create(key="digest/asia/daily/2026-11-23", opened_at=NOON)
    digest = Digest.objects.create(desk=desks[0], cadence="daily")
    Edition.objects.create(digest=digest, date=NOON.date(), mailing=mailing)
    return Message.objects.create(
        mailing=mailing,
        label="kk",
        key="k" * 22,
        language="kk",
        html="⟦unsubscribe⟧",
        view=VIEW,
        made_at=NOON,
    )


def test_the_view_is_the_mail_as_it_was_sent(client: Client, message: Message) -> None:
    page = client.get(f"/view/{message.key}")
    assert (page.status_code, page.text) == (200, VIEW)
    assert page["Content-Language"] == "kk"
    assert page["Content-Type"] == "text/html; charset=utf-8"


def test_the_view_keeps_out_of_indexes_and_knows_no_reader(client: Client, message: Message) -> None:
    page = client.get(f"/view/{message.key}")
    assert page["X-Robots-Tag"] == "noindex"
    assert not page.cookies


def test_the_view_may_style_itself_and_do_nothing_else(client: Client, message: Message) -> None:
    policy = client.get(f"/view/{message.key}")["Content-Security-Policy"]
    assert "style-src 'unsafe-inline'" in policy
    assert "default-src 'none'" in policy
    assert "script-src 'none'" in policy


def test_a_key_nobody_made_is_not_found_in_the_browsers_language(client: Client, message: Message) -> None:
    page = client.get("/view/nobody", headers={"Accept-Language": "ru"})
    assert page.status_code == 404
    assert speak("ru").gettext("There is nothing here") in page.text


def test_a_message_that_is_no_digest_has_no_view(client: Client, message: Message) -> None:
    Edition.objects.all().delete()
    assert client.get(f"/view/{message.key}").status_code == 404


def test_nothing_is_posted_to_a_view(client: Client, message: Message) -> None:
    assert client.post(f"/view/{message.key}").status_code == 405
