"""How words of the vocabularies, names and parties read on a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from django import template
from django.db.models import TextChoices
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from meetings.choices import Capability, SourceGrade
from pledges.answers import Party
from pledges.values.choices import (
    TERMS_WORDS,
    AmountBasis,
    AssertedBy,
    ChangeType,
    Definition,
    Kind,
    Overdue,
    PartyRole,
    RateSource,
    RequirementBasis,
    Stage,
    StatusWord,
)

register = template.Library()


@register.filter
def label(value: str, choices: str) -> str:
    member = VOCABULARIES[choices](value) if value else None
    return str(member.label) if member else ""


VOCABULARIES: dict[str, type[TextChoices]] = {
    **TERMS_WORDS,
    "asserted_by": AssertedBy,
    "basis": AmountBasis,
    "capability": Capability,
    "change": ChangeType,
    "definition": Definition,
    "grade": SourceGrade,
    "kind": Kind,
    "overdue": Overdue,
    "rate": RateSource,
    "required": RequirementBasis,
    "role": PartyRole,
    "stage": Stage,
    "status": StatusWord,
}


@register.filter
def inside(words: object) -> str:
    """A label as it reads within a sentence: it begins small, unless with a noun that keeps its capital."""
    return small(str(words), get_language() or "")


@lru_cache(maxsize=1000)
def small(words: str, _language: str) -> str:
    """A label that begins small, in the language that is active."""
    nouns = pgettext("nouns that begin a label and keep their capital within a sentence, parted by blanks", "NATO EU")
    first = words.split(" ", 1)[0].rstrip(",")
    is_name = first in nouns.split() or (len(first) > 1 and first.isupper())
    return words if is_name else words[:1].lower() + words[1:]


@register.filter
def space_word(word: str) -> str:
    return word.replace("_", " ")


@register.filter
def name_of_key(names: Mapping[str, str], key: str | None) -> str:
    """The name of a key, or the key where it has none."""
    return names.get(key or "", key or "")


@register.filter
def distinct(parties: Iterable[Party]) -> list[Party]:
    """The parties with each donor once, whatever its roles."""
    return list({party.code: party for party in parties}.values())


@register.filter
def names(parties: Iterable[Party]) -> str:
    """The names of the donors, each once."""
    return ", ".join(party.name for party in distinct(parties)) or _("no party stated")
