"""Every kind of source in the newsroom file: its keys, its faults, its secret."""

from pathlib import Path
from typing import Any

import pytest

from service.errors import NewsroomFileError
from service.ingest.models import Source
from service.ingest.sealing import unseal
from service.newsroom.file import read
from service.newsroom.load import load
from service.newsroom.plan import SourcePlan
from tests.cast import NOON
from tests.newsroom.paper import LATER, Paper

SITE = """
[site]
name = "EurasiaTimes"
url = "https://eurasiatimes.example"
languages = ["fr"]
sender = "desk@eurasiatimes.example"
[[source]]
name = "cms"
"""
FIELDS = 'fields = { id = "key", title = "headline", body = "text.html" }\n'
WORDPRESS = 'kind = "wordpress"\nurl = "https://cms.example/"\n'
GHOST = 'kind = "ghost"\nurl = "https://cms.example/"\nsecret = "22444f78447824223cefc48062"\n'
JSON = f'kind = "json"\nurl = "https://api.example/v1?limit=5"\nitems = "data.articles"\n{FIELDS}'
PUSH = 'kind = "push"\nsecret = "a-secret-for-trials"\n'


def source(text: str, folder: Path = Path("/srv")) -> SourcePlan:
    """The one source of a file."""
    return read(SITE + text, "newsroom.toml", folder).sources[0]


@pytest.mark.parametrize(
    ("text", "location", "options", "secret"),
    [
        ('kind = "folder"\npath = "in"', "/srv/in", {}, ""),
        (
            'kind = "feed"\nurl = "https://a.example/f"\nwebsub = false',
            "https://a.example/f",
            {"websub": False},
            "",
        ),
        (WORDPRESS, "https://cms.example/", {}, ""),
        (
            f'{WORDPRESS}type = "news"\nhistory = 30\nlanguage_prefix = ""\nparameters = {{ tags = 7 }}\n'
            'secret = "desk:abcd efgh"',
            "https://cms.example/",
            {"type": "news", "history": 30, "language_prefix": "", "parameters": {"tags": "7"}},
            "desk:abcd efgh",
        ),
        (
            f'{GHOST}filter = "tag:news"',
            "https://cms.example/",
            {"filter": "tag:news"},
            "22444f78447824223cefc48062",
        ),
        (
            f'{JSON}next = "paging.next"\nsince_parameter = "since"\n'
            'key_header = "X-Api-Key"\nsecret = "s3cret"',
            "https://api.example/v1?limit=5",
            {
                "fields": {"id": "key", "title": "headline", "body": "text.html"},
                "items": "data.articles",
                "next": "paging.next",
                "since_parameter": "since",
                "key_header": "X-Api-Key",
            },
            "s3cret",
        ),
        (PUSH, "", {}, "a-secret-for-trials"),
    ],
)
def test_every_kind_has_its_keys(text: str, location: str, options: dict[str, Any], secret: str) -> None:
    plan = source(text)
    assert (plan.location, plan.options, plan.secret) == (location, options, secret)
    assert (plan.every_minutes, plan.longest_minutes) == (15, 60)
    assert not secret or secret not in repr(plan)


def test_the_longest_wait_is_never_shorter_than_the_usual_one() -> None:
    assert source(f"{WORDPRESS}every_minutes = 120").longest_minutes == 120
    with pytest.raises(NewsroomFileError, match="longest_minutes: it must be a whole number from 120"):
        source(f"{WORDPRESS}every_minutes = 120\nlongest_minutes = 60")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (WORDPRESS + 'filter = "x"', "source \"cms\".filter: a source of kind 'wordpress' has no filter"),
        (PUSH + 'url = "https://a.example"', "kind 'push' has no url"),
        (PUSH + "every_minutes = 5", "kind 'push' has no every_minutes"),
        ('kind = "push"', "secret: it is missing"),
        ('kind = "push"\nsecret = "too-short"', "secret: it is too short"),
        ('kind = "push"\nsecret = "two\\nlines-of-a-secret"', "secret: a secret is one line"),
        ('kind = "push"\nsecret = "секретсекретсекрет"', "secret: a secret is one line"),
        (PUSH + 'secret_file = "x"', "secret_file: there is a secret too"),
        ('kind = "ghost"\nurl = "https://a.example"', "secret: it is missing"),
        (
            'kind = "ghost"\nurl = "https://a.example"\nsecret_file = "none"',
            "secret_file: /srv/none cannot be read",
        ),
        (JSON.replace('"data.articles"', '"data.["'), "items: 'data.[' is no JMESPath expression"),
        (JSON.replace("title =", "headline ="), "fields.headline: there is no such field"),
        (JSON.replace('"headline"', "7"), "fields.title: it must be a JMESPath expression in quotes"),
        (JSON.replace('id = "key", ', ""), "fields: it needs an id, or a url"),
        (JSON.replace(', title = "headline", body = "text.html"', ""), "fields: it needs a title"),
        (JSON + 'key_header = "X: y"', "key_header: 'X: y' cannot be one"),
        (JSON + 'key_header = "X"\nkey_parameter = "k"', "key_parameter: there is a key_header too"),
        (WORDPRESS + "history = 0", "history: it must be a whole number"),
    ],
)
def test_each_fault_names_its_key_and_no_secret(text: str, said: str) -> None:
    with pytest.raises(NewsroomFileError) as caught:
        source(text)
    assert said in str(caught.value)
    assert "a-secret" not in str(caught.value)
    assert "too-short" not in str(caught.value)


def test_a_secret_may_lie_in_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("a-secret-in-a-file\n")
    assert source('kind = "push"\nsecret_file = "key"', tmp_path).secret == "a-secret-in-a-file"


# ---- in the tables ----------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_secret_is_kept_encrypted_and_only_a_new_one_is_a_change(paper: Paper) -> None:
    paper.write(SITE + PUSH)
    load(paper.path, NOON)
    row = Source.objects.get()
    assert unseal(row.sealed_secret) == "a-secret-for-trials"
    assert "a-secret" not in str(Source.objects.values().get())
    assert row.due_at is None
    assert load(paper.path, LATER).changed == 0
    paper.change("a-secret-for-trials", "another-secret-now")
    assert load(paper.path, LATER).changed == 1
    assert unseal(Source.objects.get().sealed_secret) == "another-secret-now"


@pytest.mark.django_db
def test_a_secret_under_a_lost_key_is_encrypted_again(paper: Paper, settings: Any) -> None:
    paper.write(SITE + PUSH)
    load(paper.path, NOON)
    settings.SECRET_KEY = "a new one"
    load(paper.path, LATER)
    assert unseal(Source.objects.get().sealed_secret) == "a-secret-for-trials"


@pytest.mark.django_db
def test_another_mapping_reads_the_source_afresh(paper: Paper) -> None:
    paper.write(SITE + JSON)
    load(paper.path, NOON)
    Source.objects.update(cursor={"since": "x"}, moved_to="https://new.example/", due_at=LATER)
    load(paper.path, NOON)
    assert Source.objects.get().cursor == {"since": "x"}
    paper.change('title = "headline"', 'title = "head"')
    load(paper.path, NOON)
    row = Source.objects.get()
    assert (row.cursor, row.moved_to, row.due_at) == ({}, "", NOON)
