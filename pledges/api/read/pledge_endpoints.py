"""Pledges, one in full, and its lines of the ledger."""

from typing import Any

import orjson

from pledges import answers
from pledges.answers import ORDERS, AsOf, EntryFilters, PledgeFilters, row_shapes
from pledges.answers.fields.detail_fields import detail_json
from pledges.answers.filters import (
    ENTRY_PARAMETERS,
    PLEDGE_PARAMETERS,
    Problem,
    Values,
    entry_filters,
    order_parameter,
    pledge_filters,
)
from pledges.answers.keyset_lists import Listing
from pledges.api.problem_responses import UnknownRowError
from pledges.api.read.list_endpoint import ListedView
from pledges.api.read_endpoint import LedgerView


class Pledges(ListedView):
    """Every pledge, those that count in no total included."""

    about = "Promises and what became of them"
    parameters = {
        **PLEDGE_PARAMETERS,
        **order_parameter(*ORDERS, words="Among equals, the order of publishing."),
    }
    shape = row_shapes.PLEDGES

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.pledge_list(as_of, pledge_filters(values), order=values["order"] or "reference")


class PledgeInFull(LedgerView):
    about = "A promise in full: its terms with their history, its entries, and its links"
    shape = row_shapes.DETAIL

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
        (state,) = answers.pledge_list(as_of, PledgeFilters(references=(reference,))).every(row_shapes.PLEDGES.json())
        entries = answers.entry_list(as_of, EntryFilters(pledges=(reference,))).every(row_shapes.ENTRIES.json())
        row: dict[str, Any] = orjson.loads(state)
        return row | detail_json(detail, [orjson.Fragment(line) for line in entries])


class EntriesOfPledge(ListedView):
    """The lines of the ledger about one pledge, in the order of publishing."""

    about = "The lines of the ledger about a promise"
    shape = row_shapes.ENTRIES

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        if not answers.is_known(names["reference"], as_of):
            raise unknown_pledge(names["reference"], as_of)
        return answers.entry_list(as_of, EntryFilters(pledges=(names["reference"],)))


class Entries(ListedView):
    """The lines of the ledger about all pledges, in the order of publishing."""

    about = "The lines of the ledger, in the order of publishing"
    parameters = {
        **ENTRY_PARAMETERS,
        **order_parameter("published"),
    }
    shape = row_shapes.ENTRIES

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.entry_list(as_of, entry_filters(values), order=values["order"] or "published")


def unknown_pledge(reference: str, as_of: AsOf) -> UnknownRowError:
    message = f"There is no pledge {reference} in v{as_of.version}."
    return UnknownRowError(
        Problem(
            "/path/reference", "unknown_value", message, "References look like 2025-DEU-014; /api/v1/pledges/ has all."
        )
    )
