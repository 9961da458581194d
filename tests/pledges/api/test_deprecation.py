"""What will end says so in time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path
from rest_framework.request import Request
from rest_framework.views import APIView

from pledges.api.deprecation import Deprecation, deprecation_headers, mark_deprecated

ENDS = Deprecation(date(2026, 1, 1), date(2027, 6, 30), "/api/v1/new/")
LATER = Deprecation(date(2026, 2, 1), date(2028, 1, 1))


class Plain(APIView):
    """An endpoint of which one parameter will end."""

    authentication_classes = ()
    deprecated_parameters: ClassVar[dict[str, Deprecation]] = {"old": LATER}

    def get(self, request: Request) -> HttpResponse:
        return HttpResponse("{}", content_type="application/json", headers={"Link": '</next>; rel="next"'})


class Ending(Plain):
    """An endpoint that will end."""

    deprecated = ENDS


urlpatterns = [path("api/v1/plain/", Plain.as_view()), path("api/v1/ending/", Ending.as_view())]


@pytest.fixture(autouse=True)
def _own_addresses() -> Iterator[None]:
    with override_settings(ROOT_URLCONF=__name__):
        yield


def test_an_endpoint_that_will_end_says_since_when_until_when_and_what_comes() -> None:
    response = Client().get("/api/v1/ending/")

    assert response.headers["Deprecation"] == "@1767225600"
    assert response.headers["Sunset"] == "Wed, 30 Jun 2027 00:00:00 GMT"
    assert response.headers["Link"] == (
        '</next>; rel="next", </api/docs/#deprecation>; rel="deprecation"; type="text/html",'
        ' </api/v1/new/>; rel="successor-version"'
    )


def test_a_parameter_that_will_end_says_so_where_it_is_used() -> None:
    used, unused = Client().get("/api/v1/plain/?old=1"), Client().get("/api/v1/plain/?new=1")

    assert (used.headers["Deprecation"], used.headers["Sunset"]) == ("@1769904000", "Sat, 01 Jan 2028 00:00:00 GMT")
    assert ("Deprecation" in unused.headers, unused.headers["Link"]) == (False, '</next>; rel="next"')


def test_of_several_the_first_to_go_is_named() -> None:
    assert Client().get("/api/v1/ending/?old=1").headers["Sunset"] == "Wed, 30 Jun 2027 00:00:00 GMT"
    assert deprecation_headers([LATER, ENDS])["Deprecation"] == "@1767225600"
    assert deprecation_headers([]) == {}


def test_less_notice_than_promised_cannot_be_given() -> None:
    with pytest.raises(ValueError, match="fewer than 365 days of notice"):
        Deprecation(date(2026, 1, 1), date(2026, 12, 31))


def test_the_description_marks_what_will_end() -> None:
    operation: dict[str, Any] = {"parameters": [{"name": "old"}, {"name": "new"}]}

    assert mark_deprecated(operation, Ending) == {
        "deprecated": True,
        "parameters": [{"name": "old", "deprecated": True}, {"name": "new"}],
    }
