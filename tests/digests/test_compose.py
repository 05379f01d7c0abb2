"""Compose a run: what each reader gets, in which language, once."""

from datetime import datetime, timedelta

import pytest

from service.audience.links import read_unsubscribe, signed_links
from service.audience.models import Reader
from service.delivery.models import Delivery, Message
from service.desks.models import Desk, Story, Version
from service.digests.compose import Composed, compose
from service.digests.due import open_runs
from service.digests.models import Digest, Edition, EditionItem, Run
from service.feedback.leaving import leave
from service.house.models import House, Problem
from tests.cast import NOON, a_reader, a_version

DAY = timedelta(days=1)


@pytest.fixture
def digests(desks: tuple[Desk, Desk]) -> tuple[Digest, Digest]:
    """Asia and Central Asia, daily at seven."""
    asia, central = (Digest.objects.create(desk=desk, cadence="daily", hour=7) for desk in desks)
    return asia, central


def go(now: datetime = NOON) -> dict[str, Composed]:
    """Compose all that is due at `now`, and say it is done; what came of it, by run."""
    came = {}
    for run in Run.objects.filter(pk__in=open_runs(now, catch_up=True)):
        came[str(run)] = compose(run, House.get(), now)
        Run.objects.filter(pk=run.pk).update(due_at=None)
    return came


def titles(address: str) -> list[list[str]]:
    """The headlines that the reader at `address` was sent, mail by mail, of all that are on stage."""
    sent = Delivery.objects.filter(address=address).order_by("pk").select_related("batch__message")
    known = list(Version.objects.values_list("title", flat=True))
    return [[title for title in known if title in delivery.batch.message.text] for delivery in sent]


def in_languages(story: Story | None, *languages: str, desks: tuple[Desk, ...], **changes: object) -> Story:
    """A story in `languages`, its headlines "news in fr" and so on."""
    name = changes.pop("name", "news")
    for language in languages:
        story = a_version(language, f"{name} in {language}", desks=desks, story=story, **changes).story
    assert story
    return story


