"""The newsroom file's desks and rules beside the editors': theirs stands until it is given back."""

import pytest

from service.desks.models import Desk, Rule
from service.house.models import House, Problem
from service.ingest.models import Article
from service.newsroom.keeping import different, give_back, take_over
from service.newsroom.load import load
from tests.cast import NOON, an_article
from tests.newsroom.paper import LATER, Paper, all_rows

pytestmark = pytest.mark.django_db

RULE = '[[rule]]\nname = "oil"\ndesk = "asia"\ntopics = ["04000000"]\n'


@pytest.fixture
def ruled(paper: Paper) -> Paper:
    """A newsroom with a rule, loaded."""
    paper.write(paper.path.read_text("utf-8") + RULE)
    load(paper.path, NOON)
    return paper


def edited(**changes: object) -> Rule:
    """An editor changed the rule."""
    rule = Rule.objects.get()
    for name, value in changes.items():
        setattr(rule, name, value)
    take_over(rule)
    rule.save()
    return rule


def test_a_rule_comes_with_the_file_and_loading_again_changes_nothing(ruled: Paper) -> None:
    rule = Rule.objects.get()
    assert (rule.name, rule.desk.slug, rule.topics, rule.effect) == ("oil", "asia", ["04000000"], "place")
    assert (rule.keeper, rule.active) == ("file", True)
    before = all_rows()
    assert load(ruled.path, LATER).changed == 0
    assert all_rows() == before


def test_what_the_file_changes_of_its_own_rule_is_changed_and_articles_wait(ruled: Paper) -> None:
    article = an_article()
    Article.objects.update(due_at=None)
    ruled.change('["04000000"]', '["15000000"]')
    assert load(ruled.path, LATER).due["place"] == [article.pk]
    assert Rule.objects.get().topics == ["15000000"]


def test_a_rule_that_is_taken_out_is_gone_and_articles_wait(ruled: Paper) -> None:
    an_article()
    Article.objects.update(due_at=None)
    ruled.change(RULE, "")
    loaded = load(ruled.path, LATER)
    assert (Rule.objects.count(), loaded.retired, len(loaded.due["place"])) == (0, 1, 1)


def test_an_editors_change_outlasts_loads_and_the_difference_is_told(ruled: Paper) -> None:
    edited(topics=["11000000"])
    loaded = load(ruled.path, LATER)
    assert Rule.objects.get().topics == ["11000000"]
    assert (loaded.changed, loaded.retired) == (0, 0)
    assert dict(loaded.problems)["newsroom file: rule oil"].startswith(
        "the editors keep it, and say otherwise of topics; theirs stands."
    )


def test_the_difference_is_told_no_more_once_the_file_is_mended(ruled: Paper) -> None:
    edited(topics=["11000000"])
    load(ruled.path, LATER)
    ruled.change('["04000000"]', '["11000000"]')
    assert load(ruled.path, LATER).problems == ()
    assert not Problem.objects.filter(closed_at=None).exists()


def test_what_is_given_back_says_at_once_what_the_file_says_now(ruled: Paper) -> None:
    edited(topics=["11000000"], desk=Desk.objects.get(slug="central-asia"), active=False)
    ruled.change('["04000000"]', '["15000000"]')
    load(ruled.path, LATER)
    rule = Rule.objects.get()
    assert set(different(rule)) == {"topics", "desk", "active"}

    assert give_back(rule)

    rule.refresh_from_db()
    assert (rule.topics, rule.desk.slug, rule.active, rule.keeper) == (["15000000"], "asia", True, "file")
    assert load(ruled.path, LATER).problems == ()


def test_what_the_file_does_not_know_stays_the_editors(ruled: Paper) -> None:
    edited(active=False)
    Rule.objects.create(name="own", desk=Desk.objects.get(slug="asia"), tags=["oil"], keeper="editors")
    ruled.change(RULE, "")
    assert load(ruled.path, LATER).problems == ()
    assert [(rule.name, rule.active, rule.filed) for rule in Rule.objects.all()] == [
        ("oil", False, None),
        ("own", True, None),
    ]
    assert not give_back(Rule.objects.get(name="own"))


def test_a_desk_that_the_editors_keep_keeps_what_they_say(paper: Paper) -> None:
    load(paper.path, NOON)
    desk = Desk.objects.get(slug="central-asia")
    desk.regions, desk.names = ["KZ", "UZ"], {"fr": "Asie du milieu"}
    take_over(desk)
    desk.save()

    loaded = load(paper.path, LATER)

    desk.refresh_from_db()
    assert (desk.regions, desk.names) == (["KZ", "UZ"], {"fr": "Asie du milieu"})
    assert [place for place, _ in loaded.problems] == ["newsroom file: desk central-asia"]
    assert give_back(desk)
    desk.refresh_from_db()
    assert (desk.regions, desk.parent and desk.parent.slug) == (["143"], "asia")


def test_a_desk_founded_by_the_editors_is_no_problem(paper: Paper) -> None:
    load(paper.path, NOON)
    Desk.objects.create(slug="front", founded_at=NOON, keeper="editors")
    assert load(paper.path, LATER).problems == ()


def test_flags_and_topics_of_the_file_wake_articles_and_leave_the_editors_policies(paper: Paper) -> None:
    load(paper.path, NOON)
    an_article()
    Article.objects.update(due_at=None)
    House.objects.update(flags_edited={"no-desk": "ignore"})
    paper.write(paper.path.read_text("utf-8") + '[flags]\nno-desk = "hold"\n[topics]\nOil = "20001243"\n')

    loaded = load(paper.path, LATER)

    house = House.get()
    assert (house.flags, house.flags_edited) == ({"no-desk": "hold"}, {"no-desk": "ignore"})
    assert house.topics == {"oil": "20001243"}
    assert len(loaded.due["place"]) == 1
