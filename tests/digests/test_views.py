"""The web view of a digest."""

import pytest
from django.test import Client

from service.delivery.models import Batch, Mailing, Message
from service.desks.models import Desk, Story
from service.digests.models import Digest, Edition
from service.house.models import House
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


def test_a_past_digest_has_a_public_address_in_each_language_it_was_sent_in(
    client: Client, message: Message
) -> None:
    page = client.get("/kk/asia/archive/daily-2026-11-23/")
    assert (page.status_code, page.text) == (200, VIEW)
    assert client.get("/fr/asia/archive/daily-2026-11-23/").status_code == 404
    assert client.get("/kk/asia/archive/daily-2026-11-24/").status_code == 404
    assert client.get("/kk/asia/archive/daily-2026-99-99/").status_code == 404


def test_an_alert_has_its_address_by_its_story(client: Client, message: Message) -> None:
    story = Story.objects.create(key="a" * 16, opened_at=NOON)
    Edition.objects.update(story=story)
    Digest.objects.update(cadence="breaking")
    assert client.get(f"/kk/asia/archive/breaking-{story.key}/").status_code == 200


def test_the_variant_that_most_readers_got_is_the_one_that_is_kept_on_show(
    client: Client, message: Message
) -> None:
    for key, readers in (("few", 1), ("many", 90)):
        other = Message.objects.create(
            mailing=message.mailing, label=key, key=key, language="kk", html="", view=key, made_at=NOON
        )
        Batch.objects.create(message=other, number=1, recipients=readers)
    assert client.get("/kk/asia/archive/daily-2026-11-23/").text == "many"


def test_a_desks_past_digests_are_listed_by_month_under_their_subjects(
    client: Client, house: House, message: Message
) -> None:
    Message.objects.update(subject="Азия, 23 қар.: Алматыда метро")
    page = client.get("/kk/asia/archive/")
    assert "Азия, 23 қар.: Алматыда метро" in page.text
    assert speak("kk").month(NOON.date()) in page.text
    assert 'href="/kk/asia/archive/daily-2026-11-23/"' in page.text
    assert speak("fr").gettext("No digest has been sent in this language yet.") in client.get(
        "/fr/asia/archive/"
    ).text.replace("&#39;", "'")


def test_there_is_no_archive_of_a_desk_or_language_that_is_not_there(client: Client, house: House) -> None:
    assert client.get("/kk/nowhere/archive/").status_code == 404
    assert client.get("/xx/asia/archive/").status_code == 404
