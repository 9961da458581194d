"""Loads the reference data of this application from its CSV files; what is there already stays as stewards left it."""

from __future__ import annotations

import calendar
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from django.db import transaction

from meetings.choices import Attendance, Confidence, DatePrecision, SourceGrade
from meetings.models import (
    Coalition,
    Donor,
    DonorAlias,
    DonorGdp,
    DonorMembership,
    Forum,
    Meeting,
    MeetingAttendance,
    MeetingChair,
    Source,
    SourceClaim,
)
from meetings.reference_rows import FileRow, placed_rows_of, rows_of
from meetings.source_store import MOST_OF_A_TITLE, CitedSources, source_of

SOURCED = ("source_url", "source_title", "source_publisher", "source_published", "source_grade")
CHAIRS = ("meeting", "donor", "person", "note")
ATTENDANCES = ("meeting", "donor", "person", "attendance", *SOURCED, "confidence", "note")


def iso_window(stated: str) -> tuple[date | None, date | None, str]:
    """First day, last day and precision of an ISO day, month or year; a month is not its first day."""
    parts = [int(part) for part in stated.split("-")] if stated else []
    if not parts:
        return None, None, ""
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31), DatePrecision.YEAR
    if len(parts) == 2:
        last = calendar.monthrange(parts[0], parts[1])[1]
        return date(parts[0], parts[1], 1), date(parts[0], parts[1], last), DatePrecision.MONTH
    day = date(parts[0], parts[1], parts[2])
    return day, day, DatePrecision.DAY


def window_of(name: str, stated: str) -> dict[str, str | date | None]:
    """The four columns of a date window stated in ISO form."""
    start, end, precision = iso_window(stated)
    columns = {"text": stated, "start": start, "end": end, "precision": precision}
    return {f"{name}_{part}": value for part, value in columns.items()}


@transaction.atomic
def load_reference_data() -> dict[str, int]:
    """Load donors, forums, meetings, coalitions and contradicting claims, and return how many of each there are."""
    load_donors()
    load_forums_and_meetings()
    load_chairs_and_attendances()
    load_coalitions()
    load_claims()
    models = (
        Donor, DonorMembership, DonorGdp, Forum, Meeting, MeetingChair, MeetingAttendance, Coalition, SourceClaim,
    )  # fmt: skip
    return {str(model._meta.verbose_name_plural): model.objects.count() for model in models}


def load_donors() -> None:
    """Load donors with their aliases, dated memberships and gross domestic products, all rows of a table in one go."""
    rows = list(rows_of("donors.csv"))
    there = set(Donor.objects.values_list("code", flat=True))
    named = ("code", "name", "kind", "iso2")
    Donor.objects.bulk_create(Donor(**{name: row[name] for name in named}) for row in rows if row["code"] not in there)
    donors = {donor.code: donor for donor in Donor.objects.all()}
    aliases = {alias.casefold() for alias in DonorAlias.objects.values_list("alias", flat=True)}
    DonorAlias.objects.bulk_create(
        DonorAlias(donor=donors[row["code"]], alias=alias)
        for row in rows
        for alias in filter(None, row["aliases"].split(";"))
        if alias.casefold() not in aliases
    )
    load_memberships_of_donors(donors)
    load_products_of_donors(donors)


def load_memberships_of_donors(donors: Mapping[str, Donor]) -> None:
    sources = CitedSources()
    there = set(DonorMembership.objects.values_list("donor__code", "body", "member_since"))
    DonorMembership.objects.bulk_create(
        DonorMembership(
            donor=donors[row["donor"]],
            body=row["body"],
            member_since=row["start"] or None,
            member_until=row["end"] or None,
            status=row["status"],
            source=sources.source_of(row),
            confidence=row["confidence"],
            note=row["note"],
        )
        for row in rows_of("donor_memberships.csv")
        if (row["donor"], row["body"], date.fromisoformat(row["start"]) if row["start"] else None) not in there
    )


def load_products_of_donors(donors: Mapping[str, Donor]) -> None:
    sources = CitedSources()
    kept = ("amount", "currency", "rate", "confidence", "note")
    there = set(DonorGdp.objects.values_list("donor__code", "year"))
    DonorGdp.objects.bulk_create(
        DonorGdp(
            donor=donors[row["donor"]],
            year=row["year"],
            **{name: row[name] for name in kept},
            source=sources.required_source(row),
        )
        for row in rows_of("gdp.csv")
        if (row["donor"], int(row["year"])) not in there
    )


