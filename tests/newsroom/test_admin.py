"""The editors' desk: every table is there, secrets are not, and what is evidence cannot be changed."""

from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from service.audience.models import Consent
from service.delivery.models import Batch, Delivery, Mailing, Message, Suppression
from service.desks.models import Desk, Print, Rule, Ruling
from service.digests.models import Digest, Edition, EditionItem, EditorsWord, Erratum, Run, Told
from service.feedback.models import Arrival, Event, Heard, Watched
from service.feeds.models import FeedDocument, HubDelivery, HubHost, HubRequest, HubSubscription
from service.house.models import House, Problem
from service.ingest.models import Advisory, Article, Dispatch, Host, HubLease
from service.syndication.models import Entitlement, Offer, Partner, PartnerKey, Receipt, Usage
from service.syndication.pushing.tables import Acknowledgement, Destination, Following, Push
from tests.cast import NOON, a_reader, a_version

HOUSE_MODELS = [model for model in apps.get_models() if model.__module__.startswith("service.")]
KEPT = [
    *(Problem, Consent, Event, Arrival, Heard, Watched, Receipt, FeedDocument),
    *(Mailing, Message, Batch, Delivery, Edition, Run, EditionItem),
]
SECRET = "5ec2e7" * 10 + "beef"


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("editor"))
    return client


@pytest.fixture
def full_house(desks: tuple[Desk, Desk]) -> None:
    """One row at least in every table; each secret in it is SECRET."""
    asia, _ = desks
    version = a_version(desks=(asia,), flags=[{"code": "foreign-passage", "because": "three sentences"}])
    Rule.objects.create(name="gulf-energy", desk=asia, topics=["20000256"])
    Ruling.objects.create(article=version.article, kind="pin", desk=asia, revision=1, who="editor", at=NOON)
    Print.objects.create(version=version, value=7)
    source = version.article.source
    body = SECRET.encode()
    Dispatch.objects.create(source=source, message_id="m", sha256="0" * 64, body=body, came_at=NOON)
    HubLease.objects.create(source=source, hub="https://hub.example/", token=SECRET[:43], asked_at=NOON)
    Host.objects.create(name="wire.example", free_at=NOON)
    a_version(title="Almaty", state="held", flags=[{"code": "no-desk", "because": "none", "holds": True}])
    reader = a_reader("aigerim", asia)
    Consent.objects.create(reader=reader, verb="imported", scope="asia/daily", how="newsroom file", at=NOON)
    Event.objects.create(kind="unsubscribed", subscription="0" * 32, how="page", at=NOON)
    Arrival.objects.create(
        digest="0" * 64, channel="mail", recipient=SECRET, raw=SECRET.encode(), arrived_at=NOON
    )
    Heard.objects.create(batch=1)
    Watched.objects.create(mailing=1, to_do=0, moved_at=NOON)
    Problem.objects.create(
        place="source wire", what="<script>alert(1)</script>", opened_at=NOON, seen_at=NOON
    )
    advisory = Advisory.objects.create(
        article=version.article, kind="correction", voice="house", revision=1, who="editor", at=NOON
    )
    mailing = Mailing.objects.create(key="digest/asia/daily/2026-11-23", opened_at=NOON)
    message = Message.objects.create(mailing=mailing, label="kk", key="k" * 22, made_at=NOON, html=SECRET)
    batch = Batch.objects.create(message=message, number=1)
    Delivery.objects.create(
        mailing=mailing,
        batch=batch,
        recipient=reader.public_id,
        slots={"unsubscribe": SECRET},
        changed_at=NOON,
    )
    Suppression.objects.create(address="gone@reader.example", reason="bounced", since=NOON)
    digest = Digest.objects.create(desk=asia, cadence="daily")
    edition = Edition.objects.create(digest=digest, date=NOON.date(), mailing=mailing)
    run = Run.objects.create(edition=edition, instant=NOON)
    item = EditionItem.objects.create(run=run, story=version.story, position=1, because="fresh")
    Told.objects.create(item=item, message=message, version=version, place=1, because="fresh, in fr")
    EditorsWord.objects.create(digest=digest, date=NOON.date(), kind="approve", who="editor", at=NOON)
    Erratum.objects.create(advisory=advisory, digest=digest, mailing=mailing, looked_at=NOON)
    FeedDocument.objects.create(desk=asia, language="fr", format="rss.xml")
    partner = Partner.objects.create(slug="outlet", name="Outlet")
    PartnerKey.objects.create(partner=partner, sha256=SECRET, since=NOON)
    entitlement = Entitlement.objects.create(partner=partner, desk=asia, language="fr")
    Receipt.objects.create(entitlement=entitlement, sha256="0" * 64, status=200, at=NOON)
    _told(entitlement, version.article)
    _a_hub(FeedDocument.objects.get())


