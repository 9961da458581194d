"""Draft claims of a text, and the sentences that look like promises but could not be drafted."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from pledges.intake.drafting.attach_items import find_given, given_between
from pledges.intake.drafting.collect_residue import collect_residue
from pledges.intake.drafting.draft_shapes import AmountMention, Claim, DonorMention, VerbGroup
from pledges.intake.drafting.drop_restatements import drop_restatements
from pledges.intake.drafting.find_amounts import find_amounts
from pledges.intake.drafting.find_bare_numbers import find_bare_numbers
from pledges.intake.drafting.find_donors import find_donors
from pledges.intake.drafting.find_dues import find_dues
from pledges.intake.drafting.find_items import count_table_line, find_items
from pledges.intake.drafting.find_trainees import find_trainees
from pledges.intake.drafting.find_verbs import find_verbs
from pledges.intake.drafting.frame_verbs import frame_verbs
from pledges.intake.drafting.make_claims import RECIPIENT, claims_of
from pledges.intake.drafting.nominal_pledges import nominal_pledges
from pledges.intake.drafting.normalise_text import normalise_text
from pledges.intake.drafting.noun_led_claims import noun_led_claims
from pledges.intake.drafting.package_sums import add_package_sums
from pledges.intake.drafting.point_back import colon_list, given_before, pronoun_given
from pledges.intake.drafting.sentence_parts import SentenceParts
from pledges.intake.drafting.share_claims import share_claims
from pledges.intake.drafting.split_labelled_lists import split_labelled_lists
from pledges.intake.drafting.split_sentences import split_sentences
from pledges.intake.drafting.stock_and_needs import Requirement, StockClaim, find_requirements, find_stock
from pledges.intake.drafting.track_discourse import Discourse, Frame, note_sentence
from pledges.intake.drafting.verbless_claims import (
    claims_without_verb,
    elliptical_claims,
    give_agents_theirs,
    thanked_claims,
)

RULE_VERSION = "4"
"""Raised with every change of what is drafted of a text: a draft says by which version it was made."""

TOLD_EVERY = 50
"""Sentences between two reports of progress."""

Mention = TypeVar("Mention", DonorMention, AmountMention)
DESCRIBES_NEXT = re.compile(r"\s+(?!and\b|in\b|on\b|by\b|to\b|for\b|as\b|with\b|from\b|after\b|before\b)[a-z]")
DEPLOYED = re.compile(r"\b(?:be|being|been|are|were) (?:deployed|stationed|based|relocated|redeployed|moved)\b")
REPLENISHED = re.compile(
    r"\bto fill (?:it|the|this)\b|\breplac(?:e|es|ed|ing|ements?)\b|\b(?:replenish|backfill"
    r"|restock)\w*(?! (?:Ukrain|Kyiv))|\b(?:its|their) own\b"
)
BESIDE_POINT = re.compile(r"\b(?:as|because|since|after|once|now that|until) (?:it|they|the country|he|she|we)\b")
"""What leads to a reason: “as it has acquired new jets”."""
RINGTAUSCH = re.compile(
    r"\b(?:Ringtausch|ring (?:exchange|swap)|circular exchange|exchange of rings|in exchange|in return"
    r"|in compensation"
    r"|as compensation)\b",
    re.IGNORECASE,
)
WE_WILL = re.compile(r"\b(?:will|shall|to)(?: also)?\s*[:\N{EN DASH}]?\s*$")


@dataclass(frozen=True, slots=True)
class Drafted:
    claims: list[Claim]
    residue: list[tuple[int, int]]
    stock_claims: list[StockClaim]
    requirements: list[Requirement]


def draft_text(
    text: str, published: date | None = None, *, progress: Callable[[int, int], None] | None = None
) -> Drafted:
    """What a text promises. The spans are those of the text as given; the same text has the same answer.

    `progress` hears now and then how many sentences are read, of how many.
    """
    plain = normalise_text(text)
    donors = find_donors(plain)
    amounts = find_amounts(plain, donors)
    dues = find_dues(plain, published)
    discourse = Discourse(donors, amounts, plain)
    claims: list[Claim] = []
    sentences: list[SentenceParts] = []
    split = split_labelled_lists(plain, split_sentences(plain), donors)
    for index, sentence in enumerate(split):
        if progress and index % TOLD_EVERY == 0:
            progress(index, len(split))
        start, end = sentence.start, sentence.end
        here = [one for one in within(donors, start, end) if one.end <= end]
        sums = [one for one in within(amounts, start, end) if one.end <= end]
        items = find_items(plain, start, end, here, sums)
        items = count_table_line(plain, start, end, items)
        names = [*((one.start, one.end) for one in here), *((one.start, one.end) for one in items)]
        verbs = find_verbs(plain, start, end, names)
        if sentence.bullet and sentence.lead is not None and WE_WILL.search(sentences[sentence.lead].words):
            verbs = [
                replace(one, tense="future", modality="firm") if one.modality == "request" else one for one in verbs
            ]
        items = find_bare_numbers(plain, start, end, items=items, others=[*here, *sums],
            verb_ends=[one.end for one in verbs], spoken_of=discourse.thing)  # fmt: skip
        parts = SentenceParts(plain, sentence, here, items, sums, verbs, [one for one in dues if start <= one[0] < end])
        sentences.append(parts)
        found = draft_sentence(parts, index, discourse)
        add_package_sums(parts, discourse, found, claims)
        claims.extend(found)
    claims = drop_restatements(plain, claims)
    stock = [one for parts in sentences for one in find_stock(parts, discourse.home)]
    needs = [one for parts in sentences for one in find_requirements(parts)]
    told = [*((one.start, one.end) for one in stock), *((one.start, one.end) for one in needs)]
    return Drafted(claims, collect_residue(sentences, claims, told), stock, needs)


def within(mentions: list[Mention], start: int, end: int) -> list[Mention]:
    """The mentions, which are in the order of the text, that begin in a part of it."""
    first = bisect_left(mentions, start, key=lambda one: one.start)
    return mentions[first : bisect_left(mentions, end, key=lambda one: one.start)]


def draft_sentence(parts: SentenceParts, index: int, discourse: Discourse) -> list[Claim]:
    discourse.enter(parts.sentence.paragraph)
    framed = frame_verbs(parts, discourse)
    claims: list[Claim] = []
    used: set[int] = set()
    for verb, frame in framed:
        if frame is None or _is_elsewhere(parts, verb, frame):
            continue
        if not discourse.of_ukraine and (verb.verb_class == "contract" or verb.verb == "sign"):
            continue
        give_agents_theirs(parts, verb, frame, claims)
        found = [one for one in find_given(parts, verb) if one.start not in used]
        if verb.verb_class == "train":
            found = find_trainees(parts, verb)
        elif not found:
            found = given_before(parts, verb) or pronoun_given(parts, verb, discourse)
        drafts = claims_of(parts, verb, frame, found)
        used.update(one.start for one in found)
        claims.extend([*package_sum_before(parts, verb, frame), *drafts])
        claims.extend(elliptical_claims(parts, verb, drafts))
    last = next((frame for _, frame in reversed(framed) if frame and frame.donors), None)
    claims.extend(claims_of(parts, None, last, colon_list(parts, last, claims)) if last else [])
    claims.extend(thanked_claims(parts, claims))
    claims.extend(share_claims(parts, discourse, claims))
    claims.extend(noun_led_claims(parts, discourse, claims))
    claims.extend(nominal_pledges(parts, claims))
    if not claims:
        claims = claims_without_verb(parts, discourse)
    note_sentence(parts, index, framed, claims, discourse)
    return claims


def _is_exchange_or_own(parts: SentenceParts, verb: VerbGroup, end: int) -> bool:
    """What is bought to fill one's own gaps, or goes to somebody in exchange for what went to Ukraine."""
    start = parts.subject_start(verb)
    if verb.verb_class == "contract":
        return bool(BESIDE_POINT.search(parts.text, start, verb.start) or REPLENISHED.search(parts.words))
    if not RINGTAUSCH.search(parts.words) or verb.verb_class not in {"give", "receive", "donate", "hand"}:
        return False
    near = parts.text[start : min(end + 40, parts.sentence.end)]
    received = verb.verb_class == "receive" and not subject_is_ukraine(parts, verb)
    return received or RECIPIENT.search(near) is None


