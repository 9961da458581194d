"""Pledges, one in full, and its lines of the ledger."""

from collections.abc import Sequence
from typing import Any

from pledges.api.base import LedgerView
from pledges.api.lists import AnswerList, Key, ListView, Page, Place
from pledges.api.problems import UnknownRowError
from pledges.api.schemas import EntrySchema, PledgeDetailSchema, PledgeSchema
from pledges.api.shapes import entry_json, pledge_detail_json, pledge_json
from pledges.choices import Stage
from pledges.filters import (
    PLEDGE_PARAMETERS,
    SYSTEM_PARAMETERS,
    Parameter,
    Problem,
    Values,
    pledge_filters,
    system_choice,
)
from pledges.filters.parameters import choice, one_of, text
from pledges.projections import answers
from pledges.projections.answers import ORDERS, AsOf, EntryFilters, PledgeEntry
from pledges.projections.answers import entries as entry_places
from pledges.projections.answers.pledges import Position

ORDER_NAMES = [f"{sign}{name}" for name in ORDERS for sign in ("", "-")]
ORDER_PARAMETER = {
    "order": Parameter(
        "What to order by, with a minus for the reverse; the reference decides among equals.",
        one_of(ORDER_NAMES),
        {"type": "string", "enum": ORDER_NAMES, "default": "reference"},
    )
}


class Pledges(ListView):
    """Every pledge, those that count in no total included."""

    about = "Promises and what became of them"
    parameters = {**PLEDGE_PARAMETERS, **ORDER_PARAMETER}
    row_schema = PledgeSchema

    def page(self, values: Values, as_of: AsOf, place: Place, **names: str) -> Page:
        start = Position(*place.key) if place.key else None
        page = answers.pledge_states(
            as_of,
            pledge_filters(values),
            order=values["order"] or "reference",
            size=place.size,
            after=None if place.backwards else start,
            before=start if place.backwards else None,
        )
        return Page([pledge_json(row) for row in page.rows], page.next, page.previous)

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return answers.count_pledges(as_of, pledge_filters(values))


class PledgeInFull(LedgerView):
    """One pledge."""

    about = "A promise in full: its terms with their history, its entries, and its links"
    row_schema = PledgeDetailSchema

    def body(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        reference = names["reference"]
        detail = answers.pledge_detail(reference, as_of)
        if detail is None:
            raise unknown_pledge(reference, as_of)
        if detail.state is None:
            begins = min(entry.occurred.start for entry in detail.entries if entry.occurred and entry.occurred.start)
            raise UnknownRowError(
                Problem(
                    "/path/reference",
                    "not_yet",
                    f"Nothing of pledge {reference} had happened by {as_of.valid_at}.",
                    f"Its first entry begins on {begins}.",
                )
            )
        return pledge_detail_json(detail, detail.state)


class EntriesOfPledge(AnswerList):
    """The lines of the ledger about one pledge, in the order of publishing."""

    about = "The lines of the ledger about a promise"
    row_schema = EntrySchema

    def rows(self, values: Values, as_of: AsOf, **names: str) -> Sequence[PledgeEntry]:
        entries = answers.pledge_entries(names["reference"], as_of)
        if entries is None:
            raise unknown_pledge(names["reference"], as_of)
        return entries

    def key(self, row: PledgeEntry) -> Key:
        return f"{row.cited.version:09d}", f"{row.cited.position:09d}"

    def shape(self, row: PledgeEntry) -> dict[str, Any]:
        return entry_json(row)


class Entries(ListView):
    """The lines of the ledger about all pledges, in the order of publishing."""

    about = "The lines of the ledger, in the order of publishing"
    parameters = {
        "pledge": Parameter("Pledges by reference.", text, many=True),
        **SYSTEM_PARAMETERS,
        "stage": choice("How far the units have come.", Stage.values),
    }
    row_schema = EntrySchema

    def page(self, values: Values, as_of: AsOf, place: Place, **names: str) -> Page:
        start = entry_places.Place(*map(int, place.key)) if place.key else None
        page = answers.ledger_entries(
            as_of,
            entry_filters(values),
            size=place.size,
            after=None if place.backwards else start,
            before=start if place.backwards else None,
        )
        ends = [tuple(map(str, end)) if end else None for end in (page.next, page.previous)]
        return Page([entry_json(row) for row in page.rows], *ends)

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return answers.count_entries(as_of, entry_filters(values))


def entry_filters(values: Values) -> EntryFilters:
    """Return the filters of parameters that were read."""
    return EntryFilters(pledges=values["pledge"], stages=values["stage"], **system_choice(values))


def unknown_pledge(reference: str, as_of: AsOf) -> UnknownRowError:
    """Return the problem of a reference that nothing has at the moment."""
    message = f"There is no pledge {reference} in v{as_of.version}."
    return UnknownRowError(
        Problem(
            "/path/reference", "unknown_value", message, "References look like 2025-DEU-014; /api/v1/pledges/ has all."
        )
    )