def test_every_reader_gets_the_story_in_their_own_language(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", "kk", "ar", "zh-Hans", desks=desks[:1])
    for name in ("aigerim", "camille", "yusuf", "wei"):
        a_reader(name, desks[0])
    go()
    assert titles("aigerim@reader.example") == [["news in kk"]]
    assert titles("camille@reader.example") == [["news in fr"]]
    assert titles("yusuf@reader.example") == [["news in ar"]]
    assert titles("wei@reader.example") == [["news in zh-Hans"]]
    assert {message.language for message in Message.objects.all()} == {"kk", "fr", "ar", "zh-Hans"}


def test_a_gap_is_filled_along_the_readers_chain_and_then_by_the_house(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", "ru", "kk", desks=desks[:1], name="first")
    in_languages(None, "fr", "ru", desks=desks[:1], name="second")
    in_languages(None, "fr", "en", desks=desks[:1], name="third")
    a_reader("aigerim", desks[0])
    go()
    assert titles("aigerim@reader.example") == [["first in kk", "second in ru", "third in fr"]]


def test_one_edition_is_one_mailing_however_many_time_zones_and_languages(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", "kk", desks=desks[:1])
    a_reader("aigerim", desks[0])
    a_reader("camille", desks[0])
    go()
    mailing = Edition.objects.get().mailing
    assert mailing is not None
    assert mailing.key == "digest/asia/daily/2026-11-23"
    assert mailing.deliveries.count() == 2


def test_readers_of_the_same_chain_share_one_message(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", desks=desks[:1])
    a_reader("aigerim", desks[0])
    a_reader("camille", desks[0])
    Reader.objects.update(languages=["fr"], timezone="Europe/Paris")
    [composed] = go().values()
    assert (composed.recipients, composed.excluded, composed.state) == (2, 0, Run.State.SENT)
    assert Message.objects.count() == len(composed.batches) == 1


def test_nothing_new_sends_nothing(desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]) -> None:
    a_reader("camille", desks[0])
    [composed] = go().values()
    assert composed == Composed([], 0, 0, Run.State.EMPTY)
    assert Run.objects.get().state == Run.State.EMPTY
    assert Edition.objects.get().mailing is None


@pytest.mark.parametrize("state", [Version.State.HELD, Version.State.WITHDRAWN])
def test_what_is_not_published_is_not_sent(
    state: str, desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", desks=desks[:1], state=state)
    a_reader("camille", desks[0])
    assert [composed.state for composed in go().values()] == [Run.State.EMPTY]


def test_the_next_edition_holds_only_what_came_since(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    a_reader("camille", desks[0])
    in_languages(None, "fr", desks=desks[:1], name="monday")
    go()
    in_languages(None, "fr", desks=desks[:1], name="tuesday", released_at=NOON + timedelta(hours=1))
    go(NOON + DAY)
    assert titles("camille@reader.example") == [["monday in fr"], ["tuesday in fr"]]


def test_a_translation_that_lands_later_does_not_bring_the_story_again(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    a_reader("aigerim", desks[0])
    story = in_languages(None, "ru", desks=desks[:1])
    go()
    in_languages(story, "kk", desks=desks[:1], released_at=NOON + timedelta(hours=1))
    assert [composed.state for composed in go(NOON + DAY).values()] == [Run.State.EMPTY]


def test_after_a_missed_edition_the_next_reaches_back_to_the_last_one_sent(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    a_reader("camille", desks[0])
    go()
    in_languages(None, "fr", desks=desks[:1], name="tuesday", released_at=NOON + timedelta(hours=1))
    Run.objects.filter(pk__in=open_runs(NOON + DAY, catch_up=True)).update(
        state=Run.State.MISSED, due_at=None
    )
    go(NOON + 2 * DAY)
    assert titles("camille@reader.example") == [["tuesday in fr"]]


def test_a_story_of_two_desks_comes_once_with_the_nearer_desk(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", desks=desks[1:], name="almaty")
    in_languages(None, "fr", desks=desks[:1], name="tokyo")
    a_reader("camille", *desks)
    go()
    assert sorted(titles("camille@reader.example")) == [["almaty in fr"], ["tokyo in fr"]]


def test_who_reads_the_wide_desk_alone_gets_what_its_child_holds(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", desks=desks[1:], name="almaty")
    in_languages(None, "fr", desks=desks[:1], name="tokyo")
    a_reader("camille", desks[0])
    go()
    [mail] = titles("camille@reader.example")
    assert sorted(mail) == ["almaty in fr", "tokyo in fr"]


def test_a_nearer_desk_that_is_paused_takes_nothing_away(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    Digest.objects.filter(pk=digests[1].pk).update(paused=True)
    in_languages(None, "fr", desks=desks[1:], name="almaty")
    a_reader("camille", *desks)
    go()
    assert titles("camille@reader.example") == [["almaty in fr"]]


def test_what_one_list_brought_another_does_not_bring_later(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    """Camille moves from the wide desk to the near one on the day, before its hour."""
    Digest.objects.filter(pk=digests[1].pk).update(hour=18)
    in_languages(None, "fr", desks=desks[1:], name="almaty")
    camille = a_reader("camille", desks[0])
    go()
    camille.subscriptions.update(desk=desks[1])
    came = go(NOON + timedelta(hours=8))
    assert [composed.state for composed in came.values()] == [Run.State.EMPTY]
    assert titles("camille@reader.example") == [["almaty in fr"]]


def test_who_travels_west_gets_an_edition_once(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "kk", desks=desks[:1])
    aigerim = a_reader("aigerim", desks[0])
    go(NOON - timedelta(hours=9))
    Reader.objects.filter(pk=aigerim.pk).update(timezone="Europe/Paris")
    go(NOON)
    assert titles("aigerim@reader.example") == [["news in kk"]]
    assert Run.objects.count() == 2


def test_composing_twice_plans_once(
    house: House, desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", desks=desks[:1])
    a_reader("camille", desks[0])
    [pk] = open_runs(NOON, catch_up=True)
    first, second = Run.objects.get(pk=pk), Run.objects.get(pk=pk)
    assert compose(first, house, NOON).recipients == 1
    assert compose(second, house, NOON) == Composed([], 1, 0, Run.State.SENT)
    assert [Delivery.objects.count(), Message.objects.count(), EditionItem.objects.count()] == [1, 1, 1]


def test_who_has_left_gets_nothing(desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]) -> None:
    in_languages(None, "fr", "kk", desks=desks[:1])
    a_reader("camille", desks[0])
    leave(a_reader("aigerim", desks[0]).subscriptions.get(), "page", NOON)
    go()
    assert [delivery.address for delivery in Delivery.objects.all()] == ["camille@reader.example"]


def test_the_most_stories_of_an_edition_are_what_the_digest_says(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    Digest.objects.update(maximum=2)
    for hours in (1, 2, 3):
        in_languages(
            None, "fr", desks=desks[:1], name=f"{hours} h", published_at=NOON - timedelta(hours=hours)
        )
    a_reader("camille", desks[0])
    go()
    assert titles("camille@reader.example") == [["1 h in fr", "2 h in fr"]]
    because = list(EditionItem.objects.values_list("position", "because"))
    assert because == [
        (1, "1 h old, weight 2, in fr"),
        (2, "2 h old, weight 2, after 1 of wire-folder, in fr"),
    ]


def test_what_the_child_desk_holds_stands_under_its_name(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", desks=desks[:1], name="tokyo", published_at=NOON)
    in_languages(None, "fr", desks=desks[1:], name="almaty")
    in_languages(None, "fr", desks=desks[:1], name="hanoi")
    a_reader("camille", desks[0])
    go()
    text = Message.objects.get().text
    places = [text.index(words) for words in ("tokyo in fr", "hanoi in fr", "Asie centrale", "almaty in fr")]
    assert places == sorted(places)


def test_a_message_is_a_lists_and_holds_a_slot_for_each_readers_way_out(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", desks=desks[:1])
    camille = a_reader("camille", desks[0])
    go()
    message, delivery = Message.objects.get(), Delivery.objects.get()
    link = "https://eurasiatimes.example/unsubscribe/⟦unsubscribe⟧"
    assert message.headers["List-Unsubscribe"] == f"<{link}>"
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.headers["Content-Language"] == "fr"
    assert link in message.text
    assert link in message.html
    assert f"https://eurasiatimes.example/view/{message.key}" in message.html
    assert read_unsubscribe(signed_links()(delivery.subject)["unsubscribe"]) == camille.subscriptions.get()
    assert (delivery.recipient, delivery.scope) == (camille.public_id, "asia/daily")


def test_the_web_view_holds_nothing_of_a_reader(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", desks=desks[:1])
    a_reader("camille", desks[0])
    go()
    view = Message.objects.get().view
    assert "news in fr" in view
    assert "unsubscribe" not in view
    assert "⟦" not in view


def test_a_reader_of_a_language_without_a_catalogue_is_written_to_in_its_relative(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", "ru", desks=desks[:1])
    a_reader("aigerim", desks[0])
    Reader.objects.update(languages=["uz"])
    go()
    assert Message.objects.get().language == "ru"
    assert titles("aigerim@reader.example") == [["news in ru"]]


def test_a_reader_who_named_no_language_reads_the_houses_own(
    desks: tuple[Desk, Desk], digests: tuple[Digest, Digest]
) -> None:
    in_languages(None, "fr", desks=desks[:1])
    a_reader("camille", desks[0])
    Reader.objects.update(languages=[])
    go()
    assert titles("camille@reader.example") == [["news in fr"]]
    assert not Problem.objects.exists()
