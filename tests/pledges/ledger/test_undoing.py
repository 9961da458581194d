"""Undoing: the inverse of a version, published as a version, and what stands in its way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from meetings.models import Membership
from pledges import ledger
from pledges.ledger.void_marks import FACTS, live
from pledges.models import ChangeSetEvent, DatasetVersion, OutboxMessage, Pledge, ReviewPolicy, Void
from pledges.values.choices import Role
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


def undo(version: DatasetVersion, *, by: str = "another", reason: str = "entered twice") -> DatasetVersion:
    return ledger.undo(changeset=version.changeset, reviewer=staff_steps.user(by), reason=reason, now=staff_steps.NOW)


def count_live_facts() -> dict[str, int]:
    """Return how many facts of each kind stand."""
    models: dict[str, Any] = {**FACTS, "membership": Membership}
    return {name: live(model.objects.all(), name).count() for name, model in models.items()}


def quantities() -> list[str]:
    """Return the quantities of the standing entries."""
    entries = live(FACTS["entry"].objects.all(), "entry").order_by("version", "position")
    return list(entries.values_list("quantity_text", flat=True))


NOTHING = {
    "entry": 0,
    "terms": 0,
    "requirement": 0,
    "stock": 0,
    "asserted_total": 0,
    "completeness": 0,
    "membership": 0,
}
ONE_OF_EACH = {
    "entry": 2,
    "terms": 1,
    "requirement": 1,
    "stock": 1,
    "asserted_total": 1,
    "completeness": 1,
    "membership": 1,
}


def one_of_each() -> list[staff_steps.Row]:
    return [
        staff_steps.pledge_row(external_reference="test:1"),
        staff_steps.entry_row("test:1"),
        staff_steps.requirement_row(),
        staff_steps.stock_row(),
        staff_steps.asserted_total_row(),
        staff_steps.completeness_row(),
        staff_steps.membership_row(),
    ]


def test_undo_voids_everything_that_the_version_wrote() -> None:
    version = staff_steps.publish_all(one_of_each())
    assert count_live_facts() == ONE_OF_EACH
    inverse = undo(version)
    assert (inverse.number, inverse.published_by.username, count_live_facts()) == (2, "another", NOTHING)
    assert set(Void.objects.values_list("reason", flat=True)) == {"entered twice"}
    assert OutboxMessage.objects.filter(version=2, processed_at=None).count() == 1


def test_undo_records_the_history_of_both() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    inverse = undo(version)
    events = ChangeSetEvent.objects.order_by("pk")
    assert events.filter(changeset=version.changeset).values_list("kind", "actor__username", "detail").last() == (
        "undone",
        "another",
        "by version 2: entered twice",
    )
    assert list(events.filter(changeset=inverse.changeset).values_list("kind", "detail")) == [
        ("created", "entered twice"),
        ("published", "version 2, 2 facts"),
    ]
    assert (inverse.changeset.title, inverse.changeset.origin) == ("Undo: Statements of June", "undo")


def test_undo_of_an_undo_brings_everything_back_and_can_be_undone() -> None:
    version = staff_steps.publish_all(one_of_each())
    first = undo(version)
    second = undo(first, by="reviewer")
    assert count_live_facts() == ONE_OF_EACH
    assert (ledger.is_undone(version.changeset), ledger.is_undone(first.changeset)) == (False, True)
    undo(second)
    assert count_live_facts() == NOTHING
    assert ledger.is_undone(version.changeset) is True


def test_undo_again_after_the_undo_was_undone() -> None:
    version = staff_steps.publish_all(one_of_each())
    second = undo(undo(version), by="reviewer")
    undo(version)
    assert count_live_facts() == NOTHING
    with pytest.raises(ledger.NothingToPublish):
        undo(second)
    assert count_live_facts() == NOTHING


def test_undo_lifts_the_voids_that_the_version_wrote() -> None:
    staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1", quantity="2")])
    changed = staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1", quantity="3")])
    assert quantities() == ["3"]
    undo(changed)
    assert quantities() == ["2"]


def test_undo_twice_is_refused() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    undo(version)
    with pytest.raises(ledger.AlreadyUndone, match="version 1 is undone already"):
        undo(version)


def test_undo_is_refused_to_the_publisher() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    with pytest.raises(ledger.OwnChangeSet, match="reviewer published version 1"):
        undo(version, by="reviewer")


def test_undo_is_open_to_a_single_person_where_the_policy_says_so() -> None:
    ReviewPolicy.objects.create(four_eyes=False)
    assert undo(staff_steps.publish_all([staff_steps.pledge_row()]), by="reviewer").number == 2


@pytest.mark.parametrize("role", [Role.READER, Role.DRAFTER, Role.STEWARD])
def test_undo_needs_a_reviewer(role: Role) -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    staff_steps.create_user("somebody", role=role)
    with pytest.raises(ledger.NotAllowed):
        undo(version, by="somebody")


@pytest.mark.parametrize("reason", ["", " ", "x" * 1001, "a\x00b"])
def test_undo_needs_a_reason_that_can_be_kept(reason: str) -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    with pytest.raises(ledger.ReasonNeeded):
        undo(version, reason=reason)
    assert ledger.latest_number() == 1


def test_undo_refuses_what_is_not_published() -> None:
    changeset = staff_steps.approve_rows([staff_steps.pledge_row()])
    with pytest.raises(ledger.WrongState, match="only a published one can be undone"):
        ledger.undo(changeset=changeset, reviewer=staff_steps.user("another"), reason="a slip", now=staff_steps.NOW)


def test_undo_lists_every_later_fact_that_builds_on_it() -> None:
    version = staff_steps.publish_all(
        [staff_steps.pledge_row(external_reference="test:1"), staff_steps.stock_row(external_reference="test:s")]
    )
    staff_steps.publish_all([staff_steps.entry_row("test:1", quantity="about 1")])
    staff_steps.publish_all([staff_steps.terms_row("2025-DEU-001", due="by the end of 2025")])
    staff_steps.publish_all([staff_steps.pledge_row(donors="NOR", adds="test:1")])
    staff_steps.publish_all([staff_steps.stock_row(external_reference="test:s", quantity="11")])
    first_entry = FACTS["entry"].objects.order_by("pk").first()
    staff_steps.publish_all([staff_steps.void_row(f"entry:{first_entry.pk}")])
    with pytest.raises(ledger.LaterFacts) as refusal:
        undo(version)
    assert refusal.value.reasons == (
        "version 2 records “about 1 delivered” on 2025-DEU-001",
        "version 3 sets or links terms on 2025-DEU-001",
        "version 4 sets or links terms on 2025-NOR-001",
        "version 6 voids an entry of 2025-DEU-001",
        "version 5 publishes test:s anew",
    )
    assert ledger.latest_number() == 6


def test_undo_is_free_again_once_the_later_facts_are_undone() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row(external_reference="test:1")])
    later = staff_steps.publish_all([staff_steps.entry_row("test:1")])
    with pytest.raises(ledger.LaterFacts):
        undo(version)
    undo(later)
    undo(version)
    assert count_live_facts() == NOTHING


def test_undo_of_an_undo_is_refused_where_the_rows_were_published_again() -> None:
    row = staff_steps.pledge_row(external_reference="test:1", quantity="2")
    inverse = undo(staff_steps.publish_all([row]))
    staff_steps.publish_all([row])
    with pytest.raises(ledger.LaterFacts) as refusal:
        undo(inverse, by="reviewer")
    assert refusal.value.reasons == ("version 3 publishes test:1 anew",)
    assert quantities() == ["2"]


def test_undo_of_a_change_is_refused_where_the_row_was_changed_again() -> None:
    staff_steps.publish_all([staff_steps.stock_row(external_reference="test:s", quantity="12")])
    second = staff_steps.publish_all([staff_steps.stock_row(external_reference="test:s", quantity="11")])
    staff_steps.publish_all([staff_steps.stock_row(external_reference="test:s", quantity="10")])
    with pytest.raises(ledger.LaterFacts, match="version 2"):
        undo(second)
    assert count_live_facts()["stock"] == 1


def test_undone_rows_are_created_anew() -> None:
    row = staff_steps.pledge_row(external_reference="test:1")
    undo(staff_steps.publish_all([row]))
    assert staff_steps.draft([row]).rows.get().plan["action"] == "create"
    staff_steps.publish_all([row])
    assert list(Pledge.objects.order_by("pk").values_list("reference", flat=True)) == ["2025-DEU-001", "2025-DEU-002"]
    assert count_live_facts()["entry"] == 1


def test_undo_of_a_voiding_brings_the_fact_back() -> None:
    staff_steps.publish_all([staff_steps.stock_row(external_reference="test:s")])
    voiding = staff_steps.publish_all([staff_steps.void_row("test:s")])
    assert count_live_facts()["stock"] == 0
    undo(voiding)
    assert count_live_facts()["stock"] == 1


def test_undo_leaves_facts_alone_that_are_voided_already() -> None:
    version = staff_steps.publish_all(
        [staff_steps.stock_row(external_reference="test:s"), staff_steps.requirement_row()]
    )
    staff_steps.publish_all([staff_steps.void_row("test:s")])
    undo(version)
    assert (count_live_facts(), Void.objects.count()) == (NOTHING, 2)


def test_undo_publishes_no_earlier_than_the_version_before_it() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    inverse = ledger.undo(
        changeset=version.changeset,
        reviewer=staff_steps.user("another"),
        reason="a slip",
        now=staff_steps.NOW - timedelta(hours=1),
    )
    assert inverse.published_at == version.published_at


def test_undone_changeset_keeps_its_facts_in_the_ledger() -> None:
    version = staff_steps.publish_all([staff_steps.pledge_row()])
    undo(version)
    with pytest.raises(IntegrityError):
        Void.objects.create(
            version=version, position=99, reason="again", entry=FACTS["entry"].objects.order_by("pk").first()
        )
