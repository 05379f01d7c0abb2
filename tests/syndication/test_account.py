"""Who has taken a kill, by fetching, by a push, by saying so; and who is called when it takes too long."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from service import clock
from service.desks.models import Desk, Version
from service.house.models import House, Problem
from service.syndication import alarms
from service.syndication.account import notices, told, untaken
from service.syndication.acknowledging import acknowledge
from service.syndication.build import publish
from service.syndication.models import Acknowledgement, Entitlement, Partner, Push, Receipt
from service.syndication.pushing.tables import Destination
from tests.cast import NOON, a_version
from tests.syndication.outlets import KEY, an_entitlement
from tests.syndication.pushing.others import a_destination, an_outlet_of, killed, offered

pytestmark = pytest.mark.django_db
Desks = tuple[Desk, Desk]
MINUTE = timedelta(minutes=1)


class Story:
    """The Courier was offered an article at noon, which was killed an hour later."""

    def __init__(self, desk: Desk) -> None:
        self.partner, self.entitlement = an_outlet_of(desk)
        self.version: Version = a_version(desks=(desk,))
        self.key = self.version.article.key
        self.killed_at = NOON + timedelta(hours=1)

    def fetched(self, at: datetime, through: int, document: str = "atom.xml") -> None:
        """The partner took a document."""
        Receipt.objects.create(
            entitlement=self.entitlement, document=document, sha256="0", status=200, through=through, at=at
        )

    def handed(self, kind: str) -> Destination:
        """Everything that waits was handed to a destination of this kind."""
        destination = a_destination(self.partner, kind, name=kind)
        offered(self.entitlement, self.killed_at)
        waiting = Push.objects.filter(state=Push.State.WAITING)
        waiting.update(state=Push.State.HANDED, changed_at=self.killed_at + MINUTE)
        return destination

    def kill(self) -> None:
        """It is killed, and the ledger knows."""
        killed(self.version)
        offered(self.entitlement, self.killed_at)


@pytest.fixture
def story(house: House, desks: Desks) -> Story:
    story = Story(desks[1])
    offered(story.entitlement, NOON)
    return story


def open_now() -> list[tuple[str, str]]:
    return [(one.partner, one.article) for one in alarms.waiting(NOON + timedelta(hours=2))]


def test_a_kill_is_open_until_the_partner_fetches_a_document_that_says_it(story: Story) -> None:
    story.fetched(NOON + MINUTE, 1)
    story.kill()
    story.fetched(story.killed_at + MINUTE, 1)
    assert open_now() == [("courier", story.key)], "what it fetched was made before the kill"
    story.fetched(story.killed_at + 2 * MINUTE, 2, "archive/1/atom.xml")
    assert open_now(), "an archive alone does not count"
    story.fetched(story.killed_at + 3 * MINUTE, 2)
    assert open_now() == []
    (row,) = told(notices())
    assert getattr(row, "fetched_at", None) == story.killed_at + 3 * MINUTE
    assert [getattr(row, name, "") for name in ("pushed_at", "acknowledged_at")] == [None, None]


def test_who_never_had_the_article_has_nothing_to_take_down(story: Story) -> None:
    story.kill()
    assert open_now() == []
    assert untaken(notices()).count() == 1


@pytest.mark.parametrize(("kind", "taken"), [("post", True), ("sftp", False), ("mail", False)])
def test_a_machine_that_answered_has_it_and_a_folder_or_a_letter_box_says_nothing(
    story: Story, kind: str, taken: bool
) -> None:
    story.fetched(NOON + MINUTE, 1)
    story.kill()
    story.handed(kind)
    assert (open_now() == []) is taken


def test_who_may_have_got_it_by_a_push_without_an_answer_has_to_take_it_down(story: Story) -> None:
    a_destination(story.partner, "mail", since=NOON - MINUTE)
    offered(story.entitlement, NOON)
    Push.objects.update(reply="the mail waits in the ledger")
    story.kill()
    assert list(Push.objects.order_by("pk").values_list("state", flat=True)) == ["overtaken", "waiting"]
    assert open_now() == [("courier", story.key)]


def test_saying_so_counts_once_and_for_this_kill(story: Story) -> None:
    story.fetched(NOON + MINUTE, 1)
    story.kill()
    first = acknowledge(story.partner, story.key, "canceled", "key first", story.killed_at + MINUTE)
    again = acknowledge(story.partner, story.key, "", "key first", story.killed_at + 2 * MINUTE)
    assert (again.pk, Acknowledgement.objects.count()) == (first.pk, 1)
    assert open_now() == []


def test_an_alarm_rings_after_a_while_and_ends_by_itself(story: Story, settings: Settings) -> None:
    settings.KILL_ALARM_MINUTES = 15
    story.fetched(NOON + MINUTE, 1)
    story.kill()
    assert alarms.watch(story.killed_at + 15 * MINUTE) == 0
    assert alarms.watch(story.killed_at + 16 * MINUTE) == 1
    problem = Problem.objects.get(closed_at=None)
    assert problem.place == f"notice to courier: {story.key}"
    assert "deskwire partner acknowledge courier" in problem.what
    story.fetched(story.killed_at + 20 * MINUTE, 2)
    assert alarms.watch(story.killed_at + 21 * MINUTE) == 0
    assert not Problem.objects.filter(closed_at=None).exists()


def test_of_two_desks_that_offered_it_each_must_be_fetched_but_one_word_is_enough(
    story: Story, desks: Desks
) -> None:
    wider = an_entitlement(story.partner, desks[0])
    offered(wider, NOON)
    for entitlement in (story.entitlement, wider):
        Receipt.objects.create(entitlement=entitlement, sha256="0", status=200, through=1, at=NOON + MINUTE)
    story.kill()
    offered(wider, story.killed_at + MINUTE)
    story.fetched(story.killed_at + 2 * MINUTE, 2)
    assert open_now() == [("courier", story.key)]
    acknowledge(story.partner, story.key, "canceled", "key first", story.killed_at + 3 * MINUTE)
    assert open_now() == []


def test_a_document_that_was_not_printed_is_not_taken_for_one_that_was(
    story: Story, house: House, tmp_path: Path, settings: Settings
) -> None:
    settings.PARTNERS_ROOT = tmp_path / "partners"
    settings.PARTNERS_ROOT.write_text("no folder")
    built = publish(story.entitlement, house, NOON)
    assert built.outcome == "refused"
    assert "offered" not in built.values


# ---- the API -----------------------------------------------------------------------------------------


@pytest.fixture
def client_now(story: Story, settings: Settings) -> Client:
    """A client that shows the Courier's key, a minute after the kill."""
    story.kill()
    offset = (story.killed_at + MINUTE - clock.now()).total_seconds()
    settings.CLOCK_OFFSET = offset + settings.CLOCK_OFFSET
    return Client(headers={"Authorization": f"Bearer {KEY}"})


