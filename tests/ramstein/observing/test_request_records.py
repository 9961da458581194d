"""Each answer carries its request's number, and structured lines name request, user and version."""

import json
import logging
import logging.config
from io import StringIO
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from pytest_django import Settings

from pledges.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines() -> Any:
    """A handler as LOG_FORMAT=json makes it, on the line of requests."""
    config = django_settings.LOGGING["formatters"]["json"]
    configurator = logging.config.DictConfigurator({})
    formatter = configurator.configure_formatter(dict(config))
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    handler.addFilter(configurator.configure_filter(dict(django_settings.LOGGING["filters"]["context"])))
    logger = logging.getLogger("ramstein.requests")
    logger.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    logger.removeHandler(handler)


def test_a_line_names_request_user_and_version(client: Client, settings: Settings, lines: Any) -> None:
    settings.LOG_REQUESTS = True
    client.force_login(User.objects.create_user("olena", role="drafter"))
    page = client.get("/staff/?tab=mine")
    answer = client.get("/api/v1/systems/")

    first, second = lines()
    assert {name: first[name] for name in ("logger", "level", "message", "request_id", "user", "view", "status")} == {
        "logger": "ramstein.requests",
        "level": "INFO",
        "message": "GET /staff/ 200",
        "request_id": page["X-Request-ID"],
        "user": "olena",
        "view": "staff_home",
        "status": 200,
    }
    assert first["query"] == "tab=mine"
    assert (second["request_id"], second["user"], second["version"]) == (answer["X-Request-ID"], "", 0)
    assert first["milliseconds"] > 0


def test_a_number_is_taken_from_a_proxy_of_ours_only(client: Client, settings: Settings) -> None:
    stated = {"X-Request-ID": "proxy-12345678"}
    unknown = client.get("/livez-not", headers=stated)["X-Request-ID"]
    settings.TRUSTED_PROXIES = 1
    known = client.get("/livez-not", headers=stated)["X-Request-ID"]
    odd = client.get("/livez-not", headers={"X-Request-ID": 'a"\\n'})["X-Request-ID"]

    assert len(unknown) == len(odd) == 32
    assert known == "proxy-12345678"


def test_plain_logs_have_no_line_for_each_request(client: Client, lines: Any) -> None:
    client.get("/api/v1/")

    assert lines() == []
