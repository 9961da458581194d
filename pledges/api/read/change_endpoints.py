"""What changed since a version, a date or a meeting."""

from rest_framework.request import Request

from pledges import answers
from pledges.answers import AsOf, ChangeFilters, LedgerPlace
from pledges.answers.filters import Parameter, Values
from pledges.answers.filters.change_parameters import CHANGE_PARAMETERS, change_filters, change_window
from pledges.api.changes_schemas import ChangeSchema
from pledges.api.changes_shapes import change_json
from pledges.api.read.list_endpoint import Key, ListView, Page, Place
from pledges.api.read_endpoint import LedgerView


class Changes(ListView):
    """Every published fact. Pages go on from a place in the ledger, which stays good for ever, instead of a cursor."""

    about = "Every published fact in order: what was announced, delivered, moved, withdrawn, taken back"
    parameters = CHANGE_PARAMETERS
    row_schema = ChangeSchema
    has_cursors = False

    @classmethod
    def all_parameters(cls) -> dict[str, Parameter]:
        """Return every parameter; there is no cursor."""
        return {name: one for name, one in super().all_parameters().items() if name != "cursor"}

    def read_moment(self, request: Request, *, bases: tuple[str, ...]) -> AsOf:
        """Return the moment that the clocks name."""
        return LedgerView.read_moment(self, request, bases=bases)

    def filters(self, values: Values, as_of: AsOf) -> ChangeFilters:
        """Return the filters; a day that is asked for leaves out what had not begun by then."""
        asked = self.request.query_params.get("valid_at")
        return change_filters(values, valid_at=as_of.valid_at if asked else None)

    def page(self, values: Values, as_of: AsOf, place: Place, **names: str) -> Page:
        window = change_window(values)
        if place.key:
            window["before" if window["newest_first"] else "after"] = LedgerPlace(*map(int, place.key))
        page = answers.changes(as_of, self.filters(values, as_of), limit=place.size, **window)
        rows = [change_json(row, self.request.build_absolute_uri) for row in page.rows]
        return Page(rows, tuple(map(str, page.next)) if page.next else None, None)

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        return answers.count_changes(as_of, self.filters(values, as_of))

    def link(self, key: Key | None, as_of: AsOf, *, backwards: bool) -> str | None:
        """Return the address of what follows a place, under the same filters."""
        if key is None:
            return None
        query = self.request.GET.copy()
        query["before" if query.get("order") == "newest" else "after"] = ".".join(key)
        return str(self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}"))
