"""The whole data set of a version as one archive."""

from contextlib import ExitStack
from dataclasses import replace
from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from pledges.api.base import LedgerView
from pledges.api.caching import hour_of
from pledges.api.lists import ListView
from pledges.api.problems import UnknownRowError
from pledges.api.views import catalogue, pledges, summaries
from pledges.exports.package import DOWNLOADED, Package, Resource
from pledges.exports.tables import ListedTable
from pledges.filters import BadParametersError, Problem, Values, parse_moment, read_parameters
from pledges.projections import answers
from pledges.projections.answers import AsOf, shapes

LISTS: tuple[tuple[str, type[ListView], tuple[str, ...], tuple[tuple[str, str, str], ...]], ...] = (
    (
        "pledges",
        pledges.Pledges,
        ("reference",),
        (
            ("system", "systems", "slug"),
            ("meeting", "meetings", "slug"),
            ("coalition", "coalitions", "slug"),
            ("initiative", "initiatives", "slug"),
            ("package", "packages", "slug"),
        ),
    ),
    ("entries", pledges.Entries, ("version", "position"), (("source_id", "sources", "id"),)),
    ("requirements", catalogue.Requirements, ("id",), (("system", "systems", "slug"),)),
    ("stocks", catalogue.Stocks, ("id",), (("donor", "donors", "code"), ("system", "systems", "slug"))),
    ("gaps", summaries.Gaps, ("system", "unit"), (("system", "systems", "slug"),)),
    ("headroom", summaries.Headroom, ("donor", "system", "unit"), (("donor", "donors", "code"),)),
    ("systems-summary", summaries.SystemSummaries, ("system", "unit"), (("system", "systems", "slug"),)),
    ("donors-summary", summaries.DonorSummaries, ("donor",), ()),
    ("meetings-summary", summaries.MeetingSummaries, ("meeting",), (("meeting", "meetings", "slug"),)),
    ("coalitions-summary", summaries.CoalitionSummaries, ("coalition",), (("coalition", "coalitions", "slug"),)),
    ("systems", catalogue.Systems, ("slug",), ()),
    ("donors", catalogue.Donors, ("code",), ()),
    ("meetings", catalogue.Meetings, ("slug",), ()),
    ("coalitions", catalogue.Coalitions, ("slug",), ()),
    ("initiatives", catalogue.Initiatives, ("slug",), ()),
    ("packages", catalogue.Packages, ("slug",), ()),
    ("sources", catalogue.Sources, ("id",), ()),
)
"""Every list in the archive, with the columns that no two rows share and those that name rows of other lists."""


def package_of(as_of: AsOf, *, site: str) -> Package:
    """Return the data set at a moment."""
    resources = []
    for name, view, key, references in LISTS:
        values = read_parameters(QueryDict(), view.all_parameters())
        resources.append(Resource(name, view.about, view().table_of(values, as_of), key, references))
    parties = ListedTable(answers.party_list(as_of), shapes.PARTIES)
    of_pledge = (("pledge", "pledges", "reference"),)
    resources.insert(1, Resource("parties", "Who takes part in a promise, and how", parties, (), of_pledge))
    return Package(resources, as_of, site)


@extend_schema(exclude=True)
class DataPackage(LedgerView):
    """The archive of a version, at the end of the day asked for."""

    about = "The whole data set as a Frictionless Data Package"

    def read_moment(self, request: Request, *, bases: tuple[str, ...]) -> AsOf:
        """Return the moment of the version in the address."""
        version = f"v{self.kwargs['version']}"
        if request.query_params.get("known_at", version) != version:
            message = f"known_at: the address says {version}."
            raise BadParametersError([Problem("/query/known_at", "invalid_value", message, "Leave it out.")])
        try:
            as_of = parse_moment(request.query_params.get("valid_at"), version, now=self.now, bases=bases)
        except BadParametersError as error:
            if any(problem.code == "unknown_version" for problem in error.problems):
                raise UnknownRowError(error.problems[0]) from error
            raise
        return as_of if as_of.is_current else replace(as_of, computed_at=hour_of(self.now))

    def answer(self, values: Values, resources: ExitStack, **names: Any) -> HttpResponseBase:
        """Return the archive, which takes the transaction along until it is sent."""
        as_of = self.moment
        headers = {
            "Content-Type": DOWNLOADED,
            "Content-Disposition": f'attachment; filename="ramstein-v{as_of.version}-{as_of.valid_at}.zip"',
        }
        if self.request.method == "HEAD":
            return StreamingHttpResponse((), headers=headers)
        package = package_of(as_of, site=self.request.build_absolute_uri("/"))
        return StreamingHttpResponse(Archive(package, resources.pop_all()), headers=headers)


class Archive:
    """The pieces of an archive, and the transaction that it is read in."""

    def __init__(self, package: Package, resources: ExitStack) -> None:
        self.made = package.content()
        self.resources = resources

    def __iter__(self) -> Any:
        yield from self.made
        self.close()

    def close(self) -> None:
        """Give the cursor and then the transaction back."""
        self.made.close()
        self.resources.close()
