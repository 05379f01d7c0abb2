"""What a harvest means: new, revised, returned, withdrawn, or nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.ingest.decide import EARLIEST, Known, article_key, digest, plan
from service.ingest.item import Harvest, Item
from tests.cast import NOON

METRO = Item(
    "almaty.txt",
    title="Almaty ouvre sa ligne",
    body="<p>Huit stations.</p>",
    published=NOON - timedelta(hours=3),
)


def known(item: Item = METRO, **changes: object) -> Known:
    """METRO as we hold it."""
    values = {"published_at": NOON - timedelta(hours=3), "updated_at": NOON - timedelta(hours=3)}
    return Known(7, item.external_id, 1, digest(item), **{**values, **changes})  # type: ignore[arg-type]


def folder(*items: Item, hidden: frozenset[str] = frozenset()) -> Harvest:
    """What a folder gave."""
    return Harvest(items, complete=True, hidden=hidden)


def test_what_we_never_saw_is_new() -> None:
    (draft,) = plan(folder(METRO), [], NOON).new
    assert (draft.number, draft.published_at, draft.updated_at) == (1, METRO.published, METRO.published)


def test_the_same_again_is_nothing() -> None:
    result = plan(folder(METRO), [known()], NOON)
    assert (result.new, result.revised, result.withdrawn, result.unchanged) == ([], [], [], 1)


def test_a_date_alone_makes_no_revision() -> None:
    touched = replace(METRO, published=NOON, updated=NOON)
    assert plan(folder(touched), [known()], NOON).unchanged == 1


def test_a_change_a_reader_notices_makes_a_revision_and_keeps_the_first_date() -> None:
    changed = replace(METRO, title="Almaty ouvre deux lignes", published=NOON)
    ((article, draft),) = plan(folder(changed), [known()], NOON).revised
    assert (article.id, draft.number) == (7, 2)
    assert (draft.published_at, draft.updated_at) == (NOON - timedelta(hours=3), NOON)


def test_a_revision_is_dated_as_its_source_says_if_that_is_later() -> None:
    hour_ago = NOON - timedelta(hours=1)
    for claimed, dated in [(hour_ago, hour_ago), (NOON - timedelta(days=9), NOON)]:
        changed = replace(METRO, title="Deux lignes", updated=claimed)
        ((_, draft),) = plan(folder(changed), [known()], NOON).revised
        assert draft.updated_at == dated


def test_every_part_a_reader_sees_counts() -> None:
    for part in ({"summary": "x"}, {"body": "x"}, {"url": "x"}, {"authors": ("x",)}, {"language": "fr"}):
        assert digest(replace(METRO, **part)) != digest(METRO)
    assert digest(replace(METRO, notes=("x",), updated=NOON)) == digest(METRO)


def test_a_file_that_is_gone_is_withdrawn_once() -> None:
    assert plan(folder(), [known()], NOON).withdrawn == [known()]
    assert plan(folder(), [known(present=False)], NOON).withdrawn == []


def test_an_item_that_left_a_feed_means_nothing() -> None:
    assert plan(Harvest(()), [known()], NOON).withdrawn == []


@pytest.mark.parametrize("hidden", ["almaty.txt", "almaty.txt/"])
def test_what_cannot_be_looked_into_is_not_gone(hidden: str) -> None:
    inside = replace(METRO, external_id=hidden if hidden == "almaty.txt" else "almaty.txt/a.md")
    assert plan(folder(hidden=frozenset({hidden})), [known(inside)], NOON).withdrawn == []


def test_an_article_with_an_id_of_its_own_may_be_in_the_file_that_cannot_be_read() -> None:
    named = known(replace(METRO, external_id="metro-2026"))
    assert plan(folder(hidden=frozenset({"x.txt"})), [named, known()], NOON).withdrawn == [known()]


def test_an_article_that_comes_back_unchanged_returns() -> None:
    gone = known(present=False)
    assert plan(folder(METRO), [gone], NOON).returned == [gone]


def test_a_date_out_of_reason_is_mended_and_told() -> None:
    far = replace(METRO, published=datetime(9999, 12, 31, tzinfo=UTC))
    old = replace(METRO, external_id="old.txt", published=datetime(1970, 1, 1, tzinfo=UTC))
    result = plan(folder(far, old), [], NOON)
    assert [draft.published_at for draft in result.new] == [NOON, EARLIEST]
    assert [(note.item, "is dated" in note.what) for note in result.notes] == [
        ("almaty.txt", True),
        ("old.txt", True),
    ]


def test_a_clock_a_little_ahead_is_believed() -> None:
    ahead = replace(METRO, published=NOON + timedelta(minutes=50))
    assert plan(folder(ahead), [], NOON).new[0].published_at == NOON + timedelta(minutes=50)


def test_an_item_without_a_date_is_dated_when_it_was_read() -> None:
    assert plan(folder(replace(METRO, published=None)), [], NOON).new[0].published_at == NOON


def test_too_many_new_items_are_put_off_and_known_ones_are_not() -> None:
    items = [replace(METRO, external_id=str(number)) for number in range(10)]
    result = plan(Harvest((*items, METRO)), [known()], NOON, most_new=4)
    assert (len(result.new), result.left, result.unchanged) == (4, 6, 1)


def test_one_id_in_two_sources_is_two_articles() -> None:
    assert article_key("wire", "1") != article_key("desk", "1")
    assert len(article_key("wire", "1")) == 16
