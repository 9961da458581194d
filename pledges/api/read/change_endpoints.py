"""What changed since a version, a date or a meeting."""

from typing import NamedTuple

from django.urls import reverse
from rest_framework.request import Request

from pledges import answers
from pledges.answers import AsOf, Change, ChangeFact, ChangeFilters, row_shapes
from pledges.answers.filters import Parameter, Values
from pledges.answers.filters.change_parameters import CHANGE_PARAMETERS, change_filters, change_window
from pledges.answers.keyset_pages import Key, PagePlace
from pledges.api.read.list_endpoint import ListView, Page
from pledges.api.read_endpoint import LedgerView


class AddressedChange(NamedTuple):
    change: Change
    url: str


LISTS = {"requirement": "api_requirements", "stock": "api_stocks"}


def path_of(fact: ChangeFact) -> str:
    if fact.pledge:
        return reverse("api_pledge", kwargs={"reference": fact.pledge})
    if fact.coalition:
        return reverse("api_coalition", kwargs={"slug": fact.coalition})
    if fact.kind == "completeness":
        return reverse("api_completeness")
    if fact.kind in LISTS and fact.system:
        return f"{reverse(LISTS[fact.kind])}?system={fact.system.slug}"
    if fact.system:
        return reverse("api_system", kwargs={"slug": fact.system.slug})
    return reverse("api_initiative", kwargs={"slug": fact.initiative})


class Changes(ListView):
    """Every published fact. Pages go on from a place in the ledger, which stays good for ever, instead of a cursor."""

    about = "Every published fact in order: what was announced, delivered, moved, withdrawn, taken back"
    parameters = CHANGE_PARAMETERS
    shape = row_shapes.CHANGES
    has_cursors = False

    @classmethod
    def all_parameters(cls) -> dict[str, Parameter]:
        """Every parameter; there is no cursor."""
        return {name: one for name, one in super().all_parameters().items() if name != "cursor"}

    def read_moment(self, request: Request, *, bases: tuple[str, ...]) -> AsOf:
        return LedgerView.read_moment(self, request, bases=bases)

    def filters(self, values: Values, as_of: AsOf) -> ChangeFilters:
        """The filters; a day that is asked for leaves out what had not begun by then."""
        asked = self.request.query_params.get("valid_at")
        return change_filters(values, valid_at=as_of.valid_at if asked else None)

    def page(self, values: Values, as_of: AsOf, place: PagePlace, **names: str) -> Page:
        window = change_window(values)
        if place.key:
            window["before" if window["newest_first"] else "after"] = place.key
        page = answers.changes(as_of, self.filters(values, as_of), limit=place.size, **window)
        address = self.request.build_absolute_uri
        return page.with_rows([self.shape.write(AddressedChange(row, address(path_of(row.fact)))) for row in page.rows])

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return answers.count_changes(as_of, self.filters(values, as_of))

    def link(self, key: Key | None, as_of: AsOf, *, backwards: bool) -> str | None:
        """The address of what follows a place, under the same filters."""
        if key is None:
            return None
        query = self.request.GET.copy()
        query["before" if query.get("order") == "newest" else "after"] = ".".join(map(str, key))
        return str(self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}"))
