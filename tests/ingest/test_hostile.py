"""Hostile input: a clear reason, and nothing lost of the rest. The cases are in `hostile`."""

from collections.abc import Iterator

import pytest

from service.house.models import Problem
from service.ingest.fetch import Answer, FakeWeb
from service.ingest.models import Article, Source
from service.ingest.pull import pull
from tests.cast import NOON, a_source
from tests.ingest.hostile.cases import CASES, FINE
from tests.ingest.hostile.sent import Sent, item, rss, visit

URL = "https://source.example/feed"


@pytest.mark.parametrize("sent", CASES, ids=lambda sent: sent.what)
def test_each_kind_gets_a_reason_and_the_rest_goes_on(sent: Sent) -> None:
    got = visit(sent)
    ids = [item.external_id for item in got.items]
    assert (len(ids) if isinstance(sent.kept, int) else ids) == sent.kept
    for words in sent.told:
        assert any(words in told for told in got.told), got.told
    assert bool(got.told) == bool(sent.told)


def shown() -> Iterator[str]:
    """All that readers could see of what was kept."""
    for sent in CASES:
        if not sent.told and sent.kept:
            for one in visit(sent).items:
                yield from (one.title, one.body, one.summary, one.url, *one.authors)


def test_nothing_of_what_is_kept_acts_hides_or_turns_round() -> None:
    for text in shown():
        assert not any(char in text for char in "\x00\x07\x1b\u202e\u2066")
        assert "onerror" not in text
        assert not text.startswith("javascript")


@pytest.mark.django_db
def test_a_poisoned_feed_is_told_item_by_item_and_mended_by_a_sound_one() -> None:
    poisoned = rss(FINE, item("deep", "<a>" * 5000), item("byline", f"<author>{'a' * 2000}</author>"))
    sound = rss(FINE, item("deep"), item("byline"))
    source = a_source("agency", kind="feed", location=URL)
    web = FakeWeb({URL: [Answer(200, URL, {}, poisoned), Answer(200, URL, {}, sound)]})
    pull(source, NOON, web)
    assert [article.external_id for article in Article.objects.all()] == ["fine"]
    told = Problem.objects.filter(closed_at=None).values_list("place", flat=True)
    assert set(told) == {"source agency: item 2", "source agency: byline"}
    pull(Source.objects.get(), NOON, web)
    assert Article.objects.count() == 3
    assert not Problem.objects.filter(closed_at=None).exists()


@pytest.mark.django_db
def test_a_feed_in_which_everything_is_wrong_is_one_page_of_problems_not_ten_thousand() -> None:
    wrong = rss(*(f"<item><guid>{n}</guid></item>" for n in range(1000)), FINE)
    source = a_source("agency", kind="feed", location=URL)
    pull(source, NOON, FakeWeb({URL: [Answer(200, URL, {}, wrong)]}))
    assert Article.objects.get().external_id == "fine"
    assert Problem.objects.count() == 201
    assert "800 more of its items are at fault" in Problem.objects.get(place="source agency").what
