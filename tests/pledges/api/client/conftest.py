"""The site as a client meets it: gunicorn in front of the starter data, with tokens of a drafter and two reviewers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from pytest_django import DjangoDbBlocker

from tests.pledges.api.client.server import Server
from tests.pledges.api.write.programs import secret_of


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site is, and what opens it."""

    url: str
    drafter: str
    reviewer: str
    second_reviewer: str


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The site; what a module writes stays until its last test."""
    log: Path = tmp_path_factory.mktemp("site") / "gunicorn.log"
    with django_db_blocker.unblock():
        call_command("load_starter", stdout=StringIO())
        secrets = [secret_of(name) for name in ("drafter", "reviewer", "another")]
        connection.close()
        with Server(database=connection.settings_dict["NAME"], log=log) as server:
            yield Site(server.url, *secrets)
        call_command("flush", interactive=False, verbosity=0)
        connection.close()
