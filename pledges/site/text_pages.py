"""The pages that explain: methodology and glossary."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from meetings.choices import Confidence, SourceGrade
from pledges.site.page_frame import ask, page, public_page
from pledges.values.choices import AmountBasis, Definition
from pledges.values.methods_version import METHODS

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
    context: dict[str, object] = {
        "decisions": decisions(),
        "grades": SourceGrade.choices,
        "definitions": Definition.choices,
    }
    context |= {"methods": METHODS[::-1]}
    return page(request, "pledges/methodology.html", ask(request).as_of, **context, bases=AmountBasis.choices)


@public_page
def glossary(request: HttpRequest) -> HttpResponse:
    return page(request, "pledges/glossary.html", ask(request).as_of, confidences=Confidence.choices)