def say(client: Client, **said: object) -> HttpResponse:
    return client.post("/partners/courier/acknowledgements", json.dumps(said), "application/json")  # type: ignore[return-value]


def test_a_partner_asks_what_stands_and_says_that_it_took_it(client_now: Client, story: Story) -> None:
    (before,) = client_now.get("/partners/courier/notices.json").json()["notices"]
    assert (before["id"], before["status"], before["taken"]) == (
        f"tag:eurasiatimes.example,2026:{story.key}/fr",
        "canceled",
        {},
    )
    assert say(client_now, id=before["id"], status="canceled").status_code == 200
    assert say(client_now, id=before["id"], status="canceled").status_code == 200
    (after,) = client_now.get("/partners/courier/notices.json").json()["notices"]
    assert list(after["taken"]) == ["acknowledged"]
    assert Acknowledgement.objects.get().who == "key first"


def test_what_is_not_understood_or_not_so_is_said(client_now: Client, story: Story) -> None:
    assert say(client_now, id="nonsense").status_code == 400
    assert say(client_now, id=["x"]).status_code == 400
    assert say(client_now, id="0" * 16).status_code == 404
    assert say(client_now, id=story.key, status="usable").status_code == 404
    assert say(client_now, id=story.key, status=3).status_code == 404
    assert (
        client_now.post("/partners/courier/acknowledgements", b"[" * 20_000, "application/json").status_code
        == 400
    )
    assert not Acknowledgement.objects.exists()


def test_it_is_for_key_holders_alone(client_now: Client, story: Story) -> None:
    for client, slug, status in ((Client(), "courier", 401), (client_now, "herald", 403)):
        assert client.get(f"/partners/{slug}/notices.json").status_code == status
        posted = client.post(f"/partners/{slug}/acknowledgements", "{}", "application/json")
        assert posted.status_code == status
    Partner.objects.update(active=False)
    assert client_now.get("/partners/courier/notices.json").status_code == 403


def test_a_partner_whose_contract_ended_can_still_say_it(client_now: Client, story: Story) -> None:
    Entitlement.objects.update(ended_at=NOON)
    assert say(client_now, id=story.key, status="canceled").status_code == 200
