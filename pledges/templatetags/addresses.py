"""Links that keep the clocks: whoever looks at the past stays there."""

from __future__ import annotations

from django import template
from django.http import HttpRequest, QueryDict
from django.urls import get_script_prefix
from django.utils.html import format_html
from django.utils.safestring import SafeString

from pledges.answers.figure_addresses import FigureAddress, query_behind
from pledges.words.page_addresses import BEHIND, clocks_of, path_of, with_query

register = template.Library()


def request_of(context: template.Context) -> HttpRequest | None:
    """The request that a page is rendered for; included fragments have it too."""
    found = getattr(context, "request", None)
    return found if isinstance(found, HttpRequest) else None


@register.simple_tag(takes_context=True)
def address(context: template.Context, name: str, *args: str | int, **query: object) -> str:
    """The address of a page by its name, with query parameters and the clocks of this page."""
    return with_query(path_of(get_script_prefix(), name, args), {**clocks_of(request_of(context)), **query})


@register.simple_tag(takes_context=True)
def here(context: template.Context, **changed: object) -> str:
    """The address of this very page with some query parameters changed; an empty value takes one away."""
    request = request_of(context)
    if request is None:
        return ""
    query: QueryDict = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = str(value)
    for name in ("after", "before"):
        query.pop(name, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


@register.simple_tag(takes_context=True)
def behind(context: template.Context, figure: str, **query: object) -> str:
    """The address of the list of the pledges that a figure adds up; a donor's are those attributed to it."""
    if "donor" in query:
        query["attributed_to"] = query.pop("donor")
    return address(context, "pledge_list", **query, counted="true", aid_type="military", **BEHIND[figure])


@register.simple_tag(takes_context=True)
def opens(context: template.Context, path: str, *, system: str = "", unit: str = "", **about: str) -> SafeString:
    """The attributes of a link from a figure to the pledges that it adds up: where it leads, and the figure's address.

    The path is that of the figure among those of a sum; about whom it is, a donor, meeting, coalition or capability.
    """
    subject, key = next(((name, key) for name, key in about.items() if key), ("", ""))
    if not subject:
        subject, key, system = ("system", system, "") if system else ("all", "", "")
    figure = FigureAddress(subject, key, system, unit, path)
    href = address(context, "pledge_list", **query_behind(figure))
    return format_html('href="{}" data-figure="{}"', href, figure)


@register.simple_tag(takes_context=True)
def explains(context: template.Context, *address_parts: str) -> str:
    """The address of the explanation of a figure, by the parts of its own."""
    return address(context, "explain_figure", figure=":".join(address_parts))
