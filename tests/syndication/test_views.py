"""A partner asks for its feed."""

import gzip
from base64 import b64encode
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from service import clock
from service.desks.models import Desk
from service.house.models import House
from service.press.shelf import put
from service.syndication.models import Entitlement, Offer, Partner, PartnerKey, Receipt
from service.syndication.quota import WRONG_KEYS
from service.syndication.views import guesses, partner_feed
from tests.cast import NOON, a_version
from tests.syndication.outlets import KEY, an_entitlement, an_outlet

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]
BODY = b"<feed>" + b"metro " * 99 + b"</feed>"
BEARER = f"Bearer {KEY}"


@pytest.fixture(autouse=True)
def nobody_guessed() -> None:
    """Wrong keys of other tests are forgotten."""
    guesses.tried.clear()


@pytest.fixture
def entitlement(desks: Desks, tmp_path: Path, settings: Settings) -> Entitlement:
    """The Courier may have Central Asia in French, and the file is there. The clock stands near NOON."""
    settings.PARTNERS_ROOT = tmp_path / "partners"
    settings.CLOCK_OFFSET = (NOON - clock.now()).total_seconds() + settings.CLOCK_OFFSET
    row = an_entitlement(an_outlet(), desks[1])
    assert put(settings.PARTNERS_ROOT, row.path, BODY, NOON, lambda: True)
    return row


def ask(
    authorization: str = BEARER,
    method: str = "GET",
    path: str = "courier/central-asia/fr",
    query: str = "",
    name: str = "atom.xml",
    archive: int = 0,
    advance: bool = False,
    **headers: str,
) -> HttpResponse:
    """One request, its headers by name with underscores."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    if authorization:
        sent["Authorization"] = authorization
    request = RequestFactory().generic(method, f"/partners/{path}/{name}{query}", headers=sent)
    slug, desk, lang = path.split("/")
    return partner_feed(request, slug, desk, lang, name, archive, advance)


def test_the_key_opens_the_feed(entitlement: Entitlement) -> None:
    response = ask()
    assert (response.status_code, response.content) == (200, BODY)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert response["Content-Language"] == "fr"
    assert response["Last-Modified"] == "Mon, 23 Nov 2026 12:00:00 GMT"


def test_basic_works_with_the_slug_as_name(entitlement: Entitlement) -> None:
    good = b64encode(f"courier:{KEY}".encode()).decode()
    bad = b64encode(f"herald:{KEY}".encode()).decode()
    assert ask(f"Basic {good}").status_code == 200
    assert ask(f"Basic {bad}").status_code == 401


def test_no_answer_may_be_kept_by_a_shared_cache(entitlement: Entitlement) -> None:
    tag = ask()["ETag"]
    for response in (ask(), ask(if_none_match=tag), ask(""), ask(path="courier/asia/fr")):
        assert response["Cache-Control"] == "private, no-cache"
        assert "Authorization" in response["Vary"]
        assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("query", [f"?key={KEY}", f"?access_token={KEY}", f"?Authorization=Bearer%20{KEY}"])
def test_a_key_in_the_address_opens_nothing(entitlement: Entitlement, query: str) -> None:
    assert ask("", query=query).status_code == 401


@pytest.mark.parametrize(
    "authorization", ["", "Bearer wrong", "Basic ???", "Bearer " + "x" * 10_000, "Bearer é"]
)
def test_without_a_key_that_works_it_is_401_with_both_ways(
    entitlement: Entitlement, authorization: str
) -> None:
    response = ask(authorization)
    assert response.status_code == 401
    assert "Basic realm=" in response["WWW-Authenticate"]
    assert "Bearer realm=" in response["WWW-Authenticate"]
    assert BODY not in response.content


def test_an_ended_key_says_so_and_its_successor_works(entitlement: Entitlement) -> None:
    PartnerKey.objects.update(ends_at=NOON - timedelta(seconds=5))
    assert b"new one" in ask().content
    PartnerKey.objects.update(ends_at=NOON + timedelta(hours=1))
    assert ask().status_code == 200


def test_a_suspended_partner_is_turned_away(entitlement: Entitlement) -> None:
    Partner.objects.update(active=False)
    assert ask().status_code == 403


def test_a_key_opens_its_own_partners_feeds_alone(entitlement: Entitlement, desks: Desks) -> None:
    an_outlet("herald", "the-key-of-the-herald")
    assert ask("Bearer the-key-of-the-herald").status_code == 403
    assert ask("Bearer the-key-of-the-herald", path="herald/central-asia/fr").status_code == 403
    assert ask(path="courier/asia/fr").status_code == 403
    assert ask(path="courier/nowhere/xx").status_code == 403
    assert ask(path="courier/central-asia/ru").content == ask(path="courier/nowhere/xx").content


def test_a_feed_that_is_not_built_yet_is_worth_another_look(entitlement: Entitlement) -> None:
    an_entitlement(entitlement.partner, entitlement.desk, "ru")
    response = ask(path="courier/central-asia/ru")
    assert (response.status_code, response["Retry-After"]) == (503, "60")


def test_who_has_it_gets_304_and_both_are_noted(entitlement: Entitlement) -> None:
    tag = ask(accept_encoding="gzip")["ETag"]
    again = ask(accept_encoding="gzip", if_none_match=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert list(Receipt.objects.order_by("pk").values_list("status", flat=True)) == [200, 304]
    assert len(set(Receipt.objects.values_list("sha256", flat=True))) == 1


def test_what_was_refused_or_only_asked_about_has_no_receipt(entitlement: Entitlement) -> None:
    ask("")
    ask(method="HEAD")
    assert not Receipt.objects.exists()


def test_it_comes_compressed_where_that_is_understood(entitlement: Entitlement) -> None:
    response = ask(accept_encoding="gzip")
    assert response["Content-Encoding"] == "gzip"
    assert gzip.decompress(response.content) == BODY


def test_it_is_only_read(entitlement: Entitlement) -> None:
    assert ask(method="POST").status_code == 405


def test_the_key_itself_is_nowhere_in_the_tables(entitlement: Entitlement) -> None:
    ask()
    rows = [*PartnerKey.objects.values(), *Partner.objects.values(), *Receipt.objects.values()]
    assert KEY not in str(rows)


def offers(entitlement: Entitlement, many: int) -> None:
    """So many offers of one article, each in a turn of its own."""
    version = a_version(desks=(entitlement.desk,))
    Offer.objects.bulk_create(
        Offer(
            entitlement=entitlement,
            number=number,
            article=version.article,
            turn=number,
            revision=1,
            status="usable",
            at=NOON - timedelta(hours=1),
        )
        for number in range(1, many + 1)
    )
    Entitlement.objects.update(offered=many)


def test_archives_are_given_by_number_with_their_neighbours(entitlement: Entitlement, house: House) -> None:
    offers(entitlement, 230)
    first, second = ask(archive=1), ask(archive=2)
    assert (first.status_code, second.status_code, ask(archive=3).status_code) == (200, 200, 404)
    at = "https://eurasiatimes.example/partners/courier/central-asia/fr"
    assert f'<{at}/archive/2/atom.xml>; rel="prev-archive"' in ask()["Link"]
    assert f'<{at}/archive/1/atom.xml>; rel="prev-archive"' in second["Link"]
    assert f'<{at}/archive/2/atom.xml>; rel="next-archive"' in first["Link"]
    assert f'<{at}/atom.xml>; rel="current"' in first["Link"]
    assert "prev-archive" not in first["Link"]
    again = ask(archive=1, if_none_match=first["ETag"], accept_encoding="gzip")
    assert (again.status_code, again.content) == (304, b"")
    assert gzip.decompress(ask(archive=1, accept_encoding="gzip").content) == first.content
    assert ("archive/1/atom.xml", 100) in Receipt.objects.values_list("document", "through")


def test_formats_are_those_of_the_contract(entitlement: Entitlement) -> None:
    assert ask(name="ninjs.json").status_code == 403
    assert ask(name="nothing.xml").status_code == 403
    Partner.objects.update(formats=["ninjs"])
    assert ask(name="ninjs.json").status_code == 503, "agreed, and not built yet"
    assert put(settings_root(), f"{entitlement.folder}/ninjs.json", b"{}", NOON, lambda: True)
    assert ask(name="ninjs.json")["Content-Type"] == "application/json; charset=utf-8"


def settings_root() -> Path:
    """Where the partners' files lie in this test."""
    return Path(django_settings.PARTNERS_ROOT)


