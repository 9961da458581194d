"""Rows that narrow when Kiel's deliveries came, by what an older release counted already: a draft for review.

Only lines of the newer release that stand in the ledger with the number that it has are narrowed. What both releases
count was delivered by the last day of the older one, which therefore becomes its source; what only the newer one counts
was delivered between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from pledges.intake.drafts import create_changeset
from pledges.intake.importers.kiel.kiel_cells import as_text
from pledges.intake.importers.kiel.kiel_releases import KIEL_PUBLISHER, KIEL_URL, Release
from pledges.intake.importers.kiel.previous_releases import DELIVERED, PART, Payload
from pledges.intake.importers.kiel.release_comparison import Course, ReleaseComparison, SharedItem, read_number
from pledges.ledger import latest_number
from pledges.models import ChangeSet, Entry, ExternalReference, User
from pledges.values.choices import Action, Definition, Origin, Stage


def narrowing_rows(comparison: ReleaseComparison) -> list[Payload]:
    """The rows for every item whose delivery can be dated more closely, in the order of the items."""
    standing = standing_deliveries(comparison.newer)
    rows: list[Payload] = []
    for item in comparison.items:
        if standing.get(item.newer + DELIVERED) == item.delivered[1]:
            rows += rows_of_item(item, comparison)
    return rows


def standing_deliveries(release: Release) -> dict[str, str]:
    """How many are delivered by each line of a release that stands as it was imported; corrected ones are not asked."""
    live = Entry.objects.live_at_version(version=latest_number()).filter(stage=Stage.DELIVERED)
    named = ExternalReference.objects.filter(scheme=release.scheme, value__endswith=DELIVERED)
    found = named.filter(row__in=live.values("row")).select_related("row")
    return {f"{one.scheme}:{one.value}": one.row.payload.get("quantity", "") for one in found}


def rows_of_item(item: SharedItem, comparison: ReleaseComparison) -> list[Payload]:
    """What narrows the delivery of one item; nothing where numbers are missing, shrank or were counted anew."""
    before, after = map(read_number, item.delivered)
    if item.course not in (Course.UNCHANGED, Course.GREW) or before is None or not after:
        return []
    target = {"action": Action.CORRECT.value, "target": item.newer + DELIVERED}
    if not before:
        return [{**target, "occurred": between(comparison), "reason": words_of(comparison, "none")}]
    already = {**target, **source_of(comparison.older), "reason": words_of(comparison, as_text(before))}
    if before == after:
        return [already]
    return [{**already, "quantity": as_text(before)}, part_since(item, after - before, comparison)]


def part_since(item: SharedItem, more: Decimal, comparison: ReleaseComparison) -> Payload:
    """The part of a number that only the newer release counts, as a line of its own."""
    return {
        "action": Action.ENTRY.value,
        "reference": item.newer,
        "external_reference": f"{item.newer}{PART}since-r{comparison.older.number}",
        "quantity": as_text(more),
        "stage": Stage.DELIVERED.value,
        "occurred": between(comparison),
        **source_of(comparison.newer),
        "note": f"{words_of(comparison, item.delivered[0])}, Release {comparison.newer.number} {item.delivered[1]}",
        "definition": Definition.UNSPECIFIED.value,
        "asserted_by": "third_party",
    }


def between(comparison: ReleaseComparison) -> str:
    first, last = comparison.window
    return f"between {first.isoformat()} and {last.isoformat()}"


def words_of(comparison: ReleaseComparison, number: str) -> str:
    older = comparison.older
    return f"Release {older.number} counted {number} as delivered by {older.cut_off.isoformat()}"


def source_of(release: Release) -> Payload:
    return {
        "source_url": KIEL_URL,
        "source_title": release.title,
        "source_publisher": KIEL_PUBLISHER,
        "source_published": release.cut_off.isoformat(),
    }


def draft_narrowing(
    comparison: ReleaseComparison, rows: Sequence[Payload], *, author: User, today: date, now: datetime
) -> ChangeSet:
    """A draft of the rows, to be reviewed like any other."""
    older, newer = comparison.older.number, comparison.newer.number
    title = f"Kiel deliveries of Release {newer}, dated by Release {older}"
    return create_changeset(title=title, origin=Origin.KIEL, rows=rows, author=author, today=today, now=now)
