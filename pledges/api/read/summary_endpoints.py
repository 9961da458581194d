"""Sums per system, donor, meeting and coalition; gaps and headroom."""

from typing import ClassVar

from pledges import answers
from pledges.answers import AsOf, row_shapes
from pledges.answers.filters import (
    PLEDGE_PARAMETERS,
    SUMMARY_PARAMETERS,
    SYSTEM_PARAMETERS,
    Parameter,
    Values,
    order_parameter,
    system_choice,
)
from pledges.answers.keyset_lists import Listing
from pledges.answers.reporting import REPORTING_ORDERS, reporting_list
from pledges.answers.row_lists import GAP_ORDERS, HEADROOM_ORDERS, KEYED_ORDERS, SYSTEM_ORDERS
from pledges.api.read.list_endpoint import ListedView
from pledges.models import Scope
from pledges.values.choices import AidType

FIGURES = "Figures go by what is certain of them; among equals, by name."


def keyed_order(key: str) -> dict[str, Parameter]:
    return order_parameter(key, *(name for name in KEYED_ORDERS if name != "key"), words=FIGURES)


class SystemSummaries(ListedView):
    about = "What was promised, delivered and required, per system and unit"
    parameters = {**SUMMARY_PARAMETERS, **order_parameter(*SYSTEM_ORDERS, words=FIGURES)}
    shape = row_shapes.SYSTEM_SUMMARIES

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.system_list(
            as_of, aid_types=aid_types(values), systems=system_choice(values), order=values["order"] or "system"
        )


class KeyedSummaries(ListedView):
    """A row for each key of a scope, with its systems."""

    scope: ClassVar[Scope]

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.keyed_list(
            as_of,
            self.scope,
            keys=values[self.scope.value],
            aid_types=aid_types(values),
            systems=system_choice(values),
            order=(values["order"] or "key").replace(self.scope.value, "key"),
        )


class DonorSummaries(KeyedSummaries):
    about = "What was promised and delivered, per donor"
    scope = Scope.DONOR
    parameters = {"donor": PLEDGE_PARAMETERS["attributed_to"], **SUMMARY_PARAMETERS, **keyed_order("donor")}
    shape = row_shapes.DONOR_SUMMARIES


class MeetingSummaries(KeyedSummaries):
    about = "What was promised at a meeting, and what became of it"
    scope = Scope.MEETING
    parameters = {"meeting": PLEDGE_PARAMETERS["meeting"], **SUMMARY_PARAMETERS, **keyed_order("meeting")}
    shape = row_shapes.MEETING_SUMMARIES


class CoalitionSummaries(KeyedSummaries):
    about = "What was promised in a coalition, and what became of it"
    scope = Scope.COALITION
    parameters = {"coalition": PLEDGE_PARAMETERS["coalition"], **SUMMARY_PARAMETERS, **keyed_order("coalition")}
    shape = row_shapes.COALITION_SUMMARIES


class Gaps(ListedView):
    """A row for each system and unit with a stated requirement."""

    about = "What is required, what of it is delivered or firm, and what is missing"
    parameters = {**SYSTEM_PARAMETERS, **order_parameter(*GAP_ORDERS, words=FIGURES)}
    shape = row_shapes.GAPS

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.gap_list(as_of, systems=system_choice(values), order=values["order"] or "system")


class Headroom(ListedView):
    """A row for each holder of a stock and system."""

    about = "What donors hold, owe and could still give"
    parameters = {
        "donor": PLEDGE_PARAMETERS["donor"],
        **SYSTEM_PARAMETERS,
        **order_parameter(*HEADROOM_ORDERS, words=FIGURES),
    }
    shape = row_shapes.HEADROOM_ROWS

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return answers.headroom_list(
            as_of, donors=values["donor"], systems=system_choice(values), order=values["order"] or "donor"
        )


class Reporting(ListedView):
    """A row for each donor."""

    about = "How promises were reported, per donor: how many say what, how soon, and when a source was last heard of"
    parameters = {
        "donor": PLEDGE_PARAMETERS["attributed_to"],
        "aid_type": SUMMARY_PARAMETERS["aid_type"],
        **order_parameter(*REPORTING_ORDERS, words=FIGURES),
    }
    shape = row_shapes.REPORTING_ROWS

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return reporting_list(
            as_of, donors=values["donor"], aid_types=aid_types(values), order=values["order"] or "donor"
        )


def aid_types(values: Values) -> tuple[str, ...]:
    """The kinds of aid asked for; military unless asked otherwise."""
    return values["aid_type"] or (AidType.MILITARY.value,)
