"""The pages that explain: methodology, glossary, data; and what the site says when something is not there."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from meetings.choices import Confidence, SourceGrade
from pledges.choices import AmountBasis, Definition
from pledges.projections import pages
from pledges.views.asking import ask, navigation, page, public_page


@public_page
def methodology(request: HttpRequest) -> HttpResponse:
    context = {"decisions": pages.decisions(), "grades": SourceGrade.choices, "definitions": Definition.choices}
    return page(request, "pledges/methodology.html", ask(request).as_of, **context, bases=AmountBasis.choices)


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    return page(request, "pledges/glossary.html", ask(request).as_of, confidences=Confidence.choices)


@public_page
def data(request: HttpRequest) -> HttpResponse:
    return page(request, "pledges/data.html", ask(request).as_of)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"said": said, "chrome": {"nav": navigation(request)}}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without asking the database, which may be what failed."""
    return render(request, "500.html", {"chrome": {"nav": navigation(request)}}, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"problems": (), "chrome": {"nav": navigation(request)}}, status=400)
