"""The charts: a page for each with its table, a frame for other sites, and the files."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp, csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.gzip import gzip_page

from pledges import charts
from pledges.answers import one_picture
from pledges.answers.answer_tags import answer_unless_held
from pledges.answers.filters import Parameter
from pledges.answers.filters.parameter import choice, text
from pledges.charts.palette import STYLE
from pledges.site.chart_choices import (
    choices_of,
    choose_key,
    compared_with,
    parameters_of,
    sheet_or_404,
    with_clocks,
)
from pledges.site.explain_page import cite_links
from pledges.site.page_frame import Asked, ask, page, public_page
from pledges.words.citations import pin_moment
from pledges.words.page_addresses import clocks_of

FORM: dict[str, Parameter] = {
    "form": choice("For a page, for a phone, or full with title and source.", list(charts.Form), many=False),
    "drawing": Parameter("Digest of the drawing, so that a browser asks once.", text),
}
TYPES = {"svg": "image/svg+xml", "png": "image/png", "json": "application/json", "csv": "text/csv; charset=utf-8"}
STYLE_DIGEST = f"'sha256-{base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()}'"
# django-csp declares its decorators for views without arguments only.
framed_anywhere: Any = csp_replace({"frame-ancestors": ["*"]})
styled_by_itself: Any = csp({"default-src": [NONE], "style-src": [STYLE_DIGEST], "frame-ancestors": [SELF]})
FOR_EVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "public, max-age=60"


@public_page
def chart_detail(request: HttpRequest, name: str, key: str) -> HttpResponse:
    asked = ask(request, parameters_of(name))
    with one_picture():
        drawn, refused = choose_key(name, key, asked)
        sheet = sheet_or_404(name, drawn, asked.as_of)
        context = choices_of(request, name, drawn, asked) | compared_with(request, name, drawn, sheet, asked)
    context |= {"name": name, "key": drawn, "sheet": sheet, "refused": refused}
    context |= {"home": with_clocks(sheet.home, request), "home_label": sheet.home_label}
    context |= {"citation": charts.cite_chart(sheet.title, name, drawn, asked.as_of)}
    context |= {"cites": cite_links(request, chart=f"{name}/{drawn}")}
    context |= {"frame": charts.frame_code(sheet, name, drawn, clocks=clocks_of(request))}
    context |= {"pinned": charts.frame_code(sheet, name, drawn, clocks=pin_moment(asked.as_of))}
    return page(request, "charts/chart_detail.html", asked.as_of, **context)


@public_page
@xframe_options_exempt
@framed_anywhere
def chart_embed(request: HttpRequest, name: str, key: str) -> HttpResponse:
    asked = ask(request)
    sheet = sheet_or_404(name, key, asked.as_of)
    source = charts.source_line(name, key, asked.as_of)
    context = {"name": name, "key": key, "sheet": sheet, "as_of": asked.as_of, "source": source}
    return render(request, "charts/chart_embed.html", context)


@gzip_page
@public_page
@styled_by_itself
def chart_file(request: HttpRequest, name: str, key: str, kind: str) -> HttpResponse:
    if kind not in TYPES:
        raise Http404(f"A chart comes as {', '.join(TYPES)}, not as {kind}.")
    asked = ask(request, FORM)
    form = charts.Form(asked.values["form"] or charts.Form.FULL)
    if kind == "csv":
        content = charts.as_csv(sheet_or_404(name, key, asked.as_of)).encode()
    else:
        found = charts.file_of(name, key, asked.as_of, form, kind)
        if found is None:
            raise Http404(sheet_or_404(name, key, asked.as_of).alt)
        content = found
    return answer(request, content, asked, name=name, key=key, kind=kind)


def answer(request: HttpRequest, content: bytes, asked: Asked, *, name: str, key: str, kind: str) -> HttpResponse:
    """A file with the headers of every answer, or 304 where the reader has it already."""
    response = HttpResponse(content, content_type=TYPES[kind])
    as_of = asked.as_of
    response["Cache-Control"] = FOR_EVER if is_pinned(asked) else ASK_AGAIN
    response["Access-Control-Allow-Origin"] = "*"
    response["Ramstein-Version"] = str(as_of.version)
    response["Ramstein-Valid-At"] = as_of.valid_at.isoformat()
    if kind in ("csv", "png"):
        filename = f"ramstein-{name}-{key}-v{as_of.version}-{as_of.valid_at}.{kind}"
        response["Content-Disposition"] = f'{"attachment" if kind == "csv" else "inline"}; filename="{filename}"'
    return answer_unless_held(request, response)


def is_pinned(asked: Asked) -> bool:
    """Say whether the address names this very drawing of this very moment."""
    values: dict[str, Any] = dict(asked.values)
    here = {name: str(values.get(name) or "") for name in ("valid_at", "known_at")}
    return here == pin_moment(asked.as_of) and bool(values.get("drawing"))
