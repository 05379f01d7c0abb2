"""Files by SFTP, to a real server."""

import socket
from datetime import UTC, datetime
from pathlib import Path

import asyncssh
import pytest

from service.errors import TryAgain, Unreachable, Unsafe
from service.syndication.pushing.parcels import Parcel
from service.syndication.pushing.sftp import Folder, SftpFolder, folder
from tests.cast import NOON
from tests.syndication.pushing.others import Store, a_store


def a_parcel(name: str = "000000001-a.xml", body: bytes = b"<feed/>") -> Parcel:
    return Parcel(
        id="push-1",
        name=name,
        media_type="application/atom+xml",
        body=body,
        article="tag:eurasiatimes.example,2026:0123/fr",
        version=2,
        status="canceled",
        signal="",
        title="Almaty",
        language="fr",
        html="<p>Supprimez</p>",
        caution="Supprimez",
        made_at=datetime(2026, 11, 23, tzinfo=UTC),
    )


def hands(store: Store, secret: str, host_key: str, *parcels: Parcel) -> list[str]:
    """Hand the parcels over in one round."""
    carrier = SftpFolder(store.address, secret, host_key or store.host_key, private=[store.host], seconds=5)
    try:
        return [carrier.hand(parcel, NOON) for parcel in parcels]
    finally:
        carrier.close()


def test_files_appear_whole_and_a_second_attempt_writes_the_same_one(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        said = hands(store, "pass word", "", a_parcel(), a_parcel(body=b"<feed>2</feed>"), a_parcel("b.xml"))
    assert said == ["put as in/000000001-a.xml", "put as in/000000001-a.xml", "put as in/b.xml"]
    assert {file.name: file.read_bytes() for file in (tmp_path / "in").iterdir()} == {
        "000000001-a.xml": b"<feed>2</feed>",
        "b.xml": b"<feed/>",
    }


def test_a_private_key_opens_as_a_password_does(tmp_path: Path) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    with a_store(tmp_path, key.export_public_key().decode()) as store:
        assert hands(store, key.export_private_key().decode(), "", a_parcel())


def test_another_servers_key_is_not_believed_and_gets_no_password(tmp_path: Path) -> None:
    stranger = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with a_store(tmp_path) as store, pytest.raises(Unreachable, match="does not let us in"):
        hands(store, "pass word", stranger, a_parcel())
    assert not list((tmp_path / "in").iterdir())


def test_a_wrong_password_and_a_folder_that_is_not_there_are_worth_another_try(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        with pytest.raises(Unreachable, match="does not let us in"):
            hands(store, "wrong", "", a_parcel())
        (tmp_path / "in").rmdir()
        with pytest.raises(TryAgain, match="does not take the file"):
            hands(store, "pass word", "", a_parcel())


def test_a_server_inside_our_networks_is_not_called(tmp_path: Path) -> None:
    with a_store(tmp_path) as store:
        carrier = SftpFolder(store.address, "pass word", store.host_key, seconds=5)
        with pytest.raises(Unsafe, match="not on the public internet"):
            carrier.hand(a_parcel(), NOON)
        carrier.close()


def test_a_server_that_says_nothing_does_not_hold_us() -> None:
    key = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    with socket.create_server(("127.0.0.1", 0)) as silent:
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        carrier = SftpFolder(f"sftp://courier@{host}/in", "x", key, private=[host], seconds=0.3)
        with pytest.raises(Unreachable):
            carrier.hand(a_parcel(), NOON)
        carrier.close()


def test_a_host_key_that_is_none_is_said() -> None:
    carrier = SftpFolder("sftp://courier@files.example/in", "x", "no key", resolver=lambda *_: ["192.0.2.1"])
    with pytest.raises((Unreachable, Unsafe)):
        carrier.hand(a_parcel(), NOON)
    carrier.close()


def test_addresses_of_folders() -> None:
    assert folder("sftp://me@files.example/in/deep/") == Folder("me", "files.example", 22, "in/deep")
    for wrong in (
        "https://me@files.example/",
        "sftp://files.example/",
        "sftp://me:pw@files.example/",
        "sftp://me@x:99999/",
    ):
        with pytest.raises(Unsafe):
            folder(wrong)
