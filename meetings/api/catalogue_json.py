"""JSON shapes of meetings, donors, coalitions, initiatives and sources, and of the date windows they carry."""

from __future__ import annotations

from datetime import date
from typing import Any

from meetings.models import Coalition, Donor, DonorGdp, Initiative, Meeting, MeetingAttendance, Membership, Source

Json = dict[str, Any]


def window_json(text: str, start: date | None, end: date | None, precision: str) -> Json | None:
    """Return a date window; None where nothing was stated."""
    if start is None and end is None and not text:
        return None
    return {"text": text, "start": start, "end": end, "precision": precision or None}


def stored_window(row: Any, name: str) -> Json | None:
    """Return the date window that a row holds in the columns of this name."""
    return window_json(*(getattr(row, f"{name}_{part}") for part in ("text", "start", "end", "precision")))


def source_json(source: Source | None) -> Json | None:
    """Return a source as cited."""
    if source is None:
        return None
    return {
        "id": source.pk,
        "publisher": source.publisher,
        "title": source.title,
        "url": source.url,
        "published": source.published,
        "grade": source.grade,
    }


def source_detail_json(source: Source) -> Json:
    """Return a source with when and in which state it was read."""
    cited = source_json(source) or {}
    return {**cited, "retrieved": source.retrieved, "sha256": source.sha256 or None}


def meeting_json(meeting: Meeting) -> Json:
    """Return a meeting, fetched with its details, with its chairs and who is stated to have been there or absent."""
    return {
        "slug": meeting.slug,
        "forum": meeting.forum.slug,
        "forum_name": meeting.forum.name,
        "number": meeting.number,
        "title": meeting.title,
        "date": stored_window(meeting, "date"),
        "place": meeting.place,
        "country": meeting.country.code if meeting.country else None,
        "mode": meeting.mode or None,
        "status": meeting.status,
        "rescheduled_to": meeting.rescheduled_to.slug if meeting.rescheduled_to else None,
        "participants": meeting.participants,
        "outcomes": meeting.outcomes,
        "chairs": [
            {"donor": chair.donor.code, "person": chair.person, "note": chair.note} for chair in meeting.chairs.all()
        ],
        "attendances": [attendance_json(attendance) for attendance in meeting.attendances.all()],
        "source": source_json(meeting.source),
        "confidence": meeting.confidence or None,
        "note": meeting.note,
    }


def attendance_json(attendance: MeetingAttendance) -> Json:
    """Return how a party or a person was at a meeting, as stated."""
    return {
        "donor": attendance.donor.code,
        "person": attendance.person,
        "attendance": attendance.attendance,
        "source": source_json(attendance.source),
        "confidence": attendance.confidence or None,
        "note": attendance.note,
    }


def donor_json(donor: Donor) -> Json:
    """Return a donor with its other spellings, the bodies it belongs to and its economic weight."""
    memberships = sorted(donor.memberships.all(), key=lambda membership: (membership.body, membership.pk))
    return {
        "code": donor.code,
        "name": donor.name,
        "kind": donor.kind,
        "iso2": donor.iso2 or None,
        "aliases": sorted(alias.alias for alias in donor.aliases.all()),
        "memberships": [
            {
                "body": membership.body,
                "status": membership.status,
                "member_since": membership.member_since,
                "member_until": membership.member_until,
                "confidence": membership.confidence or None,
            }
            for membership in memberships
        ],
        "gdp": [gdp_json(gdp) for gdp in sorted(donor.gdps.all(), key=lambda gdp: gdp.year)],
    }


def gdp_json(gdp: DonorGdp) -> Json:
    """Return the gross domestic product of a year, with the rate that made the amount in euro."""
    return {
        "year": gdp.year,
        "amount": float(gdp.amount),
        "currency": gdp.currency,
        "rate": float(gdp.rate),
        "amount_eur": float(gdp.amount_eur),
        "source": source_json(gdp.source),
        "confidence": gdp.confidence or None,
        "note": gdp.note,
    }


def member_json(membership: Membership) -> Json:
    """Return one membership as stated."""
    return {
        "donor": membership.donor.code,
        "role": membership.role,
        "joined": stored_window(membership, "joined"),
        "as_of": membership.as_of,
        "source": source_json(membership.source),
        "quote": membership.quote,
        "note": membership.note,
        "confidence": membership.confidence or None,
    }


def members_json(memberships: list[Membership]) -> list[Json]:
    """Return memberships by donor and role, in the order of publishing among equals."""
    ordered = sorted(memberships, key=lambda one: (one.donor.code, one.role, one.version_id, one.position))
    return [member_json(membership) for membership in ordered]


def coalition_json(coalition: Coalition) -> Json:
    """Return a coalition with the members that were fetched with it as `standing_memberships`."""
    return {
        "slug": coalition.slug,
        "name": coalition.name,
        "capability": coalition.capability,
        "announced": stored_window(coalition, "announced"),
        "founded": stored_window(coalition, "founded"),
        "member_count": coalition.member_count,
        "member_count_as_of": coalition.member_count_as_of,
        "members": members_json(getattr(coalition, "standing_memberships", [])),
        "source": source_json(coalition.source),
        "confidence": coalition.confidence or None,
        "note": coalition.note,
    }


def initiative_json(initiative: Initiative) -> Json:
    """Return an initiative with the members that were fetched with it as `standing_memberships`."""
    return {
        "slug": initiative.slug,
        "name": initiative.name,
        "kind": initiative.kind,
        "since": stored_window(initiative, "since"),
        "leads": sorted(donor.code for donor in initiative.leads.all()),
        "members": members_json(getattr(initiative, "standing_memberships", [])),
        "source": source_json(initiative.source),
        "confidence": initiative.confidence or None,
        "note": initiative.note,
    }
