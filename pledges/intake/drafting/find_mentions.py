"""What a text names, in whatever language: donors, things, numbers and sums; to be shown, not drafted."""

from __future__ import annotations

from dataclasses import dataclass

from pledges.intake.drafting.find_amounts import find_amounts
from pledges.intake.drafting.find_donors import find_donors
from pledges.intake.drafting.find_foreign_words import foreign_amounts, foreign_names, foreign_numbers
from pledges.intake.drafting.find_items import find_items
from pledges.intake.drafting.normalise_text import normalise_text
from pledges.intake.drafting.split_sentences import split_sentences


@dataclass(frozen=True, slots=True, order=True)
class Mention:
    start: int
    end: int
    kind: str
    """donor, thing, number or sum."""
    meaning: str
    """The codes of donors, the slug of a system, or the words themselves."""


def find_mentions(text: str) -> list[Mention]:
    """Mentions in the order of the text, none inside another."""
    plain = normalise_text(text)
    donors, amounts = find_donors(plain), find_amounts(plain)
    found = [Mention(one.start, one.end, "donor", " ".join(one.codes)) for one in donors]
    found += [Mention(one.start, one.end, "sum", one.currency) for one in amounts]
    for sentence in split_sentences(plain):
        inside = [one for one in donors if sentence.start <= one.start < sentence.end]
        sums = [one for one in amounts if sentence.start <= one.start < sentence.end]
        for item in find_items(plain, sentence.start, sentence.end, inside, sums):
            if item.weight != "aid":
                found.append(Mention(item.start, item.end, "thing", item.code or item.text))
    for start, end, meaning in foreign_names(plain):
        found.append(Mention(start, end, "donor", meaning))
    found += [Mention(start, end, "sum", words) for start, end, words in foreign_amounts(plain)]
    found += [Mention(start, end, "number", words) for start, end, words in foreign_numbers(plain)]
    return _without_inner(found)


def _without_inner(mentions: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for one in sorted(mentions, key=lambda mention: (mention.start, -mention.end, mention.kind)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
