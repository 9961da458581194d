"""A change as pages say it in other languages: who, what, of which pledge, when; the tag beside it says what became."""

from __future__ import annotations

from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from meetings.choices import CoalitionRole
from pledges.answers.changes import Change
from pledges.answers.changes.changed_facts import Fact
from pledges.answers.fields.field_tree import label_of
from pledges.answers.fields.pledge_fields import PLEDGE
from pledges.answers.pledge_dimensions import DIMENSIONS
from pledges.values.choices import Kind, RequirementBasis, SumMeasure
from pledges.words.counted_things import say_things
from pledges.words.figure_words import money_words, quantity
from pledges.words.local_names import name_in_language
from pledges.words.vocabulary_words import inside
from pledges.words.window_words import as_on_pages, window

ENGLISH = "en"


def say_change(change: Change) -> str:
    """One change in the language of the page."""
    if get_language() == ENGLISH:
        return as_on_pages(capfirst(change.summary))
    said = say_fact(change.fact)
    return f"{said} ({change.reason})" if change.is_void and change.reason else said


def say_fact(fact: Fact) -> str:
    about = [fact.pledge or "", window(fact.occurred) if fact.occurred and not fact.occurred.is_unknown else ""]
    if fact.kind == "terms":
        return f"{who(fact)}: {what_changed(fact)} ({fact.pledge})"
    said = {"membership": membership, "requirement": requirement}.get(fact.kind, what)(fact)
    if fact.kind == "asserted_total" and fact.measure:
        said = f"{said}, {inside(SumMeasure(fact.measure).label)}"
    inside_brackets = "; ".join(part for part in about if part)
    begins = f"{who(fact)}: " if fact.parties else ""
    return capfirst(f"{begins}{said} ({inside_brackets})" if inside_brackets else f"{begins}{said}")


def who(fact: Fact) -> str:
    names = dict.fromkeys(party.words or name_in_language(party.name) for party in fact.parties)
    return ", ".join(names) or _("no party stated")


def what(fact: Fact) -> str:
    """How many of what, or how much money."""
    if fact.system is None:
        return ""
    if fact.amount and (fact.system.kind == Kind.MONEY or fact.quantity is None):
        return money_words(fact.amount, fact.currency)
    if fact.system.kind == Kind.MONEY:
        return _("no value stated")
    return f"{quantity(fact.quantity)} {strip_tags(say_things(fact.system.short_name, fact.unit, fact.quantity))}"


def what_changed(fact: Fact) -> str:
    """The names of the terms that changed; of a due date the former and the new one."""
    if fact.former_due or (fact.due and "due" in fact.changed):
        return f"{label_of(PLEDGE, 'due')}: {window(fact.former_due)} → {window(fact.due)}"
    return ", ".join(term_label(name) for name in fact.changed) or _("none")


def term_label(name: str) -> str:
    if name in DIMENSIONS:
        return str(DIMENSIONS[name].label)
    return str(label_of(PLEDGE, name)) if name in PLEDGE else name


def membership(fact: Fact) -> str:
    group = name_in_language(fact.coalition_name or fact.initiative_name)
    return f"{group}, {inside(CoalitionRole(fact.role).label)}"


def requirement(fact: Fact) -> str:
    basis = inside(RequirementBasis(fact.basis).label)
    return ", ".join(part for part in (what(fact), basis, fact.stated_by) if part)
