"""The pages that explain: methodology, glossary, data; and what the site says when something is not there."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from meetings.choices import Confidence, SourceGrade
from pledges.site.page_frame import ask, navigation, page, public_page
from pledges.values.choices import AmountBasis, Definition

RESOURCES = (
    ("pledges", gettext_lazy("Pledges")),
    ("entries", gettext_lazy("Entries of the ledger")),
    ("totals", gettext_lazy("Totals by any grouping")),
    ("summaries_systems", gettext_lazy("Figures by system")),
    ("summaries_donors", gettext_lazy("Figures by donor")),
    ("summaries_meetings", gettext_lazy("Figures by meeting")),
    ("summaries_coalitions", gettext_lazy("Figures by coalition")),
    ("gaps", gettext_lazy("Gaps")),
    ("headroom", gettext_lazy("Headroom")),
    ("requirements", gettext_lazy("Stated needs")),
    ("stocks", gettext_lazy("Stocks")),
    ("systems", gettext_lazy("Systems")),
    ("donors", gettext_lazy("Donors")),
    ("meetings", gettext_lazy("Meetings")),
    ("coalitions", gettext_lazy("Coalitions")),
    ("initiatives", gettext_lazy("Initiatives")),
    ("packages", gettext_lazy("Packages")),
    ("sources", gettext_lazy("Sources")),
    ("changes", gettext_lazy("Changes")),
    ("releases", gettext_lazy("Versions")),
)
"""What the API lists, by the end of its address name and by what a reader calls it."""

DECISIONS = Path(__file__).resolve().parents[1] / "data" / "decisions.csv"


class Decision(NamedTuple):
    """One choice in loading or counting, and why."""

    subject: str
    decision: str
    reason: str


@cache
def decisions() -> tuple[Decision, ...]:
    with DECISIONS.open(encoding="utf-8", newline="") as file:
        return tuple(Decision(row["subject"], row["decision"], row["reason"]) for row in csv.DictReader(file))


@public_page
def methodology(request: HttpRequest) -> HttpResponse:
    context = {"decisions": decisions(), "grades": SourceGrade.choices, "definitions": Definition.choices}
    return page(request, "pledges/methodology.html", ask(request).as_of, **context, bases=AmountBasis.choices)


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    return page(request, "pledges/glossary.html", ask(request).as_of, confidences=Confidence.choices)


@public_page
def data(request: HttpRequest) -> HttpResponse:
    resources = [(label, reverse(f"api_{name}")) for name, label in RESOURCES]
    return page(request, "pledges/data.html", ask(request).as_of, resources=resources)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    said = str(exception.args[0]) if exception.args and isinstance(exception.args[0], str) else ""
    return render(request, "404.html", {"said": said, "chrome": {"nav": navigation(request)}}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer without asking the database, which may be what failed."""
    return render(request, "500.html", {"chrome": {"nav": navigation(request)}}, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "400.html", {"problems": (), "chrome": {"nav": navigation(request)}}, status=400)
