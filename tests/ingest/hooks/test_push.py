"""A source pushes its stories: signed, of this moment, once; read by the next pull."""

import gzip
import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from service import clock, doorbell
from service.house.models import Problem
from service.ingest.dispatches import REMEMBERED
from service.ingest.models import Article, Dispatch, Source
from service.ingest.pull import pull
from service.ingest.sealing import seal
from service.ingest.signatures import sign
from tests.cast import NOON, a_source

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "a-secret-for-trials"
STORY: dict[str, Any] = {
    "id": "almaty-7",
    "title": "Almaty ouvre sa ligne",
    "content_html": "<p>Elle ouvre.</p>",
}


@pytest.fixture
def source() -> Source:
    """A source that pushes."""
    return a_source("cms", kind="push", location="", due_at=None, sealed_secret=seal(SECRET), language="fr")


def call(
    body: Any = STORY,
    name: str = "msg_1",
    *,
    secret: str = SECRET,
    to: str = "cms",
    at: datetime | None = None,
    signed: bytes | None = None,
    **headers: str,
) -> Any:
    """Push `body`; what is answered. `signed` is what the signature is of, where that is something else."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    moment = str(int((at or clock.now()).timestamp()))
    about = {
        "webhook-id": name,
        "webhook-timestamp": moment,
        "webhook-signature": f"v1,{sign(secret, name, moment, raw if signed is None else signed)}",
        **{key.replace("_", "-"): value for key, value in headers.items()},
    }
    return Client().post(f"/hooks/ingest/{to}", raw, content_type="application/json", headers=about)


def nothing_happened() -> bool:
    """Whether nothing was kept and nobody was rung for."""
    return not Dispatch.objects.exists() and not doorbell.heard


def test_a_push_is_kept_rung_for_and_read(source: Source) -> None:
    answer = call()
    assert (answer.status_code, answer.content) == (202, b"kept\n")
    assert answer["Cache-Control"] == "no-store"
    assert doorbell.heard == [("pull", (source.pk,))]
    source.refresh_from_db()
    assert source.due_at is not None
    pulled = pull(source, clock.now())
    assert (len(pulled.new), pulled.took, pulled.again_at) == (1, 1, None)
    article = Article.objects.get()
    assert (article.external_id, article.latest.title, article.latest.language) == (
        "almaty-7",
        "Almaty ouvre sa ligne",
        "fr",
    )
    dispatch = Dispatch.objects.get()
    assert (dispatch.body, dispatch.read_at is not None) == (None, True)


def test_the_same_call_twice_is_one_push(source: Source) -> None:
    assert call().status_code == 202
    again = call()
    assert (again.status_code, again.content) == (202, b"had it\n")
    assert len(doorbell.heard) == 1
    pull(source, clock.now())
    assert call().content == b"had it\n"
    assert Dispatch.objects.count() == 1


def test_another_body_under_a_known_id_is_a_conflict(source: Source) -> None:
    call()
    assert call({**STORY, "title": "Autre"}).status_code == 409
    pull(source, clock.now())
    assert Article.objects.get().latest.title == "Almaty ouvre sa ligne"


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": "another-secret-here"},
        {"at": datetime.fromisoformat("2026-01-01T00:00:00Z")},
        {"signed": b'{"id": "almaty-7"}'},
        {"webhook_signature": ""},
        {"webhook_id": "msg_2"},
        {"to": "nobody"},
        {"to": "wire-folder"},
        {"to": "retired"},
    ],
)
def test_what_is_not_signed_by_the_source_now_is_refused(source: Source, wrong: dict[str, Any]) -> None:
    a_source("wire-folder", sealed_secret=seal(SECRET))
    a_source("retired", kind="push", state="retired", sealed_secret=seal(SECRET))
    answer = call(**wrong)
    assert (answer.status_code, nothing_happened()) == (401, True)
    assert SECRET.encode() not in answer.content


def test_nothing_says_which_sources_there_are(source: Source) -> None:
    known, unknown = call(secret="wrong-secret-here"), call(secret="wrong-secret-here", to="nobody")
    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)


def test_a_call_that_was_overheard_is_of_no_use_later(source: Source) -> None:
    """The window ends before we forget: in between the id is known."""
    assert timedelta(minutes=5) < REMEMBERED
    call(at=clock.now() - timedelta(minutes=4))
    pull(source, clock.now())
    assert call(at=clock.now() - timedelta(minutes=6)).status_code == 401
    assert Dispatch.objects.count() == 1


def test_only_a_post_is_heard(source: Source) -> None:
    assert Client().get("/hooks/ingest/cms").status_code == 405


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(source: Source) -> None:
    answer = call(b"x" * (5 * 1024 * 1024 + 1))
    assert (answer.status_code, nothing_happened()) == (413, True)


def test_a_packed_body_is_unpacked_within_limits(source: Source) -> None:
    packed = gzip.compress(json.dumps(STORY).encode())
    assert call(packed, content_encoding="gzip").status_code == 202
    bomb = gzip.compress(b" " * (30 * 1024 * 1024))
    assert call(bomb, "msg_2", content_encoding="gzip").status_code == 413
    assert call(packed[:-9], "msg_3", content_encoding="gzip").status_code == 413
    assert Dispatch.objects.count() == 1


def test_one_bad_story_is_told_and_settled_when_it_comes_mended(source: Source) -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "items": [STORY, {"id": "b", "content_html": ""}]}
    call(feed)
    pulled = pull(source, clock.now())
    assert (len(pulled.new), pulled.failed) == (1, 1)
    assert problems() == ["source cms: b"]
    call(STORY | {"title": "Encore"}, "msg_2")
    pull(source, clock.now())
    assert problems() == ["source cms: b"]
    call(STORY | {"id": "b"}, "msg_3")
    pull(source, clock.now())
    assert problems() == []


def test_a_push_that_cannot_be_understood_is_told_and_the_rest_is_read(source: Source) -> None:
    call(b"nothing we know", "msg_1")
    call(STORY, "msg_2")
    pulled = pull(source, clock.now())
    assert (len(pulled.new), pulled.failed) == (1, 1)
    assert problems() == ["source cms: dispatch"]


def problems() -> list[str]:
    """The places of the problems that are open."""
    return list(Problem.objects.filter(closed_at=None).values_list("place", flat=True))


def test_of_many_pushes_of_one_story_the_last_stands(source: Source) -> None:
    for number in range(25):
        call(STORY | {"title": f"Version {number}"}, f"msg_{number}")
    first = pull(source, clock.now())
    assert (first.took, first.again_at is not None) == (20, True)
    second = pull(source, clock.now())
    assert (second.took, second.again_at) == (5, None)
    assert (Article.objects.get().latest.title, Article.objects.get().revision) == ("Version 24", 2)


def test_by_a_mapping(source: Source) -> None:
    Source.objects.update(options={"fields": {"id": "key", "title": "headline"}})
    call({"key": 7, "headline": "Métro"})
    source.refresh_from_db()
    pull(source, clock.now())
    assert Article.objects.get().external_id == "7"


def test_what_was_read_long_ago_is_forgotten_and_what_waits_is_not(source: Source) -> None:
    call()
    pull(source, clock.now())
    long_ago = NOON - timedelta(days=400)
    Dispatch.objects.update(came_at=long_ago)
    other = a_source("other", kind="push")
    Dispatch.objects.create(source=other, message_id="waits", sha256="0" * 64, body=b"{}", came_at=long_ago)
    call(STORY, "msg_2")
    pull(source, clock.now())
    assert set(Dispatch.objects.values_list("message_id", flat=True)) == {"waits", "msg_2"}


def test_the_tables_hold_no_secret(source: Source) -> None:
    assert SECRET not in json.dumps(list(Source.objects.values()), default=str)


def test_a_push_may_take_back_hold_and_correct(source: Source) -> None:
    said: list[dict[str, Any]] = [
        {"embargo": (clock.now() + timedelta(hours=3)).isoformat(), "breaking": True},
        {"correction": "The line has eight stations."},
        {"status": "withheld"},
        {"status": "canceled"},
    ]
    for number, own in enumerate(said):
        text = {} if "status" in own else STORY | {"content_html": f"<p>Version {number}.</p>"}
        call({"id": "almaty-7", **text, "_deskwire": own}, f"msg_{number}")
        source.refresh_from_db()
        pull(source, clock.now())
    article = Article.objects.get()
    assert article.state == Article.State.KILLED
    first = article.revisions.get(number=1)
    assert (first.embargo_until is not None, first.breaking) == (True, True)
    assert [one.kind for one in article.advisories.all()] == ["correction", "withdrawal", "kill"]
