"""What a verb gives that stands before it or in a pronoun: “tanks that Poland promised”, “which will deliver them”."""

from __future__ import annotations

import re
from dataclasses import replace

from pledges.intake.drafting.attach_items import Given, given_between
from pledges.intake.drafting.draft_shapes import Claim, ItemMention, VerbGroup
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.track_discourse import Discourse, Frame

RELATIVE = re.compile(r",?\s+(?:(?:which|that)\s+)?(?:[^,.;:()]{1,60}\s)?")
PRONOUN_OBJECT = re.compile(r"\s+(?:them|these|those)\b(?! (?:to|how) \w+ing\b)")
GIVING = frozenset({"give", "donate", "hand", "announce", "contract", "contribute", "commit"})


def given_before(parts: SentenceParts, verb: VerbGroup) -> list[Given]:
    """The counted thing or sum before a relative clause whose verb has no object of its own."""
    if verb.passive or verb.verb_class not in GIVING or verb.modality not in {"firm", "conditional"}:
        return []
    subject = next(
        (one for one in parts.donors if one.acts and one.end <= verb.start and one.end >= verb.start - 40), None
    )
    start = subject.start if subject else verb.start
    ends = [one.end for one in parts.items if one.end <= start]
    ends += [one.end for one in parts.amounts if one.end <= start]
    if not ends or not _is_relative(parts, max(ends), verb):
        return []
    given = [one for one in given_between(parts, parts.sentence.start, max(ends)) if one.end == max(ends)]
    return [one for one in given if one.amount or (one.item and one.item.is_counted)]


def _is_relative(parts: SentenceParts, end: int, verb: VerbGroup) -> bool:
    between = parts.text[end : verb.start]
    named = re.match(r",?\s+(?:which|that)\b", between) is not None
    return named and RELATIVE.fullmatch(between + " ") is not None


def pronoun_given(parts: SentenceParts, verb: VerbGroup, discourse: Discourse) -> list[Given]:
    """“Denmark, which will deliver them in the summer”: the thing named last, without its number."""
    pronoun = PRONOUN_OBJECT.match(parts.text, verb.end)
    if pronoun is None or verb.passive or verb.verb_class not in GIVING:
        return []
    thing = max((one for one in parts.items if one.end <= verb.start), key=lambda one: one.end, default=discourse.thing)
    if thing is None or thing.weight != "own":
        return []
    item: ItemMention = replace(
        thing, start=verb.start, end=pronoun.end(), quantity_text=None, low=None, high=None, definite=False
    )
    return [Given(verb.start, pronoun.end(), item, None)]


def colon_list(parts: SentenceParts, frame: Frame | None, claims: list[Claim]) -> list[Given]:
    """“Japan will send 100 vehicles, the ministry said: 45 trucks, 30 carriers”: a list that no verb governs."""
    if frame is None:
        return []
    after_verbs = max((one.end for one in parts.verbs), default=parts.sentence.start)
    colon = parts.text.find(":", after_verbs, parts.sentence.end)
    if colon < 0:
        return []
    told = {span for claim in claims for span in claim.covers}
    found = given_between(parts, colon + 1, parts.sentence.end)
    return [one for one in found if not any(start < one.end and one.start < end for start, end in told)]
