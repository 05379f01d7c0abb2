"""Fixtures of the hub's stories."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from service.desks.models import Desk
from service.feeds.models import FeedDocument
from service.house.models import House
from tests.cast import a_version
from tests.feeds.hub.listening import the_feed


@pytest.fixture
def feed(house: House, desks: tuple[Desk, Desk], tmp_path: Path, settings: Settings) -> FeedDocument:
    """The Asia desk's Atom feed in French, with one article in it, up."""
    settings.FEEDS_ROOT = tmp_path / "feeds"
    a_version(title="Métro", desks=(desks[0],))
    return the_feed(desks[0], house)
