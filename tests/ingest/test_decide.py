"""What a harvest means: new, revised, returned, withdrawn, or nothing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from service.ingest.decide import EARLIEST, Known, Notice, article_key, digest, plan, vanished
from service.ingest.item import Item, Status
from service.ingest.standing import Kind
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
    return Known(7, item.external_id, **{"revision": 1, "digest": digest(item), **values, **changes})  # type: ignore[arg-type]


def taken_back() -> Known:
    """METRO, which its source took back."""
    return known(state="withdrawn", offered=Status.WITHHELD)


def test_what_we_never_saw_is_new() -> None:
    (draft,) = plan([METRO], [], NOON).new
    assert (draft.number, draft.published_at, draft.updated_at) == (1, METRO.published, METRO.published)


def test_the_same_again_is_nothing() -> None:
    result = plan([METRO], [known()], NOON)
    assert (result.new, result.revised, result.notices, result.unchanged) == ([], [], [], 1)


def test_a_date_alone_makes_no_revision() -> None:
    touched = replace(METRO, published=NOON, updated=NOON)
    assert plan([touched], [known()], NOON).unchanged == 1


def test_a_change_a_reader_notices_makes_a_revision_and_keeps_the_first_date() -> None:
    changed = replace(METRO, title="Almaty ouvre deux lignes", published=NOON)
    ((article, draft),) = plan([changed], [known()], NOON).revised
    assert (article.id, draft.number) == (7, 2)
    assert (draft.published_at, draft.updated_at) == (NOON - timedelta(hours=3), NOON)


def test_a_revision_is_dated_as_its_source_says_if_that_is_later() -> None:
    hour_ago = NOON - timedelta(hours=1)
    for claimed, dated in [(hour_ago, hour_ago), (NOON - timedelta(days=9), NOON)]:
        changed = replace(METRO, title="Deux lignes", updated=claimed)
        ((_, draft),) = plan([changed], [known()], NOON).revised
        assert draft.updated_at == dated


def test_every_part_a_reader_sees_counts() -> None:
    for part in ({"summary": "x"}, {"body": "x"}, {"url": "x"}, {"authors": ("x",)}, {"language": "fr"}):
        assert digest(replace(METRO, **part)) != digest(METRO)
    assert digest(replace(METRO, notes=("x",), updated=NOON)) == digest(METRO)


def test_a_file_that_is_gone_is_withdrawn_once() -> None:
    gone = vanished(set(), [known()], set())
    assert gone.notices == [Notice(known(), Kind.WITHDRAWAL)]
    assert gone.heard == [(known(), Status.WITHHELD)]
    assert vanished(set(), [taken_back()], set()).notices == []
    assert vanished({"almaty.txt"}, [known()], set()).notices == []


@pytest.mark.parametrize("hidden", ["almaty.txt", "almaty.txt/"])
def test_what_cannot_be_looked_into_is_not_gone(hidden: str) -> None:
    inside = replace(METRO, external_id=hidden if hidden == "almaty.txt" else "almaty.txt/a.md")
    assert vanished(set(), [known(inside)], {hidden}).notices == []


def test_an_article_with_an_id_of_its_own_may_be_in_the_file_that_cannot_be_read() -> None:
    named = known(replace(METRO, external_id="metro-2026"))
    gone = vanished(set(), [named, known()], {"x.txt"}).notices
    assert gone == [Notice(known(), Kind.WITHDRAWAL)]


def test_an_article_that_comes_back_unchanged_returns() -> None:
    back = plan([METRO], [taken_back()], NOON)
    assert (back.notices, back.revised) == ([Notice(taken_back(), Kind.REINSTATEMENT)], [])
    assert back.heard == [(taken_back(), Status.USABLE)]


def test_a_date_out_of_reason_is_mended_and_told() -> None:
    far = replace(METRO, published=datetime(9999, 12, 31, tzinfo=UTC))
    old = replace(METRO, external_id="old.txt", published=datetime(1970, 1, 1, tzinfo=UTC))
    result = plan([far, old], [], NOON)
    assert [draft.published_at for draft in result.new] == [NOON, EARLIEST]
    assert [(note.item, "is dated" in note.what) for note in result.notes] == [
        ("almaty.txt", True),
        ("old.txt", True),
    ]


def test_a_clock_a_little_ahead_is_believed() -> None:
    ahead = replace(METRO, published=NOON + timedelta(minutes=50))
    assert plan([ahead], [], NOON).new[0].published_at == NOON + timedelta(minutes=50)


def test_an_item_without_a_date_is_dated_when_it_was_read() -> None:
    assert plan([replace(METRO, published=None)], [], NOON).new[0].published_at == NOON


def test_too_many_new_items_are_put_off_and_known_ones_are_not() -> None:
    items = [replace(METRO, external_id=str(number)) for number in range(10)]
    result = plan([*items, METRO], [known()], NOON, most_new=4)
    assert (len(result.new), result.left, result.unchanged) == (4, 6, 1)


def test_one_id_in_two_sources_is_two_articles() -> None:
    assert article_key("wire", "1") != article_key("desk", "1")
    assert len(article_key("wire", "1")) == 16


# ---- what a source says beside its text ---------------------------------------------------------------


def test_a_source_that_takes_back_kills_or_offers_again_gives_notice() -> None:
    for status, kind in [(Status.WITHHELD, Kind.WITHDRAWAL), (Status.CANCELED, Kind.KILL)]:
        bare = Item(METRO.external_id, status=status, correction="Nothing of it is true.")
        result = plan([bare], [known()], NOON)
        assert (result.notices, result.revised) == ([Notice(known(), kind, "Nothing of it is true.")], [])
        assert result.heard == [(known(), status)]


def test_a_notice_is_given_once() -> None:
    killed = known(state="killed", offered=Status.CANCELED)
    result = plan([replace(METRO, status=Status.CANCELED)], [killed], NOON)
    assert (result.notices, result.heard, result.unchanged) == ([], [], 1)


def test_what_was_killed_stays_off_when_it_is_offered_again_and_that_is_told() -> None:
    killed = known(state="killed", offered=Status.CANCELED)
    result = plan([METRO], [killed], NOON)
    assert (result.notices, result.heard) == ([], [(killed, Status.USABLE)])
    assert "was killed" in result.notes[0].what


def test_what_the_house_killed_is_still_kept_up_to_date_and_stays_killed() -> None:
    killed = known(state="killed")
    result = plan([replace(METRO, title="Deux lignes")], [killed], NOON)
    assert ([draft.number for _, draft in result.revised], result.notices) == ([2], [])


def test_a_kill_that_comes_before_its_article_is_kept_and_a_mere_withdrawal_is_not() -> None:
    kill, withheld = (Item(status.value, status=status) for status in (Status.CANCELED, Status.WITHHELD))
    result = plan([kill, withheld], [], NOON)
    assert [draft.item for draft in result.new] == [kill]


def test_a_correction_gives_notice_with_its_revision() -> None:
    corrected = replace(METRO, body="<p>Neuf stations.</p>", correction="Neuf stations, pas huit.")
    result = plan([corrected], [known()], NOON)
    assert [draft.number for _, draft in result.revised] == [2]
    assert result.notices == [Notice(known(), Kind.CORRECTION, "Neuf stations, pas huit.")]
    assert plan([corrected], [known(corrected)], NOON).notices == []


def test_a_source_that_says_the_same_again_does_not_undo_the_houses_correction() -> None:
    ours = known(corrected=True, revision=2)
    assert plan([METRO], [ours], NOON).revised == []
    result = plan([replace(METRO, title="Deux lignes")], [ours], NOON)
    assert [draft.number for _, draft in result.revised] == [3]
    assert "after the house had corrected it" in result.notes[0].what


# ---- embargo ------------------------------------------------------------------------------------------

EVENING = NOON + timedelta(hours=6)
HELD = replace(METRO, embargo_until=EVENING)


def test_an_article_is_dated_no_earlier_than_its_embargo() -> None:
    (draft,) = plan([HELD], [], NOON).new
    assert (draft.embargo_until, draft.published_at, draft.updated_at) == (EVENING, EVENING, EVENING)


def test_a_date_to_come_is_believed_up_to_the_embargo_and_no_further() -> None:
    on_time = plan([replace(HELD, published=EVENING)], [], NOON)
    assert (on_time.new[0].published_at, on_time.new[0].claimed_at, on_time.notes) == (EVENING, None, [])
    tomorrow = NOON + timedelta(days=1)
    beyond = plan([replace(HELD, published=tomorrow)], [], NOON)
    assert (beyond.new[0].published_at, beyond.new[0].claimed_at) == (EVENING, tomorrow)
    assert len(beyond.notes) == 1


def test_an_embargo_that_has_ended_means_nothing() -> None:
    (draft,) = plan([replace(METRO, embargo_until=NOON)], [], NOON).new
    assert (draft.embargo_until, draft.published_at) == (None, METRO.published)


@pytest.mark.parametrize("moved", [EVENING + timedelta(hours=1), EVENING - timedelta(hours=1), None])
def test_an_embargo_that_is_moved_is_a_revision_dated_anew(moved: datetime | None) -> None:
    before = known(HELD, embargo_until=EVENING, published_at=EVENING, updated_at=EVENING)
    ((_, draft),) = plan([replace(HELD, embargo_until=moved)], [before], NOON).revised
    assert (draft.number, draft.embargo_until) == (2, moved)
    assert draft.published_at == draft.updated_at == (moved or METRO.published)


def test_an_embargo_on_a_later_text_leaves_the_first_date_alone() -> None:
    ((_, draft),) = plan([replace(HELD, title="Deux lignes")], [known()], NOON).revised
    assert (draft.published_at, draft.updated_at) == (NOON - timedelta(hours=3), EVENING)


def test_an_embargo_of_years_is_kept_and_told() -> None:
    far = datetime(2031, 1, 1, tzinfo=UTC)
    result = plan([replace(METRO, embargo_until=far)], [], NOON)
    assert result.new[0].embargo_until == far
    assert "see whether that is meant" in result.notes[0].what


def test_new_words_in_an_item_do_not_make_all_that_we_hold_look_changed() -> None:
    assert digest(Item("1", title="A", body="<p>B</p>")) == DIGEST_OF_OLD


DIGEST_OF_OLD = "8764597d7271085fdd9e372a0ea13442829c323e84d6d7c4d296d925e2bf6ef2"
"""What an installation of the first release stored for this item."""
