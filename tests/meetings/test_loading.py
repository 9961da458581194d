"""The reference data as shipped: donors, meetings, coalitions and claims that contradict each other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from meetings.loading import iso_window, load_reference_data, source_of
from meetings.models import (
    Coalition,
    Donor,
    DonorAlias,
    DonorGdp,
    DonorMembership,
    Meeting,
    MeetingChair,
    Source,
    SourceClaim,
)

MODELS: list[type[Any]] = [
    Coalition,
    Donor,
    DonorAlias,
    DonorGdp,
    DonorMembership,
    Meeting,
    MeetingChair,
    Source,
    SourceClaim,
]


@pytest.mark.parametrize(
    ("stated", "window"),
    [
        ("", (None, None, "")),
        ("2024", (date(2024, 1, 1), date(2024, 12, 31), "year")),
        ("2024-02", (date(2024, 2, 1), date(2024, 2, 29), "month")),
        ("2024-02-14", (date(2024, 2, 14), date(2024, 2, 14), "day")),
    ],
)
def test_iso_window_never_takes_a_month_for_its_first_day(stated: str, window: tuple[Any, ...]) -> None:
    assert iso_window(stated) == window


@pytest.mark.django_db
def test_loading_again_changes_nothing() -> None:
    counts = load_reference_data()
    before = {model: list(model.objects.order_by("pk").values()) for model in MODELS}
    assert load_reference_data() == counts
    assert {model: list(model.objects.order_by("pk").values()) for model in MODELS} == before


@pytest.mark.django_db
def test_reference_data_hold_what_meetings_are_named_by() -> None:
    load_reference_data()
    meeting = Meeting.objects.get(slug="udcg-19")
    assert (meeting.forum.slug, meeting.number, meeting.date_start) == ("udcg", 19, date(2024, 2, 14))
    assert Donor.objects.get(code="UKR").name == "Ukraine"
    assert Donor.objects.get(code="XUN").kind == "unnamed"
    assert Meeting.objects.filter(status="postponed", rescheduled_to=None).count() == 0
    assert SourceClaim.objects.filter(chosen=True, reason="").count() == 0
    assert 3.5e12 < DonorGdp.objects.get(donor__code="DEU", year=2021).amount_eur < 3.7e12


@pytest.mark.django_db
def test_source_of_is_stored_once_and_absent_without_title_and_address() -> None:
    row = {"source_title": "A page", "source_publisher": "Ministry", "source_published": "2024-02-14"}
    assert source_of({}) is None
    assert source_of(row) == source_of(row)
    assert Source.objects.get().grade == "unverified"
