"""The mailings in the admin: the account, and the brakes for those who may use them."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from service import clock
from service.delivery.models import Mailing
from service.delivery.plan import plan
from tests.delivery.letters import a_draft, readers

pytestmark = pytest.mark.django_db
LIST = "/newsroom/delivery/mailing/"


@pytest.fixture
def mailing() -> Mailing:
    return plan("digest/asia/daily/2026-11-23", [(a_draft("kk"), readers(3))], clock.now()).mailing


def user_with(*rights: str) -> User:
    user = User.objects.create_user("editor", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return user


def act(client: Client, name: str, mailing: Mailing) -> None:
    client.post(LIST, {"action": name, "_selected_action": [mailing.pk]})
    mailing.refresh_from_db()


def test_the_account_is_shown_by_language(client: Client, mailing: Mailing) -> None:
    client.force_login(user_with("view_mailing"))
    page = client.get(f"{LIST}{mailing.pk}/change/").content.decode()
    assert "kk: 3 = 0 accepted + 0 excluded + 0 failed + 0 uncertain + 0 deferred + 3 to do" in page
    assert "under way" in client.get(LIST).content.decode()


def test_the_brakes_work(client: Client, mailing: Mailing) -> None:
    client.force_login(user_with("view_mailing", "change_mailing"))
    act(client, "pause", mailing)
    assert mailing.standing == "paused"
    assert mailing.paused_because == "by editor in the admin"
    act(client, "resume", mailing)
    assert mailing.standing == "under way"
    act(client, "cancel", mailing)
    assert mailing.standing == "cancelled"


def test_who_may_only_read_has_no_brakes(client: Client, mailing: Mailing) -> None:
    client.force_login(user_with("view_mailing"))
    act(client, "pause", mailing)
    assert mailing.standing == "under way"
