"""A source becomes articles: pulled, kept, revised, withdrawn, put off; its faults told and settled."""

import os
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from service.errors import Unreachable, Unreadable, Unsafe
from service.house.models import set_aside
from service.ingest.fetch import FakeWeb, LiveWeb
from service.ingest.models import Article, Revision, Source
from service.ingest.pull import MOST_NEW, Pulled, pull
from tests.cast import NOON, a_source
from tests.ingest.pulling import LATER, URL, a_feed, again, answers, problems, rss, says
from tests.ingest.web import page, serving, versioned

pytestmark = pytest.mark.django_db


def write(root: Path, name: str, text: str | bytes) -> None:
    """A file two hours old."""
    (root / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    os.utime(root / name, (NOON.timestamp() - 7200,) * 2)


def due(ids: Iterable[int]) -> set[datetime | None]:
    """When those articles are due."""
    return set(Article.objects.filter(pk__in=ids).values_list("due_at", flat=True))


# ---- folders ----------------------------------------------------------------------------------------


def test_a_file_becomes_an_article_that_is_due(tmp_path: Path) -> None:
    write(tmp_path, "almaty.md", "# La ligne\n\nElle ouvre.")
    pulled = pull(a_source(location=str(tmp_path)), NOON)
    article = Article.objects.get(pk=pulled.new[0])
    assert (article.external_id, article.due_at, article.first_seen_at) == ("almaty.md", NOON, NOON)
    assert (article.latest.title, article.latest.body) == ("La ligne", "<p>Elle ouvre.</p>")
    assert article.latest.published_at == NOON - timedelta(hours=2)
    assert pulled.again_at == NOON + timedelta(minutes=15)
    assert problems() == []


def test_pulling_again_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "almaty.txt", "Elle ouvre.")
    source = a_source(location=str(tmp_path))
    pull(source, NOON)
    Article.objects.update(due_at=None)
    assert again(source) == Pulled(unchanged=1, again_at=LATER + timedelta(minutes=15))
    assert (Revision.objects.count(), Article.objects.get().due_at) == (1, None)


def test_a_changed_file_is_a_revision_and_the_old_one_stays(tmp_path: Path) -> None:
    write(tmp_path, "almaty.txt", "Elle ouvre.")
    source = a_source(location=str(tmp_path))
    first = pull(source, NOON)
    write(tmp_path, "almaty.txt", "Elle ferme.")
    second = again(source)
    assert second.updated == first.new
    assert due(second.updated) == {LATER}
    assert list(Revision.objects.order_by("number").values_list("body", flat=True)) == [
        "<p>Elle ouvre.</p>",
        "<p>Elle ferme.</p>",
    ]
    assert Article.objects.get().latest.updated_at == LATER


def test_a_file_that_vanishes_is_withdrawn_and_one_that_comes_back_returns(tmp_path: Path) -> None:
    write(tmp_path, "almaty.txt", "Elle ouvre.")
    source = a_source(location=str(tmp_path))
    pull(source, NOON)
    (tmp_path / "almaty.txt").unlink()
    gone = again(source)
    assert (len(gone.withdrawn), due(gone.withdrawn)) == (1, {LATER})
    assert Article.objects.get().state == Article.State.WITHDRAWN
    assert again(source).withdrawn == []
    write(tmp_path, "almaty.txt", "Elle ouvre.")
    back = again(source, now=LATER + timedelta(hours=1))
    assert (back.updated, back.new) == (gone.withdrawn, [])
    assert Article.objects.get().state == Article.State.PRESENT


def test_a_file_that_cannot_be_read_is_told_keeps_its_article_and_is_settled_when_mended(
    tmp_path: Path,
) -> None:
    write(tmp_path, "a.txt", "Elle ouvre.")
    write(tmp_path, "b.txt", "Fine.")
    source = a_source(location=str(tmp_path))
    pull(source, NOON)
    write(tmp_path, "a.txt", "Elle est fermée.".encode("latin-1"))
    pulled = again(source)
    assert (pulled.failed, pulled.withdrawn, pulled.unchanged) == (1, [], 1)
    ((place, what),) = problems()
    assert place == "source wire-folder: a.txt"
    assert "save it as UTF-8" in what
    write(tmp_path, "a.txt", "Elle est fermée.")
    assert len(again(source).updated) == 1
    assert problems() == []


