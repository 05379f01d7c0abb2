"""What editors say of an edition, and editions that wait for them, or for translations."""

from datetime import timedelta
from typing import Any

import pytest

from service.delivery.models import Message
from service.desks.models import Desk, Version
from service.digests import words
from service.digests.compose import Composed, compose
from service.digests.due import open_runs
from service.digests.models import Digest, Run
from service.digests.ranking import Words
from service.digests.words import Kind
from service.errors import NoSuchRuling
from service.house.models import House, Problem
from tests.cast import NOON, a_reader, a_version

SEVEN = NOON - timedelta(hours=6)
"""In Paris, where Camille reads."""
DAY = NOON.date()


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


@pytest.fixture
def asia(desks: tuple[Desk, Desk]) -> Digest:
    a_reader("camille", desks[0])
    old: dict[str, Any] = {
        "published_at": SEVEN - timedelta(hours=2),
        "released_at": SEVEN - timedelta(hours=2),
    }
    a_version("fr", "Almaty", desks=desks[:1], **old)
    a_version("fr", "Tachkent", desks=desks[:1], **{**old, "published_at": SEVEN - timedelta(hours=9)})
    return Digest.objects.create(desk=desks[0], cadence="daily", hour=7)


def go(**ahead: int) -> Composed:
    moment = SEVEN + timedelta(**ahead)
    open_runs(moment, catch_up=False)
    run = Run.objects.get()
    composed = compose(run, House.get(), moment)
    Run.objects.filter(pk=run.pk).update(due_at=composed.again_at, state=composed.state)
    return composed


def test_what_is_pinned_leads_what_is_dropped_is_gone_and_words_open_the_mail(
    asia: Digest, house: House
) -> None:
    late = Version.objects.get(title="Tachkent").story
    words.say(asia, DAY, Kind.PIN, "mei", SEVEN, story=late)
    words.say(asia, DAY, Kind.INTRODUCE, "mei", SEVEN, language="fr", text="Bonjour,\nvoici <la> journée.")
    words.say(asia, DAY, Kind.INTRODUCE, "mei", SEVEN, language="ru", text="Здравствуйте.")
    go()
    message = Message.objects.get()
    assert message.subject.endswith("Tachkent")
    assert message.text.index("Bonjour, voici") < message.text.index("Tachkent")
    assert "Здравствуйте" not in message.text


def test_the_last_word_on_a_story_counts(asia: Digest) -> None:
    story = Version.objects.get(title="Almaty").story
    for kind in (Kind.PIN, Kind.DROP):
        words.say(asia, DAY, kind, "mei", SEVEN, story=story, place=2 if kind == Kind.PIN else None)
    assert words.words_of(asia, DAY).dropped == {story.pk}
    words.say(asia, DAY, Kind.LEAVE, "mei", SEVEN, story=story)
    assert words.words_of(asia, DAY) == Words()


@pytest.mark.parametrize(
    ("kind", "matter", "why"),
    [
        (Kind.PIN, {}, "needs a story"),
        (Kind.INTRODUCE, {"text": "Bonjour"}, "one language"),
    ],
)
def test_a_word_that_means_nothing_is_none(
    asia: Digest, kind: Kind, matter: dict[str, str], why: str
) -> None:
    with pytest.raises(NoSuchRuling, match=why):
        words.say(asia, DAY, kind, "mei", SEVEN, **matter)


def test_an_edition_waits_for_approval_in_sight_and_goes_when_it_comes(asia: Digest, house: House) -> None:
    Digest.objects.update(approval_minutes=60)
    assert go() == Composed([], 0, 0, Run.State.PLANNED, SEVEN + minutes(60))
    assert "waits for an editor until 07:00Z" in Problem.objects.get(closed_at=None).what
    words.say(asia, DAY, Kind.APPROVE, "mei", SEVEN + minutes(5))
    assert Run.objects.get().due_at == SEVEN + minutes(5), "at once"
    assert go(minutes=5).state == Run.State.SENT
    assert not Problem.objects.filter(closed_at=None).exists()


