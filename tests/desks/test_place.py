"""An article is put on its desks, moved, and taken off."""

from datetime import timedelta

from service.desks.models import Desk, Placement, Story, Version
from service.desks.place import Placed, place
from service.house.models import House
from service.ingest.models import Article, Revision
from tests.cast import NOON, an_article

Desks = tuple[Desk, Desk]
LATER = NOON + timedelta(hours=1)
BELGIUM = "<p>La Belgique ouvre une ligne de métro. Elle compte huit stations dans la capitale.</p>"


def revise(article: Article, **changes: object) -> None:
    """The source changed the article."""
    last = article.latest
    values = {field.attname: getattr(last, field.attname) for field in Revision._meta.concrete_fields}
    del values["id"]
    Revision.objects.create(**{**values, "number": last.number + 1, **changes})
    article.revision = last.number + 1
    article.save(update_fields=["revision"])


def withdraw(article: Article) -> None:
    article.state = Article.State.WITHDRAWN
    article.save(update_fields=["state"])


def slugs(version: Version | None) -> set[str]:
    return set(Placement.objects.filter(version=version).values_list("desk__slug", flat=True))


def ids(desks: Desks) -> frozenset[int]:
    return frozenset(desk.pk for desk in desks)


def test_an_article_is_read_and_stands_on_its_desks(house: House, desks: Desks) -> None:
    article = an_article()
    placed = place(article, house, NOON)
    version = placed.version
    assert version is not None
    assert (version.language, version.state, version.released_at) == ("fr", "published", NOON)
    assert version.story.key == article.key
    assert slugs(version) == {"asia", "central-asia"}
    assert placed == Placed(version, ids(desks), frozenset({"fr"}), news=True)


def test_placing_it_again_changes_nothing(house: House, desks: Desks) -> None:
    article = an_article()
    version = place(article, house, NOON).version
    assert place(article, house, LATER) == Placed(version)


def test_feeds_of_the_desks_above_change_with_a_desk(house: House, desks: Desks) -> None:
    asia, _ = desks
    asia.regions = ["030"]
    asia.save()
    placed = place(an_article(), house, NOON)
    assert slugs(placed.version) == {"central-asia"}
    assert placed.desks == ids(desks)


def test_a_new_revision_moves_it_and_both_places_hear_of_it(house: House, desks: Desks) -> None:
    article = an_article()
    place(article, house, NOON)
    revise(article, title="La Belgique ouvre", body=BELGIUM)
    placed = place(article, house, LATER)
    assert placed.version is not None
    assert slugs(placed.version) == set()
    assert placed.version.released_at == NOON
    assert (placed.desks, placed.news) == (ids(desks), False)


def test_a_change_of_language_reaches_the_feeds_of_both(house: House, desks: Desks) -> None:
    article = an_article()
    place(article, house, NOON)
    revise(
        article,
        title="В Алматы открылась линия метро",
        body="<p>В Казахстане открылась новая линия метро. На ней восемь станций.</p>",
    )
    assert place(article, house, LATER).languages == {"fr", "ru"}


def test_a_new_desk_takes_what_is_its_own(house: House, desks: Desks) -> None:
    article = an_article()
    version = place(article, house, NOON).version
    Desk.objects.create(slug="kazakhstan", regions=["KZ"], founded_at=NOON)
    placed = place(article, house, LATER)
    assert slugs(version) == {"asia", "central-asia", "kazakhstan"}
    assert not placed.news


def test_an_article_of_no_desk_is_kept_and_flagged_and_is_no_news(house: House, desks: Desks) -> None:
    placed = place(an_article(title="La Belgique ouvre", body=BELGIUM), house, NOON)
    assert placed.version is not None
    assert (placed.desks, placed.languages, placed.news) == (frozenset(), frozenset(), False)
    assert placed.version.released_at is None
    assert [flag["code"] for flag in placed.version.flags] == ["too-short", "no-desk"]


def test_what_its_source_takes_back_leaves_its_desks(house: House, desks: Desks) -> None:
    article = an_article()
    place(article, house, NOON)
    withdraw(article)
    placed = place(article, house, LATER)
    assert placed.version is not None
    assert placed.version.state == Version.State.WITHDRAWN
    assert (placed.desks, placed.languages) == (ids(desks), frozenset({"fr"}))
    assert place(article, house, LATER) == Placed(placed.version)


def test_what_comes_back_is_published_again_and_is_no_news(house: House, desks: Desks) -> None:
    article = an_article()
    place(article, house, NOON)
    withdraw(article)
    place(article, house, LATER)
    article.state = Article.State.PRESENT
    article.save(update_fields=["state"])
    placed = place(article, house, LATER)
    assert placed.version is not None
    assert placed.version.state == Version.State.PUBLISHED
    assert (placed.desks, placed.news) == (ids(desks), False)


def test_what_was_taken_back_before_it_was_read_is_nothing(house: House, desks: Desks) -> None:
    article = an_article()
    withdraw(article)
    assert place(article, house, NOON) == Placed(None)


FOREIGN = (
    "<p>Le Kazakhstan ouvre une ligne de métro. Elle compte huit stations. "
    "The minister said that everybody was welcome to see the new stations. Le train part demain.</p>"
)


def test_passages_are_marked_and_told_with_their_words(house: House, desks: Desks) -> None:
    version = place(an_article(body=FOREIGN), house, NOON).version
    assert version is not None
    (passage,) = version.passages
    assert passage["language"] == "en"
    assert passage["text"] == "The minister said that everybody was welcome to see the new stations."
    assert f'<span lang="en" dir="ltr">{passage["text"]}</span>' in version.body


def test_a_house_that_holds_passages_shows_the_article_nowhere(house: House, desks: Desks) -> None:
    house.foreign_passages = "hold"
    placed = place(an_article(body=FOREIGN), house, NOON)
    assert placed.version is not None
    assert placed.version.state == Version.State.HELD
    assert (placed.desks, placed.news, placed.version.released_at) == (frozenset(), False, None)


def test_what_an_editor_let_out_stays_out_until_its_text_changes(house: House, desks: Desks) -> None:
    house.foreign_passages = "hold"
    article = an_article(body=FOREIGN)
    place(article, house, NOON)
    Version.objects.update(state=Version.State.PUBLISHED)
    assert place(article, house, LATER).news
    assert Version.objects.get().state == Version.State.PUBLISHED
    revise(article, title="Un autre titre au Kazakhstan")
    place(article, house, LATER)
    assert Version.objects.get().state == Version.State.HELD


def test_a_translation_changes_the_feeds_of_its_original(house: House, desks: Desks) -> None:
    place(an_article("fr.txt"), house, NOON)
    translation = an_article(
        "ru.txt",
        title="В Алматы открылась линия метро",
        body="<p>В Казахстане открылась новая линия метро. На ней восемь станций.</p>",
        translation_of="fr.txt",
    )
    placed = place(translation, house, LATER)
    assert placed.languages == {"fr", "ru"}
    assert Story.objects.count() == 1
