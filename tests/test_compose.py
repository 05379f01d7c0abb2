"""docker-compose.yml and Dockerfile: every queue is heard, one port is open, no secret is inside."""

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.doorbell import QUEUES

ROOT = Path(__file__).resolve().parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
JOBS = {"migrate", "load"}


def commands() -> dict[str, list[str]]:
    """The commands of our own containers, by service."""
    return {name: one["command"] for name, one in SERVICES.items() if one["image"].startswith("deskwire")}


def test_every_queue_has_a_worker() -> None:
    heard = [
        queue
        for command in commands().values()
        if command[0] == "worker"
        for queue in command[command.index("--queues") + 1].split(",")
    ]

    assert sorted(heard) == sorted(set(QUEUES.values()))


def test_the_sweep_and_the_sending_have_workers_of_their_own() -> None:
    alone = [
        command[command.index("--queues") + 1] for command in commands().values() if "--queues" in command
    ]

    assert {"send", "confirm", "announce", "hub", "partners", "sweep"} <= set(alone)


def test_what_servers_answered_outlives_the_container() -> None:
    for lane in ("send", "confirm"):
        assert SERVICES[f"worker-{lane}"]["volumes"] == [f"journals-{lane}:/var/lib/deskwire/journals"]
        assert f"journals-{lane}" in COMPOSE["volumes"]


def test_only_nginx_publishes_a_port() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]


def test_only_who_must_reaches_the_outside() -> None:
    assert COMPOSE["networks"]["inside"] == {"internal": True}
    outside = {name for name, service in SERVICES.items() if "outside" in service["networks"]}
    assert outside == {"nginx"} | {
        f"worker-{name}" for name in ("ingest", "announce", "hub", "partners", "send", "confirm")
    }


def test_everything_that_stays_up_has_a_health_check() -> None:
    assert {name for name, service in SERVICES.items() if "healthcheck" not in service} == JOBS


def test_secrets_are_files_and_none_is_in_the_compose_file() -> None:
    given = [pair for service in SERVICES.values() for pair in service.get("environment", {}).items()]

    secret = re.compile("(PASSWORD|KEY|(?<!SITE)_URL)$")
    assert not [name for name, _ in given if secret.search(name)]
    assert all(value.startswith("/run/secrets/") for name, value in given if name.endswith("_FILE"))
    assert all(secret["file"].startswith("./secrets/") for secret in COMPOSE["secrets"].values())
    assert "/secrets/" in (ROOT / ".gitignore").read_text("utf-8").splitlines()


def test_the_broker_drops_nothing_and_keeps_what_it_has() -> None:
    command = SERVICES["redis"]["command"][-1]

    assert "--maxmemory-policy noeviction" in command
    assert "--appendonly yes" in command
    assert SERVICES["redis"]["volumes"] == ["redis:/data"]


def test_partners_documents_are_not_within_the_reach_of_nginx() -> None:
    mounted = [volume.split(":")[0] for volume in SERVICES["nginx"]["volumes"]]

    assert "partners" not in mounted
    assert "partners" in [volume.split(":")[0] for volume in SERVICES["web"]["volumes"]]


def test_the_image_is_made_from_the_lock_file_and_runs_as_nobody_special() -> None:
    text = (ROOT / "Dockerfile").read_text("utf-8")

    assert "pip install --require-hashes --no-build-isolation -r requirements/run.lock" in text
    assert re.search(r"^USER deskwire$", text, re.M)
    assert not re.search(r"pip install (?!--require-hashes)", text)


@pytest.mark.skipif(not shutil.which("docker-compose"), reason="docker-compose is not on the PATH")
def test_docker_compose_takes_the_file() -> None:
    done = subprocess.run(
        ["docker-compose", "-f", str(ROOT / "docker-compose.yml"), "config", "--quiet"],
        env={**os.environ, "SITE_URL": "https://news.example"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