def subject_is_ukraine(parts: SentenceParts, verb: VerbGroup) -> bool:
    start = parts.subject_start(verb)
    return any("UKR" in one.codes and one.acts and start <= one.start < verb.start for one in parts.donors)


def package_sum_before(parts: SentenceParts, verb: VerbGroup, frame: Frame) -> list[Claim]:
    """“The £212 million package comprises …”: the sum of what holds the things."""
    if verb.verb_class != "include" or frame.relation == "cumulative":
        return []
    found = given_between(parts, parts.subject_start(verb), verb.start)
    sums = [one for one in found if one.amount and one.item and one.item.weight == "aid"]
    return claims_of(parts, None, frame, sums[:1])


def _is_elsewhere(parts: SentenceParts, verb: VerbGroup, frame: Frame) -> bool:
    """Arms that somebody buys for itself, or that go to a third country."""
    end = parts.object_end(verb)
    behind = parts.text[verb.end : end]
    ukraine = RECIPIENT.search(parts.text[parts.subject_start(verb) : end]) is not None
    for one in parts.donors:
        to_it = re.search(r"\b(?:to|for)(?: the)?\s*$", parts.text[max(0, one.start - 9) : one.start])
        if DESCRIBES_NEXT.match(parts.text, one.end):
            continue
        if verb.end <= one.start < end and to_it and "UKR" not in one.codes and not ukraine:
            return True
        if (
            verb.end <= one.start <= verb.end + 5
            and one.acts is not False
            and "UKR" not in one.codes
            and verb.verb_class in {"give", "donate", "contribute"}
            and verb.tense != "inherit"
        ):
            return not ukraine and not re.match(r"\s*by\b", behind)
    if _is_exchange_or_own(parts, verb, end):
        return True
    if DEPLOYED.search(behind + parts.text[end : end + 40]) and not ukraine:
        return True
    return (
        verb.verb_class == "contract"
        and not ukraine
        and re.search(r"\b(?:its|their) (?:own|army|armed|air force|military)", behind) is not None
    )
