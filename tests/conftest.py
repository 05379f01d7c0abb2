"""Fixtures that more than one room's tests use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service import doorbell
from service.desks.models import Desk
from service.house.models import House
from tests import cast
from tests.catalogues import compile_catalogues

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"


def pytest_configure() -> None:
    """Readers' texts are compiled, not kept: compile what is stale before any test speaks."""
    compile_catalogues()


@pytest.fixture
def house(db: None) -> House:
    """EurasiaTimes."""
    return cast.the_house()


@pytest.fixture
def desks(house: House) -> tuple[Desk, Desk]:
    """Asia, and Central Asia below it."""
    return cast.the_desks()


@pytest.fixture(autouse=True)
def quiet_doorbell() -> Iterator[None]:
    """Each test hears its own rings alone."""
    doorbell.heard.clear()
    yield
    doorbell.heard.clear()


@pytest.fixture
def shared() -> Path:
    """The folder beside the project with schemas and real-looking material; skips where there is none."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here")
    return SHARED
