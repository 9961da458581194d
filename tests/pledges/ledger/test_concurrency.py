"""Several people publish and undo in the same moment, each over a connection of their own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from pledges import ledger
from pledges.models import ChangeSet, DatasetVersion, Entry, OutboxMessage, Pledge, Void
from pledges.values.choices import ChangeSetState
from tests.pledges import staff_steps

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(steps: Sequence[Callable[[], Any]]) -> list[Any]:
    """Take all steps in the same moment, and return what each gave or the refusal it met."""
    barrier = threading.Barrier(len(steps))

    def take(step: Callable[[], Any]) -> Any:
        try:
            barrier.wait(timeout=60)
            return step()
        except ledger.Refusal as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=len(steps)) as pool:
        return list(pool.map(take, steps))


def publish_later(changeset: ChangeSet) -> Callable[[], int]:
    reviewer = staff_steps.user("reviewer")
    return lambda: ledger.publish(changeset=changeset, reviewer=reviewer, now=staff_steps.NOW).number


def publishing_until_it_is_in(changeset: ChangeSet) -> Callable[[], int]:
    """Plan anew after every refusal of a stale plan, as a person would."""
    reviewer = staff_steps.user("reviewer")

    def step() -> int:
        while True:
            try:
                return ledger.publish(changeset=changeset, reviewer=reviewer, now=staff_steps.NOW).number
            except ledger.StalePlan:
                staff_steps.plan_anew(changeset)

    return step


def undo_later(version: DatasetVersion, *, by: str = "another") -> Callable[[], int]:
    reviewer, changeset = staff_steps.user(by), version.changeset
    return lambda: ledger.undo(changeset=changeset, reviewer=reviewer, reason="a slip", now=staff_steps.NOW).number


def numbers() -> list[int]:
    return list(DatasetVersion.objects.order_by("number").values_list("number", flat=True))


def test_of_eight_publishes_at_once_one_wins_and_seven_are_stale() -> None:
    staff_steps.create_catalogue()
    changesets = [staff_steps.approve_rows([staff_steps.pledge_row()]) for _ in range(8)]
    outcomes = at_once([publish_later(one) for one in changesets])
    assert sorted(map(str, outcomes)) == sorted(map(str, [1, *[ledger.StalePlan] * 7]))
    assert numbers() == [1]
    assert ChangeSet.objects.filter(state=ChangeSetState.APPROVED).count() == 7
    assert list(Pledge.objects.values_list("reference", flat=True)) == ["2025-DEU-001"]


def test_eight_publishers_who_plan_anew_end_as_eight_versions_without_a_gap() -> None:
    staff_steps.create_catalogue()
    changesets = [staff_steps.approve_rows([staff_steps.pledge_row()]) for _ in range(8)]
    outcomes = at_once([publishing_until_it_is_in(one) for one in changesets])
    assert sorted(outcomes) == numbers() == [1, 2, 3, 4, 5, 6, 7, 8]
    references = Pledge.objects.order_by("counter").values_list("reference", "version")
    assert list(references) == [(f"2025-DEU-{number:03d}", number) for number in range(1, 9)]
    assert OutboxMessage.objects.filter(processed_at=None).count() == 8


def test_changeset_published_twice_at_once_becomes_one_version() -> None:
    staff_steps.create_catalogue()
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    outcomes = at_once([publish_later(changeset) for _ in range(4)])
    assert sorted(map(str, outcomes)) == sorted(map(str, [1, *[ledger.WrongState] * 3]))
    assert (numbers(), Pledge.objects.count()) == ([1], 1)


def test_undo_at_once_by_several_happens_once() -> None:
    staff_steps.create_catalogue()
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    outcomes = at_once([undo_later(version, by=name) for name in ("another", "third", "fourth")])
    assert sorted(map(str, outcomes)) == sorted(map(str, [2, ledger.AlreadyUndone, ledger.AlreadyUndone]))
    assert (numbers(), Void.objects.count()) == ([1, 2], 2)


def test_publish_that_builds_on_a_version_races_its_undoing() -> None:
    staff_steps.create_catalogue()
    version = staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1")])
    later = staff_steps.approve_rows([staff_steps.entry_row("test:1")])
    published, undone = at_once([publish_later(later), undo_later(version)])
    assert (published, undone) in [(2, ledger.LaterFacts), (ledger.StalePlan, 2)]
    assert numbers() == [1, 2]
    delivered = Entry.objects.filter(stage="delivered").count()
    assert (delivered, Void.objects.count()) == ((1, 0) if published == 2 else (0, 2))


def test_publishes_and_undos_at_once_leave_no_gap() -> None:
    staff_steps.create_catalogue()
    versions = [staff_steps.publish_all([staff_steps.pledge_row()]) for _ in range(3)]
    changesets = [staff_steps.approve_rows([staff_steps.pledge_row()]) for _ in range(3)]
    outcomes = at_once([*map(undo_later, versions), *map(publishing_until_it_is_in, changesets)])
    assert sorted(outcomes) == [4, 5, 6, 7, 8, 9]
    assert numbers() == [1, 2, 3, 4, 5, 6, 7, 8, 9]
