"""Fixtures of the newsroom's tests."""

from pathlib import Path

import pytest

from tests.newsroom.paper import Paper


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    """A newsroom file with its folder of articles beside it."""
    return Paper(tmp_path)
