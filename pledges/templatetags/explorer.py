"""Values of facets and parts of groups as links; a page has hundreds of them, so they are no fragments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from django import template
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from pledges.answers.figure_values import Bounded
from pledges.words.figure_spans import euro, figure, say_reported, wrap_figure

register = template.Library()

LINK = (
    '<li><a id="{name}-{value}" href="{href}"{state}><span class="name">{label}</span>'
    '<span class="count">{count}</span>{said}</a></li>'
)


class Choice(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def count(self) -> str: ...
    @property
    def href(self) -> str: ...
    @property
    def chosen(self) -> bool: ...


@register.simple_tag
def facet_choices(name: str, choices: list[Choice]) -> SafeString:
    """The items of a list of values, each a link that chooses it or takes it back."""
    words = _("chosen, remove")
    taken = f'<span class="hidden">{escape(words)}</span>'
    parts = [
        LINK.format(
            name=name,
            value=escape(choice.name),
            href=escape(choice.href),
            label=escape(choice.label),
            count=choice.count,
            state=' aria-current="true"' if choice.chosen else "",
            said=taken if choice.chosen else "",
        )
        for choice in choices
    ]
    return SafeString("".join(parts))


class Part(Protocol):
    """What a group has of one system in one unit."""

    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def is_money(self) -> bool: ...
    @property
    def stated(self) -> bool: ...
    @property
    def promised(self) -> Bounded: ...
    @property
    def delivered(self) -> Bounded: ...
    @property
    def href(self) -> str: ...
    @property
    def delivered_href(self) -> str: ...


@register.simple_tag
def group_parts(parts: list[Part], group_by: Sequence[str] = ()) -> SafeString:
    """What a group has of each system: how many promised, of what, and how many of them delivered."""
    lines = [group_part(part, shared="donor" in group_by) for part in parts]
    return SafeString("".join([format_html('<span class="part">{}</span>', line) for line in lines]))


@register.filter
def is_no_part(promised: Bounded | None) -> bool:
    """Tell that nothing of the joint pledges of a donor is its own: no source states its share."""
    return promised is not None and promised.low == promised.high == 0


def group_part(part: Part, *, shared: bool) -> SafeString:
    if shared and is_no_part(part.promised):
        return format_html('{} <a href="{}">{}</a>', part.name, part.href, wrap_figure(_("no part stated")))
    if part.is_money:
        promised = euro(part.promised if part.stated else None)
        delivered = say_reported(part.delivered if part.stated else None)
        form = '{2} <a href="{0}">{3}</a>, <a href="{1}">{5}</a>'
    else:
        promised, delivered = figure(part.promised), figure(part.delivered)
        form = '<a href="{0}">{3} {2}</a> <span class="unit">{4}</span>, <a href="{1}">{5}</a>'
    return format_html(form, part.href, part.delivered_href, part.name, promised, part.unit, delivered)


@register.simple_tag
def options(choices: list[tuple[str, str]], chosen: str) -> SafeString:
    form = '<option value="{}"{}>{}</option>'
    return SafeString(
        "".join([form.format(value, " selected" if value == chosen else "", escape(words)) for value, words in choices])
    )


@register.simple_tag
def checkboxes(name: str, choices: list[tuple[str, str, bool]]) -> SafeString:
    form = '<label><input type="checkbox" name="{}" value="{}"{} /> {}</label>'
    return SafeString(
        "".join(
            [form.format(name, value, " checked" if shown else "", escape(words)) for value, words, shown in choices]
        )
    )
