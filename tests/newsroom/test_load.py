"""Loading a newsroom file: all or nothing, again without effect, and what goes away is put out of use."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from service.audience.models import Consent, Reader, Subscription
from service.desks.models import Desk
from service.digests.models import Digest
from service.errors import NewsroomFileError
from service.feeds.models import FeedDocument
from service.house.models import House, Problem
from service.ingest.models import Article, Source
from service.newsroom.load import load
from service.syndication.models import Entitlement, Partner, PartnerKey
from tests.cast import NOON, an_article

LATER = NOON + timedelta(days=1)

NEWSROOM = """
[site]
name = "EurasiaTimes"
url = "https://eurasiatimes.example"
languages = ["fr", "kk"]
sender = "Desk@EurasiaTimes.example"

[[desk]]
slug = "central-asia"
parent = "asia"
regions = ["143"]
[[desk]]
slug = "asia"
regions = ["142"]

[[source]]
name = "wire-folder"
kind = "folder"
path = "articles"
[[source]]
name = "wire-feed"
kind = "feed"
url = "https://wire.example/feed"

[[digest]]
desk = "asia"
cadence = "daily"
[[digest]]
desk = "asia"
cadence = "weekly"
weekday = "sunday"

[[reader]]
email = "Aigerim@Reader.example"
languages = ["kk", "ru"]
timezone = "Asia/Almaty"
desks = ["asia"]
[[reader]]
email = "camille@reader.example"
languages = ["fr"]
timezone = "Europe/Paris"
desks = ["asia"]
cadences = ["weekly"]

[[partner]]
slug = "partner-outlet"
key = "a-secret-for-trials"
desks = ["asia", "central-asia"]
languages = ["fr", "kk"]
"""

pytestmark = pytest.mark.django_db


class Paper:
    """A newsroom file on the disk, with its folder of articles beside it."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "newsroom.toml"
        (folder / "articles").mkdir()
        self.write(NEWSROOM)

    def write(self, text: str) -> None:
        self.path.write_text(text, encoding="utf-8")

    def change(self, old: str, new: str) -> None:
        text = self.path.read_text(encoding="utf-8")
        assert old in text
        self.write(text.replace(old, new))


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def all_rows() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table of ours."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model.__module__.startswith("service.")
    }


def test_the_whole_newsroom_is_there(paper: Paper) -> None:
    loaded = load(paper.path, NOON)

    house = House.get()
    assert (house.sender, house.tag_authority) == ("desk@eurasiatimes.example", "eurasiatimes.example,2026")
    central = Desk.objects.get(slug="central-asia")
    assert central.parent == Desk.objects.get(slug="asia")
    assert Source.objects.get(name="wire-folder").location == str(paper.path.parent / "articles")
    assert sorted(digest.scope for digest in Digest.objects.all()) == ["asia/daily", "asia/weekly"]
    assert loaded.problems == ()
    assert loaded.changed == loaded.retired == 0


def test_readers_are_active_with_consents_for_what_they_asked(paper: Paper) -> None:
    load(paper.path, NOON)

    aigerim, camille = Reader.objects.order_by("address")
    assert (aigerim.address, aigerim.languages, aigerim.state) == (
        "aigerim@reader.example",
        ["kk", "ru"],
        Reader.State.ACTIVE,
    )
    assert {one.scope for one in aigerim.subscriptions.all()} == {"asia/daily", "asia/weekly"}
    assert {one.scope for one in camille.subscriptions.all()} == {"asia/weekly"}
    assert {(one.verb, one.how) for one in Consent.objects.all()} == {("imported", "newsroom file")}
    assert Consent.objects.filter(reader=aigerim).count() == 2


def test_a_partner_may_have_each_language_of_each_desk_and_its_key_is_not_kept(paper: Paper) -> None:
    load(paper.path, NOON)

    assert sorted(right.path for right in Entitlement.objects.all()) == [
        "partner-outlet/asia/fr/atom.xml",
        "partner-outlet/asia/kk/atom.xml",
        "partner-outlet/central-asia/fr/atom.xml",
        "partner-outlet/central-asia/kk/atom.xml",
    ]
    assert "a-secret-for-trials" not in str(all_rows())


def test_there_is_a_document_for_each_desk_language_and_format(paper: Paper) -> None:
    load(paper.path, NOON)

    assert FeedDocument.objects.count() == 2 * 2 * 3


def test_sources_feeds_and_rights_wait_for_their_steps(paper: Paper) -> None:
    due = load(paper.path, NOON).due

    assert len(due["pull"]) == Source.objects.count()
    assert len(due["publish"]) == FeedDocument.objects.count()
    assert len(due["syndicate"]) == Entitlement.objects.count()
    assert due["place"] == []


