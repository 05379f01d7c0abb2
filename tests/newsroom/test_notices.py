"""Editors give notice in the admin; the line is rung for, and the record cannot be changed."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from service.doorbell import heard
from service.ingest.models import Advisory, Article
from service.ingest.standing import Kind
from tests.cast import an_article

pytestmark = pytest.mark.django_db(transaction=True)
ADD = "admin:ingest_advisory_add"


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("editor"))
    return client


def post(editor: Client, article: Article, kind: Kind, **more: str) -> str:
    """The page an editor sees after the form was sent."""
    values = {"article": str(article.pk), "kind": str(kind), "note": "Faux.", **more}
    return editor.post(reverse(ADD), values, follow=True).content.decode()


def test_an_editor_kills_an_article(editor: Client) -> None:
    article = an_article()
    post(editor, article, Kind.KILL)
    row = Advisory.objects.get()
    assert (row.kind, row.who, row.note, Article.objects.get().state) == ("kill", "editor", "Faux.", "killed")
    assert heard == [("place", (article.pk,))]


def test_a_notice_that_means_nothing_is_refused_beside_the_form(editor: Client) -> None:
    page = post(editor, an_article(), Kind.REINSTATEMENT)
    assert "No reinstatement can be given: it stands already." in page
    assert not Advisory.objects.exists()


def test_a_correction_says_what_is_right(editor: Client) -> None:
    article = an_article()
    assert "Give the headline, the summary or the text" in post(editor, article, Kind.CORRECTION)
    post(editor, article, Kind.CORRECTION, title="Almaty ouvre deux lignes")
    assert Article.objects.get().latest.title == "Almaty ouvre deux lignes"


def test_a_correction_that_cannot_be_used_is_told_and_not_recorded(editor: Client) -> None:
    page = post(editor, an_article(), Kind.CORRECTION, body="<div>" * 300)
    assert "cannot be used" in page
    assert not Advisory.objects.exists()


def test_a_notice_can_be_given_by_whoever_has_the_right_and_changed_by_nobody(client: Client) -> None:
    user = User.objects.create_user("desk", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_advisory", "view_article"]))
    client.force_login(user)
    assert client.get(reverse(ADD)).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="add_advisory"))
    assert client.get(reverse(ADD)).status_code == 200
    post(client, an_article(), Kind.KILL)
    change = reverse("admin:ingest_advisory_change", args=[Advisory.objects.get().pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"note": "Nothing happened."}).status_code == 403
    assert (
        client.post(reverse("admin:ingest_advisory_delete", args=[Advisory.objects.get().pk])).status_code
        == 403
    )