@pytest.mark.parametrize(("unapproved", "state"), [("send", "sent"), ("drop", "refused")])
def test_without_a_word_it_goes_or_falls_when_its_time_is_over(
    asia: Digest, house: House, unapproved: str, state: str
) -> None:
    Digest.objects.update(approval_minutes=60, unapproved=unapproved)
    assert go().state == Run.State.PLANNED
    assert go(minutes=60).state == state
    assert Message.objects.exists() == (state == "sent")


def test_an_edition_that_was_approved_before_its_hour_goes_at_its_hour(asia: Digest, house: House) -> None:
    Digest.objects.update(approval_minutes=60)
    words.say(asia, DAY, Kind.APPROVE, "mei", SEVEN - minutes(90))
    assert go().state == Run.State.SENT
    with pytest.raises(NoSuchRuling, match="cancel its mailing"):
        words.say(asia, DAY, Kind.REFUSE, "mei", SEVEN + minutes(1))


def test_a_refused_edition_is_sent_to_nobody_and_its_stories_come_next_time(
    asia: Digest, house: House
) -> None:
    words.say(asia, DAY, Kind.REFUSE, "mei", SEVEN)
    assert go().state == Run.State.REFUSED
    assert not Message.objects.exists()
    open_runs(SEVEN + timedelta(days=1), catch_up=False)
    after = Run.objects.get(state=Run.State.PLANNED)
    assert compose(after, house, SEVEN + timedelta(days=1)).state == Run.State.SENT


def test_an_edition_waits_for_a_late_translation_and_no_longer_than_it_may(
    asia: Digest, desks: tuple[Desk, Desk], house: House
) -> None:
    Digest.objects.update(wait_minutes=20)
    young = SEVEN - minutes(5)
    a_version("en", "Breaking dam", desks=desks[:1], published_at=young, released_at=young)
    assert go() == Composed([], 0, 0, Run.State.PLANNED, SEVEN + minutes(1))
    assert go(minutes=10).state == Run.State.PLANNED
    assert go(minutes=20).state == Run.State.SENT
    assert "Breaking dam" in Message.objects.get().text


def test_the_translation_that_came_in_time_is_sent_and_one_that_lands_later_repeats_nothing(
    asia: Digest, desks: tuple[Desk, Desk], house: House
) -> None:
    Digest.objects.update(wait_minutes=20)
    young = SEVEN - minutes(5)
    dam = a_version("en", "The dam", desks=desks[:1], published_at=young, released_at=young)
    rail = a_version("en", "The rail", desks=desks[:1], published_at=young, released_at=young)
    assert go().state == Run.State.PLANNED
    came = {"published_at": young, "released_at": SEVEN + minutes(2)}
    a_version("fr", "Le barrage", desks=desks[:1], story=dam.story, **came)
    assert go(minutes=20).state == Run.State.SENT
    text = Message.objects.get().text
    assert "Le barrage" in text
    assert "The dam" not in text
    a_version("fr", "Le rail", desks=desks[:1], story=rail.story, released_at=SEVEN + minutes(90))
    tomorrow = SEVEN + timedelta(days=1)
    open_runs(tomorrow, catch_up=False)
    assert compose(Run.objects.get(state=Run.State.PLANNED), house, tomorrow).state == Run.State.EMPTY


def test_fewer_stories_than_the_least_wait_for_the_next_edition(
    asia: Digest, desks: tuple[Desk, Desk], house: House
) -> None:
    Digest.objects.update(minimum=3)
    assert go().state == Run.State.EMPTY
    tomorrow = SEVEN + timedelta(days=1)
    a_version("fr", "Bichkek", desks=desks[:1], published_at=NOON, released_at=NOON)
    open_runs(tomorrow, catch_up=False)
    compose(Run.objects.get(state=Run.State.PLANNED), house, tomorrow)
    text = Message.objects.get().text
    assert all(title in text for title in ("Almaty", "Tachkent", "Bichkek"))


def test_sections_by_topic_are_called_in_the_readers_language(
    asia: Digest, desks: tuple[Desk, Desk], house: House
) -> None:
    Digest.objects.update(sections="topics")
    sport = [{"code": "15000000", "because": "its source says so"}]
    Version.objects.filter(title="Tachkent").update(subjects=sport)
    go()
    text = Message.objects.get().text
    assert text.index("Almaty") < text.index("Sport") < text.index("Tachkent")
