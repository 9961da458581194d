"""Gives published amounts the value in euro that they lack, and one rate to pledges that stand at several.

A value is no change of a published line: a correction takes the line back and states it anew with its value, in a
version of its own, so that what was known before stays without.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from pledges.intake.catalogue_snapshot import load_rate_table
from pledges.intake.drafts import create_changeset
from pledges.intake.plan_pledges import REFERENCE_RATE
from pledges.intake.pledge_rates import conversion_day, rate_of_day, rate_of_entry, standing_amounts
from pledges.ledger import Json
from pledges.models import ChangeSet, Entry, User
from pledges.values.choices import Action, Origin
from pledges.values.euro_rates import RateTable

NO_RATE_THEN = "no rate to euro was known when this was published"
ONE_RATE = "a pledge has one rate to euro, that of its first entry"


@dataclass(frozen=True, slots=True)
class AmountToValue:
    """A published amount that a correction can give a value, and why."""

    entry: Entry
    reason: str

    @property
    def identity(self) -> str:
        return self.entry.public_name

    @property
    def row(self) -> Json:
        return {
            "action": Action.CORRECT.value,
            "target": self.identity,
            "reference": self.entry.pledge.reference,
            "value_eur": REFERENCE_RATE,
            "reason": self.reason,
        }


def amounts_to_value() -> list[AmountToValue]:
    """The standing amounts without a value for which there is a rate by now, and those at another rate than the first
    of their pledge, in publishing order within each pledge."""
    rates = load_rate_table()
    entries = standing_amounts().select_related("pledge").order_by("pledge", "currency", "version", "position")
    found: list[AmountToValue] = []
    for (_, currency), group in groupby(entries, key=lambda one: (one.pledge_id, one.currency)):
        found += amounts_of_pledge(list(group), rates, currency)
    return found


def amounts_of_pledge(entries: list[Entry], rates: RateTable, currency: str) -> list[AmountToValue]:
    fixed = next((rate for one in entries if (rate := rate_of_entry(one))), None)
    fixed = fixed or rate_of_day(entries[0], rates, currency)
    found = []
    for one in entries:
        if one.value_eur_low is None:
            if fixed or rates.find(currency, conversion_day(one)):
                found.append(AmountToValue(one, NO_RATE_THEN))
        elif fixed and one.eur_rate is not None and one.eur_rate != fixed.per_euro:
            found.append(AmountToValue(one, ONE_RATE))
    return found


def draft_values(amounts: list[AmountToValue], *, author: User, today: date, now: datetime) -> ChangeSet:
    """A draft of corrections that give amounts their value."""
    count = "1 amount" if len(amounts) == 1 else f"{len(amounts):,} amounts"
    title = f"Values in euro of {count}"
    rows = [one.row for one in amounts]
    return create_changeset(title=title, origin=Origin.ENTRY, rows=rows, author=author, today=today, now=now)
