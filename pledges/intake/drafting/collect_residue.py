"""Sentences that look like promises but were not drafted, or not wholly: nothing is lost silently."""

from __future__ import annotations

import re
from bisect import bisect_left

from pledges.intake.drafting.draft_shapes import AmountMention, Claim, ItemMention
from pledges.intake.drafting.read_lexicon import NO_DONORS
from pledges.intake.drafting.sentence_parts import SentenceParts

PROMISE = re.compile(
    r"\b(?:provision|deliver(?:y|ies)|donation|transfer|supply|shipment|pledge|commitment"
    r"|contribution|package|tranche|support|aid"
    r"|assistance|Hilfe|Lieferung|Unterstützung|допомог\w+|постав\w+|переда\w+)\b",
    re.IGNORECASE,
)


WE = re.compile(r"\b(?:[Ww]e|[Oo]ur)\b")
FOUGHT = re.compile(
    r"\b(?:lost|destroyed|shot down|downed|intercept\w*|struck|fired|captured|killed|hit|launched|attack(?:s|ed)"
    r"|repelled)\b"
)
"""What is said of arms in battle and of no promise."""
FOREIGN = re.compile(
    r"\b(?:liefer\w*|geliefert|übergib\w*|übergeb\w*|gespendet|Hilfspaket\w*|Waffenhilfe"
    r"|stellt\w* .{0,60} bereit|zugesagt"
    r"|передас\w+|переда[вєл]\w*|надас\w+|нада[вєл]\w*|отрима\w+|постав[илт]\w+|виділ\w+|пакет\w*)",
    re.IGNORECASE,
)
"""Words for giving in German and Ukrainian, of which no claim is drafted."""


def collect_residue(
    sentences: list[SentenceParts], claims: list[Claim], elsewhere: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """The sentences with something that neither a claim nor a statement of ``elsewhere`` tells."""
    stated = sorted(elsewhere)
    told = sorted(span for claim in claims for span in claim.covers)
    found = []
    for parts in sentences:
        begin, end = parts.sentence.start, parts.sentence.end
        covered = told[bisect_left(told, (begin, 0)) : bisect_left(told, (end, 0))]
        open_items: list[ItemMention | AmountMention] = [*parts.items, *parts.amounts]
        open_items = [one for one in open_items if not _is_covered(one.start, one.end, covered)]
        specific = [one for one in open_items if getattr(one, "weight", "own") == "own"]
        giving = bool(parts.verbs) or bool(PROMISE.search(parts.words)) or parts.sentence.bullet
        drafted = bool(covered)
        acting = any(one.acts and not set(one.codes) & NO_DONORS for one in parts.donors)
        training = any(verb.verb_class == "train" for verb in parts.verbs)
        undrafted = parts.verbs and not drafted and (open_items or (training and acting))
        sums = any(one in parts.amounts for one in open_items) and acting
        package = any(verb.verb_class != "include" for verb in parts.verbs) and any(
            _is_package(one) for one in open_items
        )
        foreign = FOREIGN.search(parts.words) is not None and not drafted
        acts = any(one.acts and "UKR" not in one.codes for one in parts.donors) or WE.search(parts.words)
        beside = stated[bisect_left(stated, (begin, 0)) : bisect_left(stated, (end, 0))]
        open_here = [one for one in open_items if not _is_covered(one.start, one.end, beside)]
        counted = [one for one in open_here if _is_counted(one) or (acts and getattr(one, "weight", "own") == "own")]
        mentioned = bool(counted) and not FOUGHT.search(parts.words) and not _is_of_enemies(parts)
        if mentioned or (specific and giving) or undrafted or sums or package or foreign:
            found.append((parts.sentence.start, parts.sentence.end))
    return found


def _is_counted(one: ItemMention | AmountMention) -> bool:
    return not isinstance(one, ItemMention) or one.is_counted


def _is_of_enemies(parts: SentenceParts) -> bool:
    acting = [one for one in parts.donors if one.acts]
    return bool(acting) and all(set(one.codes) & (NO_DONORS - {"UKR"}) for one in acting)


def _is_package(one: ItemMention | AmountMention) -> bool:
    return isinstance(one, ItemMention) and not one.definite and one.text.endswith(("package", "tranche"))


def _is_covered(start: int, end: int, spans: list[tuple[int, int]]) -> bool:
    return any(first < end and start < last for first, last in spans)
