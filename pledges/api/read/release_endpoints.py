"""The published dataset versions."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse

from pledges import answers
from pledges.answers import AsOf, Release, row_shapes
from pledges.answers.filters import Problem, Values
from pledges.answers.keyset_pages import PagePlace
from pledges.api.problem_responses import UnknownRowError
from pledges.api.read.list_endpoint import ListView, Page
from pledges.api.read_endpoint import LedgerView
from pledges.values.methods_version import METHODS_VERSION


class AddressedRelease(NamedTuple):
    release: Release
    url: str
    changes_url: str


def with_addresses(release: Release, address: Callable[[str], str]) -> AddressedRelease:
    number = release.version
    changes = f"{reverse('api_changes')}?after={number - 1}&known_at=v{number}"
    return AddressedRelease(release, address(reverse("api_release", kwargs={"version": number})), address(changes))


class Releases(ListView):
    """Every version, the newest first."""

    about = "The published dataset versions, the newest first"
    shape = row_shapes.RELEASES

    def page(self, values: Values, as_of: AsOf, place: PagePlace, **names: str) -> Page:
        page = answers.releases(as_of, place)
        address = self.request.build_absolute_uri
        return page.with_rows([self.shape.write(with_addresses(release, address)) for release in page.rows])

    def body(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        """The page, and by which rules figures of these versions are made."""
        found = super().body(values, as_of, **names)
        return found | {"meta": found["meta"] | {"methods_version": METHODS_VERSION}}

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        """How many versions there are: they are numbered without gaps."""
        return as_of.version


class OneRelease(LedgerView):
    about = "A published dataset version: what it wrote, who let it in, and what it takes back"
    shape = row_shapes.RELEASES

    def body(self, values: Values, as_of: AsOf, **names: Any) -> dict[str, Any]:
        found = answers.release(names["version"], as_of)
        if found is None:
            message = f"There is no version {names['version']} by v{as_of.version}."
            hint = "Versions are numbered from 1 without gaps; /api/v1/releases/ has all."
            raise UnknownRowError(Problem("/path/version", "unknown_value", message, hint))
        return self.shape.write(with_addresses(found, self.request.build_absolute_uri))
