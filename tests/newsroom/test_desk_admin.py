"""Desks, rules and policies in the admin: what an editor changes is the editors'."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from service import clock, lease
from service.desks.models import Desk, Rule
from service.feeds.models import FeedDocument
from service.house.models import House
from service.ingest.models import Article
from service.newsroom.load import load
from tests.cast import NOON, a_source, an_article, the_desks, the_house
from tests.newsroom.paper import LATER, Paper

pytestmark = pytest.mark.django_db
FIVE = ("regions", "topics", "sources", "tags", "languages")


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("mei"))
    the_house()
    return client


def rule_of(desk: Desk, **more: Any) -> dict[str, Any]:
    """A filled-in form."""
    return {
        "name": "oil",
        "desk": desk.pk,
        "effect": "place",
        "active": "on",
        **dict.fromkeys(FIVE, ""),
        **more,
    }


def desk_of(**more: Any) -> dict[str, Any]:
    return {"slug": "front", "parent": "", "names": "{}", "accent": "", **dict.fromkeys(FIVE, ""), **more}


def add(editor: Client, what: str, values: dict[str, Any]) -> str:
    return editor.post(reverse(f"admin:desks_{what}_add"), values, follow=True).content.decode()


def change(editor: Client, row: Desk | Rule, values: dict[str, Any]) -> str:
    at = reverse(f"admin:desks_{row._meta.model_name}_change", args=[row.pk])
    return editor.post(at, values, follow=True).content.decode()


def test_an_editor_makes_a_rule_and_articles_are_placed_again(editor: Client) -> None:
    asia, _ = the_desks()
    article = an_article()
    add(
        editor,
        "rule",
        rule_of(asia, topics="economy, business and finance\nmedtop:15000000\n", tags=" Oil\nOil"),
    )
    rule = Rule.objects.get()
    assert (rule.topics, rule.tags, rule.keeper) == (["04000000", "15000000"], ["Oil"], "editors")
    assert lease.due(Article.objects.all(), clock.now()) == [article.pk]


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({}, "The rule asks for nothing"),
        ({"topics": "oyl"}, "is no IPTC Media Topic"),
        ({"regions": "142\nXQ"}, "is not a known region"),
        ({"sources": "wyre"}, "there is no source"),
        ({"languages": "xx"}, "is not a known language tag"),
        ({"tags": "#"}, "holds no word"),
    ],
)
def test_a_rule_is_checked_as_the_newsroom_file_is(typed: dict[str, str], why: str, editor: Client) -> None:
    asia, _ = the_desks()
    a_source("wire")
    assert why in add(editor, "rule", rule_of(asia, **typed))
    assert not Rule.objects.exists()


def test_an_editor_changes_a_rule_of_the_file_and_gives_it_back(editor: Client, paper: Paper) -> None:
    paper.write(
        paper.path.read_text("utf-8") + '[[rule]]\nname = "oil"\ndesk = "asia"\ntopics = ["04000000"]\n'
    )
    load(paper.path, NOON)
    rule = Rule.objects.get()
    change(editor, rule, rule_of(rule.desk, topics="11000000"))
    load(paper.path, LATER)
    rule.refresh_from_db()
    assert (rule.topics, rule.keeper) == (["11000000"], "editors")
    where = reverse("admin:desks_rule_changelist")
    assert '<td class="field-file_says_otherwise">topics</td>' in editor.get(where).content.decode()

    editor.post(where, {"action": "give_back_to_file", "_selected_action": rule.pk})

    rule.refresh_from_db()
    assert (rule.topics, rule.keeper) == (["04000000"], "file")


def test_saving_without_a_change_takes_nothing_over(editor: Client, paper: Paper) -> None:
    load(paper.path, NOON)
    desk = Desk.objects.get(slug="central-asia")
    change(editor, desk, desk_of(parent=desk.parent_id, regions="143"))
    desk.refresh_from_db()
    assert desk.keeper == "file"


def test_a_rule_that_the_file_knows_is_not_deleted_and_an_own_one_is(editor: Client, paper: Paper) -> None:
    paper.write(
        paper.path.read_text("utf-8") + '[[rule]]\nname = "oil"\ndesk = "asia"\ntopics = ["04000000"]\n'
    )
    load(paper.path, NOON)
    own = Rule.objects.create(name="own", desk=Desk.objects.get(slug="asia"), tags=["x"], keeper="editors")
    filed = Rule.objects.get(name="oil")
    for row in (own, filed):
        editor.post(reverse("admin:desks_rule_delete", args=[row.pk]), {"post": "yes"})
    assert list(Rule.objects.all()) == [filed]


def test_an_editor_founds_a_desk_with_its_feeds(editor: Client) -> None:
    add(editor, "desk", desk_of(names='{"fr": "À la une"}'))
    desk = Desk.objects.get()
    assert (desk.slug, desk.names, desk.keeper) == ("front", {"fr": "À la une"}, "editors")
    assert FeedDocument.objects.filter(desk=desk).count() == 6 * 3


def test_a_desk_keeps_its_slug_and_is_never_above_itself(editor: Client) -> None:
    asia, central = the_desks()
    change(editor, central, desk_of(slug="other", parent=asia.pk, regions="KZ"))
    central.refresh_from_db()
    assert (central.slug, central.regions, central.keeper) == ("central-asia", ["KZ"], "editors")
    assert "the desk would be above itself" in change(editor, asia, desk_of(parent=central.pk, regions="142"))


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"slug": "front-"}, "is not a slug"),
        ({"slug": "newsroom"}, "own addresses"),
        ({"names": "[1]"}, "names are written as in"),
        ({"names": '{"fr": ""}'}, "fr: a name is one line of text"),
        ({"names": '{"xx": "A"}'}, "is not a known language tag"),
    ],
)
def test_a_desk_is_checked_as_the_newsroom_file_is(typed: dict[str, str], why: str, editor: Client) -> None:
    assert why in add(editor, "desk", desk_of(**typed))
    assert not Desk.objects.exists()


def test_the_editors_policy_for_a_flag_goes_before_the_files(editor: Client) -> None:
    house = the_house(flags={"no-desk": "hold"})
    article = an_article()
    Article.objects.update(due_at=None)
    at = reverse("admin:house_house_change", args=[1])
    assert "as the newsroom file says (hold)" in editor.get(at).content.decode()
    editor.post(at, {"flag_no_desk": "ignore", "flag_too_short": ""})
    house.refresh_from_db()
    assert (house.flags, house.flags_edited) == ({"no-desk": "hold"}, {"no-desk": "ignore"})
    assert lease.due(Article.objects.all(), clock.now()) == [article.pk]
    assert House.get().name == "EurasiaTimes"