def test_a_missing_folder_is_told_and_withdraws_nothing(tmp_path: Path) -> None:
    root = tmp_path / "articles"
    root.mkdir()
    write(root, "a.txt", "Elle ouvre.")
    source = a_source(location=str(root))
    pull(source, NOON)
    root.rename(tmp_path / "elsewhere")
    pulled = again(source)
    assert (pulled.failed, pulled.withdrawn) == (1, [])
    assert pulled.again_at == LATER + timedelta(minutes=30)
    assert [place for place, _ in problems()] == ["source wire-folder"]
    (tmp_path / "elsewhere").rename(root)
    assert again(source).unchanged == 1
    assert problems() == []


def test_a_date_in_the_future_is_mended_and_told(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "---\ndate: 9999-12-31\nlanguage: frankish\n---\nElle ouvre.")
    pulled = pull(a_source(location=str(tmp_path)), NOON)
    assert (pulled.failed, Article.objects.get().latest.published_at) == (0, NOON)
    ((place, what),) = problems()
    assert place == "source wire-folder: a.txt"
    assert "BCP 47" in what
    assert "in the future" in what


def test_a_folder_with_more_than_a_feeds_worth_is_taken_whole(tmp_path: Path) -> None:
    for number in range(MOST_NEW + 5):
        write(tmp_path, f"{number}.txt", f"Article {number}.")
    assert len(pull(a_source(location=str(tmp_path)), NOON).new) == MOST_NEW + 5


# ---- feeds ------------------------------------------------------------------------------------------


def test_a_feed_over_real_http_is_asked_for_once() -> None:
    with serving({"/feed": versioned(rss(("1", "Metro")), '"v1"')}) as site:
        source, web = a_feed(site.url("/feed")), LiveWeb([site.host])
        assert len(pull(source, NOON, web).new) == 1
        assert again(source, web) == Pulled(again_at=LATER + timedelta(minutes=15))
    asked = site.asked[1][1]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', "Mon, 23 Nov 2026 09:00:00 GMT")


def test_without_leave_a_loopback_feed_is_never_called() -> None:
    with serving({"/feed": page(rss(("1", "Metro")))}) as site:
        assert pull(a_feed(site.url("/feed")), NOON).failed == 1
        assert site.asked == []
    assert "DESKWIRE_PRIVATE_SOURCES" in problems()[0][1]


def test_an_item_that_leaves_the_feed_means_nothing() -> None:
    source = a_feed()
    web = says(rss(("1", "Metro")), rss(("2", "Train")))
    pull(source, NOON, web)
    assert again(source, web).withdrawn == []
    assert Article.objects.filter(state=Article.State.PRESENT).count() == 2


def test_a_changed_headline_is_a_revision_under_the_same_key() -> None:
    source = a_feed()
    web = says(rss(("1", "Metro opens")), rss(("1", "Metro opens late")))
    pull(source, NOON, web)
    key = Article.objects.get().key
    assert len(again(source, web).updated) == 1
    article = Article.objects.get()
    assert (article.key, article.latest.title, article.revision) == (key, "Metro opens late", 2)


def test_a_flood_of_new_items_is_taken_in_turns() -> None:
    source = a_feed()
    flood = says(rss(*((str(number), f"Item {number}") for number in range(MOST_NEW + 50))), etag='"v1"')
    assert len(pull(source, NOON, flood).new) == MOST_NEW
    assert "50 wait for the next pull" in problems()[0][1]
    rest = again(source, flood)
    assert (len(rest.new), rest.unchanged) == (50, MOST_NEW)
    assert "If-None-Match" not in flood.asked[1][1]
    assert problems() == []
    again(source, flood)
    assert flood.asked[2][1] == {"If-None-Match": '"v1"'}


