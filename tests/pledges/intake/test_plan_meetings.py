"""A meeting that is not there yet is a row like any other: public once published, gone when that is undone."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from meetings.models import Meeting
from pledges import ledger
from pledges.intake.planner import plan_rows
from pledges.intake.publish_preview import preview
from pledges.intake.row_editing import save_row
from pledges.models import ChangeSet, DatasetVersion, Requirement, Terms
from tests.pledges import staff_steps

pytestmark = pytest.mark.usefixtures("catalogue")


def meeting_row(**cells: Any) -> staff_steps.Row:
    usual = {"action": "meeting", "forum": "udcg", "meeting_number": "29", "occurred": "2025-06-12", "mode": "online"}
    return staff_steps.fill_cells(usual, cells)


def problems(*rows: staff_steps.Row) -> list[tuple[int, str, str]]:
    return [
        (one.row, one.column, one.rule) for plan in plan_rows(rows, today=staff_steps.TODAY) for one in plan.problems
    ]


def undo(version: DatasetVersion) -> DatasetVersion:
    reviewer = staff_steps.user("another" if version.published_by.username == "reviewer" else "reviewer")
    return ledger.undo(changeset=version.changeset, reviewer=reviewer, reason="a slip", now=staff_steps.NOW)


def test_meeting_is_public_once_it_is_published() -> None:
    client, page = Client(), reverse("meeting_detail", args=["udcg-29"])
    rows = [
        meeting_row(chairs="DEU: Boris Pistorius", in_person="NOR: A; Poland", absent="USA"),
        staff_steps.pledge_row(meeting="udcg-29"),
        staff_steps.requirement_row(meeting="udcg-29"),
    ]
    changeset = staff_steps.approve_rows(rows)
    assert client.get(page).status_code == 404
    assert "udcg-29" not in client.get("/api/v1/meetings/").content.decode()

    ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)

    meeting = Meeting.objects.get(slug="udcg-29")
    people = meeting.attendances.order_by("attendance", "position")
    assert (meeting.number, meeting.mode, meeting.status, meeting.date_text) == (29, "online", "held", "2025-06-12")
    assert list(meeting.chairs.values_list("donor__code", "person")) == [("DEU", "Boris Pistorius")]
    assert list(people.values_list("donor__code", "person", "attendance", "source__title")) == [
        ("USA", "", "absent", "Statement"),
        ("NOR", "A", "in_person", "Statement"),
        ("POL", "", "in_person", "Statement"),
    ]
    assert (Terms.objects.get().meeting, Requirement.objects.get().meeting) == (meeting, meeting)
    assert client.get(page).status_code == 200


def test_preview_leaves_no_meeting_behind() -> None:
    changeset = staff_steps.draft([meeting_row(), staff_steps.pledge_row(meeting="udcg-29")])
    assert preview(changeset=changeset, today=staff_steps.TODAY, now=staff_steps.NOW).movements != []
    assert not Meeting.every.filter(slug="udcg-29").exists()


def test_meeting_that_is_taken_out_in_review_leaves_its_rows_with_a_problem() -> None:
    changeset = staff_steps.submit_rows([meeting_row(), staff_steps.pledge_row(meeting="udcg-29")])
    save_row(
        changeset=changeset,
        row=changeset.rows.get(position=1).pk,
        payload={},
        author=staff_steps.user("reviewer"),
        expected=changeset.edit_version,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    plan = changeset.rows.get(position=1).plan
    assert [(one["column"], one["rule"]) for one in plan["problems"]] == [("meeting", "unknown_name")]


def test_row_that_is_typed_after_its_meeting_finds_it() -> None:
    changeset = staff_steps.draft([meeting_row()])
    row = save_row(
        changeset=changeset,
        row=None,
        payload=staff_steps.pledge_row(meeting="udcg-29"),
        author=staff_steps.user("drafter"),
        expected=changeset.edit_version,
        today=staff_steps.TODAY,
        now=staff_steps.NOW,
    )
    assert row is not None
    assert row.plan["problems"] == []
    assert row.plan["fact"]["terms"]["meeting_slug"] == "udcg-29"


def test_meeting_of_another_change_set_is_not_there() -> None:
    staff_steps.draft([meeting_row()])
    assert problems(staff_steps.pledge_row(meeting="udcg-29")) == [(1, "meeting", "unknown_name")]


def test_undo_takes_the_meeting_away_and_undoing_that_brings_it_back() -> None:
    version = staff_steps.publish_all([meeting_row(), staff_steps.pledge_row(meeting="udcg-29")])
    undone = undo(version)
    assert not Meeting.objects.filter(slug="udcg-29").exists()
    assert Client().get(reverse("meeting_detail", args=["udcg-29"])).status_code == 404
    undo(undone)
    assert Meeting.objects.filter(slug="udcg-29").exists()


def test_meeting_alone_is_published_and_undone() -> None:
    version = staff_steps.publish_all([meeting_row(chairs="DEU")])
    assert version.number == 1
    undo(version)
    assert not Meeting.objects.filter(slug="udcg-29").exists()


def test_right_meeting_takes_the_name_of_the_one_that_was_taken_back() -> None:
    undo(staff_steps.publish_all([meeting_row(mode="in_person")]))
    staff_steps.publish_all([meeting_row()])
    assert Meeting.objects.get(slug="udcg-29").mode == "online"


def test_undo_is_refused_while_later_versions_name_the_meeting() -> None:
    version = staff_steps.publish_all([meeting_row()])
    staff_steps.publish_all([staff_steps.pledge_row(meeting="udcg-29")])
    with pytest.raises(ledger.LaterFacts) as refusal:
        undo(version)
    assert refusal.value.reasons == ("version 2 names the meeting udcg-29",)


def test_meeting_that_somebody_entered_meanwhile_is_a_stale_plan() -> None:
    changeset = staff_steps.approve_rows([meeting_row()])
    other = Meeting.objects.get(slug="udcg-28")
    Meeting.objects.filter(pk=other.pk).update(slug="udcg-29")
    with pytest.raises(ledger.StalePlan, match="the meeting udcg-29 is there by now"):
        ledger.publish(changeset=changeset, reviewer=staff_steps.user("reviewer"), now=staff_steps.NOW)
    assert ChangeSet.objects.get(pk=changeset.pk).state == "approved"


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"meeting_number": "28"}, ("meeting", "there_already")),
        ({"meeting": "udcg-30"}, ("meeting", "name")),
        ({"forum": "nato"}, ("forum", "unknown_name")),
        ({"forum": None}, ("forum", "required")),
        ({"meeting_number": "1000"}, ("meeting_number", "number")),
        ({"occurred": None}, ("occurred", "required")),
        ({"occurred": "from 2025"}, ("occurred", "open")),
        ({"chairs": "Atlantis"}, ("chairs", "unknown_donor")),
        ({"online": "NOR: " + "x" * 101}, ("online", "length")),
        ({"online": "NOR: A", "absent": "norway: A"}, ("online", "twice")),
        ({"online": "NOR", "meeting_status": "planned"}, ("meeting_status", "not_held")),
        ({"system": "patriot"}, ("system", "column_of_action")),
    ],
)
def test_meeting_that_cannot_be_says_why(cells: dict[str, Any], told: tuple[str, str]) -> None:
    assert problems(meeting_row(**cells)) == [(1, *told)]


def test_attendance_needs_a_source_and_a_meeting_alone_does_not() -> None:
    bare = dict.fromkeys(staff_steps.SOURCE)
    assert problems(meeting_row(**bare)) == []
    assert problems(meeting_row(**bare, online="NOR")) == [(1, "source_url", "required")]


def test_second_row_of_one_meeting_is_a_problem() -> None:
    assert problems(meeting_row(), meeting_row()) == [(2, "meeting", "stated_twice")]
