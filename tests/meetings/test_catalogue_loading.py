"""The reference data as shipped: donors, meetings, coalitions and claims that contradict each other."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from meetings.catalogue_loading import (
    ATTENDANCES,
    CHAIRS,
    iso_window,
    load_attendances,
    load_chairs_and_attendances,
    load_reference_data,
)
from meetings.models import (
    Coalition,
    Donor,
    DonorAlias,
    DonorGdp,
    DonorMembership,
    Meeting,
    MeetingAttendance,
    MeetingChair,
    Source,
    SourceClaim,
)
from meetings.reference_rows import BadRowError
from meetings.source_store import source_of

MODELS: list[type[Any]] = [
    Coalition,
    Donor,
    DonorAlias,
    DonorGdp,
    DonorMembership,
    Meeting,
    MeetingAttendance,
    MeetingChair,
    Source,
    SourceClaim,
]

GOOD = {
    "meeting": "udcg-28",
    "donor": "USA",
    "person": "A secretary",
    "attendance": "absent",
    "source_title": "A page",
    "source_published": "2025-06-04",
}


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
def test_claims_stay_as_they_are_when_their_page_is_described_otherwise_or_another_value_is_chosen() -> None:
    load_reference_data()
    claims = SourceClaim.objects.filter(subject="airforce", field="leads")
    older = Source.objects.create(title="carsonteuscher.com", url="https://www.carsonteuscher.com/capability/")
    claims.filter(chosen=True).update(source=older)
    decided = SourceClaim.objects.filter(subject="udcg-19", field="mode")
    decided.filter(value="in_person").delete()
    decided.filter(value="online").update(chosen=True, reason="The host says so")
    before = list(claims.order_by("pk").values())

    load_reference_data()

    assert list(claims.order_by("pk").values()) == before
    assert sorted(decided.values_list("value", "chosen")) == [("hybrid", False), ("in_person", False), ("online", True)]


@pytest.mark.django_db
def test_reference_data_hold_what_meetings_are_named_by() -> None:
    load_reference_data()
    meeting = Meeting.objects.get(slug="udcg-19")
    assert (meeting.forum.slug, meeting.number, meeting.date_start) == ("udcg", 19, date(2024, 2, 14))
    assert Donor.objects.get(code="UKR").name == "Ukraine"
    assert Donor.objects.get(code="XUN").kind == "unnamed"
    assert Meeting.objects.filter(status="postponed", rescheduled_to=None).count() == 0
    assert SourceClaim.objects.filter(chosen=True, reason="").count() == 0
    stated = MeetingAttendance.objects.filter(donor__code="USA").order_by("position")
    assert list(stated.values_list("meeting__slug", "person", "attendance")) == [
        ("udcg-19", "Lloyd Austin", "online"),
        ("udcg-26", "Pete Hegseth", "in_person"),
        ("udcg-27", "Pete Hegseth", "online"),
        ("udcg-28", "Pete Hegseth", "absent"),
        ("udcg-28", "Matthew Whitaker", "in_person"),
        ("udcg-33", "Elbridge Colby", "in_person"),
        ("udcg-29", "Pete Hegseth", "online"),
    ]
    modes = SourceClaim.objects.filter(subject="udcg-19", field="mode")
    assert sorted(modes.values_list("value", "chosen")) == [("hybrid", False), ("in_person", True), ("online", False)]
    assert MeetingAttendance.objects.filter(source=None).count() == 0
    assert 3.5e12 < DonorGdp.objects.get(donor__code="DEU", year=2021).amount_eur < 3.7e12


@pytest.mark.django_db
def test_source_of_is_stored_once_and_absent_without_title_and_address() -> None:
    row = {"source_title": "A page", "source_publisher": "Ministry", "source_published": "2024-02-14"}
    assert source_of({}) is None
    assert source_of(row) == source_of(row)
    assert Source.objects.get().grade == "unverified"


@pytest.mark.django_db
def test_address_stands_for_a_title_as_far_as_a_title_goes() -> None:
    address = "https://example.org/" + "x" * 600
    source = source_of({"source_url": address})

    assert source is not None
    assert (source.url, source.title) == (address, address[:500])


def write_attendances(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = ATTENDANCES) -> Path:
    """Write a file of attendances; cells that a row does not name are blank."""
    lines = [",".join(columns), *(",".join(row.get(name, "") for name in columns) for row in rows)]
    (folder / "meeting_attendances.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def load_from(folder: Path) -> None:
    meetings = {meeting.slug: meeting for meeting in Meeting.objects.all()}
    load_attendances(meetings, {donor.code: donor for donor in Donor.objects.all()}, folder=folder)


@pytest.mark.usefixtures("catalogue")
def test_attendances_loaded_again_stay_as_stewards_left_them(tmp_path: Path) -> None:
    folder = write_attendances(tmp_path, GOOD, GOOD | {"person": "", "source_title": "", "confidence": "memory"})
    load_from(folder)
    MeetingAttendance.objects.filter(person="").update(attendance="online")
    load_from(folder)

    found = MeetingAttendance.objects.order_by("position").values_list("person", "attendance", "source__title")
    assert list(found) == [("A secretary", "absent", "A page"), ("", "online", None)]


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("cells", "column", "said"),
    [
        ({"meeting": "udcg-82"}, "meeting", "there is no 'udcg-82'. Did you mean 'udcg-28'?"),
        ({"donor": "?"}, "donor", "there is no '?'. Names are like 'DEU'."),
        ({"attendance": "present"}, "attendance", "'present' is not known. One of in_person, online, absent."),
        ({"attendance": ""}, "attendance", "'' is not known. One of in_person, online, absent."),
        ({"source_title": ""}, "source_title", "no source. A title or an address, or memory as confidence."),
        ({"source_published": "4 June"}, "source_published", "'4 June' is no day. A day is like 2025-06-04."),
        ({"person": "x" * 101}, "person", "101 characters are too many. At most 100."),
        ({"source_title": "x" * 501}, "source_title", "501 characters are too many. At most 500."),
        ({"source_publisher": "x" * 201}, "source_publisher", "201 characters are too many. At most 200."),
        ({"source_url": f"http://{'x' * 1994}"}, "source_url", "2001 characters are too many. At most 2000."),
        (
            {"source_url": "javascript:x"},
            "source_url",
            "'javascript:x' is no address. It begins with https:// or http://.",
        ),
    ],
)
def test_attendance_that_cannot_be_loaded_says_where_and_what_would_be_right(
    cells: dict[str, str], column: str, said: str, tmp_path: Path
) -> None:
    folder = write_attendances(tmp_path, GOOD | {"person": "Another"}, GOOD | cells)

    with pytest.raises(BadRowError) as refused:
        load_from(folder)

    assert str(refused.value) == f"meeting_attendances.csv, line 3, column {column}: {said}"


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("udcg-28,?,A minister,", "column donor: there is no '?'. Names are like 'DEU'."),
        (f"udcg-28,DEU,A minister,{'x' * 201}", "column note: 201 characters are too many. At most 200."),
    ],
)
def test_chair_that_cannot_be_loaded_says_where_and_what_would_be_right(row: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "meeting_chairs.csv").write_text(f"{','.join(CHAIRS)}\n{row}\n", encoding="utf-8")

    with pytest.raises(BadRowError) as refused:
        load_chairs_and_attendances(folder=tmp_path)

    assert str(refused.value) == f"meeting_chairs.csv, line 2, {said}"


@pytest.mark.usefixtures("catalogue")
def test_attendances_with_a_second_row_or_other_columns_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRowError, match="line 3, column person: line 2 is about the same"):
        load_from(write_attendances(tmp_path, GOOD, GOOD | {"attendance": "online"}))
    with pytest.raises(BadRowError, match="line 1: the columns are 'meeting,donor'"):
        load_from(write_attendances(tmp_path, columns=("meeting", "donor")))
    with pytest.raises(BadRowError, match=r"line 2: 12 cells\. There should be 11"):
        load_from(write_attendances(tmp_path, GOOD | {"note": "one, two"}))