def test_a_contract_that_has_ended_gives_nothing(entitlement: Entitlement) -> None:
    Entitlement.objects.update(ends_at=NOON - timedelta(days=1))
    response = ask()
    assert (response.status_code, BODY in response.content) == (403, False)


def test_a_key_is_kept_to_its_networks_and_its_use_is_noted(entitlement: Entitlement) -> None:
    assert ask().status_code == 200
    assert PartnerKey.objects.get().used_at
    PartnerKey.objects.update(networks=["192.0.2.0/24"])
    assert ask().status_code == 403


def test_what_the_proxy_says_counts_only_where_there_is_one(
    entitlement: Entitlement, settings: Settings
) -> None:
    PartnerKey.objects.update(networks=["192.0.2.0/24"])
    assert ask(x_forwarded_for="192.0.2.7").status_code == 403
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert ask(x_forwarded_for="192.0.2.7").status_code == 200
    assert ask(x_forwarded_for="192.0.2.7, 198.51.100.1").status_code == 403


def test_beyond_its_quota_a_partner_is_told_when_to_come_back(entitlement: Entitlement) -> None:
    Partner.objects.update(quota=2)
    assert [ask().status_code for _ in range(3)] == [200, 200, 429]
    assert 0 < int(ask()["Retry-After"]) <= 3600
    assert Receipt.objects.count() == 2


def test_many_keys_are_tried_and_the_real_one_is_none_of_them(entitlement: Entitlement) -> None:
    answers = Counter(ask(f"Bearer guess-{number}").status_code for number in range(500))
    assert answers == {401: WRONG_KEYS, 429: 500 - WRONG_KEYS}
    assert ask().status_code == 429, "from that address; the partner's own is another"
    assert not Receipt.objects.exists()


def test_formats_that_cannot_be_empty_are_not_there_before_the_first_article(
    entitlement: Entitlement, house: House
) -> None:
    Partner.objects.update(formats=["newsml", "ninjs"])
    Entitlement.objects.update(built_at=NOON, advance=True)
    assert ask(name="newsml.xml").status_code == 404
    assert ask(name="newsml.xml", advance=True).status_code == 404
    assert ask(name="ninjs.json", advance=True).status_code == 200
    assert ask(advance=True).status_code == 403, "Atom has no word for an embargo"
    Entitlement.objects.update(advance=False)
    assert ask(name="ninjs.json", advance=True).status_code == 403
