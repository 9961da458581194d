"""Every named constraint of meetings, violated once, beside the nearest row that it lets pass."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from meetings.models import (
    CatalogueVersion,
    Coalition,
    Donor,
    DonorAlias,
    DonorGdp,
    DonorMembership,
    Forum,
    Initiative,
    Meeting,
    MeetingAttendance,
    MeetingChair,
    Source,
    SourceClaim,
    SupersededRow,
)
from tests.pledges import staff_steps
from tests.pledges.models import rows

pytestmark = pytest.mark.usefixtures("catalogue")

Create = Callable[..., models.Model]
Columns = dict[str, Any]
DAY, NEXT_DAY = date(2024, 2, 14), date(2024, 2, 15)


def germany() -> Donor:
    return Donor.objects.get(code="DEU")


def create_donor(**columns: Any) -> Donor:
    return Donor.objects.create(**{"code": "ABC", "name": "Somewhere", **columns})


def create_lettered_donor(**columns: Any) -> Donor:
    code = f"A{chr(65 + Donor.objects.count() % 26)}Q"
    return create_donor(**{"code": code, "name": f"Somewhere {code}", "iso2": "QX", **columns})


def create_alias(**columns: Any) -> DonorAlias:
    return DonorAlias.objects.create(**{"donor": germany(), "alias": "Bundesrepublik", **columns})


def create_donor_membership(**columns: Any) -> DonorMembership:
    return DonorMembership.objects.create(**{"donor": germany(), "body": "nato", **columns})


def create_gdp(**columns: Any) -> DonorGdp:
    usual = {"donor": germany(), "year": 2021, "amount": 100, "currency": "USD", "rate": 1, "source": rows.source()}
    return DonorGdp.objects.create(**{**usual, **columns})


def create_meeting(**columns: Any) -> Meeting:
    usual = {
        "slug": "udcg-29",
        "forum": Forum.objects.get(slug="udcg"),
        "number": 29,
        "date_start": DAY,
        "date_end": DAY,
    }
    return Meeting.objects.create(**{**usual, **columns})


def create_chair(**columns: Any) -> MeetingChair:
    return MeetingChair.objects.create(
        **{"meeting": Meeting.objects.get(), "donor": germany(), "person": "A", **columns}
    )


def create_attendance(**columns: Any) -> MeetingAttendance:
    usual = {"meeting": Meeting.objects.get(), "donor": germany(), "person": "A", "attendance": "absent"}
    return MeetingAttendance.objects.create(**{**usual, "source": rows.source(), **columns})


def create_coalition(**columns: Any) -> Coalition:
    return Coalition.objects.create(**{"slug": "drones", "name": "Drones", "capability": "drones", **columns})


def create_initiative(**columns: Any) -> Initiative:
    return Initiative.objects.create(**{"slug": "purl", "name": "PURL", **columns})


def create_source(**columns: Any) -> Source:
    return Source.objects.create(**{"title": "A page", "url": "https://example.org/", **columns})


def create_claim(**columns: Any) -> SourceClaim:
    usual = {"subject_kind": "coalition", "subject": "air-defence", "field": "member_count", "value": "15"}
    return SourceClaim.objects.create(**{**usual, "source": rows.source(), **columns})


def create_other_claim(**columns: Any) -> SourceClaim:
    return create_claim(**{"value": "17", **columns})


def window(name: str) -> tuple[Columns, Columns]:
    """Return a window that runs backwards, and one of a single day."""
    return {f"{name}_start": NEXT_DAY, f"{name}_end": DAY}, {f"{name}_start": DAY, f"{name}_end": DAY}


def create_catalogue_version(**columns: Any) -> CatalogueVersion:
    CatalogueVersion.objects.all().delete()
    return CatalogueVersion.objects.create(**columns)


def create_superseded_row(**columns: Any) -> SupersededRow:
    return SupersededRow.objects.create(**{"relation": "meetings_donor", "key": -1, "since": 0, "until": 3, **columns})


CHECKS: list[tuple[str, Create, Columns, Columns]] = [
    ("catalogue_version_single_row", create_catalogue_version, {"id": 2}, {"id": 1}),
    ("catalogue_version_kept", create_catalogue_version, {"number": 1, "kept_from": 2}, {"number": 2, "kept_from": 2}),
    ("superseded_row_order", create_superseded_row, {"since": 3}, {"since": 2}),
    ("donor_code_form", create_donor, {"code": "abc"}, {"code": "ABC"}),
    ("donor_code_form", create_donor, {"code": "JOINT"}, {"code": "JOIN"}),
    ("donor_iso2_form", create_donor, {"iso2": "qx"}, {"iso2": "QX"}),
    ("donor_iso2_form", create_donor, {"iso2": "Q"}, {"iso2": ""}),
    (
        "donor_membership_member_order",
        create_donor_membership,
        {"member_since": NEXT_DAY, "member_until": DAY},
        {"member_since": DAY, "member_until": DAY},
    ),
    ("donor_gdp_positive", create_gdp, {"amount": 0}, {"amount": "0.01"}),
    ("donor_gdp_positive", create_gdp, {"rate": -1}, {"rate": "0.5"}),
    ("donor_gdp_currency_form", create_gdp, {"currency": "usd"}, {"currency": "EUR"}),
    ("donor_gdp_year_range", create_gdp, {"year": 202}, {"year": 1990}),
    ("meeting_date_order", create_meeting, *window("date")),
    ("meeting_attendance_stated", create_attendance, {"attendance": ""}, {"attendance": "online"}),
    ("meeting_attendance_stated", create_attendance, {"attendance": "unknown"}, {"attendance": "in_person"}),
    ("meeting_attendance_sourced", create_attendance, {"source": None}, {"source": None, "confidence": "memory"}),
    ("meeting_attendance_sourced", create_attendance, {"source": None, "confidence": "article"}, {}),
    ("coalition_announced_order", create_coalition, *window("announced")),
    ("coalition_founded_order", create_coalition, *window("founded")),
    ("initiative_since_order", create_initiative, *window("since")),
    ("membership_joined_order", rows.create_membership, *window("joined")),
    (
        "membership_count_order",
        rows.create_membership,
        {"count_low": 2, "count_high": 1},
        {"count_low": 1, "count_high": 2},
    ),
    ("membership_one_group", rows.create_membership, {"coalition": None}, {}),
    ("source_sha256_hex", create_source, {"sha256": "A" * 64}, {"sha256": "a" * 64}),
    ("source_claim_chosen_reason", create_claim, {"chosen": True}, {"chosen": True, "reason": "official"}),
]

UNIQUE: list[tuple[str, Create, Columns]] = [
    ("donor_alias_unique", create_alias, {"alias": "Bundesrepublik Deutschland"}),
    ("donor_iso2_unique", create_lettered_donor, {"iso2": "QY"}),
    ("donor_membership_unique", create_donor_membership, {"member_since": DAY}),
    ("donor_gdp_unique", create_gdp, {"year": 2022}),
    ("meeting_chair_unique", create_chair, {"person": "B"}),
    ("meeting_attendance_unique", create_attendance, {"person": ""}),
    ("source_unique", create_source, {"published": DAY}),
    ("source_claim_unique", create_claim, {"value": "16"}),
    ("superseded_row_until_unique", create_superseded_row, {"until": 4}),
]


@pytest.mark.parametrize(("constraint", "create", "refused", "allowed"), CHECKS)
def test_check_refuses_the_row_and_lets_its_neighbour_pass(
    constraint: str, create: Create, refused: Columns, allowed: Columns
) -> None:
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        create(**refused)
    assert create(**allowed).pk is not None


@pytest.mark.parametrize(("constraint", "create", "other"), UNIQUE)
def test_unique_refuses_the_same_again(constraint: str, create: Create, other: Columns) -> None:
    create()
    with pytest.raises(IntegrityError, match=f'"{constraint}"'), transaction.atomic():
        create()
    assert create(**other).pk is not None


def test_donor_alias_unique_compares_without_regard_to_case() -> None:
    create_alias()
    with pytest.raises(IntegrityError, match="donor_alias_unique"), transaction.atomic():
        create_alias(alias="BUNDESREPUBLIK")


def test_meeting_number_unique_within_its_forum_and_only_where_there_is_one() -> None:
    with pytest.raises(IntegrityError, match="meeting_number_unique"), transaction.atomic():
        create_meeting(number=28)
    other = Forum.objects.create(slug="nuc", name="NATO-Ukraine Council")
    create_meeting(slug="nuc-28", number=28, forum=other)
    create_meeting(slug="udcg-2024-02-14", number=None)
    create_meeting(slug="udcg-2024-02-15", number=None)


def test_source_claim_one_chosen_of_several() -> None:
    create_claim(chosen=True, reason="official")
    with pytest.raises(IntegrityError, match="source_claim_one_chosen"), transaction.atomic():
        create_other_claim(chosen=True, reason="newer")
    create_other_claim()


def test_membership_one_group_refuses_both() -> None:
    with pytest.raises(IntegrityError, match="membership_one_group"), transaction.atomic():
        rows.create_membership(initiative=Initiative.objects.get())
    assert rows.create_membership(coalition=None, initiative=Initiative.objects.get()).pk is not None


def test_membership_position_unique_in_its_version() -> None:
    membership = rows.create_membership()
    with pytest.raises(IntegrityError, match="membership_position_unique"), transaction.atomic():
        rows.create_membership(position=membership.position)


@pytest.mark.django_db(transaction=True)
def test_membership_of_a_version_that_is_not_there_is_refused() -> None:
    with pytest.raises(IntegrityError, match="takes no further facts"), transaction.atomic():
        rows.create_membership(version_id=rows.version().number + 1)


def test_membership_version_published_is_a_foreign_key() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE meetings_membership DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="membership_version_published"), transaction.atomic():
        rows.create_membership(version_id=staff_steps.TODAY.year)


def test_every_named_constraint_has_a_test() -> None:
    tested = {case[0] for case in CHECKS} | {case[0] for case in UNIQUE}
    elsewhere = {"meeting_number_unique", "source_claim_one_chosen", "membership_position_unique"}
    named = {
        constraint.name
        for model in apps.get_app_config("meetings").get_models()
        for constraint in model._meta.constraints
    }
    assert named == tested | elsewhere
