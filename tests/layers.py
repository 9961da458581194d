"""Rows that many tests start from, stored once and kept for as long as the tests that follow want the same.

A fixture that says `@lay_rows(build)` under `@pytest.fixture` is a layer; the fixtures it asks for, as far as they are
layers, lie below it. Before a test its layers are brought about in a transaction around the test, each under a
savepoint: those that lie there already stay. A test that wants none, or whose rows are committed, finds none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import pytest
from _pytest.fixtures import FuncFixtureInfo
from django.db import transaction
from pytest_django import DjangoDbBlocker

Build = Callable[[], object]
COMMITTING = {"transactional_db", "live_server", "celery_worker_process", "django_db_reset_sequences"}


@dataclass(slots=True)
class Layers:
    """What lies in the database now, from below; nothing before the test database is there."""

    blocker: DjangoDbBlocker | None = None
    lying: list[tuple[Build, transaction.Atomic]] = field(default_factory=list)

    def show(self, wanted: list[Build]) -> None:
        """Take away what is not wanted, from above, and store what is missing."""
        if self.blocker is None:
            return
        same = 0
        while same < min(len(wanted), len(self.lying)) and wanted[same] is self.lying[same][0]:
            same += 1
        with self.blocker.unblock():
            while len(self.lying) > same:
                _, atomic = self.lying.pop()
                transaction.set_rollback(True)
                atomic.__exit__(None, None, None)
            for build in wanted[same:]:
                atomic = transaction.atomic()
                atomic._from_testcase = True  # type: ignore[attr-defined]  # as in the transaction around a test
                atomic.__enter__()
                self.lying.append((build, atomic))
                build()

    def has(self, build: Build) -> bool:
        """Return whether a layer lies there."""
        return any(one is build for one, _ in self.lying)


LAYERS = Layers()


def lay_rows(build: Build) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Make a fixture a layer of the rows that `build` stores; what its body does is done for each test."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @wraps(function)
        def fixture(*args: Any, **kwargs: Any) -> None:
            if not LAYERS.has(build):
                build()
            function(*args, **kwargs)

        fixture.build = build  # type: ignore[attr-defined]  # read by wanted_by
        return fixture

    return decorate


def wanted_by(item: pytest.Item) -> list[Build]:
    """Return the layers of a test, from below."""
    found: list[Build] = []
    info: FuncFixtureInfo | None = getattr(item, "_fixtureinfo", None)
    if info is None or is_committing(item, info):
        return found

    def visit(name: str) -> None:
        for definition in info.name2fixturedefs.get(name, ())[-1:]:
            for below in definition.argnames:
                if below != name:
                    visit(below)
            build = getattr(definition.func, "build", None)
            if build is not None and build not in found:
                found.append(build)

    for name in info.names_closure:
        visit(name)
    return found


def is_committing(item: pytest.Item, info: FuncFixtureInfo) -> bool:
    """Return whether a test, or the server it asks, commits."""
    marker = item.get_closest_marker("django_db")
    by_marker = marker is not None and bool(marker.kwargs.get("transaction") or marker.args[:1] == (True,))
    return by_marker or not COMMITTING.isdisjoint(info.names_closure)