def test_loading_twice_changes_nothing(paper: Paper) -> None:
    load(paper.path, NOON)
    before = all_rows()

    again = load(paper.path, LATER)

    assert all_rows() == before
    assert (again.created, again.changed, again.retired) == (0, 0, 0)


def test_a_source_that_is_taken_out_is_retired_and_comes_back(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('[[source]]\nname = "wire-feed"\nkind = "feed"\nurl = "https://wire.example/feed"\n', "")

    loaded = load(paper.path, LATER)

    source = Source.objects.get(name="wire-feed")
    assert (source.state, source.due_at) == (Source.State.RETIRED, None)
    assert loaded.retired == 1
    paper.write(NEWSROOM)
    load(paper.path, LATER)
    source.refresh_from_db()
    assert (source.state, source.due_at) == (Source.State.ACTIVE, LATER)


def test_a_source_that_moved_is_pulled_afresh(paper: Paper) -> None:
    load(paper.path, NOON)
    Source.objects.filter(name="wire-feed").update(etag='"old"', due_at=LATER, failures=3)
    paper.change("wire.example/feed", "wire.example/new")

    load(paper.path, NOON)

    source = Source.objects.get(name="wire-feed")
    assert (source.location, source.etag, source.failures) == ("https://wire.example/new", "", 0)
    assert source.due_at == NOON


def test_the_tag_authority_never_changes(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change(
        'url = "https://eurasiatimes.example"', 'url = "https://new.example"\ntag = "new.example,2027"'
    )

    loaded = load(paper.path, LATER)

    assert House.get().url == "https://new.example"
    assert House.get().tag_authority == "eurasiatimes.example,2026"
    assert [place for place, _ in loaded.problems] == ["newsroom file: site.tag"]


def test_an_address_that_cannot_be_one_is_set_aside_until_it_is_mended(paper: Paper) -> None:
    paper.change("camille@reader.example", "camille at reader.example")

    loaded = load(paper.path, NOON)

    assert [reader.address for reader in Reader.objects.all()] == ["aigerim@reader.example"]
    [(place, what)] = loaded.problems
    assert place == "newsroom file: reader camille at reader.example"
    assert what.startswith("set aside: 'camille at reader.example'")
    paper.write(NEWSROOM)
    load(paper.path, LATER)
    assert Problem.objects.get(place=place).closed_at == LATER
    assert Reader.objects.count() == 2


def test_what_a_load_did_is_said_in_lines(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('path = "articles"', 'path = "nowhere"')

    said = str(load(paper.path, LATER)).splitlines()

    assert said[0] == "0 rows made, 1 changed, 0 put out of use"
    assert said[1].startswith("source wire-folder: there is no folder")


def test_a_reader_who_is_listed_twice_is_one_reader(paper: Paper) -> None:
    paper.change("camille@reader.example", "AIGERIM@reader.example")

    loaded = load(paper.path, NOON)

    assert Reader.objects.get().languages == ["kk", "ru"]
    assert [place for place, _ in loaded.problems] == ["newsroom file: reader AIGERIM@reader.example"]


def test_readers_of_a_desk_without_a_digest_are_told_of(paper: Paper) -> None:
    paper.change('desks = ["asia"]\ncadences', 'desks = ["central-asia"]\ncadences')

    loaded = load(paper.path, NOON)

    assert [place for place, _ in loaded.problems] == ["newsroom file: readers of central-asia"]


def test_a_folder_that_is_not_there_is_a_problem_of_its_source(paper: Paper) -> None:
    paper.change('path = "articles"', 'path = "nowhere"')

    loaded = load(paper.path, NOON)

    assert [place for place, _ in loaded.problems] == ["source wire-folder"]
    assert str(paper.path.parent / "nowhere") in loaded.problems[0][1]
    assert Source.objects.count() == 2


def test_who_left_stays_away(paper: Paper) -> None:
    load(paper.path, NOON)
    Subscription.objects.update(ended_at=NOON)
    Reader.objects.filter(address="camille@reader.example").update(state=Reader.State.GONE)
    paper.change('cadences = ["weekly"]', "")

    load(paper.path, LATER)

    assert not Subscription.objects.filter(ended_at=None).exists()
    assert Reader.objects.get(address="camille@reader.example").state == Reader.State.GONE


def test_a_readers_languages_and_zone_follow_the_file(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('["kk", "ru"]\ntimezone = "Asia/Almaty"', '["ru"]\ntimezone = "Asia/Tashkent"')

    loaded = load(paper.path, LATER)

    aigerim = Reader.objects.get(address="aigerim@reader.example")
    assert (aigerim.languages, aigerim.timezone) == (["ru"], "Asia/Tashkent")
    assert loaded.changed == 1


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

    assert [right.path for right in Entitlement.objects.all()] == ["partner-outlet/asia/fr/atom.xml"]


def test_partners_and_digests_that_are_taken_out_are_closed_and_paused(paper: Paper) -> None:
    load(paper.path, NOON)
    text = NEWSROOM[: NEWSROOM.index("[[partner]]")]
    paper.write(text.replace('[[digest]]\ndesk = "asia"\ncadence = "weekly"\nweekday = "sunday"\n', ""))

    loaded = load(paper.path, LATER)

    assert not Partner.objects.get().active
    assert [digest.scope for digest in Digest.objects.filter(paused=True)] == ["asia/weekly"]
    assert loaded.retired == 2


def test_a_pause_made_in_the_newsroom_outlives_a_load(paper: Paper) -> None:
    load(paper.path, NOON)
    Digest.objects.update(paused=True)
    load(paper.path, LATER)
    assert not Digest.objects.filter(paused=False).exists()

    paper.change('cadence = "daily"', 'cadence = "daily"\npaused = false')
    load(paper.path, LATER)

    assert [digest.scope for digest in Digest.objects.filter(paused=False)] == ["asia/daily"]


def test_a_desk_that_is_taken_out_stays_and_is_told_of(paper: Paper) -> None:
    load(paper.path, NOON)
    paper.change('[[desk]]\nslug = "central-asia"\nparent = "asia"\nregions = ["143"]\n', "")
    paper.change('"asia", "central-asia"', '"asia"')

    loaded = load(paper.path, LATER)

    assert Desk.objects.count() == 2
    assert [place for place, _ in loaded.problems] == ["newsroom file: desk central-asia"]


@pytest.mark.parametrize(
    ("old", "new", "articles_wait"),
    [
        ('regions = ["143"]', 'regions = ["143", "MN"]', True),
        ('parent = "asia"\n', "", True),
        ('["fr", "kk"]\nsender', '["fr", "kk", "en"]\nsender', True),
        ('name = "EurasiaTimes"', 'name = "Eurasia Times"', False),
        ('regions = ["143"]', 'regions = ["143"]\nnames = { fr = "Steppes" }', False),
    ],
)
def test_what_changes_the_desks_wakes_the_articles_and_what_changes_words_the_feeds(
    paper: Paper, old: str, new: str, articles_wait: bool
) -> None:
    load(paper.path, NOON)
    an_article()
    for model in (Article, FeedDocument, Entitlement):
        model._default_manager.update(due_at=None)
    paper.change(old, new)

    due = load(paper.path, LATER).due

    assert bool(due["place"]) == articles_wait
    assert len(due["publish"]) == FeedDocument.objects.count()
    assert len(due["syndicate"]) == Entitlement.objects.count()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "there is no such file"),
        (b"\xff\xfe[site]", "it is not UTF-8"),
        (b"[site]\nname = ", "it is not TOML"),
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "newsroom.toml"
    if content is not None:
        path.write_bytes(content)

    with pytest.raises(NewsroomFileError) as caught:
        load(path, NOON)

    assert str(caught.value).startswith(f"{path}: {said}")
    assert not House.objects.exists()


def test_a_folder_is_no_newsroom_file(tmp_path: Path) -> None:
    with pytest.raises(NewsroomFileError, match="it cannot be read"):
        load(tmp_path, NOON)


def test_a_file_with_a_byte_order_mark_is_read(paper: Paper) -> None:
    paper.path.write_bytes(b"\xef\xbb\xbf" + NEWSROOM.encode())

    load(paper.path, NOON)

    assert House.get().name == "EurasiaTimes"


def test_a_sender_that_cannot_be_one_stops_the_load(paper: Paper) -> None:
    paper.change("Desk@EurasiaTimes.example", "the desk")

    with pytest.raises(NewsroomFileError, match=r"newsroom.toml: site.sender: 'the desk'"):
        load(paper.path, NOON)

    assert not House.objects.exists()


def test_two_thousand_readers_take_a_handful_of_queries(
    paper: Paper, django_assert_max_num_queries: Any
) -> None:
    readers = "".join(
        f'[[reader]]\nemail = "r{number}@reader.example"\nlanguages = ["fr"]\ndesks = ["asia"]\n'
        for number in range(2000)
    )
    paper.write(NEWSROOM + readers)

    with django_assert_max_num_queries(150):
        load(paper.path, NOON)

    assert Reader.objects.count() == 2002
