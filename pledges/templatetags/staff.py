"""How staff pages say what publishing moves, and reach into what a row holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from meetings.choices import SourceGrade
from pledges.intake.publish_preview import Bounds, GapMovement, Movement
from pledges.intake.row_columns import BY_NAME
from pledges.models import Scope
from pledges.values.choices import Action, Stage, Unit
from pledges.values.estimates import Estimate
from pledges.values.fact_names import name_fact
from pledges.words.figure_spans import euro, figure, wrap_figure
from pledges.words.figure_words import amount, number, units

register = template.Library()


class HasPlace(Protocol):
    """A published fact: its version, and its place there."""

    version_id: int
    position: int


SAFE = ("https://", "http://")


@register.filter
def item(mapping: Mapping[str, Any] | None, name: str) -> Any:
    return (mapping or {}).get(name, "")


@register.filter
def column_label(name: str) -> str:
    """How forms call a column of a row."""
    return BY_NAME[name].of(Action.PLEDGE).label.lower() if name in BY_NAME else name


@register.filter
def signed_in(request: HttpRequest) -> bool:
    """Whether a browser has a session, without opening it: public pages stay free of accounts and cacheable.

    An expired session shows a link that leads to the login page.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES


@register.filter
def fact_name(fact: HasPlace) -> str:
    """The public name of a fact: version and place in it."""
    return name_fact(fact.version_id, fact.position)


@register.filter
def safe_address(address: str) -> str:
    """An address that a link may lead to; anything else leads nowhere."""
    return address if address.startswith(SAFE) else "#"


PLEDGE_REFERENCE = re.compile(r"\d{4}-[A-Z]{2,5}-\d{3,6}")


@register.filter
def pledge_address(reference: str) -> str:
    """The page of a pledge that somebody typed the reference of; nowhere where it has not the form of one."""
    return reverse("pledge_detail", args=[reference]) if PLEDGE_REFERENCE.fullmatch(reference) else "#"


@register.filter
def unit_of_row(unit: str) -> str:
    """How a cell's unit reads beside its number; another word stays as it was typed."""
    return units(unit) if unit in Unit.values else unit


@register.filter
def drafting_value(value: str, dimension: str) -> str:
    """What the record of drafting is counted by, in words: a kind of text, a rule, a cell, a donor by its code."""
    if dimension == "kind" and value in SourceGrade.values:
        return str(SourceGrade(value).label)
    if dimension == "field":
        return column_label(value)
    if dimension == "rule":
        return " ".join(word_of_rule(word) for word in value.split())
    return value


def word_of_rule(word: str) -> str:
    """A rule without a name of its own is called by the row and the stage that it drafts."""
    for vocabulary in (Action, Stage):
        if word in vocabulary.values:
            return str(vocabulary(word).label).lower()
    return word.replace("_", " ")


@register.filter
def column_figure(row: object, name: str) -> SafeString:
    """The estimate in the columns of a row as a figure; computed rows keep no words."""
    ends = {end: getattr(row, f"{name}_{end}") for end in ("low", "best", "high")}
    return figure(Estimate("", **ends)) if ends["low"] is not None else wrap_figure(_("unknown"))


def as_estimate(bounds: Bounds | None) -> Estimate | None:
    if bounds is None or bounds[0] is None:
        return None
    return Estimate("", bounds[0], bounds[1], bounds[2])


@register.filter
def bounds_figure(bounds: Bounds | None) -> SafeString:
    """Bounds as a figure; nothing there is said as none."""
    return figure(as_estimate(bounds)) if bounds else wrap_figure(_("none"))


def moved_figure(move: Movement, bounds: Bounds | None) -> SafeString:
    if bounds is None:
        return wrap_figure(_("none"))
    return figure(as_estimate(bounds)) if move.unit else euro(as_estimate(bounds))


@register.filter
def movement_before(move: Movement) -> SafeString:
    return moved_figure(move, move.before)


@register.filter
def movement_after(move: Movement) -> SafeString:
    return moved_figure(move, move.after)


@register.filter
def movement_name(move: Movement, names: Mapping[str, str]) -> str:
    """Whose figure it is: a donor's of a system, or a system's over all donors."""
    keys = [move.key, move.system] if move.scope == Scope.DONOR and move.system else [move.key]
    return ", ".join(names.get(key, key) for key in keys)


@register.filter
def movement_what(move: Movement) -> str:
    """What is counted: promised batteries, delivered in EUR."""
    kind = _("delivered") if move.figure.endswith("delivered") else _("promised")
    counted = units(move.unit) if move.unit else _("in EUR")
    aid = "" if move.aid_type == "military" else f", {move.aid_type}"
    return f"{kind}, {counted}{aid}" if move.unit else f"{kind} {counted}{aid}"


@register.filter
def gap_note(gap: GapMovement) -> str:
    """What happens to a gap: it opens, closes, grows, shrinks."""
    before, after = as_estimate(gap.before), as_estimate(gap.after)
    if before is None:
        return _("new gap")
    if after is None:
        return _("no stated need any more")
    if before.high != 0 and after.high == 0:
        return _("closed")
    if before.high == 0 and after.high != 0:
        return _("opens")
    if after.low == before.low:
        return _("bounds only")
    sign = "+" if after.low > before.low else "−"
    return f"{sign}{number(abs(after.low - before.low))}"


@register.filter
def movement_note(move: Movement) -> str:
    """The difference of the lower bounds, of money in the magnitude of its figures."""
    low_before = (move.before[0] if move.before else None) or Decimal(0)
    low_after = (move.after[0] if move.after else None) or Decimal(0)
    if low_after == low_before:
        return _("bounds only")
    sign = "+" if low_after > low_before else "−"
    difference = abs(low_after - low_before)
    return f"{sign}{number(difference) if move.unit else amount(difference)}"
