"""The composition and what it stands on: settings, queues, volumes and checks belong together."""

import re
from typing import Any

import pytest
import yaml
from django.conf import settings

FILES = ("docker-compose.yml", "docker-compose.https.yml")
ENDING = {"migrate"}
NOT_PASSED_ON = {"KEPT_COPIES_DIR": "a volume is mounted there"}


class ComposeLoader(yaml.SafeLoader):
    """Reads compose's own tag for a value that takes the place of another file's."""


ComposeLoader.add_constructor("!override", lambda loader, node: loader.construct_sequence(node))


def read_compose(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load((settings.BASE_DIR / name).read_text(), ComposeLoader)  # noqa: S506 - a safe one
    return found


SERVICES = read_compose("docker-compose.yml")["services"]
OF_THE_SITE = {name: service for name, service in SERVICES.items() if service["image"] == "ramstein"}


def variables(name: str) -> set[str]:
    """What compose reads from .env or the shell."""
    stated = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", (settings.BASE_DIR / name).read_text()))
    for service in read_compose(name)["services"].values():
        stated |= {key for key, value in service.get("environment", {}).items() if value is None}
    return stated


def test_every_variable_stands_in_the_example_and_every_example_is_read() -> None:
    example = set(re.findall(r"^#? ?([A-Z_]+)=", (settings.BASE_DIR / ".env.example").read_text(), re.MULTILINE))
    read = set().union(*(variables(name) for name in FILES))

    assert example - read == {*NOT_PASSED_ON, "DATABASE_OWNER_URL"}
    assert read - example == set()


def test_a_worker_takes_from_each_queue() -> None:
    commands = [" ".join(service.get("command", [])) for service in SERVICES.values()]
    taken = [queue for line in commands for queue in re.findall(r"--queues=(\S+)", line)]

    assert sorted(taken) == sorted(queue.name for queue in settings.CELERY_TASK_QUEUES)


def test_every_volume_is_declared_and_kept() -> None:
    named = {
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", [])
        if not volume.startswith((".", "/"))
    }

    assert named == set(read_compose("docker-compose.yml")["volumes"])


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_is_started_again_and_looked_after(name: str) -> None:
    service = SERVICES[name]
    in_image = service["image"] == "ramstein" and name == "web"  # the image's own check is of the web process

    assert service["restart"] == ("no" if name in ENDING else "unless-stopped")
    assert name in ENDING or in_image or {"test", "interval"} <= set(service["healthcheck"])
    assert set(service.get("depends_on", {})) <= set(SERVICES)


@pytest.mark.parametrize("name", OF_THE_SITE)
def test_the_site_has_no_right_that_it_does_not_need(name: str) -> None:
    service = OF_THE_SITE[name]

    assert (service["read_only"], service["cap_drop"], service["tmpfs"]) == (True, ["ALL"], ["/tmp"])  # noqa: S108 - compose's
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["mem_limit"]
    assert "privileged" not in service
    assert ("DATABASE_OWNER_URL" in service["environment"]) == (name == "migrate")
