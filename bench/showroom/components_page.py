"""The page of components for developers: the design system, made of the templates that all pages use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString

from bench.showroom import colour_tokens, specimens
from bench.showroom.specimens import Specimen
from pledges.site.page_frame import ask, page, public_page
from pledges.words.page_addresses import clocks_of

PAST = "2025-12-31"
"""The day that the page shows unless asked otherwise, so that the parts which say so are seen."""

LANGUAGE = "en"
"""Developers read names of files; the page has no other language."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of the design as it looks."""

    specimen: Specimen
    html: SafeString


def components(request: HttpRequest) -> HttpResponse:
    translation.activate(LANGUAGE)  # until the end of the request; the next one chooses anew
    if not clocks_of(request):
        asked = request.GET.copy()
        asked["valid_at"] = PAST
        request.GET = asked  # type: ignore[assignment]  # the copy differs from the original in that it can change
    return english_page(request)


@public_page
def english_page(request: HttpRequest) -> HttpResponse:
    type_sizes, spaces = colour_tokens.sizes()
    return page(
        request,
        "showroom/components.html",
        ask(request).as_of,
        colours=colour_tokens.colours(),
        readable=colour_tokens.READABLE,
        type_sizes=type_sizes,
        spaces=spaces,
        numbers=specimens.numbers(),
        amounts=specimens.AMOUNTS,
        dates=specimens.dates(),
        states=specimens.states(),
        frame=specimens.FRAME,
        figures=show_specimens(specimens.figures()),
        controls=show_specimens(specimens.controls()),
        heads=show_specimens(specimens.heads()),
        downloads=[("CSV", f"{reverse('api_pledges')}?format=csv")],
        chart_tag='{% chart "promised_delivered" "all" %}',
    )


def show_specimens(parts: Iterable[Specimen]) -> list[Shown]:
    return [Shown(one, SafeString(render_to_string(one.template, dict(one.context)).strip())) for one in parts]