def load_forums_and_meetings() -> None:
    for row in rows_of("forums.csv"):
        Forum.objects.get_or_create(slug=row["slug"], defaults={"name": row["name"]})
    forums = {forum.slug: forum for forum in Forum.objects.all()}
    donors = {donor.code: donor for donor in Donor.objects.all()}
    rows = list(rows_of("meetings.csv"))
    for row in rows:
        kept = ("place", "mode", "status", "participants", "outcomes", "confidence", "note")
        columns = {name: row[name] for name in kept} | window_of("date", row["date"])
        Meeting.objects.get_or_create(
            slug=row["slug"],
            defaults={
                **columns,
                "forum": forums[row["forum"]],
                "number": row["number"] or None,
                "country": donors.get(row["country"]),
                "source": source_of(row),
            },
        )
    meetings = {meeting.slug: meeting for meeting in Meeting.objects.all()}
    for row in rows:
        # In a second pass: the later meeting may stand below the one that it replaces.
        if row["rescheduled_to"] and meetings[row["slug"]].rescheduled_to_id is None:
            Meeting.objects.filter(slug=row["slug"], rescheduled_to=None).update(
                rescheduled_to=meetings[row["rescheduled_to"]]
            )


def load_chairs_and_attendances(*, folder: Path | None = None) -> None:
    """Load who chaired meetings, and who is stated to have come, joined online or been absent.

    :raises BadRowError: a cell cannot be read.
    """
    meetings = {meeting.slug: meeting for meeting in Meeting.objects.all()}
    donors = {donor.code: donor for donor in Donor.objects.all()}
    for position, row in enumerate(placed_rows_of("meeting_chairs.csv", columns=CHAIRS, folder=folder)):
        MeetingChair.objects.get_or_create(
            meeting=row.look_up("meeting", meetings),
            donor=row.look_up("donor", donors),
            person=row.text("person", most=100),
            defaults={"note": row.text("note", most=200), "position": position},
        )
    load_attendances(meetings, donors, folder=folder)


def load_attendances(
    meetings: Mapping[str, Meeting], donors: Mapping[str, Donor], *, folder: Path | None = None
) -> None:
    """Load who is stated to have come, joined online or been absent.

    :raises BadRowError: a cell cannot be read, a row has no source, or two rows are about the same person.
    """
    lines: dict[tuple[str, str, str], int] = {}
    for position, row in enumerate(placed_rows_of("meeting_attendances.csv", columns=ATTENDANCES, folder=folder)):
        about = (row.cells["meeting"], row.cells["donor"], row.cells["person"])
        if about in lines:
            raise row.problem("person", f"line {lines[about]} is about the same.", hint="One row for each.")
        lines[about] = row.line
        MeetingAttendance.objects.get_or_create(
            meeting=row.look_up("meeting", meetings),
            donor=row.look_up("donor", donors),
            person=row.text("person", most=100),
            defaults={
                "attendance": row.choice("attendance", Attendance),
                "source": attendance_source(row),
                "confidence": row.choice("confidence", Confidence, blank=True),
                "note": row.text("note", most=200),
                "position": position,
            },
        )


def attendance_source(row: FileRow) -> Source | None:
    """The source of a row; what is from memory may have none.

    :raises BadRowError: it has none, or what is said of it cannot be read.
    """
    # Read for their faults only: `source_of` takes the cells as they stand.
    row.address("source_url", most=2000)
    row.text("source_title", most=MOST_OF_A_TITLE)
    row.text("source_publisher", most=200)
    row.day("source_published")
    row.choice("source_grade", SourceGrade, blank=True)
    source = source_of(row.cells)
    if source is None and row.cells["confidence"] != Confidence.MEMORY:
        raise row.problem(
            "source_title", "no source.", hint=f"A title or an address, or {Confidence.MEMORY!s} as confidence."
        )
    return source


def load_coalitions() -> None:
    for row in rows_of("coalitions.csv"):
        columns = window_of("announced", row["announced"]) | window_of("founded", row["founded"])
        columns |= {name: row[name] for name in ("name", "capability", "confidence", "note")}
        Coalition.objects.get_or_create(
            slug=row["slug"],
            defaults={
                **columns,
                "member_count": row["member_count"] or None,
                "member_count_as_of": row["member_count_as_of"] or None,
                "source": source_of(row),
            },
        )


def load_claims() -> None:
    """Load values on which sources contradict each other.

    A value that stands there already stays as it is, also where the page that says so is described otherwise since;
    and what was chosen of several values stays chosen.
    """
    rows = list(rows_of("source_claims.csv"))
    shipped = Counter(map(said_by, rows))
    found: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    decided = set()
    for claim in SourceClaim.objects.all():
        found[claim.subject_kind, claim.subject, claim.field, claim.value].add(claim.source_id)
        if claim.chosen:
            decided.add((claim.subject_kind, claim.subject, claim.field))
    sources = CitedSources()
    for row in rows:
        said = said_by(row)
        if len(found[said]) >= shipped[said]:
            continue
        source = sources.source_of(row)
        if source is None or source.pk in found[said]:
            continue
        about = {name: row[name] for name in ("subject_kind", "subject", "field", "value")}
        chosen = row["chosen"] == "true" and said[:3] not in decided
        SourceClaim.objects.create(**about, source=source, chosen=chosen, reason=row["reason"] if chosen else "")
        found[said].add(source.pk)


def said_by(row: Mapping[str, str]) -> tuple[str, str, str, str]:
    """What a claim is about, and its value."""
    return row["subject_kind"], row["subject"], row["field"], row["value"]
