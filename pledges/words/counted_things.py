"""How so many units of a system read: the unit before or after the name, as the language wants it, and never twice."""

from __future__ import annotations

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from pledges.answers.figure_values import Bounded
from pledges.words.figure_words import number, quantity_of, unit_one, units
from pledges.words.kept_words import write_once
from pledges.words.local_names import known_name, names_of

GENERIC = (", ", " (")
"""What stands in names of sorts of things; after a number they go into brackets, since no number can bend them."""


def count_things(estimate: Bounded | None, system_name: str, unit: str) -> SafeString:
    """So many units of a system: 14 HAWK missiles, 14 Flugkörper HAWK, 14 ракет HAWK; without a number it is said."""
    if is_unknown(estimate):
        return format_html("{} ({})", say_things(system_name, unit), _("number not stated"))
    return format_html("{} {}", quantity_of(estimate), say_things(system_name, unit, estimate))


def is_unknown(estimate: Bounded | None) -> bool:
    """Whether nothing at all is known of how many there are; words as “dozens” say at least something."""
    return estimate is not None and not estimate.low and estimate.high is None


def say_things(system_name: str, unit: str, estimate: Bounded | None = None) -> SafeString:
    """The units of a system without their number, which still decides between singular and plural."""
    return join_name_and_unit(system_name, units(unit, estimate), units(unit), unit_one(unit))


@write_once
def join_name_and_unit(system_name: str, counted: str, plural: str, singular: str) -> SafeString:
    name = known_name(system_name, get_language() or "") or system_name
    unit = format_html('<span class="unit">{}</span>', counted)
    if not counted:
        return conditional_escape(name)
    compound = in_compound(name, counted, singular)
    if compound:
        return conditional_escape(compound)
    kind = without_unit(name, plural, singular)
    if kind is not None and kind.startswith(","):
        return format_html("{}{}", unit, kind)
    if kind is not None:
        return order_words(kind, unit) if kind else unit
    if is_generic(system_name, name):
        return format_html("{} ({})", unit, name)
    return order_words(name, unit)


def count_pledges(count: int) -> str:
    return ngettext("%(count)s pledge", "%(count)s pledges", count) % {"count": number(count)}


def order_words(name: str, unit: SafeString) -> SafeString:
    return format_html(_("%(system)s %(unit)s").replace("%(system)s", "{0}").replace("%(unit)s", "{1}"), name, unit)


def in_compound(name: str, counted: str, singular: str) -> str:
    """A name that begins with a German compound of its unit, as often as it is counted: Flugabwehrgeschütze."""
    first, blank, rest = name.partition(" ")
    ending = singular.lower()
    if get_language() != "de" or first.lower() == ending or not first.lower().endswith(ending) or first.endswith(","):
        return ""
    return f"{first[: -len(ending)]}{counted.lower()}{blank}{rest}"


def without_unit(name: str, plural: str, singular: str) -> str | None:
    """What is left of a name that says its unit itself, at the end or, as other languages do, at the beginning."""
    is_english = get_language() not in ("de", "uk")
    for word in (singular, plural):
        if is_english and not name[:1].isdigit() and name.lower().endswith(f" {word.lower()}"):
            return name[: -len(word) - 1]
        if name.lower().startswith(f"{word.lower()} "):
            return name[len(word) + 1 :]
        if name.lower() == word.lower() or name.lower().startswith(f"{word.lower()},"):
            return name[len(word) :]
    return None


def is_generic(system_name: str, name: str) -> bool:
    """Say whether a name is a sort of thing, not a type."""
    return system_name in names_of("de") or name != system_name or any(sign in name for sign in GENERIC)
