"""The next edition in all languages side by side, and the editors' words, in the admin."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from service import clock
from service.digests.models import Digest, EditorsWord
from tests.cast import a_version, the_desks, the_house

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("mei"))
    the_house(languages=["fr", "kk", "en"])
    return client


@pytest.fixture
def digest(editor: Client) -> Digest:
    """Asia's, of the next seven o'clock, with a story in French and Kazakh that came just now."""
    asia, _ = the_desks()
    fresh: dict[str, Any] = {"published_at": clock.now(), "released_at": clock.now() - timedelta(seconds=1)}
    story = a_version("fr", "Le métro d’Almaty", desks=(asia,), **fresh).story
    a_version("kk", "Алматы метросы", desks=(asia,), story=story, **fresh)
    return Digest.objects.create(desk=asia, cadence="daily", hour=7, approval_minutes=30)


def next_day() -> str:
    now = datetime.now(UTC)
    return f"{(now + timedelta(days=now.hour >= 7)).date()}"


def test_all_languages_stand_side_by_side_with_their_reasons(editor: Client, digest: Digest) -> None:
    page = editor.get(reverse("admin:digest_preview", args=[digest.pk]))
    text = page.content.decode()
    for language in ("fr", "kk", "en"):
        assert f'src="{language}/?date={next_day()}"' in text
    assert "Алматы метросы" in text
    assert "in fr (the house&#x27;s choice, none in en)" in text
    assert "frame-src 'self'" in page["Content-Security-Policy"]


def test_each_letter_is_framed_by_this_page_alone(editor: Client, digest: Digest) -> None:
    page = editor.get(reverse("admin:digest_letter", args=[digest.pk, "kk"]))
    assert "Алматы метросы" in page.content.decode()
    assert "unsubscribe" not in page.content.decode()
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert "script-src 'none'" in page["Content-Security-Policy"]


def test_nobody_else_sees_it(digest: Digest, client: Client) -> None:
    client.logout()
    assert client.get(reverse("admin:digest_preview", args=[digest.pk])).status_code == 302
    client.force_login(User.objects.create_user("intern", is_staff=True))
    assert client.get(reverse("admin:digest_preview", args=[digest.pk])).status_code == 404
    assert client.get(reverse("admin:digest_letter", args=[digest.pk, "kk"])).status_code == 404


def test_a_date_that_is_none_and_an_alert_have_no_page(editor: Client, digest: Digest) -> None:
    address = reverse("admin:digest_preview", args=[digest.pk])
    assert editor.get(f"{address}?date=tomorrow").status_code == 404
    Digest.objects.update(cadence="breaking")
    assert editor.get(address).status_code == 404


def test_a_word_is_said_under_the_editors_name_and_shows_on_the_page(editor: Client, digest: Digest) -> None:
    said = {
        "digest": digest.pk,
        "date": next_day(),
        "kind": "introduce",
        "language": "fr",
        "text": "Bonjour.",
    }
    assert editor.post(reverse("admin:digests_editorsword_add"), said).status_code == 302
    word = EditorsWord.objects.get()
    assert (word.who, word.text) == ("mei", "Bonjour.")
    text = editor.get(reverse("admin:digest_letter", args=[digest.pk, "fr"])).content.decode()
    assert "Bonjour." in text
    assert "Bonjour." in editor.get(reverse("admin:digest_preview", args=[digest.pk])).content.decode()


def test_a_word_that_means_nothing_is_answered_with_why(editor: Client, digest: Digest) -> None:
    said = {"digest": digest.pk, "date": next_day(), "kind": "drop"}
    page = editor.post(reverse("admin:digests_editorsword_add"), said)
    assert "To drop needs a story: name it." in page.content.decode()
    assert not EditorsWord.objects.exists()


def test_the_lists_open(editor: Client, digest: Digest) -> None:
    for name in ("digest", "editorsword", "erratum", "edition"):
        assert editor.get(reverse(f"admin:digests_{name}_changelist")).status_code == 200
