"""The whole data set of a version as one archive."""

from contextlib import ExitStack
from typing import Any

from django.http import QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from pledges import answers
from pledges.answers import AsOf, row_shapes
from pledges.answers.downloads.data_package import DOWNLOADED, Package, Resource
from pledges.answers.downloads.download_tables import ListedTable
from pledges.answers.filters import BadParametersError, Problem, Values, parse_moment, read_parameters
from pledges.api.problem_responses import UnknownRowError
from pledges.api.read import (
    asserted_endpoint,
    catalogue_endpoints,
    dispute_endpoint,
    pledge_endpoints,
    summary_endpoints,
)
from pledges.api.read.list_endpoint import ListView
from pledges.api.read_endpoint import LedgerView
from pledges.api.request_moment import date_by_version, stated_catalogue

LISTS: tuple[tuple[str, type[ListView], tuple[str, ...], tuple[tuple[str, str, str], ...]], ...] = (
    (
        "pledges",
        pledge_endpoints.Pledges,
        ("reference",),
        (
            ("system", "systems", "slug"),
            ("meeting", "meetings", "slug"),
            ("coalition", "coalitions", "slug"),
            ("initiative", "initiatives", "slug"),
            ("package", "packages", "slug"),
        ),
    ),
    ("entries", pledge_endpoints.Entries, ("version", "position"), (("source_id", "sources", "id"),)),
    ("requirements", catalogue_endpoints.Requirements, ("id",), (("system", "systems", "slug"),)),
    ("stocks", catalogue_endpoints.Stocks, ("id",), (("donor", "donors", "code"), ("system", "systems", "slug"))),
    (
        "asserted-totals",
        asserted_endpoint.AssertedTotals,
        ("fact",),
        (("system", "systems", "slug"), ("meeting", "meetings", "slug")),
    ),
    (
        "disputes",
        dispute_endpoint.Disputes,
        ("dispute",),
        (("system", "systems", "slug"), ("meeting", "meetings", "slug")),
    ),
    (
        "completeness",
        catalogue_endpoints.CompleteLists,
        ("id",),
        (("donor", "donors", "code"), ("system", "systems", "slug")),
    ),
    ("gaps", summary_endpoints.Gaps, ("system", "unit"), (("system", "systems", "slug"),)),
    ("headroom", summary_endpoints.Headroom, ("donor", "system", "unit"), (("donor", "donors", "code"),)),
    ("systems-summary", summary_endpoints.SystemSummaries, ("system", "unit"), (("system", "systems", "slug"),)),
    ("donors-summary", summary_endpoints.DonorSummaries, ("donor",), ()),
    ("meetings-summary", summary_endpoints.MeetingSummaries, ("meeting",), (("meeting", "meetings", "slug"),)),
    (
        "coalitions-summary",
        summary_endpoints.CoalitionSummaries,
        ("coalition",),
        (("coalition", "coalitions", "slug"),),
    ),
    ("systems", catalogue_endpoints.Systems, ("slug",), ()),
    ("donors", catalogue_endpoints.Donors, ("code",), ()),
    ("meetings", catalogue_endpoints.Meetings, ("slug",), ()),
    ("coalitions", catalogue_endpoints.Coalitions, ("slug",), ()),
    ("initiatives", catalogue_endpoints.Initiatives, ("slug",), ()),
    ("packages", catalogue_endpoints.Packages, ("slug",), ()),
    ("sources", catalogue_endpoints.Sources, ("id",), ()),
)
"""Every list in the archive, with the columns that no two rows share and those that name rows of other lists."""


def package_of(as_of: AsOf, *, site: str) -> Package:
    resources = []
    for name, view, key, references in LISTS:
        values = read_parameters(QueryDict(), view.all_parameters())
        resources.append(Resource(name, view.about, view().table_of(values, as_of), key, references))
    parties = ListedTable(answers.party_list(as_of), row_shapes.PARTIES)
    of_pledge = (("pledge", "pledges", "reference"),)
    resources.insert(1, Resource("parties", "Who takes part in a promise, and how", parties, (), of_pledge))
    return Package(resources, as_of, site)


@extend_schema(exclude=True)
class DataPackage(LedgerView):
    """The archive of a version, at the end of the day asked for."""

    about = "The whole data set as a Frictionless Data Package"

    def read_moment(self, request: Request, *, bases: tuple[str, ...]) -> AsOf:
        version = f"v{self.kwargs['version']}"
        if request.query_params.get("known_at", version) != version:
            message = f"known_at: the address says {version}."
            raise BadParametersError([Problem("/query/known_at", "invalid_value", message, "Leave it out.")])
        try:
            catalogue = stated_catalogue(request._request)
            valid_at = request.query_params.get("valid_at")
            as_of = parse_moment(valid_at, version, now=self.now, bases=bases, catalogue=catalogue)
        except BadParametersError as error:
            if any(problem.code == "unknown_version" for problem in error.problems):
                raise UnknownRowError(error.problems[0]) from error
            raise
        return date_by_version(as_of)

    def answer(self, values: Values, resources: ExitStack, **names: Any) -> HttpResponseBase:
        """The archive, which takes the transaction along until it is sent."""
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
