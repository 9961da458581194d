"""Rows of pledges, terms, parties and entries in the text format of COPY, with the running numbers of their keys."""

from collections.abc import Iterable
from io import StringIO

from django.db import connection

from bench.promises import Due, Promise, Step

TABLES = {
    "pledges_pledge": "id, reference, year, lead, counter, unit, version_id, system_id",
    "pledges_terms": "id, position, quote, note, confidence, effective_start, aid_type, provision, due_text, due_start,"
    " due_end, due_precision, due_deadline, beneficiary_id, meeting_id, coalition_id, initiative_id, package_id,"
    " restates_id, pledge_id, source_id, version_id",
    "pledges_termsparty": "terms_id, donor_id, role, share, words",
    "pledges_entry": "id, position, quote, note, confidence, stage, occurred_text, occurred_start, occurred_end,"
    " occurred_precision, quantity_text, quantity_low, quantity_best, quantity_high, amount_text, amount_low,"
    " amount_best, amount_high, currency, basis, value_eur_low, value_eur_best, value_eur_high, eur_rate,"
    " eur_rate_date, eur_rate_source, definition, asserted_by, source_id, version_id, pledge_id",
}
NONE = r"\N"
NO_AMOUNT = ("", None, None, None, "", "", None, None, None, None, None, "")
NO_WINDOW = ("", None, None, "")


class LedgerSheets:
    """One sheet a table.

    The first terms of a pledge have its key as their own, later ones the keys from `count` on: the bare SQL reads the
    first terms only, and finds them by that.
    """

    def __init__(self, count: int) -> None:
        self.lines: dict[str, list[str]] = {table: [] for table in TABLES}
        self.pledge = self.entry = self.position = 0
        self.later_terms = count
        self.of_first_version = 0

    def add(self, table: str, *values: object) -> None:
        """Put one row on the sheet of a table; None is NULL."""
        self.lines[table].append("\t".join(NONE if value is None else str(value) for value in values))

    def write(self, promise: Promise) -> None:
        """Put a whole pledge on the sheets, in whichever versions it was published."""
        self.pledge += 1
        start = promise.dues[0].effective
        reference = f"{start.year}-{promise.lead}-{self.pledge:03d}"
        numbers = (self.pledge, reference, start.year, promise.lead, self.pledge)
        self.add("pledges_pledge", *numbers, promise.unit, promise.version, promise.system)
        for place, due in enumerate(promise.dues):
            self.write_terms(promise, due, first=place == 0)
        for step in promise.steps:
            self.write_entry(step)

    def write_terms(self, promise: Promise, due: Due, *, first: bool) -> None:
        """Put terms and their parties on the sheets."""
        self.position += 1
        self.later_terms += not first
        terms = self.pledge if first else self.later_terms
        words = (self.position, "", "", "", due.effective, promise.aid_type, promise.provision)
        groups = (promise.meeting, promise.coalition, promise.initiative, promise.package)
        keys = (promise.beneficiary, *groups, self.find_restated(promise), self.pledge, promise.source, due.version)
        self.add("pledges_terms", terms, *words, *(due.window or NO_WINDOW), "ft"[due.deadline], *keys)
        for donor, role, share in promise.parties:
            self.add("pledges_termsparty", terms, donor, role, share, "")

    def find_restated(self, promise: Promise) -> int | None:
        """Return the pledge that this one announces again: one of the first version, which all others follow."""
        if promise.version == 1:
            self.of_first_version = self.pledge
            return None
        return self.of_first_version or None if promise.restates else None

    def write_entry(self, step: Step) -> None:
        self.entry += 1
        self.position += 1
        words, *bounds = (step.quantity.text, step.quantity.low, step.quantity.best, step.quantity.high)
        money: tuple[object, ...] = NO_AMOUNT
        if step.value is not None:
            ends = (step.value.low, step.value.best, step.value.high)
            money = (step.value.text, *ends, "EUR", "donor_stated", *ends, None, None, "none_needed")
        self.add(
            *("pledges_entry", self.entry, self.position, "", "", "official", step.stage, *step.occurred),
            *(words, *bounds, *money, "", "donor" if step.stage == "delivered" else ""),
            *(step.source, step.version, self.pledge),
        )

    def copy(self, promises: Iterable[Promise]) -> None:
        """Send some promises to their tables."""
        for promise in promises:
            self.write(promise)
        with connection.cursor() as cursor:
            for table, names in TABLES.items():
                text = StringIO("".join(f"{line}\n" for line in self.lines[table]))
                cursor.copy_expert(f"COPY {table} ({names}) FROM STDIN", text)
                self.lines[table].clear()
