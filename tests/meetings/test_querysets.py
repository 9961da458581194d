"""Questions to the tables of meetings, donors and dated facts."""

from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from meetings.models import Donor, DonorAlias, DonorMembership, Meeting, MeetingAttendance, MeetingChair, Membership
from pledges import ledger
from pledges.models import DatasetVersion
from tests import factories
from tests.pledges import staff_steps


@pytest.fixture
def taken_back(db: None) -> None:
    """A membership of version 1, taken back in version 2."""
    staff_steps.create_catalogue()
    factories.publish_rows(staff_steps.membership_row(external_reference="row:m"))
    factories.publish_rows(
        staff_steps.void_row("row:m", external_reference="row:v"), now=staff_steps.NOW + timedelta(hours=1)
    )


@pytest.mark.usefixtures("taken_back")
@pytest.mark.parametrize(("version", "roles"), [(0, []), (1, ["lead"]), (2, [])])
def test_standing_leaves_out_what_a_version_does_not_know_and_what_is_taken_back(
    version: int, roles: list[str]
) -> None:
    standing = Membership.objects.live_at_version(version=version)

    assert list(standing.order_by("id").values_list("role", flat=True)) == roles


@pytest.mark.usefixtures("taken_back")
def test_standing_counts_again_what_a_lifted_void_had_taken_back() -> None:
    second = DatasetVersion.objects.get(number=2)
    ledger.undo(
        changeset=second.changeset,
        reviewer=staff_steps.user("another"),
        reason="the source was right",
        now=staff_steps.NOW + timedelta(hours=2),
    )

    assert [Membership.objects.live_at_version(version=number).count() for number in (1, 2, 3)] == [1, 0, 1]


@pytest.mark.usefixtures("catalogue")
def test_with_details_fetches_forum_chairs_and_who_was_there_in_three_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    meeting = Meeting.objects.get(slug="udcg-28")
    source = factories.create_source()
    for position, code in ((2, "DEU"), (1, "USA")):
        about = {"meeting": meeting, "donor": Donor.objects.get(code=code)}
        MeetingChair.objects.create(**about)
        MeetingAttendance.objects.create(**about, attendance="online", source=source, position=position)

    with django_assert_num_queries(3):
        (found,) = Meeting.objects.with_details().order_by("slug")
        names = (found.forum.name, sorted(chair.donor.code for chair in found.chairs.all()))
        there = [(one.donor.code, one.source.title) for one in found.attendances.all()]

    assert names == ("Contact Group", ["DEU", "USA"])
    assert there == [("USA", "Statement"), ("DEU", "Statement")]


@pytest.mark.usefixtures("catalogue")
def test_with_names_fetches_spellings_bodies_and_weight_in_four_queries(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    norway = Donor.objects.get(code="NOR")
    DonorAlias.objects.create(donor=norway, alias="Kingdom of Norway")
    DonorMembership.objects.create(donor=norway, body="nato")

    with django_assert_num_queries(4):
        donors = {donor.code: donor for donor in Donor.objects.with_names().order_by("code")}
        names = [alias.alias for alias in donors["NOR"].aliases.all()]
        bodies = [membership.body for membership in donors["NOR"].memberships.all()]
        gdps = list(donors["NOR"].gdps.all())

    assert (names, bodies, gdps) == (["Kingdom of Norway"], ["nato"], [])
