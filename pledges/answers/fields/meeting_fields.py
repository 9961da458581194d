"""Rows of meetings, donors, coalitions, initiatives and sources, read from their models."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from meetings.choices import (
    Attendance,
    Capability,
    CoalitionRole,
    MeetingMode,
    MeetingStatus,
    MembershipBody,
)
from meetings.models import DonorKind
from pledges.answers.fields.field_groups import EUR, SOURCE, confidence, estimate, identity, note, window
from pledges.answers.fields.field_tree import Component, Group, Leaf, Many, Tree, Type
from pledges.answers.fields.pledge_fields import SLUG
from pledges.values.estimates import Estimate

DONOR_CODE = "Country or organisation, by code"


class StoredWindow(NamedTuple):
    text: str
    start: date | None
    end: date | None
    precision: str | None


def stored_window(name: str, *, help: str, null: bool = True) -> Group:
    """The date window that a row holds in the columns of this name."""

    def value(row: Any) -> StoredWindow | None:
        text, start, end, precision = (getattr(row, f"{name}_{part}") for part in StoredWindow._fields)
        nothing = start is None and end is None and not text
        return None if nothing else StoredWindow(text, start, end, precision or None)

    return window(help=help, null=null, value=value)


def stored_estimate(name: str, *, help: str, null: bool = False) -> Group:
    def value(row: Any) -> Estimate | None:
        text, low, best, high = (getattr(row, f"{name}_{part}") for part in ("text", "low", "best", "high"))
        return None if low is None else Estimate(text, low, best, high)

    return estimate(help=help, null=null, value=value)


def name(words: str = "Name") -> Leaf:
    return Leaf(type=Type.TEXT, help=words)


def slug() -> Leaf:
    return Leaf(help=SLUG)


def donor_code(words: str = DONOR_CODE) -> Leaf:
    return Leaf(help=words, value="donor.code")


PERSON = Leaf(type=Type.TEXT, help="Who it was, as stated; empty where no person is named")
SOURCE_IF_ANY = replace(SOURCE, null=True)
FROM_SOURCE: Tree = {"source": SOURCE_IF_ANY, "confidence": confidence(), "note": note()}

CHAIR: Tree = {"donor": donor_code(), "person": PERSON, "note": note()}
ATTENDANCE: Tree = {
    "donor": donor_code(),
    "person": PERSON,
    "attendance": Leaf(help="Whether it came, joined online or was absent", vocabulary=Attendance),
    **FROM_SOURCE,
}
MEETING: Tree = {
    "slug": slug(),
    "forum": Leaf(help="Forum, by slug", value="forum.slug"),
    "forum_name": Leaf(type=Type.TEXT, help="Name of the forum", value="forum.name"),
    "number": Leaf(type=Type.WHOLE, null=True, help="Number of the meeting in its forum"),
    "title": Leaf(type=Type.TEXT, help="Title"),
    "date": stored_window("date", help="When it took place", null=False),
    "place": Leaf(type=Type.TEXT, help="Where it took place"),
    "country": Leaf(null=True, help="Country, by code", value="country.code"),
    "mode": Leaf(null=True, help="In person, online or both", vocabulary=MeetingMode),
    "status": Leaf(help="Whether it was held", vocabulary=MeetingStatus),
    "rescheduled_to": Leaf(null=True, help="Meeting that took its place, by slug", value="rescheduled_to.slug"),
    "participants": Leaf(type=Type.TEXT, help="Who took part"),
    "outcomes": Leaf(type=Type.TEXT, help="What came of it"),
    "chairs": Many(
        Group(CHAIR, component=Component("Chair", "A chair of a meeting")),
        help="Who presided",
        value=lambda meeting: meeting.chairs.all(),
    ),
    "attendances": Many(
        Group(
            ATTENDANCE,
            component=Component(
                "Attendance",
                "How a party, or one person of it, is stated to have been at a meeting; whoever is missing may have"
                " come",
            ),
        ),
        help="Who is stated to have come, joined online or been absent; whoever is missing may have come",
        value=lambda meeting: meeting.attendances.all(),
    ),
    **FROM_SOURCE,
}

DONOR_MEMBERSHIP: Tree = {
    "body": Leaf(help="What it belongs to", vocabulary=MembershipBody),
    "status": Leaf(type=Type.TEXT, help="As what it belongs to it"),
    "member_since": Leaf(type=Type.DAY, null=True, help="First day of it"),
    "member_until": Leaf(type=Type.DAY, null=True, help="Last day of it; null where it goes on"),
    "confidence": confidence(),
}


def amount(name: str, words: str, *, unit: str = "") -> Leaf:
    return Leaf(type=Type.NUMBER, help=words, unit=unit, value=lambda row: float(getattr(row, name)))


DONOR_GDP: Tree = {
    "year": Leaf(type=Type.WHOLE, help="Year that it is of"),
    "amount": amount("amount", "Amount in its own currency"),
    "currency": Leaf(help="ISO 4217 code"),
    "rate": amount("rate", "Units of the currency for one euro, as a mean of the year"),
    "amount_eur": amount("amount_eur", "Amount in euro", unit=EUR),
    "source": SOURCE,
    "confidence": confidence(),
    "note": note(),
}
DONOR: Tree = {
    "code": Leaf(
        help="ISO 3166-1 alpha-3 code of a country, EU, NATO, or XUN for a donor whom the source does not name"
    ),
    "name": name(),
    "kind": Leaf(help="Whether it is a country or an organisation", vocabulary=DonorKind),
    "iso2": Leaf(null=True, help="ISO 3166-1 alpha-2 code"),
    "aliases": Many(
        Leaf(type=Type.TEXT),
        help="Other spellings",
        value=lambda donor: sorted(alias.alias for alias in donor.aliases.all()),
    ),
    "memberships": Many(
        Group(
            DONOR_MEMBERSHIP,
            component=Component("DonorMembership", "A dated membership of NATO, the EU or the Contact Group"),
        ),
        help="Memberships of NATO, the EU and the Contact Group",
        value=lambda donor: sorted(donor.memberships.all(), key=lambda one: (one.body, one.pk)),
    ),
    "gdp": Many(
        Group(
            DONOR_GDP,
            component=Component(
                "DonorGdp",
                "A gross domestic product; the rate is in units of the currency for one euro, as a mean of the year",
            ),
        ),
        help="Gross domestic product by year, with the rate that made the amount in euro",
        value=lambda donor: sorted(donor.gdps.all(), key=lambda gdp: gdp.year),
    ),
}


MEMBER: Tree = {
    "donor": donor_code(),
    "role": Leaf(help="Role", vocabulary=CoalitionRole),
    "joined": stored_window("joined", help="When it joined"),
    "as_of": Leaf(type=Type.DAY, null=True, help="The day that the statement is about"),
    "count": stored_estimate("count", help="How many members, where the source names none", null=True),
    "fact": identity(),
    "source": SOURCE,
    "quote": Leaf(type=Type.TEXT, help="The words quoted from the source"),
    "note": note(),
    "confidence": confidence(),
}


def members() -> Many:
    """The memberships fetched as `standing_memberships`, by donor and role, then in the order of publishing."""

    def value(row: Any) -> list[Any]:
        found = getattr(row, "standing_memberships", [])
        return sorted(found, key=lambda one: (one.donor.code, one.role, one.version_id, one.position))

    component = Component("Member", "A member of a coalition or an initiative, as stated")
    return Many(Group(MEMBER, component=component), help="Members with their roles and sources", value=value)


COALITION: Tree = {
    "slug": slug(),
    "name": name(),
    "capability": Leaf(help="What it is for", vocabulary=Capability),
    "announced": stored_window("announced", help="When it was announced"),
    "founded": stored_window("founded", help="When it was founded"),
    "member_count": Leaf(type=Type.WHOLE, null=True, help="Number of members as stated"),
    "member_count_as_of": Leaf(type=Type.DAY, null=True, help="Day of the number of members"),
    "members": members(),
    **FROM_SOURCE,
}
INITIATIVE: Tree = {
    "slug": slug(),
    "name": name(),
    "kind": Leaf(type=Type.TEXT, help="Kind"),
    "since": stored_window("since", help="Since when it runs"),
    "leads": Many(
        Leaf(),
        help="Who leads it, by code",
        value=lambda initiative: sorted(donor.code for donor in initiative.leads.all()),
    ),
    "members": members(),
    **FROM_SOURCE,
}
COPY: Tree = {
    "sha256": Leaf(help="SHA-256 of the file, or of the pasted text", value="copy.sha256"),
    "media_type": Leaf(type=Type.TEXT, help="Media type", value="copy.media_type"),
    "stored_at": Leaf(type=Type.INSTANT, help="When it was stored", value="copy.stored_at"),
    "archive_url": Leaf(
        type=Type.TEXT, null=True, help="Address of the page in a public archive", value="copy.archive_url"
    ),
    "text_sha256": Leaf(
        null=True, help="SHA-256 of the text in it; null where none was read", value="copy.text_sha256"
    ),
}


def hash_of_source(source: Any) -> str:
    """The hash of the newest copy; of a source without copies, what was noted when it was read."""
    newest = next(iter(source.copies.all()), None)
    return str(newest.copy.sha256 if newest else source.sha256)


SOURCE_IN_FULL: Tree = {
    **SOURCE.fields,
    "retrieved": Leaf(type=Type.DAY, null=True, help="When the source was read"),
    "sha256": Leaf(null=True, help="SHA-256 of the source as it was read", value=hash_of_source),
    "copies": Many(
        Group(COPY, component=Component("SourceCopy", "A kept copy of a source; its text is not given out")),
        help="Kept copies, the newest first",
        value=lambda source: list(source.copies.all()),
    ),
}