@pytest.mark.parametrize(
    ("web", "reason"),
    [
        (says(Unreachable("source.example does not answer")), "does not answer"),
        (says(Unsafe("must not be called")), "must not be called"),
        (says(Unreadable("is larger than")), "is larger than"),
        (says(b"<html>Not found</html>"), "is no feed"),
        (says(b"<!DOCTYPE rss [<!ENTITY x 'y'>]><rss/>"), "declares entities"),
        (answers(404), "answers 404"),
        (answers(500), "answers 500"),
        (answers(302), "answers 302"),
    ],
)
def test_a_feed_at_fault_is_told_and_asked_less_often(web: FakeWeb, reason: str) -> None:
    source = a_feed(cursor={"etag": '"old"'})
    assert pull(source, NOON, web) == Pulled(failed=1, again_at=NOON + timedelta(minutes=30))
    assert again(source, web).again_at == LATER + timedelta(minutes=60)
    ((place, what),) = problems()
    assert place == "source agency"
    assert reason in what
    assert Source.objects.get().cursor == {"etag": '"old"'}


def test_a_feed_that_works_again_is_settled_and_asked_as_usual() -> None:
    source = a_feed()
    pull(source, NOON, says(Unreachable("down")))
    assert again(source, answers(304)).again_at == LATER + timedelta(minutes=15)
    assert problems() == []
    assert Source.objects.get().failures == 0


def test_a_busy_source_is_left_alone_for_as_long_as_it_asks() -> None:
    pulled = pull(a_feed(), NOON, answers(503, retry_after="7200"))
    assert pulled.again_at == NOON + timedelta(hours=2)


def test_a_source_that_is_gone_is_retired() -> None:
    pulled = pull(a_feed(), NOON, answers(410))
    assert pulled == Pulled(failed=1, again_at=None)
    assert Source.objects.get().state == Source.State.RETIRED
    assert "gone for good" in problems()[0][1]


def test_an_item_at_fault_is_told_with_its_place_and_the_rest_is_taken() -> None:
    data = rss(("1", "Metro"), ("1", "Another under one id"), ("3", "Train"))
    pulled = pull(a_feed(), NOON, says(data))
    assert (len(pulled.new), pulled.failed) == (2, 1)
    assert [place for place, _ in problems()] == ["source agency: 1"]


def test_a_translation_is_tied_to_its_original_by_address_too() -> None:
    link = "<link rel='alternate' hreflang='x-default' href='https://source.example/metro'/>"
    entries = (
        "<entry><id>tag:1</id><title>Metro</title><link href='/metro'/></entry>",
        f"<entry><id>tag:2</id><title>Метро</title><link href='/ru/metro'/>{link}</entry>",
    )
    feeds = [f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'.encode() for entry in entries]
    source, web = a_feed(), says(*feeds)
    pull(source, NOON, web)
    again(source, web)
    assert Article.objects.get(external_id="tag:2").latest.translation_of == "tag:1"
    assert again(source, web).unchanged == 1


def test_one_id_in_two_sources_is_two_articles() -> None:
    for name in ("agency", "bureau"):
        pull(a_source(name, kind="feed", location=URL), NOON, says(rss(("1", "Metro"))))
    assert Article.objects.values("key").distinct().count() == 2


def test_problems_of_other_sources_and_rooms_are_left_alone() -> None:
    set_aside("source agency-two: item 1", "x", NOON)
    set_aside("article 17", "x", NOON)
    pull(a_feed(), NOON, says(rss(("1", "Metro"))))
    assert len(problems()) == 2


def test_validators_too_long_to_keep_are_not_sent() -> None:
    source, web = a_feed(), says(rss(("1", "Metro")), etag='"' + "x" * 600 + '"')
    pull(source, NOON, web)
    again(source, web)
    assert web.asked[1][1] == {}
