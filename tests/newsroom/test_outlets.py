"""Loading partners: their rights, their keys, and the end of both."""

from datetime import timedelta

import pytest

from service.errors import NewsroomFileError
from service.newsroom.load import load
from service.syndication.models import Entitlement, Partner, PartnerKey, Receipt
from tests.cast import NOON
from tests.newsroom.paper import LATER, NEWSROOM, Paper, all_rows

pytestmark = pytest.mark.django_db


def test_a_partner_may_have_each_language_of_each_desk_and_its_key_is_not_kept(paper: Paper) -> None:
    load(paper.path, NOON)

    assert sorted(right.path for right in Entitlement.objects.all()) == [
        "partner-outlet/asia/fr/atom.xml",
        "partner-outlet/asia/kk/atom.xml",
        "partner-outlet/central-asia/fr/atom.xml",
        "partner-outlet/central-asia/kk/atom.xml",
    ]
    assert "a-secret-for-trials" not in str(all_rows())


def test_a_fresh_key_ends_the_one_before_and_an_ended_key_is_not_revived(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change("a-secret-for-trials", "a-fresh-secret")
    load(paper.path, LATER)

    old, new = PartnerKey.objects.order_by("pk")
    assert (old.ends_at, new.ends_at) == (LATER, None)
    paper.write(NEWSROOM)
    loaded = load(paper.path, LATER + timedelta(days=1))
    assert not PartnerKey.objects.filter(sha256=old.sha256, ends_at=None).exists()
    assert [place for place, _ in loaded.problems] == ["newsroom file: partner partner-outlet"]


def test_a_key_cannot_pass_to_another_partner(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('slug = "partner-outlet"', 'slug = "other-outlet"')

    with pytest.raises(NewsroomFileError, match=r'partner "other-outlet"\.key: it was given to another'):
        load(paper.path, LATER)

    assert [partner.slug for partner in Partner.objects.all()] == ["partner-outlet"]


def test_a_right_that_is_taken_back_is_gone_at_once(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change(
        'desks = ["asia", "central-asia"]\nlanguages = ["fr", "kk"]', 'desks = ["asia"]\nlanguages = ["fr"]'
    )

    load(paper.path, LATER)

    assert [right.path for right in Entitlement.standing()] == ["partner-outlet/asia/fr/atom.xml"]


def test_a_right_that_ended_keeps_its_receipts_and_may_come_back(paper: Paper) -> None:
    before = paper.path.read_text()
    load(paper.path, NOON)
    kazakh = Entitlement.objects.get(desk__slug="asia", language="kk")
    Receipt.objects.create(entitlement=kazakh, sha256="0" * 64, status=200, at=NOON)
    paper.change('languages = ["fr", "kk"]', 'languages = ["fr"]')
    load(paper.path, LATER)
    assert kazakh not in Entitlement.standing()
    assert Receipt.objects.get().entitlement == kazakh

    Entitlement.objects.update(due_at=None)
    paper.path.write_text(before)
    load(paper.path, LATER)
    assert list(Entitlement.standing().filter(due_at=LATER, language="kk", desk__slug="asia")) == [kazakh]


def test_a_partner_that_is_taken_out_is_closed(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.write(NEWSROOM[: NEWSROOM.index("[[partner]]")])

    loaded = load(paper.path, LATER)

    assert not Partner.objects.get().active
    assert loaded.retired == 1
