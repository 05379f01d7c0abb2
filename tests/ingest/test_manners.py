"""Manners of a pull: where a source moved, how often it is asked, whose it is meanwhile."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from service import lease
from service.errors import NotYet, Unreachable
from service.ingest import dispatches
from service.ingest.fetch import Answer, FakeWeb
from service.ingest.models import Article, Source
from service.ingest.pull import Pulled, pull
from tests.cast import NOON
from tests.ingest.pulling import LATER, URL, a_feed, again, problems, rss, says

pytestmark = pytest.mark.django_db

MOVED = "https://new.example/feed"


def moves(*after: Answer | Exception) -> FakeWeb:
    """A web on which URL moved for good, and the new address gives these."""
    here = Answer(200, MOVED, {}, rss(("1", "Metro")), moved_to=MOVED)
    return FakeWeb({URL: [here], MOVED: list(after) or [Answer(200, MOVED, {}, rss(("1", "Metro")))]})


def test_a_move_for_good_is_remembered_and_the_file_is_left_as_it_is() -> None:
    source, web = a_feed(), moves()
    pull(source, NOON, web)
    row = Source.objects.get()
    assert (row.location, row.moved_to, row.address) == (URL, MOVED, MOVED)
    again(source, web)
    assert [url for url, _ in web.asked] == [URL, MOVED]
    assert Article.objects.count() == 1


def test_a_page_that_is_no_feed_is_nowhere_to_move_to() -> None:
    portal = Answer(200, MOVED, {}, b"<html>Please log in</html>", moved_to=MOVED)
    pull(a_feed(), NOON, FakeWeb({URL: [portal]}))
    assert Source.objects.get().moved_to == ""


@pytest.mark.parametrize("fault", [Answer(404, MOVED), Answer(410, MOVED), Answer(200, MOVED, {}, b"<html>")])
def test_a_new_address_that_fails_is_doubted_before_the_source_is(fault: Answer) -> None:
    source, web = a_feed(), moves(fault)
    pull(source, NOON, web)
    assert again(source, web).failed == 1
    row = Source.objects.get()
    assert (row.moved_to, row.state) == ("", Source.State.ACTIVE)
    assert again(source, web).failed == 0


def test_a_new_address_that_is_away_for_a_while_is_kept() -> None:
    source, web = a_feed(), moves(Unreachable("down"))
    pull(source, NOON, web)
    again(source, web)
    assert Source.objects.get().moved_to == MOVED


def test_a_source_is_asked_less_often_while_it_is_silent() -> None:
    source, web, now = a_feed(every_minutes=5, longest_minutes=60), says(rss(("1", "Metro"))), NOON
    waits = []
    for hours in (0, 1, 3, 6, 24):
        now = NOON + timedelta(hours=hours)
        again_at = again(source, web, now).again_at
        assert again_at is not None
        waits.append((again_at - now).total_seconds() / 60)
    assert waits == [5, 5, 15, 30, 60]
    news = again(source, says(rss(("1", "Metro"), ("2", "Train"))), now)
    assert news.again_at == now + timedelta(minutes=5)


def test_a_source_that_asks_for_time_gets_it_within_reason() -> None:
    source = a_feed()
    wait = pull(source, NOON, says(rss(("1", "Metro")), **{"cache-control": "max-age=2400"}))
    assert wait.again_at == NOON + timedelta(minutes=40)
    wait = again(source, says(rss(("1", "Metro")), **{"cache-control": "max-age=99999999"}), NOON)
    assert wait.again_at == NOON + timedelta(minutes=60)


def test_a_host_that_is_busy_is_no_failure() -> None:
    source = a_feed()
    assert pull(source, NOON, says(NotYet("later", 90))) == Pulled(again_at=NOON + timedelta(seconds=90))
    assert Source.objects.get().failures == 0
    assert problems() == []


def test_a_pull_that_lost_its_lease_saves_nothing() -> None:
    source = a_feed()
    (mine,) = lease.claim(Source.objects.all(), [source.pk], NOON, 60)

    class Slow(FakeWeb):
        """While it answers, the lease ends and another worker claims the source."""

        def get(self, url: str, headers: Mapping[str, str]) -> Answer:
            """The page, too late."""
            assert lease.claim(Source.objects.all(), [source.pk], NOON + timedelta(minutes=2), 60)
            return super().get(url, headers)

    page_of_one: dict[str, list[Answer | Exception]] = {
        URL: [Answer(200, URL, {"etag": '"late"'}, rss(("1", "Metro")))]
    }
    assert pull(mine, NOON, Slow(page_of_one)) == Pulled()
    assert not Article.objects.exists()
    assert Source.objects.get().cursor == {}


def test_what_a_source_sends_by_itself_does_not_make_us_ask_it_more_often() -> None:
    source, web = a_feed(), says(rss(("1", "Metro")))
    pull(source, NOON, web)
    for minute in range(1, 14):
        now = NOON + timedelta(minutes=minute)
        dispatches.keep(source, f"m{minute}", "", rss((f"s{minute}", "Sent")), now)
        sent = again(source, web, now)
        assert (len(sent.new), sent.again_at) == (1, NOON + timedelta(minutes=15))
    assert len(web.asked) == 1
    dispatches.keep(source, "last", "", rss(("s", "Sent")), LATER)
    assert (again(source, web, LATER).took, len(web.asked)) == (1, 2)
