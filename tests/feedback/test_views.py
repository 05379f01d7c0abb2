"""The page behind a mail's unsubscribe link, and the one-click POST at the same address."""

import pytest
from django.test import Client

from service.audience.links import unsubscribe_token
from service.audience.models import Reader, Subscription
from service.delivery.models import Suppression
from service.desks.models import Desk
from service.feedback.models import Event
from service.render.catalogue import speak
from tests.cast import a_reader

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def reader(desks: tuple[Desk, Desk]) -> Reader:
    return a_reader("aigerim", *desks)


@pytest.fixture
def subscription(reader: Reader) -> Subscription:
    return reader.subscriptions.get(desk__slug="asia")


@pytest.fixture
def link(subscription: Subscription) -> str:
    return f"/unsubscribe/{unsubscribe_token(subscription)}"


def ended(subscription: Subscription) -> bool:
    subscription.refresh_from_db()
    return subscription.ended_at is not None


def test_one_click_leaves_without_cookies_or_redirect(
    client: Client, link: str, subscription: Subscription
) -> None:
    answer = client.post(link, ONE_CLICK)  # multipart/form-data, as RFC 8058 prefers
    assert (answer.status_code, answer.text) == (200, "unsubscribed\n")
    assert not answer.cookies
    assert ended(subscription)
    assert Suppression.objects.get().scope == "asia/daily"


def test_one_click_may_come_urlencoded(client: Client, link: str, subscription: Subscription) -> None:
    body, kind = "List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"
    assert client.post(link, body, content_type=kind).status_code == 200
    assert ended(subscription)


def test_one_click_needs_no_csrf_token(link: str, subscription: Subscription) -> None:
    assert Client(enforce_csrf_checks=True).post(link, ONE_CLICK).status_code == 200
    assert ended(subscription)


def test_a_repeated_one_click_is_answered_alike(client: Client, link: str) -> None:
    answers = [client.post(link, ONE_CLICK) for _ in range(3)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"unsubscribed\n")] * 3
    assert Event.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(method: str, client: Client, link: str, subscription: Subscription) -> None:
    answer = getattr(client, method)(link)
    assert answer.status_code == 200
    assert not ended(subscription)
    assert not Event.objects.exists()
    assert not answer.cookies


def test_looking_with_the_words_of_the_act_in_the_address_changes_nothing(
    client: Client, link: str, subscription: Subscription
) -> None:
    client.get(link, {**ONE_CLICK, "action": "leave"})
    assert not ended(subscription)


@pytest.mark.parametrize("body", [{}, {"action": "erase"}, {"List-Unsubscribe": "yes"}])
def test_another_body_is_refused_and_changes_nothing(
    body: dict[str, str], client: Client, link: str, subscription: Subscription
) -> None:
    assert client.post(link, body).status_code == 400
    assert not ended(subscription)


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options"])
def test_other_methods_do_nothing(method: str, client: Client, link: str, subscription: Subscription) -> None:
    assert getattr(client, method)(link).status_code == 405
    assert not ended(subscription)


def test_the_page_asks_in_the_readers_language_and_offers_a_button(client: Client, link: str) -> None:
    page = client.get(link, headers={"Accept-Language": "fr"})
    assert page["Content-Language"] == "kk"
    assert 'lang="kk"' in page.text
    assert speak("kk").gettext("Stop the daily digest?") in page.text
    assert f'<form method="post" action="{link}">' in page.text
    assert 'value="leave"' in page.text


@pytest.mark.parametrize(
    ("languages", "spoken"),
    [(["uz"], "ru"), (["zh-TW", "en"], "en"), (["ar-EG"], "ar"), (["hi"], "fr"), ([], "fr")],
)
def test_a_language_without_texts_falls_back_to_the_nearest_that_there_is(
    languages: list[str], spoken: str, client: Client, link: str, reader: Reader
) -> None:
    Reader.objects.filter(pk=reader.pk).update(languages=languages)
    page = client.get(link)
    assert page["Content-Language"] == spoken
    assert speak(spoken).gettext("Unsubscribe") in page.text


def test_the_button_leaves_and_the_page_offers_to_undo(
    client: Client, link: str, subscription: Subscription
) -> None:
    page = client.post(link, {"action": "leave"})
    assert page.status_code == 200
    assert ended(subscription)
    assert speak("kk").gettext("You are unsubscribed") in page.text
    assert 'value="undo"' in page.text
    page = client.post(link, {"action": "undo"})
    assert not ended(subscription)
    assert speak("kk").gettext("You are subscribed again") in page.text
    assert not Suppression.objects.exists()


def test_who_has_left_already_is_told_so(client: Client, link: str) -> None:
    client.post(link, ONE_CLICK)
    assert speak("kk").gettext("You are unsubscribed") in client.get(link).text


def test_a_forwarded_mail_shows_a_masked_address_and_this_list_alone(
    client: Client, link: str, reader: Reader
) -> None:
    page = client.get(link)
    assert "a***@reader.example" in page.text
    assert reader.address not in page.text
    assert "central-asia" not in page.text


def test_leaving_one_list_leaves_the_other(client: Client, link: str, reader: Reader) -> None:
    client.post(link, ONE_CLICK)
    assert reader.subscriptions.get(ended_at=None).desk.slug == "central-asia"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("token", ["x", "1", "aigerim@reader.example", "⟦unsubscribe⟧", "x" * 3000])
def test_a_link_that_is_not_ours_says_so_in_the_browsers_language(
    method: str, token: str, client: Client, reader: Reader
) -> None:
    answer = getattr(client, method)(f"/unsubscribe/{token}", headers={"Accept-Language": "ar, en;q=0.5"})
    assert answer.status_code == 404
    assert speak("ar").gettext("This link does not work") in answer.text
    assert 'dir="rtl"' in answer.text
    assert "<form" not in answer.text
    assert not Event.objects.exists()


def test_the_link_goes_into_no_cache_index_or_referrer(client: Client, link: str) -> None:
    page = client.get(link)
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert page["Referrer-Policy"] == "no-referrer"
    assert "default-src 'none'" in page["Content-Security-Policy"]
    assert link not in page.text.replace(f'action="{link}"', "")
