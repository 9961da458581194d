"""The published dataset versions."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.urls import reverse

from pledges import answers
from pledges.answers import AsOf, Release, row_shapes
from pledges.answers.filters import Problem, Values
from pledges.api.problem_responses import UnknownRowError
from pledges.api.read.list_endpoint import ListView, Page, Place
from pledges.api.read_endpoint import LedgerView


class AddressedRelease(NamedTuple):
    """A version with the addresses of itself and of its changes."""

    release: Release
    url: str
    changes_url: str


def with_addresses(release: Release, address: Callable[[str], str]) -> AddressedRelease:
    """Return a version with its addresses."""
    number = release.version
    changes = f"{reverse('api_changes')}?after={number - 1}&known_at=v{number}"
    return AddressedRelease(release, address(reverse("api_release", kwargs={"version": number})), address(changes))


class Releases(ListView):
    """Every version, the newest first."""

    about = "The published dataset versions, the newest first"
    shape = row_shapes.RELEASES

    def page(self, values: Values, as_of: AsOf, place: Place, **names: str) -> Page:
        start = int(place.key[0]) if place.key else None
        older, newer = (None, start) if place.backwards else (start, None)
        found = answers.releases(as_of, size=place.size + 1, older_than=older, newer_than=newer)
        more = len(found) > place.size
        shown = found[-place.size :] if place.backwards else found[: place.size]
        ends = (more or place.backwards, more if place.backwards else start is not None)
        return Page(
            [self.shape.write(with_addresses(release, self.request.build_absolute_uri)) for release in shown],
            (str(shown[-1].version),) if shown and ends[0] else None,
            (str(shown[0].version),) if shown and ends[1] else None,
        )

    def count(self, values: Values, as_of: AsOf, **names: str) -> int:
        """How many versions there are: they are numbered without gaps."""
        return as_of.version


class OneRelease(LedgerView):
    """One version."""

    about = "A published dataset version: what it wrote, who let it in, and what it takes back"
    shape = row_shapes.RELEASES

    def body(self, values: Values, as_of: AsOf, **names: Any) -> dict[str, Any]:
        found = answers.release(names["version"], as_of)
        if found is None:
            message = f"There is no version {names['version']} by v{as_of.version}."
            hint = "Versions are numbered from 1 without gaps; /api/v1/releases/ has all."
            raise UnknownRowError(Problem("/path/version", "unknown_value", message, hint))
        return self.shape.write(with_addresses(found, self.request.build_absolute_uri))
