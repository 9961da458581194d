"""Sums per system, donor, meeting and coalition; gaps and headroom."""

from typing import ClassVar

from pledges.api.lists import ListedView
from pledges.api.schemas import (
    CoalitionSummarySchema,
    DonorSummarySchema,
    GapSchema,
    HeadroomSchema,
    MeetingSummarySchema,
    SystemSummarySchema,
)
from pledges.choices import AidType
from pledges.filters import PLEDGE_PARAMETERS, SUMMARY_PARAMETERS, SYSTEM_PARAMETERS, Values, system_choice
from pledges.models import Scope
from pledges.projections import answers
from pledges.projections.answers import AsOf, shapes
from pledges.projections.answers.listings import Listing


class SystemSummaries(ListedView):
    """A row for each system and unit."""

    about = "What was promised, delivered and required, per system and unit"
    parameters = SUMMARY_PARAMETERS
    row_schema = SystemSummarySchema
    shape = shapes.SYSTEM_SUMMARIES

    def listing(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.system_list(as_of, aid_type=aid_type(values), systems=system_choice(values))


class KeyedSummaries(ListedView):
    """A row for each key of a scope, with its systems."""

    scope: ClassVar[Scope]

    def listing(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.keyed_list(
            as_of,
            self.scope,
            keys=values[self.scope.value],
            aid_type=aid_type(values),
            systems=system_choice(values),
        )


class DonorSummaries(KeyedSummaries):
    """A row for each donor, and one for what cannot be attributed."""

    about = "What was promised and delivered, per donor"
    scope = Scope.DONOR
    parameters = {"donor": PLEDGE_PARAMETERS["attributed_to"], **SUMMARY_PARAMETERS}
    row_schema = DonorSummarySchema
    shape = shapes.DONOR_SUMMARIES


class MeetingSummaries(KeyedSummaries):
    """A row for each meeting."""

    about = "What was promised at a meeting, and what became of it"
    scope = Scope.MEETING
    parameters = {"meeting": PLEDGE_PARAMETERS["meeting"], **SUMMARY_PARAMETERS}
    row_schema = MeetingSummarySchema
    shape = shapes.MEETING_SUMMARIES


class CoalitionSummaries(KeyedSummaries):
    """A row for each coalition."""

    about = "What was promised in a coalition, and what became of it"
    scope = Scope.COALITION
    parameters = {"coalition": PLEDGE_PARAMETERS["coalition"], **SUMMARY_PARAMETERS}
    row_schema = CoalitionSummarySchema
    shape = shapes.COALITION_SUMMARIES


class Gaps(ListedView):
    """A row for each system and unit with a stated requirement."""

    about = "What is required, what of it is delivered or firm, and what is missing"
    parameters = SYSTEM_PARAMETERS
    row_schema = GapSchema
    shape = shapes.GAPS

    def listing(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.gap_list(as_of, systems=system_choice(values))


class Headroom(ListedView):
    """A row for each holder of a stock and system."""

    about = "What donors hold, owe and could still give"
    parameters = {"donor": PLEDGE_PARAMETERS["donor"], **SYSTEM_PARAMETERS}
    row_schema = HeadroomSchema
    shape = shapes.HEADROOM_ROWS

    def listing(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.headroom_list(as_of, donors=values["donor"], systems=system_choice(values))


def aid_type(values: Values) -> str:
    """Return the kind of aid asked for; military unless asked otherwise."""
    return values["aid_type"] or AidType.MILITARY.value
