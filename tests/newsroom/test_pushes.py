"""Where partners are told, out of the newsroom file."""

from datetime import timedelta
from pathlib import Path

import pytest

from service.errors import NewsroomFileError
from service.ingest.sealing import unseal
from service.newsroom import file
from service.newsroom.load import load
from service.syndication.models import Destination
from tests.cast import NOON
from tests.newsroom.paper import NEWSROOM

POST = """
[[push]]
partner = "partner-outlet"
kind = "post"
address = "https://outlet.example/in"
secret = "sixteen-letters-or-more"
format = "ninjs"
"""


@pytest.fixture
def newsroom(tmp_path: Path) -> Path:
    """A file with one destination."""
    (tmp_path / "articles").mkdir()
    path = tmp_path / "newsroom.toml"
    path.write_text(NEWSROOM + POST, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_a_destination_is_kept_with_its_secret_sealed_and_closed_when_it_is_named_no_more(
    newsroom: Path,
) -> None:
    load(newsroom, NOON)
    row = Destination.objects.get()
    assert (row.partner.slug, row.name, row.kind, row.document, row.since) == (
        *("partner-outlet", "post", "post", "ninjs"),
        NOON,
    )
    assert "sixteen" not in row.sealed_secret
    assert unseal(row.sealed_secret) == "sixteen-letters-or-more"
    assert load(newsroom, NOON + timedelta(hours=1)).changed == 0
    newsroom.write_text(NEWSROOM, encoding="utf-8")
    load(newsroom, NOON + timedelta(days=1))
    row.refresh_from_db()
    assert (row.active, row.closed_because) == (False, "the newsroom file no longer names it")
    newsroom.write_text(NEWSROOM + POST, encoding="utf-8")
    load(newsroom, NOON + timedelta(days=2))
    row.refresh_from_db()
    assert (row.active, row.since) == (True, NOON)


@pytest.mark.parametrize(
    ("line", "key", "says"),
    [
        ('partner = "nobody"', "partner", "there is no partner 'nobody'"),
        ('address = "ftp://outlet.example/in"', "address", "no http or https address"),
        ('secret = "short"', "secret", "at least 16 characters"),
        ('format = "fax"', "format", "not known"),
        ('kind = "pigeon"', "kind", "not known"),
        ('colour = "red"', "colour", "there is no such key"),
        ('kind = "sftp"', "address", "must look like sftp://"),
    ],
)
def test_what_is_wrong_names_the_key(tmp_path: Path, line: str, key: str, says: str) -> None:
    name = line.partition(" ")[0]
    kept = [one for one in POST.splitlines() if not one.startswith(name)]
    with pytest.raises(NewsroomFileError, match=says) as raised:
        file.read(NEWSROOM + "\n".join([*kept, line]), "newsroom.toml", tmp_path)
    assert raised.value.key.endswith(f".{key}")
    assert "short" not in str(raised.value) or key != "secret"


def test_secrets_may_lie_in_files(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("sixteen-letters-or-more\n")
    text = NEWSROOM + POST.replace('secret = "sixteen-letters-or-more"', 'secret_file = "key"')
    (push,) = file.read(text, "newsroom.toml", tmp_path).pushes
    assert push.secret == "sixteen-letters-or-more"
    assert "sixteen" not in repr(push)
