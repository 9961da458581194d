"""Why a figure is what it is."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson
from django.utils.translation import override

from pledges.answers import AsOf, row_shapes
from pledges.answers.downloads.download_tables import Table
from pledges.answers.explanations.explained_figure import Explanation, PartSum, explain
from pledges.answers.explanations.explained_rows import explained_rows
from pledges.answers.explanations.figure_subjects import Subject, subject_of
from pledges.answers.fields.made_rows import json_number
from pledges.answers.filters import BadParametersError, Problem, Values
from pledges.answers.filters.figure_parameter import FIGURE_PARAMETERS, USUAL_FIGURE
from pledges.answers.filters.parameter import RefusedError
from pledges.answers.filters.parameter_problems import pointer
from pledges.answers.keyset_lists import Listing
from pledges.api.read.list_endpoint import ListedView
from pledges.api.read.summary_endpoints import aid_types
from pledges.values.estimates import Estimate, EstimateSum, format_estimate
from pledges.values.methods_version import METHODS_VERSION
from pledges.words.figure_citations import cite_figure
from pledges.words.figure_sentences import say_figure, title_figure


class Explain(ListedView):
    """A row for each pledge, need or stock behind a figure, and for what touches it and counts nothing."""

    about = "The rows that a figure is made of, which add up to it exactly: by which rule, rate and source"
    parameters = FIGURE_PARAMETERS
    shape = row_shapes.EXPLANATION_ROWS
    beside = {"figure": row_shapes.EXPLAINED}

    def list_at_moment(self, values: Values, as_of: AsOf, **names: str) -> Listing:
        return explained_rows(as_of, asked_subject(values), aid_types=aid_types(values))

    def say_beside(self, values: Values, as_of: AsOf, **names: str) -> dict[str, Any]:
        return {"figure": figure_json(explain_or_refuse(values, as_of), as_of)}

    def table_of(self, values: Values, as_of: AsOf, **names: str) -> Table:
        """Every row of a figure that there is."""
        explain_or_refuse(values, as_of)
        return super().table_of(values, as_of, **names)


def explain_or_refuse(values: Values, as_of: AsOf) -> Explanation:
    """The figure that is asked for.

    :raises BadParametersError: nobody states such a need or stock.
    """
    try:
        return explain(as_of, asked_subject(values), aid_types=aid_types(values))
    except RefusedError as refused:
        words = f"figure: {refused}"
        raise BadParametersError([Problem(pointer("figure"), "unknown_value", words, refused.hint)]) from None


def asked_subject(values: Values) -> Subject:
    return values["figure"] or subject_of(USUAL_FIGURE)


def figure_json(found: Explanation, as_of: AsOf) -> dict[str, Any]:
    """The figure in English and with every digit."""
    with override("en"):
        return {
            "address": str(found.subject.address),
            "title": title_figure(found.subject),
            "sentence": say_figure(found.subject),
            "unit": found.unit,
            "value": sum_json(found.stored),
            "sum": sum_json(found.value),
            "adds_up": found.adds_up,
            "parts": [part_json(part) for part in found.parts],
            "left_out": found.left_out,
            "methods_version": METHODS_VERSION,
            "citation": cite_figure(found.subject, as_of).text,
        }


def part_json(part: PartSum) -> dict[str, Any]:
    return {"part": part.part, "sign": part.sign, "sum": sum_json(part.sum), "rows": part.rows}


def sum_json(found: EstimateSum | None) -> dict[str, Any] | None:
    if found is None:
        return None
    stated, counts = bounds_json(found.stated), {"unbounded": found.unbounded}
    return bounds_json(found.estimate) | counts | {"stated": stated, "without_number": found.without_number}


def bounds_json(found: Estimate) -> dict[str, Any]:
    best = found.low if found.low == found.high else found.best
    bounds = {"low": found.low, "best": best, "high": found.high}
    words = format_estimate(Estimate("", found.low, best, found.high))
    return {"text": words} | {name: exact_number(value) for name, value in bounds.items()}


def exact_number(value: Decimal | None) -> Any:
    """A decimal as a JSON number with all of its digits, which a binary number may lose."""
    number = json_number(value)
    if value is None or isinstance(number, int):
        return number
    return orjson.Fragment(f"{value.normalize():f}")