def _told(entitlement: Entitlement, article: Article) -> None:
    """The partner asks, was offered an article, is pushed it and says that it took it."""
    partner = entitlement.partner
    Usage.objects.create(partner=partner, hour=NOON)
    offer = Offer.objects.create(
        entitlement=entitlement, number=1, article=article, turn=1, revision=1, status="usable", at=NOON
    )
    destination = Destination.objects.create(
        partner=partner,
        name="desk",
        kind="post",
        address="https://a.example/",
        since=NOON,
        sealed_secret=SECRET,
    )
    Following.objects.create(destination=destination, entitlement=entitlement)
    moments = {"next_at": NOON, "made_at": NOON, "changed_at": NOON}
    Push.objects.create(destination=destination, offer=offer, article=article, turn=1, rank=3, **moments)
    Acknowledgement.objects.create(
        partner=partner, article=article, revision=1, status="usable", who="key", at=NOON
    )


def _a_hub(document: FeedDocument) -> None:
    """Somebody asked the hub for a feed, another one holds it and is being told."""
    where = {"callback": f"https://b.example/{SECRET}", "host": "b.example", "sealed_secret": SECRET}
    HubRequest.objects.create(document=document, mode="subscribe", lease_seconds=9999, asked_at=NOON, **where)
    HubHost.objects.create(name="b.example", hour=NOON)
    held = HubSubscription.objects.create(document=document, since=NOON, **where)
    HubDelivery.objects.create(
        subscription=held, document=document, sha256="0" * 64, made_at=NOON, changed_at=NOON
    )


def address(model: type[Model], page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_table_of_the_house_is_there() -> None:
    assert [model for model in HOUSE_MODELS if model not in admin.site._registry] == []


@pytest.mark.parametrize("model", HOUSE_MODELS, ids=lambda model: model.__name__)
def test_every_table_can_be_read_and_shows_no_secret(
    model: type[Model], editor: Client, full_house: None
) -> None:
    row = model._default_manager.all()[0]
    for where in (address(model, "changelist"), address(model, "change", row.pk)):
        page = editor.get(where)
        assert page.status_code == 200
        assert SECRET[:40] not in page.text
        assert "<script>alert" not in page.text


@pytest.mark.parametrize("model", HOUSE_MODELS, ids=lambda model: model.__name__)
def test_every_list_can_be_searched_where_it_offers_to(
    model: type[Model], editor: Client, full_house: None
) -> None:
    assert editor.get(address(model, "changelist"), {"q": "asia' OR 1=1 --"}).status_code == 200


@pytest.mark.parametrize("model", KEPT, ids=lambda model: model.__name__)
def test_evidence_and_ledger_cannot_be_changed(model: type[Model], editor: Client, full_house: None) -> None:
    row = model._default_manager.all()[0]
    assert editor.get(address(model, "add")).status_code == 403
    assert editor.post(address(model, "change", row.pk), {}).status_code == 403
    assert editor.post(address(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=row.pk).exists()


def test_no_list_can_be_edited_in_bulk() -> None:
    ours = [table for model, table in admin.site._registry.items() if model in HOUSE_MODELS]
    assert [table for table in ours if table.list_editable] == []


def test_an_editor_stops_an_address_in_the_form_that_delivery_compares(editor: Client, house: House) -> None:
    typed = {"address": "Gone@Reader.Example", "scope": "*", "reason": "asked by letter"}
    page = editor.post(address(Suppression, "add"), {**typed, "since_0": "2026-11-23", "since_1": "12:00"})
    assert page.status_code == 302
    assert Suppression.objects.get().address == "gone@reader.example"


def test_what_cannot_be_an_address_is_refused_with_the_reason(editor: Client, house: House) -> None:
    typed = {"address": "gone@localhost", "scope": "*", "reason": "asked by letter"}
    page = editor.post(address(Suppression, "add"), {**typed, "since_0": "2026-11-23", "since_1": "12:00"})
    assert "cannot be a mail address" in page.text
    assert not Suppression.objects.exists()


def test_an_editor_pauses_a_digest(editor: Client, full_house: None) -> None:
    digest = Digest.objects.get()
    values = {"hour": 7, "weekday": 0, "maximum": 12, "paused": "on"}
    assert editor.post(address(Digest, "change", digest.pk), values).status_code == 302
    digest.refresh_from_db()
    assert digest.paused


def test_a_stranger_is_asked_to_log_in(client: Client, db: None) -> None:
    page = client.get("/newsroom/")
    assert page.status_code == 302
    assert page["Location"].startswith("/newsroom/login/")
