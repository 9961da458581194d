"""What happened in the world after a day: entries of the ledger, latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from meetings.models import Meeting
from pledges.answers import AsOf, Party
from pledges.answers.figure_values import window
from pledges.answers.pledge_parties import parties_of_pledges
from pledges.answers.shared_cache import cache_for_moment
from pledges.models import Entry
from pledges.values.dates import DateWindow
from pledges.values.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry as news: who, how many of what, and which stage they reached."""

    entry: Entry
    reference: str
    occurred: DateWindow | None
    quantity: Estimate
    amount: Estimate | None
    parties: tuple[Party, ...]


def last_meeting(as_of: AsOf) -> Meeting | None:
    """The last meeting that had been held by the day."""
    return Meeting.objects.that_took_place().filter(date_end__lte=as_of.valid_at).order_by("-date_end", "slug").first()


def happened_since(day: date, as_of: AsOf, *, most: int) -> tuple[list[Happening], int]:
    """The latest entries that began after a day and by the moment, and how many there are."""
    entries = (
        Entry.objects.live_at_version(version=as_of.version)
        .filter(occurred_start__gte=day, occurred_start__lte=as_of.valid_at)
        .select_related("pledge__system", "source")
    )
    found = list(entries.order_by("-occurred_start", "-occurred_end", "-version_id", "-position")[:most])
    parties = parties_of_pledges((entry.pledge_id for entry in found), as_of)
    total = cache_for_moment(as_of, entries.count, "happened", day)
    return [describe_happening(entry, parties.get(entry.pledge_id, ())) for entry in found], total


def describe_happening(entry: Entry, parties: tuple[Party, ...]) -> Happening:
    """An entry as news; its pledge and system are at hand."""
    return Happening(
        entry=entry,
        reference=entry.pledge.reference,
        occurred=window(entry.occurred_text, entry.occurred_start, entry.occurred_end, entry.occurred_precision),
        quantity=Estimate(entry.quantity_text, entry.quantity_low, entry.quantity_best, entry.quantity_high),
        amount=None
        if entry.amount_low is None
        else Estimate(entry.amount_text, entry.amount_low, entry.amount_best, entry.amount_high),
        parties=parties,
    )
