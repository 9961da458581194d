"""The examples in the description of the API are what it answers over the starter data, and hold to their schemas."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import DjangoDbBlocker

from pledges.api.example_making import make_missing_examples
from pledges.api.read.schema_endpoint import document, write_description
from pledges.models import ApiToken, ChangeSet, DatasetVersion, User
from tests.pledges.api.test_openapi_views import mistakes

READS, WRITES = 37, 20


@pytest.fixture(scope="module")
def starter(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The starter data, until the last test of this module."""
    with django_db_blocker.unblock():
        call_command("load_starter", stdout=StringIO())
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def examples(settings: Any, tmp_path: Path, starter: None, db: None) -> Iterator[Path]:
    """A folder for examples, from which the description reads them."""
    settings.API_EXAMPLES = tmp_path / "api_examples"
    for remembered in (document, write_description):
        remembered.cache_clear()
    yield settings.API_EXAMPLES
    for remembered in (document, write_description):
        remembered.cache_clear()


def count_rows() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in (User, ApiToken, ChangeSet, DatasetVersion)}


def test_every_operation_gets_an_example_that_holds_to_its_schema(examples: Path) -> None:
    before = count_rows()

    assert make_missing_examples(examples, now=timezone.now()) == READS + WRITES
    assert make_missing_examples(examples, now=timezone.now()) == 0
    assert count_rows() == before

    document.cache_clear()
    description, found = document(), {}
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            (status,) = {"200", "201"} & operation["responses"].keys()
            content = operation["responses"][status]["content"]["application/json"]
            (example,) = content["examples"].values()
            found[path, method] = mistakes(description, content["schema"], example["value"])

    assert {key: wrong for key, wrong in found.items() if wrong} == {}
    assert len(found) == READS + WRITES


def test_without_examples_the_description_is_whole(examples: Path) -> None:
    found = {
        operation["operationId"]: operation["responses"]["200"]["content"]["application/json"]
        .get("examples", {})
        .get("Starter")
        for operations in document()["paths"].values()
        for operation in operations.values()
        if "200" in operation["responses"]
    }

    assert found == dict.fromkeys(found)
    assert len(found) == READS + WRITES - 3  # three answer 201
