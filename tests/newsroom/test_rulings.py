"""Editors place, bar, hold and release in the admin; the line places the article again."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from service import clock, lease
from service.desks.models import Desk, Placement, Ruling, Version
from service.desks.place import place
from service.house.models import House
from service.ingest.models import Article
from tests.cast import NOON, an_article, the_desks, the_house
from tests.desks.test_place import revise

pytestmark = pytest.mark.django_db
ADD, HELD = "admin:desks_ruling_add", "admin:desks_held_changelist"


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("mei"))
    return client


@pytest.fixture
def stage(db: None) -> tuple[House, Desk, Desk]:
    """A house that holds what is too short, with its two desks."""
    return (the_house(flags={"too-short": "hold"}), *the_desks())


def say(editor: Client, article: Article, kind: str, desk: Desk | None = None, **more: Any) -> str:
    """The page an editor sees after the form was sent."""
    values = {"article": article.pk, "kind": kind, "desk": desk.pk if desk else "", "note": "Why.", **more}
    return editor.post(reverse(ADD), values, follow=True).content.decode()


def placed(house: House) -> Article:
    """An article that was placed, and is held: it is short."""
    article = an_article()
    place(article, house, NOON)
    Article.objects.update(due_at=None)
    return article


def slugs() -> set[str]:
    return set(Placement.objects.values_list("desk__slug", flat=True))


def test_an_editor_bars_an_article_and_it_stays_off_whatever_comes(editor: Client, stage: Any) -> None:
    house, _, central = stage
    article = placed(house)
    say(editor, article, "bar", central)

    row = Ruling.objects.get()
    assert (row.kind, row.desk, row.revision, row.note, row.who) == ("bar", central, 1, "Why.", "mei")
    assert lease.due(Article.objects.all(), clock.now()) == [article.pk]
    for _ in range(2):
        place(article, house, NOON)
        assert slugs() == {"asia"}
        revise(article, title="Almaty ouvre au Kazakhstan")
    assert Version.objects.get().kept_off[0]["because"].startswith("barred by mei on ")


def test_an_editor_pins_an_article_and_leaves_it_to_the_rules_again(editor: Client, stage: Any) -> None:
    house, *_ = stage
    front = Desk.objects.create(slug="front", founded_at=NOON)
    article = placed(house)
    say(editor, article, "pin", front)
    place(article, house, NOON)
    pin = Placement.objects.get(desk=front)
    assert (pin.by, pin.because.endswith(": Why.")) == ("editor", True)
    say(editor, article, "leave", front)
    place(article, house, NOON)
    assert slugs() == {"asia", "central-asia"}


def test_a_release_lets_one_revision_out_for_good(editor: Client, stage: Any) -> None:
    house, *_ = stage
    article = placed(house)
    assert Version.objects.get().state == Version.State.HELD
    say(editor, article, "release", seen=1)
    for _ in range(2):
        place(article, house, NOON)
        assert Version.objects.get().state == Version.State.PUBLISHED
    revise(article, title="Almaty ouvre au Kazakhstan")
    place(article, house, NOON)
    assert Version.objects.get().state == Version.State.HELD


def test_a_release_of_what_changed_meanwhile_is_refused(editor: Client, stage: Any) -> None:
    house, *_ = stage
    article = placed(house)
    revise(article, title="Almaty ouvre au Kazakhstan")
    place(article, house, NOON)
    assert "Its source changed it meanwhile (revision 2): look at that first." in say(
        editor, article, "release", seen=1
    )
    assert not Ruling.objects.exists()


def test_an_editor_holds_what_is_out_until_she_releases_it(editor: Client, stage: Any) -> None:
    _, *_ = stage
    house = the_house()
    article = placed(house)
    say(editor, article, "hold")
    place(article, house, NOON)
    revise(article, title="Almaty ouvre au Kazakhstan")
    changed = place(article, house, NOON)
    assert changed.version is not None
    assert changed.version.state == Version.State.HELD
    assert any(flag["code"] == "held-by-editor" and flag["holds"] for flag in changed.version.flags)
    say(editor, article, "release")
    place(article, house, NOON)
    assert Version.objects.get().state == Version.State.PUBLISHED


@pytest.mark.parametrize(
    ("kind", "on_a_desk", "why"),
    [
        ("pin", False, "Name a desk."),
        ("hold", True, "To hold an article names no desk."),
        ("leave", True, "No editor&#x27;s word stands on central-asia"),
    ],
)
def test_a_ruling_that_means_nothing_is_refused_beside_the_form(
    kind: str, on_a_desk: bool, why: str, editor: Client, stage: Any
) -> None:
    house, _, central = stage
    article = placed(house)
    assert why in say(editor, article, kind, central if on_a_desk else None)
    assert not Ruling.objects.exists()


def test_saying_it_twice_and_releasing_what_is_out_mean_nothing(editor: Client, stage: Any) -> None:
    _, asia, _ = stage
    house = the_house(flags={})
    article = placed(house)
    assert "It is not held." in say(editor, article, "release")
    say(editor, article, "bar", asia)
    assert "That is so already: barred by mei" in say(editor, article, "bar", asia)
    say(editor, article, "hold")
    assert "That is so already: held by mei" in say(editor, article, "hold")


def test_what_was_never_placed_cannot_be_ruled_on(editor: Client, stage: Any) -> None:
    assert "It was not placed yet: wait until it is." in say(editor, an_article(), "hold")


def test_what_has_no_headline_cannot_be_released(editor: Client, stage: Any) -> None:
    house, *_ = stage
    article = an_article(title="", body="")
    place(article, house, NOON)
    assert "It has no headline, and cannot go out: correct it." in say(editor, article, "release")


def test_the_queue_shows_what_is_held_and_why_and_lets_it_out(editor: Client, stage: Any) -> None:
    house, *_ = stage
    article = placed(house)
    version = Version.objects.get()
    page = editor.get(reverse(HELD)).content.decode()
    assert "too-short: 12 words; the house&#x27;s articles have 20 or more" in page
    said = editor.post(reverse(HELD), {"action": "release", "_selected_action": version.pk}, follow=True)
    assert "released" in said.content.decode()
    place(article, house, clock.now())
    assert Version.objects.get().state == Version.State.PUBLISHED
    assert version.title not in editor.get(reverse(HELD)).content.decode()


def test_what_an_editor_holds_is_not_released_with_the_rest(editor: Client, stage: Any) -> None:
    house, *_ = stage
    article = placed(house)
    say(editor, article, "hold")
    place(article, house, NOON)
    values = {"action": "release", "_selected_action": Version.objects.get().pk}
    assert "an editor holds it" in editor.post(reverse(HELD), values, follow=True).content.decode()
    assert [row.kind for row in Ruling.objects.all()] == ["hold"]


def test_the_page_of_a_version_tells_all_its_reasons_and_leads_to_the_form(
    editor: Client, stage: Any
) -> None:
    house, asia, _ = stage
    article = placed(house)
    say(editor, article, "bar", asia)
    place(article, house, NOON)
    at = reverse("admin:desks_version_change", args=[Version.objects.get().pk])
    page = editor.get(at).content.decode()
    assert "too-short (holds): 12 words" in page
    assert "asia: barred by mei" in page
    assert "bars it from the desk and those below it asia Why." in page
    assert f"?article={article.pk}&amp;seen=1&amp;kind=release" in page
    form = editor.get(f"{reverse(ADD)}?article={article.pk}&seen=1&kind=release").content.decode()
    assert 'name="seen" value="1"' in form


def test_versions_are_found_by_flag(editor: Client, stage: Any) -> None:
    house, *_ = stage
    placed(house)
    where = reverse("admin:desks_version_changelist")
    assert "Almaty" in editor.get(where, {"flag": "too-short"}).content.decode()
    assert "Almaty" not in editor.get(where, {"flag": "no-desk"}).content.decode()


def test_who_may_look_may_not_rule(client: Client, stage: Any) -> None:
    house, *_ = stage
    placed(house)
    user = User.objects.create_user("intern", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=["view_held", "view_ruling"]))
    client.force_login(user)
    values = {"action": "release", "_selected_action": Version.objects.get().pk}
    client.post(reverse(HELD), values)
    assert client.get(reverse(ADD)).status_code == 403
    assert not Ruling.objects.exists()
