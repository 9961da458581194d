"""Loads the reference data of this application from its CSV files; what is there already stays as stewards left it."""

from __future__ import annotations

import calendar
import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from django.db import transaction

from meetings.choices import DatePrecision
from meetings.models import (
    Coalition,
    Donor,
    DonorAlias,
    DonorGdp,
    DonorMembership,
    Forum,
    Meeting,
    MeetingChair,
    Source,
    SourceClaim,
)

DATA = Path(__file__).resolve().parent / "data"
Row = dict[str, str]


def rows_of(name: str, *, folder: Path = DATA) -> Iterator[Row]:
    """Yield the rows of a CSV file with a header line."""
    with (folder / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def iso_window(stated: str) -> tuple[date | None, date | None, str]:
    """Return first day, last day and precision of an ISO day, month or year; a month is not its first day."""
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
    """Return the four columns of a date window stated in ISO form."""
    start, end, precision = iso_window(stated)
    columns = {"text": stated, "start": start, "end": end, "precision": precision}
    return {f"{name}_{part}": value for part, value in columns.items()}


def source_of(row: Row) -> Source | None:
    """Return the source that a row cites, or None where it cites none."""
    return required_source(row) if row.get("source_title") or row.get("source_url") else None


def required_source(row: Row) -> Source:
    """Return the source that a row cites, creating it once."""
    source, _ = Source.objects.get_or_create(
        url=row.get("source_url", ""),
        title=row.get("source_title") or row["source_url"],
        publisher=row.get("source_publisher", ""),
        published=row.get("source_published") or None,
        defaults={"grade": row.get("source_grade") or "unverified"},
    )
    return source


@transaction.atomic
def load_reference_data() -> dict[str, int]:
    """Load donors, forums, meetings, coalitions and contradicting claims, and return how many of each there are."""
    load_donors()
    load_forums_and_meetings()
    load_coalitions()
    load_claims()
    models = (Donor, DonorMembership, DonorGdp, Forum, Meeting, MeetingChair, Coalition, SourceClaim)
    return {str(model._meta.verbose_name_plural): model.objects.count() for model in models}


def load_donors() -> None:
    """Load donors with their aliases, dated memberships and gross domestic products."""
    for row in rows_of("donors.csv"):
        columns = {name: row[name] for name in ("name", "kind", "iso2", "kiel_prefix")}
        donor, _ = Donor.objects.get_or_create(code=row["code"], defaults=columns)
        for alias in filter(None, row["aliases"].split(";")):
            DonorAlias.objects.get_or_create(alias__iexact=alias, defaults={"donor": donor, "alias": alias})
    donors = {donor.code: donor for donor in Donor.objects.all()}
    for row in rows_of("donor_memberships.csv"):
        DonorMembership.objects.get_or_create(
            donor=donors[row["donor"]],
            body=row["body"],
            member_since=row["start"] or None,
            defaults={
                "member_until": row["end"] or None,
                "status": row["status"],
                "source": source_of(row),
                "confidence": row["confidence"],
                "note": row["note"],
            },
        )
    for row in rows_of("gdp.csv"):
        kept = ("amount", "currency", "rate", "confidence", "note")
        DonorGdp.objects.get_or_create(
            donor=donors[row["donor"]],
            year=row["year"],
            defaults={**{name: row[name] for name in kept}, "source": required_source(row)},
        )


def load_forums_and_meetings() -> None:
    """Load forums, their meetings and who chaired them."""
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
        if row["rescheduled_to"]:
            Meeting.objects.filter(slug=row["slug"], rescheduled_to=None).update(
                rescheduled_to=meetings[row["rescheduled_to"]]
            )
    for position, row in enumerate(rows_of("meeting_chairs.csv")):
        MeetingChair.objects.get_or_create(
            meeting=meetings[row["meeting"]],
            donor=donors[row["donor"]],
            person=row["person"],
            defaults={"note": row["note"], "position": position},
        )


def load_coalitions() -> None:
    """Load the capability coalitions."""
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
    """Load values on which sources contradict each other."""
    for row in rows_of("source_claims.csv"):
        source = source_of(row)
        if source is not None:
            SourceClaim.objects.get_or_create(
                subject_kind=row["subject_kind"],
                subject=row["subject"],
                field=row["field"],
                value=row["value"],
                source=source,
                defaults={"chosen": row["chosen"] == "true", "reason": row["reason"]},
            )
