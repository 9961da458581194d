"""Where everything is, and what is said where there is nothing."""

from typing import Any

from django.http import Http404, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from pledges.answers import AsOf
from pledges.answers.filters import Values
from pledges.api.read_endpoint import LedgerView, meta_json
from pledges.api.schemas import RootSchema

ENDPOINTS = (
    *("systems", "pledges", "entries", "packages", "meetings", "donors", "coalitions", "initiatives", "requirements"),
    *(
        "asserted_totals",
        "disputes",
        "stocks",
        "completeness",
        "sources",
        "summaries_systems",
        "summaries_donors",
        "summaries_meetings",
        "summaries_coalitions",
        "gaps",
    ),
    *("headroom", "statistics_reporting", "totals", "changes", "releases", "changesets"),
)


class Root(LedgerView):
    about = "Where everything is"
    answer_schema = RootSchema

    def body(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        def address(name: str) -> str:
            return str(self.request.build_absolute_uri(reverse(f"api_{name}")))

        return {
            "meta": meta_json(as_of),
            "name": "Ramstein",
            "endpoints": {name.replace("summaries_", "summaries/"): address(name) for name in ENDPOINTS},
            "schema": address("schema"),
            "documentation": address("docs"),
        }


@extend_schema(exclude=True)
class Nothing(LedgerView):
    def get(self, request: Request, **names: str) -> HttpResponseBase:
        """Lead to the same address with a slash at the end, or say that there is nothing.

        :raises Http404: nothing is at that address either.
        """
        self.now = timezone.now()
        if not request.path.endswith("/"):
            try:
                found = resolve(f"{request.path}/").func
            except Resolver404:
                found = None
            if found is not None and getattr(found, "view_class", getattr(found, "cls", None)) is not Nothing:
                query = request.META.get("QUERY_STRING", "")
                address = f"{request.path}/{'?' if query else ''}{query}"
                return HttpResponsePermanentRedirect(address, preserve_request=request.method not in ("GET", "HEAD"))
        raise Http404

    post = put = patch = delete = options = get  # type: ignore[assignment]  # whatever is asked, nothing is there

    def finalize_response(  # type: ignore[override]  # rendered already
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        """Put the moment on the answer, and no methods: there is nothing that they would be for."""
        response = super().finalize_response(request, response, *args, **kwargs)
        del response.headers["Allow"]
        return response
