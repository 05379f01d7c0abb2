"""Same copy, same bytes: in this process, in another one, under another hash seed, zone and locale."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from service.render.feeds import DRAW
from tests.render.feed_copies import a_copy, a_piece

PROGRAM = """
from hashlib import sha256
from service.render.feeds import DRAW
from tests.render.feed_copies import a_copy, a_piece
copy = a_copy(*(a_piece(number) for number in range(3)))
print(*(sha256(DRAW[name](copy)).hexdigest() for name in sorted(DRAW)))
"""
ROOT = Path(__file__).parent.parent.parent


def elsewhere(**changes: str) -> list[str]:
    """The digests of the three documents as another process makes them."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "service.app.settings", **changes},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split()


@pytest.mark.parametrize(
    "world",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Almaty", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"},
    ],
    ids=["almaty", "lima"],
)
def test_another_process_makes_the_same_bytes(world: dict[str, str]) -> None:
    copy = a_copy(*(a_piece(number) for number in range(3)))
    assert elsewhere(**world) == [sha256(DRAW[name](copy)).hexdigest() for name in sorted(DRAW)]


def test_drawing_one_feed_leaves_nothing_behind_for_the_next() -> None:
    copy = a_copy(*(a_piece(number) for number in range(3)))
    for draw in DRAW.values():
        first = draw(copy)
        draw(a_copy(a_piece(7), language="ar"))
        assert draw(copy) == first
