"""Pages that a citation names by the versions of catalogue and methods as well: names stay those of then."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.utils import timezone

from meetings.past_catalogue import names_of_version
from pledges.answers import one_picture
from pledges.answers.filters import BadParametersError, CatalogueMovedError, Problem, parse_moment
from pledges.answers.filters.parameter import read_parameter, whole_parameter
from pledges.answers.filters.parameter_problems import pointer
from pledges.values.methods_version import METHODS_VERSION

PINS = {
    "catalogue": whole_parameter("The version of the names.", 0, 999_999_999),
    "methods": whole_parameter("The version of the rules that was cited.", 1, 999_999_999),
}
"""The parameters beside the clocks that a citation pins."""


@contextmanager
def names_as_pinned(request: HttpRequest) -> Iterator[None]:
    """Let what is inside read the catalogue of the address, where it names one.

    :raises BadParametersError: there is no such catalogue, or its names were not kept.
    """
    asked = read_parameter("catalogue", request.GET.getlist("catalogue"), PINS["catalogue"])
    if asked is None:
        yield
        return
    clocks = request.GET.get("valid_at"), request.GET.get("known_at")
    with one_picture():
        try:
            as_of = parse_moment(*clocks, now=timezone.now(), catalogue=asked)
        except CatalogueMovedError as error:
            hint = f"Leave it out, or ask for catalogue={error.current}."
            raise BadParametersError([Problem(pointer("catalogue"), "catalogue_moved", str(error), hint)]) from None
        request.as_of = as_of  # type: ignore[attr-defined]  # as page_cache leaves it
        if not as_of.has_old_names:
            yield
            return
        with names_of_version(as_of.catalogue):
            yield


def methods_cited(request: HttpRequest) -> int | None:
    """The version of the methods that a citation names, where figures are made by other rules today."""
    asked = request.GET.get("methods", "")
    return int(asked) if asked.isdigit() and int(asked) != METHODS_VERSION else None
