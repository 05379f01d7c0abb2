"""Secrets in the tables are of no use without the key."""

from typing import Any

import pytest

from service.errors import Unreadable
from service.ingest.sealing import derived, seal, unseal


def test_what_is_sealed_opens_again_and_shows_nothing() -> None:
    sealed = seal("s3cret-for-trials")
    assert unseal(sealed) == "s3cret-for-trials"
    assert "s3cret" not in sealed
    assert seal("s3cret-for-trials") != sealed
    assert (seal(""), unseal("")) == ("", "")


def test_an_earlier_key_still_opens_and_a_foreign_one_does_not(settings: Any) -> None:
    sealed, before = seal("s3cret"), derived("websub", "wire")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another", [settings.SECRET_KEY]
    assert unseal(sealed) == "s3cret"
    assert derived("websub", "wire")[1:] == before
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable, match="load the newsroom file again"):
        unseal(sealed)


def test_derived_secrets_differ_by_purpose_and_thing() -> None:
    found = {derived(*which)[0] for which in (("websub", "a"), ("websub", "b"), ("push", "a"))}
    assert len(found) == 3
